//! The practice tenant inside the app, and what is kept on the computer.

use crate::app::App;
use crate::place::Place;
use crate::secrets::Needles;
use crate::story::go_to;

/// Signs in at the tenant's own page, as a person does in the browser.
async fn sign_in(app: &App, place: &Place) {
    app.click("button", "Open practice tenant").await;
    let code = app.user_code().await;
    app.click("button", "Open sign-in page").await;
    let page = place.opens("/devicelogin").await;
    let http = reqwest::Client::new();
    let send = async |fields: &[(&str, &str)]| {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        http.post(&page)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
    };
    let choice = send(&[("step", "code"), ("code", &code)]).await;
    let (before, _) = choice
        .split_once("Global Administrator")
        .expect("an administrator is offered");
    let (_, account) = before.rsplit_once("value=\"").unwrap();
    let account = &account[..36];
    let end = send(&[
        ("step", "answer"),
        ("code", &code),
        ("account", account),
        ("answer", "continue"),
    ])
    .await;
    assert!(end.contains("You have signed in to"), "{end}");
    app.find("navigation", "Screens").await;
}

async fn invite(app: &App, address: &str) {
    go_to(app, "Invite").await;
    app.fill("textbox", "Email", &format!("{address}\n")).await;
    app.click("button", "Review 1 person").await;
    app.click("button", "Run for 1 person").await;
    app.find("heading", "Receipt").await;
}

#[tokio::test]
async fn desktop_the_practice_tenant_inside_keeps_its_state_until_it_is_started_afresh() {
    let place = Place::alone();
    let app = place.open().await;
    sign_in(&app, &place).await;
    app.sees("341 guest users").await;
    assert!(place.start_again().await, "a second start ends by itself");
    invite(&app, "kept@fresh.example").await;
    app.close().await;
    let (_, links) = Needles::kept_in(&place.data().join("practice")).known;
    assert!(links > 0, "there are secrets to look for");

    let app = place.open().await;
    app.come_back().await;
    app.sees("342 guest users").await;
    go_to(&app, "Activity").await;
    app.sees("kept@fresh.example").await;

    go_to(&app, "Settings").await;
    app.click("button", "Delete data").await;
    app.find("alertdialog", "Delete the data of this account?")
        .await;
    app.click("button", "Delete").await;
    app.find("heading", "Sign in to Usher").await;
    assert!(
        !app.has("button", "@practice.contoso.example").await,
        "the account is forgotten"
    );
    sign_in(&app, &place).await;
    app.sees("342 guest users").await;
    go_to(&app, "Activity").await;
    assert!(
        !app.text().await.contains("kept@fresh.example"),
        "its runs are gone"
    );

    go_to(&app, "Settings").await;
    app.click("button", "Start afresh").await;
    app.find("alertdialog", "Start the practice tenant afresh?")
        .await;
    app.click("button", "Start afresh").await;
    app.find("heading", "Sign in to Usher").await;
    sign_in(&app, &place).await;
    app.sees("341 guest users").await;
    app.close().await;
}
