//! What can be written behind `usher`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use url::Url;

use crate::commands::{
    completions, guests_list, guests_show, invite, plan_add_to_group, plan_assign, plan_invite,
    plan_resend, plan_show, run, runs_export, runs_list, runs_resume, runs_show, sign_in,
};

/// Brings partner people into a Microsoft Entra organization as B2B guests.
///
/// Works on the same data as Usher's window, also at the same time.
#[derive(Debug, Parser)]
#[command(name = "usher", version, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "\
Exit codes: 0 all done; 1 could not start; 2 some failed; 3 some unknown; 4 sign-in needed;
130 ended by Ctrl-C, 143 by SIGTERM.
Environment: USHER_DATA_DIR moves the data folder; USHER_ACCESS_TOKEN is used for one command;
USHER_LOG=debug logs to standard error.";

/// What holds for every command.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Microsoft Graph, where it is not the worldwide one
    #[arg(long, global = true, value_name = "URL", value_parser = host, help_heading = GLOBAL)]
    pub(crate) graph: Option<Url>,
    /// Sign-in service, where it is not the worldwide one
    #[arg(long, global = true, value_name = "URL", value_parser = host, help_heading = GLOBAL)]
    pub(crate) login: Option<Url>,
    /// Certificates to trust for these two, and no others
    #[arg(long, global = true, value_name = "PEM", help_heading = GLOBAL)]
    pub(crate) ca: Option<PathBuf>,
    /// Tenant: its ID or one of its domains
    #[arg(long, global = true, value_name = "T", help_heading = GLOBAL)]
    pub(crate) tenant: Option<String>,
    /// Application (client) ID of the app registration
    #[arg(long, global = true, value_name = "ID", help_heading = GLOBAL)]
    pub(crate) client_id: Option<String>,
    /// Account to work with, where it is not the one used last
    #[arg(long, global = true, value_name = "UPN", help_heading = GLOBAL)]
    pub(crate) account: Option<String>,
    /// Answer with one JSON value
    #[arg(long, global = true, help_heading = GLOBAL)]
    pub(crate) json: bool,
}

fn host(text: &str) -> Result<Url, String> {
    Url::parse(text.trim())
        .map_err(|_| "it is an address with https, such as https://graph.microsoft.us".to_owned())
}

const GLOBAL: &str = "Everywhere";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    SignIn(sign_in::SignIn),
    /// End the sign-in; what is kept of the tenant stays
    SignOut,
    /// Who is signed in, where, and with which roles
    Whoami,
    /// The tenant's guests
    #[command(subcommand)]
    Guests(Guests),
    /// Say what would be done to each address, and why; nothing is sent
    #[command(subcommand)]
    Plan(Plan),
    Run(run::Run),
    Invite(invite::Invite),
    /// What was carried out, and what is under way
    #[command(subcommand)]
    Runs(Runs),
    Completions(completions::Completions),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Guests {
    List(guests_list::List),
    Show(guests_show::Show),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Plan {
    Invite(plan_invite::PlanInvite),
    Resend(plan_resend::PlanResend),
    AddToGroup(plan_add_to_group::PlanAddToGroup),
    Assign(plan_assign::PlanAssign),
    Show(plan_show::PlanShow),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Runs {
    List(runs_list::List),
    Show(runs_show::Show),
    Resume(runs_resume::Resume),
    Export(runs_export::Export),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_hold_together() {
        Arguments::command().debug_assert();
    }
}
