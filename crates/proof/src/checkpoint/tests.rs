//! One test for each promise and each refusal of a checkpoint.

use super::*;

const NAME: &str = "fund.example.org/ledger";

fn signer() -> Signer {
    Signer::new(NAME.to_owned(), [7; 32]).unwrap()
}

fn checkpoint() -> Checkpoint {
    Checkpoint { origin: NAME.to_owned(), size: 12, root: [0xC0; 32], extensions: vec![] }
}

/// A signature line over any text by the signer, for notes it would not write.
fn line(signer: &Signer, text: &str) -> String {
    let signature = signer.key.sign(text.as_bytes()).to_bytes();
    let bytes = [&signer.verifier().key_id()[..], &signature].concat();
    format!("— {} {}\n", signer.name, STANDARD.encode(bytes))
}

#[test]
fn what_is_signed_can_be_opened() {
    let note = signer().sign(&checkpoint());
    assert_eq!(open(&note, &signer().verifier()), Ok(checkpoint()));
}

#[test]
fn a_changed_text_is_refused() {
    let note = signer().sign(&checkpoint());
    let forged = note.replace("\n12\n", "\n13\n");
    assert_eq!(open(&forged, &signer().verifier()), Err(NoteError::SignatureInvalid));
}

#[test]
fn a_signature_of_the_wrong_length_is_refused() {
    let key_id = signer().verifier().key_id();
    for length in [1, 63, 65] {
        let bytes = [&key_id[..], &vec![0; length]].concat();
        let note = format!("{}\n— {NAME} {}\n", checkpoint().text(), STANDARD.encode(bytes));
        assert_eq!(open(&note, &signer().verifier()), Err(NoteError::SignatureInvalid));
    }
}

#[test]
fn signatures_by_others_are_left_alone() {
    let text = checkpoint().text();
    let witness = Signer::new("witness.example.net".to_owned(), [8; 32]).unwrap();
    let namesake = Signer::new(NAME.to_owned(), [9; 32]).unwrap();
    let unknown_kind = format!("— later.example.net {}\n", STANDARD.encode([1; 2_420]));
    let mut note = format!("{text}\n{}{unknown_kind}", line(&witness, &text));
    note.push_str(&line(&namesake, "another text"));
    assert_eq!(open(&note, &signer().verifier()), Err(NoteError::NotSignedByKey));

    note.push_str(&line(&signer(), &text));
    assert_eq!(open(&note, &signer().verifier()), Ok(checkpoint()));
    assert_eq!(open(&note, &witness.verifier()), Ok(checkpoint()));
    assert_eq!(open(&note, &namesake.verifier()), Err(NoteError::SignatureInvalid));
}

#[test]
fn one_false_signature_spoils_the_note_even_beside_a_true_one() {
    let text = checkpoint().text();
    let note = format!("{text}\n{}{}", line(&signer(), &text), line(&signer(), "another text"));
    assert_eq!(open(&note, &signer().verifier()), Err(NoteError::SignatureInvalid));
}

#[test]
fn a_note_without_signatures_is_refused() {
    let text = checkpoint().text();
    let unfinished = signer().sign(&checkpoint()).trim_end().to_owned();
    for note in [text.clone(), format!("{text}\n"), format!("{text}\n\n"), unfinished] {
        let opened = open(&note, &signer().verifier());
        assert_eq!(opened, Err(NoteError::Unsigned), "{note:?}");
    }
}

#[test]
fn a_signature_line_that_cannot_be_read_is_refused() {
    let lines = [
        "- name AAAAAAA=",
        "— name",
        "— name !",
        "— name AAAAAA==",
        "— name AAAAAAB=",
        "— name AAAAAAA",
        "— name two AAAAAAA=",
    ];
    for line in lines {
        let note = format!("{}{line}\n", signer().sign(&checkpoint()));
        let opened = open(&note, &signer().verifier());
        assert_eq!(opened, Err(NoteError::SignatureMalformed), "{line:?}");
    }
    let note = format!("{}— na+me AAAAAAA=\n", signer().sign(&checkpoint()));
    assert_eq!(open(&note, &signer().verifier()), Err(NoteError::NameInvalid));
}

#[test]
fn a_note_with_control_characters_is_refused() {
    let note = signer().sign(&checkpoint()).replace('\n', "\r\n");
    assert_eq!(open(&note, &signer().verifier()), Err(NoteError::ControlCharacter));
}

#[test]
fn a_note_without_end_is_refused() {
    let mut note = signer().sign(&checkpoint());
    let more = line(&signer(), &checkpoint().text());
    while note.len() <= NOTE_LEN_MAX {
        note.push_str(&more);
    }
    assert_eq!(open(&note, &signer().verifier()), Err(NoteError::TooLong));
}

#[test]
fn the_text_is_not_read_before_its_signature_holds() {
    let verifier = signer().verifier();
    let unsigned = format!("x\n\n{}", line(&signer(), "y\n"));
    assert_eq!(open(&unsigned, &verifier), Err(NoteError::SignatureInvalid));
    let signed = format!("x\n\n{}", line(&signer(), "x\n"));
    assert_eq!(open(&signed, &verifier), Err(NoteError::SizeMalformed));
}

#[test]
fn a_checkpoint_reads_back_with_its_extensions() {
    let extensions = vec!["closed 2026".to_owned(), "затворено".to_owned()];
    let checkpoint =
        Checkpoint { origin: "Фонд за помош".to_owned(), extensions, ..checkpoint() };
    assert_eq!(Checkpoint::parse(&checkpoint.text()), Ok(checkpoint));
}

#[test]
fn a_text_that_is_no_checkpoint_is_refused() {
    let root = STANDARD.encode([0; 32]);
    let refused = |text: &str, error| assert_eq!(Checkpoint::parse(text), Err(error), "{text:?}");

    refused("", NoteError::Unterminated);
    refused(&format!("o\n1\n{root}"), NoteError::Unterminated);
    refused(&format!("\n1\n{root}\n"), NoteError::OriginMissing);
    refused("o\n", NoteError::SizeMalformed);
    for size in ["", "01", "+1", "-1", " 1", "1.0", "18446744073709551616"] {
        refused(&format!("o\n{size}\n{root}\n"), NoteError::SizeMalformed);
    }
    refused("o\n1\n", NoteError::RootMalformed);
    let longer = STANDARD.encode([0; 33]);
    let crooked = root.replace("A=", "B=");
    for root in ["", "AAAA", &longer, &crooked, root.trim_end_matches('=')] {
        refused(&format!("o\n1\n{root}\n"), NoteError::RootMalformed);
    }
    refused(&format!("o\n1\n{root}\n\n"), NoteError::ExtensionEmpty);
    refused(&format!("o\n1\n{root}\nx\n\ny\n"), NoteError::ExtensionEmpty);
    refused(&format!("o\t\n1\n{root}\n"), NoteError::ControlCharacter);
}

#[test]
#[should_panic(expected = "only a checkpoint that can be read back is signed")]
fn an_origin_of_two_lines_is_never_signed() {
    signer().sign(&Checkpoint { origin: "fund\n99".to_owned(), ..checkpoint() });
}

#[test]
fn a_name_that_would_break_its_line_is_refused() {
    for name in ["", "a b", "a+b", "a\nb", "a\u{0}", "a\u{a0}b", "a\u{2003}b"] {
        let signer = Signer::new(name.to_owned(), [7; 32]);
        assert_eq!(signer.map(drop), Err(NoteError::NameInvalid), "{name:?}");
        let verifier = Verifier::from_public(name.to_owned(), &signer_public());
        assert_eq!(verifier, Err(NoteError::NameInvalid), "{name:?}");
    }
}

fn signer_public() -> [u8; 32] {
    signer().verifier().public()
}

#[test]
fn a_verifier_key_reads_back() {
    let verifier = signer().verifier();
    assert_eq!(verifier.name(), signer().name());
    assert_eq!(Verifier::parse(&verifier.to_vkey()), Ok(verifier.clone()));
    assert_eq!(Verifier::from_public(NAME.to_owned(), &verifier.public()), Ok(verifier));
}

#[test]
fn a_verifier_key_not_copied_faithfully_is_refused() {
    let vkey = signer().verifier().to_vkey();
    let renamed = vkey.replace("fund", "fond");
    assert_eq!(Verifier::parse(&renamed), Err(NoteError::KeyIdMismatch));
    let (head, tail) = vkey.rsplit_once('+').unwrap();
    let [short, long] = [STANDARD.encode([ED25519; 32]), STANDARD.encode([ED25519; 34])];
    for key in ["", "AQ==", "!", &short, &long] {
        let vkey = format!("{head}+{key}");
        assert_eq!(Verifier::parse(&vkey), Err(NoteError::KeyMalformed), "{vkey:?}");
    }
    assert_eq!(Verifier::parse(""), Err(NoteError::KeyMalformed));
    assert_eq!(Verifier::parse("name+00000000"), Err(NoteError::KeyMalformed));
    assert_eq!(Verifier::parse(&format!("{head}0+{tail}")), Err(NoteError::KeyIdMismatch));
    assert_eq!(Verifier::parse(&format!("+00000000+{tail}")), Err(NoteError::NameInvalid));
}

#[test]
fn a_key_of_another_kind_is_refused() {
    let key = STANDARD.encode([4; 33]);
    let parsed = Verifier::parse(&format!("witness+00000000+{key}"));
    assert_eq!(parsed, Err(NoteError::KeyKindUnknown(4)));
}

#[test]
fn bytes_that_are_no_safe_key_are_refused() {
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let mut off_curve = [0; 32];
    off_curve[0] = 2;
    for public in [[0; 32], neutral, off_curve] {
        let verifier = Verifier::from_public(NAME.to_owned(), &public);
        assert_eq!(verifier, Err(NoteError::KeyInvalid), "{public:?}");
    }
}

#[test]
fn a_signer_does_not_show_its_secret() {
    assert_eq!(format!("{:?}", signer()), r#"Signer { name: "fund.example.org/ledger", .. }"#);
}

/// Without its `zeroize` feature the key would have nothing to do on drop.
#[test]
fn a_signer_wipes_its_secret_when_dropped() {
    assert!(std::mem::needs_drop::<SigningKey>());
}
