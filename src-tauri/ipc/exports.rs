//! Files that were saved for the person.

use desk::ResultsFormat;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A file that was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportedFile {
    /// By which `show_exported_file` knows it, until Usher closes.
    pub id: u32,
    /// Its name, with the number that it got where the name was taken.
    pub name: String,
    /// The folder it lies in.
    pub folder: String,
}

/// A file that was saved.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct ExportedFileArgs {
    pub id: u32,
}

/// Save what a run came to.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SaveRunResultsArgs {
    /// The run.
    pub id: String,
    /// In which form.
    pub format: ResultsFormat,
    /// With the redeem links, by which whoever has the file can accept the invitations.
    pub with_links: bool,
}
