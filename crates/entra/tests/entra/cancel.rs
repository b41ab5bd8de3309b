use std::time::Duration;

use entra::Error;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::support::{Act, QuickClock, Server};

#[tokio::test]
async fn a_question_ends_at_once() {
    let server = Server::script(vec![Act::Slow(
        Duration::from_secs(30),
        Box::new(Act::Drop),
    )])
    .await;
    let cancel = CancellationToken::new();
    let graph = server
        .graph(&QuickClock::default())
        .cancelled_by(cancel.clone());
    let asked = tokio::spawn(async move { graph.me().await });
    while server.seen().is_empty() {
        tokio::task::yield_now().await;
    }
    cancel.cancel();
    let error = asked.await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Cancelled), "{error:?}");
}

#[tokio::test]
async fn a_change_that_was_sent_is_awaited() {
    let added = Act::Reply(204, vec![], String::new());
    let slowly = Act::Slow(Duration::from_millis(150), Box::new(added));
    let server = Server::script(vec![slowly]).await;
    let cancel = CancellationToken::new();
    let graph = server
        .graph(&QuickClock::default())
        .cancelled_by(cancel.clone());
    let added = tokio::spawn(async move { graph.add_member("g", "u", Uuid::new_v4()).await });
    while server.seen().is_empty() {
        tokio::task::yield_now().await;
    }
    cancel.cancel();
    added.await.unwrap().unwrap();
}

#[tokio::test]
async fn nothing_is_sent_after_cancelling() {
    let server = Server::script(vec![Act::Drop]).await;
    let cancel = CancellationToken::new();
    cancel.cancel();
    let graph = server.graph(&QuickClock::default()).cancelled_by(cancel);
    let error = graph
        .add_member("g", "u", Uuid::new_v4())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Cancelled) && error.nothing_happened());
    assert!(server.seen().is_empty());
}
