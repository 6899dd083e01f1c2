//! What aid to people was for, in the standard's closed lists.

use std::collections::BTreeSet;

use almoner_ledger::codes::Category;
use serde::Serialize;

/// An emergency or a crisis: what the association gives for. Nothing closer is said of people together.
const EMERGENCY: &str = "GTIR100";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ToIndividuals {
    pub(super) primary_grant_reason: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) grant_purpose: Vec<&'static str>,
}

pub(super) fn to_individuals(needs: &BTreeSet<Category>) -> ToIndividuals {
    let codes: BTreeSet<&'static str> =
        needs.iter().flat_map(|need| purposes(*need).iter().copied()).collect();
    ToIndividuals { primary_grant_reason: EMERGENCY, grant_purpose: codes.into_iter().collect() }
}

const fn purposes(need: Category) -> &'static [&'static str] {
    match need {
        Category::Food => &["GTIP070"],
        Category::Shelter | Category::Rent => &["GTIP060"],
        Category::Utilities => &["GTIP050"],
        Category::Health => &["GTIP120"],
        // Toiletries are essential items, clothing is its own.
        Category::HygieneClothing => &["GTIP070", "GTIP080"],
        Category::Education => &["GTIP130"],
        // Where legal fees and applications for benefits are.
        Category::Documents => &["GTIP170"],
        Category::Transport => &["GTIP100"],
        Category::EmergencyCash => &["GTIP010"],
        Category::Other => &[],
    }
}
