//! The audit log, as far as it tells of invitation mails.

use serde::Deserialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{Graph, decode, scopes};
use crate::error::Error;
use crate::http::operation::{Operation, literal};

/// An invitation mail that the service sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationMail {
    /// When.
    pub sent: OffsetDateTime,
    /// Object ids of those whom the entry names as its target.
    pub targets: Vec<String>,
}

/// What an entry of a mail is called (learn.microsoft.com, "Microsoft Entra audit log categories
/// and activities", Invited users).
const MAIL: &str = "Invitation Email";
const SUCCESS: &str = "success";

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Audit {
    result: Option<String>,
    #[serde(with = "time::serde::rfc3339::option")]
    activity_date_time: Option<OffsetDateTime>,
    #[serde(deserialize_with = "decode::null_as_default")]
    target_resources: Vec<Target>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Target {
    id: Option<String>,
}

impl Graph {
    /// The invitation mails that went out since a moment in the name of a user. Entries come
    /// half a minute to two minutes late (learn.microsoft.com, "Microsoft Entra audit log
    /// latency").
    ///
    /// # Errors
    /// 403 for people whose role does not read the audit log.
    pub async fn invitation_mails(
        &self,
        by: &str,
        since: OffsetDateTime,
    ) -> Result<Vec<InvitationMail>, Error> {
        let moment = since.format(&Rfc3339).unwrap_or_default();
        let filter = format!(
            "activityDateTime ge {moment} and activityDisplayName eq {} and initiatedBy/user/id eq {}",
            literal(MAIL),
            literal(by)
        );
        let operation = Operation::get(&["auditLogs", "directoryAudits"], scopes::AUDITS)
            .query("$filter", &filter)
            .query("$top", "500");
        let first = self.page(operation).await?;
        let audits = self.all::<Audit>(first).await?;
        Ok(audits.into_iter().filter_map(mail).collect())
    }
}

fn mail(audit: Audit) -> Option<InvitationMail> {
    let succeeded = audit.result.as_deref().is_none_or(|word| word == SUCCESS);
    let sent = audit.activity_date_time.filter(|_| succeeded)?;
    let targets = audit.target_resources.into_iter();
    Some(InvitationMail {
        sent,
        targets: targets.filter_map(|target| target.id).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_mail_that_succeeded_counts() {
        let read = |result: &str| {
            let text = format!(
                r#"{{"id":"1","activityDateTime":"2026-11-24T08:00:00.1234567Z","result":{result},
                    "targetResources":[{{"id":"u","type":"User"}},{{"id":null}}]}}"#
            );
            mail(serde_json::from_str(&text).unwrap())
        };
        assert_eq!(read("\"success\"").unwrap().targets, ["u"]);
        assert!(read("null").is_some());
        assert_eq!(read("\"failure\""), None);
    }
}
