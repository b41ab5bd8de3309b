//! The service principal and app role assignment resource types.

use serde_json::json;

use super::{A, D, N};
use crate::directory::{AppRoleAssignment, ServicePrincipal};
use crate::odata::{Entity, Kind, Operators, Property, Searched, Value};

const PLAIN: Operators = Operators::of(D, D, A, N, D);

type S = ServicePrincipal;
type R = AppRoleAssignment;

const fn text(name: &'static str, read: for<'a> fn(&'a S) -> Value<'a>) -> Property<S> {
    Property::new(name, Kind::Text, read).default()
}

const fn list(name: &'static str, read: for<'a> fn(&'a S) -> Value<'a>) -> Property<S> {
    Property::new(name, Kind::Texts, read).default()
}

fn app_roles(application: &S) -> Value<'_> {
    let roles = application.app_roles.iter().map(|role| {
        json!({
            "allowedMemberTypes": role.allowed_member_types,
            "description": role.description,
            "displayName": role.display_name,
            "id": role.id,
            "isEnabled": role.is_enabled,
            "origin": role.origin,
            "value": role.value,
        })
    });
    Value::Json(roles.collect())
}

fn scopes(application: &S) -> Value<'_> {
    let scopes = application.oauth2_permission_scopes.iter().map(|scope| {
        json!({
            "adminConsentDescription": scope.admin_consent_description,
            "adminConsentDisplayName": scope.admin_consent_display_name,
            "id": scope.id,
            "isEnabled": scope.is_enabled,
            "type": scope.r#type,
            "userConsentDescription": scope.user_consent_description,
            "userConsentDisplayName": scope.user_consent_display_name,
            "value": scope.value,
        })
    });
    Value::Json(scopes.collect())
}

pub(in crate::graph) static APPLICATIONS: Entity<S> = Entity {
    name: "servicePrincipal",
    resource: "ServicePrincipal",
    properties: &[
        text("id", |s| Value::Guid(s.id)).filter(Operators::of(D, D, A, N, N)),
        Property::new("deletedDateTime", Kind::Time, |s: &S| {
            Value::time(s.deleted_date_time)
        })
        .default()
        .order(A),
        Property::new("accountEnabled", Kind::Bool, |s: &S| {
            Value::Bool(s.account_enabled)
        })
        .default()
        .filter(Operators::of(D, D, A, N, N)),
        text("appDescription", |s| {
            Value::maybe(s.app_description.as_deref())
        }),
        text("appDisplayName", |s| Value::text(&s.app_display_name)).filter(PLAIN),
        text("appId", |s| Value::Guid(s.app_id)).filter(Operators::of(D, D, A, N, N)),
        Property::new("appOwnerOrganizationId", Kind::Guid, |s: &S| {
            s.app_owner_organization_id.map_or(Value::Null, Value::Guid)
        })
        .default()
        .filter(Operators::of(A, A, A, N, N)),
        Property::new("appRoleAssignmentRequired", Kind::Bool, |s: &S| {
            Value::Bool(s.app_role_assignment_required)
        })
        .default()
        .filter(Operators::of(A, A, A, N, N)),
        Property::new("createdDateTime", Kind::Time, |s: &S| {
            Value::Time(s.created_date_time)
        })
        .order(A),
        text("description", |s| Value::maybe(s.description.as_deref())).search(Searched::Tokens),
        text("displayName", |s| Value::text(&s.display_name))
            .filter(PLAIN)
            .order(A)
            .search(Searched::Tokens),
        text("homepage", |s| Value::maybe(s.homepage.as_deref())).filter(PLAIN),
        text("loginUrl", |s| Value::maybe(s.login_url.as_deref())),
        text("logoutUrl", |s| Value::maybe(s.logout_url.as_deref())),
        text("notes", |s| Value::maybe(s.notes.as_deref())),
        text("preferredSingleSignOnMode", |s| {
            Value::maybe(s.preferred_single_sign_on_mode.as_deref())
        })
        .filter(Operators::of(A, A, A, N, A)),
        list("replyUrls", |s| Value::texts(&s.reply_urls)),
        list("servicePrincipalNames", |s| {
            Value::texts(&s.service_principal_names)
        })
        .filter(Operators::of(D, N, A, N, D)),
        text("servicePrincipalType", |s| {
            Value::text(&s.service_principal_type)
        })
        .filter(Operators::of(D, D, A, N, N)),
        text("signInAudience", |s| {
            Value::maybe(s.sign_in_audience.as_deref())
        }),
        list("tags", |s| Value::texts(&s.tags)).filter(Operators::of(D, N, A, A, D)),
        Property::new("appRoles", Kind::ComplexList, app_roles).default(),
        Property::new("oauth2PermissionScopes", Kind::ComplexList, scopes).default(),
    ],
    unset: &[
        "applicationTemplateId",
        "createdByAppId",
        "customSecurityAttributes",
        "disabledByMicrosoftStatus",
        "info",
        "isDisabled",
        "preferredTokenSigningKeyThumbprint",
        "samlSingleSignOnSettings",
        "tokenEncryptionKeyId",
        "verifiedPublisher",
    ],
    unset_lists: &[
        "addIns",
        "alternativeNames",
        "keyCredentials",
        "notificationEmailAddresses",
        "passwordCredentials",
        "resourceSpecificApplicationPermissions",
    ],
    single: &[],
};

const fn member(name: &'static str, read: for<'a> fn(&'a R) -> Value<'a>) -> Property<R> {
    Property::new(name, Kind::Text, read).default()
}

pub(in crate::graph) static ASSIGNMENTS: Entity<R> = Entity {
    name: "appRoleAssignment",
    resource: "AppRoleAssignment",
    properties: &[
        member("id", |r| Value::text(&r.id)),
        Property::new("deletedDateTime", Kind::Time, |_: &R| Value::Null).default(),
        Property::new("appRoleId", Kind::Guid, |r: &R| Value::Guid(r.app_role_id)).default(),
        Property::new("createdDateTime", Kind::Time, |r: &R| {
            Value::Time(r.created_date_time)
        })
        .default(),
        member("principalDisplayName", |r| {
            Value::maybe(r.principal_display_name.as_deref())
        })
        .filter(Operators::of(D, N, N, N, D)),
        Property::new("principalId", Kind::Guid, |r: &R| {
            Value::Guid(r.principal_id)
        })
        .default()
        .filter(Operators::of(D, N, N, N, N)),
        member("principalType", |r| Value::text(&r.principal_type)),
        member("resourceDisplayName", |r| {
            Value::maybe(r.resource_display_name.as_deref())
        }),
        Property::new("resourceId", Kind::Guid, |r: &R| Value::Guid(r.resource_id))
            .default()
            .filter(Operators::of(D, N, N, N, N)),
    ],
    unset: &[],
    unset_lists: &[],
    single: &[],
};
