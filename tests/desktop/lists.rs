//! A list as somebody has it: dropped on the window, its problems saved, mended, dropped again, and
//! reviewed.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::axe::check;
use crate::page::PATIENCE;
use crate::place::Place;
use crate::story::go_to;
use crate::tenant::Tenant;

/// The rows to mend, once they are saved.
async fn saved(place: &Place) -> (PathBuf, String) {
    let file = place
        .data()
        .join("exports")
        .join("suppliers - problems.csv");
    let start = Instant::now();
    loop {
        // It is there before it is whole; its last line ends like every other.
        if let Ok(text) = std::fs::read_to_string(&file)
            && text.ends_with("\r\n")
        {
            return (file, text);
        }
        assert!(
            start.elapsed() < PATIENCE,
            "{} is not there",
            file.display()
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn desktop_a_messy_list_is_dropped_mended_dropped_again_and_reviewed() {
    let tenant = Tenant::start(&[]);
    let groups = tenant.open_groups(2).await;
    let application = tenant.application_with_roles().await;
    let place = Place::beside(&tenant);
    let app = place.open().await;
    app.sign_in(&tenant, "globalAdministrator").await;
    go_to(&app, "Invite").await;
    app.find("button", "Upload CSV").await;

    app.drop_file("book.xlsx", "PK\u{3}\u{4}[Content_Types].xml")
        .await;
    app.sees("This is an Excel workbook.").await;
    app.click("button", "Cancel").await;

    let (first, second) = (&groups[0], &groups[1]);
    let list = format!(
        "version:v1.0;;;;;;;\r\n\
         E-Mail;Anzeigename;redirectUri;sendEmail;Nachricht;Sprache;Gruppen;Anwendungen\r\n\
         Example: a.user@contoso.com;;;;;;;\r\n\
         ada@list.example;\"Lovelace; Ada\";https://x.example/start;ja;\"Hello,\r\nand welcome\";de;{first};\r\n\
         ben@list.example;Ben;;nein;;;{first}|{second};\r\n\
         ;Nobody;;;;;;\r\n\
         chloe+x@list.example;Chloe;;;;;;\r\n\
         dan@list.example;Dan;http://x.example;;;;;\r\n\
         eve@list.example;Eve;;perhaps;;;;\r\n\
         fay@list.example;Fay;;;;klingon;;\r\n\
         gus@list.example;Gus;;;;;No such group;\r\n\
         hal@list.example;Hal;;;;;;{application}:No such role\r\n\
         ben@list.example;Benjamin;;;;;;\r\n\
         ada@list.example;\"Lovelace; Ada\";https://x.example/start;ja;\"Hello,\r\nand welcome\";de;{first};\r\n\
         ida@list.example;=1+1;;;;;;;too many\r\n\
         last@list.example;Last;;;;;;\r\n"
    );
    app.drop_file("suppliers.csv", &list).await;
    app.sees("3 people ready").await;
    app.sees("9 rows with problems").await;
    app.sees("Line 1 is left out").await;
    app.sees("Line 3 is left out").await;
    app.sees("taken once").await;
    check(&app, "lists-columns").await;
    app.click_beginning("tab", "Problems").await;
    for problem in [
        "There is no address",
        "Did you mean chloe@list.example?",
        "must begin with https://",
        "perhaps is neither true nor false",
        "klingon is not a language",
        "There is no group No such group",
        "has no role No such role",
        "This address stands in line 6 too",
        "A cell that holds the delimiter",
    ] {
        app.sees(problem).await;
    }
    check(&app, "lists-problems").await;
    app.click("button", "Save problems as CSV").await;
    app.sees("Saved suppliers - problems.csv").await;
    app.click("button", "Add 3 people").await;
    app.sees("3 addresses from 1 domain").await;

    let (_, problems) = saved(&place).await;
    assert!(
        problems.starts_with('\u{FEFF}'),
        "spreadsheets know it by that"
    );
    assert!(problems.contains(";'=1+1;"), "no cell is a formula");
    let mended = problems
        .replace("chloe+x@", "chloe@")
        .replace("http://x.example", "https://x.example")
        .replace("perhaps", "yes")
        .replace("klingon", "German")
        .replace("No such group", second);
    app.drop_file("suppliers - problems.csv", &mended).await;
    // Chloe, Dan, Eve, Fay, Gus, and Ben once more, who is in the list of people already.
    app.sees("6 people ready").await;
    app.sees("3 rows with problems").await;
    app.click("button", "Add 6 people").await;
    app.sees("8 addresses from 1 domain").await;

    app.click("button", "Edit list").await;
    app.sees("own message").await;
    app.keep_picture("lists-people-light").await;
    app.click("button", "Done").await;
    app.click("button", "Review 8 people").await;
    app.find("heading", "Review").await;
    app.find("button", "Run for 8 people").await;
    app.click("button", "Run for 8 people").await;
    app.sees("8 of 8 people are done").await;
    // Ada in one, Ben in both, Gus in the other: what the list says of each.
    assert_eq!(tenant.count("memberAdded").await, 4);
    assert_eq!(
        tenant.mails("ben@list.example").await.len(),
        0,
        "asked for none"
    );
    let mail = &tenant.mails("ada@list.example").await[0];
    assert!(mail.to_string().contains("and welcome"), "{mail}");
    app.close().await;
}
