//! Trouble on demand.

use reqwest::Method;
use serde_json::{Value, json};

use crate::program::Program;

async fn users(program: &Program, bearer: &str) -> reqwest::Result<reqwest::Response> {
    program
        .graph(Method::GET, "/v1.0/users?$top=5", bearer)
        .send()
        .await
}

#[tokio::test]
async fn statuses_pages_and_links_fail_as_told_and_only_then() {
    let program = Program::start(&[]);
    let bearer = program.bearer("userAdministrator").await;
    let fault = async |fault: Value| program.command("/faults", fault).await;
    let on_users = json!({"method": "GET", "path": "/v1.0/users"});

    fault(json!({"match": on_users, "do": "status", "status": 429, "retryAfter": 7})).await;
    let answer = users(&program, &bearer).await.expect("an answer");
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["retry-after"]),
        (429, &"7".parse().expect("a value"))
    );
    assert_eq!(
        answer.headers()["x-ms-throttle-information"],
        "CPULimitExceeded"
    );
    let scope = answer.headers()["x-ms-throttle-scope"].to_str();
    let scope = scope.expect("text").to_owned();
    let app = program.told("clientId");
    assert!(
        scope.starts_with(&format!("Tenant_Application/ReadWrite/{app}/")),
        "{scope}"
    );
    let error: Value = answer.json().await.expect("JSON");
    assert_eq!(error["error"]["code"], "TooManyRequests");
    assert_eq!(
        users(&program, &bearer).await.expect("an answer").status(),
        200
    );

    fault(json!({"match": on_users, "do": "html500"})).await;
    let answer = users(&program, &bearer).await.expect("an answer");
    assert_eq!(answer.status(), 500);
    assert!(
        answer
            .text()
            .await
            .expect("text")
            .starts_with("<!DOCTYPE html>")
    );

    fault(json!({"match": on_users, "do": "foreignNextLink"})).await;
    let list: Value = users(&program, &bearer)
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    let link = list["@odata.nextLink"].as_str().expect("a link");
    assert!(!link.starts_with(program.told("graph")), "{link}");

    fault(json!({"match": on_users, "do": "delay", "delayMs": 80})).await;
    let begin = std::time::Instant::now();
    assert_eq!(
        users(&program, &bearer).await.expect("an answer").status(),
        200
    );
    assert!(begin.elapsed() >= std::time::Duration::from_millis(80));

    fault(json!({"match": on_users, "do": "status", "status": 503, "times": 99})).await;
    let cleared = program
        .control(Method::DELETE, "/faults")
        .send()
        .await
        .expect("an answer");
    assert_eq!(cleared.status(), 200);
    assert_eq!(
        users(&program, &bearer).await.expect("an answer").status(),
        200
    );
}

#[tokio::test]
async fn an_answer_is_cut_in_the_middle_after_the_effect() {
    let program = Program::start(&[]);
    let bearer = program.bearer("userAdministrator").await;
    let fault = json!({"match": {"method": "POST", "path": "/v1.0/invitations"}, "do": "cut"});
    program.command("/faults", fault).await;
    let answer = program.invite(&bearer, "half@wingtiptoys.com").await;
    let answer = answer.expect("the head of an answer");
    assert_eq!(answer.status(), 201);
    let promised = answer.content_length().expect("a length");
    assert!(promised > 500, "{promised}");
    assert!(answer.bytes().await.is_err(), "the whole answer came");
    assert_eq!(program.ledger().await.len(), 1);

    // One call of a batch takes the answer of the whole with it, but not its effects.
    let invite = json!({
        "invitedUserEmailAddress": "whole@wingtiptoys.com",
        "inviteRedirectUrl": "https://myapps.microsoft.com/",
    });
    let fault = json!({"match": {"path": "/v1.0/me"}, "do": "cut"});
    program.command("/faults", fault).await;
    let batch = json!({"requests": [
        {"id": "1", "method": "POST", "url": "/invitations", "body": invite,
         "headers": {"Content-Type": "application/json"}},
        {"id": "2", "method": "GET", "url": "/me"},
    ]});
    let answer = program
        .graph(Method::POST, "/v1.0/$batch", &bearer)
        .json(&batch)
        .send()
        .await
        .expect("the head of an answer");
    assert_eq!(answer.status(), 200);
    assert!(answer.bytes().await.is_err(), "the whole answer came");
    assert_eq!(program.ledger().await.len(), 2);

    // What has no body is cut without an answer.
    let fault = json!({"match": {"path": "/groups/{id}/members/$ref"}, "do": "cut"});
    program.command("/faults", fault).await;
    let users = users(&program, &bearer).await.expect("an answer");
    let users: Value = users.json().await.expect("JSON");
    let path = "/v1.0/groups?$filter=displayName%20eq%20'Wi-Fi%20-%20Visitors'";
    let groups = program.graph(Method::GET, path, &bearer).send().await;
    let groups: Value = groups.expect("an answer").json().await.expect("JSON");
    let text = |id: &Value| id.as_str().expect("an id").to_owned();
    let path = format!(
        "/v1.0/groups/{}/members/$ref",
        text(&groups["value"][0]["id"])
    );
    let member = format!(
        "https://graph.microsoft.com/v1.0/directoryObjects/{}",
        text(&users["value"][0]["id"])
    );
    let added = program
        .graph(Method::POST, &path, &bearer)
        .json(&json!({"@odata.id": member}))
        .send()
        .await;
    assert!(added.is_err(), "{added:?}");
    assert_eq!(program.ledger().await.len(), 3);
}

#[tokio::test]
async fn a_slow_answer_comes_whole_but_in_pieces() {
    let program = Program::start(&[]);
    let bearer = program.bearer("userAdministrator").await;
    let whole = users(&program, &bearer).await.expect("an answer");
    let whole: Value = whole.json().await.expect("JSON");
    let fault = json!({"match": {"path": "/v1.0/users"}, "do": "slow", "delayMs": 200});
    program.command("/faults", fault).await;
    let begin = std::time::Instant::now();
    let slow = users(&program, &bearer).await.expect("an answer");
    assert!(slow.content_length().is_some());
    assert_eq!(slow.json::<Value>().await.expect("JSON"), whole);
    assert!(begin.elapsed() >= std::time::Duration::from_millis(190));
}

#[tokio::test]
async fn html_comes_with_the_status_asked_for() {
    let program = Program::start(&[]);
    let bearer = program.bearer("userAdministrator").await;
    for (status, fault) in [
        (502, json!({"do": "html"})),
        (504, json!({"do": "html", "status": 504})),
    ] {
        program.command("/faults", fault).await;
        let answer = users(&program, &bearer).await.expect("an answer");
        assert_eq!(answer.status(), status);
        assert_eq!(answer.headers()["content-type"], "text/html; charset=utf-8");
    }
}

/// How thirty calls fare on a tenant of this seed where chance has its way.
async fn fates(seed: &str, probability: f64) -> Vec<Option<u16>> {
    let program = Program::start(&["--seed", seed]);
    let bearer = program.bearer("userAdministrator").await;
    for (act, status) in [("status", Some(503)), ("dropBefore", None), ("html", None)] {
        let fault = json!({"do": act, "status": status, "probability": probability,
                           "match": {"path": "/v1.0/*"}});
        program.command("/faults", fault).await;
    }
    let mut fates = Vec::new();
    for _ in 0..30 {
        let answer = users(&program, &bearer).await;
        fates.push(answer.ok().map(|answer| answer.status().as_u16()));
    }
    fates
}

#[tokio::test]
async fn chance_falls_the_same_way_for_the_same_seed() {
    let first = fates("5", 0.2).await;
    assert_eq!(fates("5", 0.2).await, first);
    assert_ne!(fates("6", 0.2).await, first);
    for fate in [Some(200), Some(503), Some(502), None] {
        assert!(first.contains(&fate), "{fate:?} never came in {first:?}");
    }
}

#[tokio::test]
async fn a_cut_before_does_nothing_and_a_cut_after_does_everything() {
    let program = Program::start(&[]);
    let bearer = program.bearer("userAdministrator").await;
    for (act, address, lines) in [
        ("dropBefore", "before@wingtiptoys.com", 0),
        ("dropAfter", "after@wingtiptoys.com", 1),
    ] {
        let fault = json!({"match": {"method": "POST", "path": "/v1.0/invitations"}, "do": act});
        program.command("/faults", fault).await;
        assert!(
            program.invite(&bearer, address).await.is_err(),
            "{act} gave an answer"
        );
        assert_eq!(program.ledger().await.len(), lines, "{act}");
    }
}

#[tokio::test]
async fn a_failing_graph_answers_in_its_own_dress() {
    let program = Program::start(&[]);
    let bearer = program.bearer("userAdministrator").await;
    program
        .command("/clock", json!({"advanceSeconds": 400 * 86_400}))
        .await;
    let fault = json!({"do": "status", "status": 401, "match": {"path": "/v1.0/me"}});
    program.command("/faults", fault).await;
    let fault = json!({"do": "html", "retryAfter": 3, "match": {"path": "/v1.0/me", "nth": 2}});
    program.command("/faults", fault).await;
    let me = async || {
        let request = program.graph(Method::GET, "/v1.0/me", &bearer);
        let request = request.header("client-request-id", "of-my-own");
        request.send().await.expect("an answer")
    };
    let answer = me().await;
    assert_eq!(answer.status(), 401);
    let headers = answer.headers().clone();
    assert_eq!(headers["client-request-id"], "of-my-own");
    assert_eq!(headers["odata-version"], "4.0");
    assert!(
        headers["www-authenticate"]
            .to_str()
            .expect("text")
            .starts_with("Bearer")
    );
    let body: Value = answer.json().await.expect("JSON");
    let inner = &body["error"]["innerError"];
    assert_eq!(inner["client-request-id"], "of-my-own");
    assert_eq!(
        inner["request-id"].as_str(),
        headers["request-id"].to_str().ok()
    );
    let answer = me().await;
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["retry-after"]),
        (502, &"3".parse().expect("a value"))
    );
    // By the tenant's clock, which is more than a year ahead of the computer's.
    let expired: Value = me().await.json().await.expect("JSON");
    let real = expired["error"]["innerError"]["date"].as_str();
    let month = |date: Option<&str>| date.expect("a date")[..7].to_owned();
    assert_eq!(month(real), month(inner["date"].as_str()));
}
