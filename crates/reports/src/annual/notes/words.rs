//! The words of the notes. They say how these books are kept, and nothing about the law beyond the report's own basis.

use crate::books::frame::Frame;

/// A sentence in the three languages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words(&'static str, &'static str, &'static str);

#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) title: Words,
    pub(super) lines: &'static [Words],
}

impl Words {
    pub(super) fn said(self, frame: &Frame<'_>) -> &'static str {
        frame.say(self.0, self.1, self.2)
    }
}

pub(super) const NONE: Words = Words("Нема.", "None.", "Nuk ka.");

pub(super) const BASIS: Part = Part {
    title: Words("Основа", "Basis", "Baza"),
    lines: &[
        Words(
            "Книгите се водат двојно, по сметковниот план за непрофитни организации, и посебно за секој фонд.",
            "The books are kept by double entry, by the chart of accounts of non-profit organisations, and fund by fund.",
            "Librat mbahen me regjistrim të dyfishtë, sipas planit kontabël të organizatave joprofitabile, fond pas fondi.",
        ),
        Words(
            "Износите во белешките се во денари со дени; во обрасците се заокружени на денари.",
            "Sums in these notes are in denars with deni; in the forms they are rounded to denars.",
            "Shumat në këto shënime janë në denarë me deni; në formularë janë të rrumbullakuara në denarë.",
        ),
    ],
};

pub(super) const POLICIES: Part = Part {
    title: Words("Сметководствени политики", "Accounting policies", "Politikat kontabël"),
    lines: &[
        Words(
            "Донација без намена е приход кога е примена; разграничената наменска станува приход кога се троши.",
            "A free gift is income as it comes; a restricted one that is deferred becomes income as it is spent.",
            "Dhurata e lirë është e ardhur kur pranohet; ajo me qëllim, e shtyrë, bëhet e ardhur kur shpenzohet.",
        ),
        Words(
            "Помошта е расход и обврска од денот кога е одобрена.",
            "Aid is an expense and an obligation from the day of its approval.",
            "Ndihma është shpenzim dhe detyrim nga dita e miratimit.",
        ),
        Words(
            "Подарените добра и опрема се водат по вредноста од приемот; услугите се расход кога се примени.",
            "Goods and equipment given are kept at the value of their receipt; services are used up as they arrive.",
            "Mallrat dhe pajisjet e dhuruara mbahen me vlerën e pranimit; shërbimet shpenzohen kur pranohen.",
        ),
    ],
};

pub(super) const CURRENCY: Part = Part {
    title: Words("Валута и курсеви", "Currency and rates", "Valuta dhe kurset"),
    lines: &[Words(
        "Книгите се во денари. Девизите стојат по курсот од приемот или од последното сведување; тука е просечниот курс на остатокот.",
        "The books are in denars. Foreign money stands at the rate of its receipt or last revaluation; here is the average of what is left.",
        "Librat janë në denarë. Valuta e huaj mban kursin e pranimit ose të rivlerësimit të fundit; këtu është mesatarja e asaj që ka mbetur.",
    )],
};

pub(super) const OFF_BALANCE: Part = Part {
    title: Words(
        "Вонбилансна евиденција (990–999)",
        "Off the balance (990–999)",
        "Jashtë bilancit (990–999)",
    ),
    lines: &[],
};

/// What the books cannot know, with room below.
pub(super) const PROMPTS: [Part; 3] = [
    Part {
        title: Words("Поврзани субјекти", "Related parties", "Palët e lidhura"),
        lines: &[Words(
            "Книгите не водат податоци за поврзани субјекти. Впишете ги, или дека ги нема:",
            "The books hold nothing about related parties. Write them down, or that there are none:",
            "Librat nuk mbajnë të dhëna për palë të lidhura. Shkruani ato, ose se nuk ka:",
        )],
    },
    Part {
        title: Words("Попис", "Inventory", "Regjistrimi i pasurisë"),
        lines: &[Words(
            "Датум на пописот, комисија, и утврдени вишоци или кусоци:",
            "Day of the inventory, who made it, and what was found too much or missing:",
            "Data e regjistrimit, komisioni, dhe tepricat ose mungesat e gjetura:",
        )],
    },
    Part {
        title: Words(
            "Вработени и волонтери",
            "Employees and volunteers",
            "Të punësuar dhe vullnetarë",
        ),
        lines: &[Words(
            "Просечен број во годината:",
            "Average number in the year:",
            "Numri mesatar gjatë vitit:",
        )],
    },
];
