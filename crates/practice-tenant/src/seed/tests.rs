//! The seed holds what it promises.

use std::collections::BTreeSet;

use super::dice::ANCHOR;
use super::*;
use crate::directory::{Cloud, DirectoryObject, ExternalUserState, HIDE_APP, User, UserType, View};

fn small() -> Planted {
    plant(&Plan::default(), ANCHOR)
}

fn guests<'a>(view: View<'a>) -> Vec<&'a std::sync::Arc<User>> {
    view.users(None).filter(|user| user.is_guest()).collect()
}

#[test]
fn numbers_are_as_promised() {
    let planted = small();
    let view = planted.directory.view(Sight::Latest);
    assert_eq!(guests(view).len(), 340);
    assert_eq!(
        view.users(None).filter(|user| !user.is_guest()).count(),
        120
    );
    assert_eq!(view.groups(None).count(), 40);
    let (enterprise, other): (Vec<_>, Vec<_>) = view
        .service_principals(None)
        .partition(|principal| principal.is_enterprise_application());
    assert_eq!(enterprise.len(), 15);
    let microsoft = other.iter().filter(|principal| {
        principal.app_owner_organization_id == Some(microsoft::MICROSOFT_TENANT)
    });
    assert_eq!(microsoft.count(), 60);
    let domains: BTreeSet<_> = guests(view)
        .iter()
        .filter_map(|guest| {
            guest
                .mail
                .as_deref()?
                .split_once('@')
                .map(|(_, domain)| domain.to_owned())
        })
        .filter(|domain| domain != DEFAULT_DOMAIN)
        .collect();
    assert_eq!(domains.len(), 25);
}

#[test]
fn the_same_seed_gives_the_same_tenant() {
    let users = |planted: &Planted| -> Vec<User> {
        planted
            .directory
            .view(Sight::Latest)
            .users(None)
            .map(|user| User::clone(user))
            .collect()
    };
    let (one, two) = (small(), small());
    assert_eq!(users(&one), users(&two));
    assert_eq!(one.accounts, two.accounts);
    assert_eq!(one.client_id, two.client_id);
    let other = plant(
        &Plan {
            seed: 2,
            ..Plan::default()
        },
        ANCHOR,
    );
    assert_ne!(
        one.directory.organization.id,
        other.directory.organization.id
    );
    assert_ne!(one.accounts, other.accounts);
}

#[test]
fn more_guests_change_nothing_else() {
    let (small, large) = (
        small(),
        plant(
            &Plan {
                guests: 2000,
                ..Plan::default()
            },
            ANCHOR,
        ),
    );
    assert_eq!(small.accounts, large.accounts);
    let groups = |planted: &Planted| -> Vec<_> {
        planted
            .directory
            .view(Sight::Latest)
            .groups(None)
            .map(|group| group.id)
            .collect()
    };
    assert_eq!(groups(&small), groups(&large));
    assert_eq!(guests(large.directory.view(Sight::Latest)).len(), 2000);
}

#[test]
fn there_is_an_account_of_each_kind() {
    let planted = small();
    let view = planted.directory.view(Sight::Latest);
    let kinds: Vec<_> = planted
        .accounts
        .iter()
        .map(|account| account.kind.as_str())
        .collect();
    assert_eq!(
        kinds,
        [
            "globalAdministrator",
            "userAdministrator",
            "guestInviter",
            "groupsAdministrator",
            "applicationAdministrator",
            "cloudApplicationAdministrator",
            "helpdeskAdministrator",
            "directoryReader",
            "owner",
            "member",
            "eligibleUserAdministrator",
            "guestInviterGuest",
        ]
    );
    for account in &planted.accounts {
        let user = view.user(account.id).expect("the account is a user");
        assert_eq!(user.user_principal_name, account.upn);
        assert_eq!(
            view.active_roles(account.id).len(),
            account.roles.len(),
            "{}",
            account.kind
        );
        let may_own = account.kind == "owner";
        assert_eq!(
            view.owned_objects(account.id).count(),
            if may_own { 2 } else { 0 }
        );
    }
    let without_mail = planted.accounts.iter().filter(|account| {
        view.user(account.id)
            .is_some_and(|user| user.mail.is_none())
    });
    assert_eq!(
        without_mail
            .map(|account| account.kind.as_str())
            .collect::<Vec<_>>(),
        ["groupsAdministrator"]
    );
}

#[test]
fn guests_are_in_every_special_state() {
    let planted = small();
    let view = planted.directory.view(Sight::Latest);
    let every = |is_it: &dyn Fn(&User) -> bool| view.users(None).filter(|user| is_it(user)).count();
    assert_eq!(
        every(&|user| user.is_invited() && user.user_type == Some(UserType::Member)),
        1
    );
    assert_eq!(every(&|user| user.is_guest() && !user.is_invited()), 1);
    let null_state =
        |user: &User| user.is_guest() && user.is_invited() && user.external_user_state.is_none();
    assert_eq!(every(&null_state), 1);
    let pending =
        |user: &User| user.external_user_state == Some(ExternalUserState::PendingAcceptance);
    assert_eq!(every(&|user| pending(user) && !user.account_enabled), 1);
    assert!(every(&pending) > 40 && every(&|user| user.is_guest() && !user.account_enabled) > 3);
    assert_eq!(every(&|user| user.is_guest() && user.mail.is_none()), 1);
    for part in ["Ç", "ليلى", "\u{200b}", "\u{202e}", "<b>"] {
        let named = |user: &User| {
            user.display_name
                .as_deref()
                .is_some_and(|name| name.contains(part))
        };
        assert_eq!(every(&named), 1, "{part:?}");
    }
    let alike = |user: &User| {
        user.display_name
            .as_deref()
            .is_some_and(|name| name.starts_with("Jan Sven"))
    };
    assert_eq!(every(&alike), 2);
    let long = |user: &User| {
        user.display_name
            .as_deref()
            .is_some_and(|name| name.chars().count() == 256)
    };
    assert_eq!(every(&long), 1);
    assert_eq!(view.deleted_users(None).count(), 1);
    let in_role_group = |user: &User| {
        user.is_guest()
            && view
                .groups_of(user.id)
                .any(|group| group.is_role_assignable())
    };
    assert_eq!(every(&in_role_group), 1);
    let has_role = |user: &User| {
        user.is_guest()
            && view
                .role_assignments()
                .any(|role| role.principal_id == user.id)
    };
    assert_eq!(every(&has_role), 2);
}

#[test]
fn addresses_groups_applications_and_policies_have_their_special_cases() {
    let planted = small();
    let view = planted.directory.view(Sight::Latest);
    assert!(matches!(
        view.holders_of_address(special::MEMBERS_OTHER_ADDRESS)[..],
        [DirectoryObject::User(_)]
    ));
    assert!(matches!(
        view.holders_of_address(groups::GROUPS_OTHER_ADDRESS)[..],
        [DirectoryObject::Group(_)]
    ));
    let closed = view.groups(None).filter(|group| {
        group
            .settings
            .iter()
            .any(|setting| setting.value("AllowToAddGuests") == Some("False"))
    });
    assert_eq!(
        closed.map(|group| group.is_unified()).collect::<Vec<_>>(),
        [true]
    );
    let kinds = [
        view.groups(None).filter(|group| group.is_dynamic()).count(),
        view.groups(None).filter(|group| group.is_synced()).count(),
        view.groups(None)
            .filter(|group| group.is_exchange_owned())
            .count(),
        view.groups(None)
            .filter(|group| group.is_role_assignable())
            .count(),
    ];
    assert_eq!(kinds, [3, 3, 4, 2]);
    let apps: Vec<_> = view
        .service_principals(None)
        .filter(|app| app.is_enterprise_application())
        .collect();
    assert!(
        apps.iter()
            .any(|app| app.tags.iter().any(|tag| tag == HIDE_APP))
    );
    assert!(apps.iter().any(|app| !app.account_enabled));
    assert!(
        apps.iter()
            .any(|app| app.app_roles.len() > 3 && app.app_role_assignment_required)
    );
    assert!(
        apps.iter()
            .any(|app| app.app_roles.is_empty() && !app.app_role_assignment_required)
    );
    let only_for_apps = |app: &&&std::sync::Arc<crate::directory::ServicePrincipal>| {
        !app.app_roles.is_empty()
            && app
                .app_roles
                .iter()
                .all(|role| role.allowed_member_types == ["Application"])
    };
    assert_eq!(apps.iter().filter(only_for_apps).count(), 1);
    let policies = view.policies();
    assert!(!policies.b2b_management.allows("Rival.Example"));
    assert!(policies.b2b_management.allows("sub.rival.example"));
    let blocked = view
        .tenant_of_domain(policies::BLOCKED_PARTNER.1)
        .expect("known")
        .tenant_id;
    let partner = policies
        .cross_tenant_partners
        .iter()
        .find(|partner| partner.tenant_id == blocked);
    let inbound = partner.and_then(|partner| partner.b2b_collaboration_inbound.as_ref());
    assert!(inbound.is_some_and(crate::directory::B2bSetting::blocks_everybody));
    assert_eq!(
        view.tenant_of_domain(policies::GOVERNMENT.1)
            .map(|tenant| tenant.cloud),
        Some(Cloud::UsGovernment)
    );
}

#[test]
fn nothing_in_the_seed_is_later_than_its_anchor() {
    let planted = small();
    for user in planted.directory.view(Sight::Latest).users(None) {
        assert!(user.created_date_time <= ANCHOR);
        assert!(
            user.external_user_state_change_date_time
                .is_none_or(|at| at <= ANCHOR)
        );
        let last = user
            .sign_in_activity
            .as_ref()
            .and_then(|seen| seen.last_sign_in_date_time);
        assert!(last.is_none_or(|at| at <= ANCHOR));
    }
}

/// What the seed plants, by the version of the state file: rows that were laid over one seed are
/// not true over another. Whoever changes what is planted raises `state::VERSION`.
const PLANTED: (i64, &str) = (3, "7a393ada6b49ff8e");

#[test]
fn what_is_planted_belongs_to_a_version_of_the_state_file() {
    use crate::state::{VERSION, json};
    let planted = small();
    let view = planted.directory.view(Sight::Latest);
    let mut rows: Vec<String> = Vec::new();
    for user in view.users(None) {
        rows.push(json(user.as_ref()).to_string());
        rows.extend(
            view.assignments_of(user.id)
                .map(|one| json(one.as_ref()).to_string()),
        );
    }
    rows.extend(
        view.deleted_users(None)
            .map(|one| json(one.as_ref()).to_string()),
    );
    for group in view.groups(None) {
        rows.push(json(group.as_ref()).to_string());
        rows.extend(
            view.members(group.id, None)
                .map(|one| format!("{} {}", group.id, one.id())),
        );
        rows.extend(
            view.owners(group.id, None)
                .map(|one| format!("{} {}", one.id(), group.id)),
        );
        rows.extend(
            view.assignments_of(group.id)
                .map(|one| json(one.as_ref()).to_string()),
        );
    }
    for principal in view.service_principals(None) {
        rows.push(json(principal.as_ref()).to_string());
        rows.extend(
            view.owners(principal.id, None)
                .map(|one| format!("{} {}", one.id(), principal.id)),
        );
    }
    rows.extend(view.role_assignments().map(|one| json(one).to_string()));
    rows.extend(view.grants().map(|one| json(one).to_string()));
    rows.extend(view.invitations().map(|one| json(one).to_string()));
    rows.push(json(view.policies()).to_string());
    rows.push(json(view.organization()).to_string());
    rows.sort_unstable();
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, rows.join("\n").as_bytes());
    let hash: String = hash.as_ref()[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(
        (VERSION, hash.as_str()),
        PLANTED,
        "the seed or the version changed without the other"
    );
}
