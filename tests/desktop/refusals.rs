//! Refusals told with their remedy, and the stories of those who hold few rights.

use serde_json::json;

use crate::app::App;
use crate::axe::check;
use crate::place::Place;
use crate::story::{go_to, pick_group};
use crate::tenant::Tenant;

async fn review(app: &App, addresses: &str, button: &str) {
    go_to(app, "Invite").await;
    app.fill("textbox", "Email", &format!("{addresses}\n"))
        .await;
    app.click("button", button).await;
    app.find("heading", "Review").await;
}

#[tokio::test]
async fn desktop_refusals_say_why_what_to_do_and_who_can() {
    let tenant = Tenant::start(&[]);
    let place = Place::beside(&tenant);
    let app = place.open().await;
    app.sign_in(&tenant, "globalAdministrator").await;
    let addresses =
        "a@rival.example; b@nodpublishers.com; c@practice.contoso.example; d@fresh.example";
    review(&app, addresses, "Review 4 people").await;
    for (address, verdict, remedy) in [
        (
            "a@rival.example",
            "Blocked domain",
            "External collaboration settings",
        ),
        (
            "b@nodpublishers.com",
            "Blocked",
            "Cross-tenant access settings",
        ),
        ("c@practice.contoso.example", "Own domain", "What to do"),
    ] {
        app.sees(verdict).await;
        app.open_row(address).await;
        app.sees("What to do").await;
        app.sees("Who can").await;
        app.sees(remedy).await;
        if verdict == "Blocked" {
            check(&app, "review-refusals").await;
        }
        app.open_row(address).await;
    }
    app.find("button", "Run for 1 person").await;

    let dynamic = tenant
        .group_where(|group| {
            group["groupTypes"]
                .as_array()
                .unwrap()
                .contains(&json!("DynamicMembership"))
        })
        .await;
    go_to(&app, "Groups").await;
    app.fill("searchbox", "Search groups", &dynamic).await;
    app.open_row(&dynamic).await;
    app.find("heading", &dynamic).await;
    app.sees("rule").await;
    assert_eq!(
        tenant.count("invitationIssued").await,
        0,
        "nothing was sent"
    );
    app.close().await;
}

#[tokio::test]
async fn desktop_a_guest_inviter_sees_what_it_may_and_who_can_do_the_rest() {
    let tenant = Tenant::start(&[]);
    let group = tenant.open_groups(1).await.remove(0);
    let place = Place::beside(&tenant);
    let app = place.open().await;
    app.sign_in(&tenant, "guestInviter").await;
    app.sees("Guest Inviter").await;
    go_to(&app, "Groups").await;
    app.fill("searchbox", "Search groups", &group).await;
    app.open_row(&group).await;
    app.find("heading", &group).await;
    app.sees("Groups Administrator").await;
    review(&app, "solo@fresh.example", "Review 1 person").await;
    app.click("button", "Run for 1 person").await;
    app.find("heading", "Receipt").await;
    assert_eq!(tenant.count("userCreated").await, 1);
    app.close().await;
}

#[tokio::test]
async fn desktop_an_owner_adds_a_guest_to_what_is_owned_and_learns_who_may_invite() {
    let tenant = Tenant::start(&[]);
    let owned = tenant.owned_group().await;
    let (address, name) = tenant.guest_outside(&owned.0).await;
    let place = Place::beside(&tenant);
    let app = place.open().await;
    app.sign_in(&tenant, "owner").await;
    go_to(&app, "Guests").await;
    app.fill("searchbox", "Search name, email, company", &address)
        .await;
    app.open_row(&name).await;
    app.find("heading", &name).await;
    app.click("button", "Add to group").await;
    pick_group(&app, &owned.1).await;
    app.click("button", "Review 1 person").await;
    app.click("button", "Run for 1 person").await;
    app.find("heading", "Receipt").await;
    assert_eq!(tenant.count("memberAdded").await, 1);

    review(&app, "new@fresh.example", "Review 1 person").await;
    app.sees("Guest Inviter").await;
    app.sees("You may not").await;
    app.click_closed("button", "Run for 0 people").await;
    assert!(
        !app.has("heading", "Receipt").await && !app.has("region", "Progress").await,
        "nothing can be run"
    );
    assert_eq!(tenant.count("invitationIssued").await, 0);
    app.close().await;
}

#[tokio::test]
async fn desktop_missing_consent_is_asked_for_in_its_place() {
    let tenant = Tenant::start(&[]);
    let line = tenant.line_with_client("clientIdUnconsented");
    let admin = Place::with_line(line.clone());
    let member = Place::with_line(line);
    let other = member.open().await;
    other.sign_in(&tenant, "member").await;
    other.sees("User.Read.All").await;
    other.find("button", "Copy approval link").await;
    other.find("button", "Copy request text").await;
    check(&other, "consent-member").await;
    other.click("button", "Check again").await;
    other.sees("Not approved yet").await;
    assert!(!other.has("button", "Approve with a code").await);

    let app = admin.open().await;
    app.sign_in(&tenant, "globalAdministrator").await;
    app.sees("User.Read.All").await;
    check(&app, "consent-admin").await;
    app.click("button", "Approve with a code").await;
    app.click("button", "Get a code").await;
    let code = app.user_code().await;
    check(&app, "consent-code").await;
    tenant.approve(&code, "globalAdministrator").await;
    app.sees("341 guest users").await;
    app.find("grid", "Guests").await;
    // What was approved is listing guests, no more: the next feature asks in its own place.
    go_to(&app, "Groups").await;
    app.sees("GroupMember.Read.All").await;
    app.close().await;

    // The administrator opens the link that the member was given, and accepts for everybody.
    let status = other.invoke("sync_status", json!({})).await;
    let link = status["ok"]["trouble"]["consent"]["adminConsentUrl"].clone();
    tenant
        .consent(link.as_str().unwrap(), "globalAdministrator")
        .await;
    other.click("button", "Check again").await;
    other.sees("341 guest users").await;
    other.find("grid", "Guests").await;
    other.close().await;
}

#[tokio::test]
async fn desktop_a_guest_who_accepted_is_not_mailed_again() {
    let tenant = Tenant::start(&[]);
    let (address, name) = tenant.guest_outside(&tenant.owned_group().await.0).await;
    let place = Place::beside(&tenant);
    let app = place.open().await;
    app.sign_in(&tenant, "userAdministrator").await;
    app.fill("searchbox", "Search name, email, company", &address)
        .await;
    app.open_row(&name).await;
    app.find("heading", &name).await;
    let button = app.find("button", "Resend invitation").await;
    let told = app
        .page
        .execute(
            "const button = arguments[0]; button.focus();
             return [button.getAttribute('aria-disabled'), button.disabled]",
            json!([button]),
        )
        .await;
    assert_eq!(told, json!(["true", false]), "shown, reachable, closed");
    app.sees("only while it is pending").await;
    app.page.press(&["Enter"]).await;
    assert!(!app.has("heading", "Resend invitation").await);
    app.close().await;
}

#[tokio::test]
async fn desktop_bad_input_is_told_beside_its_field_and_nothing_is_sent() {
    let tenant = Tenant::start(&[]);
    let place = Place::beside(&tenant);
    let app = place.open().await;
    app.sign_in(&tenant, "globalAdministrator").await;
    go_to(&app, "Invite").await;
    let typed =
        "mia@fresh.example; MIA@Fresh.example; tag+one@fresh.example; broken@; ok@fresh.example";
    app.fill("textbox", "Email", &format!("{typed}\n")).await;
    app.find("list", "Problems").await;
    for (address, words) in [
        ("MIA@fresh.example", "earlier in the list"),
        ("tag+one@fresh.example", "does not accept +"),
        ("broken@", "nothing after the @"),
    ] {
        app.sees(address).await;
        app.sees(words).await;
        app.find("button", &format!("Remove {address}")).await;
    }
    app.click("button", "Use tag@").await;
    for address in ["MIA@fresh.example", "broken@"] {
        app.click("button", &format!("Remove {address}")).await;
    }

    app.clear("textbox", "Redirect URL").await;
    app.fill("textbox", "Redirect URL", "http://intranet.example/")
        .await;
    app.fill(
        "textbox",
        "Cc recipient (one)",
        "one@contoso.example; two@contoso.example",
    )
    .await;
    app.sees("must begin with https://").await;
    app.sees("one Cc recipient only").await;
    app.keep_picture("invite-problems").await;
    app.click_closed("button", "Review 3 people").await;
    assert!(
        !app.has("heading", "Review").await,
        "the page stays until the fields are right"
    );
    app.clear("textbox", "Redirect URL").await;
    app.fill("textbox", "Redirect URL", "https://intranet.example/")
        .await;
    app.clear("textbox", "Cc recipient (one)").await;
    app.sees_no_more("one Cc recipient only").await;
    app.click("button", "Review 3 people").await;
    app.find("heading", "Review").await;
    app.find("button", "Run for 3 people").await;
    assert_eq!(tenant.count("invitationIssued").await, 0);
    app.close().await;
}
