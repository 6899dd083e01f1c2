//! Incomes as they are read.

use almoner_ledger::codes::{Currency, IncomeForm, IncomeKind};
use almoner_ledger::money::format_minor;
use almoner_ledger::rows::lots::Lot;
use almoner_store::read::income::{BookedState, IncomeDetail, IncomeFilter, IncomeRow};
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::extract::{ApiPath, ApiQuery};
use crate::field::word;
use crate::problem::Problem;
use crate::recorded::numbered;
use crate::routes::note::NoteView;
use crate::routes::page::{Paged, one, paged, paging};

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct IncomeQuery {
    /// Received on this day or later.
    pub from: Option<NaiveDate>,
    /// Received on this day or earlier.
    pub to: Option<NaiveDate>,
    pub source: Option<i64>,
    pub agreement: Option<i64>,
    pub import: Option<i64>,
    #[param(schema_with = word::<IncomeKind>, required = false)]
    pub kind: Option<IncomeKind>,
    pub fund: Option<i64>,
    /// `recorded` or `reversed`.
    pub state: Option<String>,
    /// The bank's reference, exactly.
    pub reference: Option<String>,
    pub after: Option<String>,
    pub limit: Option<i64>,
}

impl IncomeQuery {
    fn filter(&self) -> Result<IncomeFilter, Problem> {
        let state = match self.state.as_deref() {
            None => None,
            Some(text) => Some(BookedState::parse(text).ok_or_else(|| {
                Problem::own("invalid-query").detail("`state` is recorded or reversed")
            })?),
        };
        Ok(IncomeFilter {
            from_on: self.from,
            to_on: self.to,
            source: self.source,
            agreement: self.agreement,
            import: self.import,
            kind: self.kind,
            fund: self.fund,
            state,
            reference: self.reference.clone(),
        })
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct IncomeView {
    pub seq: i64,
    #[schema(schema_with = word::<IncomeKind>)]
    pub kind: &'static str,
    #[schema(schema_with = word::<IncomeForm>)]
    pub form: &'static str,
    pub received_on: NaiveDate,
    pub booked_on: NaiveDate,
    #[schema(example = "2026/17")]
    pub entry: String,
    #[schema(example = "2026/9")]
    pub receipt: Option<String>,
    pub source: Option<i64>,
    /// The name of an organisation or the reference of a person.
    pub source_name: Option<String>,
    pub agreement: Option<i64>,
    pub fund: i64,
    #[schema(example = "free")]
    pub fund_code: String,
    #[schema(example = "1000")]
    pub account: String,
    #[schema(schema_with = word::<Currency>)]
    pub currency: &'static str,
    /// In the account's currency.
    #[schema(example = "100.00")]
    pub amount: String,
    /// In denars.
    #[schema(example = "6169.50")]
    pub value: String,
    pub reference: Option<String>,
    pub import: Option<i64>,
    /// The unclear receipt that this income explains.
    pub explains: Option<i64>,
    /// The income that explains this unclear receipt.
    pub explained_by: Option<i64>,
    /// `recorded` or `reversed`.
    #[schema(example = "recorded")]
    pub state: &'static str,
    pub reversed_by: Option<i64>,
}

impl From<IncomeRow> for IncomeView {
    fn from(income: IncomeRow) -> Self {
        Self {
            seq: income.seq,
            kind: income.kind.code(),
            form: income.form.code(),
            received_on: income.received_on,
            booked_on: income.booked_on,
            entry: numbered((income.entry_year, income.entry_number)),
            receipt: income.receipt_year.zip(income.receipt_number).map(numbered),
            state: income.state().code(),
            source: income.source_seq,
            source_name: income.source_name,
            agreement: income.agreement_seq,
            fund: income.fund_seq,
            fund_code: income.fund_code,
            account: income.account,
            currency: income.currency.code(),
            amount: format_minor(income.quantity_minor),
            value: format_minor(income.value_minor),
            reference: income.reference,
            import: income.import_seq,
            explains: income.explains_seq,
            explained_by: income.explained_by_seq,
            reversed_by: income.reversed_by_seq,
        }
    }
}

/// What an income brought, and what is left of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LotView {
    pub seq: i64,
    pub line: i64,
    pub fund: i64,
    pub item: Option<String>,
    pub unit: Option<String>,
    #[schema(schema_with = word::<Currency>)]
    pub currency: &'static str,
    /// An amount of the currency, or a number of items.
    #[schema(example = "100.00")]
    pub quantity: String,
    #[schema(example = "40.00")]
    pub left_quantity: String,
    /// In denars.
    #[schema(example = "6169.50")]
    pub value: String,
    /// In denars.
    #[schema(example = "2467.80")]
    pub left_value: String,
}

impl From<Lot> for LotView {
    fn from(lot: Lot) -> Self {
        let goods = lot.item.is_some();
        let size = |size: i64| if goods { size.to_string() } else { format_minor(size) };
        Self {
            seq: lot.seq,
            line: lot.line,
            fund: lot.fund_seq,
            quantity: size(lot.quantity_minor),
            left_quantity: size(lot.left_quantity_minor),
            item: lot.item,
            unit: lot.unit,
            currency: lot.currency.code(),
            value: format_minor(lot.value_minor),
            left_value: format_minor(lot.left_value_minor),
        }
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct IncomeDetailView {
    pub income: IncomeView,
    pub lots: Vec<LotView>,
    pub notes: Vec<NoteView>,
}

impl From<IncomeDetail> for IncomeDetailView {
    fn from(detail: IncomeDetail) -> Self {
        Self {
            income: detail.income.into(),
            lots: detail.lots.into_iter().map(LotView::from).collect(),
            notes: detail.notes.into_iter().map(NoteView::from).collect(),
        }
    }
}

/// What came in, newest first by day of receipt
#[utoipa::path(
    get,
    path = "/api/v1/incomes",
    tag = "income",
    params(IncomeQuery),
    responses((status = 200, body = Paged<IncomeView>))
)]
pub(super) async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<IncomeQuery>,
) -> Result<Json<Paged<IncomeView>>, Problem> {
    let paging = paging(query.after.as_deref(), query.limit)?;
    Ok(paged(app.store.incomes(&query.filter()?, &paging).await?))
}

/// One income, with what is left of it
#[utoipa::path(
    get,
    path = "/api/v1/incomes/{income}",
    tag = "income",
    params(("income" = i64, Path)),
    responses((status = 200, body = IncomeDetailView))
)]
pub(super) async fn read(
    State(app): State<App>,
    ApiPath(income): ApiPath<i64>,
) -> Result<Json<IncomeDetailView>, Problem> {
    one(app.store.income(income).await?, "income")
}
