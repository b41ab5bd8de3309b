//! Groups and their settings.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::user::addresses;

/// The Graph resource type `group`, as the directory holds it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the fields are Graph's properties of the same names"
)]
pub struct Group {
    pub id: Uuid,
    pub display_name: String,
    pub description: Option<String>,
    pub mail: Option<String>,
    pub mail_nickname: String,
    pub mail_enabled: bool,
    pub security_enabled: bool,
    pub group_types: Vec<String>,
    pub proxy_addresses: Vec<String>,
    pub visibility: Option<String>,
    pub classification: Option<String>,
    pub is_assignable_to_role: Option<bool>,
    pub membership_rule: Option<String>,
    pub membership_rule_processing_state: Option<String>,
    pub on_premises_sync_enabled: Option<bool>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub on_premises_last_sync_date_time: Option<OffsetDateTime>,
    pub resource_provisioning_options: Vec<String>,
    pub resource_behavior_options: Vec<String>,
    pub security_identifier: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    pub created_date_time: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    pub renewed_date_time: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub deleted_date_time: Option<OffsetDateTime>,
    /// The group's own settings (`/groups/{id}/settings`).
    pub settings: Vec<GroupSetting>,
}

impl Group {
    /// A plain security group.
    pub fn new(id: Uuid, display_name: impl Into<String>, created: OffsetDateTime) -> Self {
        Self {
            id,
            display_name: display_name.into(),
            description: None,
            mail: None,
            mail_nickname: id.simple().to_string()[..10].to_owned(),
            mail_enabled: false,
            security_enabled: true,
            group_types: Vec::new(),
            proxy_addresses: Vec::new(),
            visibility: None,
            classification: None,
            is_assignable_to_role: None,
            membership_rule: None,
            membership_rule_processing_state: None,
            on_premises_sync_enabled: None,
            on_premises_last_sync_date_time: None,
            resource_provisioning_options: Vec::new(),
            resource_behavior_options: Vec::new(),
            security_identifier: None,
            created_date_time: created,
            renewed_date_time: Some(created),
            deleted_date_time: None,
            settings: Vec::new(),
        }
    }

    /// Whether it is a Microsoft 365 group.
    pub fn is_unified(&self) -> bool {
        self.group_types.iter().any(|kind| kind == "Unified")
    }

    /// Whether a rule decides who is in it.
    pub fn is_dynamic(&self) -> bool {
        self.group_types
            .iter()
            .any(|kind| kind == "DynamicMembership")
    }

    /// Whether it is a distribution list or a mail-enabled security group,
    /// which Graph can only read.
    pub fn is_exchange_owned(&self) -> bool {
        self.mail_enabled && !self.is_unified()
    }

    /// Whether it comes from an on-premises directory.
    pub fn is_synced(&self) -> bool {
        self.on_premises_sync_enabled == Some(true)
    }

    /// Whether directory roles may be given to it.
    pub fn is_role_assignable(&self) -> bool {
        self.is_assignable_to_role == Some(true)
    }

    /// The addresses that find this group, lower case.
    pub fn addresses(&self) -> Vec<String> {
        addresses(self.mail.iter(), &self.proxy_addresses)
    }
}

/// The Graph resource type `groupSetting`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the fields are Graph's properties of the same names"
)]
pub struct GroupSetting {
    pub id: Uuid,
    pub display_name: String,
    pub template_id: Uuid,
    pub values: Vec<SettingValue>,
}

/// The Graph complex type `settingValue`; values are always strings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    missing_docs,
    reason = "the fields are Graph's properties of the same names"
)]
pub struct SettingValue {
    pub name: String,
    pub value: String,
}

impl GroupSetting {
    /// Template of the tenant-wide settings, `Group.Unified`.
    pub const UNIFIED: Uuid = Uuid::from_u128(0x62375ab9_6b52_47ed_826b_58e47e0e304b);
    /// Template of one group's guest setting, `Group.Unified.Guest`.
    pub const UNIFIED_GUEST: Uuid = Uuid::from_u128(0x08d542b9_071f_4e16_94b0_74abb372e3d9);

    /// The value of the setting `name`.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values
            .iter()
            .find(|value| value.name == name)
            .map(|value| value.value.as_str())
    }
}
