//! Each attempt at a change is announced just before it leaves.

use std::sync::{Arc, Mutex};

use entra::Error;
use entra::clock::BoxFuture;
use entra::http::announce::{Announce, Before};
use serde_json::json;
use uuid::Uuid;

use crate::support::{Act, QuickClock, Server, error, json as reply};

/// Remembers what it was told, and lets so many attempts leave.
struct Book {
    told: Mutex<Vec<Before>>,
    lets: usize,
}

impl Book {
    fn new(lets: usize) -> Arc<Self> {
        Arc::new(Self {
            told: Mutex::default(),
            lets,
        })
    }

    fn told(&self) -> Vec<Before> {
        self.told.lock().unwrap().clone()
    }
}

impl Announce for Book {
    fn leaving(&self, before: Before) -> BoxFuture<'_, bool> {
        let mut told = self.told.lock().unwrap();
        told.push(before);
        let leaves = told.len() <= self.lets;
        Box::pin(async move { leaves })
    }
}

#[tokio::test]
async fn each_attempt_is_told_with_what_the_earlier_ones_may_have_done() {
    let server = Server::script(vec![
        error(429, "TooManyRequests", "later").with("Retry-After", "1"),
        Act::Drop,
        error(429, "TooManyRequests", "later").with("Retry-After", "1"),
        reply(204, &json!(null)),
    ])
    .await;
    let book = Book::new(9);
    server
        .graph(&QuickClock::default())
        .announced_to(book.clone())
        .add_member("g", "u", Uuid::new_v4())
        .await
        .unwrap();
    assert_eq!(
        book.told(),
        [
            Before::First,
            Before::NothingHappened,
            Before::Unknown,
            Before::Unknown
        ]
    );
}

#[tokio::test]
async fn what_cannot_be_written_down_does_not_leave() {
    let server = Server::script(vec![reply(204, &json!(null))]).await;
    let book = Book::new(0);
    let refused = server
        .graph(&QuickClock::default())
        .announced_to(book.clone())
        .add_member("g", "u", Uuid::new_v4())
        .await
        .unwrap_err();
    assert!(matches!(refused, Error::NotAnnounced), "{refused:?}");
    assert!(refused.nothing_happened());
    assert_eq!((book.told().len(), server.seen().len()), (1, 0));
}

#[tokio::test]
async fn an_end_without_answer_does_not_hide_what_an_earlier_attempt_may_have_done() {
    let server = Server::script(vec![Act::Drop]).await;
    let book = Book::new(1);
    let ended = server
        .graph(&QuickClock::default())
        .announced_to(book.clone())
        .add_member("g", "u", Uuid::new_v4())
        .await
        .unwrap_err();
    assert!(!ended.nothing_happened(), "{ended:?}");
    assert_eq!(book.told(), [Before::First, Before::Unknown]);
}
