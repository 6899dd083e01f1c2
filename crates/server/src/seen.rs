//! What the vault says of a recipient, for the rule that looks for double aid.

use std::collections::BTreeSet;

use almoner_ledger::codes::{MatchHow, PayeeKind};
use almoner_ledger::command::{Seen, SeenMatch};
use almoner_vault::blind::Exact;
use almoner_vault::matching::{Match, MatchKind};
use uuid::Uuid;

use crate::app::App;
use crate::problem::Problem;

/// For whom something is asked, and who is paid for them where few are paid by one such account.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Whose {
    pub(crate) recipient: Option<Uuid>,
    pub(crate) payee: Option<Uuid>,
}

impl Whose {
    pub(crate) fn new(recipient: Option<Uuid>, kind: PayeeKind, payee: Option<Uuid>) -> Self {
        Self { recipient, payee: payee.filter(|_| kind.is_private()) }
    }
}

/// Whose papers look like this recipient's, and who else is paid by the same account. Without an open vault nobody can tell,
/// and the books say so.
pub(crate) async fn of(app: &App, whose: Whose) -> Result<Seen, Problem> {
    let Some(recipient) = whose.recipient else { return Ok(Seen::default()) };
    let Some(found) = app.seen(recipient).await else {
        return Ok(Seen { closed: !app.identities.is_off(), ..Seen::default() });
    };
    let mut paid = by_account(&found);
    if let Some(payee) = whose.payee {
        let found = app.seen(payee).await.unwrap_or_default();
        paid.extend(by_account(&found));
    }
    let everybody = people(&found).into_iter().chain(paid.iter().copied());
    let recipients = app.store.recipients_among(everybody.collect()).await?;
    let mut seen = among(&found, &recipients);
    for other in paid {
        if !recipients.contains(&other) {
            seen.payees.push(other);
        } else if other != recipient && seen.matches.iter().all(|known| known.other != other) {
            seen.matches.push(SeenMatch { how: MatchHow::Payee, other });
        }
    }
    Ok(seen)
}

fn by_account(found: &[Match]) -> BTreeSet<Uuid> {
    let same = |one: &&Match| matches!(one.kind, MatchKind::Hard(Exact::Account));
    found.iter().filter(same).map(|one| one.person).collect()
}

/// Everybody whom the vault found.
pub(crate) fn people(found: &[Match]) -> BTreeSet<Uuid> {
    found.iter().map(|one| one.person).collect()
}

/// The recipients among whom the vault found: who gives or is paid for another may well share a telephone with whom we
/// help.
pub(crate) fn among(found: &[Match], recipients: &BTreeSet<Uuid>) -> Seen {
    let found = found.iter().filter(|one| recipients.contains(&one.person));
    let matches: BTreeSet<SeenMatch> =
        found.map(|one| SeenMatch { how: how(&one.kind), other: one.person }).collect();
    Seen { checked: true, matches: matches.into_iter().collect(), ..Seen::default() }
}

const fn how(kind: &MatchKind) -> MatchHow {
    match kind {
        MatchKind::Hard(Exact::IdentityNumber) => MatchHow::IdentityNumber,
        MatchKind::Hard(Exact::Phone) => MatchHow::Phone,
        MatchKind::Hard(Exact::Account) => MatchHow::Account,
        MatchKind::Hard(Exact::Address) => MatchHow::Address,
        MatchKind::Soft { .. } => MatchHow::Name,
    }
}
