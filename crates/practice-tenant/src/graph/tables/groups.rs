//! The group resource type.

use super::{A, D, N};
use crate::directory::Group;
use crate::odata::{Entity, Kind, Operators, Property, Searched, Value};

const PLAIN: Operators = Operators::of(D, D, A, N, D);

const fn text(name: &'static str, read: for<'a> fn(&'a Group) -> Value<'a>) -> Property<Group> {
    Property::new(name, Kind::Text, read)
}

const fn flag(name: &'static str, read: for<'a> fn(&'a Group) -> Value<'a>) -> Property<Group> {
    Property::new(name, Kind::Bool, read)
}

const fn time(name: &'static str, read: for<'a> fn(&'a Group) -> Value<'a>) -> Property<Group> {
    Property::new(name, Kind::Time, read)
}

const fn list(name: &'static str, read: for<'a> fn(&'a Group) -> Value<'a>) -> Property<Group> {
    Property::new(name, Kind::Texts, read)
}

pub(in crate::graph) static GROUPS: Entity<Group> = Entity {
    name: "group",
    resource: "Group",
    properties: &[
        text("id", |g| Value::Guid(g.id))
            .default()
            .filter(Operators::of(D, D, A, N, N)),
        time("deletedDateTime", |g| Value::time(g.deleted_date_time)).default(),
        text("classification", |g| {
            Value::maybe(g.classification.as_deref())
        })
        .default()
        .filter(PLAIN),
        time("createdDateTime", |g| Value::Time(g.created_date_time))
            .default()
            .filter(Operators::of(D, A, A, D, N))
            .order(A),
        text("description", |g| Value::maybe(g.description.as_deref()))
            .default()
            .filter(Operators::of(D, D, A, A, D))
            .search(Searched::Tokens),
        text("displayName", |g| Value::text(&g.display_name))
            .default()
            .filter(PLAIN)
            .order(D)
            .search(Searched::Tokens),
        list("groupTypes", |g| Value::texts(&g.group_types))
            .default()
            .filter(Operators::of(D, N, A, N, N)),
        flag("isAssignableToRole", |g| {
            Value::flag(g.is_assignable_to_role)
        })
        .default()
        .filter(Operators::of(D, D, A, N, N)),
        text("mail", |g| Value::maybe(g.mail.as_deref()))
            .default()
            .filter(Operators::of(D, D, A, D, D))
            .search(Searched::Prefix),
        flag("mailEnabled", |g| Value::Bool(g.mail_enabled))
            .default()
            .filter(Operators::of(D, D, A, N, N)),
        text("mailNickname", |g| Value::text(&g.mail_nickname))
            .default()
            .filter(Operators::of(D, D, A, D, D))
            .search(Searched::Prefix),
        text("membershipRule", |g| {
            Value::maybe(g.membership_rule.as_deref())
        })
        .default()
        .filter(Operators::of(A, A, A, N, A)),
        text("membershipRuleProcessingState", |g| {
            Value::maybe(g.membership_rule_processing_state.as_deref())
        })
        .default()
        .filter(Operators::of(A, A, A, N, N)),
        time("onPremisesLastSyncDateTime", |g| {
            Value::time(g.on_premises_last_sync_date_time)
        })
        .default()
        .filter(Operators::of(D, A, A, D, N)),
        flag("onPremisesSyncEnabled", |g| {
            Value::flag(g.on_premises_sync_enabled)
        })
        .default()
        .filter(Operators::of(D, D, A, N, N)),
        list("proxyAddresses", |g| Value::texts(&g.proxy_addresses))
            .default()
            .filter(Operators::of(D, N, A, D, D)),
        time("renewedDateTime", |g| Value::time(g.renewed_date_time))
            .default()
            .filter(Operators::of(D, A, A, D, N)),
        list("resourceBehaviorOptions", |g| {
            Value::texts(&g.resource_behavior_options)
        })
        .default(),
        list("resourceProvisioningOptions", |g| {
            Value::texts(&g.resource_provisioning_options)
        })
        .default()
        .filter(Operators::of(D, N, A, N, N)),
        flag("securityEnabled", |g| Value::Bool(g.security_enabled))
            .default()
            .filter(Operators::of(D, D, A, N, N)),
        text("securityIdentifier", |g| {
            Value::maybe(g.security_identifier.as_deref())
        })
        .default()
        .filter(Operators::of(D, D, N, N, N)),
        text("visibility", |g| Value::maybe(g.visibility.as_deref())).default(),
    ],
    unset: &[
        "accessType",
        "allowExternalSenders",
        "autoSubscribeNewMembers",
        "expirationDateTime",
        "hasMembersWithLicenseErrors",
        "hideFromAddressLists",
        "hideFromOutlookClients",
        "isArchived",
        "isFavorite",
        "isManagementRestricted",
        "isSubscribedByMail",
        "licenseProcessingState",
        "onPremisesDomainName",
        "onPremisesExtensionAttributes",
        "onPremisesNetBiosName",
        "onPremisesSamAccountName",
        "onPremisesSecurityIdentifier",
        "organizationId",
        "preferredDataLocation",
        "preferredLanguage",
        "theme",
        "uniqueName",
        "unseenConversationsCount",
        "unseenCount",
        "unseenMessagesCount",
        "welcomeMessageEnabled",
    ],
    unset_lists: &[
        "assignedLabels",
        "assignedLicenses",
        "infoCatalogs",
        "onPremisesProvisioningErrors",
        "serviceProvisioningErrors",
    ],
    single: &[],
};
