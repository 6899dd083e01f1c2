//! Income by source: what came in, for what, and the lot that is left of it.

use chrono::Datelike as _;

use crate::act::Act;
use crate::codes::{
    AccountRole, AllocationEvent, BookedAs, Currency, EntryKind, IncomeForm, IncomeKind, LotKind, NoteKind, SourceKind,
};
use crate::command::{Context, ExplainReceipt, Means, RecordIncome};
use crate::decide::note;
use crate::facts::{Facts, Series};
use crate::journal::{JournalEntry, Line, check_day};
use crate::money::{Amount, Rate};
use crate::refusal::Refusal;
use crate::restriction::Restriction;
use crate::rows::giving::{Agreement, Income};
use crate::rows::lots::{Allocation, Lot, Overdraft};

/// That an income came with a file, and how the file's row is known again.
pub(super) struct Imported {
    pub(super) import: i64,
    pub(super) fingerprint: Vec<u8>,
}

/// What arrived, valued: the account it stands on and the size in the account's own unit.
struct Arrival {
    account: String,
    currency: Currency,
    quantity_minor: i64,
    value_minor: i64,
    rate: Option<Rate>,
    form: IncomeForm,
    goods: Option<(String, String, i64)>,
}

/// Who gave it, under which paper, and how that is booked.
struct Giving<'a> {
    kind: IncomeKind,
    fund: i64,
    source_kind: SourceKind,
    source: Option<i64>,
    agreement: Option<&'a Agreement>,
    restriction: Option<&'a Restriction>,
}

pub(super) fn record(
    facts: &Facts,
    income: &RecordIncome,
    imported: Option<&Imported>,
    context: &Context,
) -> Result<Act, Refusal> {
    let on = income.received_on;
    check_day(facts, on, context)?;
    facts.open_fund(income.fund)?;
    let arrival = arrive(facts, income)?;
    let giving = giving(facts, income, &arrival)?;
    let credit = credit_accounts(facts, &giving, &arrival, on)?;
    let debit = Line { rate: arrival.rate.clone(), ..Line::debit(&arrival.account, income.fund, arrival.value_minor) };
    let debit = if arrival.currency == Currency::Mkd || arrival.form != IncomeForm::Money {
        debit
    } else {
        debit.in_currency(arrival.currency, arrival.quantity_minor, arrival.rate.clone())
    };
    let booked = credit.deferred.as_deref().unwrap_or(&credit.income);
    let lines = vec![debit, Line::credit(booked, income.fund, arrival.value_minor)];
    let entry = JournalEntry::new(facts, context, EntryKind::Income, on, income.document.clone(), lines)?;

    let seq = facts.next_seq;
    let mut act = Act::new(seq, "income.recorded");
    entry.write(facts, &mut act)?;
    let receipt = receipt_number(facts, income.kind, i64::from(on.year()))?;
    act.push(Income {
        seq,
        source_seq: income.source,
        agreement_seq: income.agreement,
        kind: income.kind,
        form: arrival.form,
        fund_seq: income.fund,
        received_on: on,
        account: arrival.account.clone(),
        currency: arrival.currency,
        quantity_minor: arrival.quantity_minor,
        value_minor: arrival.value_minor,
        reference: income.reference.as_ref().map(|code| code.as_str().to_owned()),
        receipt_year: receipt.map(|(year, _)| year),
        receipt_number: receipt.map(|(_, number)| number),
        import_seq: imported.map(|imported| imported.import),
        fingerprint: imported.map(|imported| imported.fingerprint.clone()),
        explains_seq: None,
    });
    if income.kind != IncomeKind::Unclear {
        push_lot(facts, &mut act, &giving, &arrival, credit, on);
    }
    if let Some(memo) = &income.memo {
        act.push(note(seq, 1, NoteKind::Memo, memo, context));
    }
    Ok(act)
}

/// An unclear receipt becomes what it was: its obligation is settled against the right income, in the right fund.
pub(super) fn explain(facts: &Facts, explain: &ExplainReceipt, context: &Context) -> Result<Act, Refusal> {
    let on = explain.booked_on;
    check_day(facts, on, context)?;
    let unclear = facts.unclear.get(&explain.income);
    let unclear = unclear.ok_or(Refusal::IncomeUnknown { income: explain.income })?;
    if on < unclear.received_on {
        return Err(Refusal::ReversalBeforeEntry { on: unclear.received_on });
    }
    if explain.kind == IncomeKind::Unclear {
        return Err(Refusal::IncomeUnknown { income: explain.income });
    }
    let rate = facts.entries.get(&explain.income).and_then(|booked| rate_of(booked.postings.first()?));
    let as_income = RecordIncome {
        source: explain.source,
        agreement: explain.agreement,
        kind: explain.kind,
        fund: explain.fund,
        received_on: on,
        means: Means::Money {
            account: unclear.account.clone(),
            quantity: Amount::from_minor(unclear.quantity_minor).map_err(|_| Refusal::AmountTooLarge)?,
            rate: rate.clone(),
        },
        restriction: explain.restriction.clone(),
        document: explain.document.clone(),
        reference: None,
        memo: None,
    };
    facts.open_fund(explain.fund)?;
    let arrival = Arrival {
        account: unclear.account.clone(),
        currency: unclear.currency,
        quantity_minor: unclear.quantity_minor,
        value_minor: unclear.value_minor,
        rate,
        form: IncomeForm::Money,
        goods: None,
    };
    let giving = giving(facts, &as_income, &arrival)?;
    let credit = credit_accounts(facts, &giving, &arrival, on)?;
    let lines = explain_lines(facts, unclear, explain, &credit)?;
    let entry = JournalEntry::new(facts, context, EntryKind::Explanation, on, explain.document.clone(), lines)?;
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "income.explained");
    entry.write(facts, &mut act)?;
    let receipt = receipt_number(facts, explain.kind, i64::from(on.year()))?;
    act.push(Income {
        seq,
        source_seq: explain.source,
        agreement_seq: explain.agreement,
        kind: explain.kind,
        fund_seq: explain.fund,
        receipt_year: receipt.map(|(year, _)| year),
        receipt_number: receipt.map(|(_, number)| number),
        import_seq: None,
        fingerprint: None,
        explains_seq: Some(unclear.seq),
        ..unclear.clone()
    });
    push_lot(facts, &mut act, &giving, &arrival, credit, unclear.received_on);
    if let Some(memo) = &explain.memo {
        act.push(note(seq, 1, NoteKind::Memo, memo, context));
    }
    Ok(act)
}

fn rate_of(posting: &crate::rows::journal::Posting) -> Option<Rate> {
    let source = crate::text::Code::parse(posting.rate_source.as_deref()?).ok()?;
    Rate::parse(posting.rate.as_deref()?, posting.rate_on?, source).ok()
}

fn explain_lines(
    facts: &Facts,
    unclear: &Income,
    explain: &ExplainReceipt,
    credit: &Credit,
) -> Result<Vec<Line>, Refusal> {
    let waiting = facts.scheme("unclear", unclear.received_on)?;
    let booked = credit.deferred.as_deref().unwrap_or(&credit.income);
    let value = unclear.value_minor;
    let mut lines = vec![Line::debit(&waiting, unclear.fund_seq, value)];
    if unclear.fund_seq != explain.fund {
        let money = |line: Line| {
            if unclear.currency == Currency::Mkd {
                line
            } else {
                line.in_currency(unclear.currency, unclear.quantity_minor, None)
            }
        };
        lines.push(money(Line::credit(&unclear.account, unclear.fund_seq, value)));
        lines.push(money(Line::debit(&unclear.account, explain.fund, value)));
    }
    lines.push(Line::credit(booked, explain.fund, value));
    Ok(lines)
}

fn arrive(facts: &Facts, income: &RecordIncome) -> Result<Arrival, Refusal> {
    let in_kind = |account: String, value: Amount, form, goods| Arrival {
        account,
        currency: Currency::Mkd,
        quantity_minor: value.minor(),
        value_minor: value.minor(),
        rate: None,
        form,
        goods,
    };
    let on = income.received_on;
    Ok(match &income.means {
        Means::Money { account, quantity, rate } => arrive_money(facts, account, *quantity, rate.as_ref())?,
        Means::Goods { item, unit, count, value } => {
            if *count <= 0 {
                return Err(Refusal::CountNotPositive);
            }
            let goods = (item.as_str().to_owned(), unit.as_str().to_owned(), *count);
            in_kind(facts.scheme("goods/stock", on)?, *value, IncomeForm::Goods, Some(goods))
        }
        Means::Equipment { value } => in_kind(facts.scheme("goods/equipment", on)?, *value, IncomeForm::Equipment, None),
        Means::Services { value } => in_kind(facts.scheme("goods/services", on)?, *value, IncomeForm::Services, None),
    })
}

fn arrive_money(facts: &Facts, account: &str, quantity: Amount, rate: Option<&Rate>) -> Result<Arrival, Refusal> {
    let found = facts.postable(account)?;
    if !matches!(found.role, AccountRole::Bank | AccountRole::Cash | AccountRole::Currency) {
        let wanted = "a bank account, a cash desk or a currency account";
        return Err(Refusal::WrongAccount { account: account.to_owned(), wanted });
    }
    let currency = found.currency.unwrap_or(Currency::Mkd);
    let value = match (currency, rate) {
        (Currency::Mkd, None) => quantity,
        (Currency::Mkd, Some(_)) => return Err(Refusal::RateNotWanted),
        (_, Some(rate)) => rate.denars(quantity).map_err(|_| Refusal::AmountTooLarge)?,
        (currency, None) => return Err(Refusal::RateMissing { currency }),
    };
    Ok(Arrival {
        account: account.to_owned(),
        currency,
        quantity_minor: quantity.minor(),
        value_minor: value.minor(),
        rate: rate.cloned(),
        form: IncomeForm::Money,
        goods: None,
    })
}

fn giving<'a>(facts: &'a Facts, income: &'a RecordIncome, arrival: &Arrival) -> Result<Giving<'a>, Refusal> {
    let source_kind = match income.source {
        Some(seq) => facts.active_source(seq)?.kind,
        None if matches!(income.kind, IncomeKind::Unclear | IncomeKind::Interest) => SourceKind::Anonymous,
        None => return Err(Refusal::SourceMissing),
    };
    let agreement = match income.agreement {
        Some(seq) => Some(check_agreement(facts, seq, income, arrival)?),
        None => None,
    };
    Ok(Giving {
        kind: income.kind,
        fund: income.fund,
        source_kind,
        source: income.source,
        agreement,
        restriction: income.restriction.as_ref(),
    })
}

fn check_agreement<'a>(
    facts: &'a Facts,
    seq: i64,
    income: &RecordIncome,
    arrival: &Arrival,
) -> Result<&'a Agreement, Refusal> {
    let agreement = facts.active_agreement(seq)?;
    if Some(agreement.source_seq) != income.source || agreement.fund_seq != income.fund {
        return Err(Refusal::AgreementOfAnother { agreement: seq });
    }
    let left_minor = agreement.promised_minor.saturating_sub(agreement.received_minor);
    if agreement.currency == arrival.currency && left_minor < arrival.quantity_minor {
        return Err(Refusal::BeyondPromise { agreement: seq, left_minor });
    }
    Ok(agreement)
}

/// Where an income is credited, now and once it is spent.
struct Credit {
    income: String,
    /// Set for restricted money: it waits here.
    deferred: Option<String>,
}

fn credit_accounts(
    facts: &Facts,
    giving: &Giving<'_>,
    arrival: &Arrival,
    on: chrono::NaiveDate,
) -> Result<Credit, Refusal> {
    if giving.kind == IncomeKind::Unclear {
        return Ok(Credit { income: facts.scheme("unclear", on)?, deferred: None });
    }
    let branch = if arrival.form == IncomeForm::Money { "income" } else { "income_in_kind" };
    let income = facts.scheme(&format!("{branch}/{}/{}", giving.kind, giving.source_kind), on)?;
    let booked_as = match giving.agreement {
        Some(agreement) => agreement.booked_as,
        None if giving.restriction.is_some() => BookedAs::DeferredIncome,
        None => BookedAs::Income,
    };
    // Services and equipment are used up on arrival: nothing is left that could wait.
    let keeps = matches!(arrival.form, IncomeForm::Money | IncomeForm::Goods);
    let deferred = match (booked_as, arrival.form) {
        (BookedAs::DeferredIncome, _) if keeps => Some(facts.scheme("deferred/deferred_income", on)?),
        (BookedAs::Liability, IncomeForm::Money) => Some(facts.scheme("deferred/liability_money", on)?),
        (BookedAs::Liability, IncomeForm::Goods) => Some(facts.scheme("deferred/liability_goods", on)?),
        _ => None,
    };
    Ok(Credit { income, deferred })
}

fn push_lot(
    facts: &Facts,
    act: &mut Act,
    giving: &Giving<'_>,
    arrival: &Arrival,
    credit: Credit,
    received_on: chrono::NaiveDate,
) {
    if !matches!(arrival.form, IncomeForm::Money | IncomeForm::Goods) {
        return;
    }
    let (kind, item, unit, quantity_minor, stock_account) = match &arrival.goods {
        Some((item, unit, count)) => {
            (LotKind::Goods, Some(item.clone()), Some(unit.clone()), *count, Some(arrival.account.clone()))
        }
        None => (LotKind::Money, None, None, arrival.quantity_minor, None),
    };
    let free = credit.deferred.is_none() && giving.agreement.is_none_or(|agreement| agreement.restriction.is_none());
    act.push(Lot {
        seq: act.seq,
        line: 1,
        fund_seq: giving.fund,
        income_seq: Some(act.seq),
        parent_seq: None,
        parent_line: None,
        agreement_seq: giving.agreement.map(|agreement| agreement.seq),
        source_seq: giving.source,
        kind,
        currency: arrival.currency,
        item,
        unit,
        quantity_minor,
        value_minor: arrival.value_minor,
        received_on,
        deferred_account: credit.deferred,
        income_account: credit.income,
        stock_account,
        restriction: giving.restriction.map(Restriction::to_json),
        left_quantity_minor: quantity_minor,
        left_value_minor: arrival.value_minor,
    });
    let overdrawn = facts.funds.get(&giving.fund).map_or(0, |fund| fund.overdrawn_minor);
    if free && 0 < overdrawn && kind == LotKind::Money && arrival.currency == Currency::Mkd {
        let covered = overdrawn.min(arrival.value_minor);
        act.push(Allocation {
            seq: act.seq,
            line: 1,
            event: AllocationEvent::Cover,
            lot_seq: act.seq,
            lot_line: 1,
            payout_seq: None,
            quantity_minor: covered,
            value_minor: covered,
        });
        act.push(Overdraft {
            seq: act.seq,
            line: 1,
            fund_seq: giving.fund,
            amount_minor: covered.saturating_neg(),
        });
    }
}

/// Interest has no giver to receipt, and an unclear receipt none yet.
fn receipt_number(facts: &Facts, kind: IncomeKind, year: i64) -> Result<Option<(i64, i64)>, Refusal> {
    if matches!(kind, IncomeKind::Interest | IncomeKind::Unclear) {
        return Ok(None);
    }
    Ok(Some((year, facts.next_number(Series::Receipt, year)?)))
}
