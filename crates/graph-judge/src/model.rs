//! The types of the published metadata (CSDL).

use std::collections::{HashMap, HashSet};

use roxmltree::{Document, Node};

/// What the metadata says there is.
#[derive(Debug, Default)]
pub struct Model {
    types: HashMap<String, Structured>,
    enums: HashMap<String, Enumeration>,
    /// Entity sets and singletons of the service, by lower-case name.
    roots: HashMap<String, TypeRef>,
    functions: Vec<Operation>,
}

/// An entity or complex type.
#[derive(Debug, Default)]
pub(crate) struct Structured {
    base: Option<String>,
    open: bool,
    /// Structural and navigation properties, by name.
    members: HashMap<String, Member>,
}

/// A property.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) kind: TypeRef,
    pub(crate) nullable: bool,
    pub(crate) navigation: bool,
}

/// An enumeration.
#[derive(Debug, Default)]
pub(crate) struct Enumeration {
    pub(crate) members: HashSet<String>,
    pub(crate) flags: bool,
}

/// A type, single or in a collection. Names are without namespace, except for `Edm.*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TypeRef {
    pub(crate) name: String,
    pub(crate) collection: bool,
}

impl TypeRef {
    pub(crate) fn parse(text: &str) -> Self {
        let inner = text
            .strip_prefix("Collection(")
            .and_then(|rest| rest.strip_suffix(')'));
        let name = inner.unwrap_or(text);
        let name = name
            .strip_prefix("microsoft.graph.")
            .or_else(|| name.strip_prefix("graph."))
            .unwrap_or(name);
        Self {
            name: name.to_owned(),
            collection: inner.is_some(),
        }
    }

    pub(crate) fn one(&self) -> Self {
        Self {
            name: self.name.clone(),
            collection: false,
        }
    }
}

/// A bound function or action.
#[derive(Debug)]
struct Operation {
    name: String,
    bound_to: TypeRef,
    returns: Option<TypeRef>,
    action: bool,
    parameters: HashMap<String, TypeRef>,
}

/// What a path may call.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) returns: Option<TypeRef>,
    pub(crate) action: bool,
    pub(crate) parameters: HashMap<String, TypeRef>,
}

/// Why the metadata could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// It is not XML.
    #[error("the metadata is not XML: {0}")]
    Xml(#[from] roxmltree::Error),
    /// It holds no types: a test over it could not fail.
    #[error("the metadata holds no types")]
    Empty,
}

impl Model {
    /// Reads the metadata and adds the few shapes of beta that v1.0 lacks.
    ///
    /// # Errors
    /// It is not CSDL.
    pub fn parse(csdl: &str) -> Result<Self, ModelError> {
        let document = Document::parse(csdl)?;
        let mut model = Self::default();
        for node in document.descendants().filter(Node::is_element) {
            let name = node.attribute("Name").unwrap_or_default().to_owned();
            match node.tag_name().name() {
                "EntityType" | "ComplexType" => {
                    model.types.insert(name, structured(node));
                }
                "EnumType" => {
                    model.enums.insert(name, enumeration(node));
                }
                "EntitySet" => {
                    let kind = TypeRef::parse(node.attribute("EntityType").unwrap_or_default());
                    model.roots.insert(
                        name.to_lowercase(),
                        TypeRef {
                            collection: true,
                            ..kind
                        },
                    );
                }
                "Singleton" => {
                    let kind = TypeRef::parse(node.attribute("Type").unwrap_or_default());
                    model.roots.insert(name.to_lowercase(), kind);
                }
                "Function" | "Action" => model.functions.extend(operation(node)),
                _ => {}
            }
        }
        if model.types.is_empty() || model.roots.is_empty() {
            return Err(ModelError::Empty);
        }
        model.add_beta();
        model.add_left_out();
        Ok(model)
    }

    /// The function that tells one's own eligible roles is not in the cut.
    ///
    /// Source: Microsoft Graph, unifiedRoleEligibilityScheduleInstance: filterByCurrentUser.
    fn add_left_out(&mut self) {
        let instances = TypeRef::parse("Collection(graph.unifiedRoleEligibilityScheduleInstance)");
        self.functions.push(Operation {
            name: "filterByCurrentUser".to_owned(),
            bound_to: instances.clone(),
            returns: Some(instances),
            action: false,
            parameters: HashMap::from([("on".to_owned(), TypeRef::parse("Edm.String"))]),
        });
    }

    /// `policies/b2bManagementPolicies` exists in beta only: id, displayName, definition[], isOrganizationDefault.
    ///
    /// Source: Microsoft Graph permissions reference, Policy.Read.B2BManagementPolicy; the entity is a stsPolicy.
    fn add_beta(&mut self) {
        let property = |kind: &str| Member {
            kind: TypeRef::parse(kind),
            nullable: true,
            navigation: false,
        };
        self.types
            .entry("b2bManagementPolicy".to_owned())
            .or_insert_with(|| Structured {
                base: Some("directoryObject".to_owned()),
                open: false,
                members: HashMap::from([
                    ("definition".to_owned(), property("Collection(Edm.String)")),
                    ("displayName".to_owned(), property("Edm.String")),
                    ("description".to_owned(), property("Edm.String")),
                    ("isOrganizationDefault".to_owned(), property("Edm.Boolean")),
                ]),
            });
        if let Some(policies) = self.types.get_mut("policyRoot") {
            policies
                .members
                .entry("b2bManagementPolicies".to_owned())
                .or_insert(Member {
                    kind: TypeRef::parse("Collection(graph.b2bManagementPolicy)"),
                    nullable: true,
                    navigation: true,
                });
        }
    }

    pub(crate) fn root(&self, name: &str) -> Option<TypeRef> {
        self.roots.get(&name.to_lowercase()).cloned()
    }

    /// A member of a type or of one of its bases; letter case counts unless `loosely`.
    pub(crate) fn member(&self, kind: &str, name: &str, loosely: bool) -> Option<&Member> {
        self.line_of(kind).find_map(|structured| {
            let exact = structured.members.get(name);
            exact.or_else(|| {
                let mut all = structured.members.iter().filter(|_| loosely);
                all.find(|(member, _)| member.eq_ignore_ascii_case(name))
                    .map(|(_, member)| member)
            })
        })
    }

    /// A type and its bases.
    fn line_of(&self, kind: &str) -> impl Iterator<Item = &Structured> {
        std::iter::successors(self.types.get(kind), |structured| {
            structured
                .base
                .as_ref()
                .and_then(|base| self.types.get(base))
        })
    }

    pub(crate) fn is_structured(&self, kind: &str) -> bool {
        self.types.contains_key(kind)
    }

    /// The type by its name in any letter case.
    pub(crate) fn type_named(&self, name: &str) -> Option<String> {
        self.types
            .keys()
            .find(|kind| kind.eq_ignore_ascii_case(name))
            .cloned()
    }

    pub(crate) fn enumeration(&self, kind: &str) -> Option<&Enumeration> {
        self.enums.get(kind)
    }

    /// True where undeclared properties may stand: open types as answers, extensions.
    pub(crate) fn is_open(&self, kind: &str) -> bool {
        self.types
            .get(kind)
            .is_some_and(|structured| structured.open)
    }

    /// True where `kind` is `base` or derives from it.
    pub(crate) fn derives(&self, kind: &str, base: &str) -> bool {
        kind == base
            || self
                .line_of(kind)
                .any(|structured| structured.base.as_deref() == Some(base))
    }

    /// True where a type derived from `base` has this member.
    pub(crate) fn is_in_derived(&self, base: &str, member: &str) -> bool {
        self.types.iter().any(|(kind, structured)| {
            structured.members.contains_key(member) && self.derives(kind, base)
        })
    }

    /// A function or action bound to this type; one bound to the type itself hides one bound to
    /// a base of it.
    pub(crate) fn call(&self, on: &TypeRef, name: &str) -> Option<Call> {
        let fitting: Vec<&Operation> = self
            .functions
            .iter()
            .filter(|operation| {
                operation.name.eq_ignore_ascii_case(name)
                    && operation.bound_to.collection == on.collection
                    && self.derives(&on.name, &operation.bound_to.name)
            })
            .collect();
        fitting
            .iter()
            .find(|operation| operation.bound_to.name == on.name)
            .or_else(|| fitting.first())
            .map(|operation| Call {
                returns: operation.returns.clone(),
                action: operation.action,
                parameters: operation.parameters.clone(),
            })
    }
}

fn structured(node: Node<'_, '_>) -> Structured {
    let members = node
        .children()
        .filter(|child| matches!(child.tag_name().name(), "Property" | "NavigationProperty"))
        .filter_map(|child| {
            let member = Member {
                kind: TypeRef::parse(child.attribute("Type")?),
                nullable: child.attribute("Nullable") != Some("false"),
                navigation: child.tag_name().name() == "NavigationProperty",
            };
            Some((child.attribute("Name")?.to_owned(), member))
        })
        .collect();
    Structured {
        base: node
            .attribute("BaseType")
            .map(|base| TypeRef::parse(base).name),
        open: node.attribute("OpenType") == Some("true"),
        members,
    }
}

fn enumeration(node: Node<'_, '_>) -> Enumeration {
    Enumeration {
        members: node
            .children()
            .filter_map(|child| child.attribute("Name").map(str::to_owned))
            .collect(),
        flags: node.attribute("IsFlags") == Some("true"),
    }
}

fn operation(node: Node<'_, '_>) -> Option<Operation> {
    let mut parameters: Vec<(String, TypeRef)> = node
        .children()
        .filter(|child| child.tag_name().name() == "Parameter")
        .filter_map(|child| {
            Some((
                child.attribute("Name")?.to_owned(),
                TypeRef::parse(child.attribute("Type")?),
            ))
        })
        .collect();
    if parameters.is_empty() {
        return None;
    }
    let (_, bound_to) = parameters.remove(0);
    Some(Operation {
        name: node.attribute("Name")?.to_owned(),
        bound_to,
        returns: node
            .children()
            .find(|child| child.tag_name().name() == "ReturnType")
            .and_then(|child| child.attribute("Type"))
            .map(TypeRef::parse),
        action: node.tag_name().name() == "Action",
        parameters: parameters.into_iter().collect(),
    })
}
