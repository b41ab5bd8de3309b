use practice_tenant::directory::{ExternalUserState, User};
use practice_tenant::ledger::{Call, EffectKind};
use practice_tenant::state::StateError;
use reqwest::StatusCode;
use serde_json::{Value, json};
use url::Url;

use super::{Inviter, LANDING};

/// The path of the link in an answer, and the address in it.
fn link(invitation: &Value) -> (String, String) {
    let url = Url::parse(invitation["inviteRedeemUrl"].as_str().expect("a link")).expect("a URL");
    let rd = url.query_pairs().next().expect("rd").1.into_owned();
    (
        format!("{}?{}", url.path(), url.query().expect("a query")),
        rd,
    )
}

impl Inviter {
    async fn press(&self, rd: &str, answer: &str, status: StatusCode) -> String {
        let response = self
            .stage
            .form("/redeem", &[("rd", rd), ("answer", answer)])
            .await;
        self.stage.page(response, status).await
    }

    fn guest(&self, address: &str) -> User {
        self.stage.running.tenant().read(|view| {
            let mut users = view.users(None);
            let guest = users.find(|user| user.mail.as_deref() == Some(address));
            User::clone(guest.expect("a guest"))
        })
    }

    fn edit(&self, edit: impl FnOnce(&mut practice_tenant::tx::Tx<'_>)) {
        let call = Call::of_tenant("PATCH", "/test");
        let written: Result<(), StateError> = self.stage.running.tenant().write(&call, |tx| {
            edit(tx);
            Ok(())
        });
        written.expect("written");
    }
}

#[tokio::test]
async fn a_guest_goes_through_the_pages_and_is_accepted() {
    let inviter = Inviter::new("userAdministrator").await;
    let address = "ana@nowhere-yet.example";
    let (path, rd) = link(&inviter.invite(address, json!({})).await);
    assert_eq!(
        inviter.guest(address).external_user_state,
        Some(ExternalUserState::PendingAcceptance)
    );

    let page = inviter.page(&path, StatusCode::OK).await;
    assert!(page.contains("Choose an account") && page.contains(address));
    assert!(page.contains("One-time passcode by mail"));
    let page = inviter.press(&rd, "other", StatusCode::FORBIDDEN).await;
    assert!(page.contains("AADSTS50020"));
    let page = inviter.press(&rd, "account", StatusCode::OK).await;
    assert!(page.contains("Review permissions") && page.contains("Receive your profile data"));
    let page = inviter.press(&rd, "cancel", StatusCode::OK).await;
    assert!(page.contains("still pending"));
    assert_eq!(
        inviter.guest(address).external_user_state,
        Some(ExternalUserState::PendingAcceptance)
    );

    let page = inviter.press(&rd, "accept", StatusCode::OK).await;
    assert!(page.contains("The guest would now land on") && page.contains(LANDING));
    assert!(
        !page.contains(&format!("href=\"{LANDING}")),
        "the page does not lead away"
    );
    let guest = inviter.guest(address);
    assert_eq!(guest.external_user_state, Some(ExternalUserState::Accepted));
    let issuers: Vec<_> = guest
        .identities
        .iter()
        .filter_map(|identity| identity.issuer.as_deref())
        .collect();
    assert!(
        issuers.contains(&"mail") && guest.identities.len() == 2,
        "{issuers:?}"
    );
    assert_eq!(
        guest
            .external_user_state_change_date_time
            .map(|at| at > guest.created_date_time),
        Some(true)
    );

    // The link goes on working as an entrance, and accepts nothing twice.
    let page = inviter.page(&path, StatusCode::OK).await;
    assert!(page.contains("The guest would now land on"));
    inviter.press(&rd, "accept", StatusCode::OK).await;
    let ledger = inviter.stage.running.tenant().ledger();
    let redeemed = ledger
        .iter()
        .flat_map(|line| &line.effects)
        .filter(|effect| effect.kind == EffectKind::InvitationRedeemed);
    assert_eq!(redeemed.count(), 1);
}

#[tokio::test]
async fn a_partner_s_account_becomes_an_external_entra_identity() {
    let inviter = Inviter::new("userAdministrator").await;
    let domain = inviter.stage.running.tenant().read(|view| {
        let mut known = view.known_tenants().iter();
        let open = known.find(|tenant| {
            let partners = &view.policies().cross_tenant_partners;
            !tenant.outbound_blocked
                && tenant.cloud == practice_tenant::directory::Cloud::Global
                && view
                    .policies()
                    .b2b_management
                    .allows(&tenant.default_domain_name)
                && !partners
                    .iter()
                    .any(|partner| partner.tenant_id == tenant.tenant_id)
        });
        open.expect("a partner").default_domain_name.clone()
    });
    let address = format!("new.person@{domain}");
    inviter.invite(&address, json!({})).await;
    let (status, body) = inviter
        .stage
        .control("/redeem", json!({"address": address}))
        .await;
    assert_eq!(
        (status, &body["state"]),
        (StatusCode::OK, &json!("Accepted"))
    );
    let guest = inviter.guest(&address);
    assert_eq!(body["userId"], guest.id.to_string());
    let last = guest.identities.last().expect("an identity");
    assert_eq!(last.sign_in_type.as_deref(), Some("federated"));
    assert_eq!(last.issuer.as_deref(), Some("ExternalAzureAD"));
    assert_eq!(last.issuer_assigned_id, None);
}

#[tokio::test]
async fn a_newer_invitation_stops_the_older_link() {
    let inviter = Inviter::new("userAdministrator").await;
    let address = "twice@nowhere-yet.example";
    let (first, _) = link(&inviter.invite(address, json!({})).await);
    let (second, rd) = link(&inviter.invite(address, json!({})).await);
    assert_ne!(first, second);
    let page = inviter.page(&first, StatusCode::NOT_FOUND).await;
    assert!(page.contains("A newer invitation was sent"));
    inviter.page(&second, StatusCode::OK).await;
    inviter.press(&rd, "accept", StatusCode::OK).await;
}

#[tokio::test]
async fn what_changed_since_the_mail_is_looked_at_again() {
    let inviter = Inviter::new("userAdministrator").await;
    let address = "late@nowhere-yet.example";
    let (path, rd) = link(&inviter.invite(address, json!({})).await);
    let id = inviter.guest(address).id;

    inviter.edit(|tx| {
        tx.edit_user(id, |user| user.account_enabled = false);
    });
    assert!(
        inviter
            .page(&path, StatusCode::FORBIDDEN)
            .await
            .contains("AADSTS50057")
    );
    inviter.edit(|tx| {
        tx.edit_user(id, |user| user.account_enabled = true);
        tx.edit_policies(|policies| {
            policies.b2b_management.allowed_domains = None;
            policies.b2b_management.blocked_domains = Some(vec!["Nowhere-Yet.example".to_owned()]);
        });
    });
    let page = inviter.press(&rd, "accept", StatusCode::FORBIDDEN).await;
    assert!(page.contains("does not allow this domain"));
    let (status, body) = inviter
        .stage
        .control("/redeem", json!({"address": address}))
        .await;
    assert_eq!(status, StatusCode::CONFLICT, "{body}");
    assert_eq!(
        inviter.guest(address).external_user_state,
        Some(ExternalUserState::PendingAcceptance)
    );
    inviter.edit(|tx| {
        tx.edit_policies(|policies| policies.b2b_management.blocked_domains = None);
        tx.delete_user(id);
    });
    let page = inviter.page(&path, StatusCode::NOT_FOUND).await;
    assert!(page.contains("was deleted"));
}

#[tokio::test]
async fn links_that_are_none_lead_nowhere() {
    let inviter = Inviter::new("userAdministrator").await;
    let address = "exact@nowhere-yet.example";
    let (path, _) = link(&inviter.invite(address, json!({})).await);
    let tenant = inviter.stage.tenant_id();
    let other = "11111111-2222-3333-4444-555555555555";
    for wrong in [
        "/redeem".to_owned(),
        "/redeem?rd=javascript%3Aalert(1)".to_owned(),
        path.replace(&tenant.replace('-', "%2D"), &other.replace('-', "%2D")),
        path.replace("ticket%3D", "ticket%3Dx"),
    ] {
        assert_ne!(wrong, path);
        let page = inviter.page(&wrong, StatusCode::NOT_FOUND).await;
        assert!(page.contains("cannot be accepted"), "{wrong}");
    }
}

#[tokio::test]
async fn seeded_guests_redeem_by_control_call() {
    let inviter = Inviter::new("userAdministrator").await;
    let address = inviter.stage.running.tenant().read(|view| {
        let policies = view.policies();
        let mut users = view.users(None);
        let pending = users.find(|user| {
            let domain = user
                .mail
                .as_deref()
                .and_then(|mail| Some(mail.rsplit_once('@')?.1));
            let partners = &policies.cross_tenant_partners;
            let open = domain.is_some_and(|domain| {
                policies.b2b_management.allows(domain)
                    && view.tenant_of_domain(domain).is_none_or(|home| {
                        !home.outbound_blocked
                            && !partners
                                .iter()
                                .any(|partner| partner.tenant_id == home.tenant_id)
                    })
            });
            user.external_user_state == Some(ExternalUserState::PendingAcceptance)
                && user.account_enabled
                && open
        });
        pending
            .expect("a pending guest")
            .mail
            .clone()
            .expect("a mail")
    });
    let (status, body) = inviter
        .stage
        .control("/redeem", json!({"address": address}))
        .await;
    assert_eq!(
        (status, &body["state"]),
        (StatusCode::OK, &json!("Accepted")),
        "{body}"
    );
    let (status, _) = inviter
        .stage
        .control("/redeem", json!({"address": "a@b.example"}))
        .await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    // Invited before the directory kept states.
    let (status, body) = inviter
        .stage
        .control("/redeem", json!({"address": "old.timer@litwareinc.com"}))
        .await;
    assert_eq!(
        (status, &body["state"]),
        (StatusCode::OK, &json!("Accepted")),
        "{body}"
    );
}
