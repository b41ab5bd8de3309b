//! Signing in by code, and what is kept of it.

use serde_json::Value;

use super::support::{KEYRING_EXPECTED, SigningIn, World, end};

#[tokio::test(flavor = "multi_thread")]
async fn the_first_line_has_the_code_and_nothing_like_it() {
    let world = World::start().await;
    let line = world.line();
    let signing_in =
        SigningIn::begin(world.usher(&["sign-in", "--practice", &line, "--json"])).await;
    let first = signing_in.first_line.trim_end();
    assert!(
        first.starts_with("To sign in, open http://127.0.0.1:"),
        "{first}"
    );
    assert!(first.contains(" and enter the code "), "{first}");
    let like_a_code = |word: &&str| {
        (8..=9).contains(&word.len())
            && word
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
    };
    let words: Vec<&str> = first
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(like_a_code)
        .collect();
    assert_eq!(words, [signing_in.code()]);

    world
        .approve(signing_in.code(), "globalAdministrator")
        .await;
    let ended = signing_in.end().await.with(0);
    let answer = ended.json();
    assert_eq!(answer["username"], world.account("globalAdministrator"));
    assert_eq!(answer["practice"], true);
    if answer["kept"] == Value::Bool(false) {
        assert!(std::env::var_os(KEYRING_EXPECTED).is_none(), "{ended:#?}");
        assert!(ended.err.contains("USHER_ACCESS_TOKEN"), "{}", ended.err);
        let next = end(world.usher(&["whoami"])).await.with(4);
        assert!(next.err.contains("USHER_ACCESS_TOKEN"), "{}", next.err);
        return;
    }

    // The next command is somebody's, without the line of the practice tenant.
    let who = end(world.usher(&["whoami", "--json"])).await.with(0).json();
    assert_eq!(who["username"], answer["username"]);
    assert_eq!(who["roles"][0], "Global Administrator");
    let listed = end(world.usher(&["guests", "list", "--json"])).await;
    assert!(listed.with(0).json().as_array().unwrap().len() > 25);

    // Why the kept one is refused one day, and what support asks for.
    let refused = serde_json::json!({ "do": "refreshRefused", "code": 50076 });
    world.fault(refused).await;
    let ended = end(world.usher(&["guests", "list", "--refresh", "--json"]))
        .await
        .with(4);
    let service = &ended.json()["error"]["service"];
    assert!(
        service["message"]
            .as_str()
            .unwrap()
            .starts_with("AADSTS50076")
    );
    let id = service["correlationId"].as_str().unwrap();
    assert!(
        ended.err.contains("AADSTS50076") && ended.err.contains(id),
        "{}",
        ended.err
    );

    end(world.usher(&["sign-out"])).await.with(0);
    let after = end(world.usher(&["guests", "list", "--json"]))
        .await
        .with(4);
    assert_eq!(after.json()["error"]["code"], "signInRequired");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_is_denied_signs_nobody_in() {
    let world = World::start().await;
    let file = world.file("practice.json", &world.line());
    let file = file.to_str().unwrap();
    let signing_in = SigningIn::begin(world.usher(&["sign-in", "--practice", file])).await;
    let code = serde_json::json!({ "userCode": signing_in.code() });
    world.control("device/deny", code).await;
    let ended = signing_in.end().await.with(1);
    assert!(ended.out.is_empty());
    end(world.usher(&["whoami"])).await.with(4);
}

#[tokio::test(flavor = "multi_thread")]
async fn when_it_may_be_tried_again_is_told() {
    let world = World::start().await;
    let busy = serde_json::json!({ "do": "status", "status": 429, "retryAfter": 30,
        "match": { "path": "*/devicecode" } });
    world.fault(busy).await;
    let line = world.line();
    let ended = end(world.usher(&["sign-in", "--practice", &line, "--json"])).await;
    let ended = ended.with(1);
    assert_eq!(ended.json()["error"]["retryAfter"], 30);
    assert!(ended.err.contains("in 30 s"), "{}", ended.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn hosts_tenant_and_client_can_be_given_one_by_one() {
    let world = World::start().await;
    let ready = world.running.ready();
    let (tenant, client) = (ready.tenant_id.to_string(), ready.client_id.to_string());
    let hosts = ["--graph", &ready.graph, "--login", &ready.login];
    let arguments = [
        &["sign-in", "--tenant", &tenant, "--client-id", &client][..],
        &hosts,
    ]
    .concat();
    let signing_in = SigningIn::begin(world.usher(&arguments)).await;
    let code = signing_in.code().to_owned();
    let unread = tokio::spawn(signing_in.end_unread());
    world.approve(&code, "guestInviter").await;
    unread.await.unwrap().with(0);
}
