//! The judge against exchanges that are right and exchanges that are wrong in one way each.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails loudly"
)]

use graph_judge::{Exchange, Judge};
use serde_json::{Value, json};

fn judge() -> Judge {
    Judge::new(
        include_str!("../../../../tests/graph/v1.0-subset.csdl.xml"),
        include_str!("../../../../tests/graph/permissions-subset.json"),
    )
    .unwrap()
}

fn exchange(method: &str, path: &str, scopes: &[&str]) -> Exchange {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    Exchange {
        method: method.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        eventual: false,
        bare: false,
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        request: None,
        status: 200,
        answer: None,
        spoilt: false,
    }
}

#[track_caller]
fn clean(exchange: &Exchange) {
    let found = judge().judge(exchange);
    assert!(found.is_empty(), "{found:#?}");
}

#[track_caller]
fn wrong(exchange: &Exchange, place: &str, what: &str) {
    let found = judge().judge(exchange);
    assert!(
        found
            .iter()
            .any(|violation| violation.place == place && violation.what.contains(what)),
        "{place}: {what} was not found in {found:#?}"
    );
}

fn guests(select: &str, rows: Value) -> Exchange {
    let path = format!("/v1.0/users?$filter=userType%20eq%20'Guest'&$select={select}&$top=999");
    Exchange {
        answer: Some(json!({ "@odata.context": "c", "value": rows })),
        ..exchange("GET", &path, &["User.Read.All"])
    }
}

#[test]
fn a_list_of_guests_is_clean() {
    clean(&guests(
        "id,externalUserState,createdDateTime",
        json!([{ "id": "1", "externalUserState": "Accepted", "createdDateTime": "2026-11-01T00:00:00Z" }]),
    ));
}

#[test]
fn unknown_names_are_found_wherever_they_stand() {
    wrong(
        &guests("id,invitationState", json!([])),
        "query",
        "invitationState",
    );
    wrong(
        &guests("id", json!([{ "id": "1", "standing": "x" }])),
        "answer",
        "standing",
    );
    let filter = exchange(
        "GET",
        "/v1.0/users?$filter=standing eq 'x'",
        &["User.Read.All"],
    );
    wrong(
        &Exchange {
            answer: Some(json!({ "value": [] })),
            ..filter
        },
        "query",
        "standing",
    );
    wrong(&exchange("GET", "/v1.0/guests", &[]), "path", "guests");
}

#[test]
fn wrong_types_are_found() {
    wrong(&guests("id", json!([{ "id": 7 }])), "answer", "no String");
    wrong(
        &guests("id", json!([{ "id": "1", "accountEnabled": "true" }])),
        "answer",
        "no Boolean",
    );
    wrong(
        &guests("id", json!([{ "id": "1", "createdDateTime": "yesterday" }])),
        "answer",
        "no DateTimeOffset",
    );
    wrong(&guests("id", json!({})), "answer", "value[]");
}

fn invitation(body: Value, scopes: &[&str]) -> Exchange {
    Exchange {
        status: 201,
        request: Some(body),
        answer: Some(json!({ "id": "i", "invitedUser": { "id": "u" } })),
        ..exchange("POST", "/v1.0/invitations", scopes)
    }
}

#[test]
fn invitations_need_their_scope_and_their_names() {
    let body = json!({ "invitedUserEmailAddress": "a@b.example", "inviteRedirectUrl": "https://x",
        "invitedUserMessageInfo": { "ccRecipients": [{ "emailAddress": { "address": "c@d.example" } }] } });
    clean(&invitation(body.clone(), &["User.Invite.All"]));
    wrong(
        &invitation(body, &["User.Read.All"]),
        "scope",
        "User.Invite.All",
    );
    wrong(
        &invitation(json!({ "email": "a@b.example" }), &["User.Invite.All"]),
        "request",
        "email",
    );
}

#[test]
fn members_need_a_scope_that_the_published_file_does_not_name() {
    let added = Exchange {
        status: 204,
        request: Some(
            json!({ "@odata.id": "https://graph.microsoft.com/v1.0/directoryObjects/u" }),
        ),
        ..exchange(
            "POST",
            "/v1.0/groups/11111111-1111-4111-8111-111111111111/members/$ref",
            &[],
        )
    };
    wrong(&added, "scope", "GroupMember.ReadWrite.All");
    clean(&Exchange {
        scopes: vec!["GroupMember.ReadWrite.All".to_owned()],
        ..added.clone()
    });
    wrong(
        &Exchange {
            request: Some(json!({ "id": "u" })),
            ..added
        },
        "request",
        "@odata.id",
    );
}

#[test]
fn assigning_needs_two_scopes() {
    let path = "/v1.0/servicePrincipals/11111111-1111-4111-8111-111111111111/appRoleAssignedTo";
    let assigned = Exchange {
        status: 201,
        request: Some(
            json!({ "principalId": "11111111-1111-4111-8111-111111111112",
            "resourceId": "11111111-1111-4111-8111-111111111111", "appRoleId": "00000000-0000-0000-0000-000000000000" }),
        ),
        answer: Some(json!({ "id": "a", "principalType": "User" })),
        ..exchange("POST", path, &["AppRoleAssignment.ReadWrite.All"])
    };
    wrong(&assigned, "scope", "Application.Read.All");
}

#[test]
fn refusals_carry_the_error_envelope() {
    let refused = Exchange {
        status: 403,
        ..exchange("GET", "/v1.0/users", &[])
    };
    wrong(&refused, "answer", "error envelope");
    let envelope = json!({ "error": { "code": "Authorization_RequestDenied", "message": "m",
        "innerError": { "date": "2026-11-24T00:00:00", "request-id": "r", "client-request-id": "c" } } });
    clean(&Exchange {
        answer: Some(envelope),
        ..refused
    });
}

#[test]
fn calls_in_a_batch_are_judged_one_by_one() {
    let batch = Exchange {
        request: Some(json!({ "requests": [
            { "id": "1", "method": "GET", "url": "/users?$select=nothing" },
            { "id": 2, "method": "GET", "url": "/me" } ] })),
        answer: Some(json!({ "responses": [
            { "id": "2", "status": 200, "body": { "id": "me" } },
            { "id": "1", "status": 200, "body": { "value": [] } } ] })),
        ..exchange("POST", "/v1.0/$batch", &["User.Read"])
    };
    wrong(&batch, "query", "nothing");
    wrong(&batch, "scope", "User.Read.All");
}

#[test]
fn functions_casts_and_single_values_resolve() {
    for (path, scopes) in [
        ("/v1.0/me", "User.Read"),
        (
            "/v1.0/me/ownedObjects/microsoft.graph.group",
            "Directory.Read.All",
        ),
        ("/v1.0/policies/authorizationPolicy", "Policy.Read.All"),
        (
            "/v1.0/policies/crossTenantAccessPolicy/default",
            "Policy.Read.All",
        ),
        (
            "/beta/policies/b2bManagementPolicies",
            "Policy.Read.B2BManagementPolicy",
        ),
        (
            "/v1.0/users/delta?$deltaToken=latest&$select=id",
            "User.Read.All",
        ),
        (
            "/v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='x.example')",
            "CrossTenantInformation.ReadBasic.All",
        ),
    ] {
        let answer = json!({ "value": [], "id": "x" });
        let mut exchange = exchange("GET", path, &[scopes]);
        exchange.answer = Some(
            if path.contains("delta") || path.contains("owned") || path.contains("b2b") {
                json!({ "value": [] })
            } else if path.contains("find") {
                json!({ "tenantId": "t" })
            } else {
                let mut one = answer;
                one.as_object_mut().unwrap().remove("value");
                if path.contains("crossTenant") {
                    one.as_object_mut().unwrap().remove("id");
                }
                one
            },
        );
        clean(&exchange);
    }
}

#[test]
fn advanced_queries_need_their_header_and_their_count() {
    let list = |query: &str| Exchange {
        answer: Some(json!({ "value": [] })),
        ..exchange(
            "GET",
            &format!("/v1.0/users?{query}"),
            &["User.Read.All", "AuditLog.Read.All"],
        )
    };
    for query in [
        "$filter=userType ne 'Guest'",
        "$filter=not(userType eq 'Guest')",
        "$filter=endsWith(mail,'b.example')",
        "$filter=companyName eq 'B'",
        "$filter=externalUserState eq 'Accepted'",
        "$filter=displayName ge 'B'",
        "$filter=userPrincipalName ge 'b'",
        "$filter=userType eq 'Guest'&$orderby=displayName",
        "$orderby=createdDateTime",
        "$search=\"displayName:a\"",
    ] {
        wrong(&list(query), "query", "ConsistencyLevel");
        let advanced = Exchange {
            eventual: true,
            ..list(&format!("{query}&$count=true"))
        };
        clean(&advanced);
    }
    let stamps = "$filter=signInActivity/lastSignInDateTime le 2026-01-01T00:00:00Z";
    clean(&list(stamps));
    wrong(
        &list(&format!("{stamps} and userType eq 'Guest'")),
        "query",
        "together",
    );
    wrong(
        &Exchange {
            scopes: vec!["User.Read.All".to_owned()],
            ..list(stamps)
        },
        "scope",
        "AuditLog.Read.All",
    );
    wrong(
        &exchange("GET", "/v1.0/users/$count", &["User.Read.All"]),
        "query",
        "eventual",
    );
}

#[test]
fn answers_hold_what_was_selected_and_no_more_than_a_page() {
    wrong(
        &guests("id,mail", json!([{ "id": "1", "userType": "Guest" }])),
        "query",
        "userType",
    );
    let row = json!({ "id": "1" });
    let full: Vec<Value> = std::iter::repeat_n(row, 101).collect();
    let page = Exchange {
        answer: Some(json!({ "value": full })),
        ..exchange("GET", "/v1.0/users", &["User.Read.All"])
    };
    wrong(&page, "query", "a page of 101");
}

#[test]
fn answers_without_types_may_hold_what_derived_types_have() {
    let members = |bare| Exchange {
        bare,
        answer: Some(json!({ "value": [{ "id": "1", "displayName": "A" }] })),
        ..exchange(
            "GET",
            "/v1.0/groups/11111111-1111-4111-8111-111111111111/members",
            &["GroupMember.Read.All"],
        )
    };
    clean(&members(true));
    wrong(&members(false), "answer", "displayName");
}

#[test]
fn a_success_has_a_body_where_one_is_due() {
    for missing in [
        exchange("GET", "/v1.0/users", &["User.Read.All"]),
        Exchange {
            status: 204,
            ..exchange("GET", "/v1.0/me", &["User.Read"])
        },
        Exchange {
            eventual: true,
            ..exchange("GET", "/v1.0/users/$count", &["User.Read.All"])
        },
        Exchange {
            answer: None,
            ..invitation(
                json!({ "invitedUserEmailAddress": "a@b.example", "inviteRedirectUrl": "https://x" }),
                &["User.Invite.All"],
            )
        },
    ] {
        wrong(&missing, "answer", "without a body");
    }
    clean(&Exchange {
        status: 204,
        request: Some(json!({ "companyName": "B" })),
        ..exchange(
            "PATCH",
            "/v1.0/users/11111111-1111-4111-8111-111111111111",
            &["User.ReadWrite.All"],
        )
    });
}

#[test]
fn a_batch_that_is_refused_whole_carries_the_envelope() {
    let refused = Exchange {
        status: 400,
        ..exchange("POST", "/v1.0/$batch", &["User.Read"])
    };
    wrong(&refused, "answer", "error envelope");
    clean(&Exchange {
        answer: Some(json!({ "error": { "code": "BadRequest", "message": "m" } })),
        ..refused
    });
}

#[test]
fn what_a_list_of_users_names_needs_the_scopes_that_reach_it() {
    let list = |query: &str, scopes: &[&str]| Exchange {
        answer: Some(json!({ "value": [] })),
        ..exchange("GET", &format!("/v1.0/users?{query}"), scopes)
    };
    clean(&list(
        "$select=id,displayName,mail",
        &["User.ReadBasic.All"],
    ));
    for query in [
        "$select=id,userType",
        "$filter=userType eq 'Guest'",
        "$select=externalUserState",
    ] {
        wrong(
            &list(query, &["User.ReadBasic.All"]),
            "scope",
            "User.Read.All",
        );
        clean(&list(query, &["User.Read.All"]));
    }
    let stamps = "$select=id,signInActivity";
    wrong(
        &list(stamps, &["User.ReadBasic.All", "AuditLog.Read.All"]),
        "scope",
        "User.Read.All",
    );
    wrong(
        &list(stamps, &["User.Read.All"]),
        "scope",
        "AuditLog.Read.All",
    );
    clean(&list(stamps, &["User.Read.All", "AuditLog.Read.All"]));
}

#[test]
fn a_group_is_renamed_by_other_scopes_than_its_members_are_added_by() {
    let path = "/v1.0/groups/11111111-1111-4111-8111-111111111111";
    let reference = "https://graph.microsoft.com/v1.0/directoryObjects/u";
    let patch = |body: Value, scope: &str| Exchange {
        status: 204,
        request: Some(body),
        ..exchange("PATCH", path, &[scope])
    };
    let members = |number: usize| json!({ "members@odata.bind": vec![reference; number] });
    clean(&patch(members(20), "GroupMember.ReadWrite.All"));
    wrong(&patch(members(20), "User.Read.All"), "scope", "GroupMember");
    wrong(
        &patch(members(21), "GroupMember.ReadWrite.All"),
        "request",
        "more than 20",
    );
    let name = json!({ "displayName": "B" });
    wrong(
        &patch(name.clone(), "GroupMember.ReadWrite.All"),
        "scope",
        "Group.ReadWrite.All",
    );
    clean(&patch(name, "Group.ReadWrite.All"));
    let mut both = members(1);
    both["displayName"] = json!("B");
    wrong(
        &patch(both, "GroupMember.ReadWrite.All"),
        "scope",
        "Group.ReadWrite.All",
    );
}

#[test]
fn a_chain_of_or_is_as_long_as_an_in() {
    let chain = |number: usize| {
        let clauses: Vec<String> = (0..number).map(|n| format!("mail eq 'a{n}'")).collect();
        Exchange {
            answer: Some(json!({ "value": [] })),
            ..exchange(
                "GET",
                &format!("/v1.0/users?$filter={}", clauses.join(" or ")),
                &["User.Read.All"],
            )
        }
    };
    clean(&chain(15));
    wrong(&chain(16), "query", "16 values");
}

#[test]
fn the_domain_list_opens_to_whoever_reads_all_policies() {
    let read = |scope: &str| Exchange {
        answer: Some(json!({ "value": [] })),
        ..exchange("GET", "/beta/policies/b2bManagementPolicies", &[scope])
    };
    clean(&read("Policy.Read.All"));
    clean(&read("Policy.Read.B2BManagementPolicy"));
    wrong(&read("User.Read.All"), "scope", "B2BManagementPolicy");
}
