//! The papers of a closed year, made to be issued: each to be read and printed, and as figures for the year after.

use almoner_ledger::command::{IssuePapers, PaperToIssue};
use almoner_ledger::text::Code;
use almoner_reports::language::Language;

use crate::app::App;
use crate::reporting::{self, Face, ReportError, Wanted, paper};

/// Each paper is issued in these: for people, and for programs.
const FACES: [Face; 2] = [Face::Pdf, Face::Json];

impl App {
    /// The papers of a year that are named, or the annual account and what proves it. Of a year that is not closed they are
    /// only named, and the books refuse to issue them.
    pub async fn papers_of(
        &self,
        year: i64,
        documents: Option<Vec<String>>,
        language: Language,
    ) -> Result<IssuePapers, ReportError> {
        let facts = self.store.facts_for_reading().await?;
        let closed_seq = facts.years.get(&year).map_or(0, |known| known.seq);
        let is_closed = facts.year_is_closed(year);
        let of_year = paper::all().filter(|paper| paper.goes_with_the_year());
        let documents =
            documents.unwrap_or_else(|| of_year.map(|paper| paper.code.to_owned()).collect());
        let days = i32::try_from(year).ok().and_then(reporting::year);
        let (from, to) = days.ok_or(ReportError::Dates)?;
        let mut issue = IssuePapers { year, papers: Vec::new(), closed_seq, as_of_seq: 0 };
        for report in documents {
            for face in FACES {
                let unknown = || ReportError::Unknown(report.clone());
                let document = Code::parse(&report).map_err(|_| unknown())?;
                let mut content = Vec::new();
                if is_closed {
                    let about = std::collections::BTreeMap::new();
                    let wanted = Wanted {
                        report: report.clone(),
                        from,
                        to,
                        about,
                        language,
                        face,
                        giver: None,
                    };
                    let made = self.report(&wanted).await?;
                    (content, issue.as_of_seq) = (made.bytes, made.as_of_seq);
                }
                let code = |code: &str| Code::parse(code).map_err(|_| unknown());
                let (language, face) = (code(language.code())?, code(face.code())?);
                issue.papers.push(PaperToIssue { document, language, face, content });
            }
        }
        Ok(issue)
    }
}
