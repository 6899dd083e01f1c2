//! By what a row is known again, in this file, the next one, or one from another program.

use chrono::NaiveDate;

use almoner_ledger::text::Code;
use almoner_proof::canon::Canon;
use almoner_proof::hash::{Hash, sha256};

/// What a gift is told by. Name and memo are not part of it: banks shorten and respell them from file to file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    pub account: Code,
    pub reference: Option<Code>,
    pub received_on: NaiveDate,
    pub amount_minor: i64,
}

impl Mark {
    /// The ordinal counts rows that are otherwise equal, from 1: two honest equal gifts on one day are two.
    pub fn fingerprint(&self, ordinal: i64) -> Hash {
        let mut canon = Canon::new();
        canon.text(self.account.as_str());
        match &self.reference {
            Some(reference) => canon.text(reference.as_str()),
            None => canon.absent(),
        };
        canon.text(&self.received_on.format("%Y-%m-%d").to_string());
        canon.int(self.amount_minor).int(ordinal);
        sha256(&[b"almoner/import-row/v1\n", canon.as_slice()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_counts() {
        let mark = Mark {
            account: Code::parse("1000").unwrap(),
            reference: Code::parse("A-1").ok(),
            received_on: "2026-03-09".parse().unwrap(),
            amount_minor: 150_000,
        };
        let others = [
            Mark { account: Code::parse("1001").unwrap(), ..mark.clone() },
            Mark { reference: None, ..mark.clone() },
            Mark { received_on: "2026-03-10".parse().unwrap(), ..mark.clone() },
            Mark { amount_minor: 150_001, ..mark.clone() },
        ];
        for other in others {
            assert_ne!(other.fingerprint(1), mark.fingerprint(1), "{other:?}");
        }
        assert_ne!(mark.fingerprint(2), mark.fingerprint(1));
        // Stored in books: a change here would import every old file a second time.
        let hex: String = mark.fingerprint(1).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "bbe48a2a4ec781dd2c0fc0a5859208dfb0ac74e3af1f35330efe373e31fe1d1b");
    }
}
