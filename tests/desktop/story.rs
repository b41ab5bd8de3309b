//! The main job, whole: sign in, see the guests, invite in one step, redeem, resend.

use crate::app::App;
use crate::browser::Browser;
use crate::place::Place;
use crate::tenant::Tenant;

/// Goes to a screen by the rail.
pub async fn go_to(app: &App, screen: &str) {
    // Activity goes on with a count or a percentage; "Invite" also begins the name of a command.
    if screen == "Activity" {
        app.click_beginning("button", screen).await;
    } else {
        app.click("button", screen).await;
    }
    app.find(
        "heading",
        if screen == "Invite" {
            "Invite guests"
        } else {
            screen
        },
    )
    .await;
}

/// Picks a group in the picker that is opening. The dialog stays for the next one, and is closed.
pub async fn pick_group(app: &App, name: &str) {
    app.find("dialog", "Add to group").await;
    app.fill("combobox", "Search groups", name).await;
    app.click_containing("option", name).await;
    app.click("button", "Close").await;
}

/// Picks an application and its first role in the picker that is opening, and closes it.
pub async fn pick_application(app: &App, name: &str) {
    app.find("dialog", "Assign application").await;
    app.fill("combobox", "Search applications", name).await;
    app.click_containing("option", name).await;
    // The seed's applications that offer roles offer several.
    app.click("button", "Assign this role").await;
    app.click("button", "Close").await;
}

#[tokio::test]
async fn desktop_the_main_job_as_one_story() {
    let tenant = Tenant::start(&[]);
    let place = Place::beside(&tenant);
    let app = place.open().await;
    let browser = Browser::start(&place).await;
    app.click("button", "Open practice tenant").await;
    let code = app.user_code().await;
    app.click("button", "Open sign-in page").await;
    let page = place.opens("/devicelogin").await;
    let account = tenant.account("globalAdministrator");
    browser.sign_in(&page, &code, &account).await;
    app.find("navigation", "Screens").await;
    app.sees("Practice tenant").await;
    app.sees("Global Administrator").await;

    app.find("grid", "Guests").await;
    app.sees("341 guest users").await;
    app.keep_picture("story-guests").await;

    go_to(&app, "Invite").await;
    app.fill(
        "textbox",
        "Email",
        "Vera Holm <vera.holm@newpartner.example>\n",
    )
    .await;
    app.sees("vera.holm@newpartner.example").await;
    app.fill("textbox", "Message", "Welcome to the supplier programme.")
        .await;
    let groups = tenant.open_groups(2).await;
    for group in &groups {
        app.click("button", "Add group").await;
        pick_group(&app, group).await;
    }
    let application = tenant.application_with_roles().await;
    app.click("button", "Add application").await;
    pick_application(&app, &application).await;
    app.keep_picture("story-invite").await;
    app.click("button", "Review 1 person").await;
    app.sees("New guest").await;
    assert_eq!(
        tenant.count("invitationIssued").await,
        0,
        "a plan sends nothing"
    );
    app.keep_picture("story-review").await;

    app.click("button", "Run for 1 person").await;
    app.find("heading", "Receipt").await;
    app.keep_picture("story-receipt").await;
    assert_eq!(tenant.count("userCreated").await, 1);
    assert_eq!(tenant.count("memberAdded").await, 2);
    assert_eq!(tenant.count("roleAssigned").await, 1);
    let mails = tenant.mails("vera.holm@newpartner.example").await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0]["message"], "Welcome to the supplier programme.");

    app.click("button", "Outbox").await;
    let outbox = place.opens("/outbox").await;
    browser
        .open_mail(&outbox, "vera.holm@newpartner.example")
        .await;
    browser.sees("Welcome to the supplier programme.").await;
    assert_eq!(tenant.count("invitationRedeemed").await, 0);
    browser.accept("vera.holm@newpartner.example").await;
    browser.close().await;
    assert_eq!(tenant.count("invitationRedeemed").await, 1);

    go_to(&app, "Guests").await;
    app.fill("searchbox", "Search name, email, company", "vera.holm")
        .await;
    app.sees("vera.holm@newpartner.example").await;
    app.click_containing("button", "Refresh guests").await;
    app.row_says("vera.holm@newpartner.example", "Accepted")
        .await;

    let (pending, name) = tenant.pending_guest().await;
    app.clear("searchbox", "Search name, email, company").await;
    app.fill("searchbox", "Search name, email, company", &pending)
        .await;
    app.open_row(&name).await;
    app.find("heading", &name).await;
    app.keep_picture("story-guest").await;
    app.click("button", "Resend invitation").await;
    app.sees("as an invitation to the directory").await;
    app.click("button", "Review 1 invitation").await;
    app.click_containing("button", "Run for").await;
    app.find("heading", "Receipt").await;
    assert_eq!(tenant.mails(&pending).await.len(), 1, "mailed again, once");

    let (tokens, links) = tenant.secrets().await.known;
    assert!(tokens > 0 && links > 0, "there are secrets to look for");
    app.close().await;
}
