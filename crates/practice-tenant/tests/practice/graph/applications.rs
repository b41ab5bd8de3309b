//! Assigning applications.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{ADMIN, DENIED, Graph};

fn body(principal: &str, resource: Uuid, role: Uuid) -> Value {
    json!({"principalId": principal, "resourceId": resource, "appRoleId": role})
}

#[tokio::test]
async fn a_guest_is_assigned_once_and_seen_from_both_sides() {
    let graph = Graph::new().await;
    let guest = graph.new_guest("ana@partner-new.example").await;
    let wiki = graph.application(|found| found.display_name == "Project Wiki");
    let path = format!("/v1.0/servicePrincipals/{}/appRoleAssignedTo", wiki.id);
    let wanted = body(&guest, wiki.id, Uuid::nil());
    let made = graph
        .post("cloudApplicationAdministrator", &path, wanted.clone())
        .await
        .expect(201);
    assert_eq!(made["principalType"], "User");
    assert_eq!(made["resourceDisplayName"], "Project Wiki");
    let again = graph.post(ADMIN, &path, wanted).await;
    assert_eq!(
        again.refusal(400),
        (
            "Request_BadRequest",
            "Permission being assigned already exists on the object"
        )
    );
    let id = made["id"].as_str().unwrap();
    let by_app = format!(
        "/v1.0/servicePrincipals(appId='{}')/appRoleAssignedTo?$top=999",
        wiki.app_id
    );
    for path in [by_app, format!("/v1.0/users/{guest}/appRoleAssignments")] {
        let listed = graph.get(ADMIN, &path).await.expect(200);
        assert!(
            listed["value"]
                .as_array()
                .unwrap()
                .iter()
                .any(|row| row["id"] == id),
            "{path}"
        );
    }
    graph
        .delete(ADMIN, &format!("{path}/{id}"))
        .await
        .expect(204);
    assert_eq!(
        graph
            .delete(ADMIN, &format!("{path}/{id}"))
            .await
            .refusal(404)
            .0,
        "Request_ResourceNotFound"
    );
}

#[tokio::test]
async fn roles_that_are_not_offered_cannot_be_assigned() {
    let graph = Graph::new().await;
    let guest = graph.new_guest("ben@partner-new.example").await;
    let portal = graph.application(|found| found.display_name == "Supplier Portal");
    let path = format!("/v1.0/servicePrincipals/{}/appRoleAssignedTo", portal.id);
    let role = |name: &str| {
        let found = portal
            .app_roles
            .iter()
            .find(|role| role.display_name.as_deref() == Some(name));
        found.expect("a role").id
    };
    for id in [
        Uuid::nil(),
        role("Retired reviewer"),
        role("Nightly import"),
        Uuid::from_u128(3),
    ] {
        let reply = graph.post(ADMIN, &path, body(&guest, portal.id, id)).await;
        assert_eq!(reply.refusal(400).0, "Request_BadRequest", "{id}");
    }
    graph
        .post(ADMIN, &path, body(&guest, portal.id, role("Viewer")))
        .await
        .expect(201);
    let nobody = Uuid::from_u128(9).to_string();
    let reply = graph
        .post(ADMIN, &path, body(&nobody, portal.id, role("Viewer")))
        .await;
    assert_eq!(reply.refusal(404).0, "Request_ResourceNotFound");
}

#[tokio::test]
async fn assigning_takes_a_role_or_ownership() {
    let graph = Graph::new().await;
    let guest = graph.new_guest("cleo@partner-new.example").await;
    let owned = graph
        .get(
            "owner",
            "/v1.0/me/ownedObjects/microsoft.graph.servicePrincipal",
        )
        .await
        .expect(200);
    let owned: Uuid = owned["value"][0]["id"].as_str().unwrap().parse().unwrap();
    let path = |id: Uuid| format!("/v1.0/servicePrincipals/{id}/appRoleAssignedTo");
    graph
        .post("owner", &path(owned), body(&guest, owned, Uuid::nil()))
        .await
        .expect(201);
    let other = graph
        .application(|found| found.display_name == "Learning Campus")
        .id;
    for kind in [
        "owner",
        "member",
        "guestInviter",
        "groupsAdministrator",
        "helpdeskAdministrator",
    ] {
        let reply = graph
            .post(kind, &path(other), body(&guest, other, Uuid::nil()))
            .await;
        assert_eq!(reply.refusal(403), DENIED, "{kind}");
    }
    let by_user = format!("/v1.0/users/{guest}/appRoleAssignments");
    let reply = graph
        .post(
            "userAdministrator",
            &by_user,
            body(&guest, other, Uuid::nil()),
        )
        .await;
    reply.expect(201);
}

#[tokio::test]
async fn the_portal_s_list_can_be_asked_for() {
    let graph = Graph::new().await;
    let tagged = "tags/any(t:t eq 'WindowsAzureActiveDirectoryIntegratedApp')";
    let path = format!("/v1.0/servicePrincipals?$filter={tagged}&$top=999");
    let listed = graph.get(ADMIN, &path).await.expect(200);
    let rows = listed["value"].as_array().unwrap();
    assert_eq!(rows.len(), 15);
    assert!(
        rows.iter()
            .all(|row| row["appRoles"].is_array() && row["tags"].is_array())
    );
    let path = format!("/v1.0/servicePrincipals?$filter={tagged}&$orderby=displayName&$count=true");
    let sorted = graph.advanced(&path).await.expect(200);
    let names: Vec<&str> = sorted["value"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["displayName"].as_str().unwrap())
        .collect();
    assert!(
        names
            .windows(2)
            .all(|pair| pair[0].to_lowercase() <= pair[1].to_lowercase())
    );
    let all = graph
        .advanced("/v1.0/servicePrincipals/$count")
        .await
        .expect(200);
    assert!(all.as_u64().unwrap() > 70);
}
