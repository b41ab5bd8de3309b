//! Every kind of problem, with line and column; and names held against the directory.

use std::collections::HashMap;

use super::support::*;
use crate::application::AppRole;
use crate::draft::sheet::{
    FoundApplication, Lookup, Meaning, Names, Resolved, Severity, fold_name,
};
use crate::draft::{Access, ApplicationAccess};
use crate::id::AppRoleId;

#[test]
fn every_problem_names_its_line_and_column_and_holds_nobody_else_back() {
    let list = "Email,Name,Redirect URL,Send email,Message,Language,Cc\n\
        good@x.example,,,,,,\n\
        ,Nobody,,,,,\n\
        a+b@x.example,,,,,,\n\
        \"c@x.example; d@x.example\",,,,,,\n\
        e_x.example#EXT#@contoso.onmicrosoft.com,,,,,,\n\
        f@x.example,,http://x.example,,,,\n\
        g@x.example,,,perhaps,,,\n\
        h@x.example,,,,,klingon,\n\
        i@x.example,,,,,,nobody\n\
        j@x.example,,,,,,\"k@x.example, l@x.example\"\n\
        m@x.example,,,,a message, with commas,,,,\n\
        n@x.example,\"never closed,,,,,\n\
        last@x.example,,,,\"two\nlines\",,\n";
    let expected = [
        at(3, "Email", "addressMissing"),
        at(4, "Email", "plus"),
        at(5, "Email", "severalAddresses"),
        at(6, "Email", "guestSignInName"),
        at(7, "Redirect URL", "redirectNotHttps"),
        at(8, "Send email", "sendUnknown"),
        at(9, "Language", "languageUnknown"),
        at(10, "Cc", "ccMalformed"),
        at(11, "Cc", "moreThanOneCc"),
        at(12, "Language", "languageUnknown"),
        at(13, "", "quoteNeverClosed"),
    ];
    assert_eq!(found(list), expected);
    assert_eq!(addresses(list), ["good@x.example", "last@x.example"]);
    let problems = problems(list);
    let suggestion = |line| {
        let problem = problems.iter().find(|problem| problem.line == line);
        problem.unwrap().suggestion.clone()
    };
    assert_eq!(suggestion(4).as_deref(), Some("a@x.example"));
    assert_eq!(suggestion(6).as_deref(), Some("e@x.example"));
}

#[test]
fn cells_beyond_the_columns_are_a_problem_unless_they_are_empty() {
    let list = "Email,Message\na@x.example,Hello,welcome\nb@x.example,Hello,,\n";
    assert_eq!(found(list), [at(2, "", "tooManyCells")]);
    assert_eq!(addresses(list), ["b@x.example"]);
}

#[test]
fn long_cells() {
    let name = "n".repeat(300);
    let message = "m".repeat(2001);
    let list = format!("Email,Name,Message\na@x.example,{name},\nb@x.example,,{message}\n");
    assert_eq!(
        found(&list),
        [
            at(2, "Name", "nameShortened"),
            at(3, "Message", "messageTooLong")
        ]
    );
    assert_eq!(problems(&list)[0].severity, Severity::Warning);
    let people = people(&list);
    assert_eq!(people.len(), 1, "a warning holds nobody up");
    assert_eq!(people[0].display_name.as_ref().map(String::len), Some(256));
}

#[test]
fn characters_that_cannot_be_read_are_a_problem_where_they_matter() {
    let mut bytes = "Email,Name,Phone\nzoë@x.example,Zoë,ä\n"
        .repeat(30)
        .into_bytes();
    bytes.extend(b"a@x.example,J\xF6rg,1\nb@x.example,Bob,\xE4\n");
    let sheet = crate::draft::sheet::Sheet::read(&bytes, &Default::default()).unwrap();
    let resolved = settle(&sheet, &Names::default());
    let codes: Vec<_> = resolved
        .problems
        .iter()
        .filter(|problem| problem.code == "unreadableCharacters")
        .map(|problem| (problem.line, problem.column))
        .collect();
    assert_eq!(codes, [(61, Some(1))]);
    assert!(
        resolved
            .people
            .iter()
            .any(|person| person.address == "b@x.example")
    );
}

#[test]
fn the_same_address_twice() {
    let list = "Email,Name,Message\n\
        ann@x.example,Ann,Hello\n\
        bob@x.example,Bob,\n\
        ANN@X.example,Ann,Hello\n\
        bob@x.example,Robert,\n\
        <ann@x.example>,Ann,Hello\n\
        c+d@x.example,,\n\
        c+d@x.example,,\n";
    let resolved = settle(&read(list), &Names::default());
    let problems: Vec<_> = resolved
        .problems
        .iter()
        .map(|problem| (problem.line, problem.code.as_str()))
        .collect();
    assert_eq!(problems, [(5, "duplicate"), (7, "plus"), (8, "plus")]);
    assert!(resolved.problems[0].text.contains("line 3"));
    let counts = resolved.counts;
    assert_eq!(
        (
            counts.rows,
            counts.people,
            counts.with_problems,
            counts.repeated
        ),
        (7, 2, 3, 2)
    );
    assert_eq!(resolved.notes[0].code, "repeated");
}

#[test]
fn an_earlier_row_with_a_problem_does_not_take_the_address() {
    let list = "Email,Send email\na@x.example,perhaps\na@x.example,yes\n";
    assert_eq!(found(list), [at(2, "Send email", "sendUnknown")]);
    assert_eq!(addresses(list), ["a@x.example"]);
}

#[test]
fn domains_are_completed_by_the_rest_of_the_list() {
    let list = "Email\np@fabrikam\nq@fabrikam.example\n";
    let problem = &problems(list)[0];
    assert_eq!(problem.suggestion.as_deref(), Some("p@fabrikam.example"));
    assert_eq!(
        problem.sentence(),
        "Email: The domain is incomplete. Did you mean p@fabrikam.example?"
    );
}

#[test]
fn addresses_with_a_name_in_one_cell() {
    assert_eq!(
        named("Email\nAnn Lee <ann@x.example>\n\"Ray, Bob <bob@x.example>\"\n"),
        [
            ("ann@x.example".to_owned(), Some("Ann Lee".to_owned())),
            ("bob@x.example".to_owned(), Some("Ray, Bob".to_owned()))
        ]
    );
    assert_eq!(
        named("Email,Name\nAnn Lee <ann@x.example>,Dr. Ann Lee\n"),
        [("ann@x.example".to_owned(), Some("Dr. Ann Lee".to_owned()))]
    );
}

#[test]
fn details_are_read_in_peoples_own_words() {
    let list = "Email;Einladung senden;Sprache;CC;Nachricht\n\
        a@x.example;Nein;Deutsch;;\n\
        b@x.example;WAHR;de;boss+list@x.example;\"Hallo,\r\nwillkommen\"\n";
    let people = people(list);
    assert_eq!(found(list), [at(2, "Sprache", "languageUnknown")]);
    let own = people[0].own.as_deref().unwrap();
    assert_eq!(own.send, Some(true));
    assert_eq!(own.language.as_deref(), Some("de-DE"));
    assert_eq!(own.cc.as_deref(), Some("boss+list@x.example"));
    assert_eq!(own.body.as_deref(), Some("Hallo,\nwillkommen"));
    let silent = "Email,Send email,Message\na@x.example,no,Hello\n";
    assert_eq!(found(silent), [at(2, "Message", "messageNotSent")]);
    assert_eq!(addresses(silent), ["a@x.example"]);
    assert!(
        super::support::people("Email\na@x.example\n")[0]
            .own
            .is_none()
    );
}

fn role(id: &str, name: &str, value: Option<&str>) -> AppRole {
    AppRole {
        id: id.into(),
        display_name: name.to_owned(),
        description: None,
        value: value.map(str::to_owned),
        is_enabled: true,
        allowed_member_types: vec!["User".to_owned()],
    }
}

fn directory() -> Names {
    let application = |id: &str, name: &str, roles: Vec<AppRole>| {
        Lookup::Found(FoundApplication {
            id: id.into(),
            name: name.to_owned(),
            roles,
        })
    };
    let key = |(name, found)| (fold_name(name), found);
    Names {
        groups: HashMap::from(
            [
                ("Suppliers Q4", Lookup::Found("g1".into())),
                ("Sales, EMEA", Lookup::Found("g2".into())),
                ("Readers", Lookup::Found("g3".into())),
                ("Twins", Lookup::Several(2)),
                (
                    "Secret",
                    Lookup::NotRead("You may not read groups.".to_owned()),
                ),
            ]
            .map(key),
        ),
        applications: HashMap::from([
            key_of(
                "Portal",
                application(
                    "a1",
                    "Portal",
                    vec![
                        role("r1", "Buyer", Some("buyer.all")),
                        role("r2", "Reader", None),
                    ],
                ),
            ),
            key_of(
                "Wiki: public",
                application(
                    "a2",
                    "Wiki: public",
                    vec![role(AppRoleId::DEFAULT_ACCESS, "Default Access", None)],
                ),
            ),
            key_of("Daemon", application("a3", "Daemon", Vec::new())),
        ]),
    }
}

/// What docs/lists.md speaks of.
pub(super) fn directory_of_the_guide() -> Names {
    let mut names = directory();
    let Some(Lookup::Found(portal)) = names.applications.remove(&fold_name("Portal")) else {
        panic!("the portal is there");
    };
    let renamed = FoundApplication {
        name: "Supplier Portal".to_owned(),
        ..portal
    };
    names
        .applications
        .insert(fold_name(&renamed.name), Lookup::Found(renamed));
    names
}

fn key_of<T>(name: &str, found: T) -> (String, T) {
    (fold_name(name), found)
}

fn with_directory(list: &str) -> Resolved {
    settle(&read(list), &directory())
}

fn access(list: &str) -> Vec<Access> {
    with_directory(list)
        .people
        .into_iter()
        .map(|person| person.own.map(|own| own.access).unwrap_or_default())
        .collect()
}

fn to(groups: &[&str], applications: &[(&str, &str)]) -> Access {
    Access {
        groups: groups.iter().map(|id| (*id).into()).collect(),
        applications: applications
            .iter()
            .map(|(id, role)| ApplicationAccess {
                service_principal_id: (*id).into(),
                app_role_id: (*role).into(),
            })
            .collect(),
    }
}

#[test]
fn groups_and_applications_are_found_by_name() {
    let list = "Email;Groups;Applications\n\
        a@x.example;suppliers q4|Readers;Portal:Buyer\n\
        b@x.example;Sales, EMEA;Wiki: public\n\
        c@x.example;Readers, Suppliers Q4;Portal:r2, wiki: public\n\
        d@x.example;\"Readers\nReaders\";\"PORTAL:BUYER.ALL; Portal:Reader\"\n\
        e@x.example;;\n";
    assert_eq!(
        access(list),
        [
            to(&["g1", "g3"], &[("a1", "r1")]),
            to(&["g2"], &[("a2", AppRoleId::DEFAULT_ACCESS)]),
            to(
                &["g3", "g1"],
                &[("a1", "r2"), ("a2", AppRoleId::DEFAULT_ACCESS)]
            ),
            to(&["g3"], &[("a1", "r1"), ("a1", "r2")]),
            Access::default(),
        ]
    );
}

#[test]
fn names_that_lead_to_nothing_are_problems_of_their_rows() {
    let list = "Email,Groups,Applications\n\
        a@x.example,Nobodies,\n\
        b@x.example,Twins,\n\
        c@x.example,Secret,\n\
        d@x.example,\"Readers, Nobodies\",\n\
        e@x.example,,Portal\n\
        f@x.example,,Portal:Owner\n\
        g@x.example,,Daemon\n\
        h@x.example,,Nothing:Reader\n\
        i@x.example,Readers,Portal:Reader\n";
    let resolved = with_directory(list);
    let codes: Vec<_> = resolved
        .problems
        .iter()
        .map(|problem| {
            at(
                problem.line,
                problem.column_name.as_deref().unwrap(),
                &problem.code,
            )
        })
        .collect();
    let expected = [
        at(2, "Groups", "groupUnknown"),
        at(3, "Groups", "groupAmbiguous"),
        at(4, "Groups", "groupNotRead"),
        at(5, "Groups", "groupUnknown"),
        at(6, "Applications", "roleNeeded"),
        at(7, "Applications", "roleUnknown"),
        at(8, "Applications", "applicationWithoutRoles"),
        at(9, "Applications", "applicationUnknown"),
    ];
    assert_eq!(codes, expected);
    assert_eq!(
        (resolved.counts.people, resolved.counts.with_problems),
        (1, 8)
    );
    assert!(resolved.problems[3].text.contains("no group Nobodies"));
    assert!(resolved.problems[4].text.contains("Buyer, Reader"));
}

#[test]
fn each_name_is_wanted_once() {
    let list = "Email;Groups;Groups;Applications\n\
        a@x.example;Sales, EMEA;Readers;Portal:Buyer\n\
        b@x.example;sales, emea;READERS|Sales;portal:buyer\n";
    let sheet = read(list);
    let wanted = sheet.judge(&sheet.guess(), |_| true).unwrap().wanted();
    assert_eq!(wanted.groups, ["Sales, EMEA", "Sales", "EMEA", "Readers"]);
    assert_eq!(wanted.applications, ["Portal:Buyer", "Portal"]);
}

#[test]
fn judging_can_be_called_off() {
    let list = format!("Email\n{}", "a@x.example\n".repeat(5000));
    let sheet = read(&list);
    let mapping = crate::draft::sheet::Mapping(vec![Some(Meaning::Address)]);
    assert!(sheet.judge(&mapping, |done| done < 2048).is_none());
}

#[test]
fn the_dead_address_of_the_template_is_told_and_holds_nobody_back() {
    let list = "Email,Redirect URL\na@x.example,https://myapps.azure.com/\nb@x.example,https://myapps.microsoft.com/\n";
    assert_eq!(found(list), [at(2, "Redirect URL", "redirectGone")]);
    assert_eq!(addresses(list).len(), 2);
}
