//! Refusals of Microsoft Graph.
//!
//! The invitation service answers with generic codes, and group writes answer with one code for
//! many causes, so the message has to be read as well: by fragments, in any letter case. Where
//! nothing matches, the service's own words are shown.

mod causes;

use crate::address;
use crate::explanation::Explanation;
use causes::{CAUSES, Cause};

/// What was being done when the refusal came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// POST /invitations for a new guest.
    Invite,
    /// POST /invitations for a pending guest.
    Resend,
    /// Adding a member to a group.
    AddToGroup,
    /// Assigning an app role.
    AssignApplication,
    /// Reading.
    Read,
}

/// What the refusal was about.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// What was being done.
    pub action: Action,
    /// The guest's address, where there is one.
    pub address: Option<&'a str>,
    /// Name of the group or application, where there is one.
    pub target: Option<&'a str>,
}

/// Explains a refusal: status, `error.code` and `error.message` as they came.
pub fn explain(status: u16, code: &str, message: &str, context: &Context<'_>) -> Explanation {
    let lower = message.to_lowercase();
    match CAUSES
        .iter()
        .find(|cause| cause.matches(status, code, &lower, context.action))
    {
        Some(cause) => fill_in(cause, context),
        None => unknown(status, code, message, context),
    }
}

impl Cause {
    fn matches(&self, status: u16, code: &str, lower: &str, action: Action) -> bool {
        (self.actions.is_empty() || self.actions.contains(&action))
            && (self.statuses.is_empty() || self.statuses.contains(&status))
            && (self.codes.is_empty()
                || self
                    .codes
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(code)))
            && (self.fragments.is_empty()
                || self
                    .fragments
                    .iter()
                    .any(|fragment| lower.contains(fragment)))
    }
}

fn fill_in(cause: &Cause, context: &Context<'_>) -> Explanation {
    let domain = context.address.and_then(address::domain_of);
    let text = |template: &str| {
        template
            .replace("{address}", context.address.unwrap_or("the address"))
            .replace("{domain}", domain.as_deref().unwrap_or("the domain"))
            .replace(
                "{target}",
                context.target.unwrap_or(target_word(context.action)),
            )
    };
    let mut explanation = Explanation::new(
        cause.code,
        text(cause.summary),
        text(cause.cause),
        text(cause.remedy),
    )
    .who(cause.who.iter().map(|who| text(who)));
    if let Some(setting) = cause.setting {
        explanation = explanation.setting(setting);
    }
    if let Some(request) = cause.request {
        explanation = explanation.request(text(request));
    }
    explanation
}

fn target_word(action: Action) -> &'static str {
    match action {
        Action::AddToGroup => "the group",
        Action::AssignApplication => "the application",
        Action::Invite | Action::Resend | Action::Read => "the directory",
    }
}

fn unknown(status: u16, code: &str, message: &str, context: &Context<'_>) -> Explanation {
    let what = match context.action {
        Action::Invite => "invite the guest",
        Action::Resend => "send the invitation again",
        Action::AddToGroup => "add the guest to the group",
        Action::AssignApplication => "assign the application",
        Action::Read => "answer",
    };
    let said = match (message.trim(), code.trim()) {
        ("", "") => format!("It gave no reason (HTTP {status})."),
        ("", code) => format!("It said only {code} (HTTP {status})."),
        (message, _) => format!("It said: {message}"),
    };
    Explanation::new(
        "refused",
        format!("The directory refused to {what}."),
        said,
        "Try again. If it stays so, send the details to an administrator or to Microsoft support.",
    )
    .who(["You"])
}

/// True where a refusal only says that what was asked for is so already. Then it is done.
///
/// Source: observed answers of "Add members" and "Grant an appRoleAssignment".
pub fn held_already(action: Action, message: &str) -> bool {
    let lower = message.to_lowercase();
    match action {
        Action::AddToGroup => lower.contains("added object references already exist"),
        Action::AssignApplication => lower.contains("permission being assigned already exists"),
        Action::Invite | Action::Resend | Action::Read => false,
    }
}

/// True where a refusal of a step for a new guest may only mean that the directory has not caught
/// up: wait and try again.
///
/// Source: Microsoft Entra troubleshooting, "404 Not Found error when you manage objects by using
/// Microsoft Graph"; Microsoft Graph, known issues of new B2B users.
pub fn not_there_yet(status: u16, code: &str, message: &str) -> bool {
    let lower = message.to_lowercase();
    let is = |name: &str| code.eq_ignore_ascii_case(name);
    is("Directory_ObjectNotFound")
        || (status == 404 && (is("Request_ResourceNotFound") || code.is_empty()))
        || lower.contains("unable to read the company information from the directory")
        || (lower.contains("does not exist or one of its queried reference-property")
            && matches!(status, 400 | 404))
}

/// The object id in "already exists in the directory as object ID: ...".
pub fn object_id_in(message: &str) -> Option<String> {
    let lower = message.to_lowercase();
    let after = ["object id:", "objectid:"]
        .iter()
        .find_map(|mark| Some(lower.find(mark)? + mark.len()))?;
    let id: String = lower
        .get(after..)?
        .trim_start()
        .chars()
        .take_while(|c| c.is_ascii_hexdigit() || *c == '-')
        .collect();
    let is_guid = id.len() == 36 && [8, 13, 18, 23].iter().all(|at| id.as_bytes()[*at] == b'-');
    is_guid.then_some(id)
}

#[cfg(test)]
mod tests;
