//! Requests to the sign-in service, made by the `oauth2` crate.

use oauth2::basic::{
    BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::{
    AuthType, Client, ClientId, DeviceAuthorizationUrl, EndpointNotSet, EndpointSet,
    ExtraTokenFields, RequestTokenError, StandardRevocableToken, StandardTokenResponse, TokenUrl,
};
use serde::{Deserialize, Serialize};
use url::Url;

use super::error::{Refusal, SignInError};
use crate::cloud::Cloud;
use crate::permissions::{STANDING, Scope};
use crate::secret::Secret;

/// What Entra adds to a standard token answer.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct EntraFields {
    #[serde(default, skip_serializing)]
    pub(crate) id_token: Option<Secret>,
    #[serde(default)]
    pub(crate) client_info: Option<String>,
}

impl ExtraTokenFields for EntraFields {}

pub(crate) type TokenAnswer = StandardTokenResponse<EntraFields, BasicTokenType>;

pub(crate) type EntraClient = Client<
    Refusal,
    TokenAnswer,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointNotSet,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// A public client of this tenant's endpoints.
pub(crate) fn client(cloud: &Cloud, tenant: &str, client_id: &str) -> EntraClient {
    Client::new(ClientId::new(client_id.to_owned()))
        .set_auth_type(AuthType::RequestBody)
        .set_device_authorization_url(DeviceAuthorizationUrl::from_url(endpoint(
            cloud,
            tenant,
            "devicecode",
        )))
        .set_token_uri(TokenUrl::from_url(token_endpoint(cloud, tenant)))
}

/// The token endpoint of this tenant.
pub(crate) fn token_endpoint(cloud: &Cloud, tenant: &str) -> Url {
    endpoint(cloud, tenant, "token")
}

fn endpoint(cloud: &Cloud, tenant: &str, name: &str) -> Url {
    let mut url = cloud.login().clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments
            .clear()
            .extend([tenant.trim(), "oauth2", "v2.0", name]);
    }
    url
}

/// The scopes to put into a request: those wanted and the standing ones.
pub(crate) fn scopes(wanted: &[Scope]) -> impl Iterator<Item = oauth2::Scope> + '_ {
    let standing = STANDING.iter().map(|scope| scope.name);
    wanted
        .iter()
        .map(|scope| scope.name())
        .chain(standing)
        .map(|name| oauth2::Scope::new(name.to_owned()))
}

/// What a request of the `oauth2` crate ended with, when not with a result. Of an unreadable
/// answer only the place is named: body and values might hold tokens.
pub(crate) fn sort(
    error: RequestTokenError<SignInError, Refusal>,
    refused: impl FnOnce(Refusal) -> SignInError,
) -> SignInError {
    match error {
        RequestTokenError::ServerResponse(refusal) => refused(refusal),
        RequestTokenError::Request(error) => error,
        RequestTokenError::Parse(error, _) => SignInError::UnexpectedAnswer {
            status: 200,
            what: format!("{} is not as expected", error.path()),
        },
        RequestTokenError::Other(what) => SignInError::UnexpectedAnswer { status: 200, what },
    }
}
