//! A folder that is recorded into during a test, and judged at its end.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::Judge;

/// A folder for the exchanges of one test. Dropping it judges all that is there and fails the
/// test on the first violation.
#[derive(Debug)]
pub struct Recording {
    folder: TempDir,
    keep: Option<PathBuf>,
}

impl Recording {
    /// An empty folder. At the end its files are also copied to `artifacts/exchanges`, where
    /// artifacts are kept.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn new(artifacts: Option<PathBuf>) -> io::Result<Self> {
        Ok(Self {
            folder: TempDir::new()?,
            keep: artifacts.map(|folder| folder.join("exchanges")),
        })
    }

    /// Where to record.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn copy_to(&self, keep: &Path) -> io::Result<()> {
        std::fs::create_dir_all(keep)?;
        for entry in std::fs::read_dir(self.folder())? {
            let entry = entry?;
            std::fs::copy(entry.path(), keep.join(entry.file_name()))?;
        }
        Ok(())
    }

    #[expect(
        clippy::expect_used,
        reason = "a test whose exchanges cannot be judged has failed"
    )]
    fn conclude(&self) {
        static JUDGE: OnceLock<Judge> = OnceLock::new();
        if let Some(keep) = &self.keep {
            self.copy_to(keep).expect("the exchanges can be kept");
        }
        let judge = JUDGE.get_or_init(|| Judge::published().expect("the metadata can be read"));
        let verdict = judge
            .judge_folder(self.folder())
            .expect("the exchanges can be read");
        assert!(
            verdict.violations.is_empty(),
            "against the metadata: {:#?}",
            verdict.violations
        );
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        // A test that has failed already is not to abort the others.
        if !std::thread::panicking() {
            self.conclude();
        }
    }
}
