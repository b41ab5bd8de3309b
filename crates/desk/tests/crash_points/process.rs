//! The desk in a process of its own.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use desk::view::runs::RunDetail;
use desk::{Desk, DeskConfig};
use entra::clock::{BoxFuture, Clock, SystemClock};
use entra::cloud::Cloud;
use entra::graph::Graph;
use entra::http::client::Http;
use entra::http::transport::Transport;
use entra::permissions::Scope;
use entra::secret::Secret;
use entra::signin::token_source::TokenSource;
use entra::signin::token_store::TokenStore;
use entra::signin::{Account, Claims, SignInError};
use guests::activity::{RunState, has_ended};
use guests::id::PlanId;
use serde::{Deserialize, Serialize};

/// Where the order for the process stands; with one, this program is a desk.
const ORDER: &str = "USHER_CRASH_DESK";
/// How long the directory is given; longer than any lag of these tests.
const SETTLE: Duration = Duration::from_secs(2);
/// How often a run that trouble holds up is taken up again.
const PATIENCE: usize = 20;
/// A run that takes longer is stuck.
const STUCK: Duration = Duration::from_secs(180);

/// What the process is to work on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) graph: String,
    pub(crate) token: String,
    pub(crate) account: Account,
    pub(crate) folder: PathBuf,
    pub(crate) plan: PlanId,
}

impl Order {
    /// Where the process leaves its receipt when the run is at rest.
    fn receipt(&self) -> PathBuf {
        self.folder.join("receipt.json")
    }
}

/// The token that the process was given; there is no other.
struct Given(Secret);

impl TokenSource for Given {
    fn token<'a>(
        &'a self,
        _: &'a [Scope],
        _: Option<&'a Claims>,
    ) -> BoxFuture<'a, Result<Secret, SignInError>> {
        Box::pin(async { Ok(self.0.clone()) })
    }

    fn refused(&self, _: &Secret) {}
}

/// The order, where this process was started as a desk.
pub(crate) fn order() -> Option<Order> {
    let text = std::env::var(ORDER).ok()?;
    Some(serde_json::from_str(&text).unwrap())
}

/// Opens a desk with nothing but what the order says.
pub(crate) async fn open(order: &Order) -> Desk {
    let graph: url::Url = order.graph.parse().unwrap();
    let cloud = Cloud::custom(graph.clone(), graph, None).unwrap();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    let tokens = Arc::new(Given(Secret::new(order.token.clone())));
    let transport = Transport::new(Http::new(&cloud).unwrap(), tokens, Arc::clone(&clock));
    Desk::open(DeskConfig {
        folder: order.folder.clone(),
        account: order.account.clone(),
        graph: Graph::new(transport),
        clock,
        changes: Arc::new(|_| {}),
        settle: SETTLE,
        store_key: TokenStore::session_only("a test").derive_key("redeem links"),
        admin_consent_url: Arc::new(|_| String::new()),
    })
    .await
    .unwrap()
}

/// The process: starts the run, or takes it up, and follows it until it is at rest for good.
pub(crate) fn carry_out(order: &Order) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let desk = open(order).await;
        let begun = desk.runs().await.unwrap().pop();
        let run = match begun {
            Some(run) => run.id,
            None => desk.start_run(&order.plan, &[]).await.unwrap(),
        };
        let receipt = to_rest(&desk, &run).await;
        desk.close().await;
        let unfinished = order.folder.join("receipt.part");
        serde_json::to_writer(File::create(&unfinished).unwrap(), &receipt).unwrap();
        std::fs::rename(unfinished, order.receipt()).unwrap();
    });
    ExitCode::SUCCESS
}

/// Nothing is decided: a run that only a person can bring further stays as it is.
async fn to_rest(desk: &Desk, run: &str) -> RunDetail {
    for _ in 0..PATIENCE {
        let detail = desk.run(run).await.unwrap();
        if is_at_an_end(&detail) {
            return detail;
        }
        if !desk.has_active_run() {
            desk.resume_run(run).await.unwrap();
        }
        let mut ticks = desk.watch_run(run).unwrap();
        while desk.has_active_run() {
            let _ = tokio::time::timeout(Duration::from_millis(100), ticks.changed()).await;
        }
    }
    desk.run(run).await.unwrap()
}

fn is_at_an_end(run: &RunDetail) -> bool {
    let mut steps = run.rows.iter().flat_map(|row| &row.steps);
    run.summary.state == RunState::Finished
        || (run.summary.state == RunState::Paused
            && steps.all(|step| has_ended(step.state) || step.asks_person))
}

/// The process, seen from outside. It is killed when this is dropped.
pub(crate) struct Process {
    child: Child,
    order: Order,
}

impl Process {
    pub(crate) fn start(order: &Order) -> Self {
        let log = File::options()
            .create(true)
            .append(true)
            .open(log(&order.folder))
            .unwrap();
        let child = Command::new(std::env::current_exe().unwrap())
            .env(ORDER, serde_json::to_string(order).unwrap())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        Self {
            child,
            order: order.clone(),
        }
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// SIGKILL, and nothing is left of it when this returns.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits until it has ended by itself, and reads its receipt.
    pub(crate) fn receipt(&mut self) -> Result<RunDetail, String> {
        let begin = Instant::now();
        while !self.has_ended() {
            if begin.elapsed() > STUCK {
                return Err(format!("the run is stuck; {}", self.last_words()));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        match std::fs::read(self.order.receipt()) {
            Ok(receipt) => Ok(serde_json::from_slice(&receipt).unwrap()),
            Err(_) => Err(format!("the desk broke off; {}", self.last_words())),
        }
    }

    fn last_words(&self) -> String {
        let log = std::fs::read_to_string(log(&self.order.folder)).unwrap_or_default();
        let words = log.lines().skip_while(|line| !line.contains("panicked"));
        let words: Vec<&str> = words.take(3).collect();
        format!("its last words: {words:?}")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn log(folder: &Path) -> PathBuf {
    folder.join("process.log")
}
