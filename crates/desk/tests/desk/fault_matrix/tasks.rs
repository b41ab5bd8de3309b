//! What Usher does, in one person's case, and what is seen of it.

use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

use desk::Desk;
use desk::trouble::Trouble;
use desk::view::runs::{RunDetail, RunRow, RunStep};
use entra::graph::Invitation;
use guests::activity::{RunState, StepState};
use guests::draft::{ApplicationAccess, Draft, DraftKind, DraftPerson};
use guests::explanation::Explanation;
use guests::plan::step::Step;
use practice_tenant::directory::ExternalUserState;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::super::support::{
    Admin, World, at_rest, draft, open_applications, open_groups, people, plan,
};
use super::faults::Fault;

/// Something that Usher does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    Invite,
    Resend,
    AddToGroup,
    AddMany,
    Assign,
    Load,
    Refresh,
    Plan,
}

/// What is seen of a task.
pub(crate) struct Seen {
    pub(crate) by_person: String,
    pub(crate) in_ledger: String,
    pub(crate) afterwards: String,
}

impl Task {
    pub(crate) const ALL: [Self; 8] = [
        Self::Invite,
        Self::Resend,
        Self::AddToGroup,
        Self::AddMany,
        Self::Assign,
        Self::Load,
        Self::Refresh,
        Self::Plan,
    ];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Invite => "Inviting somebody to a group: the invitation",
            Self::Resend => "Sending an invitation again",
            Self::AddToGroup => "Adding a guest to a group",
            Self::AddMany => "Adding twenty guests to a group at once",
            Self::Assign => "Assigning an application to a guest",
            Self::Load => "Loading the guests",
            Self::Refresh => "Fetching what changed",
            Self::Plan => "Making a plan",
        }
    }

    /// The requests that matter; the first is what it takes where nothing goes wrong.
    pub(crate) fn requests(self) -> Vec<Value> {
        let alone = ("POST", "/groups/{id}/members/$ref");
        let requests = match self {
            Self::Invite | Self::Resend => vec![("POST", "/invitations")],
            Self::AddToGroup => vec![alone],
            Self::AddMany => vec![("PATCH", "/groups/{id}"), alone],
            Self::Assign => vec![("POST", "/servicePrincipals/{id}/appRoleAssignedTo")],
            Self::Load => vec![("GET", "/users")],
            Self::Refresh => vec![("GET", "/users/delta")],
            Self::Plan => vec![("POST", "/$batch")],
        };
        let aim = |(method, path)| json!({"method": method, "path": path});
        requests.into_iter().map(aim).collect()
    }

    /// People whom it concerns.
    fn people(self) -> usize {
        match self {
            Self::AddMany => 20,
            _ => 1,
        }
    }

    /// The effect that it is to have.
    pub(crate) fn effect(self) -> Option<&'static str> {
        match self {
            Self::Invite | Self::Resend => Some("mailSent"),
            Self::AddToGroup | Self::AddMany => Some("memberAdded"),
            Self::Assign => Some("roleAssigned"),
            Self::Load | Self::Refresh | Self::Plan => None,
        }
    }
}

/// Carries a task out while this goes wrong, and again when it has passed.
pub(crate) async fn carry_out(
    world: &World,
    task: Task,
    fault: &Fault,
    faults: Vec<Value>,
) -> Seen {
    let cell = format!("{task:?}, {}", fault.name);
    let mut admin = world.sign_in("globalAdministrator").await;
    admin.patience = fault.patience.map(Duration::from_secs);
    let desk = admin.open().await;
    let wish = wish(world, task, &desk).await;
    match task.effect() {
        Some(effect) => {
            let planned = plan(&desk, wish).await;
            let before = count(world, effect).await;
            let crowd = crowd(&admin, fault.crowd).await;
            arm(world, faults).await;
            let carried_out = async {
                let run = desk.start_run(&planned.id, &[]).await.unwrap();
                let detail = at_rest(&desk, &run).await;
                (run, detail)
            };
            let (run, detail) = fault.beside(&cell, world, carried_out).await;
            let took = count(world, effect).await - before - crowd;
            assert_eq!(detail.rows.len(), task.people(), "{cell}");
            if task == Task::AddMany {
                let together = world.requests("PATCH", "/groups/{id}").await;
                assert!(together > 0, "{cell}: nobody was added together");
            }
            let by_person = of_run(&cell, &detail, took);
            world.end_faults().await;
            desk.close().await;
            let afterwards = resumed(world, admin, &run, &detail).await;
            let took = count(world, effect).await - before - crowd;
            nobody_twice(&cell, world).await;
            Seen {
                by_person,
                in_ledger: in_ledger(&cell, took, &detail),
                afterwards,
            }
        }
        None => {
            if task == Task::Refresh {
                desk.refresh_guests().await.unwrap();
            }
            arm(world, faults).await;
            let reading = read(&desk, task, wish.clone());
            let first = fault.beside(&cell, world, reading).await;
            world.end_faults().await;
            desk.close().await;
            let afterwards = match &first {
                Ok(_) => String::new(),
                Err(_) => {
                    let again = signed_in_again(world, admin).await;
                    let desk = again.open().await;
                    let outcome = read(&desk, task, wish).await;
                    outcome.unwrap_or_else(|trouble| panic!("{cell}: {trouble:?}"));
                    desk.close().await;
                    "tried again: read".to_owned()
                }
            };
            let by_person = match first {
                Ok(seen) => seen,
                Err(trouble) => format!("Not read: {}", plain(&cell, &trouble.explanation)),
            };
            let host = &world.running.ready().graph;
            let by_person = by_person.replace(host, "https://graph.microsoft.com");
            Seen {
                by_person,
                in_ledger: String::new(),
                afterwards,
            }
        }
    }
}

async fn arm(world: &World, faults: Vec<Value>) {
    for fault in faults {
        world.fault(fault).await;
    }
}

/// Reads, and tells what is shown of it.
async fn read(desk: &Desk, task: Task, wish: Draft) -> Result<String, Trouble> {
    if task == Task::Plan {
        let made = desk.make_plan(wish, |_| {}, CancellationToken::new());
        let plan = made.await?;
        return Ok(format!("Made: {}.", plan.rows[0].reason));
    }
    let status = desk.refresh_guests().await?;
    Ok(match status.note {
        Some(note) => format!("Read. {note}"),
        None => "Read.".to_owned(),
    })
}

/// The draft of the task, for somebody of whom nothing is done in another one.
async fn wish(world: &World, task: Task, desk: &Desk) -> Draft {
    let kind = match task {
        Task::Resend => DraftKind::Resend,
        Task::AddToGroup | Task::AddMany | Task::Assign => DraftKind::GiveAccess,
        _ => DraftKind::Invite,
    };
    let address = format!("{task:?}@matrix.example").to_lowercase();
    let mut wish = draft(desk, kind, people(&[&address]));
    if matches!(task, Task::Invite | Task::AddToGroup | Task::AddMany) {
        wish.access.groups = vec![open_groups(desk).await.remove(0).group.id];
    }
    if task == Task::Assign {
        let open = open_applications(desk).await.remove(0);
        wish.access.applications = vec![ApplicationAccess {
            app_role_id: open.roles[0].id.clone(),
            service_principal_id: open.application.id,
        }];
    }
    if kind != DraftKind::Invite {
        wish.people = guests(world, task, &wish);
    }
    wish
}

/// Guests of the seed to whom the draft can be done.
fn guests(world: &World, task: Task, wish: &Draft) -> Vec<DraftPerson> {
    let state = match task {
        Task::Resend => ExternalUserState::PendingAcceptance,
        _ => ExternalUserState::Accepted,
    };
    let has = |given: &str, id: Uuid| given == id.to_string();
    let ids: Vec<Uuid> = world.running.tenant().read(|view| {
        let users = view.users(None).filter(|user| {
            let groups = &wish.access.groups;
            let applications = &wish.access.applications;
            let mut member_of = view.groups_of(user.id);
            let mut assigned = view.assignments_of(user.id);
            user.external_user_state == Some(state)
                && user.account_enabled
                && user.mail.is_some()
                && !member_of.any(|group| groups.iter().any(|id| has(id.as_str(), group.id)))
                && !assigned.any(|given| {
                    let mut asked = applications.iter();
                    asked.any(|one| has(one.service_principal_id.as_str(), given.resource_id))
                })
        });
        users.map(|user| user.id).take(task.people()).collect()
    });
    assert_eq!(ids.len(), task.people());
    let person = |id: Uuid| DraftPerson {
        address: String::new(),
        display_name: None,
        user_id: Some(id.to_string().into()),
        own: None,
    };
    ids.into_iter().map(person).collect()
}

/// Others who invite at the same time; how many mails that were.
async fn crowd(admin: &Admin, size: usize) -> usize {
    let graph = admin.graph();
    let invitations = (0..size).map(|n| {
        let graph = graph.clone();
        async move {
            let invitation = Invitation {
                invited_user_email_address: format!("crowd{n}-{}@matrix.example", Uuid::new_v4()),
                invite_redirect_url: "https://myapps.microsoft.com/".to_owned(),
                invited_user_display_name: None,
                invited_user_type: None,
                send_invitation_message: true,
                invited_user_message_info: None,
            };
            graph.invite(&invitation, Uuid::new_v4()).await.is_ok()
        }
    });
    let sent = futures_util::future::join_all(invitations).await;
    sent.into_iter().filter(|sent| *sent).count()
}

async fn count(world: &World, effect: &str) -> usize {
    world.counts().await.get(effect).copied().unwrap_or(0)
}

/// The same person, signed in anew.
async fn signed_in_again(world: &World, admin: Admin) -> Admin {
    let mut again = world.sign_in("globalAdministrator").await;
    again.folder = admin.folder;
    again
}

/// What becomes of a run that was held up, when what held it up has passed.
async fn resumed(world: &World, admin: Admin, run: &str, before: &RunDetail) -> String {
    if !is_held_up(before) {
        return String::new();
    }
    let again = signed_in_again(world, admin).await;
    let desk = again.open().await;
    desk.resume_run(run).await.unwrap();
    let detail = at_rest(&desk, run).await;
    desk.close().await;
    let mut steps = detail.rows.iter().flat_map(|row| &row.steps);
    match detail.summary.state {
        RunState::Finished => {
            assert!(
                steps.all(|step| step.state == StepState::Done),
                "{detail:#?}"
            );
            "resumed: done, once".to_owned()
        }
        RunState::Paused if asks(&detail) => "resumed: the person decides".to_owned(),
        _ => panic!("{detail:#?}"),
    }
}

/// True where a person has to decide.
fn asks(run: &RunDetail) -> bool {
    let mut steps = run.rows.iter().flat_map(|row| &row.steps);
    steps.any(|step| step.asks_person)
}

/// True where trouble holds the run up, and not a question to the person.
fn is_held_up(run: &RunDetail) -> bool {
    run.summary.state == RunState::Paused && !asks(run)
}

fn in_ledger(cell: &str, took: usize, run: &RunDetail) -> String {
    let people = run.rows.len();
    let told = match (took, is_held_up(run)) {
        (all, true) if all == people => "once in the end",
        (0, false) => "nothing",
        (all, false) if all == people => "once",
        _ => panic!("{cell}: {took} times: {run:#?}"),
    };
    told.to_owned()
}

/// Nobody was added to one group, or given one role, more than once.
async fn nobody_twice(cell: &str, world: &World) {
    let mut seen = HashSet::new();
    for effect in world.effects().await {
        if matches!(
            effect["kind"].as_str(),
            Some("memberAdded" | "roleAssigned")
        ) {
            let whom = (effect["userId"].clone(), effect["groupId"].clone());
            let what = (whom, effect["servicePrincipalId"].clone());
            assert!(seen.insert(format!("{what:?}")), "{cell}: twice {effect}");
        }
    }
}

/// What the person sees of the run; it agrees with what took effect.
fn of_run(cell: &str, run: &RunDetail, took: usize) -> String {
    let first = |row: &RunRow| row.steps[0].clone();
    if is_held_up(run) {
        let mut steps = run.rows.iter().map(first);
        assert!(
            !steps.any(|step| step.state == StepState::Failed),
            "{cell}: {run:#?}"
        );
        let because = run.summary.paused_because.as_ref().unwrap();
        return format!("Paused: {}", plain(cell, because));
    }
    let count = |state: StepState| {
        let steps = run.rows.iter().map(first);
        steps.filter(|step| step.state == state).count()
    };
    let (done, unknown) = (count(StepState::Done), count(StepState::Unknown));
    assert!(
        (done..=done + unknown).contains(&took),
        "{cell}: {took} times, and shown as {run:#?}"
    );
    let seen: BTreeSet<String> = run.rows.iter().map(|row| of_row(cell, row)).collect();
    assert_eq!(seen.len(), 1, "{cell}: {run:#?}");
    seen.into_iter().collect()
}

/// What the person sees of one row.
fn of_row(cell: &str, row: &RunRow) -> String {
    let step = &row.steps[0];
    let told = |step: &RunStep| plain(cell, step.explanation.as_ref().unwrap());
    let seen = match step.state {
        StepState::Done => done(step),
        StepState::Failed => format!("Failed: {}", told(step)),
        StepState::Skipped => format!("Skipped: {}", told(step)),
        StepState::Unknown => {
            assert!(step.asks_person, "{cell}: {row:#?}");
            format!("Unknown, you decide: {}", told(step))
        }
        _ => panic!("{cell}: {row:#?}"),
    };
    assert!(!step.held_already, "{cell}: {row:#?}");
    let invited = step.state == StepState::Done || !matches!(step.step, Step::Invite { .. });
    for other in row.steps.iter().skip(1) {
        let right = match (invited, step.state) {
            (true, _) => other.state == StepState::Done,
            (false, StepState::Unknown) => other.state == StepState::Planned,
            (false, _) => other.state == StepState::Skipped,
        };
        assert!(right, "{cell}: {row:#?}");
    }
    seen
}

fn done(step: &RunStep) -> String {
    match &step.explanation {
        Some(remark) if remark.summary.starts_with("Done") => remark.summary.clone(),
        Some(remark) => format!("Done. {}", remark.summary),
        None => "Done.".to_owned(),
    }
}

/// Summary and cause, both of which have to say something, and there is something to do.
pub(super) fn plain(cell: &str, explanation: &Explanation) -> String {
    for part in [
        &explanation.summary,
        &explanation.cause,
        &explanation.remedy,
    ] {
        assert!(!part.trim().is_empty(), "{cell}: {explanation:?}");
    }
    format!("{} {}", explanation.summary, explanation.cause).replace('|', "\\|")
}
