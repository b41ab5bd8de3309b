//! What holds for every list.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use proptest::prelude::*;

use super::support::settle;
use crate::csv_safe::unguard;
use crate::draft::sheet::{Delimiter, Names, ReadOptions, Severity, Sheet};

/// How a table is written.
#[derive(Clone, Copy, Debug)]
struct Style {
    encoding: &'static Encoding,
    mark: bool,
    delimiter: Delimiter,
    quote_all: bool,
    line_end: &'static str,
    last_line_ends: bool,
}

fn style() -> impl Strategy<Value = Style> {
    (
        prop_oneof![
            Just(UTF_8),
            Just(UTF_16LE),
            Just(UTF_16BE),
            Just(WINDOWS_1252)
        ],
        any::<bool>(),
        proptest::sample::select(Delimiter::ALL.to_vec()),
        any::<bool>(),
        prop_oneof![Just("\r\n"), Just("\n"), Just("\r")],
        any::<bool>(),
    )
        .prop_map(
            |(encoding, mark, delimiter, quote_all, line_end, last_line_ends)| Style {
                encoding,
                mark,
                delimiter,
                quote_all,
                line_end,
                last_line_ends,
            },
        )
}

impl Style {
    fn write(self, rows: &[Vec<String>]) -> Vec<u8> {
        let delimiter = char::from(self.delimiter.byte());
        let cell = |text: &String| {
            let needs = text.contains([delimiter, '"', '\n', '\r']);
            if needs || self.quote_all {
                format!("\"{}\"", text.replace('"', "\"\""))
            } else {
                text.clone()
            }
        };
        let lines: Vec<String> = rows
            .iter()
            .map(|row| {
                let cells: Vec<_> = row.iter().map(cell).collect();
                cells.join(&delimiter.to_string())
            })
            .collect();
        let mut text = lines.join(self.line_end);
        if self.last_line_ends {
            text.push_str(self.line_end);
        }
        self.encode(&text)
    }

    fn encode(self, text: &str) -> Vec<u8> {
        let unit: fn(u16) -> [u8; 2] = if self.encoding == UTF_16LE {
            u16::to_le_bytes
        } else {
            u16::to_be_bytes
        };
        let marked = format!("\u{FEFF}{text}");
        let with_mark = if self.mark { &marked } else { text };
        if self.encoding == UTF_8 {
            with_mark.as_bytes().to_vec()
        } else if self.encoding == WINDOWS_1252 {
            WINDOWS_1252.encode(text).0.into_owned()
        } else {
            with_mark.encode_utf16().flat_map(unit).collect()
        }
    }
}

fn address() -> impl Strategy<Value = String> {
    "[a-z0-9]{1,8}(\\.[a-z]{1,6})?@[a-z]{2,9}\\.example"
}

/// Cells as people write them: words of Western languages with what has to be quoted among them.
fn cell() -> impl Strategy<Value = String> {
    "(([A-Z]?(Größe|François|señor|Ægir|[a-zéüöäß]{1,7})|,|;|\t|\"|\n|\r\n|'|=|-| |[0-9]{1,3}|https://x\\.example/){0,6})"
}

/// A table with names of columns that are known, and an address in every row.
fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    let names = ["Email", "Message", "Groups", "Phone"];
    (2..=names.len()).prop_flat_map(move |width| {
        let row = (address(), proptest::collection::vec(cell(), width - 1)).prop_map(
            |(address, cells)| {
                let mut row = vec![address];
                row.extend(cells);
                row
            },
        );
        proptest::collection::vec(row, 1..12).prop_map(move |rows| {
            let header = names[..width]
                .iter()
                .map(|name| (*name).to_owned())
                .collect();
            std::iter::once(header).chain(rows).collect()
        })
    })
}

fn cells_of(sheet: &Sheet, width: usize) -> Vec<Vec<String>> {
    (0..sheet.rows())
        .map(|row| {
            (0..width)
                .map(|column| sheet.cell(row, column).to_owned())
                .collect()
        })
        .collect()
}

/// The line on which each row begins, counted in the written text.
fn lines_of(rows: &[Vec<String>]) -> Vec<u32> {
    let mut line = 1;
    rows.iter()
        .map(|row| {
            let begins = line;
            let inside: usize = row.iter().map(|cell| cell.matches('\n').count()).sum();
            line += 1 + u32::try_from(inside).unwrap();
            begins
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn every_table_comes_back_equal(rows in table(), style in style()) {
        let options = ReadOptions {
            // Which of many old encodings a few letters are in cannot be told for certain; what
            // can be is tested in encoding.rs.
            encoding: (style.encoding == WINDOWS_1252).then(|| "windows-1252".to_owned()),
            ..ReadOptions::default()
        };
        let sheet = Sheet::read(&style.write(&rows), &options).unwrap();
        prop_assert_eq!(sheet.encoding(), style.encoding.name());
        prop_assert!(sheet.has_header());
        let expected: Vec<Vec<String>> = rows[1..]
            .iter()
            .map(|row| row.iter().map(|cell| unguard(cell).to_owned()).collect())
            .collect();
        prop_assert_eq!(sheet.delimiter(), style.delimiter);
        prop_assert_eq!(cells_of(&sheet, rows[0].len()), expected);
        let lines: Vec<u32> = (0..sheet.rows()).map(|row| sheet.line(row)).collect();
        prop_assert_eq!(lines, &lines_of(&rows)[1..]);
    }

    #[test]
    fn reading_never_fails_on_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read_all(&bytes);
    }

    #[test]
    fn reading_never_fails_on_any_text(
        text in "(\\PC|[\\t\\r\\n\"<>@,;:+|'=]|@x\\.example|Email|Groups|version:){0,80}",
        style in style(),
    ) {
        read_all(&style.encode(&text));
    }

    #[test]
    fn rows_to_mend_come_back_as_they_were(
        rows in proptest::collection::vec(
            (
                prop_oneof![address(), Just("a+b@x.example".to_owned()), Just(String::new()), cell()],
                proptest::collection::vec(prop_oneof![cell(), "['=+@\\-]{1,3}[a-z]{0,3}"], 3),
            ),
            1..10,
        ),
        header in any::<bool>(),
        style in style(),
    ) {
        let mut table: Vec<Vec<String>> = rows
            .into_iter()
            .map(|(address, cells)| std::iter::once(address).chain(cells).collect())
            .collect();
        if header {
            let names = ["Kontakt", "Send email", "Anzeigename", "Phone"];
            table.insert(0, names.map(str::to_owned).to_vec());
        }
        let options = ReadOptions {
            delimiter: Some(style.delimiter),
            encoding: (style.encoding == WINDOWS_1252).then(|| "windows-1252".to_owned()),
            header: Some(header),
        };
        let Ok(sheet) = Sheet::read(&style.write(&table), &options) else {
            return Ok(());
        };
        let mapping = sheet.guess();
        let problems = sheet.judge(&mapping, |_| true).unwrap().resolve(&Names::default()).problems;
        let mut held_up: Vec<u32> = problems
            .iter()
            .filter(|problem| problem.severity == Severity::Problem)
            .map(|problem| problem.row)
            .collect();
        held_up.dedup();
        if held_up.is_empty() {
            return Ok(());
        }
        let saved = sheet.problems_as_csv(&mapping, &problems).unwrap();
        // Where nobody has an address, the delimiter may not show by sight.
        let options = ReadOptions { delimiter: Some(sheet.delimiter()), ..ReadOptions::default() };
        let again = Sheet::read(&saved, &options).unwrap();
        prop_assert_eq!(again.encoding(), "UTF-8");
        prop_assert_eq!(again.rows(), held_up.len());
        for (place, row) in held_up.iter().enumerate() {
            let row = *row as usize;
            for column in 0..sheet.width() {
                prop_assert_eq!(again.cell(place, column + 2), sheet.cell(row, column));
            }
            prop_assert_eq!(again.cell(place, 1), sheet.line(row).to_string());
        }
        prop_assert_eq!(&again.guess().0[2..], &mapping.0[..]);
        // Saved once more, nothing is added a second time.
        let resolved = settle(&again, &Names::default());
        let twice = again.problems_as_csv(&again.guess(), &resolved.problems).unwrap();
        let twice = Sheet::read(&twice, &options);
        if let Ok(twice) = twice {
            prop_assert_eq!(twice.width(), again.width());
        }
    }
}

/// Reads and judges whatever it is; what it says has to hold together.
fn read_all(bytes: &[u8]) {
    let Ok(sheet) = Sheet::read(bytes, &ReadOptions::default()) else {
        return;
    };
    let mapping = sheet.guess();
    assert_eq!(mapping.0.len(), sheet.width());
    assert_eq!(sheet.columns().len(), sheet.width());
    let resolved = settle(&sheet, &Names::default());
    let counts = resolved.counts;
    assert_eq!(
        counts.people + counts.with_problems + counts.repeated,
        counts.rows
    );
    assert!(resolved.problems.is_sorted_by_key(|problem| problem.row));
    for problem in &resolved.problems {
        assert_eq!(problem.line, sheet.line(problem.row as usize));
    }
    assert!(sheet.problems_as_csv(&mapping, &resolved.problems).is_ok());
}
