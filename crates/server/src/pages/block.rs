//! What a page is built from, and the one template that shows it.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::chart::Chart;
use super::form::Form;
use super::panel::{Cell, Panel};
use super::shell::Shell;
use super::view;
use super::words::Words;

pub(crate) enum Block {
    Panel(Panel),
    /// What is known of one thing, line by line.
    Facts {
        title: Option<String>,
        rows: Vec<(String, Cell)>,
    },
    Form(Form),
    /// A form that asks what to list.
    Filter(Form),
    Links(Vec<Link>),
    Notice {
        grave: bool,
        text: String,
    },
    Text(String),
    Chart(Chart),
    /// Parts of a whole, each as a bar.
    Meters(Vec<Meter>),
    /// A report, written as HTML by its own face, which lets nothing through unescaped.
    Report(String),
}

pub(crate) struct Meter {
    pub(crate) label: String,
    pub(crate) text: String,
    pub(crate) value: i64,
    pub(crate) of: i64,
}

pub(crate) struct Link {
    pub(crate) href: String,
    pub(crate) text: String,
    /// The one thing most people come for.
    pub(crate) first: bool,
}

impl Link {
    pub(crate) fn new(href: impl Into<String>, text: String) -> Self {
        Self { href: href.into(), text, first: false }
    }

    pub(crate) fn first(href: impl Into<String>, text: String) -> Self {
        Self { href: href.into(), text, first: true }
    }
}

#[derive(Template)]
#[template(path = "page.html")]
struct PageOf<'a> {
    shell: &'a Shell,
    words: Words,
    blocks: &'a [Block],
}

impl PageOf<'_> {
    /// A report has a heading of its own.
    fn is_report(&self) -> bool {
        self.blocks.iter().any(|block| matches!(block, Block::Report(_)))
    }
}

pub(crate) struct Page {
    pub(crate) shell: Shell,
    pub(crate) words: Words,
    pub(crate) blocks: Vec<Block>,
    pub(crate) status: StatusCode,
}

impl Page {
    pub(crate) fn block(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    pub(crate) fn blocks(mut self, blocks: impl IntoIterator<Item = Block>) -> Self {
        self.blocks.extend(blocks);
        self
    }

    pub(crate) fn shown(&self) -> Response {
        let page = PageOf { shell: &self.shell, words: self.words, blocks: &self.blocks };
        view::told(&page, self.status)
    }
}
