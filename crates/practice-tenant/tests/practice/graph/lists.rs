//! Pages, counts, filters, searches.

use std::collections::BTreeSet;

use super::{ADMIN, Graph};

const EVENTUAL: &[(&str, &str)] = &[("ConsistencyLevel", "eventual")];

#[tokio::test]
async fn pages_cover_everybody_once_and_links_keep_the_options() {
    let graph = Graph::new().await;
    for (path, headers) in [
        ("/v1.0/users?$top=37&$select=id", &[] as &[_]),
        ("/v1.0/users?$top=37&$select=id&$orderby=displayName", &[]),
        (
            "/v1.0/users?$top=37&$select=id&$orderby=createdDateTime%20desc&$count=true",
            EVENTUAL,
        ),
    ] {
        let pages = graph.pages(path, headers).await;
        assert_eq!(pages.len(), 13, "{path}");
        assert!(pages.iter().all(|page| !page.is_empty()));
        let ids: BTreeSet<&str> = pages
            .iter()
            .flatten()
            .map(|user| user["id"].as_str().unwrap())
            .collect();
        assert_eq!(ids.len(), 460, "{path}");
        assert_eq!(pages.iter().flatten().count(), 460, "{path}");
    }
    let first = graph
        .get(ADMIN, "/v1.0//users?%24top=2&$select=id")
        .await
        .expect(200);
    let link = first["@odata.nextLink"].as_str().unwrap();
    let origin = &graph.stage.running.ready().graph;
    let wanted = format!("{origin}/v1.0/users?%24top=2&$select=id&$skiptoken=");
    assert!(link.starts_with(&wanted), "{link}");
}

#[tokio::test]
async fn without_a_selection_eleven_properties_show() {
    let graph = Graph::new().await;
    let page = graph.get(ADMIN, "/v1.0/users?$top=1").await.expect(200);
    let user = page["value"][0].as_object().unwrap();
    assert_eq!(user.len(), 11);
    assert!(!user.contains_key("userType"));
    let page = graph.get(ADMIN, "/v1.0/users").await.expect(200);
    assert_eq!(page["value"].as_array().unwrap().len(), 100);
}

#[tokio::test]
async fn counts_need_the_header() {
    let graph = Graph::new().await;
    let guests = "$filter=userType%20eq%20'Guest'";
    let path = format!("/v1.0/users?{guests}&$count=true&$top=1");
    assert_eq!(graph.advanced(&path).await.expect(200)["@odata.count"], 340);
    let silent = graph.get(ADMIN, &path).await.expect(200);
    assert!(silent.get("@odata.count").is_none());

    let counted = graph
        .advanced(&format!("/v1.0/users/$count?{guests}"))
        .await;
    assert_eq!(counted.headers["content-type"], "text/plain");
    assert_eq!(counted.expect(200), 340);
    let refused = graph.get(ADMIN, "/v1.0/users/$count").await;
    assert_eq!(
        refused.refusal(400),
        ("Request_BadRequest", "$count is not currently supported.")
    );
}

#[tokio::test]
async fn filters_are_answered_as_the_table_says() {
    let graph = Graph::new().await;
    let number = async |filter: &str| {
        let path = format!("/v1.0/users?$select=id&$top=999&$filter={filter}");
        graph.get(ADMIN, &path).await.expect(200)["value"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(number("userType+eq+'Guest'").await, 340);
    assert_eq!(
        number("creationType eq 'Invitation' and userType eq 'Member'").await,
        1
    );
    assert_eq!(number("mail eq 'NOBODY@nowhere.example'").await, 0);
    let guest = graph.user(|user| user.is_guest() && user.mail.is_some());
    let mail = guest.mail.unwrap();
    assert_eq!(
        number(&format!("mail eq '{}'", mail.to_uppercase())).await,
        1
    );
    assert_eq!(
        number(&format!("proxyAddresses/any(p:p eq 'SMTP:{mail}')")).await,
        1
    );
    assert_eq!(number(&format!("id eq '{}'", guest.id)).await, 1);
    let upn = guest.user_principal_name.replace('#', "%23");
    assert_eq!(number(&format!("userPrincipalName eq '{upn}'")).await, 1);

    let up_to = number("userPrincipalName le 'm'").await;
    assert!((1..460).contains(&up_to), "{up_to}");
    assert!(number("mail ge 'a' and mail le 'zz'").await > 300);

    let advanced = async |filter: &str| {
        let path = format!("/v1.0/users?$select=id&$top=999&$count=true&$filter={filter}");
        graph.advanced(&path).await.expect(200)["value"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(advanced("userType ne 'Guest'").await, 120);
    assert_eq!(advanced("not(userType eq 'Guest')").await, 120);
    let pending = advanced("externalUserState eq 'PendingAcceptance'").await;
    let accepted = advanced("externalUserState eq 'Accepted'").await;
    let neither = advanced("externalUserState eq null").await;
    assert!(pending > 0 && accepted > 0);
    assert_eq!(pending + accepted + neither, 460);
}

#[tokio::test]
async fn what_the_service_refuses_in_lists_is_refused() {
    let graph = Graph::new().await;
    let unsupported = "Request_UnsupportedQuery";
    let sixteen = ["'a@b.example'"; 16].join(",");
    for (path, code, text) in [
        (
            "users?$filter=userType ne 'Guest'".to_owned(),
            unsupported,
            "$count=true",
        ),
        (
            "users?$filter=userPrincipalName ge 'x'".to_owned(),
            unsupported,
            "userPrincipalName",
        ),
        (
            "users?$filter=displayName le 'x'".to_owned(),
            unsupported,
            "displayName",
        ),
        (
            "users?$filter=companyName eq 'x'".to_owned(),
            unsupported,
            "$count=true",
        ),
        (
            "users?$filter=endsWith(mail,'x')".to_owned(),
            unsupported,
            "EndsWith",
        ),
        (
            "users?$filter=externalUserState eq 'Accepted'".to_owned(),
            unsupported,
            "$count=true",
        ),
        (
            "users?$filter=contains(displayName,'x')".to_owned(),
            unsupported,
            "displayName",
        ),
        (
            format!("users?$filter=mail in ({sixteen})"),
            unsupported,
            "Too many child clauses specified in search filter expression containing 'OR' \
             operators: 16. Max allowed: 15",
        ),
        (
            "users?$select=id,nonsense".to_owned(),
            "BadRequest",
            "Could not find a property named 'nonsense' on type 'microsoft.graph.user'.",
        ),
        ("users?$top=1000".to_owned(), unsupported, "1000"),
        ("users?$skip=1".to_owned(), "Request_BadRequest", "$skip"),
        (
            "users?$orderby=mail".to_owned(),
            unsupported,
            "Sorting not supported",
        ),
        (
            "servicePrincipals?$orderby=displayName".to_owned(),
            unsupported,
            "Sorting",
        ),
        (
            "users?$search=\"displayName:a\"".to_owned(),
            unsupported,
            "ConsistencyLevel: eventual",
        ),
        (
            "users?$filter=userType eq".to_owned(),
            "BadRequest",
            "Invalid filter clause",
        ),
        ("users?$expand=manager".to_owned(), "BadRequest", "manager"),
        ("me?$top=5".to_owned(), "BadRequest", "$top"),
    ] {
        let reply = graph.get(ADMIN, &format!("/v1.0/{path}")).await;
        let (found, message) = reply.refusal(400);
        assert_eq!(found, code, "{path}");
        assert!(message.contains(text), "{path}: {message}");
    }
    let reply = graph.get(ADMIN, "/v1.0/users?$select=aboutMe").await;
    assert_eq!(reply.refusal(501).0, "NotImplemented");
}

#[tokio::test]
async fn searches_look_for_beginnings_of_words() {
    let graph = Graph::new().await;
    let found = async |search: &str| {
        let path = format!("/v1.0/users?$select=displayName&$top=999&$search={search}");
        graph.advanced(&path).await.expect(200)["value"]
            .as_array()
            .unwrap()
            .len()
    };
    let user = graph.user(|user| user.is_guest() && user.surname.is_some());
    let surname = user.surname.unwrap();
    let word = surname.split_whitespace().next().unwrap();
    let beginning: String = word.chars().take(3).collect();
    assert!(found(&format!("\"displayName:{beginning}\"")).await > 0);
    assert_eq!(found("\"displayName:zzzz\" OR \"mail:zzzz\"").await, 0);
}

#[tokio::test]
async fn metadata_can_be_left_out() {
    let graph = Graph::new().await;
    let accept = [
        ("accept", "application/json;odata.metadata=none"),
        ("client-request-id", "my-own-id"),
        ("ConsistencyLevel", "eventual"),
    ];
    let path = "/v1.0/users?$top=1&$count=true";
    let reply = graph
        .call(ADMIN, reqwest::Method::GET, path, &accept, None)
        .await;
    assert_eq!(reply.headers["client-request-id"], "my-own-id");
    assert_eq!(reply.headers["odata-version"], "4.0");
    assert!(reply.headers.contains_key("date"));
    let kind = reply.headers["content-type"].to_str().unwrap();
    assert!(
        kind.starts_with("application/json;odata.metadata=none"),
        "{kind}"
    );
    let page = reply.expect(200);
    assert!(page.get("@odata.context").is_none());
    assert_eq!(page["@odata.count"], 460);
    assert!(page["@odata.nextLink"].is_string());
}

#[tokio::test]
async fn sign_in_stamps_come_in_smaller_pages_and_stand_alone_in_filters() {
    let graph = Graph::new().await;
    let path = "/v1.0/users?$select=id,signInActivity&$top=999";
    let page = graph.get(ADMIN, path).await.expect(200);
    let rows = page["value"].as_array().unwrap();
    assert_eq!(rows.len(), 460);
    let signed_in = rows
        .iter()
        .filter(|row| row.get("signInActivity").is_some())
        .count();
    assert!(signed_in > 0 && signed_in < rows.len());
    let stamp = "signInActivity/lastSignInDateTime le 2020-01-01T00:00:00Z";
    let path = format!("/v1.0/users?$filter={stamp}");
    graph.get(ADMIN, &path).await.expect(200);
    let reply = graph
        .get(ADMIN, &format!("{path} and userType eq 'Guest'"))
        .await;
    assert_eq!(reply.refusal(400).0, "Request_UnsupportedQuery");
}

#[tokio::test]
async fn slices_of_time_hold_everybody_once() {
    let graph = Graph::new().await;
    let mut guests: Vec<(String, String)> = graph.stage.running.tenant().read(|view| {
        let guests = view.users(None).filter(|user| user.is_guest());
        guests
            .map(|user| {
                let created = user.created_date_time.date().to_string();
                (created, user.id.to_string())
            })
            .collect()
    });
    guests.sort();
    let cut = |part: usize| guests[guests.len() * part / 4].0.clone();
    let (first, second, third) = (cut(1), cut(2), cut(3));
    let mut found: Vec<String> = Vec::new();
    for slice in [
        format!("createdDateTime le {first}T00:00:00Z"),
        format!("createdDateTime ge {first}T00:00:00Z and createdDateTime le {second}T00:00:00Z"),
        format!("createdDateTime ge {second}T00:00:00Z and createdDateTime le {third}T00:00:00Z"),
        format!("createdDateTime ge {third}T00:00:00Z"),
    ] {
        let path = format!(
            "/v1.0/users?$filter=userType eq 'Guest' and {slice}&$top=17&$select=id,createdDateTime"
        );
        let pages = graph.pages(&path, &[]).await;
        assert!(pages.len() > 2, "{slice}");
        assert!(pages.iter().all(|page| !page.is_empty()), "{slice}");
        found.extend(
            pages
                .iter()
                .flatten()
                .map(|user| user["id"].as_str().unwrap().to_owned()),
        );
    }
    let number = found.len();
    found.sort();
    found.dedup();
    assert_eq!(
        found.len(),
        number,
        "the edges of the slices met somebody twice"
    );
    let mut all: Vec<String> = guests.into_iter().map(|(_, id)| id).collect();
    all.sort();
    assert_eq!(found, all);

    // Sorted, counted and counted by path, a slice is the same slice.
    let slice = format!("$filter=createdDateTime ge {second}T00:00:00Z and userType eq 'Guest'");
    let path = format!("/v1.0/users?{slice}&$count=true&$orderby=displayName&$top=999");
    let sorted = graph.advanced(&path).await.expect(200);
    let rows = sorted["value"].as_array().unwrap().len();
    assert_eq!(sorted["@odata.count"], rows);
    let counted = graph.advanced(&format!("/v1.0/users/$count?{slice}")).await;
    assert_eq!(counted.expect(200), rows);
}

#[tokio::test]
async fn an_address_is_found_wherever_it_is_held() {
    let graph = Graph::new().await;
    let guest = graph.user(|user| user.is_guest() && user.proxy_addresses.len() == 1);
    let address = guest.mail.clone().unwrap();
    graph.amend(|tx| {
        tx.edit_user(guest.id, |user| {
            user.mail = None;
            user.other_mails = vec!["Other.Address@partner-new.example".to_owned()];
            user.proxy_addresses
                .push("X500:/o=Contoso/cn=guest".to_owned());
        });
    });
    let proxy = format!("SMTP:{address}");
    for (filter, found) in [
        (
            format!("proxyAddresses/any(p:p eq '{proxy}' or p eq 'smtp:nobody@x.example')"),
            true,
        ),
        (
            "otherMails/any(m:m eq 'other.address@partner-new.example')".to_owned(),
            true,
        ),
        (
            format!("mail in ('{address}') or proxyAddresses/any(p:p eq '{proxy}')"),
            true,
        ),
        (
            "proxyAddresses/any(p:p eq 'x500:/o=contoso/cn=guest')".to_owned(),
            true,
        ),
        (
            format!("userType eq 'Member' and proxyAddresses/any(p:p eq '{proxy}')"),
            false,
        ),
        (format!("mail eq '{address}'"), false),
        (
            "proxyAddresses/any(p:p eq 'other.address@partner-new.example')".to_owned(),
            false,
        ),
    ] {
        let list = graph
            .get(ADMIN, &format!("/v1.0/users?$select=id&$filter={filter}"))
            .await
            .expect(200);
        let ids: Vec<&str> = list["value"]
            .as_array()
            .unwrap()
            .iter()
            .map(|user| user["id"].as_str().unwrap())
            .collect();
        let id = guest.id.to_string();
        let wanted = if found { vec![id.as_str()] } else { vec![] };
        assert_eq!(ids, wanted, "{filter}");
    }
}
