//! What is done for one address, one request at a time.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::draft::Draft;
use crate::id::{AppRoleId, GroupId, ServicePrincipalId};

/// One change in the directory.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "action"
)]
pub enum Step {
    /// Make a guest: POST /invitations for an address that nobody holds.
    Invite {
        /// Microsoft mails the guest.
        mail: bool,
    },
    /// Invite a pending guest again: POST /invitations for the same address.
    Resend,
    /// Add the guest to a group.
    AddToGroup {
        /// The group.
        group_id: GroupId,
        /// Its name, for the screen.
        group_name: String,
    },
    /// Assign the guest to an application.
    AssignApplication {
        /// The application.
        service_principal_id: ServicePrincipalId,
        /// Its name, for the screen.
        application_name: String,
        /// The role.
        app_role_id: AppRoleId,
        /// Its name, for the screen.
        role_name: String,
    },
}

impl Step {
    /// True where carrying it out for the person at this place of the draft makes Microsoft mail
    /// somebody.
    pub fn mails(&self, draft: &Draft, place: usize) -> bool {
        match self {
            Self::Invite { mail } => *mail,
            Self::Resend => draft.message_for(place).send,
            Self::AddToGroup { .. } | Self::AssignApplication { .. } => false,
        }
    }
}
