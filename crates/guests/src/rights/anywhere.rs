//! Whether the person may give access anywhere at all, before a group or an application is chosen.

use super::held::{Held, held};
use super::roles::names;
use super::{GroupPower, May, Power, Standing};
use crate::explanation::Explanation;
use crate::policy::Known;
use crate::settings;

/// May the person add a guest to any group? Which ones is for [`super::may_add_to_group`] to say.
pub fn may_add_to_some_group(standing: &Standing) -> May {
    let by_role = held(standing, |role| match role.groups {
        GroupPower::None => role.role_assignable_groups,
        GroupPower::Unclear => Power::Unclear,
        GroupPower::All | GroupPower::Microsoft365 | GroupPower::Security => Power::Yes,
    });
    somewhere(by_role, &standing.owned_groups, "groups", || {
        let mut who = names(|role| role.groups == GroupPower::All);
        who.insert(0, "Owners of the group".to_owned());
        Explanation::new(
            "noGroupAtAll",
            "You may not add members to any group.",
            "You own no group, and none of your active roles lets you change the members of groups.",
            "Ask an owner of the group to add the guest or to make you an owner, or ask for the Groups Administrator role.",
        )
        .who(who)
        .setting(settings::GROUP_OWNERS)
    })
}

/// May the person assign a guest to any application? Which ones is for [`super::may_assign`] to say.
pub fn may_assign_some_application(standing: &Standing) -> May {
    let by_role = held(standing, |role| role.applications);
    somewhere(
        by_role,
        &standing.owned_applications,
        "applications",
        || {
            let mut who = names(|role| role.applications == Power::Yes);
            who.insert(0, "Owners of the application".to_owned());
            Explanation::new(
            "noApplicationAtAll",
            "You may not assign users to any application.",
            "You own no application, and none of your active roles lets you assign users to applications.",
            "Ask an owner of the application to assign the guest or to make you an owner, or ask for the Cloud Application Administrator role.",
        )
        .who(who)
        .setting(settings::APPLICATION_OWNERS)
        },
    )
}

fn somewhere<T>(
    by_role: Held,
    owned: &Known<Vec<T>>,
    what: &str,
    refused: impl FnOnce() -> Explanation,
) -> May
where
    T: ts_rs::TS,
{
    match (by_role, owned) {
        (Held::Yes, _) => May::Yes,
        (_, Known::Known { value }) if !value.is_empty() => May::Yes,
        (Held::Unclear(why), _) => May::Unknown { why },
        (Held::No, Known::NotChecked { why }) => May::Unknown {
            why: format!("Which {what} you own could not be read: {why}"),
        },
        (Held::No, Known::Known { .. }) => May::No {
            explanation: refused(),
        },
    }
}
