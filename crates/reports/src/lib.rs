//! Statements and forms: rows in, documents out, and nothing asked of a database or a socket.
//!
//! The same rows give the same bytes on every machine and every day: there is no clock in this crate.
//!
//! A statement ([`statement`]) is streamed line by line and is CSV alone. Every other paper is a [`report::Report`], made by a
//! builder and shown by a face ([`face`]): HTML, CSV in two dialects, XLSX, PDF, JSON.
//!
//! Open data is no paper either: [`publish::grants`] and [`publish::iati`] write an [`OpenBooks`](publish::open::OpenBooks),
//! of whose payments [`publish::apart`] says which may be told one by one and [`publish::tables`] with which place,
//! whose promises [`publish::agreed`] puts to years, and whose running costs [`publish::costs`] lets be told or not.
//!
//! Every builder takes a [`books::frame::Frame`]: the language; the association with its numbers; the period; the law's
//! [`Document`](almoner_law::document::Document) for the paper, by the code in the table; marks (provisional while the year
//! is open, demo); parameters to print above the rows. Besides it each wants:
//!
//! | builder | document | rows |
//! |---|---|---|
//! | [`books::trial_balance::build`] | `trial_balance` | every account that may be posted to and has a figure: [`AccountYear`](books::input::AccountYear); names of the accounts above them |
//! | [`books::journal::build`] | `journal` | all postings of the period, by day, act, line: [`BookLine`](books::input::BookLine); every account's name |
//! | [`books::card::general_ledger`] | `general_ledger` | per account, by code: opening, lines of the period, closing as kept elsewhere |
//! | [`books::card::account_card`] | `account_card` | the same for one account |
//! | [`books::cash_book::build`] | `cash_book` | one desk: opening, vouchers by day and act with the other account, closing |
//! | [`books::voucher::build`] | `cash_in`, `cash_out` | one voucher; period: its day |
//! | [`books::income_expenditure_book::build`] | `income_expenditure_book` | postings on accounts of income and expense with the account's kind |
//! | [`annual::figures::compute`] | – | the forms of the last day (`Pack::forms`), every account of the year, and `form_rounding` of the law |
//! | [`annual::forms::form`] | `balance_sheet`, `income_expenditure` | those figures, and the year before as it was issued, by row |
//! | [`annual::forms::row`] | `form_row` | those figures, a row's number, every account's name |
//! | [`annual::notes::build`] | `notes` | those figures, the accounts, the years of all funds, what lies in other currencies |
//! | [`registers::donations::build`] | `donation_register` | gifts in the order in which they came, with what was used of each |
//! | [`registers::public_agreements::build`] | `public_agreements` | agreements with public bodies and their sums |
//! | [`registers::contracts::build`] | `contract_register` | every agreement |
//! | [`funds::statement::build`] | `fund_statement` | a [`FundYear`](funds::year::FundYear): what moved, told apart by what for |
//! | [`public_money::build`] | `municipal_report`, `central_report` | a [`Grant`](public_money::Grant): receipts, costs with papers, places |
//! | [`tax::small::build`] | `small_statement` | every account of the year, the threshold |
//! | [`tax::economic::build`] | `economic_tax_return` | rows of the forms in whole denars, the law's rows, threshold and rate |
//! | [`tax::epdd::build`] | `epdd` | taxed payouts that were let go, by number |
//! | [`registers::invoices::build`] | `invoices_in`, `invoices_out` | entries whose paper is an invoice, [`registers::settle::settle`] |
//! | [`registers::members::build`] | `members` | memberships, and the fees of the period |
//! | [`tax::exempt::build`] | `exempt_invoices` | one agreement's costs with their invoices |
//! | [`donors::confirmation::build`], [`donors::report::build`] | `donation_confirmation`, `donation_report` | one gift, and the law's terms for it |
//! | [`donors::contract::build`] | `donation_contract` | one agreement |
//! | [`publish::public_report::build`] | `public_report` | incomes by kind of giver, and per quarter what [`publish::suppress::publish`] lets be told |
//! | [`annex_vi::build`], [`annex_vi::list`] | `annex_vi`, `annex_vi_costs` | one agreement's costs; the budget and the rates that came with the request |
//! | [`donors::year::build`] | `donor_year` | what one giver gave, and what became of it in the period |
//!
//! In [`AccountYear`](books::input::AccountYear) what the opening entry booked is `opening`, what the closing of the year
//! booked is `closed`, and the rest is turnover. What people typed reaches a report only as `text` of a line or a voucher:
//! whoever reads the books decides what its reader may see, and gives an empty text or a reference instead of a name.

pub mod annex_vi;
pub mod annual;
pub mod books;
pub mod csv;
pub mod donors;
pub mod export;
pub mod face;
pub mod funds;
pub mod language;
pub mod payment_list;
pub mod public_money;
pub mod publish;
pub mod registers;
pub mod report;
pub mod statement;
pub mod tax;
