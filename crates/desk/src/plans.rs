//! Plans: a draft held against the directory, and kept.

use guests::draft::Draft;
use guests::id::PlanId;
use guests::plan::{self, Plan};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::desk::{Desk, Inner};
use crate::store;
use crate::survey::{self, PlanProgress};
use crate::trouble::Trouble;

impl Desk {
    /// Holds a draft against what the directory says now. Nothing is sent.
    ///
    /// # Errors
    /// The draft has a problem, the directory cannot be reached, or it was cancelled. What the
    /// directory does not let the person read is no failure: the plan says that it was not checked.
    pub async fn make_plan(
        &self,
        draft: Draft,
        progress: impl Fn(PlanProgress) + Send + Sync,
        cancel: CancellationToken,
    ) -> Result<Plan, Trouble> {
        Inner::check(&draft)?;
        let made = self.inner.clock.now();
        let survey = tokio::select! {
            survey = Box::pin(survey::survey(&self.inner, &draft, &progress, &cancel)) => survey?,
            () = cancel.cancelled() => return Err(Trouble::cancelled()),
        };
        let id = PlanId(Uuid::new_v4().to_string());
        let plan = tokio::task::spawn_blocking(move || plan::make(id, made, draft, &survey))
            .await
            .map_err(|_| Trouble::internal("the plan could not be made"))?;
        let kept = plan.clone();
        self.inner
            .store
            .write(move |connection| store::plans::save(connection, &kept))
            .await?;
        Ok(plan)
    }

    /// A plan that was made before.
    ///
    /// # Errors
    /// It is not there any more.
    pub async fn plan(&self, id: &PlanId) -> Result<Plan, Trouble> {
        let id = id.clone();
        let plan = self
            .inner
            .store
            .read(move |connection| store::plans::load(connection, &id))
            .await?;
        plan.ok_or_else(|| Trouble::not_found("The plan"))
    }
}
