//! Tables as CSV that a spreadsheet opens without taking a cell for a formula.
//!
//! Source: OWASP, "CSV Injection" (CWE-1236): a cell that begins with `=`, `+`, `-`, `@`, a tab or a
//! line break gets a single quotation mark before it; quoting by RFC 4180 alone does not help.

use std::borrow::Cow;

/// What a spreadsheet may take for the beginning of a formula. The full-width forms are what East
/// Asian input methods write, and some spreadsheets read them alike.
const FORMULA: &[char] = &[
    '=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠',
];

/// A cell as it may be written. [`unguard`] gives back exactly what went in.
pub fn guard(cell: &str) -> Cow<'_, str> {
    if begins_a_formula(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// A cell as it was before [`guard`], also where another program guarded it.
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(bare) if begins_a_formula(bare) => bare,
        _ => cell,
    }
}

/// True for a formula's beginning, and for one that is guarded already, however often: otherwise
/// guarding could not be undone without doubt.
fn begins_a_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(FORMULA)
}

/// Writes a table: UTF-8 with a byte order mark, by which spreadsheets know it, and CRLF at the end
/// of each row. Every cell is guarded.
pub struct CsvWriter {
    writer: csv::Writer<Vec<u8>>,
}

impl Default for CsvWriter {
    fn default() -> Self {
        Self::new(b',')
    }
}

impl CsvWriter {
    /// A table without rows; `delimiter` parts the cells, as in the file that a table comes from.
    pub fn new(delimiter: u8) -> Self {
        let writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer("\u{FEFF}".as_bytes().to_vec());
        Self { writer }
    }

    /// Writes one row.
    ///
    /// # Errors
    /// None today: the table is kept in memory.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) -> csv::Result<()> {
        for cell in cells {
            self.writer.write_field(guard(cell.as_ref()).as_bytes())?;
        }
        self.writer.write_record(None::<&[u8]>)
    }

    /// The whole table.
    ///
    /// # Errors
    /// None today: the table is kept in memory.
    pub fn finish(self) -> csv::Result<Vec<u8>> {
        self.writer
            .into_inner()
            .map_err(|unfinished| unfinished.into_error().into())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(rows: &[Vec<String>], delimiter: u8) -> Vec<u8> {
        let mut writer = CsvWriter::new(delimiter);
        for row in rows {
            writer.row(row).unwrap();
        }
        writer.finish().unwrap()
    }

    #[test]
    fn formulas_are_guarded_and_the_rest_stays() {
        for formula in [
            "=1+1", "+49", "-1", "@a", "\tx", "\rx", "＝1", "'=1", "''@a", "\u{0}",
        ] {
            assert_eq!(guard(formula), format!("'{formula}"), "{formula:?}");
        }
        for plain in ["", "'", "''", "a=1", "'t Hart", "a@x.example", " =1"] {
            assert_eq!(guard(plain), plain);
            assert_eq!(unguard(plain), plain);
        }
        assert_eq!(unguard("'=1"), "=1", "as other programs write it");
    }

    #[test]
    fn a_table_begins_with_the_mark_and_quotes_what_needs_it() {
        let rows = vec![
            vec!["Email".to_owned(), "Note".to_owned()],
            vec!["a@x.example".to_owned(), "one, \"two\"\nthree".to_owned()],
            vec!["=cmd|' /C calc'!A0".to_owned()],
        ];
        assert_eq!(
            String::from_utf8(written(&rows, b',')).unwrap(),
            "\u{FEFF}Email,Note\r\na@x.example,\"one, \"\"two\"\"\nthree\"\r\n'=cmd|' /C calc'!A0\r\n"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn no_cell_is_a_formula_and_guarding_is_undone(cell in "['=+@a\\-\t\r\n＝0 ]{0,6}") {
            let guarded = guard(&cell);
            prop_assert!(!guarded.starts_with(FORMULA));
            prop_assert_eq!(unguard(&guarded), &cell);
        }

        #[test]
        fn what_is_written_is_read_again(
            rows in proptest::collection::vec(
                proptest::collection::vec("['=,;\"\t\r\nxß@ ]{0,5}", 1..4), 1..6),
            delimiter in prop_oneof![Just(b','), Just(b';'), Just(b'\t')],
        ) {
            let bytes = written(&rows, delimiter);
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(delimiter)
                .has_headers(false)
                .flexible(true)
                .from_reader(&bytes[3..]);
            let read: Vec<Vec<String>> = reader
                .records()
                .map(|record| record.unwrap().iter().map(|cell| unguard(cell).to_owned()).collect())
                .collect();
            prop_assert_eq!(read, rows);
        }
    }
}
