//! The subcommands, one file each.

pub(crate) mod completions;
pub(crate) mod guests_list;
pub(crate) mod guests_show;
pub(crate) mod invite;
pub(crate) mod plan_add_to_group;
pub(crate) mod plan_assign;
pub(crate) mod plan_invite;
pub(crate) mod plan_resend;
pub(crate) mod plan_show;
pub(crate) mod run;
pub(crate) mod runs_export;
pub(crate) mod runs_list;
pub(crate) mod runs_resume;
pub(crate) mod runs_show;
pub(crate) mod sign_in;
mod sign_out;
mod whoami;

use crate::arguments::{Arguments, Command, Global, Guests, Plan, Runs};
use crate::environment::Environment;
use crate::exit::{Exit, Failure};
use crate::output::Output;

/// What every subcommand is given.
pub(crate) struct Context {
    pub(crate) global: Global,
    pub(crate) environment: Environment,
    pub(crate) output: Output,
}

/// Carries a command out.
pub(crate) async fn work(arguments: Arguments, environment: Environment) -> Result<Exit, Failure> {
    let Arguments { global, command } = arguments;
    let context = Context {
        output: Output::new(global.json),
        global,
        environment,
    };
    let ended = carry_out(command, &context).await;
    ended.map_err(|failure| match context.environment.token {
        Some(_) => failure.at_hosts(&context.global).by_token(),
        None => failure.at_hosts(&context.global),
    })
}

async fn carry_out(command: Command, context: &Context) -> Result<Exit, Failure> {
    match command {
        Command::SignIn(command) => Box::pin(command.work(context)).await,
        Command::SignOut => sign_out::work(context).await,
        Command::Whoami => Box::pin(whoami::work(context)).await,
        Command::Guests(Guests::List(command)) => Box::pin(command.work(context)).await,
        Command::Guests(Guests::Show(command)) => Box::pin(command.work(context)).await,
        Command::Plan(Plan::Invite(command)) => Box::pin(command.work(context)).await,
        Command::Plan(Plan::Resend(command)) => Box::pin(command.work(context)).await,
        Command::Plan(Plan::AddToGroup(command)) => Box::pin(command.work(context)).await,
        Command::Plan(Plan::Assign(command)) => Box::pin(command.work(context)).await,
        Command::Plan(Plan::Show(command)) => command.work(context),
        Command::Run(command) => Box::pin(command.work(context)).await,
        Command::Invite(command) => Box::pin(command.work(context)).await,
        Command::Runs(Runs::List(command)) => Box::pin(command.work(context)).await,
        Command::Runs(Runs::Show(command)) => Box::pin(command.work(context)).await,
        Command::Runs(Runs::Resume(command)) => Box::pin(command.work(context)).await,
        Command::Runs(Runs::Export(command)) => Box::pin(command.work(context)).await,
        Command::Completions(command) => command.work(),
    }
}
