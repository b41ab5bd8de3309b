//! How many invitation mails went out to a guest, read from the audit log for all rows that want to know.

use std::sync::Arc;
use std::time::Duration;

use entra::clock::Clock;
use entra::error::Error;
use entra::graph::Graph;
use guests::id::UserId;
use time::OffsetDateTime;

use super::gather::Gather;

/// Who wants to know goes together: the log is read as a whole, and reports are limited to five
/// requests in ten seconds (learn.microsoft.com, "Microsoft Graph service-specific throttling
/// limits").
const TOGETHER: usize = 1_000;
const LINGER: Duration = Duration::from_secs(2);

/// Reads of mails.
pub(super) struct Mails {
    gather: Gather<(UserId, OffsetDateTime), Result<usize, Error>>,
}

impl Mails {
    /// The reader, and the work behind it. `me` is who sent them.
    pub(super) fn new(
        graph: &Graph,
        clock: &Arc<dyn Clock>,
        me: &str,
    ) -> (Self, impl Future<Output = ()> + Send + use<>) {
        let (graph, me) = (graph.clone(), me.to_owned());
        let (gather, reading) = Gather::new(
            TOGETHER,
            || LINGER,
            Arc::clone(clock),
            move |wanted| read(graph.clone(), me.clone(), wanted),
        );
        (Self { gather }, reading)
    }

    /// How many mails to this guest went out at this moment, by the service's clock, or later. They
    /// may become more: entries come late.
    pub(super) async fn since(&self, to: &UserId, since: OffsetDateTime) -> Result<usize, Error> {
        let answer = self.gather.ask((to.clone(), since)).await;
        answer.unwrap_or(Err(Error::Cancelled))
    }
}

async fn read(
    graph: Graph,
    me: String,
    wanted: Vec<(UserId, OffsetDateTime)>,
) -> Vec<Result<usize, Error>> {
    let Some(earliest) = wanted.iter().map(|(_, since)| *since).min() else {
        return Vec::new();
    };
    let mails = graph.invitation_mails(&me, earliest).await;
    wanted
        .iter()
        .map(|(user, since)| match &mails {
            Ok(mails) => Ok(mails
                .iter()
                .filter(|mail| mail.sent >= *since)
                .filter(|mail| mail.targets.iter().any(|id| id == user.as_str()))
                .count()),
            Err(error) => Err(error.clone()),
        })
        .collect()
}
