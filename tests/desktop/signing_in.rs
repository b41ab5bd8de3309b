//! What can go wrong at sign-in, told plainly; and the ways back in.

use serde_json::json;

use crate::app::App;
use crate::axe::check;
use crate::place::Place;
use crate::story::go_to;
use crate::tenant::Tenant;

/// Tries to sign in, and sees this refusal with its cause, remedy and a way on.
async fn refused(app: &App, summary: &str, remedy: &str) {
    app.click("button", "Open practice tenant").await;
    told(app, summary, remedy).await;
}

async fn told(app: &App, summary: &str, remedy: &str) {
    app.find("heading", summary).await;
    for heading in ["Why", "What to do"] {
        app.find("heading", heading).await;
    }
    app.sees(remedy).await;
    app.find("button", "Try again").await;
}

#[tokio::test]
async fn desktop_a_tenant_that_is_not_there_and_a_service_that_fails_are_told_plainly() {
    let tenant = Tenant::start(&[]);
    for (line, summary, remedy) in [
        (
            tenant.line_with("tenantId", "no-such-tenant.example"),
            "The tenant was not found.",
            "Check the tenant's id or domain",
        ),
        (
            tenant.line_with("tenantId", "contosogov.example"),
            "This tenant lies in another cloud.",
            "Sign in to a tenant of the global cloud",
        ),
        (
            tenant.line_with("login", "http://127.0.0.1:9"),
            "The sign-in service cannot be reached.",
            "Check the network",
        ),
    ] {
        let place = Place::with_line(line);
        let app = place.open().await;
        refused(&app, summary, remedy).await;
        app.close().await;
    }

    let place = Place::beside(&tenant);
    let app = place.open().await;
    tenant
        .post(
            "/faults",
            json!({ "match": { "method": "POST", "path": "*/devicecode" }, "do": "html500", "times": 10 }),
        )
        .await;
    app.click("button", "Open practice tenant").await;
    app.find("heading", "What to do").await;
    app.sees("again").await;
    check(&app, "sign-in-html-500").await;
    app.close().await;
}

#[tokio::test]
async fn desktop_a_code_that_is_declined_or_expires_offers_a_new_one() {
    let tenant = Tenant::start(&[]);
    let place = Place::beside(&tenant);
    let app = place.open().await;
    app.click("button", "Open practice tenant").await;
    let code = app.user_code().await;
    tenant
        .post("/device/deny", json!({ "userCode": code }))
        .await;
    told(&app, "The sign-in was declined.", "Get a new code").await;
    check(&app, "sign-in-declined").await;

    app.click("button", "Try again").await;
    let second = app.user_code().await;
    assert_ne!(second, code);
    tenant
        .post("/clock", json!({ "advanceSeconds": 1000 }))
        .await;
    app.find("heading", "The code has expired.").await;
    check(&app, "sign-in-expired").await;
    app.click("button", "New code").await;
    app.find("button", "Copy code").await;
    let third = app.user_code().await;
    assert_ne!(third, second);

    // The page may refuse without ever telling this window: the way out is beside the code.
    app.click("button", "What the page shows").await;
    for number in ["53003", "530033", "53000", "50097"] {
        app.sees(number).await;
    }
    app.click("button", "End this attempt").await;
    app.find("heading", "Sign in to Usher").await;
    app.close().await;
}

#[tokio::test]
async fn desktop_a_sign_in_that_ends_meanwhile_leads_back_in() {
    let tenant = Tenant::start(&[]);
    let place = Place::beside(&tenant);
    let app = place.open().await;
    app.sign_in(&tenant, "userAdministrator").await;
    app.sees("341 guest users").await;

    // All tokens void, the same people: as when an administrator revokes the sessions.
    tenant.post("/reset", json!({})).await;
    app.click_containing("button", "Refresh guests").await;
    app.find("button", "Sign in again").await;
    check(&app, "sign-in-again").await;
    app.click("button", "Sign in again").await;
    app.find("alertdialog", "Sign in again").await;
    check(&app, "sign-in-again-question").await;
    app.click("button", "Get a code").await;
    let code = app.user_code().await;
    tenant.approve(&code, "userAdministrator").await;
    app.sees_no_more("Sign in again").await;
    app.sees("Synced").await;
    go_to(&app, "Groups").await;
    app.sees("Yes").await;

    // Signed out, the account is still offered; what it leads to now is a code.
    go_to(&app, "Settings").await;
    app.click("button", "Sign out").await;
    app.find("heading", "Sign in to Usher").await;
    app.click_containing("button", "@practice.contoso.example")
        .await;
    let code = app.user_code().await;
    tenant.approve(&code, "userAdministrator").await;
    app.find("navigation", "Screens").await;
    app.close().await;

    // Closed without signing out, one click suffices.
    let app = place.open().await;
    app.come_back().await;
    app.sees("User Administrator").await;
    app.close().await;
    // Unless the sign-in ended while the window was closed.
    tenant.post("/reset", json!({})).await;
    let app = place.open().await;
    app.click_containing("button", "@practice.contoso.example")
        .await;
    app.sees("does not hold any more").await;
    let code = app.user_code().await;
    tenant.approve(&code, "userAdministrator").await;
    app.sees("341 guest users").await;
    app.close().await;
}
