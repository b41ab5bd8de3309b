use super::*;

fn message() -> InvitationMessage {
    InvitationMessage {
        send: true,
        body: Some("Welcome.".to_owned()),
        cc: Some("suppliers@contoso.com".to_owned()),
        language: None,
        redirect_url: "https://myapps.microsoft.com/".to_owned(),
    }
}

fn context(inviter_mail: Option<&'static str>) -> MailContext<'static> {
    MailContext {
        to: "meilin.okafor@quillon.example",
        inviter_name: "Ines Duarte",
        inviter_mail,
        organization: "Contoso",
        primary_domain: "contoso.com",
        privacy_statement: PrivacyStatement::NotKnown,
    }
}

fn parts(preview: &MailPreview) -> Vec<MailPart> {
    preview
        .elements
        .iter()
        .map(|element| element.part)
        .collect()
}

#[test]
fn every_element_stands_in_its_order() {
    use MailPart::*;
    let preview = preview(&message(), &context(Some("ines@contoso.com")));
    let expected = [
        From,
        ReplyTo,
        To,
        Cc,
        Subject,
        Warning,
        Organization,
        Inviter,
        Message,
        RedirectNote,
        AcceptButton,
        PrivacyStatement,
        BlockFutureInvitations,
    ];
    assert_eq!(parts(&preview), expected);
    assert!(preview.sent && preview.warnings.is_empty());
    for element in &preview.elements {
        let ours = matches!(
            element.part,
            ReplyTo | To | Cc | Inviter | Organization | Message
        );
        assert_eq!(element.worded_by_microsoft, !ours, "{:?}", element.part);
    }
}

#[test]
fn without_an_address_the_message_is_dropped_and_said_so() {
    let preview = preview(&message(), &context(None));
    assert!(!parts(&preview).contains(&MailPart::Message));
    assert!(!parts(&preview).contains(&MailPart::ReplyTo));
    assert!(preview.warnings[0].starts_with("Your message will not be in the mail."));
}

#[test]
fn a_language_beside_a_message_is_without_effect() {
    let mut with_language = message();
    with_language.language = Some("de-DE".to_owned());
    let context = context(Some("ines@contoso.com"));
    assert_eq!(preview(&with_language, &context).warnings.len(), 1);
    with_language.body = Some("  ".to_owned());
    assert!(preview(&with_language, &context).warnings.is_empty());
}

#[test]
fn what_is_not_known_of_the_organization_is_said_to_be_so() {
    let text = |context: &MailContext<'_>, part: MailPart| {
        let found = preview(&message(), context).elements;
        let found = found.into_iter().find(|element| element.part == part);
        found.unwrap().text
    };
    let mut context = context(Some("ines@contoso.com"));
    assert!(text(&context, MailPart::PrivacyStatement).starts_with("Not known"));
    context.privacy_statement = PrivacyStatement::NoneSet;
    assert!(text(&context, MailPart::PrivacyStatement).contains("no privacy statement"));
    context.privacy_statement = PrivacyStatement::At("https://contoso.com/privacy");
    assert!(text(&context, MailPart::PrivacyStatement).ends_with("https://contoso.com/privacy"));
    context.organization = "";
    assert_eq!(
        text(&context, MailPart::From),
        "Microsoft Invitations <invites@microsoft.com>"
    );
    assert!(text(&context, MailPart::Organization).starts_with("Organization: not known"));
}

#[test]
fn no_mail_no_elements() {
    let mut silent = message();
    silent.send = false;
    let preview = preview(&silent, &context(None));
    assert!(!preview.sent && preview.elements.is_empty());
    assert_eq!(preview.warnings.len(), 1);
}
