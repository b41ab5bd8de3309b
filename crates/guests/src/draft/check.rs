//! What is wrong with a draft as a whole, said beside the field.

use url::Url;

use super::{Draft, DraftKind, DraftProblem, language};
use crate::address;
use crate::invitation::InvitationMessage;

/// Longest customised message, in characters. The service does not document its own limit.
pub const MESSAGE_LIMIT: usize = 2000;

/// Fields by the names under which a problem is shown.
const PEOPLE: &str = "people";
const REDIRECT_URL: &str = "redirectUrl";
const CC: &str = "cc";
const BODY: &str = "body";
const LANGUAGE: &str = "language";
const GROUPS: &str = "groups";

impl DraftProblem {
    fn new(field: &str, code: &str, text: impl Into<String>) -> Self {
        Self {
            field: field.to_owned(),
            code: code.to_owned(),
            text: text.into(),
        }
    }
}

/// Everything that keeps a draft from being planned; empty: nothing does. Single addresses are not
/// judged here: each gets its verdict in the plan, and a wrong one does not hold up the others.
pub fn check(draft: &Draft) -> Vec<DraftProblem> {
    let mut problems = Vec::new();
    if draft.people.is_empty() {
        problems.push(DraftProblem::new(
            PEOPLE,
            "noPeople",
            "Enter at least one person.",
        ));
    }
    if draft.kind == DraftKind::GiveAccess {
        if draft.all_access().is_empty() {
            problems.push(DraftProblem::new(
                GROUPS,
                "noAccess",
                "Choose at least one group or application.",
            ));
        }
    } else {
        let message = &draft.message;
        problems.extend(redirect_url(&message.redirect_url));
        if message.send {
            problems.extend(cc(message));
            problems.extend(body(message));
            problems.extend(message_language(message));
        }
    }
    problems
}

fn redirect_url(text: &str) -> Option<DraftProblem> {
    let problem = |code: &str, text: &str| Some(DraftProblem::new(REDIRECT_URL, code, text));
    let text = text.trim();
    if text.is_empty() {
        return problem(
            "redirectMissing",
            "Enter where the guest lands after accepting.",
        );
    }
    let Ok(url) = Url::parse(text) else {
        return problem(
            "redirectMalformed",
            "This is not a web address. It must begin with https://.",
        );
    };
    if url.scheme() != "https" {
        return problem(
            "redirectNotHttps",
            "The redirect URL must begin with https://.",
        );
    }
    if !url.username().is_empty() || url.password().is_some() {
        return problem(
            "redirectWithCredentials",
            "The redirect URL must not hold a user name or password.",
        );
    }
    None
}

fn cc(message: &InvitationMessage) -> Option<DraftProblem> {
    let text = message.cc.as_deref()?.trim();
    if text.is_empty() {
        return None;
    }
    let problem = |code: &str, text: String| Some(DraftProblem::new(CC, code, text));
    let entries = address::parse_list(text);
    if entries.len() > 1 {
        return problem(
            "moreThanOneCc",
            "Microsoft supports one Cc recipient only.".to_owned(),
        );
    }
    match address::check(text) {
        Ok(_) => None,
        // The rules for invited addresses do not bind a recipient: a + tag is fine here.
        Err(found) if found.code == "plus" => None,
        Err(found) => problem(
            "ccMalformed",
            format!("This is not one email address. {}", found.text),
        ),
    }
}

fn body(message: &InvitationMessage) -> Option<DraftProblem> {
    let length = message.body.as_deref()?.chars().count();
    (length > MESSAGE_LIMIT).then(|| {
        DraftProblem::new(
            BODY,
            "messageTooLong",
            format!("The message has {length} characters; {MESSAGE_LIMIT} is the most."),
        )
    })
}

fn message_language(message: &InvitationMessage) -> Option<DraftProblem> {
    let tag = message.language.as_deref()?;
    (!tag.is_empty() && language(tag).is_none()).then(|| {
        DraftProblem::new(
            LANGUAGE,
            "languageUnknown",
            format!("{tag} is not a language that can be chosen."),
        )
    })
}
