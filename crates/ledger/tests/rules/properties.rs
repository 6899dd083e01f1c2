//! Whatever is asked in whatever order: the invariants hold after every act, and what is applied is what would be loaded.
//!
//! [`Books`] checks both at every step; here the steps are drawn at random, sensible and senseless alike.

use std::collections::BTreeSet;

use almoner_ledger::codes::{
    Category, Currency, IncomeKind, Method, PayoutState, Reason, TaxBasis,
};
use almoner_ledger::command::{
    ChangePurpose, ChargeCurrency, Command, Context, Deed, Document, OpenBatch, Part,
    ProposePayout, RecordIncome, RefundGrant, ReturnAdvance, Spent,
};
use almoner_ledger::decide::{Decided, decide};
use almoner_ledger::money::Amount;
use almoner_ledger::needs::Needs;
use almoner_ledger::refusal::Refusal;
use almoner_ledger::restriction::Restriction;
use almoner_ledger::rows::aid::Payout;
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::income::explanation;
use crate::other_ways;
use crate::payload;
use crate::payout::pay;
use crate::sessions;
use crate::support::books::Books;
use crate::support::load;
use crate::support::words::{
    ACO, BANK, BETI, CVETA, DESK, EUROS, FEES, RADE, RENT, TEA, TONI, Who, by_bank, code, credit,
    day, debit, donation, entry, expense, in_euros, paper, reverse, rice, sale, text, transfer,
    unclear, units,
};
use crate::tax;

/// One step of a story; the numbers choose among what is there.
#[derive(Clone, Copy, Debug)]
struct Step {
    kind: u8,
    which: usize,
    denars: i64,
    food: bool,
    back: u64,
}

fn step() -> impl Strategy<Value = Step> {
    (0_u8..36, any::<u16>(), 1_i64..2_000, any::<bool>(), 0_u64..6).prop_map(
        |(kind, which, denars, food, back)| Step {
            kind,
            which: usize::from(which),
            denars,
            food,
            back,
        },
    )
}

/// What a step asks for, of the books as they are; `None` where there is nothing to ask about.
fn ask(books: &Books, step: Step) -> Option<(Who, Command)> {
    let fund = if step.food { books.food } else { books.free };
    let on = books.today.checked_sub_days(Days::new(step.back)).unwrap();
    match step.kind {
        0..=8 => Some((TEA, money(books, step, fund, on)?)),
        9..=13 | 21 => exchange(step, fund, on).map(|command| (TEA, command)),
        14..=20 => aid(books, step, fund, on),
        30..=33 => around_paying(books, step),
        34..=35 => around_tax(books, step),
        _ => next_of_payout(books, step),
    }
}

fn money(books: &Books, step: Step, fund: i64, on: NaiveDate) -> Option<Command> {
    let mut gift = donation(fund, books.giver, step.denars);
    gift.received_on = on;
    let income = |income| Some(Command::RecordIncome(income));
    let mut cost = expense(RENT, fund, step.denars);
    cost.booked_on = on;
    let both = Restriction { budget_lines: vec!["40".to_owned()], ..Books::for_food() };
    match step.kind {
        0 => income(gift),
        1 if step.food => income(RecordIncome { agreement: signed(books), ..gift }),
        1 => income(RecordIncome { restriction: Some(both), ..gift }),
        2 => income(in_euros(gift, step.denars, "61.695")),
        3 => income(rice(gift, step.denars % 7 + 1, step.denars)),
        4 => income(RecordIncome { source: None, kind: IncomeKind::Unclear, ..gift }),
        5 => Some(Command::PostEntry(cost)),
        6 => Some(Command::PostEntry(by_bank(expense(FEES, fund, step.denars)))),
        7 => {
            let open: Vec<i64> = books.facts.unclear.keys().copied().collect();
            let mut told = explanation(pick(&open, step)?, fund, books.giver);
            told.booked_on = books.today;
            Some(Command::ExplainReceipt(told))
        }
        _ => {
            let mut slip =
                entry(vec![debit("401", fund, step.denars), credit(DESK, fund, step.denars)]);
            slip.booked_on = on;
            Some(Command::PostEntry(slip))
        }
    }
}

fn exchange(step: Step, fund: i64, on: NaiveDate) -> Option<Command> {
    let moved = |from, to| {
        let mut moved = transfer(from, to, fund, step.denars);
        moved.booked_on = on;
        Some(Command::Transfer(moved))
    };
    match step.kind {
        9 => moved(BANK, DESK),
        10 => moved(DESK, BANK),
        11 => moved(EUROS, "1040"),
        12 => {
            let mut sold = sale(fund, step.denars % 90 + 1, step.denars);
            sold.booked_on = on;
            Some(Command::SellCurrency(sold))
        }
        21 => {
            let mut measured = crate::exchange::anew(fund, &format!("61.{:02}", step.denars % 100));
            measured.booked_on = on;
            Some(Command::RevalueCurrency(measured))
        }
        _ => Some(Command::ChargeCurrency(ChargeCurrency {
            account: EUROS.to_owned(),
            expense: "401".to_owned(),
            fund,
            quantity: units(step.denars % 5 + 1),
            booked_on: on,
            document: paper(),
        })),
    }
}

fn pick(from: &[i64], step: Step) -> Option<i64> {
    from.get(step.which.checked_rem(from.len())?).copied()
}

fn aid(books: &Books, step: Step, fund: i64, on: NaiveDate) -> Option<(Who, Command)> {
    let payouts: Vec<i64> = books.facts.payouts.keys().copied().collect();
    let requests: Vec<i64> = books.facts.requests.keys().copied().collect();
    if step.kind == 14 {
        let proposal = Books::proposal(pick(&requests, step)?, fund, step.denars);
        let goods = ProposePayout {
            method: Method::InKind,
            amount: None,
            goods: Some((text("rice"), step.denars % 4 + 1)),
            ..proposal.clone()
        };
        let wanted = match step.back {
            0 => goods,
            1 => ProposePayout { method: Method::ThirdParty, ..proposal },
            2 | 3 => ProposePayout { tax: Some(TaxBasis::Taxable), ..proposal },
            _ => proposal,
        };
        return Some((CVETA, Command::ProposePayout(wanted)));
    }
    let payout = pick(&payouts, step)?;
    let in_kind = books.facts.payouts[&payout].method == Method::InKind;
    let account = if in_kind { None } else { Some(BANK) };
    let reason = Reason::Other;
    Some(match (step.kind, step.back) {
        (15, 0) => (BETI, books.approval(payout)),
        (15, _) => (ACO, books.approval(payout)),
        (16, _) if unlisted(&books.facts.payouts[&payout]) => (TEA, tax::listed(payout)),
        (16, _) => (RADE, books.release(payout)),
        (17, _) => (TEA, pay(payout, account, &books.today.to_string())),
        (18, 0) => (CVETA, Command::CancelPayout { payout, reason }),
        (18, 1) => (RADE, Command::FailPayout { payout, reason }),
        (18, 2) => (RADE, Command::VoidPayout { payout, reason }),
        (18, 3) => (ACO, Command::RejectPayout { payout, reason, note: None }),
        (18, 4) => (TEA, Command::ExpirePayout { payout }),
        (18, _) => (RADE, Command::SendPayout { payout }),
        (19, _) => {
            let account = account.map(str::to_owned);
            let (returned_on, document) = (on, paper());
            let part = match (step.which % 3, in_kind) {
                (0, _) => None,
                (_, true) => Some(Part::Goods(1)),
                (_, false) => Some(Part::Money(units(step.denars % 400 + 1))),
            };
            (TEA, Command::ReturnPayout { payout, account, returned_on, document, part })
        }
        _ => (CVETA, Command::ConfirmPayout { payout, confirmed_on: on, receipt: None }),
    })
}

/// The step that is open to a payout now, so that some stories go to their end.
fn next_of_payout(books: &Books, step: Step) -> Option<(Who, Command)> {
    let payouts: Vec<i64> = books.facts.payouts.keys().copied().collect();
    let payout = pick(&payouts, step)?;
    let row = &books.facts.payouts[&payout];
    let kind = match row.state {
        PayoutState::Proposed => 15,
        PayoutState::Approved => 16,
        PayoutState::Released if step.food => 17,
        PayoutState::Released | PayoutState::Sent => 18,
        PayoutState::Paid if step.food => 20,
        PayoutState::Paid | PayoutState::Confirmed | PayoutState::PartlyReturned => 19,
        PayoutState::Rejected
        | PayoutState::Cancelled
        | PayoutState::Voided
        | PayoutState::Expired
        | PayoutState::Failed
        | PayoutState::Returned => return None,
    };
    // What is released does not expire: it is sent instead.
    let back = if kind != 18 {
        1
    } else if step.back == 4 {
        5
    } else {
        step.back
    };
    let late = Step { kind, back, ..step };
    aid(books, late, row.fund_seq, books.today)
}

fn unlisted(row: &Payout) -> bool {
    0 < row.tax_minor && row.tax_list_number.is_none()
}

/// The lists of taxed aid, and their tax: of one payout, or of all that it may be due for.
fn around_tax(books: &Books, step: Step) -> Option<(Who, Command)> {
    let taxed = books.facts.payouts.values().filter(|row| 0 < row.tax_minor);
    if step.kind == 34 {
        let taxed: Vec<i64> = taxed.map(|row| row.seq).collect();
        return Some((TEA, tax::listed(pick(&taxed, step)?)));
    }
    let due = taxed.filter(|row| row.payment_seq.is_some() && row.tax_paid_seq.is_none());
    let due: Vec<i64> = due
        .filter(|row| step.back == 0 || row.state != PayoutState::Returned)
        .map(|row| row.seq)
        .collect();
    let mut command = tax::tax_of(&due);
    if let Command::PayTax { paid_on, .. } = &mut command {
        *paid_on = books.today;
    }
    Some((TEA, command))
}

/// Sessions, reservations that ran out, and what becomes of advances.
fn around_paying(books: &Books, step: Step) -> Option<(Who, Command)> {
    let in_state = |wanted: PayoutState| {
        let rows = books.facts.payouts.values().filter(move |row| row.state == wanted);
        rows.map(|row| row.seq).collect::<Vec<i64>>()
    };
    let advances: Vec<i64> = books.facts.advances.keys().copied().collect();
    Some(match step.kind {
        30 => {
            let payouts = in_state(PayoutState::Approved);
            let total: i64 =
                payouts.iter().map(|payout| books.facts.payouts[payout].net_minor()).sum();
            let batch = sessions::batch(books, &payouts, 1);
            let total = Amount::from_minor(total + i64::from(step.back == 5)).ok()?;
            (RADE, Command::OpenBatch(OpenBatch { total, ..batch }))
        }
        31 => (TEA, Command::ExpireDue { payouts: in_state(PayoutState::Approved) }),
        32 => {
            let spent = if step.food {
                other_ways::food()
            } else {
                Spent::Cost { account: "401".to_owned() }
            };
            let mut settle = other_ways::settlement(pick(&advances, step)?, 1, spent);
            settle.amount = units(step.denars % 100 + 1);
            settle.booked_on = books.today;
            if let Document::Paper { number, .. } = &mut settle.document {
                *number = code(&format!("F-{}", books.facts.next_seq));
            }
            (TEA, Command::SettleAdvance(settle))
        }
        _ => {
            let back = other_ways::brought_back(pick(&advances, step)?, step.denars % 60 + 1);
            let Command::ReturnAdvance(back) = back else { unreachable!() };
            let booked_on = books.today;
            (TEA, Command::ReturnAdvance(ReturnAdvance { booked_on, ..back }))
        }
    })
}

/// Money that goes another way, by two persons.
fn other_way(books: &Books, step: Step) -> Option<Deed> {
    let fund = if step.food { books.food } else { books.free };
    Some(match step.which % 4 {
        0 => {
            let open = books.facts.lots.values().filter(|lot| lot.fund_seq == fund);
            let lots: Vec<_> = open.filter(|lot| 0 < lot.left_quantity_minor).collect();
            let lot = lots.get((step.which / 4).checked_rem(lots.len())?)?;
            let to_fund = if step.back.is_multiple_of(2) { books.free } else { books.food };
            let restriction = (step.back < 3).then(Books::for_food);
            let foreign = lot.currency != Currency::Mkd;
            let account = if foreign { EUROS } else { BANK }.to_owned();
            Deed::ChangePurpose(ChangePurpose {
                line: lot.line,
                quantity: step.denars.min(lot.left_quantity_minor),
                restriction,
                account: Some(account),
                booked_on: books.today,
                ..other_ways::change(fund, lot.seq, 1, to_fund)
            })
        }
        1 => {
            let Deed::RefundGrant(refund) =
                other_ways::refund(signed(books)?, step.denars % 300 + 1)
            else {
                unreachable!()
            };
            Deed::RefundGrant(RefundGrant { booked_on: books.today, ..refund })
        }
        2 => other_ways::advance(books, step.denars % 200 + 1),
        _ => {
            let entries: Vec<i64> = books.facts.entries.keys().copied().collect();
            let entry = pick(&entries, step)?;
            Deed::Reverse { entry, booked_on: books.today, why: Reason::Mistake }
        }
    })
}

fn deed(books: &Books, step: Step) -> Option<Deed> {
    if step.kind == 23 {
        return other_way(books, step);
    }
    let entries: Vec<i64> = books.facts.entries.keys().copied().collect();
    let entry = pick(&entries, step)?;
    Some(Deed::Reverse { entry, booked_on: books.today, why: Reason::Mistake })
}

/// Time passes in some steps.
fn pass(books: &mut Books, step: Step) {
    if step.kind == 21 {
        books.today = books.today.checked_add_days(Days::new(step.back * 9)).unwrap();
    }
}

/// Takes one step; a refusal is as good an answer as any, an act must be sound.
fn take(books: &mut Books, step: Step) {
    pass(books, step);
    if (22..24).contains(&step.kind) {
        let Some(deed) = deed(books, step) else { return };
        let propose = Command::ProposeDecision { deed, reason: None };
        if let Ok(acts) = books.tries(TEA, propose) {
            let decision = acts[0].seq;
            books.does(TONI, Command::ConfirmDecision { decision });
        }
    } else if let Some((who, command)) = ask(books, step)
        && let Ok(acts) = books.tries(who, command)
    {
        for act in acts {
            payload::check(&act);
            payload::distinct(&act);
        }
    }
}

/// A command as it was decided alone.
struct Told {
    command: Command,
    context: Context,
    decided: Result<Decided, Refusal>,
}

/// Takes steps one at a time and keeps what was asked and answered.
fn tell(books: &mut Books, steps: &[Step]) -> Vec<Told> {
    let mut story = Vec::new();
    let mut decide_one = |books: &mut Books, who: Who, command: Command| {
        let context = books.context(books.person(who), who);
        let decided = decide(&books.facts, &command, None, &context);
        let mut first = None;
        if let Ok(Decided::Acts(acts)) = &decided {
            books.take(acts);
            first = acts.first().map(|act| act.seq);
        }
        story.push(Told { command, context, decided });
        first
    };
    for step in steps {
        if (22..24).contains(&step.kind) {
            let Some(deed) = deed(books, *step) else { continue };
            let propose = Command::ProposeDecision { deed, reason: None };
            if let Some(decision) = decide_one(books, TEA, propose) {
                decide_one(books, TONI, Command::ConfirmDecision { decision });
            }
        } else if let Some((who, command)) = ask(books, *step) {
            decide_one(books, who, command);
        } else {
            pass(books, *step);
        }
    }
    story
}

fn signed(books: &Books) -> Option<i64> {
    books.facts.agreements.keys().next().copied()
}

/// Books with three requests, and an agreement for food that ends within the story.
fn started() -> Books {
    let mut books = Books::open();
    let mut agreement = books.agreement(books.food, 3_000);
    let lines = vec!["40".to_owned()];
    agreement.restriction = Some(Restriction { budget_lines: lines, ..Books::for_food() });
    agreement.valid_to = day("2026-04-15");
    books.does(TEA, Command::AddAgreement(agreement));
    for _ in 0..3 {
        books.request(Category::Food, 5_000);
    }
    books
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_books_stay_true_whatever_is_asked(steps in prop::collection::vec(step(), 1..60)) {
        let mut books = started();
        for step in steps {
            take(&mut books, step);
        }
    }

    #[test]
    fn a_group_is_the_same_commands_one_at_a_time(
        steps in prop::collection::vec(step(), 1..40),
        size in 2_usize..12,
    ) {
        let mut alone = started();
        let mut rows = alone.rows.clone();
        let mut next_seq = alone.facts.next_seq;
        let told = tell(&mut alone, &steps);
        for group in told.chunks(size) {
            let known = load::facts(&rows, next_seq);
            let mut needs = Needs::default();
            for told in group {
                needs.add(&known, &told.command);
            }
            let mut facts = load::needed(&rows, next_seq, &needs);
            for told in group {
                let decided = decide(&facts, &told.command, None, &told.context);
                prop_assert_eq!(&decided, &told.decided, "{:?}", told.command);
                let Ok(Decided::Acts(acts)) = decided else { continue };
                for act in acts {
                    facts.apply(&act);
                    rows.extend(act.rows);
                }
            }
            next_seq = facts.next_seq;
        }
    }

    #[test]
    fn what_was_taken_back_was_never_there(denars in 1_i64..5_000, euros in 1_i64..50) {
        let mut books = started();
        let one = books.income(donation(books.free, books.giver, denars));
        let two = books.income(in_euros(donation(books.free, books.giver, 1), euros, "61.6912"));
        let three = books.income(unclear(books.food, denars));
        let four = books.does(TEA, Command::PostEntry(expense(RENT, books.free, denars)));
        let five = books.does(TEA, Command::SellCurrency(sale(books.free, euros, denars + 7)));
        for entry in [five, four, three, two, one] {
            books.two(TEA, TONI, reverse(entry));
        }
        let mut sums = std::collections::BTreeMap::new();
        for booked in books.facts.entries.values() {
            for posting in &booked.postings {
                let sum = sums.entry((posting.account.clone(), posting.fund_seq)).or_insert((0, 0));
                *sum = (sum.0 + posting.amount_minor, sum.1 + posting.quantity_minor);
            }
        }
        prop_assert!(sums.values().all(|sum| *sum == (0, 0)), "{:?}", sums);
        prop_assert!(books.facts.lots.values().all(|lot| lot.left_quantity_minor == 0));
        prop_assert_eq!(books.today, day("2026-03-10"));
    }
}

/// A property over stories that never get anywhere would be no property.
#[test]
fn random_stories_reach_every_kind_of_act() {
    let mut runner = TestRunner::deterministic();
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    for _ in 0..32 {
        let steps = prop::collection::vec(step(), 150).new_tree(&mut runner).unwrap().current();
        let mut books = started();
        for told in tell(&mut books, &steps) {
            if let Ok(Decided::Acts(acts)) = told.decided {
                reached.extend(acts.iter().map(|act| act.kind));
            }
        }
    }
    let wanted = [
        "currency.charged",
        "currency.sold",
        "decision.proposed",
        "entry.posted",
        "entry.reversed",
        "income.explained",
        "income.recorded",
        "money.transferred",
        "payout.approved",
        "payout.cancelled",
        "payout.confirmed",
        "payout.failed",
        "advance.given",
        "advance.returned",
        "advance.settled",
        "batch.opened",
        "grant.refunded",
        "purpose.changed",
        "payout.paid",
        "payout.partly_returned",
        "payout.proposed",
        "payout.rejected",
        "payout.released",
        "payout.returned",
        "payout.sent",
        "payout.tax_listed",
        "payout.voided",
        "tax.paid",
    ];
    let missed: Vec<_> = wanted.iter().filter(|kind| !reached.contains(*kind)).collect();
    assert!(missed.is_empty(), "{missed:?} of {reached:?}");
}
