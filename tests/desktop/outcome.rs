//! The outcome whole: a messy list of three hundred is dropped on the window and run, paused and
//! resumed, left by closing the window and by pulling the plug, watched from a shell, and ends with
//! everybody invited once, with access, and mailed once.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::app::App;
use crate::close_button;
use crate::page::PATIENCE;
use crate::place::Place;
use crate::story::go_to;
use crate::tenant::Tenant;

/// Strangers in the list, each to be invited.
const NEW: usize = 290;
/// Rows that cannot be read.
const MALFORMED: usize = 4;

/// The list: strangers, one who is a guest already, one who waits, one whom policy blocks, one who
/// stands in it twice, and some that are no addresses.
async fn list(tenant: &Tenant, group: &str, application: &str) -> String {
    let mut text = "Email address;Name;Group;Application\r\n".to_owned();
    for n in 0..NEW {
        let _ = write!(
            text,
            "p{n:03}@outcome{}.example;Person {n};{group};{application}\r\n",
            n % 7
        );
    }
    let (accepted, _) = tenant.guest_outside(&tenant.group_id(group).await).await;
    let (pending, _) = tenant.pending_guest().await;
    for address in [&accepted, &pending] {
        let _ = write!(text, "{address};;{group};\r\n");
    }
    let _ = write!(text, "z@rival.example;Blocked;{group};\r\n");
    let _ = write!(text, "p000@outcome0.example;Again;{group};\r\n");
    for n in 0..MALFORMED {
        let _ = write!(text, "broken{n}@;Broken {n};;\r\n");
    }
    text
}

/// Has the service ask for so many seconds of patience after so many more invitations: they are
/// through too soon for anybody to look on.
async fn slow_down_after(tenant: &Tenant, count: usize, seconds: u32) {
    let throttled = json!({ "match": { "method": "POST", "path": "/v1.0/invitations", "nth": count },
        "do": "status", "status": 429, "retryAfter": seconds, "times": 1 });
    tenant.post("/faults", throttled).await;
}

/// Waits until so many invitations have been issued.
async fn issued(tenant: &Tenant, at_least: usize) {
    let start = Instant::now();
    while tenant.count("invitationIssued").await < at_least {
        assert!(
            start.elapsed() < PATIENCE * 3,
            "the run never came to {at_least}"
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Finds a guest in the list while the run goes on.
async fn search_meanwhile(app: &App, tenant: &Tenant) {
    let (pending, name) = tenant.pending_guest().await;
    go_to(app, "Guests").await;
    let before = tenant.count("invitationIssued").await;
    app.fill("searchbox", "Search name, email, company", &pending)
        .await;
    app.row_says(&name, &pending).await;
    app.open_row(&name).await;
    app.find("heading", &name).await;
    issued(tenant, before + 1).await;
    let after = tenant.count("invitationIssued").await;
    assert!(after < NEW, "the run was over before anybody looked up");
}

async fn resume(place: &Place) -> App {
    let app = place.open().await;
    app.come_back().await;
    go_to(&app, "Activity").await;
    app.click_beginning("button", "Resume").await;
    app.find("region", "Progress").await;
    app
}

/// The newest run as the command line tells of it, beside the window.
fn told_by_the_shell(place: &Place) -> Value {
    let told = place.usher(&["runs", "list", "--json"]);
    let text = String::from_utf8(told.stdout).unwrap();
    let runs: Value = serde_json::from_str(&text).unwrap_or_else(|error| {
        panic!("{error}: {text}\n{}", String::from_utf8_lossy(&told.stderr))
    });
    runs[0].clone()
}

#[tokio::test]
async fn desktop_three_hundred_rows_are_run_through_pause_close_and_plug_pulled() {
    let tenant = Tenant::start(&["--face", "real", "--latency", "60"]);
    let group = tenant.open_groups(1).await.remove(0);
    let application = tenant.application_with_roles().await;
    let role = tenant.role_of(&application).await;
    let text = list(&tenant, &group, &format!("{application}:{role}")).await;
    let place = Place::beside(&tenant).settling("4");
    let app = place.open().await;
    app.sign_in(&tenant, "globalAdministrator").await;
    go_to(&app, "Invite").await;
    app.find("button", "Upload CSV").await;
    app.drop_file("partners.csv", &text).await;
    app.sees(&format!("{} people ready", NEW + 3)).await;
    app.click("button", &format!("Add {} people", NEW + 3))
        .await;
    app.click("button", &format!("Review {} people", NEW + 3))
        .await;
    app.find("heading", "Review").await;
    app.sees("Blocked domain").await;
    app.settle().await;
    app.keep_picture("outcome-review").await;
    slow_down_after(&tenant, 60, 20).await;
    app.click_beginning("button", "Run for").await;

    // Paused, nothing goes out; resumed, it goes on where it stood.
    issued(&tenant, 59).await;
    app.click("button", "Pause").await;
    app.find("button", "Resume").await;
    app.sees("Paused").await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let paused = tenant.count("invitationIssued").await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(tenant.count("invitationIssued").await, paused);
    app.keep_picture("outcome-paused").await;
    let told = told_by_the_shell(&place);
    assert_eq!(told["state"], "paused", "{told}");
    slow_down_after(&tenant, 30, 200).await;
    app.click("button", "Resume").await;

    // A shell beside it sees the run, and does not take it away from the window.
    issued(&tenant, paused + 20).await;
    let told = told_by_the_shell(&place);
    assert_eq!(told["state"], "running", "{told}");
    let id = told["id"].as_str().unwrap().to_owned();
    let refused = place.usher(&["runs", "resume", &id]);
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");

    // Left by the close button, which asks.
    close_button::press();
    app.find("alertdialog", "A run is under way. Close Usher?")
        .await;
    app.click_away("button", "Pause and close").await;
    app.ends_by_itself().await;
    let left = tenant.count("invitationIssued").await;
    assert!(left < NEW, "the run was over before the window was closed");

    // Taken up again, and the plug is pulled.
    tenant.slow_invitations(4_000).await;
    let app = resume(&place).await;
    search_meanwhile(&app, &tenant).await;
    issued(&tenant, left + 20).await;
    app.crash().await;
    let left = tenant.count("invitationIssued").await;
    assert!(left < NEW, "the run was over before the plug was pulled");
    tenant.clear_faults().await;
    let app = resume(&place).await;
    app.find_within("heading", "Receipt", Duration::from_secs(300))
        .await;
    app.settle().await;
    app.keep_picture("outcome-receipt").await;
    assert_eq!(app.violations().await, Vec::<String>::new());

    once_each(&tenant).await;
    let told = told_by_the_shell(&place);
    assert_eq!(told["state"], "finished", "{told}");
    let rows: Value =
        serde_json::from_slice(&place.usher(&["runs", "show", &id, "--json"]).stdout).unwrap();
    let done = rows["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["state"] == "done")
        .count();
    assert_eq!(done, NEW + 2, "the shell's receipt");
    app.close().await;
}

/// The ledger: everybody one account, one mail, one membership and one role.
async fn once_each(tenant: &Tenant) {
    let mut counts: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    for effect in tenant.effects().await {
        *counts
            .entry(text(&effect["kind"]))
            .or_default()
            .entry(text(&effect["userId"]))
            .or_default() += 1;
    }
    for (kind, people) in [
        ("userCreated", NEW),
        ("invitationIssued", NEW),
        ("mailSent", NEW),
        ("memberAdded", NEW + 2),
        ("roleAssigned", NEW),
    ] {
        let of = &counts[kind];
        assert_eq!(of.len(), people, "{kind}");
        let twice: Vec<_> = of.iter().filter(|(_, count)| **count > 1).collect();
        assert!(twice.is_empty(), "{kind}: {twice:?}");
    }
    let blocked = tenant.mails("z@rival.example").await;
    assert_eq!(json!(blocked), json!([]), "what policy blocks is not tried");
}
