//! Money that ends soon and is not used yet, and the needs that it would fit.

use almoner_ledger::expiring::{Expiring, soon};
use almoner_ledger::facts::Facts;
use almoner_ledger::money::format_minor;
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::extract::ApiQuery;
use crate::problem::Problem;
use crate::routes::listing::Listing;

/// How far is looked ahead where nothing is said, and at most, in days.
pub const WITHIN_DEFAULT: u32 = 60;
pub const WITHIN_MAX: u32 = 3_660;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ExpiringQuery {
    /// Days from today, 60 where nothing is said; the last of them counts.
    pub within: Option<u32>,
}

/// Money or goods of one fund under the same terms.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ExpiringView {
    pub fund: i64,
    #[schema(example = "winter")]
    pub fund_code: String,
    pub agreement: Option<i64>,
    pub agreement_number: Option<String>,
    /// The oldest lot, by its number in the log, and how many there are.
    pub lot: i64,
    pub lots: usize,
    /// The last day on which it may be decided about.
    pub last_day: NaiveDate,
    /// Days that are left, today not counted.
    pub days_left: i64,
    /// In denars.
    #[schema(example = "12000.00")]
    pub left: String,
    /// Of that, what open proposals have picked.
    #[schema(example = "0.00")]
    pub picked: String,
    /// Of that, goods and foreign money, which cannot be paid out as they are.
    #[schema(example = "0.00")]
    pub not_denars: String,
    /// Requests without a proposal that it may be decided for today, the longest waiting first.
    pub fits: Vec<i64>,
    /// What those ask for together.
    #[schema(example = "9000.00")]
    pub asked: String,
}

impl ExpiringView {
    fn of(facts: &Facts, found: Expiring, today: NaiveDate) -> Self {
        let agreement = found.agreement.and_then(|seq| facts.agreements.get(&seq));
        let fund = facts.funds.get(&found.fund);
        Self {
            fund: found.fund,
            fund_code: fund.map(|fund| fund.code.clone()).unwrap_or_default(),
            agreement: found.agreement,
            agreement_number: agreement.map(|agreement| agreement.number.clone()),
            lot: found.lots.first().map_or(0, |lot| lot.0),
            lots: found.lots.len(),
            last_day: found.last_day,
            days_left: found.last_day.signed_duration_since(today).num_days(),
            left: format_minor(found.left_minor),
            picked: format_minor(found.picked_minor),
            not_denars: format_minor(found.other_minor),
            fits: found.fits,
            asked: format_minor(found.asked_minor),
        }
    }
}

/// What ends within so many days of today, soonest first.
pub fn listed(facts: &Facts, today: NaiveDate, within: u32) -> Listing<ExpiringView> {
    let found = soon(facts, today, within).into_iter();
    let items = found.map(|found| ExpiringView::of(facts, found, today)).collect();
    Listing { as_of_seq: facts.next_seq.saturating_sub(1), items, next: None }
}

/// Money about to end unused, and the needs that it would fit
///
/// What givers have bound to a day, soonest first. A request fits where the giver's terms allow it today; caps for a household
/// are looked at when it is proposed.
#[utoipa::path(
    get,
    path = "/api/v1/funds/expiring",
    tag = "giving",
    params(ExpiringQuery),
    responses((status = 200, body = Listing<ExpiringView>))
)]
pub(super) async fn expiring(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<ExpiringQuery>,
) -> Result<Json<Listing<ExpiringView>>, Problem> {
    let within = query.within.unwrap_or(WITHIN_DEFAULT);
    if WITHIN_MAX < within {
        let said = format!("`within` is 0 to {WITHIN_MAX} days");
        return Err(Problem::own("invalid-query").detail(said));
    }
    let facts = app.store.facts_of_what_ends().await?;
    Ok(Json(listed(&facts, app.clock.today(), within)))
}
