//! One row held against the rules.

use url::Url;

use super::header::Meaning;
use super::judge::{Details, Interner, SheetPerson};
use super::problems::{RowProblem, Severity};
use super::values::{entries, language_of, yes_or_no};
use super::{Mapping, Sheet};
use crate::address::{self, AddressProblem, LONGEST_NAME};
use crate::draft::DraftProblem;
use crate::draft::check;

/// What stands in a guest's sign-in name between address and domain of the organization.
///
/// Source: Microsoft Entra External ID, "Add B2B collaboration users in the admin center".
const EXTERNAL: &str = "#ext#@";

/// The columns by meaning, looked up once for all rows.
pub(super) struct Columns {
    by_meaning: Vec<(Meaning, Vec<usize>)>,
    width: usize,
}

impl Columns {
    pub(super) fn of(sheet: &Sheet, mapping: &Mapping) -> Self {
        let by_meaning = Meaning::ALL
            .iter()
            .map(|meaning| (*meaning, mapping.columns(*meaning).collect()))
            .collect();
        Self {
            by_meaning,
            width: sheet.width(),
        }
    }

    fn all(&self, meaning: Meaning) -> &[usize] {
        self.by_meaning
            .iter()
            .find(|(known, _)| *known == meaning)
            .map_or(&[], |(_, columns)| columns)
    }
}

/// Reads one row.
pub(super) struct RowReader<'a> {
    sheet: &'a Sheet,
    columns: &'a Columns,
    row: usize,
    problems: Vec<RowProblem>,
}

/// A row that was read: the person it is about, where nothing speaks against it, and what was found.
pub(super) struct ReadRow {
    pub(super) person: Option<SheetPerson>,
    pub(super) problems: Vec<RowProblem>,
}

impl<'a> RowReader<'a> {
    pub(super) fn new(sheet: &'a Sheet, columns: &'a Columns, row: usize) -> Self {
        Self {
            sheet,
            columns,
            row,
            problems: Vec::new(),
        }
    }

    pub(super) fn read(mut self, names: &mut Interner) -> ReadRow {
        self.check_shape();
        let (address, name_beside) = self.address();
        let display_name = self.display_name().or(name_beside);
        let details = self.details(names);
        let held_up = self
            .problems
            .iter()
            .any(|problem| problem.severity == Severity::Problem);
        let person = address.filter(|_| !held_up).map(|address| SheetPerson {
            row: u32::try_from(self.row).unwrap_or(u32::MAX),
            line: self.sheet.line(self.row),
            address,
            display_name,
            details: (details != Details::default()).then(|| Box::new(details)),
        });
        ReadRow {
            person,
            problems: self.problems,
        }
    }

    /// The first cell of a meaning that holds something, with its column.
    fn cell(&self, meaning: Meaning) -> Option<(usize, &'a str)> {
        let column = *self.columns.all(meaning).first()?;
        let text = self.sheet.cell(self.row, column).trim();
        (!text.is_empty()).then_some((column, text))
    }

    fn add(&mut self, severity: Severity, column: Option<usize>, found: AddressProblem) {
        self.problems.push(RowProblem {
            row: u32::try_from(self.row).unwrap_or(u32::MAX),
            line: self.sheet.line(self.row),
            column: column.and_then(|column| u32::try_from(column).ok()),
            column_name: column.map(|column| self.sheet.column_name(column)),
            code: found.code,
            text: found.text,
            suggestion: found.suggestion,
            severity,
        });
    }

    fn problem(&mut self, column: Option<usize>, code: &str, text: impl Into<String>) {
        self.add(Severity::Problem, column, AddressProblem::new(code, text));
    }

    fn warn(&mut self, column: usize, code: &str, text: &str) {
        self.add(
            Severity::Warning,
            Some(column),
            AddressProblem::new(code, text),
        );
    }

    fn check_shape(&mut self) {
        if self.sheet.has_broken_quote(self.row) {
            self.problem(
                None,
                "quoteNeverClosed",
                "A quotation mark in this row is never closed.",
            );
        }
        let cells = self.sheet.cells(self.row);
        let (count, width) = (cells.len(), self.columns.width);
        if cells.skip(width).any(|cell| !cell.trim().is_empty()) {
            self.problem(
                None,
                "tooManyCells",
                format!(
                    "There are {count} cells, and {width} columns. A cell that holds the delimiter has to stand in quotation marks."
                ),
            );
        }
        let unreadable = (0..width).find(|column| {
            let used = self
                .columns
                .by_meaning
                .iter()
                .any(|(_, of)| of.contains(column));
            used && self.sheet.cell(self.row, *column).contains('\u{FFFD}')
        });
        if let Some(column) = unreadable {
            self.problem(
                Some(column),
                "unreadableCharacters",
                "There are characters that cannot be read in the encoding of this file.",
            );
        }
    }

    /// The address, and the name that stands beside it in the same cell.
    fn address(&mut self) -> (Option<String>, Option<String>) {
        let Some((column, text)) = self.cell(Meaning::Address) else {
            let column = self.columns.all(Meaning::Address).first().copied();
            self.problem(column, "addressMissing", "There is no address.");
            return (None, None);
        };
        let found = match address::check(text) {
            Ok(address) => return (Some(address), None),
            Err(found) => found,
        };
        if let Some(found) = guest_sign_in_name(text) {
            self.add(Severity::Problem, Some(column), found);
            return (None, None);
        }
        if text.contains(['<', ' ', ',', ';', '\n', '\t', '|']) {
            let mut entries = address::parse_list(text);
            let good = entries
                .iter()
                .filter(|entry| entry.problem.is_none())
                .count();
            if good > 1 {
                self.problem(
                    Some(column),
                    "severalAddresses",
                    "There is more than one address in this cell. Each needs a row of its own.",
                );
                return (None, None);
            }
            if let [entry] = entries.as_mut_slice() {
                return match entry.problem.take() {
                    None => (
                        Some(std::mem::take(&mut entry.address)),
                        entry.display_name.take(),
                    ),
                    Some(found) => {
                        self.add(Severity::Problem, Some(column), found);
                        (None, None)
                    }
                };
            }
        }
        self.add(Severity::Problem, Some(column), found);
        (None, None)
    }

    fn display_name(&mut self) -> Option<String> {
        let (column, text) = match self.cell(Meaning::DisplayName) {
            Some((column, text)) => (column, text.to_owned()),
            None => {
                let parts = [Meaning::FirstName, Meaning::LastName].map(|part| self.cell(part));
                let column = parts.iter().flatten().next()?.0;
                let joined: Vec<_> = parts.iter().flatten().map(|(_, text)| *text).collect();
                (column, joined.join(" "))
            }
        };
        let name = address::clean_name(&text)?;
        if name.chars().count() > LONGEST_NAME {
            self.warn(
                column,
                "nameShortened",
                "The name has more than 256 characters and is cut there.",
            );
            return Some(name.chars().take(LONGEST_NAME).collect());
        }
        Some(name)
    }

    fn details(&mut self, names: &mut Interner) -> Details {
        Details {
            send: self.send(),
            body: self.message(),
            cc: self.cc(),
            language: self.language(),
            redirect_url: self.redirect_url(),
            groups: self.entries_of(Meaning::Groups, |text| names.group(text)),
            applications: self.entries_of(Meaning::Applications, |text| names.application(text)),
        }
    }

    fn send(&mut self) -> Option<bool> {
        let (column, text) = self.cell(Meaning::SendMail)?;
        let answer = yes_or_no(text);
        if answer.is_none() {
            let text = format!("{} is neither true nor false.", shown(text));
            self.problem(Some(column), "sendUnknown", text);
        }
        answer
    }

    fn message(&mut self) -> Option<String> {
        let (column, text) = self.cell(Meaning::Message)?;
        let body = text.replace("\r\n", "\n").replace('\r', "\n");
        self.refused(column, check::body(&body));
        let silent = self
            .cell(Meaning::SendMail)
            .is_some_and(|(_, text)| yes_or_no(text) == Some(false));
        if silent {
            self.warn(
                column,
                "messageNotSent",
                "The message is not sent, because this row asks for no mail.",
            );
        }
        Some(body)
    }

    fn cc(&mut self) -> Option<String> {
        let (column, text) = self.cell(Meaning::Cc)?;
        self.refused(column, check::cc(text));
        Some(address::clean(text))
    }

    fn language(&mut self) -> Option<String> {
        let (column, text) = self.cell(Meaning::Language)?;
        let known = language_of(text);
        if known.is_none() {
            self.refused(column, check::message_language(text));
        }
        known.map(|language| language.tag.to_owned())
    }

    fn redirect_url(&mut self) -> Option<String> {
        let (column, text) = self.cell(Meaning::RedirectUrl)?;
        self.refused(column, check::redirect_url(text));
        if leads_nowhere(text) {
            self.warn(
                column,
                "redirectGone",
                "myapps.azure.com does not exist any more: guests would land on an error. My Apps is https://myapps.microsoft.com.",
            );
        }
        Some(text.to_owned())
    }

    fn entries_of(&self, meaning: Meaning, mut id: impl FnMut(&str) -> u32) -> Vec<u32> {
        let columns = self.columns.all(meaning);
        let cells = columns
            .iter()
            .map(|column| self.sheet.cell(self.row, *column));
        let mut ids: Vec<u32> = cells.flat_map(entries).map(&mut id).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    fn refused(&mut self, column: usize, found: Option<DraftProblem>) {
        if let Some(found) = found {
            self.problem(Some(column), &found.code, found.text);
        }
    }
}

/// A guest's sign-in name is no address, but shows which one it was made from.
fn guest_sign_in_name(text: &str) -> Option<AddressProblem> {
    let end = text.to_ascii_lowercase().find(EXTERNAL)?;
    let mut found = AddressProblem::new(
        "guestSignInName",
        "This is the sign-in name of a guest, not an address.",
    );
    found.suggestion = text[..end]
        .rsplit_once('_')
        .and_then(|(local, domain)| address::check(&format!("{local}@{domain}")).ok());
    Some(found)
}

/// The address that the admin center's template was filled with for years; the host is gone.
fn leads_nowhere(redirect_url: &str) -> bool {
    let url = Url::parse(redirect_url.trim()).ok();
    let host = url.as_ref().and_then(Url::host_str);
    host == Some("myapps.azure.com")
}

/// A cell's text within a sentence.
fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(40).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
