//! The pairs of hosts that Microsoft (or a practice tenant) answers on.

use std::net::IpAddr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use url::{Host, Url};

/// A login host and a Graph host that belong together.
///
/// Tokens of one cloud mean nothing in another, so everything that is sent goes to these two
/// origins and nowhere else. HTTPS always; plain HTTP only to loopback addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(into = "Written")]
pub struct Cloud {
    name: &'static str,
    login: Url,
    graph: Url,
    ca_pem: Option<String>,
}

/// Why a pair of hosts cannot be used as a cloud.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CloudError {
    /// Plain HTTP to a host that is not this computer.
    #[error("{0} must use https: plain http is for this computer only")]
    NotHttps(Url),
    /// Something beside scheme, host and port.
    #[error("{0} must be an origin: https://host or https://host:port, with nothing behind it")]
    NotAnOrigin(Url),
}

impl Cloud {
    /// The worldwide cloud, GCC included: `login.microsoftonline.com` and
    /// `graph.microsoft.com` (learn.microsoft.com, "Microsoft Graph national cloud
    /// deployments").
    #[must_use]
    #[expect(
        clippy::expect_used,
        reason = "two constant addresses, parsed by a test"
    )]
    pub fn global() -> Self {
        Self {
            name: "global",
            login: Url::parse("https://login.microsoftonline.com").expect("a valid address"),
            graph: Url::parse("https://graph.microsoft.com").expect("a valid address"),
            ca_pem: None,
        }
    }

    /// Another pair of hosts, such as a practice tenant. `ca_pem` holds certificates (PEM)
    /// that are trusted for this cloud, and then it trusts no others.
    ///
    /// # Errors
    /// When an address is not a bare origin or uses plain HTTP to another computer.
    pub fn custom(login: Url, graph: Url, ca_pem: Option<String>) -> Result<Self, CloudError> {
        Ok(Self {
            name: "custom",
            login: checked_origin(login)?,
            graph: checked_origin(graph)?,
            ca_pem,
        })
    }

    /// `global` or `custom`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name
    }

    /// Origin of the sign-in service.
    #[must_use]
    pub fn login(&self) -> &Url {
        &self.login
    }

    /// Origin of Microsoft Graph.
    #[must_use]
    pub fn graph(&self) -> &Url {
        &self.graph
    }

    /// The certificates that this cloud is trusted by, when they are not the system's.
    #[must_use]
    pub fn ca_pem(&self) -> Option<&str> {
        self.ca_pem.as_deref()
    }

    /// Whether both hosts are this computer.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.login) && is_loopback(&self.graph)
    }
}

/// A cloud as it is written down.
#[derive(Serialize, Deserialize)]
struct Written {
    login: Url,
    graph: Url,
    ca_pem: Option<String>,
}

impl From<Cloud> for Written {
    fn from(cloud: Cloud) -> Self {
        Self {
            login: cloud.login,
            graph: cloud.graph,
            ca_pem: cloud.ca_pem,
        }
    }
}

impl<'de> Deserialize<'de> for Cloud {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Written {
            login,
            graph,
            ca_pem,
        } = Written::deserialize(deserializer)?;
        let global = Self::global();
        if ca_pem.is_none() && login == global.login && graph == global.graph {
            return Ok(global);
        }
        Self::custom(login, graph, ca_pem).map_err(D::Error::custom)
    }
}

fn checked_origin(url: Url) -> Result<Url, CloudError> {
    let accepted = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url));
    if !accepted {
        return Err(CloudError::NotHttps(url));
    }
    let bare = url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if bare {
        Ok(url)
    } else {
        Err(CloudError::NotAnOrigin(url))
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn custom(address: &str) -> Result<Cloud, CloudError> {
        let url = Url::parse(address).unwrap();
        Cloud::custom(url.clone(), url, None)
    }

    #[test]
    fn the_global_cloud_is_two_different_https_hosts() {
        let cloud = Cloud::global();
        assert_eq!(cloud.login().as_str(), "https://login.microsoftonline.com/");
        assert_eq!(cloud.graph().as_str(), "https://graph.microsoft.com/");
        assert!(!cloud.is_loopback());
    }

    #[test]
    fn what_is_written_down_is_checked_when_it_is_read() {
        for cloud in [Cloud::global(), custom("http://127.0.0.1:80").unwrap()] {
            let text = serde_json::to_string(&cloud).unwrap();
            assert_eq!(serde_json::from_str::<Cloud>(&text).unwrap(), cloud);
        }
        let bad = r#"{"login":"http://login.example","graph":"http://graph.example"}"#;
        assert!(serde_json::from_str::<Cloud>(bad).is_err());
    }

    #[test]
    fn plain_http_is_for_this_computer_only() {
        for good in [
            "http://localhost:8080",
            "http://127.0.0.1:1",
            "http://127.9.9.9",
            "http://[::1]:5",
            "https://graph.example",
        ] {
            assert!(custom(good).is_ok(), "{good}");
        }
        for bad in [
            "http://graph.microsoft.com",
            "http://localhost.example",
            "http://10.0.0.1",
            "ftp://localhost",
        ] {
            assert!(matches!(custom(bad), Err(CloudError::NotHttps(_))), "{bad}");
        }
    }

    #[test]
    fn only_bare_origins_are_taken() {
        for bad in [
            "https://graph.example/v1.0",
            "https://graph.example/?a=b",
            "https://graph.example/#x",
            "https://user@graph.example",
            "https://user:pass@graph.example",
        ] {
            assert!(
                matches!(custom(bad), Err(CloudError::NotAnOrigin(_))),
                "{bad}"
            );
        }
    }
}
