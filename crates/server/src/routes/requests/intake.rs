//! Taking needs in, putting them right, and the next of a recurring one.

use almoner_ledger::codes::{Category, PayeeKind, Signs, TargetGroup, Urgency};
use almoner_ledger::command::{Command, EditRequest, Recurring, SubmitRequest};
use almoner_ledger::text::tells_personal_number;
use axum::extract::State;
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, Writer};
use crate::field::{AmountText, LongText, PlaceText, word};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView, WarningView};
use crate::routes::requests::{location, seen};

const fn oneself() -> PayeeKind {
    PayeeKind::Oneself
}

const fn signs_alone() -> Signs {
    Signs::Oneself
}

/// Aid that comes again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecurringBody {
    /// 1 to 12.
    #[schema(example = 1)]
    pub every_months: i64,
    /// The last day on which it may come again.
    pub until_on: NaiveDate,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRequest {
    /// The recipient's reference.
    pub recipient: Uuid,
    #[schema(schema_with = word::<Category>)]
    pub category: Category,
    #[schema(schema_with = word::<Urgency>)]
    pub urgency: Urgency,
    /// In denars.
    pub asked: AmountText,
    pub received_on: NaiveDate,
    #[serde(default)]
    #[schema(schema_with = word::<TargetGroup>, required = false)]
    pub target_group: Option<TargetGroup>,
    /// An ISO 3166-2 code, for example `MK-814`.
    #[serde(default)]
    pub municipality: Option<PlaceText>,
    /// Who is paid: the recipient, unless something else is said.
    #[serde(default = "oneself")]
    #[schema(schema_with = word::<PayeeKind>, required = false)]
    pub payee_kind: PayeeKind,
    /// An opaque reference to who is paid; needed for everybody but the recipient.
    #[serde(default)]
    pub payee: Option<Uuid>,
    /// Who signs: the recipient, unless something else is said. A child does not sign alone.
    #[serde(default = "signs_alone")]
    #[schema(schema_with = word::<Signs>, required = false)]
    pub signs: Signs,
    #[serde(default)]
    pub recurring: Option<RecurringBody>,
    /// What happened; it can be erased later and is never shown to auditors.
    #[serde(default)]
    pub story: Option<LongText>,
    /// Keep it as a draft, to be submitted later.
    #[serde(default)]
    pub draft: bool,
}

/// Take in a request for aid
///
/// The answer warns of other aid to the same person or household that is too close.
#[utoipa::path(
    post,
    path = "/api/v1/requests",
    tag = "aid",
    request_body = NewRequest,
    responses((status = 201, body = RecordedView))
)]
pub(super) async fn submit(
    State(app): State<App>,
    writer: Writer,
    ApiJson(body): ApiJson<NewRequest>,
) -> Result<Recorded, Problem> {
    let tells = body.story.as_ref().is_some_and(|text| tells_personal_number(text.0.as_str()));
    let is_draft = body.draft;
    let submit = body.submission(&app).await?;
    if is_draft {
        return Ok(warned_of_story(
            tells,
            writer.give(Command::DraftRequest(submit), location).await?,
        ));
    }
    let recorded = writer.give(Command::SubmitRequest(submit), location).await?;
    let recorded = seen::warned(&app, recorded.answer.seq, recorded).await?;
    Ok(warned_of_story(tells, recorded))
}

impl NewRequest {
    /// What is submitted, with what the vault says of whom it is for.
    pub(crate) async fn submission(self, app: &App) -> Result<SubmitRequest, Problem> {
        let whose = seen::Whose::new(Some(self.recipient), self.payee_kind, self.payee);
        let again = |again: RecurringBody| Recurring {
            every_months: again.every_months,
            until_on: again.until_on,
        };
        Ok(SubmitRequest {
            seen: seen::of(app, whose).await?,
            recipient: self.recipient,
            category: self.category,
            urgency: self.urgency,
            asked: self.asked.0,
            received_on: self.received_on,
            target_group: self.target_group,
            municipality: self.municipality.map(|place| place.0),
            payee_kind: self.payee_kind,
            payee: self.payee,
            signs: self.signs,
            recurring: self.recurring.map(again),
            story: self.story.map(|text| text.0),
        })
    }
}

/// The story can be erased, and still it lies in the books: who somebody is, is for the vault.
fn warned_of_story(tells: bool, mut recorded: Recorded) -> Recorded {
    if tells {
        recorded.warnings.push(WarningView {
            name: "personal-number",
            detail: "the story holds an identity number; who somebody is belongs in the vault: close this request and write it again without"
                .to_owned(),
            law: None,
        });
    }
    recorded
}

/// Submit a draft
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request}/submission",
    tag = "aid",
    params(("request" = i64, Path)),
    responses((status = 201, body = RecordedView))
)]
pub(super) async fn submit_draft(
    State(app): State<App>,
    writer: Writer,
    ApiPath(request): ApiPath<i64>,
) -> Result<Recorded, Problem> {
    let seen = seen::for_request(&app, request).await?;
    let command = Command::SubmitDraft { request, seen };
    let recorded = writer.give(command, |_| location(request)).await?;
    seen::warned(&app, request, recorded).await
}

/// Take in the next of a recurring request
///
/// Its day must have come. It is looked over and assessed like any other.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request}/repetition",
    tag = "aid",
    params(("request" = i64, Path)),
    responses((status = 201, body = RecordedView))
)]
pub(super) async fn repeat(
    State(app): State<App>,
    writer: Writer,
    ApiPath(request): ApiPath<i64>,
) -> Result<Recorded, Problem> {
    let seen = seen::for_request(&app, request).await?;
    let recorded = writer.give(Command::RepeatRequest { request, seen }, location).await?;
    seen::warned(&app, recorded.answer.seq, recorded).await
}

/// A request as it should read, whole.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestEdit {
    /// The version that was read.
    pub version: i64,
    #[schema(schema_with = word::<Category>)]
    pub category: Category,
    #[schema(schema_with = word::<Urgency>)]
    pub urgency: Urgency,
    /// In denars.
    pub asked: AmountText,
    #[serde(default)]
    #[schema(schema_with = word::<TargetGroup>, required = false)]
    pub target_group: Option<TargetGroup>,
    #[serde(default)]
    pub municipality: Option<PlaceText>,
    #[schema(schema_with = word::<PayeeKind>)]
    pub payee_kind: PayeeKind,
    #[serde(default)]
    pub payee: Option<Uuid>,
    #[schema(schema_with = word::<Signs>)]
    pub signs: Signs,
}

/// Put a request right
///
/// What was assessed is assessed again. A payout proposed for it no longer matches what is signed: nobody can approve or
/// release it, and it is proposed again.
#[utoipa::path(
    put,
    path = "/api/v1/requests/{request}",
    tag = "aid",
    params(("request" = i64, Path)),
    request_body = RequestEdit,
    responses((status = 201, body = RecordedView))
)]
pub(super) async fn edit(
    writer: Writer,
    ApiPath(request): ApiPath<i64>,
    ApiJson(body): ApiJson<RequestEdit>,
) -> Result<Recorded, Problem> {
    let command = Command::EditRequest(EditRequest {
        request,
        version: body.version,
        category: body.category,
        urgency: body.urgency,
        asked: body.asked.0,
        target_group: body.target_group,
        municipality: body.municipality.map(|place| place.0),
        payee_kind: body.payee_kind,
        payee: body.payee,
        signs: body.signs,
    });
    writer.give(command, |_| location(request)).await
}
