//! A run belongs to one process at a time: whoever carries it out holds its lock file.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::lock;
use crate::trouble::Trouble;

/// Others look at a lock for a moment to see whether it is free. That is no reason to refuse.
const TRIES: u32 = 15;
const AGAIN: Duration = Duration::from_millis(20);

/// Where the lock files of the runs of one account lie.
pub(crate) struct RunLocks {
    folder: PathBuf,
}

/// This process carries the run out until this is dropped.
pub(crate) struct RunHold {
    _locked: File,
}

impl RunLocks {
    /// Those below an account's folder. `alone`: nobody else has the account open, so nobody is
    /// about to lock one, and those of runs long over can go.
    pub(crate) fn new(account: &Path, alone: bool) -> std::io::Result<Self> {
        let folder = account.join("runs");
        if alone && folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    /// Takes a run.
    ///
    /// # Errors
    /// Another process has it, or the lock file cannot be used.
    pub(crate) async fn take(&self, run: &str) -> Result<RunHold, Trouble> {
        let mut file = lock::open(&self.path(run)).map_err(|error| Trouble::storage(&error))?;
        for number in 1.. {
            if lock::alone(&file).map_err(|error| Trouble::storage(&error))? {
                break;
            }
            if number == TRIES {
                return Err(Trouble::run_elsewhere(process(&mut file)));
            }
            tokio::time::sleep(AGAIN).await;
        }
        sign(&mut file).map_err(|error| Trouble::storage(&error))?;
        Ok(RunHold { _locked: file })
    }

    /// True where no process carries the run out. False also where that cannot be found out.
    pub(crate) fn is_free(&self, run: &str) -> bool {
        match File::open(self.path(run)) {
            Ok(file) => lock::is_free(&file).unwrap_or(false),
            Err(error) => error.kind() == std::io::ErrorKind::NotFound,
        }
    }

    /// The process that carries the run out, where one does and it can be told.
    pub(crate) fn process(&self, run: &str) -> Option<u32> {
        process(&mut File::open(self.path(run)).ok()?)
    }

    /// Ids are random and of one shape; nothing that leads elsewhere can be a file's name here.
    fn path(&self, run: &str) -> PathBuf {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let name: String = run.chars().filter(|c| plain(*c)).collect();
        self.folder.join(format!("{name}.lock"))
    }
}

/// Leaves the number of this process for whoever asks.
fn sign(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.seek(SeekFrom::Start(0))?;
    write!(file, "{}", std::process::id())
}

/// Where the system lets nobody read a locked file, nobody is named.
fn process(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.seek(SeekFrom::Start(0)).ok()?;
    file.read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whoever_has_a_run_is_named_to_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let here = RunLocks::new(folder.path(), true).unwrap();
        let there = RunLocks::new(folder.path(), false).unwrap();
        let held = here.take("a-run").await.unwrap();
        assert!(!there.is_free("a-run") && there.is_free("another"));
        let refused = there.take("a-run").await.err().unwrap();
        assert_eq!(refused.explanation.code, "runElsewhere");
        let number = std::process::id().to_string();
        assert!(refused.explanation.summary.contains(&number), "{refused:?}");
        drop(held);
        assert!(there.is_free("a-run"));
        there.take("a-run").await.unwrap();
    }

    #[test]
    fn looking_does_not_keep_anybody_from_taking() {
        let folder = tempfile::tempdir().unwrap();
        let locks = RunLocks::new(folder.path(), true).unwrap();
        let over = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !over.load(std::sync::atomic::Ordering::Acquire) {
                    locks.is_free("a-run");
                }
            });
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_time()
                .build()
                .unwrap();
            for _ in 0..50 {
                drop(runtime.block_on(locks.take("a-run")).unwrap());
            }
            over.store(true, std::sync::atomic::Ordering::Release);
        });
    }
}
