//! Looking needs over: papers, questions, what is found to be needed, and aid that was given already.

use almoner_ledger::codes::{EvidenceKind, MediaType, Reason, TaxBasis};
use almoner_ledger::command::{Actor, AllowMatch, AssessRequest, AttachEvidence, Command, Seen};
use almoner_ledger::refusal::Refusal;
use almoner_proof::hash::sha256;

use crate::demo::DemoError;
use crate::demo::aid::need::Need;
use crate::demo::scribe::{Scribe, amount, code, line};

/// Screens and assesses what was heard; what comes back may be proposed.
pub(super) async fn look_over(
    scribe: &mut Scribe,
    heard: Vec<Need>,
) -> Result<Vec<Need>, DemoError> {
    let mut given = Vec::new();
    for need in &heard {
        given.push((need.case_worker, Command::ScreenRequest { request: need.request }));
        if let Some(minor) = need.pro_forma {
            given.push((need.case_worker, bill(EvidenceKind::ProForma, need, minor)?));
            if need.tax == TaxBasis::Treatment {
                given.push((need.case_worker, bill(EvidenceKind::Medical, need, minor)?));
            }
        }
        if scribe.chance.one_in(12) {
            let (request, question) = (need.request, line("Дали има и други примања?")?);
            given.push((need.case_worker, Command::AskAboutRequest { request, question }));
            let answer = line("Нема")?;
            given.push((need.case_worker, Command::AnswerRequest { request, answer }));
        }
    }
    scribe.give_all(given).await?;
    let assess = heard.iter().map(assessment).collect::<Result<Vec<_>, DemoError>>()?;
    let answers = scribe.try_all(assess).await?;
    let mut assessed = Vec::new();
    for (need, answer) in heard.into_iter().zip(answers) {
        match answer {
            Ok(_) => assessed.push(need),
            Err(Refusal::DoubleAid { .. }) => {
                if twice(scribe, &need).await? {
                    let again = assessment(&need)?;
                    scribe.give(again.0, again.1).await?;
                    assessed.push(need);
                }
            }
            Err(refusal) => return Err(DemoError::Refused { on: scribe.today, refusal }),
        }
    }
    Ok(assessed)
}

/// Helped not long ago: one in three goes on because the other case worker says so, the rest are closed.
pub(super) async fn twice(scribe: &mut Scribe, need: &Need) -> Result<bool, DemoError> {
    let request = need.request;
    let found = scribe.store.request(request).await?;
    let other = found.and_then(|detail| detail.request.recipient);
    let other = other.ok_or(DemoError::Untold("a recipient"))?;
    if scribe.chance.one_in(3) {
        let allow = Command::AllowMatch(AllowMatch {
            request,
            other,
            reason: Reason::Other,
            note: Some(line("Потребата е друга: по пожар")?),
            seen: Seen::default(),
        });
        scribe.give(colleague(scribe, need.case_worker), allow).await?;
        return Ok(true);
    }
    let note = Some(line("Веќе добива помош за истото")?);
    let close = Command::CloseRequest { request, reason: Reason::Duplicate, note };
    scribe.give(need.case_worker, close).await?;
    Ok(false)
}

fn colleague(scribe: &Scribe, of: Actor) -> Actor {
    let [first, second] = scribe.staff.case_workers;
    if first == of { second } else { first }
}

fn assessment(need: &Need) -> Result<(Actor, Command), DemoError> {
    let assess = AssessRequest {
        request: need.request,
        found: amount(need.minor)?,
        finding: line("Посетено дома: како што е раскажано")?,
        seen: Seen::default(),
    };
    Ok((need.case_worker, Command::AssessRequest(assess)))
}

/// A paper for a need: its diagnosis, or a bill before it is paid or after.
pub(super) fn bill(kind: EvidenceKind, need: &Need, minor: i64) -> Result<Command, DemoError> {
    let mark = format!("{kind} {} {minor}", need.request);
    Ok(Command::AttachEvidence(AttachEvidence {
        request: need.request,
        kind,
        number: Some(code(&format!("F-{}", need.request))?),
        dated_on: None,
        amount: Some(amount(minor)?),
        media_type: MediaType::Pdf,
        size_bytes: 48_000,
        content: sha256(&[b"almoner/demo/paper/v1\n", mark.as_bytes()]),
    }))
}
