//! A practice tenant and a desk over a temporary folder.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use desk::change::Change;
use desk::view::access::{ApplicationRow, GroupRow};
use desk::view::runs::RunDetail;
use desk::{Desk, DeskConfig};
use entra::clock::{BoxFuture, Clock};
use entra::cloud::Cloud;
use entra::graph::Graph;
use entra::http::client::{Http, Timeouts};
use entra::http::transport::Transport;
use entra::permissions::Scope;
use entra::signin::AppRegistration;
use entra::signin::device_code;
use entra::signin::session::Session;
use entra::signin::token_store::{DataKey, TokenStore};
use graph_judge::Recording;
use guests::activity::RunState;
use guests::draft::{ApplicationAccess, Draft, DraftKind, DraftPerson};
use guests::group::GroupKind;
use guests::plan::Plan;
use guests::rights::May;
use practice_tenant::directory::AllowInvitesFrom;
use practice_tenant::ledger::Call;
use practice_tenant::state::StateError;
use practice_tenant::tx::Tx;
use practice_tenant::{Config, Running, Server};
use serde_json::{Value, json};
use tempfile::TempDir;
use time::OffsetDateTime;
use tokio_util::sync::CancellationToken;

/// How much faster than the machine's the clock of these tests runs.
const SPEED: u32 = 20;

/// A clock on which waiting takes a twentieth of the time.
pub(crate) struct FastClock {
    begun: Instant,
    wall: OffsetDateTime,
    /// Seconds that the computer slept: the wall clock went on, the monotonic one did not.
    slept: Arc<AtomicI64>,
}

impl FastClock {
    pub(crate) fn new() -> Arc<Self> {
        Self::of(time::Duration::ZERO, Arc::default())
    }

    /// The clock of a computer that is so far ahead and sleeps at times.
    fn of(ahead: time::Duration, slept: Arc<AtomicI64>) -> Arc<Self> {
        Arc::new(Self {
            begun: Instant::now(),
            wall: OffsetDateTime::now_utc() + ahead,
            slept,
        })
    }
}

impl Clock for FastClock {
    fn now(&self) -> OffsetDateTime {
        let slept = time::Duration::seconds(self.slept.load(Ordering::Relaxed));
        self.wall + self.monotonic() + slept
    }

    fn monotonic(&self) -> Duration {
        self.begun.elapsed() * SPEED
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration / SPEED))
    }
}

/// A running practice tenant with its control calls.
pub(crate) struct World {
    pub(crate) running: Running,
    http: reqwest::Client,
    _recording: Recording,
}

/// Somebody signed in, with a folder of their own.
pub(crate) struct Admin {
    pub(crate) session: Session,
    pub(crate) folder: TempDir,
    key: DataKey,
    cloud: Cloud,
    pub(crate) changes: Arc<Mutex<Vec<Change>>>,
    /// How far the clock of the admin's computer is ahead.
    pub(crate) clock_ahead: time::Duration,
    /// How long one request may take, where that is not long.
    pub(crate) patience: Option<Duration>,
    slept: Arc<AtomicI64>,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::with(Config::default()).await
    }

    pub(crate) async fn with(config: Config) -> Self {
        let artifacts = std::env::var_os("USHER_TEST_ARTIFACTS").map(Into::into);
        let recording = Recording::new(artifacts).unwrap();
        let config = Config {
            record: Some(recording.folder().to_owned()),
            ..config
        };
        Self {
            running: Server::start(config).await.unwrap(),
            http: reqwest::Client::new(),
            _recording: recording,
        }
    }

    pub(crate) async fn sign_in(&self, kind: &str) -> Admin {
        let client = self.running.ready().client_id.to_string();
        self.sign_in_through(kind, client).await
    }

    /// Somebody of this kind signed in, with the desk opened.
    pub(crate) async fn at_work(&self, kind: &str) -> (Admin, Desk) {
        let admin = self.sign_in(kind).await;
        let desk = admin.open().await;
        (admin, desk)
    }

    pub(crate) async fn sign_in_unconsented(&self, kind: &str) -> Admin {
        let client = self.running.ready().client_id_unconsented.to_string();
        self.sign_in_through(kind, client).await
    }

    async fn sign_in_through(&self, kind: &str, client_id: String) -> Admin {
        let ready = self.running.ready();
        let account = ready
            .accounts
            .iter()
            .find(|account| account.kind == kind)
            .unwrap();
        let cloud = Cloud::custom(
            ready.login.parse().unwrap(),
            ready.graph.parse().unwrap(),
            None,
        )
        .unwrap();
        let app = AppRegistration {
            tenant: ready.tenant_id.to_string(),
            client_id,
        };
        let http = Http::new(&cloud).unwrap();
        let clock: Arc<dyn Clock> = FastClock::new();
        let (prompt, flow) =
            device_code::start(&http, Arc::clone(&clock), &app, &[Scope::UserRead], None)
                .await
                .unwrap();
        self.control(
            "device/approve",
            json!({ "userCode": prompt.user_code, "account": account.upn }),
        )
        .await;
        let grant = flow.wait(&CancellationToken::new()).await.unwrap();
        let store = TokenStore::session_only("a test");
        let key = store.derive_key("redeem links");
        Admin {
            session: Session::begin(http, clock, app, grant, store),
            folder: tempfile::tempdir().unwrap(),
            key,
            cloud,
            changes: Arc::default(),
            clock_ahead: time::Duration::ZERO,
            patience: None,
            slept: Arc::default(),
        }
    }

    pub(crate) async fn control(&self, call: &str, body: Value) -> Value {
        let answer = self.try_control(call, body).await;
        assert!(
            answer.status().is_success(),
            "{call}: {}",
            answer.text().await.unwrap()
        );
        answer.json().await.unwrap_or(Value::Null)
    }

    /// The answer to a control call, which may be a refusal.
    pub(crate) async fn try_control(&self, call: &str, body: Value) -> reqwest::Response {
        let ready = self.running.ready();
        self.http
            .post(format!("{}/{call}", ready.control))
            .header("x-practice-key", &ready.control_key)
            .json(&body)
            .send()
            .await
            .unwrap()
    }

    pub(crate) async fn fault(&self, fault: Value) {
        self.control("faults", fault).await;
    }

    pub(crate) async fn end_faults(&self) {
        let ready = self.running.ready();
        let call = self.http.delete(format!("{}/faults", ready.control));
        let answer = call.header("x-practice-key", &ready.control_key).send();
        assert!(answer.await.unwrap().status().is_success());
    }

    /// Changes who may invite, as an administrator would in the admin center.
    pub(crate) fn allow_invites_from(&self, value: AllowInvitesFrom) {
        self.write("/v1.0/policies/authorizationPolicy", |tx| {
            tx.edit_policies(|policies| policies.authorization.allow_invites_from = value);
        });
    }

    /// Gives the account of a kind another address than its sign-in name, or none.
    pub(crate) fn set_mail(&self, kind: &str, mail: Option<&str>) {
        let accounts = &self.running.ready().accounts;
        let id = accounts.iter().find(|one| one.kind == kind).unwrap().id;
        self.write(&format!("/v1.0/users/{id}"), |tx| {
            assert!(tx.edit_user(id, |user| user.mail = mail.map(str::to_owned)));
        });
    }

    pub(crate) fn write(&self, path: &str, change: impl FnOnce(&mut Tx<'_>)) {
        let call = Call {
            method: "PATCH".to_owned(),
            path: path.to_owned(),
            client_request_id: None,
            app_id: None,
            caller_id: None,
        };
        let changed: Result<(), StateError> = self.running.tenant().write(&call, |tx| {
            change(tx);
            Ok(())
        });
        changed.unwrap();
    }

    /// The ledger since the start: one entry for each request that took effect.
    pub(crate) async fn ledger(&self) -> Vec<Value> {
        let ready = self.running.ready();
        let text = self
            .http
            .get(format!("{}/ledger", ready.control))
            .header("x-practice-key", &ready.control_key)
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        text.lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .collect()
    }

    /// Effects of the ledger since the start, as `kind` with whom and what it concerns.
    pub(crate) async fn effects(&self) -> Vec<Value> {
        let ledger = self.ledger().await.into_iter();
        ledger
            .flat_map(|entry| entry["effects"].as_array().cloned().unwrap_or_default())
            .collect()
    }

    /// Which requests were seen, and how often.
    pub(crate) async fn seen(&self) -> Value {
        self.ask_control("requests").await
    }

    /// How many requests of a method went to paths of this pattern, each of a batch counted by itself.
    pub(crate) async fn requests(&self, method: &str, pattern: &str) -> u64 {
        let seen = self.seen().await;
        let counts = seen["value"].as_array().unwrap().iter();
        let of_pattern = counts.filter(|entry| {
            let seen = entry["pattern"].as_str().unwrap();
            entry["method"] == method && seen.trim_start_matches("/v1.0") == pattern
        });
        of_pattern.filter_map(|entry| entry["count"].as_u64()).sum()
    }

    /// How full the buckets of the quotas are.
    pub(crate) async fn throttle(&self) -> Value {
        self.ask_control("throttle").await
    }

    async fn ask_control(&self, call: &str) -> Value {
        let ready = self.running.ready();
        self.http
            .get(format!("{}/{call}", ready.control))
            .header("x-practice-key", &ready.control_key)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    /// How many effects there are of each kind.
    pub(crate) async fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for effect in self.effects().await {
            *counts
                .entry(effect["kind"].as_str().unwrap().to_owned())
                .or_default() += 1;
        }
        counts
    }
}

impl Admin {
    /// Graph in the admin's name, past the desk.
    pub(crate) fn graph(&self) -> Graph {
        let http = Http::new(&self.cloud).unwrap();
        Graph::new(Transport::new(
            http,
            Arc::new(self.session.clone()),
            FastClock::new(),
        ))
    }

    /// The admin's computer slept, and is awake again.
    pub(crate) fn sleep(&self, seconds: i64) {
        self.slept.fetch_add(seconds, Ordering::Relaxed);
    }

    /// Opens the desk in the admin's folder.
    pub(crate) async fn open(&self) -> Desk {
        self.try_open().await.unwrap()
    }

    pub(crate) async fn try_open(&self) -> Result<Desk, desk::trouble::Trouble> {
        let clock: Arc<dyn Clock> = FastClock::of(self.clock_ahead, Arc::clone(&self.slept));
        let mut timeouts = Timeouts::default();
        timeouts.request = self.patience.unwrap_or(timeouts.request);
        let http = Http::with_timeouts(&self.cloud, timeouts).unwrap();
        let transport = Transport::new(http, Arc::new(self.session.clone()), Arc::clone(&clock));
        let changes = Arc::clone(&self.changes);
        Desk::open(DeskConfig {
            folder: self.folder.path().to_owned(),
            account: self.session.account().clone(),
            graph: Graph::new(transport),
            clock,
            changes: Arc::new(move |change| changes.lock().unwrap().push(change)),
            settle: Duration::from_secs(10),
            store_key: self.key.clone(),
            admin_consent_url: Arc::new(|scopes| {
                let names: Vec<&str> = scopes.iter().map(|scope| scope.name()).collect();
                format!(
                    "https://login.example/adminconsent?scope={}",
                    names.join("+")
                )
            }),
        })
        .await
    }
}

/// People by their addresses.
pub(crate) fn people(addresses: &[&str]) -> Vec<DraftPerson> {
    addresses
        .iter()
        .map(|address| DraftPerson {
            address: (*address).to_owned(),
            display_name: None,
            user_id: None,
            own: None,
        })
        .collect()
}

/// Waits until so many invitations took effect.
pub(crate) async fn invited(world: &World, at_least: usize) {
    while world.counts().await.get("invitationIssued").copied() < Some(at_least) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

pub(crate) fn draft(desk: &Desk, kind: DraftKind, people: Vec<DraftPerson>) -> Draft {
    Draft {
        people,
        ..desk.draft_defaults(kind)
    }
}

pub(crate) async fn plan(desk: &Desk, draft: Draft) -> Plan {
    desk.make_plan(draft, |_| {}, CancellationToken::new())
        .await
        .unwrap()
}

/// Plans it and carries the plan out.
pub(crate) async fn carried_out(desk: &Desk, draft: Draft) -> RunDetail {
    let planned = plan(desk, draft).await;
    let run = desk.start_run(&planned.id, &[]).await.unwrap();
    at_rest(desk, &run).await
}

/// Security groups that the person may add a guest to.
pub(crate) async fn open_groups(desk: &Desk) -> Vec<GroupRow> {
    let page = desk.groups("").await.unwrap();
    let open =
        |row: &GroupRow| row.may_add == May::Yes && row.kind == GroupKind::Security && !row.dynamic;
    page.rows.into_iter().filter(open).collect()
}

/// Applications that the person may assign.
pub(crate) async fn open_applications(desk: &Desk) -> Vec<ApplicationRow> {
    let page = desk.applications("").await.unwrap();
    page.rows
        .into_iter()
        .filter(|row| row.may_assign == May::Yes && !row.roles.is_empty())
        .collect()
}

/// Gives two groups and an application.
pub(crate) async fn give_access(desk: &Desk, draft: &mut Draft) {
    let groups = open_groups(desk).await;
    draft.access.groups = groups
        .iter()
        .take(2)
        .map(|row| row.group.id.clone())
        .collect();
    assert_eq!(draft.access.groups.len(), 2);
    let applications = open_applications(desk).await;
    draft.access.applications = vec![ApplicationAccess {
        service_principal_id: applications[0].application.id.clone(),
        app_role_id: applications[0].roles[0].id.clone(),
    }];
}

/// Waits until the run has come to rest.
pub(crate) async fn at_rest(desk: &Desk, run: &str) -> RunDetail {
    let mut ticks = desk.watch_run(run).unwrap();
    let waiting = async {
        loop {
            let detail = desk.run(run).await.unwrap();
            if detail.summary.state != RunState::Running {
                return detail;
            }
            let _ = tokio::time::timeout(Duration::from_millis(100), ticks.changed()).await;
        }
    };
    match tokio::time::timeout(Duration::from_secs(60), waiting).await {
        Ok(detail) => detail,
        Err(_) => panic!("the run does not come to rest: {:#?}", desk.run(run).await),
    }
}
