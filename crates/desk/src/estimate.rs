//! What carrying a plan out will take, told beforehand.

use std::collections::HashMap;
use std::time::Duration;

use guests::id::GroupId;
use guests::plan::step::Step;
use guests::plan::verdict::Verdict;
use guests::plan::{Plan, PlanRow};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::desk::Desk;

/// What a run of a plan will take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanEstimate {
    /// People for whom something is done.
    pub people: u32,
    /// Requests to Microsoft Graph, those inside a batch counted singly.
    pub requests: u32,
    /// Of these, the ones that change something.
    pub changes: u32,
    /// Mails that Microsoft will send.
    pub mails: u32,
    /// How long it will take at the fastest pace that the published limits allow, in seconds, if
    /// nobody else uses them up and the directory does not lag.
    pub seconds: u32,
}

/// The published limits that decide: so many at once, and so many a second from then on
/// (learn.microsoft.com, "Microsoft Graph service-specific throttling limits": 150 invitations in
/// 5 seconds, 3,000 writes in 150 seconds).
const INVITATIONS: Limit = Limit {
    at_once: 150,
    a_second: 30,
};
const WRITES: Limit = Limit {
    at_once: 3_000,
    a_second: 20,
};
/// What a request takes that nothing holds up, and how many travel at once.
const ROUND_TRIP: Duration = Duration::from_millis(200);
const AT_ONCE: u32 = 32;
/// Members that are added by one request.
const MEMBERS_TOGETHER: usize = 20;
/// Addresses that one question looks up, and the questions it takes to look everywhere.
const ADDRESSES_TOGETHER: usize = 15;
const QUESTIONS: usize = 6;

struct Limit {
    at_once: u32,
    a_second: u32,
}

impl Limit {
    fn seconds(&self, requests: u32) -> u32 {
        requests
            .saturating_sub(self.at_once)
            .div_ceil(self.a_second)
    }
}

impl Desk {
    /// What it will take to carry a plan out without the rows left out.
    pub fn estimate(plan: &Plan, left_out: &[u32]) -> PlanEstimate {
        let left_out: std::collections::HashSet<u32> = left_out.iter().copied().collect();
        let rows = plan
            .rows
            .iter()
            .filter(|row| !row.steps.is_empty() && !left_out.contains(&row.index));
        estimate(plan, rows)
    }
}

fn estimate<'a>(plan: &'a Plan, rows: impl Iterator<Item = &'a PlanRow>) -> PlanEstimate {
    let (mut people, mut new, mut invitations, mut assignments, mut mails) = (0, 0, 0, 0, 0);
    let mut members: HashMap<&GroupId, usize> = HashMap::new();
    for row in rows {
        people += 1;
        new += usize::from(row.verdict == Verdict::NewGuest);
        for step in &row.steps {
            mails += u32::from(step.mails(&plan.draft, row.place()));
            match step {
                Step::Invite { .. } | Step::Resend => invitations += 1,
                Step::AddToGroup { group_id, .. } => *members.entry(group_id).or_default() += 1,
                Step::AssignApplication { .. } => assignments += 1,
            }
        }
    }
    let additions = members
        .values()
        .map(|members| count(members.div_ceil(MEMBERS_TOGETHER)))
        .sum::<u32>();
    let changes = invitations + additions + assignments;
    // Whoever was there before is read alone, new addresses many at a time.
    let known = people - count(new);
    let reads = known + count(new.div_ceil(ADDRESSES_TOGETHER) * QUESTIONS);
    let requests = changes + reads;
    let unhindered = f64::from(requests.div_ceil(AT_ONCE) + 3) * ROUND_TRIP.as_secs_f64();
    PlanEstimate {
        people,
        requests,
        changes,
        mails,
        seconds: INVITATIONS
            .seconds(invitations)
            .max(WRITES.seconds(changes))
            .max(whole(unhindered)),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Seconds, rounded up.
fn whole(seconds: f64) -> u32 {
    u32::try_from(Duration::from_secs_f64(seconds.ceil()).as_secs()).unwrap_or(u32::MAX)
}
