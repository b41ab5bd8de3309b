//! Directory roles and who holds them.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

/// The Graph resource type `unifiedRoleAssignment`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the fields are Graph's properties of the same names"
)]
pub struct RoleAssignment {
    pub id: String,
    /// A user or a role-assignable group.
    pub principal_id: Uuid,
    /// For built-in roles this is the template id.
    pub role_definition_id: Uuid,
    /// `/` or `/administrativeUnits/{id}`.
    pub directory_scope_id: String,
}

/// The Graph resource type `unifiedRoleEligibilityScheduleInstance`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the fields are Graph's properties of the same names"
)]
pub struct RoleEligibility {
    pub id: String,
    pub principal_id: Uuid,
    pub role_definition_id: Uuid,
    pub directory_scope_id: String,
    #[serde(with = "time::serde::rfc3339")]
    pub start_date_time: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    pub end_date_time: Option<OffsetDateTime>,
}

/// A built-in role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuiltInRole {
    /// The role's template id, the same in every tenant.
    pub template_id: Uuid,
    /// The name that the portal shows.
    pub display_name: &'static str,
    /// What the portal says of it.
    pub description: &'static str,
}

macro_rules! roles {
    ($($name:ident = $id:literal, $display:literal, $description:literal;)*) => {
        $(
            #[doc = concat!("Template id of ", $display, ".")]
            pub const $name: Uuid = Uuid::from_u128($id);
        )*
        /// The built-in roles this tenant knows
        /// (learn.microsoft.com, Microsoft Entra built-in roles).
        pub const BUILT_IN: &[BuiltInRole] = &[
            $(BuiltInRole { template_id: $name, display_name: $display, description: $description },)*
        ];
    };
}

roles! {
    GLOBAL_ADMINISTRATOR = 0x62e90394_69f5_4237_9190_012177145e10, "Global Administrator", "Can manage all aspects of the directory and of the services that use its identities.";
    USER_ADMINISTRATOR = 0xfe930be7_5e62_47db_91af_98c3a49a38b1, "User Administrator", "Can manage all aspects of users and groups, including the passwords of limited administrators.";
    GUEST_INVITER = 0x95e79109_95c0_4d8e_aee3_d01accf2d47b, "Guest Inviter", "Can invite guests whatever the setting for members is.";
    DIRECTORY_WRITERS = 0x9360feb5_f418_4baa_8175_e2a00bac4301, "Directory Writers", "Can read and write basic directory data; meant for applications.";
    GROUPS_ADMINISTRATOR = 0xfdd7a751_b60b_444a_984c_02652fe8fa1c, "Groups Administrator", "Can create and manage groups and their settings.";
    IDENTITY_GOVERNANCE_ADMINISTRATOR = 0x45d8d3c5_c802_45c6_b32a_1d70b5e1e86e, "Identity Governance Administrator", "Can manage access by way of governance scenarios.";
    APPLICATION_ADMINISTRATOR = 0x9b895d92_2cd3_44c7_9d02_a6ac2d5ea5c3, "Application Administrator", "Can manage all aspects of application registrations and enterprise applications.";
    CLOUD_APPLICATION_ADMINISTRATOR = 0x158c047a_c907_4556_b7ef_446551a6b5f7, "Cloud Application Administrator", "Can manage application registrations and enterprise applications except application proxy.";
    HELPDESK_ADMINISTRATOR = 0x729827e3_9c14_49f7_bb1b_9608f156bbb8, "Helpdesk Administrator", "Can reset passwords of people without administrator roles and of helpdesk administrators.";
    PRIVILEGED_ROLE_ADMINISTRATOR = 0xe8611ab8_c189_46e8_94e1_60213ab1f814, "Privileged Role Administrator", "Can manage role assignments and privileged identity management.";
    DIRECTORY_READERS = 0x88d8e3e3_8f55_4a1e_953a_9b9898b8876b, "Directory Readers", "Can read basic directory data; often given to applications and guests.";
    AUTHENTICATION_ADMINISTRATOR = 0xc4e39bd9_1100_46d3_8c65_fb160da0071f, "Authentication Administrator", "Can see and reset the authentication methods of people without administrator roles.";
    PRIVILEGED_AUTHENTICATION_ADMINISTRATOR = 0x7be44c8a_adaf_4e2a_84d6_ab2649e08a13, "Privileged Authentication Administrator", "Can see and reset the authentication methods of everybody.";
    REPORTS_READER = 0x4a5d8f65_41da_4de4_8968_e035b65339cf, "Reports Reader", "Can read sign-in and audit reports.";
    SECURITY_READER = 0x5d6b6bb7_de71_4623_b4af_96380a352509, "Security Reader", "Can read security information and reports.";
    SECURITY_OPERATOR = 0x5f2222b1_57c3_48ba_8ad5_d4759f1fde6f, "Security Operator", "Can create and manage security events.";
    SECURITY_ADMINISTRATOR = 0x194ae4cb_b126_40b2_bd5b_6091b380977d, "Security Administrator", "Can read security information and manage its configuration.";
    GLOBAL_READER = 0xf2ef992c_3afb_46b9_b7cf_a126ee74c451, "Global Reader", "Can read everything that a Global Administrator can, and change nothing.";
    EXTERNAL_IDENTITY_PROVIDER_ADMINISTRATOR = 0xbe2f45a1_457d_42af_a067_6ec1fa63bc45, "External Identity Provider Administrator", "Can configure identity providers for direct federation.";
    TEAMS_ADMINISTRATOR = 0x69091246_20e8_4a56_aa4d_066075b2a7a8, "Teams Administrator", "Can manage the Microsoft Teams service.";
    SHAREPOINT_ADMINISTRATOR = 0xf28a1f50_f6e7_4571_818b_6a12f2af6b6c, "SharePoint Administrator", "Can manage all aspects of the SharePoint service.";
    EXCHANGE_ADMINISTRATOR = 0x29232cdf_9323_42fd_ade2_1d097af3e4de, "Exchange Administrator", "Can manage all aspects of the Exchange service.";
    INTUNE_ADMINISTRATOR = 0x3a2c62db_5318_420d_8d74_23affee5d9d5, "Intune Administrator", "Can manage all aspects of the Intune service.";
}

/// The built-in role with this template id.
pub fn built_in(template_id: Uuid) -> Option<&'static BuiltInRole> {
    BUILT_IN.iter().find(|role| role.template_id == template_id)
}
