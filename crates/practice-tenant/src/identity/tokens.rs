//! Makes the tokens of a sign-in and reads them back.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::RngExt as _;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::aadsts::SignInError;
use super::scope::{ScopeRequest, ScopeSet};
use crate::directory::{ClientApplication, User};
use crate::state::StateError;
use crate::tenant::Tenant;

/// How long a refresh token may lie unused (learn.microsoft.com, "Refresh tokens").
const REFRESH_LIFETIME: Duration = Duration::days(90);

/// A token begins to count this long before it is issued, so that clocks may differ a little.
const CLOCK_SLACK: i64 = 300;

/// What an access token says; the names are the claims'.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AccessClaims {
    pub(crate) aud: String,
    iss: String,
    pub(crate) iat: i64,
    pub(crate) nbf: i64,
    pub(crate) exp: i64,
    app_displayname: String,
    pub(crate) appid: Uuid,
    appidacr: String,
    idtyp: String,
    name: String,
    pub(crate) oid: Uuid,
    /// The life of the tenant that issued the token; opaque to everybody else.
    pub(crate) rh: String,
    pub(crate) scp: String,
    sub: String,
    pub(crate) tid: Uuid,
    unique_name: String,
    upn: String,
    pub(crate) uti: String,
    ver: String,
    pub(crate) wids: BTreeSet<Uuid>,
    /// `CP1` where the client said that it can handle claims challenges.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) xms_cc: Vec<String>,
}

/// What a refresh token stands for. It is bound to a person and a client, not to a resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RefreshGrant {
    #[serde(rename = "u")]
    pub(crate) user_id: Uuid,
    #[serde(rename = "c")]
    pub(crate) client_id: Uuid,
    /// The scopes first asked for, for a refresh that names none.
    #[serde(rename = "s")]
    pub(crate) scope: String,
    #[serde(rename = "i")]
    pub(crate) issued: i64,
    #[serde(rename = "n")]
    nonce: Uuid,
}

/// A sign-in that has every consent it needs.
pub(crate) struct Issue<'a> {
    pub(crate) user: &'a User,
    pub(crate) roles: BTreeSet<Uuid>,
    pub(crate) client: &'a ClientApplication,
    pub(crate) request: &'a ScopeRequest,
    pub(crate) granted: &'a ScopeSet,
    pub(crate) origin: &'a str,
    pub(crate) client_info: bool,
    pub(crate) client_capable: bool,
    /// The `nbf` that the client's claims ask for, as a challenge told it.
    pub(crate) not_before: Option<&'a str>,
}

/// Why no tokens were made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IssueError {
    #[error(transparent)]
    State(#[from] StateError),
    #[error("the signing key is damaged")]
    Key,
}

/// The answer of the token endpoint.
pub(crate) fn issue(tenant: &Tenant, issue: &Issue<'_>) -> Result<Value, IssueError> {
    let now = tenant.clock.now().unix_timestamp();
    let lifetime = rand::rng().random_range(60 * 60..=90 * 60);
    let tenant_id = tenant.id();
    let epoch = tenant.identity.kept_epoch(tenant)?;
    let signer = tenant
        .identity
        .signer(tenant.key())
        .ok_or(IssueError::Key)?;
    let access = access_claims(issue, tenant_id, &epoch, now, lifetime);
    tenant.identity.standing().issued(
        issue.user.id,
        issue.client.app_id,
        &access.uti,
        issue.not_before,
    );
    let access = signer.sign(&access).ok_or(IssueError::Key)?;
    tenant.identity.remember(&access);
    let mut answer = json!({
        "token_type": "Bearer",
        "scope": issue.request.answer(issue.granted),
        "expires_in": lifetime,
        "ext_expires_in": lifetime,
        "access_token": access,
    });
    if issue.request.offline {
        let grant = RefreshGrant {
            user_id: issue.user.id,
            client_id: issue.client.app_id,
            scope: issue.request.literal.clone(),
            issued: now,
            nonce: Uuid::new_v4(),
        };
        let refresh = format!("1.{}", signer.seal(&epoch, &grant).ok_or(IssueError::Key)?);
        tenant.identity.remember(&refresh);
        answer["refresh_token"] = json!(refresh);
    }
    if issue.request.openid {
        let id_token = signer
            .sign(&id_claims(issue, tenant_id, now))
            .ok_or(IssueError::Key)?;
        tenant.identity.remember(&id_token);
        answer["id_token"] = json!(id_token);
    }
    if issue.client_info {
        let info = json!({ "uid": issue.user.id, "utid": tenant_id }).to_string();
        answer["client_info"] = json!(URL_SAFE_NO_PAD.encode(info));
    }
    Ok(answer)
}

fn access_claims(
    issue: &Issue<'_>,
    tenant_id: Uuid,
    epoch: &str,
    now: i64,
    lifetime: i64,
) -> AccessClaims {
    let upn = issue.user.user_principal_name.clone();
    AccessClaims {
        aud: issue.request.audience().to_owned(),
        iss: format!("https://sts.windows.net/{tenant_id}/"),
        iat: now,
        nbf: now - CLOCK_SLACK,
        exp: now + lifetime,
        app_displayname: issue.client.display_name.clone(),
        appid: issue.client.app_id,
        appidacr: "0".to_owned(),
        idtyp: "user".to_owned(),
        name: issue.user.display_name.clone().unwrap_or_default(),
        oid: issue.user.id,
        rh: epoch.to_owned(),
        scp: issue.granted.to_string(),
        sub: subject(issue.user.id, issue.request.resource.app_id()),
        tid: tenant_id,
        unique_name: upn.clone(),
        upn,
        uti: Uuid::new_v4().simple().to_string(),
        ver: "1.0".to_owned(),
        wids: issue.roles.clone(),
        xms_cc: if issue.client_capable {
            vec!["CP1".to_owned()]
        } else {
            Vec::new()
        },
    }
}

/// Who the person is stands there for those who asked for `profile` (learn.microsoft.com, "ID token
/// claims reference").
fn id_claims(issue: &Issue<'_>, tenant_id: Uuid, now: i64) -> Value {
    let mut claims = json!({
        "aud": issue.client.app_id,
        "iss": format!("{}/{tenant_id}/v2.0", issue.origin),
        "iat": now,
        "nbf": now - CLOCK_SLACK,
        "exp": now + 3600,
        "sub": subject(issue.user.id, &issue.client.app_id.to_string()),
        "tid": tenant_id,
        "uti": Uuid::new_v4().simple().to_string(),
        "ver": "2.0",
    });
    if issue.request.profile {
        claims["name"] = json!(issue.user.display_name);
        claims["oid"] = json!(issue.user.id);
        claims["preferred_username"] = json!(issue.user.user_principal_name);
    }
    claims
}

/// A name for the person that differs per application, as the service's does.
fn subject(user_id: Uuid, audience: &str) -> String {
    let named = format!("{user_id} {audience}");
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, named.as_bytes());
    URL_SAFE_NO_PAD.encode(hash)
}

/// Reads a refresh token of this client.
///
/// # Errors
///
/// 70000 for what is no token of this client or of this life of the tenant, 700082 for one that
/// lay unused for 90 days.
pub(crate) fn read_refresh(
    tenant: &Tenant,
    token: &str,
    client_id: Uuid,
) -> Result<RefreshGrant, SignInError> {
    let grant = token
        .strip_prefix("1.")
        .zip(tenant.identity.signer(tenant.key()))
        .and_then(|(sealed, signer)| {
            signer.unseal::<RefreshGrant>(&tenant.identity.epoch(), sealed)
        })
        .filter(|grant| grant.client_id == client_id)
        .ok_or_else(SignInError::invalid_refresh_token)?;
    if tenant.clock.now().unix_timestamp() >= grant.issued + REFRESH_LIFETIME.whole_seconds() {
        return Err(SignInError::expired_refresh_token());
    }
    Ok(grant)
}

/// Whether a person's sessions were revoked after this moment. Tokens count whole seconds.
pub(crate) fn revoked_since(user: &User, issued: i64) -> bool {
    user.sign_in_sessions_valid_from_date_time
        .is_some_and(|from: OffsetDateTime| from.unix_timestamp() > issued)
}
