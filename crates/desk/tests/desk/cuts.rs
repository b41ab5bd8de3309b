//! Any interleaving of journal, effects and lost answers, cut off at any journal write, in a
//! directory that lags: held against the tenant's own ledger.

use std::collections::BTreeMap;
use std::time::Duration;

use desk::view::runs::{Decision, RunDetail};
use guests::activity::{RunState, StepState};
use guests::draft::{Draft, DraftKind};
use guests::plan::step::Step;
use practice_tenant::Config;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config as Cases, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

use super::support::{Admin, World, draft, give_access, people, plan};
use desk::Desk;

/// Runs under way at once, each with a desk of its own.
const AT_ONCE: usize = 6;

/// One life of a run.
#[derive(Clone, Debug)]
struct Life {
    people: usize,
    /// After how many more journal writes the desk is dropped, and how many turns later.
    cuts: Vec<(u64, u8)>,
}

#[derive(Clone, Debug)]
struct Schedule {
    lives: Vec<Life>,
    /// Requests by their number among those that write, and whether they take effect.
    lost: Vec<(u64, bool)>,
}

fn worlds() -> impl Strategy<Value = Schedule> {
    let life = (
        1_usize..4,
        prop::collection::vec((0_u64..14, 0_u8..24), 0..4),
    )
        .prop_map(|(people, cuts)| Life { people, cuts });
    let lives = prop::collection::vec(life, AT_ONCE);
    let lost = prop::collection::vec((1_u64..40, any::<bool>()), 0..6);
    (lives, lost).prop_map(|(lives, lost)| Schedule { lives, lost })
}

#[tokio::test]
async fn nothing_happens_twice_and_nothing_is_lost_wherever_a_run_is_cut() {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Cases::default(), rng);
    for round in 0..3 {
        let case = worlds().new_tree(&mut runner).unwrap().current();
        live(round, case).await;
    }
}

async fn live(round: usize, case: Schedule) {
    let world = World::with(Config {
        latency: Some("0..8".parse().unwrap()),
        lag: Some("0..250".parse().unwrap()),
        ..Config::default()
    })
    .await;
    let mut begun = Vec::new();
    for (number, life) in case.lives.iter().enumerate() {
        let admin = world.sign_in("globalAdministrator").await;
        let desk = admin.open().await;
        let addresses: Vec<String> = (0..life.people)
            .map(|n| format!("p{n}@cut-{round}-{number}.example"))
            .collect();
        let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
        let mut wish: Draft = draft(&desk, DraftKind::Invite, people(&addresses));
        give_access(&desk, &mut wish).await;
        let planned = plan(&desk, wish).await;
        begun.push((admin, desk, planned.id, life.clone()));
    }
    for (nth, takes_effect) in &case.lost {
        let what = if *takes_effect {
            "dropAfter"
        } else {
            "dropBefore"
        };
        world
            .fault(json!({"match": {"method": "POST", "nth": nth}, "do": what}))
            .await;
    }
    let lives = begun
        .into_iter()
        .map(|(admin, desk, planned, life)| async move {
            let run = desk.start_run(&planned, &[]).await.unwrap();
            to_the_end(admin, desk, &run, life).await
        });
    let receipts = futures_util::future::join_all(lives).await;
    let effects = world.effects().await;
    for receipt in &receipts {
        holds(receipt, &effects, &case);
    }
}

async fn to_the_end(admin: Admin, mut desk: Desk, run: &str, life: Life) -> RunDetail {
    for (writes, turns) in life.cuts {
        let (start, _) = desk.run_changes(run, u64::MAX).await.unwrap();
        loop {
            let (now, progress) = desk.run_changes(run, u64::MAX).await.unwrap();
            if now >= start + writes || progress.summary.state != RunState::Running {
                break;
            }
            tokio::task::yield_now().await;
        }
        for _ in 0..turns {
            tokio::task::yield_now().await;
        }
        drop(desk);
        tokio::time::sleep(Duration::from_millis(30)).await;
        desk = admin.open().await;
        let state = desk.run(run).await.unwrap().summary.state;
        if state != RunState::Finished {
            desk.resume_run(run).await.unwrap();
        }
    }
    for _ in 0..20 {
        let detail = super::support::at_rest(&desk, run).await;
        if detail.summary.state == RunState::Finished {
            return detail;
        }
        let asked: Vec<(u32, u32, Step)> = questions(&detail);
        if asked.is_empty() {
            desk.resume_run(run).await.unwrap();
            continue;
        }
        // What is asked is shown as unknown. Access can be sent again without harm; an invitation
        // is left to the person, and judged as it stands.
        if asked
            .iter()
            .any(|(_, _, step)| matches!(step, Step::Invite { .. }))
        {
            return detail;
        }
        for (row, step, _) in asked {
            desk.decide(run, row, step, Decision::SendAgain)
                .await
                .unwrap();
        }
    }
    panic!("the run does not end: {:#?}", desk.run(run).await)
}

fn questions(detail: &RunDetail) -> Vec<(u32, u32, Step)> {
    let mut asked = Vec::new();
    for row in &detail.rows {
        for step in row.steps.iter().filter(|step| step.asks_person) {
            assert_eq!(step.state, StepState::Unknown);
            asked.push((row.index, step.index, step.step.clone()));
        }
    }
    asked
}

/// Holds every row against the ledger.
fn holds(receipt: &RunDetail, effects: &[Value], case: &Schedule) {
    let count = |matching: &dyn Fn(&Value) -> bool| effects.iter().filter(|e| matching(e)).count();
    let mut of_user = BTreeMap::new();
    for row in &receipt.rows {
        let address = row.address.as_str();
        let of = |kind: &str| count(&|e| e["kind"] == kind && e["address"] == address);
        let (users, mails) = (of("userCreated"), of("mailSent"));
        assert!(
            users <= 1 && mails <= 1,
            "{address}: {users} users, {mails} mails; {case:?}"
        );
        for step in &row.steps {
            let user = row.user_id.as_ref().map(|id| id.as_str().to_owned());
            let took = match &step.step {
                Step::Invite { .. } => users,
                Step::AddToGroup { group_id, .. } => count(&|e| {
                    e["kind"] == "memberAdded"
                        && e["userId"].as_str() == user.as_deref()
                        && e["groupId"] == group_id.as_str()
                }),
                Step::AssignApplication { .. } => count(&|e| {
                    e["kind"] == "roleAssigned" && e["userId"].as_str() == user.as_deref()
                }),
                Step::Resend => 0,
            };
            match step.state {
                StepState::Done => assert_eq!(took, 1, "{address} {step:?} {case:?}"),
                StepState::Unknown => assert!(took <= 1, "{address} {step:?} {case:?}"),
                // Access waits behind an invitation of which nobody knows.
                StepState::Planned => assert_eq!(row.state, StepState::Unknown, "{row:?}"),
                _ => panic!("{address}: nothing was refused, yet {step:?}; {case:?}"),
            }
        }
        if let Some(user) = &row.user_id {
            let twin = of_user.insert(user.as_str(), address);
            assert_eq!(twin, None, "one guest, two rows");
        }
    }
}
