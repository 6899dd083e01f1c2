//! Finding one of many by its name, whichever alphabet it is typed in: „ljubeznost“ finds Љубезност.

use almoner_vault::fold;

use super::form::Why;
use super::typed::Typed;
use super::words::Words;

/// So many are offered while one types.
pub(crate) const OFFERED: usize = 200;

/// Whether a name has what was typed somewhere in it.
pub(crate) fn has(name: &str, typed: &str) -> bool {
    let (name, typed) = (fold::line(name), fold::line(typed));
    name.contains(typed.as_str())
}

/// How one of many stands in the list that is offered, so that its number can be read back.
pub(crate) fn label(name: &str, number: i64) -> String {
    format!("{name} ({number})")
}

/// The one that is meant by what was typed: by the number behind its name, by its whole name, or as the only one that fits.
pub(crate) fn one<'n>(
    words: Words,
    field: &str,
    typed: &Typed,
    known: impl Iterator<Item = (i64, &'n str)> + Clone,
) -> Result<Option<i64>, Why> {
    let text = typed.get(field);
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = |message: String| Why::Fields(vec![(field.to_owned(), message)]);
    let number = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    if let Some((_, number)) = number
        && let Ok(number) = number.parse::<i64>()
        && known.clone().any(|(seq, _)| seq == number)
    {
        return Ok(Some(number));
    }
    if let Some((seq, _)) = known.clone().find(|(_, name)| *name == text) {
        return Ok(Some(seq));
    }
    let mut fits = known.filter(|(_, name)| has(name, text));
    match (fits.next(), fits.next()) {
        (Some((seq, _)), None) => Ok(Some(seq)),
        (None, _) => Err(wrong(words.say("form-pick-none"))),
        (Some((_, first)), Some((_, second))) => {
            let both = [("first", first), ("second", second)];
            Err(wrong(words.say_with("form-pick-many", &both)))
        }
    }
}

#[cfg(test)]
mod tests {
    use almoner_reports::language::Language;

    use super::*;

    #[test]
    fn one_of_many_is_found_in_either_alphabet_and_never_guessed() {
        let known =
            [(1, "Здружение Љубезност"), (2, "Општина Центар"), (3, "Општина Чаир"), (4, "P-4")];
        let find = |text: &str| {
            let mut typed = Typed::default();
            typed.set("source", text);
            one(Words(Language::Mk), "source", &typed, known.into_iter())
        };
        for (text, seq) in [
            ("ljubeznost", 1),
            ("љубезност", 1),
            ("Centar", 2),
            ("Општина Чаир (3)", 3),
            ("P-4", 4),
        ] {
            assert!(matches!(find(text), Ok(Some(found)) if found == seq), "{text}");
        }
        assert!(matches!(find(""), Ok(None)));
        for text in ["општина", "Никаде", "Општина Чаир (99)"] {
            assert!(matches!(find(text), Err(Why::Fields(_))), "{text}");
        }
    }
}
