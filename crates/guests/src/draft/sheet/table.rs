//! The cells of a text, with the line that each row begins on.

use std::ops::Range;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::Delimiter;

/// Rows of cells. All cells lie in one text, so that a million rows are no million allocations.
#[derive(Debug, Default)]
pub(super) struct Table {
    cells: String,
    ends: Vec<u32>,
    rows: Vec<Mark>,
}

/// Where a row lies.
#[derive(Clone, Copy, Debug)]
struct Mark {
    /// Place of its first cell's end among all ends.
    first: u32,
    /// The line it begins on, counted from 1 in the file.
    line: u32,
    /// A quotation mark in it is never closed; its line was read without regard to such marks.
    broken_quote: bool,
}

/// There are more rows than were allowed.
#[derive(Debug)]
pub(super) struct TooMany;

impl Table {
    /// Reads all rows but those without any text, which spreadsheets leave behind.
    pub(super) fn read(text: &str, delimiter: Delimiter, most: usize) -> Result<Self, TooMany> {
        let mut scan = Scan::new(text, delimiter);
        let mut table = Self {
            cells: String::with_capacity(text.len()),
            ..Self::default()
        };
        while let Some(row) = scan.next() {
            if table.rows.len() == most {
                return Err(TooMany);
            }
            table.push(&row);
        }
        Ok(table)
    }

    fn push(&mut self, row: &Scanned<'_>) {
        if row.cells.trim().is_empty() {
            return;
        }
        let base = self.cells.len();
        self.rows.push(Mark {
            first: short(self.ends.len()),
            line: row.line,
            broken_quote: row.broken_quote,
        });
        self.cells.push_str(row.cells);
        self.ends
            .extend(row.ends.iter().map(|end| short(base + end)));
    }

    /// Adds a row that stands on a line.
    pub(super) fn add(&mut self, line: u32, cells: &[&str]) {
        let mut ends = Vec::with_capacity(cells.len());
        let mut text = String::new();
        for cell in cells {
            text.push_str(cell);
            ends.push(text.len());
        }
        self.push(&Scanned {
            line,
            cells: &text,
            ends: &ends,
            broken_quote: false,
        });
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The line on which a row begins.
    pub(super) fn line(&self, row: usize) -> u32 {
        self.rows.get(row).map_or(0, |mark| mark.line)
    }

    /// True where a quotation mark was never closed.
    pub(super) fn has_broken_quote(&self, row: usize) -> bool {
        self.rows.get(row).is_some_and(|mark| mark.broken_quote)
    }

    /// The cells of a row.
    pub(super) fn cells(&self, row: usize) -> impl ExactSizeIterator<Item = &str> + Clone {
        let first = self.first(row);
        (first..self.first(row + 1)).map(|place| self.at(place))
    }

    /// One cell; empty where the row does not reach that far.
    pub(super) fn cell(&self, row: usize, column: usize) -> &str {
        let place = self.first(row) + column;
        if place < self.first(row + 1) {
            self.at(place)
        } else {
            ""
        }
    }

    fn first(&self, row: usize) -> usize {
        self.rows
            .get(row)
            .map_or(self.ends.len(), |mark| long(mark.first))
    }

    fn at(&self, place: usize) -> &str {
        let start = match place.checked_sub(1) {
            Some(before) => long(self.ends[before]),
            None => 0,
        };
        &self.cells[start..long(self.ends[place])]
    }
}

/// Texts are refused long before four gigabytes.
fn short(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn long(place: u32) -> usize {
    place as usize
}

/// Goes through a text row by row.
struct Scan<'a> {
    text: &'a str,
    quoted: Reader,
    plain: Reader,
    delimiter: u8,
    /// How far the text has been read.
    at: usize,
    /// The line at the place up to which lines have been counted.
    line: u32,
    counted: usize,
    /// Line breaks at which a cell that is still open is known to be broken. Without it each row of
    /// a list with misplaced marks would be read to the same end again.
    doomed: Range<usize>,
    cells: Vec<u8>,
    ends: Vec<usize>,
}

/// One row, before it is kept.
struct Scanned<'a> {
    line: u32,
    cells: &'a str,
    ends: &'a [usize],
    broken_quote: bool,
}

impl<'a> Scan<'a> {
    fn new(text: &'a str, delimiter: Delimiter) -> Self {
        let delimiter = delimiter.byte();
        let reader = |quoting| {
            ReaderBuilder::new()
                .delimiter(delimiter)
                .quoting(quoting)
                .build()
        };
        Self {
            text,
            quoted: reader(true),
            plain: reader(false),
            delimiter,
            at: 0,
            line: 1,
            counted: 0,
            doomed: 0..0,
            cells: vec![0; 1024],
            ends: vec![0; 64],
        }
    }

    fn next(&mut self) -> Option<Scanned<'_>> {
        let bytes = self.text.as_bytes();
        let breaks = bytes[self.at..]
            .iter()
            .take_while(|byte| is_break(**byte))
            .count();
        let start = self.at + breaks;
        if start == bytes.len() {
            return None;
        }
        self.count_lines(start);
        let (end, broken_quote) = self.row_end(start);
        let reader = match broken_quote {
            true => &mut self.plain,
            false => &mut self.quoted,
        };
        reader.reset();
        let (length, count) = read_row(reader, &bytes[start..end], &mut self.cells, &mut self.ends);
        self.at = end;
        // Cells are whole pieces of a text, parted at characters of one byte.
        let cells = std::str::from_utf8(&self.cells[..length]).unwrap_or_default();
        Some(Scanned {
            line: self.line,
            cells,
            ends: &self.ends[..count],
            broken_quote,
        })
    }

    /// Where the row that begins here ends, and whether a quotation mark in it is broken: never
    /// closed, or closed by a mark lines below that stood for something else, so that text follows
    /// it. Such a row ends with its line.
    fn row_end(&mut self, start: usize) -> (usize, bool) {
        let bytes = self.text.as_bytes();
        let ends_cell = |byte: u8| byte == self.delimiter || is_break(byte);
        let mut at = start;
        let mut first_break = None;
        let mut text_behind = false;
        loop {
            if bytes.get(at) == Some(&b'"') {
                at += 1;
                while let Some(next) = find(bytes, at, |byte| byte == b'"' || is_break(byte)) {
                    at = next;
                    if is_break(bytes[at]) {
                        let line = *first_break.get_or_insert(at);
                        if text_behind || self.doomed.contains(&at) {
                            return (line, true);
                        }
                    } else if bytes.get(at + 1) == Some(&b'"') {
                        at += 1;
                    } else {
                        break;
                    }
                    at += 1;
                }
                if bytes.get(at) != Some(&b'"') {
                    let line = first_break.unwrap_or(bytes.len());
                    self.doomed = line..bytes.len();
                    return (line, true);
                }
                at += 1;
                if bytes.get(at).is_some_and(|byte| !ends_cell(*byte)) {
                    text_behind = true;
                    if let Some(line) = first_break {
                        self.doomed = line..at;
                        return (line, true);
                    }
                }
            }
            match find(bytes, at, ends_cell) {
                Some(end) if is_break(bytes[end]) => return (end, false),
                Some(end) => at = end + 1,
                None => return (bytes.len(), false),
            }
        }
    }

    /// Counts the lines up to a place: LF, CRLF and CR alone each end one.
    fn count_lines(&mut self, to: usize) {
        let bytes = self.text.as_bytes();
        for place in self.counted..to {
            let ends_line = match bytes[place] {
                b'\n' => place == 0 || bytes[place - 1] != b'\r',
                b'\r' => true,
                _ => false,
            };
            self.line += u32::from(ends_line);
        }
        self.counted = to;
    }
}

fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// Reads one row and says how long its cells are and how many.
fn read_row(
    reader: &mut Reader,
    input: &[u8],
    cells: &mut Vec<u8>,
    ends: &mut Vec<usize>,
) -> (usize, usize) {
    let (mut read, mut length, mut count) = (0, 0, 0);
    loop {
        let (result, took, wrote, ended) =
            reader.read_record(&input[read..], &mut cells[length..], &mut ends[count..]);
        read += took;
        length += wrote;
        count += ended;
        match result {
            // What follows is an empty input, which ends the row.
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::OutputFull => cells.resize(cells.len() * 2, 0),
            ReadRecordResult::OutputEndsFull => ends.resize(ends.len() * 2, 0),
            ReadRecordResult::Record | ReadRecordResult::End => return (length, count),
        }
    }
}

/// The first place from `at` on with such a byte.
fn find(bytes: &[u8], at: usize, wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let found = bytes.get(at..)?.iter().position(|byte| wanted(*byte));
    found.map(|place| at + place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
        let table = Table::read(text, Delimiter::Comma, usize::MAX).unwrap();
        (0..table.len())
            .map(|row| {
                let cells = table.cells(row).map(str::to_owned).collect();
                (table.line(row), cells)
            })
            .collect()
    }

    fn row(line: u32, cells: &[&str]) -> (u32, Vec<String>) {
        (line, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let expected = [row(1, &["a", "b"]), row(3, &["c", "d\ne"]), row(5, &["f"])];
        assert_eq!(rows("a,b\n\nc,\"d\ne\"\nf"), expected);
        assert_eq!(rows("a,b\r\n\r\nc,\"d\ne\"\r\nf\r\n"), expected);
        assert_eq!(rows("a,b\r\rc,\"d\ne\"\rf\r"), expected);
        assert_eq!(rows("\n\n a\n,,\n"), [row(3, &[" a"])]);
        assert_eq!(rows(""), []);
    }

    #[test]
    fn a_mark_that_is_never_closed_costs_its_own_line_only() {
        let text = "a,\"b\nc,d\ne,f\n";
        let expected = [
            row(1, &["a", "\"b"]),
            row(2, &["c", "d"]),
            row(3, &["e", "f"]),
        ];
        assert_eq!(rows(text), expected);
        let table = Table::read(text, Delimiter::Comma, usize::MAX).unwrap();
        assert!(table.has_broken_quote(0) && !table.has_broken_quote(1));
        // The next mark closes it, but behind that there is text.
        let swallowed = "a,\"b\nc,\"d\"\ne,\"f\n";
        let expected = [
            row(1, &["a", "\"b"]),
            row(2, &["c", "d"]),
            row(3, &["e", "\"f"]),
        ];
        assert_eq!(rows(swallowed), expected);
        assert_eq!(rows("\"Bob\" Lee,b\n"), [row(1, &["Bob Lee", "b"])]);
    }

    #[test]
    fn rows_are_counted_before_they_are_too_many() {
        assert!(Table::read("a\nb\n", Delimiter::Comma, 2).is_ok());
        assert!(Table::read("a\nb\nc\n", Delimiter::Comma, 2).is_err());
    }

    #[test]
    fn hostile_marks_take_no_longer_than_plain_ones() {
        let begun = std::time::Instant::now();
        for piece in [
            "\"",
            "\"\n",
            "a\"\n",
            "\"\"\n",
            "\"a\"b\n",
            "\"a\n\"b\n",
            ",\"\n",
            "x\"y,\"z\n",
            "a\",\"b\",\"c\n",
            "\",x\"y,\"c\n",
        ] {
            for end in ["", "\"z\n"] {
                let text = piece.repeat(20_000) + end;
                assert!(Table::read(&text, Delimiter::Comma, usize::MAX).is_ok());
            }
        }
        // Were each row read to the end of the text, it would take minutes.
        assert!(begun.elapsed() < std::time::Duration::from_secs(20));
    }

    #[test]
    fn rows_without_their_outer_marks_are_read_line_by_line() {
        let text = "a\",\"b\",\"c\nd\",\"e\",\"f\ng,h,i\n";
        let table = Table::read(text, Delimiter::Comma, usize::MAX).unwrap();
        assert_eq!(table.len(), 3);
        assert!(table.has_broken_quote(0) && table.has_broken_quote(1));
        assert_eq!(rows(text)[2], row(3, &["g", "h", "i"]));
    }
}
