//! What the tenant's policies say of a new guest's domain.

use super::verdict::Verdict;
use super::words;
use crate::address;
use crate::explanation::Explanation;
use crate::policy::{DomainList, InboundCollaboration, Known, Policies};

/// The policy that keeps a domain out, if one is known to. What could not be read, or does not
/// tell, becomes a remark.
pub(super) fn refuse(
    domain: &str,
    policies: &Policies,
    inbound: &Known<InboundCollaboration>,
    remarks: &mut Vec<String>,
) -> Option<(Verdict, Explanation)> {
    match &policies.verified_domains {
        Known::Known { value } if value.iter().any(|own| same_domain(own, domain)) => {
            return Some((Verdict::OwnDomain, words::own_domain(domain)));
        }
        Known::Known { .. } => {}
        Known::NotChecked { why } => {
            remarks.push(format!(
                "This organization's own domains were not checked: {why}"
            ));
        }
    }
    match &policies.domains {
        Known::Known { value } => {
            if let Some(explanation) = refuse_by_list(domain, value, remarks) {
                return Some((Verdict::BlockedDomain, explanation));
            }
        }
        Known::NotChecked { why } => {
            remarks.push(format!("Domain list not checked: {why}"));
        }
    }
    match inbound {
        Known::Known {
            value: InboundCollaboration::Blocked,
        } => return Some((Verdict::BlockedPartner, words::blocked_partner(domain))),
        Known::Known {
            value: InboundCollaboration::Allowed,
        } => {}
        Known::Known {
            value: InboundCollaboration::Partly,
        } => remarks.push(format!(
            "Cross-tenant access settings let only some people or applications of {domain} in; whether this one is among them cannot be told beforehand."
        )),
        Known::NotChecked { why } => {
            remarks.push(format!("Cross-tenant access settings not checked: {why}"));
        }
    }
    None
}

fn refuse_by_list(
    domain: &str,
    list: &DomainList,
    remarks: &mut Vec<String>,
) -> Option<Explanation> {
    let parent = |domains: &[String]| {
        domains
            .iter()
            .find(|entry| is_below(domain, entry))
            .cloned()
    };
    let (domains, listed_is_out) = match list {
        DomainList::Open => return None,
        DomainList::Allow(domains) => (domains, false),
        DomainList::Deny(domains) => (domains, true),
    };
    let listed = domains.iter().any(|entry| same_domain(entry, domain));
    if listed {
        return listed_is_out.then(|| words::denied(domain));
    }
    if let Some(parent) = parent(domains) {
        let name = if listed_is_out { "deny" } else { "allow" };
        remarks.push(format!(
            "{parent} is on the {name} list; whether that covers {domain} is not documented. It will be tried."
        ));
        return None;
    }
    (!listed_is_out).then(|| words::not_allowed(domain))
}

fn canonical(domain: &str) -> String {
    address::domain_of(&format!("x@{domain}")).unwrap_or_default()
}

fn same_domain(entry: &str, domain: &str) -> bool {
    canonical(entry) == domain
}

fn is_below(domain: &str, entry: &str) -> bool {
    let entry = canonical(entry);
    domain
        .strip_suffix(entry.trim_start_matches("*."))
        .is_some_and(|sub| !entry.is_empty() && sub.ends_with('.'))
}
