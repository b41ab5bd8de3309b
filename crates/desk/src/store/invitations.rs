//! What the journal knows of invitations, in whichever run: of an address, and of a guest.

use guests::activity::StepState;
use guests::id::UserId;
use rusqlite::{Connection, Row, params};
use time::{Duration, OffsetDateTime};

use super::StoreError;
use super::runs::from_word;
use super::times::from_ms_option;

/// A moment by this computer's clock, and how far the service's was ahead of it then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) here: OffsetDateTime,
    pub(crate) ahead: Option<Duration>,
}

impl Moment {
    /// The moment by the service's clock, where that was known.
    pub(crate) fn at_service(self) -> Option<OffsetDateTime> {
        self.ahead.map(|ahead| self.here + ahead)
    }

    /// How much later `now` is: by the service's clock, which nobody sets, else by this computer's.
    pub(crate) fn until(self, now: Self) -> Duration {
        match (self.at_service(), now.at_service()) {
            (Some(then), Some(now)) => now - then,
            _ => now.here - self.here,
        }
    }
}

/// An invitation that took effect, or may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Invited {
    pub(crate) run: String,
    pub(crate) state: StepState,
    pub(crate) sends: u32,
    pub(crate) client_request_id: Option<String>,
    /// When its request last left.
    pub(crate) sent: Option<Moment>,
    /// The guest, where known.
    pub(crate) user: Option<UserId>,
}

/// Invitations of new guests at this address, folded, that took effect or may have.
pub(crate) fn of_address(
    connection: &Connection,
    folded: &str,
) -> Result<Vec<Invited>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT run_steps.run, state, sends, client_request_id, sent, ahead, user_id
         FROM run_rows JOIN run_steps
             ON run_steps.run = run_rows.run AND run_steps.row = run_rows.row
         WHERE folded = ?1 AND json_extract(what, '$.action') = 'invite'
             AND (state = 'done' OR sends > settled)",
    )?;
    let mut rows = statement.query([folded])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Invited {
            run: row.get(0)?,
            state: from_word(row.get(1)?)?,
            sends: row.get(2)?,
            client_request_id: row.get(3)?,
            sent: moment(row, 4, 5)?,
            user: row.get::<_, Option<String>>(6)?.map(UserId),
        });
    }
    Ok(found)
}

/// When the other mails to this guest left at the latest, of which the journal knows or which may
/// have gone out: all but this step's.
pub(crate) fn other_mails(
    connection: &Connection,
    user: &UserId,
    (run, row, step): (&str, u32, u32),
) -> Result<Vec<Moment>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT max(coalesce(sent, ended), coalesce(ended, sent)), ahead
         FROM run_rows JOIN run_steps
             ON run_steps.run = run_rows.run AND run_steps.row = run_rows.row
         WHERE user_id = ?1 AND invitation = 1 AND (state = 'done' OR sends > settled)
             AND NOT (run_steps.run = ?2 AND run_steps.row = ?3 AND step = ?4)",
    )?;
    let mut rows = statement.query(params![user.as_str(), run, row, step])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.extend(moment(row, 0, 1)?);
    }
    Ok(found)
}

fn moment(row: &Row<'_>, here: usize, ahead: usize) -> Result<Option<Moment>, StoreError> {
    let ahead: Option<i64> = row.get(ahead)?;
    Ok(from_ms_option(row.get(here)?)?.map(|here| Moment {
        here,
        ahead: ahead.map(Duration::milliseconds),
    }))
}
