//! `/devicelogin`: a person enters the code that an application shows, and answers.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Form, State};
use maud::{Markup, html};

use super::approval::{self, DeviceRefusal, Next, Waiting};
use super::device::CodeProblem;
use super::pages::{self, ConsentForm};
use crate::directory::User;
use crate::page::{Page, visible};
use crate::tenant::Tenant;

type Fields = HashMap<String, String>;

/// The page that asks for the code.
pub(super) async fn open(State(tenant): State<Arc<Tenant>>) -> Page {
    let organization = pages::organization(&tenant);
    Page::new("Enter code", &organization, code_form("", None))
}

/// Every later step. The form says which one, and carries the code and the account along; the
/// server keeps nothing about the browser.
pub(super) async fn step(State(tenant): State<Arc<Tenant>>, Form(fields): Form<Fields>) -> Page {
    let organization = pages::organization(&tenant);
    let typed = field(&fields, "code");
    let waiting = match approval::waiting(&tenant, typed) {
        Ok(waiting) => waiting,
        Err(problem) => {
            return Page::new("Enter code", &organization, code_form(typed, Some(problem)));
        }
    };
    let visit = Visit {
        tenant: &tenant,
        organization: &organization,
        waiting: &waiting,
    };
    match (field(&fields, "step"), field(&fields, "answer")) {
        (_, "cancel") => visit.cancel(),
        (_, "again") | ("code", _) => visit.choose(None),
        (step, answer) => {
            match tenant.read(|view| approval::person(view, field(&fields, "account"))) {
                Err(error) => visit.choose(Some(&error)),
                Ok(user) => match (step, answer) {
                    ("account", _) => visit.account_chosen(&user),
                    _ if waiting.blocked.is_some() => visit.choose(waiting.blocked.as_ref()),
                    ("answer", "continue") => visit.press_continue(&user),
                    ("consent", "accept") => visit.accept(&user, fields.contains_key("everybody")),
                    _ => visit.confirm(&user),
                },
            }
        }
    }
}

fn field<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).map_or("", String::as_str)
}

fn code_form(typed: &str, problem: Option<CodeProblem>) -> Markup {
    let error = problem.map(|problem| match problem {
        CodeProblem::Unknown => "That code didn’t work. Check it and try again.",
        CodeProblem::Expired => "That code has expired. Ask the application for a new one.",
        CodeProblem::Answered => "That code was used already. Ask the application for a new one.",
    });
    html! {
        section {
            h1 { "Enter code to allow access" }
            p { "Enter the code that the application shows on your device." }
            p.notice { "Enter only a code that you asked for yourself, just now. Nobody else’s code, whoever sent it." }
            form method="post" {
                input type="hidden" name="step" value="code";
                label for="code" { "Code" }
                input.code id="code" type="text" name="code" value=(typed) maxlength="20" required
                    autofocus autocomplete="off" autocapitalize="characters" spellcheck="false"
                    aria-invalid=[error.map(|_| "true")]
                    aria-describedby=[error.map(|_| "code-error")];
                @if let Some(error) = error {
                    p.error id="code-error" role="alert" { (error) }
                }
                div.actions { button.primary type="submit" { "Next" } }
            }
        }
    }
}

/// One person's way through the pages.
struct Visit<'a> {
    tenant: &'a Tenant,
    organization: &'a str,
    waiting: &'a Waiting,
}

impl Visit<'_> {
    fn page(&self, title: &str, content: Markup) -> Page {
        Page::new(title, self.organization, content)
    }

    fn application(&self) -> &str {
        &self.waiting.client.display_name
    }

    fn choose(&self, refused: Option<&super::aadsts::SignInError>) -> Page {
        let fields = [
            ("step", "account"),
            ("code", self.waiting.user_code.as_str()),
        ];
        let choice =
            pages::account_choice(self.application(), &fields, self.tenant.accounts(), refused);
        self.page("Choose an account", choice)
    }

    fn account_chosen(&self, user: &User) -> Page {
        match approval::choose(self.tenant, self.waiting) {
            Ok(()) => self.confirm(user),
            Err(refusal) => {
                let fields = [("code", self.waiting.user_code.as_str())];
                let content = pages::no_access(&self.waiting.client, user, &refusal, &fields);
                self.page("You don’t have access to this", content)
            }
        }
    }

    fn confirm(&self, user: &User) -> Page {
        let id = user.id.to_string();
        let fields = [
            ("step", "answer"),
            ("code", self.waiting.user_code.as_str()),
            ("account", &id),
        ];
        let application = visible(self.application());
        let content = html! {
            section {
                p.brand { (user.user_principal_name) }
                h1 { "Are you trying to sign in to " (application) "?" }
                p { "Continue only if you began this sign-in yourself, and the code was shown by "
                    strong { (application) } " on a device of yours." }
                form method="post" {
                    (pages::hidden_fields(&fields))
                    div.actions {
                        button type="submit" name="answer" value="cancel" { "Cancel" }
                        button.primary type="submit" name="answer" value="continue" { "Continue" }
                    }
                }
            }
        };
        self.page("Confirm sign-in", content)
    }

    fn press_continue(&self, user: &User) -> Page {
        let id = user.id.to_string();
        let fields = [
            ("step", "consent"),
            ("code", self.waiting.user_code.as_str()),
            ("account", &id),
        ];
        match approval::press_continue(self.tenant, self.waiting, user.id) {
            Err(problem) => self.late(problem),
            Ok(Next::Done) => self.done(),
            Ok(Next::Consent {
                missing,
                for_everybody,
            }) => {
                let form = pages::consent_form(&ConsentForm {
                    application: self.application(),
                    organization: self.organization,
                    account: &user.user_principal_name,
                    scopes: &missing,
                    fields: &fields,
                    offer_everybody: for_everybody,
                    everybody: false,
                });
                self.page("Permissions requested", form)
            }
            Ok(Next::NeedsAdministrator { missing }) => {
                let content = pages::needs_administrator(
                    self.application(),
                    self.organization,
                    &user.user_principal_name,
                    &missing,
                    &fields,
                );
                self.page("Need admin approval", content)
            }
        }
    }

    fn accept(&self, user: &User, for_everybody: bool) -> Page {
        match approval::press_accept(self.tenant, self.waiting, user.id, for_everybody) {
            Ok(()) => self.done(),
            // The person's roles changed since the page was shown.
            Err(DeviceRefusal::ConsentRequired) => self.press_continue(user),
            Err(DeviceRefusal::NotKept) => pages::refusal(
                self.organization,
                &super::aadsts::SignInError::unavailable(),
            ),
            Err(_) => self.late(CodeProblem::Answered),
        }
    }

    fn cancel(&self) -> Page {
        match approval::deny_device(self.tenant, &self.waiting.user_code) {
            Ok(()) => {
                let text =
                    html! { p { "The application has been told. You can close this window." } };
                self.page(
                    "Sign-in cancelled",
                    pages::message("You cancelled the sign-in", text),
                )
            }
            Err(_) => self.late(CodeProblem::Answered),
        }
    }

    fn done(&self) -> Page {
        let text = html! { p { "You can close this window and go back to " (visible(self.application())) "." } };
        let title = format!("You have signed in to {}", visible(self.application()));
        self.page("Signed in", pages::message(&title, text))
    }

    fn late(&self, problem: CodeProblem) -> Page {
        self.page("Enter code", code_form("", Some(problem)))
    }
}
