//! Grants as the 360Giving standard wants them: a package in JSON, and the same grants as a flat table.

mod purpose;
mod table;

use almoner_ledger::codes::Category;
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Number;

pub use table::csv;

use crate::csv::number::NumberFormat;
use crate::publish::grants::purpose::{ToIndividuals, to_individuals};
use crate::publish::open::{OpenBooks, OpenFund, OpenGrant, OpenQuarter};
use crate::publish::suppress::Told;

const CURRENCY: &str = "MKD";
/// Of the standard whose schema a package follows.
const VERSION: &str = "1.4";
/// National, and of a municipality.
const COUNTRY: &str = "GLS030";
const MUNICIPALITY: &str = "GLS050";
/// Whose list the kinds of need are.
const VOCABULARY: &str = "Almoner needs";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Package<'a> {
    version: &'static str,
    title: String,
    description: String,
    issued: NaiveDate,
    identifier: String,
    publisher: Party<'a>,
    grants: Vec<Grant>,
}

#[derive(Serialize)]
struct Party<'a> {
    identifier: &'a str,
    name: &'a str,
}

#[derive(Clone, Debug, Serialize)]
struct Named {
    id: String,
    name: String,
}

#[derive(Serialize)]
struct Programme {
    code: String,
    title: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dates {
    start_date: NaiveDate,
    end_date: NaiveDate,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    country_code: String,
}

#[derive(Serialize)]
struct Class {
    vocabulary: &'static str,
    code: &'static str,
    title: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Transaction {
    id: String,
    transaction_date: NaiveDate,
    currency: &'static str,
    value: Number,
    value_date: NaiveDate,
    /// Who pays, and who is paid, as they are known in the grant.
    provider: String,
    recipient: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Grant {
    id: String,
    title: String,
    description: String,
    currency: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount_applied_for: Option<Number>,
    amount_awarded: Number,
    amount_disbursed: Number,
    award_date: NaiveDate,
    actual_dates: Vec<Dates>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    recipient_organization: Vec<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipient_individual: Option<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to_individuals_details: Option<ToIndividuals>,
    funding_organization: Vec<Named>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    grant_programme: Vec<Programme>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    classifications: Vec<Class>,
    beneficiary_location: Vec<Place>,
    location_scope: &'static str,
    /// The schema gives these no title, so a table has none of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    disbursement_transaction: Vec<Transaction>,
    date_modified: String,
}

/// `prefix` is what the standard's keepers gave the publisher.
pub fn json(open: &OpenBooks, prefix: &str) -> Result<Vec<u8>, serde_json::Error> {
    let words = open.say("Доделена помош", "Grants of", "Ndihma e dhënë nga");
    let package = Package {
        version: VERSION,
        title: format!("{words} {}", open.publisher.name),
        description: open.notes(),
        issued: open.issued,
        identifier: format!("{}-grants", open.publisher.id),
        publisher: Party { identifier: &open.publisher.id, name: &open.publisher.name },
        grants: grants(open, prefix)?,
    };
    let mut out = serde_json::to_vec_pretty(&package)?;
    out.push(b'\n');
    Ok(out)
}

fn grants(open: &OpenBooks, prefix: &str) -> Result<Vec<Grant>, serde_json::Error> {
    let mut grants = Vec::new();
    for quarter in &open.quarters {
        for grant in &quarter.grants {
            grants.push(to_organisation(open, prefix, grant)?);
        }
        if let Some(told) = quarter.people.filter(|told| 0 < told.persons) {
            grants.push(to_people(open, prefix, (quarter, told))?);
        }
    }
    Ok(grants)
}

fn to_organisation(
    open: &OpenBooks,
    prefix: &str,
    grant: &OpenGrant,
) -> Result<Grant, serde_json::Error> {
    let payee = open.payee(grant);
    let own = || format!("360G-{prefix}-ORG-{}", grant.payee);
    let id = grant.payee_id.clone().unwrap_or_else(own);
    let shared = common(open, format!("360G-{prefix}-{}", grant.number))?;
    let paid = Transaction {
        id: format!("{}-paid", shared.id),
        transaction_date: grant.paid_on,
        currency: CURRENCY,
        value: number(grant.disbursed_minor)?,
        value_date: grant.paid_on,
        provider: open.publisher.id.clone(),
        recipient: id.clone(),
    };
    let class = |need: Category| Class {
        vocabulary: VOCABULARY,
        code: need.code(),
        title: grant.purpose.clone(),
    };
    Ok(Grant {
        title: format!("{}: {payee}", grant.purpose),
        description: open
            .say(
                "Платено на организација за потреба на поединец.",
                "Paid to an organisation for the need of a person.",
                "Paguar një organizate për nevojën e një personi.",
            )
            .to_owned(),
        amount_applied_for: grant.asked_minor.map(number).transpose()?,
        amount_awarded: number(grant.awarded_minor)?,
        amount_disbursed: number(grant.disbursed_minor)?,
        award_date: grant.awarded_on,
        actual_dates: vec![Dates { start_date: grant.awarded_on, end_date: grant.paid_on }],
        recipient_organization: vec![Named { id, name: payee }],
        grant_programme: open.fund(grant.fund).map(programme).into_iter().collect(),
        classifications: grant.need.map(class).into_iter().collect(),
        beneficiary_location: vec![place(open, grant.place.clone())],
        location_scope: if grant.place.is_some() { MUNICIPALITY } else { COUNTRY },
        disbursement_transaction: vec![paid],
        ..shared
    })
}

/// One line for all people of a quarter: how many, and what they were paid.
fn to_people(
    open: &OpenBooks,
    prefix: &str,
    (quarter, told): (&OpenQuarter, Told),
) -> Result<Grant, serde_json::Error> {
    let OpenQuarter { name, from, to, .. } = quarter;
    let title = open.say("Помош за луѓе", "Aid to people", "Ndihmë për njerëz");
    let persons = open.say("Лица", "Persons", "Persona");
    let people = open.say("Поединци", "Individual Recipients", "Persona fizikë");
    Ok(Grant {
        title: format!("{title}, {name}"),
        description: format!("{persons}: {}. {}", told.persons, open.notes()),
        amount_awarded: number(told.minor)?,
        amount_disbursed: number(told.minor)?,
        award_date: *to,
        actual_dates: vec![Dates { start_date: *from, end_date: *to }],
        recipient_individual: Some(Named {
            id: format!("360G-{prefix}-IND-{name}"),
            name: people.to_owned(),
        }),
        to_individuals_details: Some(to_individuals(&quarter.needs)),
        ..common(open, format!("360G-{prefix}-people-{name}"))?
    })
}

fn common(open: &OpenBooks, id: String) -> Result<Grant, serde_json::Error> {
    let funder = Named { id: open.publisher.id.clone(), name: open.publisher.name.clone() };
    Ok(Grant {
        id,
        title: String::new(),
        description: String::new(),
        currency: CURRENCY,
        amount_applied_for: None,
        amount_awarded: number(0)?,
        amount_disbursed: number(0)?,
        award_date: open.issued,
        actual_dates: Vec::new(),
        recipient_organization: Vec::new(),
        recipient_individual: None,
        to_individuals_details: None,
        funding_organization: vec![funder],
        grant_programme: Vec::new(),
        classifications: Vec::new(),
        beneficiary_location: vec![place(open, None)],
        location_scope: COUNTRY,
        disbursement_transaction: Vec::new(),
        date_modified: format!("{}T00:00:00Z", open.issued),
    })
}

fn place(open: &OpenBooks, name: Option<String>) -> Place {
    Place { name, country_code: open.publisher.country.clone() }
}

fn programme(fund: &OpenFund) -> Programme {
    Programme { code: fund.code.clone(), title: fund.name.clone() }
}

/// A decimal point, and no separators.
fn number(minor: i64) -> Result<Number, serde_json::Error> {
    serde_json::from_str(&NumberFormat::POINT.format(minor))
}
