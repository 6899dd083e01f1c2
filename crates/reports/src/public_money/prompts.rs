//! The part that somebody writes: headings with room below them.

use crate::books::frame::Frame;
use crate::public_money::sections::WIDTH;
use crate::report::cell::Cell;
use crate::report::{Row, Section};

/// Empty lines below a heading.
const ROOM: usize = 5;

pub(super) fn sections(frame: &Frame<'_>) -> Vec<Section> {
    let part = frame.say("Деловен дел", "Activities", "Pjesa e punës");
    let prompts = [
        frame.say(
            "Што е спроведено, кога и каде",
            "What was done, when and where",
            "Çfarë u zbatua, kur dhe ku",
        ),
        frame.say(
            "Како и за кои цели се потрошени средствата, и што е постигнато",
            "How and for which ends the money was spent, and what came of it",
            "Si dhe për cilat qëllime u shpenzuan mjetet, dhe çfarë u arrit",
        ),
        frame.say(
            "Отстапувања од планот и зошто",
            "What differed from the plan, and why",
            "Shmangiet nga plani dhe pse",
        ),
        frame.say("Што следува", "What comes next", "Çfarë vjen më pas"),
    ];
    let numbered = (1_usize..).zip(prompts);
    let empty = || Row::line(vec![Cell::EMPTY; WIDTH]);
    let section = |(number, prompt): (usize, &str)| {
        let rows = (0..ROOM).map(|_| empty()).collect();
        Section::new(Some(format!("{part} – {number}. {prompt}")), rows)
    };
    numbered.map(section).collect()
}
