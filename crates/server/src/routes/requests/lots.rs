//! Which lots of a fund should pay for a request, why these, and why not the others.

use almoner_ledger::codes::{Currency, Method, TaxBasis};
use almoner_ledger::command::{Command, ProposePayout};
use almoner_ledger::draw::Want;
use almoner_ledger::money::format_minor;
use almoner_ledger::proposal::{self, WhyNot};
use almoner_ledger::tax;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiPath, ApiQuery};
use crate::field::{AmountText, word};
use crate::problem::Problem;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(lots))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct LotsQuery {
    pub fund: i64,
    /// In denars, what shall reach the person; for money.
    pub amount: Option<AmountText>,
    /// With `taxable`, and wherever the basis is taxed, the lots pay the tax on top.
    #[param(schema_with = word::<TaxBasis>, required = false)]
    pub tax_basis: Option<TaxBasis>,
    /// For goods: the item, with `count`.
    pub item: Option<String>,
    pub count: Option<i64>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ChosenLotView {
    pub lot: i64,
    pub line: i64,
    pub income: Option<i64>,
    pub source: Option<i64>,
    pub agreement: Option<i64>,
    /// In denars for money, in whole units for goods.
    #[schema(example = "1500.00")]
    pub quantity: String,
    /// In denars.
    #[schema(example = "1500.00")]
    pub value: String,
    #[schema(example = "it was given for just such needs and must be used by 2026-12-31")]
    pub why: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct PassedLotView {
    pub lot: i64,
    pub line: i64,
    #[schema(example = "1500.00")]
    pub quantity: String,
    /// `misfit`, `not_needed` or `picked_by_another`.
    #[schema(example = "misfit")]
    pub kind: &'static str,
    #[schema(example = "it was given for other needs")]
    pub why: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct LotsView {
    /// In the order in which they are drawn.
    pub chosen: Vec<ChosenLotView>,
    pub passed_over: Vec<PassedLotView>,
    /// What is missing; `0.00` (or `0`) where the fund can give it all.
    #[schema(example = "0.00")]
    pub short: String,
}

/// Which lots should pay for a request
///
/// The order is total: what may serve the fewest kinds of need first, then what ends soonest, then the oldest. Nothing is
/// reserved by asking.
#[utoipa::path(
    get,
    path = "/api/v1/requests/{request}/lots",
    tag = "aid",
    params(("request" = i64, Path), LotsQuery),
    responses((status = 200, body = LotsView))
)]
async fn lots(
    State(app): State<App>,
    ApiPath(request): ApiPath<i64>,
    ApiQuery(query): ApiQuery<LotsQuery>,
) -> Result<Json<LotsView>, Problem> {
    let asked = Command::ProposePayout(ProposePayout {
        request,
        fund: query.fund,
        method: Method::Bank,
        amount: None,
        tax: None,
        goods: None,
        chosen: None,
        retry_of: None,
    });
    let facts = app.store.facts_for(&asked).await?;
    let unknown = || Problem::own("not-found").detail("there is no such request");
    let found = facts.requests.get(&request).ok_or_else(unknown)?;
    let today = app.clock.today();
    let want = match (&query.amount, &query.item, query.count) {
        (Some(amount), None, None) => {
            let net_minor = amount.0.minor();
            let quantity_minor = match query.tax_basis {
                Some(basis) => tax::gross(&facts, basis, net_minor, today)
                    .map_err(|refusal| Problem::refused(&refusal, ""))?,
                None => net_minor,
            };
            Want::Money { currency: Currency::Mkd, quantity_minor }
        }
        (None, Some(item), Some(count)) if 0 < count => Want::Goods { item, count },
        _ => return Err(Problem::field("amount", "name an amount, or an item and a count")),
    };
    let proposal = proposal::for_request(&facts, found, query.fund, &want, today);
    let written = |quantity: i64| match want {
        Want::Money { .. } => format_minor(quantity),
        Want::Goods { .. } => quantity.to_string(),
    };
    let chosen = proposal.chosen.iter().map(|chosen| {
        let lot = facts.lots.get(&chosen.lot);
        ChosenLotView {
            lot: chosen.lot.0,
            line: chosen.lot.1,
            income: lot.and_then(|lot| lot.income_seq),
            source: lot.and_then(|lot| lot.source_seq),
            agreement: lot.and_then(|lot| lot.agreement_seq),
            quantity: written(chosen.quantity_minor),
            value: format_minor(chosen.value_minor),
            why: chosen.why.to_string(),
        }
    });
    let passed_over = proposal.passed_over.iter().map(|passed| PassedLotView {
        lot: passed.lot.0,
        line: passed.lot.1,
        quantity: written(passed.quantity_minor),
        kind: match passed.why {
            WhyNot::Misfit(_) => "misfit",
            WhyNot::NotNeeded => "not_needed",
            WhyNot::PickedByAnother => "picked_by_another",
        },
        why: passed.why.to_string(),
    });
    Ok(Json(LotsView {
        chosen: chosen.collect(),
        passed_over: passed_over.collect(),
        short: written(proposal.short_minor),
    }))
}
