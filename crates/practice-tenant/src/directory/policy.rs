//! The tenant's policies.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::group::GroupSetting;

/// Everything that an administrator can set for the whole tenant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Policies {
    /// `/policies/authorizationPolicy`.
    pub authorization: AuthorizationPolicy,
    /// `/policies/crossTenantAccessPolicy/default`.
    pub cross_tenant_default: CrossTenantConfiguration,
    /// `/policies/crossTenantAccessPolicy/partners`.
    pub cross_tenant_partners: Vec<CrossTenantPartner>,
    /// `/beta/policies/b2bManagementPolicies`: the domain allow or deny list.
    pub b2b_management: B2bManagementPolicy,
    /// `/groupSettings`.
    pub group_settings: Vec<GroupSetting>,
}

/// The Graph resource type `authorizationPolicy`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the fields are Graph's properties of the same names"
)]
pub struct AuthorizationPolicy {
    pub allow_invites_from: AllowInvitesFrom,
    pub guest_user_role_id: Uuid,
    pub allowed_to_sign_up_email_based_subscriptions: bool,
    pub allowed_to_use_sspr: bool,
    pub allow_email_verified_users_to_join_organization: bool,
    pub allow_user_consent_for_risky_apps: Option<bool>,
    pub block_msol_power_shell: bool,
    pub allowed_to_create_apps: bool,
    pub allowed_to_create_security_groups: bool,
    pub allowed_to_create_tenants: bool,
    pub allowed_to_read_bitlocker_keys_for_owned_device: bool,
    pub allowed_to_read_other_users: bool,
    pub permission_grant_policies_assigned: Vec<String>,
}

/// The values of `allowInvitesFrom`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the variants are Graph's values of the same names"
)]
pub enum AllowInvitesFrom {
    None,
    AdminsAndGuestInviters,
    AdminsGuestInvitersAndAllMembers,
    Everyone,
}

/// `guestUserRoleId`: guests may do what members may.
pub const GUESTS_LIKE_MEMBERS: Uuid = Uuid::from_u128(0xa0b1b346_4d3e_4e8b_98f8_753987be4970);
/// `guestUserRoleId`: limited access, the default.
pub const GUESTS_LIMITED: Uuid = Uuid::from_u128(0x10dae51f_b6af_4016_8d66_8c2a99b929b3);
/// `guestUserRoleId`: only their own objects.
pub const GUESTS_RESTRICTED: Uuid = Uuid::from_u128(0x2af84b1e_32c8_42b7_82bc_daa82404023b);

/// One direction of B2B collaboration or direct connect: who, to what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the fields are Graph's properties of the same names"
)]
pub struct B2bSetting {
    pub users_and_groups: TargetConfiguration,
    pub applications: TargetConfiguration,
}

/// The Graph complex type `crossTenantAccessPolicyTargetConfiguration`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the fields are Graph's properties of the same names"
)]
pub struct TargetConfiguration {
    pub access_type: AccessType,
    pub targets: Vec<Target>,
}

/// Whether the targets are let in or kept out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the variants are Graph's values of the same names"
)]
pub enum AccessType {
    Allowed,
    Blocked,
}

/// The Graph complex type `crossTenantAccessPolicyTarget`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the fields are Graph's properties of the same names"
)]
pub struct Target {
    pub target: String,
    /// `user`, `group` or `application`.
    pub target_type: String,
}

impl B2bSetting {
    /// All users, all applications.
    pub fn everything(access_type: AccessType) -> Self {
        let all = |target: &str, target_type: &str| TargetConfiguration {
            access_type,
            targets: vec![Target {
                target: target.to_owned(),
                target_type: target_type.to_owned(),
            }],
        };
        Self {
            users_and_groups: all("AllUsers", "user"),
            applications: all("AllApplications", "application"),
        }
    }

    /// Whether it keeps everybody out.
    pub fn blocks_everybody(&self) -> bool {
        self.users_and_groups.access_type == AccessType::Blocked
            && self
                .users_and_groups
                .targets
                .iter()
                .any(|target| target.target == "AllUsers")
    }
}

/// The Graph complex type `crossTenantAccessPolicyInboundTrust`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the fields are Graph's properties of the same names"
)]
pub struct InboundTrust {
    pub is_mfa_accepted: bool,
    pub is_compliant_device_accepted: bool,
    #[serde(rename = "isHybridAzureADJoinedDeviceAccepted")]
    pub is_hybrid_azure_ad_joined_device_accepted: bool,
}

/// The Graph complex type `inboundOutboundPolicyConfiguration`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the fields are Graph's properties of the same names"
)]
pub struct AutomaticUserConsent {
    pub inbound_allowed: Option<bool>,
    pub outbound_allowed: Option<bool>,
}

/// The Graph resource type `crossTenantAccessPolicyConfigurationDefault`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the fields are Graph's properties of the same names"
)]
pub struct CrossTenantConfiguration {
    pub is_service_default: bool,
    pub inbound_trust: InboundTrust,
    pub b2b_collaboration_inbound: B2bSetting,
    pub b2b_collaboration_outbound: B2bSetting,
    pub b2b_direct_connect_inbound: B2bSetting,
    pub b2b_direct_connect_outbound: B2bSetting,
    pub automatic_user_consent_settings: AutomaticUserConsent,
}

/// The Graph resource type `crossTenantAccessPolicyConfigurationPartner`; what
/// is null is inherited from the default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the fields are Graph's properties of the same names"
)]
pub struct CrossTenantPartner {
    pub tenant_id: Uuid,
    pub is_service_provider: Option<bool>,
    pub is_in_multi_tenant_organization: Option<bool>,
    pub inbound_trust: Option<InboundTrust>,
    pub b2b_collaboration_inbound: Option<B2bSetting>,
    pub b2b_collaboration_outbound: Option<B2bSetting>,
    pub b2b_direct_connect_inbound: Option<B2bSetting>,
    pub b2b_direct_connect_outbound: Option<B2bSetting>,
    pub automatic_user_consent_settings: Option<AutomaticUserConsent>,
}

/// The domain list of external collaboration settings: at most one of the two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct B2bManagementPolicy {
    /// The policy object's id.
    pub id: Uuid,
    /// When set, only these domains may be invited.
    pub allowed_domains: Option<Vec<String>>,
    /// When set, these domains may not be invited.
    pub blocked_domains: Option<Vec<String>>,
}

impl B2bManagementPolicy {
    /// Whether an address in `domain` may be invited. Domains are compared
    /// whole and without letter case; a subdomain is another domain.
    pub fn allows(&self, domain: &str) -> bool {
        let lists =
            |list: &Vec<String>| list.iter().any(|entry| entry.eq_ignore_ascii_case(domain));
        match (&self.allowed_domains, &self.blocked_domains) {
            (Some(allowed), _) => lists(allowed),
            (None, Some(blocked)) => !lists(blocked),
            (None, None) => true,
        }
    }
}
