//! Which rows of a table are people, and which only tell of it.

use super::header::{Named, named};
use super::problems::are_added;
use super::table::Table;
use super::values::{has_address, looks_like_address};
use super::{MOST_ROWS, ReadOptions, SheetNote, Unreadable};
use crate::address;
use crate::csv_safe::unguard;

/// How many rows are looked at to tell whether the first one names the columns.
const LOOKED_AT: usize = 100;

/// Which rows are what.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The row that names the columns.
    pub(super) header: Option<usize>,
    /// The first row of a person.
    pub(super) first: usize,
    /// It was no table: an address stands in the first column of each row, its name in the second.
    pub(super) recipients: bool,
    pub(super) notes: Vec<SheetNote>,
}

impl Layout {
    fn note(&mut self, code: &str, text: String) {
        self.notes.push(SheetNote::new(code, text));
    }

    /// Leaves out a row that is no person's, and says so.
    fn leave_out(&mut self, table: &Table, code: &str, what: &str) {
        let line = table.line(self.first);
        self.note(code, format!("Line {line} is left out: {what}."));
        self.first += 1;
    }
}

/// Tells the rows apart. A text that is no table but a list of addresses becomes a table of them.
pub(super) fn lay_out(
    table: Table,
    text: &str,
    options: &ReadOptions,
) -> Result<(Table, Layout), Unreadable> {
    let mut layout = Layout::default();
    if alone(&table, 0).is_some_and(|cell| begins(cell, "sep=")) {
        layout.leave_out(
            &table,
            "delimiterRow",
            "it tells spreadsheets the delimiter",
        );
    }
    let template = alone(&table, layout.first).is_some_and(|cell| begins(cell, "version:"));
    if template {
        layout.leave_out(&table, "versionRow", "it holds the version of the template");
    }
    let has_header = options
        .header
        .unwrap_or_else(|| names_columns(&table, layout.first));
    if has_header && layout.first < table.len() {
        layout.header = Some(layout.first);
        layout.first += 1;
        while is_example(&table, layout.first, template) {
            layout.leave_out(&table, "exampleRow", "it is the example of the template");
        }
    }
    if layout.first == table.len() {
        return Err(Unreadable::NoRows);
    }
    if layout.header.is_none() && is_list(&table, layout.first) {
        let table = read_list(text)?;
        let mut layout = Layout {
            recipients: true,
            ..Layout::default()
        };
        layout.note(
            "listOfAddresses",
            "The file is read as a list of addresses, not as a table.".to_owned(),
        );
        return Ok((table, layout));
    }
    Ok((table, layout))
}

/// The first cell of a row in which nothing else stands.
fn alone(table: &Table, row: usize) -> Option<&str> {
    if row >= table.len() {
        return None;
    }
    let mut cells = table.cells(row);
    let first = cells.next()?.trim();
    cells.all(|cell| cell.trim().is_empty()).then_some(first)
}

fn begins(cell: &str, with: &str) -> bool {
    cell.get(..with.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(with))
}

/// True for a row with a name that is known, or with none that is an address where the rows below
/// have addresses.
fn names_columns(table: &Table, row: usize) -> bool {
    let known = |cell: &str| matches!(named(cell), Named::As(_) | Named::SignInName);
    let is_address = |cell: &str| has_address(cell) && !known(cell);
    if row >= table.len() || table.cells(row).any(is_address) {
        return false;
    }
    if table.cells(row).any(known) || are_added(table.cells(row)) {
        return true;
    }
    let below = row + 1..table.len().min(row + 1 + LOOKED_AT);
    let rows = below.len();
    let with_address = below
        .filter(|row| table.cells(*row).any(looks_like_address))
        .count();
    // A mere broken address in the first row of several is no name of a column.
    rows > 0
        && with_address * 2 > rows
        && table
            .cells(row)
            .filter(|cell| !cell.trim().is_empty())
            .all(|cell| !cell.contains(['@', '.']))
}

/// The portal's templates bring a row of examples, marked with a word or with an address that
/// nobody has.
fn is_example(table: &Table, row: usize, template: bool) -> bool {
    if row >= table.len() {
        return false;
    }
    let first = table.cell(row, 0).trim();
    let word = first.split_once(':').map(|(word, _)| word.trim());
    let marked = word.is_some_and(|word| {
        [
            "example",
            "beispiel",
            "exemple",
            "ejemplo",
            "exemplo",
            "esempio",
            "voorbeeld",
        ]
        .contains(&word.to_lowercase().as_str())
    });
    marked
        || template
            && table.cells(row).any(|cell| {
                address::domain_of(cell).is_some_and(|domain| {
                    // Source: RFC 2606, section 3.
                    ["example.com", "example.net", "example.org"].contains(&domain.as_str())
                })
            })
}

/// True for what mail programs and people write one after the other: names, each with its address
/// in angle brackets, or nothing but addresses that do not stand below each other as in a table.
/// Two or three columns of addresses are a table: all but one may be anything.
fn is_list(table: &Table, first: usize) -> bool {
    let mut several = false;
    let mut only_addresses = true;
    let mut only_recipients = true;
    let mut widths = Vec::with_capacity(table.len() - first);
    for row in first..table.len() {
        let (mut filled, mut addresses) = (0, 0);
        for cell in table.cells(row).filter(|cell| !cell.trim().is_empty()) {
            filled += 1;
            only_addresses &= cell.contains('@');
            addresses += cell.matches('@').count();
            only_recipients &= is_recipients(cell);
        }
        several |= addresses > 1 || filled > 1;
        only_recipients &= addresses > 0;
        widths.push(filled);
    }
    let in_columns = widths.len() > 1
        && widths.iter().all(|width| *width == widths[0])
        && (2..=3).contains(&widths[0]);
    several && (only_recipients || only_addresses && !in_columns)
}

/// True for pieces of `Haddad, Leila <leila@fabrikam.com>; Lee, Ann <ann@y.example>`: every address
/// stands in brackets, with a name before it or in the cell before.
fn is_recipients(cell: &str) -> bool {
    let Some((name, brackets)) = cell.split_once('<') else {
        return !cell.contains('@');
    };
    let last = brackets.rsplit('<').next().unwrap_or(brackets);
    let behind = last.split_once('>').map_or("", |(_, behind)| behind);
    let in_brackets = brackets.split('<').all(|piece| {
        piece
            .split('>')
            .next()
            .is_some_and(|inside| inside.contains('@'))
    });
    !name.trim().is_empty() && in_brackets && !behind.contains('@')
}

/// The addresses of a text, each in a row of its own.
fn read_list(text: &str) -> Result<Table, Unreadable> {
    let mut table = Table::default();
    let text = text.replace("\r\n", "\n");
    for (line, number) in text.split(['\n', '\r']).zip(1..) {
        for entry in address::parse_list(unguard(line)) {
            if table.len() == MOST_ROWS {
                return Err(Unreadable::TooManyRows);
            }
            let name = entry.display_name.unwrap_or_default();
            table.add(number, &[&entry.address, &name]);
        }
    }
    Ok(table)
}
