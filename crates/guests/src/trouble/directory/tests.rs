use super::*;

fn about(action: Action) -> Context<'static> {
    Context {
        action,
        address: Some("o.lind@kestrel.example"),
        target: Some("Suppliers Q4"),
    }
}

/// Refusals as they were reported, with the cause they must lead to.
const REPORTED: &[(Action, u16, &str, &str, &str)] = &[
    (
        Action::Invite,
        401,
        "Unauthorized",
        "Insufficient privileges to perform requested operation by the application '00000003-0000-0000-c000-000000000000'. ControllerName=MSGraphInviteAPI, ActionName=CreateInvite, URL absolute path=/api/t/invites",
        "inviteScopeMissing",
    ),
    (
        Action::Invite,
        403,
        "Forbidden",
        "Guest invitations not allowed for your company. Contact your company administrator for more details.",
        "invitationsNotAllowed",
    ),
    (
        Action::Invite,
        400,
        "BadRequest",
        "The user's domain is currently blocked by your invitation policy.",
        "domainBlocked",
    ),
    (
        Action::Invite,
        400,
        "BadRequest",
        "This invitation is blocked by cross-tenant access settings. Admins in both your organization and the invited user's organization must configure cross-tenant access settings to allow the invitation.",
        "crossTenantBlocked",
    ),
    (
        Action::Invite,
        400,
        "BadRequest",
        "This action can't be completed because the Microsoft B2B Cross Cloud Worker application has been disabled in the invited user's tenant. Ask the invited user's admin to re-enable it, then try again.",
        "crossCloudWorkerDisabled",
    ),
    (
        Action::Invite,
        400,
        "BadRequest",
        "This user cannot be invited because the domain of the user's email address is a verified domain of this directory.",
        "ownDomain",
    ),
    (
        Action::Invite,
        400,
        "BadRequest",
        "The invited user already exists in the directory as object ID: 3f2504e0-4f89-11d3-9a0c-0305e82c3301. They can use that account to sign in to shared apps and resources.",
        "addressInUse",
    ),
    (
        Action::Invite,
        400,
        "BadRequest",
        "The invited user already exists in the directory as object ID: 3f2504e0-4f89-11d3-9a0c-0305e82c3301, but the account is blocked from signing in. If the account is unblocked, they can use that account to sign in to shared apps and resources.",
        "blockedAccountHasAddress",
    ),
    (
        Action::Invite,
        400,
        "BadRequest",
        "Another object with the same proxy address exists: conflicting contact object",
        "proxyAddressConflict",
    ),
    (
        Action::Invite,
        400,
        "BadRequest",
        "Invalid value for InvitedUserEmailAddress",
        "addressRefused",
    ),
    (
        Action::Invite,
        403,
        "Directory_QuotaExceeded",
        "The directory object quota limit for the Principal has been exceeded.",
        "quotaExceeded",
    ),
    (
        Action::Resend,
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation.",
        "inviteRefused",
    ),
    (
        Action::AddToGroup,
        400,
        "Request_BadRequest",
        "One or more added object references already exist for the following modified properties: 'members'.",
        "alreadyMember",
    ),
    (
        Action::AddToGroup,
        404,
        "Request_ResourceNotFound",
        "Resource '1' does not exist or one of its queried reference-property objects are not present.",
        "goneOrNotYetThere",
    ),
    (
        Action::AddToGroup,
        400,
        "Request_BadRequest",
        "Cannot Update a mail-enabled security groups and or distribution list.",
        "groupMailEnabled",
    ),
    (
        Action::AddToGroup,
        400,
        "Request_BadRequest",
        "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.",
        "groupSynced",
    ),
    (
        Action::AddToGroup,
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation.",
        "groupRefused",
    ),
    (
        Action::AssignApplication,
        400,
        "Request_BadRequest",
        "Permission being assigned already exists on the object",
        "alreadyAssigned",
    ),
    (
        Action::AssignApplication,
        400,
        "Request_BadRequest",
        "Permission being assigned was not found on application 'x'.",
        "roleNotOffered",
    ),
    (
        Action::AssignApplication,
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation.",
        "applicationRefused",
    ),
    (
        Action::AssignApplication,
        404,
        "Request_ResourceNotFound",
        "Resource '1' does not exist or one of its queried reference-property objects are not present.",
        "goneOrNotYetThere",
    ),
    (
        Action::AddToGroup,
        400,
        "Directory_ObjectNotFound",
        "Unable to read the company information from the directory.",
        "directoryLags",
    ),
    (
        Action::Read,
        401,
        "InvalidAuthenticationToken",
        "Lifetime validation failed, the token is expired.",
        "signInAgain",
    ),
    (Action::Read, 403, "insufficient_claims", "", "stepUpNeeded"),
    (
        Action::Read,
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation.",
        "readRefused",
    ),
    (
        Action::Read,
        400,
        "Request_UnsupportedQuery",
        "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
        "unsupportedQuery",
    ),
    (
        Action::Read,
        403,
        "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
        "",
        "licenceMissing",
    ),
    (
        Action::Invite,
        429,
        "TooManyRequests",
        "",
        "tooManyRequests",
    ),
    (Action::Invite, 500, "", "<html>", "serviceFailed"),
];

#[test]
fn every_reported_refusal_has_its_cause() {
    for (action, status, code, message, expected) in REPORTED {
        let explanation = explain(*status, code, message, &about(*action));
        assert_eq!(explanation.code, *expected, "{status} {code} {message}");
    }
}

#[test]
fn every_cause_can_be_reached_and_is_complete() {
    for cause in CAUSES {
        for sentence in [cause.summary, cause.cause, cause.remedy] {
            assert!(sentence.ends_with('.'), "{}: {sentence}", cause.code);
        }
        assert!(
            cause
                .fragments
                .iter()
                .all(|text| *text == text.to_lowercase()),
            "{}",
            cause.code
        );
        let status = cause.statuses.first().copied().unwrap_or(400);
        let code = cause.codes.first().copied().unwrap_or("");
        let message = cause.fragments.first().copied().unwrap_or("");
        let actions = [
            Action::Invite,
            Action::Resend,
            Action::AddToGroup,
            Action::AssignApplication,
            Action::Read,
        ];
        let explanation = actions
            .iter()
            .map(|action| explain(status, code, message, &about(*action)))
            .find(|explanation| explanation.code == cause.code)
            .unwrap_or_else(|| panic!("{} is never reached", cause.code));
        let text = format!("{explanation:?}");
        assert!(!text.contains('{') || !text.contains("{address}"), "{text}");
        assert!(
            !text.contains("{target}") && !text.contains("{domain}"),
            "{text}"
        );
    }
}

#[test]
fn names_are_filled_in() {
    let explanation = explain(
        400,
        "BadRequest",
        "is currently blocked by your invitation policy",
        &about(Action::Invite),
    );
    assert_eq!(
        explanation.summary,
        "kestrel.example is kept out by the domain list."
    );
    assert!(
        explanation
            .request
            .is_some_and(|text| text.contains("o.lind@kestrel.example"))
    );
    let explanation = explain(
        403,
        "Authorization_RequestDenied",
        "",
        &about(Action::AddToGroup),
    );
    assert_eq!(explanation.who[0], "Owners of Suppliers Q4");
}

#[test]
fn unknown_words_are_passed_on() {
    let explanation = explain(400, "Odd", "Something unheard of.", &about(Action::Invite));
    assert_eq!(explanation.code, "refused");
    assert!(explanation.cause.contains("Something unheard of."));
    assert!(
        explain(418, "", "", &about(Action::Invite))
            .cause
            .contains("418")
    );
}

#[test]
fn what_holds_already_is_no_refusal() {
    let member = "One or more added object references already exist for the following modified properties: 'members'.";
    assert!(held_already(Action::AddToGroup, member));
    assert!(!held_already(Action::Invite, member));
    assert!(held_already(
        Action::AssignApplication,
        "Permission being assigned already exists on the object"
    ));
    assert!(!held_already(
        Action::AddToGroup,
        "Insufficient privileges to complete the operation."
    ));
}

#[test]
fn lag_is_told_from_refusal() {
    let missing = "Resource '1' does not exist or one of its queried reference-property objects are not present.";
    assert!(not_there_yet(404, "Request_ResourceNotFound", missing));
    assert!(not_there_yet(400, "Directory_ObjectNotFound", ""));
    assert!(!not_there_yet(
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation."
    ));
    assert!(!not_there_yet(
        400,
        "Request_BadRequest",
        "One or more added object references already exist"
    ));
}

#[test]
fn the_object_id_is_read_out() {
    let id = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
    let text =
        format!("The invited user already exists in the directory as object ID: {id}. They can");
    assert_eq!(object_id_in(&text).as_deref(), Some(id));
    assert_eq!(
        object_id_in(&format!("as objectID: {id}")).as_deref(),
        Some(id)
    );
    assert_eq!(object_id_in("object ID: none"), None);
    assert_eq!(object_id_in(""), None);
}
