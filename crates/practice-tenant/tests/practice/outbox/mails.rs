use reqwest::StatusCode;
use serde_json::json;

use super::{Inviter, LANDING};

#[tokio::test]
async fn a_mail_has_its_elements_in_order() {
    let inviter = Inviter::new("globalAdministrator").await;
    let address = "ana@new-partner.example";
    let message = "Hello <b>Ana</b>,\nwelcome.";
    let more = json!({"invitedUserMessageInfo": {
        "customizedMessageBody": message,
        "messageLanguage": "de-DE",
        "ccRecipients": [{"emailAddress": {"address": "boss@new-partner.example"}}],
    }});
    inviter.invite(address, more).await;

    let mail = inviter.mail(address);
    let account = inviter.stage.account("globalAdministrator");
    let organization = inviter
        .stage
        .running
        .tenant()
        .read(|view| view.organization().display_name.clone());
    assert_eq!(
        mail.from,
        format!("Microsoft invitations on behalf of {organization} <invites@microsoft.com>")
    );
    assert_eq!(
        mail.subject,
        format!(
            "{} invited you to access applications within their organization.",
            account.display_name
        )
    );
    assert_eq!(mail.message.as_deref(), Some(message));
    assert_eq!(mail.cc, ["boss@new-partner.example"]);
    // The language that was asked for does not count beside a message.
    assert_eq!(mail.language, "en-US");

    let list = inviter.page("/outbox", StatusCode::OK).await;
    assert!(list.contains(address) && list.contains(&format!("/outbox/{}", mail.id)));
    let none = inviter.page("/outbox?to=nobody", StatusCode::OK).await;
    assert!(none.contains("No mail to an address") && !none.contains(address));

    let page = inviter
        .page(&format!("/outbox/{}", mail.id), StatusCode::OK)
        .await;
    let order = [
        "Please only act on this mail",
        "Domain: ",
        &account.display_name,
        "Hello &lt;b&gt;Ana&lt;/b&gt;,\nwelcome.",
        LANDING,
        "Accept invitation",
        "rivacy statement",
        "Block future invitations",
    ];
    let mut at = page.find("<article").expect("the mail");
    for element in order {
        let found = page[at..]
            .find(element)
            .unwrap_or_else(|| panic!("no {element} after {at}"));
        at += found;
    }
    assert!(
        !page.contains("<b>Ana"),
        "the message is text, never markup"
    );
    assert!(
        page.contains("href=\"/redeem?rd="),
        "the button stays on this site"
    );
}

#[tokio::test]
async fn the_message_is_dropped_where_the_inviter_has_no_mailbox() {
    let inviter = Inviter::new("globalAdministrator").await;
    let account = inviter.stage.account("globalAdministrator").id;
    let tenant = inviter.stage.running.tenant();
    let call = practice_tenant::ledger::Call::of_tenant("PATCH", "/test");
    let written: Result<bool, practice_tenant::state::StateError> = tenant.write(&call, |tx| {
        Ok(tx.edit_user(account, |user| user.mail = None))
    });
    assert!(written.expect("written"));

    let address = "ben@new-partner.example";
    let more = json!({"invitedUserMessageInfo": {"customizedMessageBody": "Hello"}});
    inviter.invite(address, more).await;
    let mail = inviter.mail(address);
    assert_eq!((mail.message, mail.reply_to), (None, None));
}

#[tokio::test]
async fn the_language_asked_for_counts_without_a_message() {
    let inviter = Inviter::new("userAdministrator").await;
    let address = "carl@new-partner.example";
    let more = json!({"invitedUserMessageInfo": {"messageLanguage": "fr-FR"}});
    inviter.invite(address, more).await;
    assert_eq!(inviter.mail(address).language, "fr-FR");
}

#[tokio::test]
async fn an_unknown_mail_is_said() {
    let inviter = Inviter::new("userAdministrator").await;
    for id in ["x", "11111111-2222-3333-4444-555555555555"] {
        let page = inviter
            .page(&format!("/outbox/{id}"), StatusCode::NOT_FOUND)
            .await;
        assert!(page.contains("No such mail"));
    }
}
