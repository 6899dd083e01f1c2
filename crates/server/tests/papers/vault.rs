//! The vault by the command line: made, filled, checked, lost and brought back.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use almoner_server::clock::Clock;
use almoner_server::secret;
use almoner_vault::attachment::Owner;
use almoner_vault::config::Config;
use almoner_vault::passphrase::Passphrase;
use almoner_vault::vault::Vault;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::app::On;
use crate::desk::{Desk, ends};

const SECRET: &str = "дванаесет зборови 12";

/// With a vault, whose passphrase is in a file.
fn run(desk: &Desk, token: Option<&str>, words: &[&str]) -> Output {
    let mut command = desk.command(token, words);
    command.env("ALMONER_VAULT", "on").env("ALMONER_VAULT_PASSPHRASE_FILE", "secret.txt");
    command.output().unwrap()
}

/// Recovery codes are typed by hand, so the program is given a terminal.
fn typed(desk: &Desk, words: &str, line: &str) -> Output {
    let program = format!("{} {words}", env!("CARGO_BIN_EXE_almoner"));
    let mut child = Command::new("script")
        .args(["-qec", &program, "/dev/null"])
        .current_dir(&desk.folder)
        .env("ALMONER_LOG", "error")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(format!("{line}\n").as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn codes(output: &Output) -> Vec<String> {
    let said = String::from_utf8(output.stdout.clone()).unwrap();
    let lines = said.lines().filter_map(|line| line.trim().split_once(": "));
    lines
        .filter(|(number, _)| ["1", "2"].contains(number))
        .map(|(_, code)| code.to_owned())
        .collect()
}

/// Somebody known to the vault; their place in the API.
fn told(desk: &Desk, worker: &str) -> String {
    desk.write("new.json", "{}");
    let words = ["call", "POST", "/api/v1/recipients", "--body", "new.json"];
    let added = run(desk, Some(worker), &words);
    let added: serde_json::Value = serde_json::from_slice(&added.stdout).unwrap();
    let path = format!("/api/v1/recipients/{}/identity", added["seq"]);
    desk.write("who.json", r#"{"fields": {"name": "Проба Пробиќ"}}"#);
    let put = ["call", "PUT", &path, "--body", "who.json", "--unlock"];
    ends(&run(desk, Some(worker), &put), 0, "\"version\": 1");
    path
}

/// A file that the vault took and of which the books never heard.
async fn orphan(desk: &Desk) {
    let url = format!("sqlite:{}", desk.folder.join("almoner-vault.db").display());
    let config = Config::new(url, desk.folder.join("almoner-vault.keys"), secret::entropy());
    let vault = Vault::open(config).await.unwrap();
    vault.unlock(&Passphrase::parse(SECRET).unwrap()).await.unwrap();
    let bytes = Zeroizing::new(b"%PDF-1.7".to_vec());
    let owner = Owner::Request(Uuid::from_u128(7));
    vault.attach(Uuid::from_u128(8), owner, bytes, Clock::machine().now()).await.unwrap();
    vault.close().await;
}

#[tokio::test]
async fn a_vault_is_made_checked_lost_and_brought_back() {
    let desk = Desk::open(On::Sqlite).await;
    let worker = desk.hired("cveta", "Цвета", "case_worker");
    desk.write("secret.txt", SECRET);
    desk.write("short.txt", "кратка");
    ends(&run(&desk, None, &["vault", "check"]), 2, "make a vault, or take a copy of it back");
    ends(&run(&desk, None, &["vault", "make", "--vault-passphrase-file", "short.txt"]), 2, "12");
    let made = run(&desk, None, &["vault", "make"]);
    ends(&made, 0, "Two recovery codes");
    let [first, _] = <[String; 2]>::try_from(codes(&made)).unwrap();
    ends(&run(&desk, None, &["vault", "make"]), 2, "exists");
    ends(&run(&desk, None, &["vault", "status"]), 0, "locked");
    desk.files_are_its_owners_alone();
    let path = told(&desk, &worker);
    ends(&run(&desk, None, &["vault", "check"]), 0, "1 people, 1 versions, 0 attachments");

    orphan(&desk).await;
    ends(&run(&desk, None, &["vault", "check"]), 0, "the books do not name it");
    ends(&run(&desk, None, &["vault", "check", "--discard"]), 0, "thrown away");
    let checked = run(&desk, None, &["vault", "check"]);
    ends(&checked, 0, "0 attachments");
    assert!(!String::from_utf8_lossy(&checked.stdout).contains("do not name"));

    ends(&run(&desk, None, &["vault", "backup", "copy.db"]), 0, "1 people and is sound");
    std::fs::remove_file(desk.folder.join("almoner-vault.db")).unwrap();
    ends(&run(&desk, None, &["vault", "restore", "copy.db"]), 0, "The vault is back");
    desk.write("why.json", r#"{"scope": "amber", "purpose": "case_work"}"#);
    let reveal = format!("{path}/reveal");
    let show = ["call", "POST", &reveal, "--body", "why.json", "--unlock"];
    ends(&run(&desk, Some(&worker), &show), 0, "Проба Пробиќ");

    desk.write("new.txt", "сосема нова лозинка");
    let by_code = "vault passphrase --by-code --new-file new.txt";
    assert!(!typed(&desk, by_code, "AAAA-BBBB").status.success());
    let again = typed(&desk, by_code, &first);
    assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stdout));
    ends(&run(&desk, None, &["vault", "check"]), 2, "passphrase");
    std::fs::rename(desk.folder.join("new.txt"), desk.folder.join("secret.txt")).unwrap();
    ends(&run(&desk, None, &["vault", "check"]), 0, "1 people");
    let renewed = codes(&run(&desk, None, &["vault", "recovery"]));
    assert!(renewed.len() == 2 && !renewed.contains(&first));
    assert!(!typed(&desk, by_code, &first).status.success(), "the old code opens nothing any more");
}
