//! Goods handed to people whose names nobody asked, as two of the staff saw it.

use almoner_ledger::codes::{Category, TargetGroup};
use almoner_store::read::bundle::HandOutRow;
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::App;
use crate::extract::ApiQuery;
use crate::field::word;
use crate::problem::Problem;
use crate::routes::page::{PageQuery, Paged, paged, paging};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HandOutView {
    pub seq: i64,
    pub fund: i64,
    #[schema(schema_with = word::<Category>)]
    pub category: &'static str,
    pub item: String,
    pub count: i64,
    pub people: i64,
    #[schema(schema_with = word::<TargetGroup>)]
    pub target_group: &'static str,
    pub municipality: String,
    pub given_on: NaiveDate,
    /// Who proposed it and who confirmed it: both were there.
    pub witnesses: [Uuid; 2],
}

impl From<HandOutRow> for HandOutView {
    fn from(row: HandOutRow) -> Self {
        Self {
            seq: row.seq,
            fund: row.fund_seq,
            category: row.category.code(),
            item: row.item,
            count: row.item_quantity,
            people: row.people,
            target_group: row.target_group.code(),
            municipality: row.municipality,
            given_on: row.given_on,
            witnesses: row.witnesses.into(),
        }
    }
}

/// Hand-outs, newest first; a new one is a decision of two
#[utoipa::path(
    get,
    path = "/api/v1/hand-outs",
    tag = "aid",
    params(PageQuery),
    responses((status = 200, body = Paged<HandOutView>))
)]
async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<PageQuery>,
) -> Result<Json<Paged<HandOutView>>, Problem> {
    let paging = paging(query.after.as_deref(), query.limit)?;
    Ok(paged(app.store.hand_outs(&paging).await?))
}
