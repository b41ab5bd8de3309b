//! The list that is being taken into a draft.

use desk::trouble::Trouble;
use guests::draft::DraftPerson;
use guests::draft::sheet::{
    Column, Delimiter, EncodingChoice, Mapping, ReadOptions, RowProblem, SheetCounts, SheetNote,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A file of which the pieces follow.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SheetFileArgs {
    /// Its name, without folder.
    pub name: String,
    /// How large it is.
    pub bytes: u32,
}

/// The next piece of a file.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SheetPieceArgs {
    /// Its bytes in Base64.
    pub base64: String,
}

/// How to read a list.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReadSheetArgs {
    /// What the person says of the file.
    pub options: ReadOptions,
    /// What the columns mean; none: what they seem to.
    pub mapping: Option<Mapping>,
}

/// How far the reading is.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct SheetProgress {
    pub done: u32,
    pub rows: u32,
}

impl SheetProgress {
    /// So many rows of so many.
    pub fn of(done: usize, rows: usize) -> Self {
        let short = |count| u32::try_from(count).unwrap_or(u32::MAX);
        Self {
            done: short(done),
            rows: short(rows),
        }
    }
}

/// What happens while a list is read.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "event"
)]
#[expect(clippy::large_enum_variant, reason = "made once, serialised at once")]
pub enum SheetEvent {
    /// Rows are being held against the rules.
    Reading {
        /// How far.
        progress: SheetProgress,
    },
    /// Done.
    Read {
        /// The list.
        sheet: SheetView,
    },
    /// Not read.
    Failed {
        /// Why.
        trouble: Trouble,
    },
}

/// A list as the person sees it before it is taken.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SheetView {
    /// Name of the file.
    pub name: String,
    /// Label of the encoding it was read in.
    pub encoding: String,
    /// Encodings that can be chosen instead.
    pub encodings: Vec<EncodingChoice>,
    /// What parts its cells.
    pub delimiter: Delimiter,
    /// Whether a row names the columns.
    pub has_header: bool,
    /// The columns.
    pub columns: Vec<Column>,
    /// What they mean, place by place.
    pub mapping: Mapping,
    /// What was noticed about the file as a whole.
    pub notes: Vec<SheetNote>,
    /// How many rows there are of what kind.
    pub counts: SheetCounts,
}

/// Which rows of a list to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SheetRowFilter {
    /// All of them.
    All,
    /// Those that have a problem or a warning.
    Told,
}

/// A window of rows.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SheetRowsArgs {
    /// Which rows.
    pub show: SheetRowFilter,
    /// First row wanted, from 0.
    pub offset: u32,
    /// Rows wanted, at most 500.
    pub count: u32,
}

/// Rows of a list.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SheetRowWindow {
    /// How many there are in all.
    pub total: u32,
    /// Those that were wanted.
    pub rows: Vec<SheetRow>,
}

/// A row of a list.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SheetRow {
    /// The line on which it begins, counted from 1.
    pub line: u32,
    /// Its cells, each cut after 200 characters.
    pub cells: Vec<String>,
    /// What is wrong with it.
    pub problems: Vec<RowProblem>,
}

/// Whom a list brings.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SheetPeopleArgs {
    /// Hold the addresses against the guests that are known on this computer.
    pub match_guests: bool,
}

/// The people of a list.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SheetPeople {
    /// Everybody who can be taken.
    pub people: Vec<DraftPerson>,
    /// How many of them are guests already, where that was asked for.
    pub guests: u32,
}
