//! `/organization` and `/domains`.

use serde_json::{Value as Json, json};

use super::Request;
use super::answer::Answer;
use super::listing::{short, single};
use crate::directory::{Domain, Organization};
use crate::odata::{Error, timestamp};

/// What opens more than the name and the domains: with `User.Read` alone the rest comes as null
/// (learn.microsoft.com, "Get organization").
const WHOLE: &[&str] = &[
    "Organization.Read.All",
    "Organization.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];

/// GET /organization
pub(super) fn list(request: &Request<'_>) -> Result<Answer, Error> {
    let shown = request
        .tenant
        .read(|view| shown(request, view.organization()));
    short(request, "organization", "organization", vec![shown])
}

/// GET /organization/{id}
pub(super) fn one(request: &Request<'_>) -> Result<Answer, Error> {
    let id = request.id(0)?;
    let (own, shown) = request.tenant.read(|view| {
        let own = view.organization();
        (own.id, shown(request, own))
    });
    if id != own {
        return Err(Error::missing(request.param(0)));
    }
    single(request, "organization", "organization", shown)
}

/// As much of it as the token's scopes reach.
fn shown(request: &Request<'_>, own: &Organization) -> Json {
    let mut shown = organization(own);
    if !request.has_any(WHOLE)
        && let Some(properties) = shown.as_object_mut()
    {
        for (name, value) in properties {
            match value {
                _ if matches!(name.as_str(), "id" | "displayName" | "verifiedDomains") => {}
                Json::Array(items) => items.clear(),
                other => *other = Json::Null,
            }
        }
    }
    shown
}

fn organization(organization: &Organization) -> Json {
    let domains: Vec<Json> = organization
        .domains
        .iter()
        .filter(|domain| domain.is_verified)
        .map(|domain| {
            json!({
                "capabilities": "Email, OfficeCommunicationsOnline",
                "isDefault": domain.is_default,
                "isInitial": domain.is_initial,
                "name": domain.name,
                "type": "Managed",
            })
        })
        .collect();
    let plans: Vec<Json> = organization
        .has_premium
        .then(|| {
            json!({
                "assignedDateTime": timestamp(organization.created_date_time),
                "capabilityStatus": "Enabled",
                "service": "AADPremiumService",
                "servicePlanId": "41781fb2-bc02-4b7c-bd55-b576c07bb09d",
            })
        })
        .into_iter()
        .collect();
    json!({
        "id": organization.id,
        "deletedDateTime": null,
        "assignedPlans": plans,
        "businessPhones": [],
        "city": null,
        "country": null,
        "countryLetterCode": organization.country_letter_code,
        "createdDateTime": timestamp(organization.created_date_time),
        "defaultUsageLocation": null,
        "displayName": organization.display_name,
        "onPremisesLastSyncDateTime": null,
        "onPremisesSyncEnabled": null,
        "partnerTenantType": null,
        "postalCode": null,
        "preferredLanguage": organization.preferred_language,
        "privacyProfile": {
            "contactEmail": organization.privacy_contact,
            "statementUrl": organization.privacy_statement_url,
        },
        "provisionedPlans": [],
        "securityComplianceNotificationMails": [],
        "securityComplianceNotificationPhones": [],
        "state": null,
        "street": null,
        "technicalNotificationMails": [organization.technical_notification_mail],
        "tenantType": "AAD",
        "verifiedDomains": domains,
    })
}

/// GET /domains
pub(super) fn domains(request: &Request<'_>) -> Result<Answer, Error> {
    let rows = request.tenant.read(|view| {
        view.organization()
            .domains
            .iter()
            .map(show_domain)
            .collect()
    });
    short(request, "domains", "domain", rows)
}

/// GET /domains/{id}
pub(super) fn domain(request: &Request<'_>) -> Result<Answer, Error> {
    let name = request.param(0);
    let found = request.tenant.read(|view| {
        let mut domains = view.organization().domains.iter();
        domains
            .find(|domain| domain.name.eq_ignore_ascii_case(name))
            .map(show_domain)
    });
    single(
        request,
        "domains",
        "domain",
        found.ok_or_else(|| Error::missing(name))?,
    )
}

fn show_domain(domain: &Domain) -> Json {
    json!({
        "id": domain.name,
        "authenticationType": "Managed",
        "availabilityStatus": null,
        "isAdminManaged": true,
        "isDefault": domain.is_default,
        "isInitial": domain.is_initial,
        "isRoot": true,
        "isVerified": domain.is_verified,
        "manufacturer": null,
        "model": null,
        "passwordNotificationWindowInDays": null,
        "passwordValidityPeriodInDays": null,
        "state": null,
        "supportedServices": if domain.is_verified { json!(["Email"]) } else { json!([]) },
    })
}
