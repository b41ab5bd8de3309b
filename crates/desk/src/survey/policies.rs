//! The tenant's policies, read once in a while.

use entra::graph::CrossTenantPolicy;
use guests::policy::{AllowInvitesFrom, DomainList, Known, Policies};

use crate::convert;
use crate::desk::Inner;
use crate::rights::not_read;

/// What the tenant's policies say of invitations. What could not be read says why.
#[derive(Clone, Debug)]
pub(crate) struct TenantPolicies {
    pub(crate) allow_invites_from: Known<AllowInvitesFrom>,
    pub(crate) domains: Known<DomainList>,
    pub(crate) groups_take_guests: Known<bool>,
    pub(crate) cross_tenant: Result<CrossTenant, String>,
}

/// Cross-tenant access: the default, and the partners that have settings of their own.
#[derive(Clone, Debug, Default)]
pub(crate) struct CrossTenant {
    pub(crate) default: CrossTenantPolicy,
    pub(crate) partners: Vec<CrossTenantPolicy>,
}

impl TenantPolicies {
    /// The part that a plan rests on.
    pub(crate) fn of_plan(&self, verified_domains: Known<Vec<String>>) -> Policies {
        Policies {
            allow_invites_from: self.allow_invites_from.clone(),
            domains: self.domains.clone(),
            verified_domains,
            groups_take_guests: self.groups_take_guests.clone(),
        }
    }
}

impl Inner {
    /// The policies; kept for a few minutes where all of them could be read.
    pub(crate) async fn policies(&self) -> TenantPolicies {
        let read = async {
            let policies = self.read_policies().await;
            let complete = policies.allow_invites_from.value().is_some()
                && policies.domains.value().is_some()
                && policies.groups_take_guests.value().is_some()
                && policies.cross_tenant.is_ok();
            if complete {
                Ok(policies)
            } else {
                Err(policies)
            }
        };
        self.policies
            .get(&*self.clock, Box::pin(read))
            .await
            .unwrap_or_else(|incomplete| incomplete)
    }

    async fn read_policies(&self) -> TenantPolicies {
        let (authorization, domains, settings, default, partners) = tokio::join!(
            Box::pin(self.graph.authorization_policy()),
            Box::pin(self.graph.invitation_domains()),
            Box::pin(self.graph.group_settings()),
            Box::pin(self.graph.cross_tenant_default()),
            Box::pin(self.graph.cross_tenant_partners()),
        );
        let cross_tenant = match (default, partners) {
            (Ok(default), Ok(partners)) => Ok(CrossTenant { default, partners }),
            (Err(error), _) | (_, Err(error)) => Err(why(&error)),
        };
        TenantPolicies {
            allow_invites_from: match &authorization {
                Ok(policy) => convert::allow_invites_from(policy),
                Err(error) => not_read(error),
            },
            domains: match &domains {
                Ok(domains) => Known::Known {
                    value: convert::domain_list(domains),
                },
                Err(error) => not_read(error),
            },
            groups_take_guests: match &settings {
                Ok(settings) => Known::Known {
                    value: convert::tenant_admits(settings),
                },
                Err(error) => not_read(error),
            },
            cross_tenant,
        }
    }
}

/// Why something could not be read.
pub(crate) fn why(error: &entra::error::Error) -> String {
    match not_read::<bool>(error) {
        Known::NotChecked { why } => why,
        Known::Known { .. } => String::new(),
    }
}
