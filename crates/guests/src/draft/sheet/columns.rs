//! What the columns mean, as it seems and as the person says.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::header::{Meaning, Named, is_plain_name, named};
use super::values::{has_address, yes_or_no};
use super::{MOST_COLUMNS, Sheet};

/// Rows that are looked at to tell a column's meaning by what is in it.
const LOOKED_AT: usize = 500;
/// Examples that are shown of a column.
const SAMPLES: usize = 3;
/// Longest example, in characters.
const LONGEST_SAMPLE: usize = 80;

/// What each column means, by its place; none: it is left alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct Mapping(pub Vec<Option<Meaning>>);

impl Mapping {
    /// The columns of this meaning: one, unless cells of several are taken together.
    pub fn columns(&self, meaning: Meaning) -> impl Iterator<Item = usize> + '_ {
        let most = if meaning.takes_several_columns() {
            usize::MAX
        } else {
            1
        };
        self.0
            .iter()
            .enumerate()
            .filter(move |(_, known)| **known == Some(meaning))
            .map(|(column, _)| column)
            .take(most)
    }

    fn has(&self, meaning: Meaning) -> bool {
        self.0.contains(&Some(meaning))
    }
}

/// A column, for the person to see what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Column {
    /// Its name in the file.
    pub name: Option<String>,
    /// The first different cells that hold something.
    pub samples: Vec<String>,
}

impl Sheet {
    /// How many columns there are: those that are named, else those of the widest row.
    pub fn width(&self) -> usize {
        let named = self.layout.header.map(|row| {
            let cells = self.table.cells(row);
            cells
                .enumerate()
                .filter(|(_, name)| !name.trim().is_empty())
                .last()
                .map_or(0, |(last, _)| last + 1)
        });
        let width = named.unwrap_or_else(|| {
            (0..self.rows())
                .map(|row| self.cells(row).len())
                .max()
                .unwrap_or(0)
        });
        width.clamp(1, MOST_COLUMNS)
    }

    /// The columns with examples of what is in them.
    pub fn columns(&self) -> Vec<Column> {
        (0..self.width())
            .map(|column| {
                let mut samples: Vec<String> = Vec::with_capacity(SAMPLES);
                for row in 0..self.rows().min(LOOKED_AT) {
                    let cell = self.cell(row, column).trim();
                    let sample: String = cell.chars().take(LONGEST_SAMPLE).collect();
                    if !sample.is_empty() && !samples.contains(&sample) {
                        samples.push(sample);
                    }
                    if samples.len() == SAMPLES {
                        break;
                    }
                }
                Column {
                    name: self.header(column).map(str::to_owned),
                    samples,
                }
            })
            .collect()
    }

    /// What the columns seem to mean: by their names, else by what is in them.
    pub fn guess(&self) -> Mapping {
        let width = self.width();
        let mut mapping = Mapping(vec![None; width]);
        if self.layout.recipients {
            let known = [Meaning::Address, Meaning::DisplayName];
            for (column, meaning) in mapping.0.iter_mut().zip(known) {
                *column = Some(meaning);
            }
            return mapping;
        }
        let names: Vec<Named> = (0..width)
            .map(|column| self.header(column).map_or(Named::Unknown, named))
            .collect();
        for (column, name) in names.iter().enumerate() {
            if let Named::As(meaning) = *name
                && (meaning.takes_several_columns() || !mapping.has(meaning))
            {
                mapping.0[column] = Some(meaning);
            }
        }
        self.part_names(&mut mapping);
        let free = |mapping: &Mapping, column: usize| {
            mapping.0[column].is_none() && names[column] != Named::LeftAlone
        };
        if !mapping.has(Meaning::Address) {
            let best = (0..width)
                .filter(|column| free(&mapping, *column))
                .map(|column| (self.share(column, has_address), column))
                .filter(|(share, _)| *share > 0)
                // A sign-in name stands in only where no other column has as many addresses.
                .max_by_key(|(share, column)| {
                    let stands_in = names[*column] == Named::SignInName;
                    (*share, !stands_in, usize::MAX - column)
                });
            if let Some((_, column)) = best {
                mapping.0[column] = Some(Meaning::Address);
            }
        }
        if !self.has_header() {
            self.guess_by_content(&mut mapping);
        }
        mapping
    }

    /// Beside a first name, a column that is only called Name holds the last name.
    fn part_names(&self, mapping: &mut Mapping) {
        if !mapping.has(Meaning::FirstName) || mapping.has(Meaning::LastName) {
            return;
        }
        let plain = mapping
            .columns(Meaning::DisplayName)
            .find(|column| self.header(*column).is_some_and(is_plain_name));
        if let Some(column) = plain {
            mapping.0[column] = Some(Meaning::LastName);
        }
    }

    /// Without names, only what cannot be mistaken is taken for more than an address.
    fn guess_by_content(&self, mapping: &mut Mapping) {
        let is_link = |cell: &str| {
            let cell = cell.trim();
            cell.starts_with("https://") || cell.starts_with("http://")
        };
        let says_so = |cell: &str| yes_or_no(cell).is_some() && cell.trim().len() > 1;
        let is_name = |cell: &str| {
            let cell = cell.trim();
            cell.chars().count() <= 80
                && cell.split_whitespace().count() > 1
                && !cell.contains(['@', '/', '\n', '\r'])
                && !cell.chars().any(|c| c.is_ascii_digit())
        };
        type Test<'a> = &'a dyn Fn(&str) -> bool;
        let tests: [(Meaning, Test<'_>); 3] = [
            (Meaning::RedirectUrl, &is_link),
            (Meaning::SendMail, &says_so),
            (Meaning::DisplayName, &is_name),
        ];
        for (meaning, test) in tests {
            let found = (0..mapping.0.len())
                .find(|column| mapping.0[*column].is_none() && self.share(*column, test) > 800);
            if let Some(column) = found {
                mapping.0[column] = Some(meaning);
            }
        }
    }

    /// How many of a thousand cells of a column that hold something pass a test.
    fn share(&self, column: usize, test: impl Fn(&str) -> bool) -> usize {
        let (mut filled, mut passed) = (0, 0);
        for row in 0..self.rows().min(LOOKED_AT) {
            let cell = self.cell(row, column);
            if !cell.trim().is_empty() {
                filled += 1;
                passed += usize::from(test(cell));
            }
        }
        (passed * 1000).checked_div(filled).unwrap_or(0)
    }
}
