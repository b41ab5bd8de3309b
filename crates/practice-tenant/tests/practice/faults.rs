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
