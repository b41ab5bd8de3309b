//! All rows held against the rules, and against each other.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::problems::{RowProblem, Severity};
use super::resolve::fold_name;
use super::row::{Columns, RowReader};
use super::{Mapping, Sheet, SheetNote};
use crate::address::complete_domain;

/// Rows after which whoever waits is told how far it is.
const TOLD_EVERY: usize = 1024;

/// A person as a list tells of them, with groups and applications still by their names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SheetPerson {
    pub(super) row: u32,
    pub(super) line: u32,
    pub(super) address: String,
    pub(super) display_name: Option<String>,
    pub(super) details: Option<Box<Details>>,
}

/// What a row says of one person alone. Groups and applications are places in [`Interner`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Details {
    pub(super) send: Option<bool>,
    pub(super) body: Option<String>,
    pub(super) cc: Option<String>,
    pub(super) language: Option<String>,
    pub(super) redirect_url: Option<String>,
    pub(super) groups: Vec<u32>,
    pub(super) applications: Vec<u32>,
}

/// Names of groups and applications, each kept once however many rows have it.
#[derive(Debug, Default)]
pub(super) struct Interner {
    pub(super) groups: Kept,
    pub(super) applications: Kept,
}

/// Different texts, by their place.
#[derive(Debug, Default)]
pub(super) struct Kept {
    places: HashMap<String, u32>,
    pub(super) texts: Vec<String>,
}

impl Kept {
    fn place(&mut self, text: &str) -> u32 {
        let next = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let texts = &mut self.texts;
        *self.places.entry(fold_name(text)).or_insert_with(|| {
            texts.push(text.to_owned());
            next
        })
    }
}

impl Interner {
    pub(super) fn group(&mut self, text: &str) -> u32 {
        self.groups.place(text)
    }

    pub(super) fn application(&mut self, text: &str) -> u32 {
        self.applications.place(text)
    }
}

/// How many rows there are of what kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SheetCounts {
    /// Rows of people.
    pub rows: u32,
    /// People who can be taken.
    pub people: u32,
    /// Rows that are held up by a problem.
    pub with_problems: u32,
    /// Rows that are taken, with something to know.
    pub with_warnings: u32,
    /// Rows that say the same as an earlier one, and are taken with it.
    pub repeated: u32,
}

/// The rows of a sheet under a mapping, before names of groups and applications are looked up.
#[derive(Debug)]
pub struct Judged {
    pub(super) people: Vec<SheetPerson>,
    pub(super) problems: Vec<RowProblem>,
    pub(super) names: Interner,
    pub(super) rows: usize,
    pub(super) repeated: u32,
    /// Columns of groups and applications, for problems that are found when names are looked up.
    pub(super) access_columns: [Option<(u32, String)>; 2],
}

impl Judged {
    /// What was noticed about the rows as a whole.
    pub(super) fn notes(&self) -> Vec<SheetNote> {
        match self.repeated {
            0 => Vec::new(),
            1 => vec![SheetNote::new(
                "repeated",
                "1 row says the same as an earlier one and is taken once.",
            )],
            many => vec![SheetNote::new(
                "repeated",
                format!("{many} rows say the same as an earlier one and are taken once."),
            )],
        }
    }
}

impl Sheet {
    /// Holds every row against the rules. `go_on` is told now and then how many rows are done, and
    /// ends the work by saying no; then there is nothing to give back.
    pub fn judge(&self, mapping: &Mapping, mut go_on: impl FnMut(usize) -> bool) -> Option<Judged> {
        let columns = Columns::of(self, mapping);
        let mut names = Interner::default();
        let mut people: Vec<SheetPerson> = Vec::with_capacity(self.rows());
        let mut problems: Vec<RowProblem> = Vec::new();
        let mut seen: HashMap<String, u32> = HashMap::with_capacity(self.rows());
        let mut repeated = 0;
        for row in 0..self.rows() {
            if row % TOLD_EVERY == 0 && !go_on(row) {
                return None;
            }
            let read = RowReader::new(self, &columns, row).read(&mut names);
            let Some(person) = read.person else {
                problems.extend(read.problems);
                continue;
            };
            let place = u32::try_from(people.len()).unwrap_or(u32::MAX);
            match seen.get(&person.address.to_lowercase()) {
                None => {
                    seen.insert(person.address.to_lowercase(), place);
                    problems.extend(read.problems);
                    people.push(person);
                }
                Some(earlier) => {
                    let earlier = &people[*earlier as usize];
                    if says_the_same(earlier, &person) {
                        repeated += 1;
                    } else {
                        problems.push(self.again(mapping, &person, earlier));
                    }
                }
            }
        }
        complete_domains(&mut problems, self, mapping, &people);
        let column = |meaning| {
            let column = mapping.columns(meaning).next()?;
            Some((u32::try_from(column).ok()?, self.column_name(column)))
        };
        Some(Judged {
            people,
            problems,
            names,
            rows: self.rows(),
            repeated,
            access_columns: [
                column(super::Meaning::Groups),
                column(super::Meaning::Applications),
            ],
        })
    }

    /// A row whose address stands in an earlier row that says something else.
    fn again(&self, mapping: &Mapping, person: &SheetPerson, earlier: &SheetPerson) -> RowProblem {
        let column = mapping.columns(super::Meaning::Address).next();
        RowProblem {
            row: person.row,
            line: person.line,
            column: column.and_then(|column| u32::try_from(column).ok()),
            column_name: column.map(|column| self.column_name(column)),
            code: "duplicate".to_owned(),
            text: format!(
                "This address stands in line {} too, where something else is said of it.",
                earlier.line
            ),
            suggestion: None,
            severity: Severity::Problem,
        }
    }
}

fn says_the_same(a: &SheetPerson, b: &SheetPerson) -> bool {
    a.display_name == b.display_name && a.details == b.details
}

/// Completes incomplete domains by the other addresses of the list.
fn complete_domains(
    problems: &mut [RowProblem],
    sheet: &Sheet,
    mapping: &Mapping,
    people: &[SheetPerson],
) {
    let incomplete = |problem: &&mut RowProblem| problem.code == "incompleteDomain";
    let Some(column) = mapping.columns(super::Meaning::Address).next() else {
        return;
    };
    let mut domains = None;
    for problem in problems.iter_mut().filter(incomplete) {
        let domains = domains.get_or_insert_with(|| {
            crate::address::first_labels(people.iter().map(|person| person.address.as_str()))
        });
        let address = crate::address::clean(sheet.cell(problem.row as usize, column));
        if let Some(known) = complete_domain(&address, domains) {
            problem.suggestion = known;
        }
    }
}
