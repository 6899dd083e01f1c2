//! Freeland: an invented country, small enough to read, that follows every rule.

use almoner_law::files::Files;

pub(crate) const FREELAND: Files<'static> = Files {
    chart_of_accounts: include_str!("../freeland/chart-of-accounts.csv"),
    posting_scheme: include_str!("../freeland/posting-scheme.csv"),
    bands: include_str!("../freeland/bands.csv"),
    combinations: include_str!("../freeland/combinations.csv"),
    tax_bases: include_str!("../freeland/tax-bases.csv"),
    values: include_str!("../freeland/values.csv"),
    municipalities: include_str!("../freeland/municipalities.csv"),
    categories: include_str!("../freeland/categories.csv"),
    target_groups: include_str!("../freeland/target-groups.csv"),
    urgencies: include_str!("../freeland/urgencies.csv"),
    source_kinds: include_str!("../freeland/source-kinds.csv"),
    income_kinds: include_str!("../freeland/income-kinds.csv"),
    balance_sheet: include_str!("../freeland/aop-balance-sheet.csv"),
    income_expenditure: include_str!("../freeland/aop-income-expenditure.csv"),
    documents: include_str!("../freeland/documents.csv"),
    filings: include_str!("../freeland/filings.csv"),
    banks: include_str!("../freeland/banks.csv"),
    registers: include_str!("../freeland/registers.csv"),
    economic_tax: include_str!("../freeland/economic-tax.csv"),
};
