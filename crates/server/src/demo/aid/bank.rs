//! What goes to the bank in a week: let go as one batch, and ordered in one file.

use almoner_ledger::codes::{AccountKind, AccountRole, PayeeKind, SubjectKind};
use almoner_ledger::command::{
    BatchItem, Command, MakePaymentList, OpenBatch, PaymentOrder, PublicPayee, PutAccount, Seen,
    Subject,
};
use almoner_proof::hash::sha256;
use almoner_store::read::identity::Standing;
use uuid::Uuid;

use super::Payout;
use crate::demo::DemoError;
use crate::demo::scribe::{Scribe, amount, code, line};

/// An account at a bank that does not exist; its check digits are right all the same.
const NUMBER: &str = "999000000000103";
const ACCOUNT: &str = "1000";
/// Who is paid for many, by the word that begins its name.
const KINDS: [(PayeeKind, &str); 3] = [
    (PayeeKind::Pharmacy, "Аптека"),
    (PayeeKind::Utility, "Комуналец"),
    (PayeeKind::School, "Училиште"),
];
/// So many of each; not every one is known by its public name.
const OF_A_KIND: usize = 13;
const NAMED: usize = 10;

/// Enters who is paid for others, and gives the bank account its number.
pub(super) async fn begin(scribe: &Scribe) -> Result<Vec<(PayeeKind, Uuid)>, DemoError> {
    let facts = scribe.store.facts_for_reading().await?;
    let known = facts.accounts.get(ACCOUNT).ok_or(DemoError::Untold("a bank account"))?;
    let account = PutAccount {
        code: code(ACCOUNT)?,
        parent: known.parent.clone(),
        kind: AccountKind::Asset,
        role: AccountRole::Bank,
        currency: known.currency,
        number: Some(code(NUMBER)?),
        names: [line(&known.name_mk)?, line(&known.name_en)?, line(&known.name_sq)?],
        active: true,
        version: Some(known.version),
    };
    scribe.give(scribe.staff.treasurer, Command::PutAccount(account)).await?;
    let (mut kinds, mut names) = (Vec::new(), Vec::new());
    for (place, (kind, word)) in KINDS.into_iter().enumerate() {
        for number in 1..=OF_A_KIND {
            kinds.push(kind);
            let register = code(&format!("{place}{number:06}"))?;
            let name = line(&format!("{word} Пример {number}"))?;
            let public = PublicPayee { kind, name, register_number: Some(register) };
            names.push((number <= NAMED).then_some(public));
        }
    }
    let payees = payees(scribe, names).await?;
    Ok(kinds.into_iter().zip(payees).collect())
}

/// More who are paid for others, by the name that everybody may know, or by none.
pub(super) async fn payees(
    scribe: &Scribe,
    names: Vec<Option<PublicPayee>>,
) -> Result<Vec<Uuid>, DemoError> {
    let [case_worker, _] = scribe.staff.case_workers;
    let count = names.len();
    let added = names.into_iter().map(|name| (case_worker, Command::AddPayee(name))).collect();
    let added = scribe.give_all(added).await?;
    let mut payees = Vec::with_capacity(count);
    for answer in added {
        let subject = Subject { kind: SubjectKind::Payee, seq: answer.seq };
        if let Standing::Known(reference) = scribe.store.subject_standing(subject).await? {
            payees.push(reference);
        }
    }
    Ok(payees)
}

/// Puts what was released into one batch, and orders it from the bank.
pub(super) async fn order(scribe: &Scribe, payouts: &[Payout]) -> Result<(), DemoError> {
    if payouts.is_empty() {
        return Ok(());
    }
    let releaser = scribe.staff.releaser;
    let (mut items, mut orders, mut total) = (Vec::new(), Vec::new(), 0_i64);
    for payout in payouts {
        let found = scribe.store.payout(payout.seq).await?;
        let row = found.ok_or(DemoError::Untold("a payout"))?.payout;
        let request = scribe.store.request(row.request_seq).await?;
        let request = request.ok_or(DemoError::Untold("a request"))?.request;
        let paid = request.payee.or(request.recipient).ok_or(DemoError::Untold("a payee"))?;
        let payee = scribe.store.subject_of(paid).await?.ok_or(DemoError::Untold("a payee"))?;
        let (payout, digest, seen) = (payout.seq, payout.digest, Seen::default());
        items.push(BatchItem { payout, digest, seen });
        orders.push(PaymentOrder { payout, payee });
        total = total.saturating_add(row.amount_minor.saturating_sub(row.tax_minor));
    }
    let batch = OpenBatch {
        count: i64::try_from(items.len()).unwrap_or(0),
        items,
        total: amount(total)?,
        acknowledge: Vec::new(),
    };
    scribe.give(releaser, Command::OpenBatch(batch)).await?;
    let mark = format!("{} {total}", scribe.today);
    let list = MakePaymentList {
        orders,
        account: ACCOUNT.to_owned(),
        value_on: scribe.today,
        file: sha256(&[b"almoner/demo/payment-list/v1\n", mark.as_bytes()]),
        instead_of: None,
    };
    scribe.give(releaser, Command::MakePaymentList(list)).await?;
    Ok(())
}
