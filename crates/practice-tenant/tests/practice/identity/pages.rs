use reqwest::StatusCode;

use super::{Answer, Stage, claims, scopes};

/// A browser at the device page with one code.
struct Browser<'a> {
    stage: &'a Stage,
    code: String,
}

impl Browser<'_> {
    async fn send(&self, step: &str, account: &str, more: &[(&str, &str)]) -> String {
        let mut fields = vec![
            ("step", step),
            ("code", self.code.as_str()),
            ("account", account),
        ];
        fields.extend(more);
        let response = self.stage.form("/devicelogin", &fields).await;
        self.stage.page(response, StatusCode::OK).await
    }
}

async fn begin<'a>(stage: &'a Stage, client: &str, scope: &str) -> (Answer, Browser<'a>) {
    let device = stage.device(client, scope).await;
    let code = device.text("user_code").to_owned();
    (device, Browser { stage, code })
}

#[tokio::test]
async fn a_person_goes_through_the_pages() {
    let stage = Stage::new().await;
    let client = stage.client();
    let page = stage
        .page(stage.get("/devicelogin").await, StatusCode::OK)
        .await;
    assert!(page.contains("Enter code to allow access") && page.contains("Practice tenant"));

    let (device, browser) = begin(&stage, &client, "User.Read").await;
    let account = stage.account("member");
    let page = browser.send("code", "", &[]).await;
    for kind in [
        "globalAdministrator",
        "guestInviterGuest",
        "eligibleUserAdministrator",
    ] {
        assert!(
            page.contains(&stage.account(kind).upn),
            "{kind} is not offered"
        );
    }
    let id = account.id.to_string();
    let page = browser.send("account", &id, &[]).await;
    assert!(page.contains("Are you trying to sign in to") && page.contains(&account.upn));
    let pending = stage.poll(&client, device.text("device_code")).await;
    assert_eq!(pending.refusal().0, "authorization_pending");
    let page = browser.send("answer", &id, &[("answer", "continue")]).await;
    assert!(page.contains("You have signed in to"));
    let tokens = stage.poll(&client, device.text("device_code")).await;
    assert_eq!(
        claims(tokens.text("access_token"))["oid"],
        account.id.to_string()
    );
    let page = browser.send("code", "", &[]).await;
    assert!(page.contains("That code was used already"));
}

#[tokio::test]
async fn a_person_cancels() {
    let stage = Stage::new().await;
    let client = stage.client();
    let (device, browser) = begin(&stage, &client, "User.Read").await;
    let id = stage.account("member").id.to_string();
    let page = browser.send("answer", &id, &[("answer", "cancel")]).await;
    assert!(page.contains("You cancelled the sign-in"));
    let refused = stage
        .poll(&client, device.text("device_code"))
        .await
        .refusal();
    assert_eq!(refused.0, "authorization_declined");
}

#[tokio::test]
async fn wrong_codes_are_said_and_escaped() {
    let stage = Stage::new().await;
    let browser = Browser {
        stage: &stage,
        code: "<b>\"x".to_owned(),
    };
    let page = browser.send("code", "", &[]).await;
    assert!(page.contains("That code didn’t work") && page.contains("aria-invalid"));
    assert!(!page.contains("<b>\"x") && page.contains("&lt;b&gt;&quot;x"));
}

#[tokio::test]
async fn an_administrator_consents_for_everybody() {
    let stage = Stage::new().await;
    let client = stage.unconsented();
    let scope = "User.Read User.Invite.All";
    let (device, browser) = begin(&stage, &client, scope).await;
    let member = stage.account("member").id.to_string();
    let page = browser
        .send("answer", &member, &[("answer", "continue")])
        .await;
    assert!(page.contains("Need admin approval") && page.contains("AADSTS90094"));
    let page = browser
        .send("consent", &member, &[("answer", "accept")])
        .await;
    assert!(
        page.contains("Need admin approval"),
        "a made-up Accept helps nobody"
    );

    let admin = stage.account("globalAdministrator").id.to_string();
    let page = browser
        .send("answer", &admin, &[("answer", "continue")])
        .await;
    assert!(page.contains("Permissions requested"));
    assert!(page.contains("Invite guests to the organization"));
    assert!(page.contains("Consent on behalf of your organization"));
    let answers = [("answer", "accept"), ("everybody", "yes")];
    let page = browser.send("consent", &admin, &answers).await;
    assert!(page.contains("You have signed in to"));
    assert_eq!(
        stage.poll(&client, device.text("device_code")).await.status,
        StatusCode::OK
    );

    let tokens = stage.sign_in(&client, scope, "member").await;
    assert!(scopes(&claims(tokens.text("access_token"))).contains(&"User.Invite.All"));
}

#[tokio::test]
async fn those_who_may_not_sign_in_are_told() {
    let stage = Stage::new().await;
    let (_, browser) = begin(&stage, &stage.client(), "User.Read").await;
    let pending = stage.running.tenant().read(|view| {
        use practice_tenant::directory::ExternalUserState::PendingAcceptance;
        let mut users = view.users(None);
        let guest = users.find(|user| {
            user.external_user_state == Some(PendingAcceptance) && user.account_enabled
        });
        guest.expect("a pending guest").user_principal_name.clone()
    });
    assert!(
        browser
            .send("account", &pending, &[])
            .await
            .contains("AADSTS50014")
    );
    assert!(
        browser
            .send("account", "nobody@nowhere.example", &[])
            .await
            .contains("AADSTS50034")
    );
    let blocked = stage.running.tenant().read(|view| {
        let mut users = view.users(None);
        users
            .find(|user| !user.account_enabled)
            .expect("a blocked user")
            .id
            .to_string()
    });
    assert!(
        browser
            .send("account", &blocked, &[])
            .await
            .contains("AADSTS50057")
    );
}

#[tokio::test]
async fn the_pages_that_only_say_something() {
    let stage = Stage::new().await;
    let id = stage.tenant_id();
    let response = stage.get(&format!("/{id}/oauth2/v2.0/logout")).await;
    assert!(
        stage
            .page(response, StatusCode::OK)
            .await
            .contains("You signed out")
    );
    let response = stage
        .get(&format!("/{id}/oauth2/v2.0/authorize?client_id=x"))
        .await;
    stage.page(response, StatusCode::NOT_IMPLEMENTED).await;
    let response = stage.get("/nobody.example/oauth2/v2.0/logout").await;
    assert!(
        stage
            .page(response, StatusCode::BAD_REQUEST)
            .await
            .contains("AADSTS90002")
    );
    let style = stage.get("/practice.css").await;
    assert_eq!(style.headers()["content-type"], "text/css; charset=utf-8");
}
