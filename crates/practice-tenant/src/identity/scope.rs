//! What a client asks for in `scope`, and what a token holds.

use std::collections::BTreeSet;
use std::fmt;

use super::aadsts::SignInError;
use super::catalogue::{self, GRAPH_APP_ID, MANAGEMENT_APP_ID};

/// The words of a scope that ask for sign-in itself and not for a permission.
pub(crate) const SIGN_IN_WORDS: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// Delegated permissions by their canonical names, for example what a token's `scp` holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScopeSet(BTreeSet<String>);

impl ScopeSet {
    /// Whether the set holds this permission.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// Whether the set holds any of these permissions.
    pub fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.has(name))
    }

    /// The names, in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether the set holds nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<S: Into<String>> FromIterator<S> for ScopeSet {
    fn from_iter<I: IntoIterator<Item = S>>(names: I) -> Self {
        Self(names.into_iter().map(Into::into).collect())
    }
}

impl fmt::Display for ScopeSet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, name) in self.iter().enumerate() {
            if at > 0 {
                out.write_str(" ")?;
            }
            out.write_str(name)?;
        }
        Ok(())
    }
}

/// The service a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Resource {
    /// Microsoft Graph.
    Graph,
    /// Azure Resource Manager, of which the tenant knows `user_impersonation` and no more.
    Management,
}

impl Resource {
    /// The application id of the service.
    pub(crate) fn app_id(self) -> &'static str {
        match self {
            Self::Graph => GRAPH_APP_ID,
            Self::Management => MANAGEMENT_APP_ID,
        }
    }

    fn of(identifier: &str, own_origin: &str) -> Option<Self> {
        let identifier = identifier.trim_end_matches('/').to_ascii_lowercase();
        match identifier.as_str() {
            "https://graph.microsoft.com" | GRAPH_APP_ID => Some(Self::Graph),
            "https://management.azure.com"
            | "https://management.core.windows.net"
            | MANAGEMENT_APP_ID => Some(Self::Management),
            other if other == own_origin => Some(Self::Graph),
            _ => None,
        }
    }

    fn canonical(self, name: &str) -> Option<&'static str> {
        match self {
            Self::Graph => catalogue::find(name).map(|permission| permission.name),
            Self::Management => name
                .eq_ignore_ascii_case("user_impersonation")
                .then_some("user_impersonation"),
        }
    }
}

/// One `scope` parameter, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ScopeRequest {
    /// The one service that the access token is for.
    pub(crate) resource: Resource,
    /// The permissions named, canonical; empty when only `.default` or sign-in itself was asked.
    pub(crate) named: ScopeSet,
    /// Whether `.default` was asked, instead of names.
    pub(crate) default: bool,
    /// Whether a refresh token was asked for.
    pub(crate) offline: bool,
    /// Whether an id token was asked for.
    pub(crate) openid: bool,
    /// Whether it is to say who the person is.
    pub(crate) profile: bool,
    /// The parameter as it came, to echo and to keep for the grant's next use.
    pub(crate) literal: String,
    prefix: Option<String>,
}

impl ScopeRequest {
    /// Reads the parameter. `own_origin` is the origin the request came to: command lines that
    /// were pointed at the tenant name Microsoft Graph by it.
    ///
    /// # Errors
    ///
    /// As the service: 70011 for what is no scope, 28000 for two services at once, 500011 for a
    /// service that the tenant does not know, 650053 for a permission that the service lacks.
    pub(crate) fn parse(scope: &str, own_origin: &str) -> Result<Self, SignInError> {
        let mut request = Self {
            resource: Resource::Graph,
            named: ScopeSet::default(),
            default: false,
            offline: false,
            openid: false,
            profile: false,
            literal: scope.split_whitespace().collect::<Vec<_>>().join(" "),
            prefix: None,
        };
        let mut resource = None;
        for word in scope.split_whitespace() {
            match word {
                "openid" => request.openid = true,
                "offline_access" => request.offline = true,
                "profile" => request.profile = true,
                "email" => {}
                _ => request.permission(word, own_origin, &mut resource)?,
            }
        }
        if request.literal.is_empty() || (request.default && !request.named.is_empty()) {
            return Err(SignInError::invalid_scope(&request.literal));
        }
        request.resource = resource.unwrap_or(Resource::Graph);
        Ok(request)
    }

    fn permission(
        &mut self,
        word: &str,
        own_origin: &str,
        resource: &mut Option<Resource>,
    ) -> Result<(), SignInError> {
        let (identifier, name) = match word.rsplit_once('/') {
            Some((identifier, name)) => (Some(identifier), name),
            None => (None, word),
        };
        let named = match identifier {
            Some(identifier) => Resource::of(identifier, own_origin)
                .ok_or_else(|| SignInError::unknown_resource(identifier))?,
            None => Resource::Graph,
        };
        if resource.is_some_and(|known| known != named) {
            return Err(SignInError::several_resources(&self.literal));
        }
        *resource = Some(named);
        if let (None, Some(identifier)) = (&self.prefix, identifier) {
            self.prefix = Some(identifier.trim_end_matches('/').to_owned());
        }
        if name == ".default" {
            self.default = true;
            return Ok(());
        }
        let canonical = named
            .canonical(name)
            .ok_or_else(|| SignInError::unknown_permission(name, named.app_id()))?;
        self.named.0.insert(canonical.to_owned());
        Ok(())
    }

    /// The `aud` of an access token: the name the client gave the service, or its id.
    pub(crate) fn audience(&self) -> &str {
        match &self.prefix {
            Some(prefix) if prefix.starts_with("https://graph.microsoft.com") => prefix,
            Some(prefix) if self.resource == Resource::Management => prefix,
            _ => self.resource.app_id(),
        }
    }

    /// The `scope` of the answer: every permission granted, in the form it was asked in, and what
    /// was asked, word for word, since clients look their cache up by it.
    pub(crate) fn answer(&self, granted: &ScopeSet) -> String {
        let mut words: Vec<String> = granted
            .iter()
            .map(|name| match &self.prefix {
                Some(prefix) => format!("{prefix}/{name}"),
                None => name.to_owned(),
            })
            .collect();
        for word in self.literal.split(' ') {
            if word != "offline_access" && !words.iter().any(|known| known == word) {
                words.push(word.to_owned());
            }
        }
        words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "https://localhost:8443";

    fn parse(scope: &str) -> ScopeRequest {
        ScopeRequest::parse(scope, ORIGIN).expect("a scope the tenant knows")
    }

    fn number(scope: &str) -> u32 {
        ScopeRequest::parse(scope, ORIGIN)
            .expect_err("a scope to refuse")
            .number()
    }

    #[test]
    fn bare_names_mean_graph_and_answer_bare() {
        let request = parse("user.read openid  offline_access profile");
        assert_eq!(request.resource, Resource::Graph);
        assert!(request.named.has("User.Read"));
        assert!(request.offline && request.openid && !request.default);
        assert_eq!(request.audience(), GRAPH_APP_ID);
        let granted = ["User.Read", "User.Invite.All"].into_iter().collect();
        assert_eq!(
            request.answer(&granted),
            "User.Invite.All User.Read user.read openid profile"
        );
    }

    #[test]
    fn default_is_echoed_with_its_slashes() {
        let request = parse("https://graph.microsoft.com//.default offline_access openid profile");
        assert!(request.default);
        assert_eq!(request.audience(), "https://graph.microsoft.com");
        let answer = request.answer(&["User.Read"].into_iter().collect());
        assert_eq!(
            answer,
            "https://graph.microsoft.com/User.Read https://graph.microsoft.com//.default openid profile"
        );
    }

    #[test]
    fn the_tenant_s_own_origin_is_graph() {
        let request = parse("https://localhost:8443//.default");
        assert_eq!(
            (request.resource, request.audience()),
            (Resource::Graph, GRAPH_APP_ID)
        );
    }

    #[test]
    fn another_service_is_told_apart() {
        let request = parse("https://management.core.windows.net//.default openid");
        assert_eq!(request.resource, Resource::Management);
        assert_eq!(request.audience(), "https://management.core.windows.net");
    }

    #[test]
    fn what_the_service_refuses_is_refused() {
        assert_eq!(number(""), 70011);
        assert_eq!(
            number("https://graph.microsoft.com/.default User.Read"),
            70011
        );
        assert_eq!(
            number("User.Read https://management.azure.com/.default"),
            28000
        );
        assert_eq!(number("https://vault.azure.net/.default"), 500011);
        assert_eq!(number("User.Reed"), 650053);
    }
}
