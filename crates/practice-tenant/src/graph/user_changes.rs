//! `/users`: changing and deleting.

use http::StatusCode;
use serde_json::Value as Json;

use super::answer::Answer;
use super::invitation_body::{LONGEST_NAME, is_address};
use super::rights::Rights;
use super::tables::USERS;
use super::users::find;
use super::{Request, request};
use crate::directory::{User, UserType, View};
use crate::ledger::{Effect, EffectKind};
use crate::odata::Error;

/// Scopes that delete users.
pub(super) const DELETE_SCOPES: &[&str] = &["User.ReadWrite.All", "User.DeleteRestore.All"];
/// Scopes that change any property.
const ALL: &[&str] = &["User.ReadWrite.All", "Directory.ReadWrite.All"];
/// What people may change of themselves with `User.ReadWrite`.
const OWN: &[&str] = &["mobilePhone", "businessPhones", "preferredLanguage"];
/// Properties whose change depends on the roles of the user
/// (learn.microsoft.com, "Who can perform sensitive actions").
const SENSITIVE: &[&str] = &[
    "accountEnabled",
    "otherMails",
    "mobilePhone",
    "businessPhones",
    "userPrincipalName",
];
/// Texts without rules of their own, kept under their names.
const OTHER_TEXTS: &[&str] = &[
    "ageGroup",
    "city",
    "consentProvidedForMinor",
    "country",
    "employeeId",
    "employeeType",
    "faxNumber",
    "postalCode",
    "state",
    "streetAddress",
];

/// PATCH /users/{id}
pub(super) fn update(request: &Request<'_>) -> Result<Answer, Error> {
    let changes = request::changes(request.object()?, &[])?;
    request.tenant.write(&request.call(), |tx| {
        let before = find_to_change(tx.view(), request.param(0))?;
        let rights = Rights::of(request, tx.latest())?;
        // Who asks for no change must be somebody who might have asked for one.
        let mut names = changes.iter().map(|(name, _)| name.as_str());
        let first = names.next().unwrap_or("displayName");
        if !std::iter::once(first)
            .chain(names)
            .all(|name| may_change(request, &rights, before, name))
        {
            return Err(Error::denied());
        }
        if before.on_premises_sync_enabled == Some(true) {
            return Err(Error::bad_request(
                "Unable to update the specified properties for on-premises mastered Directory Sync \
                 objects or objects currently undergoing migration.",
            ));
        }
        let mut user = before.clone();
        for (name, value) in &changes {
            set(&mut user, name, value)?;
        }
        if user == *before {
            return Ok(Answer::none());
        }
        check_names(tx.latest(), before, &user)?;
        let id = user.id;
        tx.put_user(user);
        tx.effect(Effect::new(EffectKind::UserUpdated).user(id));
        Ok(Answer::none())
    })
}

/// The user of the path. One that the directory has and does not show yet is refused in words of
/// its own (github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/2465; the status is a
/// guess).
fn find_to_change<'v>(view: View<'v>, key: &str) -> Result<&'v User, Error> {
    match find(view, key) {
        Ok(user) => Ok(user),
        Err(_) if view.latest().user_by_key(key).is_some() => Err(Error::new(
            StatusCode::NOT_FOUND,
            "Directory_ObjectNotFound",
            "Unable to read the company information from the directory.",
        )),
        Err(error) => Err(error),
    }
}

/// What a user is called and reached by, as far as it is new: well-formed, and nobody else's.
fn check_names(latest: View<'_>, before: &User, user: &User) -> Result<(), Error> {
    let somebody_else = |property: &str| {
        Error::bad_request(format!(
            "Another object with the same value for property {property} already exists."
        ))
    };
    let name = &user.user_principal_name;
    if *name != before.user_principal_name {
        check_sign_in_name(latest, name)?;
        let holder = latest.user_by_upn(name);
        if holder.is_some_and(|holder| holder.id != user.id) {
            return Err(somebody_else("userPrincipalName"));
        }
    }
    let held = before.addresses();
    let mut new = user.addresses();
    new.push(name.to_lowercase());
    new.retain(|address| !held.contains(address));
    for address in new {
        let mut holders = latest.holders_of_address(&address).into_iter();
        let by_name = latest.user_by_upn(&address);
        if holders.any(|holder| holder.id() != user.id)
            || by_name.is_some_and(|holder| holder.id != user.id)
        {
            return Err(somebody_else("proxyAddresses"));
        }
    }
    Ok(())
}

/// The characters and domains of sign-in names (learn.microsoft.com, "Prepare to provision users
/// through directory synchronization").
fn check_sign_in_name(latest: View<'_>, name: &str) -> Result<(), Error> {
    let (local, domain) = name.rsplit_once('@').unwrap_or((name, ""));
    let fits = |c: char| c.is_ascii_alphanumeric() || "'.-_!#^~".contains(c);
    if local.is_empty() || local.len() > 64 || !local.chars().all(fits) {
        return Err(invalid("userPrincipalName"));
    }
    if !latest.organization().owns_domain(domain) {
        return Err(Error::bad_request(
            "The domain portion of the userPrincipalName property is invalid. You must use one of \
             the verified domain names in your organization.",
        ));
    }
    Ok(())
}

fn may_change(request: &Request<'_>, rights: &Rights<'_>, user: &User, name: &str) -> bool {
    let own = user.id == request.caller.user_id;
    let is_own = own && OWN.contains(&name);
    let scope = request.has_any(ALL)
        || match name {
            "accountEnabled" => {
                request.has_any(&["User.EnableDisableAccount.All"])
                    && request.has_any(&["User.Read.All", "Directory.Read.All"])
            }
            "otherMails" => request.has_any(&["User-Mail.ReadWrite.All"]),
            "businessPhones" | "mobilePhone" => request.has_any(&["User-Phone.ReadWrite.All"]),
            "identities" => request.has_any(&["User.ManageIdentities.All"]),
            _ => false,
        }
        || (is_own && request.has_any(&["User.ReadWrite"]));
    let right = match name {
        _ if is_own => true,
        "accountEnabled" => rights.blocks(user),
        _ if SENSITIVE.contains(&name) => rights.acts_sensitively_on(user),
        _ => rights.edits_users(),
    };
    scope && right
}

fn invalid(name: &str) -> Error {
    Error::bad_request(format!(
        "Invalid value specified for property '{name}' of resource 'User'."
    ))
}

fn maybe(name: &str, value: &Json) -> Result<Option<String>, Error> {
    match value {
        Json::Null => Ok(None),
        Json::String(text) => Ok(Some(text.clone())),
        _ => Err(invalid(name)),
    }
}

fn texts(name: &str, value: &Json) -> Result<Vec<String>, Error> {
    let list = value.as_array().ok_or_else(|| invalid(name))?;
    list.iter()
        .map(|text| {
            text.as_str()
                .map(str::to_owned)
                .ok_or_else(|| invalid(name))
        })
        .collect()
}

fn set(user: &mut User, name: &str, value: &Json) -> Result<(), Error> {
    match name {
        "accountEnabled" => user.account_enabled = value.as_bool().ok_or_else(|| invalid(name))?,
        "displayName" => {
            let text = maybe(name, value)?.filter(|text| !text.is_empty());
            let text = text.ok_or_else(|| invalid(name))?;
            if text.chars().count() > LONGEST_NAME {
                return Err(invalid(name));
            }
            user.display_name = Some(text);
        }
        "givenName" => user.given_name = maybe(name, value)?,
        "surname" => user.surname = maybe(name, value)?,
        "jobTitle" => user.job_title = maybe(name, value)?,
        "department" => user.department = maybe(name, value)?,
        "companyName" => user.company_name = maybe(name, value)?,
        "officeLocation" => user.office_location = maybe(name, value)?,
        "mobilePhone" => user.mobile_phone = maybe(name, value)?,
        "preferredLanguage" => user.preferred_language = maybe(name, value)?,
        "mailNickname" => user.mail_nickname = maybe(name, value)?,
        "usageLocation" => {
            let country = maybe(name, value)?;
            let two_letters =
                |text: &String| text.len() == 2 && text.chars().all(|c| c.is_ascii_alphabetic());
            if !country.as_ref().is_none_or(two_letters) {
                return Err(invalid(name));
            }
            user.usage_location = country;
        }
        "mail" => set_mail(user, maybe(name, value)?)?,
        "otherMails" => {
            let mails = texts(name, value)?;
            if !mails.iter().all(|mail| is_address(mail)) {
                return Err(invalid(name));
            }
            user.other_mails = mails;
        }
        "businessPhones" => user.business_phones = texts(name, value)?,
        "showInAddressList" => {
            user.show_in_address_list = match value {
                Json::Null => None,
                Json::Bool(flag) => Some(*flag),
                _ => return Err(invalid(name)),
            };
        }
        "userType" => {
            user.user_type = match value.as_str() {
                Some("Guest") => Some(UserType::Guest),
                Some("Member") => Some(UserType::Member),
                _ => return Err(invalid(name)),
            };
        }
        "userPrincipalName" => {
            user.user_principal_name = maybe(name, value)?.ok_or_else(|| invalid(name))?;
        }
        _ if OTHER_TEXTS.contains(&name) => match maybe(name, value)? {
            Some(text) => {
                user.other.insert(name.to_owned(), Json::String(text));
            }
            None => {
                user.other.remove(name);
            }
        },
        _ if USERS.columns(Some(&[name.to_owned()]), false).is_ok() => {
            return Err(Error::bad_request(format!(
                "Property '{name}' is read-only and cannot be set."
            )));
        }
        _ => return Err(Error::bad_request(format!("Invalid property '{name}'."))),
    }
    Ok(())
}

/// The primary proxy address follows the mail.
fn set_mail(user: &mut User, mail: Option<String>) -> Result<(), Error> {
    if !mail.as_deref().is_none_or(is_address) {
        return Err(invalid("mail"));
    }
    user.proxy_addresses
        .retain(|proxy| !proxy.starts_with("SMTP:"));
    if let Some(mail) = &mail {
        user.proxy_addresses.insert(0, format!("SMTP:{mail}"));
    }
    user.mail = mail;
    Ok(())
}

/// DELETE /users/{id}
pub(super) fn delete(request: &Request<'_>) -> Result<Answer, Error> {
    delete_by_key(request, request.param(0))
}

/// Deletes a user so that it can be restored.
///
/// # Errors
///
/// 404 where there is none; 403 where the target's roles are out of the caller's reach.
pub(super) fn delete_by_key(request: &Request<'_>, key: &str) -> Result<Answer, Error> {
    request.tenant.write(&request.call(), |tx| {
        let user = find(tx.view(), key)?.clone();
        if !Rights::of(request, tx.latest())?.deletes(&user) {
            return Err(Error::denied());
        }
        if !tx.delete_user(user.id) {
            return Err(Error::missing(key));
        }
        tx.effect(Effect::new(EffectKind::UserDeleted).user(user.id));
        Ok(Answer::none())
    })
}
