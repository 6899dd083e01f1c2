//! What takes two persons: one proposes exactly what is to be done, another confirms it.

use almoner_ledger::codes::{
    Category, Combined, DecisionKind, DecisionState, EvidenceKind, Reason, Role, SubjectKind,
    TaxBasis,
};
use almoner_ledger::command::{
    BandSpec, CombinationSpec, Command, Deed, HexHash, LawValueSpec, Subject, TaxRuleSpec,
};
use almoner_ledger::money::Amount;
use almoner_store::read::decision::{DecisionFilter, DecisionRow};
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, ApiQuery, Writer};
use crate::field::{AmountText, HashText, LineText, LongText, MonthText, word};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::deeds::{AdvanceBody, HandOutBody, PurposeBody, RefundBody, YearBody};
use crate::routes::page::{Paged, paged, paging, unfit};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, propose))
        .routes(routes!(confirm))
        .routes(routes!(withdraw))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DecisionView {
    pub seq: i64,
    #[schema(schema_with = word::<DecisionKind>)]
    pub kind: &'static str,
    /// Exactly what will be done, or was.
    pub deed: serde_json::Value,
    pub proposed_by: Uuid,
    pub proposed_at: DateTime<Utc>,
    #[schema(schema_with = word::<DecisionState>)]
    pub state: &'static str,
    /// Who confirmed or withdrew it, and the act that did.
    pub decided_by: Option<Uuid>,
    pub decided_seq: Option<i64>,
    pub version: i64,
}

impl From<DecisionRow> for DecisionView {
    fn from(decision: DecisionRow) -> Self {
        Self {
            seq: decision.seq,
            kind: decision.kind.code(),
            deed: serde_json::from_str(&decision.act).unwrap_or_default(),
            proposed_by: decision.proposed_by,
            proposed_at: decision.proposed_at,
            state: decision.state.code(),
            decided_by: decision.decided_by,
            decided_seq: decision.decided_seq,
            version: decision.version,
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DecisionQuery {
    /// `proposed`, `confirmed`, `withdrawn` or `all`; `proposed` if absent.
    pub state: Option<String>,
    #[param(schema_with = word::<DecisionKind>, required = false)]
    pub kind: Option<DecisionKind>,
    pub after: Option<String>,
    pub limit: Option<i64>,
}

/// Decisions of two, newest first: those that wait for a second person, or the earlier ones
#[utoipa::path(
    get,
    path = "/api/v1/decisions",
    tag = "decisions",
    params(DecisionQuery),
    responses((status = 200, body = Paged<DecisionView>))
)]
async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<DecisionQuery>,
) -> Result<Json<Paged<DecisionView>>, Problem> {
    let fit = || unfit("state", "proposed, confirmed, withdrawn or all");
    let state = match query.state.as_deref() {
        None => Some(DecisionState::Proposed),
        Some("all") => None,
        Some(text) => Some(DecisionState::parse(text).ok_or_else(fit)?),
    };
    let paging = paging(query.after.as_deref(), query.limit)?;
    let filter = DecisionFilter { state, kind: query.kind };
    Ok(paged(app.store.decisions(&filter, &paging).await?))
}

/// What is to be done: exactly one of these.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(title = "Deed")]
pub enum DeedBody {
    Reverse(ReverseBody),
    CloseMonth(MonthBody),
    ReopenMonth(MonthBody),
    CloseYear(YearBody),
    ReopenYear(YearBody),
    UndoImport(UndoImportBody),
    GrantRole(GrantRoleBody),
    IssueToken(IssueTokenBody),
    SetBands(SetBandsBody),
    Erase(EraseBody),
    Delegate(DelegateBody),
    RefundGrant(RefundBody),
    ChangePurpose(PurposeBody),
    GiveAdvance(AdvanceBody),
    HandOut(HandOutBody),
    SetCombinations(SetCombinationsBody),
    SetTaxRules(SetTaxRulesBody),
    SetLawValue(SetLawValueBody),
}

/// Take an entry back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReverseBody {
    pub entry: i64,
    pub booked_on: NaiveDate,
    #[schema(schema_with = word::<Reason>)]
    pub why: Reason,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MonthBody {
    pub month: MonthText,
    #[schema(schema_with = word::<Reason>)]
    pub why: Reason,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoImportBody {
    pub import: i64,
    pub booked_on: NaiveDate,
    #[schema(schema_with = word::<Reason>)]
    pub why: Reason,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantRoleBody {
    pub person: Uuid,
    #[schema(schema_with = word::<Role>)]
    pub role: Role,
    #[serde(default)]
    pub until_at: Option<DateTime<Utc>>,
    #[schema(schema_with = word::<Reason>)]
    pub why: Reason,
}

/// Let another person sign in, with a token that they made and of which they told only the hash.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueTokenBody {
    pub person: Uuid,
    #[schema(schema_with = word::<Role>)]
    pub role: Role,
    pub label: LineText,
    /// SHA-256 of the token, in hexadecimal: `almoner token make` prints both.
    pub hash: HashText,
    /// At most 366 days from now.
    pub expires_at: DateTime<Utc>,
}

/// A deputy for somebody who is away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DelegateBody {
    /// Who is away.
    pub absent: Uuid,
    /// Who stands in, and signs as themselves.
    pub deputy: Uuid,
    #[schema(schema_with = word::<Role>)]
    pub role: Role,
    pub from_at: DateTime<Utc>,
    pub until_at: DateTime<Utc>,
    #[schema(schema_with = word::<Reason>)]
    pub why: Reason,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetBandsBody {
    pub valid_from: NaiveDate,
    /// Rising, the last without a limit.
    pub bands: Vec<BandBody>,
    /// The board's decision.
    pub source: LineText,
}

/// Lay down which kinds of aid go together.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetCombinationsBody {
    pub valid_from: NaiveDate,
    /// One row must name no category on either side: it stands for every pair that no other row names.
    pub combinations: Vec<CombinationBody>,
    /// The board's decision.
    pub source: LineText,
}

/// Lay down what tax bases mean from a day on; bases that are not named stay as they are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetTaxRulesBody {
    pub valid_from: NaiveDate,
    pub rules: Vec<TaxRuleBody>,
    /// The law, or the written opinion of the tax office.
    pub source: LineText,
}

/// Change a limit, rate or deadline of the law for this association, from a day on; what was decided before stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetLawValueBody {
    /// As `/api/v1/law-values` names it.
    #[schema(example = "personal_income_tax_rate")]
    pub name: LineText,
    /// In the unit that the value has, as the list writes it: 1000 basis points are 10 per cent, sums are in deni or cents.
    #[schema(example = "1000")]
    pub value: LineText,
    pub valid_from: NaiveDate,
    /// The last day; absent until a later value begins.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    /// The law, or the paper that says so.
    pub source: LineText,
    #[schema(schema_with = word::<Reason>)]
    pub why: Reason,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxRuleBody {
    #[schema(schema_with = word::<TaxBasis>)]
    pub basis: TaxBasis,
    #[serde(default)]
    #[schema(example = "12(1)(31)")]
    pub article: Option<LineText>,
    pub taxable: bool,
    /// Groups of papers, one of which must be attached whole; empty where none is needed.
    #[schema(value_type = Vec<Vec<String>>, example = json!([["medical", "pro_forma"], ["medical", "final_invoice"]]))]
    pub evidence: Vec<Vec<EvidenceKind>>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CombinationBody {
    /// Absent stands for every category.
    #[serde(default)]
    #[schema(schema_with = word::<Category>, required = false)]
    pub one: Option<Category>,
    #[serde(default)]
    #[schema(schema_with = word::<Category>, required = false)]
    pub other: Option<Category>,
    /// 0 to 366.
    #[schema(example = 30)]
    pub window_days: i64,
    #[schema(schema_with = word::<Combined>)]
    pub level: Combined,
}

/// Erase people: all that can be erased about them goes from the books, and their key from the vault.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EraseBody {
    pub subjects: Vec<SubjectBody>,
    /// `person_asked` or `retention_over`.
    #[schema(schema_with = word::<Reason>)]
    pub why: Reason,
}

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SubjectBody {
    #[schema(schema_with = word::<SubjectKind>)]
    pub kind: SubjectKind,
    pub seq: i64,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BandBody {
    #[serde(default)]
    pub up_to: Option<AmountText>,
    pub approvals: i64,
}

impl From<DeedBody> for Deed {
    fn from(body: DeedBody) -> Self {
        match body {
            DeedBody::Reverse(ReverseBody { entry, booked_on, why }) => {
                Self::Reverse { entry, booked_on, why }
            }
            DeedBody::CloseMonth(MonthBody { month, why }) => {
                Self::CloseMonth { month: month.0.number(), why }
            }
            DeedBody::ReopenMonth(MonthBody { month, why }) => {
                Self::ReopenMonth { month: month.0.number(), why }
            }
            DeedBody::CloseYear(YearBody { year, why }) => Self::CloseYear { year, why },
            DeedBody::ReopenYear(YearBody { year, why }) => Self::ReopenYear { year, why },
            DeedBody::UndoImport(UndoImportBody { import, booked_on, why }) => {
                Self::UndoImport { import, booked_on, why }
            }
            DeedBody::GrantRole(GrantRoleBody { person, role, until_at, why }) => {
                Self::GrantRole { person, role, until_at, why }
            }
            DeedBody::IssueToken(IssueTokenBody { person, role, label, hash, expires_at }) => {
                let label = label.0.as_str().to_owned();
                Self::IssueToken { person, role, label, hash: HexHash(hash.0), expires_at }
            }
            DeedBody::Delegate(DelegateBody { absent, deputy, role, from_at, until_at, why }) => {
                Self::Delegate { absent, deputy, role, from_at, until_at, why }
            }
            DeedBody::Erase(EraseBody { subjects, why }) => Self::Erase {
                subjects: subjects
                    .into_iter()
                    .map(|SubjectBody { kind, seq }| Subject { kind, seq })
                    .collect(),
                why,
            },
            DeedBody::SetBands(SetBandsBody { valid_from, bands, source }) => Self::SetBands {
                valid_from,
                bands: bands.into_iter().map(BandSpec::from).collect(),
                source: source.0.as_str().to_owned(),
            },
            DeedBody::RefundGrant(body) => Self::RefundGrant(body.into()),
            DeedBody::ChangePurpose(body) => Self::ChangePurpose(body.into()),
            DeedBody::GiveAdvance(body) => Self::GiveAdvance(body.into()),
            DeedBody::HandOut(body) => Self::HandOut(body.into()),
            DeedBody::SetCombinations(SetCombinationsBody { valid_from, combinations, source }) => {
                Self::SetCombinations {
                    valid_from,
                    combinations: combinations.into_iter().map(CombinationSpec::from).collect(),
                    source: source.0.as_str().to_owned(),
                }
            }
            DeedBody::SetTaxRules(SetTaxRulesBody { valid_from, rules, source }) => {
                let rules = rules.into_iter().map(TaxRuleSpec::from).collect();
                Self::SetTaxRules { valid_from, rules, source: source.0.as_str().to_owned() }
            }
            DeedBody::SetLawValue(body) => Self::SetLawValue(body.into()),
        }
    }
}

impl From<CombinationBody> for CombinationSpec {
    fn from(row: CombinationBody) -> Self {
        let CombinationBody { one, other, window_days, level } = row;
        Self { one, other, window_days, level }
    }
}

impl From<SetLawValueBody> for LawValueSpec {
    fn from(body: SetLawValueBody) -> Self {
        let SetLawValueBody { name, value, valid_from, valid_to, source, why } = body;
        let [name, value, source] = [name, value, source].map(|text| text.0.as_str().to_owned());
        Self { name, value, valid_from, valid_to, source, why }
    }
}

impl From<TaxRuleBody> for TaxRuleSpec {
    fn from(row: TaxRuleBody) -> Self {
        let TaxRuleBody { basis, article, taxable, evidence } = row;
        Self { basis, article: article.map(|text| text.0.as_str().to_owned()), taxable, evidence }
    }
}

impl From<BandBody> for BandSpec {
    fn from(band: BandBody) -> Self {
        Self {
            up_to_minor: band.up_to.map(|most| Amount::minor(most.0)),
            approvals: band.approvals,
        }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    pub deed: DeedBody,
    /// In words, for the second person; it can be erased later.
    #[serde(default)]
    pub reason: Option<LongText>,
}

/// Propose a decision
///
/// What could not be done is not proposed: the first person hears the refusal, not the second.
#[utoipa::path(
    post,
    path = "/api/v1/decisions",
    tag = "decisions",
    request_body = Proposal,
    responses((status = 201, body = RecordedView))
)]
async fn propose(writer: Writer, ApiJson(body): ApiJson<Proposal>) -> Result<Recorded, Problem> {
    let command =
        Command::ProposeDecision { deed: body.deed.into(), reason: body.reason.map(|text| text.0) };
    writer.give(command, |_| "/api/v1/decisions".to_owned()).await
}

/// Confirm a decision as the second person, which carries it out
#[utoipa::path(
    post,
    path = "/api/v1/decisions/{decision}/confirmation",
    tag = "decisions",
    params(("decision" = i64, Path)),
    responses((status = 201, body = RecordedView))
)]
async fn confirm(
    State(app): State<App>,
    writer: Writer,
    ApiPath(decision): ApiPath<i64>,
) -> Result<Recorded, Problem> {
    let command = Command::ConfirmDecision { decision };
    let recorded = writer.give(command, |_| "/api/v1/decisions".to_owned()).await?;
    if recorded.answer.kind == "person.erased" {
        // The books have spoken. What the vault cannot do now it does when it is opened next.
        if let Err(problem) = app.follow_erasures().await {
            tracing::warn!(problem = problem.name, "the vault will erase them when it is opened");
        }
    }
    Ok(recorded)
}

/// Withdraw a decision that nobody has confirmed
#[utoipa::path(
    post,
    path = "/api/v1/decisions/{decision}/withdrawal",
    tag = "decisions",
    params(("decision" = i64, Path)),
    responses((status = 201, body = RecordedView))
)]
async fn withdraw(writer: Writer, ApiPath(decision): ApiPath<i64>) -> Result<Recorded, Problem> {
    writer.give(Command::WithdrawDecision { decision }, |_| "/api/v1/decisions".to_owned()).await
}
