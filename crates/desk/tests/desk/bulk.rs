//! Many people at once: few requests, and an outcome for each.

use std::time::Duration;

use desk::Desk;
use desk::view::guests::GuestQuery;
use guests::activity::{RunState, StepState};
use guests::draft::DraftKind;
use guests::plan::Plan;
use guests::plan::verdict::Verdict;
use practice_tenant::Config;
use serde_json::Value;
use uuid::Uuid;

use super::support::{World, at_rest, draft, give_access, open_groups, people, plan};

fn addresses(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("b{n}@bulk.example")).collect()
}

/// Invites so many people to one group, and gives back the run.
async fn invite(desk: &Desk, count: usize) -> String {
    let addresses = addresses(count);
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let mut wish = draft(desk, DraftKind::Invite, people(&addresses));
    wish.access.groups = vec![open_groups(desk).await[0].group.id.clone()];
    let planned = plan(desk, wish).await;
    desk.start_run(&planned.id, &[]).await.unwrap()
}

#[tokio::test]
async fn members_travel_together() {
    let world = World::with(Config {
        latency: Some("20".parse().unwrap()),
        ..Config::default()
    })
    .await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let run = invite(&desk, 45).await;
    let detail = at_rest(&desk, &run).await;
    assert_eq!(detail.summary.state, RunState::Finished, "{detail:#?}");
    assert_eq!(world.counts().await["memberAdded"], 45);
    let together = world.requests("PATCH", "/groups/{id}").await;
    let alone = world.requests("POST", "/groups/{id}/members/$ref").await;
    assert!(together >= 3, "{together} requests for several");
    assert!(together + alone <= 15, "{together} and {alone} requests");
}

#[tokio::test]
async fn what_was_refused_together_is_not_told_lost_where_the_run_is_paused() {
    let world = World::with(Config {
        latency: Some("150".parse().unwrap()),
        lag: Some("20000".parse().unwrap()),
        ..Config::default()
    })
    .await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let run = invite(&desk, 25).await;
    while world.requests("PATCH", "/groups/{id}").await < 2 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    desk.pause_run(&run).await.unwrap();
    let detail = at_rest(&desk, &run).await;
    assert_eq!(detail.summary.state, RunState::Paused);
    let states = detail.rows.iter().flat_map(|row| &row.steps);
    let lost = states.filter(|step| step.state == StepState::Unknown);
    assert_eq!(lost.count(), 0, "no answer was lost: {detail:#?}");
}

#[tokio::test]
async fn one_who_is_a_member_already_does_not_keep_the_others_out() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let first = invite(&desk, 20).await;
    let first = at_rest(&desk, &first).await;
    let group = open_groups(&desk).await[1].group.id.clone();
    let mut wish = draft(&desk, DraftKind::GiveAccess, people(&[]));
    wish.people = first
        .rows
        .iter()
        .map(|row| guests::draft::DraftPerson {
            address: row.address.clone(),
            display_name: None,
            user_id: row.user_id.clone(),
            own: None,
        })
        .collect();
    wish.access.groups = vec![group.clone()];
    let planned = plan(&desk, wish).await;

    // After the plan was made, somebody adds one of them.
    let early = first.rows[7].user_id.clone().unwrap();
    admin
        .graph()
        .add_member(group.as_str(), early.as_str(), Uuid::new_v4())
        .await
        .unwrap();
    let run = desk.start_run(&planned.id, &[]).await.unwrap();
    let detail = at_rest(&desk, &run).await;
    assert_eq!(detail.summary.state, RunState::Finished, "{detail:#?}");
    let held: Vec<bool> = detail
        .rows
        .iter()
        .map(|row| row.steps[0].held_already)
        .collect();
    let expected: Vec<bool> = (0..20).map(|n| n == 7).collect();
    assert_eq!(held, expected);
    assert!(detail.rows.iter().all(|row| row.state == StepState::Done));
    assert_eq!(world.counts().await["memberAdded"], 40);
}

#[tokio::test]
async fn the_directory_that_lags_is_waited_for_by_those_alone_whom_it_does_not_know() {
    let world = World::with(Config {
        lag: Some("0..400".parse().unwrap()),
        ..Config::default()
    })
    .await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let addresses = addresses(30);
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let mut wish = draft(&desk, DraftKind::Invite, people(&addresses));
    give_access(&desk, &mut wish).await;
    let planned = plan(&desk, wish).await;
    let run = desk.start_run(&planned.id, &[]).await.unwrap();
    let detail = at_rest(&desk, &run).await;
    assert_eq!(detail.summary.state, RunState::Finished, "{detail:#?}");
    let counts = world.counts().await;
    assert_eq!(
        ["userCreated", "mailSent", "memberAdded", "roleAssigned"].map(|kind| counts[kind]),
        [30, 30, 60, 30]
    );
    let done = detail
        .rows
        .iter()
        .flat_map(|row| &row.steps)
        .filter(|step| step.state == StepState::Done && !step.held_already);
    assert_eq!(done.count(), 120);
}

#[tokio::test]
async fn guests_of_a_long_list_are_found_in_the_copy() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    desk.refresh_guests().await.unwrap();
    let window = desk
        .guests(GuestQuery {
            count: 100,
            ..GuestQuery::default()
        })
        .await
        .unwrap();
    let known: Vec<String> = window
        .rows
        .iter()
        .filter_map(|row| row.mail.clone())
        .collect();
    assert!(known.len() > 60);
    let before = world.requests("GET", "/users").await;
    let strangers = addresses(3);
    let addresses: Vec<&str> = known.iter().chain(&strangers).map(String::as_str).collect();
    let planned = plan(&desk, draft(&desk, DraftKind::Invite, people(&addresses))).await;
    let asked = world.requests("GET", "/users").await - before;
    assert!(asked <= 6, "{asked} questions for three strangers");
    let new: Vec<&str> = planned
        .rows
        .iter()
        .filter(|row| row.verdict == Verdict::NewGuest)
        .map(|row| row.address.as_str())
        .collect();
    assert_eq!(new, strangers);
}

#[tokio::test]
async fn five_thousand_unknown_addresses_take_few_questions() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let unknown = addresses(5_000);
    let addresses: Vec<&str> = unknown.iter().map(String::as_str).collect();
    let before = reads(&world).await;
    let planned = plan(&desk, draft(&desk, DraftKind::Invite, people(&addresses))).await;
    let asked = reads(&world).await - before;
    assert_eq!(planned.totals.new_guests, 5_000);
    assert!(asked <= 1_200, "{asked} reads");
}

#[tokio::test]
async fn a_thousand_domains_take_no_more_questions_than_one_and_what_is_left_is_said() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let unknown: Vec<String> = (0..5_000)
        .map(|n| format!("d{n}@partner{}.example", n % 1_000))
        .collect();
    let addresses: Vec<&str> = unknown.iter().map(String::as_str).collect();
    let wish = draft(&desk, DraftKind::Invite, people(&addresses));
    let mut unchecked = Vec::new();
    for _ in 0..2 {
        let before = reads(&world).await;
        let planned = plan(&desk, wish.clone()).await;
        let asked = reads(&world).await - before;
        assert!(asked <= 1_200, "{asked} reads");
        assert_eq!(planned.totals.new_guests, 5_000);
        let remarks = planned.rows.iter().flat_map(|row| &row.remarks);
        unchecked.push(
            remarks
                .filter(|remark| remark.contains("too many domains"))
                .count(),
        );
        // Five addresses a domain: the note says for how many domains.
        let notes = planned.notes.iter().map(|note| &note.explanation);
        let note = notes
            .filter(|note| note.code == "partnerNotChecked")
            .map(|note| (note.summary.clone(), note.cause.clone()))
            .next()
            .unwrap();
        let told = format!("behind {} domains", unchecked.last().unwrap() / 5);
        assert!(note.0.contains(&told), "{note:?}, not {told}");
        assert!(note.1.contains("too many domains"), "{note:?}");
    }
    assert!(0 < unchecked[0], "they differ, so they are looked up");
    assert!(unchecked[1] < unchecked[0], "more are known the next time");
}

/// Reads that were asked for, those inside batches singly.
async fn reads(world: &World) -> u64 {
    let seen = world.seen().await;
    let counts = seen["value"].as_array().unwrap();
    let read = |entry: &&Value| {
        entry["method"] == "GET" && !entry["pattern"].as_str().unwrap().contains("/control/")
    };
    counts
        .iter()
        .filter(read)
        .filter_map(|entry| entry["count"].as_u64())
        .sum()
}

#[tokio::test]
async fn a_long_list_is_judged_like_a_short_one() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let holder = |text: &str| {
        let graph = admin.graph();
        let text = text.to_owned();
        async move { graph.groups_by_addresses(&[text]).await.unwrap() }
    };
    let groups = admin.graph().groups_with_address().await.unwrap();
    let of_group = groups.iter().find_map(|group| group.mail.clone()).unwrap();
    assert_eq!(holder(&of_group).await.len(), 1);
    let deleted = admin.graph().deleted_guests().await.unwrap();
    let of_deleted = deleted.iter().find_map(|user| user.mail.clone()).unwrap();
    let mut interesting = vec![of_group, of_deleted];
    let window = desk.guests(GuestQuery {
        count: 20,
        ..GuestQuery::default()
    });
    interesting.extend(
        window
            .await
            .unwrap()
            .rows
            .iter()
            .filter_map(|row| row.mail.clone()),
    );
    let member = admin.session.account().username.clone();
    interesting.push(member);

    let short: Vec<&str> = interesting.iter().map(String::as_str).collect();
    let unknown = addresses(400);
    let long: Vec<&str> = short
        .iter()
        .copied()
        .chain(unknown.iter().map(String::as_str))
        .collect();
    let short = plan(&desk, draft(&desk, DraftKind::Invite, people(&short))).await;
    let long = plan(&desk, draft(&desk, DraftKind::Invite, people(&long))).await;
    let verdicts = |plan: &Plan| -> Vec<(String, Verdict)> {
        let judged = plan
            .rows
            .iter()
            .map(|row| (row.address.clone(), row.verdict));
        judged.take(interesting.len()).collect()
    };
    assert_eq!(verdicts(&long), verdicts(&short));
    assert!(
        verdicts(&long)
            .iter()
            .all(|(_, verdict)| *verdict != Verdict::NewGuest)
    );
}
