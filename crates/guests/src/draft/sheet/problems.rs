//! What is wrong with a row, told with its line and column; and the rows to mend as a CSV.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::header::{LEFT_ALONE, Meaning, Named, named};
use super::{Mapping, Sheet};
use crate::csv_safe::CsvWriter;

/// Names of the two columns that are added to rows to mend. They are left alone in reading.
const ADDED: [&str; 2] = ["Reason", "Line"];

/// Whether a row is taken all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// The row is not taken until it is mended.
    Problem,
    /// The row is taken; the person should know.
    Warning,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RowProblem {
    /// The row, counted from 0 among the rows of people.
    pub row: u32,
    /// The line in the file on which the row begins, counted from 1.
    pub line: u32,
    /// The column, counted from 0; none: it is about the row as a whole.
    pub column: Option<u32>,
    /// The column's name.
    pub column_name: Option<String>,
    /// Stable name.
    pub code: String,
    /// For the screen.
    pub text: String,
    /// What was probably meant.
    pub suggestion: Option<String>,
    /// Whether the row is taken all the same.
    pub severity: Severity,
}

impl RowProblem {
    /// The problem in one line, with its column and what was probably meant.
    pub fn sentence(&self) -> String {
        let mut sentence = match &self.column_name {
            Some(name) => format!("{name}: {}", self.text),
            None => self.text.clone(),
        };
        if let Some(suggestion) = &self.suggestion {
            sentence.push_str(&format!(" Did you mean {suggestion}?"));
        }
        sentence
    }
}

impl Sheet {
    /// The rows that have a problem as they were, with the reason and the line before them, for a
    /// spreadsheet: UTF-8 with a byte order mark, in the file's own delimiter, safe against formula
    /// injection. Read again under no options, it gives the same cells the same meaning.
    ///
    /// `problems` are in the order of their rows.
    ///
    /// # Errors
    /// None today: the table is kept in memory.
    pub fn problems_as_csv(
        &self,
        mapping: &Mapping,
        problems: &[RowProblem],
    ) -> csv::Result<Vec<u8>> {
        let mut writer = CsvWriter::new(self.delimiter().byte());
        let own = self.added_columns();
        let names = (own..self.width()).map(|column| self.lasting_name(mapping, column));
        writer.row(ADDED.map(str::to_owned).into_iter().chain(names))?;
        for of_row in problems.chunk_by(|a, b| a.row == b.row) {
            let mended = |problem: &RowProblem| problem.severity == Severity::Warning;
            if of_row.iter().all(mended) {
                continue;
            }
            let reasons: Vec<_> = of_row.iter().map(RowProblem::sentence).collect();
            let (reason, line) = (reasons.join(" "), of_row[0].line.to_string());
            let cells = self.cells(of_row[0].row as usize).skip(own);
            writer.row([reason.as_str(), line.as_str()].into_iter().chain(cells))?;
        }
        writer.finish()
    }

    /// How many of the first columns are a reason and a line that were added here.
    fn added_columns(&self) -> usize {
        let names = (0..ADDED.len()).filter_map(|column| self.header(column));
        if are_added(names) { ADDED.len() } else { 0 }
    }

    /// A column's name under which it is read with the same meaning again.
    fn lasting_name(&self, mapping: &Mapping, column: usize) -> String {
        let meaning = mapping.0.get(column).copied().flatten();
        let name = self.header(column).unwrap_or_default();
        let same = match (named(name), meaning) {
            (Named::As(by_name), Some(meaning)) => by_name == meaning,
            (Named::Unknown, None) => true,
            (Named::LeftAlone, None) => true,
            _ => false,
        };
        let property = meaning.map_or(LEFT_ALONE, Meaning::property);
        match (same, name) {
            (true, "") => format!("Column {}", column + 1),
            (true, name) => name.to_owned(),
            (false, "") => property.to_owned(),
            (false, name) => {
                let bare = name.split('[').next().unwrap_or(name).trim();
                format!("{bare} [{property}]")
            }
        }
    }
}

/// True for names of columns that begin with those that are added to rows to mend.
pub(super) fn are_added<'a>(names: impl Iterator<Item = &'a str>) -> bool {
    names.take(ADDED.len()).eq(ADDED)
}
