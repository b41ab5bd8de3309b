//! Plans that leave the desk for a file, and come back to be held against the directory as it is.

use guests::id::PlanId;
use guests::plan::Plan;
use guests::plan::compare::{self, PlanChange};
use guests::plan::file::PlanFile;
use guests::plan::step::Step;
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use ts_rs::TS;

use crate::desk::Desk;
use crate::store::runs;
use crate::survey::PlanProgress;
use crate::trouble::Trouble;

/// A plan out of a file, made anew from what the directory says now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeldPlan {
    /// The plan as it is now; this one is run.
    pub plan: Plan,
    /// Rows that were taken out when it was saved.
    pub left_out: Vec<u32>,
    /// Who made the plan in the file.
    pub made_by: String,
    /// When that was.
    #[serde(with = "time::serde::rfc3339")]
    #[ts(type = "string")]
    pub made: time::OffsetDateTime,
    /// What became different since, what matters most first; empty: nothing.
    pub changes: Vec<PlanChange>,
}

impl Desk {
    /// A plan as it goes into a file.
    ///
    /// # Errors
    /// The plan is not there any more, or the organization's name cannot be read.
    pub async fn plan_file(&self, id: &PlanId, left_out: &[u32]) -> Result<PlanFile, Trouble> {
        let plan = self.plan(id).await?;
        let organization = self.organization().await?;
        Ok(PlanFile::new(
            plan,
            left_out.to_vec(),
            self.inner.clock.now(),
            organization.display_name,
            self.inner.account.username.clone(),
        ))
    }

    /// Reads a plan out of a file.
    ///
    /// # Errors
    /// It is no plan, a newer Usher's, damaged, or of another organization.
    pub fn read_plan_file(&self, bytes: &[u8]) -> Result<PlanFile, Trouble> {
        let file = PlanFile::read(bytes).map_err(|error| Trouble::plan_file(&error))?;
        if !file
            .plan
            .tenant_id
            .eq_ignore_ascii_case(&self.inner.account.tenant_id)
        {
            return Err(Trouble::plan_of_another(&file.organization));
        }
        Ok(file)
    }

    /// Holds the draft of a plan out of a file against what the directory says now, and tells what
    /// became different. Nothing is sent.
    ///
    /// # Errors
    /// As [`Desk::make_plan`]; the plan is of another organization.
    pub async fn hold_against_now(
        &self,
        file: PlanFile,
        progress: impl Fn(PlanProgress) + Send + Sync,
        cancel: CancellationToken,
    ) -> Result<HeldPlan, Trouble> {
        let before = file.plan;
        let plan = self
            .make_plan(before.draft.clone(), progress, cancel)
            .await?;
        let mailed = self.mailed_since(&plan, before.made).await?;
        let changes = compare::changes(&before, &plan, &file.left_out, &mailed);
        Ok(HeldPlan {
            plan,
            left_out: file.left_out,
            made_by: file.made_by,
            made: before.made,
            changes,
        })
    }

    /// Rows to be invited again to whom an invitation went since, as the runs kept here tell.
    async fn mailed_since(
        &self,
        plan: &Plan,
        made: time::OffsetDateTime,
    ) -> Result<Vec<u32>, Trouble> {
        let resent = plan
            .rows
            .iter()
            .filter(|row| row.steps.contains(&Step::Resend));
        let asked: Vec<_> = resent
            .filter_map(|row| Some((row.index, row.user_id.clone()?)))
            .collect();
        let read = move |connection: &rusqlite::Connection| {
            let mut mailed = Vec::new();
            for (row, user) in asked {
                let last = runs::last_invitation(connection, &user)?;
                if last.is_some_and(|(_, _, at, _)| at > made) {
                    mailed.push(row);
                }
            }
            Ok(mailed)
        };
        Ok(self.inner.store.read(read).await?)
    }
}
