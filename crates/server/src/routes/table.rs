//! Who may use which route: the one list, walked by a test for every route and role.
//!
//! The gate (`access.rs`) refuses what is not in it, so a route that is forgotten here answers nobody.

use almoner_ledger::authority as may;
use almoner_ledger::codes::Role::{
    self, Admin, Approver, Auditor, CaseWorker, Releaser, Treasurer,
};
use axum::http::Method;

use crate::access::Access::{self, Command, Public, Read};

#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub method: &'static str,
    pub path: &'static str,
    pub access: Access,
}

const fn get(path: &'static str, access: Access) -> Row {
    Row { method: "GET", path, access }
}

const fn post(path: &'static str, access: Access) -> Row {
    Row { method: "POST", path, access }
}

const fn put(path: &'static str, access: Access) -> Row {
    Row { method: "PUT", path, access }
}

/// What is no secret inside the house: the chart, the funds, the months, sums without people.
pub const HOUSE: &[Role] = Role::ALL;
/// Money in and out, by entry and source. Administrators keep the keys and do not read the books.
pub const BOOKS: &[Role] = &[Treasurer, Approver, Releaser, Auditor];
/// What is given for what, needed to choose a fund; the names of persons among the sources only for the treasurer.
pub const GIVING: &[Role] = &[Treasurer, CaseWorker, Approver, Releaser, Auditor];
/// Needs, under pseudonyms; neither the treasurer nor an administrator works with them.
pub const NEEDS: &[Role] = &[CaseWorker, Approver, Releaser, Auditor];
/// Recipients: who works with them, and the auditor under pseudonyms.
const PEOPLE_HELPED: &[Role] = &[CaseWorker, Auditor];
/// Payouts: everyone with a part in them, and the treasurer who pays.
pub const PAYOUTS: &[Role] = GIVING;
/// The log act by act is the auditor's; proofs and checkpoints are everybody's.
pub const LOG: &[Role] = &[Auditor];
pub const KEYS: &[Role] = &[Admin, Auditor];
/// The keys of the vault; who keeps them reads nothing with them.
const ADMINS: &[Role] = &[Admin];
/// That an identity is kept, for those who may have it shown.
const IDENTITIES: &[Role] = may::REVEAL.roles;
const PAYEES: &[Role] = NEEDS;

pub const TABLE: &[Row] = &[
    get("/api", Public),
    get("/problems/{name}", Public),
    get("/api/openapi.json", Public),
    get("/api/reference", Public),
    get("/api/reference.css", Public),
    get("/health/live", Public),
    get("/health/ready", Public),
    get("/metrics", Public),
    get("/api/v1/me", Read(HOUSE)),
    get("/api/v1/people", Read(KEYS)),
    post("/api/v1/people", Command(may::PEOPLE)),
    post("/api/v1/people/{person}/disabling", Command(may::PEOPLE)),
    get("/api/v1/role-grants", Read(KEYS)),
    post("/api/v1/role-grants/{grant}/revocation", Command(may::PEOPLE)),
    get("/api/v1/tokens", Read(KEYS)),
    post("/api/v1/tokens", Command(may::OWN_TOKEN)),
    post("/api/v1/tokens/{token}/revocation", Command(may::PEOPLE)),
    get("/api/v1/association", Read(HOUSE)),
    post("/api/v1/association", Command(may::ASSOCIATION)),
    get("/api/v1/accounts", Read(HOUSE)),
    put("/api/v1/accounts/{account}", Command(may::SCHEME)),
    get("/api/v1/accounts/{account}/balance", Read(BOOKS)),
    get("/api/v1/balances", Read(BOOKS)),
    get("/api/v1/posting-rules", Read(HOUSE)),
    post("/api/v1/posting-rules", Command(may::SCHEME)),
    get("/api/v1/bands", Read(HOUSE)),
    get("/api/v1/combinations", Read(HOUSE)),
    get("/api/v1/tax-bases", Read(HOUSE)),
    get("/api/v1/law-values", Read(HOUSE)),
    get("/api/v1/months", Read(HOUSE)),
    get("/api/v1/years", Read(HOUSE)),
    get("/api/v1/years/{year}/inventory", Read(BOOKS)),
    post("/api/v1/years/{year}/inventory", Command(may::YEAR)),
    post("/api/v1/years/{year}/issue", Command(may::YEAR)),
    get("/api/v1/funds", Read(HOUSE)),
    post("/api/v1/funds", Command(may::FUNDS)),
    get("/api/v1/funds/expiring", Read(GIVING)),
    get("/api/v1/funds/{fund}/trace", Read(GIVING)),
    post("/api/v1/funds/{fund}/closing", Command(may::FUNDS)),
    get("/api/v1/sources", Read(GIVING)),
    post("/api/v1/sources", Command(may::FUNDS)),
    get("/api/v1/sources/{source}", Read(GIVING)),
    put("/api/v1/sources/{source}", Command(may::FUNDS)),
    get("/api/v1/members", Read(GIVING)),
    post("/api/v1/members", Command(may::FUNDS)),
    post("/api/v1/members/{member}/end", Command(may::FUNDS)),
    get("/api/v1/travel-orders", Read(BOOKS)),
    post("/api/v1/travel-orders", Command(may::TRAVEL)),
    post("/api/v1/travel-orders/{order}/costs", Command(may::TRAVEL)),
    post("/api/v1/travel-orders/{order}/cancellation", Command(may::TRAVEL)),
    get("/api/v1/agreements", Read(GIVING)),
    post("/api/v1/agreements", Command(may::FUNDS)),
    get("/api/v1/agreements/{agreement}", Read(GIVING)),
    get("/api/v1/agreements/{agreement}/trace", Read(GIVING)),
    post("/api/v1/agreements/{agreement}/state", Command(may::FUNDS)),
    get("/api/v1/incomes", Read(BOOKS)),
    get("/api/v1/incomes/{income}", Read(BOOKS)),
    get("/api/v1/incomes/{income}/trace", Read(BOOKS)),
    get("/api/v1/incomes/{income}/trace/for-giver", Read(BOOKS)),
    post("/api/v1/incomes", Command(may::INCOME)),
    post("/api/v1/incomes/{income}/explanation", Command(may::INCOME)),
    get("/api/v1/imports", Read(BOOKS)),
    post("/api/v1/imports", Command(may::INCOME)),
    post("/api/v1/imports/dry-run", Read(may::INCOME.roles)),
    get("/api/v1/imports/{import}", Read(BOOKS)),
    get("/api/v1/entries", Read(BOOKS)),
    get("/api/v1/entries/{entry}", Read(BOOKS)),
    post("/api/v1/entries", Command(may::INCOME)),
    post("/api/v1/transfers", Command(may::INCOME)),
    post("/api/v1/currency-sales", Command(may::INCOME)),
    post("/api/v1/currency-revaluations", Command(may::INCOME)),
    post("/api/v1/currency-charges", Command(may::INCOME)),
    post("/api/v1/opening", Command(may::INCOME)),
    get("/api/v1/assets", Read(BOOKS)),
    post("/api/v1/assets", Command(may::ASSETS)),
    post("/api/v1/assets/{asset}/retirement", Command(may::ASSETS)),
    post("/api/v1/depreciation", Command(may::ASSETS)),
    get("/api/v1/decisions", Read(HOUSE)),
    post("/api/v1/decisions", Command(may::PROPOSE_DECISION)),
    post("/api/v1/decisions/{decision}/confirmation", Command(may::CONFIRM_DECISION)),
    post("/api/v1/decisions/{decision}/withdrawal", Command(may::PROPOSE_DECISION)),
    get("/api/v1/recipients", Read(PEOPLE_HELPED)),
    get("/api/v1/recipients/{recipient}", Read(PEOPLE_HELPED)),
    post("/api/v1/recipients", Command(may::RECIPIENTS)),
    get("/api/v1/payees", Read(PAYEES)),
    post("/api/v1/payees", Command(may::RECIPIENTS)),
    put("/api/v1/payees/{payee}", Command(may::RECIPIENTS)),
    get("/api/v1/recipients/{recipient}/identity", Read(IDENTITIES)),
    put("/api/v1/recipients/{recipient}/identity", Command(may::RECORD_IDENTITY)),
    post("/api/v1/recipients/{recipient}/identity/reveal", Command(may::REVEAL)),
    get("/api/v1/sources/{source}/identity", Read(IDENTITIES)),
    put("/api/v1/sources/{source}/identity", Command(may::RECORD_IDENTITY)),
    post("/api/v1/sources/{source}/identity/reveal", Command(may::REVEAL)),
    get("/api/v1/payees/{payee}/identity", Read(IDENTITIES)),
    put("/api/v1/payees/{payee}/identity", Command(may::RECORD_IDENTITY)),
    post("/api/v1/payees/{payee}/identity/reveal", Command(may::REVEAL)),
    get("/api/v1/reveals", Read(KEYS)),
    get("/api/v1/retention/due", Read(HOUSE)),
    post("/api/v1/holds", Command(may::HOLD)),
    get("/api/v1/vault", Read(HOUSE)),
    post("/api/v1/vault/unlock", Read(ADMINS)),
    post("/api/v1/vault/lock", Read(ADMINS)),
    get("/api/v1/request-imports", Read(NEEDS)),
    post("/api/v1/request-imports", Command(may::RECIPIENTS)),
    post("/api/v1/request-imports/dry-run", Read(may::RECIPIENTS.roles)),
    get("/api/v1/request-imports/{import}", Read(NEEDS)),
    get("/api/v1/requests", Read(NEEDS)),
    get("/api/v1/requests/{request}", Read(NEEDS)),
    get("/api/v1/requests/{request}/lots", Read(&[CaseWorker, Approver, Releaser])),
    post("/api/v1/requests", Command(may::RECIPIENTS)),
    put("/api/v1/requests/{request}", Command(may::RECIPIENTS)),
    post("/api/v1/requests/{request}/submission", Command(may::RECIPIENTS)),
    post("/api/v1/requests/{request}/screening", Command(may::RECIPIENTS)),
    post("/api/v1/requests/{request}/question", Command(may::RECIPIENTS)),
    post("/api/v1/requests/{request}/answer", Command(may::RECIPIENTS)),
    post("/api/v1/requests/{request}/assessment", Command(may::RECIPIENTS)),
    post("/api/v1/requests/{request}/rejection", Command(may::RECIPIENTS)),
    post("/api/v1/requests/{request}/appeal", Command(may::RECIPIENTS)),
    post("/api/v1/requests/{request}/closing", Command(may::RECIPIENTS)),
    post("/api/v1/requests/{request}/repetition", Command(may::RECIPIENTS)),
    post("/api/v1/requests/{request}/series-end", Command(may::RECIPIENTS)),
    post("/api/v1/requests/{request}/evidence", Command(may::RECIPIENTS)),
    get("/api/v1/requests/{request}/attachments", Read(NEEDS)),
    post("/api/v1/requests/{request}/attachments", Command(may::RECIPIENTS)),
    post("/api/v1/requests/{request}/attachments/{paper}/reveal", Command(may::REVEAL)),
    post("/api/v1/requests/{request}/allowance", Command(may::ALLOW_MATCH)),
    post("/api/v1/judged-pairs", Command(may::ALLOW_MATCH)),
    get("/api/v1/pro-formas", Read(NEEDS)),
    get("/api/v1/payouts", Read(PAYOUTS)),
    get("/api/v1/payouts/{payout}", Read(PAYOUTS)),
    post("/api/v1/payouts", Command(may::PROPOSE)),
    post("/api/v1/payouts/{payout}/approval", Command(may::APPROVE)),
    post("/api/v1/payouts/{payout}/rejection", Command(may::APPROVE)),
    get("/api/v1/payouts/{payout}/next", Read(PAYOUTS)),
    get("/api/v1/payouts/{payout}/trace", Read(PAYOUTS)),
    post("/api/v1/payouts/{payout}/conflict", Command(may::CONFLICT)),
    post("/api/v1/payouts/{payout}/emergency-release", Command(may::BREAK_GLASS)),
    post("/api/v1/payouts/{payout}/review", Command(may::REVIEW)),
    post("/api/v1/payouts/{payout}/cancellation", Command(may::CANCEL)),
    post("/api/v1/payouts/{payout}/tax-list", Command(may::TAX)),
    post("/api/v1/tax-payments", Command(may::TAX)),
    post("/api/v1/payouts/{payout}/release", Command(may::RELEASE)),
    post("/api/v1/payouts/{payout}/sending", Command(may::RELEASE)),
    post("/api/v1/payouts/{payout}/payment", Command(may::PAY)),
    post("/api/v1/payouts/{payout}/confirmation", Command(may::CONFIRM)),
    post("/api/v1/payouts/{payout}/failure", Command(may::RELEASE)),
    post("/api/v1/payouts/{payout}/voiding", Command(may::RELEASE)),
    post("/api/v1/payouts/{payout}/expiry", Command(may::EXPIRE)),
    post("/api/v1/payouts/{payout}/return", Command(may::PAY)),
    get("/api/v1/advances", Read(PAYOUTS)),
    get("/api/v1/batches", Read(PAYOUTS)),
    post("/api/v1/batches", Command(may::RELEASE)),
    get("/api/v1/payment-lists", Read(PAYOUTS)),
    post("/api/v1/payment-lists", Command(may::RELEASE)),
    get("/api/v1/payment-lists/{list}", Read(PAYOUTS)),
    get("/api/v1/hand-outs", Read(GIVING)),
    get("/api/v1/reservations/due", Read(PAYOUTS)),
    post("/api/v1/reservations/expiry", Command(may::EXPIRE)),
    post("/api/v1/advances/{advance}/settlement", Command(may::INCOME)),
    post("/api/v1/advances/{advance}/return", Command(may::INCOME)),
    get("/api/v1/accounts/{account}/statement.csv", Read(BOOKS)),
    get("/api/v1/accounts/{account}/cash-book.csv", Read(BOOKS)),
    get("/api/v1/funds/{fund}/statement.csv", Read(BOOKS)),
    get("/api/v1/sources/{source}/statement.csv", Read(BOOKS)),
    get("/api/v1/agreements/{agreement}/statement.csv", Read(BOOKS)),
    get("/api/v1/journal.csv", Read(BOOKS)),
    get("/api/v1/exports/{format}", Read(BOOKS)),
    get("/api/v1/duties", Read(HOUSE)),
    get("/api/v1/duties.ics", Read(HOUSE)),
    get("/api/v1/reports", Read(BOOKS)),
    get("/api/v1/reports/{report}", Read(BOOKS)),
    get("/api/v1/issued", Read(BOOKS)),
    get("/api/v1/issued/{issued}/file", Read(BOOKS)),
    post("/api/v1/reports/{report}", Read(BOOKS)),
    post("/api/v1/reports/{report}/named", Command(may::REVEAL)),
    get("/api/v1/acts", Read(LOG)),
    get("/api/v1/acts/{act}", Read(LOG)),
    get("/api/v1/acts/{act}/inclusion", Read(HOUSE)),
    get("/api/v1/log/consistency", Read(HOUSE)),
    get("/api/v1/checkpoints", Read(HOUSE)),
];

pub fn find(method: &Method, path: &str) -> Option<Access> {
    TABLE.iter().find(|row| row.path == path && row.method == method.as_str()).map(|row| row.access)
}

/// The methods a path understands.
pub fn methods(path: &str) -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter(move |row| row.path == path).map(|row| row.method)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_route_stands_in_the_table_twice() {
        let mut rows: Vec<(&str, &str)> = TABLE.iter().map(|row| (row.path, row.method)).collect();
        rows.sort_unstable();
        let all = rows.len();
        rows.dedup();
        assert_eq!(rows.len(), all);
    }

    #[test]
    fn administrators_read_no_recipients_and_no_entries() {
        for readers in [BOOKS, GIVING, NEEDS, PEOPLE_HELPED, PAYOUTS] {
            assert!(!readers.contains(&Admin));
        }
        assert!(!PEOPLE_HELPED.contains(&Treasurer));
    }

    #[test]
    fn the_auditor_changes_nothing() {
        for row in TABLE {
            if let Command(permission) = row.access {
                assert!(!permission.roles.contains(&Auditor), "{} {}", row.method, row.path);
            }
        }
    }
}
