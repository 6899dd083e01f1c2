//! Grants as a flat table under the titles of the standard's schema.

use super::{Grant, Named, grants};
use crate::csv::guard::guard_text;
use crate::publish::open::OpenBooks;

const TITLES: [&str; 27] = [
    "Identifier",
    "Title",
    "Description",
    "Currency",
    "Amount Applied For",
    "Amount Awarded",
    "Amount Disbursed",
    "Award Date",
    "Actual Dates:Start Date",
    "Actual Dates:End Date",
    "Recipient Ind:Identifier",
    "Recipient Ind:Name",
    "To Individuals Details:Primary Grant Reason",
    "To Individuals Details:Grant Purpose",
    "Recipient Org:Identifier",
    "Recipient Org:Name",
    "Beneficiary Location:Name",
    "Beneficiary Location:Country Code",
    "Funding Org:Identifier",
    "Funding Org:Name",
    "Grant Programme:Code",
    "Grant Programme:Title",
    "Classifications:Vocabulary",
    "Classifications:Code",
    "Classifications:Title",
    "Last Modified",
    "Location Scope",
];

/// Lines end with LF; what has several values has them with semicolons between.
pub fn csv(open: &OpenBooks, prefix: &str) -> Result<Vec<u8>, csv::Error> {
    let mut table = csv::WriterBuilder::new().from_writer(Vec::new());
    table.write_record(TITLES)?;
    for grant in grants(open, prefix).map_err(std::io::Error::from)? {
        table.write_record(fields(grant).iter().map(|field| guard_text(field).into_owned()))?;
    }
    table.into_inner().map_err(|error| error.into_error().into())
}

fn fields(grant: Grant) -> [String; TITLES.len()] {
    let [organisation, organisation_name] = told(grant.recipient_organization.first());
    let [individual, individual_name] = told(grant.recipient_individual.as_ref());
    let [funder, funder_name] = told(grant.funding_organization.first());
    let dates = grant.actual_dates.first().map(|it| [it.start_date, it.end_date]);
    let [start, end] = dates.map(|days| days.map(|day| day.to_string())).unwrap_or_default();
    let programme = grant.grant_programme.into_iter().next();
    let (fund, fund_name) = programme.map(|it| (it.code, it.title)).unwrap_or_default();
    let place = grant.beneficiary_location.into_iter().next();
    let (place, country) = place.map(|it| (it.name, it.country_code)).unwrap_or_default();
    let details = grant.to_individuals_details;
    let reason = details.as_ref().map(|it| it.primary_grant_reason.to_owned());
    let purposes = details.map(|it| it.grant_purpose.join(";"));
    let class = grant.classifications.into_iter().next();
    let class = class.map(|it| [it.vocabulary.to_owned(), it.code.to_owned(), it.title]);
    let [vocabulary, code, need] = class.unwrap_or_default();
    [
        grant.id,
        grant.title,
        grant.description,
        grant.currency.to_owned(),
        grant.amount_applied_for.map(|asked| asked.to_string()).unwrap_or_default(),
        grant.amount_awarded.to_string(),
        grant.amount_disbursed.to_string(),
        grant.award_date.to_string(),
        start,
        end,
        individual,
        individual_name,
        reason.unwrap_or_default(),
        purposes.unwrap_or_default(),
        organisation,
        organisation_name,
        place.unwrap_or_default(),
        country,
        funder,
        funder_name,
        fund,
        fund_name,
        vocabulary,
        code,
        need,
        grant.date_modified,
        grant.location_scope.to_owned(),
    ]
}

fn told(named: Option<&Named>) -> [String; 2] {
    named.map_or_else(<[String; 2]>::default, |it| [it.id.clone(), it.name.clone()])
}
