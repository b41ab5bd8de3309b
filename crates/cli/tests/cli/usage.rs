//! What is asked for wrongly, and by whom it cannot be asked.

use serde_json::json;

use super::support::{World, end};

#[tokio::test(flavor = "multi_thread")]
async fn what_makes_no_sense_could_not_start() {
    let world = World::start().await;
    for arguments in [
        &["invite"][..],
        &["guests", "list", "--state", "gone"],
        &["nothing"],
        &["run", "/no/such/plan.json"],
        &["plan", "show", "/no/such/plan.json"],
        &["sign-in", "--ca", "x.pem"],
        &["sign-in"],
        &[
            "sign-in",
            "--practice",
            "x.json",
            "--tenant",
            "contoso.example",
        ],
        &["runs", "show", ""],
        &["plan", "add-to-group", "", "ada@partner.example"],
    ] {
        let ended = end(world.usher(arguments)).await.with(1);
        assert!(!ended.err.is_empty() && ended.out.is_empty(), "{ended:#?}");
    }
    for arguments in [&["bogus", "--json"][..], &["guests", "show", "--json"]] {
        let ended = end(world.usher(arguments)).await.with(1).json();
        assert_eq!(ended["error"]["explanation"]["code"], "usage");
    }
    let help = end(world.usher(&["--help"])).await.with(0);
    assert!(help.out.contains("Exit codes"), "{}", help.out);
    let script = end(world.usher(&["completions", "bash"])).await.with(0);
    assert!(script.out.contains("add-to-group"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_where_nobody_can_be_asked() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    let invite = ["invite", "ada@partner.example", "--json"];
    let ended = end(world.with_token(&token, &invite)).await.with(1);
    assert!(ended.err.contains("--yes"), "{}", ended.err);
    assert!(
        ended.err.contains("1 mail"),
        "the plan is told: {}",
        ended.err
    );
    assert_eq!(ended.json()["error"]["explanation"]["code"], "usage");
    assert_eq!(world.count("invitationIssued").await, 0);
    let runs = end(world.with_token(&token, &["runs", "list", "--json"])).await;
    assert_eq!(runs.with(0).json(), serde_json::json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_wait_is_not_silent() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    for (status, path, said) in [
        (429, "*/organization", "Microsoft Graph asks to wait"),
        (
            503,
            "*/organization",
            "Microsoft Graph cannot be reached or fails",
        ),
        (429, "*/invitations", "Microsoft Graph asks to wait"),
    ] {
        let hold = json!({ "do": "status", "status": status, "retryAfter": 4,
            "match": { "path": path } });
        world.fault(hold).await;
        let command = match path {
            "*/organization" => &["whoami", "--json"][..],
            _ => &["invite", "waits@partner.example", "--yes", "--json"],
        };
        let ended = end(world.with_token(&token, command)).await.with(0);
        ended.json();
        assert_eq!(ended.err.matches(said).count(), 1, "{}", ended.err);
    }
    // Whether the token is of this domain's tenant is asked before the command begins.
    let hold = json!({ "do": "status", "status": 429, "retryAfter": 4,
        "match": { "path": "*/organization" } });
    world.fault(hold).await;
    let account = world.account("globalAdministrator");
    let (_, domain) = account.split_once('@').unwrap();
    let mut list = world.usher(&["runs", "list", "--json", "--tenant", domain]);
    list.args(["--graph", &world.running.ready().graph])
        .env("USHER_ACCESS_TOKEN", &token);
    let ended = end(list).await.with(0);
    assert!(ended.err.contains("asks to wait"), "{}", ended.err);
}
