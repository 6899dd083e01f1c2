//! Who may see which page: the one list, walked by a test for every page and role.
//!
//! The gate (`gate.rs`) refuses what is not in it, so a page that is forgotten here is shown to nobody.

use almoner_ledger::authority as may;
use almoner_ledger::codes::Role;
use axum::http::Method;

use crate::routes::table::{BOOKS, GIVING, HOUSE, NEEDS, PAYOUTS};

/// Who may see a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    Anybody,
    /// Everybody who has signed in, in one of these roles.
    SignedIn(&'static [Role]),
}

#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub method: &'static str,
    pub path: &'static str,
    pub sees: Sees,
}

const fn get(path: &'static str, sees: Sees) -> Row {
    Row { method: "GET", path, sees }
}

const fn post(path: &'static str, sees: Sees) -> Row {
    Row { method: "POST", path, sees }
}

pub const TABLE: &[Row] = &[
    get("/", Sees::SignedIn(Role::ALL)),
    get("/enter", Sees::Anybody),
    post("/enter", Sees::Anybody),
    post("/leave", Sees::SignedIn(Role::ALL)),
    post("/language", Sees::Anybody),
    get("/incomes", Sees::SignedIn(BOOKS)),
    get("/incomes/new", Sees::SignedIn(may::INCOME.roles)),
    post("/incomes/new", Sees::SignedIn(may::INCOME.roles)),
    get("/incomes/{income}", Sees::SignedIn(BOOKS)),
    get("/requests", Sees::SignedIn(NEEDS)),
    get("/requests/new", Sees::SignedIn(may::RECIPIENTS.roles)),
    post("/requests/new", Sees::SignedIn(may::RECIPIENTS.roles)),
    get("/requests/{request}", Sees::SignedIn(NEEDS)),
    post("/requests/{request}/screening", Sees::SignedIn(may::RECIPIENTS.roles)),
    post("/requests/{request}/question", Sees::SignedIn(may::RECIPIENTS.roles)),
    post("/requests/{request}/answer", Sees::SignedIn(may::RECIPIENTS.roles)),
    post("/requests/{request}/assessment", Sees::SignedIn(may::RECIPIENTS.roles)),
    post("/requests/{request}/allowance", Sees::SignedIn(may::ALLOW_MATCH.roles)),
    post("/requests/{request}/proposal", Sees::SignedIn(may::PROPOSE.roles)),
    post("/requests/{request}/rejection", Sees::SignedIn(may::RECIPIENTS.roles)),
    post("/requests/{request}/closing", Sees::SignedIn(may::RECIPIENTS.roles)),
    get("/payouts", Sees::SignedIn(PAYOUTS)),
    get("/payouts/{payout}", Sees::SignedIn(PAYOUTS)),
    post("/payouts/{payout}/approval", Sees::SignedIn(may::APPROVE.roles)),
    post("/payouts/{payout}/rejection", Sees::SignedIn(may::APPROVE.roles)),
    post("/payouts/{payout}/emergency-release", Sees::SignedIn(may::BREAK_GLASS.roles)),
    post("/payouts/{payout}/review", Sees::SignedIn(may::REVIEW.roles)),
    post("/payouts/{payout}/cancellation", Sees::SignedIn(may::CANCEL.roles)),
    post("/payouts/{payout}/release", Sees::SignedIn(may::RELEASE.roles)),
    post("/payouts/{payout}/sending", Sees::SignedIn(may::RELEASE.roles)),
    post("/payouts/{payout}/payment", Sees::SignedIn(may::PAY.roles)),
    post("/payouts/{payout}/confirmation", Sees::SignedIn(may::CONFIRM.roles)),
    post("/payouts/{payout}/failure", Sees::SignedIn(may::RELEASE.roles)),
    post("/payouts/{payout}/voiding", Sees::SignedIn(may::RELEASE.roles)),
    get("/funds", Sees::SignedIn(GIVING)),
    post("/funds", Sees::SignedIn(may::FUNDS.roles)),
    get("/funds/{fund}", Sees::SignedIn(GIVING)),
    get("/sources", Sees::SignedIn(GIVING)),
    post("/sources", Sees::SignedIn(may::FUNDS.roles)),
    get("/sources/{source}", Sees::SignedIn(GIVING)),
    get("/agreements", Sees::SignedIn(GIVING)),
    get("/agreements/{agreement}", Sees::SignedIn(GIVING)),
    get("/entries", Sees::SignedIn(BOOKS)),
    get("/entries/{entry}", Sees::SignedIn(BOOKS)),
    get("/reports", Sees::SignedIn(BOOKS)),
    get("/reports/{report}", Sees::SignedIn(BOOKS)),
    get("/reports/{report}/file", Sees::SignedIn(BOOKS)),
    get("/statements", Sees::SignedIn(BOOKS)),
    get("/statements/file", Sees::SignedIn(BOOKS)),
    get("/closing", Sees::SignedIn(BOOKS)),
    post("/closing", Sees::SignedIn(may::INCOME.roles)),
    get("/decisions", Sees::SignedIn(HOUSE)),
    post("/decisions/{decision}/confirmation", Sees::SignedIn(may::CONFIRM_DECISION.roles)),
    post("/decisions/{decision}/withdrawal", Sees::SignedIn(may::PROPOSE_DECISION.roles)),
    get("/style.css", Sees::Anybody),
];

pub fn find(method: &Method, path: &str) -> Option<Sees> {
    let row = TABLE.iter().find(|row| row.method == method.as_str() && row.path == path);
    row.map(|row| row.sees)
}
