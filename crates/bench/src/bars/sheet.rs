//! Reading and checking a long list.

use std::fmt::Write as _;
use std::time::Instant;

use guests::draft::sheet::{Lookup, Names, ReadOptions, Sheet, fold_name};
use guests::id::GroupId;

use crate::measured::{Measured, seconds};
use crate::outcome::Outcome;
use crate::stats::Samples;

const ROWS: usize = 100_000;
const ROUNDS: usize = 5;

pub(crate) fn measure() -> Outcome<Measured> {
    let mut measured = Measured::new(
        "A CSV of 100,000 rows as an export has it (12 columns, quoted fields, accents, names of
         groups, a message of its own in every fourth row; 2 of 100 rows have a problem, 1 of 100
         repeats another) is read from bytes, its columns are told by their names, and every row is
         held against the rules. Five times, in UTF-8 and in Windows-1252.",
    );
    let text = list();
    let western: Vec<u8> = text
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?'))
        .collect();
    let mut all = Samples::default();
    for (name, bytes) in [("UTF-8", text.as_bytes()), ("Windows-1252", &western)] {
        let mut took = Samples::default();
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            let (people, problems) = read(bytes)?;
            took.push(begun.elapsed());
            if people + problems < ROWS * 9 / 10 || problems == 0 {
                return Err(format!("{people} people and {problems} problems").into());
            }
        }
        measured.raw(format!(
            "{name}, {:.1} MB: {}",
            bytes.len() as f64 / 1e6,
            took.seconds()
        ));
        all.extend(&took);
    }
    measured.at_most(
        "a CSV of 100,000 rows, read and checked",
        2.0,
        all.median() / 1e3,
        seconds,
    );
    Ok(measured)
}

/// As a person's list is read, with every group found.
fn read(bytes: &[u8]) -> Outcome<(usize, usize)> {
    let sheet = Sheet::read(bytes, &ReadOptions::default())?;
    let mapping = sheet.guess();
    let judged = sheet.judge(&mapping, |_| true).ok_or("it was called off")?;
    let mut names = Names::default();
    for name in judged.wanted().groups {
        let found = Lookup::Found(GroupId(name.clone()));
        names.groups.insert(fold_name(&name), found);
    }
    let resolved = judged.resolve(&names);
    Ok((resolved.people.len(), resolved.problems.len()))
}

fn list() -> String {
    const GIVEN: [&str; 8] = [
        "Anna", "Jürgen", "María", "Chloé", "Tom", "Søren", "Ines", "Paul",
    ];
    const SURNAMES: [&str; 7] = [
        "Müller", "Novak", "O'Brien", "García", "Svensson", "Lee", "Braun",
    ];
    let mut text = String::from(
        "Email,Name,First name,Last name,Company,Department,City,Country,Invite redirect URL,Send email,Message,Groups\r\n",
    );
    for row in 0..ROWS {
        let given = GIVEN[row % GIVEN.len()];
        let surname = SURNAMES[row / 3 % SURNAMES.len()];
        let address = match row % 100 {
            17 => format!("person{row}.partner.example"),
            53 => format!("person {row}@partner{}.example", row % 900),
            71 => format!("person{}@partner{}.example", row - 1, (row - 1) % 900),
            _ => format!("person{row}@partner{}.example", row % 900),
        };
        let message = match row % 4 {
            0 => "\"Welcome, and thank you.\nYour access lasts until \"\"March\"\".\"",
            _ => "",
        };
        // Writing to a text cannot fail.
        let _ = write!(
            text,
            "{address},\"{surname}, {given}\",{given},{surname},\"Partner {}, Inc.\",Sales,Köln,DE,https://portal.example/start,yes,{message},Partners {}\r\n",
            row % 900,
            row % 40
        );
    }
    text
}
