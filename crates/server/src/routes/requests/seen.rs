//! What the vault says of a recipient, for the rule that looks for double aid.

use almoner_ledger::codes::{Combined, MatchHow, SubjectKind};
use almoner_ledger::command::{Seen, SeenMatch, Subject};
use almoner_vault::blind::Exact;
use almoner_vault::matching::MatchKind;
use uuid::Uuid;

use crate::app::App;
use crate::problem::Problem;
use crate::recorded::{Recorded, WarningView};

/// Whose papers look like this recipient's. Without an open vault nobody can tell, and the books say so.
pub(crate) async fn of(app: &App, recipient: Option<Uuid>) -> Result<Seen, Problem> {
    let Some(recipient) = recipient else { return Ok(Seen::default()) };
    let Some(found) = app.seen(recipient).await else { return Ok(Seen::default()) };
    let mut matches = Vec::new();
    for one in found {
        // Who gives or is paid for another may well share a telephone with whom we help.
        let subject = app.store.subject_of(one.person).await?;
        if let Some(Subject { kind: SubjectKind::Recipient, .. }) = subject {
            matches.push(SeenMatch { how: how(&one.kind), other: one.person });
        }
    }
    matches.sort_unstable();
    matches.dedup();
    Ok(Seen { checked: true, matches })
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

/// The same for the recipient of a request.
pub(crate) async fn for_request(app: &App, request: i64) -> Result<Seen, Problem> {
    let found = app.store.request(request).await?;
    of(app, found.and_then(|detail| detail.request.recipient)).await
}

/// The same for the recipient of a payout.
pub(crate) async fn for_payout(app: &App, payout: i64) -> Result<Seen, Problem> {
    match app.store.payout(payout).await? {
        Some(detail) => for_request(app, detail.payout.request_seq).await,
        None => of(app, None).await,
    }
}

/// Adds to an answer what was found for a request, and whether anybody could look.
pub(crate) async fn warned(
    app: &App,
    request: i64,
    recorded: Recorded,
) -> Result<Recorded, Problem> {
    let found = app.store.matches_of_act(recorded.answer.seq).await?;
    let mut warnings: Vec<WarningView> = found
        .iter()
        .filter(|row| row.allowed_by.is_none())
        .map(|row| {
            let goes_on = match row.level {
                Combined::Hard => "somebody else must allow it before it can be assessed",
                Combined::Warn | Combined::Free => "look at it before you go on",
            };
            WarningView {
                name: "double-aid",
                detail: format!(
                    "request {} is too close until {} (same {}); {goes_on}",
                    row.aid_seq,
                    row.until_on,
                    row.how.code().replace('_', " ")
                ),
                law: None,
            }
        })
        .collect();
    // As the books say, so that a repetition hears what the first one heard.
    let looked_over = app.store.request(request).await?;
    if looked_over.is_some_and(|detail| !detail.request.identities_checked) {
        warnings.push(WarningView {
            name: "identities-not-checked",
            detail: "the vault is not open: nobody has compared names, numbers and accounts"
                .to_owned(),
            law: None,
        });
    }
    Ok(Recorded { warnings, ..recorded })
}
