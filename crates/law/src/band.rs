//! How many people must approve a payout. Our design, not law: the larger the sum, the more eyes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::error::{LawError, Problem};
use crate::files::BANDS;
use crate::table;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// All bands of one day make one table, which replaces the table before.
    pub valid_from: NaiveDate,
    /// The largest sum of the band, in minor units; `None` has no limit.
    pub up_to_minor: Option<i64>,
    pub approvals: u8,
    pub source: String,
    pub verified: bool,
}

const COLUMNS: &[&str] = &["valid_from", "up_to_minor", "approvals", "source", "verified"];

pub(crate) fn read(text: &str) -> Result<Vec<Band>, LawError> {
    let mut bands: Vec<Band> = Vec::new();
    for row in table::read(BANDS, COLUMNS, text)? {
        let (source, verified) = row.provenance()?;
        let limit = row.optional("up_to_minor")?.map(|_| row.whole("up_to_minor")).transpose()?;
        let band = Band {
            valid_from: row.word("valid_from")?,
            up_to_minor: limit,
            approvals: row.whole("approvals")?,
            source,
            verified,
        };
        check(&band, bands.last()).map_err(|problem| row.refuse(problem))?;
        bands.push(band);
    }
    match bands.last() {
        None => Err(LawError::of_file(BANDS, Problem::NoRows)),
        Some(Band { valid_from, up_to_minor: Some(_), .. }) => {
            Err(LawError::of_file(BANDS, Problem::NoOpenBand { valid_from: *valid_from }))
        }
        Some(_) => Ok(bands),
    }
}

fn check(band: &Band, above: Option<&Band>) -> Result<(), Problem> {
    if band.approvals == 0 {
        return Err(Problem::Unreadable { column: "approvals", text: "0".to_owned() });
    }
    if let Some(limit) = band.up_to_minor
        && limit <= 0
    {
        return Err(Problem::Unreadable { column: "up_to_minor", text: limit.to_string() });
    }
    let Some(above) = above else { return Ok(()) };
    if above.valid_from == band.valid_from {
        let rises = match (above.up_to_minor, band.up_to_minor) {
            (Some(lower), Some(upper)) => lower < upper,
            (lower, _) => lower.is_some(),
        };
        if rises && above.approvals <= band.approvals {
            return Ok(());
        }
    } else if above.valid_from < band.valid_from {
        return match above.up_to_minor {
            None => Ok(()),
            Some(_) => Err(Problem::NoOpenBand { valid_from: above.valid_from }),
        };
    }
    Err(Problem::BandsOutOfOrder)
}

/// Where no table holds yet, the strictest band of all applies; with no bands at all, no number of approvals is enough.
pub(crate) fn approvals_for(bands: &[Band], amount_minor: i64, on: NaiveDate) -> u8 {
    let table = bands.iter().map(|band| band.valid_from).filter(|day| *day <= on).max();
    let band = bands
        .iter()
        .filter(|band| Some(band.valid_from) == table)
        .find(|band| band.up_to_minor.is_none_or(|limit| amount_minor <= limit));
    let strictest = bands.iter().map(|band| band.approvals).max().unwrap_or(u8::MAX);
    band.map_or(strictest, |band| band.approvals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_finds_its_band_on_its_day() {
        let bands = read(
            "valid_from,up_to_minor,approvals,source,verified\n\
             2020-01-01,1000,1,test,false\n\
             2020-01-01,,2,test,false\n\
             2022-01-01,500,1,test,false\n\
             2022-01-01,5000,2,test,false\n\
             2022-01-01,,3,test,false\n",
        )
        .unwrap();
        let approvals =
            |amount_minor, on: &str| approvals_for(&bands, amount_minor, on.parse().unwrap());
        assert_eq!(approvals(1, "2019-12-31"), 3, "no rule: the strictest");
        assert_eq!(approvals(1000, "2020-01-01"), 1, "the limit belongs to its band");
        assert_eq!(approvals(1001, "2021-12-31"), 2);
        assert_eq!(approvals(1000, "2022-01-01"), 2);
        assert_eq!(approvals(i64::MAX, "2030-01-01"), 3);
        assert_eq!(approvals_for(&[], 1, "2030-01-01".parse().unwrap()), u8::MAX);
    }
}
