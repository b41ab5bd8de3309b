//! Gathers what many rows ask for at about the same time, so that one request serves them all.

use std::sync::Arc;
use std::time::Duration;

use entra::clock::Clock;
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use tokio::sync::{mpsc, oneshot};

/// A question, and where its answer goes.
type Asked<Q, A> = (Q, oneshot::Sender<A>);

/// Where rows put their questions.
pub(super) struct Gather<Q, A> {
    queue: mpsc::UnboundedSender<Asked<Q, A>>,
}

impl<Q: Send, A: Send> Gather<Q, A> {
    /// A gatherer, and the work behind it, which ends once the gatherer is dropped. At most `most`
    /// questions go together; none waits for others longer than `linger` says at
    /// that moment. `answer` gives the answers in the order of the questions.
    pub(super) fn new<L, W, F>(
        most: usize,
        linger: L,
        clock: Arc<dyn Clock>,
        answer: W,
    ) -> (Self, impl Future<Output = ()> + Send)
    where
        L: Fn() -> Duration + Send + Sync,
        W: Fn(Vec<Q>) -> F + Send + Sync,
        F: Future<Output = Vec<A>> + Send,
    {
        let (queue, asked) = mpsc::unbounded_channel();
        (Self { queue }, serve(most, linger, clock, answer, asked))
    }

    /// Asks, and waits for the answer; none where the work has ended.
    pub(super) async fn ask(&self, question: Q) -> Option<A> {
        let (reply, answer) = oneshot::channel();
        self.queue.send((question, reply)).ok()?;
        answer.await.ok()
    }
}

async fn serve<Q: Send, A: Send, L, W, F>(
    most: usize,
    linger: L,
    clock: Arc<dyn Clock>,
    answer: W,
    mut queue: mpsc::UnboundedReceiver<Asked<Q, A>>,
) where
    L: Fn() -> Duration + Send + Sync,
    W: Fn(Vec<Q>) -> F + Send + Sync,
    F: Future<Output = Vec<A>> + Send,
{
    let mut waiting: Vec<Asked<Q, A>> = Vec::new();
    let mut at_work = FuturesUnordered::new();
    let mut patience = clock.sleep(linger());
    let mut open = true;
    while open || !at_work.is_empty() || !waiting.is_empty() {
        let mut send_off = !open;
        tokio::select! {
            asked = queue.recv(), if open => match asked {
                Some(asked) => {
                    if waiting.is_empty() {
                        patience = clock.sleep(linger());
                    }
                    waiting.push(asked);
                    send_off = waiting.len() >= most;
                }
                None => {
                    open = false;
                    send_off = true;
                }
            },
            () = &mut patience, if open && !waiting.is_empty() => send_off = true,
            Some(()) = at_work.next(), if !at_work.is_empty() => {}
        }
        if send_off && !waiting.is_empty() {
            at_work.push(together(&answer, std::mem::take(&mut waiting)));
        }
    }
}

async fn together<Q, A, W, F>(answer: &W, asked: Vec<Asked<Q, A>>)
where
    W: Fn(Vec<Q>) -> F,
    F: Future<Output = Vec<A>>,
{
    let (questions, replies): (Vec<_>, Vec<_>) = asked.into_iter().unzip();
    for (reply, answer) in replies.into_iter().zip(answer(questions).await) {
        // A row that was dropped meanwhile needs no answer.
        let _ = reply.send(answer);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use entra::clock::SystemClock;
    use futures_util::future::join_all;

    use super::*;

    const LONG: Duration = Duration::from_secs(600);

    fn doubling(
        most: usize,
        linger: Duration,
    ) -> (
        Gather<u32, u32>,
        impl Future<Output = ()> + Send,
        Arc<Mutex<Vec<usize>>>,
    ) {
        let sizes = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&sizes);
        let (gather, work) = Gather::new(
            most,
            move || linger,
            Arc::new(SystemClock::default()),
            move |questions: Vec<u32>| {
                seen.lock().unwrap().push(questions.len());
                async move { questions.into_iter().map(|n| n * 2).collect() }
            },
        );
        (gather, work, sizes)
    }

    #[tokio::test(start_paused = true)]
    async fn a_full_load_leaves_at_once_and_the_rest_after_its_patience() {
        let (gather, work, sizes) = doubling(4, LONG);
        tokio::spawn(work);
        let answers = join_all((0..10).map(|n| gather.ask(n))).await;
        let expected: Vec<_> = (0..10).map(|n| Some(n * 2)).collect();
        assert_eq!(answers, expected);
        assert_eq!(*sizes.lock().unwrap(), [4, 4, 2]);
    }

    #[tokio::test]
    async fn what_waits_is_still_answered_when_the_gatherer_goes() {
        let (gather, work, sizes) = doubling(4, LONG);
        let asking = tokio::spawn(work);
        // Less than a full load would wait ten minutes; dropping the last handle ends the wait.
        let answer = tokio::time::timeout(Duration::from_millis(50), gather.ask(7)).await;
        assert!(answer.is_err());
        drop(gather);
        asking.await.unwrap();
        assert_eq!(*sizes.lock().unwrap(), [1]);
    }
}
