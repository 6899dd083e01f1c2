//! What organisations promised to a fund, and what of their money went back to them.

use super::party::party;
use super::{INCOMING_FUNDS, amount, named, transaction};
use crate::publish::agreed::Budget;
use crate::publish::open::{OpenBooks, OpenFund};
use crate::publish::xml::Element;

/// A firm, written obligation of a giver, told by the one who is given to.
const INCOMING_COMMITMENT: &str = "11";
/// Of a budget: as it was agreed first, and not merely meant.
const ORIGINAL: &str = "1";
const COMMITTED: &str = "2";

/// By year, before the transactions.
pub(super) fn budgets(open: &OpenBooks, fund: &OpenFund) -> Vec<Element> {
    open.agreed.budgets(fund.seq).iter().map(budget).collect()
}

fn budget(budget: &Budget) -> Element {
    let (from, to) = budget.days;
    let value = amount(budget.minor).attribute("currency", budget.currency);
    Element::new("budget").attribute("type", ORIGINAL).attribute("status", COMMITTED).with([
        Element::new("period-start").attribute("iso-date", from),
        Element::new("period-end").attribute("iso-date", to),
        value.attribute("value-date", budget.known_on),
    ])
}

/// On the day of signing, in the currency of the promise. An agreement's number is no identifier of the giver's activity,
/// which the books do not know; so no transaction has a `provider-activity-id`.
pub(super) fn committed<'a>(
    open: &'a OpenBooks,
    fund: &OpenFund,
) -> impl Iterator<Item = Element> + use<'a> {
    open.agreed.told(fund.seq).map(|promise| {
        let value = amount(promise.minor).attribute("currency", promise.currency);
        transaction(INCOMING_COMMITMENT, promise.signed_on, value)
            .attribute("ref", format!("agreement-{}", promise.number))
            .with([party("provider-org", &promise.organisation)])
    })
}

/// Money that goes back is less of what came in, and is told as such below zero, which the standard allows for any
/// transaction: `Reimbursement` (7) covers what a recipient has spent already.
pub(super) fn returned<'a>(
    open: &'a OpenBooks,
    fund: &OpenFund,
) -> impl Iterator<Item = Element> + use<'a> {
    let fund = fund.seq;
    let words = open.say(
        "Вратени непотрошени средства",
        "Unspent money returned",
        "Mjete të pashpenzuara të kthyera",
    );
    open.agreed.refunds.iter().filter(move |refund| refund.fund == fund).map(move |refund| {
        let value = amount(refund.minor.saturating_neg());
        transaction(INCOMING_FUNDS, refund.on, value)
            .attribute("ref", format!("refund-{}", refund.number))
            .with([named("description", words), party("provider-org", &refund.organisation)])
    })
}
