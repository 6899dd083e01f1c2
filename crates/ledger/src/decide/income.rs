//! Income by source: what came in, for what, and the lot that is left of it.

use chrono::Datelike as _;

use crate::act::Act;
use crate::codes::{
    AccountRole, BookedAs, Currency, EntryKind, IncomeForm, IncomeKind, LotKind, NoteKind,
    SourceKind,
};
use crate::command::{Context, ExplainReceipt, Means, RecordIncome};
use crate::decide::{note, overdraft};
use crate::facts::{Facts, Series};
use crate::journal::{JournalEntry, Line, check_day};
use crate::money::{Amount, Rate};
use crate::refusal::Refusal;
use crate::restriction::Restriction;
use crate::rows::giving::{Agreement, Income};
use crate::rows::lots::Lot;

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
    if income.kind == IncomeKind::Unclear && arrival.form != IncomeForm::Money {
        let wanted = "a money account; goods come from a giver one can ask";
        return Err(Refusal::WrongAccount { account: arrival.account, wanted });
    }
    let giving = giving(facts, Asked::of(income), &arrival)?;
    let credit = credit_accounts(facts, &giving, &arrival, on)?;
    let debit = Line {
        rate: arrival.rate.clone(),
        ..Line::debit(&arrival.account, income.fund, arrival.value_minor)
    };
    let debit = if arrival.currency == Currency::Mkd || arrival.form != IncomeForm::Money {
        debit
    } else {
        debit.in_currency(arrival.currency, arrival.quantity_minor, arrival.rate.clone())
    };
    let booked = credit.deferred.as_deref().unwrap_or(&credit.income);
    let lines = vec![debit, Line::credit(booked, income.fund, arrival.value_minor)];
    let entry =
        JournalEntry::new(facts, context, EntryKind::Income, on, income.document.clone(), lines)?;

    let seq = facts.next_seq;
    let mut act = Act::new(seq, "income.recorded");
    entry.write(facts, &mut act)?;
    let receipt = receipt_number(facts, income.kind, i64::from(on.year()))?;
    act.push(Income {
        seq,
        source_seq: income.source,
        agreement_seq: giving.agreement.map(|agreement| agreement.seq),
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
        push_lot(&mut act, &giving, &arrival, credit, on);
        overdraft::settle(facts, &mut act);
    }
    if let Some(memo) = &income.memo {
        act.push(note(seq, 1, NoteKind::Memo, memo, context));
    }
    Ok(act)
}

/// An unclear receipt becomes what it was: its obligation is settled against the right income, in the right fund.
pub(super) fn explain(
    facts: &Facts,
    explain: &ExplainReceipt,
    context: &Context,
) -> Result<Act, Refusal> {
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
    facts.open_fund(explain.fund)?;
    let arrival = Arrival {
        account: unclear.account.clone(),
        currency: unclear.currency,
        quantity_minor: unclear.quantity_minor,
        value_minor: unclear.value_minor,
        rate: None,
        form: IncomeForm::Money,
        goods: None,
    };
    let asked = Asked {
        kind: explain.kind,
        fund: explain.fund,
        source: explain.source,
        agreement: explain.agreement,
        restriction: explain.restriction.as_ref(),
    };
    let giving = giving(facts, asked, &arrival)?;
    let credit = credit_accounts(facts, &giving, &arrival, on)?;
    let lines = explain_lines(facts, unclear, explain, &credit)?;
    let entry = JournalEntry::new(
        facts,
        context,
        EntryKind::Explanation,
        on,
        explain.document.clone(),
        lines,
    )?;
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
    push_lot(&mut act, &giving, &arrival, credit, unclear.received_on);
    overdraft::settle(facts, &mut act);
    if let Some(memo) = &explain.memo {
        act.push(note(seq, 1, NoteKind::Memo, memo, context));
    }
    Ok(act)
}

fn explain_lines(
    facts: &Facts,
    unclear: &Income,
    explain: &ExplainReceipt,
    credit: &Credit,
) -> Result<Vec<Line>, Refusal> {
    // Where it waits is what was booked then, whatever the scheme says by now.
    let seq = unclear.seq;
    let receipt = facts.entries.get(&seq).ok_or(Refusal::EntryUnknown { entry: seq })?;
    let waiting = receipt.postings.iter().find(|posting| posting.amount_minor < 0);
    let waiting = &waiting.ok_or(Refusal::EntryUnknown { entry: seq })?.account;
    let booked = credit.deferred.as_deref().unwrap_or(&credit.income);
    let value = unclear.value_minor;
    let mut lines = vec![Line::debit(waiting, unclear.fund_seq, value)];
    if unclear.fund_seq != explain.fund {
        let moved = (unclear.currency, unclear.quantity_minor);
        lines.push(Line::credit_in(&unclear.account, unclear.fund_seq, value, moved));
        lines.push(Line::debit_in(&unclear.account, explain.fund, value, moved));
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
        Means::Money { account, quantity, rate } => {
            arrive_money(facts, account, *quantity, rate.as_ref())?
        }
        Means::Goods { item, unit, count, value } => {
            if *count <= 0 {
                return Err(Refusal::CountNotPositive);
            }
            let goods = (item.as_str().to_owned(), unit.as_str().to_owned(), *count);
            in_kind(facts.scheme("goods/stock", on)?, *value, IncomeForm::Goods, Some(goods))
        }
        Means::Equipment { value } => {
            in_kind(facts.scheme("goods/equipment", on)?, *value, IncomeForm::Equipment, None)
        }
        Means::Services { value } => {
            in_kind(facts.scheme("goods/services", on)?, *value, IncomeForm::Services, None)
        }
    })
}

fn arrive_money(
    facts: &Facts,
    account: &str,
    quantity: Amount,
    rate: Option<&Rate>,
) -> Result<Arrival, Refusal> {
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

/// What a command says of the giving.
struct Asked<'a> {
    kind: IncomeKind,
    fund: i64,
    source: Option<i64>,
    agreement: Option<i64>,
    restriction: Option<&'a Restriction>,
}

impl<'a> Asked<'a> {
    /// An unclear receipt is under no agreement until it is explained: it counts towards the promise then, and once.
    fn of(income: &'a RecordIncome) -> Self {
        let clear = income.kind != IncomeKind::Unclear;
        Self {
            kind: income.kind,
            fund: income.fund,
            source: income.source,
            agreement: income.agreement.filter(|_| clear),
            restriction: income.restriction.as_ref().filter(|_| clear),
        }
    }
}

fn giving<'a>(
    facts: &'a Facts,
    asked: Asked<'a>,
    arrival: &Arrival,
) -> Result<Giving<'a>, Refusal> {
    let source_kind = match asked.source {
        Some(seq) => facts.active_source(seq)?.kind,
        None if matches!(asked.kind, IncomeKind::Unclear | IncomeKind::Interest) => {
            SourceKind::Anonymous
        }
        None => return Err(Refusal::SourceMissing),
    };
    let agreement = match asked.agreement {
        Some(seq) => Some(check_agreement(facts, seq, &asked, arrival)?),
        None => None,
    };
    let Asked { kind, fund, source, agreement: _, restriction } = asked;
    Ok(Giving { kind, fund, source_kind, source, agreement, restriction })
}

fn check_agreement<'a>(
    facts: &'a Facts,
    seq: i64,
    asked: &Asked<'_>,
    arrival: &Arrival,
) -> Result<&'a Agreement, Refusal> {
    let agreement = facts.active_agreement(seq)?;
    if Some(agreement.source_seq) != asked.source || agreement.fund_seq != asked.fund {
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
        (BookedAs::DeferredIncome, _) if keeps => {
            Some(facts.scheme("deferred/deferred_income", on)?)
        }
        (BookedAs::Liability, IncomeForm::Money) => {
            Some(facts.scheme("deferred/liability_money", on)?)
        }
        (BookedAs::Liability, IncomeForm::Goods) => {
            Some(facts.scheme("deferred/liability_goods", on)?)
        }
        _ => None,
    };
    Ok(Credit { income, deferred })
}

fn push_lot(
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
        Some((item, unit, count)) => (
            LotKind::Goods,
            Some(item.clone()),
            Some(unit.clone()),
            *count,
            Some(arrival.account.clone()),
        ),
        None => (LotKind::Money, None, None, arrival.quantity_minor, None),
    };
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
}

/// Interest has no giver to receipt, and an unclear receipt none yet.
fn receipt_number(
    facts: &Facts,
    kind: IncomeKind,
    year: i64,
) -> Result<Option<(i64, i64)>, Refusal> {
    if matches!(kind, IncomeKind::Interest | IncomeKind::Unclear) {
        return Ok(None);
    }
    Ok(Some((year, facts.next_number(Series::Receipt, year)?)))
}
