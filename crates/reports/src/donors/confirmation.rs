//! Потврда: that a gift came, when, how much and what for.

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::wording;
use crate::donors::Gift;
use crate::language::spelled;
use crate::report::{Report, Section, SignOff};

/// The frame's period is the day of the gift.
pub fn build(frame: &Frame<'_>, gift: &Gift) -> Result<Report, BuildError> {
    let mut facts = vec![
        (frame.say("Број", "Number", "Numri"), gift.number()),
        (
            frame.say("Примено на", "Received on", "Pranuar më"),
            frame.language.day(gift.received_on),
        ),
        (frame.say("Дарител", "Giver", "Dhuruesi"), gift.giver.clone()),
        (frame.say("Примател", "Recipient", "Marrësi"), frame.association.name.clone()),
        (frame.say("Вид", "Kind", "Lloji"), gift.kind.clone()),
        (frame.say("Облик", "Form", "Forma"), gift.form.clone()),
        (frame.say("Износ", "Amount", "Shuma"), gift.amount(frame)),
        (
            frame.say("Со букви", "In words", "Me fjalë"),
            spelled::denars(gift.value_minor, frame.language),
        ),
        (frame.say("Намена", "Purpose", "Qëllimi"), gift.purpose.clone()),
    ];
    facts.push((frame.say("Договор", "Contract", "Kontrata"), gift.contract(frame)));
    let (columns, mut rows) = wording::facts(frame, facts);
    if let Some(cell) = rows.first_mut().and_then(|row| row.cells.last_mut()) {
        cell.drill = Some(gift.entry());
    }
    let mut draft = frame.draft(columns, vec![Section::new(None, rows)]);
    draft.notes.push(
        frame
            .say(
                "Потврдуваме дека наведеното е примено без обврска за враќање и дека се употребува само за наведената \
                 намена. Ви благодариме.",
                "We confirm that the above was received without any duty to give it back, and that it is used for the \
                 purpose above alone. Thank you.",
                "Vërtetojmë se sa më sipër është pranuar pa detyrim kthimi dhe se përdoret vetëm për qëllimin e \
                 përmendur. Ju falënderojmë.",
            )
            .to_owned(),
    );
    let signature =
        frame.say("Застапник по закон", "Legal representative", "Përfaqësuesi ligjor").to_owned();
    draft.sign_off = SignOff { signatures: vec![signature], stamp: true };
    Ok(draft.finish()?)
}
