//! Months are closed by two persons, all but the last two.

use almoner_ledger::codes::Reason;
use almoner_ledger::command::Deed;
use almoner_ledger::month::Month;

use crate::demo::DemoError;
use crate::demo::scribe::Scribe;

pub(super) async fn close(scribe: &Scribe, month: Month) -> Result<(), DemoError> {
    let deed = Deed::CloseMonth { month: month.number(), why: Reason::PeriodEnd };
    scribe.decide(scribe.staff.treasurer, scribe.staff.releaser, deed).await?;
    Ok(())
}
