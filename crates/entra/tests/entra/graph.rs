use entra::Error;
use entra::graph::{DeltaItem, DeltaLink, GuestFilter, Page, User};
use futures_util::TryStreamExt as _;
use serde_json::{Value, json};

use crate::support::{self, Act, QuickClock, Seen, Server, error};

fn target(seen: &Seen) -> String {
    let text = percent_encoding::percent_decode_str(&seen.target);
    text.decode_utf8().unwrap().into_owned()
}

#[tokio::test]
async fn pages_are_followed_to_the_end_even_through_an_empty_one() {
    let server = Server::start(|_, seen| {
        let host = seen.header("host").unwrap();
        let next = |n: u8| format!("http://{host}/v1.0/users?$skiptoken={n}");
        let page = match seen.target.rsplit('=').next().unwrap() {
            "1" => json!({"value": [], "@odata.nextLink": next(2)}),
            "2" => json!({"value": [{"id": "b"}]}),
            _ => json!({"value": [{"id": "a"}], "@odata.nextLink": next(1), "@odata.count": 2}),
        };
        support::json(200, &page)
    })
    .await;
    let graph = server.graph(&QuickClock::default());
    let first = graph.guests(GuestFilter::InvitedMember).await.unwrap();
    assert_eq!(first.count, Some(2));
    let pages: Vec<Page<User>> = graph.pages(first).try_collect().await.unwrap();
    let ids: Vec<_> = pages
        .iter()
        .flat_map(|page| &page.value)
        .map(|user| user.id.as_str())
        .collect();
    assert_eq!((pages.len(), ids), (3, vec!["a", "b"]));
    let asked = target(&server.seen()[0]);
    assert!(
        asked.contains("$filter=creationType eq 'Invitation' and userType eq 'Member'&$select=id,")
            && asked.ends_with("&$top=999")
    );
}

#[tokio::test]
async fn a_count_is_plain_text_and_an_advanced_query() {
    let count = Act::Reply(
        200,
        vec![("Content-Type", "text/plain".to_owned())],
        "\u{feff}340".to_owned(),
    );
    let server = Server::script(vec![count]).await;
    let graph = server.graph(&QuickClock::default());
    assert_eq!(
        graph
            .count_guests(GuestFilter::UserTypeGuest)
            .await
            .unwrap(),
        340
    );
    let seen = server.seen();
    assert_eq!(
        target(&seen[0]),
        "/v1.0/users/$count?$filter=userType eq 'Guest'"
    );
    assert_eq!(seen[0].header("consistencylevel"), Some("eventual"));
}

#[tokio::test]
async fn an_advanced_list_keeps_its_header_from_page_to_page() {
    let server = Server::start(|number, seen| {
        let next = format!("http://{}/v1.0/x", seen.header("host").unwrap());
        match number {
            0 => support::json(200, &json!({"value": [], "@odata.nextLink": next})),
            _ => support::json(200, &json!({"value": [{"id": "s", "appRoles": null}]})),
        }
    })
    .await;
    let graph = server.graph(&QuickClock::default());
    let first = graph.applications(Some("sales")).await.unwrap();
    assert_eq!(graph.all(first).await.unwrap().len(), 1);
    for seen in server.seen() {
        assert_eq!(
            seen.header("consistencylevel"),
            Some("eventual"),
            "{}",
            seen.target
        );
    }
}

#[tokio::test]
async fn a_mark_is_taken_and_its_changes_are_read() {
    let server = Server::start(|number, seen| {
        let link = |name: &str| format!("http://{}/v1.0/users/delta?t={name}", seen.header("host").unwrap());
        match number {
            0 => support::json(200, &json!({"value": [], "@odata.deltaLink": link("mark")})),
            1 => support::json(200, &json!({
                "value": [{"id": "1", "userType": "Guest"}, {"id": "2", "@removed": {"reason": "changed"}}],
                "@odata.nextLink": link("more"),
            })),
            _ => error(410, "resyncRequired", "start over").with("Location", "/v1.0/users/delta?$deltatoken="),
        }
    })
    .await;
    let graph = server.graph(&QuickClock::default());
    let mark = graph.user_delta_mark().await.unwrap();
    assert!(
        target(&server.seen()[0]).starts_with("/v1.0/users/delta?$deltaToken=latest&$select=id,")
    );
    let changes = graph.user_delta(&mark).await.unwrap();
    assert!(matches!(&changes.value[0], DeltaItem::Changed(user) if user.id == "1"));
    assert!(matches!(&changes.value[1], DeltaItem::Removed { id, .. } if id == "2"));
    assert_eq!(changes.delta_link, None);
    let kept = serde_json::to_string(&changes.next_link.unwrap()).unwrap();
    let read: DeltaLink = serde_json::from_str(&kept).unwrap();
    let error = graph.user_delta(&read).await.unwrap_err();
    assert!(error.is_sync_state_lost(), "{error:?}");
}

/// Answers a batch in reverse order: one user is gone, and one is throttled at first.
fn batch(number: usize, seen: &Seen) -> Act {
    let requests = seen.json()["requests"].as_array().unwrap().clone();
    assert!(requests.len() <= 20);
    let responses: Vec<Value> = requests
        .iter()
        .rev()
        .map(|request| {
            let id = request["id"].clone();
            let url = request["url"].as_str().unwrap();
            let user = url.trim_start_matches("/users/").split('?').next().unwrap();
            match user {
                "gone" => json!({"id": id, "status": 404, "body": {"error": {"code": "Request_ResourceNotFound", "message": "no"}}}),
                "slow" if number < 3 => json!({"id": id, "status": 429, "headers": {"Retry-After": "4"}, "body": {}}),
                _ => json!({"id": id, "status": 200, "body": {"id": user}}),
            }
        })
        .collect();
    support::json(200, &json!({"responses": responses}))
}

#[tokio::test]
async fn batches_keep_order_and_ask_again_only_for_what_was_throttled() {
    let server = Server::start(batch).await;
    let clock = QuickClock::default();
    let mut ids: Vec<String> = (0..45).map(|n| format!("user-{n}")).collect();
    ids[3] = "gone".to_owned();
    ids[41] = "slow".to_owned();
    let users = server.graph(&clock).users_by_ids(&ids).await.unwrap();
    for (number, (id, user)) in users.iter().enumerate() {
        assert_eq!(id, &ids[number]);
        match user {
            Ok(user) => assert_eq!(&user.id, id),
            Err(error) => assert!(number == 3 && error.is_not_found(), "{error:?}"),
        }
    }
    assert_eq!(clock.sleeps(), [4]);
    let seen = server.seen();
    assert_eq!(seen.len(), 4);
    assert_eq!(seen[3].json()["requests"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_batch_that_leaves_an_answer_out_is_not_believed() {
    let server = Server::script(vec![support::json(200, &json!({"responses": []}))]).await;
    let graph = server.graph(&QuickClock::default());
    let error = graph
        .users_by_addresses(&["a@b.c".to_owned()])
        .await
        .unwrap_err();
    assert!(matches!(error, Error::UnexpectedAnswer { .. }), "{error:?}");
}

#[tokio::test]
async fn a_domain_of_no_tenant_is_told_from_one_that_could_not_be_looked_up() {
    let said = |id: &str, status: u16, code: &str| json!({"id": id, "status": status, "body": {"error": {"code": code, "message": "said so"}}});
    let answers = [
        said("0", 404, "Request_ResourceNotFound"),
        said("1", 403, "Authorization_RequestDenied"),
    ];
    let server = Server::script(vec![support::json(200, &json!({"responses": answers}))]).await;
    let graph = server.graph(&QuickClock::default());
    let domains = ["o'hara.example".to_owned(), "other.example".to_owned()];
    let tenants = graph.tenants_by_domains(&domains).await.unwrap();
    assert!(matches!(tenants[0], Ok(None)), "{tenants:?}");
    assert!(tenants[1].is_err(), "{tenants:?}");
    assert_eq!(
        server.seen()[0].json()["requests"][0]["url"],
        "/tenantRelationships/findTenantInformationByDomainName(domainName='o''hara.example')"
    );
}
