//! What the vault says of whom a request or a payout is for, and what an answer warns of.

use almoner_ledger::codes::Combined;
use almoner_ledger::command::Seen;

use crate::app::App;
use crate::problem::Problem;
use crate::recorded::{Recorded, WarningView};
pub(crate) use crate::seen::{Whose, of};

/// The same for the recipient of a request.
pub(crate) async fn for_request(app: &App, request: i64) -> Result<Seen, Problem> {
    let found = app.store.request(request).await?;
    let whose = found.map(|detail| detail.request).map_or_else(Whose::default, |request| {
        Whose::new(request.recipient, request.payee_kind, request.payee)
    });
    of(app, whose).await
}

/// The same for the recipient of a payout.
pub(crate) async fn for_payout(app: &App, payout: i64) -> Result<Seen, Problem> {
    match app.store.payout(payout).await? {
        Some(detail) => for_request(app, detail.payout.request_seq).await,
        None => Ok(Seen::default()),
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
