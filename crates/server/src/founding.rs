//! Opening empty books from the law pack: the chart, the posting scheme, the bands and the values become rows.

use almoner_law::account::{Account as LawAccount, Kind, Role};
use almoner_law::combination::Level;
use almoner_law::pack::Pack;
use almoner_ledger::codes::{AccountKind, AccountRole, Category, Combined, Currency, TaxBasis};
use almoner_ledger::command::{NewPerson, OpenBooks};
use almoner_ledger::rows::books::LawValue;
use almoner_ledger::rows::chart::{Account, Band, PostingRule};
use almoner_ledger::rows::request::Combination;
use almoner_ledger::rows::tax::TaxRule;
use almoner_ledger::text::{Code, Text, TextError};
use almoner_proof::checkpoint::Verifier;
use uuid::Uuid;

/// Whose books are opened, and by whom.
#[derive(Clone, Debug)]
pub struct Founding {
    pub uid: Uuid,
    pub name: Text,
    pub admins: Vec<NewPerson>,
    pub demo: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum FoundingError {
    #[error("the law data of this program cannot be read")]
    Law(#[from] almoner_law::error::LawError),
    #[error("a name in the founding is not fit for the books")]
    Text(#[from] TextError),
}

/// The name under which the checkpoints of some books are signed.
pub fn origin(uid: Uuid) -> String {
    format!("almoner/{uid}")
}

/// The command that opens the books under the law of North Macedonia.
pub fn open_books(founding: Founding, key: &Verifier) -> Result<OpenBooks, FoundingError> {
    let pack = almoner_law::mk()?;
    Ok(OpenBooks {
        uid: founding.uid,
        name: founding.name,
        time_zone: Code::parse(crate::clock::TIME_ZONE)?,
        origin: Code::parse(&origin(founding.uid))?,
        demo: founding.demo,
        law: Code::parse("mk")?,
        admins: founding.admins,
        key_name: Code::parse(key.name())?,
        public_key: key.public(),
        accounts: pack.accounts.iter().map(account).collect(),
        rules: rules(&pack),
        bands: bands(&pack),
        values: values(&pack),
        combinations: combinations(&pack),
        tax_rules: tax_rules(&pack),
    })
}

fn account(law: &LawAccount) -> Account {
    Account {
        code: law.code.clone(),
        parent: law.parent.clone(),
        kind: kind(law.kind),
        role: role(law.role),
        currency: law.currency.as_deref().and_then(Currency::parse),
        number: None,
        pool: law.pool,
        guarded: law.guarded,
        name_mk: law.names.mk.clone(),
        name_en: law.names.en.clone(),
        name_sq: law.names.sq.clone(),
        active: true,
        seq: 0,
        version: 1,
    }
}

fn kind(kind: Kind) -> AccountKind {
    match kind {
        Kind::Asset => AccountKind::Asset,
        Kind::ContraAsset => AccountKind::ContraAsset,
        Kind::Liability => AccountKind::Liability,
        Kind::Equity => AccountKind::Equity,
        Kind::Income => AccountKind::Income,
        Kind::Expense => AccountKind::Expense,
        Kind::Result => AccountKind::Result,
        Kind::OffBalance => AccountKind::OffBalance,
    }
}

fn role(role: Role) -> AccountRole {
    match role {
        Role::Bank => AccountRole::Bank,
        Role::Cash => AccountRole::Cash,
        Role::Currency => AccountRole::Currency,
        Role::Vouchers => AccountRole::Vouchers,
        Role::Stock => AccountRole::Stock,
        Role::Receivable => AccountRole::Receivable,
        Role::Obligation => AccountRole::Obligation,
        Role::Deferred => AccountRole::Deferred,
        Role::Income => AccountRole::Income,
        Role::Expense => AccountRole::Expense,
        Role::Aid => AccountRole::Aid,
        Role::Equity => AccountRole::Equity,
        Role::FixedAsset => AccountRole::FixedAsset,
        Role::Investment => AccountRole::Investment,
        Role::Accrual => AccountRole::Accrual,
        Role::Reserve => AccountRole::Reserve,
        Role::Result => AccountRole::Result,
        Role::OffBalance => AccountRole::OffBalance,
    }
}

fn rules(pack: &Pack) -> Vec<PostingRule> {
    pack.scheme
        .iter()
        .map(|rule| PostingRule {
            event: rule.event.clone(),
            valid_from: rule.valid_from,
            account: rule.account.clone(),
            source: rule.source.clone(),
            verified: rule.verified,
            seq: 0,
            version: 1,
        })
        .collect()
}

fn bands(pack: &Pack) -> Vec<Band> {
    pack.bands
        .iter()
        .map(|band| Band {
            seq: 0,
            line: 0,
            valid_from: band.valid_from,
            up_to_minor: band.up_to_minor,
            approvals: i64::from(band.approvals),
            source: band.source.clone(),
            verified: band.verified,
        })
        .collect()
}

fn combinations(pack: &Pack) -> Vec<Combination> {
    let category = |side: &Option<String>| side.as_deref().and_then(Category::parse);
    let level = |level| match level {
        Level::Free => Combined::Free,
        Level::Warn => Combined::Warn,
        Level::Hard => Combined::Hard,
    };
    pack.combinations
        .iter()
        .map(|row| Combination {
            seq: 0,
            line: 0,
            valid_from: row.valid_from,
            one: category(&row.one),
            other: category(&row.other),
            window_days: i64::from(row.window_days),
            level: level(row.level),
            source: row.source.clone(),
            verified: row.verified,
        })
        .collect()
}

fn tax_rules(pack: &Pack) -> Vec<TaxRule> {
    pack.tax_bases
        .iter()
        .filter_map(|row| {
            Some(TaxRule {
                seq: 0,
                line: 0,
                valid_from: row.valid_from,
                basis: TaxBasis::parse(&row.basis)?,
                article: row.article.clone(),
                taxable: row.taxable,
                evidence: row.evidence.clone(),
                name_mk: row.names.mk.clone(),
                name_en: row.names.en.clone(),
                name_sq: row.names.sq.clone(),
                source: row.source.clone(),
                verified: row.verified,
            })
        })
        .collect()
}

fn values(pack: &Pack) -> Vec<LawValue> {
    pack.values
        .iter()
        .map(|value| LawValue {
            seq: 0,
            line: 0,
            name: value.key.clone(),
            value: value.figure.written(),
            unit: value.figure.unit().to_owned(),
            valid_from: value.valid_from,
            valid_to: value.valid_to,
            source: value.source.clone(),
            verified: value.verified,
        })
        .collect()
}
