//! What the tests of lists share.

use crate::draft::DraftPerson;
use crate::draft::sheet::{Names, ReadOptions, Resolved, RowProblem, Sheet};

/// A list read under no options.
pub(super) fn read(text: &str) -> Sheet {
    Sheet::read(text.as_bytes(), &ReadOptions::default()).unwrap()
}

/// Its people and problems under the mapping that it seems to have.
pub(super) fn settle(sheet: &Sheet, names: &Names) -> Resolved {
    let judged = sheet.judge(&sheet.guess(), |_| true).unwrap();
    judged.resolve(names)
}

pub(super) fn people(text: &str) -> Vec<DraftPerson> {
    settle(&read(text), &Names::default()).people
}

/// Addresses with names.
pub(super) fn named(text: &str) -> Vec<(String, Option<String>)> {
    people(text)
        .into_iter()
        .map(|person| (person.address, person.display_name))
        .collect()
}

pub(super) fn addresses(text: &str) -> Vec<String> {
    people(text)
        .into_iter()
        .map(|person| person.address)
        .collect()
}

pub(super) fn problems(text: &str) -> Vec<RowProblem> {
    settle(&read(text), &Names::default()).problems
}

/// Line, column and code of every problem.
pub(super) fn found(text: &str) -> Vec<(u32, String, String)> {
    problems(text)
        .into_iter()
        .map(|one| (one.line, one.column_name.unwrap_or_default(), one.code))
        .collect()
}

pub(super) fn at(line: u32, column: &str, code: &str) -> (u32, String, String) {
    (line, column.to_owned(), code.to_owned())
}
