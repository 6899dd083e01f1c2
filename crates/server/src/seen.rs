//! What the vault says of a recipient, for the rule that looks for double aid.

use std::collections::BTreeSet;

use almoner_ledger::codes::MatchHow;
use almoner_ledger::command::{Seen, SeenMatch};
use almoner_vault::blind::Exact;
use almoner_vault::matching::{Match, MatchKind};
use uuid::Uuid;

use crate::app::App;
use crate::problem::Problem;

/// Whose papers look like this recipient's. Without an open vault nobody can tell, and the books say so.
pub(crate) async fn of(app: &App, recipient: Option<Uuid>) -> Result<Seen, Problem> {
    let Some(recipient) = recipient else { return Ok(Seen::default()) };
    let Some(found) = app.seen(recipient).await else { return Ok(Seen::default()) };
    let recipients = app.store.recipients_among(people(&found)).await?;
    Ok(among(&found, &recipients))
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
    Seen { checked: true, matches: matches.into_iter().collect() }
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
