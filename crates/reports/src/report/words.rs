//! The words that stand on every report, whatever it is about.

use crate::language::Language;
use crate::report::Mark;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    Period,
    Basis,
    RegisterNumber,
    TaxNumber,
    Activity,
    Account,
    Representative,
    Total,
    SectionTotal,
    Page,
    Of,
    PlaceAndDate,
    Stamp,
    Notes,
    NotConfirmed,
    Books,
}

impl Word {
    pub const fn in_language(self, language: Language) -> &'static str {
        match self {
            Self::Period => language.say("Период", "Period", "Periudha"),
            Self::Basis => language.say("Правна основа", "Legal basis", "Baza ligjore"),
            Self::RegisterNumber => language.say("ЕМБС", "Register no.", "Nr. i regjistrit"),
            Self::TaxNumber => language.say("ЕДБ", "Tax no.", "Nr. tatimor"),
            Self::Activity => language.say("Шифра на дејност", "Activity", "Veprimtaria"),
            Self::Account => language.say("Сметка", "Account", "Llogaria"),
            Self::Representative => language.say("Застапник", "Represented by", "Përfaqësuesi"),
            Self::Total => language.say("ВКУПНО", "TOTAL", "GJITHSEJ"),
            Self::SectionTotal => language.say("Вкупно", "Total", "Gjithsej"),
            Self::Page => language.say("Страница", "Page", "Faqja"),
            Self::Of => language.say("од", "of", "nga"),
            Self::PlaceAndDate => language.say("Место и датум", "Place and date", "Vendi dhe data"),
            Self::Stamp => language.say("М.П.", "Stamp", "V.V."),
            Self::Notes => language.say("Забелешки", "Notes", "Shënime"),
            Self::NotConfirmed => language.say(
                "* Не е потврдено според текстот објавен во „Службен весник“.",
                "* Not confirmed against the text published in the Official Gazette.",
                "* Nuk është konfirmuar sipas tekstit të botuar në „Gazetën Zyrtare“.",
            ),
            Self::Books => language.say("Книги", "Books", "Librat"),
        }
    }
}

impl Mark {
    pub const fn in_language(self, language: Language) -> &'static str {
        match self {
            Self::Provisional => language.say(
                "ПРИВРЕМЕНО – годината не е затворена",
                "PROVISIONAL – the year is not closed",
                "I PËRKOHSHËM – viti nuk është mbyllur",
            ),
            Self::Demo => language.say("ПОКАЗНИ КНИГИ", "DEMONSTRATION BOOKS", "LIBRA SHEMBULL"),
        }
    }
}
