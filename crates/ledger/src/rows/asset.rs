//! What lasts: the register of fixed assets, and what was charged of each month by month.

use chrono::NaiveDate;

use crate::record;

record! {
    /// A fixed asset. Its cost stands in an entry; what it is worth is that less what was charged.
    Asset = "asset" State {
        key seq: i64,
        log name: String,
        /// The entry that has its cost.
        log entry_seq: i64,
        log account: String,
        log fund_seq: i64,
        log cost_minor: i64,
        log in_use_on: NaiveDate,
        /// Of a year, in hundredths of a percent; nothing for what does not wear off.
        log rate_bp: i64,
        log depreciated_minor: i64,
        /// The month up to which it was charged, as `yyyymm`; at first that in which it was put to use.
        log depreciated_through: i64,
        log left_on: Option<NaiveDate>,
        log version: i64,
    }
}

impl Asset {
    /// What it stands in the books with.
    pub const fn book_value_minor(&self) -> i64 {
        self.cost_minor.saturating_sub(self.depreciated_minor)
    }
}

record! {
    /// What one act charged of one asset.
    Depreciation = "depreciation" Append {
        key seq: i64,
        key line: i64,
        log asset_seq: i64,
        log through: i64,
        log minor: i64,
    }
}
