//! A practice tenant that was started elsewhere, by the line that its program prints.

use std::path::PathBuf;

use entra::cloud::Cloud;
use entra::signin::AppRegistration;
use serde::Deserialize;
use url::Url;

use super::Destination;
use crate::trouble::Trouble;

/// Where a practice tenant answers.
#[derive(Clone, Debug)]
pub struct PracticeSite {
    /// Login and Graph hosts, loopback only.
    pub cloud: Cloud,
    /// The app registration that the tenant has consented to.
    pub app: AppRegistration,
    /// The outbox, where the invitation mails lie.
    pub outbox: Url,
}

/// The part of the practice program's line that Usher needs.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    login: Url,
    graph: Url,
    outbox: Url,
    ca: Option<PathBuf>,
    tenant_id: String,
    client_id: String,
}

impl PracticeSite {
    /// Reads the line itself, or the file of this path that holds it.
    ///
    /// # Errors
    /// It is no practice tenant's line, or names hosts that are not this computer.
    pub fn read(given: &str) -> Result<Self, Trouble> {
        let text = if given.trim_start().starts_with('{') {
            given.to_owned()
        } else {
            std::fs::read_to_string(given).map_err(|error| {
                invalid(&format!(
                    "The file {given} of the practice tenant's line cannot be read: {error}"
                ))
            })?
        };
        let line: Line = serde_json::from_str(&text)
            .map_err(|error| invalid(&format!("This is no practice tenant's line: {error}")))?;
        let ca = line
            .ca
            .map(std::fs::read_to_string)
            .transpose()
            .map_err(|error| {
                invalid(&format!("The practice tenant's CA cannot be read: {error}"))
            })?;
        let cloud = Cloud::custom(line.login, line.graph, ca)
            .map_err(|error| invalid(&error.to_string()))?;
        if !cloud.is_loopback() {
            return Err(invalid("A practice tenant answers on this computer only."));
        }
        Ok(Self {
            cloud,
            app: AppRegistration {
                tenant: line.tenant_id,
                client_id: line.client_id,
            },
            outbox: line.outbox,
        })
    }

    /// Where a sign-in to it goes.
    pub fn destination(&self) -> Destination {
        Destination {
            cloud: self.cloud.clone(),
            app: self.app.clone(),
            practice: true,
        }
    }
}

fn invalid(text: &str) -> Trouble {
    Trouble::invalid("practice", text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"login":"http://127.0.0.1:4100","graph":"http://127.0.0.1:4100",
        "control":"http://127.0.0.1:4100/control","outbox":"http://127.0.0.1:4100/outbox","ca":null,
        "controlKey":"k","tenantId":"11111111-1111-4111-8111-111111111111","clientId":"22222222-2222-4222-8222-222222222222"}"#;

    #[test]
    fn a_line_is_read_and_may_lie_in_a_file() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), LINE).unwrap();
        for given in [LINE, file.path().to_str().unwrap()] {
            let site = PracticeSite::read(given).unwrap();
            assert_eq!(site.outbox.as_str(), "http://127.0.0.1:4100/outbox");
            assert!(site.destination().practice);
        }
    }

    #[test]
    fn what_is_no_line_or_elsewhere_is_refused() {
        let elsewhere = LINE
            .replace("127.0.0.1:4100", "graph.example")
            .replace("http:", "https:");
        for given in [elsewhere.as_str(), "{}", "/no/such/file"] {
            let refused = PracticeSite::read(given).unwrap_err();
            assert_eq!(refused.explanation.code, "practice", "{given}");
        }
    }
}
