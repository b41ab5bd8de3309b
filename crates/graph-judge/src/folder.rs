//! Recorded exchanges: files of one JSON object a line.

use std::collections::BTreeMap;
use std::path::Path;

use crate::{Exchange, Judge};

/// What a folder of exchanges came to.
#[derive(Debug, Default)]
pub struct Verdict {
    /// How many exchanges were judged.
    pub judged: usize,
    /// Each violation as text, with how often it was found.
    pub violations: BTreeMap<String, usize>,
}

/// A folder could not be judged.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// A file cannot be read.
    #[error("recorded exchanges cannot be read: {0}")]
    Read(#[from] std::io::Error),
    /// A whole line is no exchange.
    #[error("a recorded line is no exchange: {0}")]
    Line(#[from] serde_json::Error),
}

impl Judge {
    /// Judges every exchange in every file of the folder.
    ///
    /// # Errors
    /// The folder cannot be read, or holds something other than exchanges.
    pub fn judge_folder(&self, folder: &Path) -> Result<Verdict, FolderError> {
        let mut verdict = Verdict::default();
        for entry in std::fs::read_dir(folder)? {
            let text = std::fs::read_to_string(entry?.path())?;
            // A program that was killed may leave half a last line.
            let whole = text.rfind('\n').map_or("", |end| &text[..end]);
            for line in whole.lines() {
                let exchange: Exchange = serde_json::from_str(line)?;
                verdict.judged += 1;
                for violation in self.judge(&exchange) {
                    *verdict.violations.entry(violation.to_string()).or_default() += 1;
                }
            }
        }
        Ok(verdict)
    }
}
