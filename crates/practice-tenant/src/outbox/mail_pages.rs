//! `/outbox`: the mails, and one mail with its elements in the documented order.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use http::StatusCode;
use maud::{Markup, html};
use time::OffsetDateTime;
use time::macros::format_description;
use uuid::Uuid;

use super::link::{Link, local};
use crate::directory::{Invitation, Mail, Organization};
use crate::page::{Page, visible};
use crate::tenant::Tenant;

/// How many mails one page lists.
const LISTED: usize = 200;

/// All mails, the latest first; `?to=` finds those whose address contains the text.
pub(super) async fn list(
    State(tenant): State<Arc<Tenant>>,
    Query(query): Query<HashMap<String, String>>,
) -> Page {
    let organization = organization(&tenant);
    let wanted = query.get("to").map_or("", |to| to.trim()).to_lowercase();
    let mut mails = tenant.mails(None);
    mails.reverse();
    mails.retain(|mail| mail.to.to_lowercase().contains(&wanted));
    let content = html! {
        div.sheet {
            h1 { "Outbox" }
            p { "Invitation mails that the practice tenant would have sent. None of them left this machine." }
            form.find method="get" {
                div {
                    label for="to" { "Recipient" }
                    input id="to" type="text" name="to" value=(wanted) autocomplete="off" spellcheck="false";
                }
                button type="submit" { "Find" }
                @if !wanted.is_empty() { a.button href="/outbox" { "Show all" } }
            }
            @if mails.is_empty() {
                p.notice.info role="status" {
                    @if wanted.is_empty() { "No mail yet. Invite somebody, and the mail lies here." }
                    @else { "No mail to an address with “" (visible(&wanted)) "”." }
                }
            } @else {
                p.quiet role="status" {
                    (mails.len()) (if mails.len() == 1 { " mail" } else { " mails" })
                    @if mails.len() > LISTED { ", the latest " (LISTED) " shown" }
                }
                (table(&mails))
            }
        }
    };
    Page::new("Outbox", &organization.display_name, content).wide()
}

fn table(mails: &[Mail]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Mails" {
            table {
                thead { tr {
                    th scope="col" { "Sent (UTC)" }
                    th scope="col" { "To" }
                    th scope="col" { "Subject" }
                } }
                tbody {
                    @for mail in mails.iter().take(LISTED) {
                        tr {
                            td { (moment(mail.time)) }
                            td { (visible(&mail.to)) }
                            td { a href={ "/outbox/" (mail.id) } { (visible(&mail.subject)) } }
                        }
                    }
                }
            }
        }
    }
}

/// One mail.
pub(super) async fn one(State(tenant): State<Arc<Tenant>>, Path(id): Path<String>) -> Page {
    let organization = organization(&tenant);
    let mail = Uuid::try_parse(&id)
        .ok()
        .and_then(|id| tenant.mails(None).into_iter().find(|mail| mail.id == id));
    let Some(mail) = mail else {
        let content = html! {
            section {
                h1 { "No such mail" }
                p { "It is not in the outbox, or the practice tenant was started afresh." }
                p { a href="/outbox" { "Back to the outbox" } }
            }
        };
        return Page::new("No such mail", &organization.display_name, content)
            .status(StatusCode::NOT_FOUND);
    };
    let (inviter, invitation) = tenant.read(|view| {
        let view = view.latest();
        let inviter = mail
            .inviter_id
            .and_then(|id| view.user(id)?.display_name.clone());
        let invitation = Link::of(&mail.redeem_url)
            .and_then(|link| view.invitation(link.invitation_id))
            .cloned();
        (inviter, invitation)
    });
    let content = html! {
        p.back { a href="/outbox" { "Back to the outbox" } }
        div.sheet {
            h1 { (visible(&mail.subject)) }
            (envelope(&mail))
            p.quiet { "Microsoft words everything below except the message. The practice tenant words it in English, whatever the language." }
            (body(&mail, inviter.as_deref(), invitation.as_ref(), &organization))
        }
    };
    Page::new("Mail", &organization.display_name, content).wide()
}

fn envelope(mail: &Mail) -> Markup {
    html! {
        dl.facts {
            dt { "From" } dd { (visible(&mail.from)) }
            @if let Some(reply_to) = &mail.reply_to { dt { "Reply to" } dd { (visible(reply_to)) } }
            dt { "To" } dd { (visible(&mail.to)) }
            @for cc in &mail.cc { dt { "Cc" } dd { (visible(cc)) } }
            dt { "Sent" } dd { (moment(mail.time)) " UTC" }
            dt { "Language" } dd { (visible(&mail.language)) }
        }
    }
}

/// The order of learn.microsoft.com, "Elements of the B2B collaboration invitation email":
/// warning, organization and inviter, message, accept button with its target, footer.
fn body(
    mail: &Mail,
    inviter: Option<&str>,
    invitation: Option<&Invitation>,
    organization: &Organization,
) -> Markup {
    let name = visible(&organization.display_name);
    let inviter = inviter.map_or_else(|| name.clone(), visible);
    html! {
        article.mail aria-label="The mail" {
            p.warning {
                "Please only act on this mail if you trust the organization and the person below. "
                "The invitation may come from somebody who wants to mislead you."
            }
            div.from {
                span.picture aria-hidden="true" { (initials(&inviter)) }
                div {
                    p.quiet { "Organization: " (name) " · Domain: " (organization.default_domain()) }
                    p { strong { (inviter) } " invited you to " strong { (name) } }
                }
            }
            @if let Some(message) = &mail.message {
                h2 { "Message from " (inviter) }
                blockquote { (visible(message)) }
            }
            div.accept {
                p { "If you accept this invitation, you will be sent to "
                    @if let Some(invitation) = invitation {
                        span.mono { (visible(&invitation.redirect_url)) }
                    } @else { "the page that the inviter chose" }
                    "." }
                @if let Some(link) = local(&mail.redeem_url) {
                    p { a.button.primary href=(link) { "Accept invitation" } }
                }
            }
            footer {
                @if let Some(statement) = &organization.privacy_statement_url {
                    p { "Privacy statement of " (name) ": " (visible(statement)) }
                } @else {
                    p { (name) " has not published a privacy statement for you to read." }
                }
                p { strong { "Block future invitations" } " from this organization: a real mail has a link for it here." }
                p { "This message was sent by Microsoft on behalf of " (name) "." }
            }
        }
    }
}

fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(2)
        .collect()
}

fn moment(at: OffsetDateTime) -> String {
    at.format(format_description!(
        "[year]-[month]-[day] [hour]:[minute]:[second]"
    ))
    .unwrap_or_default()
}

fn organization(tenant: &Tenant) -> Organization {
    tenant.read(|view| view.organization().clone())
}
