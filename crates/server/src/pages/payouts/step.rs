//! The steps of a payout that a person does from its page, each a form.

use almoner_ledger::codes::{Method, PayoutState, Reason, ReviewFinding, Role, WarningCode};
use almoner_ledger::command::Command;
use almoner_store::read::payout::PayoutDetail;
use axum::Router;
use axum::extract::{MatchedPath, Path};
use axum::http::StatusCode;
use axum::routing::post;

use super::who::Who;
use crate::app::App;
use crate::pages::desk::{Desk, Told, absent, led};
use crate::pages::field::{Field, Input};
use crate::pages::form::{Form, Why};
use crate::pages::incomes::{money_account, papers};
use crate::pages::typed::Typed;
use crate::problem::Problem;
use crate::routes::payouts::emergency::{BreakGlass, Review};
use crate::routes::payouts::payment::{Confirmation, Payment};
use crate::routes::payouts::steps::Signature;
use crate::routes::requests::finish::Rejection;
use crate::routes::requests::seen;
use crate::routes::role_grants::Because;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pages) enum Step {
    Approve,
    Reject,
    BreakGlass,
    Release,
    Send,
    Pay,
    Confirm,
    Review,
    Cancel,
    Fail,
    Void,
}

impl Step {
    const ALL: [(Self, &'static str); 11] = [
        (Self::Approve, "approval"),
        (Self::Release, "release"),
        (Self::Pay, "payment"),
        (Self::Send, "sending"),
        (Self::Confirm, "confirmation"),
        (Self::Review, "review"),
        (Self::BreakGlass, "emergency-release"),
        (Self::Reject, "rejection"),
        (Self::Cancel, "cancellation"),
        (Self::Fail, "failure"),
        (Self::Void, "voiding"),
    ];

    fn path(self) -> &'static str {
        Self::ALL.iter().find(|(step, _)| *step == self).map_or("", |(_, path)| path)
    }

    /// Whether it is offered to whoever looks; the books decide.
    fn is_offered(self, desk: &Desk, detail: &PayoutDetail, who: &Who) -> bool {
        use PayoutState::{Approved, Paid, Proposed, Released, Sent};
        let (state, role) = (detail.payout.state, desk.identity.role);
        let is_way = matches!(state, Released | Sent);
        match self {
            Self::Approve => who.may(desk, "approve"),
            Self::Release => who.may(desk, "release"),
            Self::BreakGlass => who.may(desk, "emergency_release"),
            Self::Review => who.may(desk, "review"),
            Self::Reject => state == Proposed && role == Role::Approver,
            Self::Send => state == Released && role == Role::Releaser && by_bank(detail),
            Self::Pay => is_way && matches!(role, Role::Treasurer | Role::Releaser),
            Self::Confirm => state == Paid && matches!(role, Role::CaseWorker | Role::Releaser),
            Self::Cancel => {
                matches!(state, Proposed | Approved)
                    && matches!(role, Role::CaseWorker | Role::Approver)
            }
            Self::Fail => is_way && role == Role::Releaser && by_bank(detail),
            Self::Void => state == Released && role == Role::Releaser,
        }
    }

    pub(super) fn offered(desk: &Desk, detail: &PayoutDetail, who: &Who) -> Vec<Self> {
        let steps = Self::ALL.iter().map(|(step, _)| *step);
        steps.filter(|step| step.is_offered(desk, detail, who)).collect()
    }

    /// What takes something back is folded away, below what goes on.
    const fn goes_on(self) -> bool {
        match self {
            Self::Approve
            | Self::Release
            | Self::Send
            | Self::Pay
            | Self::Confirm
            | Self::Review => true,
            Self::BreakGlass | Self::Reject | Self::Cancel | Self::Fail | Self::Void => false,
        }
    }

    pub(super) fn form(self, desk: &Desk, detail: &PayoutDetail, is_locked: bool) -> Form {
        let seq = detail.payout.seq;
        let path = self.path();
        let title = desk.say(&format!("step-{path}"));
        let form = Form::new(format!("/payouts/{seq}/{path}"), desk.say(&format!("do-{path}")));
        let form = if self.goes_on() { form.titled(title) } else { form.folded(title).grave() };
        match self {
            Self::Approve => form.fields(signature(desk, detail)),
            Self::Release => {
                form.fields(signature(desk, detail)).fields(acknowledged(desk, detail, is_locked))
            }
            Self::BreakGlass => form
                .fields(signature(desk, detail))
                .field(reason(desk))
                .field(note(desk))
                .fields(acknowledged(desk, detail, is_locked)),
            Self::Send => form,
            Self::Pay => form.fields(payment(desk, detail)),
            Self::Confirm => form.fields(confirmation(desk, detail)),
            Self::Review => form.field(finding(desk)).field(note(desk)),
            Self::Reject => form.field(reason(desk)).field(note(desk)),
            Self::Cancel | Self::Fail | Self::Void => form.field(reason(desk)),
        }
    }

    async fn command(
        self,
        desk: &Desk,
        detail: &PayoutDetail,
        typed: &Typed,
    ) -> Result<Command, Why> {
        let payout = detail.payout.seq;
        let form = self.form(desk, detail, true);
        let words = desk.words;
        let because = || -> Result<Reason, Why> {
            form.body::<Because>(words, typed).map(|body| body.reason)
        };
        Ok(match self {
            Self::Approve => {
                let body: Signature = form.body(words, typed)?;
                body.or_conflict(payout, |digest| Command::ApprovePayout { payout, digest })
            }
            Self::Release => {
                let body: Signature = form.body(words, typed)?;
                let seen = seen::for_payout(&desk.app, payout).await?;
                let acknowledge = codes(typed);
                body.or_conflict(payout, |digest| Command::ReleasePayout {
                    payout,
                    digest,
                    acknowledge,
                    seen,
                })
            }
            Self::BreakGlass => {
                let body: BreakGlass = form.body(words, typed)?;
                let seen = seen::for_payout(&desk.app, payout).await?;
                BreakGlass { acknowledge: codes(typed), ..body }.command(payout, seen)
            }
            Self::Send => Command::SendPayout { payout },
            Self::Pay => form.body::<Payment>(words, &dated(typed))?.command(payout),
            Self::Confirm => form.body::<Confirmation>(words, &receipted(typed))?.command(payout),
            Self::Review => {
                let body: Review = form.body(words, typed)?;
                let note = body.note.map(|text| text.0);
                Command::ReviewEmergency { payout, finding: body.finding, note }
            }
            Self::Reject => {
                let body: Rejection = form.body(words, typed)?;
                let note = body.note.map(|text| text.0);
                Command::RejectPayout { payout, reason: body.reason, note }
            }
            Self::Cancel => Command::CancelPayout { payout, reason: because()? },
            Self::Fail => Command::FailPayout { payout, reason: because()? },
            Self::Void => Command::VoidPayout { payout, reason: because()? },
        })
    }
}

fn by_bank(detail: &PayoutDetail) -> bool {
    detail.payout.method.is_by_bank()
}

/// What every signature says: exactly this, and with no interest of one's own.
fn signature(desk: &Desk, detail: &PayoutDetail) -> Vec<Field> {
    let answers = vec![
        ("no".to_owned(), desk.say("sign-no-interest")),
        ("yes".to_owned(), desk.say("sign-interest")),
    ];
    vec![
        Field::hidden("digest", &detail.digest),
        Field::new(Input::Truth, "conflict_of_interest", desk.say("sign-interest-asked"))
            .needed()
            .options(answers),
    ]
}

/// A box for each warning that must be gone on with knowingly.
fn acknowledged(desk: &Desk, detail: &PayoutDetail, is_locked: bool) -> Vec<Field> {
    let warnings = detail
        .warnings
        .iter()
        .filter(|warned| matches!(warned.code, WarningCode::CashLimit | WarningCode::CashMonth));
    let mut fields: Vec<Field> = warnings
        .map(|warned| {
            let code = warned.code.code();
            Field::new(Input::Check, &format!("@{code}"), desk.say(&format!("ack-{code}")))
        })
        .collect();
    if is_locked {
        let name = "@identities-not-checked";
        fields.push(Field::new(Input::Check, name, desk.say("ack-identities-not-checked")));
    }
    fields
}

fn codes(typed: &Typed) -> Vec<WarningCode> {
    let ticked = |code: &&WarningCode| !typed.get(&format!("@{}", code.code())).is_empty();
    WarningCode::ALL.iter().filter(ticked).copied().collect()
}

pub(in crate::pages) fn reason(desk: &Desk) -> Field {
    let reasons = [
        Reason::Mistake,
        Reason::Duplicate,
        Reason::NeedPassed,
        Reason::NotEligible,
        Reason::WrongPayee,
        Reason::WrongAmount,
        Reason::BankRefused,
        Reason::NotCollected,
        Reason::TimeRanOut,
        Reason::PersonAsked,
        Reason::Other,
    ];
    let options = reasons
        .iter()
        .map(|reason| (reason.code().to_owned(), desk.words.word("reason", reason.code())))
        .collect();
    Field::new(Input::Choice, "reason", desk.say("form-reason"))
        .needed()
        .options(desk.choices(options))
}

pub(in crate::pages) fn note(desk: &Desk) -> Field {
    Field::new(Input::Long, "note", desk.say("form-note")).hint(desk.say("form-note-hint"))
}

fn finding(desk: &Desk) -> Field {
    let findings = ReviewFinding::ALL.iter();
    let options = findings
        .map(|finding| (finding.code().to_owned(), desk.words.word("finding", finding.code())))
        .collect();
    Field::new(Input::Choice, "finding", desk.say("review-finding"))
        .needed()
        .options(desk.choices(options))
}

fn payment(desk: &Desk, detail: &PayoutDetail) -> Vec<Field> {
    use almoner_ledger::codes::{AccountRole, Currency};
    let method = detail.payout.method;
    let mut fields = Vec::new();
    if method != Method::InKind {
        fields.push(money_account(desk, "account", |account| {
            let is_cash = account.role == AccountRole::Cash;
            account.currency.unwrap_or(Currency::Mkd) == Currency::Mkd
                && is_cash == (method == Method::Cash)
        }));
    }
    let paper = match method {
        Method::Bank | Method::ThirdParty => "bank_statement",
        Method::Cash | Method::Voucher => "cash_voucher",
        Method::InKind => "delivery_note",
    };
    fields.extend([
        Field::new(Input::Day, "paid_on", desk.say("paid-on")).needed().of(desk.app.clock.today()),
        Field::new(Input::Choice, "document.paper.kind", desk.say("paper-kind"))
            .needed()
            .options(papers(desk))
            .of(paper),
        Field::new(Input::Text, "document.paper.number", desk.say("paper-number"))
            .needed()
            .hint(desk.say("paper-number-hint")),
        Field::new(Input::Hidden, "document.paper.dated_on", String::new()),
    ]);
    fields
}

/// The paper of a payment is of its day.
fn dated(typed: &Typed) -> Typed {
    let mut typed = typed.clone();
    let paid_on = typed.get("paid_on").to_owned();
    typed.set("document.paper.dated_on", paid_on);
    typed
}

fn confirmation(desk: &Desk, detail: &PayoutDetail) -> Vec<Field> {
    let signed = almoner_ledger::codes::DocumentKind::ALL.iter();
    let signed = signed.filter(|kind| kind.is_signed_by_receiver());
    let options = signed
        .map(|kind| (kind.code().to_owned(), desk.words.word("document", kind.code())))
        .collect();
    let number = Field::new(Input::Text, "receipt.number", desk.say("receipt-number"));
    let number = if by_bank(detail) { number } else { number.needed() };
    vec![
        Field::new(Input::Day, "confirmed_on", desk.say("confirmed-on"))
            .needed()
            .of(desk.app.clock.today()),
        number.hint(desk.say("receipt-number-hint")),
        Field::new(Input::Choice, "receipt.kind", desk.say("paper-kind"))
            .options(options)
            .of("receipt"),
        Field::new(Input::Hidden, "receipt.dated_on", String::new()),
    ]
}

/// A receipt is told by its number; without one there is none.
fn receipted(typed: &Typed) -> Typed {
    let mut typed = typed.clone();
    if typed.get("receipt.number").is_empty() {
        typed.set("receipt.kind", "");
    } else {
        let on = typed.get("confirmed_on").to_owned();
        typed.set("receipt.dated_on", on);
    }
    typed
}

/// Each step at its own address, so that the table says who may.
pub(in crate::pages) fn steps() -> Router<App> {
    Step::ALL.iter().fold(Router::new(), |router, (_, path)| {
        router.route(&format!("/payouts/{{payout}}/{path}"), post(step))
    })
}

async fn step(desk: Desk, path: MatchedPath, Path(seq): Path<i64>, typed: Typed) -> Told {
    let path = path.as_str().rsplit('/').next().unwrap_or_default();
    let step = Step::ALL.iter().find(|(_, known)| *known == path).map(|(step, _)| *step);
    let step = step.ok_or_else(|| Problem::own("not-found"))?;
    let detail = desk.app.store.payout(seq).await?.ok_or_else(|| absent("payout"))?;
    let given = async {
        let command = step.command(&desk, &detail, &typed).await?;
        Ok::<_, Why>(desk.give(&typed, command).await?)
    };
    match given.await {
        Ok(_) => Ok(led(format!("/payouts/{seq}?done={path}"))),
        Err(why) => {
            let mut page = super::one::shown(&desk, seq, Some((step, &typed, &why))).await?;
            page.status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page.shown())
        }
    }
}
