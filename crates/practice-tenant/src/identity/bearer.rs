//! Who calls Graph: reads the access token of a request.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, header};
use time::OffsetDateTime;
use uuid::Uuid;

use super::catalogue::GRAPH_APP_ID;
use super::scope::ScopeSet;
use super::tokens::{AccessClaims, revoked_since};
use crate::tenant::Tenant;

/// The person and the application behind a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The signed-in user's object id.
    pub user_id: Uuid,
    /// The client application's id.
    pub client_id: Uuid,
    /// The permissions in the token.
    pub scopes: ScopeSet,
    /// Template ids of the roles that the person held when the token was issued. Rights follow
    /// from the roles held now, which the directory knows.
    pub wids: BTreeSet<Uuid>,
    /// When the token was issued.
    pub issued: OffsetDateTime,
    /// Which token it is (`uti`).
    pub token_id: String,
    /// Whether the client declared that it handles claims challenges (`CP1`).
    pub handles_claims: bool,
}

/// A request without a good token: what the 401 answer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unauthenticated {
    /// `error.code`.
    pub code: &'static str,
    /// `error.message`.
    pub message: &'static str,
    /// The header of that name.
    pub www_authenticate: String,
}

/// Reads and checks the bearer token of a request to Graph.
///
/// # Errors
///
/// What a 401 has to say, when there is no token, when it is not this tenant's or not for Graph,
/// when its time is up, when its person is gone, or when the client handles claims challenges and
/// the person was blocked or revoked since. To other clients a token is good until its time is up,
/// also of somebody who was blocked (learn.microsoft.com, "Continuous access evaluation").
pub fn authenticate(tenant: &Tenant, headers: &HeaderMap) -> Result<Caller, Unauthenticated> {
    let token = bearer(headers).ok_or_else(|| refuse("Access token is empty."))?;
    if token.split('.').count() != 3 {
        return Err(refuse(
            "IDX14100: JWT is not well formed, there are no dots (.).",
        ));
    }
    let claims: AccessClaims = tenant
        .identity
        .signer(tenant.key())
        .and_then(|signer| signer.verify(token))
        .filter(|claims: &AccessClaims| claims.rh == tenant.identity.epoch())
        .ok_or_else(|| refuse("Access token validation failure. Invalid signature."))?;
    if claims.aud != GRAPH_APP_ID && claims.aud != "https://graph.microsoft.com" {
        return Err(refuse("Access token validation failure. Invalid audience."));
    }
    let now = tenant.clock.now().unix_timestamp();
    if now >= claims.exp || now < claims.nbf {
        return Err(expired());
    }
    let standing = tenant.read(|view| {
        let user = view.latest().user(claims.oid)?;
        Some(user.account_enabled && !revoked_since(user, claims.iat))
    });
    let is_unchanged =
        standing.ok_or_else(|| refuse("The user of the access token is deleted."))?;
    let handles_claims = !claims.xms_cc.is_empty();
    if !is_unchanged && handles_claims {
        return Err(challenge(&now.to_string()));
    }
    tenant.identity.standing().check(&claims)?;
    Ok(Caller {
        token_id: claims.uti,
        handles_claims,
        user_id: claims.oid,
        client_id: claims.appid,
        scopes: claims.scp.split_whitespace().collect(),
        wids: claims.wids,
        issued: OffsetDateTime::from_unix_timestamp(claims.iat)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH),
    })
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

const CHALLENGE: &str = "Bearer realm=\"\", \
    authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", \
    client_id=\"00000003-0000-0000-c000-000000000000\"";

/// The refusal of a token whose time is up.
pub(crate) fn expired() -> Unauthenticated {
    refuse("Lifetime validation failed, the token is expired.")
}

pub(super) fn refuse(message: &'static str) -> Unauthenticated {
    Unauthenticated {
        code: "InvalidAuthenticationToken",
        message,
        www_authenticate: CHALLENGE.to_owned(),
    }
}

const EVALUATED: &str = "Continuous access evaluation resulted in challenge with result: \
    InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp";

/// Asks for a token that is not older than `moment`, in seconds since 1970. Only clients that
/// declared `CP1` are asked for claims (learn.microsoft.com, "Claims challenges, claims requests,
/// and client capabilities"). Graph writes this header with an address without quotes
/// (github.com/microsoftgraph/msgraph-sdk-dotnet/issues/1416).
pub(super) fn challenge(moment: &str) -> Unauthenticated {
    let claims =
        format!("{{\"access_token\":{{\"nbf\":{{\"essential\":true,\"value\":\"{moment}\"}}}}}}");
    Unauthenticated {
        code: "InvalidAuthenticationToken",
        message: EVALUATED,
        www_authenticate: format!(
            "Bearer realm=\"\", \
             authorization_uri=https://login.microsoftonline.com/common/oauth2/authorize, \
             client_id=\"{GRAPH_APP_ID}\", error=\"insufficient_claims\", claims=\"{}\", \
             errorDescription=\"{EVALUATED}\"",
            STANDARD.encode(claims)
        ),
    }
}
