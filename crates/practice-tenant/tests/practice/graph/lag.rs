//! A directory that lags: reads come late, invitations and delta do not.

use practice_tenant::{Config, Span};
use serde_json::json;
use uuid::Uuid;

use super::{ADMIN, Graph, reference};

async fn lagging() -> Graph {
    // Longer than the test: only moving the clock makes writes show.
    let lag = Some(Span::new(600_000, 600_000));
    Graph::with(Config {
        lag,
        ..Config::default()
    })
    .await
}

#[tokio::test]
async fn a_new_guest_is_not_usable_at_once() {
    let graph = lagging().await;
    let group = graph.plain_group();
    let app = graph
        .application(|found| found.display_name == "Project Wiki")
        .id;
    let link = graph
        .get(ADMIN, "/v1.0/users/delta?$deltaToken=latest")
        .await
        .expect(200);
    let link = link["@odata.deltaLink"].as_str().unwrap().to_owned();
    let guest = graph.new_guest("ana@partner-new.example").await;
    assert_eq!(graph.new_guest("ana@partner-new.example").await, guest);

    let user = format!("/v1.0/users/{guest}");
    let members = format!("/v1.0/groups/{group}/members/$ref");
    let assigned = format!("/v1.0/servicePrincipals/{app}/appRoleAssignedTo");
    let assignment = json!({"principalId": guest, "resourceId": app, "appRoleId": Uuid::nil()});
    let text = format!(
        "Resource '{guest}' does not exist or one of its queried reference-property objects are \
         not present."
    );
    let missing = ("Request_ResourceNotFound", text.as_str());
    assert_eq!(graph.get(ADMIN, &user).await.refusal(404), missing);
    assert_eq!(
        graph
            .post(ADMIN, &members, reference(&guest))
            .await
            .refusal(404),
        missing
    );
    assert_eq!(
        graph
            .post(ADMIN, &assigned, assignment.clone())
            .await
            .refusal(404),
        missing
    );
    let company = json!({"companyName": "Woodgrove"});
    let reply = graph.patch(ADMIN, &user, company.clone()).await;
    assert_eq!(
        reply.refusal(404),
        (
            "Directory_ObjectNotFound",
            "Unable to read the company information from the directory."
        )
    );
    let nobody = format!("/v1.0/users/{}", Uuid::new_v4());
    let reply = graph.patch(ADMIN, &nobody, company.clone()).await;
    assert_eq!(reply.refusal(404).0, "Request_ResourceNotFound");
    let changed = graph.get(ADMIN, &link).await.expect(200);
    assert_eq!(changed["value"][0]["id"], guest);

    let (status, _) = graph
        .stage
        .control("/clock", json!({"advanceSeconds": 601}))
        .await;
    assert_eq!(status.as_u16(), 200);
    graph.get(ADMIN, &user).await.expect(200);
    graph.patch(ADMIN, &user, company).await.expect(204);
    graph
        .post(ADMIN, &members, reference(&guest))
        .await
        .expect(204);
    // Sent again before it shows: the directory knows all the same.
    let again = graph.post(ADMIN, &members, reference(&guest)).await;
    assert!(again.refusal(400).1.contains("already exist"));
    let of = graph
        .get(ADMIN, &format!("{user}/memberOf"))
        .await
        .expect(200);
    assert_eq!(of["value"], json!([]));
    graph
        .post(ADMIN, &assigned, assignment.clone())
        .await
        .expect(201);
    let again = graph.post(ADMIN, &assigned, assignment).await;
    assert!(again.refusal(400).1.contains("already exists"));
}
