//! Tables for people, and as CSV.

use std::io::IsTerminal as _;

use comfy_table::presets::NOTHING;
use guests::csv_safe::CsvWriter;

use crate::exit::Failure;
use crate::output::plain;

/// Characters of a cell that are shown at a terminal, but in the last column: one long name would
/// push all others off the screen. Nothing is cut where somebody else reads it.
const WIDEST: usize = 60;

/// Rows under headings.
pub(crate) struct Table {
    headings: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(headings: impl IntoIterator<Item = &'static str>) -> Self {
        Self {
            headings: headings.into_iter().collect(),
            rows: Vec::new(),
        }
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// For reading: columns aligned, each row a line.
    pub(crate) fn text(&self) -> String {
        let widest = std::io::stdout().is_terminal().then_some(WIDEST);
        self.aligned(widest)
    }

    /// Without a column in which nothing stands.
    pub(crate) fn without_empty(mut self, heading: &str) -> Self {
        let column = self.headings.iter().position(|one| *one == heading);
        let filled = |column: &usize| self.rows.iter().any(|row| !row[*column].is_empty());
        if let Some(column) = column.filter(|column| !filled(column)) {
            self.headings.remove(column);
            for row in &mut self.rows {
                row.remove(column);
            }
        }
        self
    }

    fn aligned(&self, widest: Option<usize>) -> String {
        let mut table = comfy_table::Table::new();
        table.load_preset(NOTHING);
        table.set_header(&self.headings);
        let last = self.headings.len().saturating_sub(1);
        for row in &self.rows {
            let cells = row.iter().enumerate();
            table.add_row(cells.map(|(place, cell)| match place == last {
                true => plain(cell),
                false => cut(plain(cell), widest),
            }));
        }
        for column in table.column_iter_mut() {
            column.set_padding((0, 2));
        }
        table.trim_fmt()
    }

    /// As CSV that no spreadsheet takes for formulas.
    pub(crate) fn csv(&self) -> Result<Vec<u8>, Failure> {
        let written = || {
            let mut writer = CsvWriter::default();
            writer.row(&self.headings)?;
            for row in &self.rows {
                writer.row(row)?;
            }
            writer.finish()
        };
        written().map_err(|error| Failure::usage(format!("The table cannot be written: {error}")))
    }
}

fn cut(cell: String, widest: Option<usize>) -> String {
    match widest.and_then(|widest| cell.char_indices().nth(widest)) {
        Some((end, _)) => format!("{}…", &cell[..end]),
        None => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_by_what_is_seen() {
        let mut table = Table::new(["Name", "State"]);
        table.row(["名前".to_owned(), "Accepted".to_owned()]);
        table.row(["Ada\nB".to_owned(), "Pending".to_owned()]);
        assert_eq!(
            table.text(),
            "Name   State\n名前   Accepted\nAda B  Pending"
        );
    }

    #[test]
    fn one_long_cell_does_not_push_the_others_away() {
        let mut table = Table::new(["Name", "Reason"]);
        table.row(["x".repeat(500), "y".repeat(500)]);
        let shown = |widest| {
            let text = table.aligned(widest);
            let line = text.lines().last().unwrap().to_owned();
            ['x', 'y'].map(|c| line.matches(c).count())
        };
        assert_eq!(shown(Some(WIDEST)), [WIDEST, 500]);
        assert_eq!(shown(None), [500, 500], "nobody sits at a terminal");
    }

    #[test]
    fn a_column_of_nothing_can_be_left_out() {
        let table = |who: &str| {
            let mut table = Table::new(["Who", "Reason"]);
            table.row([who.to_owned(), "none".to_owned()]);
            table.without_empty("Who").text()
        };
        assert_eq!(table(""), "Reason\nnone");
        assert_eq!(table("You"), "Who  Reason\nYou  none");
    }

    #[test]
    fn a_formula_is_no_formula_in_csv() {
        let mut table = Table::new(["Name"]);
        table.row(["=1+1".to_owned()]);
        let csv = String::from_utf8(table.csv().unwrap()).unwrap();
        assert_eq!(csv, "\u{feff}Name\r\n'=1+1\r\n");
    }
}
