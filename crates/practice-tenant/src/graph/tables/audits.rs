//! The directory audit resource type. What can be filtered: learn.microsoft.com, "directoryAudit
//! resource type"; by category too, as the portal does.

use serde_json::{Value as Json, json};

use super::{D, N};
use crate::audit::{AuditEntry, AuditTarget};
use crate::odata::{Entity, Kind, Operators, Property, Value};

const EQ: Operators = Operators::of(D, N, N, N, N);
const EQ_OR_STARTS: Operators = Operators::of(D, N, N, N, D);

const fn text(
    name: &'static str,
    read: for<'a> fn(&'a AuditEntry) -> Value<'a>,
) -> Property<AuditEntry> {
    Property::new(name, Kind::Text, read)
}

pub(in crate::graph) static AUDITS: Entity<AuditEntry> = Entity {
    name: "directoryAudit",
    resource: "DirectoryAudit",
    properties: &[
        text("id", |a| Value::text(&a.id)).default().filter(EQ),
        text("category", |a| Value::text(&a.category))
            .default()
            .filter(EQ),
        text("correlationId", |a| Value::Guid(a.correlation_id))
            .default()
            .filter(EQ),
        text("result", |_| Value::text("success")).default(),
        text("resultReason", |_| Value::text("")).default(),
        text("activityDisplayName", |a| {
            Value::text(&a.activity_display_name)
        })
        .default()
        .filter(EQ_OR_STARTS),
        Property::new("activityDateTime", Kind::Time, |a: &AuditEntry| {
            Value::Moment(a.activity_date_time)
        })
        .default()
        .filter(Operators::of(D, N, N, D, N)),
        text("loggedByService", |a| Value::text(&a.logged_by_service))
            .default()
            .filter(EQ),
        text("operationType", |a| Value::text(&a.operation_type)).default(),
        Property::new("initiatedBy", Kind::Complex, |a: &AuditEntry| {
            Value::Json(initiated_by(a))
        })
        .default(),
        text("initiatedBy/user/id", |a| {
            a.initiated_by
                .as_ref()
                .map_or(Value::Null, |actor| Value::Guid(actor.id))
        })
        .filter(EQ),
        text("initiatedBy/user/userPrincipalName", |a| {
            Value::maybe(
                a.initiated_by
                    .as_ref()
                    .map(|actor| actor.user_principal_name.as_str()),
            )
        })
        .filter(EQ_OR_STARTS),
        text("initiatedBy/user/displayName", |_| Value::Null).filter(EQ),
        text("initiatedBy/app/appId", |_| Value::Null).filter(EQ),
        text("initiatedBy/app/displayName", |_| Value::Null).filter(EQ),
        Property::new("targetResources", Kind::ComplexList, |a: &AuditEntry| {
            Value::Json(a.target_resources.iter().map(target).collect())
        })
        .default()
        .filter(Operators::of(D, N, N, N, D)),
        Property::new("additionalDetails", Kind::ComplexList, |a: &AuditEntry| {
            Value::Json(
                a.additional_details
                    .iter()
                    .map(|detail| json!({"key": detail.key, "value": detail.value}))
                    .collect(),
            )
        })
        .default(),
    ],
    unset: &[],
    unset_lists: &[],
    single: &[],
};

/// The service names people by id and user principal name alone.
fn initiated_by(entry: &AuditEntry) -> Json {
    let user = entry.initiated_by.as_ref().map(|actor| {
        json!({
            "id": actor.id,
            "displayName": null,
            "userPrincipalName": actor.user_principal_name,
            "ipAddress": "127.0.0.1",
        })
    });
    json!({"user": user, "app": null})
}

fn target(target: &AuditTarget) -> Json {
    let modified: Vec<Json> = target
        .modified_properties
        .iter()
        .map(|(name, new)| json!({"displayName": name, "oldValue": null, "newValue": new}))
        .collect();
    json!({
        "id": target.id,
        "displayName": target.display_name,
        "type": target.r#type,
        "userPrincipalName": target.user_principal_name,
        "groupType": target.group_type,
        "modifiedProperties": modified,
    })
}
