//! The nineteen files of a country, so that a second country is a second folder and nothing else.

pub const CHART_OF_ACCOUNTS: &str = "chart-of-accounts.csv";
pub const POSTING_SCHEME: &str = "posting-scheme.csv";
pub const BANDS: &str = "bands.csv";
pub const COMBINATIONS: &str = "combinations.csv";
pub const TAX_BASES: &str = "tax-bases.csv";
pub const VALUES: &str = "values.csv";
pub const MUNICIPALITIES: &str = "municipalities.csv";
pub const CATEGORIES: &str = "categories.csv";
pub const TARGET_GROUPS: &str = "target-groups.csv";
pub const URGENCIES: &str = "urgencies.csv";
pub const SOURCE_KINDS: &str = "source-kinds.csv";
pub const INCOME_KINDS: &str = "income-kinds.csv";
pub const BALANCE_SHEET: &str = "aop-balance-sheet.csv";
pub const INCOME_EXPENDITURE: &str = "aop-income-expenditure.csv";
pub const DOCUMENTS: &str = "documents.csv";
pub const FILINGS: &str = "filings.csv";
pub const BANKS: &str = "banks.csv";
pub const REGISTERS: &str = "registers.csv";
pub const ECONOMIC_TAX: &str = "economic-tax.csv";

/// The text of each file.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    pub chart_of_accounts: &'a str,
    pub posting_scheme: &'a str,
    pub bands: &'a str,
    pub combinations: &'a str,
    pub tax_bases: &'a str,
    pub values: &'a str,
    pub municipalities: &'a str,
    pub categories: &'a str,
    pub target_groups: &'a str,
    pub urgencies: &'a str,
    pub source_kinds: &'a str,
    pub income_kinds: &'a str,
    pub balance_sheet: &'a str,
    pub income_expenditure: &'a str,
    pub documents: &'a str,
    pub filings: &'a str,
    pub banks: &'a str,
    pub registers: &'a str,
    pub economic_tax: &'a str,
}

impl Files<'static> {
    /// North Macedonia, compiled in: a running program cannot lose its law.
    pub const MK: Self = Self {
        chart_of_accounts: include_str!("../mk/chart-of-accounts.csv"),
        posting_scheme: include_str!("../mk/posting-scheme.csv"),
        bands: include_str!("../mk/bands.csv"),
        combinations: include_str!("../mk/combinations.csv"),
        tax_bases: include_str!("../mk/tax-bases.csv"),
        values: include_str!("../mk/values.csv"),
        municipalities: include_str!("../mk/municipalities.csv"),
        categories: include_str!("../mk/categories.csv"),
        target_groups: include_str!("../mk/target-groups.csv"),
        urgencies: include_str!("../mk/urgencies.csv"),
        source_kinds: include_str!("../mk/source-kinds.csv"),
        income_kinds: include_str!("../mk/income-kinds.csv"),
        balance_sheet: include_str!("../mk/aop-balance-sheet.csv"),
        income_expenditure: include_str!("../mk/aop-income-expenditure.csv"),
        documents: include_str!("../mk/documents.csv"),
        filings: include_str!("../mk/filings.csv"),
        banks: include_str!("../mk/banks.csv"),
        registers: include_str!("../mk/registers.csv"),
        economic_tax: include_str!("../mk/economic-tax.csv"),
    };
}
