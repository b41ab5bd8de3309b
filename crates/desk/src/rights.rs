//! What the signed-in person may do here.

use entra::error::Error;
use entra::signin::error::SignInError;
use guests::id::{GroupId, ServicePrincipalId, UserId};
use guests::policy::Known;
use guests::rights::{
    ActiveRole, May, Standing, may_add_to_some_group, may_assign_some_application, may_invite, role,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::change::Change;
use crate::desk::{Desk, Inner};
use crate::trouble::{Feature, Trouble, TroubleCode};

/// The rights of the signed-in person that do not depend on a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RightsView {
    /// May invite guests.
    pub invite: May,
    /// May resend invitations.
    pub resend: May,
    /// May add guests to some group; which ones depends on the group.
    pub add_to_group: May,
    /// May assign guests to some application; which ones depends on the application.
    pub assign_application: May,
    /// What this rests on.
    pub standing: Standing,
}

impl Desk {
    /// Who the signed-in person is to the directory; kept for a few minutes.
    ///
    /// # Errors
    /// Not even the own profile can be read.
    pub async fn standing(&self) -> Result<Standing, Trouble> {
        self.inner.standing().await
    }

    /// What the signed-in person may do; kept for a few minutes.
    ///
    /// # Errors
    /// Not even the own profile can be read.
    pub async fn rights(&self) -> Result<RightsView, Trouble> {
        let standing = self.inner.standing().await?;
        // Whether one guest can be mailed again also depends on the guest; this is the rest.
        let invite = may_invite(&standing);
        Ok(RightsView {
            resend: invite.clone(),
            invite,
            add_to_group: may_add_to_some_group(&standing),
            assign_application: may_assign_some_application(&standing),
            standing,
        })
    }

    /// Reads roles, ownerships and policies again.
    ///
    /// # Errors
    /// Not even the own profile can be read.
    pub async fn refresh_rights(&self) -> Result<RightsView, Trouble> {
        self.inner.standing.forget().await;
        self.inner.policies.forget().await;
        let rights = self.rights().await?;
        self.inner.changed(Change::Rights);
        Ok(rights)
    }
}

impl Desk {
    /// After a new sign-in of the same account: what was not allowed before may be so now.
    pub(crate) async fn take_up_again(&self) {
        if let Err(trouble) = self.refresh_rights().await {
            tracing::debug!(
                code = trouble.explanation.code,
                "rights not read after a new sign-in"
            );
        }
        self.inner.sync.nudge();
    }
}

impl Inner {
    /// What the signed-in person may; kept for a few minutes, unless a part of it could not be read
    /// for a reason that may pass at any moment.
    pub(crate) async fn standing(&self) -> Result<Standing, Trouble> {
        let kept = self
            .standing
            .get(&*self.clock, Box::pin(self.read_standing()));
        kept.await.or_else(|unkept| match unkept {
            NotKept::Incomplete(standing) => Ok(*standing),
            NotKept::Unread(trouble) => Err(*trouble),
        })
    }

    async fn read_standing(&self) -> Result<Standing, NotKept> {
        let (me, roles, groups, applications, policies) = tokio::join!(
            Box::pin(self.graph.me()),
            Box::pin(self.active_roles()),
            Box::pin(self.graph.my_owned_groups()),
            Box::pin(self.graph.my_owned_service_principals()),
            Box::pin(self.policies()),
        );
        let me = match me {
            Ok(me) => me,
            Err(error) => {
                let trouble = self.unread(&error, Feature::Roles).await;
                return Err(NotKept::Unread(Box::new(trouble)));
            }
        };
        let (roles, roles_pass) = roles;
        let passes = roles_pass
            || groups.as_ref().is_err_and(may_pass)
            || applications.as_ref().is_err_and(may_pass);
        let owned_groups = match groups {
            Ok(groups) => Known::Known {
                value: groups.into_iter().map(|group| GroupId(group.id)).collect(),
            },
            Err(error) => not_read(&error),
        };
        let owned_applications = match applications {
            Ok(owned) => Known::Known {
                value: owned
                    .into_iter()
                    .map(|owned| ServicePrincipalId(owned.id))
                    .collect(),
            },
            Err(error) => not_read(&error),
        };
        let standing = Standing {
            user_id: UserId(me.id.clone()),
            is_guest: me
                .user_type
                .as_ref()
                .is_some_and(|kind| kind.as_str() == "Guest"),
            mail: me.mail.clone().filter(|mail| !mail.is_empty()),
            roles,
            owned_groups,
            owned_applications,
            allow_invites_from: policies.allow_invites_from,
            // Changing members of such groups takes a scope of its own, which Usher never asks for.
            role_assignable_scope: false,
        };
        if passes {
            return Err(NotKept::Incomplete(Box::new(standing)));
        }
        Ok(standing)
    }

    /// Roles that are active in the whole directory: those that come through groups too, and
    /// those assigned directly. Either list alone is enough to go by. With it, whether something
    /// could not be read for a reason that may pass.
    async fn active_roles(&self) -> (Known<Vec<ActiveRole>>, bool) {
        let (through_groups, direct) = tokio::join!(
            self.graph.my_directory_roles(),
            self.graph.role_assignments(&self.account.object_id),
        );
        let passes =
            through_groups.as_ref().is_err_and(may_pass) || direct.as_ref().is_err_and(may_pass);
        let mut roles: Vec<ActiveRole> = Vec::new();
        let mut add = |template_id: String, name: Option<String>| {
            if roles.iter().any(|known| known.template_id == template_id) {
                return;
            }
            let display_name = name
                .or_else(|| role(&template_id).map(|known| known.display_name.to_owned()))
                .unwrap_or_else(|| template_id.clone());
            roles.push(ActiveRole {
                template_id,
                display_name,
            });
        };
        if let (Err(error), Err(_)) = (&through_groups, &direct) {
            return (not_read(error), passes);
        }
        for role in through_groups.into_iter().flatten() {
            if let Some(template_id) = role.role_template_id {
                add(template_id, role.display_name);
            }
        }
        for assignment in direct.into_iter().flatten() {
            if assignment.directory_scope_id.as_deref() == Some("/")
                && let Some(definition) = assignment.role_definition_id
            {
                add(definition, None);
            }
        }
        (Known::Known { value: roles }, passes)
    }
}

/// A standing that is not kept.
enum NotKept {
    /// Some of it could not be read, which may pass.
    Incomplete(Box<Standing>),
    /// None of it could be read.
    Unread(Box<Trouble>),
}

/// True where asking again a moment later may help: not for a refusal.
fn may_pass(error: &Error) -> bool {
    match error {
        Error::Service(refusal) => !refusal.is_of_request(),
        Error::SignIn(SignInError::ConsentRequired { .. }) => false,
        _ => true,
    }
}

/// What could not be read, with the reason in a sentence.
pub(crate) fn not_read<T: TS>(error: &Error) -> Known<T> {
    let trouble = Trouble::from(error.clone());
    let why = match trouble.code {
        TroubleCode::ConsentRequired => match error {
            Error::SignIn(SignInError::ConsentRequired { scopes, .. }) => {
                let names: Vec<&str> = scopes.iter().map(|scope| scope.name()).collect();
                format!(
                    "Usher has not been allowed to read it ({}).",
                    names.join(", ")
                )
            }
            _ => trouble.explanation.summary,
        },
        _ => trouble.explanation.summary,
    };
    Known::NotChecked { why }
}
