//! Refusals of the sign-in service that come on demand.
//!
//! Numbers and meanings: learn.microsoft.com, "Microsoft Entra authentication and authorization
//! error codes". Which `error` and `suberror` go with a number is not documented as a whole;
//! where no public answer shows it, these are the ones that Microsoft's own sign-in libraries
//! tell apart: `basic_action` and `interaction_required` where signing in anew helps,
//! `message_only` where it does not.

use super::aadsts::SignInError;

/// Refusals that go with one `error` and `suberror`: numbers, and what they say.
struct Kind {
    error: &'static str,
    suberror: Option<&'static str>,
    refusals: &'static [(&'static [u32], &'static str)],
}

const GRANT: &str = "invalid_grant";
const INTERACT: &str = "interaction_required";
const BASIC: Option<&str> = Some("basic_action");
const ADDITIONAL: Option<&str> = Some("additional_action");
const MESSAGE: Option<&str> = Some("message_only");
const BAD_TOKEN: Option<&str> = Some("bad_token");

/// What Conditional Access says where a policy forbids the device code flow.
pub(crate) const POLICY_BLOCKS: u32 = 53003;

/// What both can say, the token endpoint to a refresh and the sign-in page to a device code.
const BOTH: &[Kind] = &[
    Kind {
        error: INTERACT,
        suberror: MESSAGE,
        refusals: &[
            (
                &[53000],
                "Device is not in required device state. Conditional Access policy requires a \
                 compliant device, and the device is not compliant.",
            ),
            (
                &[53001],
                "Device is not in required device state. Conditional Access policy requires a \
                 domain joined device, and the device is not domain joined.",
            ),
        ],
    },
    Kind {
        error: GRANT,
        suberror: MESSAGE,
        refusals: &[(
            &[530_031],
            "The access policy does not allow token issuance.",
        )],
    },
];

/// What the token endpoint alone can say.
const REFRESH: &[Kind] = &[
    Kind {
        error: GRANT,
        suberror: Some("user_password_expired"),
        refusals: &[(&[50055], "The password is expired.")],
    },
    Kind {
        error: GRANT,
        suberror: None,
        refusals: &[
            (&[50057], "The user account is disabled."),
            (
                &[50132, 50133],
                "The session is not valid due to password expiration or recent password change.",
            ),
            (
                &[50173],
                "The provided grant has expired due to it being revoked, a fresh auth token is \
                 needed. The user might have changed or reset their password.",
            ),
            (
                &[500_133],
                "The assertion is not within its valid time range. Request a new token.",
            ),
        ],
    },
    Kind {
        error: INTERACT,
        suberror: BASIC,
        refusals: &[
            (
                &[50072, 50079],
                "Due to a configuration change made by your administrator, or because you moved to \
                 a new location, you must enroll in multi-factor authentication.",
            ),
            (
                &[50076],
                "Due to a configuration change made by your administrator, or because you moved to \
                 a new location, you must use multi-factor authentication.",
            ),
            (
                &[50078],
                "Presented multi-factor authentication has expired due to policies configured by \
                 your administrator, you must refresh your multi-factor authentication.",
            ),
        ],
    },
    Kind {
        error: INTERACT,
        suberror: ADDITIONAL,
        refusals: &[
            (&[50097], "Device authentication is required."),
            (&[50158], "External security challenge was not satisfied."),
        ],
    },
    Kind {
        error: GRANT,
        suberror: MESSAGE,
        refusals: &[
            (
                &[50105],
                "Your administrator has configured the application to block users unless they are \
                 specifically granted access to it.",
            ),
            (
                &[53003],
                "Access has been blocked by Conditional Access policies. The access policy does \
                 not allow token issuance.",
            ),
            (
                &[530_032],
                "The sign-in is blocked by a security policy of the tenant.",
            ),
        ],
    },
    Kind {
        error: INTERACT,
        suberror: MESSAGE,
        refusals: &[(
            &[53004],
            "The user needs to complete multi-factor authentication registration, but it is \
             blocked by risk.",
        )],
    },
    Kind {
        error: GRANT,
        suberror: Some("consent_required"),
        refusals: &[(
            &[65001],
            "The user or administrator has not consented to use the application. Send an \
             interactive authorization request for this user and resource.",
        )],
    },
    Kind {
        error: GRANT,
        suberror: BAD_TOKEN,
        refusals: &[
            (&[70000], "Provided grant is invalid or malformed."),
            (
                &[70008],
                "The provided authorization code or refresh token has expired due to inactivity. \
                 Send a new interactive authorization request for this user and resource.",
            ),
            (
                &[70043],
                "The refresh token has expired or is invalid due to sign-in frequency checks by \
                 Conditional Access.",
            ),
            (
                &[70044],
                "The session has expired or is invalid due to sign-in frequency checks by \
                 Conditional Access.",
            ),
            (
                &[70046],
                "The session has expired or is invalid due to re-authentication policy checks.",
            ),
            (
                &[700_081],
                "The refresh token has expired due to maximum lifetime.",
            ),
            (
                &[700_082],
                "The refresh token has expired due to inactivity.",
            ),
        ],
    },
];

/// What the sign-in page alone can say.
const DEVICE_CODE: &[Kind] = &[
    Kind {
        error: INTERACT,
        suberror: MESSAGE,
        refusals: &[
            (
                &[50005],
                "The sign-in comes from a device platform that is unknown or not supported by a \
                 Conditional Access policy.",
            ),
            (&[50097], "Device authentication is required."),
        ],
    },
    Kind {
        error: GRANT,
        suberror: MESSAGE,
        refusals: &[
            (
                &[53003],
                "Access has been blocked by Conditional Access policies. Your sign-in was \
                 successful, but it uses an authentication flow that is restricted by your \
                 administrator.",
            ),
            (
                &[530_033],
                "Access has been blocked by device-based Conditional Access policies: a remote \
                 device flow cannot satisfy them.",
            ),
        ],
    },
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

fn find(own: &[Kind], number: u32) -> Option<SignInError> {
    let mut kinds = BOTH.iter().chain(own);
    let (kind, text) = kinds.find_map(|kind| {
        let mut refusals = kind.refusals.iter();
        let (_, text) = refusals.find(|(numbers, _)| numbers.contains(&number))?;
        Some((kind, *text))
    })?;
    let error = SignInError::new(kind.error, number, text);
    let error = match kind.suberror {
        Some(suberror) => error.with_suberror(suberror),
        None => error,
    };
    Some(if kind.error == INTERACT {
        error.with_claims()
    } else {
        error
    })
}

fn numbers(own: &[Kind]) -> String {
    let numbers: Vec<String> = sorted(own).iter().map(u32::to_string).collect();
    numbers.join(", ")
}

fn sorted(own: &[Kind]) -> Vec<u32> {
    let refusals = BOTH.iter().chain(own).flat_map(|kind| kind.refusals);
    let mut numbers: Vec<u32> = refusals
        .flat_map(|(numbers, _)| numbers.iter().copied())
        .collect();
    numbers.sort_unstable();
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_there_once() {
        for table in [REFRESH, DEVICE_CODE] {
            let mut numbers = sorted(table);
            let count = numbers.len();
            numbers.dedup();
            assert_eq!(numbers.len(), count);
        }
        assert_eq!(of_refresh(50173), Some(SignInError::revoked()));
        assert!(of_refresh(70016).is_none() && of_device_code(50173).is_none());
    }
}
