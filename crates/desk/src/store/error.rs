//! What can go wrong with the file.

use rusqlite::ErrorCode;

/// Why something could not be kept or read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum StoreError {
    /// No room, or the file may not be written.
    #[error("the disk is full")]
    Full,
    /// The file has a format that this Usher does not know.
    #[error("the data was written by a newer Usher (format {found}; this one knows {known})")]
    Newer {
        /// Its format.
        found: i64,
        /// The newest format that is known here.
        known: i64,
    },
    /// The file is not, or no longer, a database.
    #[error("the data file is damaged: {0}")]
    Damaged(String),
    /// As before, while another process has it open.
    #[error("the data file is damaged, and another Usher has it open: {0}")]
    DamagedElsewhere(String),
    /// The file has an older format, and a process that knows no other has it open.
    #[error("the data has an older format, and another Usher has it open")]
    Older,
    /// Another process writes and does not come to an end.
    #[error("another Usher writes to the data file and does not come to an end")]
    Busy,
    /// Anything else that SQLite or the file system says.
    #[error("the data file cannot be used: {0}")]
    Other(String),
    /// What was read makes no sense.
    #[error("kept data cannot be understood: {0}")]
    Content(String),
    /// The store was closed meanwhile.
    #[error("the data file is closed")]
    Closed,
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseBusy) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged(error.to_string())
            }
            _ => Self::Other(error.to_string()),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Other(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Content(error.to_string())
    }
}

impl From<time::error::ComponentRange> for StoreError {
    fn from(error: time::error::ComponentRange) -> Self {
        Self::Content(error.to_string())
    }
}
