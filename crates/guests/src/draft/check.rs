//! What is wrong with a draft as a whole, said beside the field.

use url::Url;

use super::{Draft, DraftKind, DraftPerson, DraftProblem, language};
use crate::address;

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
        let sends = |person: &DraftPerson| {
            person
                .own
                .as_ref()
                .is_some_and(|own| own.send == Some(true))
        };
        if message.send || draft.people.iter().any(sends) {
            problems.extend(message.cc.as_deref().and_then(cc));
            problems.extend(message.body.as_deref().and_then(body));
            problems.extend(message.language.as_deref().and_then(message_language));
        }
        problems.extend(draft.people.iter().find_map(own_details));
    }
    problems
}

/// What is wrong with what was asked for one person alone. A list is judged row by row when it is
/// read; this holds for drafts from elsewhere.
fn own_details(person: &DraftPerson) -> Option<DraftProblem> {
    let own = person.own.as_deref()?;
    let mut problem = own
        .redirect_url
        .as_deref()
        .and_then(redirect_url)
        .or_else(|| own.cc.as_deref().and_then(cc))
        .or_else(|| own.body.as_deref().and_then(body))
        .or_else(|| own.language.as_deref().and_then(message_language))?;
    PEOPLE.clone_into(&mut problem.field);
    problem.text = format!("{}: {}", person.address, problem.text);
    Some(problem)
}

/// Where a guest lands has to be a page that is reached over https and holds no password.
pub(super) fn redirect_url(text: &str) -> Option<DraftProblem> {
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

/// One recipient at most.
pub(super) fn cc(text: &str) -> Option<DraftProblem> {
    let text = text.trim();
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

/// The message has to be within [`MESSAGE_LIMIT`].
pub(super) fn body(text: &str) -> Option<DraftProblem> {
    let length = text.chars().count();
    (length > MESSAGE_LIMIT).then(|| {
        DraftProblem::new(
            BODY,
            "messageTooLong",
            format!("The message has {length} characters; {MESSAGE_LIMIT} is the most."),
        )
    })
}

/// The language has to be one of [`super::LANGUAGES`].
pub(super) fn message_language(tag: &str) -> Option<DraftProblem> {
    (!tag.is_empty() && language(tag).is_none()).then(|| {
        DraftProblem::new(
            LANGUAGE,
            "languageUnknown",
            format!("{tag} is not a language that can be chosen."),
        )
    })
}
