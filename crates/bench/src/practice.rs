//! A practice tenant in a process of its own, and its control calls.

use std::collections::HashSet;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use crate::machine::Memory;
use crate::outcome::Outcome;

/// A running practice tenant. Ends with the value.
pub(crate) struct Practice {
    program: Option<Child>,
    http: reqwest::Client,
    /// The line it printed.
    pub(crate) line: Value,
    /// How long it took until it answered.
    pub(crate) started_in: Duration,
}

/// A kind of request, and how often it was made.
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) pattern: String,
    pub(crate) status: u16,
    pub(crate) count: u64,
}

impl Practice {
    /// Starts one with these flags.
    pub(crate) fn start(flags: &[&str]) -> Outcome<Self> {
        let begun = Instant::now();
        let mut program = Command::new(beside("practice-tenant")?)
            .args(flags)
            .env("RUST_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        if let Some(output) = program.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        Ok(Self {
            program: Some(program),
            http: reqwest::Client::new(),
            line: serde_json::from_str(&line)?,
            started_in: begun.elapsed(),
        })
    }

    /// One that another process has started, by its line.
    pub(crate) fn at(line: Value) -> Self {
        Self {
            program: None,
            http: reqwest::Client::new(),
            line,
            started_in: Duration::ZERO,
        }
    }

    /// A text of the line.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.line[name].as_str().unwrap_or_default()
    }

    /// Sign-in name of the account of a kind.
    fn account(&self, kind: &str) -> Outcome<String> {
        let accounts = self.line["accounts"].as_array();
        accounts
            .and_then(|all| all.iter().find(|account| account["kind"] == kind))
            .and_then(|account| account["upn"].as_str())
            .map(str::to_owned)
            .ok_or_else(|| format!("there is no account of kind {kind}").into())
    }

    async fn control(&self, method: Method, call: &str, body: Option<Value>) -> Outcome<Value> {
        let url = format!("{}/{call}", self.text("control"));
        let mut request = self
            .http
            .request(method, url)
            .header("x-practice-key", self.text("controlKey"));
        if let Some(body) = body {
            request = request.json(&body);
        }
        Ok(request.send().await?.error_for_status()?.json().await?)
    }

    /// Enters a code as the account of a kind.
    pub(crate) async fn approve(&self, user_code: &str, kind: &str) -> Outcome<()> {
        let body = json!({ "userCode": user_code, "account": self.account(kind)? });
        self.control(Method::POST, "device/approve", Some(body))
            .await?;
        Ok(())
    }

    /// Every kind of request so far; those inside a batch count for themselves.
    pub(crate) async fn seen(&self) -> Outcome<Vec<Seen>> {
        let answer = self.control(Method::GET, "requests", None).await?;
        let each = answer["value"].as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Ok(each
            .iter()
            .map(|seen| Seen {
                method: text(&seen["method"]),
                pattern: text(&seen["pattern"]),
                status: seen["status"]
                    .as_u64()
                    .and_then(|status| status.try_into().ok())
                    .unwrap_or(0),
                count: seen["count"].as_u64().unwrap_or(0),
            })
            .collect())
    }

    /// Calls of Graph so far.
    pub(crate) async fn graph_calls(&self) -> Outcome<Calls> {
        let mut calls = Calls::default();
        for seen in self.seen().await? {
            let Some(path) = seen.pattern.strip_prefix("/v1.0") else {
                continue;
            };
            if path == "/$batch" {
                calls.batches += seen.count;
                continue;
            }
            calls.all += seen.count;
            if seen.method == "GET" {
                calls.reads += seen.count;
            }
            if seen.status == 429 {
                calls.throttled += seen.count;
            }
        }
        Ok(calls)
    }

    pub(crate) fn memory(&self) -> Memory {
        Memory::of(self.program.as_ref().map_or(0, Child::id))
    }

    /// Connections that this process holds to the tenant. HTTP/1.1 has one request at a time on
    /// each, and clients keep them a while: as many as there ever were requests at once.
    pub(crate) fn connections(&self) -> Outcome<usize> {
        let port = url::Url::parse(self.text("graph"))?.port().unwrap_or(0);
        let ours: HashSet<String> = std::fs::read_dir("/proc/self/fd")?
            .flatten()
            .filter_map(|entry| std::fs::read_link(entry.path()).ok())
            .filter_map(|target| {
                let target = target.to_string_lossy().into_owned();
                Some(
                    target
                        .strip_prefix("socket:[")?
                        .strip_suffix(']')?
                        .to_owned(),
                )
            })
            .collect();
        let peer = format!(":{port:04X}");
        let table = std::fs::read_to_string("/proc/self/net/tcp")?;
        let there = table.lines().filter(|line| {
            let columns: Vec<&str> = line.split_whitespace().collect();
            // sl, local address, remote address, ..., inode
            columns.get(2).is_some_and(|remote| remote.ends_with(&peer))
                && columns.get(9).is_some_and(|inode| ours.contains(*inode))
        });
        Ok(there.count())
    }
}

/// Calls of Graph, those inside a batch each for itself.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Calls {
    /// Batches, which are no calls of their own.
    pub(crate) batches: u64,
    pub(crate) all: u64,
    pub(crate) reads: u64,
    pub(crate) throttled: u64,
}

impl Drop for Practice {
    fn drop(&mut self) {
        if let Some(program) = &mut self.program {
            // Already gone is as good.
            let _ = program.kill();
            let _ = program.wait();
        }
    }
}

/// A program that was built with this one.
pub(crate) fn beside(name: &str) -> Outcome<PathBuf> {
    let file = std::env::current_exe()?.with_file_name(name);
    if file.exists() {
        Ok(file)
    } else {
        Err(format!("{} is missing; scripts/bench builds it", file.display()).into())
    }
}
