//! What a thing is called in the languages of the program.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// Macedonian: the official wording where there is one.
    pub mk: String,
    pub en: String,
    pub sq: String,
}
