//! Open lots that may end, and requests that wait for money.

use std::collections::BTreeSet;

use almoner_ledger::codes::RequestState;
use almoner_ledger::expiring::waits;
use almoner_ledger::facts::Facts;
use almoner_ledger::rows::aid::Request;
use almoner_ledger::rows::lots::Lot;

use super::super::driver::Connection;
use super::super::facts::{load_picked, reference};
use super::super::table::{among, matching};
use super::{head_seq, snapshot};
use crate::error::StoreError;

pub(crate) async fn facts(connection: &mut Connection) -> Result<Facts, StoreError> {
    let mut held = snapshot(connection).await?;
    let head = head_seq(&mut held).await?;
    let mut facts = reference(&mut held, head).await?;
    let bound =
        "0 < left_quantity_minor and (agreement_seq is not null or restriction is not null)";
    for lot in matching::<Lot>(&mut held, bound).await? {
        facts.lots.insert((lot.seq, lot.line), lot);
    }
    let funds: BTreeSet<i64> = facts.lots.values().map(|lot| lot.fund_seq).collect();
    let funds: Vec<i64> = funds.into_iter().collect();
    load_picked(&mut held, &mut facts, &funds).await?;
    let waiting = RequestState::ALL.iter().copied().filter(|state| waits(*state));
    for request in among::<Request, _>(&mut held, "state", waiting).await? {
        facts.requests.insert(request.seq, request);
    }
    held.rollback().await?;
    Ok(facts)
}
