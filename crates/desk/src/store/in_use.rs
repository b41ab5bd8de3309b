//! Whether another process has the same account open.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::lock;

/// The account is in use here until this is dropped: by this process, and maybe by others.
pub(crate) struct InUse {
    _shared: File,
}

impl InUse {
    /// Takes the account into use, and says whether nobody else has it. Two that enter at the same
    /// moment may each take themselves for the first, so whoever opens an account does so in turn.
    pub(crate) fn enter(folder: &Path) -> io::Result<(Self, bool)> {
        let file = lock::open(&path(folder))?;
        let alone = lock::alone(&file)?;
        if alone {
            file.unlock()?;
        }
        file.lock_shared()?;
        Ok((Self { _shared: file }, alone))
    }

    /// Has the account for this holder alone, as soon as nobody else uses it. None: somebody does.
    pub(crate) fn alone(folder: &Path, patience: Duration) -> io::Result<Option<File>> {
        lock::within(&path(folder), patience)
    }
}

fn path(folder: &Path) -> PathBuf {
    folder.join("in-use.lock")
}
