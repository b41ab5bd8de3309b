//! By keyboard alone, no mouse: the invite story, and every screen.

use std::time::Duration;

use serde_json::json;

use crate::app::App;
use crate::place::Place;
use crate::tenant::Tenant;

/// The name of what has the focus.
async fn focused(app: &App) -> String {
    let script = "const e = document.activeElement; return (e?.getAttribute('aria-label')
        ?? (e?.labels?.[0]?.innerText) ?? e?.innerText ?? '').trim()";
    let name = app.page.execute(script, json!([])).await;
    name.as_str().unwrap_or_default().to_owned()
}

/// What has the focus, and whether it, or what it stands in, looks otherwise without it.
const SHOWS_FOCUS: &str = "
    const look = (element) => {
        const seen = [];
        for (let node = element, up = 0; node && up < 4; node = node.parentElement, up += 1) {
            for (const part of [null, '::before', '::after']) {
                const style = getComputedStyle(node, part);
                seen.push(style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow,
                    style.borderTopColor, style.borderBottomColor, style.backgroundColor,
                    style.transform, style.content);
            }
        }
        return seen.join();
    };
    const element = document.activeElement;
    if (!element || element === document.body || element.closest('[data-tabster-dummy]')) return null;
    const name = (element.getAttribute('aria-label') ?? element.innerText ?? element.tagName)
        .trim().slice(0, 60);
    const mark = element.dataset.walked === 'yes';
    element.dataset.walked = 'yes';
    const focused = look(element);
    element.blur();
    const without = look(element);
    element.focus({ preventScroll: true });
    return [name, focused !== without, mark];";

/// Tabs once round the window: every stop can be seen to have the focus.
async fn walk(app: &App, screen: &str) {
    app.page
        .execute(
            "for (const e of document.querySelectorAll('[data-walked]')) delete e.dataset.walked;
             return null",
            json!([]),
        )
        .await;
    let mut stops: Vec<String> = Vec::new();
    for _ in 0..120 {
        app.page.press(&["Tab"]).await;
        let stop = app.page.execute(SHOWS_FOCUS, json!([])).await;
        let Some(stop) = stop.as_array() else {
            continue;
        };
        let name = stop[0].as_str().unwrap_or_default().to_owned();
        if stop[2] == true {
            assert!(stops.len() > 8, "{screen}: only {stops:?} can be reached");
            return;
        }
        assert_eq!(stop[1], true, "{screen}: {name:?} does not show the focus");
        stops.push(name);
    }
    panic!("{screen}: Tab does not come round: {stops:?}");
}

/// Opens what a button opens, which takes the focus; Escape closes it and gives the focus back.
async fn opens_and_closes(app: &App, button: &str) {
    tab_to(app, "button", button).await;
    let opener = focused(app).await;
    for (key, inside) in [("Enter", true), ("Escape", false)] {
        app.page.press(&[key]).await;
        let mut now = focused(app).await;
        for _ in 0..50 {
            if (now != opener) == inside {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
            now = focused(app).await;
        }
        assert_eq!(
            now != opener,
            inside,
            "{button}: {key} leaves the focus on {now:?}"
        );
    }
}

/// Presses Tab until the focus is on a control of this name.
async fn tab_to(app: &App, role: &str, name: &str) {
    app.find(role, name).await;
    let mut seen = Vec::new();
    for _ in 0..80 {
        let focused = focused(app).await;
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

#[tokio::test]
async fn desktop_every_screen_shows_where_the_keyboard_is_and_escape_leads_back() {
    let tenant = Tenant::start(&[]);
    let place = Place::beside(&tenant);
    let app = place.open().await;
    app.sign_in(&tenant, "globalAdministrator").await;
    app.sees("341 guest users").await;
    for screen in [
        "Guests",
        "Invite",
        "Groups",
        "Applications",
        "Activity",
        "Settings",
    ] {
        tab_to(&app, "button", screen).await;
        app.page.press(&["Enter"]).await;
        app.settle().await;
        walk(&app, screen).await;
        let opened: &[&str] = match screen {
            "Guests" => &[
                "Search guests, groups and commands",
                "Partner domain",
                "Invited",
                "Columns",
            ],
            "Invite" => &["Paste list", "Add group", "Add application"],
            "Settings" => &["Forget this account", "Delete data"],
            _ => &[],
        };
        for button in opened {
            opens_and_closes(&app, button).await;
        }
    }
    app.close().await;
}
