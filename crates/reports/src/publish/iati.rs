//! The same quarters as IATI 2.03 wants them: an activity for each fund and for what is told across them, and the
//! organisation with its aid by quarter.
//!
//! The order of the elements is that of the schema, which allows no other. Codes are of the standard's own lists.

mod across;
mod agreed;
mod party;

use across::{costs, of_all_funds};
use agreed::{budgets, committed, returned};
use party::{NGO, givers, party};

use crate::csv::number::NumberFormat;
use crate::publish::open::{Giver, OpenBooks, OpenFund, OpenGrant, OpenIncome, Organisation};
use crate::publish::xml::{Element, document};

const VERSION: &str = "2.03";
const CURRENCY: &str = "MKD";

/// Of a transaction.
const INCOMING_FUNDS: &str = "1";
const DISBURSEMENT: &str = "3";
const EXPENDITURE: &str = "4";
/// The part of who carries it out.
const IMPLEMENTING: &str = "4";
/// Material relief assistance and services, in the list of the DAC.
const RELIEF: &str = "72010";
/// A grant that is not tied, in the list of kinds of finance.
const STANDARD_GRANT: u16 = 110;

pub fn activities(open: &OpenBooks) -> Result<Vec<u8>, std::io::Error> {
    let funds = open.funds.iter().map(|fund| activity(open, fund));
    document(&root("iati-activities", open).with(funds).with(of_all_funds(open)).with(costs(open)))
}

pub fn organisation(open: &OpenBooks) -> Result<Vec<u8>, std::io::Error> {
    let told = open.quarters.iter().filter_map(|quarter| Some((quarter, quarter.aid?)));
    let spent = told.map(|(quarter, aid)| {
        let value = amount(aid.minor).attribute("value-date", quarter.to);
        Element::new("total-expenditure").with([
            Element::new("period-start").attribute("iso-date", quarter.from),
            Element::new("period-end").attribute("iso-date", quarter.to),
            value,
        ])
    });
    let organisation = Element::new("iati-organisation")
        .attribute("last-updated-datetime", moment(open))
        .attribute("xml:lang", open.language.code())
        .attribute("default-currency", CURRENCY)
        .with([
            Element::new("organisation-identifier").text(&open.publisher.id),
            named("name", &open.publisher.name),
            reporting(open),
        ])
        .with(spent);
    document(&root("iati-organisations", open).with([organisation]))
}

fn root(name: &'static str, open: &OpenBooks) -> Element {
    Element::new(name).attribute("version", VERSION).attribute("generated-datetime", moment(open))
}

fn moment(open: &OpenBooks) -> String {
    format!("{}T00:00:00Z", open.issued)
}

fn narrative(text: &str) -> Element {
    Element::new("narrative").text(text)
}

fn named(name: &'static str, text: &str) -> Element {
    Element::new(name).with([narrative(text)])
}

fn amount(minor: i64) -> Element {
    Element::new("value").text(&NumberFormat::POINT.format(minor))
}

fn reporting(open: &OpenBooks) -> Element {
    named("reporting-org", &open.publisher.name)
        .attribute("ref", &open.publisher.id)
        .attribute("type", NGO)
}

/// What every activity says of itself, up to who takes part.
fn begun(open: &OpenBooks, code: &str, title: &str) -> Element {
    Element::new("iati-activity")
        .attribute("last-updated-datetime", moment(open))
        .attribute("xml:lang", open.language.code())
        .attribute("default-currency", CURRENCY)
        .attribute("humanitarian", "1")
        .with([
            Element::new("iati-identifier").text(&format!("{}-{code}", open.publisher.id)),
            reporting(open),
            named("title", title),
            named("description", &open.notes()),
        ])
}

fn implementing(open: &OpenBooks) -> Element {
    named("participating-org", &open.publisher.name)
        .attribute("ref", &open.publisher.id)
        .attribute("type", NGO)
        .attribute("role", IMPLEMENTING)
}

fn classified(open: &OpenBooks) -> [Element; 3] {
    [
        Element::new("recipient-country").attribute("code", &open.publisher.country),
        Element::new("sector").attribute("vocabulary", "1").attribute("code", RELIEF),
        Element::new("default-finance-type").attribute("code", STANDARD_GRANT),
    ]
}

fn activity(open: &OpenBooks, fund: &OpenFund) -> Element {
    let (status, ended) = match fund.closed_on {
        None => ("2", None),
        Some(day) => ("4", Some(date("4", day))),
    };
    let incomes = || open.incomes.iter().filter(|income| income.fund == fund.seq);
    let gave = incomes().filter_map(|income| match &income.giver {
        Giver::Organisation { organisation, .. } => Some(organisation),
        Giver::People(_) | Giver::Interest => None,
    });
    let promised = open.agreed.told(fund.seq).map(|promise| &promise.organisation);
    let organisations: Vec<&Organisation> = gave.chain(promised).collect();
    let came = incomes().map(|income| incoming(open, income));
    let transactions =
        committed(open, fund).chain(came).chain(returned(open, fund)).chain(spent(open, fund));
    // These may not stand in an identifier.
    let is_fit = !fund.code.contains(['/', '&']);
    let code = if is_fit { fund.code.clone() } else { format!("~{}", fund.seq) };
    begun(open, &code, &fund.name)
        .with(givers(organisations.into_iter()))
        .with([
            implementing(open),
            Element::new("activity-status").attribute("code", status),
            date("2", fund.opened_on),
        ])
        .with(ended)
        .with(classified(open))
        .with(budgets(open, fund))
        .with(transactions)
}

fn date(kind: &str, day: chrono::NaiveDate) -> Element {
    Element::new("activity-date").attribute("type", kind).attribute("iso-date", day)
}

/// What is said of a transaction before who gave or got it.
fn transaction(kind: &str, day: chrono::NaiveDate, value: Element) -> Element {
    Element::new("transaction").with([
        Element::new("transaction-type").attribute("code", kind),
        Element::new("transaction-date").attribute("iso-date", day),
        value.attribute("value-date", day),
    ])
}

/// Interest that the bank pays comes from no giver, and is no `Interest Payment` (5) either: that is paid on a loan. The
/// funds of an activity may have an internal source.
fn incoming(open: &OpenBooks, income: &OpenIncome) -> Element {
    let told = transaction(INCOMING_FUNDS, income.on, amount(income.minor));
    match &income.giver {
        Giver::Organisation { number, organisation } => told
            .attribute("ref", format!("income-{number}"))
            .with([party("provider-org", organisation)]),
        Giver::People(Some(persons)) => {
            let people = open.say("Луѓе", "People", "Njerëz");
            let words = open.say(
                "Збир на кварталот, лица",
                "Sum of the quarter, persons",
                "Shuma e tremujorit, persona",
            );
            told.with([
                named("description", &format!("{words}: {persons}")),
                named("provider-org", people),
            ])
        }
        Giver::People(None) => {
            let nobody = open.say("Анонимни", "Anonymous", "Anonimë");
            told.with([named("provider-org", nobody)])
        }
        Giver::Interest => {
            told.with([named("description", open.say("Камата", "Interest", "Kamatë"))])
        }
    }
}

fn spent(open: &OpenBooks, fund: &OpenFund) -> Vec<Element> {
    let words =
        open.say("Помош за луѓе, лица", "Aid to people, persons", "Ndihmë për njerëz, persona");
    let mut spent = Vec::new();
    for quarter in &open.quarters {
        let grants = quarter.grants.iter().filter(|grant| grant.fund == fund.seq);
        spent.extend(grants.map(|grant| disbursed(open, grant)));
        let told = quarter.people_of_funds.iter().filter(|(seq, _)| *seq == fund.seq);
        spent.extend(told.map(|(_, told)| {
            let description = format!("{words}: {} ({})", told.persons, quarter.name);
            transaction(EXPENDITURE, quarter.to, amount(told.minor))
                .attribute("ref", format!("people-{}", quarter.name))
                .with([named("description", &description)])
        }));
    }
    spent
}

fn disbursed(open: &OpenBooks, grant: &OpenGrant) -> Element {
    let payee = named("receiver-org", &open.payee(grant));
    let payee = match &grant.payee_id {
        Some(id) => payee.attribute("ref", id),
        None => payee,
    };
    transaction(DISBURSEMENT, grant.paid_on, amount(grant.disbursed_minor))
        .attribute("ref", format!("payout-{}", grant.number))
        .with([named("description", &grant.purpose), payee])
}
