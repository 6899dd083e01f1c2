//! A house burns, and the family is helped the same day: two persons now, a third person's review in the afternoon.

use almoner_ledger::codes::{
    Category, Method, PayeeKind, Reason, ReviewFinding, Signs, TargetGroup, TaxBasis, Urgency,
};
use almoner_ledger::command::{Command, Seen, SubmitRequest};

use super::{Aid, Payout, digest_of, intake, need::Need, payment, propose};
use crate::demo::DemoError;
use crate::demo::givers::{FREE, Givers};
use crate::demo::scribe::{Scribe, amount, code, line};

const AT_ONCE: i64 = 900_000;

impl Aid {
    pub(in crate::demo) async fn fire(
        &mut self,
        scribe: &mut Scribe,
        givers: &Givers,
    ) -> Result<(), DemoError> {
        let [case_worker, _] = scribe.staff.case_workers;
        let mut household = None;
        let mut family = Vec::new();
        for birth_year in [1979, 1983, 2009] {
            let birth_year = Some(birth_year);
            let added = Command::AddRecipient { household, birth_year };
            let seq = scribe.give(case_worker, added).await?.seq;
            let reference = scribe.store.recipient_reference(seq).await?;
            if let (None, Some(first)) = (household, reference) {
                household = scribe.store.recipient(first).await?.and_then(|row| row.household);
            }
            family.push(reference);
        }
        let recipient = family.first().copied().flatten();
        let submit = SubmitRequest {
            recipient: recipient.ok_or(DemoError::Untold("a recipient"))?,
            category: Category::EmergencyCash,
            urgency: Urgency::Emergency,
            asked: amount(AT_ONCE)?,
            received_on: scribe.today,
            target_group: Some(TargetGroup::ExtremeNeed),
            municipality: Some(code("MK-817")?),
            payee_kind: PayeeKind::Oneself,
            payee: None,
            signs: Signs::Oneself,
            recurring: None,
            story: Some(line("Измислен пожар во показните книги")?),
            seen: Seen::default(),
        };
        let request = scribe.give(case_worker, Command::SubmitRequest(submit)).await?.seq;
        let need = Need {
            request,
            case_worker,
            fund: FREE,
            method: Method::Cash,
            minor: AT_ONCE,
            goods: None,
            again_on: None,
            pro_forma: None,
            tax: TaxBasis::SocialProtection,
        };
        for need in intake::look_over(scribe, vec![need]).await? {
            let (actor, command) = propose(&need, givers)?;
            let seq = scribe.give(actor, command).await?.seq;
            let digest = digest_of(scribe, seq).await?;
            self.told = self.told.saturating_add(1);
            self.help_at_once(scribe, Payout { seq, digest, need, decided_on: scribe.today })
                .await?;
        }
        Ok(())
    }

    async fn help_at_once(&mut self, scribe: &Scribe, payout: Payout) -> Result<(), DemoError> {
        let [first, second] = scribe.staff.approvers;
        let break_glass = Command::BreakGlass {
            payout: payout.seq,
            digest: payout.digest,
            reason: Reason::Other,
            note: Some(line("Куќата изгоре ноќеска")?),
            seen: Seen::default(),
            acknowledge: almoner_ledger::codes::WarningCode::ALL.to_vec(),
            tax_list: None,
        };
        scribe.give(first, break_glass).await?;
        let review = Command::ReviewEmergency {
            payout: payout.seq,
            finding: ReviewFinding::InOrder,
            note: None,
        };
        scribe.give(second, review).await?;
        let paid = vec![payout];
        payment::bring_cash(scribe, &paid).await?;
        payment::pay(scribe, &paid).await?;
        self.paid.extend(paid);
        Ok(())
    }
}
