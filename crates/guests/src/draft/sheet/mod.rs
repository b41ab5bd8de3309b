//! From any list to the people of a draft.
//!
//! [`Sheet::read`] makes a table of a file's bytes, whatever its encoding, delimiter and layout, and
//! says what each column seems to mean. [`Sheet::judge`] holds every row against the rules under a
//! mapping of columns that the person may have changed: good rows become people, each bad one has
//! its problems with line and column, and no row holds another one back. Names of groups and
//! applications are left to [`Judged::resolve`], which takes what the directory said of them.

mod columns;
mod delimiter;
mod encoding;
mod header;
mod judge;
mod layout;
mod problems;
mod resolve;
mod row;
mod table;
mod unreadable;
mod values;

use encoding_rs::Encoding;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use columns::{Column, Mapping};
pub use encoding::{ENCODINGS, EncodingChoice};
pub use header::Meaning;
pub use judge::{Judged, SheetCounts};
pub use problems::{RowProblem, Severity};
pub use resolve::{FoundApplication, Lookup, Names, Resolved, Wanted, fold_name};
pub use unreadable::Unreadable;

use crate::csv_safe::unguard;
use layout::Layout;
use table::Table;

/// Largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 50 * 1024 * 1024;
/// Most rows that are read.
pub const MOST_ROWS: usize = 1_000_000;
/// Most columns that are looked at; what lies beyond is a problem of its row.
pub const MOST_COLUMNS: usize = 100;

/// What parts the cells of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each variant is the character of its name")]
pub enum Delimiter {
    Comma,
    Semicolon,
    Tab,
}

impl Delimiter {
    /// All of them, the most frequent first.
    pub const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    /// The character.
    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// What the person says of a file; whatever is left out is told by sight.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct ReadOptions {
    /// Its encoding, by its label in the Encoding Standard, such as one of [`ENCODINGS`].
    pub encoding: Option<String>,
    /// What parts its cells.
    pub delimiter: Option<Delimiter>,
    /// Whether its first row names the columns.
    pub header: Option<bool>,
}

/// Something that was noticed in reading, for the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SheetNote {
    /// Stable name.
    pub code: String,
    /// For the screen.
    pub text: String,
}

impl SheetNote {
    fn new(code: &str, text: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            text: text.into(),
        }
    }
}

/// A file as a table.
#[derive(Debug)]
pub struct Sheet {
    encoding: &'static Encoding,
    delimiter: Delimiter,
    table: Table,
    layout: Layout,
}

impl Sheet {
    /// Reads a file.
    ///
    /// # Errors
    /// It is empty, too large, or no text.
    pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Self, Unreadable> {
        if bytes.len() > LARGEST_FILE {
            return Err(Unreadable::TooLarge);
        }
        let decoded = encoding::decode(bytes, options.encoding.as_deref())?;
        let delimiter = options
            .delimiter
            .unwrap_or_else(|| delimiter::by_sight(&decoded.text));
        let table = Table::read(&decoded.text, delimiter, MOST_ROWS)
            .map_err(|_| Unreadable::TooManyRows)?;
        let (table, layout) = layout::lay_out(table, &decoded.text, options)?;
        Ok(Self {
            encoding: decoded.encoding,
            delimiter,
            table,
            layout,
        })
    }

    /// Label of the encoding it was read in.
    pub fn encoding(&self) -> &'static str {
        self.encoding.name()
    }

    /// What parts its cells.
    pub fn delimiter(&self) -> Delimiter {
        self.delimiter
    }

    /// Whether a row names the columns.
    pub fn has_header(&self) -> bool {
        self.layout.header.is_some()
    }

    /// What was noticed in reading.
    pub fn notes(&self) -> &[SheetNote] {
        &self.layout.notes
    }

    /// How many rows there are, without those that name columns or are no person's.
    pub fn rows(&self) -> usize {
        self.table.len() - self.layout.first
    }

    /// The line on which a row begins.
    pub fn line(&self, row: usize) -> u32 {
        self.table.line(self.layout.first + row)
    }

    /// A cell as the person wrote it; empty where the row does not reach that far.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        unguard(self.table.cell(self.layout.first + row, column))
    }

    fn cells(&self, row: usize) -> impl ExactSizeIterator<Item = &str> + Clone {
        self.table.cells(self.layout.first + row).map(unguard)
    }

    fn has_broken_quote(&self, row: usize) -> bool {
        self.table.has_broken_quote(self.layout.first + row)
    }

    /// The name of a column; none where no row names them or the name is empty.
    pub fn header(&self, column: usize) -> Option<&str> {
        let name = unguard(self.table.cell(self.layout.header?, column)).trim();
        (!name.is_empty()).then_some(name)
    }

    /// A column's name for messages.
    fn column_name(&self, column: usize) -> String {
        self.header(column)
            .map_or_else(|| format!("Column {}", column + 1), str::to_owned)
    }
}

#[cfg(test)]
mod tests;
