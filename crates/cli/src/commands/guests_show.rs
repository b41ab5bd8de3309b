//! `usher guests show`

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use desk::labels;
use desk::trouble::Trouble;
use desk::view::guests::GuestProfile;

use super::Context;
use crate::exit::{Exit, Failure};
use crate::output::plain;
use crate::seat::Seat;

/// Show one guest, as the directory says now
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Address or object ID
    #[arg(value_name = "ADDRESS|ID", value_parser = NonEmptyStringValueParser::new())]
    guest: String,
}

impl Show {
    pub(crate) async fn work(&self, context: &Context) -> Result<Exit, Failure> {
        let seat = Seat::take(context).await?;
        let id = seat.desk.find_guest(&self.guest).await?;
        let profile = Box::pin(seat.desk.guest_profile(&id)).await?;
        seat.desk.close().await;
        context.output.answer(&profile, text)?;
        Ok(Exit::Done)
    }
}

fn text(profile: &GuestProfile) -> String {
    let guest = &profile.guest;
    let mut lines = Vec::new();
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            lines.push(format!("{name}: {}", plain(value)));
        }
    };
    line("Name", &guest.display_name);
    line("Mail", guest.mail.as_deref().unwrap_or_default());
    line("ID", guest.id.as_str());
    line("User principal name", &guest.user_principal_name);
    line("Company", guest.company_name.as_deref().unwrap_or_default());
    line("Kind", labels::guest_kind(profile.kind));
    line("State", labels::guest_state(profile.state));
    line(
        "Invitation",
        labels::invitation_state(profile.invitation_state),
    );
    let day = |moment: Option<time::OffsetDateTime>| {
        moment.map_or_else(String::new, |moment| moment.date().to_string())
    };
    line("Created", &day(guest.created));
    line("State changed", &day(guest.external_user_state_change));
    if let Some(invited) = &profile.invited_by_us {
        line("Invited by run", &invited.run_id);
    }
    line(
        "Groups",
        &listed(profile.groups.items(), |group| group.display_name.clone()),
    );
    line(
        "Applications",
        &listed(profile.applications.items(), |application| {
            let through = application.through_group.as_ref();
            let through = through.map_or_else(String::new, |group| format!(", through {group}"));
            format!(
                "{} ({}{through})",
                application.display_name, application.role_name
            )
        }),
    );
    lines.join("\n")
}

fn listed<T>(items: Result<&[T], &Trouble>, name: impl Fn(&T) -> String) -> String {
    match items {
        Ok([]) => "none".to_owned(),
        Ok(items) => items.iter().map(name).collect::<Vec<_>>().join(", "),
        Err(trouble) => format!("not read: {}", trouble.explanation.summary),
    }
}
