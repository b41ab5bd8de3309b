//! Who works, and where: the account of the data folder, or that of a token from elsewhere.

use std::sync::Arc;

use desk::Desk;
use desk::accounts::{
    Account, Accounts, AppRegistration, Cloud, DataFolder, Destination, KnownAccount, Persistence,
    Surroundings,
};
use desk::trouble::TroubleCode;

use crate::arguments::Global;
use crate::commands::Context;
use crate::environment::Environment;
use crate::exit::Failure;
use crate::output::{plain, tell};
use crate::waits::Watch;

/// Somebody at work.
pub(crate) struct Seat {
    pub(crate) desk: Desk,
    pub(crate) account: Account,
    /// It is a practice tenant.
    pub(crate) practice: bool,
    /// By a token of the environment.
    pub(crate) by_token: bool,
    _waits: Option<Watch>,
}

impl Seat {
    /// Comes back to the account that the arguments name, or that was used last.
    ///
    /// # Errors
    /// Nobody is signed in, or the data cannot be opened.
    pub(crate) async fn take(context: &Context) -> Result<Self, Failure> {
        let accounts = accounts(&context.environment).await?;
        let seat = match &context.environment.token {
            Some(token) => Self::with_token(accounts, context, token).await?,
            None => Self::remembered(accounts, context).await?,
        };
        if let Some(note) = seat.desk.opened_note() {
            tell!("usher: {}", plain(&note));
        }
        Ok(seat)
    }

    async fn with_token(
        accounts: Accounts,
        context: &Context,
        token: &desk::accounts::Secret,
    ) -> Result<Self, Failure> {
        let global = &context.global;
        let cloud = cloud(global)?.unwrap_or_else(Cloud::global);
        let destination = Destination {
            practice: cloud.is_loopback(),
            cloud,
            app: AppRegistration {
                tenant: global.tenant.clone().unwrap_or_default(),
                client_id: global.client_id.clone().unwrap_or_default(),
            },
        };
        let mut waits = None;
        let watch = |desk: &Desk| waits = Some(Watch::over(desk));
        let opened = Box::pin(accounts.open_with_token(&destination, token.clone(), watch));
        let (desk, account) = opened.await?;
        if let Some(wanted) = &global.account {
            let wanted = wanted.trim();
            let own = [
                &account.username,
                &account.object_id,
                &account.key().to_string(),
            ];
            if !own.iter().any(|name| name.eq_ignore_ascii_case(wanted)) {
                return Err(Failure::usage(format!(
                    "The token is one of {}, and {wanted} was asked for.",
                    account.username
                )));
            }
        }
        Ok(Self {
            _waits: waits,
            practice: destination.practice,
            desk,
            account,
            by_token: true,
        })
    }

    async fn remembered(accounts: Accounts, context: &Context) -> Result<Self, Failure> {
        let known = chosen(&accounts, &context.global).await?;
        let given = cloud(&context.global)?;
        let kept = accounts.cloud_of(&known.key).await;
        let cloud = match given.or(kept) {
            Some(cloud) => cloud,
            None if known.practice => return Err(not_kept(&accounts, &known)),
            None => Cloud::global(),
        };
        let resumed = Box::pin(accounts.resume(&known.key, cloud)).await;
        let signed_in = resumed.map_err(|trouble| match trouble.code {
            // Why it has ended says the service, where it was asked.
            TroubleCode::SignInRequired if trouble.service.is_some() => {
                Failure::from(trouble).hint(how_to_sign_in_to(&accounts, &known))
            }
            TroubleCode::SignInRequired => not_kept(&accounts, &known),
            _ if trouble.explanation.code == "otherHosts" => Failure::from(trouble).hint(
                "Leave --graph and --login out, or sign in there: usher sign-in --graph URL \
                 --login URL --tenant T --client-id ID",
            ),
            _ => trouble.into(),
        })?;
        Ok(Self {
            _waits: Some(Watch::over(&signed_in.desk)),
            practice: known.practice,
            account: signed_in.account().clone(),
            desk: signed_in.desk,
            by_token: false,
        })
    }
}

/// Opens the accounts of the data folder.
pub(crate) async fn accounts(environment: &Environment) -> Result<Accounts, Failure> {
    let folder = DataFolder::new(environment.data_dir.clone());
    let surroundings = Surroundings::of_this_computer(environment.settle, Arc::new(|_| {}));
    let accounts = Box::pin(Accounts::open(folder, surroundings)).await?;
    Ok(accounts)
}

/// Tells what was found of kept sign-ins that could not be read.
pub(crate) fn tell_note(accounts: &Accounts) {
    if let Some(note) = accounts.note() {
        tell!(
            "usher: {} {}",
            note.explanation.summary,
            note.explanation.cause
        );
    }
}

/// The account that the arguments name, or that was used last.
pub(crate) async fn chosen(accounts: &Accounts, global: &Global) -> Result<KnownAccount, Failure> {
    let same = |wanted: &Option<String>, values: &[&str]| match wanted {
        None => true,
        Some(wanted) => values
            .iter()
            .any(|value| value.eq_ignore_ascii_case(wanted.trim())),
    };
    let remembered = accounts.remembered().await;
    let found = remembered
        .into_iter()
        .map(|(known, _)| known)
        .find(|known| {
            let domain = known
                .username
                .split_once('@')
                .map_or("", |(_, domain)| domain);
            same(&global.account, &[&known.username, &known.key])
                && same(&global.tenant, &[&known.tenant_id, &known.tenant, domain])
        });
    found.ok_or_else(|| {
        let whom = match (&global.account, &global.tenant) {
            (None, None) => "Nobody has signed in with this data folder.",
            _ => "No such account has signed in with this data folder.",
        };
        Failure::sign_in(whom, how_to_sign_in(accounts))
    })
}

/// The cloud that the arguments name.
pub(crate) fn cloud(global: &Global) -> Result<Option<Cloud>, Failure> {
    let (login, graph) = match (&global.login, &global.graph) {
        (None, None) if global.ca.is_none() => return Ok(None),
        (None, None) => return Err(Failure::usage("--ca goes with --graph and --login.")),
        // With a token nobody is asked to sign in: Graph alone will do.
        (login, Some(graph)) => (login.as_ref().unwrap_or(graph), graph),
        (Some(_), None) => return Err(Failure::usage("--login goes with --graph.")),
    };
    let ca = global
        .ca
        .as_ref()
        .map(|path| {
            std::fs::read_to_string(path).map_err(|error| {
                Failure::usage(format!("{} cannot be read: {error}", path.display()))
            })
        })
        .transpose()?;
    Cloud::custom(login.clone(), graph.clone(), ca)
        .map(Some)
        .map_err(|error| Failure::usage(format!("These hosts cannot be used: {error}.")))
}

fn not_kept(accounts: &Accounts, known: &KnownAccount) -> Failure {
    let why = format!(
        "The sign-in of {} is not kept here, or has ended.",
        plain(&known.username)
    );
    Failure::sign_in(&why, how_to_sign_in_to(accounts, known))
}

fn how_to_sign_in_to(accounts: &Accounts, known: &KnownAccount) -> String {
    match (accounts.persistence(), known.practice) {
        (Persistence::Kept, true) => "Run: usher sign-in --practice JSON|FILE".to_owned(),
        _ => how_to_sign_in(accounts),
    }
}

fn how_to_sign_in(accounts: &Accounts) -> String {
    match accounts.persistence() {
        Persistence::Kept => "Run: usher sign-in".to_owned(),
        Persistence::SessionOnly { reason } => no_keyring(reason),
    }
}

/// What to do where no sign-in outlasts its command.
pub(crate) fn no_keyring(reason: &str) -> String {
    format!(
        "Sign-ins cannot be kept here: {reason}. Unlock a keyring, or set USHER_ACCESS_TOKEN to an \
         access token for Microsoft Graph, with --tenant and, where it is not the worldwide one, \
         --graph."
    )
}
