//! Changing and deleting users.

use practice_tenant::directory::role::GLOBAL_ADMINISTRATOR;
use serde_json::{Value, json};

use super::{ADMIN, DENIED, Graph};

#[tokio::test]
async fn properties_change_and_read_only_ones_do_not() {
    let graph = Graph::new().await;
    let guest = graph.new_guest("ana@partner-new.example").await;
    let path = format!("/v1.0/users/{guest}");
    let changes = json!({"@odata.type": "#microsoft.graph.user", "companyName": "Woodgrove",
                         "city": "Porto", "usageLocation": "PT", "userType": "Member"});
    graph
        .patch("userAdministrator", &path, changes)
        .await
        .expect(204);
    let read = format!("{path}?$select=companyName,city,usageLocation,userType,country");
    let user = graph.get(ADMIN, &read).await.expect(200);
    assert_eq!(user["companyName"], "Woodgrove");
    assert_eq!(user["city"], "Porto");
    assert_eq!(user["userType"], "Member");
    assert_eq!(user["country"], Value::Null);
    for wrong in [
        json!({"externalUserState": "Accepted"}),
        json!({"creationType": null}),
        json!({"nonsense": 1}),
        json!({"accountEnabled": "no"}),
        json!({"usageLocation": "Portugal"}),
    ] {
        let reply = graph.patch(ADMIN, &path, wrong.clone()).await;
        assert_eq!(reply.refusal(400).0, "Request_BadRequest", "{wrong}");
    }
    let taken = graph.user(|user| !user.is_guest()).user_principal_name;
    let reply = graph
        .patch(ADMIN, &path, json!({"userPrincipalName": taken}))
        .await;
    assert!(
        reply
            .refusal(400)
            .1
            .contains("userPrincipalName already exists")
    );
}

#[tokio::test]
async fn sensitive_actions_depend_on_the_target() {
    let graph = Graph::new().await;
    let plain = graph.new_guest("ben@partner-new.example").await;
    let with_role = graph.account(ADMIN);
    let guards = graph.stage.running.tenant().read(|view| {
        let group = view
            .groups(None)
            .find(|group| group.is_role_assignable())
            .unwrap()
            .id;
        view.members(group, None).next().unwrap().id()
    });
    let block = json!({"accountEnabled": false});
    let path = |id: &dyn std::fmt::Display| format!("/v1.0/users/{id}");
    graph
        .patch("userAdministrator", &path(&plain), block.clone())
        .await
        .expect(204);
    for target in [with_role, guards] {
        let reply = graph
            .patch("userAdministrator", &path(&target), block.clone())
            .await;
        assert_eq!(reply.refusal(403), DENIED);
        assert_eq!(
            graph
                .delete("userAdministrator", &path(&target))
                .await
                .refusal(403),
            DENIED
        );
    }
    for kind in [
        "helpdeskAdministrator",
        "guestInviter",
        "member",
        "groupsAdministrator",
    ] {
        let reply = graph.patch(kind, &path(&plain), block.clone()).await;
        assert_eq!(reply.refusal(403), DENIED, "{kind}");
        assert_eq!(
            graph.delete(kind, &path(&plain)).await.refusal(403),
            DENIED,
            "{kind}"
        );
    }
    let roles = graph
        .stage
        .running
        .tenant()
        .read(|view| view.active_roles(with_role));
    assert!(roles.contains(&GLOBAL_ADMINISTRATOR));
    graph
        .delete("userAdministrator", &path(&plain))
        .await
        .expect(204);
    assert_eq!(
        graph.get(ADMIN, &path(&plain)).await.refusal(404).0,
        "Request_ResourceNotFound"
    );
    let deleted = graph
        .get(
            ADMIN,
            "/v1.0/directory/deletedItems/microsoft.graph.user?$select=id",
        )
        .await
        .expect(200);
    assert!(
        deleted["value"]
            .as_array()
            .unwrap()
            .iter()
            .any(|row| row["id"] == plain)
    );
}

#[tokio::test]
async fn a_user_is_found_by_id_and_by_name() {
    let graph = Graph::new().await;
    let guest = graph.user(|user| user.is_guest() && user.user_principal_name.contains("#EXT#"));
    let name = guest.user_principal_name.replace('#', "%23");
    for path in [
        format!("/v1.0/users/{}", guest.id),
        format!("/v1.0/users/{name}"),
        format!("/v1.0/Users('{}')", guest.id),
    ] {
        let found = graph.get(ADMIN, &path).await.expect(200);
        assert_eq!(found["id"], guest.id.to_string(), "{path}");
    }
    let me = graph.get("member", "/v1.0/me").await.expect(200);
    assert_eq!(me["id"], graph.account("member").to_string());
}

#[tokio::test]
async fn unknown_places_and_verbs_are_refused() {
    let graph = Graph::new().await;
    for (path, segment) in [
        ("/v1.0/nonsense", "nonsense"),
        ("/v1.0/users/x/nonsense", "nonsense"),
        ("/beta/users", "users"),
        (
            "/v1.0/policies/b2bManagementPolicies",
            "b2bManagementPolicies",
        ),
        ("/v1.0/me/memberOf/nonsense", "nonsense"),
    ] {
        let reply = graph.get(ADMIN, path).await;
        let message = format!("Resource not found for the segment '{segment}'.");
        assert_eq!(
            reply.refusal(400),
            ("BadRequest", message.as_str()),
            "{path}"
        );
    }
    assert_eq!(graph.delete(ADMIN, "/v1.0/organization").await.status, 405);
    let token = "not.a.token";
    let reply = graph
        .call_with(token, reqwest::Method::GET, "/v1.0/me", &[], None)
        .await;
    assert_eq!(reply.refusal(401).0, "InvalidAuthenticationToken");
    assert!(
        reply.headers["www-authenticate"]
            .to_str()
            .unwrap()
            .starts_with("Bearer")
    );
}

#[tokio::test]
async fn nobody_takes_an_address_that_is_somebody_elses() {
    let graph = Graph::new().await;
    let one = graph.new_guest("one@partner-new.example").await;
    let two = graph.new_guest("two@partner-new.example").await;
    let path = format!("/v1.0/users/{two}");
    let member = graph.user(|user| !user.is_guest() && user.mail.is_some());
    for (change, text) in [
        (json!({"mail": "one@partner-new.example"}), "proxyAddresses"),
        (
            json!({"otherMails": ["x@partner-new.example", "ONE@partner-new.example"]}),
            "proxyAddresses",
        ),
        (json!({"mail": member.mail}), "proxyAddresses"),
        (
            json!({"mail": member.user_principal_name}),
            "proxyAddresses",
        ),
        (json!({"mail": "not an address"}), "property 'mail'"),
        (json!({"otherMails": ["zz"]}), "property 'otherMails'"),
        (
            json!({"userPrincipalName": "x y@gmail.com"}),
            "userPrincipalName",
        ),
        (
            json!({"userPrincipalName": "two@gmail.com"}),
            "domain portion",
        ),
        (json!({"showInAddressList": "yes"}), "showInAddressList"),
        (json!({"usageLocation": "1!"}), "usageLocation"),
    ] {
        let reply = graph.patch(ADMIN, &path, change.clone()).await;
        let (code, message) = reply.refusal(400);
        assert_eq!(code, "Request_BadRequest", "{change}");
        assert!(message.contains(text), "{change}: {message}");
    }
    assert_eq!(graph.new_guest("one@partner-new.example").await, one);

    // One's own addresses may change places.
    let own = json!({"mail": "two.new@partner-new.example",
                     "otherMails": ["two@partner-new.example"], "showInAddressList": null});
    graph.patch(ADMIN, &path, own).await.expect(204);
    assert_eq!(graph.new_guest("two.new@partner-new.example").await, two);
    let initial = &graph.stage.running.ready().initial_domain;
    let name = json!({"userPrincipalName": format!("two#EXT#@{initial}")});
    graph.patch(ADMIN, &path, name).await.expect(204);
}

#[tokio::test]
async fn who_changes_nothing_needs_the_right_all_the_same_and_leaves_no_line() {
    let graph = Graph::new().await;
    let guest = graph.new_guest("ana@partner-new.example").await;
    let path = format!("/v1.0/users/{guest}");
    let lines = || graph.stage.running.tenant().ledger().len();
    let before = lines();
    for nothing in [json!({}), json!({"@odata.type": "#microsoft.graph.user"})] {
        let reply = graph.patch("member", &path, nothing.clone()).await;
        assert_eq!(reply.refusal(403), DENIED, "{nothing}");
        graph.patch(ADMIN, &path, nothing).await.expect(204);
    }
    let same = json!({"companyName": null, "accountEnabled": true});
    graph.patch(ADMIN, &path, same).await.expect(204);
    assert_eq!(lines(), before);

    let manager = json!({"manager@odata.bind": format!("{}/v1.0/users/{guest}", "https://x")});
    let reply = graph.patch(ADMIN, &path, manager).await;
    assert!(reply.refusal(400).1.contains("manager@odata.bind"));
    let sponsors = json!({"invitedUserEmailAddress": "ben@partner-new.example",
                          "inviteRedirectUrl": "https://myapps.microsoft.com",
                          "invitedUserSponsors@odata.bind": []});
    graph
        .post(ADMIN, "/v1.0/invitations", sponsors)
        .await
        .refusal(400);
    assert_eq!(lines(), before);
}
