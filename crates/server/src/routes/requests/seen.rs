//! What the vault says of a recipient, for the rule that looks for double aid.

use almoner_ledger::codes::Combined;
use almoner_ledger::command::Seen;
use uuid::Uuid;

use crate::app::App;
use crate::problem::Problem;
use crate::recorded::{Recorded, WarningView};

/// Whose papers look like this recipient's. Without an open vault nobody can tell, and the books say so.
#[expect(clippy::unused_async, reason = "a vault is asked and takes its time")]
pub(crate) async fn of(_app: &App, _recipient: Option<Uuid>) -> Result<Seen, Problem> {
    Ok(Seen::default())
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

/// Adds to an answer what was found, and whether anybody could look.
pub(crate) async fn warned(
    app: &App,
    checked: bool,
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
                    row.aid_seq, row.until_on, row.how
                ),
                law: None,
            }
        })
        .collect();
    if !checked {
        warnings.push(WarningView {
            name: "identities-not-checked",
            detail: "the vault is not open: nobody has compared names, numbers and accounts"
                .to_owned(),
            law: None,
        });
    }
    Ok(Recorded { warnings, ..recorded })
}
