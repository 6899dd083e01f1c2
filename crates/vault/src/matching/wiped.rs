//! A word to look up by, wiped when the index goes.

use std::borrow::Borrow;
use std::cmp::Ordering;

use zeroize::Zeroizing;

#[derive(PartialEq, Eq)]
pub(crate) struct Wiped(pub(crate) Zeroizing<String>);

impl Borrow<str> for Wiped {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Ord for Wiped {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.as_str().cmp(other.0.as_str())
    }
}

impl PartialOrd for Wiped {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
