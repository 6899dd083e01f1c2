//! The report as one page that needs no network: for the screen, and for the printer of who has no PDF.

use crate::face::{basis, groups, particulars, period};
use crate::report::cell::{Cell, CellKind, Drill};
use crate::report::words::Word;
use crate::report::{Column, Report, Row, RowKind};

/// The style sheet inside every page, for a server that allows styles by their hash.
pub const STYLE: &str = include_str!("html/style.css");

/// `link` says which address opens a figure; `None` leaves it plain.
pub fn write(report: &Report, link: impl Fn(&Drill) -> Option<String>) -> String {
    let mut page = Page { out: String::new() };
    let language = report.language;
    page.raw("<!DOCTYPE html>\n<html lang=\"").raw(language.code());
    page.raw("\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.element("title", None, &format!("{} – {}", report.title, report.association.name));
    page.raw("<style>").raw(STYLE).raw("</style>\n</head>\n<body>\n");
    page.raw(&content(report, link));
    page.raw("</body>\n</html>\n");
    page.out
}

/// The same without what stands around it, for a page that has a frame of its own.
pub fn content(report: &Report, link: impl Fn(&Drill) -> Option<String>) -> String {
    let mut page = Page { out: String::new() };
    head(report, &mut page);
    table(report, &mut page, &link);
    if !report.notes.is_empty() {
        page.raw("<section class=\"notes\">\n");
        for note in &report.notes {
            page.element("p", None, note);
        }
        page.raw("</section>\n");
    }
    sign_off(report, &mut page);
    page.out
}

fn head(report: &Report, page: &mut Page) {
    let language = report.language;
    page.raw("<header>\n<p><strong>").text(&report.association.name).raw("</strong></p>\n");
    page.element("p", None, &particulars(report));
    page.element("h1", None, &report.title);
    if let Some(title) = &report.official_title {
        page.element("p", Some("official"), title);
    }
    let days = format!("{}: {}", Word::Period.in_language(language), period(report));
    page.element("p", Some("period"), &days);
    for law in &report.basis {
        let text = format!("{}: {}", Word::Basis.in_language(language), basis(law));
        page.element("p", Some("basis"), &text);
    }
    for mark in &report.marks {
        page.element("p", Some("mark"), mark.in_language(language));
    }
    if !report.parameters.is_empty() {
        page.raw("<dl class=\"parameters\">\n");
        for parameter in &report.parameters {
            page.element("dt", None, &parameter.name);
            page.element("dd", None, &parameter.value);
        }
        page.raw("</dl>\n");
    }
    page.raw("</header>\n");
}

fn table(report: &Report, page: &mut Page, link: &dyn Fn(&Drill) -> Option<String>) {
    page.raw("<div class=\"table\"><table>\n<thead>\n");
    names(report, page);
    page.raw("</thead>\n");
    for section in &report.sections {
        page.raw("<tbody>\n");
        if let Some(title) = &section.title {
            let width = report.columns.len().to_string();
            page.raw("<tr><th class=\"section\" scope=\"rowgroup\" colspan=\"").raw(&width);
            page.raw("\">").text(title).raw("</th></tr>\n");
        }
        for row in section.shown() {
            line(report, row, page, link);
        }
        page.raw("</tbody>\n");
    }
    if let Some(total) = &report.total {
        page.raw("<tbody>\n");
        line(report, total, page, link);
        page.raw("</tbody>\n");
    }
    page.raw("</table></div>\n");
}

/// The names of the columns, in two lines where some stand under a common heading.
fn names(report: &Report, page: &mut Page) {
    let grouped = report.columns.iter().any(|column| column.group.is_some());
    let name = |page: &mut Page, column: &Column, attributes: &str| {
        page.raw("<th scope=\"col\"").raw(attributes).raw(">").text(&column.title).raw("</th>");
    };
    page.raw("<tr>");
    let mut columns = report.columns.iter();
    for (group, count) in groups(report) {
        let under: Vec<&Column> = columns.by_ref().take(count).collect();
        if let Some(group) = group {
            page.raw("<th scope=\"colgroup\" colspan=\"").raw(&count.to_string());
            page.raw("\">").text(group).raw("</th>");
        } else {
            for column in under {
                name(page, column, if grouped { " rowspan=\"2\"" } else { "" });
            }
        }
    }
    page.raw("</tr>\n");
    if grouped {
        page.raw("<tr>");
        for column in report.columns.iter().filter(|column| column.group.is_some()) {
            name(page, column, "");
        }
        page.raw("</tr>\n");
    }
}

fn line(report: &Report, row: &Row, page: &mut Page, link: &dyn Fn(&Drill) -> Option<String>) {
    page.raw(match row.kind {
        RowKind::Line => "<tr>",
        RowKind::Sum => "<tr class=\"sum\">",
        RowKind::Total => "<tr class=\"total\">",
    });
    for (cell, column) in row.cells.iter().zip(&report.columns) {
        page.raw(match column.kind {
            CellKind::Text => "<td>",
            CellKind::Code => "<td class=\"code\">",
            CellKind::Day => "<td class=\"day\">",
            CellKind::Denars | CellKind::Money | CellKind::Count | CellKind::Percent => {
                "<td class=\"number\">"
            }
        });
        field(report, cell, page, link);
        page.raw("</td>");
    }
    page.raw("</tr>\n");
}

fn field(report: &Report, cell: &Cell, page: &mut Page, link: &dyn Fn(&Drill) -> Option<String>) {
    let text = cell.value.on_paper(report.language);
    match cell.drill.as_ref().and_then(link) {
        Some(address) => {
            page.raw("<a href=\"").text(&address).raw("\">").text(&text).raw("</a>");
        }
        None => {
            page.text(&text);
        }
    }
}

fn sign_off(report: &Report, page: &mut Page) {
    if report.sign_off.signatures.is_empty() {
        return;
    }
    page.raw("<section class=\"sign-off\">\n");
    page.element("div", None, Word::PlaceAndDate.in_language(report.language));
    for signature in &report.sign_off.signatures {
        page.element("div", None, signature);
    }
    if report.sign_off.stamp {
        page.element("div", Some("stamp"), Word::Stamp.in_language(report.language));
    }
    page.raw("</section>\n");
}

/// What is written into the page by us, and what comes from the books and is escaped.
struct Page {
    out: String,
}

impl Page {
    fn raw(&mut self, markup: &str) -> &mut Self {
        self.out.push_str(markup);
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            match letter {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\'' => self.out.push_str("&#39;"),
                other => self.out.push(other),
            }
        }
        self
    }

    fn element(&mut self, name: &str, class: Option<&str>, text: &str) {
        self.raw("<").raw(name);
        if let Some(class) = class {
            self.raw(" class=\"").raw(class).raw("\"");
        }
        self.raw(">").text(text).raw("</").raw(name).raw(">\n");
    }
}
