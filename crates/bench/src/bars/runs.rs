//! A run of 500 people, against what the published limits allow.

use std::time::{Duration, Instant};

use desk::Desk;
use futures_util::future::try_join_all;
use guests::activity::RunState;
use guests::draft::sheet::{Names, ReadOptions, Sheet};
use guests::draft::{ApplicationAccess, Draft, DraftKind};
use guests::group::GroupKind;
use guests::plan::Plan;
use guests::rights::May;
use tokio::sync::SetOnce;
use tokio_util::sync::CancellationToken;

use crate::admin::Admin;
use crate::bare::Bare;
use crate::measured::{Measured, ms, seconds, times};
use crate::outcome::{Outcome, failed};
use crate::practice::Practice;
use crate::stats::Samples;

/// People in a run.
const PEOPLE: usize = 500;
/// People of the part that is done one call at a time.
const ONE_BY_ONE: usize = 40;
const ROUNDS: usize = 3;
const LATENCY: Duration = Duration::from_millis(150);
/// Invitations that a tenant may send at once and in each second
/// (learn.microsoft.com/graph/throttling-limits: 150 requests in 5 s).
const BURST: usize = 150;
const A_SECOND: f64 = 30.0;
/// By how much the bare client stays behind what the limits allow, so that no call comes early.
const HAIR: Duration = Duration::from_millis(20);

const FLAGS: [&str; 6] = ["--latency", "150", "--quotas", "on", "--lag", "0"];

/// What everybody gets.
struct Wish {
    group: String,
    application: String,
    role: String,
}

pub(crate) async fn measure() -> Outcome<Measured> {
    let mut measured = Measured::new(
        "A CSV of 500 people is read, planned and run: each is invited with a mail, put in a group
         and assigned to an application. The practice tenant holds every answer back for 150 ms and
         keeps up the published quotas; without lag and faults. Timed is the run, from its start to
         the end of its last step, while it is watched as the window watches it. The floor is what a
         bare client needs for the same 1,500 writes: invitations as fast as their quota of 150 in 5 s
         allows, both other writes as soon as their guest is there, nothing written to disk. Each side
         has a new tenant, three rounds, medians. One call at a time is measured on 40 people and
         scaled to 500.",
    );
    let (mut ours, mut floor, mut planned) =
        (Samples::default(), Samples::default(), Samples::default());
    let (mut throttled, mut calls, mut share) = (0, 0, 0.0_f64);
    for _ in 0..ROUNDS {
        let practice = Practice::start(&FLAGS)?;
        let run = run(&practice).await?;
        ours.push(run.took);
        planned.push(run.planned_in);
        let seen = practice.graph_calls().await?;
        (throttled, calls) = (seen.throttled, seen.all);
        share = share.max(seen.throttled as f64 / seen.all as f64 * 100.0);
        drop(practice);

        let practice = Practice::start(&FLAGS)?;
        floor.push(bare_run(&practice).await?);
        let refused = practice.graph_calls().await?.throttled;
        if refused > 0 {
            measured.raw(format!("the bare client was throttled {refused} times"));
        }
    }
    let practice = Practice::start(&FLAGS)?;
    let alone = one_by_one(&practice).await?.as_secs_f64() / ONE_BY_ONE as f64 * PEOPLE as f64;
    drop(practice);

    let computed = (PEOPLE - BURST) as f64 / A_SECOND + 2.0 * LATENCY.as_secs_f64();
    let took = ours.median() / 1e3;
    measured.at_most(
        "500 guests invited, in a group, in an application, against the floor of the limits",
        1.10,
        took / (floor.median() / 1e3),
        times,
    );
    measured.at_most(
        "the same against the computed floor",
        1.10,
        took / computed,
        times,
    );
    measured.at_least(
        "the same against one call at a time",
        12.0,
        alone / took,
        times,
    );
    measured.at_most("the same, throttled requests", 1.0, share, |part| {
        format!("{part:.1} %")
    });
    measured.told("the same, time of the run", seconds(took));
    measured.told("the same, time of the plan before it", ms(planned.median()));
    measured.raw(format!("run: {}", ours.seconds()));
    measured.raw(format!("bare client: {}", floor.seconds()));
    measured.raw(format!(
        "computed floor: {computed:.2} s = 350 invitations at 30 a second and two answers"
    ));
    measured.raw(format!(
        "one call at a time: {alone:.0} s, scaled from {ONE_BY_ONE} people"
    ));
    measured.raw(format!(
        "last round: {calls} calls of Graph, {throttled} of them throttled"
    ));
    Ok(measured)
}

struct Ran {
    took: Duration,
    planned_in: Duration,
}

async fn run(practice: &Practice) -> Outcome<Ran> {
    let admin = Admin::sign_in(practice).await?;
    let folder = tempfile::tempdir()?;
    let desk = admin.desk(folder.path(), |_| {}).await?;
    desk.refresh_guests().await.map_err(failed)?;
    let draft = draft(&desk).await?;
    let begun = Instant::now();
    let plan = plan(&desk, draft).await?;
    let planned_in = begun.elapsed();
    if plan.rows.iter().any(|row| row.steps.len() != 3) {
        return Err("the plan does not give everybody three steps".into());
    }
    let begun = Instant::now();
    let id = desk.start_run(&plan.id, &[]).await.map_err(failed)?;
    let done = watch(&desk, &id).await?;
    let took = begun.elapsed();
    desk.close().await;
    if usize::try_from(done)? == PEOPLE {
        Ok(Ran { took, planned_in })
    } else {
        Err(format!("{done} of {PEOPLE} were done").into())
    }
}

async fn plan(desk: &Desk, draft: Draft) -> Outcome<Plan> {
    let plan = desk.make_plan(draft, |_| {}, CancellationToken::new());
    Ok(Box::pin(plan).await.map_err(failed)?)
}

/// Follows a run as the window does, until it has come to rest; how many people are done.
async fn watch(desk: &Desk, run: &str) -> Outcome<u32> {
    let mut ticks = desk.watch_run(run).map_err(failed)?;
    let mut since = 0;
    loop {
        let (version, progress) = desk.run_changes(run, since).await.map_err(failed)?;
        since = version;
        match progress.summary.state {
            RunState::Running => ticks.changed().await?,
            RunState::Finished => return Ok(progress.summary.totals.done),
            other => return Err(format!("the run is {other:?}").into()),
        }
    }
}

fn address(person: usize) -> String {
    format!("person{person}@partner{}.example", person % 20)
}

/// What is asked for, out of a CSV.
async fn draft(desk: &Desk) -> Outcome<Draft> {
    let mut text = String::from("Email,Name\n");
    for person in 0..PEOPLE {
        text.push_str(&format!("{},Person {person}\n", address(person)));
    }
    let sheet = Sheet::read(text.as_bytes(), &ReadOptions::default())?;
    let judged = sheet
        .judge(&sheet.guess(), |_| true)
        .ok_or("it was called off")?;
    let mut draft = desk.draft_defaults(DraftKind::Invite);
    draft.people = judged.resolve(&Names::default()).people;
    draft.message.send = true;

    let groups = desk.groups("").await.map_err(failed)?.rows;
    let group = groups
        .into_iter()
        .find(|row| row.may_add == May::Yes && row.kind == GroupKind::Security && !row.dynamic)
        .ok_or("there is no group to add to")?;
    let applications = desk.applications("").await.map_err(failed)?.rows;
    let application = applications
        .into_iter()
        .find(|row| row.may_assign == May::Yes && !row.roles.is_empty())
        .ok_or("there is no application to assign")?;
    draft.access.groups = vec![group.group.id];
    draft.access.applications = vec![ApplicationAccess {
        app_role_id: application.roles[0].id.clone(),
        service_principal_id: application.application.id,
    }];
    Ok(draft)
}

impl Wish {
    /// A group and an application of the tenant, as the desk would find them.
    async fn of(practice: &Practice) -> Outcome<Self> {
        let admin = Admin::sign_in(practice).await?;
        let folder = tempfile::tempdir()?;
        let desk = admin.desk(folder.path(), |_| {}).await?;
        let access = draft(&desk).await?.access;
        let application = &access.applications[0];
        Ok(Self {
            group: access.groups[0].as_str().to_owned(),
            application: application.service_principal_id.as_str().to_owned(),
            role: application.app_role_id.as_str().to_owned(),
        })
    }
}

/// The same writes as fast as the limits let them through.
async fn bare_run(practice: &Practice) -> Outcome<Duration> {
    let wish = Wish::of(practice).await?;
    let bare = Bare::sign_in(practice).await?;
    let begun = Instant::now();
    // The bucket is full at first and fills evenly from when the first call has arrived, which is
    // known once that is answered.
    let arrived = SetOnce::new();
    let (wish, bare, arrived) = (&wish, &bare, &arrived);
    try_join_all((0..PEOPLE).map(async |person| {
        if person >= BURST {
            let late = Duration::from_secs_f64((person + 1 - BURST) as f64 / A_SECOND);
            let since: &Instant = arrived.wait().await;
            tokio::time::sleep((late + HAIR).saturating_sub(since.elapsed())).await;
        }
        let guest = bare.invite(&address(person)).await?;
        // Only the first one is taken.
        let _ = arrived.set(Instant::now() - LATENCY);
        tokio::try_join!(
            bare.add_member(&wish.group, &guest),
            bare.assign(&wish.application, &wish.role, &guest)
        )
    }))
    .await?;
    Ok(begun.elapsed())
}

/// The same for a few people, one call after the other.
async fn one_by_one(practice: &Practice) -> Outcome<Duration> {
    let wish = Wish::of(practice).await?;
    let bare = Bare::sign_in(practice).await?;
    let begun = Instant::now();
    for person in 0..ONE_BY_ONE {
        let guest = bare.invite(&address(person)).await?;
        bare.add_member(&wish.group, &guest).await?;
        bare.assign(&wish.application, &wish.role, &guest).await?;
    }
    Ok(begun.elapsed())
}
