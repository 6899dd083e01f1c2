//! The law pack of North Macedonia as the rows that open books.

use almoner_ledger::codes::{AccountKind, AccountRole, Category, Combined, Currency, TaxBasis};
use almoner_ledger::command::{NewPerson, OpenBooks};
use almoner_ledger::rows::books::LawValue;
use almoner_ledger::rows::chart::{Account, Band, PostingRule};
use almoner_ledger::rows::request::Combination;
use almoner_ledger::rows::tax::TaxRule;
use serde::Serialize;
use uuid::Uuid;

use crate::support::words::{code, text};

fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

fn account(account: &almoner_law::account::Account) -> Account {
    Account {
        code: account.code.clone(),
        parent: account.parent.clone(),
        kind: AccountKind::parse(&word(&account.kind)).unwrap(),
        role: AccountRole::parse(&word(&account.role)).unwrap(),
        currency: account.currency.as_deref().map(|code| Currency::parse(code).unwrap()),
        number: None,
        pool: account.pool,
        guarded: account.guarded,
        name_mk: account.names.mk.clone(),
        name_en: account.names.en.clone(),
        name_sq: account.names.sq.clone(),
        active: true,
        seq: 0,
        version: 1,
    }
}

fn value(value: &almoner_law::value::Value) -> LawValue {
    LawValue {
        seq: 0,
        line: 0,
        name: value.key.clone(),
        value: value.figure.written(),
        unit: value.figure.unit().to_owned(),
        valid_from: value.valid_from,
        valid_to: value.valid_to,
        source: value.source.clone(),
        verified: value.verified,
    }
}

fn combination(row: &almoner_law::combination::Combination) -> Combination {
    let category =
        |side: &Option<String>| side.as_deref().map(|code| Category::parse(code).unwrap());
    Combination {
        seq: 0,
        line: 0,
        valid_from: row.valid_from,
        one: category(&row.one),
        other: category(&row.other),
        window_days: i64::from(row.window_days),
        level: Combined::parse(&word(&row.level)).unwrap(),
        source: row.source.clone(),
        verified: row.verified,
    }
}

fn tax_rule(row: &almoner_law::tax_basis::TaxBasis) -> TaxRule {
    TaxRule {
        seq: 0,
        line: 0,
        valid_from: row.valid_from,
        basis: TaxBasis::parse(&row.basis).unwrap(),
        article: row.article.clone(),
        taxable: row.taxable,
        evidence: row.evidence.clone(),
        name_mk: row.names.mk.clone(),
        name_en: row.names.en.clone(),
        name_sq: row.names.sq.clone(),
        source: row.source.clone(),
        verified: row.verified,
    }
}

fn admin(number: u128, name: &str) -> NewPerson {
    NewPerson { id: Uuid::from_u128(number), login: code(name), name: text(name) }
}

pub(crate) fn open_books() -> OpenBooks {
    let pack = almoner_law::mk().unwrap();
    OpenBooks {
        uid: Uuid::from_u128(99),
        name: text("Помош"),
        time_zone: code("Europe/Skopje"),
        origin: code("pomosh.example/books"),
        demo: false,
        law: code("mk"),
        admins: vec![admin(1, "ana"), admin(2, "boris")],
        key_name: code("key-1"),
        public_key: [7; 32],
        accounts: pack.accounts.iter().map(account).collect(),
        rules: pack
            .scheme
            .iter()
            .map(|rule| PostingRule {
                event: rule.event.clone(),
                valid_from: rule.valid_from,
                account: rule.account.clone(),
                source: rule.source.clone(),
                verified: rule.verified,
                seq: 0,
                version: 1,
            })
            .collect(),
        bands: pack
            .bands
            .iter()
            .map(|band| Band {
                seq: 0,
                line: 0,
                valid_from: band.valid_from,
                up_to_minor: band.up_to_minor,
                approvals: i64::from(band.approvals),
                source: band.source.clone(),
                verified: band.verified,
            })
            .collect(),
        values: pack.values.iter().map(value).collect(),
        combinations: pack.combinations.iter().map(combination).collect(),
        tax_rules: pack.tax_bases.iter().map(tax_rule).collect(),
    }
}
