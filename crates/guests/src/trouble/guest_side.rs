//! What a guest may meet on the way in, which no answer of the service tells the person who invited.
//!
//! Source: Microsoft Entra External ID, "Troubleshoot common B2B collaboration issues", "The elements
//! of the B2B collaboration invitation email", "Reset redemption status for a guest user" and the
//! frequently asked questions; for `AADB2B_0001` a report to microsoftgraph/microsoft-graph-docs-contrib.

use crate::address;
use crate::explanation::Explanation;
use crate::guest::InvitationState;
use crate::settings;

/// One thing that a guest may report.
struct Report {
    code: &'static str,
    /// What the guest sees, or misses.
    summary: &'static str,
    cause: &'static str,
    remedy: &'static str,
    who: &'static [&'static str],
    setting: Option<&'static str>,
    /// A text for somebody in another organization.
    request: Option<&'static str>,
}

const HOME: &str = "An administrator of {domain}";
const AUDIT_LOGS: &str = "Monitoring & health › Audit logs";
const RESET: &str = "Users › All users › the guest › B2B collaboration › Reset redemption status";

const WRONG_ACCOUNT: Report = Report {
    code: "guestWrongAccount",
    summary: "AADSTS50020: the account does not exist in this tenant.",
    cause: "The guest signed in with another account than the one that was invited, or the address was never invited here.",
    remedy: "Have the guest open the link in a private browser window and choose the account of {address}. Where the person uses another address by now, invite that one.",
    who: &["The guest", "You"],
    setting: None,
    request: None,
};

const PROOF_NOT_TRUSTED: Report = Report {
    code: "guestProofNotTrusted",
    summary: "AADSTS90071: inbound multifactor authentication is not accepted.",
    cause: "A second proof is demanded, and the organization that the message names does not trust the one that the guest gave at home.",
    remedy: "Where the message names this organization, have it trust multifactor authentication from the tenant of {domain}. Where it names the guest's, its administrator has to.",
    who: &["Security Administrator", HOME],
    setting: Some(settings::INBOUND_TRUST),
    request: Some(
        "Please have a look at the inbound trust settings for multifactor authentication in your cross-tenant access settings: {address} cannot sign in to our organization (AADSTS90071).",
    ),
};

const PENDING: &[Report] = &[
    Report {
        code: "guestGotNoMail",
        summary: "No mail arrived.",
        cause: "A spam filter kept it, the guest has blocked future invitations, or the guest was invited without a mail.",
        remedy: "Have the mail system of {domain} let invites@microsoft.com through, then resend the invitation; or send the redeem link yourself. Where no link is kept on this computer, resend the invitation: the receipt then has the link. The audit log shows whether the guest has unsubscribed.",
        who: &["You", HOME],
        setting: Some(AUDIT_LOGS),
        request: Some(
            "Please let mail from invites@microsoft.com through to {address}: it holds an invitation to our organization.",
        ),
    },
    Report {
        code: "guestMissesMessage",
        summary: "The mail came without your message.",
        cause: "Microsoft drops the message where the person who invites has no email address in this organization, or where a program invites.",
        remedy: "Write to the guest yourself, or have somebody with a mailbox resend the invitation.",
        who: &["You"],
        setting: None,
        request: None,
    },
    WRONG_ACCOUNT,
    Report {
        code: "guestLinkRenewed",
        summary: "The link in the mail does not work.",
        cause: "An invitation does not expire, but where it was sent again the link of the earlier mail may stop working.",
        remedy: "Have the guest use the link of the last mail, or send the redeem link yourself. Where no link is kept on this computer, resend the invitation: the receipt then has the link.",
        who: &["The guest", "You"],
        setting: None,
        request: None,
    },
    Report {
        code: "guestNotInFederatedDirectory",
        summary: "AADB2B_0001: no self-service account can be created.",
        cause: "{domain} is federated, and no account for {address} has been synced into its directory.",
        remedy: "Have the account created or synced there, then the guest opens the link again.",
        who: &[HOME],
        setting: None,
        request: Some(
            "Please create an account for {address} in your directory, or have it synced: the invitation to our organization cannot be accepted without it (AADB2B_0001).",
        ),
    },
    Report {
        code: "guestEmailVerifiedDisallowed",
        summary: "The page says that the guest's admin has disallowed EmailVerified users.",
        cause: "{address} has no account in its organization's directory yet, and that organization lets nobody create one by verifying an email address.",
        remedy: "Have the account created there, or have the setting changed, then the guest opens the link again.",
        who: &[HOME],
        setting: None,
        request: Some(
            "Please create an account for {address} in your directory, or allow email-verified users to join it: the invitation to our organization cannot be accepted without it.",
        ),
    },
    Report {
        code: "guestTenantUnmanaged",
        summary: "AADSTS65005: the guest's tenant is unmanaged.",
        cause: "The tenant of {domain} came into being by self-service sign-up, and nobody administers it.",
        remedy: "Have the organization of {domain} take its tenant over as an administrator, then the guest opens the link again.",
        who: &["The owner of {domain}"],
        setting: None,
        request: Some(
            "Please take over the unmanaged Microsoft Entra tenant of {domain} as its administrator: until then {address} cannot accept the invitation to our organization (AADSTS65005).",
        ),
    },
    Report {
        code: "guestNameReserved",
        summary: "The guest's sign-in name contains #.",
        cause: "The character is reserved in user principal names, so a name with it that was synced from on-premises may not sign in.",
        remedy: "Have the account renamed at home and synced, then the guest opens the link again.",
        who: &[HOME],
        setting: None,
        request: Some(
            "Please rename the account of {address} so that its user principal name does not contain #: the character is reserved, and the account cannot sign in to our organization.",
        ),
    },
    Report {
        code: "extensionsAppMissing",
        summary: "The page says that aad-extensions-app is missing.",
        cause: "The application that holds what guests enter about themselves was deleted in this tenant.",
        remedy: "Have it restored within 30 days of the deletion, then the guest opens the link again.",
        who: &[
            "Application Administrator",
            "Cloud Application Administrator",
        ],
        setting: Some("App registrations › Deleted applications"),
        request: None,
    },
    PROOF_NOT_TRUSTED,
];

const ACCEPTED: &[Report] = &[
    WRONG_ACCOUNT,
    PROOF_NOT_TRUSTED,
    Report {
        code: "guestMadeAnew",
        summary: "The guest's account at home was deleted and created again.",
        cause: "The guest user here is still bound to the account that is gone.",
        remedy: "Reset the redemption status in the admin center; the guest then accepts once more and keeps the access.",
        who: &["Helpdesk Administrator", "User Administrator"],
        setting: Some(RESET),
        request: None,
    },
    Report {
        code: "guestMoved",
        summary: "The guest has a new email address.",
        cause: "The address here does not follow a change at home.",
        remedy: "Enter the new address under Email, then reset the redemption status in the admin center.",
        who: &["User Administrator"],
        setting: Some(RESET),
        request: None,
    },
    Report {
        code: "guestNotFoundByColleagues",
        summary: "Colleagues do not find the guest in a people picker or address list.",
        cause: "Guests are hidden from the global address list, and SharePoint's people picker leaves them out unless it is told otherwise. A new guest takes a while to appear.",
        remedy: "Show the guest in the address list, have ShowPeoplePickerSuggestionsForGuestUsers switched on in SharePoint, or wait.",
        who: &["Exchange Administrator", "SharePoint Administrator"],
        setting: None,
        request: None,
    },
    Report {
        code: "guestKeptOutBySharePoint",
        summary: "SharePoint or OneDrive keeps to another list of domains.",
        cause: "They hold a list of allowed or blocked domains of their own, which does not follow the one of Microsoft Entra ID.",
        remedy: "Have {domain} allowed there too, or SharePoint and OneDrive integration with Microsoft Entra B2B switched on.",
        who: &["SharePoint Administrator"],
        setting: None,
        request: None,
    },
    Report {
        code: "guestForgotPassword",
        summary: "The guest cannot reset the password.",
        cause: "The password belongs to the guest's own organization, and so does resetting it.",
        remedy: "Have it reset at home. Where nobody administers the guest's tenant and self-service does not help, delete the guest and invite again.",
        who: &[HOME],
        setting: None,
        request: None,
    },
];

/// What a guest in this state may report, each with its cause, remedy and who can.
pub fn reports(state: InvitationState, address: Option<&str>) -> Vec<Explanation> {
    let rows = match state {
        InvitationState::PendingAcceptance => PENDING,
        InvitationState::Accepted => ACCEPTED,
        InvitationState::NoState => &[],
    };
    let domain = address.and_then(address::domain_of);
    let text = |template: &str| {
        template
            .replace("{address}", address.unwrap_or("the guest's address"))
            .replace("{domain}", domain.as_deref().unwrap_or("the partner"))
    };
    rows.iter()
        .map(|row| {
            let mut explanation = Explanation::new(
                row.code,
                text(row.summary),
                text(row.cause),
                text(row.remedy),
            )
            .who(row.who.iter().map(|who| text(who)));
            if let Some(setting) = row.setting {
                explanation = explanation.setting(setting);
            }
            if let Some(request) = row.request {
                explanation = explanation.request(text(request));
            }
            explanation
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both() -> Vec<Explanation> {
        let address = Some("mei@quillon.example");
        let mut all = reports(InvitationState::PendingAcceptance, address);
        all.extend(reports(InvitationState::Accepted, address));
        all
    }

    #[test]
    fn every_report_has_its_cause_remedy_and_who_can() {
        for report in both() {
            for sentence in [&report.summary, &report.cause, &report.remedy] {
                assert!(sentence.ends_with('.'), "{}: {sentence}", report.code);
                assert!(
                    !sentence.contains(['{', '}']),
                    "{}: {sentence}",
                    report.code
                );
            }
            assert!(!report.who.is_empty(), "{}", report.code);
            assert!(report.who.iter().all(|who| !who.contains('{')));
        }
    }

    #[test]
    fn a_link_that_may_not_be_kept_is_not_asked_for_without_a_way_to_one() {
        let asking = both()
            .into_iter()
            .filter(|report| report.remedy.contains("redeem link"))
            .inspect(|report| assert!(report.remedy.contains("Where no link is kept")));
        assert_eq!(asking.count(), 2);
    }

    #[test]
    fn what_the_troubleshooting_pages_name_is_there() {
        let words = format!("{:?}", both());
        for named in [
            "AADSTS50020",
            "AADSTS90071",
            "AADSTS65005",
            "AADB2B_0001",
            "EmailVerified",
            "No mail arrived",
            "without your message",
            "aad-extensions-app",
            "ShowPeoplePickerSuggestionsForGuestUsers",
            "new email address",
            "created again",
            "SharePoint or OneDrive",
            "reset the password",
            "contains #",
        ] {
            assert!(words.contains(named), "{named}");
        }
    }

    #[test]
    fn a_guest_without_a_state_or_an_address_is_told_nothing_wrong() {
        assert!(reports(InvitationState::NoState, Some("a@b.example")).is_empty());
        for report in reports(InvitationState::PendingAcceptance, None) {
            assert!(!report.cause.contains('{') && !report.remedy.contains('{'));
        }
    }
}
