//! What can go wrong.

use std::convert::Infallible;
use std::time::Duration;

use practice_tenant::Config;
use serde_json::{Value, json};

use super::super::support::World;
use super::tasks::Task;

/// Until it is ended.
const ALWAYS: u32 = 100_000;

/// Something that goes wrong.
pub(crate) struct Fault {
    pub(crate) name: &'static str,
    /// Faults to ask for; where they do not say which requests, those of the task.
    faults: Vec<Value>,
    concerns: fn(Task) -> bool,
    config: Config,
    /// Seconds that a request may take, where that is not long.
    pub(crate) patience: Option<u64>,
    /// Invitations that somebody else sends at the same time, until the quota is used up.
    pub(crate) crowd: usize,
    /// A quota of the application that others use up, and how far: above 1 by what fills within
    /// some seconds.
    drained: Option<(&'static str, f64)>,
}

impl Fault {
    fn new(name: &'static str, faults: impl IntoIterator<Item = Value>) -> Self {
        Self {
            name,
            faults: faults.into_iter().collect(),
            concerns: |_| true,
            config: Config::default(),
            patience: None,
            crowd: 0,
            drained: None,
        }
    }

    fn only(mut self, concerns: fn(Task) -> bool) -> Self {
        self.concerns = concerns;
        self
    }

    fn in_world(mut self, config: Config) -> Self {
        self.config = config;
        self
    }

    pub(crate) async fn world(&self) -> World {
        let world = World::with(self.config.clone()).await;
        // The clock of these tests runs ahead of the tenant's, whose audit log has to be later.
        world
            .control("clock", json!({"advanceSeconds": 1800}))
            .await;
        world
    }

    /// The faults, aimed at the requests of a task; none where it does not concern it.
    pub(crate) fn at(&self, task: Task) -> Option<Vec<Value>> {
        if !(self.concerns)(task) {
            return None;
        }
        let mut aimed = Vec::new();
        for fault in &self.faults {
            if fault.get("match").is_some() {
                aimed.push(fault.clone());
                continue;
            }
            // What happens once happens to the first request, and what lasts to whatever is tried.
            let lasts = fault.get("times").is_some();
            let most = if lasts { usize::MAX } else { 1 };
            aimed.extend(task.requests().into_iter().take(most).map(|requests| {
                let mut fault = fault.clone();
                fault["match"] = requests;
                fault
            }));
        }
        Some(aimed)
    }

    /// Lets this go on while others use the quota up, until that was felt; then the tenant's time
    /// goes on as much as the desk's, which is much faster here.
    pub(crate) async fn beside<T>(
        &self,
        cell: &str,
        world: &World,
        work: impl Future<Output = T>,
    ) -> T {
        let Some((bucket, used)) = self.drained else {
            return work.await;
        };
        let before = refused(world, bucket).await;
        let others = async {
            while refused(world, bucket).await == before {
                drain(world, bucket, used).await;
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            let filled = json!({"advanceSeconds": 5});
            world.control("clock", filled).await;
            std::future::pending::<Infallible>().await
        };
        drain(world, bucket, used).await;
        let done = tokio::select! {
            done = work => done,
            never = others => match never {},
        };
        assert!(refused(world, bucket).await > before, "{cell} was not felt");
        done
    }
}

async fn drain(world: &World, bucket: &str, used: f64) {
    let app = world.running.ready().client_id;
    let drain = json!({"bucket": bucket, "appId": app, "used": used});
    world.control("throttle", drain).await;
}

/// How often a quota refused a call.
async fn refused(world: &World, bucket: &str) -> Option<u64> {
    let throttle = world.throttle().await;
    let mut gauges = throttle["buckets"].as_array().unwrap().iter();
    let gauge = gauges.find(|gauge| gauge["name"] == bucket)?;
    gauge["refused"].as_u64()
}

fn once(fault: Value) -> [Value; 1] {
    [fault]
}

fn always(mut fault: Value) -> [Value; 1] {
    fault["times"] = json!(ALWAYS);
    [fault]
}

/// The access token is void, and the one that is fetched instead is refused.
fn no_new_token(code: u32) -> [Value; 2] {
    let refused = json!({"do": "refreshRefused", "code": code, "match": {}, "times": ALWAYS});
    [json!({"do": "tokenRevoked"}), refused]
}

fn changes(task: Task) -> bool {
    task.effect().is_some()
}

fn invites(task: Task) -> bool {
    matches!(task, Task::Invite | Task::Resend)
}

/// All of them, in the order of the tables.
pub(crate) fn all() -> Vec<Fault> {
    let status = |status: u16| json!({"do": "status", "status": status});
    let wait = |status: u16| json!({"do": "status", "status": status, "retryAfter": 2});
    let span = |text: &str| Some(text.parse().unwrap());
    vec![
        Fault::new("every answer takes its time", []).in_world(Config {
            latency: span("40..90"),
            ..Config::default()
        }),
        Fault::new("the directory lags", []).in_world(Config {
            lag: span("100..400"),
            ..Config::default()
        }),
        Fault {
            crowd: 170,
            ..Fault::new("the quota of invitations is used up", [])
                .only(invites)
                .in_world(Config {
                    quotas: Some(true),
                    ..Config::default()
                })
        },
        Fault {
            drained: Some(("writes", 1.03)),
            ..Fault::new("the quota of writes is used up", [])
                .only(changes)
                .in_world(Config {
                    quotas: Some(true),
                    ..Config::default()
                })
        },
        Fault {
            drained: Some(("resourceUnits", 1.45)),
            ..Fault::new("the quota of resource units is used up", []).in_world(Config {
                quotas: Some(true),
                ..Config::default()
            })
        },
        Fault::new("429 with Retry-After", once(wait(429))),
        Fault::new("429 without Retry-After", once(status(429))),
        Fault::new(
            "429 for a call within a batch",
            [json!({"do": "status", "status": 429, "retryAfter": 2,
                "match": {"method": "GET", "path": "/users*"}})],
        )
        .only(|task| !matches!(task, Task::Load | Task::Refresh)),
        Fault::new("503 with Retry-After", once(wait(503))),
        Fault::new("503 without Retry-After", once(status(503))),
        Fault::new("500", once(status(500))),
        Fault::new("500, each time", always(status(500))),
        Fault::new("502, a gateway's page in HTML", once(json!({"do": "html"}))),
        Fault::new(
            "502, a gateway's page in HTML, each time",
            always(json!({"do": "html"})),
        ),
        Fault::new(
            "the connection is cut before anything is done",
            once(json!({"do": "dropBefore"})),
        ),
        Fault::new(
            "the connection is cut before anything is done, each time",
            always(json!({"do": "dropBefore"})),
        ),
        Fault::new(
            "the connection is cut after it is done",
            once(json!({"do": "dropAfter"})),
        ),
        Fault::new(
            "the connection is cut after it is done, each time",
            always(json!({"do": "dropAfter"})),
        ),
        Fault::new(
            "the connection is cut after it is done, and the audit log is late",
            once(json!({"do": "dropAfter"})),
        )
        .only(|task| task == Task::Resend)
        .in_world(Config {
            audit_delay: span("3600000"),
            ..Config::default()
        }),
        Fault::new("the answer ends half-way", once(json!({"do": "cut"}))),
        Fault::new(
            "the answer comes slowly",
            once(json!({"do": "slow", "delayMs": 400})),
        ),
        Fault {
            patience: Some(5),
            ..Fault::new(
                "the answer does not come in time",
                once(json!({"do": "delay", "delayMs": 10_000})),
            )
            .only(|task| !matches!(task, Task::Assign | Task::Refresh | Task::Plan))
        },
        Fault::new("the token is void", once(json!({"do": "tokenRevoked"}))),
        Fault::new(
            "the token is void, each time",
            always(json!({"do": "tokenRevoked"})),
        ),
        Fault::new(
            "Graph asks for claims",
            once(json!({"do": "claimsChallenge"})),
        ),
        Fault::new(
            "Graph asks for claims, each time",
            always(json!({"do": "claimsChallenge"})),
        ),
        Fault::new("the sign-in was revoked (50173)", no_new_token(50173)),
        Fault::new("the sign-in has expired (700082)", no_new_token(700_082)),
        Fault::new("a further proof is asked for (50076)", no_new_token(50076)),
        Fault::new("Conditional Access blocks (53003)", no_new_token(53003)),
        Fault::new("the right is gone (403)", always(status(403))),
        Fault::new("guest or target are gone (404)", always(status(404)))
            .only(|task| matches!(task, Task::AddToGroup | Task::AddMany | Task::Assign)),
        Fault::new(
            "the next page lies on a foreign host",
            always(json!({"do": "foreignNextLink"})),
        )
        .only(|task| matches!(task, Task::Load)),
        Fault::new(
            "the mark is too old (410)",
            once(json!({"do": "deltaGone", "match": {}})),
        )
        .only(|task| task == Task::Refresh),
    ]
}
