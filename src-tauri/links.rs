//! Which pages may be opened in the browser.

use entra::cloud::Cloud;
use url::Url;

/// True where Usher may open this page: the sign-in pages, My Apps, and the practice tenant's own pages.
///
/// `practice` is the origin of the practice tenant, where one is in use.
pub fn may_open(page: &Url, cloud: Option<&Cloud>, practice: Option<&Cloud>) -> bool {
    if let Some(practice) = practice
        && [practice.login(), practice.graph()]
            .iter()
            .any(|own| own.origin() == page.origin())
    {
        return true;
    }
    if page.scheme() != "https" || !page.username().is_empty() || page.port().is_some() {
        return false;
    }
    let Some(host) = page.host_str() else {
        return false;
    };
    matches!(
        host,
        "microsoft.com" | "www.microsoft.com" | "login.microsoft.com" | "myapps.microsoft.com"
    ) || cloud.is_some_and(|cloud| cloud.login().host_str() == Some(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(page: &str) -> bool {
        let practice = Cloud::custom(
            "http://127.0.0.1:4100".parse().unwrap(),
            "http://127.0.0.1:4100".parse().unwrap(),
            None,
        )
        .unwrap();
        may_open(
            &page.parse().unwrap(),
            Some(&Cloud::global()),
            Some(&practice),
        )
    }

    #[test]
    fn only_the_known_pages_open() {
        for page in [
            "https://microsoft.com/devicelogin",
            "https://login.microsoft.com/device",
            "https://login.microsoftonline.com/common/oauth2/deviceauth",
            "https://myapps.microsoft.com/?tenantid=x",
            "http://127.0.0.1:4100/outbox",
        ] {
            assert!(allowed(page), "{page} should open");
        }
        for page in [
            "http://microsoft.com/devicelogin",
            "https://microsoft.com.evil.example/devicelogin",
            "https://user@microsoft.com/devicelogin",
            "https://microsoft.com:8443/devicelogin",
            "http://127.0.0.1:4101/outbox",
            "http://localhost:4100/outbox",
            "file:///etc/passwd",
            "javascript:alert(1)",
        ] {
            assert!(!allowed(page), "{page} should not open");
        }
    }
}
