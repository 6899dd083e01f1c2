//! Names for the demo's people. Each says what it is, and each account is at a bank that does not exist.

use almoner_ledger::codes::{Role, SourceKind, SubjectKind};
use almoner_ledger::command::Subject;
use almoner_store::error::StoreError;
use almoner_store::read::page::{PAGE_MAX, Paging};
use almoner_vault::identity::{Field, Identity};

use crate::app::App;
use crate::auth;
use crate::problem::Problem;

/// Somebody without a name yet, and who of the staff enters it.
struct Nameless {
    subject: Subject,
    /// What everybody may know it by.
    public: Option<String>,
    entered_by: auth::Identity,
}

#[derive(Debug, thiserror::Error)]
pub enum NameError {
    #[error("the demo's people cannot be read")]
    Unread(#[from] StoreError),
    #[error("the demo's names cannot be kept: {0}")]
    Unkept(String),
}

impl From<Problem> for NameError {
    fn from(problem: Problem) -> Self {
        Self::Unkept(problem.detail)
    }
}

/// Gives everybody a name in the open vault of the app; `step` hears after each how many have one, of how many.
pub async fn give(app: &App, step: impl Fn(u64, u64)) -> Result<u64, NameError> {
    let people = nameless(app).await?;
    let of = u64::try_from(people.len()).unwrap_or(0);
    for (one, number) in people.into_iter().zip(1_u64..) {
        let identity = invented(one.subject.kind, one.public.as_deref(), number);
        app.put_identity((&one.entered_by, None), one.subject, &identity, false).await?;
        step(number, of);
    }
    Ok(of)
}

async fn nameless(app: &App) -> Result<Vec<Nameless>, NameError> {
    let facts = app.store.facts_for_reading().await?;
    let holder = |wanted: Role| {
        let grant = facts.grants.values().find(|grant| grant.role == wanted)?;
        Some(auth::Identity { person: grant.person_id, role: wanted, token: 0 })
    };
    // The first case worker has taken everybody in.
    let (Some(case_worker), Some(treasurer)) = (holder(Role::CaseWorker), holder(Role::Treasurer))
    else {
        return Ok(Vec::new());
    };
    let mut people = Vec::new();
    let mut add = |kind, seq, public, entered_by: &auth::Identity| {
        let entered_by = entered_by.clone();
        people.push(Nameless { subject: Subject { kind, seq }, public, entered_by });
    };
    let mut paging = Paging { limit: PAGE_MAX, after: None };
    loop {
        let page = app.store.recipients(&paging).await?;
        for row in page.items {
            add(SubjectKind::Recipient, row.seq, None, &case_worker);
        }
        paging.after = page.next;
        if paging.after.is_none() {
            break;
        }
    }
    for row in app.store.payees(&paging).await?.items {
        add(SubjectKind::Payee, row.seq, row.public_name, &case_worker);
    }
    for source in facts.sources.values().filter(|row| row.kind == SourceKind::Person) {
        add(SubjectKind::Giver, source.seq, None, &treasurer);
    }
    Ok(people)
}

fn invented(kind: SubjectKind, public: Option<&str>, number: u64) -> Identity {
    let who = match kind {
        SubjectKind::Recipient => "Пробен Корисник",
        SubjectKind::Payee => "Пример Станодавач",
        SubjectKind::Giver => "Пробен Дарител",
    };
    let name = public.map_or_else(|| format!("{who} {number}"), str::to_owned);
    Identity::new()
        .with(Field::Name, &name)
        .with(Field::Address, &format!("ул. Измислена {number}, Скопје"))
        .with(Field::Account, &account(number))
}

/// Bank 999, a number, and the digits that make the whole 1 modulo 97.
fn account(number: u64) -> String {
    let body = format!("999{:010}", number.saturating_add(1_000));
    let rest = body.parse::<u64>().unwrap_or(0).saturating_mul(100) % 97;
    format!("{body}{:02}", 98_u64.saturating_sub(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_invented_account_has_right_check_digits() {
        for number in 0..500 {
            almoner_vault::account::check(&account(number)).unwrap();
        }
    }
}
