//! A list in a file: how it is read, what its columns were taken for, and which rows are left out.

use std::io::Read as _;
use std::path::Path;

use clap::Args;
use desk::Desk;
use guests::draft::DraftPerson;
use guests::draft::sheet::{Delimiter, Mapping, Meaning, ReadOptions, RowProblem, Severity, Sheet};
use serde::Serialize;

use crate::exit::Failure;
use crate::output::{plain, tell};

/// Problems of a list that are told one by one.
const TOLD: usize = 20;

/// What columns may mean, by the words of `--column`.
const MEANINGS: [(&str, Option<Meaning>); 12] = [
    ("email", Some(Meaning::Address)),
    ("name", Some(Meaning::DisplayName)),
    ("first-name", Some(Meaning::FirstName)),
    ("last-name", Some(Meaning::LastName)),
    ("redirect-url", Some(Meaning::RedirectUrl)),
    ("send-email", Some(Meaning::SendMail)),
    ("message", Some(Meaning::Message)),
    ("language", Some(Meaning::Language)),
    ("cc", Some(Meaning::Cc)),
    ("groups", Some(Meaning::Groups)),
    ("applications", Some(Meaning::Applications)),
    ("none", None),
];

/// How a list is read, where it is not by sight.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct ListOptions {
    /// What a column means, by its name or number: email, name, first-name, last-name,
    /// redirect-url, send-email, message, language, cc, groups, applications, none
    #[arg(long, value_name = "COLUMN=MEANING", value_parser = column)]
    column: Vec<(String, Option<Meaning>)>,
    /// Encoding of the list, such as windows-1252
    #[arg(long, value_name = "LABEL")]
    encoding: Option<String>,
    /// What parts the cells: comma, semicolon or tab
    #[arg(long, value_name = "D", value_parser = delimiter)]
    delimiter: Option<Delimiter>,
}

fn column(text: &str) -> Result<(String, Option<Meaning>), String> {
    let (name, wanted) = text
        .rsplit_once('=')
        .ok_or("it is a column and its meaning, such as \"Mail=email\"")?;
    let wanted = wanted.trim().to_lowercase().replace([' ', '_'], "-");
    let found = MEANINGS.iter().find(|(word, _)| *word == wanted);
    let (_, meaning) = found.ok_or_else(|| {
        let words: Vec<_> = MEANINGS.iter().map(|(word, _)| *word).collect();
        format!("a column means one of {}", words.join(", "))
    })?;
    Ok((name.trim().to_owned(), *meaning))
}

fn delimiter(text: &str) -> Result<Delimiter, String> {
    match text.trim().to_lowercase().as_str() {
        "comma" | "," => Ok(Delimiter::Comma),
        "semicolon" | ";" => Ok(Delimiter::Semicolon),
        "tab" | "\t" => Ok(Delimiter::Tab),
        _ => Err("it is one of comma, semicolon, tab".to_owned()),
    }
}

/// How a list was read.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListRead {
    file: String,
    encoding: &'static str,
    delimiter: Delimiter,
    columns: Vec<ColumnRead>,
    rows: u32,
    left_out: u32,
    problems: Vec<RowProblem>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ColumnRead {
    name: Option<String>,
    meaning: Option<Meaning>,
}

impl ListRead {
    /// Rows with a problem, for which nothing is planned.
    pub(crate) fn is_short(&self) -> bool {
        self.left_out > 0
    }
}

/// The people of a list, and how it was read. Rows with problems are told and left out; `problems`
/// is where they are saved to be mended.
pub(crate) async fn read(
    desk: &Desk,
    path: &str,
    options: &ListOptions,
    problems: Option<&Path>,
) -> Result<(Vec<DraftPerson>, ListRead), Failure> {
    let bytes = bytes(path)?;
    let read_options = ReadOptions {
        encoding: options.encoding.clone(),
        delimiter: options.delimiter,
        header: None,
    };
    let sheet = Sheet::read(&bytes, &read_options)
        .map_err(|error| Failure::usage(format!("{path}: {error}")))?;
    for note in sheet.notes() {
        tell!("usher: {}", plain(&note.text));
    }
    let mut mapping = sheet.guess();
    for (name, meaning) in &options.column {
        give_meaning(&sheet, &mut mapping, name, *meaning)?;
    }
    let columns = columns(&sheet, &mapping);
    tell_columns(path, &sheet, &columns);
    let judged = sheet.judge(&mapping, |_| true);
    let judged = judged.ok_or_else(|| Failure::usage("The list could not be read."))?;
    let resolved = desk.resolve_sheet(judged).await;
    for note in &resolved.notes {
        tell!("usher: {}", plain(&note.text));
    }
    let counts = &resolved.counts;
    let bad = resolved.problems.iter();
    let bad: Vec<_> = bad
        .filter(|one| one.severity == Severity::Problem)
        .collect();
    if !bad.is_empty() {
        tell!(
            "usher: {} of {} rows are left out:",
            counts.with_problems,
            counts.rows
        );
        for problem in bad.iter().take(TOLD) {
            tell!("  line {}: {}", problem.line, plain(&problem.sentence()));
        }
        if bad.len() > TOLD {
            tell!("  and {} more", bad.len() - TOLD);
        }
        if let Some(path) = problems {
            let bytes = sheet
                .problems_as_csv(&mapping, &resolved.problems)
                .map_err(|error| Failure::usage(error.to_string()))?;
            std::fs::write(path, bytes).map_err(|error| {
                Failure::usage(format!("{} was not written: {error}", path.display()))
            })?;
            tell!("  They are in {}.", path.display());
        }
    } else if let Some(path) = problems {
        tell!(
            "usher: no row has a problem; {} is not written.",
            path.display()
        );
    }
    tell_warnings(&resolved.problems);
    if resolved.people.is_empty() {
        return Err(Failure::usage(format!(
            "There is nobody in {path} who can be taken."
        )));
    }
    let list = ListRead {
        file: path.to_owned(),
        encoding: sheet.encoding(),
        delimiter: sheet.delimiter(),
        columns,
        rows: counts.rows,
        left_out: counts.with_problems,
        problems: resolved.problems,
    };
    Ok((resolved.people, list))
}

/// A meaning that was said takes the place of what was found by sight.
fn give_meaning(
    sheet: &Sheet,
    mapping: &mut Mapping,
    name: &str,
    meaning: Option<Meaning>,
) -> Result<(), Failure> {
    let named = |place: &usize| {
        let header = sheet.header(*place);
        header.is_some_and(|header| header.to_lowercase() == name.to_lowercase())
    };
    let by_number = || {
        let number = name.parse::<usize>().ok()?;
        number
            .checked_sub(1)
            .filter(|place| *place < mapping.0.len())
    };
    let place = (0..mapping.0.len()).find(named).or_else(by_number);
    let place = place.ok_or_else(|| Failure::usage(format!("The list has no column {name}.")))?;
    if let Some(one) = meaning.filter(|meaning| !meaning.takes_several_columns()) {
        for other in mapping.0.iter_mut().filter(|other| **other == Some(one)) {
            *other = None;
        }
    }
    mapping.0[place] = meaning;
    Ok(())
}

fn columns(sheet: &Sheet, mapping: &Mapping) -> Vec<ColumnRead> {
    let columns = mapping.0.iter().enumerate();
    let read = columns.map(|(place, meaning)| ColumnRead {
        name: sheet.header(place).map(str::to_owned),
        meaning: *meaning,
    });
    read.collect()
}

/// Tells what each column was taken for, with an example, and which are not used.
fn tell_columns(path: &str, sheet: &Sheet, columns: &[ColumnRead]) {
    let samples = sheet.columns();
    let (mut used, mut unused) = (Vec::new(), Vec::new());
    for (place, column) in columns.iter().enumerate() {
        let sample = samples.get(place).and_then(|column| column.samples.first());
        let Some(sample) = sample else { continue };
        let number = format!("column {}", place + 1);
        let name = column
            .name
            .as_ref()
            .map_or(number, |name| format!("\"{name}\""));
        let word = MEANINGS.iter().find(|(_, known)| *known == column.meaning);
        match (column.meaning, word) {
            (Some(Meaning::Address), _) => {
                used.push(format!("{name} is email, such as {sample}"));
            }
            (Some(_), Some((word, _))) => used.push(format!("{name} is {word}")),
            _ => unused.push(name),
        }
    }
    if !used.is_empty() {
        tell!("usher: {}: {}", plain(path), plain(&used.join("; ")));
    }
    if !unused.is_empty() {
        tell!(
            "usher: not used: {}. --column NAME=MEANING says what a column means.",
            plain(&unused.join(", "))
        );
    }
}

/// Tells what to know of rows that are taken all the same.
fn tell_warnings(problems: &[RowProblem]) {
    let warnings = problems.iter();
    let warnings: Vec<_> = warnings
        .filter(|one| one.severity == Severity::Warning)
        .collect();
    if warnings.is_empty() {
        return;
    }
    tell!("usher: taken, but to be looked at:");
    for warning in warnings.iter().take(TOLD) {
        tell!("  line {}: {}", warning.line, plain(&warning.sentence()));
    }
    if warnings.len() > TOLD {
        tell!("  and {} more", warnings.len() - TOLD);
    }
}

fn bytes(path: &str) -> Result<Vec<u8>, Failure> {
    let read = if path == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    read.map_err(|error| Failure::usage(format!("{path} cannot be read: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meaning_that_is_said_takes_the_place_of_what_was_found() {
        let text = "userPrincipalName,Manager email,Team\na@x.example,m@x.example,Blue\n";
        let sheet = Sheet::read(text.as_bytes(), &ReadOptions::default()).unwrap();
        let mut mapping = sheet.guess();
        for said in ["UserPrincipalName=email", "3=Groups"] {
            let (name, meaning) = column(said).unwrap();
            give_meaning(&sheet, &mut mapping, &name, meaning).unwrap();
        }
        let expected = [Some(Meaning::Address), None, Some(Meaning::Groups)];
        assert_eq!(mapping.0, expected);
        assert!(give_meaning(&sheet, &mut mapping, "4", None).is_err());
        assert!(column("Team=colour").is_err() && column("Team").is_err());
    }
}
