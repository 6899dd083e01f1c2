//! The statement of a fund: opening, what came from whom, what went for what, closing, and what of that is to go back.

use std::collections::BTreeMap;

use almoner_law::pack::Pack;
use almoner_law::term::Term;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::funds::heading::{Group, Heading};
use crate::funds::year::{FundYear, Sum};
use crate::report::cell::{Cell, CellKind, Drill};
use crate::report::{Column, Report, Row, Section};

/// `names` has every account's name.
pub fn build(
    frame: &Frame<'_>,
    law: &Pack,
    names: &BTreeMap<String, String>,
    fund: &FundYear,
) -> Result<Report, BuildError> {
    let mut frame = frame.clone();
    let word = frame.say("Фонд", "Fund", "Fondi");
    frame.parameter(word, format!("{} {}", fund.code, fund.name));
    let frame = &frame;
    let balance = |words: &str, minor: i64| {
        Row::sum(vec![Cell::text(words), Cell::EMPTY, Cell::EMPTY, Cell::EMPTY, Cell::money(minor)])
    };
    let opening = frame.say("Почетна состојба", "Opening", "Gjendja fillestare");
    let mut sections = vec![Section::new(None, vec![balance(opening, fund.opening_minor)])];
    for group in [Group::Received, Group::Aid, Group::Costs, Group::Other] {
        let rows = fund
            .of_group(group)
            .map(|(heading, sum)| line(words(frame, law, names, heading)?, heading, sum));
        let rows = rows.collect::<Result<Vec<Row>, BuildError>>()?;
        if !rows.is_empty() {
            sections.push(Section::new(Some(group_words(frame, group)), rows).adding_up());
        }
    }
    sections.push(closing(frame, fund)?);
    let mut draft = frame.draft(columns(frame), sections);
    draft.notes.push(
        frame
            .say(
                "Состојба на фонд: пари, залихи и побарувања, намалени за обврските. Помошта се брои од денот кога е \
                 одобрена.",
                "What a fund has: money, stock and claims less obligations. Aid counts from the day of its approval.",
                "Gjendja e fondit: para, rezerva dhe kërkesa minus detyrimet. Ndihma llogaritet nga dita e miratimit.",
            )
            .to_owned(),
    );
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}

fn columns(frame: &Frame<'_>) -> Vec<Column> {
    let money = |key, title: &str| Column::new(key, title, CellKind::Money);
    vec![
        Column::new("item", frame.say("Опис", "Item", "Përshkrimi"), CellKind::Text),
        Column::new("incomes", frame.say("Приливи", "Receipts", "Hyrje"), CellKind::Count),
        money("in", frame.say("Примено", "In", "Hyri")).adding(),
        money("out", frame.say("Потрошено", "Out", "Doli")).adding(),
        money("balance", frame.say("Состојба", "Balance", "Gjendja")),
    ]
}

fn line(words: String, heading: &Heading, sum: &Sum) -> Result<Row, BuildError> {
    let (into, out) = crate::books::input::sides(sum.minor)?;
    let item = Cell::text(words);
    let item = match heading {
        Heading::AidOn(account) | Heading::Cost(account) => {
            item.opens(Drill::Account(account.clone()))
        }
        Heading::Received { .. }
        | Heading::Aid(_)
        | Heading::CameBack
        | Heading::GivenBack
        | Heading::Repurposed
        | Heading::Exchanged
        | Heading::Carried => item,
    };
    let incomes = if sum.incomes == 0 { Cell::EMPTY } else { Cell::count(sum.incomes) };
    Ok(Row::line(vec![
        item,
        incomes,
        Cell::money_or_empty(into),
        Cell::money_or_empty(out),
        Cell::EMPTY,
    ]))
}

fn closing(frame: &Frame<'_>, fund: &FundYear) -> Result<Section, BuildError> {
    let balance = |words: String, minor: i64| {
        Row::sum(vec![Cell::text(words), Cell::EMPTY, Cell::EMPTY, Cell::EMPTY, Cell::money(minor)])
    };
    let held = fund.closing_minor.checked_add(fund.reserved_minor).ok_or(BuildError::Overflow)?;
    let mut rows = vec![
        balance(
            frame.say("Крајна состојба", "Closing", "Gjendja përfundimtare").to_owned(),
            fund.closing_minor,
        ),
        balance(
            frame
                .say(
                    "Одобрена, а неисплатена помош (веќе одземена)",
                    "Approved aid not yet paid (already taken off)",
                    "Ndihmë e miratuar ende e papaguar (tashmë e zbritur)",
                )
                .to_owned(),
            fund.reserved_minor,
        ),
        balance(
            frame
                .say("Со таа помош во фондот", "In the fund with that aid", "Në fond me atë ndihmë")
                .to_owned(),
            held,
        ),
    ];
    for (number, minor) in &fund.to_return {
        let word = frame.say(
            "Неискористено за враќање по договор",
            "Unspent, to return under agreement",
            "E papërdorur, për t’u kthyer sipas kontratës",
        );
        rows.push(balance(format!("{word} {number}"), *minor));
    }
    let title = frame.say("На крајот", "At the end", "Në fund");
    Ok(Section::new(Some(title.to_owned()), rows))
}

fn group_words(frame: &Frame<'_>, group: Group) -> String {
    match group {
        Group::Received => frame.say("Примено", "Received", "E pranuar"),
        Group::Aid => frame.say("Помош по вид на потреба", "Aid by need", "Ndihma sipas nevojës"),
        Group::Costs => frame.say("Трошоци", "Costs", "Shpenzime"),
        Group::Other => frame.say("Враќања и преноси", "Returned and moved", "Kthime dhe bartje"),
    }
    .to_owned()
}

/// What a heading is called; an account without a name is none of the books.
pub(crate) fn words(
    frame: &Frame<'_>,
    law: &Pack,
    names: &BTreeMap<String, String>,
    heading: &Heading,
) -> Result<String, BuildError> {
    let term = |terms: &[Term], code: &str| {
        let found = terms.iter().find(|term| term.code == code);
        found.map_or_else(|| code.to_owned(), |it| frame.language.pick(&it.names).to_owned())
    };
    let account = |code: &String| {
        let unknown = || BuildError::UnknownAccount { account: code.clone() };
        names.get(code).map(|name| format!("{code} {name}")).ok_or_else(unknown)
    };
    Ok(match heading {
        Heading::Received { source, in_kind } => {
            let who = match source {
                Some(kind) => term(&law.source_kinds, kind.code()),
                None => frame.say("Без дарител", "Without a giver", "Pa dhurues").to_owned(),
            };
            let form = if *in_kind {
                frame.say(", во натура", ", in kind", ", në natyrë")
            } else {
                ""
            };
            format!("{who}{form}")
        }
        Heading::Aid(category) => term(&law.categories, category.code()),
        Heading::AidOn(code) | Heading::Cost(code) => account(code)?,
        Heading::CameBack => {
            frame.say("Вратена помош", "Aid that came back", "Ndihmë e kthyer").to_owned()
        }
        Heading::GivenBack => frame
            .say("Вратено на дарителот", "Gone back to the giver", "Kthyer dhuruesit")
            .to_owned(),
        Heading::Repurposed => frame
            .say(
                "Пренаменето од или за друг фонд",
                "From or to another fund",
                "Nga ose për fond tjetër",
            )
            .to_owned(),
        Heading::Exchanged => {
            frame.say("Курсни разлики", "Exchange differences", "Diferenca të kursit").to_owned()
        }
        Heading::Carried => frame
            .say("Пренос меѓу сметки", "Carried between accounts", "Bartje ndërmjet llogarive")
            .to_owned(),
    })
}
