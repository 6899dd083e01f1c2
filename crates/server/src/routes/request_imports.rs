//! Lists of needs: what would become of every row, taking a list in, and what was taken in.

use std::collections::BTreeMap;

use almoner_ledger::codes::ImportKind;
use almoner_ledger::text::Text;
use axum::Json;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::auth;
use crate::extract::{ApiPath, ApiQuery, Writer, body};
use crate::import::needs::dry_run::{NeedsDryRun, Stated};
use crate::import::needs::fate::NeedCounts;
use crate::import::needs::profile::NeedProfile;
use crate::intake::FILE_MAX;
use crate::needs_intake::{self, NeedFile, NeedsTaken};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::imports::query::{exclusion, unfit};
use crate::routes::imports::read::ImportView;
use crate::routes::imports::want_csv;
use crate::routes::page::{PageQuery, Paged, paged, paging};

pub(super) fn routes() -> OpenApiRouter<App> {
    let files = OpenApiRouter::new().routes(routes!(dry_run)).routes(routes!(list, take));
    OpenApiRouter::new().merge(files.layer(DefaultBodyLimit::max(FILE_MAX))).routes(routes!(read))
}

/// The parameters as the API describes them.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it only describes what `Asked` reads")]
struct NeedsQuery {
    /// A profile that comes with the program: `requests-en`, `requests-mk`. Either this or `profile_text` is required.
    profile: Option<String>,
    /// A profile of your own instead: the text of its TOML file.
    profile_text: Option<String>,
    /// `true` once somebody has looked at the identity numbers with odd check digits.
    accept_odd_numbers: Option<bool>,
    /// A row to leave out, as its number, a colon and the reason, which is kept with the import; may be given again.
    #[param(example = json!(["664:the need has passed"]))]
    exclude: Option<Vec<String>>,
}

/// What was asked of a file, with the profile found.
struct Asked {
    profile: NeedProfile,
    stated: Stated,
}

impl FromRequestParts<App> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let ApiQuery(pairs) =
            ApiQuery::<Vec<(String, String)>>::from_request_parts(parts, app).await?;
        Self::read(pairs)
    }
}

impl Asked {
    fn read(pairs: Vec<(String, String)>) -> Result<Self, Problem> {
        let mut excluded: BTreeMap<i64, Text> = BTreeMap::new();
        let (mut profile, mut accept_odd_numbers) = (None, None);
        for (name, value) in pairs {
            let again = match name.as_str() {
                "profile" => profile.replace(NeedProfile::shipped(&value)).is_some(),
                "profile_text" => profile.replace(NeedProfile::parse(&value)).is_some(),
                "accept_odd_numbers" => {
                    let said = value.parse().map_err(|_| {
                        unfit("`accept_odd_numbers` is `true` or `false`".to_owned())
                    })?;
                    accept_odd_numbers.replace(said).is_some()
                }
                "exclude" => {
                    let (row, reason) = exclusion(&value, ':').map_err(unfit)?;
                    excluded.insert(row, reason).is_some()
                }
                _ => return Err(unfit(format!("`{name}` is not known here"))),
            };
            if again {
                return Err(unfit(format!("`{name}` is stated twice")));
            }
        }
        let missing = || unfit("give `profile` or `profile_text`".to_owned());
        let profile = profile.ok_or_else(missing)?.map_err(|error| Problem::profile(&error))?;
        let accept_odd_numbers = accept_odd_numbers.unwrap_or(false);
        Ok(Self { profile, stated: Stated { excluded, accept_odd_numbers } })
    }
}

async fn file(app: &App, asked: Asked, request: Request) -> Result<NeedFile, Problem> {
    want_csv(&request)?;
    let mapping = asked.profile.settle().map_err(|error| Problem::profile(&error))?;
    let bytes = body(request, app).await?.to_vec();
    Ok(NeedFile { bytes, mapping, stated: asked.stated })
}

/// See what would become of every row of a list of needs
///
/// Nothing is recorded. Each row hears its fate from the very rules that would decide it, with other aid that it looks
/// like; identities are compared where the vault is open.
#[utoipa::path(
    post,
    path = "/api/v1/request-imports/dry-run",
    tag = "aid",
    params(NeedsQuery),
    request_body(content = String, content_type = "text/csv", description = "The file as it is, at most 16 MiB and 5,000 rows."),
    responses((status = 200, body = NeedsDryRun))
)]
async fn dry_run(
    State(app): State<App>,
    who: auth::Identity,
    asked: Asked,
    request: Request,
) -> Result<Json<NeedsDryRun>, Problem> {
    let file = file(&app, asked, request).await?;
    let run = needs_intake::try_out(&app, &who, file).await;
    Ok(Json(run.map_err(|error| Problem::untaken(&error))?))
}

/// Every row of the file is in the books already or left out, so nothing was recorded.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
struct NoNewNeedsView {
    /// Always zero.
    new: i64,
    #[schema(example = 940)]
    known: i64,
    excluded: i64,
}

impl From<NeedCounts> for NoNewNeedsView {
    fn from(counts: NeedCounts) -> Self {
        Self { new: 0, known: counts.known, excluded: counts.excluded }
    }
}

/// What a repetition hears: the first answer again, or that nothing in the file is new.
#[derive(ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "it only describes what is answered")]
enum NeedsKnownAlready {
    Replayed(RecordedView),
    NothingNew(NoNewNeedsView),
}

/// Take a list of needs in
///
/// All rows or none. One row is one need of one person; a case number that came before is the same person. Who somebody
/// is goes to the vault alone, which must be open for it. The same file again adds nothing and answers 200 with `new: 0`.
/// Two persons can undo an import as a whole by a decision (`undo_import`).
#[utoipa::path(
    post,
    path = "/api/v1/request-imports",
    tag = "aid",
    params(NeedsQuery),
    request_body(content = String, content_type = "text/csv", description = "The file as it is, at most 16 MiB and 5,000 rows."),
    responses(
        (status = 201, body = RecordedView),
        (status = 200, description = "Answered before, or nothing in the file is new.", body = NeedsKnownAlready)
    )
)]
async fn take(
    State(app): State<App>,
    writer: Writer,
    asked: Asked,
    request: Request,
) -> Result<Response, Problem> {
    let file = file(&app, asked, request).await?;
    let taken = needs_intake::take(&app, &writer.identity, writer.key(), file).await;
    match taken.map_err(|error| Problem::untaken(&error))? {
        NeedsTaken::Recorded { answer, .. } => {
            let location = format!("/api/v1/request-imports/{}", answer.seq);
            Ok(Recorded::new(answer, location).into_response())
        }
        NeedsTaken::NothingNew(counts) => {
            Ok((StatusCode::OK, Json(NoNewNeedsView::from(counts))).into_response())
        }
    }
}

/// Lists of needs that were taken in, newest first
#[utoipa::path(
    get,
    path = "/api/v1/request-imports",
    tag = "aid",
    params(PageQuery),
    responses((status = 200, body = Paged<ImportView>))
)]
async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<PageQuery>,
) -> Result<Json<Paged<ImportView>>, Problem> {
    let paging = paging(query.after.as_deref(), query.limit)?;
    Ok(paged(app.store.imports(ImportKind::Requests, &paging).await?))
}

/// One list of needs that was taken in
#[utoipa::path(
    get,
    path = "/api/v1/request-imports/{import}",
    tag = "aid",
    params(("import" = i64, Path)),
    responses((status = 200, body = ImportView))
)]
async fn read(
    State(app): State<App>,
    ApiPath(import): ApiPath<i64>,
) -> Result<Json<ImportView>, Problem> {
    let found = app.store.import(import).await?;
    crate::routes::page::one(found.filter(|row| row.kind == ImportKind::Requests), "import")
}
