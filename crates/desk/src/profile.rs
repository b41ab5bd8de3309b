//! A guest's profile page, as the directory says now.

use entra::graph::{AppRoleAssignment, DirectoryObject, PrincipalType};
use guests::id::{AppRoleId, GroupId, ServicePrincipalId, UserId};
use guests::rights::may_resend;
use guests::trouble::guest_side;

use crate::convert;
use crate::desk::{Desk, Inner};
use crate::store;
use crate::trouble::{Feature, Trouble};
use crate::view::guests::{
    AssignedApplication, GuestProfile, Identity, InvitedByUs, Listed, MemberOfGroup, RedeemLinkRef,
};

impl Desk {
    /// A guest with groups and applications. What may not be read says so in its place.
    ///
    /// # Errors
    /// The guest is not there or is none, or users cannot be read.
    pub async fn guest_profile(&self, id: &UserId) -> Result<GuestProfile, Trouble> {
        let inner = &self.inner;
        let (user, groups, applications, standing) = tokio::join!(
            Box::pin(inner.graph.user(id.as_str())),
            Box::pin(inner.groups_of(id)),
            Box::pin(inner.applications_of(id)),
            Box::pin(inner.standing()),
        );
        let user = match user {
            Ok(user) => user,
            Err(error) if error.is_not_found() => return Err(Trouble::not_found("The guest")),
            Err(error) => return Err(inner.unread(&error, Feature::Guests).await),
        };
        let guest = convert::guest(&user);
        if !convert::is_guest(&user) {
            return Err(Trouble::not_a_guest(&guest.display_name));
        }
        let asked = id.clone();
        let ours = inner
            .store
            .read(move |connection| {
                let Some((run, row, at, _)) = store::runs::last_invitation(connection, &asked)?
                else {
                    return Ok(None);
                };
                let link = store::redeem_links::find(connection, &run, row)?.is_some();
                Ok(Some((run, row, at, link)))
            })
            .await?;
        Ok(GuestProfile {
            kind: guest.kind(),
            state: guest.state(),
            invitation_state: guest.invitation_state(),
            partner_domain: guest.partner_domain(),
            identities: user
                .identities
                .iter()
                .map(|identity| Identity {
                    sign_in_type: identity.sign_in_type.clone(),
                    issuer: identity.issuer.clone(),
                    issuer_assigned_id: identity.issuer_assigned_id.clone(),
                })
                .collect(),
            invited_by_us: ours.as_ref().map(|(run, _, at, _)| InvitedByUs {
                run_id: run.clone(),
                at: *at,
            }),
            redeem_link: ours
                .and_then(|(run_id, row, _, link)| link.then_some(RedeemLinkRef { run_id, row })),
            groups,
            applications,
            may_resend: may_resend(&standing?, &guest),
            may_report: guest_side::reports(guest.invitation_state(), guest.mail.as_deref()),
            guest,
        })
    }
}

impl Inner {
    async fn groups_of(&self, id: &UserId) -> Listed<MemberOfGroup> {
        match self.graph.member_of(id.as_str()).await {
            Ok(objects) => Listed::Listed {
                items: objects.iter().filter_map(member_of).collect(),
            },
            Err(error) => Listed::NotRead {
                trouble: self.unread(&error, Feature::Groups).await,
            },
        }
    }

    async fn applications_of(&self, id: &UserId) -> Listed<AssignedApplication> {
        let assignments = match self.graph.user_app_role_assignments(id.as_str()).await {
            Ok(assignments) => assignments,
            Err(error) => {
                let trouble = self.unread(&error, Feature::Applications).await;
                return Listed::NotRead { trouble };
            }
        };
        let mut items = Vec::with_capacity(assignments.len());
        for assignment in &assignments {
            items.push(self.assigned(assignment).await);
        }
        Listed::Listed { items }
    }

    /// One assignment; the role's name is read with the application.
    async fn assigned(&self, assignment: &AppRoleAssignment) -> AssignedApplication {
        let role = AppRoleId(assignment.app_role_id.clone());
        let role_name = if role.as_str() == AppRoleId::DEFAULT_ACCESS {
            "Default Access".to_owned()
        } else {
            match self.graph.service_principal(&assignment.resource_id).await {
                Ok(principal) => convert::role_name(&convert::application(&principal), &role),
                Err(_) => role.to_string(),
            }
        };
        let through_group = (assignment.principal_type == Some(PrincipalType::Group)).then(|| {
            assignment
                .principal_display_name
                .clone()
                .unwrap_or_default()
        });
        AssignedApplication {
            service_principal_id: ServicePrincipalId(assignment.resource_id.clone()),
            display_name: assignment.resource_display_name.clone().unwrap_or_default(),
            app_role_id: role,
            role_name,
            through_group,
            assigned: assignment.created_date_time,
        }
    }
}

fn member_of(object: &DirectoryObject) -> Option<MemberOfGroup> {
    let DirectoryObject::Group(group) = object else {
        return None;
    };
    let group = convert::group(group, None);
    Some(MemberOfGroup {
        id: GroupId(group.id.to_string()),
        kind: group.kind(),
        dynamic: group.is_dynamic(),
        display_name: group.display_name,
        description: group.description,
    })
}
