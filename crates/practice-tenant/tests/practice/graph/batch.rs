//! Several calls in one.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{ADMIN, Graph, invitation};

async fn run(graph: &Graph, requests: Value) -> BTreeMap<String, Value> {
    let body = json!({"requests": requests});
    let answer = graph.post(ADMIN, "/v1.0/$batch", body).await.expect(200);
    let responses = answer["responses"].as_array().expect("responses").clone();
    responses
        .into_iter()
        .map(|one| (one["id"].as_str().expect("a string").to_owned(), one))
        .collect()
}

#[tokio::test]
async fn each_call_has_its_own_answer() {
    let graph = Graph::new().await;
    let answers = run(
        &graph,
        json!([
            {"id": 1, "method": "GET", "url": "/me?$select=id", "depends_on": []},
            {"id": "b", "method": "GET", "url": "users/$count",
             "headers": {"consistencylevel": "eventual"}},
            {"id": "c", "method": "POST", "url": "/invitations",
             "headers": {"content-type": "application/json; charset=utf-8"},
             "body": invitation("ana@partner-new.example")},
            {"id": "d", "method": "GET", "url": "/v1.0/me"},
            {"id": "e", "method": "GET", "url": "https://graph.microsoft.com/v1.0/me"},
            {"id": "f", "method": "GET", "url": "/me", "dependsOn": ["d"]},
            {"id": "g", "method": "GET", "url": "/me", "dependsOn": ["c"]},
        ]),
    )
    .await;
    let status = |id: &str| answers[id]["status"].as_u64().unwrap();
    assert_eq!(status("1"), 200);
    assert_eq!(answers["1"]["headers"]["Content-Type"], "application/json");
    assert_eq!(answers["b"]["body"], "460");
    assert_eq!(status("c"), 201);
    for id in ["d", "e"] {
        assert_eq!(status(id), 400);
        let message = answers[id]["body"]["error"]["message"].as_str().unwrap();
        assert!(
            message.starts_with("Resource not found for the segment"),
            "{message}"
        );
    }
    assert_eq!(status("f"), 424);
    assert_eq!(status("g"), 200);
    let ledger = graph.stage.running.tenant().ledger();
    assert_eq!(ledger.len(), 1);
    assert_eq!(ledger[0].path, "/v1.0/invitations");
    let counts = graph.stage.running.tenant().requests.all();
    assert!(
        counts
            .iter()
            .any(|count| count.pattern == "/v1.0/invitations" && count.status == 201)
    );
}

#[tokio::test]
async fn an_answer_without_content_has_no_body() {
    let graph = Graph::new().await;
    let guest = graph.new_guest("ben@partner-new.example").await;
    let answers = run(
        &graph,
        json!([{"id": "1", "method": "DELETE", "url": format!("/users/{guest}")}]),
    )
    .await;
    assert_eq!(answers["1"]["status"], 204);
    assert!(answers["1"].get("body").is_none());
}

#[tokio::test]
async fn a_batch_that_makes_no_sense_is_refused_whole() {
    let graph = Graph::new().await;
    let me = |id: usize| json!({"id": id.to_string(), "method": "GET", "url": "/me"});
    let twenty_one: Vec<Value> = (0..21).map(me).collect();
    let after =
        |id: &str, on: &str| json!({"id": id, "method": "GET", "url": "/me", "dependsOn": [on]});
    for requests in [
        json!(twenty_one),
        json!([]),
        json!([me(1), me(1)]),
        json!([after("a", "b"), after("b", "a")]),
        json!([after("a", "nobody")]),
        json!([{"id": "1", "method": "GET"}]),
        json!([{"method": "GET", "url": "/me"}]),
        json!([{"id": "1", "method": "POST", "url": "/invitations", "body": {}}]),
    ] {
        let reply = graph
            .post(ADMIN, "/v1.0/$batch", json!({"requests": requests}))
            .await;
        assert_eq!(reply.refusal(400).0, "BadRequest", "{requests}");
    }
    let twenty: Vec<Value> = (0..20).map(me).collect();
    assert_eq!(run(&graph, json!(twenty)).await.len(), 20);
}

#[tokio::test]
async fn a_fault_befalls_one_call_of_a_batch() {
    let graph = Graph::new().await;
    let fault = json!({"match": {"method": "GET", "path": "/v1.0/groups"}, "do": "status",
                       "status": 429, "retryAfter": 7});
    let (status, body) = graph.stage.control("/faults", fault).await;
    assert_eq!(status.as_u16(), 200, "{body}");
    let answers = run(
        &graph,
        json!([
            {"id": "1", "method": "GET", "url": "/me"},
            {"id": "2", "method": "GET", "url": "/groups?$top=1"},
        ]),
    )
    .await;
    assert_eq!(answers["1"]["status"], 200);
    assert_eq!(answers["2"]["status"], 429);
    assert_eq!(answers["2"]["headers"]["Retry-After"], "7");
}

#[tokio::test]
async fn a_batch_is_held_back_refused_and_led_astray_by_its_calls() {
    let graph = Graph::new().await;
    let ask = async |fault: Value| {
        let (status, body) = graph.stage.control("/faults", fault).await;
        assert_eq!(status.as_u16(), 200, "{body}");
        let item = json!({"id": "1", "method": "GET", "url": "/groups?$top=1"});
        run(&graph, json!([item])).await["1"].clone()
    };
    let on_groups = json!({"method": "GET", "path": "/v1.0/groups"});

    let begin = std::time::Instant::now();
    let held = ask(json!({"match": on_groups, "do": "delay", "delayMs": 60})).await;
    assert_eq!(held["status"], 200);
    assert!(begin.elapsed() >= std::time::Duration::from_millis(60));

    let refused = ask(json!({"match": on_groups, "do": "status", "status": 404})).await;
    assert_eq!(refused["body"]["error"]["code"], "Request_ResourceNotFound");

    let astray = ask(json!({"match": on_groups, "do": "foreignNextLink"})).await;
    let link = astray["body"]["@odata.nextLink"].as_str().unwrap();
    assert!(
        !link.starts_with(&graph.stage.running.ready().graph),
        "{link}"
    );
}
