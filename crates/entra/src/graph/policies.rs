//! Policies that decide who may invite whom.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::open_enum::open_enum;
use super::{Graph, decode, scopes};
use crate::error::Error;
use crate::http::operation::Operation;

open_enum! {
    /// Who may invite guests.
    AllowInvitesFrom {
        /// Nobody, administrators included.
        None = "none",
        /// Global and User Administrators, Guest Inviters.
        AdminsAndGuestInviters = "adminsAndGuestInviters",
        /// Those, and all members.
        AdminsGuestInvitersAndAllMembers = "adminsGuestInvitersAndAllMembers",
        /// Those, and guests.
        Everyone = "everyone",
    }
}

/// What users may do by default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AuthorizationPolicy {
    /// Who may invite guests.
    pub allow_invites_from: Option<AllowInvitesFrom>,
    /// The role that decides what guests may read.
    pub guest_user_role_id: Option<String>,
}

/// Cross-tenant access settings: the tenant's defaults, or those for one partner, where what is
/// left out is inherited.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CrossTenantPolicy {
    /// The partner's tenant id; none for the defaults.
    pub tenant_id: Option<String>,
    /// Whether the defaults are Microsoft's own.
    pub is_service_default: Option<bool>,
    /// What the partner's people may come to here.
    pub b2b_collaboration_inbound: Option<B2bSetting>,
    /// What our people may go to there.
    pub b2b_collaboration_outbound: Option<B2bSetting>,
    /// Whether the consent prompt of the redemption is left out.
    pub automatic_user_consent_settings: Option<AutomaticUserConsent>,
}

/// People and applications that a setting is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct B2bSetting {
    /// Which people.
    pub users_and_groups: Option<AccessTargets>,
    /// Which applications.
    pub applications: Option<AccessTargets>,
}

/// Whom or what access is allowed or blocked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AccessTargets {
    /// Allowed or blocked.
    pub access_type: Option<AccessType>,
    /// Whom or what: ids, or `AllUsers` and `AllApplications`.
    #[serde(deserialize_with = "decode::null_as_default")]
    pub targets: Vec<AccessTarget>,
}

open_enum! {
    /// What a setting does.
    AccessType {
        /// Allows.
        Allowed = "allowed",
        /// Blocks.
        Blocked = "blocked",
    }
}

/// One person, group or application, or all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AccessTarget {
    /// An id, `AllUsers` or `AllApplications`.
    pub target: Option<String>,
    /// `user`, `group` or `application`.
    pub target_type: Option<String>,
}

/// Whether both sides leave the consent prompt out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AutomaticUserConsent {
    /// For people who come here.
    pub inbound_allowed: Option<bool>,
    /// For our people there.
    pub outbound_allowed: Option<bool>,
}

/// Which domains invitations may go to: at most one of the lists is there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationDomains {
    /// Only these.
    pub allowed: Option<Vec<String>>,
    /// All but these.
    pub blocked: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct B2bManagementPolicy {
    #[serde(default)]
    definition: Value,
}

impl Graph {
    /// Who may invite, and what guests may read.
    ///
    /// # Errors
    /// As every call.
    pub async fn authorization_policy(&self) -> Result<AuthorizationPolicy, Error> {
        self.read(Operation::get(
            &["policies", "authorizationPolicy"],
            scopes::POLICIES,
        ))
        .await
    }

    /// The cross-tenant access settings for everyone without settings of their own.
    ///
    /// # Errors
    /// As every call.
    pub async fn cross_tenant_default(&self) -> Result<CrossTenantPolicy, Error> {
        let path = ["policies", "crossTenantAccessPolicy", "default"];
        self.read(Operation::get(&path, scopes::POLICIES)).await
    }

    /// The cross-tenant access settings of partners that have their own.
    ///
    /// # Errors
    /// As every call.
    pub async fn cross_tenant_partners(&self) -> Result<Vec<CrossTenantPolicy>, Error> {
        let path = ["policies", "crossTenantAccessPolicy", "partners"];
        self.list(Operation::get(&path, scopes::POLICIES)).await
    }

    /// The domains that invitations are allowed or denied to. Graph has it in beta only.
    ///
    /// # Errors
    /// As every call.
    pub async fn invitation_domains(&self) -> Result<InvitationDomains, Error> {
        let path = ["policies", "b2bManagementPolicies"];
        let operation = Operation::get(&path, scopes::INVITATION_DOMAINS).beta();
        let policies: Vec<B2bManagementPolicy> = self.list(operation).await?;
        Ok(domains(&policies))
    }
}

/// The definition is a JSON text, or a list of such, in which one policy of several is meant.
fn domains(policies: &[B2bManagementPolicy]) -> InvitationDomains {
    let texts = policies.iter().flat_map(|policy| match &policy.definition {
        Value::Array(texts) => texts.iter().filter_map(Value::as_str).collect(),
        Value::String(text) => vec![text.as_str()],
        _ => Vec::new(),
    });
    for text in texts {
        let Ok(definition) = serde_json::from_str::<Value>(text) else {
            continue;
        };
        let lists = &definition["B2BManagementPolicy"]["InvitationsAllowedAndBlockedDomainsPolicy"];
        let list = |name: &str| -> Option<Vec<String>> {
            let names = lists[name].as_array()?.iter().filter_map(Value::as_str);
            Some(names.map(str::to_lowercase).collect())
        };
        let found = InvitationDomains {
            allowed: list("AllowedDomains"),
            blocked: list("BlockedDomains"),
        };
        if found != InvitationDomains::default() {
            return found;
        }
    }
    InvitationDomains::default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn policy(definition: Value) -> B2bManagementPolicy {
        B2bManagementPolicy { definition }
    }

    #[test]
    fn the_domain_list_is_read_out_of_its_text() {
        let text = r#"{"B2BManagementPolicy":{"InvitationsAllowedAndBlockedDomainsPolicy":{"BlockedDomains":["Evil.Example","x.test"]},"AutoRedeemPolicy":{}}}"#;
        let expected = InvitationDomains {
            allowed: None,
            blocked: Some(vec!["evil.example".to_owned(), "x.test".to_owned()]),
        };
        for definition in [json!([text]), json!(text), json!(["{}", text])] {
            assert_eq!(domains(&[policy(definition)]), expected);
        }
    }

    #[test]
    fn no_list_is_no_restriction() {
        for definition in [json!(null), json!(["not json"]), json!(["{}"]), json!(7)] {
            assert_eq!(domains(&[policy(definition)]), InvitationDomains::default());
        }
    }

    #[test]
    fn partner_settings_inherit_what_they_leave_out() {
        let partner: CrossTenantPolicy = serde_json::from_value(json!({
            "tenantId": "t",
            "b2bCollaborationInbound": {
                "usersAndGroups": {"accessType": "blocked", "targets": [{"target": "AllUsers", "targetType": "user"}]},
                "applications": null,
            },
            "b2bCollaborationOutbound": null,
            "inboundTrust": null,
        }))
        .unwrap();
        let people = partner
            .b2b_collaboration_inbound
            .unwrap()
            .users_and_groups
            .unwrap();
        assert_eq!(people.access_type, Some(AccessType::Blocked));
        assert_eq!(people.targets[0].target.as_deref(), Some("AllUsers"));
        assert_eq!(partner.b2b_collaboration_outbound, None);
    }
}
