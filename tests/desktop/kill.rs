//! Killed in mid-run, opened again, resumed: nobody invited twice, nobody lost.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::app::{App, PATIENCE};
use crate::place::Place;
use crate::story::{go_to, pick_application, pick_group};
use crate::tenant::Tenant;

const PEOPLE: usize = 30;
/// Invitations that were answered when the run is killed.
const MIDDLE: usize = 12;
/// Invitations that took effect by then, at most: the others are still to be sent.
const MOST: usize = 22;

#[tokio::test]
async fn desktop_a_run_killed_in_the_middle_is_resumed() {
    survive(&["--latency", "150"], None).await;
}

#[tokio::test]
async fn desktop_a_run_killed_under_lag_and_a_lost_answer_is_resumed() {
    let lost = json!({ "match": { "method": "POST", "path": "/v1.0/invitations", "nth": 5 },
        "do": "dropAfter", "times": 1 });
    survive(&["--latency", "150", "--lag", "0..400"], Some(lost)).await;
}

async fn survive(flags: &[&str], fault: Option<Value>) {
    let tenant = Tenant::start(flags);
    let groups = tenant.open_groups(2).await;
    let application = tenant.application_with_roles().await;
    let place = Place::beside(&tenant);
    let mut app = place.open().await;
    app.sign_in(&tenant, "globalAdministrator").await;
    compose(&app, &groups, &application).await;
    if let Some(fault) = fault {
        tenant.post("/faults", fault).await;
    }
    tenant.hold_invitations_after(MIDDLE).await;
    app.click("button", &format!("Run for {PEOPLE} people"))
        .await;

    // Killed while some invitations took effect and the next are on their way.
    let start = Instant::now();
    while tenant.count("invitationIssued").await < MIDDLE || sending(&app).await == 0 {
        assert!(
            start.elapsed() < PATIENCE,
            "the run never came to its middle"
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    app.kill();
    let issued = tenant.count("invitationIssued").await;
    assert!(
        (8..=MOST).contains(&issued),
        "{issued} invitations at the kill"
    );
    tenant.clear_faults().await;

    let app = place.open().await;
    app.come_back().await;
    app.sees("was interrupted").await;
    go_to(&app, "Activity").await;
    app.click("button", "Resume").await;
    app.find_within("heading", "Receipt", Duration::from_secs(300))
        .await;
    app.keep_picture("receipt-after-a-crash").await;

    for (kind, expected) in [
        ("userCreated", PEOPLE),
        ("mailSent", PEOPLE),
        ("memberAdded", 2 * PEOPLE),
        ("roleAssigned", PEOPLE),
    ] {
        assert_eq!(tenant.count(kind).await, expected, "{kind}");
    }
    receipt_equals_ledger(&app, &tenant).await;
    app.close().await;
}

async fn compose(app: &App, groups: &[String], application: &str) {
    go_to(app, "Invite").await;
    let addresses: Vec<String> = (0..PEOPLE)
        .map(|n| format!("person{n:02}@crash{}.example", n % 3))
        .collect();
    app.paste("textbox", "Email", &addresses.join("; ")).await;
    for group in groups {
        app.click("button", "Add group").await;
        pick_group(app, group).await;
    }
    app.click("button", "Add application").await;
    pick_application(app, application).await;
    app.click("button", &format!("Review {PEOPLE} people"))
        .await;
    app.find("button", &format!("Run for {PEOPLE} people"))
        .await;
}

/// Steps that are on their way in the newest run.
async fn sending(app: &App) -> usize {
    steps(&newest_run(app).await)
        .filter(|step| step["state"] == "sending")
        .count()
}

async fn newest_run(app: &App) -> Value {
    let runs = app.invoke("runs", json!({})).await;
    let id = runs["ok"][0]["id"].clone();
    app.invoke("run", json!({ "args": { "id": id } })).await["ok"].clone()
}

fn steps(run: &Value) -> impl Iterator<Item = &Value> {
    run["rows"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|row| row["steps"].as_array().unwrap())
}

/// What the receipt says of each person is what the ledger says of that person, and the other way round.
async fn receipt_equals_ledger(app: &App, tenant: &Tenant) {
    let run = newest_run(app).await;
    let mut said: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for row in run["rows"].as_array().unwrap() {
        let counts = said
            .entry(row["userId"].as_str().unwrap().to_owned())
            .or_default();
        for step in row["steps"].as_array().unwrap() {
            assert_eq!(step["state"], "done", "{row:#}");
            match step["step"]["action"].as_str().unwrap() {
                "invite" => counts[0] += 1,
                "addToGroup" => counts[1] += 1,
                "assignApplication" => counts[2] += 1,
                other => panic!("unexpected step {other}"),
            }
        }
    }
    let mut took: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for effect in tenant.effects().await {
        let place = match effect["kind"].as_str().unwrap() {
            "invitationIssued" => 0,
            "memberAdded" => 1,
            "roleAssigned" => 2,
            _ => continue,
        };
        took.entry(effect["userId"].as_str().unwrap().to_owned())
            .or_default()[place] += 1;
    }
    assert_eq!(said, took);
}
