//! Files that were taken in.

use almoner_ledger::codes::{Currency, ImportKind};
use almoner_ledger::money::format_minor;
use almoner_store::read::import::ImportRow;
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::extract::{ApiPath, ApiQuery};
use crate::field::word;
use crate::problem::Problem;
use crate::routes::page::{PageQuery, Paged, paged, paging};

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ImportView {
    pub seq: i64,
    #[schema(schema_with = word::<ImportKind>)]
    pub kind: &'static str,
    pub recorded_at: DateTime<Utc>,
    pub profile: String,
    /// SHA-256 of the file, as `sha256sum` prints it.
    pub file_sha256: String,
    pub rows_read: i64,
    pub rows_new: i64,
    pub rows_known: i64,
    /// Rows that were left out, by number or by a rule of the profile.
    pub excluded: Vec<ExcludedView>,
    #[schema(schema_with = word::<Currency>)]
    pub currency: &'static str,
    /// All amounts of the file added up (what was given, or asked for), whatever became of the rows.
    #[schema(example = "1500.50")]
    pub total: String,
    /// The act by which two persons undid it.
    pub undone_by: Option<i64>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ExcludedView {
    pub row: i64,
    pub reason: String,
}

impl From<ImportRow> for ImportView {
    fn from(import: ImportRow) -> Self {
        let excluded: Vec<(i64, String)> =
            serde_json::from_str(&import.excluded).unwrap_or_default();
        let excluded = excluded.into_iter().map(|(row, reason)| ExcludedView { row, reason });
        Self {
            seq: import.seq,
            kind: import.kind.code(),
            recorded_at: import.at,
            profile: import.profile,
            file_sha256: import.file_hash,
            rows_read: import.rows_read,
            rows_new: import.rows_new,
            rows_known: import.rows_known,
            excluded: excluded.collect(),
            currency: import.currency.code(),
            total: format_minor(import.total_minor),
            undone_by: import.undone_by_seq,
        }
    }
}

/// Files that were taken in, newest first
#[utoipa::path(
    get,
    path = "/api/v1/imports",
    tag = "income",
    params(PageQuery),
    responses((status = 200, body = Paged<ImportView>))
)]
pub async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<PageQuery>,
) -> Result<Json<Paged<ImportView>>, Problem> {
    let paging = paging(query.after.as_deref(), query.limit)?;
    Ok(paged(app.store.imports(ImportKind::Incomes, &paging).await?))
}

/// One file that was taken in
///
/// Its incomes are listed by `/api/v1/incomes?import=`.
#[utoipa::path(
    get,
    path = "/api/v1/imports/{import}",
    tag = "income",
    params(("import" = i64, Path)),
    responses((status = 200, body = ImportView))
)]
pub async fn one(
    State(app): State<App>,
    ApiPath(import): ApiPath<i64>,
) -> Result<Json<ImportView>, Problem> {
    let found = app.store.import(import).await?;
    crate::routes::page::one(found.filter(|row| row.kind == ImportKind::Incomes), "import")
}
