//! `/{tenant}/v2.0/adminconsent`: an administrator grants permissions for everybody.
//!
//! Source: learn.microsoft.com, "Admin consent on the Microsoft identity platform".

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use url::Url;

use super::aadsts::SignInError;
use super::approval::person;
use super::authority::Authority;
use super::consent;
use super::pages::{self, ConsentForm};
use super::scope::ScopeRequest;
use crate::directory::ClientApplication;
use crate::ledger::Call;
use crate::page::Page;
use crate::site::Asked;
use crate::state::StateError;
use crate::tenant::Tenant;

type Fields = HashMap<String, String>;

/// What the link asks for.
struct Ask {
    client: ClientApplication,
    scope: ScopeRequest,
    redirect: Option<Url>,
    state: String,
    organization: String,
}

/// The link itself: somebody who may consent is asked to say who they are.
pub(super) async fn open(
    State(tenant): State<Arc<Tenant>>,
    asked: Asked,
    Path(name): Path<String>,
    Query(fields): Query<Fields>,
) -> Response {
    match read(&tenant, &name, &asked, &fields) {
        Ok(ask) => choose(&tenant, &ask, None),
        Err(error) => pages::refusal(&pages::organization(&tenant), &error).into_response(),
    }
}

/// The steps after it; the forms carry everything along.
pub(super) async fn step(
    State(tenant): State<Arc<Tenant>>,
    asked: Asked,
    Path(name): Path<String>,
    Form(fields): Form<Fields>,
) -> Response {
    let ask = match read(&tenant, &name, &asked, &fields) {
        Ok(ask) => ask,
        Err(error) => {
            return pages::refusal(&pages::organization(&tenant), &error).into_response();
        }
    };
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    match field("answer") {
        "cancel" => return decline(&ask),
        "again" => return choose(&tenant, &ask, None),
        _ => {}
    }
    let user = match tenant.read(|view| person(view, field("account"))) {
        Ok(user) => user,
        Err(error) => return choose(&tenant, &ask, Some(&error)),
    };
    let account = user.id.to_string();
    let fields = ask.fields("consent", &account);
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    if !tenant.read(|view| consent::is_consent_administrator(view.latest(), user.id)) {
        let content = pages::needs_administrator(
            &ask.client.display_name,
            &ask.organization,
            &user.user_principal_name,
            &ask.scope.named,
            &fields,
        );
        return ask.page("Need admin approval", content);
    }
    if field("step") == "consent" && field("answer") == "accept" {
        return match accept(&tenant, &name, &ask, user.id) {
            Ok(()) => granted(&tenant, &ask),
            Err(error) => {
                tracing::error!(%error, "consent could not be kept");
                pages::refusal(&ask.organization, &SignInError::unavailable()).into_response()
            }
        };
    }
    let content = pages::consent_form(&ConsentForm {
        application: &ask.client.display_name,
        organization: &ask.organization,
        account: &user.user_principal_name,
        scopes: &ask.scope.named,
        fields: &fields,
        offer_everybody: false,
        everybody: true,
    });
    ask.page("Permissions requested", content)
}

fn read(tenant: &Tenant, name: &str, asked: &Asked, fields: &Fields) -> Result<Ask, SignInError> {
    let required = |name: &str| {
        fields
            .get(name)
            .filter(|value| !value.trim().is_empty())
            .ok_or_else(|| SignInError::missing_parameter(name))
    };
    let (client, organization) = tenant.read(|view| {
        let authority = Authority::resolve(view, name)?;
        let client = authority.client(view, required("client_id")?)?.clone();
        Ok((client, view.organization().display_name.clone()))
    })?;
    let scope = ScopeRequest::parse(required("scope")?, &asked.origin)?;
    if scope.named.is_empty() {
        return Err(SignInError::invalid_scope(&scope.literal));
    }
    let redirect = match fields.get("redirect_uri").filter(|uri| !uri.is_empty()) {
        Some(uri) => Some(registered(&client, uri)?),
        None => None,
    };
    let state = fields.get("state").cloned().unwrap_or_default();
    Ok(Ask {
        client,
        scope,
        redirect,
        state,
        organization,
    })
}

/// A redirect URI that the client registered; on localhost the port does not count
/// (learn.microsoft.com, "Redirect URI restrictions and limitations").
fn registered(client: &ClientApplication, uri: &str) -> Result<Url, SignInError> {
    let wrong = || SignInError::redirect_not_registered(uri, &client.app_id.to_string());
    let asked = Url::parse(uri).map_err(|_| wrong())?;
    let same = |known: &String| {
        Url::parse(known).is_ok_and(|mut known| {
            if known.host_str() == Some("localhost") && known.set_port(asked.port()).is_err() {
                return false;
            }
            known == asked
        })
    };
    if client.redirect_uris.iter().any(same) {
        Ok(asked)
    } else {
        Err(wrong())
    }
}

impl Ask {
    fn page(&self, title: &str, content: Markup) -> Response {
        Page::new(title, &self.organization, content)
            .returning_to(self.redirect.as_ref())
            .into_response()
    }

    fn fields(&self, step: &'static str, account: &str) -> Vec<(&'static str, String)> {
        vec![
            ("step", step.to_owned()),
            ("client_id", self.client.app_id.to_string()),
            ("scope", self.scope.literal.clone()),
            (
                "redirect_uri",
                self.redirect
                    .as_ref()
                    .map(Url::to_string)
                    .unwrap_or_default(),
            ),
            ("state", self.state.clone()),
            ("account", account.to_owned()),
        ]
    }
}

fn choose(tenant: &Tenant, ask: &Ask, refused: Option<&SignInError>) -> Response {
    let fields = ask.fields("account", "");
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .filter(|(name, _)| *name != "account")
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let content = pages::account_choice(
        &ask.client.display_name,
        &fields,
        tenant.accounts(),
        refused,
    );
    ask.page("Choose an account", content)
}

fn accept(tenant: &Tenant, name: &str, ask: &Ask, user_id: uuid::Uuid) -> Result<(), StateError> {
    let call = Call {
        app_id: Some(ask.client.app_id),
        caller_id: Some(user_id),
        ..Call::of_tenant("POST", &format!("/{name}/v2.0/adminconsent"))
    };
    tenant.write(&call, |tx| {
        consent::grant(tx, &ask.client, None, ask.scope.resource, &ask.scope.named);
        Ok(())
    })
}

fn granted(tenant: &Tenant, ask: &Ask) -> Response {
    if let Some(redirect) = &ask.redirect {
        let mut target = redirect.clone();
        target
            .query_pairs_mut()
            .append_pair("admin_consent", "True")
            .append_pair("tenant", &tenant.id().to_string())
            .append_pair("state", &ask.state)
            .append_pair("scope", &ask.scope.named.to_string());
        return Redirect::to(target.as_str()).into_response();
    }
    let text = html! {
        p { "Everybody in " (ask.organization) " can now use "
            strong { (ask.client.display_name) } " with these permissions:" }
        (pages::permissions(&ask.scope.named))
        p { "You can close this window." }
    };
    Page::new(
        "Permissions granted",
        &ask.organization,
        pages::message("Permissions granted", text),
    )
    .into_response()
}

fn decline(ask: &Ask) -> Response {
    if let Some(redirect) = &ask.redirect {
        let mut target = redirect.clone();
        target
            .query_pairs_mut()
            .append_pair("error", "access_denied")
            .append_pair(
                "error_description",
                "AADSTS65004: The user declined to consent.",
            )
            .append_pair("state", &ask.state);
        return Redirect::to(target.as_str()).into_response();
    }
    let text = html! { p { "Nothing was granted. You can close this window." } };
    Page::new(
        "Cancelled",
        &ask.organization,
        pages::message("You cancelled", text),
    )
    .into_response()
}
