//! Claims challenges in `WWW-Authenticate`.

use ::http::header::{HeaderMap, WWW_AUTHENTICATE};

use crate::signin::challenge::Claims;

/// The claims that Graph demands, if this is a claims challenge.
///
/// The header may be repeated, its fields come in any order, quoted or not
/// (learn.microsoft.com, "Claims challenges, claims requests and client capabilities").
pub(crate) fn claims(headers: &HeaderMap) -> Option<Claims> {
    headers
        .get_all(WWW_AUTHENTICATE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .filter(|header| field(header, "error").as_deref() == Some("insufficient_claims"))
        .filter_map(|header| field(header, "claims"))
        .find_map(|claims| Claims::from_base64(&claims))
}

/// The value of one field of a challenge.
fn field(header: &str, name: &str) -> Option<String> {
    let mut rest = header
        .trim_start()
        .strip_prefix("Bearer")
        .or_else(|| header.trim_start().strip_prefix("bearer"))?;
    loop {
        rest = rest.trim_start_matches([' ', ',', '\t']);
        let (key, after) = rest.split_once('=')?;
        let value;
        if let Some(quoted) = after.strip_prefix('"') {
            let end = quoted.find('"')?;
            value = &quoted[..end];
            rest = &quoted[end + 1..];
        } else {
            let end = after.find(',').unwrap_or(after.len());
            value = after[..end].trim();
            rest = &after[end..];
        }
        if key.trim().eq_ignore_ascii_case(name) {
            return Some(value.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use ::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    const CLAIMS: &str = "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7InZhbHVlIjoiMSJ9fX0=";

    fn headers(values: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(WWW_AUTHENTICATE, HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    #[test]
    fn the_claims_of_graph_are_found() {
        let expected = Claims::from_json(r#"{"access_token":{"nbf":{"value":"1"}}}"#);
        let graphs = format!(
            "Bearer realm=\"\", authorization_uri=https://login.microsoftonline.com/common/oauth2/authorize, \
             client_id=\"00000003-0000-0000-c000-000000000000\", error=\"insufficient_claims\", \
             claims=\"{CLAIMS}\", errorDescription=\"Continuous access evaluation resulted in challenge, code: x\""
        );
        let reversed =
            format!("Bearer claims=\"{CLAIMS}\", error=\"insufficient_claims\", realm=\"\"");
        let unquoted = format!("bearer claims={CLAIMS},error=insufficient_claims");
        for header in [&graphs, &reversed, &unquoted] {
            assert_eq!(claims(&headers(&[header])), expected, "{header}");
        }
        assert_eq!(claims(&headers(&["Basic realm=\"x\"", &graphs])), expected);
    }

    #[test]
    fn other_refusals_are_no_challenge() {
        let other_error = format!("Bearer error=\"invalid_token\", claims=\"{CLAIMS}\"");
        for header in [
            "Bearer realm=\"\"",
            &other_error,
            "Bearer error=\"insufficient_claims\"",
            "Bearer error=\"insufficient_claims\", claims=\"not base64\"",
            "Bearer claims=\"",
        ] {
            assert_eq!(claims(&headers(&[header])), None, "{header}");
        }
    }

    proptest! {
        #[test]
        fn no_header_breaks_the_parser(text in "[ -~]{0,80}") {
            let _ = claims(&headers(&[&format!("Bearer {text}")]));
        }
    }
}
