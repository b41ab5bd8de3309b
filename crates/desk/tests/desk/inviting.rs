//! The main job: directory, groups and application in one step; resend; the directory's lag.

use desk::view::guests::{GuestQuery, Listed};
use guests::activity::{RunState, StepState};
use guests::draft::DraftKind;
use guests::guest::{GuestState, InvitationState};
use guests::plan::verdict::Verdict;
use practice_tenant::Config;

use super::support::{World, at_rest, carried_out, draft, give_access, people, plan};

#[tokio::test]
async fn one_step_makes_a_guest_with_two_groups_and_an_application() {
    let world = World::start().await;
    let (admin, desk) = world.at_work("globalAdministrator").await;
    let mut wish = draft(
        &desk,
        DraftKind::Invite,
        people(&["Ana@Fabrikam-partner.example"]),
    );
    wish.message.body = Some("Welcome to the project.".to_owned());
    give_access(&desk, &mut wish).await;
    let planned = plan(&desk, wish).await;
    assert_eq!(
        planned.rows[0].verdict,
        Verdict::NewGuest,
        "{:?}",
        planned.rows[0]
    );
    assert_eq!(planned.rows[0].steps.len(), 4);
    assert!(world.effects().await.is_empty(), "nothing has been sent");

    let run = desk.start_run(&planned.id, &[]).await.unwrap();
    let detail = at_rest(&desk, &run).await;
    assert_eq!(detail.summary.state, RunState::Finished, "{detail:#?}");
    let totals = detail.summary.totals;
    assert_eq!(
        (
            totals.invited,
            totals.mails,
            totals.memberships,
            totals.assignments
        ),
        (1, 1, 2, 1)
    );
    let counts = world.counts().await;
    assert_eq!(counts["userCreated"], 1);
    assert_eq!(counts["mailSent"], 1);
    assert_eq!(counts["memberAdded"], 2);
    assert_eq!(counts["roleAssigned"], 1);
    let row = &detail.rows[0];
    assert!(
        row.steps
            .iter()
            .all(|step| step.state == StepState::Done && step.client_request_id.is_some())
    );
    assert!(
        desk.redeem_link(&run, 0)
            .await
            .unwrap()
            .expose()
            .starts_with("http")
    );

    // The profile knows it all, and whose invitation it was.
    let profile = desk
        .guest_profile(row.user_id.as_ref().unwrap())
        .await
        .unwrap();
    assert_eq!(profile.invitation_state, InvitationState::PendingAcceptance);
    assert_eq!(profile.invited_by_us.unwrap().run_id, run);
    let Listed::Listed { items } = profile.groups else {
        panic!("groups are readable")
    };
    assert_eq!(items.len(), 2);
    let Listed::Listed { items } = profile.applications else {
        panic!("applications are readable")
    };
    assert_eq!(items.len(), 1);

    // The same plan is not carried out twice.
    assert!(desk.start_run(&planned.id, &[]).await.is_err());
    // What is kept on disk holds no link in the clear.
    desk.close().await;
    for file in std::fs::read_dir(admin.folder.path()).unwrap() {
        let file = file.unwrap().path();
        if file.is_dir() {
            continue;
        }
        let bytes = std::fs::read(file).unwrap();
        assert!(
            !bytes.windows(7).any(|part| part == b"ticket%"),
            "a redeem link lies in the clear"
        );
    }
}

#[tokio::test]
async fn verdicts_tell_addresses_apart() {
    let world = World::start().await;
    let (admin, desk) = world.at_work("globalAdministrator").await;
    desk.refresh_guests().await.unwrap();
    let by_state = async |state| {
        let query = GuestQuery {
            states: vec![state],
            count: 50,
            ..GuestQuery::default()
        };
        let rows = desk.guests(query).await.unwrap().rows;
        rows.into_iter()
            .find_map(|row| row.mail.filter(|mail| mail.is_ascii()))
            .unwrap()
    };
    let pending = by_state(GuestState::PendingAcceptance).await;
    let accepted = by_state(GuestState::Accepted).await;
    let own = desk.organization().await.unwrap().primary_domain;
    let addresses = [
        pending.as_str(),
        accepted.as_str(),
        "new@somewhere-new.example",
        "NEW@somewhere-new.example",
        "not an address",
        "plus+tag@somewhere-new.example",
        &format!("nobody-yet@{own}"),
        &admin.session.account().username,
    ];
    let planned = plan(&desk, draft(&desk, DraftKind::Invite, people(&addresses))).await;
    let verdicts: Vec<Verdict> = planned.rows.iter().map(|row| row.verdict).collect();
    assert_eq!(
        verdicts,
        [
            Verdict::PendingGuest,
            Verdict::AcceptedGuest,
            Verdict::NewGuest,
            Verdict::Duplicate,
            Verdict::InvalidAddress,
            Verdict::InvalidAddress,
            Verdict::OwnDomain,
            Verdict::Member,
        ]
    );
    assert_eq!(planned.totals.new_guests, 1);
}

#[tokio::test]
async fn an_invitation_is_sent_again_with_what_it_said_before() {
    let world = World::start().await;
    let (_admin, desk) = world.at_work("userAdministrator").await;
    let mut wish = draft(
        &desk,
        DraftKind::Invite,
        people(&["li@tailspin-partner.example"]),
    );
    wish.message.body = Some("See you on Monday.".to_owned());
    wish.message.redirect_url = "https://portal.example/start".to_owned();
    let rows = carried_out(&desk, wish).await.rows;
    let user = rows[0].user_id.clone().unwrap();
    desk.refresh_guests().await.unwrap();

    let wish = desk
        .resend_draft(std::slice::from_ref(&user))
        .await
        .unwrap()
        .draft;
    assert_eq!(wish.message.body.as_deref(), Some("See you on Monday."));
    assert_eq!(wish.message.redirect_url, "https://portal.example/start");
    let again = plan(&desk, wish).await;
    assert_eq!(
        again.rows[0].verdict,
        Verdict::PendingGuest,
        "{:?}",
        again.rows[0]
    );
    let run = desk.start_run(&again.id, &[]).await.unwrap();
    let detail = at_rest(&desk, &run).await;
    assert_eq!(detail.summary.totals.mails, 1, "{detail:#?}");
    let counts = world.counts().await;
    assert_eq!((counts["userCreated"], counts["mailSent"]), (1, 2));
}

#[tokio::test]
async fn access_waits_out_the_lag_of_the_directory() {
    let lag = "200..600".parse().unwrap();
    let world = World::with(Config {
        lag: Some(lag),
        ..Config::default()
    })
    .await;
    let (_admin, desk) = world.at_work("globalAdministrator").await;
    let mut wish = draft(
        &desk,
        DraftKind::Invite,
        people(&["kim@lag-partner.example", "lee@lag-partner.example"]),
    );
    give_access(&desk, &mut wish).await;
    let detail = carried_out(&desk, wish).await;
    assert_eq!(detail.summary.state, RunState::Finished, "{detail:#?}");
    let totals = detail.summary.totals;
    assert_eq!(
        (totals.invited, totals.memberships, totals.assignments),
        (2, 4, 2)
    );
    let counts = world.counts().await;
    assert_eq!(
        (
            counts["userCreated"],
            counts["memberAdded"],
            counts["roleAssigned"]
        ),
        (2, 4, 2)
    );
}
