//! Who can do the next step of a payout, and why not I.

use almoner_ledger::codes::Role;
use almoner_ledger::command::Command;
use almoner_ledger::who::{self, Standing};
use almoner_proof::hash::Hash;

use crate::pages::desk::{Desk, absent};
use crate::pages::panel::{Cell, Head, Panel};
use crate::pages::shell;
use crate::problem::Problem;
use crate::routes::requests::seen;

pub(super) struct Who {
    /// Whether there is a vault that nobody has unlocked.
    pub(super) is_locked: bool,
    standings: Vec<Standing>,
}

impl Who {
    pub(super) async fn read(desk: &Desk, payout: i64) -> Result<Self, Problem> {
        let seen = seen::for_payout(&desk.app, payout).await?;
        let (digest, acknowledge) = (Hash::default(), Vec::new());
        let asked = Command::ReleasePayout { payout, digest, acknowledge, seen: seen.clone() };
        let facts = desk.app.store.facts_for(&asked).await?;
        let found = facts.payouts.get(&payout).ok_or_else(|| absent("payout"))?;
        let clock = &desk.app.clock;
        let standings = who::next(&facts, found, &seen, (clock.now(), clock.today()));
        Ok(Self { is_locked: seen.closed, standings })
    }

    /// Whether whoever looks can do a step now.
    pub(super) fn may(&self, desk: &Desk, step: &str) -> bool {
        let mine = |standing: &&Standing| standing.step == step && is_mine(desk, standing);
        self.standings.iter().find(mine).is_some_and(|standing| standing.refusal.is_none())
    }

    /// Why whoever looks cannot do a step that their role does.
    pub(super) fn why_not(&self, desk: &Desk) -> Option<String> {
        let mut mine = self.standings.iter().filter(|standing| is_mine(desk, standing));
        let first = mine.next()?;
        let is_able = first.refusal.is_none() || mine.any(|standing| standing.refusal.is_none());
        let refusal = first.refusal.as_ref().filter(|_| !is_able)?;
        Some(desk.words.refusal(&Problem::refused(refusal, "")))
    }

    pub(super) fn table(&self, desk: &Desk) -> Panel {
        let words = desk.words;
        let heads = vec![
            Head::text(words.say("column-step")),
            Head::text(words.say("column-who")),
            Head::text(words.say("column-role")),
            Head::text(words.say("column-can")),
        ];
        let row = |standing: &Standing| -> Vec<Cell> {
            let can = match &standing.refusal {
                None => words.say("who-can"),
                Some(refusal) => words.refusal(&Problem::refused(refusal, "")),
            };
            let name = desk.person(standing.person);
            let name = if standing.person == desk.identity.person {
                words.say_of("who-you", &name)
            } else {
                name
            };
            vec![
                words.word("stage", standing.step).into(),
                name.into(),
                shell::role(words, standing.role).into(),
                can.into(),
            ]
        };
        let panel = Panel::new(words.say("payout-who"), words.say("payout-who-none"), heads);
        Panel { rows: self.standings.iter().map(row).collect(), ..panel }
    }
}

fn is_mine(desk: &Desk, standing: &Standing) -> bool {
    let mine: (_, Role) = (desk.identity.person, desk.identity.role);
    (standing.person, standing.role) == mine
}
