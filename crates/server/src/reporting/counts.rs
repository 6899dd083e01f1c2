//! What there is at the end of a year, for the list that is counted by: accounts by fund, and goods by the piece.

use std::collections::BTreeMap;

use almoner_ledger::codes::{AccountKind, AccountRole, Currency};
use almoner_ledger::facts::Facts;
use almoner_ledger::rows::chart::Account;
use almoner_reports::annual::inventory::{CountRow, GoodsRow, Group};
use almoner_reports::books::error::BuildError;
use almoner_store::store::Store;
use chrono::Datelike as _;

use super::inputs::name;
use super::{ReportError, Wanted};

#[derive(Default)]
pub(super) struct Counts {
    pub(super) rows: Vec<CountRow>,
    pub(super) goods: Vec<GoodsRow>,
}

/// An account in a fund, or in all of them.
type Place = (String, Option<i64>);

impl Counts {
    /// Where the year was counted, in the way it was counted; else each account in each fund.
    pub(super) async fn read(
        store: &Store,
        facts: &Facts,
        (wanted, as_of_seq): (&Wanted, i64),
    ) -> Result<Self, ReportError> {
        let counted = match (wanted.to.month(), wanted.to.day()) {
            (12, 31) => store.inventory(i64::from(wanted.to.year())).await?,
            _ => None,
        };
        let mut places: BTreeMap<Place, (i64, Option<i64>)> = BTreeMap::new();
        let lines = counted.iter().flat_map(|count| &count.lines);
        for line in lines {
            let place = (line.account.clone(), line.fund_seq);
            places.insert(place, (0, Some(line.counted_minor)));
        }
        for row in store.trial_balance(wanted.to, Some(as_of_seq)).await?.rows {
            let account = account(facts, &row.account)?;
            if !account.is_counted() {
                continue;
            }
            let whole = (row.account.clone(), None);
            let of = if places.contains_key(&whole) { None } else { Some(row.fund_seq) };
            let sum = places.entry((row.account.clone(), of)).or_default();
            sum.0 = sum.0.saturating_add(account.grown(row.quantity_minor));
        }
        let rows = places.into_iter().map(|((code, fund), (booked_minor, counted_minor))| {
            let account = account(facts, &code)?;
            Ok(CountRow {
                group: group(account),
                name: name(account, wanted.language).to_owned(),
                fund: fund_code(facts, fund),
                unit: account.currency.unwrap_or(Currency::Mkd).code().to_owned(),
                booked_minor,
                counted_minor,
                account: code,
            })
        });
        let rows = rows.collect::<Result<Vec<_>, ReportError>>()?;
        let goods = store.goods_at(wanted.to, as_of_seq).await?.into_iter().map(|row| GoodsRow {
            account: row.account,
            item: row.item,
            fund: fund_code(facts, Some(row.fund_seq)),
            unit: row.unit,
            quantity: row.quantity,
        });
        Ok(Self { rows, goods: goods.collect() })
    }
}

fn account<'a>(facts: &'a Facts, code: &str) -> Result<&'a Account, BuildError> {
    let unknown = || BuildError::UnknownAccount { account: code.to_owned() };
    facts.accounts.get(code).ok_or_else(unknown)
}

fn fund_code(facts: &Facts, fund: Option<i64>) -> String {
    fund.and_then(|seq| facts.funds.get(&seq)).map(|fund| fund.code.clone()).unwrap_or_default()
}

const fn group(account: &Account) -> Group {
    match account.role {
        AccountRole::FixedAsset => Group::FixedAssets,
        AccountRole::Bank | AccountRole::Cash | AccountRole::Currency | AccountRole::Vouchers => {
            Group::Money
        }
        AccountRole::Stock => Group::Stock,
        AccountRole::Receivable => Group::Claims,
        AccountRole::Obligation => Group::Obligations,
        AccountRole::Deferred => Group::Deferred,
        AccountRole::Accrual if matches!(account.kind, AccountKind::Asset) => Group::Claims,
        AccountRole::Accrual => Group::Obligations,
        AccountRole::Investment
        | AccountRole::Income
        | AccountRole::Expense
        | AccountRole::Aid
        | AccountRole::Equity
        | AccountRole::Reserve
        | AccountRole::Result
        | AccountRole::OffBalance => Group::Other,
    }
}
