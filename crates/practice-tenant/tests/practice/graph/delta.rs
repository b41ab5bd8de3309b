//! What changed since a mark.

use serde_json::{Value, json};

use super::{ADMIN, Graph};

async fn mark(graph: &Graph, select: &str) -> String {
    let path = format!("/v1.0/users/delta?$deltaToken=latest&$select={select}");
    let round = graph.get(ADMIN, &path).await.expect(200);
    assert_eq!(round["value"], json!([]));
    round["@odata.deltaLink"]
        .as_str()
        .expect("a link")
        .to_owned()
}

/// The rows of a round, and the link of the next.
async fn round(graph: &Graph, link: &str) -> (Vec<Value>, String) {
    let mut rows = Vec::new();
    let mut next = link.to_owned();
    loop {
        let page = graph.get(ADMIN, &next).await.expect(200);
        rows.extend(page["value"].as_array().expect("rows").clone());
        if let Some(link) = page["@odata.deltaLink"].as_str() {
            return (rows, link.to_owned());
        }
        next = page["@odata.nextLink"]
            .as_str()
            .expect("a next page")
            .to_owned();
    }
}

#[tokio::test]
async fn a_first_round_holds_everybody() {
    let graph = Graph::new().await;
    let (rows, link) = round(&graph, "/v1.0/users/delta?$select=displayName").await;
    assert_eq!(rows.len(), 460);
    assert_eq!(rows[0].as_object().unwrap().len(), 2);
    let (rows, _) = round(&graph, &link).await;
    assert!(rows.is_empty());
}

#[tokio::test]
async fn new_changed_and_deleted_users_show_after_the_mark() {
    let graph = Graph::new().await;
    let before = graph.new_guest("ana@partner-new.example").await;
    let link = mark(&graph, "id,mail,companyName,externalUserState").await;
    let new = graph.new_guest("ben@partner-new.example").await;
    let company = json!({"companyName": "Woodgrove"});
    graph
        .patch(ADMIN, &format!("/v1.0/users/{before}"), company)
        .await
        .expect(204);
    let (rows, link) = round(&graph, &link).await;
    assert_eq!(rows.len(), 2);
    let row = |id: &str| {
        rows.iter()
            .find(|row| row["id"] == id)
            .expect("a row")
            .clone()
    };
    assert_eq!(row(&new)["externalUserState"], "PendingAcceptance");
    assert_eq!(row(&before)["companyName"], "Woodgrove");

    // What is not selected is no change, and the selection of the first call holds.
    let title = json!({"jobTitle": "Engineer"});
    graph
        .patch(ADMIN, &format!("/v1.0/users/{new}"), title)
        .await
        .expect(204);
    graph
        .delete(ADMIN, &format!("/v1.0/users/{before}"))
        .await
        .expect(204);
    let (rows, link) = round(&graph, &format!("{link}&$select=jobTitle")).await;
    assert_eq!(
        rows,
        [json!({"id": before, "@removed": {"reason": "changed"}})]
    );
    let (rows, _) = round(&graph, &link).await;
    assert!(rows.is_empty());
}

#[tokio::test]
async fn only_changed_properties_show_where_less_is_preferred() {
    let graph = Graph::new().await;
    let guest = graph.new_guest("cleo@partner-new.example").await;
    let link = mark(&graph, "id,mail,companyName").await;
    let company = json!({"companyName": "Woodgrove"});
    graph
        .patch(ADMIN, &format!("/v1.0/users/{guest}"), company)
        .await
        .expect(204);
    let headers = [("Prefer", "return=minimal")];
    let page = graph
        .call(ADMIN, reqwest::Method::GET, &link, &headers, None)
        .await
        .expect(200);
    assert_eq!(
        page["value"],
        json!([{"id": guest, "companyName": "Woodgrove"}])
    );
}

#[tokio::test]
async fn a_mark_is_good_for_seven_days() {
    let graph = Graph::new().await;
    let link = mark(&graph, "id,mail").await;
    let (status, _) = graph
        .stage
        .control("/clock", json!({"advanceSeconds": 604_900}))
        .await;
    assert_eq!(status.as_u16(), 200);
    graph.remembered().clear();
    let reply = graph.get(ADMIN, &link).await;
    assert_eq!(reply.refusal(410).0, "syncStateNotFound");
    let restart = reply.headers["location"].to_str().unwrap();
    assert!(
        restart.contains("/v1.0/users/delta?$deltatoken=&$select=id,mail"),
        "{restart}"
    );
    assert_eq!(round(&graph, restart).await.0.len(), 460);
}

#[tokio::test]
async fn what_delta_does_not_know_is_refused() {
    let graph = Graph::new().await;
    for options in [
        "$filter=userType eq 'Guest'",
        "$top=5",
        "$orderby=displayName",
        "$expand=sponsors",
        "$select=signInActivity",
        "$select=nonsense",
        "$deltatoken=garbage",
    ] {
        let reply = graph
            .get(ADMIN, &format!("/v1.0/users/delta?{options}"))
            .await;
        assert_eq!(reply.status, 400, "{options}: {}", reply.body);
    }
    let one = graph.user(|user| user.is_guest()).id;
    let path = format!("/v1.0/users/delta?$select=mail&$filter=id eq '{one}'");
    assert_eq!(round(&graph, &path).await.0.len(), 1);
}
