//! The paper behind an entry, or the named reason why there is none.

use almoner_ledger::codes::{DocumentKind, NoDocument};
use almoner_ledger::command::Document;
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::field::{CodeText, LineText, word};

/// `{"paper": {…}}`, or `{"missing": "collection_box"}`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(title = "Document")]
pub enum DocumentBody {
    Paper(PaperBody),
    #[schema(value_type = String, example = "collection_box")]
    Missing(NoDocument),
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperBody {
    #[schema(schema_with = word::<DocumentKind>)]
    pub kind: DocumentKind,
    pub number: CodeText,
    pub dated_on: NaiveDate,
    #[serde(default)]
    pub issuer: Option<LineText>,
}

impl From<DocumentBody> for Document {
    fn from(body: DocumentBody) -> Self {
        match body {
            DocumentBody::Paper(PaperBody { kind, number, dated_on, issuer }) => Self::Paper {
                kind,
                number: number.0,
                dated_on,
                issuer: issuer.map(|issuer| issuer.0),
            },
            DocumentBody::Missing(reason) => Self::Missing(reason),
        }
    }
}
