//! Several questions in one request.

use std::collections::BTreeMap;
use std::time::Duration;

use ::http::Method;
use ::http::header::{HeaderName, RETRY_AFTER};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::error::service_error;
use super::page::Page;
use super::{Graph, decode};
use crate::error::{Error, ServiceError};
use crate::http::answer::LONGEST;
use crate::http::operation::{Operation, Replay};
use crate::http::pace::Word;
use crate::http::retry::{self, Budget, Decision, Outcome};

/// The most that Graph takes at once (learn.microsoft.com, "Combine multiple HTTP requests
/// using JSON batching").
const MOST: usize = 20;

/// Batches on their way at the same time.
const AT_ONCE: usize = 4;

#[derive(Deserialize)]
struct Responses {
    responses: Vec<Response>,
}

#[derive(Debug, Deserialize)]
struct Response {
    id: String,
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, Value>,
    #[serde(default)]
    body: Value,
}

impl Response {
    /// A header of the item; Graph writes some of them as numbers.
    fn header(&self, wanted: &HeaderName) -> Option<String> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(name, _)| name.eq_ignore_ascii_case(wanted.as_str()))?;
        match value {
            Value::String(text) => Some(text.trim().to_owned()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        let seconds = self.header(&RETRY_AFTER)?.parse().ok()?;
        Some(Duration::from_secs(seconds).min(LONGEST))
    }

    fn outcome(&self) -> Outcome {
        Outcome::Status {
            status: self.status,
            retry_after: self.retry_after(),
        }
    }

    fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    fn error(&self) -> Error {
        Error::Service(Box::new(ServiceError {
            retry_after: self.retry_after(),
            ..service_error(self.status, self.body.to_string().as_bytes())
        }))
    }
}

impl Graph {
    /// The answers to these questions, in their order. Changes do not travel in batches: each
    /// has a journaled request of its own.
    ///
    /// Graph throttles each question on its own, so those that were throttled are asked again
    /// while the others keep their answer.
    pub(super) async fn batch<T: DeserializeOwned>(
        &self,
        operations: Vec<Operation>,
    ) -> Result<Vec<Result<T, Error>>, Error> {
        let answers = self.batch_responses(operations).await?;
        Ok(answers.into_iter().map(read).collect())
    }

    /// As [`Graph::batch`], for lists: the first page of each.
    pub(super) async fn batch_pages<T: DeserializeOwned>(
        &self,
        operations: Vec<Operation>,
    ) -> Result<Vec<Result<Page<T>, Error>>, Error> {
        let asked: Vec<_> = operations
            .iter()
            .map(|operation| (operation.scopes.clone(), operation.eventual))
            .collect();
        let answers = self.batch_responses(operations).await?;
        let pages = answers.into_iter().zip(asked);
        Ok(pages
            .map(|(answer, (scopes, eventual))| {
                read(answer).map(|raw| Page::from_raw(raw, scopes, eventual))
            })
            .collect())
    }

    async fn batch_responses(&self, operations: Vec<Operation>) -> Result<Vec<Response>, Error> {
        let batches: Vec<Vec<Operation>> = operations.chunks(MOST).map(<[_]>::to_vec).collect();
        stream::iter(batches)
            .map(|batch| async move { self.one_batch(&batch).await })
            .buffered(AT_ONCE)
            .try_concat()
            .await
    }

    async fn one_batch(&self, operations: &[Operation]) -> Result<Vec<Response>, Error> {
        let mut open: Vec<usize> = (0..operations.len()).collect();
        let mut done: BTreeMap<usize, Response> = BTreeMap::new();
        let mut waited = Duration::ZERO;
        for attempt in 1.. {
            let responses = self.ask_batch(operations, &open).await?;
            let mut pause = Duration::ZERO;
            open.clear();
            for (index, response) in responses {
                let decision = if response.is_success() {
                    Decision::GiveUp
                } else {
                    let jitter = rand::random();
                    let outcome = response.outcome();
                    retry::decide(
                        attempt,
                        Replay::Safe,
                        outcome,
                        waited,
                        Budget::default(),
                        jitter,
                    )
                };
                match decision {
                    Decision::GiveUp => {
                        done.insert(index, response);
                    }
                    Decision::Again { after } => {
                        pause = pause.max(after);
                        open.push(index);
                    }
                }
            }
            if open.is_empty() {
                break;
            }
            self.transport.pause(pause).await?;
            waited += pause;
        }
        Ok(done.into_values().collect())
    }

    /// Sends those of the operations that are still open; each of them has an answer then.
    async fn ask_batch(
        &self,
        operations: &[Operation],
        open: &[usize],
    ) -> Result<Vec<(usize, Response)>, Error> {
        let asked: BTreeMap<usize, &Operation> = open
            .iter()
            .filter_map(|&index| operations.get(index).map(|operation| (index, operation)))
            .collect();
        let requests: Vec<Value> = asked
            .iter()
            .map(|(index, operation)| item(*index, operation))
            .collect();
        let mut scopes: Vec<_> = operations.iter().flat_map(|o| o.scopes.clone()).collect();
        scopes.sort_unstable();
        scopes.dedup();
        let body = json!({ "requests": requests });
        let operation = Operation::post(&["$batch"], &scopes, Replay::Safe, body)
            .holding(asked.values().copied());
        let answer = self.transport.send(&operation).await?;
        let unexpected = |what: String| {
            super::unexpected(
                answer.status.as_u16(),
                answer.ids.client_request_id,
                what,
                Replay::Safe,
            )
        };
        let responses: Responses = decode::from_slice(&answer.body).map_err(unexpected)?;
        let mut by_id: BTreeMap<usize, Response> = responses
            .responses
            .into_iter()
            .filter_map(|response| Some((response.id.parse().ok()?, response)))
            .collect();
        for (index, response) in &by_id {
            if let Some(operation) = asked.get(index) {
                let word = Word::read(|name| response.header(name));
                let (cost, outcome) = (operation.cost(), response.outcome());
                let transport = &self.transport;
                transport.hear_in_part(cost, &word, outcome, answer.sent);
            }
        }
        open.iter()
            .map(|index| {
                by_id
                    .remove(index)
                    .map(|response| (*index, response))
                    .ok_or_else(|| unexpected(format!("request {index} has no response")))
            })
            .collect()
    }
}

fn item(index: usize, operation: &Operation) -> Value {
    debug_assert!(
        operation.method == Method::GET,
        "only questions are batched"
    );
    let mut item = json!({
        "id": index.to_string(),
        "method": operation.method.as_str(),
        "url": operation.relative(),
    });
    if operation.eventual {
        item["headers"] = json!({ "ConsistencyLevel": "eventual" });
    }
    item
}

fn read<T: DeserializeOwned>(response: Response) -> Result<T, Error> {
    if !response.is_success() {
        return Err(response.error());
    }
    decode::from_slice(response.body.to_string().as_bytes()).map_err(|what| {
        Error::UnexpectedAnswer {
            status: response.status,
            what,
            client_request_id: uuid::Uuid::nil(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_throttled_item_says_how_long_to_wait() {
        for (headers, expected) in [
            (json!({"Retry-After": "3"}), Some(3)),
            (json!({"retry-after": 4}), Some(4)),
            (json!({"retry-after": u64::MAX}), Some(24 * 60 * 60)),
            (json!({}), None),
        ] {
            let response: Response =
                serde_json::from_value(json!({"id": "1", "status": 429, "headers": headers}))
                    .unwrap();
            assert_eq!(response.retry_after(), expected.map(Duration::from_secs));
        }
    }

    #[test]
    fn an_item_carries_its_consistency_level() {
        let operation = Operation::get(&["users"], &[]).advanced();
        assert_eq!(
            item(7, &operation),
            json!({"id": "7", "method": "GET", "url": "/users?$count=true", "headers": {"ConsistencyLevel": "eventual"}})
        );
    }
}
