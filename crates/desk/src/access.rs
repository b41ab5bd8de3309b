//! Groups and applications: find one, see its guests.

use entra::error::Error;
use entra::graph::{self as wire, DirectoryObject, Graph, PrincipalType};
use guests::application::Application;
use guests::group::{Group, GroupKind};
use guests::guest::Guest;
use guests::id::{AppRoleId, GroupId, ServicePrincipalId, UserId};
use guests::policy::Known;
use guests::rights::{Standing, may_add_to_group, may_assign};

use crate::convert;
use crate::desk::{Desk, Inner};
use crate::store;
use crate::trouble::{Feature, Trouble};
use crate::view::access::{
    AccessGuest, ApplicationDetail, ApplicationPage, ApplicationRow, GroupDetail, GroupPage,
    GroupRow,
};

/// Rows of a page at most; whoever needs others narrows the search.
const ROWS: usize = 50;

impl Desk {
    /// Groups whose name holds these words, the first fifty.
    ///
    /// # Errors
    /// The directory cannot be asked, or the person may not read groups.
    pub async fn groups(&self, text: &str) -> Result<GroupPage, Trouble> {
        let inner = &self.inner;
        let page = match inner.graph.groups(words(text)).await {
            Ok(page) => page,
            Err(error) => return Err(inner.unread(&error, Feature::Groups).await),
        };
        let standing = inner.standing().await?;
        let tenant = inner.policies().await.groups_take_guests;
        let more = page.next_link.is_some() || page.value.len() > ROWS;
        let rows = page
            .value
            .iter()
            .take(ROWS)
            .map(|group| group_row(convert::group(group, None), &standing, &tenant))
            .collect();
        Ok(GroupPage { rows, more })
    }

    /// A group with the guests among its members.
    ///
    /// # Errors
    /// The directory cannot be asked, the group is not there, or the person may not read it.
    pub async fn group(&self, id: &GroupId) -> Result<GroupDetail, Trouble> {
        let inner = &self.inner;
        let asked = tokio::try_join!(
            Box::pin(inner.read_group(&inner.graph, id)),
            async {
                inner
                    .graph
                    .all(inner.graph.group_members(id.as_str()).await?)
                    .await
            },
            Box::pin(inner.graph.group_owners(id.as_str())),
        );
        let ((_, group), members, owners) = match asked {
            Ok(answers) => answers,
            Err(error) => return Err(inner.unread(&error, Feature::Groups).await),
        };
        let standing = inner.standing().await?;
        let tenant = inner.policies().await.groups_take_guests;
        let (guests, others): (Vec<&wire::User>, Vec<&wire::User>) =
            members.iter().partition(|user| convert::is_guest(user));
        Ok(GroupDetail {
            row: group_row(group, &standing, &tenant),
            guests: guests
                .into_iter()
                .map(|user| access_guest(&convert::guest(user)))
                .collect(),
            other_members: u32::try_from(others.len()).unwrap_or(u32::MAX),
            owners: owners
                .iter()
                .filter_map(DirectoryObject::display_name)
                .map(str::to_owned)
                .collect(),
        })
    }

    /// Enterprise applications whose name holds these words, the first fifty.
    ///
    /// # Errors
    /// The directory cannot be asked, or the person may not read applications.
    pub async fn applications(&self, text: &str) -> Result<ApplicationPage, Trouble> {
        let inner = &self.inner;
        let page = match inner.graph.applications(words(text)).await {
            Ok(page) => page,
            Err(error) => return Err(inner.unread(&error, Feature::Applications).await),
        };
        let standing = inner.standing().await?;
        let more = page.next_link.is_some() || page.value.len() > ROWS;
        let rows = page
            .value
            .iter()
            .take(ROWS)
            .map(|principal| application_row(convert::application(principal), &standing))
            .collect();
        Ok(ApplicationPage { rows, more })
    }

    /// An application with the guests who are assigned to it.
    ///
    /// # Errors
    /// The directory cannot be asked, the application is not there, or the person may not read it.
    pub async fn application(&self, id: &ServicePrincipalId) -> Result<ApplicationDetail, Trouble> {
        let inner = &self.inner;
        let asked = tokio::try_join!(inner.graph.service_principal(id.as_str()), async {
            inner
                .graph
                .all(inner.graph.app_role_assigned_to(id.as_str()).await?)
                .await
        });
        let (principal, assignments) = match asked {
            Ok(answers) => answers,
            Err(error) => return Err(inner.unread(&error, Feature::Applications).await),
        };
        let application = convert::application(&principal);
        let known = inner.known_guests(&assignments).await?;
        let mut detail = ApplicationDetail {
            row: application_row(application.clone(), &inner.standing().await?),
            guests: Vec::new(),
            groups: Vec::new(),
            other_users: 0,
        };
        for assignment in &assignments {
            match (
                &assignment.principal_type,
                known.get(&assignment.principal_id),
            ) {
                (Some(PrincipalType::Group), _) => {
                    detail.groups.push(
                        assignment
                            .principal_display_name
                            .clone()
                            .unwrap_or_default(),
                    );
                }
                (_, Some(guest)) => detail
                    .guests
                    .push(with_role(guest, assignment, &application)),
                (Some(PrincipalType::User), None) => detail.other_users += 1,
                _ => {}
            }
        }
        detail
            .guests
            .sort_by_key(|guest| store::fold::fold(&guest.display_name));
        Ok(detail)
    }
}

impl Inner {
    /// A group with what its own settings say of guests, where that matters and can be read.
    pub(crate) async fn read_group(
        &self,
        graph: &Graph,
        id: &GroupId,
    ) -> Result<(wire::Group, Group), Error> {
        let group = graph.group(id.as_str()).await?;
        let plain = convert::group(&group, None);
        if plain.kind() != GroupKind::Microsoft365 {
            return Ok((group, plain));
        }
        let settings = graph.settings_of_group(id.as_str()).await.ok();
        let full = convert::group(&group, settings.as_deref());
        Ok((group, full))
    }

    /// The guests among those who are assigned: from the copy, and those it does not know from
    /// the directory.
    async fn known_guests(
        &self,
        assignments: &[wire::AppRoleAssignment],
    ) -> Result<std::collections::HashMap<String, Guest>, Trouble> {
        let users: Vec<UserId> = assignments
            .iter()
            .filter(|assignment| assignment.principal_type == Some(PrincipalType::User))
            .map(|assignment| UserId(assignment.principal_id.clone()))
            .collect();
        let asked = users.clone();
        let (mut known, complete) = self
            .store
            .read(move |connection| {
                let mut known = std::collections::HashMap::new();
                for id in &asked {
                    if let Some(guest) = store::guests::find(connection, id)? {
                        known.insert(guest.id.to_string(), guest);
                    }
                }
                let state = store::sync_state::load(connection)?;
                Ok((known, state.stage == store::sync_state::LOADED))
            })
            .await?;
        if complete {
            return Ok(known);
        }
        let missing: Vec<String> = users
            .iter()
            .map(ToString::to_string)
            .filter(|id| !known.contains_key(id))
            .collect();
        match self.graph.users_by_ids(&missing).await {
            Ok(users) => {
                for user in users.into_iter().filter_map(|(_, user)| user.ok()) {
                    if convert::is_guest(&user) {
                        known.insert(user.id.clone(), convert::guest(&user));
                    }
                }
                Ok(known)
            }
            Err(error) => Err(self.unread(&error, Feature::Applications).await),
        }
    }
}

fn words(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty()).then_some(text)
}

fn group_row(group: Group, standing: &Standing, tenant: &Known<bool>) -> GroupRow {
    GroupRow {
        kind: group.kind(),
        dynamic: group.is_dynamic(),
        owned: standing
            .owned_groups
            .value()
            .is_some_and(|owned| owned.contains(&group.id)),
        may_add: may_add_to_group(standing, &group, tenant),
        group,
    }
}

fn application_row(application: Application, standing: &Standing) -> ApplicationRow {
    ApplicationRow {
        roles: application.roles_for_people(),
        owned: standing
            .owned_applications
            .value()
            .is_some_and(|owned| owned.contains(&application.id)),
        may_assign: may_assign(standing, &application),
        application,
    }
}

fn access_guest(guest: &Guest) -> AccessGuest {
    AccessGuest {
        id: guest.id.clone(),
        display_name: guest.display_name.clone(),
        mail: guest.mail.clone(),
        state: guest.state(),
        app_role_id: None,
        role_name: None,
    }
}

fn with_role(
    guest: &Guest,
    assignment: &wire::AppRoleAssignment,
    application: &Application,
) -> AccessGuest {
    let role = AppRoleId(assignment.app_role_id.clone());
    AccessGuest {
        role_name: Some(convert::role_name(application, &role)),
        app_role_id: Some(role),
        ..access_guest(guest)
    }
}
