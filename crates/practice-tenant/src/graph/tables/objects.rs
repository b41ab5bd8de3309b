//! Directory objects of mixed kinds, as members, owners and memberships are.

use std::sync::Arc;

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::{A, APPLICATIONS, GROUPS, N, USERS};
use crate::directory::role::{BuiltInRole, built_in};
use crate::directory::{DirectoryObject, Group, ServicePrincipal, User};
use crate::graph::answer::typed;
use crate::odata::{Column, Entity, Error, Kind, Operators, Property, Searched, Value, show};

/// An object of any kind, held for one answer.
#[derive(Debug, Clone)]
pub(in crate::graph) enum Object {
    User(Arc<User>),
    Group(Arc<Group>),
    Application(Arc<ServicePrincipal>),
    Role(Role),
}

/// An activated directory role.
#[derive(Debug, Clone, Copy)]
pub(in crate::graph) struct Role {
    pub(in crate::graph) id: Uuid,
    pub(in crate::graph) template_id: Uuid,
}

impl Role {
    fn built_in(&self) -> Option<&'static BuiltInRole> {
        built_in(self.template_id)
    }
}

impl From<DirectoryObject<'_>> for Object {
    fn from(object: DirectoryObject<'_>) -> Self {
        match object {
            DirectoryObject::User(user) => Self::User(Arc::clone(user)),
            DirectoryObject::Group(group) => Self::Group(Arc::clone(group)),
            DirectoryObject::ServicePrincipal(principal) => {
                Self::Application(Arc::clone(principal))
            }
            DirectoryObject::DirectoryRole { id, template_id } => {
                Self::Role(Role { id, template_id })
            }
        }
    }
}

impl Object {
    pub(in crate::graph) fn id(&self) -> Uuid {
        match self {
            Self::User(user) => user.id,
            Self::Group(group) => group.id,
            Self::Application(application) => application.id,
            Self::Role(role) => role.id,
        }
    }

    /// The name of its Graph type.
    pub(in crate::graph) const fn kind(&self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::Group(_) => "group",
            Self::Application(_) => "servicePrincipal",
            Self::Role(_) => "directoryRole",
        }
    }

    fn name(&self) -> Value<'_> {
        match self {
            Self::User(user) => Value::maybe(user.display_name.as_deref()),
            Self::Group(group) => Value::text(&group.display_name),
            Self::Application(application) => Value::text(&application.display_name),
            Self::Role(role) => Value::maybe(role.built_in().map(|known| known.display_name)),
        }
    }

    fn mail(&self) -> Value<'_> {
        match self {
            Self::User(user) => Value::maybe(user.mail.as_deref()),
            Self::Group(group) => Value::maybe(group.mail.as_deref()),
            Self::Application(_) | Self::Role(_) => Value::Null,
        }
    }
}

const ADVANCED: Operators = Operators::of(A, A, A, N, A);

/// What lists of mixed kinds can be asked by; all of it needs an advanced query.
pub(in crate::graph) static OBJECTS: Entity<Object> = Entity {
    name: "directoryObject",
    resource: "DirectoryObject",
    properties: &[
        Property::new("id", Kind::Text, |o: &Object| Value::Guid(o.id()))
            .filter(Operators::of(A, A, N, N, N)),
        Property::new("displayName", Kind::Text, Object::name)
            .filter(ADVANCED)
            .order(A)
            .search(Searched::Tokens),
        Property::new("mail", Kind::Text, Object::mail)
            .filter(ADVANCED.ends_advanced())
            .search(Searched::Prefix),
        Property::new("userPrincipalName", Kind::Text, |o: &Object| match o {
            Object::User(user) => Value::text(&user.user_principal_name),
            _ => Value::Null,
        })
        .filter(ADVANCED.ends_advanced())
        .search(Searched::Prefix),
        Property::new("userType", Kind::Text, |o: &Object| match o {
            Object::User(user) => Value::maybe(user.user_type.map(|kind| kind.as_str())),
            _ => Value::Null,
        })
        .filter(Operators::of(A, A, A, N, N)),
    ],
    unset: &[],
    unset_lists: &[],
    single: &[],
};

static ROLES: Entity<Role> = Entity {
    name: "directoryRole",
    resource: "DirectoryRole",
    properties: &[
        Property::new("id", Kind::Text, |r: &Role| Value::Guid(r.id)).default(),
        Property::new("deletedDateTime", Kind::Time, |_: &Role| Value::Null).default(),
        Property::new("description", Kind::Text, |r: &Role| {
            Value::maybe(r.built_in().map(|known| known.description))
        })
        .default(),
        Property::new("displayName", Kind::Text, |r: &Role| {
            Value::maybe(r.built_in().map(|known| known.display_name))
        })
        .default(),
        Property::new("roleTemplateId", Kind::Text, |r: &Role| {
            Value::Guid(r.template_id)
        })
        .default(),
    ],
    unset: &[],
    unset_lists: &[],
    single: &[],
};

/// Shows objects by their own kind: a name that one kind does not know is left out there, and
/// refused where no kind knows it.
pub(in crate::graph) struct Shower {
    users: Vec<Column<User>>,
    groups: Vec<Column<Group>>,
    applications: Vec<Column<ServicePrincipal>>,
    roles: Vec<Column<Role>>,
    /// The one kind that a cast asked for; nothing is marked with its type then.
    cast: Option<&'static str>,
}

impl Shower {
    /// # Errors
    ///
    /// A name that no kind of object knows, or that the cast's kind does not know.
    pub(in crate::graph) fn new(
        select: Option<&[String]>,
        cast: Option<&'static str>,
    ) -> Result<Self, Error> {
        if let Some(names) = select {
            for name in names.iter().filter(|name| *name != "*") {
                let one = std::slice::from_ref(name);
                let known = [
                    ("user", USERS.columns(Some(one), true).err()),
                    ("group", GROUPS.columns(Some(one), true).err()),
                    (
                        "servicePrincipal",
                        APPLICATIONS.columns(Some(one), true).err(),
                    ),
                    ("directoryRole", ROLES.columns(Some(one), true).err()),
                ];
                let mut asked = known
                    .iter()
                    .filter(|(kind, _)| cast.is_none_or(|cast| cast == *kind));
                if asked.clone().all(|(_, error)| error.is_some()) {
                    let cast_error = asked.next().and_then(|(_, error)| error.clone());
                    return Err(match (cast, cast_error) {
                        (Some(_), Some(error)) => error,
                        _ => OBJECTS.unknown(name),
                    });
                }
            }
        }
        Ok(Self {
            users: USERS.known_columns(select),
            groups: GROUPS.known_columns(select),
            applications: APPLICATIONS.known_columns(select),
            roles: ROLES.known_columns(select),
            cast,
        })
    }

    pub(in crate::graph) fn show(&self, object: &Object) -> Json {
        let shown: Map<String, Json> = match object {
            Object::User(user) => show(user.as_ref(), &self.users),
            Object::Group(group) => show(group.as_ref(), &self.groups),
            Object::Application(application) => show(application.as_ref(), &self.applications),
            Object::Role(role) => show(role, &self.roles),
        };
        Json::Object(match self.cast {
            Some(_) => shown,
            None => typed(object.kind(), shown),
        })
    }
}
