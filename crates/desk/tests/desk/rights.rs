//! What is predicted of rights, held against what the tenant answers.

use std::sync::atomic::{AtomicUsize, Ordering};

use desk::view::access::GroupRow;
use desk::view::guests::GuestQuery;
use entra::error::Error;
use entra::graph::{Invitation, NewAppRoleAssignment};
use guests::application::Application;
use guests::draft::DraftKind;
use guests::group::{Group, GroupKind};
use guests::guest::{Guest, GuestState};
use guests::invitation::{MailElement, MailPart};
use guests::plan::verdict::Verdict;
use guests::policy::Known;
use guests::rights::{May, may_add_to_group, may_assign, may_invite, may_resend};
use practice_tenant::directory::AllowInvitesFrom;
use serde_json::json;
use uuid::Uuid;

use super::support::{World, at_rest, draft, open_groups, people, plan};

#[tokio::test]
async fn a_guest_inviter_may_invite_and_nothing_else() {
    let world = World::start().await;
    let admin = world.sign_in("guestInviter").await;
    let desk = admin.open().await;
    assert_eq!(desk.rights().await.unwrap().invite, May::Yes);
    assert!(open_groups(&desk).await.is_empty());
    let planned = plan(
        &desk,
        draft(&desk, DraftKind::Invite, people(&["by@inviter.example"])),
    )
    .await;
    let run = desk.start_run(&planned.id, &[]).await.unwrap();
    assert_eq!(at_rest(&desk, &run).await.summary.totals.invited, 1);
}

#[tokio::test]
async fn the_preview_says_the_address_that_guests_answer_to() {
    let world = World::start().await;
    world.set_mail("guestInviter", Some("desk@contoso.example"));
    let desk = world.sign_in("guestInviter").await.open().await;
    let draft = draft(&desk, DraftKind::Invite, people(&["by@inviter.example"]));
    let preview = desk.mail_preview(&draft, 0).await.unwrap();
    let reply_to = |element: &&MailElement| element.part == MailPart::ReplyTo;
    let reply_to = preview.elements.iter().find(reply_to).unwrap();
    assert_eq!(reply_to.text, "desk@contoso.example");
}

#[tokio::test]
async fn the_preview_links_the_privacy_statement_where_the_scopes_allow_to_read_it() {
    let world = World::start().await;
    for (admin, expected) in [
        (world.sign_in_unconsented("member").await, "Not known"),
        (
            world.sign_in("guestInviter").await,
            "https://practice.contoso.example/privacy",
        ),
    ] {
        let desk = admin.open().await;
        let draft = draft(&desk, DraftKind::Invite, people(&["by@inviter.example"]));
        let preview = desk.mail_preview(&draft, 0).await.unwrap();
        let of_privacy = |element: &&MailElement| element.part == MailPart::PrivacyStatement;
        let told = preview.elements.iter().find(of_privacy).unwrap();
        assert!(told.text.contains(expected), "{}", told.text);
    }
}

#[tokio::test]
async fn what_could_not_be_read_for_a_moment_is_read_again() {
    let world = World::start().await;
    let admin = world.sign_in("owner").await;
    let desk = admin.open().await;
    let fault = json!({"match": {"method": "GET", "path": "/me/ownedObjects/*"}, "do": "status", "status": 503, "times": 1000});
    world.fault(fault).await;
    let owned = |rows: Vec<GroupRow>| rows.iter().any(|row| row.owned);
    assert!(!owned(desk.groups("").await.unwrap().rows));
    world.end_faults().await;
    assert!(owned(desk.groups("").await.unwrap().rows));
}

#[tokio::test]
async fn an_owner_adds_existing_guests_to_what_is_owned() {
    let world = World::start().await;
    let admin = world.sign_in("owner").await;
    let desk = admin.open().await;
    desk.refresh_guests().await.unwrap();
    let groups = open_groups(&desk).await;
    assert!(
        !groups.is_empty() && groups.iter().all(|row| row.owned),
        "only what is owned"
    );
    let query = desk::view::guests::GuestQuery {
        states: vec![GuestState::Accepted],
        count: 100,
        ..Default::default()
    };
    let members = desk.group(&groups[0].group.id).await.unwrap();
    let guest = desk
        .guests(query)
        .await
        .unwrap()
        .rows
        .into_iter()
        .find(|row| row.mail.is_some() && members.guests.iter().all(|member| member.id != row.id))
        .unwrap();
    let mut wish = draft(
        &desk,
        DraftKind::GiveAccess,
        people(&[guest.mail.as_deref().unwrap()]),
    );
    wish.access.groups = vec![groups[0].group.id.clone()];
    let planned = plan(&desk, wish).await;
    assert_eq!(
        planned.rows[0].verdict,
        Verdict::AcceptedGuest,
        "{:?}",
        planned.rows[0]
    );
    let run = desk.start_run(&planned.id, &[]).await.unwrap();
    let detail = at_rest(&desk, &run).await;
    assert_eq!(detail.summary.totals.memberships, 1, "{detail:#?}");
}

/// What the tenant answered to one try.
#[derive(Debug, PartialEq)]
enum Answer {
    Done,
    Refused(String),
}

fn answer<T>(outcome: Result<T, Error>) -> Answer {
    match outcome {
        Ok(_) => Answer::Done,
        Err(error) => {
            let service = error
                .service()
                .unwrap_or_else(|| panic!("no refusal: {error}"));
            assert!((400..500).contains(&service.status), "{error}");
            Answer::Refused(error.to_string())
        }
    }
}

/// No "may" is refused and no "may not" succeeds.
fn agree(may: &May, answer: &Answer, what: &str) {
    match (may, answer) {
        (May::Yes, Answer::Refused(why)) => panic!("{what}: predicted as allowed, refused: {why}"),
        (May::No { explanation }, Answer::Done) => {
            panic!(
                "{what}: predicted as forbidden ({}), but it worked",
                explanation.code
            )
        }
        _ => {}
    }
}

const KINDS: &[&str] = &[
    "globalAdministrator",
    "userAdministrator",
    "guestInviter",
    "groupsAdministrator",
    "applicationAdministrator",
    "cloudApplicationAdministrator",
    "helpdeskAdministrator",
    "directoryReader",
    "owner",
    "member",
    "eligibleUserAdministrator",
    "guestInviterGuest",
];

async fn everything_one_kind_may(world: &World, kind: &str, policy: &str, targets: &Targets) {
    let admin = world.sign_in(kind).await;
    let desk = admin.open().await;
    let graph = admin.graph();
    let standing = desk.standing().await.unwrap();
    let says = |what: &str| format!("{kind} under {policy}: {what}");
    let number = world.effects().await.len();

    let invitation = |address: String| Invitation {
        invited_user_email_address: address,
        invite_redirect_url: "https://myapps.microsoft.com".to_owned(),
        invited_user_display_name: None,
        invited_user_type: None,
        send_invitation_message: true,
        invited_user_message_info: None,
    };
    let address = format!("{}.{policy}.{number}@matrix.example", kind.to_lowercase());
    let invited = answer(graph.invite(&invitation(address), Uuid::new_v4()).await);
    agree(&may_invite(&standing), &invited, &says("invite"));

    let pending = &targets.pending;
    let resent = graph
        .invite(&invitation(pending.mail.clone().unwrap()), Uuid::new_v4())
        .await;
    agree(
        &may_resend(&standing, pending),
        &answer(resent),
        &says("resend"),
    );

    for group in &targets.groups {
        let may = may_add_to_group(&standing, group, &Known::Known { value: true });
        let guest = targets.fresh_guest();
        let added = answer(
            graph
                .add_member(group.id.as_str(), guest, Uuid::new_v4())
                .await,
        );
        agree(
            &may,
            &added,
            &says(&format!("add to {}", group.display_name)),
        );
    }
    for application in &targets.applications {
        let assignment = NewAppRoleAssignment {
            principal_id: targets.fresh_guest().to_owned(),
            resource_id: application.id.to_string(),
            app_role_id: application.roles_for_people()[0].id.to_string(),
        };
        let assigned = answer(graph.assign_app_role(&assignment, Uuid::new_v4()).await);
        agree(
            &may_assign(&standing, application),
            &assigned,
            &says(&format!("assign {}", application.display_name)),
        );
    }
}

/// What the actions are tried on.
struct Targets {
    pending: Guest,
    guests: Vec<String>,
    next: AtomicUsize,
    groups: Vec<Group>,
    applications: Vec<Application>,
}

impl Targets {
    /// A guest that nothing was tried on before.
    fn fresh_guest(&self) -> &str {
        &self.guests[self.next.fetch_add(1, Ordering::Relaxed) % self.guests.len()]
    }

    async fn choose(world: &World) -> Self {
        let owner = world
            .sign_in("owner")
            .await
            .open()
            .await
            .standing()
            .await
            .unwrap();
        let owned_groups = owner.owned_groups.value().unwrap().clone();
        let owned_applications = owner.owned_applications.value().unwrap().clone();
        let admin = world.sign_in("globalAdministrator").await;
        let desk = admin.open().await;
        desk.refresh_guests().await.unwrap();
        let accepted = GuestQuery {
            states: vec![GuestState::Accepted],
            count: 300,
            ..GuestQuery::default()
        };
        let pending = GuestQuery {
            states: vec![GuestState::PendingAcceptance],
            count: 50,
            ..GuestQuery::default()
        };
        let guests = desk.guests(accepted).await.unwrap().rows;
        let pending = desk.guests(pending).await.unwrap().rows;
        let pending = pending
            .into_iter()
            .find(|row| row.mail.as_deref().is_some_and(str::is_ascii))
            .unwrap();
        let pending = desk.guest_profile(&pending.id).await.unwrap().guest;

        let rows = desk.groups("").await.unwrap().rows;
        let assigned = |row: &&GroupRow| {
            row.kind == GroupKind::Security && !row.dynamic && !row.group.on_premises_sync_enabled
        };
        let plain = rows
            .iter()
            .filter(assigned)
            .find(|row| !row.group.is_assignable_to_role && !owned_groups.contains(&row.group.id));
        let role_assignable = rows.iter().find(|row| row.group.is_assignable_to_role);
        let owned = desk.group(&owned_groups[0]).await.unwrap().row;
        let groups = [Some(&owned), plain, role_assignable]
            .into_iter()
            .map(|row| row.unwrap().group.clone())
            .collect();

        let owned = desk.application(&owned_applications[0]).await.unwrap().row;
        let rows = desk.applications("").await.unwrap().rows;
        let other = rows.iter().find(|row| {
            !row.roles.is_empty()
                && row.application.account_enabled
                && !owned_applications.contains(&row.application.id)
        });
        let applications = vec![owned.application, other.unwrap().application.clone()];
        let guests = guests.into_iter().map(|row| row.id.to_string()).collect();
        Self {
            pending,
            guests,
            next: AtomicUsize::new(0),
            groups,
            applications,
        }
    }
}

#[tokio::test]
async fn what_is_predicted_is_what_the_tenant_answers() {
    for (policy, value) in [
        ("admins", AllowInvitesFrom::AdminsAndGuestInviters),
        (
            "members",
            AllowInvitesFrom::AdminsGuestInvitersAndAllMembers,
        ),
        ("everyone", AllowInvitesFrom::Everyone),
    ] {
        let world = World::start().await;
        let targets = Targets::choose(&world).await;
        world.allow_invites_from(value);
        for kind in KINDS {
            Box::pin(everything_one_kind_may(&world, kind, policy, &targets)).await;
        }
    }
}
