//! The control calls.

use reqwest::Method;
use serde_json::{Value, json};

use crate::program::Program;

#[tokio::test]
async fn what_is_unknown_is_404_and_what_is_malformed_400() {
    let program = Program::start(&[]);
    let post = async |path: &str, body: serde_json::Value| {
        let answer = program.control(Method::POST, path).json(&body).send().await;
        answer.expect("an answer").status().as_u16()
    };
    assert_eq!(post("/nothing", json!({})).await, 404);
    assert_eq!(
        post(
            "/device/approve",
            json!({"userCode": "AAAAAAAAA", "account": "x"})
        )
        .await,
        404
    );
    assert_eq!(
        post("/device/deny", json!({"userCode": "AAAAAAAAA"})).await,
        404
    );
    assert_eq!(
        post("/redeem", json!({"address": "nobody@nowhere.example"})).await,
        404
    );
    assert_eq!(post("/redeem", json!({})).await, 400);
    assert_eq!(post("/clock", json!({"advanceSeconds": -1})).await, 400);
    assert_eq!(post("/faults", json!({"do": "status"})).await, 400);
}

#[tokio::test]
async fn an_invitation_shows_in_mails_and_ledger_and_can_be_redeemed() {
    let program = Program::start(&[]);
    let bearer = program.bearer("userAdministrator").await;
    let answer = program
        .invite(&bearer, "neu@wingtiptoys.com")
        .await
        .expect("an answer");
    assert_eq!(answer.status(), 201);
    let invitation: serde_json::Value = answer.json().await.expect("JSON");
    let user = &invitation["invitedUser"]["id"];

    let ledger = program.ledger().await;
    assert_eq!(ledger.len(), 1);
    let line = &ledger[0];
    assert_eq!(
        (&line["n"], &line["method"], &line["status"]),
        (&json!(1), &json!("POST"), &json!(201))
    );
    assert_eq!(line["path"], "/v1.0/invitations");
    assert_eq!(line["appId"], program.ready["clientId"]);
    let kinds: Vec<_> = line["effects"]
        .as_array()
        .expect("effects")
        .iter()
        .map(|effect| effect["kind"].clone())
        .collect();
    assert_eq!(kinds, ["userCreated", "invitationIssued", "mailSent"]);
    for effect in line["effects"].as_array().expect("effects") {
        assert_eq!(
            (&effect["userId"], &effect["address"]),
            (user, &json!("neu@wingtiptoys.com"))
        );
    }

    let mails = async |query: &str| -> serde_json::Value {
        let answer = program
            .control(Method::GET, &format!("/mails{query}"))
            .send()
            .await;
        answer.expect("an answer").json().await.expect("JSON")
    };
    let mail = &mails("").await["value"][0];
    for name in [
        "id",
        "time",
        "to",
        "cc",
        "from",
        "replyTo",
        "subject",
        "language",
        "message",
        "inviterId",
        "invitedUserId",
        "redeemUrl",
    ] {
        assert!(mail.get(name).is_some(), "{name} in {mail}");
    }
    assert_eq!(&mail["invitedUserId"], user);
    assert_eq!(
        mails("?to=NEU@wingtiptoys.com").await["value"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    assert_eq!(
        mails("?to=other@wingtiptoys.com").await,
        json!({"value": []})
    );

    let redeemed = program
        .command("/redeem", json!({"address": "neu@wingtiptoys.com"}))
        .await;
    assert_eq!(
        (&redeemed["userId"], &redeemed["state"]),
        (user, &json!("Accepted"))
    );
    assert_eq!(program.ledger().await.len(), 2);
}

#[tokio::test]
async fn requests_are_counted_by_pattern() {
    let program = Program::start(&[]);
    let bearer = program.bearer("userAdministrator").await;
    for _ in 0..3 {
        let answer = program.graph(Method::GET, "/v1.0/me", &bearer).send().await;
        assert_eq!(answer.expect("an answer").status(), 200);
    }
    let answer = program
        .control(Method::GET, "/requests")
        .send()
        .await
        .expect("an answer");
    let counts: serde_json::Value = answer.json().await.expect("JSON");
    let counts = counts["value"].as_array().expect("counts");
    let wanted = json!({"method": "GET", "pattern": "/v1.0/me", "status": 200, "count": 3});
    assert!(counts.contains(&wanted), "{counts:?}");
    assert!(counts.iter().all(|count| {
        !count["pattern"]
            .as_str()
            .is_some_and(|pattern| pattern.starts_with("/control"))
    }));
}

#[tokio::test]
async fn what_a_fault_or_a_refusal_keeps_from_its_route_is_counted_by_it_all_the_same() {
    let program = Program::start(&[]);
    let bearer = program.bearer("userAdministrator").await;
    let user = program.ready["accounts"][0]["id"].as_str().expect("an id");
    let path = format!("/v1.0/users/{user}");
    let fault = async |fault: Value| program.command("/faults", fault).await;
    let get =
        async |bearer: &str, path: &str| program.graph(Method::GET, path, bearer).send().await;

    let on_user = json!({"path": "/users/{id}"});
    fault(json!({"match": on_user, "do": "status", "status": 503})).await;
    assert_eq!(get(&bearer, &path).await.expect("an answer").status(), 503);
    fault(json!({"match": on_user, "do": "dropBefore"})).await;
    assert!(get(&bearer, &path).await.is_err());
    assert_eq!(
        get("no.good.token", &path)
            .await
            .expect("an answer")
            .status(),
        401
    );
    let unreadable = format!("{path}?$select=id&$select=mail");
    assert_eq!(
        get(&bearer, &unreadable).await.expect("an answer").status(),
        400
    );

    for (act, status) in [
        ("status", json!(500)),
        ("html", Value::Null),
        ("dropBefore", Value::Null),
        ("dropAfter", Value::Null),
    ] {
        fault(json!({"match": on_user, "do": act, "status": status})).await;
        let call = json!({"id": "1", "method": "GET", "url": format!("/users/{user}")});
        let batch = program.graph(Method::POST, "/v1.0/$batch", &bearer);
        let answer = batch.json(&json!({"requests": [call]})).send().await;
        assert_eq!(answer.expect("an answer").status(), 200);
    }
    let tokens = format!("{}/common/oauth2/v2.0/token", program.told("login"));
    fault(json!({"match": {"path": "*/token"}, "do": "status", "status": 503})).await;
    let answer = program.client.post(&tokens).send().await;
    assert_eq!(answer.expect("an answer").status(), 503);

    let answer = program.control(Method::GET, "/requests").send().await;
    let counts: Value = answer.expect("an answer").json().await.expect("JSON");
    let counts = counts["value"].as_array().expect("counts").clone();
    let of = |wanted: &str| -> Vec<(u64, u64)> {
        let of = counts.iter().filter(|count| {
            count["pattern"]
                .as_str()
                .is_some_and(|pattern| pattern.ends_with(wanted))
        });
        let number = |count: &Value, name: &str| count[name].as_u64().expect("a number");
        of.map(|count| (number(count, "status"), number(count, "count")))
            .collect()
    };
    assert_eq!(
        of("/v1.0/users/{id}"),
        [
            (0, 1),
            (400, 1),
            (401, 1),
            (500, 1),
            (502, 1),
            (503, 1),
            (504, 2)
        ],
        "{counts:?}"
    );
    assert_eq!(of("/v1.0/$batch"), [(200, 4)]);
    assert!(of("}/oauth2/v2.0/token").contains(&(503, 1)), "{counts:?}");
    assert!(of(user).is_empty(), "{counts:?}");
}

#[tokio::test]
async fn the_clock_makes_tokens_old() {
    let program = Program::start(&[]);
    let bearer = program.bearer("userAdministrator").await;
    let me = async || {
        program
            .graph(Method::GET, "/v1.0/me", &bearer)
            .send()
            .await
            .expect("an answer")
            .status()
    };
    assert_eq!(me().await, 200);
    program
        .command("/clock", json!({"advanceSeconds": 7200}))
        .await;
    assert_eq!(me().await, 401);
}

#[tokio::test]
async fn deleted_guests_go_for_good_after_their_time() {
    let program = Program::start(&[]);
    let deleted = async || -> usize {
        let bearer = program.bearer("globalAdministrator").await;
        let path = "/v1.0/directory/deletedItems/microsoft.graph.user";
        let answer = program
            .graph(Method::GET, path, &bearer)
            .send()
            .await
            .expect("an answer");
        let list: serde_json::Value = answer.json().await.expect("JSON");
        list["value"].as_array().expect("a list").len()
    };
    assert_eq!(deleted().await, 1);
    program
        .command("/clock", json!({"advanceSeconds": 31 * 86_400}))
        .await;
    assert_eq!(deleted().await, 0);
}

#[tokio::test]
async fn reset_is_the_seed_again() {
    let program = Program::start(&[]);
    let bearer = program.bearer("userAdministrator").await;
    let status = |answer: reqwest::Result<reqwest::Response>| answer.expect("an answer").status();
    assert_eq!(
        status(program.invite(&bearer, "neu@wingtiptoys.com").await),
        201
    );
    program
        .command("/clock", json!({"advanceSeconds": 60}))
        .await;
    program
        .command(
            "/faults",
            json!({"do": "status", "status": 503, "times": 1000}),
        )
        .await;
    program.command("/reset", json!({})).await;
    assert!(program.ledger().await.is_empty());
    let answer = program.graph(Method::GET, "/v1.0/me", &bearer).send().await;
    assert_eq!(status(answer), 401, "a token outlived the reset");
    let bearer = program.bearer("userAdministrator").await;
    let path = "/v1.0/users?$filter=mail%20eq%20'neu@wingtiptoys.com'";
    let answer = program
        .graph(Method::GET, path, &bearer)
        .send()
        .await
        .expect("an answer");
    let list: serde_json::Value = answer.json().await.expect("JSON");
    assert_eq!(list["value"], json!([]));
    let clock = program
        .command("/clock", json!({"advanceSeconds": 0}))
        .await;
    assert_eq!(clock["advancedSeconds"], 0);
}
