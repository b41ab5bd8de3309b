//! Groups, their members and settings.

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::directory_object::DirectoryObject;
use super::page::Page;
use super::users::{self, User};
use super::{Graph, Written, decode, scopes};
use crate::error::{Error, ServiceError};
use crate::http::RequestIds;
use crate::http::operation::{Operation, Replay};

/// The properties that tell whether a group can take a guest, and what it is shown by.
pub(super) const SELECT: &[&str] = &[
    "id",
    "displayName",
    "description",
    "mail",
    "mailNickname",
    "groupTypes",
    "mailEnabled",
    "securityEnabled",
    "onPremisesSyncEnabled",
    "isAssignableToRole",
    "membershipRule",
    "visibility",
    "resourceProvisioningOptions",
    "proxyAddresses",
];

/// A page of groups to choose from.
const TOP: &str = "100";

/// A group, with the properties that are selected.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Group {
    /// Object id.
    pub id: String,
    /// Display name.
    pub display_name: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// Address.
    pub mail: Option<String>,
    /// Mail alias.
    pub mail_nickname: Option<String>,
    /// `Unified` for Microsoft 365 groups, `DynamicMembership` for dynamic ones.
    #[serde(deserialize_with = "decode::null_as_default")]
    pub group_types: Vec<String>,
    /// Whether the group has an address.
    pub mail_enabled: Option<bool>,
    /// Whether access can be given to the group.
    pub security_enabled: Option<bool>,
    /// True when the group comes from an on-premises directory.
    pub on_premises_sync_enabled: Option<bool>,
    /// Whether directory roles can be assigned to the group.
    pub is_assignable_to_role: Option<bool>,
    /// The rule of a dynamic group.
    pub membership_rule: Option<String>,
    /// `Public`, `Private` or `HiddenMembership`.
    pub visibility: Option<String>,
    /// `Team` for groups with a team.
    #[serde(deserialize_with = "decode::null_as_default")]
    pub resource_provisioning_options: Vec<String>,
    /// Addresses of mail systems, with `SMTP:` or `smtp:` before them.
    #[serde(deserialize_with = "decode::null_as_default")]
    pub proxy_addresses: Vec<String>,
}

/// Settings made from a template, of the tenant or of one group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GroupSetting {
    /// Object id.
    pub id: String,
    /// `Group.Unified` for the tenant, `Group.Unified.Guest` for a group.
    pub display_name: Option<String>,
    /// Id of the template.
    pub template_id: Option<String>,
    /// Names and values; the values are text, `"true"` and `"false"` among them.
    #[serde(deserialize_with = "decode::null_as_default")]
    pub values: Vec<SettingValue>,
}

/// One setting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct SettingValue {
    /// Such as `AllowToAddGuests`.
    pub name: String,
    /// The value as text.
    pub value: Option<String>,
}

impl GroupSetting {
    /// A setting that is yes or no; none if it is not set.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        let setting = self.values.iter().find(|value| value.name == name)?;
        setting.value.as_deref()?.to_ascii_lowercase().parse().ok()
    }
}

/// The most members that one request adds (learn.microsoft.com, "Add members").
pub const MOST_MEMBERS_AT_ONCE: usize = 20;

/// What came of adding a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberAdded {
    /// The user is a member now.
    Added,
    /// The user was a member already.
    AlreadyMember,
}

/// What came of adding several members at once, which is all or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MembersAdded {
    /// All of them are members now.
    Added,
    /// None of them was added, since one of them stands in the way: a member already (400), or a
    /// user who has not reached the group's part of the directory yet (404). Which one, the
    /// service does not say; asking for each alone with [`Graph::add_member`] tells.
    Refused(Box<ServiceError>),
}

impl Graph {
    /// Groups by name: the first page of all, or of those that a word of whose name begins
    /// with each word of `search`.
    ///
    /// # Errors
    /// As every call; guests may not list groups (403).
    pub async fn groups(&self, search: Option<&str>) -> Result<Page<Group>, Error> {
        let operation = Operation::get(&["groups"], scopes::GROUPS)
            .select(SELECT)
            .query("$orderby", "displayName")
            .query("$top", TOP);
        self.page(searched(operation, search)).await
    }

    /// One group.
    ///
    /// # Errors
    /// [`Error::is_not_found`] when there is none.
    pub async fn group(&self, id: &str) -> Result<Group, Error> {
        self.read(Operation::get(&["groups", id], scopes::GROUPS).select(SELECT))
            .await
    }

    /// The users among a group's direct members.
    ///
    /// # Errors
    /// As every call.
    pub async fn group_members(&self, id: &str) -> Result<Page<User>, Error> {
        let path = ["groups", id, "members", "microsoft.graph.user"];
        let operation = Operation::get(&path, scopes::GROUP_MEMBERS)
            .select(users::SELECT)
            .query("$top", users::TOP)
            .advanced();
        self.page(operation).await
    }

    /// The owners of a group.
    ///
    /// # Errors
    /// As every call.
    pub async fn group_owners(&self, id: &str) -> Result<Vec<DirectoryObject>, Error> {
        self.list(Operation::get(
            &["groups", id, "owners"],
            scopes::GROUP_MEMBERS,
        ))
        .await
    }

    /// Whether a user is a direct member of a group, asked of the directory itself and not of
    /// its search index.
    ///
    /// # Errors
    /// As every call; a user that is not found is an error, not a "no".
    pub async fn is_member(&self, group: &str, user: &str) -> Result<bool, Error> {
        let operation = Operation::get(&["users", user, "memberOf"], scopes::GROUPS)
            .select(&["id"])
            .query("$top", users::TOP);
        let groups: Vec<DirectoryObject> = self.list(operation).await?;
        Ok(groups.iter().any(|object| object.id() == group))
    }

    /// Adds a user to a group. Doing it twice is harmless.
    ///
    /// # Errors
    /// 403 for a missing right and for dynamic and role-assignable groups alike, 400 for
    /// synced and mail-enabled ones, [`Error::is_not_found`] for a user that has not reached
    /// the group's part of the directory yet.
    pub async fn add_member(
        &self,
        group: &str,
        user: &str,
        id: Uuid,
    ) -> Result<Written<MemberAdded>, Error> {
        let body = json!({ "@odata.id": self.reference(user) });
        let path = ["groups", group, "members", "$ref"];
        let operation = Operation::post(&path, scopes::ADD_MEMBER, Replay::Repeatable, body).id(id);
        match self.transport.send(&operation).await {
            Ok(answer) => Ok(Written {
                value: MemberAdded::Added,
                ids: answer.ids,
            }),
            Err(error) => match error.service() {
                Some(service)
                    if service.status == 400 && service.says("references already exist") =>
                {
                    Ok(Written {
                        value: MemberAdded::AlreadyMember,
                        ids: RequestIds::of(service, id),
                    })
                }
                _ => Err(error),
            },
        }
    }

    /// Adds up to [`MOST_MEMBERS_AT_ONCE`] users to a group in one request, all or none. Doing it
    /// twice is harmless, but the second time is refused as a whole.
    ///
    /// # Errors
    /// 403 for a missing right and for dynamic and role-assignable groups alike, which each user
    /// alone would meet as well. A refusal for the sake of one user is no error:
    /// [`MembersAdded::Refused`].
    pub async fn add_members(
        &self,
        group: &str,
        users: &[String],
        id: Uuid,
    ) -> Result<Written<MembersAdded>, Error> {
        let references: Vec<_> = users.iter().map(|user| self.reference(user)).collect();
        let body = json!({ "members@odata.bind": references });
        let path = ["groups", group];
        let operation =
            Operation::patch(&path, scopes::ADD_MEMBER, Replay::Repeatable, body).id(id);
        match self.transport.send(&operation).await {
            Ok(answer) => Ok(Written {
                value: MembersAdded::Added,
                ids: answer.ids,
            }),
            Err(Error::Service(service)) if matches!(service.status, 400 | 404) => Ok(Written {
                ids: RequestIds::of(&service, id),
                value: MembersAdded::Refused(service),
            }),
            Err(error) => Err(error),
        }
    }

    /// The address by which a change refers to an object.
    fn reference(&self, object: &str) -> Option<String> {
        let url = Operation::get(&["directoryObjects", object], &[]).url(self.transport.graph());
        url.map(String::from)
    }

    /// The tenant's group settings; none means defaults.
    ///
    /// # Errors
    /// As every call.
    pub async fn group_settings(&self) -> Result<Vec<GroupSetting>, Error> {
        self.list(Operation::get(&["groupSettings"], scopes::GROUP_SETTINGS))
            .await
    }

    /// The settings of one group; none means those of the tenant.
    ///
    /// # Errors
    /// As every call.
    pub async fn settings_of_group(&self, id: &str) -> Result<Vec<GroupSetting>, Error> {
        self.list(Operation::get(
            &["groups", id, "settings"],
            scopes::GROUP_SETTINGS,
        ))
        .await
    }
}

/// Adds a search by display name. `$search` matches the beginnings of words, and is an
/// advanced query (learn.microsoft.com, "Use the $search query parameter").
pub(super) fn searched(operation: Operation, search: Option<&str>) -> Operation {
    let words: Vec<String> = search
        .unwrap_or_default()
        .split_whitespace()
        .map(|word| word.replace('\\', "\\\\").replace('"', "\\\""))
        .map(|word| format!("\"displayName:{word}\""))
        .collect();
    if words.is_empty() {
        operation
    } else {
        operation.query("$search", &words.join(" AND ")).advanced()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_searched_and_quotes_are_escaped() {
        let operation = searched(
            Operation::get(&["groups"], &[]),
            Some(r#" sales "EU" a\b "#),
        );
        let relative = percent_encoding::percent_decode_str(operation.relative());
        assert_eq!(
            relative.decode_utf8().unwrap(),
            r#"/groups?$search="displayName:sales" AND "displayName:\"EU\"" AND "displayName:a\\b"&$count=true"#
        );
        assert!(operation.eventual);
        for nothing in [None, Some(""), Some("  ")] {
            let operation = searched(Operation::get(&["groups"], &[]), nothing);
            assert_eq!(operation.relative(), "/groups");
            assert!(!operation.eventual);
        }
    }

    #[test]
    fn flags_are_read_from_text() {
        let setting: GroupSetting = serde_json::from_str(
            r#"{"id":"1","values":[{"name":"AllowToAddGuests","value":"False"},{"name":"Url","value":"x"},{"name":"Null","value":null}]}"#,
        )
        .unwrap();
        assert_eq!(setting.flag("AllowToAddGuests"), Some(false));
        for name in ["Url", "Null", "Missing"] {
            assert_eq!(setting.flag(name), None);
        }
    }
}
