//! Published quotas. The buckets are drained by calls that cost little work, far faster than they
//! fill; the clock is moved on where they are to fill.

use practice_tenant::Config;
use reqwest::Method;
use serde_json::{Value, json};

use super::{ADMIN, Graph};

async fn throttled() -> Graph {
    Graph::with(Config {
        quotas: Some(true),
        ..Config::default()
    })
    .await
}

/// Twenty invitations that are refused for their form, in one batch; their answers.
async fn twenty_malformed(graph: &Graph) -> Vec<Value> {
    twenty(graph, |id| {
        json!({"id": id.to_string(), "method": "POST", "url": "/invitations",
               "headers": {"Content-Type": "application/json"}, "body": {}})
    })
    .await
}

/// Twenty calls of five resource units each, about a group that is not there.
async fn twenty_dear(graph: &Graph) -> Vec<Value> {
    let url = "/groups/00000000-0000-4000-8000-000000000000/transitiveMembers";
    twenty(
        graph,
        |id| json!({"id": id.to_string(), "method": "GET", "url": url}),
    )
    .await
}

async fn twenty(graph: &Graph, one: impl Fn(usize) -> Value) -> Vec<Value> {
    let requests: Vec<Value> = (0..20).map(one).collect();
    let answer = graph
        .post(ADMIN, "/v1.0/$batch", json!({"requests": requests}))
        .await
        .expect(200);
    answer["responses"].as_array().expect("responses").clone()
}

fn seconds(refused: &Value) -> u64 {
    refused["headers"]["Retry-After"]
        .as_str()
        .and_then(|seconds| seconds.parse().ok())
        .expect("whole seconds")
}

async fn throttle(graph: &Graph) -> Value {
    graph.stage.ask_control("/throttle").await
}

fn gauge<'t>(throttle: &'t Value, name: &str) -> &'t Value {
    throttle["buckets"]
        .as_array()
        .and_then(|buckets| buckets.iter().find(|bucket| bucket["name"] == name))
        .unwrap_or_else(|| panic!("no {name} in {throttle}"))
}

#[tokio::test]
async fn every_call_of_a_batch_is_throttled_on_its_own() {
    let graph = throttled().await;
    let mut answers = Vec::new();
    for _ in 0..40 {
        answers = twenty_malformed(&graph).await;
        if answers.iter().any(|answer| answer["status"] == 429) {
            break;
        }
        assert!(answers.iter().all(|answer| answer["status"] == 400));
    }
    let refused: Vec<&Value> = answers
        .iter()
        .filter(|answer| answer["status"] == 429)
        .collect();
    let first = refused.first().expect("a refused call");
    assert_eq!(first["body"]["error"]["code"], "TooManyRequests");
    assert_eq!(seconds(first), 1);
    let scope = first["headers"]["x-ms-throttle-scope"]
        .as_str()
        .expect("a scope");
    assert!(scope.starts_with("Tenant/Write/"), "{scope}");
    assert!(scope.ends_with(&graph.stage.tenant_id()), "{scope}");

    // Alone it is refused too, and reads are not.
    twenty_malformed(&graph).await;
    let alone = graph.invite(ADMIN, "ana@partner-new.example").await;
    assert_eq!(alone.refusal(429).0, "TooManyRequests");
    let wait: u32 = alone.headers["retry-after"]
        .to_str()
        .ok()
        .and_then(|wait| wait.parse().ok())
        .expect("whole seconds");
    graph.get(ADMIN, "/v1.0/me").await.expect(200);

    let told = throttle(&graph).await;
    assert_eq!(
        (&told["on"], &told["tenantSize"]),
        (&json!(true), &json!("M"))
    );
    let invitations = gauge(&told, "invitations");
    assert_eq!(
        (&invitations["limit"], &invitations["windowSeconds"]),
        (&json!(150), &json!(5))
    );
    assert!(invitations["used"].as_f64() > Some(0.8), "{invitations}");
    assert!(invitations["refused"].as_u64() > Some(1), "{invitations}");
    assert_eq!(invitations["refused"], told["refused"]);
    assert!(graph.stage.running.tenant().ledger().is_empty());

    let advance = json!({"advanceSeconds": wait});
    assert_eq!(graph.stage.control("/clock", advance).await.0, 200);
    let waited = graph.invite(ADMIN, "ana@partner-new.example").await;
    waited.expect(201);
}

#[tokio::test]
async fn answers_say_what_they_cost_and_how_much_is_used() {
    let graph = throttled().await;
    let cost = async |path: &str| {
        let answer = graph.get(ADMIN, path).await;
        assert!(
            !answer
                .headers
                .contains_key("x-ms-throttle-limit-percentage")
        );
        answer.headers["x-ms-resource-unit"]
            .to_str()
            .expect("text")
            .to_owned()
    };
    assert_eq!(cost("/v1.0/users").await, "2");
    assert_eq!(cost("/v1.0/users?$select=id").await, "1");
    assert_eq!(cost("/v1.0/me/memberOf").await, "2");
    assert_eq!(cost("/v1.0/nothing").await, "1");
    let group = graph.plain_group();
    assert_eq!(cost(&format!("/v1.0/groups/{group}/members")).await, "3");

    let mut told: Vec<f64> = Vec::new();
    for _ in 0..200 {
        let answers = twenty_dear(&graph).await;
        told.extend(answers.iter().filter_map(|answer| {
            let used = &answer["headers"]["x-ms-throttle-limit-percentage"];
            used.as_str().and_then(|used| used.parse::<f64>().ok())
        }));
        assert_eq!(answers[0]["headers"]["x-ms-resource-unit"], "5");
        if !told.is_empty() {
            break;
        }
    }
    assert!(!told.is_empty(), "nothing was told");
    assert!(
        told.iter().all(|used| (0.8..=1.8).contains(used)),
        "{told:?}"
    );
}

#[tokio::test]
async fn how_much_is_used_is_said_of_the_application_and_not_of_invitations() {
    let graph = throttled().await;
    for _ in 0..7 {
        for answer in twenty_malformed(&graph).await {
            let used = &answer["headers"]["x-ms-throttle-limit-percentage"];
            assert!(used.is_null(), "{answer}");
        }
    }
    let told = throttle(&graph).await;
    assert!(gauge(&told, "invitations")["used"].as_f64() > Some(0.8));
}

#[tokio::test]
async fn a_gentle_tenant_refuses_nobody() {
    let graph = Graph::new().await;
    for _ in 0..20 {
        let answers = twenty_malformed(&graph).await;
        assert!(answers.iter().all(|answer| answer["status"] == 400));
    }
    let told = throttle(&graph).await;
    assert_eq!(told["on"], false);
    assert_eq!(
        (&told["refused"], &told["buckets"]),
        (&json!(0), &json!([]))
    );
}

#[tokio::test]
async fn a_reset_fills_the_buckets() {
    let graph = throttled().await;
    for _ in 0..40 {
        twenty_malformed(&graph).await;
    }
    assert!(throttle(&graph).await["refused"].as_u64() > Some(0));
    assert_eq!(graph.stage.control("/reset", json!({})).await.0, 200);
    let told = throttle(&graph).await;
    assert_eq!(told["refused"], 0);
    assert_eq!(gauge(&told, "invitations")["available"], 150.0);
    let counts = graph
        .call(ADMIN, Method::GET, "/v1.0/me", &[], None)
        .await
        .status;
    assert_eq!(counts, 401, "a token outlived the reset");
}

#[tokio::test]
async fn two_applications_have_two_quotas() {
    let graph = throttled().await;
    let own = graph
        .token(&graph.stage.client(), "User.Read", "member")
        .await;
    graph
        .call_with(&own, Method::GET, "/v1.0/me", &[], None)
        .await
        .expect(200);
    graph.get(ADMIN, "/v1.0/me").await.expect(200);
    let told = throttle(&graph).await;
    let of: Vec<&Value> = told["buckets"]
        .as_array()
        .expect("buckets")
        .iter()
        .filter(|bucket| bucket["name"] == "resourceUnits")
        .map(|bucket| &bucket["appId"])
        .collect();
    assert_eq!(of.len(), 2, "{told}");
    assert!(of.contains(&&json!(graph.stage.client())), "{told}");
}

#[tokio::test]
async fn buckets_can_be_drained() {
    let graph = throttled().await;
    let drain = async |body: Value| graph.stage.control("/throttle", body).await.0;
    let of_tools = |used: f64| json!({"bucket": "writes", "appId": super::TOOLS, "used": used});
    assert_eq!(drain(of_tools(1.1)).await, 200);
    let refused = graph.invite(ADMIN, "ana@partner-new.example").await;
    assert_eq!(refused.refusal(429).0, "TooManyRequests");
    assert_eq!(
        refused.headers["x-ms-throttle-information"],
        "WriteLimitExceeded"
    );
    graph.get(ADMIN, "/v1.0/me").await.expect(200);
    assert_eq!(drain(of_tools(1.9)).await, 400);
    let whose = json!({"bucket": "writes", "used": 1.0});
    assert_eq!(drain(whose).await, 404);
}
