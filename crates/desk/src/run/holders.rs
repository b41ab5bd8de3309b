//! Who holds an address now, read for many rows at once just before something is sent for them.

use std::collections::HashMap;
use std::sync::Arc;

use entra::clock::Clock;
use entra::error::Error;
use entra::graph::Graph;
use guests::id::UserId;
use guests::plan::survey::Holder;

use super::gather::Gather;
use super::patience::Patience;
use crate::convert;
use crate::survey::people::who_holds;

/// Addresses that are asked for together: as many as one batch of questions takes.
const ADDRESSES: usize = 45;
/// Users that are asked for together: one batch.
const USERS: usize = 20;

/// Reads holders.
pub(super) struct Holders {
    by_address: Gather<String, Result<Holder, Error>>,
    by_id: Gather<UserId, Result<Holder, Error>>,
}

impl Holders {
    /// The reader, and the work behind it.
    pub(super) fn new(
        graph: &Graph,
        clock: &Arc<dyn Clock>,
        patience: &Patience,
    ) -> (Self, impl Future<Output = ()> + Send + use<>) {
        let (asked, linger) = (graph.clone(), patience.clone());
        let (by_address, addresses) = Gather::new(
            ADDRESSES,
            move || linger.now(),
            Arc::clone(clock),
            move |questions: Vec<String>| addresses_of(asked.clone(), questions),
        );
        let (asked, linger) = (graph.clone(), patience.clone());
        let (by_id, users) = Gather::new(
            USERS,
            move || linger.now(),
            Arc::clone(clock),
            move |questions: Vec<UserId>| users_of(asked.clone(), questions),
        );
        let holders = Self { by_address, by_id };
        (holders, async move {
            tokio::join!(addresses, users);
        })
    }

    /// Who holds the address.
    pub(super) async fn of_address(&self, address: &str) -> Result<Holder, Error> {
        let answer = self.by_address.ask(address.to_owned()).await;
        answer.unwrap_or(Err(Error::Cancelled))
    }

    /// What has become of the user.
    pub(super) async fn of_user(&self, id: &UserId) -> Result<Holder, Error> {
        let answer = self.by_id.ask(id.clone()).await;
        answer.unwrap_or(Err(Error::Cancelled))
    }
}

async fn addresses_of(graph: Graph, addresses: Vec<String>) -> Vec<Result<Holder, Error>> {
    let users = graph.users_by_addresses(&addresses).await;
    addresses
        .iter()
        .map(|address| match &users {
            Ok(users) => Ok(who_holds(users, address).unwrap_or(Holder::Nobody)),
            Err(error) => Err(error.clone()),
        })
        .collect()
}

async fn users_of(graph: Graph, users: Vec<UserId>) -> Vec<Result<Holder, Error>> {
    let ids: Vec<String> = users.iter().map(ToString::to_string).collect();
    let read = match graph.users_by_ids(&ids).await {
        Ok(read) => read,
        Err(error) => return users.iter().map(|_| Err(error.clone())).collect(),
    };
    let mut read: HashMap<_, _> = read.into_iter().collect();
    ids.iter()
        .map(|id| match read.remove(id) {
            Some(Ok(user)) => Ok(convert::holder(&user)),
            Some(Err(error)) if !error.is_not_found() => Err(error),
            // A user asked for twice is answered once; the rows of a run are of different people.
            Some(Err(_)) | None => Ok(Holder::Nobody),
        })
        .collect()
}
