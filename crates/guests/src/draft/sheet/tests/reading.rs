//! What the many shapes of lists are read as.

use super::support::*;
use crate::draft::sheet::{Delimiter, Mapping, Meaning, ReadOptions, Sheet, Unreadable};

fn meanings(text: &str) -> Vec<Option<Meaning>> {
    read(text).guess().0
}

fn notes(text: &str) -> Vec<String> {
    let sheet = read(text);
    sheet.notes().iter().map(|note| note.code.clone()).collect()
}

#[test]
fn the_portals_template_is_read_as_it_was_downloaded() {
    let template = "version:v1.0,,,\r\n\
        Email address to invite [inviteeEmail] Required,Redirection url [inviteRedirectURL] Required,Send invitation message (true or false) [sendEmail],Customized invitation message [customizedMessageBody]\r\n\
        Example: a.user@contoso.com,https://myapps.microsoft.com,TRUE,\r\n\
        anna@x.example,https://x.example/start,TRUE,\"Hello, and welcome\"\r\n\
        bob@x.example,https://x.example/start,FALSE,\r\n";
    let people = people(template);
    let [anna, bob] = people.as_slice() else {
        panic!("two people: {people:?}");
    };
    let own = anna.own.as_deref().unwrap();
    assert_eq!(anna.address, "anna@x.example");
    assert_eq!(own.send, Some(true));
    assert_eq!(own.body.as_deref(), Some("Hello, and welcome"));
    assert_eq!(own.redirect_url.as_deref(), Some("https://x.example/start"));
    assert_eq!(bob.own.as_deref().unwrap().send, Some(false));
    assert_eq!(notes(template), ["versionRow", "exampleRow"]);
    assert_eq!(found(template), []);
    let sheet = read(template);
    assert_eq!((sheet.rows(), sheet.line(0)), (2, 4));
    // The version unpadded, the example with an address that nobody has, semicolons throughout.
    let other = template
        .replace("version:v1.0,,,", "version:v1.0")
        .replace("Example: a.user@contoso.com", "example@example.com")
        .replace("\"Hello, and welcome\"", "Hello and welcome")
        .replace(',', ";");
    assert_eq!(addresses(&other), ["anna@x.example", "bob@x.example"]);
    assert_eq!(notes(&other), ["versionRow", "exampleRow"]);
}

#[test]
fn an_address_of_an_example_domain_is_somebody_outside_of_templates() {
    let list = "Email\nann@example.com\nbob@example.com\n";
    assert_eq!(addresses(list), ["ann@example.com", "bob@example.com"]);
}

#[test]
fn other_tools_headers() {
    let cipp = "displayName,mail,redirectUri\nAnn Lee,ann@x.example,https://x.example\n";
    assert_eq!(
        meanings(cipp),
        [
            Some(Meaning::DisplayName),
            Some(Meaning::Address),
            Some(Meaning::RedirectUrl)
        ]
    );
    let powershell = "Name,InvitedUserEmailAddress\nAnn,ann@x.example\n";
    assert_eq!(
        meanings(powershell),
        [Some(Meaning::DisplayName), Some(Meaning::Address)]
    );
    let outlook = "First Name,Last Name,Company,E-mail Address\nAnn,Lee,X,ann@x.example\n";
    assert_eq!(
        named(outlook),
        [("ann@x.example".to_owned(), Some("Ann Lee".to_owned()))]
    );
    let german = "Name;Vorname;E-Mail;Firma\nLee;Ann;ann@x.example;X GmbH\n";
    assert_eq!(
        named(german),
        [("ann@x.example".to_owned(), Some("Ann Lee".to_owned()))]
    );
}

#[test]
fn a_sign_in_name_stands_in_only_where_there_is_no_address() {
    let both = "userPrincipalName,mail\nann_x.example#EXT#@contoso.onmicrosoft.com,ann@x.example\n";
    assert_eq!(meanings(both), [None, Some(Meaning::Address)]);
    let alone = "displayName,userPrincipalName\nAnn,ann@x.example\n";
    assert_eq!(
        meanings(alone),
        [Some(Meaning::DisplayName), Some(Meaning::Address)]
    );
}

#[test]
fn no_header_at_all() {
    let list = "Ann Lee,ann@x.example,https://x.example/,TRUE\nBob Ray,bob@x.example,https://x.example/,FALSE\n";
    let sheet = read(list);
    assert!(!sheet.has_header());
    assert_eq!(sheet.line(0), 1);
    assert_eq!(
        sheet.guess().0,
        [
            Some(Meaning::DisplayName),
            Some(Meaning::Address),
            Some(Meaning::RedirectUrl),
            Some(Meaning::SendMail)
        ]
    );
    assert_eq!(
        addresses("ann@x.example\r\nbob@x.example"),
        ["ann@x.example", "bob@x.example"]
    );
    // A broken address in the first row is not taken for a name of the column.
    assert_eq!(
        found("ann.x.example\nbob@x.example\ncarl@x.example\n"),
        [at(1, "Column 1", "malformed")]
    );
}

#[test]
fn unknown_names_of_columns_are_still_names() {
    let list = "Kontakt,Telefon\nann@x.example,1\nbob@x.example,2\n";
    let sheet = read(list);
    assert!(sheet.has_header());
    assert_eq!(sheet.header(0), Some("Kontakt"));
    assert_eq!(sheet.guess().0, [Some(Meaning::Address), None]);
    assert_eq!(sheet.rows(), 2);
}

#[test]
fn the_person_may_know_better() {
    let bytes = "Mail;Alt\na@x.example,b;c\n".as_bytes();
    let options = |json: &str| serde_json::from_str::<ReadOptions>(json).unwrap();
    let sheet = Sheet::read(bytes, &options(r#"{"delimiter":"comma"}"#)).unwrap();
    assert_eq!(sheet.delimiter(), Delimiter::Comma);
    let sheet = Sheet::read(bytes, &options(r#"{"header":false}"#)).unwrap();
    assert_eq!((sheet.has_header(), sheet.rows()), (false, 2));
    let sheet = Sheet::read(
        b"Email\n\xC4\xF6@x.example\n",
        &options(r#"{"encoding":"windows-1251"}"#),
    )
    .unwrap();
    assert_eq!(sheet.cell(0, 0), "Дц@x.example");
    // A mapping that the person made.
    let sheet = read("a,b\nann@x.example,bob@x.example\n");
    let second = Mapping(vec![None, Some(Meaning::Address)]);
    let people = sheet
        .judge(&second, |_| true)
        .unwrap()
        .resolve(&Default::default())
        .people;
    assert_eq!(people[0].address, "bob@x.example");
}

#[test]
fn lists_that_are_no_tables() {
    let outlook =
        "Lee, Ann <ann@x.example>; Ray, Bob <bob@x.example>; carl@y.example <carl@y.example>";
    assert_eq!(
        named(outlook),
        [
            ("ann@x.example".to_owned(), Some("Lee, Ann".to_owned())),
            ("bob@x.example".to_owned(), Some("Ray, Bob".to_owned())),
            ("carl@y.example".to_owned(), None)
        ]
    );
    assert_eq!(notes(outlook), ["listOfAddresses"]);
    let lines = "Lee, Ann <ann@x.example>\nRay, Bob <bob@x.example>\n";
    assert_eq!(
        named(lines),
        [
            ("ann@x.example".to_owned(), Some("Lee, Ann".to_owned())),
            ("bob@x.example".to_owned(), Some("Ray, Bob".to_owned()))
        ]
    );
    let commas = "a@x.example, b@x.example\nc@x.example\n\nd@x.example; e+f@x.example\n";
    assert_eq!(
        addresses(commas),
        ["a@x.example", "b@x.example", "c@x.example", "d@x.example"]
    );
    assert_eq!(found(commas), [at(4, "Column 1", "plus")]);
    assert_eq!(
        named("<ann@x.example>,Ann Lee\n<bob@x.example>,Bob Ray\n"),
        [
            ("ann@x.example".to_owned(), Some("Ann Lee".to_owned())),
            ("bob@x.example".to_owned(), Some("Bob Ray".to_owned()))
        ]
    );
    // Two columns of addresses are a table, and the second is nobody to invite.
    assert_eq!(
        addresses("a@x.example,boss@x.example\nb@x.example,boss@x.example\n"),
        ["a@x.example", "b@x.example"]
    );
}

#[test]
fn what_spreadsheets_leave_behind() {
    let excel = "sep=;\r\n\r\nEmail;Name;;\r\na@x.example;Ann;;\r\n;;;\r\n;;;\r\n";
    assert_eq!(addresses(excel), ["a@x.example"]);
    assert_eq!(notes(excel), ["delimiterRow"]);
    assert_eq!(found(excel), []);
    assert_eq!(read(excel).columns().len(), 2);
}

#[test]
fn files_without_anybody() {
    let of = |text: &str| Sheet::read(text.as_bytes(), &ReadOptions::default()).unwrap_err();
    assert_eq!(of("Email,Name\n"), Unreadable::NoRows);
    assert_eq!(of("version:v1.0\n"), Unreadable::NoRows);
    assert_eq!(of(" \n"), Unreadable::Empty);
    let large = vec![b'a'; super::super::LARGEST_FILE + 1];
    let refused = Sheet::read(&large, &ReadOptions::default()).unwrap_err();
    assert_eq!(refused, Unreadable::TooLarge);
    let rows = "a\n".repeat(super::super::MOST_ROWS + 1);
    assert_eq!(of(&rows), Unreadable::TooManyRows);
    assert_eq!(of(&rows).explanation().code, "fileTooManyRows");
}

#[test]
fn columns_are_shown_with_examples() {
    let columns =
        read("Email,Note\na@x.example,\nb@x.example,x\nc@x.example,x\nd@x.example,y\n").columns();
    assert_eq!(columns[0].name.as_deref(), Some("Email"));
    assert_eq!(
        columns[0].samples,
        ["a@x.example", "b@x.example", "c@x.example"]
    );
    assert_eq!(columns[1].samples, ["x", "y"]);
}

#[test]
fn recipients_keep_their_names_however_short() {
    let found = named("Ada Q <ada@x.example>; Ben <ben@x.example>; Cy <cy@x.example>\n");
    let names: Vec<_> = found.iter().map(|(_, name)| name.as_deref()).collect();
    assert_eq!(names, [Some("Ada Q"), Some("Ben"), Some("Cy")]);
}
