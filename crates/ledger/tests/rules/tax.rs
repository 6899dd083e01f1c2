//! The tax on aid: gross from the lots, net to the person, the rest to the tax office once its list is approved.

use almoner_ledger::act::Act;
use almoner_ledger::codes::{
    Category, EvidenceKind, Method, PayoutState, Reason, TaxBasis, WarningCode,
};
use almoner_ledger::command::{
    AttachEvidence, Command, Deed, OpenBatch, Part, ProposePayout, RecordIncome, Seen, TaxRuleSpec,
};
use almoner_ledger::refusal::Refusal;
use almoner_ledger::rows::Row;
use almoner_ledger::rows::aid::Payout;
use almoner_ledger::who;

use crate::payout::{pay, returned};
use crate::support::books::Books;
use crate::support::load::rows;
use crate::support::words::{
    ACO, ANA, BANK, BORIS, CVETA, DESK, RADE, TEA, code, day, donation, paper, reverse, units,
};
use crate::{payment_list, requests, sessions};

/// A proposal of 900 for the person, under a basis, of a request that found 1,000.
pub(crate) fn proposal(books: &mut Books, basis: TaxBasis) -> ProposePayout {
    let request = books.request(Category::Health, 1_000);
    ProposePayout { tax: Some(basis), ..Books::proposal(request, books.free, 900) }
}

/// 900 for the person, taxed, out of 5,000 free denars; approved.
pub(crate) fn approved(books: &mut Books) -> i64 {
    books.income(donation(books.free, books.giver, 5_000));
    let taxed = proposal(books, TaxBasis::Taxable);
    let payout = books.does(CVETA, Command::ProposePayout(taxed));
    books.approved_by(ACO, payout);
    payout
}

pub(crate) fn listed(payout: i64) -> Command {
    Command::NoteTaxList { payout, number: code("ppd-17/2026") }
}

pub(crate) fn paid(books: &mut Books) -> i64 {
    let payout = approved(books);
    books.does(TEA, listed(payout));
    books.released_by(RADE, payout);
    books.does(TEA, pay(payout, Some(BANK), "2026-03-10"));
    payout
}

pub(crate) fn tax_of(payouts: &[i64]) -> Command {
    let (account, document) = (BANK.to_owned(), paper());
    let (payouts, paid_on) = (payouts.to_vec(), day("2026-03-10"));
    Command::PayTax { payouts, account, paid_on, document }
}

/// From 11 March the aid of a basis is taxed, or free of tax.
pub(crate) fn rules(basis: TaxBasis, taxable: bool, evidence: Vec<Vec<EvidenceKind>>) -> Deed {
    let article = Some("12".to_owned());
    Deed::SetTaxRules {
        valid_from: day("2026-03-11"),
        rules: vec![TaxRuleSpec { basis, article, taxable, evidence }],
        source: "Сл. весник 1/26".to_owned(),
    }
}

pub(crate) fn attach(books: &mut Books, request: i64, kind: EvidenceKind, mark: u8) {
    let paper = AttachEvidence { kind, ..requests::paper(request, mark) };
    books.does(CVETA, Command::AttachEvidence(paper));
}

fn row(books: &Books, payout: i64) -> &Payout {
    &books.facts.payouts[&payout]
}

fn part(payout: i64, denars: i64) -> Command {
    let mut back = returned(payout, "2026-03-10");
    if let Command::ReturnPayout { part, .. } = &mut back {
        *part = Some(Part::Money(units(denars)));
    }
    back
}

fn warnings(acts: &[Act]) -> Vec<(WarningCode, &str, &str)> {
    let rows = acts.iter().flat_map(|act| &act.rows);
    rows.filter_map(|row| match row {
        Row::Warning(row) => Some((row.code, row.law_name.as_str(), row.law_value.as_str())),
        _ => None,
    })
    .collect()
}

#[test]
fn taxed_aid_is_owed_gross_and_paid_net() {
    let mut books = Books::open();
    let payout = approved(&mut books);
    assert_eq!(
        (row(&books, payout).amount_minor, row(&books, payout).tax_minor),
        (100_000, 10_000)
    );
    let owed = row(&books, payout).obligation_seq.unwrap();
    assert_eq!(books.entry(owed), ["D 451005 1000.00", "C 2610 900.00", "C 245 100.00"]);
    assert_eq!(books.facts.lots.values().map(|lot| lot.left_value_minor).sum::<i64>(), 400_000);
    let release = books.release(payout);
    assert_eq!(books.refuses(RADE, release), Refusal::TaxListMissing { payout });
    let now = books.today.and_hms_opt(9, 0, 0).unwrap().and_utc();
    let next = who::next(&books.facts, row(&books, payout), &Seen::default(), (now, books.today));
    assert_eq!(next[0].refusal, Some(Refusal::TaxListMissing { payout }));
    books.does(TEA, listed(payout));
    let mut batch = sessions::batch(&books, &[payout], 1_000);
    let gross = books.refuses(RADE, Command::OpenBatch(batch.clone()));
    assert_eq!(gross, Refusal::BatchTotalDiffers { declared_minor: 100_000, found_minor: 90_000 });
    batch = OpenBatch { total: units(900), ..batch };
    books.does(RADE, Command::OpenBatch(batch));
    let sent = books.does(TEA, pay(payout, Some(BANK), "2026-03-10"));
    assert_eq!(books.entry(sent), ["D 2610 900.00", "C 1000 900.00"]);
    let tax = books.does(TEA, tax_of(&[payout]));
    assert_eq!(books.entry(tax), ["D 245 100.00", "C 1000 100.00"]);
    assert_eq!(row(&books, payout).tax_paid_seq, Some(tax));
    assert_eq!(books.refuses(TEA, tax_of(&[payout])), Refusal::TaxNotDue { payout });
    assert_eq!(books.refuses_deed(TEA, reverse(tax)), Refusal::BelongsToTax);
}

#[test]
fn the_tax_is_rounded_half_away_from_zero_to_the_deni() {
    // 0.05 / 0.9 is 5.56 deni, 0.04 / 0.9 is 4.44: the one goes up, the other down.
    for (net, gross) in [(5, 6), (4, 4), (9, 10), (100, 111), (90_000, 100_000)] {
        let facts = &Books::open().facts;
        let asked = almoner_ledger::tax::gross(facts, TaxBasis::Taxable, net, day("2026-03-10"));
        assert_eq!(asked, Ok(gross), "{net}");
    }
}

#[test]
fn what_is_found_bands_and_givers_are_asked_for_the_gross() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 5_000));
    let base = proposal(&mut books, TaxBasis::Taxable);
    let more = ProposePayout { amount: Some(units(901)), ..base };
    let refusal = books.refuses(CVETA, Command::ProposePayout(more));
    assert_eq!(refusal, Refusal::BeyondFindingWithTax { found_minor: 100_000, tax_minor: 10_011 });
}

#[test]
fn the_bank_is_asked_for_the_net() {
    let mut books = Books::open();
    let numbered = payment_list::numbered("300000000000133");
    books.does(TEA, Command::PutAccount(numbered));
    let payout = approved(&mut books);
    books.does(TEA, listed(payout));
    books.released_by(RADE, payout);
    let list = payment_list::list(&[payment_list::order(&books, payout)]);
    let acts = books.tries(RADE, Command::MakePaymentList(list)).unwrap();
    let told: Vec<_> = rows!(acts[0].rows, PaymentList).collect();
    assert_eq!(told[0].total_minor, 90_000);
}

#[test]
fn what_ends_unpaid_takes_its_tax_along() {
    for release in [false, true] {
        let mut books = Books::open();
        let payout = approved(&mut books);
        let reason = Reason::Mistake;
        let end = if release {
            books.does(TEA, listed(payout));
            books.released_by(RADE, payout);
            books.does(RADE, Command::VoidPayout { payout, reason })
        } else {
            books.does(CVETA, Command::CancelPayout { payout, reason })
        };
        assert_eq!(books.entry(end), ["C 451005 1000.00", "D 2610 900.00", "D 245 100.00"]);
        assert_eq!(books.refuses(TEA, tax_of(&[payout])), Refusal::TaxNotDue { payout });
    }
}

#[test]
fn what_came_back_whole_owes_no_tax() {
    let mut books = Books::open();
    let payout = paid(&mut books);
    books.does(TEA, part(payout, 400));
    assert_eq!(row(&books, payout).returned_minor, 40_000);
    let beyond = books.refuses(TEA, part(payout, 501));
    assert_eq!(beyond, Refusal::BeyondReturn { left_minor: 50_000 });
    let rest = books.tries(TEA, returned(payout, "2026-03-10")).unwrap();
    assert_eq!(books.entry(rest[0].seq), ["D 1000 500.00", "D 245 100.00", "C 451005 600.00"]);
    assert_eq!(warnings(&rest), []);
    assert_eq!(row(&books, payout).returned_minor, 100_000);
    assert_eq!(row(&books, payout).state, PayoutState::Returned);
    assert_eq!(books.facts.lots.values().map(|lot| lot.left_value_minor).sum::<i64>(), 500_000);
    assert_eq!(books.refuses(TEA, tax_of(&[payout])), Refusal::TaxNotDue { payout });
}

#[test]
fn tax_that_was_paid_is_asked_back_from_the_tax_office() {
    let mut books = Books::open();
    let bound = books.income(RecordIncome {
        restriction: Some(Default::default()),
        received_on: day("2026-03-01"),
        ..donation(books.free, books.giver, 300)
    });
    let payout = paid(&mut books);
    books.does(TEA, tax_of(&[payout]));
    let back = books.tries(TEA, returned(payout, "2026-03-10")).unwrap();
    assert_eq!(books.entry(back[0].seq)[..2], ["D 1000 900.00", "C 451005 900.00"]);
    assert_eq!(warnings(&back), [(WarningCode::TaxToAskBack, "personal_income_tax_rate", "1000")]);
    assert_eq!(row(&books, payout).state, PayoutState::Returned);
    // The lot drawn first keeps what the tax office has.
    assert_eq!(books.left(bound), 20_000);
}

#[test]
fn treatment_needs_the_diagnosis_and_a_bill() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 5_000));
    let bare = proposal(&mut books, TaxBasis::Treatment);
    let request = bare.request;
    let acts = books.tries(CVETA, Command::ProposePayout(bare.clone())).unwrap();
    let wanted = "medical+pro_forma|medical+final_invoice";
    assert_eq!(warnings(&acts), [(WarningCode::TaxDocument, "treatment", wanted)]);
    let payout = acts[0].seq;
    let approval = books.approval(payout);
    let refusal = books.refuses(ACO, approval);
    let basis = TaxBasis::Treatment;
    assert_eq!(refusal, Refusal::TaxDocumentMissing { basis, wanted: wanted.to_owned() });
    books.does(CVETA, Command::CancelPayout { payout, reason: Reason::Mistake });
    attach(&mut books, request, EvidenceKind::Medical, 1);
    attach(&mut books, request, EvidenceKind::FinalInvoice, 2);
    let acts = books.tries(CVETA, Command::ProposePayout(bare)).unwrap();
    assert_eq!(warnings(&acts), []);
    let payout = acts[0].seq;
    books.approved_by(ACO, payout);
    assert_eq!(row(&books, payout).tax_minor, 0);
    books.released_by(RADE, payout);
}

#[test]
fn goods_need_not_say_why_they_are_not_taxed() {
    let mut books = Books::open();
    books.income(crate::support::words::rice(donation(books.free, books.giver, 1), 10, 900));
    let request = books.request(Category::Food, 1_000);
    let goods = ProposePayout {
        method: Method::InKind,
        amount: None,
        tax: None,
        goods: Some((crate::support::words::text("rice"), 3)),
        ..Books::proposal(request, books.free, 1)
    };
    let taxed = ProposePayout { tax: Some(TaxBasis::Taxable), ..goods.clone() };
    let refusal = books.refuses(CVETA, Command::ProposePayout(taxed));
    assert_eq!(refusal.name(), "tax-basis-unfit");
    let payout = books.does(CVETA, Command::ProposePayout(goods));
    assert_eq!(row(&books, payout).tax_basis, TaxBasis::InKind);
}

#[test]
fn an_emergency_with_tax_names_the_list_at_once() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 8_000));
    let free = books.urgent(books.free, 900);
    let mut glass = books.break_glass(free);
    if let Command::BreakGlass { tax_list, .. } = &mut glass {
        *tax_list = Some(code("ppd-18/2026"));
    }
    assert_eq!(books.refuses(ACO, glass), Refusal::NotTaxed { payout: free });
    let glass = books.break_glass(free);
    books.does(ACO, glass);
    let urgency = almoner_ledger::codes::Urgency::Emergency;
    let request = books.request_with(None, (Category::Shelter, urgency), 1_000);
    let base = Books::proposal(request, books.free, 900);
    let taxed = ProposePayout { tax: Some(TaxBasis::Taxable), ..base };
    let payout = books.does(CVETA, Command::ProposePayout(taxed));
    let mut glass = books.break_glass(payout);
    assert_eq!(books.refuses(ACO, glass.clone()), Refusal::TaxListMissing { payout });
    if let Command::BreakGlass { tax_list, .. } = &mut glass {
        *tax_list = Some(code("ppd-18/2026"));
    }
    books.does(ACO, glass);
    assert_eq!(row(&books, payout).tax_list_number.as_deref(), Some("ppd-18/2026"));
}

#[test]
fn cash_is_warned_of_by_what_is_put_into_the_hand() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 8_000));
    let request = books.request(Category::Food, 7_000);
    let base = Books::proposal(request, books.free, 6_000);
    let cash = ProposePayout { method: Method::Cash, tax: Some(TaxBasis::Taxable), ..base };
    let acts = books.tries(CVETA, Command::ProposePayout(cash)).unwrap();
    assert_eq!(warnings(&acts), []);
    let payout = acts[0].seq;
    assert_eq!(row(&books, payout).amount_minor, 666_667);
    books.approved_by(ACO, payout);
    books.does(RADE, listed(payout));
    books.released_by(RADE, payout);
    assert_eq!(books.facts.cash_aid[&books.today], 600_000);
    let transfer = crate::support::words::transfer(BANK, DESK, books.free, 6_000);
    books.does(TEA, Command::Transfer(transfer));
    books.does(TEA, pay(payout, Some(DESK), "2026-03-10"));
    assert_eq!(books.facts.money[DESK], 0);
}

#[test]
fn what_two_persons_lay_down_holds_from_its_day() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 5_000));
    let papers = vec![vec![EvidenceKind::Medical, EvidenceKind::Decision]];
    books.two(ANA, BORIS, rules(TaxBasis::Treatment, true, papers));
    let today = proposal(&mut books, TaxBasis::Treatment);
    books.today = day("2026-03-11");
    let payout = books.does(CVETA, Command::ProposePayout(today));
    assert_eq!(row(&books, payout).tax_minor, 10_000);
    let approval = books.approval(payout);
    let wanted = "medical+decision".to_owned();
    let basis = TaxBasis::Treatment;
    let missing = Refusal::TaxDocumentMissing { basis, wanted };
    assert_eq!(books.refuses(ACO, approval), missing);
    let name = &almoner_ledger::tax::rule(&books.facts, basis, books.today).unwrap().name_en;
    assert_eq!(name, "Financial aid for medical treatment");
}
