//! The public reports that were issued, in the order in which they were: what they told is told so for good.

use almoner_law::names::Names;
use almoner_law::term::Term;
use almoner_ledger::codes::Axis;
use almoner_reports::language::Language;
use almoner_reports::publish::earlier::{Release, told_first};
use almoner_reports::publish::public_report::Quarter;
use almoner_reports::publish::suppress::Published;
use almoner_store::error::StoreError;
use almoner_store::read::helped::AXES;
use chrono::NaiveDate;

use super::publish::Span;
use super::{Face, ReportError, Task};
use crate::clock::civil_date;

/// How a report was issued.
#[derive(Clone, Copy, Debug)]
pub(super) struct Issue {
    pub(super) on: NaiveDate,
    /// The last act that it counts.
    pub(super) as_of_seq: i64,
    language: Language,
}

pub(super) struct Released(Vec<(Issue, Release)>);

impl Released {
    /// Of all years and all closings, superseded or not: who has read a paper keeps it. Each is issued as figures too, so
    /// that face alone is read.
    pub(super) async fn read(task: &Task<'_>) -> Result<Self, ReportError> {
        let mut releases = Vec::new();
        for row in task.store.issued(None).await? {
            let paper = &row.issued;
            let is_read = paper.document == "public_report" && paper.face == Face::Json.code();
            if !is_read || task.inputs.as_of_seq < paper.seq {
                continue;
            }
            let corrupt =
                || StoreError::Corrupt(format!("issued_file: paper {}-{}", paper.seq, paper.line));
            let bytes = task.store.issued_file(paper.seq, paper.line).await?.ok_or_else(corrupt)?;
            let release = Release::read(&bytes).ok_or_else(corrupt)?;
            let language = Language::parse(&paper.language).ok_or_else(corrupt)?;
            let on = civil_date(row.issued_at);
            releases.push((Issue { on, as_of_seq: paper.as_of_seq, language }, release));
        }
        Ok(Self(releases))
    }

    /// A quarter as it was told first.
    pub(super) fn quarter(&self, name: &str) -> Option<(Issue, &Quarter)> {
        told_first(&self.0, name)
    }

    /// The last act that the first report with the income of these days counts.
    pub(super) fn income_of(&self, span: &Span) -> Option<i64> {
        let covers =
            |release: &Release| release.days.0 <= span.days.0 && span.days.1 <= release.days.1;
        self.0.iter().find(|(_, release)| covers(release)).map(|(by, _)| by.as_of_seq)
    }

    /// The income of the wanted days as it was told first, named for its reader.
    pub(super) fn income(&self, task: &Task<'_>) -> Option<(NaiveDate, (Vec<String>, Published))> {
        let days = (task.wanted.from, task.wanted.to);
        let (by, release) = self.0.iter().find(|(_, release)| release.days == days)?;
        let (names, published) = &release.income;
        let named = |name: &String| kind(task, by.language, name);
        Some((by.on, (names.iter().map(named).collect(), published.clone())))
    }
}

/// A quarter of an issued report, its parts named for whoever reads now.
pub(super) fn named(task: &Task<'_>, by: Issue, quarter: &Quarter) -> Quarter {
    let parts = AXES.into_iter().zip(&quarter.parts).map(|(axis, names)| {
        names.iter().map(|name| part(task, by.language, axis, name)).collect()
    });
    Quarter {
        name: quarter.name.clone(),
        parts: parts.collect(),
        published: quarter.published.clone(),
    }
}

/// The part of those of whom nobody said which.
pub(super) const fn unsaid(language: Language) -> &'static str {
    language.say("не е кажано", "not said", "e pathënë")
}

fn kind(task: &Task<'_>, language: Language, name: &str) -> String {
    other(task, language, name, &mut task.law.source_kinds.iter().map(|term| &term.names))
}

fn part(task: &Task<'_>, language: Language, axis: Axis, name: &str) -> String {
    if name == unsaid(language) {
        return unsaid(task.wanted.language).to_owned();
    }
    let terms =
        |terms: &[Term]| other(task, language, name, &mut terms.iter().map(|term| &term.names));
    match axis {
        Axis::Category => terms(&task.law.categories),
        Axis::TargetGroup => terms(&task.law.target_groups),
        Axis::Municipality => {
            let places = &task.law.municipalities;
            other(task, language, name, &mut places.iter().map(|place| &place.names))
        }
        Axis::Month => name.to_owned(),
    }
}

/// A name of one language in the wanted one; as it was where the law no longer has it.
fn other(
    task: &Task<'_>,
    language: Language,
    name: &str,
    among: &mut dyn Iterator<Item = &Names>,
) -> String {
    let mut among = among.filter(|names| language.pick(names) == name);
    among.next().map_or(name, |names| task.wanted.language.pick(names)).to_owned()
}
