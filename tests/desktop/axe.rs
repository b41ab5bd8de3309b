//! Every screen, light and dark, by axe: no violation.

use serde_json::json;

use crate::app::{App, Place};
use crate::story::{go_to, pick};
use crate::tenant::Tenant;

async fn check(app: &App, screen: &str) {
    for theme in ["light", "dark", "highContrast"] {
        app.invoke(
            "save_preferences",
            json!({ "args": { "preferences": { "theme": theme, "guestColumns": null } } }),
        )
        .await;
        app.page.reload().await;
        app.settle().await;
        app.keep_picture(&format!("{screen}-{theme}")).await;
        let found = app.violations().await;
        assert!(found.is_empty(), "{screen}, {theme}:\n{}", found.join("\n"));
    }
}

/// As [`check`], for a screen that a reload would leave.
async fn check_in_place(app: &App, screen: &str) {
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
    check_in_place(&app, "sign-in-code").await;
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
        check_in_place(&app, &picture).await;
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
    check_in_place(&app, "group-picker").await;
    pick(&app, &group, &group).await;
    app.page.press(&["Escape"]).await;
    check_in_place(&app, "invite").await;
    app.click("button", "Review 5 people").await;
    app.find("heading", "Review").await;
    app.sees("New guest").await;
    check_in_place(&app, "review").await;
    app.click_containing("button", "Run for").await;
    app.find("heading", "Receipt").await;
    check_in_place(&app, "receipt").await;

    go_to(&app, "Guests").await;
    app.fill("searchbox", "Search name, email, company", &pending)
        .await;
    app.open_row(&name).await;
    app.find("heading", &name).await;
    check_in_place(&app, "guest").await;
    app.page.resize(900, 600).await;
    check_in_place(&app, "guest-narrow").await;
    go_to(&app, "Guests").await;
    check_in_place(&app, "guests-narrow").await;
    app.close().await;
}
