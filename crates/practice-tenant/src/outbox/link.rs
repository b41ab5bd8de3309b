//! The redeem link: `/redeem?rd=` and in it the address that the service itself would call.

use aws_lc_rs::rand;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use url::Url;
use uuid::Uuid;

use crate::directory::Invitation;

/// The secret part of a new link.
pub(crate) fn new_ticket() -> String {
    let mut secret = [0; 32];
    if rand::fill(&mut secret).is_err() {
        // Never seen on the systems that Rust runs on; two UUIDs are as hard to guess.
        secret[..16].copy_from_slice(Uuid::new_v4().as_bytes());
        secret[16..].copy_from_slice(Uuid::new_v4().as_bytes());
    }
    STANDARD.encode(secret)
}

/// `inviteRedeemUrl`, in the shape that Graph answers today: the inner address is encoded, and in
/// it the ticket once more.
pub(crate) fn redeem_url(login_origin: &str, tenant_id: Uuid, invitation: &Invitation) -> String {
    let encode = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let inner = format!(
        "https://invitations.microsoft.com/redeem/?tenant={tenant_id}&user={}&ticket={}&ver=2.0",
        invitation.id,
        encode(&invitation.ticket)
    );
    format!("{login_origin}/redeem?rd={}", encode(&inner))
}

/// What a link says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) tenant_id: Uuid,
    pub(super) invitation_id: Uuid,
    pub(super) ticket: String,
}

impl Link {
    /// Reads a whole redeem URL.
    pub(super) fn of(redeem_url: &str) -> Option<Self> {
        let url = Url::parse(redeem_url).ok()?;
        let rd = url
            .query_pairs()
            .find(|(key, _)| key == "rd")?
            .1
            .into_owned();
        Self::read(&rd)
    }

    /// Reads the `rd` parameter; `None` for anything that is no redeem address.
    pub(super) fn read(rd: &str) -> Option<Self> {
        let inner = Url::parse(rd).ok()?;
        let known = inner.scheme() == "https"
            && inner.host_str() == Some("invitations.microsoft.com")
            && inner.path().trim_end_matches('/') == "/redeem";
        if !known {
            return None;
        }
        let value = |name: &str| {
            inner
                .query_pairs()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.into_owned())
        };
        Some(Self {
            tenant_id: Uuid::try_parse(&value("tenant")?).ok()?,
            invitation_id: Uuid::try_parse(&value("user")?).ok()?,
            ticket: value("ticket")?,
        })
    }
}

/// The same link on the site that shows it, so that a browser stays on this machine whatever
/// name the invitation was made under.
pub(super) fn local(redeem_url: &str) -> Option<String> {
    let url = Url::parse(redeem_url).ok()?;
    Some(format!("{}?{}", url.path(), url.query()?))
}

#[cfg(test)]
mod tests {
    use time::OffsetDateTime;

    use super::*;

    fn invitation() -> Invitation {
        Invitation {
            id: Uuid::from_u128(1),
            ticket: "a+b/c=".to_owned(),
            user_id: Uuid::from_u128(2),
            address: "ana@partner.example".to_owned(),
            redirect_url: "https://myapps.microsoft.com/".to_owned(),
            inviter_id: None,
            issued: OffsetDateTime::UNIX_EPOCH,
            superseded: false,
        }
    }

    #[test]
    fn a_link_is_read_as_it_was_written() {
        let url = redeem_url(
            "https://login.microsoftonline.com",
            Uuid::from_u128(9),
            &invitation(),
        );
        assert!(url.starts_with("https://login.microsoftonline.com/redeem?rd=https%3A%2F%2F"));
        let link = Link::of(&url).expect("a link");
        assert_eq!(link.tenant_id, Uuid::from_u128(9));
        assert_eq!(
            (link.invitation_id, link.ticket.as_str()),
            (Uuid::from_u128(1), "a+b/c=")
        );
        assert!(
            local(&url)
                .expect("local")
                .starts_with("/redeem?rd=https%3A")
        );
    }

    #[test]
    fn other_addresses_are_no_links() {
        for rd in [
            "",
            "javascript:alert(1)",
            "https://evil.example/redeem/?tenant=x&user=y&ticket=z",
            "https://invitations.microsoft.com/redeem/?tenant=x&user=y&ticket=z",
            "https://invitations.microsoft.com/else/",
        ] {
            assert_eq!(Link::read(rd), None, "{rd}");
        }
    }

    #[test]
    fn tickets_differ() {
        assert_ne!(new_ticket(), new_ticket());
    }
}
