//! A part of a page: a heading, a table, and what is said where the table is empty.

/// A cell of a table, perhaps leading to what it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) href: Option<String>,
}

impl Cell {
    pub(crate) fn link(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self { text: text.into(), href: Some(href.into()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, href: None }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

pub(crate) struct Panel {
    pub(crate) title: String,
    /// What an empty table says.
    pub(crate) empty: String,
    pub(crate) heads: Vec<Head>,
    pub(crate) rows: Vec<Vec<Cell>>,
    /// Whether the last row is the sum of those before it.
    pub(crate) adds_up: bool,
    /// Where the rest of a long list is.
    pub(crate) more: Option<Cell>,
}

pub(crate) struct Head {
    pub(crate) text: String,
    pub(crate) is_number: bool,
}

impl Head {
    pub(crate) const fn text(text: String) -> Self {
        Self { text, is_number: false }
    }

    pub(crate) const fn number(text: String) -> Self {
        Self { text, is_number: true }
    }
}

impl Panel {
    pub(crate) const fn new(title: String, empty: String, heads: Vec<Head>) -> Self {
        Self { title, empty, heads, rows: Vec::new(), adds_up: false, more: None }
    }

    /// A column's heading, said again beside each of its cells where a screen is narrow.
    pub(crate) fn head(&self, column: &usize) -> &str {
        self.heads.get(*column).map_or("", |head| &head.text)
    }

    pub(crate) fn is_sum(&self, row: &usize) -> bool {
        self.adds_up && row.saturating_add(1) == self.rows.len()
    }

    pub(crate) fn is_number(&self, column: &usize) -> bool {
        self.heads.get(*column).is_some_and(|head| head.is_number)
    }
}
