//! What a person asks for, in any number.

mod check;
mod language;
mod own;
pub mod sheet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use check::{MESSAGE_LIMIT, check};
pub use language::{LANGUAGES, Language, language};
pub use own::OwnDetails;

use crate::id::{AppRoleId, GroupId, ServicePrincipalId, UserId};
use crate::invitation::InvitationMessage;

/// A request that nothing has been done about yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// Which road the people take.
    pub kind: DraftKind,
    /// Whom it concerns.
    pub people: Vec<DraftPerson>,
    /// What the invitation says; used by `Invite` and `Resend`.
    pub message: InvitationMessage,
    /// Groups and applications to give; `Resend` does not look at it.
    pub access: Access,
    /// `Invite`: mail guests again who are already pending. Off by default, because the link in
    /// their first mail may then stop working.
    pub mail_pending_again: bool,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum DraftKind {
    /// Invite addresses to the directory and give them access; those who are guests get access only.
    Invite,
    /// Send the invitation again to guests who are pending.
    Resend,
    /// Give access to people who are guests already.
    GiveAccess,
}

/// One person in a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DraftPerson {
    /// The address as it was given.
    pub address: String,
    /// Display name for a new guest.
    pub display_name: Option<String>,
    /// The guest, where the person was chosen from the directory.
    pub user_id: Option<UserId>,
    /// What was asked for this person alone, as a list says it; none: what the draft says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub own: Option<Box<OwnDetails>>,
}

/// Groups and applications to give.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Access {
    /// Groups.
    pub groups: Vec<GroupId>,
    /// Applications with their role.
    pub applications: Vec<ApplicationAccess>,
}

/// An application with the role to assign.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationAccess {
    /// The application.
    pub service_principal_id: ServicePrincipalId,
    /// The role.
    pub app_role_id: AppRoleId,
}

/// What is wrong with a draft, told beside the field it concerns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftProblem {
    /// Name of the field: `people`, `redirectUrl`, `cc`, `body`, `language`, `groups`, `applications`.
    pub field: String,
    /// Stable name of the problem.
    pub code: String,
    /// For the screen.
    pub text: String,
}

#[cfg(test)]
mod tests;
