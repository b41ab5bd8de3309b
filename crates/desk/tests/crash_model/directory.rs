//! The service in a few lines: users, members, assignments, and a list of everything it did.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

/// How late the audit log is.
const AUDIT_DELAY: Duration = Duration::from_secs(75);

/// A directory that hides new users for a while.
#[derive(Default)]
pub(crate) struct Directory {
    users: Vec<User>,
    members: BTreeSet<(String, String)>,
    assigned: BTreeSet<(String, String)>,
    /// Mails, with the moment from which the audit log shows them.
    mails: Vec<(Mail, Instant)>,
    /// Everything it did, oldest first.
    pub(crate) effects: Vec<Effect>,
}

struct User {
    id: String,
    address: String,
    accepted: bool,
    shown_from: Instant,
}

/// An entry of the audit log.
struct Mail {
    user: String,
    sent: Instant,
}

/// Something it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    UserMade { address: String, id: String },
    Invited { address: String },
    Mailed { address: String },
    MemberAdded { user: String, group: String },
    Assigned { user: String, application: String },
}

/// A change that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Invite { address: String, mail: bool },
    AddMembers { group: String, users: Vec<String> },
    Assign { user: String, application: String },
}

/// A status and a body.
pub(crate) type Answer = (u16, Value);

impl Directory {
    pub(crate) fn seed(&mut self, id: &str, address: &str, accepted: bool) {
        self.users.push(User {
            id: id.to_owned(),
            address: address.to_owned(),
            accepted,
            shown_from: Instant::now(),
        });
    }

    /// Carries a change out, or refuses it. A user made by it is shown from this moment.
    pub(crate) fn change(&mut self, change: &Change, shown_from: Instant) -> Answer {
        match change {
            Change::Invite { address, mail } => self.invite(address, *mail, shown_from),
            Change::AddMembers { group, users } => self.add_members(group, users),
            Change::Assign { user, application } => self.assign(user, application),
        }
    }

    fn invite(&mut self, address: &str, mail: bool, shown_from: Instant) -> Answer {
        let known = self.users.iter().find(|user| user.address == address);
        let id = match known {
            Some(user) => user.id.clone(),
            None => {
                let id = format!("made-{}", self.users.len());
                self.users.push(User {
                    id: id.clone(),
                    address: address.to_owned(),
                    accepted: false,
                    shown_from,
                });
                self.effects.push(Effect::UserMade {
                    address: address.to_owned(),
                    id: id.clone(),
                });
                id
            }
        };
        let address = address.to_owned();
        self.effects.push(Effect::Invited {
            address: address.clone(),
        });
        if mail {
            self.effects.push(Effect::Mailed { address });
            let sent = Instant::now();
            let user = id.clone();
            self.mails.push((Mail { user, sent }, sent + AUDIT_DELAY));
        }
        let link = "https://login.example/redeem";
        let body = json!({"id": "i", "inviteRedeemUrl": link, "invitedUser": {"id": id}});
        (201, body)
    }

    fn add_members(&mut self, group: &str, users: &[String]) -> Answer {
        if let Some(user) = users.iter().find(|user| self.shown(user).is_none()) {
            return not_there(user);
        }
        let place = |user: &String| (group.to_owned(), user.clone());
        if users.iter().any(|user| self.members.contains(&place(user))) {
            let message = "One or more added object references already exist for the following \
                modified properties: 'members'.";
            return (400, refusal("Request_BadRequest", message));
        }
        for user in users {
            self.members.insert(place(user));
            self.effects.push(Effect::MemberAdded {
                user: user.clone(),
                group: group.to_owned(),
            });
        }
        (204, Value::Null)
    }

    fn assign(&mut self, user: &str, application: &str) -> Answer {
        if self.shown(user).is_none() {
            return not_there(user);
        }
        let place = (application.to_owned(), user.to_owned());
        if !self.assigned.insert(place) {
            let message = "Permission being assigned already exists on the object";
            return (400, refusal("Request_BadRequest", message));
        }
        self.effects.push(Effect::Assigned {
            user: user.to_owned(),
            application: application.to_owned(),
        });
        let body = json!({"id": "a", "principalId": user, "resourceId": application,
            "appRoleId": "00000000-0000-0000-0000-000000000000"});
        (201, body)
    }

    /// What the audit log shows of mails, whatever the filter says. `date` dates them.
    pub(crate) fn audits(&self, date: impl Fn(Instant) -> String) -> Answer {
        let shown = self
            .mails
            .iter()
            .filter(|(_, from)| Instant::now() >= *from);
        let entries = shown.map(|(mail, _)| {
            json!({
                "result": "success",
                "activityDateTime": date(mail.sent),
                "targetResources": [{"id": mail.user}],
            })
        });
        (200, json!({ "value": entries.collect::<Vec<_>>() }))
    }

    /// Answers a question: a user by id, or those whose address stands in a filter.
    pub(crate) fn question(&self, path: &str) -> Answer {
        let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
        let rest = path.trim_start_matches('/').trim_start_matches("users");
        match rest.strip_prefix('/') {
            Some(id) => {
                let id = id.split('?').next().unwrap_or_default();
                match self.shown(id) {
                    Some(user) => (200, user.to_json()),
                    None => not_there(id),
                }
            }
            None => {
                let holds = |user: &&User| rest.contains(&format!("'{}'", user.address));
                let shown = self.users.iter().filter(|user| user.is_shown());
                let found: Vec<Value> = shown.filter(holds).map(User::to_json).collect();
                (200, json!({ "value": found }))
            }
        }
    }

    fn shown(&self, id: &str) -> Option<&User> {
        let mut users = self.users.iter();
        users.find(|user| user.id == id && user.is_shown())
    }
}

impl User {
    fn is_shown(&self) -> bool {
        Instant::now() >= self.shown_from
    }

    fn to_json(&self) -> Value {
        let state = if self.accepted {
            "Accepted"
        } else {
            "PendingAcceptance"
        };
        json!({
            "id": self.id,
            "displayName": self.address,
            "mail": self.address,
            "userType": "Guest",
            "creationType": "Invitation",
            "externalUserState": state,
            "accountEnabled": true,
        })
    }
}

fn not_there(id: &str) -> Answer {
    let message = format!(
        "Resource '{id}' does not exist or one of its queried reference-property objects are not \
         present."
    );
    (404, refusal("Request_ResourceNotFound", &message))
}

pub(crate) fn refusal(code: &str, message: &str) -> Value {
    json!({"error": {"code": code, "message": message}})
}
