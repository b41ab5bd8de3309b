//! A server from a closure, a clock that does not wait, and a client for both.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use entra::signin::{Claims, SignInError};
use entra::{Clock, Cloud, Graph, Http, Scope, Secret, TokenSource, Transport};
use time::OffsetDateTime;
use time::macros::datetime;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// A field of a form.
    pub(crate) fn field(&self, name: &str) -> Option<String> {
        url::form_urlencoded::parse(self.body.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// What a server does with a request.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Answers.
    Reply(u16, Vec<(&'static str, String)>, String),
    /// Closes the connection without a word.
    Drop,
    /// Promises more than it sends.
    Half(u16, String),
    /// Answers after a real pause.
    Slow(Duration, Box<Act>),
}

pub(crate) fn json(status: u16, body: &serde_json::Value) -> Act {
    let kind = ("Content-Type", "application/json".to_owned());
    Act::Reply(status, vec![kind], body.to_string())
}

pub(crate) fn error(status: u16, code: &str, message: &str) -> Act {
    let error = serde_json::json!({"error": {"code": code, "message": message}});
    json(status, &error)
}

pub(crate) fn html(status: u16) -> Act {
    let kind = ("Content-Type", "text/html".to_owned());
    Act::Reply(status, vec![kind], "<html><h1>Sorry</h1></html>".to_owned())
}

impl Act {
    pub(crate) fn with(self, name: &'static str, value: impl Into<String>) -> Self {
        match self {
            Self::Reply(status, mut headers, body) => {
                headers.push((name, value.into()));
                Self::Reply(status, headers, body)
            }
            other => other,
        }
    }
}

/// A server whose answers come from a closure, which is told the number of the request.
pub(crate) struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    pub(crate) async fn start(act: impl Fn(usize, &Seen) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (log, act) = (Arc::clone(&seen), Arc::new(act));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&log), Arc::clone(&act)));
            }
        });
        Self { address, seen }
    }

    /// A server that does these things in turn, and the last one for ever.
    pub(crate) async fn script(acts: Vec<Act>) -> Self {
        Self::start(move |number, _| acts[number.min(acts.len() - 1)].clone()).await
    }

    pub(crate) fn origin(&self) -> Url {
        Url::parse(&format!("http://{}", self.address)).unwrap()
    }

    pub(crate) fn link(&self, path: &str) -> String {
        self.origin().join(path).unwrap().into()
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn cloud(&self) -> Cloud {
        Cloud::custom(self.origin(), self.origin(), None).unwrap()
    }

    pub(crate) fn http(&self) -> Http {
        Http::new(&self.cloud()).unwrap()
    }

    pub(crate) fn graph(&self, clock: &QuickClock) -> Graph {
        self.graph_with(&Arc::default(), clock)
    }

    pub(crate) fn graph_with(&self, tokens: &Arc<Tokens>, clock: &QuickClock) -> Graph {
        let (tokens, clock) = (Arc::clone(tokens), Arc::new(clock.clone()));
        Graph::new(Transport::new(self.http(), tokens, clock))
    }
}

async fn serve(
    stream: TcpStream,
    seen: Arc<Mutex<Vec<Seen>>>,
    act: Arc<impl Fn(usize, &Seen) -> Act>,
) {
    let mut stream = BufReader::new(stream);
    let Some(request) = receive(&mut stream).await else {
        return;
    };
    let number = {
        let mut seen = seen.lock().unwrap();
        seen.push(request.clone());
        seen.len() - 1
    };
    let mut act = act(number, &request);
    while let Act::Slow(pause, then) = act {
        tokio::time::sleep(pause).await;
        act = *then;
    }
    let answer = match act {
        Act::Reply(status, headers, body) => {
            let headers: String = headers
                .iter()
                .map(|(k, v)| format!("{k}: {v}\r\n"))
                .collect();
            let length = body.len();
            format!(
                "HTTP/1.1 {status} X\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n{body}"
            )
        }
        Act::Half(status, body) => {
            let length = body.len() + 100;
            format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\n\r\n{body}")
        }
        Act::Drop | Act::Slow(..) => return,
    };
    let _ = stream.get_mut().write_all(answer.as_bytes()).await;
    let _ = stream.get_mut().shutdown().await;
}

async fn receive(stream: &mut BufReader<TcpStream>) -> Option<Seen> {
    let mut line = String::new();
    stream.read_line(&mut line).await.ok()?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut seen = Seen {
        method,
        target,
        headers,
        body: String::new(),
    };
    let length = seen
        .header("content-length")
        .map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    seen.body = String::from_utf8(body).unwrap();
    Some(seen)
}

/// An address at which nobody listens.
pub(crate) async fn nobody() -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap()
}

/// A clock on which sleeping takes no time but is counted.
#[derive(Debug, Clone, Default)]
pub(crate) struct QuickClock(Arc<Mutex<Vec<Duration>>>);

impl QuickClock {
    pub(crate) fn sleeps(&self) -> Vec<u64> {
        let slept = self.0.lock().unwrap();
        slept.iter().map(Duration::as_secs).collect()
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.0.lock().unwrap().push(by);
    }
}

impl Clock for QuickClock {
    fn now(&self) -> OffsetDateTime {
        datetime!(2026-11-24 08:00 UTC) + self.monotonic()
    }

    fn monotonic(&self) -> Duration {
        self.0.lock().unwrap().iter().sum()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.advance(duration);
        Box::pin(tokio::task::yield_now())
    }
}

/// Hands out `token-1`, and the next number after each refusal. Keeps what it was asked.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    pub(crate) asked: Mutex<Vec<(Vec<Scope>, Option<Claims>)>>,
    refused: Mutex<usize>,
}

impl TokenSource for Tokens {
    fn token<'a>(
        &'a self,
        scopes: &'a [Scope],
        claims: Option<&'a Claims>,
    ) -> BoxFuture<'a, Result<Secret, SignInError>> {
        self.asked
            .lock()
            .unwrap()
            .push((scopes.to_vec(), claims.cloned()));
        let number = 1 + *self.refused.lock().unwrap();
        Box::pin(async move { Ok(Secret::new(format!("token-{number}"))) })
    }

    fn refused(&self, _: &Secret) {
        *self.refused.lock().unwrap() += 1;
    }
}
