//! Groups and applications as lists, pickers and pages show them.

use guests::application::{AppRole, Application};
use guests::group::{Group, GroupKind};
use guests::guest::GuestState;
use guests::id::{AppRoleId, UserId};
use guests::rights::May;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A group in a list or picker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupRow {
    /// The group.
    pub group: Group,
    /// Its kind.
    pub kind: GroupKind,
    /// Membership follows a rule.
    pub dynamic: bool,
    /// Owned by the signed-in person.
    pub owned: bool,
    /// May a guest be added, and if not, why.
    pub may_add: May,
}

/// An application in a list or picker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationRow {
    /// The application.
    pub application: Application,
    /// Roles that can be given to a person.
    pub roles: Vec<AppRole>,
    /// Owned by the signed-in person.
    pub owned: bool,
    /// May a guest be assigned, and if not, why.
    pub may_assign: May,
}

/// Some of the groups that match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupPage {
    /// The rows.
    pub rows: Vec<GroupRow>,
    /// There are more than these: narrow the search.
    pub more: bool,
}

/// Some of the applications that match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationPage {
    /// The rows.
    pub rows: Vec<ApplicationRow>,
    /// There are more than these: narrow the search.
    pub more: bool,
}

/// A guest in a group or application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct AccessGuest {
    pub id: UserId,
    pub display_name: String,
    pub mail: Option<String>,
    pub state: GuestState,
    /// Applications only: the role held.
    pub app_role_id: Option<AppRoleId>,
    /// Applications only: the role's name.
    pub role_name: Option<String>,
}

/// A group's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupDetail {
    /// The group.
    pub row: GroupRow,
    /// Its direct members who are guests.
    pub guests: Vec<AccessGuest>,
    /// Direct members who are not guests, counted.
    pub other_members: u32,
    /// Names of its owners.
    pub owners: Vec<String>,
}

/// An application's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationDetail {
    /// The application.
    pub row: ApplicationRow,
    /// Guests who are assigned directly.
    pub guests: Vec<AccessGuest>,
    /// Groups that are assigned, by name.
    pub groups: Vec<String>,
    /// Assigned users who are not guests, counted.
    pub other_users: u32,
}
