//! Refusals of the sign-in service that come on demand.
//!
//! Numbers and meanings: learn.microsoft.com, "Microsoft Entra authentication and authorization
//! error codes". Which `error` and `suberror` go with a number is not documented as a whole;
//! where no public answer shows it, these are the ones that Microsoft's own sign-in libraries
//! tell apart: `basic_action` and `interaction_required` where signing in anew helps,
//! `message_only` where it does not.

use super::aadsts::SignInError;

/// One refusal that can be asked for.
struct Known {
    number: u32,
    error: &'static str,
    suberror: Option<&'static str>,
    text: &'static str,
}

const fn known(
    number: u32,
    error: &'static str,
    suberror: Option<&'static str>,
    text: &'static str,
) -> Known {
    Known {
        number,
        error,
        suberror,
        text,
    }
}

const GRANT: &str = "invalid_grant";
const INTERACT: &str = "interaction_required";
const BASIC: Option<&str> = Some("basic_action");
const ADDITIONAL: Option<&str> = Some("additional_action");
const MESSAGE: Option<&str> = Some("message_only");
const BAD_TOKEN: Option<&str> = Some("bad_token");

/// What Conditional Access says where a policy forbids the device code flow.
pub(crate) const POLICY_BLOCKS: u32 = 53003;

/// What the token endpoint can say to a refresh.
const REFRESH: &[Known] = &[
    known(
        50055,
        GRANT,
        Some("user_password_expired"),
        "The password is expired.",
    ),
    known(50057, GRANT, None, "The user account is disabled."),
    known(
        50072,
        INTERACT,
        BASIC,
        "Due to a configuration change made by your administrator, or because you moved to a new \
         location, you must enroll in multi-factor authentication.",
    ),
    known(
        50076,
        INTERACT,
        BASIC,
        "Due to a configuration change made by your administrator, or because you moved to a new \
         location, you must use multi-factor authentication.",
    ),
    known(
        50078,
        INTERACT,
        BASIC,
        "Presented multi-factor authentication has expired due to policies configured by your \
         administrator, you must refresh your multi-factor authentication.",
    ),
    known(
        50079,
        INTERACT,
        BASIC,
        "Due to a configuration change made by your administrator, or because you moved to a new \
         location, you must enroll in multi-factor authentication.",
    ),
    known(
        50097,
        INTERACT,
        ADDITIONAL,
        "Device authentication is required.",
    ),
    known(
        50105,
        GRANT,
        MESSAGE,
        "Your administrator has configured the application to block users unless they are \
         specifically granted access to it.",
    ),
    known(
        50132,
        GRANT,
        None,
        "The session is not valid due to password expiration or recent password change.",
    ),
    known(
        50133,
        GRANT,
        None,
        "The session is not valid due to password expiration or recent password change.",
    ),
    known(
        50158,
        INTERACT,
        ADDITIONAL,
        "External security challenge was not satisfied.",
    ),
    known(
        50173,
        GRANT,
        None,
        "The provided grant has expired due to it being revoked, a fresh auth token is needed. The \
         user might have changed or reset their password.",
    ),
    known(
        53000,
        INTERACT,
        MESSAGE,
        "Device is not in required device state. Conditional Access policy requires a compliant \
         device, and the device is not compliant.",
    ),
    known(
        53001,
        INTERACT,
        MESSAGE,
        "Device is not in required device state. Conditional Access policy requires a domain \
         joined device, and the device is not domain joined.",
    ),
    known(
        53003,
        GRANT,
        MESSAGE,
        "Access has been blocked by Conditional Access policies. The access policy does not allow \
         token issuance.",
    ),
    known(
        53004,
        INTERACT,
        MESSAGE,
        "The user needs to complete multi-factor authentication registration, but it is blocked \
         by risk.",
    ),
    known(
        65001,
        GRANT,
        Some("consent_required"),
        "The user or administrator has not consented to use the application. Send an interactive \
         authorization request for this user and resource.",
    ),
    known(
        70000,
        GRANT,
        BAD_TOKEN,
        "Provided grant is invalid or malformed.",
    ),
    known(
        70008,
        GRANT,
        BAD_TOKEN,
        "The provided authorization code or refresh token has expired due to inactivity. Send a \
         new interactive authorization request for this user and resource.",
    ),
    known(
        70043,
        GRANT,
        BAD_TOKEN,
        "The refresh token has expired or is invalid due to sign-in frequency checks by \
         Conditional Access.",
    ),
    known(
        70044,
        GRANT,
        BAD_TOKEN,
        "The session has expired or is invalid due to sign-in frequency checks by Conditional \
         Access.",
    ),
    known(
        70046,
        GRANT,
        BAD_TOKEN,
        "The session has expired or is invalid due to re-authentication policy checks.",
    ),
    known(
        500_133,
        GRANT,
        None,
        "The assertion is not within its valid time range. Request a new token.",
    ),
    known(
        530_031,
        GRANT,
        MESSAGE,
        "The access policy does not allow token issuance.",
    ),
    known(
        530_032,
        GRANT,
        MESSAGE,
        "The sign-in is blocked by a security policy of the tenant.",
    ),
    known(
        700_081,
        GRANT,
        BAD_TOKEN,
        "The refresh token has expired due to maximum lifetime.",
    ),
    known(
        700_082,
        GRANT,
        BAD_TOKEN,
        "The refresh token has expired due to inactivity.",
    ),
];

/// What the sign-in page can say to a sign-in by device code.
const DEVICE_CODE: &[Known] = &[
    known(
        50005,
        INTERACT,
        MESSAGE,
        "The sign-in comes from a device platform that is unknown or not supported by a \
         Conditional Access policy.",
    ),
    known(
        50097,
        INTERACT,
        MESSAGE,
        "Device authentication is required.",
    ),
    known(
        53000,
        INTERACT,
        MESSAGE,
        "Device is not in required device state. Conditional Access policy requires a compliant \
         device, and the device is not compliant.",
    ),
    known(
        53001,
        INTERACT,
        MESSAGE,
        "Device is not in required device state. Conditional Access policy requires a domain \
         joined device, and the device is not domain joined.",
    ),
    known(
        53003,
        GRANT,
        MESSAGE,
        "Access has been blocked by Conditional Access policies. Your sign-in was successful, but \
         it uses an authentication flow that is restricted by your administrator.",
    ),
    known(
        530_031,
        GRANT,
        MESSAGE,
        "The access policy does not allow token issuance.",
    ),
    known(
        530_033,
        GRANT,
        MESSAGE,
        "Access has been blocked by device-based Conditional Access policies: a remote device \
         flow cannot satisfy them.",
    ),
];

/// The refusal of a refresh with this number.
pub(crate) fn of_refresh(number: u32) -> Option<SignInError> {
    find(REFRESH, number)
}

/// The refusal of a sign-in by device code with this number.
pub(crate) fn of_device_code(number: u32) -> Option<SignInError> {
    find(DEVICE_CODE, number)
}

/// Every number that [`of_refresh`] knows, for people.
pub(crate) fn numbers_of_refresh() -> String {
    numbers(REFRESH)
}

/// Every number that [`of_device_code`] knows, for people.
pub(crate) fn numbers_of_device_code() -> String {
    numbers(DEVICE_CODE)
}

fn find(table: &[Known], number: u32) -> Option<SignInError> {
    let known = table.iter().find(|known| known.number == number)?;
    let error = SignInError::new(known.error, known.number, known.text);
    let error = match known.suberror {
        Some(suberror) => error.with_suberror(suberror),
        None => error,
    };
    Some(if known.error == INTERACT {
        error.with_claims()
    } else {
        error
    })
}

fn numbers(table: &[Known]) -> String {
    let numbers: Vec<String> = table.iter().map(|known| known.number.to_string()).collect();
    numbers.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_there_once() {
        for table in [REFRESH, DEVICE_CODE] {
            let mut numbers: Vec<u32> = table.iter().map(|known| known.number).collect();
            let count = numbers.len();
            numbers.sort_unstable();
            numbers.dedup();
            assert_eq!(numbers.len(), count);
        }
        assert_eq!(of_refresh(50173), Some(SignInError::revoked()));
        assert!(of_refresh(70016).is_none() && of_device_code(50173).is_none());
    }
}
