//! The examples of docs/lists.md are what they are said to be.

use super::rows::directory_of_the_guide;
use super::support::{read, settle};

const GUIDE: &str = include_str!("../../../../../../docs/lists.md");

fn examples() -> Vec<&'static str> {
    GUIDE
        .split("```csv\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect()
}

#[test]
fn the_examples_are_read_without_a_problem() {
    let examples = examples();
    let [full, plain] = examples.as_slice() else {
        panic!("two examples: {examples:?}");
    };
    let sheet = read(full);
    assert!(sheet.guess().0.iter().all(Option::is_some), "every column");
    let resolved = settle(&sheet, &directory_of_the_guide());
    assert_eq!(resolved.problems, []);
    let own: Vec<_> = resolved
        .people
        .iter()
        .map(|person| person.own.as_deref())
        .collect();
    let ada = own[0].unwrap();
    assert_eq!(
        ada.body.as_deref(),
        Some("Welcome, Ada. Questions? Write to us.")
    );
    assert_eq!(
        (ada.access.groups.len(), ada.access.applications.len()),
        (2, 1)
    );
    assert!(own[1].is_none());
    assert_eq!(own[2].unwrap().send, Some(false));
    assert_eq!(settle(&read(plain), &Default::default()).people.len(), 2);
}

#[test]
fn every_name_of_a_column_that_is_told_is_known() {
    let table = GUIDE.split("## Columns").nth(1).unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| "));
    let mut seen = 0;
    for row in rows.skip(1) {
        let cells: Vec<_> = row.split(" | ").collect();
        let [column, _, others] = cells.as_slice() else {
            break;
        };
        let meant = read(&format!("{},x\n1,2\n", column.trim_matches(['|', ' '])))
            .guess()
            .0[0];
        assert!(meant.is_some(), "{column}");
        for other in others.split('`').skip(1).step_by(2) {
            assert_eq!(
                read(&format!("{other},x\n1,2\n")).guess().0[0],
                meant,
                "{other}"
            );
            seen += 1;
        }
    }
    assert!(seen > 15, "{seen} names");
}
