//! Who may do what: every kind of account, the four actions, the policy on invitations.

use practice_tenant::directory::{AllowInvitesFrom, Group};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{ADMIN, Graph, invitation, reference};

const KINDS: [&str; 12] = [
    ADMIN,
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

#[tokio::test]
async fn invitations_follow_policy_and_role() {
    let graph = Graph::new().await;
    let by_role = [
        ADMIN,
        "userAdministrator",
        "guestInviter",
        "guestInviterGuest",
    ];
    for (policy, may) in [
        (AllowInvitesFrom::None, &[] as &[&str]),
        (AllowInvitesFrom::AdminsAndGuestInviters, &by_role),
        (AllowInvitesFrom::AdminsGuestInvitersAndAllMembers, &KINDS),
        (AllowInvitesFrom::Everyone, &KINDS),
    ] {
        graph.amend(|tx| {
            tx.edit_policies(|policies| policies.authorization.allow_invites_from = policy);
        });
        for kind in KINDS {
            let reply = graph.invite(kind, "ana@partner-new.example").await;
            if may.contains(&kind) {
                assert_eq!(reply.status, 201, "{kind} under {policy:?}: {}", reply.body);
                continue;
            }
            let (code, message) = reply.refusal(403);
            assert_eq!(code, "Forbidden");
            assert_eq!(
                message,
                "Guest invitations not allowed for your company. Contact your company \
                 administrator for more details."
            );
        }
    }
    // A guest without the role is let in by `everyone` alone.
    graph.amend(|tx| {
        let held = tx
            .latest()
            .role_assignments()
            .find(|role| role.principal_id == graph.account("guestInviterGuest"));
        let id = held.expect("a role").id.clone();
        tx.remove_role_assignment(&id);
    });
    graph
        .invite("guestInviterGuest", "ben@partner-new.example")
        .await
        .expect(201);
    graph.amend(|tx| {
        tx.edit_policies(|policies| {
            policies.authorization.allow_invites_from =
                AllowInvitesFrom::AdminsGuestInvitersAndAllMembers;
        });
    });
    assert_eq!(
        graph
            .invite("guestInviterGuest", "cleo@partner-new.example")
            .await
            .status,
        403
    );
}

#[tokio::test]
async fn groups_and_applications_follow_role_and_ownership() {
    let graph = Graph::new().await;
    let owned = |cast: &str| format!("/v1.0/me/ownedObjects/microsoft.graph.{cast}");
    let first = |list: Value| -> Uuid {
        list["value"][0]["id"]
            .as_str()
            .expect("an id")
            .parse()
            .expect("a GUID")
    };
    let own_group = first(graph.get("owner", &owned("group")).await.expect(200));
    let own_app = first(
        graph
            .get("owner", &owned("servicePrincipal"))
            .await
            .expect(200),
    );
    let plain = graph.plain_group();
    let guarded = graph.group(Group::is_role_assignable);
    let other_app = graph
        .application(|found| found.display_name == "Learning Campus")
        .id;

    let groups = [ADMIN, "userAdministrator", "groupsAdministrator"];
    let assigners = [
        ADMIN,
        "userAdministrator",
        "applicationAdministrator",
        "cloudApplicationAdministrator",
    ];
    for (number, kind) in KINDS.into_iter().enumerate() {
        let guest = graph
            .new_guest(&format!("guest{number}@partner-new.example"))
            .await;
        for (group, may) in [
            (plain, groups.contains(&kind)),
            (own_group, groups.contains(&kind) || kind == "owner"),
            (guarded, kind == ADMIN),
        ] {
            let path = format!("/v1.0/groups/{group}/members/$ref");
            let reply = graph.post(kind, &path, reference(&guest)).await;
            let wanted = if may { 204 } else { 403 };
            assert_eq!(
                reply.status, wanted,
                "{kind}, group {group}: {}",
                reply.body
            );
        }
        for (app, may) in [
            (other_app, assigners.contains(&kind)),
            (own_app, assigners.contains(&kind) || kind == "owner"),
        ] {
            let path = format!("/v1.0/servicePrincipals/{app}/appRoleAssignedTo");
            let body = json!({"principalId": guest, "resourceId": app, "appRoleId": Uuid::nil()});
            let reply = graph.post(kind, &path, body).await;
            let wanted = if may { 201 } else { 403 };
            assert_eq!(
                reply.status, wanted,
                "{kind}, application {app}: {}",
                reply.body
            );
        }
    }
}

#[tokio::test]
async fn a_role_that_was_taken_away_counts_no_more() {
    let graph = Graph::new().await;
    graph.amend(|tx| {
        tx.edit_policies(|policies| {
            policies.authorization.allow_invites_from = AllowInvitesFrom::AdminsAndGuestInviters;
        });
    });
    graph
        .invite("guestInviter", "ana@partner-new.example")
        .await
        .expect(201);
    graph.amend(|tx| {
        let id = graph.account("guestInviter");
        let held = tx
            .latest()
            .role_assignments()
            .find(|role| role.principal_id == id);
        let id = held.expect("a role").id.clone();
        tx.remove_role_assignment(&id);
    });
    let body = invitation("ben@partner-new.example");
    let reply = graph.post("guestInviter", "/v1.0/invitations", body).await;
    assert_eq!(reply.refusal(403).0, "Forbidden");
}
