//! The audit log: what was done to the directory, by whom, as Graph's `directoryAudit` tells it.
//!
//! Names of activities, services and categories: learn.microsoft.com, "Microsoft Entra audit log
//! categories and activities". The shape of entries for invitations follows entries that were
//! published of real tenants. The log begins with the tenant; the seed has none.

mod activity;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::directory::{Group, View};
use crate::ledger::{Call, Effect, EffectKind};
use activity::Activity;

/// Moments of the log are counted in ticks of so many nanoseconds: seven decimals.
const TICK: u32 = 100;

/// The Graph resource type `directoryAudit`, as the tenant holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    /// Counts from 1, in the order of `activityDateTime`.
    pub n: u64,
    /// The service's name for the entry.
    pub id: String,
    /// When it happened, in whole ticks of 100 ns.
    #[serde(with = "time::serde::rfc3339")]
    pub activity_date_time: OffsetDateTime,
    /// From when on the log shows it.
    #[serde(with = "time::serde::rfc3339")]
    pub visible_at: OffsetDateTime,
    /// What all entries of one call have in common.
    pub correlation_id: Uuid,
    /// What was done.
    pub activity_display_name: String,
    /// Its category.
    pub category: String,
    /// Which service tells it.
    pub logged_by_service: String,
    /// `Add`, `Assign`, `Update`, `Unassign` or `Delete`.
    pub operation_type: String,
    /// Who did it.
    pub initiated_by: Option<AuditActor>,
    /// To what.
    pub target_resources: Vec<AuditTarget>,
    /// What else there is to say.
    pub additional_details: Vec<AuditDetail>,
}

/// The person who did something (Graph's `userIdentity`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditActor {
    /// The user.
    pub id: Uuid,
    /// Under which name.
    pub user_principal_name: String,
}

/// What something was done to (Graph's `targetResource`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditTarget {
    /// The object.
    pub id: Uuid,
    /// Its name.
    pub display_name: Option<String>,
    /// `User`, `Group`, `ServicePrincipal` or `Policy`.
    pub r#type: String,
    /// For users.
    pub user_principal_name: Option<String>,
    /// For groups: `unifiedGroups` or `azureAD`.
    pub group_type: Option<String>,
    /// What is new about it: names with their new values.
    pub modified_properties: Vec<(String, String)>,
}

/// A detail (Graph's `keyValue`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditDetail {
    /// Its name.
    pub key: String,
    /// What it says.
    pub value: String,
}

/// The entries for what a call did, oldest first; `n` and `visible_at` are for the log to set.
pub(crate) fn entries(
    call: &Call,
    effects: &[Effect],
    view: View<'_>,
    now: OffsetDateTime,
) -> Vec<AuditEntry> {
    let correlation_id = Uuid::new_v4();
    let ticks = now.nanosecond() / TICK * TICK;
    let moment = now.replace_nanosecond(ticks).unwrap_or(now);
    effects
        .iter()
        .filter_map(|effect| {
            let activity = Activity::of(effect, effects)?;
            Some(AuditEntry {
                n: 0,
                id: format!("{}_{}", activity.id_prefix(), Uuid::new_v4()),
                activity_date_time: moment,
                visible_at: moment,
                correlation_id,
                activity_display_name: activity.name.to_owned(),
                category: activity.category.to_owned(),
                logged_by_service: activity.service.to_owned(),
                operation_type: activity.operation.to_owned(),
                initiated_by: actor(call, effect, view),
                target_resources: targets(effect, view),
                additional_details: details(effect, view),
            })
        })
        .collect()
}

/// The caller; what no signed-in caller does, a guest does to the own account.
fn actor(call: &Call, effect: &Effect, view: View<'_>) -> Option<AuditActor> {
    let id = call.caller_id.or(effect.user_id)?;
    let user = view.user(id)?;
    Some(AuditActor {
        id,
        user_principal_name: user.user_principal_name.clone(),
    })
}

fn targets(effect: &Effect, view: View<'_>) -> Vec<AuditTarget> {
    let group = effect.group_id.and_then(|id| view.group(id));
    let mut targets = Vec::new();
    if let Some(principal) = effect
        .service_principal_id
        .and_then(|id| view.service_principal(id))
    {
        targets.push(AuditTarget {
            display_name: Some(principal.display_name.clone()),
            ..AuditTarget::new(principal.id, "ServicePrincipal")
        });
    }
    if let Some(id) = effect.user_id {
        // A group can be a member too.
        let mut target = match view.group(id) {
            Some(group) => of_group(group),
            None => of_user(id, view),
        };
        if let Some(group) = group {
            target.modified_properties = vec![
                ("Group.ObjectID".to_owned(), quoted(&group.id.to_string())),
                ("Group.DisplayName".to_owned(), quoted(&group.display_name)),
            ];
        }
        targets.push(target);
    }
    targets.extend(group.map(|group| of_group(group)));
    targets
}

fn of_user(id: Uuid, view: View<'_>) -> AuditTarget {
    let deleted = view.deleted_user(id).map(|deleted| &deleted.user);
    let user = view.user(id).map(AsRef::as_ref).or(deleted);
    AuditTarget {
        display_name: user.and_then(|user| user.display_name.clone()),
        user_principal_name: user.map(|user| user.user_principal_name.clone()),
        ..AuditTarget::new(id, "User")
    }
}

fn of_group(group: &Group) -> AuditTarget {
    let kind = if group.is_unified() {
        "unifiedGroups"
    } else {
        "azureAD"
    };
    AuditTarget {
        display_name: Some(group.display_name.clone()),
        group_type: Some(kind.to_owned()),
        ..AuditTarget::new(group.id, "Group")
    }
}

/// Values of modified properties are JSON within a string.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Whom an invitation, and its mail, were for.
fn details(effect: &Effect, view: View<'_>) -> Vec<AuditDetail> {
    let detail = |key: &str, value: String| AuditDetail {
        key: key.to_owned(),
        value,
    };
    match effect.kind {
        EffectKind::InvitationIssued | EffectKind::MailSent | EffectKind::InvitationRedeemed => {}
        _ => return Vec::new(),
    }
    let latest = effect
        .user_id
        .and_then(|id| view.invitations_of(id).pop().map(|issued| issued.id));
    let mut details = Vec::new();
    details.extend(latest.map(|id| detail("InvitationId", id.to_string())));
    details.extend(
        effect
            .address
            .clone()
            .map(|address| detail("invitedUserEmailAddress", address)),
    );
    details
}

impl AuditTarget {
    fn new(id: Uuid, kind: &str) -> Self {
        Self {
            id,
            display_name: None,
            r#type: kind.to_owned(),
            user_principal_name: None,
            group_type: None,
            modified_properties: Vec::new(),
        }
    }
}
