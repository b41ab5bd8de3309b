//! A run whose process is killed, and Ctrl-C.
#![cfg(unix)]

use std::time::{Duration, Instant};

use practice_tenant::Config;
use serde_json::json;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Child;

use super::support::{Ended, SigningIn, World, end, ended, signal};

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

/// Presses Ctrl-C; nothing that is waited for may keep the command.
async fn interrupted_at_once(child: Child, what: &str) -> Ended {
    let pressed = Instant::now();
    signal("-INT", &child);
    let ended = ended(child).await.with(130);
    assert!(pressed.elapsed() < Duration::from_secs(10), "{what}");
    ended
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_ends_whatever_waits() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    let line = world.line();
    let sign_in = ["sign-in", "--practice", &line];
    let signing_in = SigningIn::begin(world.usher(&sign_in)).await;
    let waits = signing_in.unread();
    interrupted_at_once(waits, "a code to be entered").await;

    // What Graph is asked for once the code was entered has to wait a minute.
    let hold = json!({ "do": "status", "status": 503, "retryAfter": 60, "times": 4,
        "match": { "method": "GET", "path": "*/organization" } });
    world.fault(hold).await;
    let signing_in = SigningIn::begin(world.usher(&sign_in)).await;
    world
        .approve(signing_in.code(), "globalAdministrator")
        .await;
    world.answered(503).await;
    interrupted_at_once(signing_in.unread(), "the organization's name").await;

    let hold = json!({ "do": "status", "status": 429, "retryAfter": 60, "times": 9,
        "match": { "method": "GET", "path": "*" } });
    world.fault(hold).await;
    let list = world.with_token(&token, &["guests", "list"]).spawn();
    world.answered(429).await;
    interrupted_at_once(list.unwrap(), "guests to be loaded").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_pauses_a_run_that_waits_for_the_service() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    let hold = json!({ "do": "status", "status": 429, "retryAfter": 60, "times": 1,
        "match": { "method": "POST", "path": "*/invitations", "nth": 3 } });
    world.fault(hold).await;
    let addresses = addresses();
    let mut arguments = vec!["invite", "--yes", "--json"];
    arguments.extend(addresses.iter().map(String::as_str));
    let run = world.with_token(&token, &arguments).spawn().unwrap();
    world.answered(429).await;
    let paused = interrupted_at_once(run, "an invitation that was refused").await;
    let run = paused.json();
    assert_eq!(run["state"], "paused");
    let id = run["id"].as_str().unwrap();
    let resumed = end(world.with_token(&token, &["runs", "resume", id, "--json"])).await;
    assert_eq!(resumed.with(0).json()["totals"]["done"], PEOPLE);
}
