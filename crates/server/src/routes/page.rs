//! Lists by the page: what comes in as a cursor, and how a page goes out.

use almoner_store::read::page::{Cursor, PAGE_DEFAULT, PAGE_MAX, Page, Paging};
use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::problem::Problem;

/// A page of a list.
///
/// A list does not change under the reader: what is booked meanwhile neither slips in nor pushes a row out.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Paged<T> {
    /// How far the log had come when the listing began.
    #[schema(example = 1742)]
    pub as_of_seq: i64,
    pub items: Vec<T>,
    /// Give it as `after`, with the same filters, for the next page; absent on the last.
    #[schema(example = "1742.20260310.987.1")]
    pub next: Option<String>,
}

/// The page that is wanted of a list that has no other filter.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    pub after: Option<String>,
    pub limit: Option<i64>,
}

pub(super) const LATER: &str = "the `next` of an earlier page, as it was given";

/// A parameter of the query that is none of what it can be.
pub fn unfit(parameter: &str, fit: &str) -> Problem {
    let mut problem = Problem::own("invalid-query").detail(format!("`{parameter}` is {fit}"));
    problem.field = Some(parameter.to_owned());
    problem
}

/// Reads `after` and `limit` of a list.
pub fn paging(after: Option<&str>, limit: Option<i64>) -> Result<Paging, Problem> {
    let limit = limit.unwrap_or(PAGE_DEFAULT);
    if !(1..=PAGE_MAX).contains(&limit) {
        return Err(unfit("limit", &format!("1 to {PAGE_MAX}")));
    }
    let after = match after {
        None => None,
        Some(text) => {
            let cursor = Cursor::parse(text);
            Some(cursor.ok_or_else(|| unfit("after", LATER))?)
        }
    };
    Ok(Paging { limit, after })
}

pub fn paged<R, T: From<R>>(page: Page<R>) -> Json<Paged<T>> {
    Json(Paged {
        as_of_seq: page.as_of_seq,
        items: page.items.into_iter().map(T::from).collect(),
        next: page.next.map(|cursor| cursor.to_string()),
    })
}

/// One of something, or a 404.
pub fn one<R, T: From<R>>(found: Option<R>, noun: &str) -> Result<Json<T>, Problem> {
    let found = found
        .ok_or_else(|| Problem::own("not-found").detail(format!("there is no such {noun}")))?;
    Ok(Json(T::from(found)))
}
