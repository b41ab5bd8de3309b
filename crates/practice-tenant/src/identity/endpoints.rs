//! The two endpoints of the protocol: a device code, and tokens for it.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, header};
use serde_json::{Value, json};
use uuid::Uuid;

use super::aadsts::SignInError;
use super::approval::person;
use super::authority::Authority;
use super::consent::{self, Consent};
use super::device::{INTERVAL, LIFETIME};
use super::scope::ScopeRequest;
use super::tokens::{self, Issue};
use crate::directory::ClientApplication;
use crate::faults::{Point, Trouble};
use crate::site::Asked;
use crate::tenant::Tenant;

const DEVICE_CODE_GRANTS: [&str; 2] = [
    "urn:ietf:params:oauth:grant-type:device_code",
    "device_code",
];

/// A form, with what belongs to the request around it.
struct Request {
    fields: HashMap<String, String>,
    origin: String,
    correlation: Option<Uuid>,
    cross_origin: bool,
}

impl Request {
    fn read(asked: Asked, headers: &HeaderMap, body: &Bytes) -> Self {
        let fields: HashMap<String, String> =
            url::form_urlencoded::parse(body).into_owned().collect();
        let named = headers
            .get("client-request-id")
            .and_then(|value| value.to_str().ok());
        let correlation = named
            .or_else(|| fields.get("client-request-id").map(String::as_str))
            .and_then(|id| Uuid::try_parse(id).ok());
        Self {
            correlation,
            cross_origin: headers.contains_key(header::ORIGIN),
            fields,
            origin: asked.origin,
        }
    }

    fn optional(&self, name: &str) -> Option<&str> {
        self.fields
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.trim().is_empty())
    }

    fn required(&self, name: &str) -> Result<&str, SignInError> {
        self.optional(name)
            .ok_or_else(|| SignInError::missing_parameter(name))
    }

    /// What the client asks for in `claims`.
    fn claims(&self) -> Value {
        self.optional("claims")
            .and_then(|claims| serde_json::from_str(claims).ok())
            .unwrap_or(Value::Null)
    }
}

/// `POST /{tenant}/oauth2/v2.0/devicecode`.
pub(super) async fn device_code(
    State(tenant): State<Arc<Tenant>>,
    asked: Asked,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let request = Request::read(asked, &headers, &body);
    answer(
        &tenant,
        request.correlation,
        begin(&tenant, &name, &request),
    )
}

fn begin(tenant: &Tenant, name: &str, request: &Request) -> Result<Value, SignInError> {
    let client = client(tenant, name, request)?;
    let scope = ScopeRequest::parse(request.required("scope")?, &request.origin)?;
    let code = tenant
        .identity
        .codes()
        .begin(&client.app_id.to_string(), scope, tenant.clock.now())
        .ok_or_else(SignInError::unavailable)?;
    tenant.identity.remember(&code.device_code);
    let page = format!("{}/devicelogin", request.origin);
    Ok(json!({
        "user_code": code.user_code,
        "device_code": code.device_code,
        "verification_uri": page,
        "expires_in": LIFETIME.whole_seconds(),
        "interval": INTERVAL,
        "message": format!(
            "To sign in, use a web browser to open the page {page} and enter the code {} to \
             authenticate.",
            code.user_code
        ),
    }))
}

/// `POST /{tenant}/oauth2/v2.0/token`.
pub(super) async fn token(
    State(tenant): State<Arc<Tenant>>,
    asked: Asked,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let request = Request::read(asked, &headers, &body);
    answer(
        &tenant,
        request.correlation,
        redeem(&tenant, &name, &request),
    )
}

fn redeem(tenant: &Tenant, name: &str, request: &Request) -> Result<Value, SignInError> {
    let grant = request.required("grant_type")?;
    let client = client(tenant, name, request)?;
    if request.cross_origin {
        return Err(SignInError::cross_origin());
    }
    if request
        .optional("client_secret")
        .or(request.optional("client_assertion"))
        .is_some()
    {
        return Err(SignInError::secret_from_public_client());
    }
    match grant {
        grant if DEVICE_CODE_GRANTS.contains(&grant) => by_device_code(tenant, &client, request),
        "refresh_token" => by_refresh_token(tenant, &client, name, request),
        other => Err(SignInError::unsupported_grant(other)),
    }
}

fn by_device_code(
    tenant: &Tenant,
    client: &ClientApplication,
    request: &Request,
) -> Result<Value, SignInError> {
    let code = request
        .optional("device_code")
        .or_else(|| request.optional("code"))
        .ok_or_else(|| SignInError::missing_parameter("device_code"))?;
    let now = tenant.clock.now();
    let (user_id, scope) = tenant
        .identity
        .codes()
        .poll(code, &client.app_id.to_string(), now)?;
    issue(tenant, client, request, user_id, &scope)
}

fn by_refresh_token(
    tenant: &Tenant,
    client: &ClientApplication,
    name: &str,
    request: &Request,
) -> Result<Value, SignInError> {
    let grant = tokens::read_refresh(tenant, request.required("refresh_token")?, client.app_id)?;
    let asked = request.optional("scope").unwrap_or(&grant.scope);
    let mut scope = ScopeRequest::parse(asked, &request.origin)?;
    // Every use of a refresh token yields a new one, whether or not it was asked for again.
    scope.offline = true;
    let revoked = tenant.read(|view| {
        view.latest()
            .user(grant.user_id)
            .is_none_or(|user| tokens::revoked_since(user, grant.issued))
    });
    if revoked {
        return Err(SignInError::revoked());
    }
    let path = format!("/{name}/oauth2/v2.0/token");
    let waits = tenant.faults.take(Point::Refresh, "POST", &path);
    if let Some(Trouble::RefreshRefused(refusal)) = waits {
        return Err(refusal);
    }
    issue(tenant, client, request, grant.user_id, &scope)
}

fn issue(
    tenant: &Tenant,
    client: &ClientApplication,
    request: &Request,
    user_id: Uuid,
    scope: &ScopeRequest,
) -> Result<Value, SignInError> {
    let (user, roles, consent) = tenant.read(|view| {
        let view = view.latest();
        let user = person(view, &user_id.to_string())?;
        let roles = view.active_roles(user_id);
        Ok((user, roles, consent::look(view, client, user_id, scope)))
    })?;
    let Consent::Granted(granted) = consent else {
        return Err(SignInError::consent_required(
            &client.app_id.to_string(),
            &client.display_name,
        ));
    };
    let claims = request.claims();
    let issue = Issue {
        user: &user,
        roles,
        client,
        request: scope,
        granted: &granted,
        origin: &request.origin,
        client_info: request.optional("client_info") == Some("1"),
        client_capable: declares_capability(&claims),
        not_before: claims
            .pointer("/access_token/nbf/value")
            .and_then(Value::as_str),
    };
    tokens::issue(tenant, &issue).map_err(|error| {
        tracing::error!(%error, "no tokens could be issued");
        SignInError::unavailable()
    })
}

/// Whether the client declared that it handles claims challenges (`xms_cc`: `CP1`).
fn declares_capability(claims: &Value) -> bool {
    let values = claims.pointer("/access_token/xms_cc/values");
    values.and_then(Value::as_array).is_some_and(|values| {
        values
            .iter()
            .filter_map(Value::as_str)
            .any(|value| value.eq_ignore_ascii_case("cp1"))
    })
}

fn client(
    tenant: &Tenant,
    name: &str,
    request: &Request,
) -> Result<ClientApplication, SignInError> {
    tenant.read(|view| {
        let authority = Authority::resolve(view, name)?;
        authority
            .client(view, request.required("client_id")?)
            .cloned()
    })
}

fn answer(
    tenant: &Tenant,
    correlation: Option<Uuid>,
    outcome: Result<Value, SignInError>,
) -> Response {
    match outcome {
        Ok(body) => ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response(),
        Err(error) => error.answer(tenant.clock.now(), correlation),
    }
}
