//! The organization, its policies, and the tenants around it.

use time::Duration;
use uuid::Uuid;

use super::dice::{ANCHOR, Dice, Part};
use super::words::PARTNERS;
use super::{DEFAULT_DOMAIN, INITIAL_DOMAIN, Plan};
use crate::directory::{
    AccessType, AllowInvitesFrom, AuthorizationPolicy, AutomaticUserConsent, B2bManagementPolicy,
    B2bSetting, Cloud, CrossTenantConfiguration, CrossTenantPartner, Directory, Domain,
    GUESTS_LIMITED, GroupSetting, InboundTrust, KnownTenant, Organization, Policies, SettingValue,
};

/// A domain that the deny list names.
pub(super) const DENIED_DOMAIN: &str = "rival.example";
/// A partner whom cross-tenant access keeps out.
pub(super) const BLOCKED_PARTNER: (&str, &str) = ("Nod Publishers", "nodpublishers.com");
/// A partner who keeps its own people in.
pub(super) const CLOSED_PARTNER: (&str, &str) = ("A. Datum Corporation", "adatum.com");
/// A tenant of another cloud: sign-in answers AADSTS90038.
pub(super) const GOVERNMENT: (&str, &str) = ("Contoso Government", "contosogov.example");

/// An organization with nobody in it yet.
pub(super) fn plant(plan: &Plan) -> Directory {
    let mut dice = Dice::new(plan.seed, Part::Organization);
    let organization = Organization {
        id: dice.id(),
        display_name: "Contoso Practice".to_owned(),
        country_letter_code: "PT".to_owned(),
        preferred_language: "en".to_owned(),
        privacy_statement_url: Some("https://practice.contoso.example/privacy".to_owned()),
        privacy_contact: Some(format!("privacy@{DEFAULT_DOMAIN}")),
        technical_notification_mail: format!("it@{DEFAULT_DOMAIN}"),
        created_date_time: ANCHOR - Duration::days(2500),
        has_premium: true,
        domains: vec![
            Domain {
                name: DEFAULT_DOMAIN.to_owned(),
                is_default: true,
                is_initial: false,
                is_verified: true,
            },
            Domain {
                name: INITIAL_DOMAIN.to_owned(),
                is_default: false,
                is_initial: true,
                is_verified: true,
            },
        ],
    };
    let blocked = known(&mut dice, BLOCKED_PARTNER);
    let closed = KnownTenant {
        outbound_blocked: true,
        ..known(&mut dice, CLOSED_PARTNER)
    };
    let government = KnownTenant {
        cloud: Cloud::UsGovernment,
        ..known(&mut dice, GOVERNMENT)
    };
    let denied = known(&mut dice, ("Rival Industries", DENIED_DOMAIN));
    // Those of `.example` have no tenant: their people redeem by passcode.
    let partners: Vec<KnownTenant> = PARTNERS
        .iter()
        .filter(|(_, domain)| !domain.ends_with(".example"))
        .map(|partner| known(&mut dice, *partner))
        .collect();

    let trusted = partners[0].tenant_id;
    let policies = policies(&mut dice, blocked.tenant_id, trusted);
    let mut directory = Directory::new(organization, policies);
    directory.known_tenants = partners;
    directory
        .known_tenants
        .extend([blocked, closed, government, denied]);
    directory
}

fn policies(dice: &mut Dice, blocked: Uuid, trusted: Uuid) -> Policies {
    let partner = |tenant_id| CrossTenantPartner {
        tenant_id,
        is_service_provider: None,
        is_in_multi_tenant_organization: Some(false),
        inbound_trust: None,
        b2b_collaboration_inbound: None,
        b2b_collaboration_outbound: None,
        b2b_direct_connect_inbound: None,
        b2b_direct_connect_outbound: None,
        automatic_user_consent_settings: None,
    };
    Policies {
        authorization: AuthorizationPolicy {
            allow_invites_from: AllowInvitesFrom::AdminsAndGuestInviters,
            guest_user_role_id: GUESTS_LIMITED,
            allowed_to_sign_up_email_based_subscriptions: true,
            allowed_to_use_sspr: true,
            allow_email_verified_users_to_join_organization: false,
            allow_user_consent_for_risky_apps: None,
            block_msol_power_shell: false,
            allowed_to_create_apps: true,
            allowed_to_create_security_groups: true,
            allowed_to_create_tenants: false,
            allowed_to_read_bitlocker_keys_for_owned_device: true,
            allowed_to_read_other_users: true,
            permission_grant_policies_assigned: vec![
                "ManagePermissionGrantsForSelf.microsoft-user-default-low".to_owned(),
            ],
        },
        cross_tenant_default: CrossTenantConfiguration {
            is_service_default: true,
            inbound_trust: InboundTrust::default(),
            b2b_collaboration_inbound: B2bSetting::everything(AccessType::Allowed),
            b2b_collaboration_outbound: B2bSetting::everything(AccessType::Allowed),
            b2b_direct_connect_inbound: B2bSetting::everything(AccessType::Blocked),
            b2b_direct_connect_outbound: B2bSetting::everything(AccessType::Blocked),
            automatic_user_consent_settings: AutomaticUserConsent {
                inbound_allowed: Some(false),
                outbound_allowed: Some(false),
            },
        },
        cross_tenant_partners: vec![
            CrossTenantPartner {
                b2b_collaboration_inbound: Some(B2bSetting::everything(AccessType::Blocked)),
                ..partner(blocked)
            },
            CrossTenantPartner {
                inbound_trust: Some(InboundTrust {
                    is_mfa_accepted: true,
                    ..InboundTrust::default()
                }),
                ..partner(trusted)
            },
        ],
        b2b_management: B2bManagementPolicy {
            id: dice.id(),
            allowed_domains: None,
            blocked_domains: Some(vec![DENIED_DOMAIN.to_owned()]),
        },
        group_settings: vec![group_settings(dice)],
    }
}

fn group_settings(dice: &mut Dice) -> GroupSetting {
    let value = |name: &str, value: &str| SettingValue {
        name: name.to_owned(),
        value: value.to_owned(),
    };
    GroupSetting {
        id: dice.id(),
        display_name: "Group.Unified".to_owned(),
        template_id: GroupSetting::UNIFIED,
        values: vec![
            value("AllowToAddGuests", "True"),
            value("AllowGuestsToAccessGroups", "True"),
            value("AllowGuestsToBeGroupOwner", "False"),
            value("GuestUsageGuidelinesUrl", ""),
            value("EnableMIPLabels", "False"),
        ],
    }
}

fn known(dice: &mut Dice, (name, domain): (&str, &str)) -> KnownTenant {
    KnownTenant {
        tenant_id: dice.id(),
        display_name: name.to_owned(),
        default_domain_name: domain.to_owned(),
        federation_brand_name: None,
        domains: vec![domain.to_owned()],
        cloud: Cloud::Global,
        outbound_blocked: false,
    }
}
