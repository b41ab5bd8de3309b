//! What cross-tenant access says of the partners behind new addresses.

use std::collections::{BTreeMap, HashMap};

use guests::address;
use guests::policy::{InboundCollaboration, Known};

use super::policies::{CrossTenant, TenantPolicies, why};
use super::{Surveyor, TOGETHER};
use crate::convert;
use crate::trouble::Trouble;

/// Reads that a plan may take: so many in all, or so many for each new address.
const READS: usize = 1_200;
const ADDRESSES_FOR_THEM: usize = 5_000;
/// Of these, what is read whoever is in the plan, and for each part of the addresses.
const READS_IN_ANY_CASE: usize = 40;
const READS_FOR_A_PART: usize = 18;

/// Why a domain was left out; the same for all of them, so that a plan can say it once.
const TOO_MANY: &str = "Which organization the domain belongs to was not looked up, because there are too many domains for one plan. Check again to look up more of them.";

impl Surveyor<'_> {
    /// What holds for each domain of these addresses. Which organization a domain belongs to takes
    /// a read for each, and only where partners have settings that differ; where those would be too
    /// many, the domains of the most addresses are looked up, and what is known is kept for the
    /// next time.
    pub(super) async fn inbound(
        &self,
        addresses: impl Iterator<Item = &str>,
        policies: &TenantPolicies,
    ) -> Result<HashMap<String, Known<InboundCollaboration>>, Trouble> {
        let mut domains: BTreeMap<String, usize> = BTreeMap::new();
        let mut all = 0;
        for address in addresses {
            all += 1;
            if let Some(domain) = address::domain_of(address) {
                *domains.entry(domain).or_default() += 1;
            }
        }
        let alike = |known: Known<InboundCollaboration>| {
            let domains = domains.keys().cloned();
            Ok(domains.map(|domain| (domain, known.clone())).collect())
        };
        let settings = match &policies.cross_tenant {
            Ok(settings) => settings,
            Err(why) => return alike(Known::NotChecked { why: why.clone() }),
        };
        let default = convert::inbound(None, &settings.default);
        if !settings.partners_differ(default) {
            return alike(Known::Known { value: default });
        }
        let mut tenants = self.inner.tenants.known(domains.keys());
        let mut open: Vec<(String, usize)> = domains
            .into_iter()
            .filter(|(domain, _)| !tenants.contains_key(domain))
            .collect();
        open.sort_by_key(|(_, addresses)| std::cmp::Reverse(*addresses));
        let left_out = open.split_off(open.len().min(most_domains(all)));

        let mut inbound = HashMap::new();
        let open: Vec<String> = open.into_iter().map(|(domain, _)| domain).collect();
        match self.graph.tenants_by_domains(&open).await {
            Ok(answers) => {
                for (domain, answer) in open.into_iter().zip(answers) {
                    match answer {
                        Ok(tenant) => {
                            let tenant = tenant.map(|tenant| tenant.tenant_id);
                            self.inner.tenants.keep(&domain, tenant.clone());
                            tenants.insert(domain, tenant);
                        }
                        Err(error) => {
                            let known = self.not_looked_up(&domain, &error).await?;
                            inbound.insert(domain, known);
                        }
                    }
                }
            }
            Err(error) => {
                for domain in open {
                    let known = self.not_looked_up(&domain, &error).await?;
                    inbound.insert(domain, known);
                }
            }
        }
        for (domain, tenant) in tenants {
            let partner = tenant.and_then(|tenant| settings.partner(&tenant));
            let value = convert::inbound(partner, &settings.default);
            inbound.insert(domain, Known::Known { value });
        }
        for (domain, _) in left_out {
            let why = TOO_MANY.to_owned();
            inbound.insert(domain, Known::NotChecked { why });
        }
        Ok(inbound)
    }

    async fn not_looked_up(
        &self,
        domain: &str,
        error: &entra::error::Error,
    ) -> Result<Known<InboundCollaboration>, Trouble> {
        Ok(match self.unreadable(error).await? {
            Known::NotChecked { .. } => Known::NotChecked {
                why: format!(
                    "Which organization {domain} belongs to could not be read: {}",
                    why(error)
                ),
            },
            known @ Known::Known { .. } => known,
        })
    }
}

/// How many domains can be looked up for a plan with so many new addresses.
fn most_domains(addresses: usize) -> usize {
    let reads = READS.max(addresses * READS / ADDRESSES_FOR_THEM);
    let others = READS_IN_ANY_CASE + addresses.div_ceil(TOGETHER) * READS_FOR_A_PART;
    reads.saturating_sub(others)
}

impl CrossTenant {
    fn partner(&self, tenant: &str) -> Option<&entra::graph::CrossTenantPolicy> {
        self.partners.iter().find(|partner| {
            partner
                .tenant_id
                .as_deref()
                .is_some_and(|id| id.eq_ignore_ascii_case(tenant))
        })
    }

    fn partners_differ(&self, default: InboundCollaboration) -> bool {
        self.partners
            .iter()
            .any(|partner| convert::inbound(Some(partner), &self.default) != default)
    }
}
