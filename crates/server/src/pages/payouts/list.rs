//! The list of payouts.

use almoner_ledger::codes::{Category, PayoutState};
use almoner_store::read::payout::PayoutFilter;
use axum::extract::Query;

use crate::pages::block::Block;
use crate::pages::desk::{Desk, Told};
use crate::pages::field::{Field, Input};
use crate::pages::form::Form;
use crate::pages::home::payouts::table;
use crate::pages::list::Asked;
use crate::pages::panel::Panel;
use crate::pages::typed::Typed;

pub(in crate::pages) async fn list(desk: Desk, Query(asked): Query<Vec<(String, String)>>) -> Told {
    let asked = Asked(Typed(asked));
    let filter = PayoutFilter {
        state: asked.text("state").and_then(PayoutState::parse),
        fund: asked.number("fund"),
        category: asked.text("category").and_then(Category::parse),
        from_on: asked.day("from"),
        to_on: asked.day("to"),
        unreviewed: asked.text("unreviewed").is_some(),
        request: None,
    };
    let found = desk.app.store.payouts(&filter, &asked.paging()).await?;
    let states = PayoutState::ALL
        .iter()
        .map(|state| (state.code().to_owned(), desk.words.word("payout-state", state.code())));
    let form = Form::new("/payouts", desk.say("list-show"))
        .field(
            Field::new(Input::Choice, "state", desk.say("column-state"))
                .options(desk.choices(states.collect())),
        )
        .field(desk.fund_choice("fund"))
        .field(
            Field::new(Input::Choice, "category", desk.say("column-need"))
                .options(desk.choices(desk.terms(|law| &law.categories))),
        )
        .field(Field::new(Input::Day, "from", desk.say("list-from")))
        .field(Field::new(Input::Day, "to", desk.say("list-to")))
        .typed(&asked.0);
    let panel = table(&desk, ("", "list-none"), &found.items);
    let panel = Panel { more: asked.further(&desk, "/payouts", found.next), ..panel };
    let page = desk.page(desk.say("nav-payouts")).block(Block::Filter(form));
    Ok(page.block(Block::Panel(panel)).shown())
}
