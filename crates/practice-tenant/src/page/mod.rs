//! What every page of the tenant shares: layout, style sheet, headers.

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{HeaderValue, StatusCode, header};
use maud::{DOCTYPE, Markup, html};
use url::{Origin, Url};

const STYLE: &str = include_str!("practice.css");
const STYLE_PATH: &str = "/practice.css";

/// No script, no frame, nothing from elsewhere; forms may only go back to the tenant.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
    base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// How much room the content takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Width {
    /// One narrow card: sign-in and consent.
    Card,
    /// A wide column: lists and mails.
    Wide,
}

/// A page on its way out.
pub(crate) struct Page {
    status: StatusCode,
    title: String,
    organization: String,
    width: Width,
    content: Markup,
    returns_to: Option<Origin>,
}

impl Page {
    /// A page of the organization's; the title is also the window's.
    pub(crate) fn new(title: impl Into<String>, organization: &str, content: Markup) -> Self {
        Self {
            status: StatusCode::OK,
            title: title.into(),
            organization: organization.to_owned(),
            width: Width::Card,
            content,
            returns_to: None,
        }
    }

    /// The same page, wide.
    pub(crate) fn wide(self) -> Self {
        Self {
            width: Width::Wide,
            ..self
        }
    }

    /// The same page, whose form ends in a redirect to the client that sent the person here.
    pub(crate) fn returning_to(self, address: Option<&Url>) -> Self {
        Self {
            returns_to: address.map(Url::origin),
            ..self
        }
    }

    /// The same page with another status.
    pub(crate) fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let main = match self.width {
            Width::Card => "card",
            Width::Wide => "wide",
        };
        let markup = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="robots" content="noindex";
                    title { (self.title) " – Practice tenant" }
                    link rel="stylesheet" href=(STYLE_PATH);
                    link rel="icon" href="data:,";
                }
                body {
                    header.strip {
                        strong { "Practice tenant" }
                        span { (self.organization) " is made up. Nothing here reaches Microsoft or anybody’s mailbox." }
                    }
                    main class=(main) { (self.content) }
                }
            }
        };
        let mut response = (self.status, markup).into_response();
        let policy = match &self.returns_to {
            Some(origin) => format!("{POLICY} {}", origin.ascii_serialization()),
            None => POLICY.to_owned(),
        };
        let headers = response.headers_mut();
        if let Ok(policy) = HeaderValue::try_from(policy) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        for (name, value) in [
            (header::CACHE_CONTROL, "no-store"),
            (header::REFERRER_POLICY, "same-origin"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::X_FRAME_OPTIONS, "DENY"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

/// A name or text that somebody outside chose: characters that could reorder or hide text are
/// shown by their number.
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{061c}'
            | '\u{feff}'
            | '\u{00ad}' => {
                shown.push_str(&format!("[U+{:04X}]", u32::from(character)));
            }
            '\n' | '\t' => shown.push(character),
            control if control.is_control() => {
                shown.push_str(&format!("[U+{:04X}]", u32::from(control)));
            }
            other => shown.push(other),
        }
    }
    shown
}

/// The style sheet.
pub(crate) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route(
        STYLE_PATH,
        get(|| async {
            (
                [
                    (header::CONTENT_TYPE, "text/css; charset=utf-8"),
                    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
                    (header::CACHE_CONTROL, "no-cache"),
                ],
                STYLE,
            )
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn hidden_characters_become_visible() {
        assert_eq!(
            visible("a\u{202e}b\u{200b}c\u{7}"),
            "a[U+202E]b[U+200B]c[U+0007]"
        );
        assert_eq!(visible("Zoë\nÅse"), "Zoë\nÅse");
    }
}
