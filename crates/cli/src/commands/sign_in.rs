//! `usher sign-in`

use clap::Args;
use desk::accounts::{Accounts, Cloud, Destination, PracticeSite};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::Context;
use crate::arguments::Global;
use crate::exit::{Exit, Failure};
use crate::output::{plain, tell};
use crate::seat;
use crate::waits::Watch;

/// Sign in by a code that is entered on a web page
///
/// Tenant, client ID and hosts are those of the last sign-in, where they are not given; to a
/// practice tenant, --practice says them each time.
#[derive(Debug, Args)]
pub(crate) struct SignIn {
    /// A practice tenant: the line that its program printed, or the file that holds it
    #[arg(long, value_name = "JSON|FILE")]
    practice: Option<String>,
}

/// Who signed in.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    username: String,
    display_name: String,
    tenant_id: String,
    object_id: String,
    practice: bool,
    /// The next command needs no new sign-in.
    kept: bool,
}

impl SignIn {
    pub(crate) async fn work(&self, context: &Context) -> Result<Exit, Failure> {
        let accounts = seat::accounts(&context.environment).await?;
        let destination = self.destination(&accounts, &context.global).await?;
        let practice = destination.practice;
        let (prompt, pending) = Box::pin(accounts.start_sign_in(destination)).await?;
        // The first line, and nothing else like the code on it: programs read it.
        tell!(
            "To sign in, open {} and enter the code {}",
            prompt.verification_uri,
            prompt.user_code
        );
        tell!(
            "The code holds for {} minutes. Enter it only if you asked for it yourself, just now.",
            prompt.expires_in.as_secs() / 60
        );
        let pending = pending.on_connection(|connected| match connected {
            true => tell!("The connection is back."),
            false => tell!("The connection is lost; the code stays good."),
        });
        // Ctrl-C ends the command as a whole.
        let signed_in =
            Box::pin(accounts.finish_sign_in(pending, &CancellationToken::new())).await?;
        seat::tell_note(&accounts);
        if let Err(reason) = &signed_in.kept {
            tell!(
                "usher: This sign-in ends with this command. {}",
                seat::no_keyring(reason)
            );
        }
        let _waits = Watch::over(&signed_in.desk);
        // Beside the account in the window's list; to know it is no condition for working.
        if let Ok(organization) = signed_in.desk.organization().await
            && let Err(trouble) = accounts
                .name_organization(&signed_in.key(), &organization.display_name)
                .await
        {
            tracing::warn!(code = ?trouble.code, "the organization's name was not kept");
        }
        let account = signed_in.account();
        let answer = Answer {
            username: account.username.clone(),
            display_name: account.display_name.clone(),
            tenant_id: account.tenant_id.clone(),
            object_id: account.object_id.clone(),
            practice,
            kept: signed_in.kept.is_ok(),
        };
        signed_in.desk.close().await;
        context.output.answer(&answer, |answer| {
            format!(
                "Signed in as {} ({}) in tenant {}",
                plain(&answer.display_name),
                plain(&answer.username),
                plain(&answer.tenant_id)
            )
        })?;
        Ok(Exit::Done)
    }

    async fn destination(
        &self,
        accounts: &Accounts,
        global: &Global,
    ) -> Result<Destination, Failure> {
        if let Some(given) = &self.practice {
            let elsewhere = [&global.graph, &global.login]
                .iter()
                .any(|url| url.is_some());
            if elsewhere || global.tenant.is_some() || global.ca.is_some() {
                return Err(Failure::usage(
                    "--practice says the tenant and its hosts: leave --tenant, --graph, --login \
                     and --ca out.",
                ));
            }
            let mut destination = PracticeSite::read(given)?.destination();
            if let Some(client) = &global.client_id {
                destination.app.client_id.clone_from(client);
            }
            return Ok(destination);
        }
        let given = seat::cloud(global)?;
        if given.is_some() && global.login.is_none() {
            return Err(Failure::usage("To sign in, --graph goes with --login."));
        }
        let last = match seat::chosen(accounts, global).await {
            Ok(known) if !known.practice || given.is_some() => Some(known),
            _ => None,
        };
        let own = match &last {
            Some(known) => accounts.cloud_of(&known.key).await,
            None => None,
        };
        let cloud = given.or(own).unwrap_or_else(Cloud::global);
        let tenant = global.tenant.clone();
        let tenant = tenant.or_else(|| last.as_ref().map(|known| known.tenant.clone()));
        let client = global.client_id.clone();
        let client = client.or_else(|| last.as_ref().map(|known| known.client_id.clone()));
        let (Some(tenant), Some(client)) = (tenant, client) else {
            let practised = seat::chosen(accounts, global).await.is_ok();
            return Err(Failure::usage(match practised {
                true => {
                    "The last sign-in was to a practice tenant, which may listen elsewhere by now. \
                     Say where to sign in: --practice, or --tenant and --client-id."
                }
                false => "Say where to sign in: --tenant and --client-id, or --practice.",
            }));
        };
        Ok(Destination::checked(cloud, &tenant, &client)?)
    }
}
