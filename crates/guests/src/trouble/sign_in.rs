//! Refusals of the sign-in service, and what kept it from answering.
//!
//! Nothing branches on what is explained here: the words are for a person.

mod codes;
mod row;

use serde::Serialize;
use ts_rs::TS;

use crate::explanation::Explanation;
use row::Who::{Access, Applications, Nobody, Registration, You};
use row::{Row, row};

/// `suberror` values.
///
/// Source: Microsoft Authentication Library, "Handle errors and exceptions", classification of
/// interaction-required errors.
const SUBERRORS: &[(&str, Row)] = &[
    (
        "message_only",
        row(
            "cannotBeFixedBySigningIn",
            "The sign-in was refused.",
            "A condition of your organization is not met, and signing in again does not change that.",
            "Read what the sign-in page says, and ask an administrator.",
            Access,
        ),
    ),
    (
        "basic_action",
        row(
            "actionNeeded",
            "The sign-in needs something from you.",
            "The sign-in page will ask for it.",
            "Sign in again and follow the page.",
            You,
        ),
    ),
    (
        "additional_action",
        row(
            "actionElsewhereNeeded",
            "Something has to be done outside the sign-in.",
            "A condition of your organization has to be met first, such as registering a device.",
            "Sign in again and follow the page; ask an administrator if it does not help.",
            You,
        ),
    ),
    (
        "consent_required",
        row(
            "consentNeeded",
            "Usher has not been given this permission.",
            "Neither you nor an administrator has consented to it.",
            "Consent to it when you are asked, or send the administrator the link.",
            Applications,
        ),
    ),
    (
        "user_password_expired",
        row(
            "passwordExpired",
            "Your password has expired.",
            "The organization wants a new password.",
            "Change it in a browser, then sign in again.",
            You,
        ),
    ),
    (
        "bad_token",
        row(
            "grantInvalid",
            "You have to sign in again.",
            "The kept sign-in is not accepted any more.",
            "Sign in again.",
            You,
        ),
    ),
    (
        "ui_not_allowed",
        row(
            "actionNeeded",
            "The sign-in needs something from you.",
            "It cannot go on without asking you.",
            "Sign in again.",
            You,
        ),
    ),
    (
        "interrupted_user",
        row(
            "interrupted",
            "The sign-in was interrupted.",
            "The page asked for something that was not done.",
            "Sign in again and follow the page.",
            You,
        ),
    ),
    (
        "client_mismatch",
        row(
            "grantInvalid",
            "You have to sign in again.",
            "The kept sign-in belongs to another application id.",
            "Sign in again.",
            You,
        ),
    ),
];

/// `error` values, for answers whose number says nothing more.
///
/// Source: RFC 6749, section 5.2; RFC 8628, section 3.5; Microsoft identity platform, "OAuth 2.0
/// device authorization grant flow".
const ERRORS: &[(&str, Row)] = &[
    (
        "authorization_pending",
        row(
            "authorizationPending",
            "The sign-in waits for you.",
            "The code has not been entered and approved yet.",
            "Enter the code on the sign-in page.",
            You,
        ),
    ),
    (
        "slow_down",
        row(
            "authorizationPending",
            "The sign-in waits for you.",
            "The service asks to be asked less often.",
            "Enter the code on the sign-in page.",
            You,
        ),
    ),
    ("authorization_declined", DECLINED),
    ("access_denied", DECLINED),
    (
        "bad_verification_code",
        row(
            "codeMistyped",
            "The code was not recognized.",
            "It was mistyped, or is not a code of this service.",
            "Get a new code and enter it again.",
            You,
        ),
    ),
    ("expired_token", EXPIRED),
    ("code_expired", EXPIRED),
    (
        "interaction_required",
        row(
            "actionNeeded",
            "The sign-in needs something from you.",
            "Your organization asks for a further step, such as a second proof.",
            "Sign in again.",
            You,
        ),
    ),
    (
        "login_required",
        row(
            "notSignedIn",
            "You have to sign in again.",
            "There is no session to continue.",
            "Sign in again.",
            You,
        ),
    ),
    (
        "consent_required",
        row(
            "consentNeeded",
            "Usher has not been given this permission.",
            "Neither you nor an administrator has consented to it.",
            "Consent to it when you are asked, or send the administrator the link.",
            Applications,
        ),
    ),
    (
        "bad_token",
        row(
            "grantInvalid",
            "You have to sign in again.",
            "The kept sign-in is not accepted any more.",
            "Sign in again.",
            You,
        ),
    ),
    (
        "invalid_grant",
        row(
            "grantInvalid",
            "You have to sign in again.",
            "The sign-in is not accepted any more, or a condition for it is not met.",
            "Sign in again.",
            You,
        ),
    ),
    (
        "invalid_client",
        row(
            "notPublicClient",
            "The app registration does not fit.",
            "The service demanded a secret, or does not accept the application id.",
            "Have Allow public client flows switched on, and check the application id.",
            Registration,
        ),
    ),
    (
        "unauthorized_client",
        row(
            "applicationNotFound",
            "The application may not sign people in here.",
            "The application id is not known in this tenant, or not allowed this way of signing in.",
            "Check the tenant and the application id.",
            Registration,
        ),
    ),
    (
        "invalid_scope",
        row(
            "scopeInvalid",
            "Usher asked for a permission that does not exist.",
            "The list of permissions in the request is not valid.",
            "Report it as a fault of Usher.",
            Nobody,
        ),
    ),
    (
        "invalid_resource",
        row(
            "graphUnavailable",
            "Microsoft Graph is not available in this tenant.",
            "The service that Usher asks for is not known there.",
            "Ask an administrator.",
            Applications,
        ),
    ),
    (
        "invalid_tenant",
        row(
            "tenantNotFound",
            "The tenant was not found.",
            "No organization of that name or id exists in this cloud.",
            "Check the tenant's id or domain, and the cloud.",
            You,
        ),
    ),
    ("temporarily_unavailable", UNAVAILABLE),
    ("server_error", UNAVAILABLE),
];

const DECLINED: Row = row(
    "declined",
    "The sign-in was declined.",
    "You, or somebody who had the code, pressed Cancel on the sign-in page.",
    "Get a new code if you still want to sign in.",
    You,
);
const EXPIRED: Row = row(
    "codeExpired",
    "The code has expired.",
    "A code holds for fifteen minutes.",
    "Get a new code.",
    You,
);
const UNAVAILABLE: Row = row(
    "serviceBusy",
    "The sign-in service does not work at present.",
    "It answered with a passing fault.",
    "Try again in a few minutes.",
    Nobody,
);

/// What went wrong at sign-in without a word from the service about the cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LocalTrouble {
    /// No connection to the sign-in service.
    Offline,
    /// No answer in time.
    TimedOut,
    /// The code ran out.
    Expired,
    /// Cancel was pressed on the page.
    Declined,
    /// The service answered with a fault of its own.
    Unavailable,
    /// The answer was not one of the sign-in service.
    UnexpectedAnswer,
    /// Another account signed in than the one that was asked for.
    OtherAccount,
    /// A personal Microsoft account.
    PersonalAccount,
    /// Graph asked for claims that only a new sign-in can meet.
    ProofNeeded,
    /// There is no kept sign-in.
    SignedOut,
    /// It was called off in Usher.
    Cancelled,
}

const fn local_row(trouble: LocalTrouble) -> Row {
    match trouble {
        LocalTrouble::Offline => row(
            "offline",
            "The sign-in service cannot be reached.",
            "There is no connection to it: the network is down, or a proxy or firewall is in the way.",
            "Check the network, then try again.",
            You,
        ),
        LocalTrouble::TimedOut => row(
            "timedOut",
            "The sign-in service did not answer in time.",
            "The connection is slow or the service is busy.",
            "Try again.",
            You,
        ),
        LocalTrouble::Expired => EXPIRED,
        LocalTrouble::Declined => DECLINED,
        LocalTrouble::Unavailable => UNAVAILABLE,
        LocalTrouble::UnexpectedAnswer => row(
            "unexpectedAnswer",
            "Something else answered in place of the sign-in service.",
            "The answer was not in its form. A proxy, a hotel network's page or a filter may be in between.",
            "Open a web page in the browser to pass the network's own sign-in, then try again.",
            You,
        ),
        LocalTrouble::OtherAccount => row(
            "otherAccount",
            "You signed in with another account.",
            "The account that signed in is not the one this was for.",
            "Sign in again with the account shown in Usher.",
            You,
        ),
        LocalTrouble::PersonalAccount => row(
            "personalAccount",
            "Personal Microsoft accounts have no directory.",
            "Guests are managed in an organization, and this account belongs to none.",
            "Sign in with a work account.",
            You,
        ),
        LocalTrouble::ProofNeeded => row(
            "proofNeeded",
            "Your organization asks you to sign in again.",
            "Something changed since you signed in, such as the network, the device or a policy, and Microsoft Graph asks for a proof that only a new sign-in gives.",
            "Sign in again, then go on.",
            You,
        ),
        LocalTrouble::SignedOut => row(
            "signedOut",
            "You are signed out.",
            "No sign-in is kept for this account.",
            "Sign in again.",
            You,
        ),
        LocalTrouble::Cancelled => row(
            "cancelled",
            "The sign-in was called off.",
            "You ended it in Usher.",
            "Start again when you are ready.",
            You,
        ),
    }
}

/// What went wrong, where the service itself gave no cause.
pub fn local(trouble: LocalTrouble) -> Explanation {
    local_row(trouble).explain("no code")
}

/// Explains a refusal by its AADSTS numbers, else by its `suberror`, else by its `error`. What is
/// not in the tables is shown as the service said it.
pub fn explain(error: &str, suberror: Option<&str>, codes: &[u32]) -> Explanation {
    let by_code = codes
        .iter()
        .find_map(|code| Some((format!("AADSTS{code}"), codes::find(*code)?)));
    let by_name = |table: &'static [(&str, Row)], name: &str| {
        let found = table.iter().find(|(known, _)| *known == name);
        found.map(|(known, row)| ((*known).to_owned(), row))
    };
    let found = by_code
        .or_else(|| suberror.and_then(|name| by_name(SUBERRORS, name)))
        .or_else(|| by_name(ERRORS, error));
    if let Some((name, row)) = found {
        return row.explain(&name);
    }
    let name = codes
        .first()
        .map_or_else(|| error.to_owned(), |code| format!("AADSTS{code}"));
    Explanation::new(
        "signInRefused",
        format!("The sign-in was refused ({name})."),
        "The sign-in service gave a reason that Usher has no explanation for.",
        "Try again. If it stays so, send the details to an administrator, who finds the attempt in the sign-in log.",
    )
    .who(["You"])
    .request(format!(
        "I cannot sign in to Usher: {name}. Please look into the sign-in log; the details are below."
    ))
}

/// A number that the sign-in page may show while Usher goes on waiting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PageRefusal {
    /// The AADSTS number, as the page shows it.
    pub code: u32,
    /// What it means.
    pub explanation: Explanation,
}

/// Numbers under "The page says I may not", the most frequent first.
///
/// Source: Microsoft Entra Conditional Access, "Block authentication flows", and the error codes.
const PAGE_REFUSALS: &[u32] = &[53003, 530_033, 53000, 50097];

/// What the page may say, with what it means and what to do. In these cases the service tells only
/// the page, and the program that waits for the code hears nothing.
pub fn page_refusals() -> Vec<PageRefusal> {
    PAGE_REFUSALS
        .iter()
        .filter_map(|code| {
            let explanation = codes::find(*code)?.explain(&format!("AADSTS{code}"));
            Some(PageRefusal {
                code: *code,
                explanation,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;
