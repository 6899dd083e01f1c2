//! What stands around the rows of a report: whose it is, of when, under which law, and who signs.

use almoner_law::document::Document;

use crate::language::Language;
use crate::report::{Association, Basis, Column, Draft, Mark, Parameter, Period, Section, SignOff};

#[derive(Clone, Debug)]
pub struct Frame<'a> {
    pub language: Language,
    pub association: &'a Association,
    pub period: Period,
    /// The law's title for this paper, and the law that asks for it.
    pub document: &'a Document,
    pub marks: Vec<Mark>,
    pub parameters: Vec<Parameter>,
}

impl Frame<'_> {
    pub(crate) fn say(&self, mk: &'static str, en: &'static str, sq: &'static str) -> &'static str {
        self.language.say(mk, en, sq)
    }

    /// The rows in their frame; whoever signs is named by the builder.
    pub(crate) fn draft(&self, columns: Vec<Column>, sections: Vec<Section>) -> Draft {
        let document = self.document;
        let title = self.language.pick(&document.names).to_owned();
        let official = (title != document.names.mk).then(|| document.names.mk.clone());
        let text = self.language.pick(&document.basis).to_owned();
        Draft {
            code: document.code.clone(),
            language: self.language,
            association: self.association.clone(),
            title,
            official_title: official,
            basis: vec![Basis { text, verified: document.verified }],
            period: self.period,
            parameters: self.parameters.clone(),
            marks: self.marks.clone(),
            columns,
            sections,
            adds_up: false,
            total: None,
            notes: Vec::new(),
            sign_off: SignOff::default(),
        }
    }

    /// A sum of denars in words of the paper: `1.234,50 ден.`
    pub(crate) fn denars(&self, minor: i64) -> String {
        format!("{} {}", self.language.number().format(minor), self.say("ден.", "MKD", "den."))
    }

    /// Who draws up a book and who answers for it.
    pub(crate) fn signed(&self) -> SignOff {
        let signatures = [
            self.say("Составил", "Drawn up by", "Përpiloi"),
            self.say("Одговорен сметководител", "Accountant in charge", "Kontabilisti përgjegjës"),
            self.say("Застапник по закон", "Legal representative", "Përfaqësuesi ligjor"),
        ];
        SignOff { signatures: signatures.map(str::to_owned).to_vec(), stamp: true }
    }

    /// A figure that stands in the law data, and whether somebody has read it in the Official Gazette.
    pub(crate) fn figures(&self, verified: bool) -> Option<Basis> {
        let text = self.say("Износи од закон", "Figures of the law", "Shuma sipas ligjit");
        (!verified).then(|| Basis { text: text.to_owned(), verified })
    }

    pub(crate) fn parameter(&mut self, name: &str, value: impl Into<String>) {
        self.parameters.push(Parameter { name: name.to_owned(), value: value.into() });
    }
}
