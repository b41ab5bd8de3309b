//! Organization, policies, roles, settings; and what guests may not read.

use reqwest::Method;
use serde_json::json;

use super::{ADMIN, DENIED, Graph, is_plain};

#[tokio::test]
async fn members_read_the_directory_and_guests_do_not() {
    let graph = Graph::new().await;
    for path in [
        "/v1.0/users?$top=1",
        "/v1.0/groups?$top=1",
        "/v1.0/policies/authorizationPolicy",
        "/v1.0/policies/crossTenantAccessPolicy/default",
        "/v1.0/policies/crossTenantAccessPolicy/partners",
        "/v1.0/directoryRoles",
        "/v1.0/roleManagement/directory/roleAssignments",
        "/v1.0/groupSettings",
        "/beta/policies/b2bManagementPolicies",
    ] {
        graph.get("member", path).await.expect(200);
        assert_eq!(
            graph.get("guestInviterGuest", path).await.refusal(403),
            DENIED,
            "{path}"
        );
    }
    for path in [
        "/v1.0/me",
        "/v1.0/organization",
        "/v1.0/domains",
        "/v1.0/me/memberOf",
    ] {
        graph.get("guestInviterGuest", path).await.expect(200);
    }
    graph.amend(|tx| {
        tx.edit_policies(|policies| policies.authorization.allowed_to_read_other_users = false);
    });
    assert_eq!(
        graph.get("member", "/v1.0/users?$top=1").await.refusal(403),
        DENIED
    );
    graph
        .get("userAdministrator", "/v1.0/users?$top=1")
        .await
        .expect(200);
}

#[tokio::test]
async fn with_user_read_alone_the_organization_is_its_name_and_domains() {
    let graph = Graph::new().await;
    let client = graph
        .stage
        .running
        .ready()
        .client_id_unconsented
        .to_string();
    let scope = "https://graph.microsoft.com/User.Read openid";
    let token = graph.token(&client, scope, ADMIN).await;
    let path = "/v1.0/organization";
    let reply = graph.call_with(&token, Method::GET, path, &[], None).await;
    let narrow = reply.expect(200)["value"][0].clone();
    let whole = graph.get(ADMIN, path).await.expect(200)["value"][0].clone();
    assert_eq!(narrow["displayName"], whole["displayName"]);
    assert_eq!(narrow["verifiedDomains"], whole["verifiedDomains"]);
    assert!(whole["privacyProfile"]["statementUrl"].is_string());
    assert!(narrow["privacyProfile"].is_null() && narrow["preferredLanguage"].is_null());
}

#[tokio::test]
async fn the_organization_and_its_neighbours_can_be_read() {
    let graph = Graph::new().await;
    let organization = graph.get(ADMIN, "/v1.0/organization").await.expect(200);
    let domains = organization["value"][0]["verifiedDomains"]
        .as_array()
        .unwrap()
        .clone();
    assert!(domains.iter().any(|domain| domain["isInitial"] == true));
    assert_eq!(organization["value"][0]["id"], graph.stage.tenant_id());

    let path =
        "/v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='adatum.com')";
    let found = graph.get(ADMIN, path).await.expect(200);
    assert!(found["tenantId"].is_string());
    let id = found["tenantId"].as_str().unwrap();
    let path =
        format!("/v1.0/tenantRelationships/findTenantInformationByTenantId(tenantId='{id}')");
    assert_eq!(
        graph.get(ADMIN, &path).await.expect(200)["displayName"],
        found["displayName"]
    );
    let path =
        "/v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='no.example')";
    assert_eq!(graph.get(ADMIN, path).await.status, 404);
}

#[tokio::test]
async fn the_policy_on_invitations_is_read_and_changed() {
    let graph = Graph::new().await;
    let path = "/v1.0/policies/authorizationPolicy";
    let change = json!({"allowInvitesFrom": "none"});
    assert_eq!(
        graph
            .patch("userAdministrator", path, change.clone())
            .await
            .refusal(403),
        DENIED
    );
    graph.patch(ADMIN, path, change).await.expect(204);
    assert_eq!(
        graph.get(ADMIN, path).await.expect(200)["allowInvitesFrom"],
        "none"
    );
    graph
        .patch(ADMIN, path, json!({"allowInvitesFrom": "nobody"}))
        .await
        .refusal(400);
    graph
        .patch(ADMIN, path, json!({"nonsense": true}))
        .await
        .refusal(400);

    let list = graph
        .get(ADMIN, "/beta/policies/b2bManagementPolicies")
        .await
        .expect(200);
    let definition = list["value"][0]["definition"][0]
        .as_str()
        .expect("a string");
    let definition: serde_json::Value = serde_json::from_str(definition).expect("JSON");
    let domains = &definition["B2BManagementPolicy"]["InvitationsAllowedAndBlockedDomainsPolicy"];
    assert_eq!(domains["BlockedDomains"], json!(["rival.example"]));
    let partners = graph
        .get(ADMIN, "/v1.0/policies/crossTenantAccessPolicy/partners")
        .await
        .expect(200);
    let blocked = partners["value"]
        .as_array()
        .unwrap()
        .iter()
        .find(|partner| {
            partner["b2bCollaborationInbound"]["usersAndGroups"]["accessType"] == "blocked"
        });
    let id = blocked.expect("a blocked partner")["tenantId"]
        .as_str()
        .unwrap();
    let one = format!("/v1.0/policies/crossTenantAccessPolicy/partners/{id}");
    assert_eq!(&graph.get(ADMIN, &one).await.expect(200)["tenantId"], id);
}

#[tokio::test]
async fn own_roles_can_be_read_in_two_ways() {
    let graph = Graph::new().await;
    let kind = "userAdministrator";
    let path = "/v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole";
    assert_eq!(
        graph.get(kind, path).await.refusal(400).0,
        "Request_UnsupportedQuery"
    );
    let headers = [("ConsistencyLevel", "eventual")];
    let path = format!("{path}?$count=true&$select=id,roleTemplateId,displayName");
    let roles = graph
        .call(kind, reqwest::Method::GET, &path, &headers, None)
        .await
        .expect(200);
    assert_eq!(roles["value"][0]["displayName"], "User Administrator");
    let template = roles["value"][0]["roleTemplateId"].clone();

    let id = graph.account(kind);
    let path =
        format!("/v1.0/roleManagement/directory/roleAssignments?$filter=principalId eq '{id}'");
    let held = graph.get(kind, &path).await.expect(200);
    assert_eq!(held["value"].as_array().unwrap().len(), 1);
    assert_eq!(held["value"][0]["roleDefinitionId"], template);
    assert_eq!(held["value"][0]["directoryScopeId"], "/");
    let id = template.as_str().unwrap();
    let path = format!("/v1.0/roleManagement/directory/roleDefinitions/{id}");
    assert_eq!(
        graph.get(kind, &path).await.expect(200)["displayName"],
        "User Administrator"
    );
    let path = "/v1.0/roleManagement/directory/roleEligibilityScheduleInstances/\
                filterByCurrentUser(on='principal')";
    let eligible = graph
        .get("eligibleUserAdministrator", path)
        .await
        .expect(200);
    assert_eq!(eligible["value"][0]["roleDefinitionId"], template);
    assert_eq!(
        graph.get("member", path).await.expect(200)["value"],
        json!([])
    );
}

#[tokio::test]
async fn settings_and_group_checks() {
    let graph = Graph::new().await;
    let settings = graph.get(ADMIN, "/v1.0/groupSettings").await.expect(200);
    assert!(settings["value"][0]["values"][0]["value"].is_string());
    let closed = graph.group(|group| group.is_unified() && !group.settings.is_empty());
    let own = graph
        .get(ADMIN, &format!("/v1.0/groups/{closed}/settings"))
        .await
        .expect(200);
    assert_eq!(own["value"][0]["values"][0]["name"], "AllowToAddGuests");

    let (group, member) = graph.stage.running.tenant().read(|view| {
        let mut groups = view.groups(None).filter(|group| is_plain(group));
        groups
            .find_map(|group| Some((group.id, view.members(group.id, None).next()?.id())))
            .unwrap()
    });
    let ids = json!({"groupIds": [group, closed]});
    for path in [
        format!("/v1.0/directoryObjects/{member}/checkMemberGroups"),
        format!("/v1.0/users/{member}/checkMemberGroups"),
    ] {
        let found = graph.post(ADMIN, &path, ids.clone()).await.expect(200);
        assert!(
            found["value"].as_array().unwrap().contains(&json!(group)),
            "{path}"
        );
    }
    let object = graph
        .get(ADMIN, &format!("/v1.0/directoryObjects/{group}"))
        .await
        .expect(200);
    assert_eq!(object["@odata.type"], "#microsoft.graph.group");
    let expanded = graph
        .get(
            ADMIN,
            &format!("/v1.0/groups/{group}?$expand=members($select=id)"),
        )
        .await
        .expect(200);
    let members = expanded["members"].as_array().unwrap();
    assert!(!members.is_empty() && members.len() <= 20);
}
