//! A part of a page: a heading, a table, and what is said where the table is empty.

pub(super) struct Panel {
    pub(super) title: String,
    /// What an empty table says.
    pub(super) empty: String,
    pub(super) heads: Vec<Head>,
    pub(super) rows: Vec<Vec<String>>,
    /// Whether the last row is the sum of those before it.
    pub(super) adds_up: bool,
}

pub(super) struct Head {
    pub(super) text: String,
    pub(super) is_number: bool,
}

impl Head {
    pub(super) const fn text(text: String) -> Self {
        Self { text, is_number: false }
    }

    pub(super) const fn number(text: String) -> Self {
        Self { text, is_number: true }
    }
}

impl Panel {
    pub(super) const fn new(title: String, empty: String, heads: Vec<Head>) -> Self {
        Self { title, empty, heads, rows: Vec::new(), adds_up: false }
    }

    /// A column's heading, said again beside each of its cells where a screen is narrow.
    pub(super) fn head(&self, column: &usize) -> &str {
        self.heads.get(*column).map_or("", |head| &head.text)
    }

    pub(super) fn is_sum(&self, row: &usize) -> bool {
        self.adds_up && row.saturating_add(1) == self.rows.len()
    }

    pub(super) fn is_number(&self, column: &usize) -> bool {
        self.heads.get(*column).is_some_and(|head| head.is_number)
    }
}
