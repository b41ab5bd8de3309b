//! The organization itself, and the other tenants that it can look up.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

/// The Graph resource type `organization` with its domains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    /// The tenant id.
    pub id: Uuid,
    /// The tenant's name.
    pub display_name: String,
    /// Two-letter country code.
    pub country_letter_code: String,
    /// Language of mails where nothing else decides it.
    pub preferred_language: String,
    /// Where the privacy statement lies, if there is one.
    pub privacy_statement_url: Option<String>,
    /// Whom to write to about privacy.
    pub privacy_contact: Option<String>,
    /// The technical contact's address.
    pub technical_notification_mail: String,
    /// When the tenant was made.
    #[serde(with = "time::serde::rfc3339")]
    pub created_date_time: OffsetDateTime,
    /// Whether the tenant has Entra ID P1 (dynamic groups, sign-in stamps).
    pub has_premium: bool,
    /// All domains, verified or not.
    pub domains: Vec<Domain>,
}

/// The Graph resource type `domain`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the fields are Graph's properties of the same names"
)]
pub struct Domain {
    pub name: String,
    pub is_default: bool,
    pub is_initial: bool,
    pub is_verified: bool,
}

impl Organization {
    /// The `….onmicrosoft.com` domain.
    pub fn initial_domain(&self) -> &str {
        self.domain_where(|domain| domain.is_initial)
    }

    /// The domain of new accounts.
    pub fn default_domain(&self) -> &str {
        self.domain_where(|domain| domain.is_default)
    }

    /// Whether `name` is a verified domain of this tenant.
    pub fn owns_domain(&self, name: &str) -> bool {
        self.domains
            .iter()
            .any(|domain| domain.is_verified && domain.name.eq_ignore_ascii_case(name))
    }

    fn domain_where(&self, is_it: impl Fn(&Domain) -> bool) -> &str {
        self.domains
            .iter()
            .find(|domain| is_it(domain))
            .map_or("", |domain| domain.name.as_str())
    }
}

/// Another organization, as far as this tenant can know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KnownTenant {
    /// Its tenant id.
    pub tenant_id: Uuid,
    /// Its name.
    pub display_name: String,
    /// Its default domain.
    pub default_domain_name: String,
    /// The name that its sign-in page shows.
    pub federation_brand_name: Option<String>,
    /// All its verified domains, lower case.
    pub domains: Vec<String>,
    /// Where it lies.
    pub cloud: Cloud,
    /// Whether its own outbound settings keep its people from coming here.
    pub outbound_blocked: bool,
}

/// The cloud of a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Cloud {
    /// login.microsoftonline.com.
    Global,
    /// login.microsoftonline.us: sign-in here answers AADSTS90038.
    UsGovernment,
}
