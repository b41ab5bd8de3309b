//! Locks between processes: files that the operating system unlocks when their holder ends,
//! however it ends.
//!
//! A lock file is removed only where nobody can be about to lock it; otherwise two processes
//! could each hold a file of the same name.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

/// Pause between two tries of [`within`].
const AGAIN: Duration = Duration::from_millis(20);

/// Opens a lock file, made where there is none. What it holds is left alone.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
}

/// Locks an open file for this holder alone. False: somebody else has it.
pub(crate) fn alone(file: &File) -> io::Result<bool> {
    taken(file.try_lock())
}

/// True where nobody holds the file alone. It is not locked afterwards.
pub(crate) fn is_free(file: &File) -> io::Result<bool> {
    // Shared, so that those who look do not find each other.
    let free = taken(file.try_lock_shared())?;
    if free {
        file.unlock()?;
    }
    Ok(free)
}

/// Locks the file of this path for this holder alone, as soon as it can be had. None: it could
/// not be had in time. Blocks.
pub(crate) fn within(path: &Path, patience: Duration) -> io::Result<Option<File>> {
    let file = open(path)?;
    let begun = Instant::now();
    loop {
        if alone(&file)? {
            return Ok(Some(file));
        }
        if begun.elapsed() >= patience {
            return Ok(None);
        }
        std::thread::sleep(AGAIN);
    }
}

fn taken(tried: Result<(), TryLockError>) -> io::Result<bool> {
    match tried {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holds_a_lock_and_looking_takes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let held = within(&path, Duration::ZERO).unwrap().unwrap();
        assert!(within(&path, Duration::ZERO).unwrap().is_none());
        assert!(!is_free(&open(&path).unwrap()).unwrap());
        drop(held);
        let looking = open(&path).unwrap();
        assert!(is_free(&looking).unwrap());
        assert!(within(&path, Duration::ZERO).unwrap().is_some());
    }
}
