//! What a plan says: the reason lines and explanations of its verdicts and notes.

use time::{Month, OffsetDateTime};

use crate::address::{self, AddressProblem};
use crate::explanation::Explanation;
use crate::settings;

pub(super) const NOT_CHECKED_LINE: &str = "Not checked whether somebody holds the address";

/// A sentence as a line of a table: without its full stop.
pub(super) fn line(sentence: &str) -> String {
    sentence.trim_end_matches('.').to_owned()
}

/// `Invited 19 Nov`; with the year where it is another than now's; the plain word without a date.
pub(super) fn dated(
    word: &str,
    undated: &str,
    date: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> String {
    let Some(date) = date else {
        return undated.to_owned();
    };
    let (day, month) = (date.day(), short(date.month()));
    if date.year() == now.year() {
        format!("{word} {day} {month}")
    } else {
        format!("{word} {day} {month} {}", date.year())
    }
}

fn short(month: Month) -> &'static str {
    match month {
        Month::January => "Jan",
        Month::February => "Feb",
        Month::March => "Mar",
        Month::April => "Apr",
        Month::May => "May",
        Month::June => "Jun",
        Month::July => "Jul",
        Month::August => "Aug",
        Month::September => "Sep",
        Month::October => "Oct",
        Month::November => "Nov",
        Month::December => "Dec",
    }
}

pub(super) fn invalid(problem: &AddressProblem) -> Explanation {
    let remedy = match &problem.suggestion {
        Some(address) => format!("Use {address}, if that is what was meant."),
        None => "Correct the address.".to_owned(),
    };
    let cause = match problem.code.as_str() {
        "plus" => "Microsoft's invitations do not support addresses with a + tag.",
        "forbiddenCharacter" => {
            "Microsoft's invitations forbid some characters that mail otherwise allows."
        }
        "incompleteDomain" => "The part after the @ has no ending such as .com.",
        "tooLong" => "Mail allows 64 characters before the @ and 254 in all.",
        _ => "It does not have the form of an email address.",
    };
    Explanation::new(&problem.code, problem.text.clone(), cause, remedy).who(["You"])
}

pub(super) fn member(address: &str, verified: Option<&Vec<String>>) -> Explanation {
    let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
    let of = match verified {
        Some(domains) if domains.iter().any(|own| own.eq_ignore_ascii_case(domain)) => domain,
        _ => "this organization",
    };
    Explanation::new(
        "member",
        format!("Already a member of {of}."),
        "An internal account of this organization holds the address, so it cannot be invited as a guest.",
        "Give access to the account itself in the Microsoft Entra admin center, or convert it to an external user if that is meant.",
    )
    .who(["User Administrator"])
    .setting("Users › All users")
}

pub(super) fn other_object(name: &str) -> Explanation {
    Explanation::new(
        "otherObject",
        format!("{name} has this address."),
        format!("{name}, a group, a contact or another object of this directory, has the address among its own, so an invitation to it is refused."),
        "Invite an individual's address, or have the address removed from that object first.",
    )
    .who(["Exchange Administrator", "User Administrator"])
}

pub(super) fn deleted(address: &str) -> Explanation {
    Explanation::new(
        "deletedGuest",
        "A guest of this address was deleted and can be restored.",
        "Deleted users are kept for 30 days. Inviting the address now would make a second account without the old one's access.",
        "Have the guest restored, then check again; or have the deleted account removed for good if a new one is meant.",
    )
    .who(["User Administrator", "Global Administrator"])
    .setting(settings::DELETED_USERS)
    .request(format!(
        "Please restore the deleted guest {address}: Microsoft Entra admin center › {}.",
        settings::DELETED_USERS
    ))
}

pub(super) fn own_domain(domain: &str) -> Explanation {
    Explanation::new(
        "ownDomain",
        format!("{domain} is a domain of this organization."),
        "Addresses of the organization's own verified domains belong to its members and cannot be invited.",
        "Use the person's internal account, or an address outside the organization.",
    )
    .who(["You"])
}

pub(super) fn denied(domain: &str) -> Explanation {
    Explanation::new(
        "domainDenied",
        format!("{domain} is on the deny list"),
        format!("This organization does not send invitations to listed domains, and {domain} is one of them."),
        format!("Have {domain} taken off Target domains, then check again. A change can take up to an hour."),
    )
    .who(["Global Administrator"])
    .setting(settings::COLLABORATION_RESTRICTIONS)
    .request(format!(
        "Please take {domain} off the denied domains, so that I can invite partners there: Microsoft Entra admin center › {} › Target domains.",
        settings::COLLABORATION_RESTRICTIONS
    ))
}

pub(super) fn not_allowed(domain: &str) -> Explanation {
    Explanation::new(
        "domainNotAllowed",
        format!("{domain} is not on the allow list"),
        format!("This organization sends invitations only to listed domains, and {domain} is not one of them."),
        format!("Have {domain} added under Target domains, then check again. A change can take up to an hour."),
    )
    .who(["Global Administrator"])
    .setting(settings::COLLABORATION_RESTRICTIONS)
    .request(format!(
        "Please add {domain} to the allowed domains, so that I can invite partners there: Microsoft Entra admin center › {} › Target domains.",
        settings::COLLABORATION_RESTRICTIONS
    ))
}

pub(super) fn blocked_partner(domain: &str) -> Explanation {
    Explanation::new(
        "partnerBlocked",
        format!("Cross-tenant access settings block {domain}."),
        format!("Inbound B2B collaboration with the organization of {domain} is blocked for all its users."),
        "Have inbound access opened for that organization, then check again. The partner's own settings must allow it as well.",
    )
    .who(["Security Administrator", "Global Administrator"])
    .setting(settings::CROSS_TENANT_ACCESS)
    .request(format!(
        "Please allow inbound B2B collaboration for the organization of {domain}: Microsoft Entra admin center › {}.",
        settings::CROSS_TENANT_ACCESS
    ))
}

/// `named` is an address, or the object ID of somebody who was named by that.
pub(super) fn not_a_guest(named: &str) -> Explanation {
    if address::check(named).is_err() {
        return Explanation::new(
            "notAGuest",
            "Nobody of this object ID is a guest.",
            "The directory knows no user of this ID: it was mistyped, or the guest was deleted.",
            "Check the ID, or name the guest by address.",
        )
        .who(["You"]);
    }
    Explanation::new(
        "notAGuest",
        "Nobody of this address is a guest.",
        "This is about people who are guests already, and the directory knows no guest of this address.",
        format!("Check the spelling, or invite {named}."),
    )
    .who(["You"])
}

pub(super) fn not_checked(why: &str) -> Explanation {
    Explanation::new(
        "notChecked",
        format!("{NOT_CHECKED_LINE}."),
        format!("The directory could not be asked: {why}"),
        "Check again later, or ask someone who may read users.",
    )
    .who([
        "Directory Readers",
        "Any member, where members may read users",
    ])
}

pub(super) fn target_not_checked(name: &str, why: &str) -> Explanation {
    Explanation::new(
        "targetNotChecked",
        format!("The {name} could not be read."),
        format!("What cannot be read is not changed. {why}"),
        "Check again, or leave it out.",
    )
    .who(["You"])
}

pub(super) fn will_be_tried(code: &str, what: String, why: &str) -> Explanation {
    Explanation::new(code, what, why, "It will be tried.")
}

pub(super) fn application_disabled(name: &str) -> Explanation {
    Explanation::new(
        "applicationDisabled",
        format!("Nobody can sign in to {name} at present."),
        "Sign-in is switched off for this application. Guests can be assigned, but the assignment has no effect until it is switched on.",
        "Have Enabled for users to sign-in switched on, if guests are to use it.",
    )
    .who(["Cloud Application Administrator", "Application Administrator"])
    .setting(settings::APPLICATION_PROPERTIES)
}

pub(super) fn role_disabled(application: &str, role: &str) -> Explanation {
    Explanation::new(
        "roleDisabled",
        format!("The role {role} of {application} is switched off."),
        "A disabled app role cannot be assigned.",
        "Choose another role, or have this one enabled.",
    )
    .who([
        format!("Owners of {application}"),
        "Application Administrator".to_owned(),
    ])
    .setting(settings::APP_ROLES)
}

pub(super) fn role_for_applications(application: &str, role: &str) -> Explanation {
    Explanation::new(
        "roleForApplications",
        format!("The role {role} of {application} is for applications only."),
        "Its allowed member types do not include users and groups.",
        "Choose a role that users can hold.",
    )
    .who(["You"])
    .setting(settings::APP_ROLES)
}

pub(super) fn no_default_access(application: &str) -> Explanation {
    Explanation::new(
        "noDefaultAccess",
        format!("{application} has roles of its own, so there is no default access."),
        "Default Access is for applications that declare no app roles.",
        "Choose one of its roles.",
    )
    .who(["You"])
}

pub(super) fn role_unknown(application: &str) -> Explanation {
    Explanation::new(
        "roleUnknown",
        format!("{application} does not have the chosen role."),
        "The role was not found in the application; it may have been removed.",
        "Choose one of its roles.",
    )
    .who(["You"])
}
