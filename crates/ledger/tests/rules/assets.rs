//! The register of fixed assets: no more than the entries cost, charged in whole months, and out with what it is still worth.

use almoner_ledger::codes::{AccountKind, AccountRole, EntryKind};
use almoner_ledger::command::{
    Command, Depreciated, OpeningLine, PostEntry, PutAccount, RecordAsset, RecordOpening,
    RetireAsset, Side,
};
use almoner_ledger::month::Month;
use almoner_ledger::refusal::Refusal;

use crate::chart::{desk, rule};
use crate::refusals::Case;
use crate::support::books::Books;
use crate::support::words::{
    BANK, RENT, TEA, TONI, credit, day, debit, donation, expense, paper, reverse, text, units,
};

const EQUIPMENT: &str = "013";

/// Equipment for 60,000 paid on 5 March.
fn bought(books: &mut Books, account: &str, denars: i64) -> i64 {
    books.income(donation(books.free, books.giver, denars));
    books.does(TEA, Command::PostEntry(expense(account, books.free, denars)))
}

fn laptop(books: &Books, entry: i64) -> RecordAsset {
    RecordAsset {
        name: text("Преносен сметач"),
        entry,
        account: EQUIPMENT.to_owned(),
        fund: books.free,
        cost: units(60_000),
        in_use_on: day("2026-03-05"),
        rate_bp: 2_500,
        earlier: None,
    }
}

fn record(asset: RecordAsset) -> Command {
    Command::RecordAsset(asset)
}

fn kept(books: &mut Books) -> i64 {
    let entry = bought(books, EQUIPMENT, 60_000);
    books.does(TEA, record(laptop(books, entry)))
}

fn charge(through: &str) -> Command {
    Command::Depreciate { through: Month::parse(through).unwrap() }
}

fn retire(asset: i64, version: i64, on: &str) -> Command {
    Command::RetireAsset(RetireAsset { asset, version, on: day(on), why: text("скршен") })
}

/// 100,000 of equipment of which 30,000 has worn off, with nothing else.
fn brought(books: &mut Books) -> i64 {
    let line = |account: &str, side, denars| OpeningLine {
        account: account.to_owned(),
        fund: books.free,
        side,
        amount: units(denars),
        quantity: None,
    };
    let lines = vec![
        line(EQUIPMENT, Side::Debit, 100_000),
        line("019", Side::Credit, 30_000),
        line("970", Side::Credit, 70_000),
    ];
    let booked_on = day("2026-01-01");
    let opening = RecordOpening { booked_on, lines, lots: Vec::new(), document: paper() };
    books.does(TEA, Command::RecordOpening(opening))
}

fn old(books: &Books, entry: i64, minor: i64, through: &str) -> RecordAsset {
    RecordAsset {
        cost: units(100_000),
        in_use_on: day("2024-06-15"),
        rate_bp: 2_000,
        earlier: Some(Depreciated { minor, through: Month::parse(through).unwrap() }),
        ..laptop(books, entry)
    }
}

#[test]
fn an_asset_is_charged_by_the_month_after_its_first() {
    let mut books = Books::open();
    let asset = kept(&mut books);
    books.today = day("2026-07-31");
    let none = books.refuses(TEA, charge("2026-03"));
    assert_eq!(none.name(), "nothing-to-depreciate");
    let april = books.does(TEA, charge("2026-04"));
    assert_eq!(books.entry(april), ["D 406 1250.00", "C 019 1250.00"]);
    assert_eq!(books.facts.entries[&april].entry.booked_on, day("2026-04-30"));
    let july = books.does(TEA, charge("2026-07"));
    assert_eq!(books.entry(july), ["D 406 3750.00", "C 019 3750.00"]);
    assert_eq!(books.facts.assets[&asset].depreciated_minor, 500_000);
    books.refuses(TEA, charge("2026-05"));
}

#[test]
fn each_fund_has_its_own_lines_and_what_is_not_to_be_touched_its_own_account() {
    let mut books = Books::open();
    kept(&mut books);
    let food = books.food;
    books.income(donation(food, books.giver, 12_000));
    let software = books.does(TEA, Command::PostEntry(expense("000", food, 12_000)));
    let account = "000".to_owned();
    let asset = RecordAsset {
        account,
        fund: food,
        cost: units(12_000),
        rate_bp: 10_000,
        ..laptop(&books, software)
    };
    books.does(TEA, record(asset));
    books.today = day("2026-05-01");
    let april = books.does(TEA, charge("2026-04"));
    let lines =
        ["D 406 1250.00", "C 019 1250.00", "D 406 1000.00 in FOOD", "C 028 1000.00 in FOOD"];
    assert_eq!(books.entry(april), lines);
}

#[test]
fn land_stays_what_it_cost() {
    let mut books = Books::open();
    let entry = bought(&mut books, "010", 500_000);
    let account = "010".to_owned();
    let land = RecordAsset { account, cost: units(500_000), rate_bp: 0, ..laptop(&books, entry) };
    let land = books.does(TEA, record(land));
    books.today = day("2026-12-31");
    books.refuses(TEA, charge("2026-12"));
    let sold = books.does(TEA, retire(land, 1, "2026-12-31"));
    assert_eq!(books.entry(sold), ["D 417 500000.00", "C 010 500000.00"]);
}

#[test]
fn what_leaves_is_charged_to_its_month_and_the_rest_is_a_cost() {
    let mut books = Books::open();
    let asset = kept(&mut books);
    books.today = day("2026-06-15");
    books.does(TEA, charge("2026-05"));
    let left = books.does(TEA, retire(asset, 2, "2026-06-10"));
    let lines =
        ["D 406 1250.00", "C 019 1250.00", "D 019 3750.00", "D 417 56250.00", "C 013 60000.00"];
    assert_eq!(books.entry(left), lines);
    assert_eq!(books.facts.entries[&left].entry.kind, EntryKind::AssetRetired);
    books.today = day("2026-07-31");
    books.refuses(TEA, charge("2026-07"));
}

#[test]
fn an_old_asset_goes_on_where_the_earlier_books_stopped() {
    let mut books = Books::open();
    let entry = brought(&mut books);
    let asset = old(&books, entry, 3_000_000, "2025-12");
    let asset = books.does(TEA, record(asset));
    books.today = day("2028-01-01");
    let two = books.does(TEA, charge("2026-02"));
    // A fifth of 100,000 in a year is 1,666.67 a month, and 3,333.33 in two that begin with the nineteenth.
    assert_eq!(books.entry(two), ["D 406 3333.33", "C 019 3333.33"]);
    let end = books.facts.assets[&asset].depreciated_minor;
    assert_eq!(end, 3_333_333);
}

#[test]
fn an_entry_has_no_more_assets_than_it_cost() {
    let mut books = Books::open();
    let entry = bought(&mut books, EQUIPMENT, 60_000);
    let half = RecordAsset { cost: units(40_000), ..laptop(&books, entry) };
    books.does(TEA, record(half.clone()));
    let beyond = books.refuses(TEA, record(half));
    assert_eq!(beyond, Refusal::AssetBeyondEntry { entry, left_minor: 2_000_000 });
    let food = RecordAsset { fund: books.food, ..laptop(&books, entry) };
    let elsewhere = books.refuses(TEA, record(food));
    assert_eq!(elsewhere, Refusal::AssetBeyondEntry { entry, left_minor: 0 });
    let rent = RecordAsset { account: RENT.to_owned(), ..laptop(&books, entry) };
    assert_eq!(books.refuses(TEA, record(rent)).name(), "wrong-account");
    let worn = RecordAsset { account: "019".to_owned(), ..laptop(&books, entry) };
    assert_eq!(books.refuses(TEA, record(worn)).name(), "wrong-account");
}

#[test]
fn what_was_taken_back_carries_nothing() {
    let mut books = Books::open();
    let entry = bought(&mut books, EQUIPMENT, 60_000);
    let back = books.two(TEA, TONI, reverse(entry));
    for (of, name) in [(entry, "already-reversed"), (back, "is-a-reversal")] {
        let asset = laptop(&books, of);
        assert_eq!(books.refuses(TEA, record(asset)).name(), name);
    }
}

#[test]
fn the_account_of_an_asset_stays_as_it_is() {
    let mut books = Books::open();
    let part = PutAccount {
        parent: Some("014".to_owned()),
        kind: AccountKind::Asset,
        role: AccountRole::FixedAsset,
        ..desk("0140", "014")
    };
    let entry = bought(&mut books, "014", 60_000);
    let asset = RecordAsset { account: "014".to_owned(), ..laptop(&books, entry) };
    let asset = books.does(TEA, record(asset));
    let refusal = books.refuses(TEA, Command::PutAccount(part.clone()));
    assert_eq!(refusal.name(), "account-in-use");
    books.does(TEA, retire(asset, 1, "2026-03-10"));
    books.does(TEA, Command::PutAccount(part));
}

#[test]
fn the_scheme_says_where_what_has_worn_off_is_kept() {
    let mut books = Books::open();
    for (event, account) in
        [("depreciation/013", "013"), ("goods/equipment", "019"), ("depreciation/expense", "019")]
    {
        let rule = rule(event, account, "2026-01-01");
        assert_eq!(books.refuses(TEA, rule).name(), "wrong-account", "{event} on {account}");
    }
}

pub(crate) const ASSETS: &[Case] = &[
    ("asset-unknown", |books| books.refuses(TEA, retire(999, 1, "2026-03-10"))),
    ("asset-left", |books| {
        let asset = kept(books);
        books.does(TEA, retire(asset, 1, "2026-03-10"));
        books.refuses(TEA, retire(asset, 2, "2026-03-10"))
    }),
    ("asset-beyond-entry", |books| {
        let entry = bought(books, EQUIPMENT, 59_999);
        books.refuses(TEA, record(laptop(books, entry)))
    }),
    ("asset-rate", |books| {
        let entry = bought(books, EQUIPMENT, 60_000);
        let below = RecordAsset { rate_bp: -1, ..laptop(books, entry) };
        assert_eq!(books.refuses(TEA, record(below)), Refusal::AssetRate);
        let above = RecordAsset { rate_bp: 10_001, ..laptop(books, entry) };
        books.refuses(TEA, record(above))
    }),
    ("asset-in-use", |books| {
        let entry = bought(books, EQUIPMENT, 60_000);
        let in_use_on = day("2026-03-11");
        let late = books.refuses(TEA, record(RecordAsset { in_use_on, ..laptop(books, entry) }));
        assert_eq!(late, Refusal::InTheFuture { on: in_use_on });
        let in_use_on = day("2026-03-04");
        books.refuses(TEA, record(RecordAsset { in_use_on, ..laptop(books, entry) }))
    }),
    ("asset-leaves", |books| {
        let asset = kept(books);
        let early = books.refuses(TEA, retire(asset, 1, "2026-03-04"));
        assert_eq!(early, Refusal::AssetLeaves { from: day("2026-03-05") });
        let stale = books.refuses(TEA, retire(asset, 2, "2026-03-10"));
        assert_eq!(stale, Refusal::StaleVersion { version: 1 });
        books.today = day("2026-05-31");
        books.does(TEA, charge("2026-05"));
        books.refuses(TEA, retire(asset, 2, "2026-04-30"))
    }),
    ("asset-depreciated", |books| {
        let entry = brought(books);
        for (minor, through) in [(10_000_001, "2025-12"), (1, "2026-02"), (1, "2024-05")] {
            let asset = old(books, entry, minor, through);
            assert_eq!(books.refuses(TEA, record(asset)), Refusal::AssetDepreciated);
        }
        let entry = bought(books, EQUIPMENT, 60_000);
        let earlier = old(books, entry, 1, "2026-03").earlier;
        books.refuses(TEA, record(RecordAsset { earlier, ..laptop(books, entry) }))
    }),
    ("nothing-to-depreciate", |books| books.refuses(TEA, charge("2026-02"))),
    ("entry-has-asset", |books| {
        let entry = bought(books, EQUIPMENT, 60_000);
        books.does(TEA, record(laptop(books, entry)));
        books.refuses_deed(TEA, reverse(entry))
    }),
    ("belongs-to-assets", |books| {
        let asset = kept(books);
        books.today = day("2026-04-30");
        let charged = books.does(TEA, charge("2026-04"));
        let back = books.refuses_deed(TEA, reverse(charged));
        let left = books.does(TEA, retire(asset, 2, "2026-04-30"));
        assert_eq!(books.refuses_deed(TEA, reverse(left)), back);
        back
    }),
];

/// An entry of several lines may debit a fixed asset twice; money is not asked about.
#[test]
fn an_entry_of_several_lines_carries_the_sum() {
    let mut books = Books::open();
    let free = books.free;
    books.income(donation(free, books.giver, 60_000));
    let lines = vec![
        debit(EQUIPMENT, free, 50_000),
        debit(EQUIPMENT, free, 10_000),
        credit(BANK, free, 60_000),
    ];
    let post = PostEntry { lines, ..expense(EQUIPMENT, free, 1) };
    let entry = books.does(TEA, Command::PostEntry(post));
    books.does(TEA, record(laptop(&books, entry)));
}
