//! Guests, in every state that guests get into.

use std::collections::HashSet;

use time::OffsetDateTime;
use uuid::Uuid;

use super::dice::{Dice, Part};
use super::people::People;
use super::words::{GIVEN_NAMES, PARTNERS, SURNAMES};
use super::{INITIAL_DOMAIN, Plan};
use crate::directory::{
    Directory, ExternalUserState, ObjectIdentity, SignInActivity, User, UserType,
};

/// Plants so many ordinary guests; returns their ids in order.
pub(super) fn plant(
    directory: &mut Directory,
    plan: &Plan,
    people: &People,
    count: u32,
) -> Vec<Uuid> {
    let mut dice = Dice::new(plan.seed, Part::Guests);
    let mut taken = HashSet::new();
    let mut planted = Vec::with_capacity(count as usize);
    for number in 0..count {
        let given = *dice.pick(GIVEN_NAMES);
        let surname = *dice.pick(SURNAMES);
        // The first 25 cover every partner; then some partners have many.
        let partner = match number {
            0..25 => number as usize,
            _ => (dice.below(25).min(dice.below(25))) as usize,
        };
        let (company, domain) = PARTNERS[partner];
        let mut address = format!("{given}.{surname}@{domain}").to_lowercase();
        if !taken.insert(address.clone()) {
            address = format!("{given}.{surname}{number}@{domain}").to_lowercase();
            taken.insert(address.clone());
        }
        let created = dice.days_ago(1, 1100);
        let mut user = invited(dice.id(), &address, created);
        user.display_name = Some(format!("{given} {surname}"));
        user.given_name = Some(given.to_owned());
        user.surname = Some(surname.to_owned());
        user.company_name = dice.percent(80).then(|| company.to_owned());
        user.sponsors = vec![*dice.pick(&people.members)];
        if dice.percent(72) {
            let accepted = dice.after(created, 30);
            accept(&mut user, accepted);
            user.account_enabled = !dice.percent(5);
            live(&mut dice, &mut user, accepted);
        }
        planted.push(user.id);
        directory.seed_user(user);
    }
    planted
}

/// When an accepted guest was last here: some never, some long ago.
fn live(dice: &mut Dice, user: &mut User, accepted: OffsetDateTime) {
    let last = match dice.below(100) {
        0..8 => return,
        8..30 => dice.after(accepted, 60),
        _ => dice.days_ago(0, 45).max(accepted),
    };
    user.sign_in_activity = Some(Box::new(SignInActivity {
        last_sign_in_date_time: Some(last),
        last_non_interactive_sign_in_date_time: dice.percent(60).then_some(last),
        last_successful_sign_in_date_time: Some(last),
    }));
}

/// The user that an invitation makes, pending (Graph facts as in
/// learn.microsoft.com, Properties of a B2B collaboration user).
pub(super) fn invited(id: Uuid, address: &str, created: OffsetDateTime) -> User {
    let external = format!("{}#EXT#", address.replace('@', "_"));
    let upn = format!("{external}@{INITIAL_DOMAIN}");
    let mut user = User::new(id, upn.clone(), created);
    user.mail = Some(address.to_owned());
    user.mail_nickname = Some(external);
    user.other_mails = vec![address.to_owned()];
    user.proxy_addresses = vec![format!("SMTP:{address}")];
    user.identities = vec![ObjectIdentity {
        sign_in_type: Some("userPrincipalName".to_owned()),
        issuer: Some(INITIAL_DOMAIN.to_owned()),
        issuer_assigned_id: Some(upn),
    }];
    user.user_type = Some(UserType::Guest);
    user.creation_type = Some("Invitation".to_owned());
    user.external_user_state = Some(ExternalUserState::PendingAcceptance);
    user.external_user_state_change_date_time = Some(created);
    user.show_in_address_list = Some(false);
    user
}

/// The same after the guest accepted: with a work account, or by one-time
/// passcode where the partner has no tenant.
pub(super) fn accept(user: &mut User, at: OffsetDateTime) {
    let by_passcode = user
        .mail
        .as_deref()
        .is_some_and(|mail| mail.ends_with(".example"));
    user.external_user_state = Some(ExternalUserState::Accepted);
    user.external_user_state_change_date_time = Some(at);
    user.identities.push(ObjectIdentity {
        sign_in_type: Some("federated".to_owned()),
        issuer: Some(
            if by_passcode {
                "mail"
            } else {
                "ExternalAzureAD"
            }
            .to_owned(),
        ),
        issuer_assigned_id: by_passcode.then(|| user.mail.clone()).flatten(),
    });
}
