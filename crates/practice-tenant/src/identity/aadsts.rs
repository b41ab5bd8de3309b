//! Refusals of the sign-in service and their documented body.
//!
//! Source: learn.microsoft.com, "Microsoft Entra authentication and authorization error codes".

use std::borrow::Cow;

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde_json::json;
use time::OffsetDateTime;
use time::macros::format_description;
use uuid::Uuid;

/// One refusal: the protocol's `error` with the AADSTS number that explains it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignInError {
    error: &'static str,
    number: u32,
    text: String,
    suberror: Option<Cow<'static, str>>,
    /// Whether the answer names the claims that a new sign-in has to ask for.
    claims: bool,
}

/// What has to be asked for where a policy wants more of the person: the policies, opaque to all
/// but the service.
const POLICY_CLAIMS: &str = "{\"access_token\":{\"capolids\":{\"essential\":true,\"values\":\
    [\"3f1a9a52-0b7e-4a6a-9a0e-6d1f0c5f7a11\"]}}}";

impl SignInError {
    pub(super) fn new(error: &'static str, number: u32, text: impl Into<String>) -> Self {
        Self {
            error,
            number,
            text: text.into(),
            suberror: None,
            claims: false,
        }
    }

    #[must_use]
    pub(crate) fn with_suberror(mut self, suberror: impl Into<Cow<'static, str>>) -> Self {
        self.suberror = Some(suberror.into());
        self
    }

    #[must_use]
    pub(super) fn with_claims(mut self) -> Self {
        self.claims = true;
        self
    }

    /// The AADSTS number.
    pub(crate) fn number(&self) -> u32 {
        self.number
    }

    /// The explanation, without the number.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn tenant_not_found(name: &str) -> Self {
        Self::new(
            "invalid_tenant",
            90002,
            format!(
                "Tenant '{name}' not found. Check to make sure you have the correct tenant ID and \
                 are signing into the correct cloud. Check with your subscription administrator, \
                 this may happen if there are no active subscriptions for the tenant."
            ),
        )
    }

    pub(crate) fn tenant_in_another_cloud(name: &str) -> Self {
        Self::new(
            "invalid_request",
            90038,
            format!(
                "Tenant '{name}' request is being redirected to the National Cloud \
                 'MicrosoftOnline.US'."
            ),
        )
    }

    pub(crate) fn missing_parameter(name: &str) -> Self {
        Self::new(
            "invalid_request",
            900144,
            format!("The request body must contain the following parameter: '{name}'."),
        )
    }

    pub(crate) fn unknown_application(client_id: &str, tenant: &str) -> Self {
        Self::new(
            "unauthorized_client",
            700016,
            format!(
                "Application with identifier '{client_id}' was not found in the directory \
                 '{tenant}'. This can happen if the application has not been installed by the \
                 administrator of the tenant or consented to by any user in the tenant. You may \
                 have sent your authentication request to the wrong tenant."
            ),
        )
    }

    pub(crate) fn disabled_application(client_id: &str) -> Self {
        Self::new(
            "unauthorized_client",
            7000112,
            format!("Application '{client_id}' is disabled."),
        )
    }

    pub(crate) fn single_tenant(client_id: &str, name: &str) -> Self {
        Self::new(
            "invalid_request",
            50194,
            format!(
                "Application '{client_id}'({name}) is not configured as a multi-tenant \
                 application. Usage of the /common endpoint is not supported for such apps \
                 created after '10/15/2018'. Use a tenant-specific endpoint or configure the \
                 application to be multi-tenant."
            ),
        )
    }

    pub(crate) fn invalid_scope(scope: &str) -> Self {
        Self::new(
            "invalid_scope",
            70011,
            format!(
                "The provided request must include a 'scope' input parameter. The provided value \
                 for the input parameter 'scope' is not valid. The scope '{scope}' is not valid."
            ),
        )
    }

    pub(crate) fn several_resources(scope: &str) -> Self {
        Self::new(
            "invalid_request",
            28000,
            format!(
                "Provided value for the input parameter scope is not valid because it contains \
                 more than one resource. Scope {scope} is not valid."
            ),
        )
    }

    pub(crate) fn unknown_resource(identifier: &str) -> Self {
        Self::new(
            "invalid_resource",
            500011,
            format!(
                "The resource principal named {identifier} was not found in the tenant. This can \
                 happen if the application has not been installed by the administrator of the \
                 tenant or consented to by any user in the tenant."
            ),
        )
    }

    pub(crate) fn unknown_permission(name: &str, resource: &str) -> Self {
        Self::new(
            "invalid_client",
            650053,
            format!(
                "The application asked for scope '{name}' that doesn't exist on the resource \
                 '{resource}'. Contact the app vendor."
            ),
        )
    }

    pub(crate) fn unsupported_grant(grant: &str) -> Self {
        Self::new(
            "unsupported_grant_type",
            70003,
            format!("The app requested an unsupported grant type '{grant}'."),
        )
    }

    pub(crate) fn secret_from_public_client() -> Self {
        Self::new(
            "invalid_client",
            700025,
            "Client is public so neither 'client_assertion' nor 'client_secret' should be \
             presented.",
        )
    }

    pub(crate) fn cross_origin() -> Self {
        Self::new(
            "invalid_request",
            9002326,
            "Cross-origin token redemption is permitted only for the 'Single-Page Application' \
             client-type.",
        )
    }

    pub(crate) fn authorization_pending() -> Self {
        Self::new(
            "authorization_pending",
            70016,
            "OAuth 2.0 device flow error. Authorization is pending. Continue polling.",
        )
    }

    pub(crate) fn slow_down() -> Self {
        Self::new(
            "slow_down",
            70016,
            "OAuth 2.0 device flow error. Poll less often.",
        )
    }

    pub(crate) fn authorization_declined() -> Self {
        Self::new(
            "authorization_declined",
            70000,
            "OAuth 2.0 device flow error. The person declined the sign-in.",
        )
    }

    pub(crate) fn expired_token() -> Self {
        Self::new(
            "expired_token",
            70020,
            "The provided value for the input parameter 'device_code' has expired.",
        )
    }

    pub(crate) fn bad_device_code() -> Self {
        Self::new(
            "bad_verification_code",
            70018,
            "Invalid verification code due to User typing in wrong user code for device code flow.",
        )
    }

    pub(crate) fn redeemed_device_code() -> Self {
        Self::new(
            "invalid_grant",
            54005,
            "OAuth2 Authorization code was already redeemed.",
        )
    }

    pub(crate) fn invalid_refresh_token() -> Self {
        Self::new(
            "invalid_grant",
            70000,
            "Provided grant is invalid or malformed.",
        )
        .with_suberror("bad_token")
    }

    pub(crate) fn expired_refresh_token() -> Self {
        Self::new(
            "invalid_grant",
            700082,
            "The refresh token has expired due to inactivity.",
        )
        .with_suberror("bad_token")
    }

    pub(crate) fn revoked() -> Self {
        Self::new(
            "invalid_grant",
            50173,
            "The provided grant has expired due to it being revoked, a fresh auth token is \
             needed. The user might have changed or reset their password.",
        )
    }

    pub(crate) fn consent_required(client_id: &str, name: &str) -> Self {
        Self::new(
            "invalid_grant",
            65001,
            format!(
                "The user or administrator has not consented to use the application with ID \
                 '{client_id}' named '{name}'. Send an interactive authorization request for \
                 this user and resource."
            ),
        )
        .with_suberror("consent_required")
    }

    pub(crate) fn admin_consent_required(name: &str) -> Self {
        Self::new(
            "access_denied",
            90094,
            format!(
                "An administrator of the organization has to grant the permissions that {name} asks for."
            ),
        )
    }

    pub(crate) fn account_disabled() -> Self {
        Self::new("invalid_grant", 50057, "The user account is disabled.")
    }

    pub(crate) fn invitation_pending() -> Self {
        Self::new(
            "invalid_grant",
            50014,
            "The user's redemption is in a pending state. The guest user account isn't fully \
             created yet.",
        )
    }

    pub(crate) fn unknown_account(account: &str) -> Self {
        Self::new(
            "invalid_grant",
            50034,
            format!("The user account '{account}' doesn't exist in the directory."),
        )
    }

    pub(crate) fn redirect_not_registered(uri: &str, client_id: &str) -> Self {
        Self::new(
            "invalid_request",
            50011,
            format!(
                "The redirect URI '{uri}' specified in the request does not match the redirect \
                 URIs configured for the application '{client_id}'."
            ),
        )
    }

    pub(crate) fn unavailable() -> Self {
        Self::new(
            "temporarily_unavailable",
            90033,
            "A transient error has occurred. Please try again.",
        )
    }

    /// The HTTP status: 400 for every refusal, 503 when the service itself fails.
    pub(crate) fn status(&self) -> StatusCode {
        match self.number {
            90033 => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    /// The JSON answer, with the ids that support asks for.
    pub(crate) fn answer(&self, now: OffsetDateTime, correlation: Option<Uuid>) -> Response {
        let trace = Uuid::new_v4();
        let correlation = correlation.unwrap_or_else(Uuid::new_v4);
        let timestamp = timestamp(now);
        let number = self.number;
        let mut body = json!({
            "error": self.error,
            "error_description": format!(
                "AADSTS{number}: {}\r\nTrace ID: {trace}\r\nCorrelation ID: {correlation}\r\nTimestamp: {timestamp}",
                self.text
            ),
            "error_codes": [number],
            "timestamp": timestamp,
            "trace_id": trace,
            "correlation_id": correlation,
            "error_uri": format!("https://login.microsoftonline.com/error?code={number}"),
        });
        if let Some(suberror) = &self.suberror {
            body["suberror"] = json!(suberror);
        }
        if self.claims {
            body["claims"] = json!(POLICY_CLAIMS);
        }
        (
            self.status(),
            [(header::CACHE_CONTROL, "no-store")],
            Json(body),
        )
            .into_response()
    }
}

/// The service's own spelling of a moment: `2026-02-03 04:05:06Z`.
fn timestamp(at: OffsetDateTime) -> String {
    at.format(format_description!(
        "[year]-[month]-[day] [hour]:[minute]:[second]Z"
    ))
    .unwrap_or_default()
}
