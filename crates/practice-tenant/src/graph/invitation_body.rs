//! What a POST /invitations asks, read and checked before the directory is looked at.

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::request::changes;
use crate::directory::UserType;
use crate::odata::Error;

/// Characters that an invited address must not hold (learn.microsoft.com, invitation resource).
const FORBIDDEN: &str = "~!#$%^&*()+=[]{}\\/|;:\"<>?, ";
/// Longest name of a user.
pub(super) const LONGEST_NAME: usize = 256;
/// Longest text of one's own; the service documents no limit.
const LONGEST_MESSAGE: usize = 2_000;
/// Most sponsors of one guest.
const MOST_SPONSORS: usize = 5;

/// The request, understood.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wanted {
    pub(super) address: String,
    pub(super) redirect_url: String,
    pub(super) display_name: Option<String>,
    pub(super) user_type: UserType,
    pub(super) send_mail: bool,
    pub(super) message: Option<String>,
    pub(super) language: Option<String>,
    pub(super) cc: Option<Recipient>,
    pub(super) reset_redemption: bool,
    pub(super) invited_user: Option<String>,
    pub(super) sponsors: Vec<Uuid>,
}

/// A copy's recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Recipient {
    pub(super) name: Option<String>,
    pub(super) address: String,
}

impl Wanted {
    /// # Errors
    ///
    /// 400 with the member that is missing, unknown, malformed or too much.
    pub(super) fn read(body: &Map<String, Json>) -> Result<Self, Error> {
        only(body, KNOWN, "invitation")?;
        let address = text(body, "invitedUserEmailAddress")?
            .filter(|address| !address.trim().is_empty())
            .ok_or_else(|| missing("invitedUserEmailAddress"))?;
        check_address(&address)?;
        let redirect_url = text(body, "inviteRedirectUrl")?
            .filter(|url| !url.is_empty())
            .ok_or_else(|| missing("inviteRedirectUrl"))?;
        let url = url::Url::parse(&redirect_url).ok();
        if !url.is_some_and(|url| matches!(url.scheme(), "http" | "https")) {
            return Err(Error::gateway(
                "The property 'inviteRedirectUrl' is not a valid URL.",
            ));
        }
        let user_type = match text(body, "invitedUserType")?.as_deref() {
            None | Some("Guest") => UserType::Guest,
            Some("Member") => UserType::Member,
            Some(other) => {
                return Err(Error::gateway(format!(
                    "The value '{other}' of the property 'invitedUserType' is invalid."
                )));
            }
        };
        let display_name = text(body, "invitedUserDisplayName")?.filter(|name| !name.is_empty());
        if display_name
            .as_ref()
            .is_some_and(|name| name.chars().count() > LONGEST_NAME)
        {
            return Err(Error::gateway(
                "The property 'invitedUserDisplayName' exceeds the maximum length.",
            ));
        }
        let info = object(body, "invitedUserMessageInfo")?;
        info.map_or(Ok(()), |info| {
            only(info, KNOWN_OF_MESSAGE, "invitedUserMessageInfo")
        })?;
        let message = info.map_or(Ok(None), |info| text(info, "customizedMessageBody"))?;
        if message
            .as_ref()
            .is_some_and(|text| text.chars().count() > LONGEST_MESSAGE)
        {
            return Err(Error::gateway(
                "The property 'customizedMessageBody' exceeds the maximum length.",
            ));
        }
        Ok(Self {
            address: address.trim().to_owned(),
            redirect_url,
            display_name,
            user_type,
            send_mail: flag(body, "sendInvitationMessage")?,
            message: message.filter(|text| !text.is_empty()),
            language: info.map_or(Ok(None), |info| text(info, "messageLanguage"))?,
            cc: info.map_or(Ok(None), recipient)?,
            reset_redemption: flag(body, "resetRedemption")?,
            invited_user: object(body, "invitedUser")?.map_or(Ok(None), |user| text(user, "id"))?,
            sponsors: sponsors(body)?,
        })
    }

    /// The part of the address after the `@`, lower case.
    pub(super) fn domain(&self) -> String {
        domain_of(&self.address)
    }
}

const KNOWN: &[&str] = &[
    "invitedUserEmailAddress",
    "inviteRedirectUrl",
    "invitedUserDisplayName",
    "invitedUserType",
    "sendInvitationMessage",
    "invitedUserMessageInfo",
    "resetRedemption",
    "invitedUser",
    "invitedUserSponsors",
];

const KNOWN_OF_MESSAGE: &[&str] = &["customizedMessageBody", "messageLanguage", "ccRecipients"];

/// # Errors
///
/// 400 with a member that the type does not have, or a reference that is not imitated.
fn only(body: &Map<String, Json>, known: &[&str], kind: &str) -> Result<(), Error> {
    for (name, value) in changes(body, &[])? {
        if !known.contains(&name.as_str()) && !value.is_null() {
            return Err(Error::gateway(format!(
                "Invalid property '{name}' on type 'microsoft.graph.{kind}'."
            )));
        }
    }
    Ok(())
}

pub(super) fn domain_of(address: &str) -> String {
    address
        .rsplit('@')
        .next()
        .unwrap_or_default()
        .to_lowercase()
}

fn check_address(address: &str) -> Result<(), Error> {
    if is_address(address.trim()) {
        return Ok(());
    }
    Err(Error::gateway(format!(
        "The invited user email address '{address}' is invalid."
    )))
}

/// One `@`, a local part without forbidden characters or dots and hyphens at its ends, a domain
/// of at least two labels.
pub(super) fn is_address(address: &str) -> bool {
    let Some((local, domain)) = address.split_once('@') else {
        return false;
    };
    let at_end = |character: char| character == '.' || character == '-';
    let local_fits = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with(at_end)
        && !local.ends_with(at_end)
        && !local.contains(|c: char| FORBIDDEN.contains(c) || c.is_control() || c.is_whitespace());
    let label_fits = |label: &str| {
        !label.is_empty()
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let domain_fits = domain.contains('.') && domain.split('.').all(label_fits);
    local_fits && domain_fits && address.len() <= 254
}

fn missing(name: &str) -> Error {
    Error::gateway(format!(
        "The property '{name}' is required and must not be empty."
    ))
}

fn wrong(name: &str) -> Error {
    Error::gateway(format!(
        "The value of the property '{name}' is not of the expected type."
    ))
}

fn text(body: &Map<String, Json>, name: &str) -> Result<Option<String>, Error> {
    match body.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(wrong(name)),
    }
}

fn flag(body: &Map<String, Json>, name: &str) -> Result<bool, Error> {
    match body.get(name) {
        None | Some(Json::Null) => Ok(false),
        Some(Json::Bool(flag)) => Ok(*flag),
        Some(_) => Err(wrong(name)),
    }
}

fn object<'b>(
    body: &'b Map<String, Json>,
    name: &str,
) -> Result<Option<&'b Map<String, Json>>, Error> {
    match body.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::Object(inner)) => Ok(Some(inner)),
        Some(_) => Err(wrong(name)),
    }
}

/// At most one copy is supported; an empty recipient, as the service itself answers it, is none.
fn recipient(info: &Map<String, Json>) -> Result<Option<Recipient>, Error> {
    let list = match info.get("ccRecipients") {
        None | Some(Json::Null) => return Ok(None),
        Some(Json::Array(list)) => list,
        Some(_) => return Err(wrong("ccRecipients")),
    };
    if list.len() > 1 {
        return Err(Error::gateway(
            "Only one recipient is supported in 'ccRecipients'.",
        ));
    }
    let Some(entry) = list.first() else {
        return Ok(None);
    };
    let entry = entry.as_object().ok_or_else(|| wrong("ccRecipients"))?;
    let Some(email) = object(entry, "emailAddress")? else {
        return Ok(None);
    };
    let Some(address) = text(email, "address")? else {
        return Ok(None);
    };
    check_address(&address)?;
    Ok(Some(Recipient {
        name: text(email, "name")?,
        address,
    }))
}

fn sponsors(body: &Map<String, Json>) -> Result<Vec<Uuid>, Error> {
    let list = match body.get("invitedUserSponsors") {
        None | Some(Json::Null) => return Ok(Vec::new()),
        Some(Json::Array(list)) => list,
        Some(_) => return Err(wrong("invitedUserSponsors")),
    };
    if list.len() > MOST_SPONSORS {
        return Err(Error::gateway(
            "A user can have no more than five sponsors.",
        ));
    }
    list.iter()
        .map(|entry| {
            entry
                .get("id")
                .and_then(Json::as_str)
                .and_then(|id| Uuid::try_parse(id).ok())
                .ok_or_else(|| wrong("invitedUserSponsors"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(body: Json) -> Result<Wanted, Error> {
        Wanted::read(body.as_object().unwrap())
    }

    fn with(name: &str, value: Json) -> Result<Wanted, Error> {
        let mut body = json!({
            "invitedUserEmailAddress": "ana@partner.example",
            "inviteRedirectUrl": "https://myapps.microsoft.com",
        });
        body[name] = value;
        read(body)
    }

    #[test]
    fn two_members_are_enough() {
        let wanted = with("@odata.type", json!("#microsoft.graph.invitation")).unwrap();
        assert_eq!(wanted.address, "ana@partner.example");
        assert_eq!(wanted.domain(), "partner.example");
        assert!(!wanted.send_mail && !wanted.reset_redemption);
        assert!(read(json!({"invitedUserEmailAddress": "a@b.example"})).is_err());
        assert!(read(json!({"inviteRedirectUrl": "https://x.example"})).is_err());
    }

    #[test]
    fn addresses_with_forbidden_characters_are_refused() {
        for address in [
            "ana+tag@partner.example",
            "ana partner@partner.example",
            ".ana@partner.example",
            "ana-@partner.example",
            "ana@partner",
            "ana@@partner.example",
            "ana(x)@partner.example",
            "partner.example",
            "ana@-partner.example",
            "ana@partner..example",
        ] {
            let refused = with("invitedUserEmailAddress", json!(address)).unwrap_err();
            assert_eq!(refused.code, "BadRequest", "{address}");
        }
        for address in [
            "_ana_@partner.example",
            "a.b-c@partner.example",
            "o'neil@x.example",
        ] {
            assert!(
                with("invitedUserEmailAddress", json!(address)).is_ok(),
                "{address}"
            );
        }
    }

    #[test]
    fn one_copy_and_no_more() {
        let copy = |address: &str| json!({"emailAddress": {"address": address}});
        let info = |list: Json| with("invitedUserMessageInfo", json!({"ccRecipients": list}));
        let one = info(json!([copy("b@x.example")])).unwrap();
        assert_eq!(one.cc.unwrap().address, "b@x.example");
        assert!(info(json!([copy("b@x.example"), copy("c@x.example")])).is_err());
        let empty = json!([{"emailAddress": {"name": null, "address": null}}]);
        assert_eq!(info(empty).unwrap().cc, None);
    }

    #[test]
    fn what_is_unknown_or_of_another_type_is_refused() {
        assert!(with("jobTitle", json!("x")).is_err());
        assert!(with("sendInvitationMessage", json!("true")).is_err());
        assert!(with("invitedUserType", json!("Partner")).is_err());
        assert!(with("inviteRedirectUrl", json!("myapps")).is_err());
        let six = vec![json!({"id": Uuid::nil()}); 6];
        assert!(with("invitedUserSponsors", json!(six)).is_err());
    }
}
