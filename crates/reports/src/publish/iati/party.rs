//! Who takes part in an activity, as the standard's lists call them.

use std::collections::BTreeMap;

use almoner_ledger::codes::SourceKind;

use super::named;
use crate::publish::open::Organisation;
use crate::publish::xml::Element;

/// A non-governmental organisation of the country that is helped.
pub(super) const NGO: &str = "24";
/// The part of who gives.
const FUNDING: &str = "1";

/// Who funds an activity directly, each once.
pub(super) fn givers<'a>(organisations: impl Iterator<Item = &'a Organisation>) -> Vec<Element> {
    let mut givers: BTreeMap<&str, Element> = BTreeMap::new();
    for organisation in organisations {
        let giver = party("participating-org", organisation).attribute("role", FUNDING);
        givers.insert(&organisation.name, giver);
    }
    givers.into_values().collect()
}

pub(super) fn party(element: &'static str, organisation: &Organisation) -> Element {
    let element = named(element, &organisation.name);
    let element = match &organisation.id {
        Some(id) => element.attribute("ref", id),
        None => element,
    };
    match organisation_type(organisation.kind) {
        Some(code) => element.attribute("type", code),
        None => element,
    }
}

const fn organisation_type(kind: SourceKind) -> Option<&'static str> {
    match kind {
        SourceKind::Company => Some("70"),
        SourceKind::DomesticFoundation | SourceKind::ForeignFoundation => Some("60"),
        SourceKind::DomesticAssociation => Some(NGO),
        SourceKind::ForeignAssociation => Some("21"),
        SourceKind::InternationalOrganisation => Some("40"),
        SourceKind::StateBody => Some("10"),
        SourceKind::Municipality => Some("11"),
        SourceKind::Person | SourceKind::Anonymous => None,
    }
}
