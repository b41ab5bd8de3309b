use super::*;
use crate::application::{AppRole, Application};
use crate::group::Group;
use crate::guest::Guest;
use crate::id::AppRoleId;

fn known<T: TS>(value: T) -> Known<T> {
    Known::Known { value }
}

fn unread<T: TS>() -> Known<T> {
    Known::NotChecked {
        why: "No answer.".to_owned(),
    }
}

fn person(roles: &[&str], allow: AllowInvitesFrom) -> Standing {
    let active = |name: &&str| {
        let known = ROLES.iter().find(|role| role.display_name == *name);
        ActiveRole {
            template_id: known.map_or("other", |role| role.template_id).to_owned(),
            display_name: (*name).to_owned(),
        }
    };
    Standing {
        user_id: "me".into(),
        is_guest: false,
        mail: Some("admin@contoso.example".to_owned()),
        roles: known(roles.iter().map(active).collect()),
        owned_groups: known(vec!["owned".into()]),
        owned_applications: known(vec!["owned".into()]),
        allow_invites_from: known(allow),
        role_assignable_scope: false,
    }
}

fn group(id: &str) -> Group {
    Group {
        id: id.into(),
        display_name: "Suppliers".to_owned(),
        description: None,
        mail: None,
        group_types: Vec::new(),
        mail_enabled: false,
        security_enabled: true,
        on_premises_sync_enabled: false,
        is_assignable_to_role: false,
        allow_to_add_guests: None,
    }
}

fn application(id: &str) -> Application {
    Application {
        id: id.into(),
        app_id: "app".to_owned(),
        display_name: "Portal".to_owned(),
        account_enabled: true,
        app_role_assignment_required: true,
        hidden: false,
        app_roles: Vec::new(),
        homepage: None,
    }
}

fn word(may: &May) -> &'static str {
    match may {
        May::Yes => "yes",
        May::No { .. } => "no",
        May::Unknown { .. } => "unknown",
    }
}

fn code(may: May) -> String {
    match may {
        May::No { explanation } => explanation.code,
        other => word(&other).to_owned(),
    }
}

use AllowInvitesFrom::{
    AdminsAndGuestInviters as Admins, AdminsGuestInvitersAndAllMembers as Members, Everyone,
    None as Nobody,
};

#[test]
fn who_may_invite() {
    // Role, guest in the tenant; nobody, admins, members, everyone.
    let table: &[(&str, bool, [&str; 4])] = &[
        ("Global Administrator", false, ["no", "yes", "yes", "yes"]),
        ("User Administrator", false, ["no", "yes", "yes", "yes"]),
        ("Guest Inviter", false, ["no", "yes", "yes", "yes"]),
        ("Guest Inviter", true, ["no", "yes", "yes", "yes"]),
        ("Directory Writers", false, ["no", "unknown", "yes", "yes"]),
        ("Groups Administrator", false, ["no", "no", "yes", "yes"]),
        ("Helpdesk Administrator", false, ["no", "no", "yes", "yes"]),
        (
            "Application Administrator",
            false,
            ["no", "no", "yes", "yes"],
        ),
        ("Directory Readers", true, ["no", "no", "no", "yes"]),
        (
            "Some New Administrator",
            false,
            ["no", "unknown", "yes", "yes"],
        ),
    ];
    for (role, is_guest, expected) in table {
        for (allow, expected) in [Nobody, Admins, Members, Everyone]
            .into_iter()
            .zip(expected)
        {
            let mut standing = person(&[role], allow);
            standing.is_guest = *is_guest;
            assert_eq!(word(&may_invite(&standing)), *expected, "{role} {allow:?}");
        }
    }
}

#[test]
fn who_may_change_groups_and_applications() {
    // Role; group, own group, application, own application.
    let table: &[(&str, [&str; 4])] = &[
        ("Global Administrator", ["yes", "yes", "yes", "yes"]),
        ("User Administrator", ["yes", "yes", "yes", "yes"]),
        ("Guest Inviter", ["no", "yes", "no", "yes"]),
        ("Groups Administrator", ["yes", "yes", "no", "yes"]),
        ("Application Administrator", ["no", "yes", "yes", "yes"]),
        (
            "Cloud Application Administrator",
            ["no", "yes", "yes", "yes"],
        ),
        ("Helpdesk Administrator", ["no", "yes", "no", "yes"]),
        ("Directory Readers", ["no", "yes", "no", "yes"]),
        ("Intune Administrator", ["yes", "yes", "unknown", "yes"]),
        ("Teams Administrator", ["no", "yes", "unknown", "yes"]),
        ("Privileged Role Administrator", ["no", "yes", "yes", "yes"]),
    ];
    for (role, expected) in table {
        let standing = person(&[role], Nobody);
        let found = [
            may_add_to_group(&standing, &group("other"), &known(true)),
            may_add_to_group(&standing, &group("owned"), &known(true)),
            may_assign(&standing, &application("other")),
            may_assign(&standing, &application("owned")),
        ];
        assert_eq!(found.each_ref().map(word), *expected, "{role}");
    }
    let mut team = group("other");
    team.group_types = vec!["Unified".to_owned()];
    team.allow_to_add_guests = Some(true);
    let teams = person(&["Teams Administrator"], Nobody);
    assert_eq!(may_add_to_group(&teams, &team, &known(true)), May::Yes);
    let intune = person(&["Intune Administrator"], Nobody);
    assert!(may_add_to_group(&intune, &team, &known(true)).is_no());
}

#[test]
fn nothing_to_give_access_to_is_said_before_it_is_chosen() {
    let words = |standing: &Standing| {
        (
            word(&may_add_to_some_group(standing)),
            word(&may_assign_some_application(standing)),
        )
    };
    let nothing_owned = |roles: &[&str]| Standing {
        owned_groups: known(Vec::new()),
        owned_applications: known(Vec::new()),
        ..person(roles, Admins)
    };
    let table: &[(&str, (&str, &str))] = &[
        ("Groups Administrator", ("yes", "no")),
        ("Cloud Application Administrator", ("no", "yes")),
        ("Global Administrator", ("yes", "yes")),
        ("Guest Inviter", ("no", "no")),
        ("Some New Administrator", ("unknown", "unknown")),
    ];
    for (role, expected) in table {
        assert_eq!(words(&nothing_owned(&[role])), *expected, "{role}");
    }
    assert_eq!(words(&person(&[], Admins)), ("yes", "yes"), "an owner");
    let unread_ownership = Standing {
        owned_groups: unread(),
        owned_applications: unread(),
        ..person(&[], Admins)
    };
    assert_eq!(words(&unread_ownership), ("unknown", "unknown"));
}

#[test]
fn role_assignable_groups_take_more() {
    let mut standing = person(&["Global Administrator"], Everyone);
    let mut special = group("other");
    special.is_assignable_to_role = true;
    let ask =
        |standing: &Standing, group: &Group| code(may_add_to_group(standing, group, &known(true)));
    assert_eq!(ask(&standing, &special), "groupRoleAssignableNoScope");
    standing.role_assignable_scope = true;
    assert_eq!(ask(&standing, &special), "yes");
    standing.roles = person(&["User Administrator"], Everyone).roles;
    assert_eq!(ask(&standing, &special), "groupRoleAssignable");
    special.id = "owned".into();
    assert_eq!(ask(&standing, &special), "unknown");
    standing.roles = person(&["Privileged Role Administrator"], Everyone).roles;
    assert_eq!(ask(&standing, &special), "yes");
}

#[test]
fn some_groups_take_nobody_by_hand() {
    let admin = person(&["Global Administrator"], Everyone);
    let refusal = |change: fn(&mut Group), tenant: Known<bool>| {
        let mut group = group("owned");
        change(&mut group);
        code(may_add_to_group(&admin, &group, &tenant))
    };
    let yes = || known(true);
    assert_eq!(
        refusal(
            |g| g.group_types = vec!["DynamicMembership".to_owned()],
            yes()
        ),
        "groupDynamic"
    );
    assert_eq!(
        refusal(|g| g.on_premises_sync_enabled = true, yes()),
        "groupSynced"
    );
    assert_eq!(
        refusal(|g| g.mail_enabled = true, yes()),
        "groupMailEnabledSecurity"
    );
    let list = |g: &mut Group| {
        g.mail_enabled = true;
        g.security_enabled = false;
    };
    assert_eq!(refusal(list, yes()), "groupDistribution");
    let unified = |g: &mut Group| g.group_types = vec!["Unified".to_owned()];
    assert_eq!(refusal(unified, yes()), "unknown");
    assert_eq!(refusal(unified, unread()), "unknown");
    let open = |g: &mut Group| {
        g.group_types = vec!["Unified".to_owned()];
        g.allow_to_add_guests = Some(true);
    };
    assert_eq!(refusal(open, yes()), "yes");
    assert_eq!(refusal(open, known(false)), "groupsClosedToGuests");
    let closed = |g: &mut Group| {
        g.group_types = vec!["Unified".to_owned()];
        g.allow_to_add_guests = Some(false);
    };
    assert_eq!(refusal(closed, yes()), "groupClosedToGuests");
    assert_eq!(refusal(closed, unread()), "groupClosedToGuests");
}

#[test]
fn an_application_without_a_role_for_people_takes_nobody() {
    let mut portal = application("owned");
    portal.app_roles = vec![AppRole {
        id: AppRoleId::from("r"),
        display_name: "Daemon".to_owned(),
        description: None,
        value: None,
        is_enabled: true,
        allowed_member_types: vec!["Application".to_owned()],
    }];
    let admin = person(&["Global Administrator"], Everyone);
    assert_eq!(code(may_assign(&admin, &portal)), "noRoleForPeople");
}

#[test]
fn only_exactly_pending_guests_are_mailed_again() {
    let standing = person(&["Guest Inviter"], Admins);
    let mut guest: Guest = crate::plan::tests::guest("a@x.example", Some("PendingAcceptance"));
    assert_eq!(may_resend(&standing, &guest), May::Yes);
    guest.account_enabled = false;
    assert_eq!(may_resend(&standing, &guest), May::Yes);
    guest.mail = None;
    assert_eq!(code(may_resend(&standing, &guest)), "noAddress");
    for (state, expected) in [
        (Some("Accepted"), "alreadyAccepted"),
        (None, "noInvitationState"),
        (Some("pendingacceptance"), "noInvitationState"),
    ] {
        let guest = crate::plan::tests::guest("a@x.example", state);
        assert_eq!(code(may_resend(&standing, &guest)), expected);
    }
    let member = person(&[], Admins);
    let pending = crate::plan::tests::guest("a@x.example", Some("PendingAcceptance"));
    assert_eq!(
        code(may_resend(&member, &pending)),
        "invitationsByAdminsOnly"
    );
}

#[test]
fn what_was_not_read_is_never_a_yes() {
    let mut blind = person(&["Global Administrator"], Everyone);
    blind.roles = unread();
    blind.owned_groups = unread();
    blind.owned_applications = unread();
    blind.allow_invites_from = unread();
    blind.role_assignable_scope = true;
    let mut special = group("owned");
    special.is_assignable_to_role = true;
    for may in [
        may_invite(&blind),
        may_add_to_group(&blind, &group("owned"), &unread()),
        may_add_to_group(&blind, &special, &known(true)),
        may_assign(&blind, &application("owned")),
    ] {
        assert_eq!(word(&may), "unknown");
    }
    blind.allow_invites_from = known(Admins);
    assert_eq!(word(&may_invite(&blind)), "unknown");
}

#[test]
fn every_refusal_says_who_can() {
    let nobody = person(&[], Nobody);
    let stranger = person(&[], Admins);
    for may in [
        may_invite(&nobody),
        may_invite(&stranger),
        may_add_to_group(&stranger, &group("other"), &known(true)),
        may_assign(&stranger, &application("other")),
    ] {
        let May::No { explanation } = may else {
            panic!("expected a refusal, got {may:?}");
        };
        assert!(
            !explanation.who.is_empty()
                && explanation.setting.is_some()
                && explanation.request.is_some()
        );
        assert!(
            !explanation
                .who
                .iter()
                .any(|role| role == "Directory Writers" || role.starts_with("Partner"))
        );
    }
}
