//! Taking a need in: few questions, on a phone, in under a minute. Who somebody is, is asked by the vault and not here.

use almoner_ledger::codes::{PayeeKind, Signs};
use almoner_ledger::command::Command;
use almoner_store::read::page::{PAGE_MAX, Paging};
use axum::extract::Query;
use axum::http::StatusCode;
use serde::Deserialize;
use uuid::Uuid;

use crate::pages::block::{Block, Page};
use crate::pages::desk::{Desk, LAW, Told, absent, led};
use crate::pages::field::{Field, Input};
use crate::pages::form::{Form, KEY, Why};
use crate::pages::typed::Typed;
use crate::problem::Problem;
use crate::routes::requests::intake::NewRequest;

#[derive(Deserialize)]
pub(in crate::pages) struct Like {
    /// An earlier request of the same person.
    #[serde(default)]
    like: Option<i64>,
}

pub(in crate::pages) async fn new(desk: Desk, Query(like): Query<Like>) -> Told {
    let form = form(&desk, like.like).await?;
    Ok(shown(&desk, form).shown())
}

fn shown(desk: &Desk, form: Form) -> Page {
    desk.page(desk.say("request-new")).block(Block::Form(form))
}

pub(in crate::pages) async fn submit(desk: Desk, typed: Typed) -> Told {
    let like = typed.get("@like").parse().ok();
    let form = form(&desk, like).await?;
    match submitted(&desk, &form, &typed, like).await {
        Ok(seq) => Ok(led(format!("/requests/{seq}?done=submission"))),
        Err(why) => {
            let form = form.typed(&typed).refused(desk.words, &why);
            let mut page = shown(&desk, form);
            page.status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page.shown())
        }
    }
}

async fn submitted(desk: &Desk, form: &Form, typed: &Typed, like: Option<i64>) -> Result<i64, Why> {
    let mut typed = typed.clone();
    if let Ok(payee) = typed.get("@payee").parse::<i64>() {
        let reference = payees(desk).await?.into_iter().find(|(seq, ..)| *seq == payee);
        if let Some((_, _, reference)) = reference {
            typed.set("payee", reference.to_string());
        }
    }
    // Read once before anybody is registered: what is refused leaves nothing behind.
    typed.set("recipient", Uuid::nil().to_string());
    let _whole: NewRequest = form.body(desk.words, &typed)?;
    let recipient = match like {
        Some(request) => {
            let found = desk.app.store.request(request).await.map_err(Problem::from)?;
            found.and_then(|detail| detail.request.recipient).ok_or_else(|| absent("recipient"))?
        }
        None => registered(desk, &typed).await?,
    };
    typed.set("recipient", recipient.to_string());
    let body: NewRequest = form.body(desk.words, &typed)?;
    let submission = body.submission(&desk.app).await?;
    Ok(desk.give(&typed, Command::SubmitRequest(submission)).await?.seq)
}

/// A person nobody has helped yet: registered once for each form.
async fn registered(desk: &Desk, typed: &Typed) -> Result<Uuid, Why> {
    let birth_year = match typed.get("@birth_year") {
        "" => None,
        text => {
            let unfit = || vec![("@birth_year".to_owned(), desk.say("form-unfit-number"))];
            Some(text.parse::<i64>().map_err(|_| Why::Fields(unfit()))?)
        }
    };
    let key = format!("{}-person", typed.get(KEY));
    let command = Command::AddRecipient { household: None, birth_year };
    let answer = desk.give_as(&key, command).await?;
    let reference = desk.app.store.recipient_reference(answer.seq).await.map_err(Problem::from)?;
    Ok(reference.ok_or_else(|| absent("recipient"))?)
}

/// Organisations that are paid, by name.
async fn payees(desk: &Desk) -> Result<Vec<(i64, String, Uuid)>, Problem> {
    let all = Paging { limit: PAGE_MAX, after: None };
    let found = desk.app.store.payees(&all).await?.items;
    let named =
        found.into_iter().filter_map(|row| Some((row.seq, row.public_name?, row.reference?)));
    Ok(named.collect())
}

async fn form(desk: &Desk, like: Option<i64>) -> Result<Form, Problem> {
    let words = desk.words;
    let choice = |name: &str, label: &str, options: Vec<(String, String)>| {
        Field::new(Input::Choice, name, desk.say(label)).options(options)
    };
    let mut form = Form::new("/requests/new", desk.say("request-submit")).field(Field::new(
        Input::Hidden,
        "recipient",
        String::new(),
    ));
    form = match like {
        Some(request) => {
            let title = words.say_of("request-for-known", &request.to_string());
            form.titled(title).field(Field::hidden("@like", request))
        }
        None => form.titled(desk.say("request-for-new")).field(
            Field::new(Input::Number, "@birth_year", desk.say("person-birth-year"))
                .hint(desk.say("person-birth-year-hint")),
        ),
    };
    let kinds = PayeeKind::ALL.iter();
    let kinds = kinds.map(|kind| (kind.code().to_owned(), words.word("payee", kind.code())));
    let signs = Signs::ALL.iter();
    let signs = signs.map(|signs| (signs.code().to_owned(), words.word("signs", signs.code())));
    let paid = payees(desk).await?;
    let paid = paid.into_iter().map(|(seq, name, _)| (seq.to_string(), name)).collect();
    Ok(form
        .field(
            choice("category", "column-need", desk.choices(desk.terms(|law| &law.categories)))
                .needed(),
        )
        .field(
            choice("urgency", "column-urgency", desk.terms(|law| &law.urgencies))
                .needed()
                .of("normal"),
        )
        .field(
            Field::new(Input::Amount, "asked", desk.say("request-asked"))
                .needed()
                .hint(desk.say("form-amount-hint")),
        )
        .field(
            choice(
                "target_group",
                "request-group",
                desk.choices(desk.terms(|law| &law.target_groups)),
            )
            .needed(),
        )
        .field(choice("signs", "request-signs", signs.collect()).needed().of("self"))
        .field(choice("municipality", "request-place", desk.choices(places(desk))))
        .field(
            Field::new(Input::Long, "story", desk.say("request-story"))
                .hint(desk.say("request-story-hint")),
        )
        .group(
            desk.say("form-more"),
            vec![
                Field::new(Input::Day, "received_on", desk.say("request-received"))
                    .needed()
                    .of(desk.app.clock.today()),
                choice("payee_kind", "payout-payee", kinds.collect()).of("self"),
                Field::new(Input::NumberChoice, "@payee", desk.say("request-payee"))
                    .options(desk.choices(paid)),
                Field::new(Input::Hidden, "payee", String::new()),
            ],
        ))
}

fn places(desk: &Desk) -> Vec<(String, String)> {
    let places = LAW.as_ref().map(|law| law.municipalities.iter()).into_iter().flatten();
    let mut named: Vec<(String, String)> = places
        .map(|place| (place.iso_3166_2.clone(), desk.words.0.pick(&place.names).to_owned()))
        .collect();
    named.sort_by(|one, other| one.1.cmp(&other.1));
    named
}
