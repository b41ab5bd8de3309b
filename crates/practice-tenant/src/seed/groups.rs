//! Forty groups of every kind.

use uuid::Uuid;

use super::dice::{ANCHOR, Dice, Part};
use super::people::{People, give_role};
use super::special::Special;
use super::{DEFAULT_DOMAIN, Plan};
use crate::directory::role;
use crate::directory::{Directory, Group, GroupSetting, SettingValue};

/// A group address that is not of the tenant's own domains.
pub(super) const GROUPS_OTHER_ADDRESS: &str = "press@contoso-media.example";

const SECURITY: [&str; 17] = [
    "Partners - Purchasing portal",
    "Partners - Engineering drawings",
    "Partners - Logistics",
    "Partners - Project Aurora",
    "Partners - Project Borealis",
    "Partners - Supplier quality",
    "Partners - Audit 2026",
    "VPN - External engineers",
    "Wi-Fi - Visitors",
    "Finance - Readers",
    "Finance - Approvers",
    "Engineering - All",
    "Sales - Europe",
    "Sales - Asia",
    "Licences - Visio",
    "Licences - Project",
    "Facilities - Door codes",
];
const UNIFIED: [&str; 9] = [
    "Project Aurora",
    "Project Borealis",
    "Supplier forum",
    "Marketing with agencies",
    "Tender 2027",
    "Sustainability circle",
    "Trade fair Hanover",
    "Product council",
    "Customer advisory board",
];
const DYNAMIC: [(&str, &str); 3] = [
    ("All guests", "user.userType -eq \"Guest\""),
    ("All members in IT", "user.department -eq \"IT\""),
    (
        "Guests of Fabrikam",
        "user.mail -contains \"@fabrikam.com\"",
    ),
];
const SYNCED: [&str; 3] = [
    "AD - Plant Lisbon",
    "AD - Plant Oslo",
    "AD - File share partners",
];
const MAIL_SECURITY: [&str; 2] = ["Security notices", "Payroll contacts"];
const DISTRIBUTION: [&str; 2] = ["Press list", "All suppliers (mail)"];

/// The groups whose ids other parts need.
pub(super) struct Groups {
    /// Those that guests can be in.
    pub(super) open: Vec<Uuid>,
    /// The one that has an application assigned.
    pub(super) with_application: Uuid,
}

/// Plants them: 17 plain, 9 Microsoft 365 (the last closed to guests),
/// 3 dynamic, 3 synced, 2 mail-enabled security, 2 distribution, 2
/// role-assignable, 1 nested, 1 owned by the owner account.
pub(super) fn plant(
    directory: &mut Directory,
    plan: &Plan,
    people: &People,
    special: &Special,
    guests: &[Uuid],
) -> Groups {
    let mut dice = Dice::new(plan.seed, Part::Groups);
    let mut planted = Planter {
        directory,
        dice: &mut dice,
        people,
    };

    let mut open: Vec<Uuid> = SECURITY
        .iter()
        .map(|name| planted.group(name, |_| {}, 6))
        .collect();
    for name in UNIFIED {
        let id = planted.group(name, unified, 8);
        open.push(id);
    }
    let closed = open.pop().unwrap_or_default();
    planted.close_to_guests(closed);
    for (number, (name, rule)) in DYNAMIC.into_iter().enumerate() {
        let id = planted.group(name, |group| dynamic(group, rule), 0);
        let in_it: Vec<Uuid> = match number {
            0 => guests.iter().take(300).copied().collect(),
            1 => people.members.iter().take(11).copied().collect(),
            _ => planted.guests_of("fabrikam.com", guests),
        };
        for member in in_it {
            planted.directory.seed_member(id, member);
        }
    }
    for name in SYNCED {
        planted.group(name, synced, 5);
    }
    for name in MAIL_SECURITY {
        planted.group(name, |group| mail_enabled(group, true), 5);
    }
    for name in DISTRIBUTION {
        let id = planted.group(name, |group| mail_enabled(group, false), 5);
        if name == "Press list" {
            planted.amend(id, |group| {
                group
                    .proxy_addresses
                    .push(format!("smtp:{GROUPS_OTHER_ADDRESS}"))
            });
        }
    }
    let auditors = planted.group("Role - External auditors", role_assignable, 1);
    planted
        .directory
        .seed_member(auditors, special.in_role_assignable_group);
    let desk = planted.group("Role - Service desk", role_assignable, 2);
    let nested = planted.group("Partners - All projects", |_| {}, 0);
    for inner in open.iter().skip(3).take(2) {
        planted.directory.seed_member(nested, *inner);
    }
    let owned = planted.group("Partners - Kowalska project room", |_| {}, 3);
    planted.directory.seed_owner(owned, people.account("owner"));

    give_role(directory, &mut dice, auditors, role::REPORTS_READER);
    give_role(directory, &mut dice, desk, role::HELPDESK_ADMINISTRATOR);
    Groups {
        with_application: open[0],
        open,
    }
}

struct Planter<'a> {
    directory: &'a mut Directory,
    dice: &'a mut Dice,
    people: &'a People,
}

impl Planter<'_> {
    /// A group with so many members out of those who work here, and an owner.
    fn group(&mut self, name: &str, shape: impl FnOnce(&mut Group), members: u32) -> Uuid {
        let created = self.dice.days_ago(30, 1800);
        let mut group = Group::new(self.dice.id(), name, created);
        group.description = Some(format!("{name}: see the service catalogue"));
        group.mail_nickname = nickname(name);
        group.security_identifier = Some(sid(group.id));
        shape(&mut group);
        let id = group.id;
        self.directory.seed_group(group);
        for _ in 0..members {
            let member = *self.dice.pick(self.people.colleagues());
            self.directory.seed_member(id, member);
        }
        if members > 0 {
            let owner = *self.dice.pick(self.people.colleagues());
            self.directory.seed_owner(id, owner);
        }
        id
    }

    fn amend(&mut self, id: Uuid, change: impl FnOnce(&mut Group)) {
        let group = self
            .directory
            .view(crate::directory::Sight::Latest)
            .group(id)
            .cloned();
        let Some(group) = group else { return };
        let mut group = Group::clone(&group);
        change(&mut group);
        self.directory.seed_group(group);
    }

    fn close_to_guests(&mut self, id: Uuid) {
        let setting = GroupSetting {
            id: self.dice.id(),
            display_name: "Group.Unified.Guest".to_owned(),
            template_id: GroupSetting::UNIFIED_GUEST,
            values: vec![SettingValue {
                name: "AllowToAddGuests".to_owned(),
                value: "False".to_owned(),
            }],
        };
        self.amend(id, |group| group.settings.push(setting));
    }

    fn guests_of(&self, domain: &str, guests: &[Uuid]) -> Vec<Uuid> {
        let view = self.directory.view(crate::directory::Sight::Latest);
        let ending = format!("@{domain}");
        let is_theirs = |id: &&Uuid| {
            view.user(**id).is_some_and(|user| {
                user.mail
                    .as_deref()
                    .is_some_and(|mail| mail.ends_with(&ending))
            })
        };
        guests
            .iter()
            .take(2000)
            .filter(is_theirs)
            .copied()
            .collect()
    }
}

fn unified(group: &mut Group) {
    let mail = format!("{}@{DEFAULT_DOMAIN}", group.mail_nickname);
    group.group_types = vec!["Unified".to_owned()];
    group.mail_enabled = true;
    group.security_enabled = false;
    group.visibility = Some("Private".to_owned());
    group.proxy_addresses = vec![format!("SMTP:{mail}")];
    group.mail = Some(mail);
    group.resource_provisioning_options = vec!["Team".to_owned()];
}

fn dynamic(group: &mut Group, rule: &str) {
    group.group_types = vec!["DynamicMembership".to_owned()];
    group.membership_rule = Some(rule.to_owned());
    group.membership_rule_processing_state = Some("On".to_owned());
}

fn synced(group: &mut Group) {
    group.on_premises_sync_enabled = Some(true);
    group.on_premises_last_sync_date_time = Some(ANCHOR);
}

fn mail_enabled(group: &mut Group, security: bool) {
    let mail = format!("{}@{DEFAULT_DOMAIN}", group.mail_nickname);
    group.mail_enabled = true;
    group.security_enabled = security;
    group.proxy_addresses = vec![format!("SMTP:{mail}")];
    group.mail = Some(mail);
}

fn role_assignable(group: &mut Group) {
    group.is_assignable_to_role = Some(true);
    group.visibility = Some("Private".to_owned());
}

fn nickname(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_lowercase()
}

/// Cloud groups have a security identifier made of their id.
fn sid(id: Uuid) -> String {
    let bytes = id.as_bytes();
    let part =
        |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    format!("S-1-12-1-{}-{}-{}-{}", part(0), part(4), part(8), part(12))
}
