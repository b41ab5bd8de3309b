//! Members: the practice accounts and everybody else who works there.

use std::collections::HashSet;
use std::sync::Arc;

use time::Duration;
use uuid::Uuid;

use super::dice::{ANCHOR, Dice, Part};
use super::words::{DEPARTMENTS, GIVEN_NAMES, OFFICES, SURNAMES};
use super::{Account, DEFAULT_DOMAIN, INITIAL_DOMAIN, Plan};
use crate::directory::role::{self, built_in};
use crate::directory::{
    Directory, ObjectIdentity, RoleAssignment, RoleEligibility, SignInActivity, User,
};

/// One practice account that is a member.
struct Post {
    kind: &'static str,
    given_name: &'static str,
    surname: &'static str,
    title: &'static str,
    role: Option<Uuid>,
    eligible: Option<Uuid>,
    mailbox: bool,
}

const fn post(
    kind: &'static str,
    name: (&'static str, &'static str),
    title: &'static str,
    role: Option<Uuid>,
) -> Post {
    Post {
        kind,
        given_name: name.0,
        surname: name.1,
        title,
        role,
        eligible: None,
        mailbox: true,
    }
}

/// The Groups Administrator has no mailbox, so that a message of hers is the
/// one that gets dropped.
const POSTS: [Post; 11] = [
    post(
        "globalAdministrator",
        ("Nadia", "Brandt"),
        "Head of IT",
        Some(role::GLOBAL_ADMINISTRATOR),
    ),
    post(
        "userAdministrator",
        ("Ines", "Duarte"),
        "Identity Administrator",
        Some(role::USER_ADMINISTRATOR),
    ),
    post(
        "guestInviter",
        ("Oskar", "Lindqvist"),
        "Partner Coordinator",
        Some(role::GUEST_INVITER),
    ),
    Post {
        mailbox: false,
        ..post(
            "groupsAdministrator",
            ("Grete", "Solheim"),
            "Collaboration Administrator",
            Some(role::GROUPS_ADMINISTRATOR),
        )
    },
    post(
        "applicationAdministrator",
        ("Rohan", "Mehta"),
        "Application Manager",
        Some(role::APPLICATION_ADMINISTRATOR),
    ),
    post(
        "cloudApplicationAdministrator",
        ("Sofia", "Castelli"),
        "Cloud Application Manager",
        Some(role::CLOUD_APPLICATION_ADMINISTRATOR),
    ),
    post(
        "helpdeskAdministrator",
        ("Tom", "Keller"),
        "Service Desk Lead",
        Some(role::HELPDESK_ADMINISTRATOR),
    ),
    post(
        "directoryReader",
        ("Lea", "Moreau"),
        "Auditor",
        Some(role::DIRECTORY_READERS),
    ),
    post("owner", ("Marta", "Kowalska"), "Project Lead", None),
    post("member", ("Paul", "Adeyemi"), "Buyer", None),
    Post {
        eligible: Some(role::USER_ADMINISTRATOR),
        ..post(
            "eligibleUserAdministrator",
            ("Hiro", "Nakashima"),
            "Duty Administrator",
            None,
        )
    },
];

/// The people whose ids other parts of the seed need.
pub(super) struct People {
    pub(super) accounts: Vec<Account>,
    /// Everybody who works here, the accounts first.
    pub(super) members: Vec<Uuid>,
}

impl People {
    /// Those who are nobody's practice account: accounts hold and own nothing
    /// but what their kind says.
    pub(super) fn colleagues(&self) -> &[Uuid] {
        &self.members[POSTS.len()..]
    }

    /// The id of the account of this kind.
    pub(super) fn account(&self, kind: &str) -> Uuid {
        self.accounts
            .iter()
            .find(|account| account.kind == kind)
            .map_or(Uuid::nil(), |account| account.id)
    }
}

/// Plants the practice accounts and `members` people in all, one of whom is an
/// external member whom [`super::special`] plants.
pub(super) fn plant(directory: &mut Directory, plan: &Plan) -> People {
    let mut people = People {
        accounts: Vec::new(),
        members: Vec::new(),
    };
    let mut dice = Dice::new(plan.seed, Part::Accounts);
    for post in &POSTS {
        let mut user = member(&mut dice, post.given_name, post.surname, "");
        user.job_title = Some(post.title.to_owned());
        user.department = Some("IT".to_owned());
        if !post.mailbox {
            user.mail = None;
            user.proxy_addresses.clear();
        }
        let id = user.id;
        people.members.push(id);
        people.accounts.push(Account {
            kind: post.kind.to_owned(),
            upn: user.user_principal_name.clone(),
            id,
            display_name: user.display_name.clone().unwrap_or_default(),
            roles: post
                .role
                .and_then(built_in)
                .map(|role| role.display_name.to_owned())
                .into_iter()
                .collect(),
        });
        directory.seed_user(user);
        if let Some(role) = post.role {
            give_role(directory, &mut dice, id, role);
        }
        if let Some(role) = post.eligible {
            let key = dice.id().simple().to_string();
            directory.role_eligibilities.insert(
                key.clone(),
                RoleEligibility {
                    id: key,
                    principal_id: id,
                    role_definition_id: role,
                    directory_scope_id: "/".to_owned(),
                    start_date_time: ANCHOR - Duration::days(90),
                    end_date_time: None,
                },
            );
        }
    }
    let mut dice = Dice::new(plan.seed, Part::Members);
    let mut taken = HashSet::new();
    // One member fewer: the external member.
    let plain = (plan.members as usize).saturating_sub(POSTS.len() + 1);
    for _ in 0..plain {
        let given = *dice.pick(GIVEN_NAMES);
        let surname = *dice.pick(SURNAMES);
        let mut suffix = String::new();
        let mut count = 1;
        while !taken.insert(format!("{given}.{surname}{suffix}")) {
            count += 1;
            suffix = count.to_string();
        }
        let user = member(&mut dice, given, surname, &suffix);
        people.members.push(user.id);
        directory.seed_user(user);
    }
    people
}

/// Gives a role over the whole directory and activates it there.
pub(super) fn give_role(directory: &mut Directory, dice: &mut Dice, principal: Uuid, role: Uuid) {
    let id = dice.id();
    directory.directory_roles.entry(role).or_insert(id);
    let key = dice.id().simple().to_string();
    directory.role_assignments.insert(
        key.clone(),
        RoleAssignment {
            id: key,
            principal_id: principal,
            role_definition_id: role,
            directory_scope_id: "/".to_owned(),
        },
    );
}

/// Changes somebody who was planted before.
pub(super) fn amend(directory: &mut Directory, id: Uuid, change: impl FnOnce(&mut User)) {
    let Some(user) = directory
        .view(crate::directory::Sight::Latest)
        .user(id)
        .cloned()
    else {
        return;
    };
    let mut user = Arc::unwrap_or_clone(user);
    change(&mut user);
    directory.seed_user(user);
}

fn member(dice: &mut Dice, given: &str, surname: &str, suffix: &str) -> User {
    let nickname = format!("{given}.{surname}{suffix}").to_lowercase();
    let address = format!("{nickname}@{DEFAULT_DOMAIN}");
    let created = dice.days_ago(60, 2200);
    let (department, titles) = *dice.pick(DEPARTMENTS);
    let mut user = User::new(dice.id(), address.clone(), created);
    user.display_name = Some(format!("{given} {surname}"));
    user.given_name = Some(given.to_owned());
    user.surname = Some(surname.to_owned());
    user.mail = Some(address.clone());
    user.proxy_addresses = vec![
        format!("SMTP:{address}"),
        format!("smtp:{nickname}@{INITIAL_DOMAIN}"),
    ];
    user.mail_nickname = Some(nickname);
    user.department = Some(department.to_owned());
    user.job_title = Some((*dice.pick(titles)).to_owned());
    user.company_name = Some("Contoso Practice".to_owned());
    user.office_location = Some((*dice.pick(OFFICES)).to_owned());
    user.preferred_language = Some("en-US".to_owned());
    user.usage_location = Some("PT".to_owned());
    user.business_phones = vec![format!("+351 21 555 0{:03}", dice.below(1000))];
    user.identities = vec![ObjectIdentity {
        sign_in_type: Some("userPrincipalName".to_owned()),
        issuer: Some(INITIAL_DOMAIN.to_owned()),
        issuer_assigned_id: Some(address),
    }];
    let last = dice.days_ago(0, 20);
    user.sign_in_activity = Some(Box::new(SignInActivity {
        last_sign_in_date_time: Some(last),
        last_non_interactive_sign_in_date_time: Some(last),
        last_successful_sign_in_date_time: Some(last),
    }));
    user
}
