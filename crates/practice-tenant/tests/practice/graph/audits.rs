//! The audit log: what it tells, when, and to whom.

use practice_tenant::directory::RoleAssignment;
use practice_tenant::directory::role::{
    GLOBAL_READER, REPORTS_READER, SECURITY_ADMINISTRATOR, SECURITY_OPERATOR, SECURITY_READER,
};
use practice_tenant::{Config, Span};
use serde_json::{Value, json};

use super::{ADMIN, Graph, invitation, reference};

const LOG: &str = "/v1.0/auditLogs/directoryAudits";

async fn entries(graph: &Graph, query: &str) -> Vec<Value> {
    let list = graph
        .get(ADMIN, &format!("{LOG}?{query}"))
        .await
        .expect(200);
    list["value"].as_array().expect("entries").clone()
}

fn names(entries: &[Value]) -> Vec<&str> {
    entries
        .iter()
        .map(|entry| entry["activityDisplayName"].as_str().expect("a name"))
        .collect()
}

/// Entries about one object with this name, newest first.
async fn about(graph: &Graph, id: &str, name: &str) -> Vec<Value> {
    let filter = format!(
        "$filter=activityDisplayName eq '{name}' and targetResources/any(t:t/id eq '{id}')"
    );
    entries(graph, &filter).await
}

#[tokio::test]
async fn an_invitation_and_its_mail_are_told() {
    let graph = Graph::new().await;
    let guest = graph.new_guest("ana@partner-new.example").await;
    let log = entries(&graph, "").await;
    assert_eq!(
        names(&log),
        ["Invitation Email", "Invite external user", "Add user"]
    );
    let mail = &log[0];
    assert_eq!(mail["loggedByService"], "Invited Users");
    assert_eq!(
        (&mail["category"], &mail["result"]),
        (&json!("UserManagement"), &json!("success"))
    );
    let target = &mail["targetResources"][0];
    assert_eq!(
        (&target["id"], &target["type"]),
        (&json!(guest), &json!("User"))
    );
    let upn = target["userPrincipalName"].as_str().expect("a name");
    assert!(upn.starts_with("ana_partner-new.example#EXT#@"), "{upn}");
    let details = mail["additionalDetails"].as_array().expect("details");
    let wanted = json!({"key": "invitedUserEmailAddress", "value": "ana@partner-new.example"});
    assert!(details.contains(&wanted), "{details:?}");
    let actor = &mail["initiatedBy"]["user"];
    assert_eq!(actor["id"], graph.account(ADMIN).to_string());
    let moment = mail["activityDateTime"].as_str().expect("a moment");
    assert_eq!(
        moment.len(),
        "2026-11-25T10:11:12.1234567Z".len(),
        "{moment}"
    );
    let calls: Vec<&Value> = log.iter().map(|entry| &entry["correlationId"]).collect();
    assert!(calls.iter().all(|id| *id == calls[0]), "{calls:?}");
    assert_eq!(log[2]["loggedByService"], "Core Directory");

    let id = mail["id"].as_str().expect("an id").replace(' ', "%20");
    let one = graph.get(ADMIN, &format!("{LOG}/{id}")).await.expect(200);
    assert_eq!(one["activityDateTime"], mail["activityDateTime"]);
}

#[tokio::test]
async fn each_mail_has_an_entry_and_no_mail_has_none() {
    let graph = Graph::new().await;
    let mut silent = invitation("ana@partner-new.example");
    silent["sendInvitationMessage"] = json!(false);
    let made = graph
        .post(ADMIN, "/v1.0/invitations", silent)
        .await
        .expect(201);
    let guest = made["invitedUser"]["id"].as_str().expect("an id");
    assert!(about(&graph, guest, "Invitation Email").await.is_empty());
    for sent in 1..=2 {
        graph
            .invite(ADMIN, "ana@partner-new.example")
            .await
            .expect(201);
        assert_eq!(about(&graph, guest, "Invitation Email").await.len(), sent);
    }
    assert_eq!(about(&graph, guest, "Invite external user").await.len(), 3);
    assert_eq!(about(&graph, guest, "Add user").await.len(), 1);

    let mut reset = invitation("ana@partner-new.example");
    reset["resetRedemption"] = json!(true);
    reset["invitedUser"] = json!({"id": guest});
    graph
        .stage
        .control("/redeem", json!({"address": "ana@partner-new.example"}))
        .await;
    graph
        .post(ADMIN, "/v1.0/invitations", reset)
        .await
        .expect(201);
    let name = "Invite external user with reset invitation status";
    assert_eq!(about(&graph, guest, name).await.len(), 1);
    let redeemed = about(&graph, guest, "Redeem external user invite").await;
    assert_eq!(redeemed.len(), 1);
    assert_eq!(redeemed[0]["initiatedBy"]["user"]["id"], guest);
}

#[tokio::test]
async fn access_is_told_with_who_got_it_to_what() {
    let graph = Graph::new().await;
    let guest = graph.new_guest("ana@partner-new.example").await;
    let group = graph.plain_group().to_string();
    let members = format!("/v1.0/groups/{group}/members/$ref");
    graph
        .post(ADMIN, &members, reference(&guest))
        .await
        .expect(204);
    let added = about(&graph, &guest, "Add member to group").await;
    let targets = added[0]["targetResources"].as_array().expect("targets");
    assert_eq!(
        (&targets[0]["id"], &targets[1]["id"]),
        (&json!(guest), &json!(group))
    );
    assert_eq!(
        (&targets[1]["type"], &targets[1]["groupType"]),
        (&json!("Group"), &json!("azureAD"))
    );
    let of_group = targets[0]["modifiedProperties"][0].clone();
    assert_eq!(of_group["newValue"], format!("\"{group}\""));

    let application = graph.application(|found| {
        found
            .tags
            .iter()
            .any(|tag| tag == practice_tenant::directory::INTEGRATED_APP)
            && found.app_roles.is_empty()
    });
    let path = format!(
        "/v1.0/servicePrincipals/{}/appRoleAssignedTo",
        application.id
    );
    let role = json!({
        "principalId": guest,
        "resourceId": application.id,
        "appRoleId": "00000000-0000-0000-0000-000000000000",
    });
    graph.post(ADMIN, &path, role).await.expect(201);
    let name = "Add app role assignment grant to user";
    let assigned = about(&graph, &guest, name).await;
    assert_eq!(
        assigned[0]["targetResources"][0]["id"],
        application.id.to_string()
    );
    assert_eq!(
        about(&graph, &application.id.to_string(), name).await.len(),
        1
    );

    let member = format!("/v1.0/groups/{group}/members/{guest}/$ref");
    graph.delete(ADMIN, &member).await.expect(204);
    assert_eq!(
        about(&graph, &group, "Remove member from group")
            .await
            .len(),
        1
    );
    graph
        .delete(ADMIN, &format!("/v1.0/users/{guest}"))
        .await
        .expect(204);
    let deleted = about(&graph, &guest, "Delete user").await;
    assert!(deleted[0]["targetResources"][0]["userPrincipalName"].is_string());
}

#[tokio::test]
async fn what_is_refused_is_not_told() {
    let graph = Graph::new().await;
    graph
        .invite("groupsAdministrator", "ana@partner-new.example")
        .await;
    graph.invite(ADMIN, "not an address").await;
    let refused = graph.invite("guestInviter", "someone@fabrikam").await;
    assert_ne!(refused.status, 201);
    let told = entries(&graph, "$filter=loggedByService eq 'Invited Users'").await;
    let ledger = graph.stage.running.tenant().ledger();
    assert_eq!(told.is_empty(), ledger.is_empty(), "{told:?}");
}

#[tokio::test]
async fn entries_come_late() {
    let graph = Graph::with(Config {
        audit_delay: Some(Span::new(60_000, 60_000)),
        ..Config::default()
    })
    .await;
    let advance = async |seconds: u32| {
        let body = json!({"advanceSeconds": seconds});
        assert_eq!(graph.stage.control("/clock", body).await.0, 200);
    };
    let guest = graph.new_guest("ana@partner-new.example").await;
    graph
        .get(ADMIN, &format!("/v1.0/users/{guest}"))
        .await
        .expect(200);
    assert!(entries(&graph, "").await.is_empty());
    advance(30).await;
    graph.new_guest("ben@partner-new.example").await;
    assert!(entries(&graph, "").await.is_empty());
    advance(31).await;
    let seen = entries(&graph, "").await;
    assert_eq!(seen.len(), 3, "{seen:?}");
    assert_eq!(seen[0]["targetResources"][0]["id"], guest);
    advance(60).await;
    assert_eq!(entries(&graph, "").await.len(), 6);
}

#[tokio::test]
async fn the_log_can_be_asked_as_documented() {
    let graph = Graph::new().await;
    for name in ["ana", "ben", "carl", "dora", "emil"] {
        graph
            .new_guest(&format!("{name}@partner-new.example"))
            .await;
    }
    let all = entries(&graph, "$top=999").await;
    assert_eq!(all.len(), 15);
    let moments: Vec<&str> = all
        .iter()
        .map(|entry| entry["activityDateTime"].as_str().expect("a moment"))
        .collect();
    assert!(
        moments.is_sorted_by(|left, right| left >= right),
        "{moments:?}"
    );

    let third = moments[6];
    let since = entries(&graph, &format!("$filter=activityDateTime ge {third}")).await;
    let until = entries(&graph, &format!("$filter=activityDateTime le {third}")).await;
    let then = entries(&graph, &format!("$filter=activityDateTime eq {third}")).await;
    assert_eq!((since.len(), until.len(), then.len()), (9, 9, 3));
    let between = format!("$filter=activityDateTime ge {third} and activityDateTime le {third}");
    assert_eq!(entries(&graph, &between).await, then);

    for (filter, count) in [
        ("startswith(activityDisplayName,'Invit')", 10),
        ("startsWith(activityDisplayName, 'invite')", 5),
        (
            "category eq 'UserManagement' and (activityDisplayName eq 'Add user' or \
          activityDisplayName eq 'Invitation Email')",
            10,
        ),
        ("loggedByService eq 'Core Directory'", 5),
        ("targetResources/any(t:startswith(t/displayName,'a'))", 3),
        ("startswith(initiatedBy/user/userPrincipalName,'nobody')", 0),
    ] {
        assert_eq!(
            entries(&graph, &format!("$filter={filter}")).await.len(),
            count,
            "{filter}"
        );
    }
    let own = format!("$filter=initiatedBy/user/id eq '{}'", graph.account(ADMIN));
    assert_eq!(entries(&graph, &own).await.len(), 15);
    let one = format!(
        "$filter=correlationId eq '{}'",
        all[0]["correlationId"].as_str().unwrap()
    );
    assert_eq!(entries(&graph, &one).await.len(), 3);
    let id = format!("$filter=id eq '{}'", all[4]["id"].as_str().unwrap());
    assert_eq!(entries(&graph, &id).await, [all[4].clone()]);
    let selected = entries(&graph, "$select=activityDisplayName&$top=1").await;
    assert_eq!(selected[0].as_object().map(serde_json::Map::len), Some(2));

    for order in ["desc", "asc"] {
        let path = format!("{LOG}?$top=4&$orderby=activityDateTime {order}");
        let pages = graph.pages(&path, &[]).await;
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [4, 4, 4, 3]);
        let mut paged = pages.concat();
        if order == "asc" {
            paged.reverse();
        }
        assert_eq!(paged, all, "{order}");
    }
    for refused in [
        "$filter=activityDisplayName ne 'Add user'",
        "$filter=contains(activityDisplayName,'user')",
        "$filter=activityDateTime gt 2026-01-01T00:00:00Z",
        "$filter=result eq 'success'",
        "$filter=targetResources/any(t:t/type eq 'User')",
        "$filter=targetResources/any(t:startswith(t/id,'a'))",
        "$orderby=category",
        "$search=\"category:User\"",
        "$count=true",
        "$top=1000",
    ] {
        let reply = graph.get(ADMIN, &format!("{LOG}?{refused}")).await;
        assert_eq!(reply.status, 400, "{refused}: {}", reply.body);
    }
}

#[tokio::test]
async fn entries_go_after_their_time() {
    let graph = Graph::new().await;
    graph.new_guest("ana@partner-new.example").await;
    let later = async |days: u32| {
        let body = json!({"advanceSeconds": days * 86_400});
        graph.stage.control("/clock", body).await;
        graph.remembered().clear();
        entries(&graph, "").await.len()
    };
    assert_eq!(later(29).await, 3);
    assert_eq!(later(2).await, 0);
}

#[tokio::test]
async fn the_log_is_for_some_roles_alone() {
    let graph = Graph::new().await;
    let may = [
        ADMIN,
        "applicationAdministrator",
        "cloudApplicationAdministrator",
    ];
    for kind in [
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
        "guestInviterGuest",
    ] {
        let reply = graph.get(kind, LOG).await;
        if may.contains(&kind) {
            reply.expect(200);
            continue;
        }
        let (code, message) = reply.refusal(403);
        assert_eq!(code, "Authentication_RequestFromUnsupportedUserRole");
        assert_eq!(message, "User is not in the allowed roles");
    }
    for role in [
        GLOBAL_READER,
        REPORTS_READER,
        SECURITY_READER,
        SECURITY_OPERATOR,
        SECURITY_ADMINISTRATOR,
    ] {
        let id = role.to_string();
        let given = RoleAssignment {
            id: id.clone(),
            principal_id: graph.account("userAdministrator"),
            role_definition_id: role,
            directory_scope_id: "/".to_owned(),
        };
        graph.amend(|tx| tx.put_role_assignment(given));
        graph.get("userAdministrator", LOG).await.expect(200);
        graph.amend(|tx| assert!(tx.remove_role_assignment(&id)));
        assert_eq!(graph.get("userAdministrator", LOG).await.status, 403);
    }

    for scopes in ["User.Read", "User.Read Directory.Read.All"] {
        let client = graph.stage.unconsented();
        let token = graph.token(&client, scopes, ADMIN).await;
        let held = crate::identity::claims(&token);
        assert_eq!(
            held["scp"].as_str().unwrap().split(' ').count(),
            scopes.split(' ').count()
        );
        let reply = graph
            .call_with(&token, reqwest::Method::GET, LOG, &[], None)
            .await;
        assert_eq!(reply.status, 403, "{scopes}");
    }
}

#[tokio::test]
async fn the_log_outlives_a_restart() {
    let dir = tempfile::tempdir().expect("a folder");
    let config = Config {
        state: Some(dir.path().join("tenant.db")),
        audit_delay: Some(Span::new(600_000, 600_000)),
        ..Config::default()
    };
    let graph = Graph::with(config.clone()).await;
    graph.new_guest("ana@partner-new.example").await;
    graph.stage.running.shutdown().await;

    let graph = Graph::with(config).await;
    assert!(entries(&graph, "").await.is_empty());
    graph
        .stage
        .control("/clock", json!({"advanceSeconds": 601}))
        .await;
    let log = entries(&graph, "").await;
    assert_eq!(
        names(&log),
        ["Invitation Email", "Invite external user", "Add user"]
    );
}
