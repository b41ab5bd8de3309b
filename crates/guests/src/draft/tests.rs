use super::*;
use crate::invitation::default_redirect_url;

fn draft(kind: DraftKind) -> Draft {
    Draft {
        kind,
        people: vec![DraftPerson {
            address: "a@x.example".to_owned(),
            display_name: None,
            user_id: None,
            own: None,
        }],
        message: InvitationMessage {
            send: true,
            body: None,
            cc: None,
            language: Some("en-US".to_owned()),
            redirect_url: default_redirect_url("0b8b1f5e-1111-4222-8333-444455556666"),
        },
        access: Access::default(),
        mail_pending_again: false,
    }
}

fn problems(change: impl FnOnce(&mut Draft)) -> Vec<(String, String)> {
    let mut asked = draft(DraftKind::Invite);
    change(&mut asked);
    check(&asked)
        .into_iter()
        .map(|problem| (problem.field, problem.code))
        .collect()
}

fn only(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), code.to_owned())]
}

#[test]
fn the_default_is_in_order() {
    assert_eq!(problems(|_| {}), []);
}

#[test]
fn the_redirect_url_has_to_be_https() {
    for (url, code) in [
        ("", "redirectMissing"),
        ("myapps", "redirectMalformed"),
        ("http://myapps.microsoft.com/", "redirectNotHttps"),
        ("javascript:alert(1)", "redirectNotHttps"),
        ("https://me:secret@x.example/", "redirectWithCredentials"),
    ] {
        let found = problems(|draft| draft.message.redirect_url = url.to_owned());
        assert_eq!(found, only("redirectUrl", code), "{url}");
    }
    // It is needed even where no mail is sent, and not looked at where nobody is invited.
    let silent = problems(|draft| {
        draft.message.send = false;
        draft.message.redirect_url.clear();
    });
    assert_eq!(silent, only("redirectUrl", "redirectMissing"));
    let access = problems(|draft| {
        draft.kind = DraftKind::GiveAccess;
        draft.message.redirect_url.clear();
        draft.access.groups = vec!["g".into()];
    });
    assert_eq!(access, []);
}

#[test]
fn one_cc_and_no_more() {
    let cc = |text: &str| problems(|draft| draft.message.cc = Some(text.to_owned()));
    for good in ["", " ", "b@y.example", "b+tag@y.example"] {
        assert_eq!(cc(good), [], "{good}");
    }
    for two in [
        "b@y.example, c@y.example",
        "b@y.example;c@y.example",
        "b@y.example B@Y.example",
    ] {
        assert_eq!(cc(two), only("cc", "moreThanOneCc"), "{two}");
    }
    for bad in ["nobody", "b@y", "Ann Lee <b@y.example>"] {
        assert_eq!(cc(bad), only("cc", "ccMalformed"), "{bad}");
    }
}

#[test]
fn messages_are_counted_in_characters() {
    let of = |length: usize| problems(|draft| draft.message.body = Some("ß".repeat(length)));
    assert_eq!(of(MESSAGE_LIMIT), []);
    assert_eq!(of(MESSAGE_LIMIT + 1), only("body", "messageTooLong"));
}

#[test]
fn languages_are_those_of_the_list() {
    let of = |tag: &str| problems(|draft| draft.message.language = Some(tag.to_owned()));
    assert_eq!(of("DE-de"), []);
    assert_eq!(of(""), []);
    assert_eq!(of("tlh"), only("language", "languageUnknown"));
    let mut names: Vec<_> = LANGUAGES.iter().map(|language| language.name).collect();
    let listed = names.clone();
    names.sort_unstable();
    assert_eq!(listed, names);
}

#[test]
fn something_has_to_be_asked_for() {
    assert_eq!(
        problems(|draft| draft.people.clear()),
        only("people", "noPeople")
    );
    let nothing = problems(|draft| draft.kind = DraftKind::GiveAccess);
    assert_eq!(nothing, only("groups", "noAccess"));
}

#[test]
fn what_is_asked_for_one_person_is_held_to_the_same_rules() {
    let own = |details: OwnDetails| problems(|draft| draft.people[0].own = Some(Box::new(details)));
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(own(OwnDetails::default()), []);
    for (details, code) in [
        (
            OwnDetails {
                redirect_url: text("http://x.example"),
                ..OwnDetails::default()
            },
            "redirectNotHttps",
        ),
        (
            OwnDetails {
                cc: text("b@y.example, c@y.example"),
                ..OwnDetails::default()
            },
            "moreThanOneCc",
        ),
        (
            OwnDetails {
                body: Some("x".repeat(MESSAGE_LIMIT + 1)),
                ..OwnDetails::default()
            },
            "messageTooLong",
        ),
        (
            OwnDetails {
                language: text("tlh"),
                ..OwnDetails::default()
            },
            "languageUnknown",
        ),
    ] {
        assert_eq!(own(details), only("people", code));
    }
}

#[test]
fn the_common_message_is_checked_where_only_a_row_asks_for_mail() {
    let with = |send: Option<bool>| {
        problems(|draft| {
            draft.message.send = false;
            draft.message.cc = Some("b@y.example, c@y.example".to_owned());
            draft.people[0].own = Some(Box::new(OwnDetails {
                send,
                ..OwnDetails::default()
            }));
        })
    };
    assert_eq!(with(Some(true)), only("cc", "moreThanOneCc"));
    assert_eq!(with(None), []);
}
