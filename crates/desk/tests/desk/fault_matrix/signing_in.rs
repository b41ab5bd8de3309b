//! What goes wrong while one signs in.

use std::fmt::Write as _;
use std::sync::Arc;

use desk::trouble::Trouble;
use entra::clock::Clock;
use entra::cloud::Cloud;
use entra::http::client::Http;
use entra::permissions::Scope;
use entra::signin::error::SignInError;
use entra::signin::{AppRegistration, device_code};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::super::support::{FastClock, World};
use super::tasks::plain;

/// What is asked of the tenant, with its name.
fn faults() -> Vec<(String, Vec<Value>)> {
    let codes = json!({"path": "*/devicecode"});
    let tokens = json!({"path": "*/token"});
    let mut faults = vec![
        (
            "the sign-in service is busy when the code is asked for (429)".to_owned(),
            vec![json!({"do": "status", "status": 429, "retryAfter": 2, "match": codes})],
        ),
        (
            "a gateway's page instead of a code (502)".to_owned(),
            vec![json!({"do": "html", "match": codes})],
        ),
        (
            "the connection is cut when the code is asked for".to_owned(),
            vec![json!({"do": "dropBefore", "match": codes})],
        ),
        (
            "the connection is cut while one waits".to_owned(),
            vec![json!({"do": "dropBefore", "match": tokens, "times": 2})],
        ),
        (
            "a gateway's page while one waits (502)".to_owned(),
            vec![json!({"do": "html", "match": tokens, "times": 2})],
        ),
    ];
    for code in [50005, 50097, 53000, 53001, 53003, 530_031, 530_033] {
        let blocked = json!({"do": "deviceCodeBlocked", "code": code, "poll": "refused"});
        faults.push((format!("Conditional Access blocks ({code})"), vec![blocked]));
    }
    faults
}

/// What the sign-in service may say to a refresh, in the middle of work.
const REFRESH: [u32; 27] = [
    50055, 50057, 50072, 50076, 50078, 50079, 50097, 50105, 50132, 50133, 50158, 50173, 53000,
    53001, 53003, 53004, 65001, 70000, 70008, 70043, 70044, 70046, 500_133, 530_031, 530_032,
    700_081, 700_082,
];

/// What is seen when the sign-in cannot be kept up while guests are loaded. Every number has an
/// explanation of its own.
pub(super) async fn table_of_refreshes() -> String {
    let world = World::start().await;
    let mut text = "\n## Keeping the sign-in up\n\n| what the sign-in service says | what the person sees |\n|---|---|\n".to_owned();
    for code in REFRESH {
        let name = format!("AADSTS{code}");
        let admin = world.sign_in("globalAdministrator").await;
        let desk = admin.open().await;
        let refused = json!({"do": "refreshRefused", "code": code, "times": 1000});
        world
            .fault(json!({"do": "tokenRevoked", "match": {"path": "/users"}}))
            .await;
        world.fault(refused).await;
        let trouble = desk.refresh_guests().await.unwrap_err();
        world.end_faults().await;
        desk.close().await;
        let explanation = &trouble.explanation;
        assert_ne!(explanation.code, "signInRefused", "{name} is not explained");
        let _ = writeln!(text, "| {name} | {} |", plain(&name, explanation));
    }
    text
}

/// What is seen of a sign-in.
pub(super) async fn table() -> String {
    let world = World::start().await;
    let mut text =
        "\n## Signing in by device code\n\n| what goes wrong | what the person sees |\n|---|---|\n"
            .to_owned();
    for (name, faults) in faults() {
        for fault in faults {
            world.fault(fault).await;
        }
        let seen = match Box::pin(sign_in(&world)).await {
            Ok(()) => "Signed in.".to_owned(),
            Err(error) => {
                let trouble = Trouble::from(error);
                format!("Not signed in: {}", plain(&name, &trouble.explanation))
            }
        };
        world.end_faults().await;
        let _ = writeln!(text, "| {name} | {seen} |");
    }
    text
}

async fn sign_in(world: &World) -> Result<(), SignInError> {
    let ready = world.running.ready();
    let origin: url::Url = ready.login.parse().unwrap();
    let cloud = Cloud::custom(origin.clone(), origin, None).unwrap();
    let http = Http::new(&cloud).unwrap();
    let app = AppRegistration {
        tenant: ready.tenant_id.to_string(),
        client_id: ready.client_id.to_string(),
    };
    let clock: Arc<dyn Clock> = FastClock::new();
    let (prompt, flow) = device_code::start(&http, clock, &app, &[Scope::UserRead], None).await?;
    let mut accounts = ready.accounts.iter();
    let account = accounts.find(|known| known.kind == "member").unwrap();
    // On the page, as a browser does: it is there that a policy refuses.
    let chosen = [
        ("step", "account"),
        ("code", prompt.user_code.as_str()),
        ("account", &account.id.to_string()),
    ];
    let browser = reqwest::Client::new();
    let page = browser.post(format!("{}/devicelogin", ready.login));
    let page = page.form(&chosen).send().await.unwrap();
    if page
        .text()
        .await
        .unwrap()
        .contains("Are you trying to sign in")
    {
        let approval = json!({ "userCode": prompt.user_code, "account": account.upn });
        world.try_control("device/approve", approval).await;
    }
    flow.wait(&CancellationToken::new()).await.map(|_| ())
}
