//! Lists of reference data, each with the state of the log it was read at.

use std::sync::Arc;

use almoner_ledger::facts::Facts;
use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::problem::Problem;
use crate::routes::page::{LATER, unfit};

/// A whole list, as the log knew it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Listing<T> {
    /// The last act that this answer knows of.
    #[schema(example = 1742)]
    pub as_of_seq: i64,
    pub items: Vec<T>,
    /// Give it as `after` for the next part; absent on the last, and where the whole list was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A part of a list that is held whole.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PartQuery {
    /// The `next` of an earlier part.
    pub after: Option<String>,
    /// At most so many; the whole list if absent.
    pub limit: Option<i64>,
}

/// The reference data as it stands.
pub async fn facts(app: &App) -> Result<Arc<Facts>, Problem> {
    Ok(app.store.facts_for_reading().await?)
}

/// Answers with one row of reference data after another.
pub fn listing<T>(facts: &Facts, items: impl Iterator<Item = T>) -> Json<Listing<T>> {
    let as_of_seq = facts.next_seq.saturating_sub(1);
    Json(Listing { as_of_seq, items: items.collect(), next: None })
}

/// The same by parts, each row under the number or code by which the next part begins behind it.
pub fn part<T>(
    facts: &Facts,
    query: &PartQuery,
    items: impl Iterator<Item = (String, T)>,
) -> Result<Json<Listing<T>>, Problem> {
    let mut items = items.peekable();
    if let Some(after) = &query.after
        && !items.by_ref().any(|(key, _)| key == *after)
    {
        return Err(unfit("after", LATER));
    }
    let limit = query.limit.unwrap_or(i64::MAX);
    if limit < 1 {
        return Err(unfit("limit", "1 or more"));
    }
    let mut taken = Vec::new();
    let mut last = None;
    while i64::try_from(taken.len()).is_ok_and(|len| len < limit)
        && let Some((key, item)) = items.next()
    {
        taken.push(item);
        last = Some(key);
    }
    let next = last.filter(|_| items.peek().is_some());
    Ok(Json(Listing { as_of_seq: facts.next_seq.saturating_sub(1), items: taken, next }))
}
