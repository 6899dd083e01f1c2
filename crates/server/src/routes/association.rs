//! Whose books these are, as every paper says on its head.

use almoner_ledger::codes::AccountRole;
use almoner_ledger::command::{Command, SetAssociation};
use almoner_ledger::facts::Facts;
use almoner_ledger::rows::books::AssociationData;
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiJson, Writer};
use crate::field::{CodeText, LineText};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::listing::{Listing, facts, listing};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, set))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AssociationView {
    pub seq: i64,
    /// The first day it holds.
    pub valid_from: NaiveDate,
    #[schema(example = "Здружение Пример")]
    pub name: String,
    #[schema(example = "ул. Пример бр. 5, Скопје")]
    pub seat: String,
    /// ЕМБС.
    #[schema(example = "5414571")]
    pub register_number: Option<String>,
    /// Whether its last digit is another than known numbers let expect: compare it with the paper of the register.
    pub register_number_is_odd: bool,
    /// ЕДБ.
    #[schema(example = "4030000375897")]
    pub tax_number: Option<String>,
    /// Шифра на дејност (НКД).
    #[schema(example = "88.99")]
    pub activity: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    /// The function of the legal representative.
    #[schema(example = "претседател")]
    pub representative: Option<String>,
}

impl From<&AssociationData> for AssociationView {
    fn from(row: &AssociationData) -> Self {
        Self {
            seq: row.seq,
            valid_from: row.valid_from,
            name: row.name.clone(),
            seat: row.seat.clone(),
            register_number_is_odd: row.register_number_is_odd(),
            register_number: row.register_number.clone(),
            tax_number: row.tax_number.clone(),
            activity: row.activity.clone(),
            phone: row.phone.clone(),
            email: row.email.clone(),
            representative: row.representative.clone(),
        }
    }
}

/// The bank accounts of the books that have a number, as papers show them.
pub(crate) fn bank_accounts(facts: &Facts) -> Vec<String> {
    let banks = facts.accounts.values();
    let banks = banks.filter(|account| account.active && account.role == AccountRole::Bank);
    banks.filter_map(|account| account.number.clone()).collect()
}

/// Whose books these are, in every version that was told
#[utoipa::path(
    get,
    path = "/api/v1/association",
    tag = "books",
    responses((status = 200, body = Listing<AssociationView>))
)]
async fn list(State(app): State<App>) -> Result<Json<Listing<AssociationView>>, Problem> {
    let facts = facts(&app).await?;
    Ok(listing(&facts, facts.associations.iter().map(AssociationView::from)))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAssociation {
    /// The first day it holds.
    pub valid_from: NaiveDate,
    pub name: LineText,
    pub seat: LineText,
    /// ЕМБС: seven digits.
    #[schema(example = "5414571")]
    pub register_number: Option<String>,
    /// ЕДБ: thirteen digits.
    #[schema(example = "4030000375897")]
    pub tax_number: Option<String>,
    /// Шифра на дејност (НКД).
    pub activity: Option<CodeText>,
    pub phone: Option<LineText>,
    pub email: Option<LineText>,
    /// The function of the legal representative, never the name.
    pub representative: Option<LineText>,
}

/// Say whose books these are from a day on
///
/// It stands on the head of every paper of a period that ends on that day or later. Earlier versions stay. A bank account
/// is a number in the chart of accounts and is shown beside it.
#[utoipa::path(
    post,
    path = "/api/v1/association",
    tag = "books",
    request_body = NewAssociation,
    responses((status = 201, body = RecordedView))
)]
async fn set(writer: Writer, ApiJson(body): ApiJson<NewAssociation>) -> Result<Recorded, Problem> {
    let line = |text: Option<LineText>| text.map(|text| text.0);
    let command = Command::SetAssociation(SetAssociation {
        valid_from: body.valid_from,
        name: body.name.0,
        seat: body.seat.0,
        register_number: body.register_number,
        tax_number: body.tax_number,
        activity: body.activity.map(|code| code.0),
        phone: line(body.phone),
        email: line(body.email),
        representative: line(body.representative),
    });
    writer.give(command, |_| "/api/v1/association".to_owned()).await
}
