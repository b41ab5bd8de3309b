//! Errors as Graph puts them, in an OData envelope.

use serde::Deserialize;

use crate::error::ServiceError;

#[derive(Deserialize)]
struct Envelope {
    error: ODataError,
}

#[derive(Deserialize)]
struct ODataError {
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    message: Option<String>,
    #[serde(default, rename = "innerError", alias = "innererror")]
    inner: Option<InnerError>,
}

#[derive(Default, Deserialize)]
struct InnerError {
    #[serde(default)]
    date: Option<String>,
    #[serde(default, rename = "request-id")]
    request_id: Option<String>,
    #[serde(default, rename = "client-request-id")]
    client_request_id: Option<String>,
}

/// What can be made of an error's body. A proxy's HTML page keeps its status and is not
/// repeated.
pub(crate) fn service_error(status: u16, body: &[u8]) -> ServiceError {
    let error = serde_json::from_slice::<Envelope>(body).map(|envelope| envelope.error);
    let (code, message, inner) = match error {
        Ok(error) => (error.code, error.message, error.inner),
        Err(_) => (None, None, None),
    };
    let inner = inner.unwrap_or_default();
    ServiceError {
        status,
        code: code.unwrap_or_default(),
        message: message
            .filter(|message| !message.trim().is_empty())
            .unwrap_or_else(|| "The answer holds no error of Microsoft Graph.".to_owned()),
        request_id: inner.request_id,
        client_request_id: inner.client_request_id,
        date: inner.date,
        retry_after: None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_odata_error_is_read_whole() {
        let body = br#"{"error":{"code":"Request_ResourceNotFound","message":"Resource 'x' does not exist","innerError":{"date":"2026-11-24T08:00:00","request-id":"r","client-request-id":"c"}}}"#;
        let error = service_error(404, body);
        assert_eq!(error.code, "Request_ResourceNotFound");
        assert_eq!(error.request_id.as_deref(), Some("r"));
        assert_eq!(error.client_request_id.as_deref(), Some("c"));
        assert_eq!(error.date.as_deref(), Some("2026-11-24T08:00:00"));
        assert!(error.is_not_found() && error.says("DOES not"));
    }

    #[test]
    fn what_is_no_odata_error_keeps_its_status() {
        for body in [
            "<html><h1>502 Bad Gateway</h1></html>",
            "",
            "{}",
            r#"{"error":"invalid"}"#,
            r#"{"error":{"code":null,"message":""}}"#,
        ] {
            let error = service_error(502, body.as_bytes());
            assert_eq!((error.status, error.code.as_str()), (502, ""), "{body}");
            assert!(!error.message.contains('<'), "{body}");
        }
    }

    proptest! {
        #[test]
        fn no_body_breaks_it(status in 100u16..600, body in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(service_error(status, &body).status, status);
        }
    }
}
