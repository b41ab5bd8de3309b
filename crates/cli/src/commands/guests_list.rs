//! `usher guests list`

use clap::Args;
use desk::labels;
use desk::view::guests::GuestRow;
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::Context;
use crate::exit::{Exit, Failure};
use crate::filters::{self, Filters};
use crate::output;
use crate::seat::Seat;
use crate::table::Table;

/// List guests, by name
///
/// They are read from the copy on this computer, which is brought up to date where it is older
/// than some minutes.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    filters: Filters,
    /// Columns, with commas between them
    #[arg(long, value_enum, value_delimiter = ',', num_args = 1.., value_name = "COLUMN")]
    columns: Vec<Column>,
    /// Ask the directory for changes first, however new the copy is
    #[arg(long)]
    refresh: bool,
    /// Answer with CSV that is safe in spreadsheets
    #[arg(long)]
    csv: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Column {
    Id,
    #[value(alias = "displayName")]
    Name,
    Mail,
    #[value(name = "upn", alias = "userPrincipalName")]
    Upn,
    #[value(alias = "partnerDomain")]
    Domain,
    #[value(alias = "companyName")]
    Company,
    Kind,
    State,
    #[value(alias = "invitationState")]
    Invitation,
    Created,
    #[value(alias = "stateChanged")]
    Changed,
}

const FOR_PEOPLE: &[Column] = &[
    Column::Name,
    Column::Mail,
    Column::State,
    Column::Company,
    Column::Created,
];
const FOR_CSV: &[Column] = &[
    Column::Id,
    Column::Name,
    Column::Mail,
    Column::Upn,
    Column::Domain,
    Column::Company,
    Column::Kind,
    Column::State,
    Column::Created,
    Column::Changed,
];

impl Column {
    fn heading(self) -> &'static str {
        match self {
            Self::Id => "ID",
            Self::Name => "Name",
            Self::Mail => "Mail",
            Self::Upn => "User principal name",
            Self::Domain => "Partner domain",
            Self::Company => "Company",
            Self::Kind => "Kind",
            Self::State => "State",
            Self::Invitation => "Invitation",
            Self::Created => "Created",
            Self::Changed => "State changed",
        }
    }

    /// The property of the guest in JSON.
    fn property(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Name => "displayName",
            Self::Mail => "mail",
            Self::Upn => "userPrincipalName",
            Self::Domain => "partnerDomain",
            Self::Company => "companyName",
            Self::Kind => "kind",
            Self::State => "state",
            Self::Invitation => "invitationState",
            Self::Created => "created",
            Self::Changed => "stateChanged",
        }
    }

    fn cell(self, row: &GuestRow, short: bool) -> String {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        match self {
            Self::Id => row.id.to_string(),
            Self::Name => row.display_name.clone(),
            Self::Mail => text(&row.mail),
            Self::Upn => row.user_principal_name.clone(),
            Self::Domain => text(&row.partner_domain),
            Self::Company => text(&row.company_name),
            Self::Kind => labels::guest_kind(row.kind).to_owned(),
            Self::State => labels::guest_state(row.state).to_owned(),
            Self::Invitation => labels::invitation_state(row.invitation_state).to_owned(),
            Self::Created => moment(row.created, short),
            Self::Changed => moment(row.state_changed, short),
        }
    }
}

fn moment(moment: Option<OffsetDateTime>, short: bool) -> String {
    match moment {
        Some(moment) if short => moment.date().to_string(),
        Some(moment) => moment.format(&Rfc3339).unwrap_or_default(),
        None => String::new(),
    }
}

impl List {
    pub(crate) async fn work(&self, context: &Context) -> Result<Exit, Failure> {
        if self.csv && context.global.json {
            return Err(Failure::usage("Either --json or --csv."));
        }
        let seat = Seat::take(context).await?;
        filters::up_to_date(&seat.desk, self.refresh).await?;
        let rows = self.filters.guests(&seat.desk).await?;
        seat.desk.close().await;
        if self.csv {
            output::write_csv(&self.table(&rows, FOR_CSV, false).csv()?)?;
        } else if context.global.json {
            output::write_json(&self.values(&rows)?)?;
        } else {
            output::write_text(&self.text(&rows))?;
        }
        Ok(Exit::Done)
    }

    fn columns<'a>(&'a self, usual: &'a [Column]) -> &'a [Column] {
        if self.columns.is_empty() {
            usual
        } else {
            &self.columns
        }
    }

    fn table(&self, rows: &[GuestRow], usual: &[Column], short: bool) -> Table {
        let columns = self.columns(usual);
        let mut table = Table::new(columns.iter().map(|column| column.heading()));
        for row in rows {
            table.row(columns.iter().map(|column| column.cell(row, short)));
        }
        table
    }

    fn text(&self, rows: &[GuestRow]) -> String {
        if rows.is_empty() {
            return match self.filters.is_empty() {
                true => "There are no guests.".to_owned(),
                false => "No guest matches.".to_owned(),
            };
        }
        self.table(rows, FOR_PEOPLE, true).text()
    }

    /// Every property, or those asked for, with id and mail in every case.
    fn values(&self, rows: &[GuestRow]) -> Result<Vec<Value>, Failure> {
        let wanted: Vec<&str> = self
            .columns
            .iter()
            .map(|column| column.property())
            .collect();
        let value = |row: &GuestRow| {
            let mut value = serde_json::to_value(row)
                .map_err(|error| Failure::usage(format!("This is no JSON: {error}")))?;
            if let Value::Object(properties) = &mut value
                && !wanted.is_empty()
            {
                properties.retain(|name, _| {
                    name == "id" || name == "mail" || wanted.contains(&name.as_str())
                });
            }
            Ok(value)
        };
        rows.iter().map(value).collect()
    }
}
