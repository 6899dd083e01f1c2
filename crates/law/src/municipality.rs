//! The municipalities, because they give money and because aid is reported by where it went.

use serde::{Deserialize, Serialize};

use crate::error::{LawError, Problem};
use crate::files::MUNICIPALITIES;
use crate::names::Names;
use crate::table;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Municipality {
    /// The ISO 3166-2 code, which open-data readers know.
    pub iso_3166_2: String,
    pub names: Names,
    /// The tax office's own number, which stands in account numbers of public revenue.
    pub tax_office_code: String,
    /// The city this municipality is a part of, by its ISO code.
    pub part_of: Option<String>,
    pub source: String,
    pub verified: bool,
}

const COLUMNS: &[&str] = &[
    "iso_3166_2",
    "name_mk",
    "name_en",
    "name_sq",
    "tax_office_code",
    "part_of",
    "source",
    "verified",
];

pub(crate) fn read(text: &str) -> Result<Vec<Municipality>, LawError> {
    let mut municipalities: Vec<Municipality> = Vec::new();
    for row in table::read(MUNICIPALITIES, COLUMNS, text)? {
        let (source, verified) = row.provenance()?;
        let municipality = Municipality {
            iso_3166_2: row.text("iso_3166_2")?.to_owned(),
            names: row.names()?,
            tax_office_code: row.text("tax_office_code")?.to_owned(),
            part_of: row.optional("part_of")?.map(str::to_owned),
            source,
            verified,
        };
        for earlier in &municipalities {
            let key = if earlier.iso_3166_2 == municipality.iso_3166_2 {
                municipality.iso_3166_2
            } else if earlier.tax_office_code == municipality.tax_office_code {
                municipality.tax_office_code
            } else {
                continue;
            };
            return Err(row.refuse(Problem::Duplicate { key }));
        }
        if let Some(city) = &municipality.part_of
            && !municipalities.iter().any(|earlier| earlier.iso_3166_2 == *city)
        {
            return Err(row.refuse(Problem::UnknownParent { parent: city.clone() }));
        }
        municipalities.push(municipality);
    }
    Ok(municipalities)
}
