//! The file of payment orders for the bank. It is made whole, the books are told whom it names, and only then it is handed out.

use almoner_ledger::codes::{Method, RevealScope};
use almoner_ledger::command::{Command, MakePaymentList, PaymentOrder};
use almoner_proof::hash::{Hash, sha256};
use almoner_reports::csv::dialect::Dialect;
use almoner_reports::payment_list::{self, Head, Order};
use almoner_store::write::Answer;
use almoner_vault::account::{self, Account};
use almoner_vault::error::VaultError;
use almoner_vault::identity::{Field, Identity};
use chrono::NaiveDate;

use crate::app::App;
use crate::auth;
use crate::clock::civil_date;
use crate::field::parse_hash;
use crate::identity::fields;
use crate::problem::Problem;
use crate::recorded::{Recorded, WarningView};

/// The banks' number for payments that have none of their own, where the law data says nothing.
const CODE: i64 = 930;

/// What a list is to hold.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub payouts: Vec<i64>,
    pub account: String,
    pub value_on: NaiveDate,
    pub urgent: bool,
    pub instead_of: Option<i64>,
    pub dialect: Dialect,
}

/// The list as it was recorded, and the file.
pub struct Made {
    pub answer: Answer,
    pub file: Vec<u8>,
    pub digest: Hash,
}

impl App {
    pub async fn payment_list(
        &self,
        (who, key): (&auth::Identity, Option<Hash>),
        wanted: Wanted,
    ) -> Result<Made, Problem> {
        let (mut orders, mut rows) = (Vec::new(), Vec::new());
        for payout in &wanted.payouts {
            let (order, row) = self.order(*payout).await?;
            orders.push(order);
            rows.push(row);
        }
        let made = self.file(&wanted, self.clock.today(), &rows).await?;
        let command = Command::MakePaymentList(MakePaymentList {
            orders,
            account: wanted.account.clone(),
            value_on: wanted.value_on,
            file: sha256(&[&made]),
            instead_of: wanted.instead_of,
        });
        let answer = self.write(who, key, command).await;
        let answer = answer.map_err(|error| Problem::unwritten(&error, "/payment-lists"))?;
        let file =
            if answer.replayed { self.recorded_file(&wanted, &answer, &rows).await? } else { made };
        Ok(Made { answer, digest: sha256(&[&file]), file })
    }

    /// A repetition gives the file that was recorded, made again as of its day, or nothing.
    async fn recorded_file(
        &self,
        wanted: &Wanted,
        answer: &Answer,
        rows: &[Order],
    ) -> Result<Vec<u8>, Problem> {
        let file = self.file(wanted, civil_date(answer.recorded_at), rows).await?;
        let recorded = self.store.payment_list(answer.seq).await?.and_then(|list| list.digest);
        if recorded.as_deref().and_then(parse_hash) == Some(sha256(&[&file])) {
            return Ok(file);
        }
        let list = answer.seq;
        Err(Problem::own("payment-list-differs").detail(format!(
            "the file would not be the one that was recorded for payment list {list}: who is paid, the paying account or the \
             dialect is another now; if the bank does not have it yet, make a new list with instead_of: {list}"
        )))
    }

    async fn file(
        &self,
        wanted: &Wanted,
        today: NaiveDate,
        rows: &[Order],
    ) -> Result<Vec<u8>, Problem> {
        let head = self.payment_head(wanted, today).await?;
        let file = payment_list::write(wanted.dialect, &head, rows);
        file.map_err(|error| Problem::internal(&error))
    }

    async fn payment_head(&self, wanted: &Wanted, today: NaiveDate) -> Result<Head, Problem> {
        let facts = self.store.facts_for_reading().await?;
        let account = facts.accounts.get(&wanted.account);
        Ok(Head {
            payer: facts.books.as_ref().map(|books| books.name.clone()).unwrap_or_default(),
            // Where the account has none, the books refuse the list.
            payer_account: account.and_then(|account| account.number.clone()).unwrap_or_default(),
            code: facts.law_number("aid_payment_code", today).unwrap_or(CODE),
            urgent: wanted.urgent,
            submitted_on: today,
            value_on: wanted.value_on,
        })
    }

    /// What a payment list would lack of a payout, told while there is time. A vault that is not open tells nothing.
    pub(crate) async fn forewarned(
        &self,
        recorded: Recorded,
        payout: i64,
    ) -> Result<Recorded, Problem> {
        let found = self.store.payout(payout).await?;
        let by_bank = |method| matches!(method, Method::Bank | Method::ThirdParty);
        if !found.is_some_and(|detail| by_bank(detail.payout.method)) {
            return Ok(recorded);
        }
        let Err(problem) = self.order(payout).await else { return Ok(recorded) };
        let mut warnings = recorded.warnings;
        if ["payee-details-missing", "payee-account-abroad"].contains(&problem.name) {
            warnings.push(WarningView { name: problem.name, detail: problem.detail, law: None });
        }
        Ok(Recorded { warnings, ..recorded })
    }

    /// Who is paid by a payout, as the vault knows them.
    async fn order(&self, payout: i64) -> Result<(PaymentOrder, Order), Problem> {
        let vault = self.vault().await?;
        let absent = || Problem::own("not-found").detail(format!("there is no payout {payout}"));
        let detail = self.store.payout(payout).await?.ok_or_else(absent)?;
        let found = detail.payout;
        let lacks = || lacking(payout);
        let reference = detail.payee.ok_or_else(lacks)?;
        let payee = self.store.subject_of(reference).await?.ok_or_else(lacks)?;
        let identity = match vault.reveal(reference, &fields(RevealScope::Payment)).await {
            Ok(identity) => identity,
            Err(VaultError::Unknown) => return Err(lacks()),
            Err(error) => return Err(Problem::vault(&error)),
        };
        let text = |field| identity.get(field).map(str::to_owned);
        let order = Order {
            payout,
            amount_minor: found.net_minor(),
            payee: text(Field::Name).ok_or_else(lacks)?,
            payee_address: text(Field::Address).unwrap_or_default(),
            payee_account: domestic(payout, &identity)?,
        };
        Ok((PaymentOrder { payout, payee }, order))
    }
}

fn lacking(payout: i64) -> Problem {
    Problem::own("payee-details-missing").detail(format!(
        "the vault does not know the name and the account of who is paid by payout {payout}; record them and propose it again, or pay it another way"
    ))
}

/// An account in this country, with check digits that are right on the day it is used.
fn domestic(payout: i64, identity: &Identity) -> Result<String, Problem> {
    let typed = identity.get(Field::Account).ok_or_else(|| lacking(payout))?;
    match account::check(typed) {
        Ok(Account::Domestic(number)) => Ok(number),
        Ok(Account::Foreign(_)) => Err(Problem::own("payee-account-abroad").detail(format!(
            "the account of payout {payout} is abroad; order that transfer at the bank by itself"
        ))),
        Err(error) => Err(Problem::own("account-check-digits")
            .detail(format!("the account of payout {payout} {error}"))),
    }
}
