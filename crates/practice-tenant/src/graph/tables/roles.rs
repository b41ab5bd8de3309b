//! The unified role assignment resource type.

use super::{D, N};
use crate::directory::RoleAssignment;
use crate::odata::{Entity, Kind, Operators, Property, Value};

const fn text(
    name: &'static str,
    read: for<'a> fn(&'a RoleAssignment) -> Value<'a>,
) -> Property<RoleAssignment> {
    Property::new(name, Kind::Text, read).default()
}

const ONLY_EQ: Operators = Operators::of(D, D, N, N, N);

pub(in crate::graph) static ROLE_ASSIGNMENTS: Entity<RoleAssignment> = Entity {
    name: "unifiedRoleAssignment",
    resource: "UnifiedRoleAssignment",
    properties: &[
        text("id", |r| Value::text(&r.id)),
        text("principalId", |r| Value::Guid(r.principal_id)).filter(ONLY_EQ),
        text("roleDefinitionId", |r| Value::Guid(r.role_definition_id)).filter(ONLY_EQ),
        text("directoryScopeId", |r| Value::text(&r.directory_scope_id)).filter(ONLY_EQ),
    ],
    unset: &["appScopeId", "condition"],
    unset_lists: &[],
    single: &[],
};
