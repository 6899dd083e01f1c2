//! What happens beside the weekly round: money given to staff ahead, goods handed out in the cold, a deputy in August, money
//! that goes back to its giver, and money whose purpose the giver changed.

use almoner_ledger::codes::{
    Category, DocumentKind, IncomeKind, Reason, Role, SourceKind, TargetGroup,
};
use almoner_ledger::command::{
    ChangePurpose, Command, Deed, GiveAdvance, HandOut, Means, RecordIncome, RefundGrant,
    ReturnAdvance, SettleAdvance, Spent, Transfer,
};
use almoner_ledger::restriction::Restriction;
use chrono::{Datelike as _, NaiveDate, NaiveTime, TimeDelta};

use crate::demo::DemoError;
use crate::demo::givers::{CHILDREN, FREE, Givers};
use crate::demo::scribe::{Scribe, amount, code, line};

const ADVANCE: i64 = 300_000;
const RECEIPT: i64 = 241_500;
const BLANKETS: i64 = 30;

/// A gift for schooling that waits for its giver's word, by its act.
#[derive(Debug, Default)]
pub(super) struct Around {
    schooling: Option<i64>,
}

impl Around {
    pub(super) async fn tell(
        &mut self,
        scribe: &Scribe,
        givers: &Givers,
        day: NaiveDate,
    ) -> Result<(), DemoError> {
        match (day.month(), day.day()) {
            (_, 2) => advance(scribe, givers).await,
            (_, 9) => settle(scribe).await,
            (1 | 2 | 11 | 12, 16) => blankets(scribe, givers).await,
            (8, 1) => deputy(scribe).await,
            (9, 3) => self.schooling(scribe, givers).await,
            (9, 24) => self.changed(scribe, givers).await,
            (10, 27) => refund(scribe).await,
            _ => Ok(()),
        }
    }

    /// A gift for school books, of which half turns out to be needed for shoes.
    async fn schooling(&mut self, scribe: &Scribe, givers: &Givers) -> Result<(), DemoError> {
        let restriction =
            Restriction { categories: vec![Category::Education], ..Restriction::default() };
        let means =
            Means::Money { account: "1000".to_owned(), quantity: amount(1_200_000)?, rate: None };
        let gift = RecordIncome {
            fund: givers.fund(CHILDREN),
            restriction: Some(restriction),
            document: scribe.statement()?,
            reference: Some(code(&format!("FT-UCEBNICI-{}", scribe.today))?),
            ..given(scribe, givers, means)?
        };
        let answer = scribe.give(scribe.staff.treasurer, Command::RecordIncome(gift)).await?;
        self.schooling = Some(answer.seq);
        Ok(())
    }

    async fn changed(&mut self, scribe: &Scribe, givers: &Givers) -> Result<(), DemoError> {
        let Some(lot) = self.schooling.take() else { return Ok(()) };
        let fund = givers.fund(CHILDREN);
        let restriction =
            Restriction { categories: vec![Category::HygieneClothing], ..Restriction::default() };
        let change = ChangePurpose {
            fund,
            lot,
            line: 1,
            quantity: 600_000,
            to_fund: fund,
            restriction: Some(restriction),
            account: None,
            booked_on: scribe.today,
            document: scribe.paper(DocumentKind::Consent, "soglasnost-1")?,
        };
        let (treasurer, releaser) = (scribe.staff.treasurer, scribe.staff.releaser);
        // Whatever was needed for books in the meantime is spent.
        scribe.try_decide(treasurer, releaser, Deed::ChangePurpose(change)).await?;
        Ok(())
    }
}

/// Three thousand denars for a case worker's round, out of the cash desk.
async fn advance(scribe: &Scribe, givers: &Givers) -> Result<(), DemoError> {
    let [case_worker, _] = scribe.staff.case_workers;
    let (treasurer, releaser) = (scribe.staff.treasurer, scribe.staff.releaser);
    let fund = givers.fund(FREE);
    let order = format!("avans-{}", scribe.today);
    let transfer = Transfer {
        from: "1000".to_owned(),
        to: "1010".to_owned(),
        fund,
        quantity: amount(ADVANCE)?,
        booked_on: scribe.today,
        document: scribe.paper(DocumentKind::PaymentOrder, &order)?,
    };
    scribe.give(treasurer, Command::Transfer(transfer)).await?;
    let deed = Deed::GiveAdvance(GiveAdvance {
        person: case_worker.person,
        fund,
        amount: amount(ADVANCE)?,
        account: "1010".to_owned(),
        given_on: scribe.today,
        document: scribe.paper(DocumentKind::CashVoucher, &order)?,
    });
    scribe.decide(treasurer, releaser, deed).await?;
    Ok(())
}

/// The receipts of the round, and what is left of the money.
async fn settle(scribe: &Scribe) -> Result<(), DemoError> {
    let facts = scribe.store.facts_for_reading().await?;
    for advance in facts.advances.keys().copied() {
        let receipt = format!("smetka-{advance}");
        let settle = SettleAdvance {
            advance,
            amount: amount(RECEIPT)?,
            spent: Spent::Aid {
                category: Category::Food,
                target_group: Some(TargetGroup::Homeless),
                municipality: Some(code("MK-814")?),
            },
            booked_on: scribe.today,
            document: scribe.paper(DocumentKind::Receipt, &receipt)?,
        };
        let rest = ReturnAdvance {
            advance,
            amount: amount(ADVANCE.saturating_sub(RECEIPT))?,
            account: "1010".to_owned(),
            booked_on: scribe.today,
            document: scribe.paper(DocumentKind::CashVoucher, &receipt)?,
        };
        let treasurer = scribe.staff.treasurer;
        scribe.give(treasurer, Command::SettleAdvance(settle)).await?;
        scribe.give(treasurer, Command::ReturnAdvance(rest)).await?;
    }
    Ok(())
}

/// A company gives blankets, and two case workers hand them out in one night without asking for names.
async fn blankets(scribe: &Scribe, givers: &Givers) -> Result<(), DemoError> {
    let means = Means::Goods {
        item: line("Зимско ќебе")?,
        unit: code("парче")?,
        count: BLANKETS,
        value: amount(BLANKETS.saturating_mul(90_000))?,
    };
    let number = scribe.today.format("%y%m");
    let gift = RecordIncome {
        document: scribe
            .paper(DocumentKind::DeliveryNote, &format!("ispratnica-kebinja-{number}"))?,
        ..given(scribe, givers, means)?
    };
    scribe.give(scribe.staff.treasurer, Command::RecordIncome(gift)).await?;
    let deed = Deed::HandOut(HandOut {
        fund: givers.fund(FREE),
        category: Category::HygieneClothing,
        item: line("Зимско ќебе")?,
        count: BLANKETS,
        people: BLANKETS.saturating_sub(2),
        target_group: TargetGroup::Homeless,
        municipality: code("MK-804")?,
        given_on: scribe.today,
        document: scribe.paper(DocumentKind::DeliveryNote, &format!("noc-{number}"))?,
    });
    let [one, other] = scribe.staff.case_workers;
    scribe.decide(one, other, deed).await?;
    Ok(())
}

/// The second approver is away for two weeks, and a case worker stands in.
async fn deputy(scribe: &Scribe) -> Result<(), DemoError> {
    let [_, absent] = scribe.staff.approvers;
    let [_, deputy] = scribe.staff.case_workers;
    let at = |days| {
        let day = scribe.today.checked_add_signed(TimeDelta::try_days(days)?)?;
        Some(day.and_time(NaiveTime::MIN).and_utc())
    };
    let (Some(from_at), Some(until_at)) = (at(2), at(16)) else { return Ok(()) };
    let deed = Deed::Delegate {
        absent: absent.person,
        deputy: deputy.person,
        role: Role::Approver,
        from_at,
        until_at,
        why: Reason::Other,
    };
    scribe.decide(scribe.staff.admin, scribe.staff.second_admin, deed).await?;
    Ok(())
}

/// Two hundred denars of a grant were promised for what cost less: they go back.
async fn refund(scribe: &Scribe) -> Result<(), DemoError> {
    let facts = scribe.store.facts_for_reading().await?;
    for agreement in facts.agreements.keys().copied() {
        let refund = RefundGrant {
            agreement,
            amount: amount(20_000)?,
            account: "1000".to_owned(),
            booked_on: scribe.today,
            document: scribe.statement()?,
        };
        let (treasurer, releaser) = (scribe.staff.treasurer, scribe.staff.releaser);
        // Of the first that has anything left.
        let deed = Deed::RefundGrant(refund);
        if scribe.try_decide(treasurer, releaser, deed).await? {
            break;
        }
    }
    Ok(())
}

pub(super) fn given(
    scribe: &Scribe,
    givers: &Givers,
    means: Means,
) -> Result<RecordIncome, DemoError> {
    Ok(RecordIncome {
        source: givers.of(SourceKind::Company).first().copied(),
        agreement: None,
        kind: IncomeKind::Donation,
        fund: givers.fund(FREE),
        received_on: scribe.today,
        means,
        restriction: None,
        document: scribe.statement()?,
        reference: None,
        memo: None,
    })
}
