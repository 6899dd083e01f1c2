//! What is asked of the register of fixed assets.

use chrono::NaiveDate;
use serde::Serialize;

use crate::money::Amount;
use crate::month::Month;
use crate::text::Text;

/// Something that lasts, with the entry that has its cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordAsset {
    pub name: Text,
    pub entry: i64,
    pub account: String,
    pub fund: i64,
    pub cost: Amount,
    pub in_use_on: NaiveDate,
    /// Of a year, in hundredths of a percent; nothing for land.
    pub rate_bp: i64,
    /// Of an asset that an opening entry brought: what other books have charged.
    pub earlier: Option<Depreciated>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Depreciated {
    pub minor: i64,
    pub through: Month,
}

/// Sold, given away, broken or lost. What was paid for it is an income by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RetireAsset {
    pub asset: i64,
    pub version: i64,
    pub on: NaiveDate,
    pub why: Text,
}
