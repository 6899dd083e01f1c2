//! Where organisations of a country are registered, by the code under which publishers of open data know that register.

use serde::{Deserialize, Serialize};

use crate::error::{LawError, Problem};
use crate::files::REGISTERS;
use crate::table;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Put before a number in the register, it makes an identifier that is the same everywhere.
    pub code: String,
    pub source: String,
    pub verified: bool,
}

impl Register {
    pub fn identifier(&self, number: &str) -> String {
        format!("{}-{number}", self.code)
    }
}

const COLUMNS: &[&str] = &["country", "code", "source", "verified"];

pub(crate) fn read(text: &str) -> Result<Vec<Register>, LawError> {
    let mut registers: Vec<Register> = Vec::new();
    for row in table::read(REGISTERS, COLUMNS, text)? {
        let (source, verified) = row.provenance()?;
        let country = row.text("country")?.to_owned();
        let code = row.text("code")?.to_owned();
        if registers.iter().any(|earlier| earlier.country == country) {
            return Err(row.refuse(Problem::Duplicate { key: country }));
        }
        registers.push(Register { country, code, source, verified });
    }
    Ok(registers)
}
