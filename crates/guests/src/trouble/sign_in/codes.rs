//! AADSTS numbers and what they mean to a person.
//!
//! Source: Microsoft identity platform, "Microsoft Entra authentication and authorization error
//! codes" (reference-error-codes); Microsoft Entra Conditional Access, "Authentication flows".
//! The numbers may change, so nothing but the words shown depends on them.

use super::row::Who::{Access, Accounts, Applications, Home, Network, Nobody, Registration, You};
use super::row::{Row, row};

const AUTHENTICATION_FLOWS: &str =
    "Conditional Access › Policies › Conditions › Authentication flows";
const CONDITIONAL_ACCESS: &str = "Conditional Access › Policies";
const AUTHENTICATION: &str = "App registrations › Usher › Authentication";
const USERS_AND_GROUPS: &str = "Enterprise apps › Usher › Users and groups";
const PERMISSIONS: &str = "Enterprise apps › Usher › Permissions";
const CROSS_TENANT: &str = "External Identities › Cross-tenant access settings";
const SIGN_IN_LOGS: &str = "Monitoring & health › Sign-in logs";

/// Numbers with their row.
pub(super) const CODES: &[(&[u32], Row)] = &[
    (&[16000, 16003], row("accountNotInTenant", "This account is not in that organization.", "The account you chose is not known in the organization you sign in to.", "Pick another account or another tenant. A partner's account must be invited first.", You)),
    (&[50005], row("platformNotAllowed", "Your organization does not allow this kind of device.", "A Conditional Access policy wants to know the device platform, which a device code cannot tell.", "Ask an administrator to let device code sign-in to Usher through this policy.", Access).at(CONDITIONAL_ACCESS)),
    (&[50011, 900_971, 500_113], row("redirectNotRegistered", "The app registration lacks a redirect URI.", "The redirect URI http://localhost is not registered for mobile and desktop applications.", "Have it added to the app registration.", Registration).at(AUTHENTICATION)),
    (&[50014], row("invitationPending", "Your own invitation is not accepted yet.", "Your guest account in this organization is still waiting for you to redeem its invitation.", "Accept the invitation first, then sign in again.", You)),
    (&[50020], row("foreignAccount", "This account belongs to another organization.", "The account's own organization is not the one you sign in to, and it is no guest there.", "Sign in with an account of this tenant, check the tenant field, or have the account invited.", You)),
    (&[50034, 51004], row("userNotFound", "The user name was not found.", "The organization knows no such user.", "Check the spelling and the tenant.", You)),
    (&[50053], row("accountLocked", "The account is locked for now.", "There were too many wrong tries, or the sign-in came from an address with a bad reputation.", "Wait a while and try again. An administrator finds the reason in the sign-in log.", Accounts).at(SIGN_IN_LOGS)),
    (&[50055], row("passwordExpired", "Your password has expired.", "The organization wants a new password.", "Change it in a browser, then sign in again.", You)),
    (&[50056], row("noPassword", "There is no password for this account here.", "The account signs in without a password, or in another organization's sign-in service.", "Choose another sign-in method in the browser.", You)),
    (&[50057], row("accountDisabled", "Your account is disabled.", "Sign-in is blocked for your account.", "Ask an administrator to enable the account.", Accounts).at("Users › All users › Properties › Settings")),
    (&[50058], row("notSignedIn", "You are not signed in.", "There was no session to continue silently.", "Sign in again.", You)),
    (&[50059, 50128, 90019], row("tenantMissing", "It is not clear which organization you mean.", "The tenant could not be told from what was entered.", "Enter the tenant's id or one of its domains.", You)),
    (&[50072, 50079], row("registerMfa", "You have to set up multifactor authentication.", "The organization requires a second proof, and none is registered for your account.", "Set it up on the sign-in page, then sign in again.", You)),
    (&[50074, 50076, 50078], row("mfaRequired", "Multifactor authentication is required.", "The second proof was not given, or is too old by now.", "Sign in again and complete it.", You)),
    (&[50085, 50089, 50132, 50133, 50173, 70008], row("grantStale", "You have to sign in again.", "The password was changed, the sessions were revoked, or the sign-in took too long.", "Sign in again.", You)),
    (&[50097, 50155, 50187], row("deviceAuthentication", "Your organization wants to know the device.", "A policy demands a device that the organization manages. A device code cannot prove that.", "Ask an administrator to let device code sign-in to Usher through this policy.", Access).at(CONDITIONAL_ACCESS)),
    (&[50105], row("notAssigned", "You are not assigned to Usher.", "The application requires assignment, and your account has none.", "Ask an administrator to assign you to Usher.", Applications).at(USERS_AND_GROUPS)),
    (&[50125, 50142, 50135, 50144], row("passwordChangeNeeded", "Your password has to be changed or registered.", "The organization interrupts the sign-in until that is done.", "Do it in a browser, then sign in again.", You)),
    (&[50126], row("wrongPassword", "The user name or password is wrong.", "The sign-in service did not accept them.", "Type them again.", You)),
    (&[50131], row("blockedByPolicy", "The sign-in was blocked.", "A Conditional Access policy refused it because of the device's state or suspicious activity.", "Ask an administrator to look into the sign-in log.", Access).at(SIGN_IN_LOGS)),
    (&[50134], row("otherDataCentre", "The sign-in was begun and approved in different places.", "The code was approved in another of Microsoft's data centres than it was made in.", "Start again with a new code.", You)),
    (&[50140], row("staySignedIn", "The sign-in was interrupted by a question.", "The page asked whether to stay signed in.", "Answer it and sign in again.", You)),
    (&[50158], row("externalChallenge", "A further proof is required.", "The organization wants a proof from another service, or its terms of use accepted.", "Complete it in the browser, then sign in again.", You)),
    (&[50194], row("singleTenant", "The app registration works for its own tenant only.", "It was used without naming the tenant.", "Enter the tenant's id or domain in the sign-in form.", You)),
    (&[50196], row("requestLoop", "Too many sign-in requests were sent.", "The same request was repeated too often, so the service refuses it for a while.", "Wait some minutes. If it comes back, report it as a fault of Usher.", Nobody)),
    (&[50199, 399_218], row("confirmApplication", "The page asks whether this is the application you meant.", "The sign-in waits for you to confirm that you mean Usher.", "Press Continue on the page.", You)),
    (&[50203], row("registerAuthenticator", "The page asks you to register an authenticator app.", "The organization is asking its people to register one.", "Register it or put it off on the page, then sign in again.", You)),
    (&[53000, 53001], row("managedDeviceRequired", "Your organization demands a managed device.", "A policy demands a compliant or domain-joined device. A device code can never prove that, because the device that approves is not the one that signs in.", "Ask an administrator to exclude Usher, or your account, from this policy for device code sign-in.", Access).at(CONDITIONAL_ACCESS)),
    (&[53002, 53009], row("approvedAppRequired", "Your organization allows only approved apps.", "A policy demands an approved or protected app, which a desktop program cannot be.", "Ask an administrator to exclude Usher from this policy.", Access).at(CONDITIONAL_ACCESS)),
    (&[53003], row("blockedByConditionalAccess", "Your organization's policies block this sign-in.", "A Conditional Access policy refused it. Many organizations block sign-in by device code altogether.", "Ask an administrator to allow the device code flow for Usher and your account.", Access).at(AUTHENTICATION_FLOWS)),
    (&[53004, 53010], row("mfaRegistrationBlocked", "You may not set up multifactor authentication from here.", "The organization considers this sign-in or place a risk, so a proof cannot be registered now.", "Register it from a trusted place, or ask an administrator.", Access).at(CONDITIONAL_ACCESS)),
    (&[53011], row("riskAtHome", "Your account is blocked as a risk at home.", "Your home organization regards the account as at risk.", "Ask an administrator of your home organization.", Home)),
    (&[530_001], row("browserUnsupported", "The browser is not supported by a policy.", "Conditional Access cannot check the device from this browser.", "Open the sign-in page in another browser, such as Microsoft Edge.", You)),
    (&[530_002, 530_003], row("compliantDeviceRequired", "Your organization demands a managed device.", "The policy demands a compliant or managed device, which a device code cannot prove.", "Ask an administrator to exclude Usher, or your account, from this policy for device code sign-in.", Access).at(CONDITIONAL_ACCESS)),
    (&[530_031], row("accessPolicyForbids", "A policy forbids access.", "An access policy does not allow a token to be issued.", "Ask an administrator which policy it is.", Access).at(CONDITIONAL_ACCESS)),
    (&[530_032], row("securityPolicyForbids", "A security policy blocks this sign-in.", "The organization's security policy refused it, or your home organization sees a risk.", "Ask an administrator to look into the sign-in log.", Access).at(SIGN_IN_LOGS)),
    (&[530_033], row("remoteDeviceFlowBlocked", "Your organization blocks sign-in by device code.", "A policy that checks devices blocks the flow. The page says so, while Usher is told nothing and would wait until the code expires.", "Ask an administrator to allow the device code flow for Usher and your account.", Access).at(AUTHENTICATION_FLOWS)),
    (&[530_034], row("delegatedAdminRisk", "Your account is blocked as a risk at home.", "You administer this organization for a partner, and your home organization sees a risk.", "Ask your own organization's administrator.", Home)),
    (&[530_035], row("securityDefaults", "Security defaults block this sign-in.", "The organization's security defaults refused it.", "Ask an administrator to look into the sign-in log.", Access).at(SIGN_IN_LOGS)),
    (&[54005], row("codeUsedTwice", "The sign-in was used already.", "The same code was presented a second time.", "Start again.", You)),
    (&[65001], row("consentNeeded", "Usher has not been given this permission.", "Neither you nor an administrator has consented to it.", "Consent to it when you are asked, or send the administrator the link.", Applications).at(PERMISSIONS)),
    (&[65002], row("borrowedApplication", "This application id cannot be used for that.", "It is an application of Microsoft's own that may not get this permission.", "Register Usher in your organization and enter that application id.", Registration)),
    (&[65004], row("consentDeclined", "The permission was declined.", "Somebody pressed Cancel on the consent page.", "Try again and accept.", You)),
    (&[65005, 650_052, 650_056, 650_057], row("registrationPermissions", "The app registration lacks a permission.", "The permission asked for is not listed in the app registration, or its service is not set up in this organization.", "Have Usher's permissions added to the app registration.", Registration).at("App registrations › Usher › API permissions")),
    (&[650_051], row("noServicePrincipal", "Usher could not be set up in this organization.", "Its enterprise application could not be created there.", "Ask an administrator to grant consent for Usher once.", Applications).at(PERMISSIONS)),
    (&[70000], row("grantInvalid", "You have to sign in again.", "The kept sign-in is not accepted any more.", "Sign in again.", You)),
    (&[70001, 700_011, 700_016, 7_000_112], row("applicationNotFound", "The application id is not known in this tenant.", "The application is not installed there, is disabled, or the tenant or application id is wrong.", "Check the tenant and the application id.", Registration).at("App registrations › Usher › Overview")),
    (&[70002, 7_000_218], row("notPublicClient", "The app registration does not allow public client flows.", "The service demanded a secret, which a program on your computer cannot have.", "Have Allow public client flows switched on in the app registration.", Registration).at(AUTHENTICATION)),
    (&[70011], row("scopeInvalid", "Usher asked for a permission that does not exist.", "The list of permissions in the request is not valid.", "Report it as a fault of Usher.", Nobody)),
    (&[70016], row("authorizationPending", "The sign-in waits for you.", "The code has not been entered and approved yet.", "Enter the code on the sign-in page.", You)),
    (&[70018], row("codeMistyped", "The code was not recognized.", "It was mistyped, or is not a code of this service.", "Get a new code and enter it again.", You)),
    (&[70019, 70020], row("codeExpired", "The code has expired.", "A code holds for fifteen minutes.", "Get a new code.", You)),
    (&[70037, 70039], row("remoteSessionEnded", "The sign-in on the other page has ended.", "The session in which the code was entered was refused or has expired.", "Get a new code.", You)),
    (&[70043, 70044, 70046], row("signInFrequency", "You have to sign in again.", "The organization lets a sign-in last for a limited time, which is usual for administrators.", "Sign in again.", You)),
    (&[700_081, 700_082], row("tooLongAgo", "You have to sign in again.", "The kept sign-in is too old, or was not used for too long.", "Sign in again.", You)),
    (&[700_084], row("singlePageRedirect", "You have to sign in again, and every day.", "The redirect URI is registered as a single-page application, whose sign-ins last a day.", "Have it registered under mobile and desktop applications instead.", Registration).at(AUTHENTICATION)),
    (&[90002], row("tenantNotFound", "The tenant was not found.", "No organization of that name or id exists in this cloud.", "Check the tenant's id or domain, and the cloud.", You)),
    (&[90014, 900_144], row("fieldMissing", "Usher sent an incomplete request.", "A field that the sign-in service needs was missing.", "Report it as a fault of Usher.", Nobody)),
    (&[90024, 90033, 50033, 90006, 90090, 90055], row("serviceBusy", "The sign-in service is busy.", "It is a passing fault, or it receives too many requests.", "Try again in a few minutes.", Nobody)),
    (&[90038, 90051], row("nationalCloud", "This tenant lies in another cloud.", "The organization is in a national cloud, such as the US Government's or China's, not in the global one.", "Sign in to a tenant of the global cloud; Usher does not offer the national clouds.", You)),
    (&[90072], row("passThroughAccount", "This account is not in that organization.", "The account signs in elsewhere and is no guest of this organization, so it cannot give the proof it asks for.", "Use another account, or have this one invited.", You)),
    (&[90094, 90095, 900_941], row("adminConsentNeeded", "An administrator has to approve this permission.", "It is a permission that you cannot consent to yourself, or the application counts as a risk.", "Send the administrator the consent link, then check again.", Applications).at(PERMISSIONS)),
    (&[90099], row("delegatedAdminConsent", "Usher is not approved in that customer's tenant.", "You administer the tenant for a partner, and the application has to be consented to there first.", "Have Usher consented to in the customer's tenant.", Applications).at(PERMISSIONS)),
    (&[90119, 90120], row("codeNotUsable", "The code was empty or used already.", "The request was approved or declined before, or no code was entered.", "Get a new code.", You)),
    (&[9_001_023], row("tenantForGrant", "The tenant has to be named.", "This way of signing in does not work without a tenant.", "Enter the tenant's id or domain.", You)),
    (&[9_002_326], row("crossOrigin", "Usher sent the request in a wrong way.", "The service took it for a request of a web page.", "Report it as a fault of Usher.", Nobody)),
    (&[500_011, 500_014], row("graphUnavailable", "Microsoft Graph is not available in this tenant.", "Its enterprise application is missing or disabled there.", "Ask an administrator to enable it.", Applications).at("Enterprise apps › All applications")),
    (&[500_021, 500_022], row("tenantRestrictions", "Your network does not allow this tenant.", "Tenant restrictions on the network let only certain organizations through.", "Ask the network's administrator to allow the tenant.", Network)),
    (&[500_212], row("outboundBlocked", "Your home organization does not let you in there.", "Its cross-tenant access settings forbid its people to use that organization.", "Ask an administrator of your home organization.", Home).at(CROSS_TENANT)),
    (&[500_213], row("inboundBlocked", "That organization does not let yours in.", "Its cross-tenant access settings forbid people of your organization.", "Ask an administrator there to allow your organization.", Access).at(CROSS_TENANT)),
    (&[501_481, 501_491], row("proofKeyWrong", "The answer did not belong to this sign-in.", "The proof that ties a sign-in together did not match; it was mixed up or intercepted.", "Start again.", You)),
    (&[1_000_031, 1_000_104], row("applicationUnavailable", "The application cannot be used here.", "It is unavailable, or not allowed across clouds.", "Ask an administrator.", Applications)),
    (&[135_010, 135_011], row("windowsHello", "The sign-in method did not work.", "The key of this device is not known, or the device is disabled.", "Choose another sign-in method in the browser.", You)),
];

/// The row of a number.
pub(super) fn find(code: u32) -> Option<&'static Row> {
    CODES
        .iter()
        .find(|(numbers, _)| numbers.contains(&code))
        .map(|(_, row)| row)
}
