//! Who may see which page: the one list, walked by a test for every page and role.
//!
//! The gate (`gate.rs`) refuses what is not in it, so a page that is forgotten here is shown to nobody.

use almoner_ledger::codes::Role;
use axum::http::Method;

/// Who may see a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    Anybody,
    /// Everybody who has signed in, in one of these roles.
    SignedIn(&'static [Role]),
}

#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub method: &'static str,
    pub path: &'static str,
    pub sees: Sees,
}

const fn get(path: &'static str, sees: Sees) -> Row {
    Row { method: "GET", path, sees }
}

const fn post(path: &'static str, sees: Sees) -> Row {
    Row { method: "POST", path, sees }
}

pub const TABLE: &[Row] = &[
    get("/", Sees::SignedIn(Role::ALL)),
    get("/enter", Sees::Anybody),
    post("/enter", Sees::Anybody),
    post("/leave", Sees::SignedIn(Role::ALL)),
    post("/language", Sees::Anybody),
    get("/style.css", Sees::Anybody),
];

pub fn find(method: &Method, path: &str) -> Option<Sees> {
    let row = TABLE.iter().find(|row| row.method == method.as_str() && row.path == path);
    row.map(|row| row.sees)
}
