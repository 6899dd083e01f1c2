//! What was asked for, as one hash: by it a repeated request is known, whatever the books have learned meanwhile.

use std::collections::BTreeMap;

use almoner_ledger::text::Text;
use almoner_proof::canon::Canon;
use almoner_proof::hash::{Hash, sha256};

use crate::import::mapping::{Mapping, Place};

/// Over the file and everything that was stated for it.
pub fn asked(file: &Hash, mapping: &Mapping, excluded: &BTreeMap<i64, Text>) -> Hash {
    let mut canon = Canon::new();
    canon.bytes(file).text(mapping.profile.as_str());
    place(&mut canon, &mapping.account, |code| code.as_str().to_owned());
    place(&mut canon, &mapping.fund, |code| code.as_str().to_owned());
    place(&mut canon, &mapping.income_kind, |kind| kind.code().to_owned());
    place(&mut canon, &mapping.source_kind, |kind| kind.code().to_owned());
    match &mapping.rate {
        Some(rate) => canon
            .text(&rate.value().normalize().to_string())
            .text(&rate.on.to_string())
            .text(rate.source.as_str()),
        None => canon.absent(),
    };
    for (row, reason) in excluded {
        canon.int(*row).text(reason.as_str());
    }
    sha256(&[b"almoner/import-asked/v1\n", canon.as_slice()])
}

fn place<T>(canon: &mut Canon, place: &Place<T>, text: impl Fn(&T) -> String) {
    match place {
        Place::Always(value) => canon.text("value").text(&text(value)),
        Place::Column(name) => canon.text("column").text(name),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::profile::{Choices, Profile};

    fn settle(choices: &Choices) -> Mapping {
        Profile::shipped("generic-utf8").unwrap().settle(choices).unwrap()
    }

    #[test]
    fn everything_that_is_stated_counts() {
        let choices = Choices {
            account: Some("1000".to_owned()),
            fund: Some("FREE".to_owned()),
            ..Choices::default()
        };
        let none = BTreeMap::new();
        let first = asked(&[1; 32], &settle(&choices), &none);
        assert_eq!(asked(&[1; 32], &settle(&choices), &none), first);
        assert_ne!(asked(&[2; 32], &settle(&choices), &none), first);
        let other = Choices { fund: Some("MK-814".to_owned()), ..choices.clone() };
        assert_ne!(asked(&[1; 32], &settle(&other), &none), first);
        let reason = Text::parse("a test payment").unwrap();
        let excluded = BTreeMap::from([(3, reason)]);
        assert_ne!(asked(&[1; 32], &settle(&choices), &excluded), first);
    }
}
