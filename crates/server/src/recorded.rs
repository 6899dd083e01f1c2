//! The answer to everything that books: what was recorded, the same for the first request and every repetition.

use almoner_ledger::codes::WarningCode;
use almoner_ledger::money::format_minor;
use almoner_store::write::{Answer, Warned};
use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Debug)]
pub struct Recorded {
    pub answer: Answer,
    pub location: String,
    /// A new bearer token, told this once.
    pub token: Option<String>,
    /// The commitment to the bytes of a paper that was handed in.
    pub content: Option<String>,
    /// What does not stop it and should be looked at.
    pub warnings: Vec<WarningView>,
}

/// What was recorded.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(title = "Recorded")]
pub struct RecordedView {
    /// The number of the act in the log, which is also the id of what it made.
    #[schema(example = 1742)]
    pub seq: i64,
    #[schema(example = "income.recorded")]
    pub kind: String,
    pub recorded_at: DateTime<Utc>,
    /// The journal entry, as year and number.
    #[schema(example = "2026/17")]
    pub entry: Option<String>,
    /// The receipt for the giver, as year and number.
    #[schema(example = "2026/9")]
    pub receipt: Option<String>,
    /// The cash slips that go with it.
    pub slips: Vec<SlipView>,
    /// How many acts the request led to; an import makes many.
    pub acts: i64,
    /// The token itself, where one was issued: it is shown this once and cannot be shown again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The commitment to the bytes of a paper, where one was handed in; a signed receipt is named by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// What does not stop it and should be looked at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<WarningView>,
}

/// Something that was recorded all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WarningView {
    /// `double-aid`, `same-paper`, `identities-not-checked`, `cash-limit`, `cash-month`, `tax-document`, `tax-to-ask-back`,
    /// `outside-window`, `payee-changed`, `payee-details-missing`, `personal-number` or `inventory-differs`.
    #[schema(example = "same-paper")]
    pub name: &'static str,
    pub detail: String,
    /// The figure of the law data behind it, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub law: Option<WarnedBy>,
}

/// A figure of the law data that warns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WarnedBy {
    #[schema(example = "aid_cash_payment_warning")]
    pub name: String,
    /// A limit in denars; or the papers that a tax basis needs, or a rate in hundredths of a per cent.
    #[schema(example = "6000.00")]
    pub value: String,
    /// Whether the figure was read in a public source of the law.
    pub verified: bool,
    /// Whether who released it went on knowingly.
    pub acknowledged: bool,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SlipView {
    /// `in` or `out` of the cash desk.
    #[schema(example = "out")]
    pub direction: String,
    #[schema(example = "2026/3")]
    pub number: String,
}

impl From<&Warned> for WarningView {
    fn from(warned: &Warned) -> Self {
        let (law_value, detail) = said(warned);
        Self {
            name: warned.code.code(),
            detail,
            law: Some(WarnedBy {
                name: warned.law_name.clone(),
                value: law_value,
                verified: warned.verified,
                acknowledged: warned.acknowledged,
            }),
        }
    }
}

/// The figure behind a warning as people write it, and the warning in words.
fn said(warned: &Warned) -> (String, String) {
    let value = warned.law_value.clone();
    let what = match warned.code {
        WarningCode::CashLimit => "this payment in cash is",
        WarningCode::CashMonth => "the cash of this month is",
        WarningCode::TaxDocument => {
            let wanted = value.replace('|', ", or ").replace('+', " and ");
            let basis = &warned.law_name;
            let detail = format!(
                "the tax basis {basis} needs papers before the last approval: {wanted}; cancel, attach them and propose again"
            );
            return (value, detail);
        }
        WarningCode::IdentitiesNotChecked => {
            let detail = "the vault was not open: nobody has compared names, numbers and accounts";
            return (value, detail.to_owned());
        }
        WarningCode::TaxToAskBack => {
            let detail = "the tax of what came back has been paid; ask the tax office for it";
            return (value, detail.to_owned());
        }
        WarningCode::PayeeChanged => {
            let detail = format!(
                "after it was approved, act {value} changed who is paid or what was asked; compare the name and account on the bank's statement with those that were signed"
            );
            return (value, detail);
        }
        WarningCode::OutsideWindow => {
            let detail = format!(
                "a giver laid down when this money is to be paid, and {value} is not within it; tell them before they ask"
            );
            return (value, detail);
        }
    };
    let limit = format_minor(value.parse().unwrap_or(0));
    let detail = format!("{what} above {limit} denars; a bank transfer or a voucher is safer");
    (limit, detail)
}

/// A number of a yearly series as people write it.
pub fn numbered((year, number): (i64, i64)) -> String {
    format!("{year}/{number}")
}

impl Recorded {
    pub const fn new(answer: Answer, location: String) -> Self {
        Self { answer, location, token: None, content: None, warnings: Vec::new() }
    }

    pub fn view(&self) -> RecordedView {
        let slips = self.answer.slips.iter().map(|(year, direction, number)| SlipView {
            direction: direction.clone(),
            number: numbered((*year, *number)),
        });
        let mut warnings: Vec<WarningView> =
            self.answer.warnings.iter().map(WarningView::from).collect();
        warnings.extend(self.warnings.iter().cloned());
        RecordedView {
            seq: self.answer.seq,
            kind: self.answer.kind.clone(),
            recorded_at: self.answer.recorded_at,
            entry: self.answer.entry.map(numbered),
            receipt: self.answer.receipt.map(numbered),
            slips: slips.collect(),
            acts: self.answer.acts,
            token: self.token.clone(),
            content: self.content.clone(),
            warnings,
        }
    }
}

impl IntoResponse for Recorded {
    fn into_response(self) -> Response {
        let status = if self.answer.replayed { StatusCode::OK } else { StatusCode::CREATED };
        let mut response = (status, Json(self.view())).into_response();
        let headers = response.headers_mut();
        if let Ok(location) = HeaderValue::from_str(&self.location) {
            headers.insert(header::LOCATION, location);
        }
        if self.answer.replayed {
            let name = HeaderName::from_static("idempotent-replay");
            headers.insert(name, HeaderValue::from_static("true"));
        }
        response
    }
}
