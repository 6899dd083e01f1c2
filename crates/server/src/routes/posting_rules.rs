//! The posting scheme: which account an event books, as data.

use almoner_ledger::command::Command;
use almoner_ledger::rows::chart::PostingRule;
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiJson, Writer};
use crate::field::{AccountText, LineText};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::listing::{Listing, facts, listing};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, put))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PostingRuleView {
    #[schema(example = "aid/food")]
    pub event: String,
    #[schema(example = "451001")]
    pub account: String,
    pub valid_from: NaiveDate,
    /// Where it was read that this is booked so.
    pub source: String,
    pub verified: bool,
}

impl From<&PostingRule> for PostingRuleView {
    fn from(rule: &PostingRule) -> Self {
        Self {
            event: rule.event.clone(),
            account: rule.account.clone(),
            valid_from: rule.valid_from,
            source: rule.source.clone(),
            verified: rule.verified,
        }
    }
}

/// The posting scheme
#[utoipa::path(
    get,
    path = "/api/v1/posting-rules",
    tag = "books",
    responses((status = 200, body = Listing<PostingRuleView>))
)]
async fn list(State(app): State<App>) -> Result<Json<Listing<PostingRuleView>>, Problem> {
    let facts = facts(&app).await?;
    Ok(listing(&facts, facts.rules.values().map(PostingRuleView::from)))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPostingRule {
    /// `a`, `a/b` or `a/b/c`; a last part `*` stands for all that no other line names.
    #[schema(example = "aid/food")]
    pub event: String,
    pub account: AccountText,
    /// The first day it holds.
    pub valid_from: NaiveDate,
    /// Where it was read that this is booked so.
    pub source: LineText,
}

/// Say which account an event books from a day on
#[utoipa::path(
    post,
    path = "/api/v1/posting-rules",
    tag = "books",
    request_body = NewPostingRule,
    responses((status = 201, body = RecordedView))
)]
async fn put(writer: Writer, ApiJson(body): ApiJson<NewPostingRule>) -> Result<Recorded, Problem> {
    let event = event(&body.event).ok_or_else(|| {
        Problem::field(
            "event",
            "an event is words of a to z and _, parted by /, with * only as the last part",
        )
    })?;
    let NewPostingRule { account, valid_from, source, .. } = body;
    let command =
        Command::PutPostingRule { event, account: account.0, valid_from, source: source.0 };
    writer.give(command, |_| "/api/v1/posting-rules".to_owned()).await
}

fn event(text: &str) -> Option<almoner_ledger::text::Code> {
    let word = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    };
    let stem = text.strip_suffix("/*").unwrap_or(text);
    (stem.split('/').all(word) && stem.split('/').count() <= 3).then_some(())?;
    almoner_ledger::text::Code::parse(text).ok()
}
