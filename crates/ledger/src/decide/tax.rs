//! What the grounds of taxing aid mean from a day on, laid down by two persons.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::act::Act;
use crate::codes::EvidenceKind;
use crate::command::TaxRuleSpec;
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::tax::TaxRule;
use crate::tax;

pub(super) fn set_rules(
    facts: &Facts,
    valid_from: NaiveDate,
    specs: &[TaxRuleSpec],
    source: &str,
) -> Result<Act, Refusal> {
    let mut named = BTreeSet::new();
    let once = specs.iter().all(|spec| named.insert(spec.basis));
    let whole = specs.iter().flat_map(|spec| &spec.evidence).all(|group| !group.is_empty());
    if specs.is_empty() || !once || !whole {
        return Err(Refusal::TaxRulesUnreadable);
    }
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "tax_rules.set");
    for (spec, line) in specs.iter().zip(1_i64..) {
        act.push(TaxRule {
            seq,
            line,
            valid_from,
            article: spec.article.clone(),
            taxable: spec.taxable,
            evidence: written(&spec.evidence),
            source: source.to_owned(),
            verified: false,
            ..tax::rule(facts, spec.basis, NaiveDate::MAX)?.clone()
        });
    }
    Ok(act)
}

fn written(groups: &[Vec<EvidenceKind>]) -> Option<String> {
    let group = |kinds: &Vec<EvidenceKind>| {
        let words: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
        words.join("+")
    };
    let text = groups.iter().map(group).collect::<Vec<String>>().join("|");
    Some(text).filter(|text| !text.is_empty())
}
