//! Plans that are saved and opened, what failed tried again, results in a file, and the question
//! before closing.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::app::App;
use crate::close_button;
use crate::page::PATIENCE;
use crate::place::Place;
use crate::story::go_to;
use crate::tenant::Tenant;

/// The one file of this ending that was saved, if it is there.
fn export(place: &Place, ending: &str) -> Option<PathBuf> {
    let entries = std::fs::read_dir(place.data().join("exports")).ok()?;
    let mut files = entries.flatten().map(|entry| entry.path());
    files.find(|file| file.to_string_lossy().ends_with(ending))
}

/// Its text, once it is there.
async fn saved(place: &Place, ending: &str) -> String {
    let start = Instant::now();
    loop {
        if let Some(file) = export(place, ending) {
            return std::fs::read_to_string(file).unwrap();
        }
        assert!(start.elapsed() < PATIENCE, "{ending} is not there");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn forget(place: &Place, ending: &str) {
    std::fs::remove_file(export(place, ending).unwrap()).unwrap();
}

async fn save_results(app: &App, format: &str, with_links: bool) {
    app.click("button", "Save results").await;
    app.find("dialog", "Save results").await;
    app.click("radio", format).await;
    if with_links {
        app.click("checkbox", "Include redeem links").await;
        app.sees("Whoever has the link can accept the invitation")
            .await;
    }
    app.keep_picture("papers-save-results").await;
    app.click("button", "Save").await;
    app.sees("Saved Results of").await;
}

#[tokio::test]
async fn desktop_a_plan_is_saved_opened_later_and_run_and_its_results_are_saved() {
    let tenant = Tenant::start(&[]);
    let place = Place::beside(&tenant);
    let app = place.open().await;
    app.sign_in(&tenant, "globalAdministrator").await;
    go_to(&app, "Invite").await;
    let addresses = "kept@paper.example; early@paper.example; out@paper.example\n";
    app.fill("textbox", "Email", addresses).await;
    app.click("button", "Review 3 people").await;
    app.click("button", "Leave out out@paper.example").await;
    app.click("button", "Save plan").await;
    app.sees("Saved Plan for 3 addresses").await;
    let plan = saved(&place, ".json").await;
    let file: Value = serde_json::from_str(&plan).unwrap();
    assert_eq!(file["leftOut"], json!([2]));
    assert_eq!(file["madeBy"], tenant.account("globalAdministrator"));

    // Before it is opened somebody else invites one of them.
    tenant
        .invite("early@paper.example", "userAdministrator")
        .await;

    go_to(&app, "Activity").await;
    app.find("button", "Open plan").await;
    app.give_file("Plan file", "people.json", "{\"people\":[]}")
        .await;
    app.find("alertdialog", "The plan was not opened.").await;
    app.click("button", "Close").await;
    app.give_file("Plan file", "plan.json", &plan).await;
    app.click("button", "1 address has been invited since")
        .await;
    app.sees("The directory has changed since this plan was made")
        .await;
    app.sees_no_more("Saved Plan").await;
    app.settle().await;
    app.keep_picture("papers-opened-light").await;
    assert_eq!(app.violations().await, Vec::<String>::new());
    app.click("button", "Show all rows").await;
    app.find("button", "Put back out@paper.example").await;

    let refused = json!({ "match": { "method": "POST", "path": "/v1.0/invitations" },
        "do": "status", "status": 403, "times": 1 });
    tenant.post("/faults", refused).await;
    app.click("button", "Run for 1 person").await;
    app.find("heading", "Receipt").await;
    app.keep_picture("papers-receipt-failed").await;
    app.click("button", "Retry what failed").await;
    app.click("button", "Run for 1 person").await;
    app.sees("1 of 1 person is done").await;
    let mails = tenant.mails("kept@paper.example").await;
    assert_eq!(mails.len(), 1, "mailed once");
    assert!(tenant.mails("out@paper.example").await.is_empty());

    save_results(&app, "CSV, for a spreadsheet", false).await;
    let csv = saved(&place, ".csv").await;
    assert!(csv.contains("kept@paper.example") && !csv.contains("redeem"));
    save_results(&app, "JSON, for a program", true).await;
    let results: Value =
        serde_json::from_str(&saved(&place, "kept@paper.example.json").await).unwrap();
    let link = results["rows"][0]["redeemLink"].as_str().unwrap();
    assert!(link.contains("/redeem"), "{link}");
    // Saved on purpose, and the person's own to delete.
    forget(&place, "kept@paper.example.json");

    app.sees_no_more("Saved Results").await;
    app.page.resize(900, 600).await;
    app.set_theme("Dark").await;
    app.settle().await;
    app.keep_picture("papers-receipt-dark-narrow").await;
    assert_eq!(app.violations().await, Vec::<String>::new());
    app.close().await;
}

#[tokio::test]
async fn desktop_closing_while_a_run_is_under_way_asks_first() {
    let tenant = Tenant::start(&[]);
    let place = Place::beside(&tenant);
    let app = place.open().await;
    app.sign_in(&tenant, "globalAdministrator").await;
    go_to(&app, "Invite").await;
    app.fill("textbox", "Email", "slow@paper.example\n").await;
    app.click("button", "Review 1 person").await;
    let slow = json!({ "match": { "method": "POST", "path": "/v1.0/invitations" },
        "do": "delay", "delayMs": 15_000, "times": 1 });
    tenant.post("/faults", slow).await;
    app.click("button", "Run for 1 person").await;
    app.find("button", "Pause").await;
    close_button::press();
    app.find("alertdialog", "A run is under way. Close Usher?")
        .await;
    app.keep_picture("papers-close").await;
    app.click("button", "Keep open").await;
    app.sees("1 of 1 person is done").await;
    assert_eq!(tenant.mails("slow@paper.example").await.len(), 1);
    app.close().await;
}
