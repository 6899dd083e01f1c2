//! Договор: a donation or sponsorship as the books know it, to be signed by both.

use chrono::NaiveDate;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::wording;
use crate::report::{Report, Row, Section, SignOff};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    pub number: String,
    pub signed_on: NaiveDate,
    pub giver: String,
    pub is_sponsorship: bool,
    pub purpose: String,
    pub currency: &'static str,
    pub promised_minor: i64,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Day and sum, in the contract's currency.
    pub instalments: Vec<(NaiveDate, i64)>,
    /// Whether what is not spent goes back.
    pub gives_back: bool,
    pub report_due_on: Option<NaiveDate>,
}

/// The frame's period is that of the contract.
pub fn build(frame: &Frame<'_>, contract: &Contract) -> Result<Report, BuildError> {
    let section = |title: String, facts| {
        let (_, rows): (_, Vec<Row>) = wording::facts(frame, facts);
        Section::new(Some(title), rows)
    };
    let article = frame.say("Член", "Article", "Neni");
    let parts = [
        (frame.say("Страни", "Parties", "Palët"), parties(frame, contract)),
        (frame.say("Предмет", "Subject", "Objekti"), subject(frame, contract)),
        (frame.say("Плаќање", "Payment", "Pagesa"), payment(frame, contract)),
        (
            frame.say("Обврски на примателот", "Duties of the recipient", "Detyrimet e marrësit"),
            duties(frame, contract),
        ),
    ];
    let numbered = (1_usize..).zip(parts);
    let sections =
        numbered.map(|(n, (title, facts))| section(format!("{article} {n}. {title}"), facts));
    let (columns, _) = wording::facts(frame, Vec::new());
    let mut draft = frame.draft(columns, sections.collect());
    draft.notes.push(
        frame
            .say(
                "Договорот е составен според податоците во книгите и важи кога ќе го потпишат двете страни, во по еден \
                 примерок за секоја и еден за УЈП.",
                "Drawn up from the books; it holds once both have signed it, in a copy for each and one for the tax office.",
                "Hartuar nga librat; vlen kur ta nënshkruajnë të dyja palët, nga një kopje për secilën dhe një për DAP.",
            )
            .to_owned(),
    );
    let signatures = [
        frame.say("За давателот", "For the giver", "Për dhënësin"),
        frame.say("За примателот", "For the recipient", "Për marrësin"),
    ];
    draft.sign_off = SignOff { signatures: signatures.map(str::to_owned).to_vec(), stamp: true };
    Ok(draft.finish()?)
}

type Facts = Vec<(&'static str, String)>;

fn parties(frame: &Frame<'_>, contract: &Contract) -> Facts {
    let recipient = &frame.association;
    let numbers = [&recipient.seat, &recipient.register_number, &recipient.tax_number];
    let mut words = vec![recipient.name.clone()];
    words.extend(numbers.into_iter().flatten().cloned());
    vec![
        (
            frame.say("Број и датум", "Number and date", "Numri dhe data"),
            format!("{}, {}", contract.number, frame.language.day(contract.signed_on)),
        ),
        (frame.say("Давател", "Giver", "Dhënësi"), contract.giver.clone()),
        (frame.say("Примател", "Recipient", "Marrësi"), words.join(", ")),
    ]
}

fn subject(frame: &Frame<'_>, contract: &Contract) -> Facts {
    let kind = if contract.is_sponsorship {
        frame.say(
            "Спонзорство: за објавување на името или знакот на давателот, како што ќе се договори во прилог",
            "Sponsorship: the giver's name or mark is shown, as an annex lays down",
            "Sponsorim: shfaqet emri ose shenja e dhënësit, sipas shtojcës",
        )
    } else if contract.gives_back {
        frame.say(
            "Донација: доброволна, без корист за давателот; се враќа само неупотребеното",
            "Donation: voluntary, of no direct benefit to the giver; only what is not used goes back",
            "Donacion: vullnetar, pa dobi për dhënësin; kthehet vetëm e papërdorura",
        )
    } else {
        frame.say(
            "Донација: доброволна и безусловна, без корист за давателот и без обврска за враќање",
            "Donation: voluntary and unconditional, of no direct benefit to the giver, not to be given back",
            "Donacion: vullnetar dhe pa kushte, pa dobi për dhënësin dhe pa detyrim kthimi",
        )
    };
    vec![
        (frame.say("Вид", "Kind", "Lloji"), kind.to_owned()),
        (frame.say("Намена", "Purpose", "Qëllimi"), contract.purpose.clone()),
        (
            frame.say("Важи", "In force", "Vlen"),
            format!("{} – {}", frame.language.day(contract.from), frame.language.day(contract.to)),
        ),
    ]
}

fn payment(frame: &Frame<'_>, contract: &Contract) -> Facts {
    let sum = |minor| format!("{} {}", frame.language.number().format(minor), contract.currency);
    let mut facts = vec![(frame.say("Износ", "Amount", "Shuma"), sum(contract.promised_minor))];
    let parts = contract.instalments.iter();
    facts.extend(parts.map(|(on, minor)| {
        (
            frame.say("Рата", "Instalment", "Kësti"),
            format!("{}: {}", frame.language.day(*on), sum(*minor)),
        )
    }));
    facts
}

fn duties(frame: &Frame<'_>, contract: &Contract) -> Facts {
    let unspent = if contract.gives_back {
        frame.say("се враќа на давателот", "goes back to the giver", "i kthehet dhënësit")
    } else {
        frame.say(
            "останува за истата намена",
            "stays for the same purpose",
            "mbetet për të njëjtin qëllim",
        )
    };
    let due = contract.report_due_on.map_or_else(|| "–".to_owned(), |day| frame.language.day(day));
    let used = frame.say(
        "само за намената од член 2, со документ за секој трошок",
        "for the purpose of article 2 alone, with a document for every cost",
        "vetëm për qëllimin e nenit 2, me dokument për çdo shpenzim",
    );
    vec![
        (frame.say("Употреба", "Use", "Përdorimi"), used.to_owned()),
        (frame.say("Неупотребеното", "What is not used", "E papërdorura"), unspent.to_owned()),
        (frame.say("Извештај до", "Report by", "Raporti deri"), due),
    ]
}
