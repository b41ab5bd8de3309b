//! What clients read before they sign anybody in.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::authority::Authority;
use crate::site::Asked;
use crate::tenant::Tenant;

/// `GET /{tenant}/v2.0/.well-known/openid-configuration`.
pub(super) async fn configuration(
    State(tenant): State<Arc<Tenant>>,
    asked: Asked,
    Path(name): Path<String>,
) -> Response {
    let found = tenant.read(|view| {
        Authority::resolve(view, &name)
            .map(|authority| (authority.segment(view), authority.issuer_segment(view)))
    });
    let (segment, issuer) = match found {
        Ok(found) => found,
        Err(error) => return error.answer(tenant.clock.now(), None),
    };
    let origin = &asked.origin;
    let base = format!("{origin}/{segment}");
    let host = origin
        .split_once("://")
        .map_or(origin.as_str(), |(_, host)| host);
    Json(json!({
        "token_endpoint": format!("{base}/oauth2/v2.0/token"),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "jwks_uri": format!("{base}/discovery/v2.0/keys"),
        "response_modes_supported": ["query", "fragment", "form_post"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "issuer": format!("{origin}/{issuer}/v2.0"),
        "request_uri_parameter_supported": false,
        "userinfo_endpoint": format!("{origin}/oidc/userinfo"),
        "authorization_endpoint": format!("{base}/oauth2/v2.0/authorize"),
        "device_authorization_endpoint": format!("{base}/oauth2/v2.0/devicecode"),
        "http_logout_supported": true,
        "frontchannel_logout_supported": true,
        "end_session_endpoint": format!("{base}/oauth2/v2.0/logout"),
        "claims_supported": [
            "sub", "iss", "cloud_instance_name", "aud", "exp", "iat", "nonce",
            "preferred_username", "name", "tid", "ver", "at_hash", "email"
        ],
        "tenant_region_scope": "EU",
        "cloud_instance_name": "microsoftonline.com",
        "cloud_graph_host_name": "graph.windows.net",
        "msgraph_host": if host == crate::site::LOGIN_HOST { crate::site::GRAPH_HOST } else { host },
        "rbac_url": "https://pas.windows.net",
    }))
    .into_response()
}

/// `GET /{tenant}/discovery/v2.0/keys`.
pub(super) async fn keys(
    State(tenant): State<Arc<Tenant>>,
    asked: Asked,
    Path(name): Path<String>,
) -> Response {
    let found = tenant.read(|view| {
        Authority::resolve(view, &name).map(|authority| authority.issuer_segment(view))
    });
    match found {
        Ok(issuer) => {
            let key = tenant.key();
            Json(json!({ "keys": [{
                "kty": "RSA",
                "use": "sig",
                "alg": "RS256",
                "kid": key.kid(),
                "x5t": key.kid(),
                "n": key.modulus(),
                "e": key.exponent(),
                "issuer": format!("{}/{issuer}/v2.0", asked.origin),
            }]}))
            .into_response()
        }
        Err(error) => error.answer(tenant.clock.now(), None),
    }
}

/// `GET /common/discovery/instance`: which names mean this very service.
pub(super) async fn instance(
    asked: Asked,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let origin = &asked.origin;
    let host = origin
        .split_once("://")
        .map_or(origin.as_str(), |(_, host)| host);
    let segment = query
        .get("authorization_endpoint")
        .and_then(|endpoint| url::Url::parse(endpoint).ok())
        .and_then(|endpoint| Some(endpoint.path_segments()?.next()?.to_owned()))
        .filter(|segment| !segment.is_empty())
        .unwrap_or_else(|| "common".to_owned());
    Json(json!({
        "tenant_discovery_endpoint":
            format!("{origin}/{segment}/v2.0/.well-known/openid-configuration"),
        "api-version": query.get("api-version").map_or("1.1", String::as_str),
        "metadata": [{
            "preferred_network": host,
            "preferred_cache": host,
            "aliases": [host],
        }],
    }))
    .into_response()
}

/// `GET /common/userrealm/{name}`: whether the name belongs to a domain of this tenant.
pub(super) async fn user_realm(
    State(tenant): State<Arc<Tenant>>,
    Path(name): Path<String>,
) -> Response {
    let domain = name
        .rsplit_once('@')
        .map_or("", |(_, domain)| domain)
        .to_lowercase();
    let managed = tenant.read(|view| view.organization().owns_domain(&domain));
    if !managed {
        return Json(json!({ "ver": "1.0", "account_type": "Unknown" })).into_response();
    }
    Json(json!({
        "ver": "1.0",
        "account_type": "Managed",
        "domain_name": domain,
        "cloud_instance_name": "microsoftonline.com",
        "cloud_audience_urn": "urn:federation:MicrosoftOnline",
    }))
    .into_response()
}
