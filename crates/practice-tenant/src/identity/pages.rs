//! The parts that the sign-in pages share, and the pages that only say something.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::aadsts::SignInError;
use super::authority::Authority;
use super::catalogue;
use super::scope::ScopeSet;
use crate::directory::{ClientApplication, User};
use crate::page::{Page, visible};
use crate::seed::Account;
use crate::tenant::Tenant;

/// Fields that a form carries on from the page before.
pub(super) type Hidden<'a> = &'a [(&'a str, &'a str)];

pub(super) fn hidden_fields(fields: Hidden<'_>) -> Markup {
    html! {
        @for (name, value) in fields {
            input type="hidden" name=(name) value=(value);
        }
    }
}

/// The practice accounts to choose from; nobody has a password. The choice is `account`.
pub(super) fn account_choice(
    application: &str,
    fields: Hidden<'_>,
    accounts: &[Account],
    refused: Option<&SignInError>,
) -> Markup {
    html! {
        section {
            h1 { "Choose an account" }
            p { "to sign in to " strong { (visible(application)) } ". Practice accounts have no passwords." }
            @if let Some(error) = refused {
                p.notice.bad role="alert" { (error.text()) " (AADSTS" (error.number()) ")" }
            }
            form method="post" {
                (hidden_fields(fields))
                ul.choices {
                    @for account in accounts {
                        li {
                            button type="submit" name="account" value=(account.id) {
                                span.who {
                                    b { (visible(&account.display_name)) } " "
                                    span { (account.upn) }
                                }
                                " "
                                span.what { (what_for(account)) }
                            }
                        }
                    }
                }
            }
            details open[refused.is_some()] {
                summary { "Use another account" }
                form method="post" {
                    (hidden_fields(fields))
                    label for="account" { "User principal name" }
                    input id="account" type="text" name="account" autocomplete="off"
                        autocapitalize="none" spellcheck="false" required;
                    div.actions { button.primary type="submit" { "Next" } }
                }
            }
        }
    }
}

fn what_for(account: &Account) -> String {
    if !account.roles.is_empty() {
        return account.roles.join(", ");
    }
    match account.kind.as_str() {
        "owner" => "Owns a group and an application",
        "member" => "Member without a role",
        "eligibleUserAdministrator" => "Eligible for User Administrator",
        _ => "No role",
    }
    .to_owned()
}

/// The permissions as a list that a person can read.
pub(super) fn permissions(scopes: &ScopeSet) -> Markup {
    html! {
        ul.permissions {
            @for name in scopes.iter() {
                @let known = catalogue::find(name);
                li {
                    (known.map_or(name, |permission| permission.allows))
                    code { (name) }
                    @if known.is_some_and(|permission| permission.admin) {
                        span.admin { "Needs an administrator’s consent" }
                    }
                }
            }
        }
    }
}

/// Asks for consent; the answer is `answer`, `accept` or `cancel`.
pub(super) struct ConsentForm<'a> {
    pub(super) application: &'a str,
    pub(super) organization: &'a str,
    pub(super) account: &'a str,
    pub(super) scopes: &'a ScopeSet,
    pub(super) fields: Hidden<'a>,
    /// Whether the page offers to consent for everybody.
    pub(super) offer_everybody: bool,
    /// Whether consent is for everybody in any case.
    pub(super) everybody: bool,
}

pub(super) fn consent_form(form: &ConsentForm<'_>) -> Markup {
    html! {
        section {
            p.brand { (visible(form.account)) }
            h1 { "Permissions requested" }
            p {
                strong { (visible(form.application)) } " asks for these permissions in "
                (visible(form.organization)) "."
            }
            (permissions(form.scopes))
            @if form.everybody {
                p.notice { "Accept gives the application these permissions for everybody in "
                    (visible(form.organization)) ". Nobody will be asked again." }
            }
            form method="post" {
                (hidden_fields(form.fields))
                @if form.offer_everybody {
                    label.tick {
                        input type="checkbox" name="everybody" value="yes";
                        span { "Consent on behalf of your organization" }
                    }
                }
                p.quiet { "Accept only if you trust the application. The permissions can be taken away again." }
                div.actions {
                    button type="submit" name="answer" value="cancel" { "Cancel" }
                    button.primary type="submit" name="answer" value="accept" { "Accept" }
                }
            }
        }
    }
}

/// Says that an administrator has to approve, and what to ask for.
pub(super) fn needs_administrator(
    application: &str,
    organization: &str,
    account: &str,
    missing: &ScopeSet,
    fields: Hidden<'_>,
) -> Markup {
    let error = SignInError::admin_consent_required(application);
    html! {
        section {
            p.brand { (visible(account)) }
            h1 { "Need admin approval" }
            p {
                strong { (visible(application)) } " needs permissions in " (visible(organization))
                " that only an administrator can grant. Ask one to grant them, then sign in again."
            }
            (permissions(missing))
            p.quiet { "AADSTS" (error.number()) ": " (error.text()) }
            form method="post" {
                (hidden_fields(fields))
                div.actions {
                    button type="submit" name="answer" value="cancel" { "Cancel" }
                    button.primary type="submit" name="answer" value="again" { "Use another account" }
                }
            }
        }
    }
}

/// Says that Conditional Access forbids this sign-in, with what an administrator wants to know.
pub(super) fn no_access(
    client: &ClientApplication,
    user: &User,
    refusal: &SignInError,
    fields: Hidden<'_>,
) -> Markup {
    html! {
        section {
            p.brand { (visible(&user.user_principal_name)) }
            h1 { "You don’t have access to this" }
            p role="alert" { (refusal.text()) }
            p { "If this is unexpected, give your administrator these details." }
            dl {
                dt { "Error Code" } dd { (refusal.number()) }
                dt { "App name" } dd { (visible(&client.display_name)) }
                dt { "App id" } dd { (client.app_id) }
                dt { "Device state" } dd { "Unregistered" }
            }
            form method="post" {
                (hidden_fields(fields))
                div.actions {
                    button type="submit" name="answer" value="cancel" { "Cancel" }
                    button.primary type="submit" name="answer" value="again" { "Use another account" }
                }
            }
        }
    }
}

/// One message and nothing to do.
pub(super) fn message(title: &str, text: Markup) -> Markup {
    html! { section { h1 { (title) } (text) } }
}

/// A refusal as a page.
pub(super) fn refusal(organization: &str, error: &SignInError) -> Page {
    let text = html! {
        p { "Sorry, but that did not work." }
        p.quiet { "AADSTS" (error.number()) ": " (visible(error.text())) }
    };
    Page::new(
        "Sign-in problem",
        organization,
        message("There is a problem", text),
    )
    .status(error.status())
}

pub(super) fn organization(tenant: &Tenant) -> String {
    tenant.read(|view| view.organization().display_name.clone())
}

/// `GET /{tenant}/oauth2/v2.0/authorize`: sign-in by a browser redirect is not imitated.
pub(super) async fn authorize(
    State(tenant): State<Arc<Tenant>>,
    Path(name): Path<String>,
) -> Response {
    let organization = organization(&tenant);
    if let Err(error) = tenant.read(|view| Authority::resolve(view, &name)) {
        return refusal(&organization, &error).into_response();
    }
    let text = html! {
        p { "The practice tenant signs people in by device code only. Choose “device code” in the application." }
    };
    Page::new(
        "Browser sign-in",
        &organization,
        message("Browser sign-in is not offered here", text),
    )
    .status(http::StatusCode::NOT_IMPLEMENTED)
    .into_response()
}

/// `GET /{tenant}/oauth2/v2.0/logout`.
pub(super) async fn logout(
    State(tenant): State<Arc<Tenant>>,
    Path(name): Path<String>,
) -> Response {
    let organization = organization(&tenant);
    if let Err(error) = tenant.read(|view| Authority::resolve(view, &name)) {
        return refusal(&organization, &error).into_response();
    }
    let text = html! { p { "This browser keeps no session of the practice tenant. You can close the window." } };
    Page::new("Signed out", &organization, message("You signed out", text)).into_response()
}
