//! What leaves the desk on paper: plans that are opened later, results, and drafts of what failed.

use desk::Desk;
use desk::view::runs::ResultsFormat;
use guests::activity::{RunState, StepState};
use guests::draft::{DraftKind, OwnDetails};
use guests::plan::compare::ChangeKind;
use guests::plan::verdict::Verdict;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::support::{World, at_rest, draft, give_access, people, plan};

#[tokio::test]
async fn a_plan_that_is_opened_later_tells_what_became_different() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let wish = draft(
        &desk,
        DraftKind::Invite,
        people(&["a@paper.example", "b@paper.example", "c@paper.example"]),
    );
    let planned = plan(&desk, wish).await;
    let saved = desk.plan_file(&planned.id, &[2]).await.unwrap().to_json();

    // Somebody else invites one of them, and the one who was taken out, before the plan is opened.
    let other = world.sign_in("userAdministrator").await;
    let elsewhere = other.open().await;
    let early = draft(
        &elsewhere,
        DraftKind::Invite,
        people(&["a@paper.example", "c@paper.example"]),
    );
    let early = plan(&elsewhere, early).await;
    let run = elsewhere.start_run(&early.id, &[]).await.unwrap();
    at_rest(&elsewhere, &run).await;

    let file = elsewhere.read_plan_file(saved.as_bytes()).unwrap();
    assert_eq!(file.made_by, admin.session.account().username);
    let held = elsewhere
        .hold_against_now(file, |_| {}, CancellationToken::new())
        .await
        .unwrap();
    let changes: Vec<_> = held
        .changes
        .iter()
        .map(|change| (change.kind, change.text.as_str(), change.rows.as_slice()))
        .collect();
    assert_eq!(
        changes,
        [(
            ChangeKind::InvitedSince,
            "1 address has been invited since",
            [0].as_slice()
        )]
    );
    assert_eq!(held.left_out, [2]);
    let run = elsewhere
        .start_run(&held.plan.id, &held.left_out)
        .await
        .unwrap();
    let detail = at_rest(&elsewhere, &run).await;
    assert_eq!(detail.summary.state, RunState::Finished);
    let mails = world.counts().await["mailSent"];
    assert_eq!(mails, 3, "each was mailed once");

    let mut foreign: Value = serde_json::from_str(&saved).unwrap();
    foreign["plan"]["tenantId"] = json!("another");
    let refused = elsewhere.read_plan_file(foreign.to_string().as_bytes());
    assert_eq!(refused.unwrap_err().explanation.code, "planOfAnother");
}

#[tokio::test]
async fn what_failed_becomes_a_draft_that_does_only_what_is_missing() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let mut wish = draft(
        &desk,
        DraftKind::Invite,
        people(&["a@retry.example", "b@retry.example"]),
    );
    give_access(&desk, &mut wish).await;
    let planned = plan(&desk, wish).await;
    world
        .fault(json!({
            "match": {"method": "POST", "path": "/servicePrincipals/{id}/appRoleAssignedTo"},
            "do": "status", "status": 403, "times": 1,
        }))
        .await;
    let run = desk.start_run(&planned.id, &[]).await.unwrap();
    let detail = at_rest(&desk, &run).await;
    let totals = detail.summary.totals;
    assert_eq!((totals.done, totals.failed), (1, 1), "{detail:#?}");

    let again = desk.retry_draft(&run).await.unwrap();
    assert_eq!(again.people.len(), 1);
    let planned = plan(&desk, again).await;
    assert_eq!(planned.rows[0].verdict, Verdict::PendingGuest);
    assert_eq!(planned.rows[0].steps.len(), 1, "{:?}", planned.rows[0]);
    let retried = desk.start_run(&planned.id, &[]).await.unwrap();
    let detail = at_rest(&desk, &retried).await;
    assert_eq!(detail.rows[0].state, StepState::Done);
    let counts = world.counts().await;
    assert_eq!((counts["mailSent"], counts["roleAssigned"]), (2, 2));
    let nothing = desk.retry_draft(&retried).await.unwrap_err();
    assert_eq!(nothing.explanation.code, "nothingFailed");
}

#[tokio::test]
async fn results_hold_links_only_on_purpose() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let mut wish = draft(
        &desk,
        DraftKind::Invite,
        people(&["a@results.example", "b@results.example"]),
    );
    wish.people[0].display_name = Some("=HYPERLINK(\"x\")".to_owned());
    wish.people[1].own = Some(Box::new(OwnDetails {
        send: Some(false),
        ..OwnDetails::default()
    }));
    let planned = plan(&desk, wish).await;
    let run = desk.start_run(&planned.id, &[]).await.unwrap();
    at_rest(&desk, &run).await;
    assert_eq!(world.counts().await["mailSent"], 1, "as the list says");

    let text = |format, links| results(&desk, &run, format, links);
    let plain = text(ResultsFormat::Csv, false).await;
    assert!(!plain.contains("redeem"), "{plain}");
    assert!(plain.contains("'=HYPERLINK"), "{plain}");
    assert_eq!(plain.lines().count(), 3);
    assert!(plain.contains("Invited without a mail"), "{plain}");
    assert!(
        !text(ResultsFormat::Json, false)
            .await
            .contains("redeemLink")
    );
    let with_links = text(ResultsFormat::Csv, true).await;
    assert_eq!(with_links.matches("/redeem?").count(), 2, "{with_links}");
    let json: Value = serde_json::from_str(&text(ResultsFormat::Json, true).await).unwrap();
    assert_eq!(json["rows"][1]["address"], "b@results.example");
    assert!(json["rows"][1]["redeemLink"].is_string());
}

async fn results(desk: &Desk, run: &str, format: ResultsFormat, links: bool) -> String {
    let bytes = desk.run_results(run, format, links).await.unwrap();
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn what_a_run_will_take_is_told_beforehand() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let addresses: Vec<String> = (0..400).map(|n| format!("e{n}@estimate.example")).collect();
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let mut wish = draft(&desk, DraftKind::Invite, people(&addresses));
    give_access(&desk, &mut wish).await;
    let planned = plan(&desk, wish).await;
    let all = Desk::estimate(&planned, &[]);
    assert_eq!((all.people, all.mails), (400, 400));
    assert_eq!(all.changes, 400 + 2 * 20 + 400);
    // 150 invitations at once, then 30 a second.
    assert_eq!(all.seconds, 9);
    let left_out: Vec<u32> = (1..400).collect();
    let one = Desk::estimate(&planned, &left_out);
    assert_eq!((one.people, one.changes), (1, 4));
    assert!(one.seconds <= 1);
}
