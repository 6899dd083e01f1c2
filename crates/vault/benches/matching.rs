//! Measures the vault with many people in it: how long one check for double aid takes, and what else grows with them.
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on stops")]
#![expect(clippy::arithmetic_side_effects, reason = "figures for people, not money")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::time::{Duration, Instant};

use almoner_vault::config::Config;
use almoner_vault::identity::{Field, Identity};
use almoner_vault::passphrase::Cost;
use almoner_vault::person::{PersonKind, Put};
use almoner_vault::vault::Vault;
use support::{Fresh, now, passphrase};
use uuid::Uuid;

const CHECKS: u64 = 2_000;
const SYLLABLES: [&str; 24] = [
    "ба", "ве", "ги", "до", "ѓу", "жа", "зе", "ки", "ло", "љу", "ма", "не", "њи", "по", "ру", "са",
    "те", "ќи", "фо", "ху", "ца", "че", "џи", "шо",
];
const ENDINGS: [&str; 8] = ["ски", "ска", "овски", "овска", "иќ", "ев", "ова", "и"];
const PLACES: [&str; 12] = [
    "Скопје",
    "Битола",
    "Куманово",
    "Прилеп",
    "Тетово",
    "Велес",
    "Штип",
    "Охрид",
    "Гостивар",
    "Струмица",
    "Кавадарци",
    "Кочани",
];

/// `matching PEOPLE`: a fresh vault on SQLite with so many people, once with few names that many share and once with
/// names that nearly nobody shares, and 2,000 checks in each.
fn main() {
    let people = std::env::args().skip(1).find_map(|word| word.parse::<u64>().ok());
    // `cargo test --benches` and `cargo bench` without words measure nothing.
    let Some(people) = people else {
        println!("usage: matching PEOPLE");
        return;
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(passphrases());
    for (town, families) in [("names that many share", 2_000), ("names that few share", 400_000)] {
        println!("{people} people, {town}");
        runtime.block_on(run(people, families));
    }
}

/// What a passphrase costs at the strength that people get.
async fn passphrases() {
    let fresh = Fresh::sqlite();
    let config = Config { cost: Cost::STRONG, ..fresh.config() };
    let (vault, _) = Vault::create(config, &passphrase(), now()).await.unwrap();
    vault.lock();
    let began = Instant::now();
    vault.unlock(&passphrase()).await.unwrap();
    say("one passphrase, at full strength", began.elapsed());
}

async fn run(people: u64, families: u64) {
    let fresh = Fresh::sqlite();
    let (vault, _) = fresh.vault().await;
    let began = Instant::now();
    for first in (0..people).step_by(1_000) {
        let batch = (first..people.min(first + 1_000)).map(|number| Put {
            person: Uuid::from_u128(u128::from(mix(number)) << 64 | u128::from(number)),
            kind: PersonKind::Recipient,
            identity: somebody(number, families),
        });
        vault.put_all(batch.collect(), now()).await.unwrap();
    }
    say("taking them in, 1,000 at a time", began.elapsed());
    vault.lock();
    let began = Instant::now();
    vault.unlock(&passphrase()).await.unwrap();
    say("unlocking (index of names; a weak passphrase)", began.elapsed());
    checks(&vault, people, families).await;
    let began = Instant::now();
    let backup = vault.backup(&fresh.path("copy.db")).await.unwrap();
    assert!(backup.report.is_sound());
    say("a backup with every field opened", began.elapsed());
    let began = Instant::now();
    vault.erase(Uuid::from_u128(u128::from(mix(0)) << 64), now()).await.unwrap();
    say("erasing one person, with everything overwritten", began.elapsed());
    let began = Instant::now();
    vault.rotate_keys(&passphrase()).await.unwrap();
    say("changing the keys", began.elapsed());
    vault.close().await;
    let bytes = std::fs::metadata(fresh.path("vault.db")).unwrap().len();
    println!("  {:>12} MiB the database", bytes / 1024 / 1024);
}

/// Checks of four sorts in turn: as known, in Latin letters, with a typo, and of strangers.
async fn checks(vault: &Vault, people: u64, families: u64) {
    let mut times = Vec::new();
    let (mut found, mut known) = (0, 0);
    for number in 0..CHECKS {
        let stranger = number % 4 == 3;
        let whom = if stranger { people + number } else { mix(number) % people };
        let mut identity = somebody(whom, families);
        let name = identity.get(Field::Name).unwrap().to_owned();
        match number % 4 {
            1 => identity.set(Field::Name, &latin(&name)),
            2 => identity.set(Field::Name, &typo(&name)),
            _ => {}
        }
        if number % 4 != 0 {
            // No number in common: the name alone must find them.
            identity.set(Field::Phone, &format!("+8889{number:09}"));
            identity.set(Field::Address, "");
        }
        let began = Instant::now();
        let matches = vault.matches(&identity, None, now()).await.unwrap();
        times.push(began.elapsed());
        if !stranger {
            known += 1;
            found += u64::from(!matches.is_empty());
        }
    }
    times.sort_unstable();
    let at = |permille: usize| times[(times.len() * permille / 1_000).min(times.len() - 1)];
    println!("  {CHECKS} checks, {found} of {known} who are known were found");
    for (name, permille) in [("median", 500), ("p95", 950), ("p99", 990), ("slowest", 1_000)] {
        say(&format!("one check, {name}"), at(permille));
    }
}

fn say(what: &str, time: Duration) {
    println!("  {:>12} µs {what}", time.as_micros());
}

/// The same number gives the same person in every run.
fn somebody(number: u64, families: u64) -> Identity {
    let given = skewed(number * 4 + 1, 300);
    let family = skewed(number * 4 + 2, families);
    let name = format!("{} {}", word(given, 2, "а"), word(family + 1_000, 3, ending(family)));
    let year = (1940 + mix(number * 4 + 3) % 80).to_string();
    let place = PLACES[index(mix(number * 4 + 4), PLACES.len())];
    Identity::new()
        .with(Field::Name, &name)
        .with(Field::BirthYear, &year)
        .with(Field::Settlement, place)
        .with(Field::Phone, &format!("+8888{number:09}"))
        .with(Field::Address, &format!("Пробна {}", number % 50_000 + 1))
}

/// Low numbers more often than high ones, as with names.
fn skewed(seed: u64, below: u64) -> u64 {
    (mix(seed) % below).min(mix(seed ^ 0x5555) % below)
}

fn word(number: u64, syllables: u32, end: &str) -> String {
    let mut rest = mix(number);
    let mut word = String::new();
    for _ in 0..syllables {
        word.push_str(SYLLABLES[index(rest, SYLLABLES.len())]);
        rest /= 24;
    }
    word.push_str(end);
    word
}

fn ending(number: u64) -> &'static str {
    ENDINGS[index(mix(number ^ 0x7777), ENDINGS.len())]
}

fn index(number: u64, length: usize) -> usize {
    usize::try_from(number % u64::try_from(length).unwrap()).unwrap()
}

fn typo(name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let at = letters.len() - 4;
    letters.swap(at, at + 1);
    letters.into_iter().collect()
}

fn latin(name: &str) -> String {
    const CYRILLIC: &str = "бвгдѓжзклљмнњпрстќфхцчџшаеиоуј";
    const LATIN: [&str; 30] = [
        "b", "v", "g", "d", "gj", "ž", "z", "k", "l", "lj", "m", "n", "nj", "p", "r", "s", "t",
        "kj", "f", "h", "c", "č", "dž", "š", "a", "e", "i", "o", "u", "j",
    ];
    let one = |letter: char| match CYRILLIC.chars().position(|known| known == letter) {
        Some(at) => LATIN[at].to_owned(),
        None => letter.to_string(),
    };
    name.chars().map(one).collect()
}

/// `SplitMix64`: a number that looks like no other, and is the same in every run.
fn mix(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
