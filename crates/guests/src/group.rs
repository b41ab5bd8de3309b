//! Groups, and which of them can take a guest.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::GroupId;

/// What the directory says of a group.
///
/// Source: Microsoft Graph, "Working with groups in Microsoft Graph" (groups-overview).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// Object id.
    pub id: GroupId,
    /// Display name.
    pub display_name: String,
    /// Description.
    pub description: Option<String>,
    /// The group's address, where it has one.
    pub mail: Option<String>,
    /// `Unified`, `DynamicMembership`.
    pub group_types: Vec<String>,
    /// Mail-enabled.
    pub mail_enabled: bool,
    /// Security-enabled.
    pub security_enabled: bool,
    /// Synced from on-premises.
    pub on_premises_sync_enabled: bool,
    /// Directory roles can be assigned to it.
    pub is_assignable_to_role: bool,
    /// `AllowToAddGuests` of the group itself, where it was read.
    pub allow_to_add_guests: Option<bool>,
}

/// Kind of a group, as the admin center names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each variant is the kind of its name")]
pub enum GroupKind {
    Security,
    Microsoft365,
    MailEnabledSecurity,
    Distribution,
}

impl Group {
    /// The kind by which the admin center lists it.
    pub fn kind(&self) -> GroupKind {
        if self.group_types.iter().any(|t| t == "Unified") {
            GroupKind::Microsoft365
        } else if self.mail_enabled && self.security_enabled {
            GroupKind::MailEnabledSecurity
        } else if self.mail_enabled {
            GroupKind::Distribution
        } else {
            GroupKind::Security
        }
    }

    /// Membership follows a rule.
    pub fn is_dynamic(&self) -> bool {
        self.group_types.iter().any(|t| t == "DynamicMembership")
    }
}
