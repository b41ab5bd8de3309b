//! The window closes whatever the page does, and opens again for whoever wants it back.

use std::time::Duration;

use serde_json::json;

use crate::app::App;
use crate::close_button;

use crate::place::Place;
use crate::story::go_to;
use crate::tenant::Tenant;

/// A window in which a run waits for an answer that takes this long.
async fn with_a_slow_run(tenant: &Tenant, place: &Place, milliseconds: u32) -> App {
    let app = place.open().await;
    app.sign_in(tenant, "globalAdministrator").await;
    go_to(&app, "Invite").await;
    app.fill("textbox", "Email", "slow@closing.example\n").await;
    app.click("button", "Review 1 person").await;
    let slow = json!({ "match": { "method": "POST", "path": "/v1.0/invitations" },
        "do": "delay", "delayMs": milliseconds, "times": 1 });
    tenant.post("/faults", slow).await;
    app.click("button", "Run for 1 person").await;
    app.find("button", "Pause").await;
    app
}

#[tokio::test]
async fn desktop_a_page_that_hangs_does_not_keep_the_window_open() {
    let tenant = Tenant::start(&[]);
    let place = Place::beside(&tenant);
    let app = with_a_slow_run(&tenant, &place, 10_000).await;
    let hang =
        "setTimeout(() => { const end = Date.now() + 120000; while (Date.now() < end); }, 200);
        return true";
    app.hear().await;
    app.page.execute(hang, json!([])).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    close_button::press();
    app.ends_by_itself().await;
    // The answer that was on its way has been waited for.
    assert_eq!(tenant.mails("slow@closing.example").await.len(), 1);
}

#[tokio::test]
async fn desktop_usher_started_again_while_it_closes_opens_once_it_has() {
    let tenant = Tenant::start(&[]);
    let place = Place::beside(&tenant);
    let app = with_a_slow_run(&tenant, &place, 12_000).await;
    close_button::press();
    app.click_away("button", "Pause and close").await;
    close_button::until_there(false).await;
    assert!(place.start_again().await, "there are two of them");
    close_button::until_there(true).await;
    assert_eq!(tenant.mails("slow@closing.example").await.len(), 1);
    app.end_unheard().await;
}
