//! A disk that is full while the program serves: writes are refused by name, reads go on, and writing resumes by itself.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use serde_json::{Value, json};
use sqlx::Connection as _;

use crate::app::donation;
use crate::desk::{Desk, ends};
use crate::serving::Serving;
use crate::small_disk::{Filler, enter};

#[tokio::test]
async fn a_full_disk_stops_writes_only_on_sqlite() {
    let test = "full::a_full_disk_stops_writes_only_on_sqlite";
    if let Some(disk) = enter(test, "24m") {
        let desk = Desk::open_at(disk.join("desk"), None).await;
        is_survived(&desk, &disk);
    }
}

/// The database lies on the small disk and the write-ahead log beside it: PostgreSQL itself stops where its log is full.
#[tokio::test]
async fn a_full_disk_stops_writes_only_on_postgresql() {
    if std::env::var_os("ALMONER_TEST_POSTGRES_URL").is_none() {
        return;
    }
    let test = "full::a_full_disk_stops_writes_only_on_postgresql";
    if let Some(disk) = enter(test, "64m") {
        let server = Server::begin();
        let url = server.database_on(&disk).await;
        let desk = Desk::open_at(disk.join("desk"), Some(url)).await;
        is_survived(&desk, &disk);
    }
}

/// A PostgreSQL that sees the small disk: `scripts/postgres` keeps everything in the checkout it stands in, so it is
/// given one.
struct Server {
    folder: PathBuf,
    url: String,
}

impl Server {
    fn begin() -> Self {
        let folder = std::env::temp_dir().join(format!("almoner-server-{}", std::process::id()));
        fs::create_dir_all(folder.join("scripts")).unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/postgres");
        fs::copy(script, folder.join("scripts/postgres")).unwrap();
        let mut server = Self { folder, url: String::new() };
        server.url = server.told("start");
        server
    }

    fn told(&self, word: &str) -> String {
        let output = Command::new(self.folder.join("scripts/postgres")).arg(word).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    async fn database_on(&self, disk: &Path) -> String {
        let space = disk.join("space");
        fs::create_dir(&space).unwrap();
        let owner = fs::metadata(self.folder.join("target/postgres")).unwrap();
        chown(&space, Some(owner.uid()), Some(owner.gid())).unwrap();
        let mut connection = sqlx::PgConnection::connect(&self.url).await.unwrap();
        for statement in [
            format!("create tablespace small location '{}'", space.display()),
            "create database books tablespace small".to_owned(),
        ] {
            sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
        }
        let (before, _) = self.url.rsplit_once('/').unwrap();
        format!("{before}/books")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.told("stop");
        fs::remove_dir_all(&self.folder).unwrap();
    }
}

/// The treasurer at work over HTTP, and what was acknowledged: the answer by its key.
struct Work<'d> {
    desk: &'d Desk,
    serving: Serving,
    income: Value,
    acknowledged: Mutex<BTreeMap<String, Value>>,
}

impl Work<'_> {
    /// Records an income of ten denars. `false` where the disk is full, which is the only reason not to.
    fn record(&self, key: &str) -> bool {
        let reply = self.serving.post(&self.desk.treasurer, "/api/v1/incomes", key, &self.income);
        let answer = reply.json();
        if reply.status == 201 {
            self.acknowledged.lock().unwrap().insert(key.to_owned(), answer);
            return true;
        }
        assert_eq!((reply.status, &answer["type"]), (507, &json!("/problems/disk-full")));
        false
    }

    /// Everything acknowledged is there, and nothing else.
    fn stands(&self) {
        let acknowledged = self.acknowledged.lock().unwrap();
        let read = self.serving.get(&self.desk.treasurer, "/api/v1/accounts/1000/balance");
        let total = format!("{}.00", acknowledged.len() * 10);
        assert_eq!((read.status, &read.json()["total"]), (200, &json!(total)));
        for path in ["/health/live", "/health/ready"] {
            assert_eq!(self.serving.get("", path).status, 200, "{path}");
        }
    }

    /// Who asks again hears what was acknowledged.
    fn is_remembered(&self) {
        for (key, answer) in &*self.acknowledged.lock().unwrap() {
            let again =
                self.serving.post(&self.desk.treasurer, "/api/v1/incomes", key, &self.income);
            assert_eq!((again.status, &again.json()), (200, answer), "{key}");
        }
    }
}

fn is_survived(desk: &Desk, disk: &Path) {
    let serving = Serving::begin(desk, &[]);
    let fund = serving.get(&desk.treasurer, "/api/v1/funds").json()["items"][0]["seq"].clone();
    let source = json!({"kind": "company", "name": "Пример Фирма 1"});
    let source = serving.post(&desk.treasurer, "/api/v1/sources", "source", &source).json();
    let income = donation(fund.as_i64().unwrap(), source["seq"].as_i64().unwrap(), "10.00");
    let work = Work { desk, serving, income, acknowledged: Mutex::default() };
    for number in 0..20 {
        assert!(work.record(&format!("before-{number}")), "there is room");
    }

    let filler = Filler::fill(disk);
    std::thread::scope(|scope| {
        for client in 0..4 {
            let work = &work;
            scope.spawn(move || {
                let refused = (0..2_000).find(|number| !work.record(&format!("{client}-{number}")));
                assert!(refused.is_some(), "the disk was never full");
            });
        }
    });
    work.stands();
    assert!(!work.record("refused"), "still no room");
    work.stands();

    drop(filler);
    assert!(work.record("refused"), "nothing was recorded under a key that was refused");
    for number in 0..20 {
        assert!(work.record(&format!("after-{number}")), "there is room again");
    }
    work.stands();
    work.is_remembered();
    work.serving.stop();
    ends(&desk.run(None, &["verify"]), 0, "The books are sound");
}
