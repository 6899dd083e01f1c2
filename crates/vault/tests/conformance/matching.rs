//! Who may be the same person.

use almoner_vault::blind::Exact;
use almoner_vault::identity::{Field, Identity};
use almoner_vault::matching::{Match, MatchKind, Reason};
use almoner_vault::vault::Vault;

use crate::support::{Fresh, named, now, passphrase, put, reference};

async fn hard(vault: &Vault, identity: &Identity) -> Vec<Exact> {
    let found = vault.matches(identity, None, now()).await.unwrap();
    let kinds = found.into_iter().filter(|one| one.person == reference("ana"));
    kinds
        .filter_map(|one| match one.kind {
            MatchKind::Hard(exact) => Some(exact),
            MatchKind::Soft { .. } => None,
        })
        .collect()
}

pub(crate) async fn a_shared_number_is_a_hard_match(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    let ana = Identity::new()
        .with(Field::IdentityNumber, "0101990450006")
        .with(Field::Phone, "070 123 456")
        .with(Field::Account, "300000000000133")
        .with(Field::Address, "ул. Пробна бр. 12")
        .with(Field::Settlement, "Скопје");
    put(&vault, "ana", &ana).await;
    let one = |field, value| Identity::new().with(field, value);
    let asked = [
        (one(Field::IdentityNumber, "0101990 450006"), vec![Exact::IdentityNumber]),
        (one(Field::IdentityNumber, "0101010450005"), vec![]),
        (one(Field::Phone, "00389 70/123-456"), vec![Exact::Phone]),
        (one(Field::Phone, "070 123 457"), vec![]),
        (one(Field::Account, "MK07 3000 0000 0000 133"), vec![Exact::Account]),
        (one(Field::Address, "Probna 12").with(Field::Settlement, "Skopje"), vec![Exact::Address]),
        (one(Field::Address, "Пробна 13").with(Field::Settlement, "Скопје"), vec![]),
    ];
    for (number, (identity, expected)) in asked.into_iter().enumerate() {
        assert_eq!(hard(&vault, &identity).await, expected, "case {number}");
    }
    // Several people may share a telephone; all are named, but for the one who is asked about.
    put(&vault, "boris", &one(Field::Phone, "070123456")).await;
    let found = vault.matches(&one(Field::Phone, "070123456"), None, now()).await.unwrap();
    assert_eq!(found.len(), 2);
    let besides = Some(reference("ana"));
    let found = vault.matches(&one(Field::Phone, "070123456"), besides, now()).await.unwrap();
    let expected = Match { person: reference("boris"), kind: MatchKind::Hard(Exact::Phone) };
    assert_eq!(found, [expected]);
}

/// One name, year and place, and another; whether they may be one person.
type Pair =
    ((&'static str, &'static str, &'static str), (&'static str, &'static str, &'static str));

const MUST: [Pair; 22] = [
    // Spellings.
    (("Љубезност Ѓорѓиевска", "1980", "Скопје"), ("Ljubeznost Gjorgjievska", "1980", "Skopje")),
    (("Љубезност Ѓорѓиевска", "1980", "Скопје"), ("Lubeznost Gorgievska", "1980", "")),
    (("Љубезност Ѓорѓиевска", "1980", ""), ("LJUBEZNOST DJORDJIEVSKA", "", "")),
    (("Џемаил Ќазимоски", "1975", "Струга"), ("Xhemail Qazimoski", "1975", "Struga")),
    (("Shpresa Gjoni", "1991", "Tetovë"), ("Шпреса Ѓони", "1991", "Тетово")),
    (("Петар Петровиќ", "1960", "Куманово"), ("Petar Petrović", "1960", "Kumanovo")),
    (("Петар Петровиќ", "1960", "Куманово"), ("Petar Petrovic", "1960", "Kumanovo")),
    (("Žarko Čučković", "1960", ""), ("Жарко Чучковиќ", "1960", "")),
    // Swapped and hyphenated names.
    (("Ѓорѓиевска Љубезност", "1980", "Скопје"), ("Љубезност Ѓорѓиевска", "1980", "Скопје")),
    (("Проба-Марија Пробиќ", "1980", ""), ("Марија Проба Пробиќ", "1980", "")),
    // A name left out.
    (("Марија Проба Пробиќ", "1980", ""), ("Марија Пробиќ", "1980", "")),
    // Typos.
    (("Љубезност Ѓорѓиевска", "1980", "Скопје"), ("Љубезнсот Ѓорѓиевска", "1980", "Скопје")),
    (("Љубезност Ѓорѓиевска", "1980", "Скопје"), ("Љубезност Ѓорѓевска", "1980", "")),
    (("Љубезност Ѓорѓиевска", "1980", "Скопје"), ("Љубезнот Ѓорѓиефска", "1980", "Скопје")),
    (("Марко Стојановски", "1980", "Битола"), ("Мрако Стојановски", "1980", "Битола")),
    (("Марко Стојановски", "1980", "Битола"), ("Марко Стојаноски", "1980", "Битола")),
    // A year that is nearly right, or not known.
    (("Марко Стојановски", "1980", "Битола"), ("Марко Стојановски", "1981", "Битола")),
    (("Марко Стојановски", "1987", "Битола"), ("Марко Стојановски", "1978", "Битола")),
    (("Марко Стојановски", "1980", "Битола"), ("Марко Стојановски", "", "Битола")),
    (("Марко Стојановски", "1980", "Битола"), ("Марко Стојановски", "1980", "Прилеп")),
    // Somebody known by one name only.
    (("Ѓулшен", "2012", "Шуто Оризари"), ("Gulšen", "2012", "Šuto Orizari")),
    (("Ѓулшен", "2012", "Шуто Оризари"), ("Ѓулшен Пробиќ", "2012", "Шуто Оризари")),
];

const MUST_NOT: [Pair; 14] = [
    (("Марија Петровска", "1980", "Скопје"), ("Марко Петровски", "1980", "Скопје")),
    (("Марија Петровска", "1980", "Скопје"), ("Ивана Петровска", "1980", "Скопје")),
    (("Марија Петровска", "1980", "Скопје"), ("Марија Стојановска", "1980", "Скопје")),
    // Twins: a brother and a sister differ in both endings.
    (("Иван Петровски", "2001", "Скопје"), ("Ивана Петровска", "2001", "Скопје")),
    (("Александар Петровски", "2001", "Скопје"), ("Ана Петровска", "2001", "Скопје")),
    (("Ана Петровска", "2001", "Скопје"), ("Ева Петровска", "2001", "Скопје")),
    // Father and son.
    (("Марко Стојановски", "1950", "Битола"), ("Марко Стојановски", "1983", "Битола")),
    // One name in common says nothing.
    (("Ѓулшен", "2012", "Шуто Оризари"), ("Ѓулшен", "2005", "Шуто Оризари")),
    (("Ѓулшен", "2012", "Шуто Оризари"), ("Ѓулшен", "2012", "Прилеп")),
    (("Ѓулшен", "", ""), ("Ѓулшен Пробиќ", "", "")),
    // Three typos are another name.
    (("Љубезност Ѓорѓиевска", "1980", ""), ("Љубенсот Ѓоргејска", "1980", "")),
    // A neighbour's name, and nothing else known.
    (("Марко Стојановски", "", ""), ("Мирко Стојановски", "", "")),
    (("", "1980", "Скопје"), ("", "1980", "Скопје")),
    (("Марко Стојановски", "1980", "Битола"), ("", "1980", "Битола")),
];

pub(crate) async fn spellings_that_must_match_do_and_others_do_not(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    for (pairs, expected) in [(&MUST[..], true), (&MUST_NOT[..], false)] {
        for (one, other) in pairs {
            for (known, asked) in [(one, other), (other, one)] {
                let cleared = Identity::new().with(Field::Name, "");
                put(&vault, "ana", &cleared).await;
                put(&vault, "ana", &named(known.0, known.1, known.2)).await;
                let asked_for = named(asked.0, asked.1, asked.2);
                let found = vault.matches(&asked_for, None, now()).await.unwrap();
                assert_eq!(!found.is_empty(), expected, "{known:?} and {asked:?}: {found:?}");
            }
        }
    }
    put(&vault, "ana", &named("Љубезност Ѓорѓиевска", "1980", "Скопје")).await;
    let asked = named("Gorgievska Ljubeznsot", "1980", "Skopje");
    let found = vault.matches(&asked, None, now()).await.unwrap();
    let reasons = vec![
        Reason::SameName,
        Reason::NameButForLetters(1),
        Reason::SameBirthYear,
        Reason::SameSettlement,
    ];
    let kind = MatchKind::Soft { score: 955, reasons };
    assert_eq!(found, [Match { person: reference("ana"), kind }]);
}

pub(crate) async fn the_index_is_the_same_after_unlocking_again(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    for (number, (one, _)) in MUST.iter().enumerate() {
        put(&vault, &format!("p{number}"), &named(one.0, one.1, one.2)).await;
    }
    let mut before = Vec::new();
    for (_, asked) in MUST {
        before.push(vault.matches(&named(asked.0, asked.1, asked.2), None, now()).await.unwrap());
    }
    vault.lock();
    assert_eq!(vault.unlock(&passphrase()).await, Ok(MUST.len()));
    for ((_, asked), before) in MUST.iter().zip(before) {
        let after = vault.matches(&named(asked.0, asked.1, asked.2), None, now()).await.unwrap();
        assert_eq!(after, before);
    }
}

pub(crate) async fn a_changed_name_is_found_and_the_old_one_is_not(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    put(
        &vault,
        "ana",
        &named("Марија Петровска", "1980", "Скопје").with(Field::Phone, "070123456"),
    )
    .await;
    put(
        &vault,
        "ana",
        &named("Марија Стојановска", "1980", "Скопје").with(Field::Phone, "071123456"),
    )
    .await;
    let found =
        async |identity: Identity| !vault.matches(&identity, None, now()).await.unwrap().is_empty();
    assert!(!found(named("Марија Петровска", "1980", "Скопје")).await);
    assert!(found(named("Марија Стојановска", "1980", "Скопје")).await);
    assert!(!found(Identity::new().with(Field::Phone, "070123456")).await);
    assert!(found(Identity::new().with(Field::Phone, "071123456")).await);
}
