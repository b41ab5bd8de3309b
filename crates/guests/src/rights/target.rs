//! Who may add a guest to a group, and assign one to an application.
//!
//! Sources: Microsoft Graph, "Working with groups in Microsoft Graph", "Add members" and
//! "Group settings" (group-directory-settings); Microsoft Graph, "Grant an appRoleAssignment".

use super::held::{Held, held};
use super::roles::names;
use super::{GroupPower, May, Power, Role, Standing};
use crate::application::Application;
use crate::explanation::Explanation;
use crate::group::{Group, GroupKind};
use crate::policy::Known;
use crate::settings;

/// May the person add a guest to this group?
///
/// The kind of the group decides first, since for some kinds nobody can. What the service would
/// answer does not tell these cases apart, so they have to be told here.
pub fn may_add_to_group(
    standing: &Standing,
    group: &Group,
    tenant_takes_guests: &Known<bool>,
) -> May {
    if let Some(explanation) = refused_by_kind(group) {
        return May::No { explanation };
    }
    let open = takes_guests(group, tenant_takes_guests);
    if let May::No { .. } = open {
        return open;
    }
    let right = if group.is_assignable_to_role {
        right_to_role_assignable(standing, group)
    } else {
        right_to_plain(standing, group)
    };
    match right {
        May::Yes => open,
        other => other,
    }
}

fn refused_by_kind(group: &Group) -> Option<Explanation> {
    let name = &group.display_name;
    if group.is_dynamic() {
        return Some(
            Explanation::new(
                "groupDynamic",
                format!("{name} fills itself by a rule."),
                "Membership of a dynamic group follows its rule, so nobody can be added by hand.",
                "Choose a group with assigned membership, or have the rule changed so that it covers the guest.",
            )
            .who(["Groups Administrator", "User Administrator"])
            .setting(settings::GROUP_RULES),
        );
    }
    if group.on_premises_sync_enabled {
        return Some(
            Explanation::new(
                "groupSynced",
                format!("{name} is synced from on-premises."),
                "Groups synced from an on-premises directory can be changed only there.",
                "Have the membership changed on-premises, or choose a group that was made in the cloud.",
            )
            .who(["The admins of the on-premises directory"]),
        );
    }
    let (code, kind) = match group.kind() {
        GroupKind::MailEnabledSecurity => {
            ("groupMailEnabledSecurity", "mail-enabled security group")
        }
        GroupKind::Distribution => ("groupDistribution", "distribution list"),
        GroupKind::Security | GroupKind::Microsoft365 => return None,
    };
    Some(
        Explanation::new(
            code,
            format!("{name} is a {kind}."),
            format!("Microsoft Graph can only read a {kind}; its members are kept in Exchange."),
            "Add the guest in the Exchange admin center, or choose a security or Microsoft 365 group.",
        )
        .who(["Exchange Administrator"])
        .setting("Exchange admin center › Recipients › Groups"),
    )
}

/// Whether a Microsoft 365 group is open to guests: the tenant's no beats the group's yes.
fn takes_guests(group: &Group, tenant: &Known<bool>) -> May {
    if group.kind() != GroupKind::Microsoft365 {
        return May::Yes;
    }
    match (tenant, group.allow_to_add_guests) {
        (Known::Known { value: false }, _) => May::No {
            explanation: closed_by_tenant(group),
        },
        (_, Some(false)) => May::No {
            explanation: closed_by_group(group),
        },
        (Known::Known { value: true }, Some(true)) => May::Yes,
        (Known::NotChecked { why }, _) => May::Unknown {
            why: format!("Whether Microsoft 365 groups take guests here could not be read: {why}"),
        },
        (Known::Known { value: true }, None) => May::Unknown {
            why: format!(
                "Whether {} takes guests was not checked.",
                group.display_name
            ),
        },
    }
}

fn closed_by_tenant(group: &Group) -> Explanation {
    Explanation::new(
        "groupsClosedToGuests",
        format!("{} cannot take guests.", group.display_name),
        "Adding guests to Microsoft 365 groups is switched off for the whole organization (AllowToAddGuests of Group.Unified), which beats the group's own setting.",
        "Have it switched on, or choose a security group.",
    )
    .who(["Global Administrator", "Groups Administrator"])
    .setting(format!("{} (group setting AllowToAddGuests)", settings::GROUP_GENERAL))
    .request(format!(
        "Please let guests be added to Microsoft 365 groups (group setting AllowToAddGuests of Group.Unified), so that I can add a guest to {}.",
        group.display_name
    ))
}

fn closed_by_group(group: &Group) -> Explanation {
    Explanation::new(
        "groupClosedToGuests",
        format!("{} cannot take guests.", group.display_name),
        "This Microsoft 365 group is closed to guests by its own setting (AllowToAddGuests of Group.Unified.Guest) or by a sensitivity label.",
        "Have the setting changed, or choose another group.",
    )
    .who(["Groups Administrator", "Global Administrator"])
    .setting(format!("{} (group setting AllowToAddGuests)", settings::GROUP_PROPERTIES))
    .request(format!(
        "Please let guests be added to the group {} (its setting AllowToAddGuests).",
        group.display_name
    ))
}

fn owns_group(standing: &Standing, group: &Group) -> Held {
    match &standing.owned_groups {
        Known::Known { value } if value.contains(&group.id) => Held::Yes,
        Known::Known { .. } => Held::No,
        Known::NotChecked { why } => {
            Held::Unclear(format!("Which groups you own could not be read: {why}"))
        }
    }
}

fn right_to_plain(standing: &Standing, group: &Group) -> May {
    let power = |role: &Role| match (role.groups, group.kind()) {
        (GroupPower::All, _)
        | (GroupPower::Microsoft365, GroupKind::Microsoft365)
        | (GroupPower::Security, GroupKind::Security) => Power::Yes,
        (GroupPower::Unclear, _) => Power::Unclear,
        _ => Power::No,
    };
    let by_role = held(standing, power);
    match (by_role, owns_group(standing, group)) {
        (Held::Yes, _) => May::Yes,
        (_, Held::Yes) if standing.is_guest => May::Unknown {
            why: "You own this group as a guest; what a guest may do with a group depends on the organization.".to_owned(),
        },
        (_, Held::Yes) => May::Yes,
        (Held::Unclear(why), _) | (_, Held::Unclear(why)) => May::Unknown { why },
        (Held::No, Held::No) => May::No {
            explanation: no_right_to_group(group, names(|role| power(role) == Power::Yes)),
        },
    }
}

fn no_right_to_group(group: &Group, mut who: Vec<String>) -> Explanation {
    let name = &group.display_name;
    who.insert(0, format!("Owners of {name}"));
    Explanation::new(
        "notYourGroup",
        format!("You may not add members to {name}."),
        "You do not own this group, and none of your active roles lets you change its members.",
        "Ask an owner of the group to add the guest or to make you an owner, or ask for the Groups Administrator role.",
    )
    .who(who)
    .setting(settings::GROUP_OWNERS)
    .request(format!(
        "Please make me an owner of the group {name}, or add the guests for me: Microsoft Entra admin center › {}.",
        settings::GROUP_OWNERS
    ))
}

fn right_to_role_assignable(standing: &Standing, group: &Group) -> May {
    let name = &group.display_name;
    let who = || names(|role| role.role_assignable_groups == Power::Yes);
    if !standing.role_assignable_scope {
        return May::No {
            explanation: Explanation::new(
                "groupRoleAssignableNoScope",
                format!("{name} can hold directory roles; Usher does not change such groups."),
                "Whoever joins this group gets its directory roles. Changing it needs the permission RoleManagement.ReadWrite.Directory, which Usher does not ask for.",
                "Have the guest added in the Microsoft Entra admin center, or choose another group.",
            )
            .who(who())
            .setting("Groups › All groups › Members"),
        };
    }
    let refused = || {
        Explanation::new(
            "groupRoleAssignable",
            format!("You may not add members to {name}."),
            "Directory roles can be assigned to this group, so changing its members takes more than the right to change groups.",
            "Ask one of these roles to add the guest, or choose another group.",
        )
        .who(who())
        .setting("Groups › All groups › Members")
        .request(format!(
            "Please add the guests to the role-assignable group {name}; I do not have the right to."
        ))
    };
    match (
        held(standing, |role| role.role_assignable_groups),
        owns_group(standing, group),
    ) {
        (Held::Yes, _) => May::Yes,
        (_, Held::Yes) => May::Unknown {
            why: "You own this group, but directory roles can be assigned to it; whether an owner may add members then is not documented.".to_owned(),
        },
        (Held::Unclear(why), _) | (_, Held::Unclear(why)) => May::Unknown { why },
        (Held::No, Held::No) => May::No {
            explanation: refused(),
        },
    }
}

/// May the person assign a guest to this application?
pub fn may_assign(standing: &Standing, application: &Application) -> May {
    let name = &application.display_name;
    if application.roles_for_people().is_empty() {
        return May::No {
            explanation: Explanation::new(
                "noRoleForPeople",
                format!("{name} has no role for people."),
                "Every app role of this application is switched off or for applications only, so there is none to give to a guest.",
                "Ask the owner of the application to offer a role for users.",
            )
            .who([format!("Owners of {name}"), "Application Administrator".to_owned()])
            .setting(settings::APP_ROLES),
        };
    }
    let owner = match &standing.owned_applications {
        Known::Known { value } if value.contains(&application.id) => Held::Yes,
        Known::Known { .. } => Held::No,
        Known::NotChecked { why } => Held::Unclear(format!(
            "Which applications you own could not be read: {why}"
        )),
    };
    match (held(standing, |role| role.applications), owner) {
        (Held::Yes, _) => May::Yes,
        (_, Held::Yes) if standing.is_guest => May::Unknown {
            why: "You own this application as a guest; what a guest may do with it depends on the organization.".to_owned(),
        },
        (_, Held::Yes) => May::Yes,
        (Held::Unclear(why), _) | (_, Held::Unclear(why)) => May::Unknown { why },
        (Held::No, Held::No) => May::No {
            explanation: no_right_to_application(name),
        },
    }
}

fn no_right_to_application(name: &str) -> Explanation {
    let mut who = names(|role| role.applications == Power::Yes);
    who.insert(0, format!("Owners of {name}"));
    Explanation::new(
        "notYourApplication",
        format!("You may not assign users to {name}."),
        "You do not own this application, and none of your active roles lets you assign users to it.",
        "Ask an owner of the application to assign the guest or to make you an owner, or ask for the Cloud Application Administrator role.",
    )
    .who(who)
    .setting(settings::APPLICATION_OWNERS)
    .request(format!(
        "Please make me an owner of the enterprise application {name}, or assign the guests for me: Microsoft Entra admin center › {}.",
        settings::APPLICATION_OWNERS
    ))
}
