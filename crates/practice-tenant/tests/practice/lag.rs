//! A directory that lags, as the real one does after each write.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::program::Program;

/// Longer than any test: only moving the clock makes writes show.
const LAG: &str = "590000..600000";

async fn json_of(answer: reqwest::Result<reqwest::Response>) -> Value {
    answer.expect("an answer").json().await.expect("JSON")
}

#[tokio::test]
async fn a_new_guest_is_late_everywhere_but_in_delta_and_in_invitations() {
    let program = Program::start(&["--lag", LAG]);
    let bearer = program.bearer("globalAdministrator").await;
    let get = async |path: &str| program.graph(Method::GET, path, &bearer).send().await;
    let groups =
        json_of(get("/v1.0/groups?$filter=displayName%20eq%20'Wi-Fi%20-%20Visitors'").await).await;
    let group = groups["value"][0]["id"]
        .as_str()
        .expect("a group")
        .to_owned();
    let mark = json_of(get("/v1.0/users/delta?$deltaToken=latest&$select=mail").await).await;
    let mark = mark["@odata.deltaLink"].as_str().expect("a mark");
    let since = mark
        .strip_prefix(program.told("graph"))
        .expect("its own origin")
        .to_owned();

    let first = json_of(program.invite(&bearer, "late@wingtiptoys.com").await).await;
    let second = json_of(program.invite(&bearer, "LATE@wingtiptoys.com").await).await;
    let id = first["invitedUser"]["id"].as_str().expect("an id");
    assert_eq!(second["invitedUser"]["id"], id, "two users for one address");

    let user = format!("/v1.0/users/{id}");
    assert_eq!(
        get(&user).await.expect("an answer").status(),
        StatusCode::NOT_FOUND
    );
    let member =
        json!({"@odata.id": format!("https://graph.microsoft.com/v1.0/directoryObjects/{id}")});
    let add = async || {
        let path = format!("/v1.0/groups/{group}/members/$ref");
        program
            .graph(Method::POST, &path, &bearer)
            .json(&member)
            .send()
            .await
            .expect("an answer")
    };
    let early = add().await;
    assert_eq!(early.status(), StatusCode::NOT_FOUND);
    let error: Value = early.json().await.expect("JSON");
    assert_eq!(error["error"]["code"], "Request_ResourceNotFound");
    let changes = json_of(get(&since).await).await;
    let changed: Vec<_> = changes["value"]
        .as_array()
        .expect("changes")
        .iter()
        .map(|user| user["id"].clone())
        .collect();
    assert_eq!(changed, [id], "delta is late");

    program
        .command("/clock", json!({"advanceSeconds": 601}))
        .await;
    assert_eq!(
        get(&user).await.expect("an answer").status(),
        StatusCode::OK
    );
    assert_eq!(add().await.status(), StatusCode::NO_CONTENT);
    // The write is not seen yet, but it is there: adding again says so.
    let again = add().await;
    assert_eq!(again.status(), StatusCode::BAD_REQUEST);
    let mails = json_of(program.control(Method::GET, "/mails").send().await).await;
    assert_eq!(mails["value"].as_array().map(Vec::len), Some(2));
}
