//! Files of incomes: what would become of every row, taking a file in, and what was taken in.

pub mod query;
pub mod read;

use axum::Json;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{Writer, body};
use crate::import::dry_run::{Counts, DryRun};
use crate::intake::{self, FILE_MAX, File, Taken};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use query::{ImportQuery, Stated};

pub(super) fn routes() -> OpenApiRouter<App> {
    let files = OpenApiRouter::new().routes(routes!(dry_run)).routes(routes!(read::list, take));
    OpenApiRouter::new()
        .merge(files.layer(DefaultBodyLimit::max(FILE_MAX)))
        .routes(routes!(read::one))
}

/// Every row of the file is in the books already or set aside, so nothing was recorded.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct NothingNewView {
    /// Always zero.
    pub new: i64,
    #[schema(example = 5040)]
    pub known: i64,
    pub excluded: i64,
    pub passed_over: i64,
}

impl From<Counts> for NothingNewView {
    fn from(counts: Counts) -> Self {
        let Counts { read: _, new, known, excluded, passed_over, refused: _ } = counts;
        Self { new, known, excluded, passed_over }
    }
}

/// What a repetition hears: the first answer again, or that nothing in the file is new.
#[derive(ToSchema)]
#[serde(untagged)]
pub enum KnownAlready {
    Replayed(RecordedView),
    NothingNew(NothingNewView),
}

/// See what would become of every row of a file
///
/// Nothing is recorded. The answer names the fate of each row, all that is wrong with those that cannot be imported, the
/// parsed total of the amounts, and the formats they were read by.
#[utoipa::path(
    post,
    path = "/api/v1/imports/dry-run",
    tag = "income",
    params(ImportQuery),
    request_body(content = String, content_type = "text/csv", description = "The file as it is, at most 16 MiB."),
    responses((status = 200, body = DryRun))
)]
async fn dry_run(
    State(app): State<App>,
    stated: Stated,
    request: Request,
) -> Result<Json<DryRun>, Problem> {
    let file = file(&app, stated, request).await?;
    Ok(Json(intake::try_out(&app, file).await.map_err(|error| Problem::untaken(&error))?))
}

/// Take a file of incomes in
///
/// All rows or none: while one row cannot be imported the whole file is refused, until that row is mended or excluded by
/// its number. Rows that are in the books already are left alone, so the same file again adds nothing and answers 200
/// with `new: 0`, and an overlapping one adds only what is new. Two persons can undo an import as a whole by a decision
/// (`undo_import`); after that the file can be taken in again.
#[utoipa::path(
    post,
    path = "/api/v1/imports",
    tag = "income",
    params(ImportQuery),
    request_body(content = String, content_type = "text/csv", description = "The file as it is, at most 16 MiB."),
    responses(
        (status = 201, body = RecordedView),
        (status = 200, description = "Answered before, or nothing in the file is new.", body = KnownAlready)
    )
)]
async fn take(
    State(app): State<App>,
    writer: Writer,
    stated: Stated,
    request: Request,
) -> Result<Response, Problem> {
    let file = file(&app, stated, request).await?;
    let taken = intake::take(&app, &writer.identity, writer.key(), file).await;
    match taken.map_err(|error| Problem::untaken(&error))? {
        Taken::Recorded { answer, .. } => {
            let location = format!("/api/v1/imports/{}", answer.seq);
            Ok(Recorded::new(answer, location).into_response())
        }
        Taken::NothingNew(counts) => {
            Ok((StatusCode::OK, Json(NothingNewView::from(counts))).into_response())
        }
    }
}

/// What was stated comes first: a file whose profile is unknown need not be read.
async fn file(app: &App, stated: Stated, request: Request) -> Result<File, Problem> {
    want_csv(&request)?;
    let mapping = stated.profile.settle(&stated.choices);
    let mapping = mapping.map_err(|error| Problem::profile(&error))?;
    let bytes = body(request, app).await?.to_vec();
    Ok(File { bytes, mapping, excluded: stated.excluded })
}

/// A charset behind the media type is not listened to: the profile says it.
pub(super) fn want_csv(request: &Request) -> Result<(), Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default();
    if kind.trim().eq_ignore_ascii_case("text/csv") {
        return Ok(());
    }
    Err(Problem::own("unsupported-media-type")
        .detail("send the file itself as the body, as `text/csv`"))
}
