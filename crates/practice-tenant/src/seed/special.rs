//! The cases that every seed holds, because real tenants do.

use std::sync::Arc;

use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::dice::{ANCHOR, Dice, Part};
use super::guests::{accept, invited};
use super::people::{People, amend, give_role};
use super::{Account, DEFAULT_DOMAIN, Plan};
use crate::directory::role::{self, built_in};
use crate::directory::{DeletedUser, Directory, Slot, User, UserType};

/// An address that a member holds as a second one.
pub(super) const MEMBERS_OTHER_ADDRESS: &str = "ines.duarte@freelance.example";

/// The special people whose ids other parts need.
pub(super) struct Special {
    pub(super) in_role_assignable_group: Uuid,
}

/// Plants them.
pub(super) fn plant(
    directory: &mut Directory,
    plan: &Plan,
    people: &mut People,
    planted_at: OffsetDateTime,
) -> Special {
    let mut dice = Dice::new(plan.seed, Part::SpecialGuests);
    let sponsor = people.account("userAdministrator");
    let mut guest = |address: &str, name: &str| {
        let created = dice.days_ago(40, 700);
        let mut user = invited(dice.id(), address, created);
        user.display_name = Some(name.to_owned());
        user.sponsors = vec![sponsor];
        user
    };
    let accepted = |mut user: User| {
        let at = user.created_date_time + Duration::days(2);
        accept(&mut user, at);
        user
    };

    let mut external_member = accepted(guest("elena.ruiz@fabrikam.com", "Elena Ruiz"));
    external_member.user_type = Some(UserType::Member);

    let mut internal_guest = guest(
        "temp.worker@contoso.example",
        "Temp Worker (internal guest)",
    );
    internal_guest.user_principal_name = format!("temp.worker@{DEFAULT_DOMAIN}");
    internal_guest.mail = Some(internal_guest.user_principal_name.clone());
    internal_guest.mail_nickname = Some("temp.worker".to_owned());
    internal_guest.proxy_addresses = vec![format!("SMTP:temp.worker@{DEFAULT_DOMAIN}")];
    internal_guest.other_mails.clear();
    internal_guest.identities[0].issuer_assigned_id =
        Some(internal_guest.user_principal_name.clone());
    internal_guest.creation_type = None;
    internal_guest.external_user_state = None;
    internal_guest.external_user_state_change_date_time = None;
    internal_guest.sponsors.clear();

    let mut null_state = guest("old.timer@litwareinc.com", "Otto Altmann");
    null_state.external_user_state = None;
    null_state.external_user_state_change_date_time = None;
    null_state.created_date_time = ANCHOR - Duration::days(3100);

    let mut blocked_pending = guest("bruno.keller@tailspintoys.com", "Bruno Keller");
    blocked_pending.account_enabled = false;

    let mut without_mail = accepted(guest("no.mail@proseware.com", "Noemi Without-Mail"));
    without_mail.mail = None;
    without_mail.other_mails.clear();
    without_mail.proxy_addresses.clear();

    let with_role = accepted(guest("ravi.consultant@treyresearch.net", "Ravi Consultant"));
    let in_role_group = accepted(guest("lin.auditor@woodgrovebank.com", "Lin Auditor"));
    let inviter = accepted(guest("gwen.partner@partner.example", "Gwen Partner"));

    let strange = [
        guest("jan.svensson@adventure-works.com", "Jan Svensson"),
        guest("jan.svenson@adventure-works.com", "Jan Svenson"),
        guest("zoe.celik@relecloud.com", "Zoë Çelik-Þórsdóttir Nguyễn"),
        guest("layla.haddad@lucernepublishing.com", "ليلى حداد"),
        guest(
            "zero.width@wingtiptoys.com",
            "Zero\u{200b}Width\u{200d}Joiner\u{202e}txt.exe",
        ),
        guest("markup@southridgevideo.com", "<b>Bold</b> & \"Quoted\""),
        guest("long.name@cohowinery.com", &long_name()),
    ];

    let (role_id, group_id, inviter_id) = (with_role.id, in_role_group.id, inviter.id);
    people.accounts.push(Account {
        kind: "guestInviterGuest".to_owned(),
        upn: inviter.user_principal_name.clone(),
        id: inviter_id,
        display_name: inviter.display_name.clone().unwrap_or_default(),
        roles: built_in(role::GUEST_INVITER)
            .map(|role| role.display_name.to_owned())
            .into_iter()
            .collect(),
    });

    let mut deleted = accepted(guest("dora.deleted@fourthcoffee.com", "Dora Deleted"));
    deleted.deleted_date_time = Some(ANCHOR - Duration::days(10));
    let slot = Slot::settled(Arc::new(DeletedUser {
        purge_at: planted_at + Duration::days(20),
        user: deleted.clone(),
    }));
    directory.replace_deleted_user(deleted.id, Some(slot));

    for user in [
        external_member,
        internal_guest,
        null_state,
        blocked_pending,
        without_mail,
        with_role,
        in_role_group,
        inviter,
    ]
    .into_iter()
    .chain(strange)
    {
        directory.seed_user(user);
    }
    give_role(directory, &mut dice, role_id, role::DIRECTORY_READERS);
    give_role(directory, &mut dice, inviter_id, role::GUEST_INVITER);
    amend(directory, people.account("userAdministrator"), |user| {
        user.proxy_addresses
            .push(format!("smtp:{MEMBERS_OTHER_ADDRESS}"));
    });
    Special {
        in_role_assignable_group: group_id,
    }
}

/// As long as the directory lets a name be.
fn long_name() -> String {
    let name = "Maximiliana Theodora von und zu Langenhausen-Breitenfeld ";
    name.chars()
        .cycle()
        .take(256)
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}
