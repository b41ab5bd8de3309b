use std::sync::Arc;

use entra::graph::{Invitation, MemberAdded, MembersAdded};
use entra::{Cloud, Error, Graph, Http, Transport};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{self, Act, QuickClock, Server, Tokens, error, html};

fn invitation() -> Invitation {
    Invitation {
        invited_user_email_address: "ada@partner.example".to_owned(),
        invite_redirect_url: "https://myapps.microsoft.com/".to_owned(),
        invited_user_display_name: None,
        invited_user_type: None,
        send_invitation_message: true,
        invited_user_message_info: None,
    }
}

fn invited() -> Value {
    json!({
        "id": "i", "inviteRedeemUrl": "https://login.example/redeem?rd=x",
        "invitedUser": {"id": "u"}, "status": "PendingAcceptance",
    })
}

fn me() -> Act {
    support::json(200, &json!({"id": "me"}))
}

#[tokio::test]
async fn nothing_is_sent_where_nobody_listens() {
    let nobody = support::nobody().await;
    let cloud = Cloud::custom(nobody.clone(), nobody, None).unwrap();
    let clock = QuickClock::default();
    let transport = Transport::new(
        Http::new(&cloud).unwrap(),
        Arc::new(Tokens::default()),
        Arc::new(clock.clone()),
    );
    let error = Graph::new(transport)
        .invite(&invitation(), Uuid::new_v4())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
    assert!(error.nothing_happened());
    assert_eq!(clock.sleeps().len(), 3, "it was tried four times");
}

#[tokio::test]
async fn an_invitation_without_an_answer_is_never_sent_again() {
    let whole = invited().to_string();
    for act in [
        Act::Drop,
        Act::Half(201, whole[..20].to_owned()),
        html(500),
        html(502),
        error(503, "ServiceUnavailable", "later"),
        error(504, "", "").with("Retry-After", "1"),
        Act::Reply(201, vec![], "<html>".to_owned()),
    ] {
        let server = Server::script(vec![act.clone(), support::json(201, &invited())]).await;
        let id = Uuid::new_v4();
        let result = server
            .graph(&QuickClock::default())
            .invite(&invitation(), id)
            .await;
        match result {
            Err(Error::OutcomeUnknown {
                client_request_id, ..
            }) => assert_eq!(client_request_id, id),
            other => panic!("{act:?}: {other:?}"),
        }
        let seen = server.seen();
        assert_eq!(seen.len(), 1, "{act:?}");
        assert_eq!(
            seen[0].header("client-request-id"),
            Some(id.to_string().as_str())
        );
    }
}

#[tokio::test]
async fn a_throttled_invitation_is_sent_again_when_the_service_says() {
    for status in [429, 503] {
        let throttled = error(status, "TooManyRequests", "slow").with("Retry-After", "7");
        let server = Server::script(vec![throttled, support::json(201, &invited())]).await;
        let clock = QuickClock::default();
        let written = server
            .graph(&clock)
            .invite(&invitation(), Uuid::new_v4())
            .await
            .unwrap();
        assert_eq!(written.value.invited_user_id, "u");
        assert_eq!(server.seen().len(), 2);
        assert_eq!(clock.sleeps(), [7]);
    }
}

#[tokio::test]
async fn a_refused_invitation_is_a_refusal_and_changes_nothing() {
    let message = "Guest invitations not allowed for your company.";
    let act = error(403, "Forbidden", message).with("request-id", "r-1");
    let server = Server::script(vec![act]).await;
    let result = server
        .graph(&QuickClock::default())
        .invite(&invitation(), Uuid::new_v4())
        .await;
    let error = result.unwrap_err();
    let service = error.service().unwrap();
    assert!(error.nothing_happened() && service.says("not allowed for your company"));
    assert_eq!(service.request_id.as_deref(), Some("r-1"));
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_question_is_asked_again_under_the_same_id() {
    let half = Act::Half(200, "{\"id\"".to_owned());
    let server = Server::script(vec![Act::Drop, half, html(500), me()]).await;
    let clock = QuickClock::default();
    let user = server.graph(&clock).me().await.unwrap();
    assert_eq!(user.id, "me");
    let ids: Vec<_> = server
        .seen()
        .iter()
        .map(|seen| seen.header("client-request-id").unwrap().to_owned())
        .collect();
    assert_eq!(ids.len(), 4);
    assert!(
        ids.iter()
            .all(|id| id == &ids[0] && Uuid::parse_str(id).is_ok())
    );
}

#[tokio::test]
async fn a_lost_network_is_told_until_something_is_answered() {
    let server = Server::script(vec![Act::Drop]).await;
    let graph = server.graph(&QuickClock::default());
    assert_eq!(graph.pace().network_lost_until, None);
    graph.me().await.unwrap_err();
    assert!(graph.pace().network_lost_until.is_some());

    let server = Server::script(vec![Act::Drop, html(500), me()]).await;
    let graph = server.graph(&QuickClock::default());
    graph.me().await.unwrap();
    assert_eq!(graph.pace().network_lost_until, None);
}

#[tokio::test]
async fn a_question_that_stays_unanswered_keeps_the_status() {
    let server = Server::script(vec![html(500)]).await;
    let error = server.graph(&QuickClock::default()).me().await.unwrap_err();
    let service = error.service().unwrap();
    assert_eq!((service.status, service.code.as_str()), (500, ""));
    assert!(!service.message.contains('<'));
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn a_member_added_by_a_lost_request_is_a_member() {
    let exists = error(
        400,
        "Request_BadRequest",
        "One or more added object references already exist for the following modified properties: 'members'.",
    );
    let server = Server::script(vec![Act::Drop, exists]).await;
    let graph = server.graph(&QuickClock::default());
    let written = graph.add_member("g", "u", Uuid::new_v4()).await.unwrap();
    assert_eq!(written.value, MemberAdded::AlreadyMember);
    let seen = server.seen();
    assert_eq!(seen[1].method, "POST");
    assert_eq!(seen[1].target, "/v1.0/groups/g/members/$ref");
    let object = server.link("/v1.0/directoryObjects/u");
    assert_eq!(seen[1].json(), json!({"@odata.id": object}));
}

#[tokio::test]
async fn members_are_added_together_or_not_at_all() {
    let exists = error(400, "Request_BadRequest", "references already exist");
    let missing = error(
        404,
        "Request_ResourceNotFound",
        "Resource 'b' does not exist",
    );
    let denied = error(
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges",
    );
    let added = Act::Reply(204, vec![], String::new());
    let server = Server::script(vec![added, exists, missing, denied]).await;
    let graph = server.graph(&QuickClock::default());
    let users = ["a".to_owned(), "b".to_owned()];
    let add = || graph.add_members("g", &users, Uuid::new_v4());
    assert_eq!(add().await.unwrap().value, MembersAdded::Added);
    for status in [400, 404] {
        match add().await.unwrap().value {
            MembersAdded::Refused(service) => assert_eq!(service.status, status),
            MembersAdded::Added => panic!("{status} taken for success"),
        }
    }
    assert_eq!(add().await.unwrap_err().service().unwrap().status, 403);
    let seen = server.seen();
    assert_eq!(
        (seen[0].method.as_str(), seen[0].target.as_str()),
        ("PATCH", "/v1.0/groups/g")
    );
    let bound = ["a", "b"].map(|user| server.link(&format!("/v1.0/directoryObjects/{user}")));
    assert_eq!(seen[0].json(), json!({"members@odata.bind": bound}));
}

#[tokio::test]
async fn a_repeatable_change_that_stays_unanswered_is_unknown() {
    let server = Server::script(vec![Act::Drop]).await;
    let graph = server.graph(&QuickClock::default());
    let error = graph
        .add_member("g", "u", Uuid::new_v4())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::OutcomeUnknown { .. }) && !error.nothing_happened());
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn a_wait_beyond_the_budget_is_left_to_the_caller() {
    let throttled = error(429, "TooManyRequests", "slow").with("Retry-After", "3600");
    let server = Server::script(vec![throttled]).await;
    let clock = QuickClock::default();
    let error = server.graph(&clock).me().await.unwrap_err();
    let wait = error.service().unwrap().retry_after.unwrap();
    assert_eq!(wait.as_secs(), 3600);
    assert_eq!((server.seen().len(), clock.sleeps().len()), (1, 0));
}
