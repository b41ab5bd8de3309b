//! A token of the environment: used for one command, kept nowhere.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::support::{World, end, files};

#[tokio::test(flavor = "multi_thread")]
async fn a_token_names_its_account_and_is_kept_nowhere() {
    let world = World::start().await;
    let token = world.token("userAdministrator").await;
    let who = end(world.with_token(&token, &["whoami", "--json"])).await;
    let who = who.with(0).json();
    assert_eq!(who["username"], world.account("userAdministrator"));
    assert_eq!(who["byToken"], true);
    let run = ["invite", "token@partner.example", "--yes", "--json"];
    let run = end(world.with_token(&token, &run)).await.with(0).json();
    assert_eq!(run["state"], "finished");
    let runs = end(world.with_token(&token, &["runs", "list", "--json"])).await;
    assert_eq!(runs.with(0).json()[0]["id"], run["id"], "it is journaled");
    let secret = &token.as_bytes()[..80];
    for file in files(world.data.path()) {
        let bytes = std::fs::read(&file).unwrap();
        let found = bytes.windows(secret.len()).any(|part| part == secret);
        assert!(!found, "{} holds the token", file.display());
    }
    end(world.usher(&["whoami"])).await.with(4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_not_good_asks_for_another() {
    let world = World::start().await;
    let token = world.token("guestInviter").await;
    let opaque = end(world.with_token("opaque", &["whoami"])).await.with(4);
    assert!(opaque.err.contains("USHER_ACCESS_TOKEN"), "{}", opaque.err);
    let (head, _) = token.rsplit_once('.').unwrap();
    let forged = format!("{head}.c2ln");
    end(world.with_token(&forged, &["guests", "list"]))
        .await
        .with(4);
    let mut elsewhere = world.usher(&["whoami", "--json"]);
    elsewhere
        .args(["--graph", &world.running.ready().graph])
        .args(["--tenant", "11111111-2222-4333-8444-555555555555"])
        .env("USHER_ACCESS_TOKEN", &token);
    let refused = end(elsewhere).await.with(4).json();
    let code = &refused["error"]["explanation"]["code"];
    assert_eq!(code, "tokenOfAnotherTenant");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_works_only_where_and_as_whom_it_was_asked_to() {
    let world = World::start().await;
    let token = world.token("userAdministrator").await;
    let upn = world.account("userAdministrator");
    let (_, domain) = upn.split_once('@').unwrap();
    let invite = async |more: &[&str]| {
        let mut command = world.usher(&["invite", "somebody@partner.example", "--yes", "--json"]);
        command
            .args(["--graph", &world.running.ready().graph])
            .args(more)
            .env("USHER_ACCESS_TOKEN", &token);
        end(command).await
    };
    let elsewhere = invite(&["--tenant", "fabrikam.onmicrosoft.com"])
        .await
        .with(4)
        .json();
    let code = &elsewhere["error"]["explanation"]["code"];
    assert_eq!(code, "tokenOfAnotherTenant");
    let as_another = invite(&["--tenant", domain, "--account", "somebody@else.example"]).await;
    as_another.with(1);
    assert_eq!(world.count("invitationIssued").await, 0);
    invite(&["--tenant", domain, "--account", &upn])
        .await
        .with(0);
    assert_eq!(world.count("invitationIssued").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_hosts_are_told_as_such() {
    let world = World::start().await;
    let token = world.token("userAdministrator").await;
    let tenant = world.running.ready().tenant_id.to_string();
    let list = async |graph: &str| {
        let mut command = world.usher(&["guests", "list", "--json"]);
        command
            .args(["--tenant", &tenant, "--graph", graph])
            .env("USHER_ACCESS_TOKEN", &token);
        let ended = end(command).await.with(1);
        let explanation = ended.json()["error"]["explanation"].clone();
        assert_ne!(explanation["code"], "internal");
        (explanation["code"].as_str().unwrap().to_owned(), ended.err)
    };
    for (graph, said) in [
        ("graph.microsoft.us", "https://graph.microsoft.us"),
        ("http://graph.example", "must use https"),
        ("https://graph.microsoft.us/v1.0", "must be an origin"),
    ] {
        let (code, err) = list(graph).await;
        assert!(code == "usage" && err.contains(said), "{graph}: {err}");
    }
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let graph = format!("http://{}", nobody.local_addr().unwrap());
    drop(nobody);
    let (code, err) = list(&graph).await;
    assert_eq!(code, "offline");
    let named = format!("{graph} could not be reached");
    assert!(err.contains(&named) && err.contains("--graph"), "{err}");

    // Some web server that knows nothing of guests.
    let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let graph = format!("http://{}", server.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut asked, _) = server.accept().await.unwrap();
            let mut head = [0; 4096];
            let _ = asked.read(&mut head).await;
            let answer =
                "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nConnection: close\r\n\r\nnone";
            let _ = asked.write_all(answer.as_bytes()).await;
        }
    });
    let (code, err) = list(&graph).await;
    assert_eq!(code, "notGraph");
    assert!(err.contains("--graph"), "{err}");
}
