//! A tenant, a wire to it, and a folder in which the plan of the run lies.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use desk::Desk;
use desk::view::guests::{GuestQuery, GuestSort};
use entra::clock::SystemClock;
use entra::cloud::Cloud;
use entra::http::client::Http;
use entra::permissions::Scope;
use entra::signin::session::Session;
use entra::signin::token_store::TokenStore;
use entra::signin::{AppRegistration, device_code};
use graph_judge::Recording;
use guests::draft::{Access, ApplicationAccess, Draft, DraftKind, DraftPerson, OwnDetails};
use guests::group::GroupKind;
use guests::guest::GuestState;
use guests::plan::Plan;
use guests::rights::May;
use practice_tenant::ledger::Call;
use practice_tenant::state::StateError;
use practice_tenant::{Config, Face, Running, Server};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

use super::journal;
use super::points::Weather;
use super::process::{self, Order};
use super::wire::Wire;

/// People in the run's draft.
pub(crate) const PEOPLE: usize = 60;
/// A domain that is denied between the plan and the run.
pub(crate) const DENIED_LATE: &str = "late.example";
/// The longest lag.
const LAG: u64 = 600;

/// Everything that one life of a run needs.
pub(crate) struct Stage {
    pub(crate) runtime: Runtime,
    pub(crate) running: Running,
    pub(crate) wire: Wire,
    pub(crate) order: Order,
    /// Who accepts the invitation between the plan and the run.
    pub(crate) accepts: String,
    folder: TempDir,
    /// What Graph was asked and answered, judged when the server has ended.
    _recording: Recording,
}

/// The plan, made once: the same seed is the same tenant.
struct Planned {
    folder: TempDir,
    plan: Plan,
    accepts: String,
}

/// The plan of the run.
pub(crate) fn plan() -> &'static Plan {
    &planned().plan
}

impl Stage {
    /// A tenant of its own in this weather, changed a little since the plan was made.
    pub(crate) fn set(weather: Weather) -> Self {
        let planned = planned();
        let folder = tempfile::tempdir().unwrap();
        journal::copy(planned.folder.path(), folder.path());
        let recording = recording();
        let runtime = runtime();
        let (running, wire, order) = runtime.block_on(async {
            let running = Server::start(config(weather, &recording)).await.unwrap();
            let wire = Wire::lay(&running.ready().graph).await;
            let order = sign_in(&running, &wire.origin(), folder.path(), planned).await;
            deny(&running, DENIED_LATE);
            control(&running, "redeem", json!({ "address": planned.accepts })).await;
            if weather != Weather::Still {
                tokio::time::sleep(Duration::from_millis(LAG)).await;
            }
            (running, wire, order)
        });
        Self {
            runtime,
            running,
            wire,
            order,
            accepts: planned.accepts.clone(),
            folder,
            _recording: recording,
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

fn recording() -> Recording {
    let artifacts = std::env::var_os("USHER_TEST_ARTIFACTS");
    Recording::new(artifacts.map(PathBuf::from)).unwrap()
}

fn config(weather: Weather, recording: &Recording) -> Config {
    let lag = match weather {
        Weather::Still => "0",
        Weather::Lagging | Weather::Rough => "50..600",
    };
    let faults = match weather {
        Weather::Still | Weather::Lagging => "0",
        Weather::Rough => "0.02",
    };
    Config {
        face: Face::Real,
        latency: Some("2..20".parse().unwrap()),
        lag: Some(lag.parse().unwrap()),
        audit_delay: Some("100..900".parse().unwrap()),
        random_faults: Some(faults.parse().unwrap()),
        record: Some(recording.folder().to_owned()),
        ..Config::default()
    }
}

fn planned() -> &'static Planned {
    static PLANNED: OnceLock<Planned> = OnceLock::new();
    PLANNED.get_or_init(|| {
        let recording = recording();
        let folder = tempfile::tempdir().unwrap();
        let (plan, accepts) = runtime().block_on(async {
            let config = Config {
                record: Some(recording.folder().to_owned()),
                ..Config::default()
            };
            let running = Server::start(config).await.unwrap();
            let graph = running.ready().graph.clone();
            let order = order(&running, &graph, folder.path(), "").await;
            let desk = process::open(&order).await;
            let made = make_plan(&desk).await;
            desk.close().await;
            made
        });
        Planned {
            folder,
            plan,
            accepts,
        }
    })
}

async fn sign_in(running: &Running, graph: &str, folder: &Path, planned: &Planned) -> Order {
    order(running, graph, folder, planned.plan.id.as_str()).await
}

/// Signs the Global Administrator in, for everything at once.
async fn order(running: &Running, graph: &str, folder: &Path, plan: &str) -> Order {
    let ready = running.ready();
    let login: url::Url = ready.login.parse().unwrap();
    let cloud = Cloud::custom(login.clone(), login, None).unwrap();
    let app = AppRegistration {
        tenant: ready.tenant_id.to_string(),
        client_id: ready.client_id.to_string(),
    };
    let http = Http::new(&cloud).unwrap();
    let clock = Arc::new(SystemClock::default());
    let start = device_code::start(&http, clock.clone(), &app, &[Scope::UserRead], None);
    let (prompt, flow) = start.await.unwrap();
    let mut accounts = ready.accounts.iter();
    let admin = accounts.find(|known| known.kind == "globalAdministrator");
    let approval = json!({ "userCode": prompt.user_code, "account": admin.unwrap().upn });
    control(running, "device/approve", approval).await;
    let grant = flow.wait(&CancellationToken::new()).await.unwrap();
    let session = Session::begin(http, clock, app, grant, TokenStore::session_only("a test"));
    let token = session.token(Scope::ALL, None).await.unwrap();
    Order {
        graph: graph.to_owned(),
        token: token.expose().to_owned(),
        account: session.account().clone(),
        folder: folder.to_owned(),
        plan: plan.into(),
    }
}

async fn control(running: &Running, call: &str, body: Value) {
    let ready = running.ready();
    let answer = reqwest::Client::new()
        .post(format!("{}/{call}", ready.control))
        .header("x-practice-key", &ready.control_key)
        .json(&body)
        .send()
        .await
        .unwrap();
    assert!(answer.status().is_success(), "{call}: {}", answer.status());
}

/// Puts a domain on the deny list, as an administrator would.
fn deny(running: &Running, domain: &str) {
    let call = Call::of_tenant("PATCH", "/v1.0/policies/b2bManagementPolicies");
    let denied: Result<(), StateError> = running.tenant().write(&call, |tx| {
        tx.edit_policies(|policies| {
            let blocked = policies
                .b2b_management
                .blocked_domains
                .get_or_insert_default();
            blocked.push(domain.to_owned());
        });
        Ok(())
    });
    denied.unwrap();
}

/// Invites sixty people of every kind to two groups and two applications.
async fn make_plan(desk: &Desk) -> (Plan, String) {
    desk.refresh_guests().await.unwrap();
    let pending = addresses(desk, GuestState::PendingAcceptance, 13).await;
    let accepted = addresses(desk, GuestState::Accepted, 10).await;
    let groups = desk.groups("").await.unwrap().rows;
    let mut groups = groups
        .into_iter()
        .filter(|row| row.may_add == May::Yes && row.kind == GroupKind::Security && !row.dynamic)
        .map(|row| row.group.id);
    let common = [groups.next().unwrap(), groups.next().unwrap()];
    let own_group = groups.next().unwrap();
    let applications = desk.applications("").await.unwrap().rows;
    let applications = applications
        .into_iter()
        .filter(|row| row.may_assign == May::Yes && !row.roles.is_empty())
        .map(|row| ApplicationAccess {
            service_principal_id: row.application.id,
            app_role_id: row.roles[0].id.clone(),
        });

    let mut people: Vec<DraftPerson> = (0..24)
        .map(|n| {
            person(&format!(
                "new.{n:02}@{}",
                ["fabrikam.com", "partner.example"][n % 2]
            ))
        })
        .collect();
    for (n, own) in people.iter_mut().enumerate().filter(|(n, _)| n % 4 == 3) {
        own.own = Some(Box::new(OwnDetails {
            send: (n % 8 == 3).then_some(false),
            body: (n % 8 == 7).then(|| "Welcome to the project.".to_owned()),
            access: Access {
                groups: vec![own_group.clone()],
                applications: Vec::new(),
            },
            ..OwnDetails::default()
        }));
    }
    people.extend(pending.iter().chain(&accepted).map(|known| person(known)));
    people.extend((0..4).map(|n| person(&format!("too.{n}@{DENIED_LATE}"))));
    people.extend(OTHERS.iter().map(|address| person(address)));
    assert_eq!(people.len(), PEOPLE);

    let wish = Draft {
        people,
        access: Access {
            groups: common.to_vec(),
            applications: applications.take(2).collect(),
        },
        mail_pending_again: true,
        ..desk.draft_defaults(DraftKind::Invite)
    };
    let plan = desk.make_plan(wish, |_| {}, CancellationToken::new()).await;
    let plan = plan.unwrap();
    let totals = (
        plan.totals.new_guests,
        plan.totals.mails,
        plan.totals.left_out,
    );
    assert_eq!(totals, (28, 28 - 3 + 13, 9), "{:?}", plan.totals);
    (plan, pending[3].clone())
}

/// People for whom nothing may be done: denied, kept out, members, malformed, twice in the list.
const OTHERS: [&str; 9] = [
    "one@rival.example",
    "two@rival.example",
    "three@nodpublishers.com",
    "four@nodpublishers.com",
    "ines.duarte@freelance.example",
    "no address",
    "two@@signs.example",
    "plus+sign@fabrikam.com",
    "NEW.00@fabrikam.com",
];

/// Partners of whom there are many guests.
const PARTNERS: [&str; 4] = [
    "fabrikam.com",
    "litwareinc.com",
    "northwindtraders.com",
    "tailspintoys.com",
];

fn person(address: &str) -> DraftPerson {
    DraftPerson {
        address: address.to_owned(),
        display_name: None,
        user_id: None,
        own: None,
    }
}

/// Guests of this state, by address.
async fn addresses(desk: &Desk, state: GuestState, count: u32) -> Vec<String> {
    let query = GuestQuery {
        states: vec![state],
        domains: PARTNERS.map(str::to_owned).to_vec(),
        sort: GuestSort::Mail,
        count,
        ..GuestQuery::default()
    };
    let rows = desk.guests(query).await.unwrap().rows;
    rows.into_iter().filter_map(|row| row.mail).collect()
}
