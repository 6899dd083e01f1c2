//! A disk that is really full: a small one of its own for a test, and something that fills it.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Says to the second run of a test where the disk is.
const DISK: &str = "ALMONER_SMALL_DISK";

/// Mounts the disk and goes on; nobody outside sees it, and it is gone with the last who does.
const MOUNT: &str = "mount -t tmpfs -o \"size=$1,mode=1777\" almoner \"$2\"";

/// Runs a test a second time, where a disk of a size is mounted, and answers with the disk there. In the first run it
/// answers `None` once the second has passed.
pub(crate) fn enter(test: &str, size: &str) -> Option<PathBuf> {
    if let Some(disk) = std::env::var_os(DISK) {
        return Some(disk.into());
    }
    let name = format!("almoner-disk-{}-{}", std::process::id(), test.replace("::", "-"));
    let disk = std::env::temp_dir().join(name);
    fs::create_dir_all(&disk).unwrap();
    let [how, rest] = way_in(size, &disk);
    let mut again = unshared(&how, &rest, size, &disk);
    again.arg(std::env::current_exe().unwrap()).args(["--exact", test, "--nocapture"]);
    let passed = again.env(DISK, &disk).status().unwrap().success();
    drop(fs::remove_dir_all(&disk));
    assert!(passed, "{test} failed on its small disk");
    None
}

/// How this user gets to mount: as root, or as the root of a name space of users, who then becomes somebody again,
/// because PostgreSQL does not run as root.
fn way_in(size: &str, disk: &Path) -> [String; 2] {
    let user = fs::metadata(disk).unwrap();
    let again = format!("unshare -U --map-user={} --map-group={}", user.uid(), user.gid());
    let ways = [["-m".to_owned(), String::new()], ["-Urm".to_owned(), again]];
    let works = |[how, rest]: &[String; 2]| {
        let tried = unshared(how, rest, size, disk).arg("true").output();
        tried.is_ok_and(|tried| tried.status.success())
    };
    ways.into_iter().find(works).expect(
        "this test mounts a small disk, and here it may not: run it as root, or where `unshare -Urm` is allowed",
    )
}

fn unshared(how: &str, rest: &str, size: &str, disk: &Path) -> Command {
    let mut command = Command::new("unshare");
    let script = format!("{MOUNT} && shift 2 && exec {rest} \"$@\"");
    command.args([how, "sh", "-c", &script, "sh", size]).arg(disk);
    command
}

/// A file that takes whatever room there is, until it is dropped.
pub(crate) struct Filler(PathBuf);

impl Filler {
    pub(crate) fn fill(disk: &Path) -> Self {
        let path = disk.join("filler");
        let mut file = File::create(&path).unwrap();
        for size in [65_536, 512, 1] {
            let error = loop {
                if let Err(error) = file.write_all(&vec![b'x'; size]) {
                    break error;
                }
            };
            assert_eq!(error.kind(), ErrorKind::StorageFull, "{error}");
        }
        Self(path)
    }
}

impl Drop for Filler {
    fn drop(&mut self) {
        fs::remove_file(&self.0).unwrap();
    }
}
