//! Two processes over one data folder.

use practice_tenant::Config;

use super::support::{World, end, ended};

#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_watched_from_another_process_and_belongs_to_one() {
    let world = World::with(Config {
        latency: Some("20".parse().unwrap()),
        lag: Some("4000".parse().unwrap()),
        ..Config::default()
    })
    .await;
    let token = world.token("globalAdministrator").await;
    let (group, _) = world.open_group(&token).await;
    let invite = [
        "invite",
        "ana@two.example",
        "ben@two.example",
        "--group",
        &group,
    ];
    let invite = [&invite[..], &["--yes", "--json"]].concat();
    let run = world.with_token(&token, &invite).spawn().unwrap();
    let process = run.id().unwrap();
    world.invited(1).await;

    let runs = end(world.with_token(&token, &["runs", "list", "--json"])).await;
    let runs = runs.with(0).json();
    assert_eq!(runs[0]["state"], "running", "{runs:#}");
    let id = runs[0]["id"].as_str().unwrap();
    let refused = end(world.with_token(&token, &["runs", "resume", id]))
        .await
        .with(1);
    let named = format!("under way in another Usher on this computer (process {process})");
    assert!(refused.err.contains(&named), "{}", refused.err);
    assert!(refused.err.contains("--follow"), "{}", refused.err);
    let follow = ["runs", "show", id, "--follow", "--json"];
    let followed = end(world.with_token(&token, &follow)).await.with(0).json();
    assert_eq!(followed["state"], "finished");
    let own = ended(run).await.with(0).json();
    assert_eq!(own["rows"], followed["rows"]);
    assert_eq!(world.count("mailSent").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_commands_at_once_share_the_folder() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    let list = ["guests", "list", "--json"];
    let invite = |address| ["invite", address, "--yes", "--json"];
    let (one, two, three, four) = tokio::join!(
        end(world.with_token(&token, &list)),
        end(world.with_token(&token, &list)),
        end(world.with_token(&token, &invite("one@at-once.example"))),
        end(world.with_token(&token, &invite("two@at-once.example"))),
    );
    let (one, two) = (one.with(0).json(), two.with(0).json());
    assert!(one.as_array().unwrap().len() > 25 && two.as_array().unwrap().len() > 25);
    three.with(0);
    four.with(0);
    let runs = end(world.with_token(&token, &["runs", "list", "--json"])).await;
    assert_eq!(runs.with(0).json().as_array().unwrap().len(), 2);
    assert_eq!(world.count("mailSent").await, 2);
}
