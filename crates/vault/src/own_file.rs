//! Files of a vault are for their owner alone: others of the same machine are not to read them.

use std::fs::OpenOptions;
use std::path::Path;

/// Makes a file that only its owner can read, empty and still to be filled, where there is none: the database puts what it
/// keeps beside it under the same rights.
pub(crate) fn own_file(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    match options.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        Ok(_) | Err(_) => Ok(()),
    }
}
