//! A run belongs to the folder, not to the program that began it: begun in the window it is resumed
//! in a shell and watched in the window; begun in a shell it is resumed in the window.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::page::PATIENCE;
use crate::place::Place;
use crate::story::go_to;
use crate::tenant::Tenant;

/// People in each run.
const PEOPLE: usize = 24;
/// Invitations that are answered before a program is killed.
const MIDDLE: usize = 6;

fn people(domain: &str) -> Vec<String> {
    (0..PEOPLE).map(|n| format!("p{n:02}@{domain}")).collect()
}

async fn comes_to_its_middle(tenant: &Tenant) {
    let start = Instant::now();
    while tenant.count("invitationIssued").await < MIDDLE {
        assert!(start.elapsed() < PATIENCE, "the run never came so far");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The newest run, as the command line tells of it.
fn newest(place: &Place) -> (String, String) {
    let told = place.usher(&["runs", "list", "--json"]);
    let runs: Value = serde_json::from_slice(&told.stdout).unwrap();
    let text = |name: &str| runs[0][name].as_str().unwrap().to_owned();
    (text("id"), text("state"))
}

async fn everybody_once(tenant: &Tenant, domain: &str) {
    for kind in ["userCreated", "invitationIssued", "mailSent"] {
        assert_eq!(tenant.count(kind).await, PEOPLE, "{kind}");
    }
    for address in people(domain) {
        assert_eq!(tenant.mails(&address).await.len(), 1, "{address}");
    }
}

#[tokio::test]
async fn desktop_a_run_begun_in_the_window_is_resumed_by_the_command_line_and_watched() {
    let tenant = Tenant::start(&["--latency", "60"]);
    let place = Place::beside(&tenant);
    let app = place.open().await;
    app.sign_in(&tenant, "globalAdministrator").await;
    go_to(&app, "Invite").await;
    app.paste("textbox", "Email", &people("begun.example").join("; "))
        .await;
    app.click("button", &format!("Review {PEOPLE} people"))
        .await;
    app.find("button", &format!("Run for {PEOPLE} people"))
        .await;
    tenant.hold_invitations_after(MIDDLE).await;
    app.click("button", &format!("Run for {PEOPLE} people"))
        .await;
    comes_to_its_middle(&tenant).await;
    app.crash().await;
    tenant.clear_faults().await;

    // Each answer takes its time, so that there is something to watch.
    tenant.slow_invitations(12_000).await;
    let (id, _) = newest(&place);
    let shell = place.start_usher(&["runs", "resume", &id, "--json"]);
    let app = place.open().await;
    app.come_back().await;
    go_to(&app, "Activity").await;
    app.open_row(&format!("Invite {PEOPLE} people")).await;
    app.find("region", "Progress").await;
    app.find_within("heading", "Receipt", PATIENCE * 2).await;
    app.sees(&format!("{PEOPLE} of {PEOPLE} people are done"))
        .await;
    let told = shell.wait_with_output().unwrap();
    assert_eq!(told.status.code(), Some(0), "{told:?}");
    let receipt: Value = serde_json::from_slice(&told.stdout).unwrap();
    assert_eq!(receipt["rows"].as_array().unwrap().len(), PEOPLE);
    everybody_once(&tenant, "begun.example").await;
    app.close().await;
}

#[tokio::test]
async fn desktop_a_run_begun_by_the_command_line_is_resumed_in_the_window() {
    let tenant = Tenant::start(&["--latency", "60"]);
    let place = Place::beside(&tenant);
    let app = place.open().await;
    app.sign_in(&tenant, "globalAdministrator").await;
    tenant.hold_invitations_after(MIDDLE).await;
    let addresses = people("shell.example");
    let mut arguments = vec!["invite"];
    arguments.extend(addresses.iter().map(String::as_str));
    arguments.push("--yes");
    let mut shell = place.start_usher(&arguments);
    comes_to_its_middle(&tenant).await;
    let (_, state) = newest(&place);
    assert_eq!(state, "running");

    // The window watches it, and takes it up when the shell is gone.
    go_to(&app, "Activity").await;
    app.sees(&format!("Invite {PEOPLE} people")).await;
    shell.kill().unwrap();
    shell.wait().unwrap();
    tenant.clear_faults().await;
    app.click_beginning("button", "Resume").await;
    app.find_within("heading", "Receipt", PATIENCE * 2).await;
    app.sees(&format!("{PEOPLE} of {PEOPLE} people are done"))
        .await;
    everybody_once(&tenant, "shell.example").await;
    app.close().await;
}
