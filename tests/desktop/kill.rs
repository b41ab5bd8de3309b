//! Killed in mid-run, opened again, resumed: nobody invited twice, nobody lost.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::app::App;
use crate::page::PATIENCE;
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
    let app = place.open().await;
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
    app.crash().await;
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
    rows_with_steps(&newest_run(app).await)
        .filter(|(_, step)| step["state"] == "sending")
        .count()
}

async fn newest_run(app: &App) -> Value {
    let runs = app.invoke("runs", json!({})).await;
    let id = runs["ok"][0]["id"].clone();
    app.invoke("run", json!({ "args": { "id": id } })).await["ok"].clone()
}

/// What took effect for one person: what it was, the address, the guest, the group and the
/// application, by their ids.
type Line = [String; 5];

/// Row by row, and id by id, the receipt says what the ledger says: nothing more, nothing less, and
/// each of it once.
async fn receipt_equals_ledger(app: &App, tenant: &Tenant) {
    let run = newest_run(app).await;
    let mut told = told_by_the_receipt(&run);
    let mut took = kept_in_the_ledger(tenant).await;
    told.sort_unstable();
    took.sort_unstable();
    assert_eq!(told, took);

    // The ledger names no roles; the directory does.
    let mut told: Vec<[String; 3]> = Vec::new();
    for (row, step) in rows_with_steps(&run) {
        if step["step"]["action"] == "assignApplication" {
            let application = text(&step["step"]["servicePrincipalId"]);
            let role = text(&step["step"]["appRoleId"]);
            told.push([application, text(&row["userId"]), role]);
        }
    }
    let applications: BTreeSet<&String> =
        told.iter().map(|[application, ..]| application).collect();
    let guests: BTreeSet<&String> = told.iter().map(|[_, guest, _]| guest).collect();
    let mut holds: Vec<[String; 3]> = Vec::new();
    for application in applications {
        let path = format!("/servicePrincipals/{application}/appRoleAssignedTo?$top=999");
        for assignment in tenant.list(&path).await {
            let guest = text(&assignment["principalId"]);
            if guests.contains(&guest) {
                holds.push([application.clone(), guest, text(&assignment["appRoleId"])]);
            }
        }
    }
    told.sort_unstable();
    holds.sort_unstable();
    assert_eq!(told, holds);
}

/// What the rows say took effect.
fn told_by_the_receipt(run: &Value) -> Vec<Line> {
    let mut told = Vec::new();
    for (row, step) in rows_with_steps(run) {
        assert_eq!(step["state"], "done", "{row:#}");
        let (address, guest) = (text(&row["address"]), text(&row["userId"]));
        let line = |kind: &str, group: &Value, application: &Value| {
            let addressed = ["userCreated", "invitationIssued", "mailSent"].contains(&kind);
            let address = if addressed {
                address.clone()
            } else {
                String::new()
            };
            [
                kind.to_owned(),
                address,
                guest.clone(),
                text(group),
                text(application),
            ]
        };
        let step = &step["step"];
        let (group, application) = (&step["groupId"], &step["servicePrincipalId"]);
        match step["action"].as_str().unwrap() {
            "invite" => {
                told.push(line("userCreated", group, application));
                told.push(line("invitationIssued", group, application));
                if step["mail"] == true {
                    told.push(line("mailSent", group, application));
                }
            }
            "addToGroup" => told.push(line("memberAdded", group, application)),
            "assignApplication" => told.push(line("roleAssigned", group, application)),
            other => panic!("unexpected step {other}"),
        }
    }
    told
}

/// Every effect in the ledger, whatever it is.
async fn kept_in_the_ledger(tenant: &Tenant) -> Vec<Line> {
    let effects = tenant.effects().await;
    let members = ["kind", "address", "userId", "groupId", "servicePrincipalId"];
    effects
        .iter()
        .map(|effect| members.map(|member| text(&effect[member])))
        .collect()
}

fn rows_with_steps(run: &Value) -> impl Iterator<Item = (&Value, &Value)> {
    run["rows"].as_array().unwrap().iter().flat_map(|row| {
        let steps = row["steps"].as_array().unwrap();
        steps.iter().map(move |step| (row, step))
    })
}

/// A text, or nothing where there is none.
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
