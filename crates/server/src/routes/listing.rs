//! Lists of reference data, each with the state of the log it was read at.

use std::sync::Arc;

use almoner_ledger::facts::Facts;
use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::problem::Problem;

/// A whole list, as the log knew it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Listing<T> {
    /// The last act that this answer knows of.
    #[schema(example = 1742)]
    pub as_of_seq: i64,
    pub items: Vec<T>,
}

/// The reference data as it stands.
pub async fn facts(app: &App) -> Result<Arc<Facts>, Problem> {
    Ok(app.store.facts_for_reading().await?)
}

/// Answers with one row of reference data after another.
pub fn listing<T>(facts: &Facts, items: impl Iterator<Item = T>) -> Json<Listing<T>> {
    Json(Listing { as_of_seq: facts.next_seq.saturating_sub(1), items: items.collect() })
}
