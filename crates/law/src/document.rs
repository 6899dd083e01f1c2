//! What the papers of a country are called, and which law asks for them.

use serde::{Deserialize, Serialize};

use crate::error::{LawError, Problem};
use crate::files::DOCUMENTS;
use crate::names::Names;
use crate::table;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub code: String,
    pub names: Names,
    pub basis: Names,
    pub source: String,
    pub verified: bool,
}

const COLUMNS: &[&str] = &[
    "code", "name_mk", "name_en", "name_sq", "basis_mk", "basis_en", "basis_sq", "source",
    "verified",
];

pub(crate) fn read(text: &str) -> Result<Vec<Document>, LawError> {
    let mut documents: Vec<Document> = Vec::new();
    for row in table::read(DOCUMENTS, COLUMNS, text)? {
        let (source, verified) = row.provenance()?;
        let basis = row.names_in(["basis_mk", "basis_en", "basis_sq"])?;
        let code = row.key("code")?;
        let document = Document { code, names: row.names()?, basis, source, verified };
        if documents.iter().any(|earlier| earlier.code == document.code) {
            return Err(row.refuse(Problem::Duplicate { key: document.code }));
        }
        documents.push(document);
    }
    Ok(documents)
}
