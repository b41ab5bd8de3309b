//! The table of refusals.
//!
//! Sources: Microsoft Graph, "Create invitation", "Add members", "Grant an appRoleAssignment",
//! "Microsoft Graph error responses"; Microsoft Entra External ID, "Troubleshoot common B2B
//! collaboration issues" and "Allow or block invitations to B2B users"; Microsoft Entra, service
//! limits; answers reported in the microsoftgraph repositories.

use super::Action;
use crate::settings;

/// One cause. An empty list matches everything; all lists have to match; the first row wins.
pub(super) struct Cause {
    /// Stable name.
    pub(super) code: &'static str,
    pub(super) actions: &'static [Action],
    pub(super) statuses: &'static [u16],
    /// `error.code`.
    pub(super) codes: &'static [&'static str],
    /// Parts of `error.message`, lower case.
    pub(super) fragments: &'static [&'static str],
    pub(super) summary: &'static str,
    pub(super) cause: &'static str,
    pub(super) remedy: &'static str,
    pub(super) who: &'static [&'static str],
    pub(super) setting: Option<&'static str>,
    pub(super) request: Option<&'static str>,
}

const ANY: Cause = Cause {
    code: "",
    actions: &[],
    statuses: &[],
    codes: &[],
    fragments: &[],
    summary: "",
    cause: "",
    remedy: "",
    who: &["You"],
    setting: None,
    request: None,
};

const INVITING: &[Action] = &[Action::Invite, Action::Resend];
const GROUP: &[Action] = &[Action::AddToGroup];
const APPLICATION: &[Action] = &[Action::AssignApplication];

/// Every known refusal, the particular before the general.
pub(super) const CAUSES: &[Cause] = &[
    Cause {
        code: "invitationsNotAllowed",
        actions: INVITING,
        fragments: &["guest invitations not allowed"],
        summary: "This organization does not let you invite guests.",
        cause: "The guest invite settings keep you, or everybody, from inviting. A role that was assigned just now takes up to an hour to work.",
        remedy: "Ask for the Guest Inviter role or have the setting changed, wait up to an hour, then try again.",
        who: &["User Administrator", "Global Administrator"],
        setting: Some(settings::GUEST_INVITE_SETTINGS),
        request: Some(
            "Please let me invite guest users, by the Guest Inviter role or by the guest invite settings: External Identities › External collaboration settings. Inviting {address} was refused.",
        ),
        ..ANY
    },
    Cause {
        code: "domainBlocked",
        actions: INVITING,
        fragments: &[
            "blocked by your invitation policy",
            "blocked by your organization's invitation policy",
            "domain is currently blocked",
        ],
        summary: "{domain} is kept out by the domain list.",
        cause: "This organization allows invitations only to some domains, or denies them to some, and {domain} is on the wrong side.",
        remedy: "Have the list changed under Target domains, then try again. A change can take up to an hour.",
        who: &["Global Administrator"],
        setting: Some(settings::COLLABORATION_RESTRICTIONS),
        request: Some(
            "Please let {domain} through the collaboration restrictions, so that I can invite {address}: External Identities › External collaboration settings › Target domains.",
        ),
        ..ANY
    },
    Cause {
        code: "crossTenantBlocked",
        actions: INVITING,
        fragments: &["blocked by cross-tenant access settings"],
        summary: "Cross-tenant access settings block this invitation.",
        cause: "Either this organization blocks inbound B2B collaboration with {domain}, or the partner blocks it outbound; which one cannot be seen from here.",
        remedy: "Have both organizations allow it, then try again.",
        who: &[
            "Security Administrator",
            "Global Administrator",
            "An administrator of the partner",
        ],
        setting: Some(settings::CROSS_TENANT_ACCESS),
        request: Some(
            "Please allow inbound B2B collaboration with the organization of {domain}, so that I can invite {address}: External Identities › Cross-tenant access settings. The partner has to allow it outbound as well.",
        ),
        ..ANY
    },
    Cause {
        code: "crossCloudWorkerDisabled",
        actions: INVITING,
        fragments: &["b2b cross cloud worker"],
        summary: "The partner has switched off invitations across clouds.",
        cause: "The application Microsoft B2B Cross Cloud Worker is disabled in the partner's tenant.",
        remedy: "Have the partner's administrator enable it again, then try again.",
        who: &["An administrator of the partner"],
        request: Some(
            "Please enable the enterprise application Microsoft B2B Cross Cloud Worker in your tenant again, so that {address} can be invited.",
        ),
        ..ANY
    },
    Cause {
        code: "ownDomain",
        actions: INVITING,
        fragments: &["verified domain of this directory"],
        summary: "{domain} is a domain of this organization.",
        cause: "Addresses of the organization's own verified domains belong to its members and cannot be invited.",
        remedy: "Use the person's internal account, or an address outside the organization.",
        ..ANY
    },
    Cause {
        code: "blockedAccountHasAddress",
        actions: INVITING,
        fragments: &["blocked from signing in"],
        summary: "A blocked account of this organization has the address.",
        cause: "{address} belongs to an internal account whose sign-in is blocked, so it cannot be invited as a guest.",
        remedy: "Have that account unblocked, or have the address removed from it.",
        who: &["User Administrator"],
        setting: Some("Users › All users"),
        request: Some(
            "The address {address} belongs to an account whose sign-in is blocked. Please unblock it, or remove the address from it so that I can invite it.",
        ),
        ..ANY
    },
    Cause {
        code: "addressInUse",
        actions: INVITING,
        fragments: &["already exists in the directory as object"],
        summary: "An account of this organization has the address.",
        cause: "{address} belongs to an internal account, which can be given access as it is.",
        remedy: "Give access to that account. If it is meant to become a guest, have it converted to an external user.",
        who: &["User Administrator"],
        setting: Some("Users › All users"),
        ..ANY
    },
    Cause {
        code: "proxyAddressConflict",
        actions: INVITING,
        fragments: &[
            "proxyaddress",
            "proxy address",
            "conflicting contact object",
            "conflicting object",
        ],
        summary: "Another object has {address} among its addresses.",
        cause: "A user, group or contact of this directory has it as a proxy address, so no guest can get it.",
        remedy: "Have the address removed from that object, then try again.",
        who: &["Exchange Administrator", "User Administrator"],
        request: Some(
            "A user, group or contact has the proxy address {address}. Please remove it there, so that I can invite the guest.",
        ),
        ..ANY
    },
    Cause {
        code: "inviteScopeMissing",
        actions: INVITING,
        statuses: &[401, 403],
        fragments: &[
            "msgraphinviteapi",
            "to perform requested operation by the application",
        ],
        summary: "Usher has not been given the permission to invite.",
        cause: "The sign-in does not carry the permission User.Invite.All: it was not consented to, or only after you signed in.",
        remedy: "Have an administrator consent to User.Invite.All for Usher, then check again.",
        who: &[
            "Cloud Application Administrator",
            "Application Administrator",
            "Global Administrator",
        ],
        setting: Some(settings::ADMIN_CONSENT),
        request: Some(
            "Please grant admin consent for Usher's delegated permission User.Invite.All: Enterprise apps › Usher › Permissions.",
        ),
        ..ANY
    },
    Cause {
        code: "addressRefused",
        actions: INVITING,
        statuses: &[400],
        fragments: &[
            "invalid email",
            "email address is invalid",
            "invitedusermailaddress",
            "inviteduseremailaddress",
            "not a valid email",
        ],
        summary: "Microsoft does not accept {address}.",
        cause: "The invitation service does not take it for an individual's email address.",
        remedy: "Check the spelling, and use an address without + or other special characters.",
        ..ANY
    },
    Cause {
        code: "redirectRefused",
        actions: INVITING,
        statuses: &[400],
        fragments: &["inviteredirecturl", "redirect url"],
        summary: "The redirect URL was refused.",
        cause: "The invitation service does not accept where the guest should land.",
        remedy: "Use an address that begins with https://, such as My Apps.",
        ..ANY
    },
    Cause {
        code: "ccRefused",
        actions: INVITING,
        statuses: &[400],
        fragments: &["ccrecipients"],
        summary: "The Cc recipient was refused.",
        cause: "Microsoft supports one Cc recipient, with a valid address.",
        remedy: "Correct it or leave it out.",
        ..ANY
    },
    Cause {
        code: "quotaExceeded",
        codes: &["Directory_QuotaExceeded"],
        summary: "You have made as many objects as you may.",
        cause: "Without an administrator role a person can make 250 objects in the directory; those deleted in the last 30 days count.",
        remedy: "Ask someone with an administrator role to invite, or to assign you one.",
        who: &[
            "Guest Inviter",
            "User Administrator",
            "Global Administrator",
        ],
        request: Some(
            "I have reached the limit of 250 objects that a member may create. Please invite {address} for me.",
        ),
        ..ANY
    },
    Cause {
        code: "quotaExceeded",
        fragments: &["quota limit", "resource quota"],
        summary: "A limit of the directory is reached.",
        cause: "The directory, or you in it, can hold no more objects; those deleted in the last 30 days count.",
        remedy: "Have deleted objects removed for good, or the limit raised.",
        who: &["Global Administrator"],
        ..ANY
    },
    Cause {
        code: "alreadyMember",
        actions: GROUP,
        fragments: &["added object references already exist"],
        summary: "Already a member of {target}.",
        cause: "The guest was in the group before.",
        remedy: "Nothing needs doing.",
        who: &[],
        ..ANY
    },
    Cause {
        code: "groupMailEnabled",
        actions: GROUP,
        fragments: &["mail-enabled security groups", "distribution list"],
        summary: "{target} is kept in Exchange.",
        cause: "Mail-enabled security groups and distribution lists can only be read through Microsoft Graph.",
        remedy: "Add the guest in the Exchange admin center, or choose a security or Microsoft 365 group.",
        who: &["Exchange Administrator"],
        setting: Some("Exchange admin center › Recipients › Groups"),
        request: Some("Please add {address} to {target} in the Exchange admin center."),
        ..ANY
    },
    Cause {
        code: "groupSynced",
        actions: GROUP,
        fragments: &["on-premises mastered", "directory sync objects"],
        summary: "{target} is synced from on-premises.",
        cause: "Groups synced from an on-premises directory can be changed only there.",
        remedy: "Have the membership changed on-premises, or choose a group that was made in the cloud.",
        who: &["The admins of the on-premises directory"],
        request: Some("Please add {address} to {target} in the on-premises directory."),
        ..ANY
    },
    Cause {
        code: "alreadyAssigned",
        actions: APPLICATION,
        fragments: &["permission being assigned already exists"],
        summary: "Already assigned to {target}.",
        cause: "The guest had the role before.",
        remedy: "Nothing needs doing.",
        who: &[],
        ..ANY
    },
    Cause {
        code: "roleNotOffered",
        actions: APPLICATION,
        statuses: &[400],
        fragments: &[
            "permission being assigned was not found",
            "approleid",
            "app role",
        ],
        summary: "{target} does not offer that role to people.",
        cause: "The role was removed, switched off, is for applications only, or the application has roles of its own and no default access.",
        remedy: "Check again and choose one of the roles it offers.",
        setting: Some(settings::APP_ROLES),
        ..ANY
    },
    Cause {
        code: "assignmentLimit",
        actions: APPLICATION,
        fragments: &["1500", "too many app role assignments"],
        summary: "The guest has as many applications as possible.",
        cause: "A user can have 1,500 app role assignments.",
        remedy: "Have assignments removed that are not needed.",
        who: &[
            "Cloud Application Administrator",
            "Application Administrator",
        ],
        ..ANY
    },
    Cause {
        code: "groupRefused",
        actions: GROUP,
        statuses: &[403],
        codes: &["Authorization_RequestDenied", "Forbidden", "accessDenied"],
        summary: "You may not add members to {target}.",
        cause: "You do not own the group and have no role that may change it; or it is dynamic, can hold directory roles, or is closed to guests. The service gives one answer for all of these.",
        remedy: "Ask an owner or a Groups Administrator to add the guest, or to make you an owner.",
        who: &[
            "Owners of {target}",
            "Groups Administrator",
            "User Administrator",
            "Global Administrator",
        ],
        setting: Some(settings::GROUP_OWNERS),
        request: Some(
            "Please add {address} to the group {target}, or make me an owner of it: Groups › All groups › Owners.",
        ),
        ..ANY
    },
    Cause {
        code: "applicationRefused",
        actions: APPLICATION,
        statuses: &[403],
        codes: &["Authorization_RequestDenied", "Forbidden", "accessDenied"],
        summary: "You may not assign users to {target}.",
        cause: "You do not own the application and have no role that may assign users to it, or Usher lacks the permission AppRoleAssignment.ReadWrite.All.",
        remedy: "Ask an owner or a Cloud Application Administrator to assign the guest, or to make you an owner.",
        who: &[
            "Owners of {target}",
            "Cloud Application Administrator",
            "Application Administrator",
            "Global Administrator",
        ],
        setting: Some(settings::APPLICATION_OWNERS),
        request: Some(
            "Please assign {address} to the enterprise application {target}, or make me an owner of it: Enterprise apps › All applications › Owners.",
        ),
        ..ANY
    },
    Cause {
        code: "inviteRefused",
        actions: INVITING,
        statuses: &[403],
        summary: "You may not invite guests.",
        cause: "The directory refused it for lack of a right. A role that was assigned just now takes up to an hour to work.",
        remedy: "Ask for the Guest Inviter role, wait up to an hour, then try again.",
        who: &["User Administrator", "Global Administrator"],
        setting: Some(settings::ROLES),
        request: Some(
            "Please assign me the Guest Inviter role, so that I can invite {address}: Roles & admins.",
        ),
        ..ANY
    },
    Cause {
        code: "signInAgain",
        statuses: &[401],
        summary: "The sign-in is not accepted any more.",
        cause: "It has expired, was revoked, or does not carry a permission that was granted only later.",
        remedy: "Sign in again, then go on.",
        ..ANY
    },
    Cause {
        code: "stepUpNeeded",
        statuses: &[403],
        codes: &["insufficient_claims"],
        summary: "Your organization asks for a further proof.",
        cause: "Conditional Access demands a stronger sign-in for this.",
        remedy: "Sign in again and complete what the page asks for.",
        ..ANY
    },
    Cause {
        code: "unsupportedQuery",
        codes: &["Request_UnsupportedQuery"],
        summary: "The directory does not answer this kind of question.",
        cause: "It was asked in a way that it does not support here.",
        remedy: "Report it as a fault of Usher, with the details.",
        who: &[],
        ..ANY
    },
    Cause {
        code: "licenceMissing",
        codes: &["Authentication_RequestFromNonPremiumTenantOrB2CTenant"],
        summary: "The organization lacks a license for this.",
        cause: "It needs Microsoft Entra ID P1 or P2.",
        remedy: "Go on without it, or ask for the license.",
        who: &["Billing Administrator", "Global Administrator"],
        ..ANY
    },
    Cause {
        code: "readRefused",
        actions: &[Action::Read],
        statuses: &[403],
        summary: "You may not read this.",
        cause: "Guests, and members of some organizations, cannot read the directory; or Usher lacks a permission for it.",
        remedy: "Ask for the Directory Readers role, or have the permission consented to.",
        who: &["Privileged Role Administrator", "Global Administrator"],
        setting: Some(settings::ROLES),
        request: Some(
            "Please assign me the Directory Readers role, so that I can see the guests of this organization: Roles & admins.",
        ),
        ..ANY
    },
    Cause {
        code: "refusedForLackOfRight",
        statuses: &[403],
        summary: "You may not do this.",
        cause: "The directory refused it for lack of a right. A role that was assigned just now takes up to an hour to work.",
        remedy: "Ask someone who has the right.",
        who: &["Global Administrator"],
        ..ANY
    },
    Cause {
        code: "directoryLags",
        actions: &[
            Action::Invite,
            Action::Resend,
            Action::AddToGroup,
            Action::AssignApplication,
        ],
        codes: &["Directory_ObjectNotFound"],
        summary: "The directory does not show the guest everywhere yet.",
        cause: "A new guest takes up to some minutes to be known to the whole directory.",
        remedy: "Wait a little, then try again.",
        who: &[],
        ..ANY
    },
    Cause {
        code: "directoryLags",
        fragments: &["unable to read the company information"],
        summary: "The directory does not show the guest everywhere yet.",
        cause: "A new guest takes up to some minutes to be known to the whole directory.",
        remedy: "Wait a little, then try again.",
        who: &[],
        ..ANY
    },
    Cause {
        code: "goneOrNotYetThere",
        actions: &[Action::AddToGroup, Action::AssignApplication],
        statuses: &[404],
        summary: "The guest or {target} was not found.",
        cause: "One of them was deleted, or the directory does not show a new guest everywhere yet.",
        remedy: "Try again in a few minutes. If it stays so, check whether both are still there.",
        ..ANY
    },
    Cause {
        code: "notFound",
        statuses: &[404],
        summary: "It is not there any more.",
        cause: "It was deleted, or the directory does not show it yet.",
        remedy: "Refresh and try again.",
        ..ANY
    },
    Cause {
        code: "tooManyRequests",
        statuses: &[429],
        summary: "The directory asks to slow down.",
        cause: "Usher, or all applications of this organization together, sent more than the directory allows at a time.",
        remedy: "Usher waits as long as it is told and goes on by itself.",
        who: &[],
        ..ANY
    },
    Cause {
        code: "serviceFailed",
        statuses: &[500, 501, 502, 503, 504],
        summary: "The directory failed.",
        cause: "It is a fault on Microsoft's side, which mostly passes.",
        remedy: "Try again in a few minutes.",
        who: &[],
        ..ANY
    },
];
