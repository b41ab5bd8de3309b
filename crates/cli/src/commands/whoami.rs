//! `usher whoami`

use desk::organization::OrganizationView;
use guests::policy::Known;
use serde::Serialize;

use super::Context;
use crate::exit::{Exit, Failure};
use crate::output::plain;
use crate::seat::Seat;

/// Who works, and where.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    username: String,
    display_name: String,
    object_id: String,
    tenant_id: String,
    organization: Option<OrganizationView>,
    practice: bool,
    /// Signed in by a token of the environment, for this command.
    by_token: bool,
    /// Active directory roles; none where they could not be read.
    roles: Option<Vec<String>>,
    data_folder: String,
}

pub(crate) async fn work(context: &Context) -> Result<Exit, Failure> {
    let seat = Seat::take(context).await?;
    let (organization, standing) =
        tokio::join!(seat.desk.organization(), Box::pin(seat.desk.standing()));
    // Who one is can be told without a connection; that a sign-in has ended cannot be left out.
    let roles = match standing.map_err(Failure::from) {
        Ok(standing) => match standing.roles {
            Known::Known { value } => {
                Some(value.into_iter().map(|role| role.display_name).collect())
            }
            Known::NotChecked { .. } => None,
        },
        Err(failure) if failure.needs_sign_in() => return Err(failure),
        Err(failure) => {
            failure.warn("Roles could not be read");
            None
        }
    };
    let answer = Answer {
        username: seat.account.username.clone(),
        display_name: seat.account.display_name.clone(),
        object_id: seat.account.object_id.clone(),
        tenant_id: seat.account.tenant_id.clone(),
        organization: organization.ok(),
        practice: seat.practice,
        by_token: seat.by_token,
        roles,
        data_folder: context.environment.data_dir.display().to_string(),
    };
    seat.desk.close().await;
    context.output.answer(&answer, text)?;
    Ok(Exit::Done)
}

fn text(answer: &Answer) -> String {
    let organization = answer
        .organization
        .as_ref()
        .map_or_else(String::new, |own| {
            format!("{} ({}), ", own.display_name, own.primary_domain)
        });
    let practice = match answer.practice {
        true => ", a practice tenant",
        false => "",
    };
    let roles = match &answer.roles {
        Some(roles) if roles.is_empty() => "none".to_owned(),
        Some(roles) => roles.join(", "),
        None => "could not be read".to_owned(),
    };
    let lines = [
        format!("{} ({})", answer.display_name, answer.username),
        format!("Tenant: {organization}{}{practice}", answer.tenant_id),
        format!("Roles: {roles}"),
        format!("Data folder: {}", answer.data_folder),
    ];
    lines.map(|line| plain(&line)).join("\n")
}
