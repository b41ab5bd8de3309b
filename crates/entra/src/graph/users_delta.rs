//! Changes of users since a mark.

use super::delta::{DeltaLink, DeltaPage, RawDeltaPage};
use super::users::{SELECT, User};
use super::{Graph, scopes};
use crate::error::Error;
use crate::http::operation::Operation;

impl Graph {
    /// A mark for "from now on", taken before everything is loaded. It fixes the properties
    /// whose changes will be told. Changes cannot be filtered by user type: all users come.
    ///
    /// # Errors
    /// As every call.
    pub async fn user_delta_mark(&self) -> Result<DeltaLink, Error> {
        let operation = Operation::get(&["users", "delta"], scopes::USERS)
            .query("$deltaToken", "latest")
            .select(SELECT);
        let answer = self.transport.send(&operation).await?;
        let first: RawDeltaPage<User> = super::parse(&answer, operation.replay)?;
        let mut page = first.on(self.transport.graph())?;
        loop {
            match (page.delta_link, page.next_link) {
                (Some(mark), _) => return Ok(mark),
                (None, Some(next)) => page = self.user_delta(&next).await?,
                (None, None) => {
                    return Err(Error::UnexpectedAnswer {
                        status: answer.status.as_u16(),
                        what: "there is no delta link".to_owned(),
                        client_request_id: answer.ids.client_request_id,
                    });
                }
            }
        }
    }

    /// The next page of changes.
    ///
    /// # Errors
    /// [`Error::is_sync_state_lost`] when the link is too old: then load everything afresh.
    pub async fn user_delta(&self, link: &DeltaLink) -> Result<DeltaPage<User>, Error> {
        let operation = Operation::follow(link.as_str(), scopes::USERS);
        let raw: RawDeltaPage<User> = self.read(operation).await?;
        raw.on(self.transport.graph())
    }
}
