//! The steps of a request that a person does from its page, each a form.

use almoner_ledger::authority::{self, Permission};
use almoner_ledger::codes::{Combined, Method, PayeeKind, RequestState, TaxBasis};
use almoner_ledger::command::{AllowMatch, AssessRequest, Command};
use almoner_store::read::request::RequestDetail;
use axum::Router;
use axum::extract::{MatchedPath, Path};
use axum::http::StatusCode;
use axum::routing::post;

use crate::app::App;
use crate::pages::desk::{Desk, Told, absent, led};
use crate::pages::field::{Field, Input};
use crate::pages::form::{Form, Why};
use crate::pages::incomes::open_fund;
use crate::pages::payouts::{note, reason};
use crate::pages::typed::Typed;
use crate::problem::Problem;
use crate::routes::payouts::NewPayout;
use crate::routes::requests::finish::Rejection;
use crate::routes::requests::seen;
use crate::routes::requests::steps::{Assessment, Said};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pages) enum Step {
    Screen,
    Ask,
    Answer,
    Assess,
    Allow,
    Propose,
    Reject,
    Close,
}

impl Step {
    const ALL: [(Self, &'static str); 8] = [
        (Self::Screen, "screening"),
        (Self::Answer, "answer"),
        (Self::Assess, "assessment"),
        (Self::Allow, "allowance"),
        (Self::Propose, "proposal"),
        (Self::Ask, "question"),
        (Self::Reject, "rejection"),
        (Self::Close, "closing"),
    ];

    fn path(self) -> &'static str {
        Self::ALL.iter().find(|(step, _)| *step == self).map_or("", |(_, path)| path)
    }

    const fn permission(self) -> Permission {
        match self {
            Self::Screen | Self::Ask | Self::Answer | Self::Assess | Self::Reject | Self::Close => {
                authority::RECIPIENTS
            }
            Self::Allow => authority::ALLOW_MATCH,
            Self::Propose => authority::PROPOSE,
        }
    }

    /// Whether it is offered to whoever looks; the books decide.
    fn is_offered(self, desk: &Desk, detail: &RequestDetail) -> bool {
        use RequestState::{Assessed, NeedsInfo, Screening, Submitted};
        let state = detail.request.state;
        let fits = match self {
            Self::Screen => state == Submitted,
            Self::Ask => state == Screening,
            Self::Answer => state == NeedsInfo,
            Self::Assess => matches!(state, Screening | Assessed),
            Self::Allow => state.is_open() && waiting(detail).is_some(),
            Self::Propose => state == Assessed,
            Self::Reject => matches!(state, Submitted | Screening | NeedsInfo | Assessed),
            Self::Close => state.is_open(),
        };
        fits && self.permission().roles.contains(&desk.identity.role)
    }

    pub(super) fn offered(desk: &Desk, detail: &RequestDetail) -> Vec<Self> {
        let steps = Self::ALL.iter().map(|(step, _)| *step);
        steps.filter(|step| step.is_offered(desk, detail)).collect()
    }

    /// Whether it is the next step here; the others are folded away below.
    const fn is_next(self, state: RequestState) -> bool {
        match self {
            Self::Screen | Self::Answer | Self::Allow | Self::Propose => true,
            Self::Assess => matches!(state, RequestState::Screening),
            Self::Ask | Self::Reject | Self::Close => false,
        }
    }

    pub(super) fn form(self, desk: &Desk, detail: &RequestDetail) -> Form {
        let seq = detail.request.seq;
        let path = self.path();
        let title = desk.say(&format!("step-{path}"));
        let form = Form::new(format!("/requests/{seq}/{path}"), desk.say(&format!("do-{path}")));
        let form = if self.is_next(detail.request.state) {
            form.titled(title)
        } else {
            form.folded(title)
        };
        match self {
            Self::Screen => form,
            Self::Ask | Self::Answer => form
                .field(Field::new(Input::Long, "text", desk.say(&format!("{path}-text"))).needed()),
            Self::Assess => form.fields(assessment(desk, detail)),
            Self::Allow => {
                let other = waiting(detail).map(|other| other.to_string()).unwrap_or_default();
                form.field(Field::hidden("@other", other)).field(reason(desk)).field(note(desk))
            }
            Self::Propose => proposal(desk, detail, form),
            Self::Reject | Self::Close => form.grave().field(reason(desk)).field(note(desk)),
        }
    }

    async fn command(
        self,
        desk: &Desk,
        detail: &RequestDetail,
        typed: &Typed,
    ) -> Result<Command, Why> {
        let request = detail.request.seq;
        let form = self.form(desk, detail);
        let words = desk.words;
        Ok(match self {
            Self::Screen => Command::ScreenRequest { request },
            Self::Ask => {
                let body: Said = form.body(words, typed)?;
                Command::AskAboutRequest { request, question: body.text.0 }
            }
            Self::Answer => {
                let body: Said = form.body(words, typed)?;
                Command::AnswerRequest { request, answer: body.text.0 }
            }
            Self::Assess => {
                let body: Assessment = form.body(words, typed)?;
                let seen = seen::for_request(&desk.app, request).await?;
                let (found, finding) = (body.found.0, body.finding.0);
                Command::AssessRequest(AssessRequest { request, found, finding, seen })
            }
            Self::Allow => {
                let body: Rejection = form.body(words, typed)?;
                let seen = seen::for_request(&desk.app, request).await?;
                let other = typed.get("@other").parse().map_err(|_| absent("recipient"))?;
                let (reason, note) = (body.reason, body.note.map(|text| text.0));
                Command::AllowMatch(AllowMatch { request, other, reason, note, seen })
            }
            Self::Propose => {
                let mut typed = typed.clone();
                // Goods are counted; only they have no sum of money.
                if typed.get("method") == Method::InKind.code() {
                    typed.set("amount", "");
                }
                form.body::<NewPayout>(words, &typed)?.command()?
            }
            Self::Reject => {
                let body: Rejection = form.body(words, typed)?;
                let note = body.note.map(|text| text.0);
                Command::RejectRequest { request, reason: body.reason, note }
            }
            Self::Close => {
                let body: Rejection = form.body(words, typed)?;
                let note = body.note.map(|text| text.0);
                Command::CloseRequest { request, reason: body.reason, note }
            }
        })
    }
}

/// Whose other aid a second person must allow before this goes on.
fn waiting(detail: &RequestDetail) -> Option<uuid::Uuid> {
    let hard = |row: &&almoner_store::read::likeness::MatchRow| {
        row.level == Combined::Hard && row.allowed_by.is_none()
    };
    detail.matches.iter().find(hard).and_then(|row| row.other)
}

fn assessment(desk: &Desk, detail: &RequestDetail) -> Vec<Field> {
    let asked = desk.words.sum(&detail.request.asked_minor);
    vec![
        Field::new(Input::Amount, "found", desk.say("assessment-found"))
            .needed()
            .hint(desk.words.say_of("assessment-asked", &asked))
            .of(asked),
        Field::new(Input::Long, "finding", desk.say("assessment-finding"))
            .needed()
            .hint(desk.say("form-note-hint")),
    ]
}

fn proposal(desk: &Desk, detail: &RequestDetail, form: Form) -> Form {
    let words = desk.words;
    let request = &detail.request;
    let found = request.found_minor.unwrap_or(request.asked_minor);
    let listed = |list: &str, codes: Vec<&'static str>| -> Vec<(String, String)> {
        codes.into_iter().map(|code| (code.to_owned(), words.word(list, code))).collect()
    };
    let methods = listed("method", Method::ALL.iter().map(|method| method.code()).collect());
    let bases = listed("tax", TaxBasis::ALL.iter().map(|basis| basis.code()).collect());
    let method = match request.payee_kind {
        PayeeKind::Oneself => Method::Bank,
        PayeeKind::Landlord
        | PayeeKind::Pharmacy
        | PayeeKind::Utility
        | PayeeKind::Shop
        | PayeeKind::School
        | PayeeKind::Other => Method::ThirdParty,
    };
    form.field(Field::hidden_number("request", request.seq))
        .field(open_fund(desk, "fund"))
        .field(
            Field::new(Input::Amount, "amount", desk.say("form-amount"))
                .needed()
                .hint(desk.say("form-amount-hint"))
                .of(words.sum(&found)),
        )
        .field(
            Field::new(Input::Choice, "method", desk.say("payout-method"))
                .needed()
                .options(methods)
                .of(method.code()),
        )
        .field(
            Field::new(Input::Choice, "tax_basis", desk.say("payout-tax-basis"))
                .hint(desk.say("payout-tax-basis-hint"))
                .needed()
                .options(bases)
                .of(TaxBasis::SocialProtection.code()),
        )
        .group(
            desk.say("proposal-goods"),
            vec![
                Field::new(Input::Text, "goods.item", desk.say("goods-item")),
                Field::new(Input::Number, "goods.count", desk.say("goods-count")),
            ],
        )
}

/// Each step at its own address, so that the table says who may.
pub(in crate::pages) fn steps() -> Router<App> {
    Step::ALL.iter().fold(Router::new(), |router, (_, path)| {
        router.route(&format!("/requests/{{request}}/{path}"), post(step))
    })
}

async fn step(desk: Desk, path: MatchedPath, Path(seq): Path<i64>, typed: Typed) -> Told {
    let path = path.as_str().rsplit('/').next().unwrap_or_default();
    let step = Step::ALL.iter().find(|(_, known)| *known == path).map(|(step, _)| *step);
    let step = step.ok_or_else(|| Problem::own("not-found"))?;
    let detail = desk.app.store.request(seq).await?.ok_or_else(|| absent("request"))?;
    let given = async {
        let command = step.command(&desk, &detail, &typed).await?;
        Ok::<_, Why>(desk.give(&typed, command).await?)
    };
    match given.await {
        Ok(answer) if step == Step::Propose => {
            Ok(led(format!("/payouts/{}?done=proposal", answer.seq)))
        }
        Ok(_) => Ok(led(format!("/requests/{seq}?done={path}"))),
        Err(why) => {
            let mut page = super::one::shown(&desk, seq, Some((step, &typed, &why))).await?;
            page.status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page.shown())
        }
    }
}
