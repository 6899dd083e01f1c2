//! Who takes part in an activity, as the standard's lists call them.

use std::collections::BTreeMap;

use almoner_ledger::codes::SourceKind;

use super::named;
use crate::publish::open::{Giver, OpenIncome};
use crate::publish::xml::Element;

/// A non-governmental organisation of the country that is helped.
pub(super) const NGO: &str = "24";
/// The part of who gives.
const FUNDING: &str = "1";

/// Who funds an activity directly, each once.
pub(super) fn givers(incomes: &[&OpenIncome]) -> Vec<Element> {
    let mut givers: BTreeMap<&str, Element> = BTreeMap::new();
    for income in incomes {
        if let Giver::Organisation { name, .. } = &income.giver {
            let giver = party("participating-org", &income.giver, name);
            givers.insert(name, giver.attribute("role", FUNDING));
        }
    }
    givers.into_values().collect()
}

pub(super) fn party(element: &'static str, giver: &Giver, name: &str) -> Element {
    let element = named(element, name);
    match giver {
        Giver::Organisation { id, kind, .. } => {
            let element = match id {
                Some(id) => element.attribute("ref", id),
                None => element,
            };
            match organisation_type(*kind) {
                Some(code) => element.attribute("type", code),
                None => element,
            }
        }
        Giver::People(_) => element,
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
