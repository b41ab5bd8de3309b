//! `/redeem`: the pages that a guest goes through, up to the doorstep of the place they land on.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Form, Query, State};
use http::StatusCode;
use maud::{Markup, html};

use super::link::Link;
use super::redemption::{self, HomeIdentity, Refusal, Visit};
use crate::page::{Page, visible};
use crate::tenant::Tenant;

type Fields = HashMap<String, String>;

/// The link in the mail.
pub(super) async fn open(State(tenant): State<Arc<Tenant>>, Query(fields): Query<Fields>) -> Page {
    let stage = Stage::new(&tenant, &fields);
    match stage.visit() {
        Ok((_, visit)) if visit.accepted() => stage.landing(&visit),
        Ok((_, visit)) => stage.accounts(&visit),
        Err(refusal) => stage.refuse(refusal),
    }
}

/// The steps after it.
pub(super) async fn step(State(tenant): State<Arc<Tenant>>, Form(fields): Form<Fields>) -> Page {
    let stage = Stage::new(&tenant, &fields);
    let (link, visit) = match stage.visit() {
        Ok(found) => found,
        Err(refusal) => return stage.refuse(refusal),
    };
    match fields.get("answer").map_or("", String::as_str) {
        "account" => stage.consent(&visit),
        "other" => stage.refuse(Refusal::OtherAccount),
        "accept" => match redemption::accept(&tenant, &link) {
            Ok(visit) => stage.landing(&visit),
            Err(refusal) => stage.refuse(refusal),
        },
        "cancel" => stage.cancelled(),
        _ => stage.accounts(&visit),
    }
}

struct Stage<'a> {
    tenant: &'a Tenant,
    rd: &'a str,
    organization: String,
}

impl<'a> Stage<'a> {
    fn new(tenant: &'a Tenant, fields: &'a Fields) -> Self {
        Self {
            tenant,
            rd: fields.get("rd").map_or("", String::as_str),
            organization: tenant.read(|view| view.organization().display_name.clone()),
        }
    }

    fn visit(&self) -> Result<(Link, Visit), Refusal> {
        let link = Link::read(self.rd).ok_or(Refusal::Unknown)?;
        let visit = self.tenant.read(|view| redemption::visit(view, &link))?;
        Ok((link, visit))
    }

    fn page(&self, title: &str, content: Markup) -> Page {
        Page::new(title, &self.organization, html! { section { (content) } })
    }

    fn accounts(&self, visit: &Visit) -> Page {
        let kind = match &visit.identity {
            HomeIdentity::Entra(name) => format!("Work account at {}", visible(name)),
            HomeIdentity::Google => "Google account".to_owned(),
            HomeIdentity::Microsoft => "Personal Microsoft account".to_owned(),
            HomeIdentity::Passcode => "One-time passcode by mail".to_owned(),
        };
        self.page(
            "Choose an account",
            html! {
                p.brand { (visible(&self.organization)) }
                h1 { "Choose an account" }
                p { "to accept the invitation of " strong { (visible(&self.organization)) }
                    ". Here nobody needs a password." }
                form method="post" {
                    input type="hidden" name="rd" value=(self.rd);
                    ul.choices {
                        li {
                            button type="submit" name="answer" value="account" {
                                span.who { b { (visible(&visit.invitation.address)) } " " span { (kind) } }
                            }
                        }
                        li {
                            button type="submit" name="answer" value="other" {
                                span.who { b { "Use another account" } }
                            }
                        }
                    }
                }
            },
        )
    }

    fn consent(&self, visit: &Visit) -> Page {
        let organization = visible(&self.organization);
        let (statement, contact) = self.tenant.read(|view| {
            let known = view.organization();
            (
                known.privacy_statement_url.clone(),
                known.privacy_contact.clone(),
            )
        });
        self.page(
            "Review permissions",
            html! {
                p.brand { (visible(&visit.invitation.address)) }
                h1 { "Review permissions" }
                p { strong { (organization) } " would like to:" }
                ul.permissions {
                    li { "Receive your profile data" span.quiet { " – your name, address and photo" } }
                    li { "Collect and log your activity" span.quiet { " – what you sign in to and use here" } }
                    li { "Use your profile and activity data" span.quiet { " – to give you access and to protect it" } }
                }
                @if let Some(statement) = statement {
                    p.quiet { "Privacy statement of " (organization) ": " span.mono { (visible(&statement)) } }
                } @else {
                    p.quiet { (organization) " has not published a privacy statement." }
                }
                @if let Some(contact) = contact {
                    p.quiet { "Questions about privacy: " (visible(&contact)) }
                }
                form method="post" {
                    input type="hidden" name="rd" value=(self.rd);
                    div.actions {
                        button type="submit" name="answer" value="cancel" { "Cancel" }
                        button.primary type="submit" name="answer" value="accept" { "Accept" }
                    }
                }
            },
        )
    }

    /// The end of the way: where the guest would be sent is shown, and not followed.
    fn landing(&self, visit: &Visit) -> Page {
        self.page(
            "Invitation accepted",
            html! {
                h1 { "The guest would now land on" }
                p.mono { (visible(&visit.invitation.redirect_url)) }
                p.notice.good role="status" {
                    (visible(&visit.invitation.address)) " is a guest of "
                    (visible(&self.organization)) " whose invitation is accepted."
                }
                p { "The practice tenant ends here: it does not open other sites. Refresh the guest in the application to see the new state." }
            },
        )
    }

    fn cancelled(&self) -> Page {
        self.page(
            "Cancelled",
            html! {
                h1 { "You cancelled" }
                p { "The invitation is still pending. Open the link in the mail again to accept it." }
            },
        )
    }

    fn refuse(&self, refusal: Refusal) -> Page {
        let status = match refusal {
            Refusal::NotKept => StatusCode::SERVICE_UNAVAILABLE,
            Refusal::Unknown | Refusal::Superseded | Refusal::Deleted => StatusCode::NOT_FOUND,
            _ => StatusCode::FORBIDDEN,
        };
        let content = html! {
            h1 { "The invitation cannot be accepted" }
            p { (refusal) }
            @if refusal == Refusal::OtherAccount {
                form method="post" {
                    input type="hidden" name="rd" value=(self.rd);
                    div.actions { button.primary type="submit" { "Back to the account choice" } }
                }
            }
        };
        self.page("Invitation problem", content).status(status)
    }
}
