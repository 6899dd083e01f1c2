//! A thousand people with a mark in every field, and no mark anywhere but behind the keys.

use std::collections::BTreeSet;
use std::path::Path;

use almoner_vault::attachment::Owner;
use almoner_vault::identity::{Field, Identity};
use almoner_vault::note::NewNote;
use almoner_vault::person::{PersonKind, Put};
use almoner_vault::vault::Vault;
use zeroize::Zeroizing;

use crate::support::{Fresh, now, reference};

const PEOPLE: u64 = 1_000;

/// A word that stands nowhere else: its first letters are the same, so that it can be looked for quickly.
fn mark(person: u64, field: usize) -> String {
    format!("QzvxQjkw{:08x}", person * 100 + u64::try_from(field).unwrap())
}

/// Numbers of one person that are right by their check digits; the bank and the country are nobody's.
fn number(field: Field, person: u64) -> String {
    match field {
        Field::Phone => format!("+8887{person:09}"),
        Field::Account => {
            let body = format!("997{:010}", 7_000_000_000 + person);
            let rest = body
                .bytes()
                .chain(*b"00")
                .fold(0, |rest, digit| (rest * 10 + u64::from(digit - b'0')) % 97);
            format!("{body}{:02}", 98 - rest)
        }
        Field::IdentityNumber => format!("9977{person:09}"),
        Field::BirthYear => (1920 + person % 100).to_string(),
        Field::BirthOn => format!("{}-02-03", 1920 + person % 100),
        Field::Name
        | Field::Address
        | Field::Settlement
        | Field::Guardian
        | Field::Notes
        | Field::Health
        | Field::Violence
        | Field::Sleeping => panic!("{field} is a text"),
    }
}

fn identity(person: u64) -> Identity {
    Field::ALL.into_iter().enumerate().fold(Identity::new(), |identity, (at, field)| {
        let value = match field {
            Field::Phone
            | Field::Account
            | Field::IdentityNumber
            | Field::BirthYear
            | Field::BirthOn => number(field, person),
            Field::Name
            | Field::Address
            | Field::Settlement
            | Field::Guardian
            | Field::Notes
            | Field::Health
            | Field::Violence
            | Field::Sleeping => format!("{} {at}", mark(person, at)),
        };
        identity.with(field, &value)
    })
}

/// Where a mark could hide: as it is, in small letters, in two bytes a letter, in hexadecimal, in base 64.
///
/// The first letters of all marks and all telephone, account and identity numbers are the same, so each form of those
/// stands for each of the thousand.
fn forms() -> Vec<(String, Vec<u8>)> {
    let mut forms = Vec::new();
    for text in
        ["QzvxQjkw00", "qzvxqjkw00", "QZVXQJKW00", "+8887000000", "8887000000", "9977000000"]
    {
        let plain = text.as_bytes().to_vec();
        let hex: String = plain.iter().map(|byte| format!("{byte:02x}")).collect();
        forms.push((
            format!("{text} in UTF-16"),
            text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ));
        forms.push((
            format!("{text} in UTF-16, big end first"),
            text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        ));
        forms.push((format!("{text} in HEX"), hex.to_uppercase().into_bytes()));
        forms.push((format!("{text} in hex"), hex.into_bytes()));
        for shift in 0..3 {
            forms.push((format!("{text} in base 64"), base64_middle(&plain, shift)));
        }
        forms.push((text.to_owned(), plain));
    }
    forms
}

/// What is the same in base 64 whatever stands before and after, for each of three places to begin.
fn base64_middle(bytes: &[u8], shift: usize) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let padded: Vec<u8> = vec![0; shift].into_iter().chain(bytes.iter().copied()).collect();
    let whole = &padded[..padded.len() / 3 * 3];
    let mut text = Vec::new();
    for three in whole.chunks(3) {
        let value = three.iter().fold(0_u32, |value, byte| value << 8 | u32::from(*byte));
        for sixth in [18, 12, 6, 0] {
            text.push(LETTERS[usize::try_from(value >> sixth & 63).unwrap()]);
        }
    }
    let skipped = [0, 2, 3][shift];
    text.split_off(skipped)
}

fn look(where_to: &str, bytes: &[u8], forms: &[(String, Vec<u8>)]) {
    let firsts: BTreeSet<u8> = forms.iter().map(|(_, form)| form[0]).collect();
    let firsts: [bool; 256] = std::array::from_fn(|at| firsts.contains(&u8::try_from(at).unwrap()));
    for at in 0..bytes.len() {
        if !firsts[usize::from(bytes[at])] {
            continue;
        }
        for (name, form) in forms {
            assert!(!bytes[at..].starts_with(form), "{name} is in {where_to} at {at}");
        }
    }
}

fn look_in_folder(folder: &Path, forms: &[(String, Vec<u8>)]) -> usize {
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        look(&path.display().to_string(), &std::fs::read(&path).unwrap(), forms);
        seen += 1;
    }
    seen
}

pub(crate) async fn no_mark_of_anybody_is_found_anywhere(fresh: Fresh) {
    let forms = forms();
    // What is looked for would be found.
    let found =
        std::panic::catch_unwind(|| look("a proof", b"...qZVx... QzvxQjkw00000001", &forms));
    assert!(found.is_err());

    let (vault, _) = fresh.vault().await;
    let put = |person: u64| Put {
        person: reference(&format!("p{person}")),
        kind: PersonKind::Recipient,
        identity: identity(person),
    };
    vault.put_all((0..PEOPLE).map(put).collect(), now()).await.unwrap();
    for person in 0..20 {
        let about = reference(&format!("p{person}"));
        let text = Zeroizing::new(mark(person, 50));
        let note =
            NewNote { id: reference(&format!("n{person}")), person: about, about: None, text };
        vault.write_note(note, now()).await.unwrap();
        let bytes = Zeroizing::new(mark(person, 51).into_bytes());
        vault
            .attach(reference(&format!("f{person}")), Owner::Person(about), bytes, now())
            .await
            .unwrap();
    }
    let marked = vault.reveal(reference("p7"), &[Field::Name]).await.unwrap();
    assert_eq!(marked.get(Field::Name), Some(&*format!("{} 0", mark(7, 0))));

    // The files of an open vault (with -wal and -shm), of its copy, and its key file.
    vault.backup(&fresh.path("copy.db")).await.unwrap();
    let files = look_in_folder(fresh.folder.path(), &forms);
    assert!(files >= if fresh.is_sqlite() { 5 } else { 2 }, "{files} files");
    vault.erase(reference("p8"), now()).await.unwrap();
    look("printing and errors", &said(&vault, &fresh).await, &forms);
    vault.close().await;
    look_in_folder(fresh.folder.path(), &forms);
}

/// Everything that prints itself, and every error that something about a marked person can bring.
async fn said(vault: &Vault, fresh: &Fresh) -> Vec<u8> {
    let mut said = String::new();
    let mut say = |text: String| {
        said.push_str(&text);
        said.push('\n');
    };
    let person = reference("p1");
    say(format!("{:?}", identity(1)));
    say(format!("{:#?}", vault.reveal(person, &Field::ALL).await.unwrap()));
    say(format!("{:?}", vault.note(reference("n1")).await.unwrap()));
    say(format!("{:?}", vault.attachment(reference("f1")).await.unwrap()));
    say(format!("{:?}", vault.matches(&identity(1), None, now()).await.unwrap()));
    say(format!("{:?}", vault.check().await.unwrap()));
    let checked = identity(1).checked(now().date_naive()).unwrap();
    say(format!("{checked:?}"));
    say(format!("{:?}", Put { person, kind: PersonKind::Recipient, identity: identity(1) }));
    for field in Field::ALL {
        let wrong = identity(1).with(field, &format!("{}\u{7}", mark(1, 60)));
        let refused = vault.put(person, PersonKind::Recipient, &wrong, now()).await.unwrap_err();
        say(format!("{refused} {refused:?}"));
        let long = identity(1).with(field, &mark(1, 61).repeat(2_000));
        let refused = vault.put(person, PersonKind::Recipient, &long, now()).await.unwrap_err();
        say(format!("{refused} {refused:?}"));
    }
    for refused in [
        vault.put(person, PersonKind::Giver, &identity(1), now()).await.unwrap_err(),
        vault.put(reference("p8"), PersonKind::Recipient, &identity(8), now()).await.unwrap_err(),
    ] {
        say(format!("{refused} {refused:?}"));
    }
    fresh.behind("drop table blind").await;
    let identity = identity(1).with(Field::Phone, &number(Field::Phone, 999_999));
    let refused = vault.put(person, PersonKind::Recipient, &identity, now()).await.unwrap_err();
    say(format!("{refused} {refused:?}"));
    said.into_bytes()
}
