//! The user resource type.

use serde_json::{Value as Json, json};

use super::{A, D, N};
use crate::directory::User;
use crate::odata::{Entity, Kind, Operators, Property, Searched, Value, timestamp};

const PLAIN: Operators = Operators::of(D, D, A, N, D);
const ADVANCED: Operators = Operators::of(A, A, A, A, A);
const ADDRESS: Operators = Operators::of(D, D, A, D, D).ends_advanced();

type P = Property<User>;

const fn text(name: &'static str, read: for<'a> fn(&'a User) -> Value<'a>) -> P {
    Property::new(name, Kind::Text, read)
}

fn other<'a>(user: &'a User, name: &str) -> Value<'a> {
    match user.other.get(name) {
        None | Some(Json::Null) => Value::Null,
        Some(Json::String(text)) => Value::text(text),
        Some(Json::Bool(flag)) => Value::Bool(*flag),
        Some(json) => Value::Json(json.clone()),
    }
}

/// What `User.ReadBasic.All` reaches of other people.
pub(in crate::graph) const BASIC: &[&str] = &[
    "id",
    "displayName",
    "givenName",
    "surname",
    "mail",
    "userPrincipalName",
];

pub(in crate::graph) static USERS: Entity<User> = Entity {
    name: "user",
    resource: "User",
    properties: &[
        Property::new("businessPhones", Kind::Texts, |u: &User| {
            Value::texts(&u.business_phones)
        })
        .default(),
        text("displayName", |u| Value::maybe(u.display_name.as_deref()))
            .default()
            .filter(Operators::of(D, D, A, N, D))
            .order(D)
            .search(Searched::Tokens),
        text("givenName", |u| Value::maybe(u.given_name.as_deref()))
            .default()
            .filter(PLAIN)
            .search(Searched::Prefix),
        text("jobTitle", |u| Value::maybe(u.job_title.as_deref()))
            .default()
            .filter(PLAIN)
            .search(Searched::Prefix),
        text("mail", |u| Value::maybe(u.mail.as_deref()))
            .default()
            .filter(ADDRESS)
            .search(Searched::Prefix),
        text("mobilePhone", |u| Value::maybe(u.mobile_phone.as_deref()))
            .default()
            .filter(ADVANCED),
        text("officeLocation", |u| {
            Value::maybe(u.office_location.as_deref())
        })
        .default()
        .filter(ADVANCED),
        text("preferredLanguage", |u| {
            Value::maybe(u.preferred_language.as_deref())
        })
        .default()
        .filter(ADVANCED),
        text("surname", |u| Value::maybe(u.surname.as_deref()))
            .default()
            .filter(PLAIN)
            .search(Searched::Prefix),
        text("userPrincipalName", |u| Value::text(&u.user_principal_name))
            .default()
            .filter(ADDRESS.not_from())
            .order(D)
            .search(Searched::Prefix),
        text("id", |u| Value::Guid(u.id))
            .default()
            .filter(Operators::of(D, D, A, N, N)),
        Property::new("accountEnabled", Kind::Bool, |u: &User| {
            Value::Bool(u.account_enabled)
        })
        .filter(Operators::of(D, D, A, A, N)),
        text("companyName", |u| Value::maybe(u.company_name.as_deref()))
            .filter(ADVANCED)
            .search(Searched::Prefix),
        Property::new("createdDateTime", Kind::Time, |u: &User| {
            Value::Time(u.created_date_time)
        })
        .filter(Operators::of(D, A, A, D, N))
        .order(A),
        text("creationType", |u| Value::maybe(u.creation_type.as_deref()))
            .filter(Operators::of(D, D, A, N, N)),
        Property::new("deletedDateTime", Kind::Time, |u: &User| {
            Value::time(u.deleted_date_time)
        })
        .order(A),
        text("department", |u| Value::maybe(u.department.as_deref())).filter(PLAIN),
        text("externalUserState", |u| {
            Value::maybe(u.external_user_state.map(|state| state.as_str()))
        })
        .filter(Operators::of(A, A, A, N, N)),
        Property::new("externalUserStateChangeDateTime", Kind::Time, |u: &User| {
            Value::time(u.external_user_state_change_date_time)
        })
        .filter(Operators::of(A, A, A, N, N)),
        Property::new("identities", Kind::ComplexList, |u: &User| {
            Value::Json(
                u.identities
                    .iter()
                    .map(|identity| {
                        json!({
                            "signInType": identity.sign_in_type,
                            "issuer": identity.issuer,
                            "issuerAssignedId": identity.issuer_assigned_id,
                        })
                    })
                    .collect(),
            )
        })
        .filter(Operators::of(D, N, N, N, N)),
        text("mailNickname", |u| Value::maybe(u.mail_nickname.as_deref())).filter(PLAIN),
        Property::new("onPremisesSyncEnabled", Kind::Bool, |u: &User| {
            Value::flag(u.on_premises_sync_enabled)
        })
        .filter(Operators::of(D, D, A, A, N)),
        Property::new("otherMails", Kind::Texts, |u: &User| {
            Value::texts(&u.other_mails)
        })
        .filter(ADDRESS),
        Property::new("proxyAddresses", Kind::Texts, |u: &User| {
            Value::texts(&u.proxy_addresses)
        })
        .filter(Operators::of(D, N, A, D, D).ends_advanced())
        .search(Searched::Prefix),
        Property::new("showInAddressList", Kind::Bool, |u: &User| {
            Value::flag(u.show_in_address_list)
        }),
        Property::new("signInActivity", Kind::Complex, |u: &User| {
            u.sign_in_activity.as_ref().map_or(Value::Null, |activity| {
                let stamp = |time: Option<time::OffsetDateTime>| time.map(timestamp);
                Value::Json(json!({
                    "lastSignInDateTime": stamp(activity.last_sign_in_date_time),
                    "lastNonInteractiveSignInDateTime":
                        stamp(activity.last_non_interactive_sign_in_date_time),
                    "lastSuccessfulSignInDateTime":
                        stamp(activity.last_successful_sign_in_date_time),
                }))
            })
        }),
        Property::new(
            "signInActivity/lastSignInDateTime",
            Kind::Time,
            |u: &User| {
                Value::time(
                    u.sign_in_activity
                        .as_ref()
                        .and_then(|a| a.last_sign_in_date_time),
                )
            },
        )
        .filter(Operators::of(D, N, A, D, N)),
        Property::new(
            "signInActivity/lastSuccessfulSignInDateTime",
            Kind::Time,
            |u: &User| {
                Value::time(
                    u.sign_in_activity
                        .as_ref()
                        .and_then(|a| a.last_successful_sign_in_date_time),
                )
            },
        )
        .filter(Operators::of(D, N, A, D, N)),
        Property::new("signInSessionsValidFromDateTime", Kind::Time, |u: &User| {
            Value::time(u.sign_in_sessions_valid_from_date_time)
        }),
        text("usageLocation", |u| {
            Value::maybe(u.usage_location.as_deref())
        })
        .filter(PLAIN),
        text("userType", |u| {
            Value::maybe(u.user_type.map(|kind| kind.as_str()))
        })
        .filter(Operators::of(D, D, A, N, N)),
        text("ageGroup", |u| other(u, "ageGroup")),
        text("city", |u| other(u, "city")).filter(PLAIN),
        text("consentProvidedForMinor", |u| {
            other(u, "consentProvidedForMinor")
        }),
        text("country", |u| other(u, "country")).filter(PLAIN),
        text("employeeId", |u| other(u, "employeeId")).filter(PLAIN),
        text("employeeType", |u| other(u, "employeeType")).filter(ADVANCED),
        text("faxNumber", |u| other(u, "faxNumber")),
        text("onPremisesUserPrincipalName", |u| {
            other(u, "onPremisesUserPrincipalName")
        }),
        text("postalCode", |u| other(u, "postalCode")).filter(ADVANCED),
        text("state", |u| other(u, "state")).filter(PLAIN),
        text("streetAddress", |u| other(u, "streetAddress")).filter(ADVANCED),
    ],
    unset: &[
        "authorizationInfo",
        "customSecurityAttributes",
        "employeeHireDate",
        "employeeLeaveDateTime",
        "employeeOrgData",
        "identityParentId",
        "isManagementRestricted",
        "isResourceAccount",
        "lastPasswordChangeDateTime",
        "legalAgeGroupClassification",
        "onPremisesDistinguishedName",
        "onPremisesDomainName",
        "onPremisesExtensionAttributes",
        "onPremisesImmutableId",
        "onPremisesLastSyncDateTime",
        "onPremisesSamAccountName",
        "onPremisesSecurityIdentifier",
        "passwordPolicies",
        "passwordProfile",
        "preferredDataLocation",
        "securityIdentifier",
    ],
    unset_lists: &[
        "assignedLicenses",
        "assignedPlans",
        "imAddresses",
        "licenseAssignmentStates",
        "onPremisesProvisioningErrors",
        "provisionedPlans",
        "serviceProvisioningErrors",
    ],
    single: &[
        "aboutMe",
        "birthday",
        "deviceEnrollmentLimit",
        "hireDate",
        "interests",
        "mailboxSettings",
        "mySite",
        "pastProjects",
        "preferredName",
        "print",
        "responsibilities",
        "schools",
        "skills",
    ],
};
