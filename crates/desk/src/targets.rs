//! One group, application or guest by what a person calls it: its exact name, or its id.

use guests::application::{AppRole, Application};
use guests::draft::ApplicationAccess;
use guests::draft::sheet::fold_name;
use guests::group::Group;
use guests::id::{AppRoleId, UserId};
use uuid::Uuid;

use crate::convert;
use crate::desk::Desk;
use crate::store::guest_addresses;
use crate::trouble::{Feature, Trouble};

/// Names that are offered where none is exactly so.
const NEAR: usize = 5;

impl Desk {
    /// The group of this id, or of exactly this name; letter case does not matter.
    ///
    /// # Errors
    /// There is none, and what is called alike; there are several, and their ids; or groups cannot
    /// be read.
    pub async fn find_group(&self, text: &str) -> Result<Group, Trouble> {
        let inner = &self.inner;
        let text = text.trim();
        let found = match inner.graph.groups_named(&[text.to_owned()]).await {
            Ok(found) => found,
            Err(error) => return Err(inner.unread(&error, Feature::Groups).await),
        };
        let groups = found.iter().map(|group| convert::group(group, None));
        let named = |group: &Group| (group.id.to_string(), group.display_name.clone());
        match one(text, groups.collect(), named) {
            Ok(group) => Ok(group),
            Err(several) if !several.is_empty() => Err(ambiguous("group", text, &several)),
            Err(_) => {
                let near = self.groups(text).await?.rows;
                let near = near.into_iter().map(|row| row.group.display_name);
                Err(unknown("group", text, near.collect()))
            }
        }
    }

    /// The enterprise application of this object id, or of exactly this name; letter case does not
    /// matter.
    ///
    /// # Errors
    /// As [`Self::find_group`].
    pub async fn find_application(&self, text: &str) -> Result<Application, Trouble> {
        match self.applications_called(text).await? {
            Ok(application) => Ok(application),
            Err(several) if !several.is_empty() => Err(ambiguous("application", text, &several)),
            Err(_) => Err(self.no_application(text).await),
        }
    }

    /// An application and the role in it that a text such as `Portal`, `Portal:Reader` or
    /// `<object id>:<role id>` means. A role is meant by its value, name or id; the zero GUID is
    /// default access. A colon may also stand in a name.
    ///
    /// # Errors
    /// As [`Self::find_application`]; there is no such role, or a role has to be named.
    pub async fn find_application_role(&self, text: &str) -> Result<ApplicationAccess, Trouble> {
        let whole = self.applications_called(text).await?;
        let (application, role) = match (whole, text.rsplit_once(':')) {
            (Ok(application), _) => (application, None),
            (Err(several), Some((name, role))) if several.is_empty() => {
                (self.find_application(name).await?, Some(role.trim()))
            }
            (Err(several), None) if several.is_empty() => {
                return Err(self.no_application(text).await);
            }
            (Err(several), _) => return Err(ambiguous("application", text, &several)),
        };
        Ok(ApplicationAccess {
            app_role_id: role_in(&application, role)?,
            service_principal_id: application.id,
        })
    }

    /// The guest of this id or address: in the copy on this computer, else in the directory.
    ///
    /// # Errors
    /// No guest holds the address, or the directory cannot be asked.
    pub async fn find_guest(&self, text: &str) -> Result<UserId, Trouble> {
        let text = text.trim();
        if let Ok(id) = Uuid::try_parse(text) {
            return Ok(UserId(id.to_string()));
        }
        let asked = vec![text.to_owned()];
        let copied = self
            .inner
            .store
            .read(move |connection| guest_addresses::holders(connection, &asked))
            .await?;
        if let Some((_, guest)) = copied.into_iter().next() {
            return Ok(guest.id);
        }
        self.inner.guest_at(text).await?.ok_or_else(|| {
            Trouble::invalid(
                "guestUnknown",
                &format!("No guest holds the address {text}."),
            )
        })
    }

    async fn applications_called(
        &self,
        text: &str,
    ) -> Result<Result<Application, Vec<String>>, Trouble> {
        let inner = &self.inner;
        let text = text.trim();
        let found = match inner.graph.applications_named(&[text.to_owned()]).await {
            Ok(found) => found,
            Err(error) => return Err(inner.unread(&error, Feature::Applications).await),
        };
        let named = |application: &Application| {
            (application.id.to_string(), application.display_name.clone())
        };
        Ok(one(
            text,
            found.iter().map(convert::application).collect(),
            named,
        ))
    }

    async fn no_application(&self, text: &str) -> Trouble {
        match self.applications(text).await {
            Ok(page) => {
                let near = page.rows.into_iter();
                let near = near.map(|row| row.application.display_name).collect();
                unknown("application", text, near)
            }
            Err(trouble) => trouble,
        }
    }
}

/// The one of this id, else the one of this name. Several: their ids; none: an empty list.
fn one<T>(
    text: &str,
    found: Vec<T>,
    named: impl Fn(&T) -> (String, String),
) -> Result<T, Vec<String>> {
    let (mut by_id, mut by_name) = (Vec::new(), Vec::new());
    for one in found {
        let (id, name) = named(&one);
        if id.eq_ignore_ascii_case(text) {
            by_id.push(one);
        } else if fold_name(&name) == fold_name(text) {
            by_name.push(one);
        }
    }
    let mut of_either = if by_id.is_empty() { by_name } else { by_id };
    match of_either.len() {
        1 => of_either.pop().ok_or_else(Vec::new),
        _ => Err(of_either.iter().map(|one| named(one).0).collect()),
    }
}

fn ambiguous(what: &str, text: &str, ids: &[String]) -> Trouble {
    Trouble::invalid(
        &format!("{what}Ambiguous"),
        &format!(
            "{} {what}s are called {text}. Say which by its object ID: {}.",
            ids.len(),
            ids.join(", ")
        ),
    )
}

fn unknown(what: &str, text: &str, mut near: Vec<String>) -> Trouble {
    near.truncate(NEAR);
    let hint = match near.is_empty() {
        true => "Check its display name, or use its object ID.".to_owned(),
        false => format!("Called alike: {}.", near.join(", ")),
    };
    Trouble::invalid(
        &format!("{what}Unknown"),
        &format!("There is no {what} {text}. {hint}"),
    )
}

fn role_in(application: &Application, wanted: Option<&str>) -> Result<AppRoleId, Trouble> {
    let name = &application.display_name;
    let roles = application.roles_for_people();
    let listed = || {
        let names = roles.iter().map(|role| match &role.value {
            Some(value) if *value != role.display_name => {
                format!("{} ({value})", role.display_name)
            }
            _ => role.display_name.clone(),
        });
        names.collect::<Vec<_>>().join(", ")
    };
    let Some(wanted) = wanted else {
        return match roles.as_slice() {
            [only] => Ok(only.id.clone()),
            [] => Err(Trouble::invalid(
                "applicationWithoutRoles",
                &format!("{name} has no role that a person can have."),
            )),
            [first, ..] => Err(Trouble::invalid(
                "roleNeeded",
                &format!(
                    "{name} has several roles: {}. Write one behind a colon, such as {name}:{}.",
                    listed(),
                    first.display_name
                ),
            )),
        };
    };
    // What the directory says to default access is for it to judge.
    if wanted == AppRoleId::DEFAULT_ACCESS {
        return Ok(AppRoleId::default_access());
    }
    let same = |text: &str| fold_name(text) == fold_name(wanted);
    let by = |matches: &dyn Fn(&AppRole) -> bool| roles.iter().find(|role| matches(role));
    by(&|role| same(role.id.as_str()))
        .or_else(|| by(&|role| role.value.as_deref().is_some_and(same)))
        .or_else(|| by(&|role| same(&role.display_name)))
        .map(|role| role.id.clone())
        .ok_or_else(|| {
            Trouble::invalid(
                "roleUnknown",
                &format!("{name} has no role {wanted}. It has: {}.", listed()),
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(id: &str, name: &str, value: &str) -> AppRole {
        AppRole {
            id: id.into(),
            display_name: name.to_owned(),
            description: None,
            value: Some(value.to_owned()),
            is_enabled: true,
            allowed_member_types: vec!["User".to_owned()],
        }
    }

    fn portal(app_roles: Vec<AppRole>) -> Application {
        Application {
            id: "sp".into(),
            app_id: "app".to_owned(),
            display_name: "Portal".to_owned(),
            account_enabled: true,
            app_role_assignment_required: false,
            hidden: false,
            app_roles,
            homepage: None,
        }
    }

    fn meant(application: &Application, wanted: Option<&str>) -> Result<String, String> {
        role_in(application, wanted)
            .map(|id| id.to_string())
            .map_err(|trouble| trouble.explanation.code)
    }

    #[test]
    fn a_role_is_meant_by_id_value_or_name() {
        let app = portal(vec![
            role("r1", "Reader", "portal.read"),
            role("r2", "Writer", "Reader"),
        ]);
        for (wanted, id) in [
            ("R1", "r1"),
            ("portal.READ", "r1"),
            ("reader", "r2"),
            ("Writer", "r2"),
            (AppRoleId::DEFAULT_ACCESS, AppRoleId::DEFAULT_ACCESS),
        ] {
            assert_eq!(meant(&app, Some(wanted)).as_deref(), Ok(id), "{wanted}");
        }
        assert_eq!(meant(&app, Some("Owner")), Err("roleUnknown".to_owned()));
        assert_eq!(meant(&app, None), Err("roleNeeded".to_owned()));
    }

    #[test]
    fn one_role_or_none_need_not_be_named() {
        let one = portal(vec![role("r1", "Reader", "read")]);
        assert_eq!(meant(&one, None).as_deref(), Ok("r1"));
        let none = portal(Vec::new());
        assert_eq!(meant(&none, None).as_deref(), Ok(AppRoleId::DEFAULT_ACCESS));
    }

    #[test]
    fn an_id_goes_before_a_name() {
        let found = vec![("1", "Two"), ("2", "two"), ("two", "Three")];
        let named = |one: &(&str, &str)| (one.0.to_owned(), one.1.to_owned());
        assert_eq!(one("TWO", found.clone(), named).unwrap().1, "Three");
        let several = one("two", found[..2].to_vec(), named).unwrap_err();
        assert_eq!(several, ["1", "2"]);
        assert!(one("x", found, named).unwrap_err().is_empty());
    }
}
