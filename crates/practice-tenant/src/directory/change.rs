//! What changed, in order: the ground that delta queries stand on.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

/// One change of one object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Rises by one with every change; the seed is 0.
    pub sequence: u64,
    /// When it happened.
    #[serde(with = "time::serde::rfc3339")]
    pub time: OffsetDateTime,
    /// What kind of object it is.
    pub object: ObjectKind,
    /// Which.
    pub id: Uuid,
    /// What happened to it.
    pub what: Changed,
}

/// What happened to an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Changed {
    /// It is new, or was restored.
    Created,
    /// These properties have new values (Graph's names).
    Updated(Vec<String>),
    /// Its members changed: added (true) or removed (false).
    Members(Vec<(Uuid, bool)>),
    /// It can still be restored (`@removed` reason `changed`).
    SoftDeleted,
    /// It is gone for good (`@removed` reason `deleted`).
    Purged,
}

/// The kinds of directory objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the variants are Graph's types of the same names"
)]
pub enum ObjectKind {
    User,
    Group,
    ServicePrincipal,
    DirectoryRole,
}
