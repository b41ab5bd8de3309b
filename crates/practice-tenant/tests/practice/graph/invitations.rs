//! Inviting: new, again, and refused.

use practice_tenant::directory::ExternalUserState;
use serde_json::{Value, json};

use super::{ADMIN, DENIED, Graph, invitation};

#[tokio::test]
async fn a_new_guest_is_made_as_entra_makes_it() {
    let graph = Graph::new().await;
    let mut body = invitation("Ana.Neu@partner-new.example");
    body["invitedUserDisplayName"] = json!("Ana Neu");
    body["invitedUserMessageInfo"] = json!({
        "@odata.type": "#microsoft.graph.invitedUserMessageInfo",
        "customizedMessageBody": "Welcome",
        "ccRecipients": [{"emailAddress": {"address": "boss@partner-new.example"}}],
    });
    let made = graph
        .post("userAdministrator", "/v1.0/invitations", body)
        .await
        .expect(201);
    assert_eq!(made["status"], "PendingAcceptance");
    assert_eq!(made["invitedUserType"], "Guest");
    assert_eq!(made["resetRedemption"], false);
    let url = made["inviteRedeemUrl"].as_str().unwrap();
    let login = &graph.stage.running.ready().login;
    assert!(url.starts_with(&format!("{login}/redeem?rd=")), "{url}");
    assert!(
        url.contains(&made["id"].as_str().unwrap().replace('-', "%2D")),
        "{url}"
    );

    let id = made["invitedUser"]["id"].as_str().unwrap();
    let select = "id,userPrincipalName,mail,mailNickname,otherMails,proxyAddresses,userType,\
                  creationType,externalUserState,externalUserStateChangeDateTime,accountEnabled,\
                  usageLocation,identities,displayName,showInAddressList";
    let path = format!("/v1.0/users/{id}?$select={select}&$expand=sponsors($select=id)");
    let user = graph.get(ADMIN, &path).await.expect(200);
    let initial = &graph.stage.running.ready().initial_domain;
    let upn = format!("Ana.Neu_partner-new.example#EXT#@{initial}");
    assert_eq!(user["userPrincipalName"], upn);
    assert_eq!(user["mailNickname"], "Ana.Neu_partner-new.example#EXT#");
    assert_eq!(user["otherMails"], json!(["Ana.Neu@partner-new.example"]));
    assert_eq!(
        user["proxyAddresses"],
        json!(["SMTP:Ana.Neu@partner-new.example"])
    );
    assert_eq!(user["creationType"], "Invitation");
    assert_eq!(user["externalUserState"], "PendingAcceptance");
    assert_eq!(user["usageLocation"], Value::Null);
    assert_eq!(user["accountEnabled"], true);
    assert_eq!(user["identities"][0]["issuerAssignedId"], upn);
    let inviter = graph.account("userAdministrator").to_string();
    assert_eq!(user["sponsors"][0]["id"], inviter);
    let mails = graph
        .stage
        .running
        .tenant()
        .mails(Some("ana.neu@partner-new.example"));
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].cc, ["boss@partner-new.example"]);
}

#[tokio::test]
async fn again_is_the_same_guest_with_a_new_link() {
    let graph = Graph::new().await;
    let first = graph
        .invite(ADMIN, "ben@partner-new.example")
        .await
        .expect(201);
    let again = graph
        .invite(ADMIN, "BEN@partner-new.example")
        .await
        .expect(201);
    assert_eq!(first["invitedUser"], again["invitedUser"]);
    assert_ne!(first["inviteRedeemUrl"], again["inviteRedeemUrl"]);
    let found = graph
        .get(
            ADMIN,
            "/v1.0/users?$filter=mail eq 'ben@partner-new.example'",
        )
        .await
        .expect(200);
    assert_eq!(found["value"].as_array().unwrap().len(), 1);
    assert_eq!(
        graph
            .stage
            .running
            .tenant()
            .mails(Some("ben@partner-new.example"))
            .len(),
        2
    );

    let accepted = graph.user(|user| {
        user.is_guest()
            && user.external_user_state == Some(ExternalUserState::Accepted)
            && user
                .mail
                .as_ref()
                .is_some_and(|mail| !mail.ends_with("rival.example"))
    });
    let mail = accepted.mail.unwrap();
    let again = graph.invite(ADMIN, &mail).await.expect(201);
    assert_eq!(again["status"], "Completed");
    assert_eq!(again["invitedUser"]["id"], accepted.id.to_string());
    let path = format!("/v1.0/users/{}?$select=externalUserState", accepted.id);
    assert_eq!(
        graph.get(ADMIN, &path).await.expect(200)["externalUserState"],
        "Accepted"
    );
}

#[tokio::test]
async fn the_ledger_tells_what_was_done() {
    let graph = Graph::new().await;
    let mut silent = invitation("cleo@partner-new.example");
    silent["sendInvitationMessage"] = json!(false);
    graph
        .post(ADMIN, "/v1.0/invitations", silent)
        .await
        .expect(201);
    graph
        .invite(ADMIN, "cleo@partner-new.example")
        .await
        .expect(201);
    graph.invite(ADMIN, "dan@rival.example").await.refusal(400);
    let ledger = graph.stage.running.tenant().ledger();
    let kinds: Vec<Vec<String>> = ledger
        .iter()
        .map(|entry| {
            let kinds = entry
                .effects
                .iter()
                .map(|effect| format!("{:?}", effect.kind));
            kinds.collect()
        })
        .collect();
    assert_eq!(
        kinds,
        [
            vec!["UserCreated", "InvitationIssued"],
            vec!["InvitationIssued", "MailSent"]
        ]
    );
    assert!(
        ledger
            .iter()
            .all(|entry| entry.path == "/v1.0/invitations" && entry.status == 201)
    );
}

#[tokio::test]
async fn addresses_that_cannot_be_invited_are_refused_with_their_texts() {
    let graph = Graph::new().await;
    let member = graph.user(|user| !user.is_guest() && !user.is_invited() && user.mail.is_some());
    let internal = graph.user(|user| user.is_guest() && !user.is_invited());
    let internal_mail = "temp.worker@outside.example".to_owned();
    graph.amend(|tx| {
        tx.edit_user(internal.id, |user| user.mail = Some(internal_mail.clone()));
    });
    let exists = format!(
        "The invited user already exists in the directory as object ID: {}. They can use that \
         account to sign in to shared apps and resources.",
        internal.id
    );
    let verified = "This user cannot be invited because the domain of the user's email address is \
                    a verified domain of this directory.";
    for (address, text) in [
        (member.mail.unwrap().as_str(), verified),
        (
            "eve@rival.example",
            "currently blocked by your invitation policy",
        ),
        (
            "eve@nodpublishers.com",
            "This invitation is blocked by cross-tenant access settings.",
        ),
        (
            "eve@adatum.com",
            "This invitation is blocked by cross-tenant access settings.",
        ),
        (internal_mail.as_str(), exists.as_str()),
        ("ines.duarte@freelance.example", "same proxy address"),
        ("press@contoso-media.example", "same proxy address"),
        ("eve+tag@partner-new.example", "is invalid"),
        ("eve", "is invalid"),
    ] {
        let reply = graph.invite(ADMIN, address).await;
        let (code, message) = reply.refusal(400);
        assert_eq!(code, "BadRequest", "{address}");
        assert!(message.contains(text), "{address}: {message}");
    }
    assert!(graph.stage.running.tenant().ledger().is_empty());

    graph.amend(|tx| {
        tx.edit_user(internal.id, |user| user.account_enabled = false);
    });
    let reply = graph.invite(ADMIN, &internal_mail).await;
    assert!(
        reply
            .refusal(400)
            .1
            .contains("but the account is blocked from signing in.")
    );
}

#[tokio::test]
async fn a_missing_scope_is_a_401_of_its_own() {
    let graph = Graph::new().await;
    let client = graph.stage.unconsented();
    let token = graph.token(&client, "User.Read openid", ADMIN).await;
    let body = invitation("fay@partner-new.example");
    let path = "/v1.0/invitations";
    let reply = graph
        .call_with(&token, reqwest::Method::POST, path, &[], Some(&body))
        .await;
    let (code, message) = reply.refusal(401);
    assert_eq!(code, "Unauthorized");
    assert!(message.contains("ControllerName=MSGraphInviteAPI, ActionName=CreateInvite"));
    let reply = graph
        .call_with(&token, reqwest::Method::GET, "/v1.0/users", &[], None)
        .await;
    assert_eq!(reply.refusal(403), DENIED);
    let reply = graph
        .call_with(&token, reqwest::Method::GET, "/v1.0/me", &[], None)
        .await;
    reply.expect(200);
}

#[tokio::test]
async fn a_deleted_guest_is_not_brought_back() {
    let graph = Graph::new().await;
    let first = graph.new_guest("gil@partner-new.example").await;
    graph
        .delete(ADMIN, &format!("/v1.0/users/{first}"))
        .await
        .expect(204);
    let second = graph.new_guest("gil@partner-new.example").await;
    assert_ne!(first, second);
    let path = format!("/v1.0/directory/deletedItems/{first}");
    assert_eq!(graph.get(ADMIN, &path).await.expect(200)["id"], first);
}

#[tokio::test]
async fn a_redemption_can_be_reset_by_those_who_may() {
    let graph = Graph::new().await;
    let id = graph.new_guest("hal@partner-new.example").await;
    let (status, _) = graph
        .stage
        .control("/redeem", json!({"address": "hal@partner-new.example"}))
        .await;
    assert_eq!(status.as_u16(), 200);
    let mut reset = invitation("hal@partner-new.example");
    reset["resetRedemption"] = json!(true);
    let reply = graph.post(ADMIN, "/v1.0/invitations", reset.clone()).await;
    reply.refusal(400);
    reset["invitedUser"] = json!({"id": id});
    let reply = graph
        .post("guestInviter", "/v1.0/invitations", reset.clone())
        .await;
    assert_eq!(reply.refusal(403), DENIED);
    let done = graph
        .post("userAdministrator", "/v1.0/invitations", reset)
        .await
        .expect(201);
    assert_eq!(done["invitedUser"]["id"], id);
    let path = format!("/v1.0/users/{id}?$select=externalUserState");
    let user = graph.get(ADMIN, &path).await.expect(200);
    assert_eq!(user["externalUserState"], "PendingAcceptance");
}

#[tokio::test]
async fn only_a_global_administrator_invites_members() {
    let graph = Graph::new().await;
    let mut body = invitation("ivy@partner-new.example");
    body["invitedUserType"] = json!("Member");
    let reply = graph
        .post("userAdministrator", "/v1.0/invitations", body.clone())
        .await;
    assert_eq!(reply.refusal(403), DENIED);
    let made = graph
        .post(ADMIN, "/v1.0/invitations", body)
        .await
        .expect(201);
    assert_eq!(made["invitedUserType"], "Member");
}

#[tokio::test]
async fn invitations_cannot_be_read() {
    let graph = Graph::new().await;
    let reply = graph.get(ADMIN, "/v1.0/invitations").await;
    let (code, message) = reply.refusal(404);
    assert_eq!(code, "UnknownError");
    assert!(message.contains("<html"));
}

#[tokio::test]
async fn turning_an_internal_user_outward_changes_that_user_and_needs_the_right_to() {
    let graph = Graph::new().await;
    let mail = "temp.worker@outside.example";
    let internal = graph.user(|user| user.is_guest() && !user.is_invited());
    graph.amend(|tx| {
        tx.edit_user(internal.id, |user| user.mail = Some(mail.to_owned()));
    });
    let mut body = invitation(mail);
    body["invitedUser"] = json!({"id": internal.id});
    let reply = graph
        .post("guestInviter", "/v1.0/invitations", body.clone())
        .await;
    assert_eq!(reply.refusal(403), DENIED);
    let client = graph.stage.client();
    let scopes = "User.Invite.All openid";
    let token = graph.token(&client, scopes, ADMIN).await;
    let held = crate::identity::claims(&token);
    assert!(
        !held["scp"].as_str().unwrap().contains("User.ReadWrite.All"),
        "{held}"
    );
    let path = "/v1.0/invitations";
    let reply = graph
        .call_with(&token, reqwest::Method::POST, path, &[], Some(&body))
        .await;
    assert_eq!(reply.refusal(403), DENIED);
    assert!(!graph.user(|user| user.id == internal.id).is_invited());
    let done = graph
        .post("userAdministrator", path, body)
        .await
        .expect(201);
    assert_eq!(done["invitedUser"]["id"], internal.id.to_string());
}

#[tokio::test]
async fn names_are_as_long_as_a_change_may_make_them_and_messages_hold_what_is_known() {
    let graph = Graph::new().await;
    let mut long = invitation("ana@partner-new.example");
    long["invitedUserDisplayName"] = json!("x".repeat(257));
    let reply = graph.post(ADMIN, "/v1.0/invitations", long.clone()).await;
    assert!(reply.refusal(400).1.contains("invitedUserDisplayName"));
    long["invitedUserDisplayName"] = json!("x".repeat(256));
    long["invitedUserMessageInfo"] = json!({"foo": 1});
    let reply = graph.post(ADMIN, "/v1.0/invitations", long.clone()).await;
    assert!(reply.refusal(400).1.contains("'foo'"));
    long["invitedUserMessageInfo"] =
        json!({"@odata.type": "#microsoft.graph.invitedUserMessageInfo"});
    graph
        .post(ADMIN, "/v1.0/invitations", long)
        .await
        .expect(201);
}
