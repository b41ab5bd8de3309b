//! The tenant itself.

use serde::{Deserialize, Serialize};

use super::{Graph, decode, scopes};
use crate::error::Error;
use crate::http::operation::Operation;

/// A tenant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Organization {
    /// Tenant id.
    pub id: String,
    /// The organization's name.
    pub display_name: Option<String>,
    /// Its domains. People of these domains cannot be invited.
    #[serde(deserialize_with = "decode::null_as_default")]
    pub verified_domains: Vec<VerifiedDomain>,
    /// What it says of privacy. None: not read, for `User.Read` alone brings no more than the
    /// properties above.
    pub privacy_profile: Option<PrivacyProfile>,
}

/// What an organization says of privacy in its tenant properties.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PrivacyProfile {
    /// Where its privacy statement lies, if one is set.
    pub statement_url: Option<String>,
}

/// A domain that the tenant has proved to own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct VerifiedDomain {
    /// The name, such as `contoso.com`.
    pub name: String,
    /// Whether new users get it.
    pub is_default: Option<bool>,
    /// Whether it is the `onmicrosoft.com` name that the tenant began with.
    pub is_initial: Option<bool>,
}

impl Graph {
    /// The tenant that was signed in to.
    ///
    /// # Errors
    /// [`Error::UnexpectedAnswer`] when there is none in the answer, and as every call.
    pub async fn organization(&self) -> Result<Organization, Error> {
        let operation = Operation::get(&["organization"], scopes::ORGANIZATION).select(&[
            "id",
            "displayName",
            "verifiedDomains",
            "privacyProfile",
        ]);
        let list: Vec<Organization> = self.list(operation).await?;
        list.into_iter()
            .next()
            .ok_or_else(|| Error::UnexpectedAnswer {
                status: 200,
                what: "there is no organization in it".to_owned(),
                client_request_id: uuid::Uuid::nil(),
            })
    }
}
