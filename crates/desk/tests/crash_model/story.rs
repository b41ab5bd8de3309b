//! Takes a run through its crashes to its end.

use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use desk::view::runs::{Decision, RunDetail};
use desk::{Desk, DeskConfig};
use entra::clock::{BoxFuture, Clock};
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
use guests::draft::{Access, Draft, DraftKind, DraftPerson};
use guests::invitation::InvitationMessage;
use guests::plan::step::Step;
use guests::plan::verdict::Verdict;
use guests::plan::{Plan, PlanRow, PlanTotals};
use guests::reconcile::SETTLE;
use proptest::test_runner::TestCaseError;
use tempfile::TempDir;
use tokio::time::Instant;

use super::case::{Case, Kind, Meddling, Person};
use super::clock::{BEGIN, Virtual};
use super::directory::Directory;
use super::meddled::Decided;
use super::network::Network;
use super::{clock, laws, meddled};

const TENANT: &str = "7f3b0000-0000-4000-8000-000000000001";
/// How often a run that trouble holds up is taken up again.
const PATIENCE: usize = 40;
/// A run that takes longer than this on the virtual clock is stuck.
const STUCK: Duration = Duration::from_secs(48 * 3600);

struct Token;

impl TokenSource for Token {
    fn token<'a>(
        &'a self,
        _: &'a [Scope],
        _: Option<&'a Claims>,
    ) -> BoxFuture<'a, Result<Secret, SignInError>> {
        Box::pin(async { Ok(Secret::new("token".to_owned())) })
    }

    fn refused(&self, _: &Secret) {}
}

/// Tells one case from its beginning to its end, and holds the receipt against the laws.
pub(crate) fn tell(case: &Case) -> Result<(), TestCaseError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(async {
        clock::begin();
        live(case).await
    })
}

async fn live(case: &Case) -> Result<(), TestCaseError> {
    let mut directory = Directory::default();
    for (n, person) in case.people.iter().enumerate() {
        if !matches!(person.kind, Kind::New { .. }) {
            directory.seed(&user(n), &address(n), person.kind == Kind::Accepted);
        }
    }
    let mut network = Network::new(case, directory);
    let clock: Arc<dyn Clock> = Arc::new(Virtual);
    let first = plan(case);
    let mut second = Plan {
        id: SECOND.into(),
        ..first.clone()
    };
    second.rows.retain(|row| row.verdict == Verdict::NewGuest);
    let mut folder = store_with(&[first, second]);

    let mut crashes = case.crashes.iter().copied();
    let mut desk = open(folder.path(), &network, &clock).await;
    network.expect(crashes.next());
    let mut people = People::new(&case.meddling);
    set_clocks(case);
    desk.start_run(&PLAN.into(), &[]).await.unwrap();
    let receipts = loop {
        let cut = tokio::select! {
            receipts = to_rest(&desk, &mut people) => Ok(receipts?),
            () = network.cut() => Err(()),
        };
        match cut {
            Ok(receipts) => break receipts,
            Err(()) => {
                // What is on the disk at this moment is all there is. The desk that is left goes on
                // writing for a moment, but not here.
                let left = disk(folder.path());
                network = network.crashed();
                drop(desk);
                folder = left;
                desk = open(folder.path(), &network, &clock).await;
                network.expect(crashes.next());
                for run in runs(&desk).await {
                    take_up(&desk, &run).await;
                }
            }
        }
    };
    match receipts.as_slice() {
        [receipt] if !people.have_meddled => laws::hold(case, receipt, &network),
        receipts => meddled::hold(receipts, &people.decided, &network),
    }
}

/// Sets the clock of the desk's computer when its time has come.
fn set_clocks(case: &Case) {
    for (moment, ahead) in case.clocks.clone() {
        tokio::spawn(async move {
            tokio::time::sleep(moment).await;
            clock::set_ahead(ahead);
        });
    }
}

/// What people are still about to do, and what they decided.
struct People {
    second: Option<Instant>,
    stop: Option<Instant>,
    decisions: std::vec::IntoIter<Decision>,
    decided: Vec<Decided>,
    have_meddled: bool,
}

impl People {
    fn new(meddling: &Meddling) -> Self {
        let at = |after: Option<Duration>| after.map(|after| Instant::now() + after);
        Self {
            second: at(meddling.second),
            stop: at(meddling.stop),
            decisions: meddling.decisions.clone().into_iter(),
            decided: Vec::new(),
            have_meddled: false,
        }
    }

    /// Does what is due. A crash may come in the middle: then it was done, or was not.
    async fn act(&mut self, desk: &Desk) {
        let now = Instant::now();
        if self.second.is_some_and(|at| now >= at) {
            self.have_meddled = true;
            self.second = None;
            // Where nobody is new there is nothing to do.
            let _ = desk.start_run(&SECOND.into(), &[]).await;
        }
        if self.stop.is_some_and(|at| now >= at) {
            self.have_meddled = true;
            self.stop = None;
            // It may have ended.
            let _ = desk.stop_run(&runs(desk).await[0]).await;
        }
    }

    /// Decides about a step; false where nothing is left to decide, or nobody decides any more.
    async fn decide(&mut self, desk: &Desk, receipts: &[RunDetail]) -> bool {
        let asked = receipts.iter().find_map(|run| {
            let mut rows = run.rows.iter();
            rows.find_map(|row| {
                let step = row.steps.iter().find(|step| step.asks_person)?;
                Some((run.summary.id.clone(), row.index, step.index))
            })
        });
        let Some((run, row, step)) = asked else {
            return false;
        };
        let Some(decision) = self.decisions.next() else {
            return false;
        };
        self.have_meddled = true;
        self.decided.push(Decided {
            run: run.clone(),
            row,
            step,
            decision,
        });
        // To take as done a guest whom nobody sees is refused.
        let _ = desk.decide(&run, row, step, decision).await;
        true
    }
}

/// The runs there are, oldest first.
async fn runs(desk: &Desk) -> Vec<String> {
    let runs = desk.runs().await.unwrap();
    runs.into_iter().rev().map(|run| run.id).collect()
}

async fn open(folder: &Path, network: &Network, clock: &Arc<dyn Clock>) -> Desk {
    let origin: url::Url = "http://127.0.0.1:9".parse().unwrap();
    let cloud = Cloud::custom(origin.clone(), origin, None).unwrap();
    let http = Http::over(Arc::new(network.clone()), &cloud);
    let transport = Transport::new(http, Arc::new(Token), Arc::clone(clock));
    Desk::open(DeskConfig {
        folder: folder.to_owned(),
        account: Account {
            tenant_id: TENANT.to_owned(),
            object_id: "me".to_owned(),
            username: "me@contoso.example".to_owned(),
            display_name: "Me".to_owned(),
            home_account_id: None,
        },
        graph: Graph::new(transport),
        clock: Arc::clone(clock),
        changes: Arc::new(|_| {}),
        settle: SETTLE,
        store_key: TokenStore::session_only("a test").derive_key("redeem links"),
        admin_consent_url: Arc::new(|_| String::new()),
    })
    .await
    .unwrap()
}

/// A run that had come to its end is not taken up.
async fn take_up(desk: &Desk, run: &str) {
    let state = desk.run(run).await.unwrap().summary.state;
    if !matches!(state, RunState::Finished | RunState::Stopped) {
        desk.resume_run(run).await.unwrap();
    }
}

/// Follows the runs, and takes them up where trouble holds them up.
async fn to_rest(desk: &Desk, people: &mut People) -> Result<Vec<RunDetail>, TestCaseError> {
    let mut receipts = Vec::new();
    for _ in 0..PATIENCE {
        let begin = Instant::now();
        people.act(desk).await;
        while desk.has_active_run() {
            tokio::time::sleep(Duration::from_millis(250)).await;
            people.act(desk).await;
            if begin.elapsed() > STUCK {
                let detail = desk.run(&runs(desk).await[0]).await.unwrap();
                return Err(TestCaseError::fail(format!("it is stuck: {detail:#?}")));
            }
        }
        receipts.clear();
        let mut rest_for_good = true;
        for run in runs(desk).await {
            let detail = desk.run(&run).await.unwrap();
            if !rests_for_good(&detail) {
                rest_for_good = false;
                desk.resume_run(&run).await.unwrap();
            }
            receipts.push(detail);
        }
        if !rest_for_good || people.decide(desk, &receipts).await {
            continue;
        }
        match people.second.or(people.stop) {
            Some(later) => tokio::time::sleep_until(later).await,
            None => return Ok(receipts),
        }
    }
    Err(TestCaseError::fail(format!(
        "it comes to no end: {receipts:#?}"
    )))
}

fn rests_for_good(run: &RunDetail) -> bool {
    let mut steps = run.rows.iter().flat_map(|row| &row.steps);
    matches!(run.summary.state, RunState::Finished | RunState::Stopped)
        || steps.all(|step| has_ended(step.state) || step.asks_person || is_behind(run))
}

/// Whether everything that is left waits behind an invitation of which nobody knows.
fn is_behind(run: &RunDetail) -> bool {
    run.rows.iter().all(|row| {
        let asks = |step: &desk::view::runs::RunStep| {
            step.asks_person && matches!(step.step, Step::Invite { .. })
        };
        let waits = row.steps.iter().any(asks);
        let mut steps = row.steps.iter();
        waits || steps.all(|step| has_ended(step.state) || step.asks_person)
    })
}

const PLAN: &str = "plan";
const SECOND: &str = "second";

/// A store in which the plans lie.
fn store_with(plans: &[Plan]) -> TempDir {
    static EMPTY: OnceLock<Vec<u8>> = OnceLock::new();
    let empty = EMPTY.get_or_init(empty_store);
    let folder = in_memory();
    let file = folder.path().join("tenant.sqlite");
    std::fs::write(&file, empty).unwrap();
    let connection = rusqlite::Connection::open(&file).unwrap();
    for plan in plans {
        let text = serde_json::to_string(plan).unwrap();
        let insert = "INSERT INTO plans VALUES (?1, 0, ?2)";
        connection
            .execute(insert, [plan.id.as_str(), &text])
            .unwrap();
    }
    folder
}

/// The disk as it is in the middle of whatever is written.
fn disk(folder: &Path) -> TempDir {
    let left = in_memory();
    let log = folder.join("tenant.sqlite-wal");
    loop {
        let before = std::fs::read(&log).unwrap_or_default();
        std::fs::copy(
            folder.join("tenant.sqlite"),
            left.path().join("tenant.sqlite"),
        )
        .unwrap();
        let after = std::fs::read(&log).unwrap_or_default();
        // The log begins anew when all of it has gone into the file: then the two do not belong
        // together.
        if before.get(..32) == after.get(..32) {
            std::fs::write(left.path().join("tenant.sqlite-wal"), before).unwrap();
            return left;
        }
    }
}

/// A folder that needs no disk, where the system has one.
fn in_memory() -> TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

/// The file of a desk that has done nothing yet.
fn empty_store() -> Vec<u8> {
    std::thread::spawn(|| {
        let folder = in_memory();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let clock: Arc<dyn Clock> = Arc::new(Virtual);
            let nobody = Case {
                people: Vec::new(),
                lags: Vec::new(),
                ways: Vec::new(),
                fates: Vec::new(),
                crashes: Vec::new(),
                log_is_open: false,
                clocks: Vec::new(),
                meddling: Meddling::default(),
            };
            let network = Network::new(&nobody, Directory::default());
            open(folder.path(), &network, &clock).await.close().await;
        });
        let store = rusqlite::Connection::open(folder.path().join("tenant.sqlite")).unwrap();
        let copy = folder.path().join("copy");
        store
            .execute("VACUUM INTO ?1", [copy.to_str().unwrap()])
            .unwrap();
        std::fs::read(copy).unwrap()
    })
    .join()
    .unwrap()
}

fn address(n: usize) -> String {
    format!("p{n}@model.example")
}

fn user(n: usize) -> String {
    format!("seeded-{n}")
}

fn plan(case: &Case) -> Plan {
    let addresses = (0..case.people.len()).map(address);
    let people = addresses.map(|address| DraftPerson {
        address,
        display_name: None,
        user_id: None,
        own: None,
    });
    let rows = case.people.iter().enumerate();
    Plan {
        id: PLAN.into(),
        tenant_id: TENANT.to_owned(),
        made: BEGIN,
        draft: Draft {
            kind: DraftKind::Invite,
            people: people.collect(),
            message: InvitationMessage {
                send: true,
                body: None,
                cc: None,
                language: None,
                redirect_url: "https://myapps.microsoft.com".to_owned(),
            },
            access: Access::default(),
            mail_pending_again: true,
        },
        rows: rows.map(|(n, person)| row(n, *person)).collect(),
        notes: Vec::new(),
        totals: PlanTotals::default(),
    }
}

fn row(n: usize, person: Person) -> PlanRow {
    let (verdict, first) = match person.kind {
        Kind::New { mail } => (Verdict::NewGuest, Some(Step::Invite { mail })),
        Kind::Pending => (Verdict::PendingGuest, Some(Step::Resend)),
        Kind::Accepted => (Verdict::AcceptedGuest, None),
    };
    let groups = (0..person.groups).map(|group| Step::AddToGroup {
        group_id: format!("group-{group}").into(),
        group_name: "A group".to_owned(),
    });
    let applications = (0..person.applications).map(|application| Step::AssignApplication {
        service_principal_id: format!("application-{application}").into(),
        application_name: "An application".to_owned(),
        app_role_id: "00000000-0000-0000-0000-000000000000".into(),
        role_name: "Default Access".to_owned(),
    });
    PlanRow {
        index: u32::try_from(n).unwrap(),
        address: address(n),
        display_name: None,
        user_id: (verdict != Verdict::NewGuest).then(|| user(n).into()),
        verdict,
        reason: String::new(),
        explanation: None,
        remarks: Vec::new(),
        steps: first
            .into_iter()
            .chain(groups)
            .chain(applications)
            .collect(),
        held: Vec::new(),
    }
}
