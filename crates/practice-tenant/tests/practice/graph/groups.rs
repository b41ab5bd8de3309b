//! Adding to groups of every kind.

use practice_tenant::directory::Group;
use serde_json::json;
use uuid::Uuid;

use super::{ADMIN, DENIED, Graph, is_plain, reference};

const EXISTS: &str = "One or more added object references already exist for the following \
                      modified properties: 'members'.";

#[tokio::test]
async fn a_member_is_added_once_and_removed_once() {
    let graph = Graph::new().await;
    let guest = graph.new_guest("ana@partner-new.example").await;
    let group = graph.plain_group();
    let members = format!("/v1.0/groups/{group}/Members");
    let path = format!("{members}/$ref");
    graph
        .post("groupsAdministrator", &path, reference(&guest))
        .await
        .expect(204);
    let again = graph.post(ADMIN, &path, reference(&guest)).await;
    assert_eq!(again.refusal(400), ("Request_BadRequest", EXISTS));
    let listed = graph
        .get(ADMIN, &format!("{members}?$top=999&$select=id"))
        .await
        .expect(200);
    let rows = listed["value"].as_array().unwrap();
    let row = rows
        .iter()
        .find(|row| row["id"] == guest)
        .expect("the guest");
    assert_eq!(row["@odata.type"], "#microsoft.graph.user");
    let counted = graph
        .advanced(&format!("{members}/$count"))
        .await
        .expect(200);
    assert_eq!(counted, rows.len());
    let of = graph
        .get(ADMIN, &format!("/v1.0/users/{guest}/memberOf"))
        .await
        .expect(200);
    assert_eq!(of["value"][0]["id"], group.to_string());
    assert_eq!(of["value"][0]["@odata.type"], "#microsoft.graph.group");

    let one = format!("{members}/{guest}/$ref");
    graph.delete(ADMIN, &one).await.expect(204);
    assert_eq!(
        graph.delete(ADMIN, &one).await.refusal(404).0,
        "Request_ResourceNotFound"
    );
    graph
        .get(ADMIN, &format!("/v1.0/users/{guest}"))
        .await
        .expect(200);
}

#[tokio::test]
async fn without_ref_the_member_itself_is_deleted() {
    let graph = Graph::new().await;
    let guest = graph.new_guest("ben@partner-new.example").await;
    let group = graph.plain_group();
    let path = format!("/v1.0/groups/{group}/members/$ref");
    graph
        .post(ADMIN, &path, reference(&guest))
        .await
        .expect(204);
    let trap = format!("/v1.0/groups/{group}/members/{guest}");
    assert_eq!(
        graph
            .delete("groupsAdministrator", &trap)
            .await
            .refusal(403),
        DENIED
    );
    graph.delete(ADMIN, &trap).await.expect(204);
    let reply = graph.get(ADMIN, &format!("/v1.0/users/{guest}")).await;
    assert_eq!(reply.refusal(404).0, "Request_ResourceNotFound");
}

#[tokio::test]
async fn groups_that_take_nobody_say_so_in_their_own_ways() {
    let graph = Graph::new().await;
    let guest = graph.new_guest("cleo@partner-new.example").await;
    let synced = "Unable to update the specified properties for on-premises mastered Directory \
                  Sync objects or objects currently undergoing migration.";
    let mail = "Cannot Update a mail-enabled security groups and or distribution list.";
    type Fits = fn(&Group) -> bool;
    let closed: Fits = |group| group.is_unified() && !group.settings.is_empty();
    let cases: [(Fits, u16, &str, &str); 4] = [
        (Group::is_dynamic, 403, DENIED.0, DENIED.1),
        (Group::is_synced, 400, "Request_BadRequest", synced),
        (Group::is_exchange_owned, 400, "Request_BadRequest", mail),
        (closed, 403, DENIED.0, DENIED.1),
    ];
    for (fits, status, code, message) in cases {
        let group = graph.group(fits);
        let path = format!("/v1.0/groups/{group}/members/$ref");
        let reply = graph.post(ADMIN, &path, reference(&guest)).await;
        assert_eq!(reply.refusal(status), (code, message));
    }
    let colleague = graph.user(|user| !user.is_guest());
    let path = format!("/v1.0/groups/{}/members/$ref", graph.group(closed));
    let reply = graph.post(ADMIN, &path, reference(colleague.id)).await;
    assert!(
        reply.status == 204 || reply.body["error"]["message"] == EXISTS,
        "{}",
        reply.body
    );

    let role = graph.group(Group::is_role_assignable);
    let path = format!("/v1.0/groups/{role}/members/$ref");
    let reply = graph
        .post("userAdministrator", &path, reference(&guest))
        .await;
    assert_eq!(reply.refusal(403), DENIED);
    graph
        .post(ADMIN, &path, reference(&guest))
        .await
        .expect(204);
}

#[tokio::test]
async fn twenty_are_added_at_once_or_none() {
    let graph = Graph::new().await;
    let group = graph.plain_group();
    let path = format!("/v1.0/groups/{group}");
    let outside: Vec<Uuid> = graph.stage.running.tenant().read(|view| {
        let users = view
            .users(None)
            .filter(|user| !view.is_member(group, user.id));
        users.take(21).map(|user| user.id).collect()
    });
    let bind = |ids: &[Uuid]| {
        let urls: Vec<String> = ids
            .iter()
            .map(|id| format!("https://graph.microsoft.com/v1.0/users/{id}"))
            .collect();
        json!({"members@odata.bind": urls})
    };
    graph.patch(ADMIN, &path, bind(&outside)).await.refusal(400);
    graph
        .patch(ADMIN, &path, bind(&outside[..20]))
        .await
        .expect(204);
    let mixed = [outside[20], outside[0]];
    let reply = graph.patch(ADMIN, &path, bind(&mixed)).await;
    assert_eq!(reply.refusal(400).1, EXISTS);
    let joined = graph
        .stage
        .running
        .tenant()
        .read(|view| outside.map_in(|id| view.is_member(group, id)));
    assert_eq!(joined.iter().filter(|member| **member).count(), 20);
    assert!(!joined[20]);
}

trait MapIn {
    fn map_in(&self, look: impl Fn(Uuid) -> bool) -> Vec<bool>;
}

impl MapIn for Vec<Uuid> {
    fn map_in(&self, look: impl Fn(Uuid) -> bool) -> Vec<bool> {
        self.iter().map(|id| look(*id)).collect()
    }
}

#[tokio::test]
async fn what_is_not_there_cannot_be_added() {
    let graph = Graph::new().await;
    let path = format!("/v1.0/groups/{}/members/$ref", graph.plain_group());
    let nobody = Uuid::from_u128(7);
    let reply = graph.post(ADMIN, &path, reference(nobody)).await;
    assert_eq!(
        reply.refusal(404),
        (
            "Request_ResourceNotFound",
            format!(
                "Resource '{nobody}' does not exist or one of its queried reference-property \
                 objects are not present."
            )
            .as_str()
        )
    );
    let nowhere = format!("/v1.0/groups/{nobody}/members/$ref");
    let member = graph.account("member");
    assert_eq!(
        graph
            .post(ADMIN, &nowhere, reference(member))
            .await
            .refusal(404)
            .0,
        "Request_ResourceNotFound"
    );
    graph.post(ADMIN, &path, json!({})).await.refusal(400);
}

#[tokio::test]
async fn an_owner_manages_what_is_owned_and_nothing_else() {
    let graph = Graph::new().await;
    let owner = graph.account("owner");
    let guest = graph.new_guest("dan@partner-new.example").await;
    let owned = graph
        .get("owner", "/v1.0/me/ownedObjects/microsoft.graph.group")
        .await
        .expect(200);
    let groups = owned["value"].as_array().unwrap();
    assert_eq!(groups.len(), 1);
    let id = groups[0]["id"].as_str().unwrap();
    let path = format!("/v1.0/groups/{id}/members/$ref");
    graph
        .post("owner", &path, reference(&guest))
        .await
        .expect(204);
    let other = graph.group(|group| is_plain(group) && group.id.to_string() != id);
    let path = format!("/v1.0/groups/{other}/members/$ref");
    assert_eq!(
        graph
            .post("owner", &path, reference(&guest))
            .await
            .refusal(403),
        DENIED
    );
    let owners = graph
        .get(ADMIN, &format!("/v1.0/groups/{id}/owners"))
        .await
        .expect(200);
    assert_eq!(owners["value"][0]["id"], owner.to_string());
}

#[tokio::test]
async fn a_group_changes_for_those_who_may_and_by_what_is_imitated() {
    let graph = Graph::new().await;
    let group = graph.plain_group();
    let path = format!("/v1.0/groups/{group}");
    let guest = graph.new_guest("ana@partner-new.example").await;
    let lines = || graph.stage.running.tenant().ledger().len();
    let before = lines();
    for nothing in [json!({}), json!({"@odata.type": "#microsoft.graph.group"})] {
        let reply = graph.patch("guestInviter", &path, nothing.clone()).await;
        assert_eq!(reply.refusal(403), DENIED, "{nothing}");
        graph.patch(ADMIN, &path, nothing).await.expect(204);
    }
    let owner = reference(&guest)["@odata.id"].clone();
    for wrong in [
        json!({"owners@odata.bind": [owner]}),
        json!({"visibility": "Bogus"}),
        json!({"members@odata.bind": [reference(group)["@odata.id"]]}),
    ] {
        let reply = graph.patch(ADMIN, &path, wrong.clone()).await;
        assert_eq!(reply.refusal(400).0, "Request_BadRequest", "{wrong}");
    }
    let unified =
        graph.group(|group| group.is_unified() && !group.is_dynamic() && !group.is_synced());
    let itself = format!("/v1.0/groups/{unified}/members/$ref");
    graph
        .post(ADMIN, &itself, reference(unified))
        .await
        .refusal(400);
    assert_eq!(lines(), before);
    let change = json!({"visibility": "Private", "description": "Read by few"});
    graph.patch(ADMIN, &path, change).await.expect(204);
    assert_eq!(lines(), before + 1);
}
