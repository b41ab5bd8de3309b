//! What the signed-in person may do: from roles, ownership, policy and the kind of target.

mod anywhere;
mod held;
mod invite;
mod roles;
mod target;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use anywhere::{may_add_to_some_group, may_assign_some_application};
pub use invite::{may_invite, may_resend};
pub use roles::{GroupPower, Power, ROLES, Role, role};
pub use target::{may_add_to_group, may_assign};

use crate::explanation::Explanation;
use crate::id::{GroupId, ServicePrincipalId, UserId};
use crate::policy::{AllowInvitesFrom, Known};

/// Who the signed-in person is to the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    /// Object id.
    pub user_id: UserId,
    /// True where the person is a guest in this tenant.
    pub is_guest: bool,
    /// The person's address, which guests answer to. None: the custom message is dropped.
    pub mail: Option<String>,
    /// Active roles of the whole directory, by template id.
    pub roles: Known<Vec<ActiveRole>>,
    /// Groups owned.
    pub owned_groups: Known<Vec<GroupId>>,
    /// Applications owned.
    pub owned_applications: Known<Vec<ServicePrincipalId>>,
    /// Who may invite.
    pub allow_invites_from: Known<AllowInvitesFrom>,
    /// True where Usher was granted `RoleManagement.ReadWrite.Directory`, without which nobody can
    /// change a role-assignable group through it. Usher does not ask for it by itself.
    #[serde(default)]
    pub role_assignable_scope: bool,
}

/// A directory role that is active now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ActiveRole {
    /// Template id.
    pub template_id: String,
    /// Display name.
    pub display_name: String,
}

/// Whether something may be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "may")]
pub enum May {
    /// Yes.
    Yes,
    /// No, and why.
    No {
        /// Why, what to do, who can.
        explanation: Explanation,
    },
    /// It cannot be told beforehand; it will be tried.
    Unknown {
        /// Why it cannot be told.
        why: String,
    },
}

impl May {
    /// True for [`May::No`].
    pub fn is_no(&self) -> bool {
        matches!(self, Self::No { .. })
    }
}

#[cfg(test)]
mod tests;
