//! Names of groups and applications held against what the directory said of them.

use std::collections::{HashMap, HashSet};

use super::SheetNote;
use super::judge::{Details, Judged, Kept, SheetCounts, SheetPerson};
use super::problems::{RowProblem, Severity};
use crate::application::AppRole;
use crate::draft::{Access, ApplicationAccess, DraftPerson, OwnDetails};
use crate::id::{GroupId, ServicePrincipalId};

/// What names have in common that the directory takes for the same: it does not tell upper from
/// lower case.
pub fn fold_name(name: &str) -> String {
    name.trim().to_lowercase()
}

/// What has to be looked up: display names or object ids, each once. Not all of them need exist: a
/// text such as `Portal:Reader` may be one name, or a name with a role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Groups.
    pub groups: Vec<String>,
    /// Applications.
    pub applications: Vec<String>,
}

impl Wanted {
    /// True where nothing has to be looked up.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.applications.is_empty()
    }
}

/// What the directory said of a name or id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup<T> {
    /// It is this.
    Found(T),
    /// Nothing is called so.
    Unknown,
    /// This many are called so.
    Several(usize),
    /// It could not be looked up, and why.
    NotRead(String),
}

/// An application as far as a list has to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundApplication {
    /// The application.
    pub id: ServicePrincipalId,
    /// Its display name.
    pub name: String,
    /// The roles that a person may have in it.
    pub roles: Vec<AppRole>,
}

/// What the directory said, by [`fold_name`] of what was asked for; what is missing is unknown.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Groups.
    pub groups: HashMap<String, Lookup<GroupId>>,
    /// Applications.
    pub applications: HashMap<String, Lookup<FoundApplication>>,
}

/// The rows of a sheet, ready for a draft.
#[derive(Debug)]
pub struct Resolved {
    /// Everybody who can be taken.
    pub people: Vec<DraftPerson>,
    /// What was found, in the order of the rows.
    pub problems: Vec<RowProblem>,
    /// What was noticed about the rows as a whole.
    pub notes: Vec<SheetNote>,
    /// How many rows there are of what kind.
    pub counts: SheetCounts,
}

/// Why a name leads to nothing.
#[derive(Clone, Debug)]
struct Refused {
    code: &'static str,
    text: String,
}

fn refused<T>(code: &'static str, text: String) -> Result<T, Refused> {
    Err(Refused { code, text })
}

impl Judged {
    /// What has to be looked up.
    pub fn wanted(&self) -> Wanted {
        Wanted {
            groups: distinct(&self.names.groups, |text| {
                std::iter::once(text).chain(parts(text)).collect()
            }),
            applications: distinct(&self.names.applications, |text| {
                let each = std::iter::once(text).chain(parts(text));
                each.flat_map(|text| [Some(text), with_role(text).map(|(name, _)| name)])
                    .flatten()
                    .collect()
            }),
        }
    }

    /// Puts what was found in the place of the names; rows with a name that leads to nothing are
    /// problems.
    pub fn resolve(self, names: &Names) -> Resolved {
        let groups = all(&self.names.groups, |text| group(text, names));
        let applications = all(&self.names.applications, |text| application(text, names));
        let notes = self.notes();
        let (mut problems, mut people) = (self.problems, Vec::with_capacity(self.people.len()));
        let [group_column, application_column] = self.access_columns;
        for person in self.people {
            let mut access = Access::default();
            let before = problems.len();
            let nothing = Details::default();
            let details = person.details.as_deref().unwrap_or(&nothing);
            take(&details.groups, &groups, &mut access.groups, |refused| {
                problems.push(of_row(&person, group_column.as_ref(), refused));
            });
            take(
                &details.applications,
                &applications,
                &mut access.applications,
                |refused| problems.push(of_row(&person, application_column.as_ref(), refused)),
            );
            if problems.len() == before {
                people.push(drafted(person, access));
            }
        }
        problems.sort_by_key(|problem| problem.row);
        let counts = count(&problems, &people, self.rows, self.repeated);
        Resolved {
            people,
            problems,
            notes,
            counts,
        }
    }
}

fn distinct<'a>(kept: &'a Kept, names: impl Fn(&'a str) -> Vec<&'a str>) -> Vec<String> {
    let mut seen = HashSet::new();
    kept.texts
        .iter()
        .flat_map(|text| names(text))
        .filter(|name| seen.insert(fold_name(name)))
        .map(str::to_owned)
        .collect()
}

/// The names in a text that may hold several, parted by commas; none where there is no comma.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(',')
        .map(str::trim)
        .filter(move |part| !part.is_empty() && text.contains(','))
}

/// A name with the role behind its last colon.
fn with_role(text: &str) -> Option<(&str, &str)> {
    let (name, role) = text.rsplit_once(':')?;
    let (name, role) = (name.trim(), role.trim());
    (!name.is_empty() && !role.is_empty()).then_some((name, role))
}

type Found<T> = Result<Vec<T>, Refused>;

fn all<T>(kept: &Kept, found: impl Fn(&str) -> Found<T>) -> Vec<Found<T>> {
    kept.texts.iter().map(|text| found(text)).collect()
}

fn group(text: &str, names: &Names) -> Found<GroupId> {
    let one = |text: &str| match names.groups.get(&fold_name(text)) {
        Some(Lookup::Found(id)) => Ok(id.clone()),
        Some(Lookup::Several(count)) => refused(
            "groupAmbiguous",
            format!(
                "{count} groups are called {text}. Write the object ID of the one that is meant."
            ),
        ),
        Some(Lookup::NotRead(why)) => refused(
            "groupNotRead",
            format!("The group {text} could not be looked up: {why}"),
        ),
        Some(Lookup::Unknown) | None => refused(
            "groupUnknown",
            format!("There is no group {text}. Check its display name, or write its object ID."),
        ),
    };
    one_or_several(text, one)
}

fn application(text: &str, names: &Names) -> Found<ApplicationAccess> {
    let look = |name: &str| {
        let found = names.applications.get(&fold_name(name));
        found.unwrap_or(&Lookup::Unknown)
    };
    let one = |text: &str| {
        let (name, role, found) = match (look(text), with_role(text)) {
            (Lookup::Unknown, Some((name, role))) => (name, Some(role), look(name)),
            (found, _) => (text, None, found),
        };
        match found {
            Lookup::Found(application) => role_in(application, role),
            Lookup::Several(count) => refused(
                "applicationAmbiguous",
                format!(
                    "{count} applications are called {name}. Write the object ID of the one that is meant."
                ),
            ),
            Lookup::NotRead(why) => refused(
                "applicationNotRead",
                format!("The application {name} could not be looked up: {why}"),
            ),
            Lookup::Unknown => refused(
                "applicationUnknown",
                format!(
                    "There is no application {name}. Check its display name, or write its object ID."
                ),
            ),
        }
    };
    one_or_several(text, one)
}

/// A text as one name; where nothing is called so, as several with commas between them.
fn one_or_several<T>(text: &str, one: impl Fn(&str) -> Result<T, Refused>) -> Found<T> {
    let whole = match one(text) {
        Ok(found) => return Ok(vec![found]),
        Err(refused) => refused,
    };
    let each: Vec<_> = parts(text).map(one).collect();
    if each.iter().any(Result::is_ok) {
        each.into_iter().collect()
    } else {
        Err(whole)
    }
}

fn role_in(
    application: &FoundApplication,
    role: Option<&str>,
) -> Result<ApplicationAccess, Refused> {
    let name = &application.name;
    let roles = &application.roles;
    let listed = || {
        let names: Vec<_> = roles
            .iter()
            .map(|role| role.display_name.as_str())
            .collect();
        names.join(", ")
    };
    let found = match (role, roles.as_slice()) {
        (_, []) => {
            return refused(
                "applicationWithoutRoles",
                format!("{name} has no role that a person can have."),
            );
        }
        (None, [only]) => only,
        (None, [first, ..]) => {
            return refused(
                "roleNeeded",
                format!(
                    "{name} has several roles: {}. Write one behind a colon, such as {name}:{}.",
                    listed(),
                    first.display_name
                ),
            );
        }
        (Some(wanted), all) => {
            let is_it = |text: &str| text.trim().to_lowercase() == fold_name(wanted);
            let by_id = all.iter().find(|role| is_it(role.id.as_str()));
            let by_value = || {
                all.iter()
                    .find(|role| role.value.as_deref().is_some_and(is_it))
            };
            let by_name = || all.iter().find(|role| is_it(&role.display_name));
            match by_id.or_else(by_value).or_else(by_name) {
                Some(role) => role,
                None => {
                    return refused(
                        "roleUnknown",
                        format!("{name} has no role {wanted}. It has {}.", listed()),
                    );
                }
            }
        }
    };
    Ok(ApplicationAccess {
        service_principal_id: application.id.clone(),
        app_role_id: found.id.clone(),
    })
}

/// Adds what was found under the wanted places, each thing once.
fn take<T: Clone + PartialEq>(
    wanted: &[u32],
    found: &[Found<T>],
    into: &mut Vec<T>,
    mut refuse: impl FnMut(&Refused),
) {
    for place in wanted {
        match found.get(*place as usize) {
            Some(Ok(several)) => {
                for one in several {
                    if !into.contains(one) {
                        into.push(one.clone());
                    }
                }
            }
            Some(Err(refused)) => refuse(refused),
            None => {}
        }
    }
}

fn of_row(person: &SheetPerson, column: Option<&(u32, String)>, refused: &Refused) -> RowProblem {
    RowProblem {
        row: person.row,
        line: person.line,
        column: column.map(|(column, _)| *column),
        column_name: column.map(|(_, name)| name.clone()),
        code: refused.code.to_owned(),
        text: refused.text.clone(),
        suggestion: None,
        severity: Severity::Problem,
    }
}

fn drafted(person: SheetPerson, access: Access) -> DraftPerson {
    let own = person.details.map(|details| {
        Box::new(OwnDetails {
            send: details.send,
            body: details.body,
            cc: details.cc,
            language: details.language,
            redirect_url: details.redirect_url,
            access,
        })
    });
    DraftPerson {
        address: person.address,
        display_name: person.display_name,
        user_id: None,
        own,
    }
}

fn count(
    problems: &[RowProblem],
    people: &[DraftPerson],
    rows: usize,
    repeated: u32,
) -> SheetCounts {
    let short = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let by_row = problems.chunk_by(|a, b| a.row == b.row);
    let held_up = by_row
        .clone()
        .filter(|of_row| of_row.iter().any(|one| one.severity == Severity::Problem))
        .count();
    SheetCounts {
        rows: short(rows),
        people: short(people.len()),
        with_problems: short(held_up),
        with_warnings: short(by_row.count() - held_up),
        repeated,
    }
}
