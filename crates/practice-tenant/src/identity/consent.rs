//! Which permissions a client has for a person, and who may give it more.

use uuid::Uuid;

use super::catalogue;
use super::scope::{Resource, SIGN_IN_WORDS, ScopeRequest, ScopeSet};
use crate::directory::role::{
    APPLICATION_ADMINISTRATOR, CLOUD_APPLICATION_ADMINISTRATOR, GLOBAL_ADMINISTRATOR,
};
use crate::directory::{ClientApplication, PermissionGrant, View};
use crate::ledger::{Effect, EffectKind};
use crate::tx::Tx;

/// What has to happen before a token can be issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Consent {
    /// Nothing: the token holds these permissions, all that were ever granted.
    Granted(ScopeSet),
    /// The person may grant what is missing.
    MayGrant {
        /// What is missing.
        missing: ScopeSet,
        /// Whether the person may grant it for everybody.
        for_everybody: bool,
    },
    /// An administrator has to grant what is missing.
    NeedsAdministrator {
        /// What is missing.
        missing: ScopeSet,
    },
}

/// Looks at what `user_id` and the tenant have granted to the client.
pub(crate) fn look(
    view: View<'_>,
    client: &ClientApplication,
    user_id: Uuid,
    request: &ScopeRequest,
) -> Consent {
    let granted = granted(view, client, Some(user_id), request.resource);
    let mut missing: ScopeSet = request
        .named
        .iter()
        .filter(|name| !granted.has(name))
        .collect();
    if granted.is_empty() && request.named.is_empty() && request.resource == Resource::Graph {
        missing = ["User.Read"].into_iter().collect();
    }
    if missing.is_empty() && !granted.is_empty() {
        return Consent::Granted(granted);
    }
    let for_everybody = is_consent_administrator(view, user_id);
    let alone =
        user_consent_allowed(view) && !missing.is_empty() && !missing.iter().any(admin_only);
    if for_everybody || alone {
        Consent::MayGrant {
            missing,
            for_everybody,
        }
    } else {
        Consent::NeedsAdministrator { missing }
    }
}

/// What the client has been granted for a resource: by everybody's administrator, and by the
/// person where one is named.
pub(crate) fn granted(
    view: View<'_>,
    client: &ClientApplication,
    user_id: Option<Uuid>,
    resource: Resource,
) -> ScopeSet {
    let Some(resource_id) = resource_id(view, resource) else {
        return ScopeSet::default();
    };
    view.grants()
        .filter(|grant| grant.client_id == client.service_principal_id)
        .filter(|grant| grant.resource_id == resource_id)
        .filter(|grant| grant.principal_id.is_none() || grant.principal_id == user_id)
        .flat_map(|grant| grant.scopes.iter().cloned())
        // A grant may name what sign-in itself needs; a token's `scp` holds permissions.
        .filter(|scope| !SIGN_IN_WORDS.contains(&scope.as_str()))
        .collect()
}

/// Whether the person holds a role that may consent to every delegated permission: Global,
/// Application or Cloud Application Administrator (learn.microsoft.com, "Grant tenant-wide admin
/// consent to an application").
pub(crate) fn is_consent_administrator(view: View<'_>, user_id: Uuid) -> bool {
    let roles = view.active_roles(user_id);
    [
        GLOBAL_ADMINISTRATOR,
        APPLICATION_ADMINISTRATOR,
        CLOUD_APPLICATION_ADMINISTRATOR,
    ]
    .iter()
    .any(|role| roles.contains(role))
}

/// Writes a grant: `principal_id` none covers everybody.
pub(crate) fn grant(
    tx: &mut Tx<'_>,
    client: &ClientApplication,
    principal_id: Option<Uuid>,
    resource: Resource,
    scopes: &ScopeSet,
) {
    let Some(resource_id) = resource_id(tx.latest(), resource) else {
        return;
    };
    let known = tx
        .latest()
        .grants()
        .find(|grant| {
            grant.client_id == client.service_principal_id
                && grant.resource_id == resource_id
                && grant.principal_id == principal_id
        })
        .cloned();
    let mut changed = known.unwrap_or_else(|| PermissionGrant {
        id: Uuid::new_v4().simple().to_string(),
        client_id: client.service_principal_id,
        principal_id,
        resource_id,
        scopes: Vec::new(),
    });
    for scope in scopes.iter() {
        if !changed.scopes.iter().any(|known| known == scope) {
            changed.scopes.push(scope.to_owned());
        }
    }
    tx.put_grant(changed);
    let mut effect =
        Effect::new(EffectKind::ConsentGranted).service_principal(client.service_principal_id);
    if let Some(id) = principal_id {
        effect = effect.user(id);
    }
    tx.effect(effect);
}

fn resource_id(view: View<'_>, resource: Resource) -> Option<Uuid> {
    let app_id = Uuid::try_parse(resource.app_id()).ok()?;
    view.service_principal_by_app(app_id)
        .map(|principal| principal.id)
}

fn admin_only(name: &str) -> bool {
    catalogue::find(name).is_some_and(|permission| permission.admin)
}

fn user_consent_allowed(view: View<'_>) -> bool {
    view.policies()
        .authorization
        .permission_grant_policies_assigned
        .iter()
        .any(|policy| policy.starts_with("ManagePermissionGrantsForSelf."))
}
