//! The way to the directory: requests take their time, get lost, and arrive after their sender is
//! gone.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use entra::clock::BoxFuture;
use entra::http::carrier::{Carrier, Failure, Received};
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use reqwest::{Method, Request, StatusCode};
use serde_json::{Value, json};
use tokio::sync::{Notify, oneshot, watch};
use tokio::time::Instant;

use super::case::{Case, Crash, Fate, LONGEST_SURVIVAL};
use super::clock::{date, http_date};
use super::directory::{Answer, Change, Directory, refusal};

/// A network with a directory at its end. Clones are the same one.
#[derive(Clone)]
pub(crate) struct Network {
    inner: Arc<Inner>,
    /// The number of crashes before the sender was there.
    life: u32,
}

struct Inner {
    state: Mutex<State>,
    /// Told when the moment of the crash has come, with the turns to go.
    cut: Notify,
    /// Crashes so far.
    crashes: watch::Sender<u32>,
}

struct State {
    directory: Directory,
    log_is_open: bool,
    lags: Vec<Duration>,
    ways: Vec<(Duration, Duration)>,
    fates: std::vec::IntoIter<Fate>,
    crash: Option<Crash>,
    /// Requests, changes and answers since the last crash was set.
    requests: usize,
    changes: u64,
    answers: u64,
    /// How often each change was asked for without a clear answer.
    unclear: BTreeMap<String, u32>,
    /// Which changes were refused for good.
    refused: BTreeMap<String, u32>,
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Network")
    }
}

impl Network {
    pub(crate) fn new(case: &Case, directory: Directory) -> Self {
        let inner = Arc::new(Inner {
            state: Mutex::new(State {
                directory,
                log_is_open: case.log_is_open,
                lags: case.lags.clone(),
                ways: case.ways.clone(),
                fates: case.fates.clone().into_iter(),
                crash: None,
                requests: 0,
                changes: 0,
                answers: 0,
                unclear: BTreeMap::new(),
                refused: BTreeMap::new(),
            }),
            cut: Notify::new(),
            crashes: watch::channel(0).0,
        });
        Self { inner, life: 0 }
    }

    /// Lets this crash happen, counted from now on.
    pub(crate) fn expect(&self, crash: Option<Crash>) {
        let mut state = self.state();
        state.crash = crash;
        state.changes = 0;
        state.answers = 0;
    }

    /// Waits for the moment of the crash.
    pub(crate) async fn cut(&self) {
        let crash = self.state().crash;
        if let Some(Crash::After(time)) = crash {
            return tokio::time::sleep(time).await;
        }
        self.inner.cut.notified().await;
        if let Some(Crash::AtAnswer {
            turns: Some(turns), ..
        }) = crash
        {
            for _ in 0..turns {
                tokio::task::yield_now().await;
            }
        }
    }

    /// The sender of everything that is on its way is gone, and sends nothing more. This is the
    /// network for the next one.
    pub(crate) fn crashed(&self) -> Self {
        self.inner.crashes.send_modify(|crashes| *crashes += 1);
        Self {
            inner: Arc::clone(&self.inner),
            life: self.life + 1,
        }
    }

    pub(crate) fn read<T>(&self, read: impl FnOnce(&Directory) -> T) -> T {
        read(&self.state().directory)
    }

    /// How often a change concerning this was asked for without a clear answer.
    pub(crate) fn unclear(&self, what: &str) -> u32 {
        self.state().unclear.get(what).copied().unwrap_or(0)
    }

    /// Whether a change concerning this was refused for good.
    pub(crate) fn has_refused(&self, what: &str) -> bool {
        self.state().refused.contains_key(what)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap()
    }

    /// The request is on its way, whatever becomes of its sender.
    async fn travel(self, request: Request) -> Result<Received, Failure> {
        let change = change(&request);
        let ((there, back), fate, crash) = {
            let mut state = self.state();
            let way = state.ways[state.requests % state.ways.len()];
            state.requests += 1;
            let fate = match change {
                Some(_) => state.fates.next().unwrap_or(Fate::Answered),
                None => Fate::Answered,
            };
            state.changes += u64::from(change.is_some());
            let crash = match state.crash {
                Some(Crash::AtRequest { nth, lost }) if nth == state.changes => Some(lost),
                _ => None,
            };
            (way, fate, crash.filter(|_| change.is_some()))
        };
        if let Some(lost) = crash {
            self.inner.cut.notify_one();
            if lost {
                std::future::pending::<()>().await;
            }
        }
        if fate == Fate::NoConnection {
            return Err(Failure::NotSent {
                host: "the model".to_owned(),
                cause: "no connection".to_owned(),
            });
        }
        let mut crashes = self.inner.crashes.subscribe();
        tokio::select! {
            () = tokio::time::sleep(there) => {}
            _ = crashes.changed() => tokio::time::sleep(there.min(LONGEST_SURVIVAL)).await,
        }
        let answer = self.arrive(&request, change, fate);
        tokio::time::sleep(back).await;
        let crash = {
            let mut state = self.state();
            state.answers += 1;
            match state.crash {
                Some(Crash::AtAnswer { nth, turns }) if nth == state.answers => Some(turns),
                _ => None,
            }
        };
        if let Some(turns) = crash {
            self.inner.cut.notify_one();
            if turns.is_none() {
                std::future::pending::<()>().await;
            }
        }
        answer
    }

    fn arrive(
        &self,
        request: &Request,
        change: Option<Change>,
        fate: Fate,
    ) -> Result<Received, Failure> {
        let mut state = self.state();
        let Some(change) = change else {
            return Ok(received(state.answer(request), None));
        };
        let lag = state.lags[state.directory.effects.len() % state.lags.len()];
        let shown_from = Instant::now() + lag;
        let done = match fate {
            Fate::Answered | Fate::LostAfter | Fate::Gateway { done: true } => {
                Some(state.directory.change(&change, shown_from))
            }
            _ => None,
        };
        let unclear = match fate {
            Fate::LostBefore | Fate::LostAfter | Fate::Gateway { .. } | Fate::Busy(None) => true,
            Fate::Refused => {
                state.note(&change, |state| &mut state.refused);
                false
            }
            _ => false,
        };
        if unclear {
            state.note(&change, |state| &mut state.unclear);
        }
        drop(state);
        let failed = |status, code, wait: Option<u8>| {
            let answer = (status, refusal(code, "The model has it so."));
            Ok(received(answer, wait))
        };
        match (fate, done) {
            (Fate::Answered, Some(answer)) => Ok(received(answer, None)),
            (Fate::Throttled(wait), _) => failed(429, "TooManyRequests", Some(wait)),
            (Fate::Busy(wait), _) => failed(503, "ServiceUnavailable", wait),
            (Fate::Gateway { .. }, _) => failed(504, "GatewayTimeout", None),
            (Fate::Refused, _) => failed(403, "Authorization_RequestDenied", None),
            _ => Err(Failure::Lost {
                cause: "the connection broke".to_owned(),
                timed_out: false,
            }),
        }
    }
}

impl Carrier for Network {
    fn carry(&self, request: Request) -> BoxFuture<'_, Result<Received, Failure>> {
        if *self.inner.crashes.borrow() > self.life {
            return Box::pin(std::future::pending());
        }
        let (told, answer) = oneshot::channel();
        let network = self.clone();
        tokio::spawn(async move {
            // Nobody hears it where the desk is gone.
            let _ = told.send(network.travel(request).await);
        });
        Box::pin(async move {
            match answer.await {
                Ok(answer) => answer,
                Err(_) => std::future::pending().await,
            }
        })
    }
}

impl State {
    fn note(&mut self, change: &Change, book: fn(&mut Self) -> &mut BTreeMap<String, u32>) {
        for what in concerned(change) {
            *book(self).entry(what).or_default() += 1;
        }
    }

    /// The answer to a question, or to many in a batch.
    fn answer(&self, request: &Request) -> Answer {
        let path = below_version(request);
        if path.starts_with("/auditLogs") {
            return match self.log_is_open {
                true => self.directory.audits(date),
                false => (403, refusal("Forbidden", "The model has it so.")),
            };
        }
        if path != "/$batch" {
            return self.directory.question(&path);
        }
        let asked = body(request);
        let answers = asked["requests"].as_array().unwrap().iter().map(|one| {
            let (status, body) = self.directory.question(one["url"].as_str().unwrap());
            json!({"id": one["id"], "status": status, "headers": {}, "body": body})
        });
        (200, json!({ "responses": answers.collect::<Vec<_>>() }))
    }
}

/// What a change is about: the address, or the guest together with the group or application.
fn concerned(change: &Change) -> Vec<String> {
    match change {
        Change::Invite { address, .. } => vec![address.clone()],
        Change::AddMembers { group, users, .. } => {
            users.iter().map(|user| format!("{user} {group}")).collect()
        }
        Change::Assign { user, application } => vec![format!("{user} {application}")],
    }
}

/// The change that the request asks for; none for a question.
fn change(request: &Request) -> Option<Change> {
    let path = below_version(request);
    if request.method() == Method::GET || path == "/$batch" {
        return None;
    }
    let body = body(request);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let last = |value: &Value| text(value).rsplit('/').next().unwrap().to_owned();
    let mut segments = path.split('/').skip(1);
    let (kind, id) = (segments.next().unwrap(), segments.next());
    let id = id.unwrap_or_default().to_owned();
    Some(match (kind, &body["members@odata.bind"]) {
        ("invitations", _) => Change::Invite {
            address: text(&body["invitedUserEmailAddress"]),
            mail: body["sendInvitationMessage"].as_bool().unwrap(),
        },
        ("groups", Value::Array(users)) => Change::AddMembers {
            group: id,
            users: users.iter().map(last).collect(),
        },
        ("groups", _) => Change::AddMembers {
            group: id,
            users: vec![last(&body["@odata.id"])],
        },
        _ => Change::Assign {
            user: text(&body["principalId"]),
            application: id,
        },
    })
}

fn below_version(request: &Request) -> String {
    let url = request.url();
    let query = url.query().map(|query| format!("?{query}"));
    let path = url.path().trim_start_matches("/v1.0");
    format!("{path}{}", query.unwrap_or_default())
}

fn body(request: &Request) -> Value {
    let bytes = request.body().and_then(reqwest::Body::as_bytes);
    serde_json::from_slice(bytes.unwrap_or_default()).unwrap_or_default()
}

fn received((status, body): Answer, wait: Option<u8>) -> Received {
    let mut headers = HeaderMap::new();
    headers.insert(DATE, http_date().parse().unwrap());
    if let Some(wait) = wait {
        headers.insert(RETRY_AFTER, u16::from(wait).into());
    }
    let body = match body {
        Value::Null => String::new(),
        body => body.to_string(),
    };
    Received {
        status: StatusCode::from_u16(status).unwrap(),
        headers,
        body: body.into(),
    }
}
