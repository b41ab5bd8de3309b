//! Tokens that stop being good while they are used.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Graph, Reply, TOOLS};

const SCOPE: &str = "https://graph.microsoft.com/.default offline_access";
const CAPABLE: &str = r#"{"access_token":{"xms_cc":{"values":["CP1"]}}}"#;

/// A person's refresh token, and access tokens that come of it.
struct Session<'g> {
    graph: &'g Graph,
    refresh: String,
}

impl<'g> Session<'g> {
    async fn of(graph: &'g Graph, kind: &str) -> Self {
        let tokens = graph.stage.sign_in(TOOLS, SCOPE, kind).await;
        Self {
            graph,
            refresh: tokens.text("refresh_token").to_owned(),
        }
    }

    async fn access(&self, claims: &str) -> String {
        let mut fields = vec![
            ("grant_type", "refresh_token"),
            ("client_id", TOOLS),
            ("refresh_token", self.refresh.as_str()),
            ("scope", SCOPE),
        ];
        if !claims.is_empty() {
            fields.push(("claims", claims));
        }
        let answer = self.graph.stage.token(&fields).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.text("access_token").to_owned()
    }

    async fn me(&self, token: &str) -> Reply {
        self.graph
            .call_with(token, Method::GET, "/v1.0/me", &[], None)
            .await
    }
}

async fn fault(graph: &Graph, fault: Value) {
    let (status, body) = graph.stage.control("/faults", fault).await;
    assert_eq!(status, 200, "{body}");
}

/// The claims that a challenge asks for, with the client's capability.
fn wanted(header: &str) -> String {
    let claims = header
        .split("claims=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("claims");
    let claims = STANDARD.decode(claims).expect("base64");
    let mut claims: Value = serde_json::from_slice(&claims).expect("JSON");
    claims["access_token"]["xms_cc"] = json!({"values": ["CP1"]});
    claims.to_string()
}

#[tokio::test]
async fn a_claims_challenge_is_met_by_a_refresh_with_the_claims() {
    let graph = Graph::new().await;
    let session = Session::of(&graph, "userAdministrator").await;
    let (incapable, capable) = (session.access("").await, session.access(CAPABLE).await);
    let sibling = session.access(CAPABLE).await;
    fault(
        &graph,
        json!({"do": "claimsChallenge", "match": {"path": "/v1.0/me"}}),
    )
    .await;

    session.me(&incapable).await.expect(200);
    let challenged = session.me(&capable).await;
    assert_eq!(challenged.refusal(401).0, "InvalidAuthenticationToken");
    let header = challenged.headers["www-authenticate"]
        .to_str()
        .expect("text")
        .to_owned();
    assert!(header.contains("error=\"insufficient_claims\""), "{header}");

    // Neither the same token, nor one from before, nor one without the claims will do.
    for token in [&capable, &sibling, &session.access(CAPABLE).await] {
        let again = session.me(token).await;
        assert_eq!(again.status, 401);
        assert_eq!(again.headers["www-authenticate"], header.as_str());
    }
    let met = session.access(&wanted(&header)).await;
    session.me(&met).await.expect(200);
    let later = session.access(CAPABLE).await;
    session.me(&later).await.expect(200);
    assert_eq!(session.me(&capable).await.status, 401);

    let other = Session::of(&graph, "guestInviter").await;
    let untouched = other.access(CAPABLE).await;
    other.me(&untouched).await.expect(200);
}

#[tokio::test]
async fn a_call_of_a_batch_is_challenged_in_its_own_headers() {
    let graph = Graph::new().await;
    let session = Session::of(&graph, "userAdministrator").await;
    let token = session.access(CAPABLE).await;
    fault(
        &graph,
        json!({"do": "claimsChallenge", "match": {"path": "/groups"}}),
    )
    .await;
    let requests = json!({"requests": [
        {"id": "1", "method": "GET", "url": "/me"},
        {"id": "2", "method": "GET", "url": "/groups?$top=1"},
    ]});
    let batch = async |token: &str| {
        graph
            .call_with(token, Method::POST, "/v1.0/$batch", &[], Some(&requests))
            .await
    };
    let answer = batch(&token).await.expect(200);
    let responses = answer["responses"].as_array().expect("responses");
    assert_eq!(
        (&responses[0]["status"], &responses[1]["status"]),
        (&json!(200), &json!(401))
    );
    let header = responses[1]["headers"]["WWW-Authenticate"]
        .as_str()
        .expect("a challenge");
    assert_eq!(batch(&token).await.status, 401);
    let met = session.access(&wanted(header)).await;
    batch(&met).await.expect(200);
}

#[tokio::test]
async fn a_revoked_token_is_void_and_only_that_one() {
    let graph = Graph::new().await;
    let session = Session::of(&graph, "userAdministrator").await;
    let (token, sibling) = (session.access("").await, session.access("").await);
    fault(&graph, json!({"do": "tokenRevoked", "match": {"nth": 2}})).await;
    session.me(&token).await.expect(200);
    for _ in 0..2 {
        let refused = session.me(&token).await;
        assert_eq!(refused.refusal(401).0, "InvalidAuthenticationToken");
        let header = refused.headers["www-authenticate"].to_str().expect("text");
        assert!(!header.contains("insufficient_claims"), "{header}");
    }
    session.me(&sibling).await.expect(200);
    let fresh = session.access("").await;
    session.me(&fresh).await.expect(200);
}

#[tokio::test]
async fn who_is_blocked_is_kept_out_at_once_by_claims_alone_and_of_new_tokens_by_all() {
    let graph = Graph::new().await;
    let session = Session::of(&graph, "guestInviter").await;
    let (plain, capable) = (session.access("").await, session.access(CAPABLE).await);
    let path = format!("/v1.0/users/{}", graph.account("guestInviter"));
    let block = json!({"accountEnabled": false});
    let blocked = graph.patch("globalAdministrator", &path, block).await;
    blocked.expect(204);
    session.me(&plain).await.expect(200);
    let refused = session.me(&capable).await;
    assert_eq!(refused.refusal(401).0, "InvalidAuthenticationToken");
    let header = refused.headers["www-authenticate"].to_str().expect("text");
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", TOOLS),
        ("refresh_token", session.refresh.as_str()),
        ("scope", SCOPE),
        ("claims", &wanted(header)),
    ];
    let answer = graph.stage.token(&fields).await;
    assert_eq!(answer.status, 400, "{}", answer.body);
    assert_eq!(answer.body["error_codes"][0], 50057, "{}", answer.body);
}

#[tokio::test]
async fn a_delta_token_is_gone_on_demand() {
    let graph = Graph::new().await;
    let get = async |path: &str| graph.get("userAdministrator", path).await;
    let path = "/v1.0/users/delta?$deltaToken=latest&$select=id,mail";
    fault(&graph, json!({"do": "deltaGone"})).await;
    let mark = get(path).await.expect(200);
    let link = mark["@odata.deltaLink"].as_str().expect("a link");
    let gone = get(link).await;
    assert_eq!(gone.refusal(410).0, "syncStateNotFound");
    let start = gone.headers["location"].to_str().expect("text");
    assert!(start.contains("$deltatoken=&$select=id,mail"), "{start}");
    let round = get(start).await.expect(200);
    assert!(!round["value"].as_array().expect("rows").is_empty());
    get(link).await.expect(200);
}
