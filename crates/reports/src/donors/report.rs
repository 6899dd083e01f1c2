//! Извештај: what the tax office wants to know of a gift, by when, and what relief the giver has.

use chrono::NaiveDate;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::wording;
use crate::donors::Gift;
use crate::donors::relief::{self, Figures, Giver};
use crate::report::{Basis, Report, Row, Section};

/// What the law lays down about reporting a gift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    pub giver: Giver,
    pub figures: Figures,
    /// The giver's total income or tax debt of the year, in deni, where it was said.
    pub base_minor: Option<i64>,
    /// The day by which the report is handed in.
    pub report_by: NaiveDate,
    /// By when a natural person who gives reports it too.
    pub person_by: Option<NaiveDate>,
    /// Until when it is kept.
    pub keep_until: NaiveDate,
    /// Days in which the ministry decides on the public interest.
    pub decision_days: i64,
}

pub fn build(frame: &Frame<'_>, gift: &Gift, terms: &Terms) -> Result<Report, BuildError> {
    let section = |title: &str, facts| {
        let (_, rows): (_, Vec<Row>) = wording::facts(frame, facts);
        Section::new(Some(title.to_owned()), rows)
    };
    let value = (gift.value_minor, terms.base_minor);
    let sections = vec![
        section(frame.say("Податоци", "Data", "Të dhënat"), data(frame, gift)),
        section(frame.say("Рокови", "Deadlines", "Afatet"), deadlines(frame, terms)),
        section(
            frame.say("Даночно олеснување", "Tax relief", "Lehtësimi tatimor"),
            relief::facts(frame, terms.giver, &terms.figures, value),
        ),
    ];
    let (columns, _) = wording::facts(frame, Vec::new());
    let mut draft = frame.draft(columns, sections);
    let unseen = frame.say(
        "Содржина на податоците и ден од кој тече рокот: чл. 19",
        "What the data are and the day from which the term runs: Art. 19",
        "Përmbajtja e të dhënave dhe dita nga e cila rrjedh afati: neni 19",
    );
    draft.basis.push(Basis { text: unseen.to_owned(), verified: false });
    draft.notes.push(
        frame
            .say(
                "Законот се применува само ако страните го бараат даночното олеснување; инаку е доволен обичен договор. \
                 Рокот е сметан од денот на договорот, а без договор од денот на приемот.",
                "The act applies only where the parties want its relief; otherwise an ordinary contract will do. The term \
                 is counted from the day of the contract, and without one from the day of receipt.",
                "Ligji zbatohet vetëm nëse palët e kërkojnë lehtësimin; përndryshe mjafton kontratë e zakonshme. Afati \
                 llogaritet nga dita e kontratës, e pa kontratë nga dita e pranimit.",
            )
            .to_owned(),
    );
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}

fn data(frame: &Frame<'_>, gift: &Gift) -> Vec<(&'static str, String)> {
    let day = |day| frame.language.day(day);
    vec![
        (frame.say("Дарител", "Giver", "Dhuruesi"), gift.giver.clone()),
        (frame.say("Примател", "Recipient", "Marrësi"), frame.association.name.clone()),
        (
            frame.say("Вид и облик", "Kind and form", "Lloji dhe forma"),
            format!("{}, {}", gift.kind, gift.form),
        ),
        (frame.say("Вредност", "Value", "Vlera"), gift.amount(frame)),
        (frame.say("Намена", "Purpose", "Qëllimi"), gift.purpose.clone()),
        (frame.say("Датум", "Date", "Data"), day(gift.received_on)),
        (frame.say("Договор", "Contract", "Kontrata"), gift.contract(frame)),
        (frame.say("Потврда", "Receipt", "Vërtetimi"), gift.number()),
    ]
}

fn deadlines(frame: &Frame<'_>, terms: &Terms) -> Vec<(&'static str, String)> {
    let day = |day| frame.language.day(day);
    let mut facts = vec![(
        frame.say(
            "Извештај и договор до УЈП до",
            "Report and contract to the tax office by",
            "Raporti dhe kontrata deri më",
        ),
        day(terms.report_by),
    )];
    if let Some(by) = terms.person_by {
        let own = frame.say(
            "Физичкото лице пријавува до",
            "The natural person reports by",
            "Personi fizik raporton deri më",
        );
        facts.push((own, day(by)));
    }
    let days = frame.say(
        "дена од барањето; број и датум:",
        "days from the request; number and date:",
        "ditë nga kërkesa; numri dhe data:",
    );
    facts.push((
        frame.say(
            "Решение за јавен интерес",
            "Decision on public interest",
            "Vendimi për interes publik",
        ),
        format!("{} {days} ______________", terms.decision_days),
    ));
    facts.push((frame.say("Се чува до", "Kept until", "Ruhet deri më"), day(terms.keep_until)));
    facts
}
