//! A run whose process is killed, and Ctrl-C.
#![cfg(unix)]

use practice_tenant::Config;
use tokio::io::{AsyncBufReadExt as _, BufReader};

use super::support::{World, end, ended, signal};

const PEOPLE: usize = 30;

/// Access waits for the directory to know the new guests, so that a run takes its time however
/// fast it is carried out.
async fn slow_world() -> World {
    World::with(Config {
        latency: Some("20".parse().unwrap()),
        lag: Some("1500".parse().unwrap()),
        ..Config::default()
    })
    .await
}

fn invitation<'a>(addresses: &'a [String], group: &'a str) -> Vec<&'a str> {
    let mut arguments = vec!["invite", "--yes", "--json", "--group", group];
    arguments.extend(addresses.iter().map(String::as_str));
    arguments
}

fn addresses() -> Vec<String> {
    (0..PEOPLE)
        .map(|n| format!("k{n}@killed.example"))
        .collect()
}

async fn nothing_twice(world: &World) {
    let counts = world.counts().await;
    assert_eq!(
        ["userCreated", "mailSent", "memberAdded"].map(|kind| counts[kind]),
        [PEOPLE; 3]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_run_is_resumed_and_nothing_happens_twice() {
    let world = slow_world().await;
    let token = world.token("globalAdministrator").await;
    let (group, _) = world.open_group(&token).await;
    let addresses = addresses();
    let mut command = world.with_token(&token, &invitation(&addresses, &group));
    let mut run = command.spawn().unwrap();
    world.invited(PEOPLE / 3).await;
    run.kill().await.unwrap();

    let runs = end(world.with_token(&token, &["runs", "list", "--json"])).await;
    let runs = runs.with(0).json();
    assert_eq!(runs[0]["state"], "interrupted");
    let id = runs[0]["id"].as_str().unwrap();
    let resume = ["runs", "resume", id, "--json"];
    let resumed = end(world.with_token(&token, &resume)).await.with(0).json();
    assert_eq!(resumed["state"], "finished");
    assert_eq!(resumed["totals"]["done"], PEOPLE);
    nothing_twice(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_lets_a_run_come_to_rest_and_says_how_to_go_on() {
    for (name, code, state) in [("-INT", 130, "paused"), ("-TERM", 143, "interrupted")] {
        let world = slow_world().await;
        let token = world.token("globalAdministrator").await;
        let (group, _) = world.open_group(&token).await;
        let addresses = addresses();
        let mut command = world.with_token(&token, &invitation(&addresses, &group));
        let mut run = command.spawn().unwrap();
        let mut lines = BufReader::new(run.stderr.take().unwrap()).lines();
        while let Some(line) = lines.next_line().await.unwrap() {
            if line.starts_with("Run ") {
                break;
            }
        }
        world.invited(1).await;
        signal(name, &run);
        let rested = ended(run).await.with(code).json();
        assert_eq!(rested["state"], state, "{name}");
        let steps = rested["rows"].as_array().unwrap().iter();
        let steps = steps.flat_map(|row| row["steps"].as_array().unwrap());
        for step in steps {
            assert_ne!(step["state"], "sending", "answers are awaited");
        }
        let id = rested["id"].as_str().unwrap();
        let shown = end(world.with_token(&token, &["runs", "show", id]))
            .await
            .with(0);
        assert!(
            shown.out.contains(&format!("usher runs resume {id}")),
            "{}",
            shown.out
        );
        let resume = ["runs", "resume", id, "--json"];
        end(world.with_token(&token, &resume)).await.with(0);
        nothing_twice(&world).await;
    }
}
