//! `/policies`: who may invite, whom, and from where.

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::Request;
use super::answer::Answer;
use super::listing::{short, single};
use super::request::changes;
use super::rights::Rights;
use crate::directory::{
    AllowInvitesFrom, AuthorizationPolicy, B2bManagementPolicy, CrossTenantConfiguration,
    CrossTenantPartner, GUESTS_LIKE_MEMBERS, GUESTS_LIMITED, GUESTS_RESTRICTED, View,
};
use crate::ledger::{Effect, EffectKind};
use crate::odata::Error;

/// Members may read the policies; guests may not.
fn reader(request: &Request<'_>, view: View<'_>) -> Result<(), Error> {
    let rights = Rights::of(request, view)?;
    if rights.reads_directory() {
        Ok(())
    } else {
        Err(Error::denied())
    }
}

/// GET /policies/authorizationPolicy
pub(super) fn authorization(request: &Request<'_>) -> Result<Answer, Error> {
    let shown = request.tenant.read(|view| {
        reader(request, view)?;
        Ok::<_, Error>(show_authorization(&view.policies().authorization))
    })?;
    single(
        request,
        "policies/authorizationPolicy",
        "authorizationPolicy",
        shown,
    )
}

fn show_authorization(policy: &AuthorizationPolicy) -> Json {
    json!({
        "id": "authorizationPolicy",
        "deletedDateTime": null,
        "description": "Used to manage authorization related settings across the company.",
        "displayName": "Authorization Policy",
        "allowedToSignUpEmailBasedSubscriptions":
            policy.allowed_to_sign_up_email_based_subscriptions,
        "allowedToUseSSPR": policy.allowed_to_use_sspr,
        "allowEmailVerifiedUsersToJoinOrganization":
            policy.allow_email_verified_users_to_join_organization,
        "allowInvitesFrom": policy.allow_invites_from,
        "allowUserConsentForRiskyApps": policy.allow_user_consent_for_risky_apps,
        "blockMsolPowerShell": policy.block_msol_power_shell,
        "guestUserRoleId": policy.guest_user_role_id,
        "defaultUserRolePermissions": {
            "allowedToCreateApps": policy.allowed_to_create_apps,
            "allowedToCreateSecurityGroups": policy.allowed_to_create_security_groups,
            "allowedToCreateTenants": policy.allowed_to_create_tenants,
            "allowedToReadBitlockerKeysForOwnedDevice":
                policy.allowed_to_read_bitlocker_keys_for_owned_device,
            "allowedToReadOtherUsers": policy.allowed_to_read_other_users,
            "permissionGrantPoliciesAssigned": policy.permission_grant_policies_assigned,
        },
    })
}

/// PATCH /policies/authorizationPolicy
pub(super) fn update_authorization(request: &Request<'_>) -> Result<Answer, Error> {
    let body = request.object()?;
    request.tenant.write(&request.call(), |tx| {
        if !Rights::of(request, tx.latest())?.edits_authorization_policy() {
            return Err(Error::denied());
        }
        let mut policy = tx.latest().policies().authorization.clone();
        change(&mut policy, body)?;
        if policy == tx.latest().policies().authorization {
            return Ok(Answer::none());
        }
        tx.edit_policies(|policies| policies.authorization = policy);
        tx.effect(Effect::new(EffectKind::PolicyUpdated));
        Ok(Answer::none())
    })
}

fn change(policy: &mut AuthorizationPolicy, body: &Map<String, Json>) -> Result<(), Error> {
    for (name, value) in changes(body, &[])? {
        let invalid = || Error::bad_request(format!("Invalid value for the property '{name}'."));
        let flag = || value.as_bool().ok_or_else(invalid);
        match name.as_str() {
            "allowInvitesFrom" => {
                policy.allow_invites_from =
                    serde_json::from_value::<AllowInvitesFrom>(value.clone())
                        .map_err(|_| invalid())?;
            }
            "guestUserRoleId" => {
                let id = value.as_str().and_then(|id| Uuid::try_parse(id).ok());
                let known = [GUESTS_LIKE_MEMBERS, GUESTS_LIMITED, GUESTS_RESTRICTED];
                policy.guest_user_role_id =
                    id.filter(|id| known.contains(id)).ok_or_else(invalid)?;
            }
            "allowedToSignUpEmailBasedSubscriptions" => {
                policy.allowed_to_sign_up_email_based_subscriptions = flag()?;
            }
            "allowedToUseSSPR" => policy.allowed_to_use_sspr = flag()?,
            "allowEmailVerifiedUsersToJoinOrganization" => {
                policy.allow_email_verified_users_to_join_organization = flag()?;
            }
            "blockMsolPowerShell" => policy.block_msol_power_shell = flag()?,
            "defaultUserRolePermissions" => {
                change_defaults(policy, value.as_object().ok_or_else(invalid)?)?;
            }
            _ => return Err(Error::bad_request(format!("Invalid property '{name}'."))),
        }
    }
    Ok(())
}

fn change_defaults(
    policy: &mut AuthorizationPolicy,
    body: &Map<String, Json>,
) -> Result<(), Error> {
    for (name, value) in changes(body, &[])? {
        let invalid = || Error::bad_request(format!("Invalid value for the property '{name}'."));
        let place = match name.as_str() {
            "allowedToCreateApps" => &mut policy.allowed_to_create_apps,
            "allowedToCreateSecurityGroups" => &mut policy.allowed_to_create_security_groups,
            "allowedToCreateTenants" => &mut policy.allowed_to_create_tenants,
            "allowedToReadBitlockerKeysForOwnedDevice" => {
                &mut policy.allowed_to_read_bitlocker_keys_for_owned_device
            }
            "allowedToReadOtherUsers" => &mut policy.allowed_to_read_other_users,
            _ => return Err(Error::bad_request(format!("Invalid property '{name}'."))),
        };
        *place = value.as_bool().ok_or_else(invalid)?;
    }
    Ok(())
}

/// GET /policies/crossTenantAccessPolicy/default
pub(super) fn cross_tenant_default(request: &Request<'_>) -> Result<Answer, Error> {
    let shown = request.tenant.read(|view| {
        reader(request, view)?;
        Ok::<_, Error>(show_default(&view.policies().cross_tenant_default))
    })?;
    single(
        request,
        "policies/crossTenantAccessPolicy/default",
        "crossTenantAccessPolicyConfigurationDefault",
        shown,
    )
}

fn show_default(policy: &CrossTenantConfiguration) -> Json {
    json!({
        "id": "default",
        "isServiceDefault": policy.is_service_default,
        "inboundTrust": policy.inbound_trust,
        "b2bCollaborationOutbound": policy.b2b_collaboration_outbound,
        "b2bCollaborationInbound": policy.b2b_collaboration_inbound,
        "b2bDirectConnectOutbound": policy.b2b_direct_connect_outbound,
        "b2bDirectConnectInbound": policy.b2b_direct_connect_inbound,
        "tenantRestrictions": null,
        "automaticUserConsentSettings": policy.automatic_user_consent_settings,
    })
}

/// GET /policies/crossTenantAccessPolicy/partners
pub(super) fn cross_tenant_partners(request: &Request<'_>) -> Result<Answer, Error> {
    let rows = request.tenant.read(|view| {
        reader(request, view)?;
        Ok::<_, Error>(
            view.policies()
                .cross_tenant_partners
                .iter()
                .map(show_partner)
                .collect(),
        )
    })?;
    let kind = "crossTenantAccessPolicyConfigurationPartner";
    short(
        request,
        "policies/crossTenantAccessPolicy/partners",
        kind,
        rows,
    )
}

/// GET /policies/crossTenantAccessPolicy/partners/{tenantId}
pub(super) fn cross_tenant_partner(request: &Request<'_>) -> Result<Answer, Error> {
    let id = request.id(0)?;
    let shown = request.tenant.read(|view| {
        reader(request, view)?;
        let mut partners = view.policies().cross_tenant_partners.iter();
        partners
            .find(|partner| partner.tenant_id == id)
            .map(show_partner)
            .ok_or_else(|| Error::missing(request.param(0)))
    })?;
    let kind = "crossTenantAccessPolicyConfigurationPartner";
    single(
        request,
        "policies/crossTenantAccessPolicy/partners",
        kind,
        shown,
    )
}

/// What is null is inherited from the default.
fn show_partner(partner: &CrossTenantPartner) -> Json {
    json!({
        "tenantId": partner.tenant_id,
        "isServiceProvider": partner.is_service_provider,
        "isInMultiTenantOrganization": partner.is_in_multi_tenant_organization,
        "inboundTrust": partner.inbound_trust,
        "b2bCollaborationOutbound": partner.b2b_collaboration_outbound,
        "b2bCollaborationInbound": partner.b2b_collaboration_inbound,
        "b2bDirectConnectOutbound": partner.b2b_direct_connect_outbound,
        "b2bDirectConnectInbound": partner.b2b_direct_connect_inbound,
        "tenantRestrictions": null,
        "automaticUserConsentSettings": partner.automatic_user_consent_settings,
    })
}

/// GET /beta/policies/b2bManagementPolicies
pub(super) fn domain_lists(request: &Request<'_>) -> Result<Answer, Error> {
    let row = request.tenant.read(|view| {
        reader(request, view)?;
        Ok::<_, Error>(show_domain_list(&view.policies().b2b_management))
    })?;
    short(
        request,
        "policies/b2bManagementPolicies",
        "b2bManagementPolicy",
        vec![row],
    )
}

/// GET /beta/policies/b2bManagementPolicies/{id}
pub(super) fn domain_list(request: &Request<'_>) -> Result<Answer, Error> {
    let id = request.id(0)?;
    let shown = request.tenant.read(|view| {
        reader(request, view)?;
        let policy = &view.policies().b2b_management;
        if policy.id == id {
            Ok(show_domain_list(policy))
        } else {
            Err(Error::missing(request.param(0)))
        }
    })?;
    single(
        request,
        "policies/b2bManagementPolicies",
        "b2bManagementPolicy",
        shown,
    )
}

/// The definition is JSON within a string.
fn show_domain_list(policy: &B2bManagementPolicy) -> Json {
    let mut domains = Map::new();
    if let Some(allowed) = &policy.allowed_domains {
        domains.insert("AllowedDomains".to_owned(), json!(allowed));
    } else if let Some(blocked) = &policy.blocked_domains {
        domains.insert("BlockedDomains".to_owned(), json!(blocked));
    }
    let definition = json!({
        "B2BManagementPolicy": {"InvitationsAllowedAndBlockedDomainsPolicy": domains}
    });
    json!({
        "id": policy.id,
        "deletedDateTime": null,
        "definition": [definition.to_string()],
        "displayName": "B2BManagementPolicy",
        "isOrganizationDefault": true,
    })
}
