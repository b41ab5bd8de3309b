//! Who may knock at all: only requests to the tenant's own names, and none
//! that another site's page sends.
//!
//! The listener is on loopback, but web pages reach loopback too: by names that
//! are made to resolve to it, and by plain cross-site forms. The Host check
//! stops the first, the Origin check the second.

use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode, Uri};

use crate::site::{Asked, GRAPH_HOST, HostKind, LOGIN_HOST};

/// Checks requests by the names that the tenant answers to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Guard {
    /// With TLS the two Microsoft names are accepted too.
    pub(crate) tls: bool,
}

impl Guard {
    /// Under which name the request came, or the status to refuse it with.
    pub(crate) fn admit(self, uri: &Uri, headers: &HeaderMap) -> Result<Asked, StatusCode> {
        let host = sole(headers, HOST.as_str())
            .map_err(|()| StatusCode::BAD_REQUEST)?
            .or_else(|| uri.authority().map(axum::http::uri::Authority::as_str))
            .ok_or(StatusCode::MISDIRECTED_REQUEST)?
            .to_ascii_lowercase();
        let kind = self.kind(&host).ok_or(StatusCode::MISDIRECTED_REQUEST)?;
        let scheme = if self.tls { "https" } else { "http" };
        let asked = Asked {
            origin: format!("{scheme}://{host}"),
            host: kind,
        };
        match sole(headers, ORIGIN.as_str()) {
            Ok(None) => Ok(asked),
            Ok(Some(origin)) if origin.eq_ignore_ascii_case(&asked.origin) => Ok(asked),
            _ => Err(StatusCode::FORBIDDEN),
        }
    }

    fn kind(self, host: &str) -> Option<HostKind> {
        let name = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => {
                port.parse::<u16>().ok()?;
                name
            }
            _ => host,
        };
        match name {
            "localhost" | "127.0.0.1" | "[::1]" => Some(HostKind::Loopback),
            LOGIN_HOST if self.tls => Some(HostKind::Login),
            GRAPH_HOST if self.tls => Some(HostKind::Graph),
            _ => None,
        }
    }
}

/// The header's value; an error where it is there twice or is not text.
fn sole<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, ()> {
    let mut values = headers.get_all(name).iter();
    let first = values.next();
    if values.next().is_some() {
        return Err(());
    }
    first
        .map(|value| value.to_str().map_err(|_| ()))
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admit(tls: bool, headers: &[(&str, &str)]) -> Result<Asked, StatusCode> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let name: axum::http::HeaderName = name.parse().expect("a name");
            map.append(name, value.parse().expect("a value"));
        }
        Guard { tls }.admit(&Uri::from_static("/v1.0/me"), &map)
    }

    #[test]
    fn knows_its_own_names() {
        for host in [
            "localhost",
            "localhost:8443",
            "127.0.0.1:1",
            "[::1]",
            "[::1]:9",
            "LOCALHOST",
        ] {
            let asked = admit(false, &[("host", host)]).expect(host);
            assert_eq!(asked.host, HostKind::Loopback);
            assert_eq!(asked.origin, format!("http://{}", host.to_lowercase()));
        }
        let asked = admit(true, &[("host", "graph.microsoft.com")]).expect("Graph's name");
        assert_eq!(
            (asked.origin.as_str(), asked.host),
            ("https://graph.microsoft.com", HostKind::Graph)
        );
        let asked =
            admit(true, &[("host", "login.microsoftonline.com:443")]).expect("login's name");
        assert_eq!(asked.host, HostKind::Login);
    }

    #[test]
    fn turns_other_names_away() {
        for host in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example:80",
            "127.0.0.2",
            "::1",
            "localhost:x",
            "graph.microsoft.com",
            "",
        ] {
            let refused = admit(false, &[("host", host)]);
            assert_eq!(refused, Err(StatusCode::MISDIRECTED_REQUEST), "{host:?}");
        }
        assert_eq!(
            admit(true, &[("host", "graph.microsoft.us")]),
            Err(StatusCode::MISDIRECTED_REQUEST)
        );
        assert_eq!(admit(false, &[]), Err(StatusCode::MISDIRECTED_REQUEST));
        let twice = admit(false, &[("host", "localhost"), ("host", "evil.example")]);
        assert_eq!(twice, Err(StatusCode::BAD_REQUEST));
    }

    #[test]
    fn turns_other_origins_away() {
        let with = |origin| admit(false, &[("host", "localhost:80"), ("origin", origin)]);
        assert!(with("http://localhost:80").is_ok());
        for origin in [
            "https://evil.example",
            "null",
            "http://localhost:81",
            "https://localhost:80",
        ] {
            assert_eq!(with(origin), Err(StatusCode::FORBIDDEN), "{origin}");
        }
    }
}
