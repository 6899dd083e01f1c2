//! Grants as the 360Giving standard wants them: a package in JSON, and the same grants as a flat table.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Number;

use crate::csv::guard::guard_text;
use crate::csv::number::NumberFormat;
use crate::publish::open::{OpenBooks, OpenFund, OpenGrant, OpenQuarter};
use crate::publish::suppress::Told;

const CURRENCY: &str = "MKD";
/// Of the standard whose schema a package follows.
const VERSION: &str = "1.4";
/// National.
const SCOPE: &str = "GLS030";

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
    country_code: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Grant {
    id: String,
    title: String,
    description: String,
    currency: &'static str,
    amount_awarded: Number,
    amount_disbursed: Number,
    award_date: NaiveDate,
    actual_dates: Vec<Dates>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    recipient_organization: Vec<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipient_individual: Option<Named>,
    funding_organization: Vec<Named>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    grant_programme: Vec<Programme>,
    beneficiary_location: Vec<Place>,
    location_scope: &'static str,
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

/// The standard's own titles; lines end with LF.
pub fn csv(open: &OpenBooks, prefix: &str) -> Result<Vec<u8>, csv::Error> {
    let mut table = csv::WriterBuilder::new().from_writer(Vec::new());
    table.write_record([
        "Identifier",
        "Title",
        "Description",
        "Currency",
        "Amount Awarded",
        "Amount Disbursed",
        "Award Date",
        "Actual Dates:Start Date",
        "Actual Dates:End Date",
        "Recipient Org:Identifier",
        "Recipient Org:Name",
        "Recipient Ind:Identifier",
        "Recipient Ind:Name",
        "Funding Org:Identifier",
        "Funding Org:Name",
        "Grant Programme:Code",
        "Grant Programme:Title",
        "Beneficiary Location:Country Code",
        "Location Scope",
    ])?;
    for grant in grants(open, prefix).map_err(std::io::Error::from)? {
        let told = |named: Option<&Named>| {
            named.map_or_else(<[String; 2]>::default, |it| [it.id.clone(), it.name.clone()])
        };
        let [organisation, organisation_name] = told(grant.recipient_organization.first());
        let [individual, individual_name] = told(grant.recipient_individual.as_ref());
        let [funder, funder_name] = told(grant.funding_organization.first());
        let dates = grant.actual_dates.first().map(|it| [it.start_date, it.end_date]);
        let [start, end] = dates.map(|days| days.map(|day| day.to_string())).unwrap_or_default();
        let programme = grant.grant_programme.into_iter().next();
        let (fund, fund_name) = programme.map(|it| (it.code, it.title)).unwrap_or_default();
        let place = grant.beneficiary_location.into_iter().next().map(|it| it.country_code);
        let fields = [
            grant.id,
            grant.title,
            grant.description,
            grant.currency.to_owned(),
            grant.amount_awarded.to_string(),
            grant.amount_disbursed.to_string(),
            grant.award_date.to_string(),
            start,
            end,
            organisation,
            organisation_name,
            individual,
            individual_name,
            funder,
            funder_name,
            fund,
            fund_name,
            place.unwrap_or_default(),
            grant.location_scope.to_owned(),
        ];
        table.write_record(fields.iter().map(|field| guard_text(field).into_owned()))?;
    }
    table.into_inner().map_err(|error| error.into_error().into())
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
    Ok(Grant {
        title: format!("{}: {payee}", grant.purpose),
        description: open
            .say(
                "Платено на организација за потреба на поединец.",
                "Paid to an organisation for the need of a person.",
                "Paguar një organizate për nevojën e një personi.",
            )
            .to_owned(),
        amount_awarded: number(grant.awarded_minor)?,
        amount_disbursed: number(grant.disbursed_minor)?,
        award_date: grant.awarded_on,
        actual_dates: vec![Dates { start_date: grant.awarded_on, end_date: grant.paid_on }],
        recipient_organization: vec![Named { id, name: payee }],
        recipient_individual: None,
        grant_programme: open.fund(grant.fund).map(programme).into_iter().collect(),
        ..common(open, format!("360G-{prefix}-{}", grant.number))?
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
        amount_awarded: number(0)?,
        amount_disbursed: number(0)?,
        award_date: open.issued,
        actual_dates: Vec::new(),
        recipient_organization: Vec::new(),
        recipient_individual: None,
        funding_organization: vec![funder],
        grant_programme: Vec::new(),
        beneficiary_location: vec![Place { country_code: open.publisher.country.clone() }],
        location_scope: SCOPE,
    })
}

fn programme(fund: &OpenFund) -> Programme {
    Programme { code: fund.code.clone(), title: fund.name.clone() }
}

/// A decimal point, and no separators.
fn number(minor: i64) -> Result<Number, serde_json::Error> {
    serde_json::from_str(&NumberFormat::POINT.format(minor))
}
