//! `/invitations`: the one call that invites, resends, resets and converts.

use http::StatusCode;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::Request;
use super::answer::Answer;
use super::invitation_body::Wanted;
use super::invited_user::{self, Met};
use super::rights::Rights;
use crate::directory::{Cloud, ExternalUserState, Invitation, User, UserType, View};
use crate::ledger::{Effect, EffectKind};
use crate::odata::Error;
use crate::outbox::{self, MailRequest};
use crate::tx::Tx;

const SCOPES: &[&str] = &[
    "User.Invite.All",
    "User.ReadWrite.All",
    "Directory.ReadWrite.All",
];
/// Resetting a redemption and inviting an internal user change that user. That the latter needs
/// these scopes, and a role that edits users, is not documented: the strict side.
const CHANGE_SCOPES: &[&str] = &["User.ReadWrite.All", "Directory.ReadWrite.All"];

/// GET /invitations: there is no such call; the service answers a page of HTML within an error.
pub(super) fn unreadable(_: &Request<'_>) -> Result<Answer, Error> {
    Err(Error::new(
        StatusCode::NOT_FOUND,
        "UnknownError",
        "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\"><html><head><title>404 - File \
         or directory not found.</title></head><body><h2>404 - File or directory not found.</h2>\
         </body></html>",
    ))
}

/// POST /invitations
pub(super) fn create(request: &Request<'_>) -> Result<Answer, Error> {
    if !request.has_any(SCOPES) {
        let tenant_id = request.tenant.id();
        return Err(Error::new(
            StatusCode::UNAUTHORIZED,
            "Unauthorized",
            format!(
                "Insufficient privileges to perform requested operation by the application \
                 '00000003-0000-0000-c000-000000000000'. ControllerName=MSGraphInviteAPI, \
                 ActionName=CreateInvite, URL absolute path=/api/{tenant_id}/invites"
            ),
        ));
    }
    let wanted = Wanted::read(request.object()?)?;
    request.tenant.write(&request.call(), |tx| {
        let rights = Rights::of(request, tx.latest())?;
        check_rights(request, &rights, &wanted)?;
        let inviter = rights.user.clone();
        check_domain(tx.latest(), &wanted)?;
        let met = invited_user::meet(tx.latest(), &wanted)?;
        if matches!(met, Met::Internal(_))
            && !(request.has_any(CHANGE_SCOPES) && rights.edits_users())
        {
            return Err(Error::denied());
        }
        let (user, status) = take_in(tx, &wanted, &met, &inviter)?;
        let invitation = issue(tx, &wanted, &user, &inviter);
        let origin = request.tenant.redeem_origin(request.asked);
        let url = outbox::redeem_url(&origin, tx.latest().organization().id, &invitation);
        if wanted.send_mail {
            let mail = outbox::compose_mail(MailRequest {
                view: tx.latest(),
                inviter: Some(&inviter),
                guest: &user,
                invitation: &invitation,
                custom_message: wanted.message.as_deref(),
                language: wanted.language.as_deref(),
                cc: wanted.cc.as_ref().map(|copy| copy.address.as_str()),
                redeem_url: url.clone(),
                now: tx.now(),
            });
            tx.post_mail(mail);
            tx.effect(
                Effect::new(EffectKind::MailSent)
                    .user(user.id)
                    .address(&wanted.address),
            );
        }
        tx.status(StatusCode::CREATED.as_u16());
        Ok(answer(request, &wanted, &user, &invitation, &url, status))
    })
}

fn check_rights(request: &Request<'_>, rights: &Rights<'_>, wanted: &Wanted) -> Result<(), Error> {
    if !rights.invites() {
        return Err(Error::new(
            StatusCode::FORBIDDEN,
            "Forbidden",
            "Guest invitations not allowed for your company. Contact your company administrator \
             for more details.",
        ));
    }
    if wanted.user_type == UserType::Member && !rights.invites_members() {
        return Err(Error::denied());
    }
    if wanted.reset_redemption && !(request.has_any(CHANGE_SCOPES) && rights.resets_redemption()) {
        return Err(Error::denied());
    }
    Ok(())
}

/// Own domains, the allow or deny list, and cross-tenant access, in that order.
fn check_domain(view: View<'_>, wanted: &Wanted) -> Result<(), Error> {
    let domain = wanted.domain();
    if view.organization().owns_domain(&domain) {
        return Err(Error::gateway(
            "This user cannot be invited because the domain of the user's email address is a \
             verified domain of this directory.",
        ));
    }
    let policies = view.policies();
    if !policies.b2b_management.allows(&domain) {
        return Err(Error::gateway(format!(
            "The user's domain '{domain}' is currently blocked by your invitation policy. Contact \
             your company administrator for more details."
        )));
    }
    let tenant = view.tenant_of_domain(&domain);
    let partner = tenant.and_then(|tenant| {
        policies
            .cross_tenant_partners
            .iter()
            .find(|partner| partner.tenant_id == tenant.tenant_id)
    });
    let inbound = partner
        .and_then(|partner| partner.b2b_collaboration_inbound.as_ref())
        .unwrap_or(&policies.cross_tenant_default.b2b_collaboration_inbound);
    let shut_out =
        tenant.is_some_and(|tenant| tenant.outbound_blocked || tenant.cloud != Cloud::Global);
    if inbound.blocks_everybody() || shut_out {
        return Err(Error::gateway(
            "This invitation is blocked by cross-tenant access settings. Admins in both your \
             organization and the invited user's organization must configure cross-tenant access \
             settings to allow the invitation.",
        ));
    }
    Ok(())
}

/// Makes or finds the user, and says the status that the answer shows.
fn take_in(
    tx: &mut Tx<'_>,
    wanted: &Wanted,
    met: &Met,
    inviter: &User,
) -> Result<(User, &'static str), Error> {
    let id = match met {
        Met::Nobody => {
            let sponsors = sponsors(tx.latest(), wanted, inviter)?;
            let user = invited_user::create(tx, wanted, sponsors);
            let created = Effect::new(EffectKind::UserCreated).user(user.id);
            tx.effect(created.address(&wanted.address));
            return Ok((user, "PendingAcceptance"));
        }
        Met::Invited(id) => *id,
        Met::Internal(id) => {
            invited_user::convert(tx, *id);
            tx.effect(
                Effect::new(EffectKind::UserUpdated)
                    .user(*id)
                    .address(&wanted.address),
            );
            *id
        }
        Met::Reset(id) => {
            invited_user::reset(tx, *id);
            tx.effect(
                Effect::new(EffectKind::RedemptionReset)
                    .user(*id)
                    .address(&wanted.address),
            );
            *id
        }
    };
    let user = tx.latest().user(id).map(|user| User::clone(user));
    let user = user.ok_or_else(|| Error::missing(&id.to_string()))?;
    let status = match user.external_user_state {
        Some(ExternalUserState::Accepted) => "Completed",
        Some(ExternalUserState::PendingAcceptance) | None => "PendingAcceptance",
    };
    Ok((user, status))
}

/// The sponsors named; the inviter where none is.
fn sponsors(view: View<'_>, wanted: &Wanted, inviter: &User) -> Result<Vec<Uuid>, Error> {
    if wanted.sponsors.is_empty() {
        return Ok(vec![inviter.id]);
    }
    for id in &wanted.sponsors {
        if view.user(*id).is_none() && view.group(*id).is_none() {
            return Err(Error::missing(&id.to_string()));
        }
    }
    Ok(wanted.sponsors.clone())
}

/// A new ticket; the ones before it stop working.
fn issue(tx: &mut Tx<'_>, wanted: &Wanted, user: &User, inviter: &User) -> Invitation {
    let earlier: Vec<Invitation> = tx
        .latest()
        .invitations_of(user.id)
        .into_iter()
        .filter(|invitation| !invitation.superseded)
        .cloned()
        .collect();
    for mut invitation in earlier {
        invitation.superseded = true;
        tx.put_invitation(invitation);
    }
    let invitation = Invitation {
        id: Uuid::new_v4(),
        ticket: outbox::new_ticket(),
        user_id: user.id,
        address: wanted.address.clone(),
        redirect_url: wanted.redirect_url.clone(),
        inviter_id: Some(inviter.id),
        issued: tx.now(),
        superseded: false,
    };
    tx.put_invitation(invitation.clone());
    tx.effect(
        Effect::new(EffectKind::InvitationIssued)
            .user(user.id)
            .address(&wanted.address),
    );
    invitation
}

fn answer(
    request: &Request<'_>,
    wanted: &Wanted,
    user: &User,
    invitation: &Invitation,
    url: &str,
    status: &str,
) -> Answer {
    // Without a copy the service still shows one, empty.
    let (cc_name, cc_address) = match &wanted.cc {
        Some(copy) => (copy.name.as_deref(), Some(copy.address.as_str())),
        None => (None, None),
    };
    let body = json!({
        "id": invitation.id,
        "inviteRedeemUrl": url,
        "invitedUserDisplayName": wanted.display_name,
        "invitedUserType": wanted.user_type.as_str(),
        "invitedUserEmailAddress": wanted.address,
        "sendInvitationMessage": wanted.send_mail,
        "resetRedemption": wanted.reset_redemption,
        "inviteRedirectUrl": wanted.redirect_url,
        "status": status,
        "invitedUserMessageInfo": {
            "messageLanguage": wanted.language,
            "customizedMessageBody": wanted.message,
            "ccRecipients": [{"emailAddress": {"name": cc_name, "address": cc_address}}],
        },
        "invitedUser": {"id": user.id},
    });
    let Json::Object(body) = body else {
        return Answer::none();
    };
    Answer::object(request.context("invitations/$entity"), body).created()
}
