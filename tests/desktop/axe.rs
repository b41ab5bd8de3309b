//! Every screen, light and dark, by axe: no violation.

use serde_json::json;

use crate::app::App;
use crate::place::Place;
use crate::story::{go_to, pick_group};
use crate::tenant::Tenant;

/// Looks at what is shown in each theme, and keeps its picture.
pub async fn check(app: &App, screen: &str) {
    for theme in ["Light", "Dark", "High contrast"] {
        app.set_theme(theme).await;
        app.settle().await;
        app.keep_picture(&format!(
            "{screen}-{}",
            theme.replace(' ', "-").to_lowercase()
        ))
        .await;
        let found = app.violations().await;
        assert!(found.is_empty(), "{screen}, {theme}:\n{}", found.join("\n"));
    }
    app.set_theme("Light").await;
}

#[tokio::test]
async fn desktop_no_screen_has_an_accessibility_violation() {
    let tenant = Tenant::start(&[]);
    let place = Place::beside(&tenant);
    let app = place.open().await;
    app.find("heading", "Sign in to Usher").await;
    check(&app, "sign-in").await;
    app.click("button", "Open practice tenant").await;
    let code = app.user_code().await;
    check(&app, "sign-in-code").await;
    tenant.approve(&code, "globalAdministrator").await;
    app.find("navigation", "Screens").await;

    for screen in [
        "Guests",
        "Groups",
        "Applications",
        "Activity",
        "Settings",
        "Invite",
    ] {
        go_to(&app, screen).await;
        let picture = match screen {
            "Invite" => "invite-empty".to_owned(),
            _ => screen.to_lowercase(),
        };
        check(&app, &picture).await;
    }

    let (pending, name) = tenant.pending_guest().await;
    let people = format!(
        "Vera Holm <vera.holm@newpartner.example>, emil.dahl@newpartner.example, {pending}, \
         bad+tag@newpartner.example, nobody@\n"
    );
    app.fill("textbox", "Email", &people).await;
    app.fill("textbox", "Message", "Welcome to the supplier programme.")
        .await;
    let group = tenant.open_groups(1).await.remove(0);
    app.click("button", "Add group").await;
    check(&app, "group-picker").await;
    pick_group(&app, &group).await;
    app.page.press(&["Escape"]).await;
    check(&app, "invite").await;
    app.click("button", "Review 5 people").await;
    app.find("heading", "Review").await;
    app.sees("New guest").await;
    check(&app, "review").await;
    app.click_containing("button", "Run for").await;
    app.find("heading", "Receipt").await;
    check(&app, "receipt").await;

    go_to(&app, "Guests").await;
    app.fill("searchbox", "Search name, email, company", &pending)
        .await;
    app.open_row(&name).await;
    app.find("heading", &name).await;
    check(&app, "guest").await;
    app.click("button", "Resend invitation").await;
    app.find("heading", "Resend invitation").await;
    check(&app, "resend").await;

    go_to(&app, "Guests").await;
    app.open_row(&name).await;
    app.find("heading", &name).await;
    app.click("button", "Add to group").await;
    pick_group(&app, &group).await;
    app.find("heading", "Give access").await;
    check(&app, "access").await;

    go_to(&app, "Groups").await;
    app.fill("searchbox", "Search groups", &group).await;
    app.open_row(&group).await;
    app.find("heading", &group).await;
    check(&app, "group").await;
    let application = tenant.application_with_roles().await;
    go_to(&app, "Applications").await;
    app.fill("searchbox", "Search applications", &application)
        .await;
    app.open_row(&application).await;
    app.find("heading", &application).await;
    check(&app, "application").await;

    app.page.press(&["Control+k"]).await;
    app.find("dialog", "Search and commands").await;
    check(&app, "palette").await;
    app.page.press(&["Escape"]).await;
    go_to(&app, "Settings").await;
    app.click("button", "Delete data").await;
    app.find("alertdialog", "").await;
    check(&app, "delete-data").await;
    app.click("button", "Cancel").await;

    go_to(&app, "Guests").await;
    app.open_row(&name).await;
    app.find("heading", &name).await;
    app.page.resize(900, 600).await;
    check(&app, "guest-narrow").await;
    go_to(&app, "Guests").await;
    check(&app, "guests-narrow").await;
    app.close().await;
}

#[tokio::test]
async fn desktop_a_run_under_way_has_no_accessibility_violation() {
    let tenant = Tenant::start(&[]);
    let place = Place::beside(&tenant);
    let app = place.open().await;
    app.sign_in(&tenant, "globalAdministrator").await;
    let slow = json!({ "match": { "method": "POST", "path": "/v1.0/invitations" },
        "do": "delay", "delayMs": 600_000, "times": 1 });
    tenant.post("/faults", slow).await;
    go_to(&app, "Invite").await;
    app.fill("textbox", "Email", "slow@axe.example\n").await;
    app.click("button", "Review 1 person").await;
    app.click("button", "Run for 1 person").await;
    app.find("region", "Progress").await;
    check(&app, "run").await;
    app.close().await;
}

#[tokio::test]
async fn desktop_what_became_of_runs_has_no_accessibility_violation() {
    let tenant = Tenant::start(&[]);
    let place = Place::beside(&tenant);
    let app = place.open().await;
    // May not read the audit log, so that a lost answer to a mail stays unknown.
    app.sign_in(&tenant, "userAdministrator").await;
    let group = tenant.open_groups(1).await.remove(0);
    go_to(&app, "Invite").await;
    let people = "one@axe.example; two@axe.example; three@axe.example; four@rival.example\n";
    app.fill("textbox", "Email", people).await;
    app.click("button", "Add group").await;
    pick_group(&app, &group).await;
    app.click("button", "Review 4 people").await;
    app.find("button", "Run for 3 people").await;
    let refused = json!({ "match": { "method": "POST", "path": "/v1.0/invitations" },
        "do": "status", "status": 403, "times": 1 });
    tenant.post("/faults", refused).await;
    app.click("button", "Run for 3 people").await;
    app.find("heading", "Receipt").await;
    app.sees("2 of 3 people are done").await;
    check(&app, "receipt-mixed").await;

    let (pending, name) = tenant.pending_guest().await;
    go_to(&app, "Guests").await;
    app.fill("searchbox", "Search name, email, company", &pending)
        .await;
    app.open_row(&name).await;
    app.find("heading", &name).await;
    app.click("button", "Resend invitation").await;
    app.click("button", "Review 1 invitation").await;
    let lost = json!({ "match": { "method": "POST", "path": "/v1.0/invitations" },
        "do": "dropAfter", "times": 1 });
    tenant.post("/faults", lost).await;
    app.click_containing("button", "Run for").await;
    app.sees("You have to decide.").await;
    check(&app, "run-undecided").await;
    app.click("button", "Take as mailed").await;
    app.find("heading", "Receipt").await;
    check(&app, "receipt-decided").await;

    go_to(&app, "Activity").await;
    app.sees(&name).await;
    check(&app, "activity-filled").await;
    app.close().await;
}
