//! Rows of text, as a table for people or as CSV.

use almoner_reports::csv::guard::guard_text;

pub(super) struct Grid {
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Grid {
    pub(super) fn new(head: &[&'static str]) -> Self {
        Self { head: head.to_vec(), rows: Vec::new() }
    }

    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Columns of even width; what is a number stands to the right.
    pub(super) fn table(&self) -> String {
        let head: Vec<String> = self.head.iter().map(|name| (*name).to_owned()).collect();
        let lines = || std::iter::once(&head).chain(&self.rows);
        let widths: Vec<usize> = (0..head.len())
            .map(|at| lines().filter_map(|row| row.get(at)).map(|cell| length(cell)).max())
            .map(Option::unwrap_or_default)
            .collect();
        let mut out = String::new();
        for row in lines() {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths) {
                let gap = " ".repeat(width.saturating_sub(length(cell)));
                let (before, after) =
                    if is_number(cell) { (gap.as_str(), "") } else { ("", gap.as_str()) };
                line.extend([before, cell, after, "  "]);
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }

    /// RFC 4180 with a point in decimals; a text that a spreadsheet could run is marked as text.
    pub(super) fn csv(&self) -> String {
        let mut out = self.head.join(",");
        out.push_str("\r\n");
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(|cell| written(cell)).collect();
            out.push_str(&cells.join(","));
            out.push_str("\r\n");
        }
        out
    }
}

fn length(cell: &str) -> usize {
    cell.chars().count()
}

fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn written(cell: &str) -> String {
    if is_number(cell) {
        return cell.to_owned();
    }
    let safe = guard_text(cell);
    if safe.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        let mut grid = Grid::new(&["part", "left"]);
        grid.row(["=1+1, \"х\"".to_owned(), "-5.00".to_owned()]);
        grid.row(["храна".to_owned(), "12.50".to_owned()]);
        grid
    }

    #[test]
    fn numbers_stand_to_the_right() {
        assert_eq!(grid().table(), "part       left\n=1+1, \"х\"  -5.00\nхрана      12.50\n");
    }

    #[test]
    fn csv_quotes_and_guards_text_and_leaves_numbers_alone() {
        assert_eq!(grid().csv(), "part,left\r\n\"'=1+1, \"\"х\"\"\",-5.00\r\nхрана,12.50\r\n");
    }
}
