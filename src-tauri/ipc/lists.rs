//! Arguments of reading commands.

use guests::id::{GroupId, ServicePrincipalId, UserId};
use serde::Deserialize;
use ts_rs::TS;

/// A text to search by.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct TextArgs {
    pub text: String,
}

/// One user.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct UserArgs {
    pub id: UserId,
}

/// Several users.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct UsersArgs {
    pub ids: Vec<UserId>,
}

/// One group.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct GroupArgs {
    pub id: GroupId,
}

/// One application.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct ApplicationArgs {
    pub id: ServicePrincipalId,
}
