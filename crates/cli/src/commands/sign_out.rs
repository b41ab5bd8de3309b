//! `usher sign-out`

use serde_json::json;

use super::Context;
use crate::exit::{Exit, Failure};
use crate::output::plain;
use crate::seat;

pub(crate) async fn work(context: &Context) -> Result<Exit, Failure> {
    let accounts = seat::accounts(&context.environment).await?;
    let known = seat::chosen(&accounts, &context.global).await?;
    let signed_out = accounts.sign_out_of(&known.key).await?;
    let value = json!({ "username": &known.username, "signedOut": signed_out });
    context.output.answer(&value, |_| {
        let username = plain(&known.username);
        match signed_out {
            true => format!("Signed out {username}"),
            false => format!("{username} was not signed in"),
        }
    })?;
    Ok(Exit::Done)
}
