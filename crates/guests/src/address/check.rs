//! Judging one address by the rules of Graph's invitation resource.

use unicode_normalization::UnicodeNormalization;
use url::Host;

use super::AddressProblem;
use crate::invisible::is_invisible;

/// What the invitation resource forbids anywhere in an address, the `@` between its parts aside.
///
/// Source: Microsoft Graph, resource type invitation, property invitedUserEmailAddress.
const FORBIDDEN: &[char] = &[
    '~', '!', '#', '$', '%', '^', '&', '*', '(', ')', '=', '[', ']', '{', '}', '\\', '/', '|', ';',
    ':', '"', '<', '>', '?', ',',
];

/// What people, mail programs and documents put around an address.
const WRAPPING: &[char] = &[
    '<', '>', '(', ')', '[', ']', '{', '}', '"', '\'', '`', '“', '”', '„', '‘', '’', '«', '»',
];

/// Longest part before the `@`, and longest address, in bytes.
///
/// Source: RFC 5321, section 4.5.3.1.
const LONGEST_LOCAL: usize = 64;
const LONGEST_ADDRESS: usize = 254;

/// Names without a dot that are not the first part of somebody's domain.
const NOT_A_COMPANY: &[&str] = &[
    "com",
    "net",
    "org",
    "example",
    "invalid",
    "test",
    "localhost",
    "local",
    "localdomain",
    "lan",
    "internal",
    "intranet",
    "corp",
    "home",
    "mail",
];

/// Takes off what is not part of the address: invisible characters, `mailto:`, quotes, brackets
/// and trailing punctuation. Full-width letters become plain ones.
pub fn clean(text: &str) -> String {
    let mut plain: String = text
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect();
    if !plain.is_ascii() {
        plain = plain.nfkc().filter(|c| !is_invisible(*c)).collect();
    }
    let (bare, was_link) = unwrap(&plain);
    match bare.split_once('?') {
        Some((address, _)) if was_link => unwrap(address).0.to_owned(),
        _ => bare.to_owned(),
    }
}

/// Without what stands around the address, and whether that held a `mailto:`.
fn unwrap(text: &str) -> (&str, bool) {
    let mut rest = text;
    let mut was_link = false;
    loop {
        let length = rest.len();
        rest = rest.trim().trim_matches(WRAPPING);
        rest = rest.trim_end_matches(['.', ',', ';', ':', ' ']);
        rest = rest.trim_start_matches([',', ';', ' ']);
        if let Some(link) = strip_mailto(rest) {
            rest = link;
            was_link = true;
        }
        if rest.len() == length {
            return (rest, was_link);
        }
    }
}

fn strip_mailto(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_at_checked(7)?;
    scheme.eq_ignore_ascii_case("mailto:").then_some(rest)
}

/// Holds an address against the rules and gives it back cleaned, its domain in lower case and in
/// the ASCII form.
///
/// # Errors
///
/// What is wrong with it, for the screen.
pub fn check(address: &str) -> Result<String, AddressProblem> {
    judge(&clean(address))
}

/// As [`check`], for an address that is clean already.
pub(super) fn judge(address: &str) -> Result<String, AddressProblem> {
    let (local, domain) = split(address)?;
    check_local(local, domain)?;
    let domain = check_domain(local, domain)?;
    let checked = format!("{local}@{domain}");
    if local.len() > LONGEST_LOCAL || checked.len() > LONGEST_ADDRESS {
        return Err(AddressProblem::new(
            "tooLong",
            "The address is longer than mail allows.",
        ));
    }
    Ok(checked)
}

fn malformed(text: &str) -> AddressProblem {
    AddressProblem::new("malformed", text)
}

fn split(address: &str) -> Result<(&str, &str), AddressProblem> {
    if address.is_empty() {
        return Err(malformed("There is no address."));
    }
    let (local, domain) = address
        .split_once('@')
        .ok_or_else(|| malformed("There is no @ in it."))?;
    if domain.contains('@') {
        return Err(malformed("There is more than one @ in it."));
    }
    if address.contains(' ') {
        return Err(malformed("There is a space in it."));
    }
    if local.is_empty() {
        return Err(malformed("There is nothing before the @."));
    }
    if domain.is_empty() {
        return Err(malformed("There is nothing after the @."));
    }
    Ok((local, domain))
}

fn check_local(local: &str, domain: &str) -> Result<(), AddressProblem> {
    if let Some((plain, _)) = local.split_once('+') {
        let mut problem = AddressProblem::new("plus", "Microsoft does not accept + in an address.");
        problem.suggestion = judge(&format!("{plain}@{domain}")).ok();
        return Err(problem);
    }
    if let Some(c) = local
        .chars()
        .chain(domain.chars())
        .find(|c| FORBIDDEN.contains(c) || *c == '+')
    {
        return Err(AddressProblem::new(
            "forbiddenCharacter",
            format!("Microsoft does not accept {c} in an address."),
        ));
    }
    // The guest's user principal name is made from the address and allows only these.
    // Source: Microsoft Entra, "UserPrincipalName population", allowed characters.
    if let Some(c) = local
        .chars()
        .find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-' | '_' | '\''))
    {
        return Err(AddressProblem::new(
            "forbiddenCharacter",
            format!(
                "Microsoft does not accept {c} before the @, because the guest's sign-in name is made from it."
            ),
        ));
    }
    if local.starts_with(['.', '-']) {
        return Err(malformed("An address cannot begin with a dot or a hyphen."));
    }
    if local.ends_with(['.', '-']) {
        return Err(malformed(
            "The part before the @ cannot end with a dot or a hyphen.",
        ));
    }
    if local.contains("..") {
        return Err(malformed("There are two dots in a row."));
    }
    Ok(())
}

fn check_domain(local: &str, domain: &str) -> Result<String, AddressProblem> {
    let no_domain = || malformed("What stands after the @ is not a domain.");
    let ascii = ascii_domain(domain).ok_or_else(no_domain)?;
    if !ascii.split('.').all(is_label) {
        return Err(no_domain());
    }
    let Some((_, top)) = ascii.rsplit_once('.') else {
        let mut problem = AddressProblem::new("incompleteDomain", "The domain is incomplete.");
        problem.suggestion = may_be_a_company(&ascii)
            .then(|| judge(&format!("{local}@{ascii}.com")).ok())
            .flatten();
        return Err(problem);
    };
    let is_top_level =
        top.starts_with("xn--") || (top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic()));
    if is_top_level {
        Ok(ascii)
    } else {
        Err(no_domain())
    }
}

/// The domain as mail servers look it up: lower case, other scripts as `xn--`.
fn ascii_domain(domain: &str) -> Option<String> {
    if domain.is_ascii() && !domain.to_ascii_lowercase().contains("xn--") {
        return Some(domain.to_ascii_lowercase());
    }
    match Host::parse(domain) {
        Ok(Host::Domain(ascii)) => Some(ascii),
        _ => None,
    }
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

fn may_be_a_company(label: &str) -> bool {
    label.len() >= 2
        && label.bytes().any(|b| b.is_ascii_alphabetic())
        && !label.starts_with("xn--")
        && !NOT_A_COMPANY.contains(&label)
}

/// A key under which two spellings of one address are the same.
pub fn fold(address: &str) -> String {
    let cleaned = clean(address);
    judge(&cleaned).unwrap_or(cleaned).to_lowercase()
}

/// True where two addresses differ in letter case, form of the domain or wrapping only.
pub fn same_address(a: &str, b: &str) -> bool {
    fold(a) == fold(b)
}

/// The domain of an address in lower case and in the ASCII form; none where there is no domain.
pub fn domain_of(address: &str) -> Option<String> {
    let cleaned = clean(address);
    let (_, domain) = cleaned.rsplit_once('@')?;
    (!domain.is_empty()).then(|| ascii_domain(domain).unwrap_or_else(|| domain.to_lowercase()))
}
