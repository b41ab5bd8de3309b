//! Asks the directory what a plan has to know.

mod access;
mod lately;
mod partners;
pub(crate) mod people;
pub(crate) mod policies;
pub(crate) mod tenants;

use std::sync::Arc;

use entra::error::Error;
use entra::graph::Graph;
use entra::signin::error::SignInError;
use guests::application::Application;
use guests::draft::{Access, Draft};
use guests::group::Group;
use guests::id::{GroupId, ServicePrincipalId};
use guests::plan::survey::Survey;
use guests::policy::Known;
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use ts_rs::TS;

use crate::convert;
use crate::desk::Inner;
use crate::rights::not_read;
use crate::trouble::{Feature, Trouble};

/// How far the survey for a plan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanProgress {
    /// Addresses held against the directory so far.
    pub checked: u32,
    /// Addresses in the draft.
    pub total: u32,
}

/// Addresses that are asked for together.
const TOGETHER: usize = 90;
/// Questions under way at once, where each concerns one object.
const AT_ONCE: usize = 6;
/// Up to this many guests are asked for their memberships one by one; beyond it the groups and
/// applications are read as a whole, which then takes fewer calls.
const ONE_BY_ONE: usize = 20;

/// What is asked for one survey.
struct Surveyor<'a> {
    inner: &'a Arc<Inner>,
    graph: Graph,
    draft: &'a Draft,
    /// All that is asked for, for everyone or for somebody.
    access: Access,
    cancel: &'a CancellationToken,
}

/// Asks the directory what a plan for this draft has to know.
pub(crate) async fn survey(
    inner: &Arc<Inner>,
    draft: &Draft,
    progress: &(dyn Fn(PlanProgress) + Send + Sync),
    cancel: &CancellationToken,
) -> Result<Survey, Trouble> {
    let surveyor = Surveyor {
        inner,
        graph: inner.graph.cancelled_by(cancel.clone()),
        draft,
        access: draft.all_access(),
        cancel,
    };
    let (standing, policies, verified, groups, applications) = tokio::join!(
        Box::pin(inner.standing()),
        Box::pin(inner.policies()),
        Box::pin(surveyor.verified_domains()),
        Box::pin(surveyor.groups()),
        Box::pin(surveyor.applications()),
    );
    let people = Box::pin(surveyor.people(&policies, progress)).await?;
    Ok(Survey {
        tenant_id: inner.account.tenant_id.clone(),
        standing: standing?,
        policies: policies.of_plan(verified),
        people,
        groups: groups?,
        applications: applications?,
    })
}

impl Surveyor<'_> {
    async fn verified_domains(&self) -> Known<Vec<String>> {
        match self.inner.organization().await {
            Ok(organization) => Known::Known {
                value: organization
                    .verified_domains
                    .into_iter()
                    .map(|domain| domain.name.to_lowercase())
                    .collect(),
            },
            Err(error) => not_read(&error),
        }
    }

    async fn groups(&self) -> Result<Vec<(GroupId, Known<Group>)>, Trouble> {
        let mut groups = Vec::new();
        for id in &self.access.groups {
            let known = self
                .inner
                .read_group(&self.graph, id)
                .await
                .map(|(_, group)| group);
            groups.push((id.clone(), self.known(known).await?));
        }
        Ok(groups)
    }

    async fn applications(&self) -> Result<Vec<(ServicePrincipalId, Known<Application>)>, Trouble> {
        let mut applications = Vec::new();
        for access in &self.access.applications {
            let id = &access.service_principal_id;
            let principal = self.graph.service_principal(id.as_str()).await;
            let known = principal.map(|principal| convert::application(&principal));
            applications.push((id.clone(), self.known(known).await?));
        }
        Ok(applications)
    }

    /// What the directory refuses to tell is not known; that it cannot be reached is a failure.
    async fn known<T: TS>(&self, answer: Result<T, Error>) -> Result<Known<T>, Trouble> {
        match answer {
            Ok(value) => Ok(Known::Known { value }),
            Err(error) => self.unreadable(&error).await,
        }
    }

    async fn unreadable<T: TS>(&self, error: &Error) -> Result<Known<T>, Trouble> {
        match error {
            Error::Service(service) if service.is_of_request() => Ok(not_read(error)),
            Error::SignIn(SignInError::ConsentRequired { .. }) => Ok(not_read(error)),
            _ if self.cancel.is_cancelled() => Err(Trouble::cancelled()),
            _ => Err(self.inner.unread(error, Feature::Invite).await),
        }
    }
}
