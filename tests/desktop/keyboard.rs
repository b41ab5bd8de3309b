//! The invite story by keyboard alone: no mouse, no script that helps along.

use serde_json::json;

use crate::app::App;
use crate::place::Place;
use crate::tenant::Tenant;

/// Presses Tab until the focus is on a control of this name.
async fn tab_to(app: &App, role: &str, name: &str) {
    app.find(role, name).await;
    let mut seen = Vec::new();
    for _ in 0..80 {
        let script = "const e = document.activeElement; return (e?.getAttribute('aria-label')
            ?? (e?.labels?.[0]?.innerText) ?? e?.innerText ?? '').trim()";
        let focused = app.page.execute(script, json!([])).await;
        let focused = focused.as_str().unwrap_or_default().to_owned();
        if focused == name || focused.starts_with(name) {
            return;
        }
        seen.push(focused);
        app.page.press(&["Tab"]).await;
    }
    panic!("{name:?} cannot be reached by Tab: {seen:?}");
}

/// Presses the arrow until the option of this name is the one that Enter picks.
async fn arrow_to(app: &App, name: &str) {
    app.find_containing("option", name).await;
    let mut seen = Vec::new();
    for _ in 0..20 {
        let script = "const at = document.activeElement?.getAttribute('aria-activedescendant');
            return document.getElementById(at)?.innerText ?? ''";
        let option = app.page.execute(script, json!([])).await;
        let option = option.as_str().unwrap_or_default().to_owned();
        if option.lines().next() == Some(name) {
            return;
        }
        seen.push(option);
        app.page.press(&["ArrowDown"]).await;
    }
    panic!("the arrows do not reach {name:?}: {seen:?}");
}

#[tokio::test]
async fn desktop_a_guest_is_invited_by_keyboard_alone() {
    let tenant = Tenant::start(&[]);
    let group = tenant.open_groups(1).await.remove(0);
    let place = Place::beside(&tenant);
    let app = place.open().await;
    app.find("heading", "Sign in to Usher").await;
    tab_to(&app, "button", "Open practice tenant").await;
    app.page.press(&["Enter"]).await;
    let code = app.user_code().await;
    tenant.approve(&code, "userAdministrator").await;
    app.find("navigation", "Screens").await;

    app.page.press(&["Control+k"]).await;
    app.writes_in("Search and commands").await;
    app.page.type_text("Invite").await;
    app.find_containing("option", "Invite").await;
    app.page.press(&["Enter"]).await;
    app.find("heading", "Invite guests").await;
    tab_to(&app, "textbox", "Email").await;
    app.page.type_text("keys@keyboard.example").await;
    app.page.press(&["Enter"]).await;
    app.sees("keys@keyboard.example").await;
    tab_to(&app, "button", "Add group").await;
    app.page.press(&["Enter"]).await;
    app.writes_in("Add to group").await;
    app.page.type_text(&group).await;
    arrow_to(&app, &group).await;
    app.page.press(&["Enter"]).await;
    app.page.press(&["Escape"]).await;
    app.find("list", "Access").await;
    tab_to(&app, "button", "Review 1 person").await;
    app.page.press(&["Enter"]).await;
    app.find("button", "Run for 1 person").await;
    tab_to(&app, "button", "Run for 1 person").await;
    app.page.press(&["Enter"]).await;
    app.find("heading", "Receipt").await;
    assert_eq!(tenant.count("userCreated").await, 1);
    assert_eq!(tenant.count("memberAdded").await, 1);
    app.close().await;
}
