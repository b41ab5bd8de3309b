//! Refusals of Graph, and calls that came to nothing.

use entra::error::{Error, ServiceError};
use guests::explanation::Explanation;
use guests::trouble::directory::{self, Action, Context};
use guests::trouble::sign_in::{self, LocalTrouble};

use super::own::explanation;
use super::{ServiceAnswer, Trouble, TroubleCode};

/// What was read, where nothing more is known of the call.
const READING: Context<'static> = Context {
    action: Action::Read,
    address: None,
    target: None,
};

impl Trouble {
    /// A failed call, explained by what it was for.
    pub(crate) fn of_call(error: &Error, context: &Context<'_>) -> Self {
        match error {
            Error::SignIn(error) => error.clone().into(),
            Error::Service(error) if is_foreign(error, context) => {
                let mut trouble = Self::new(TroubleCode::ServiceFailed, not_graph(error.status));
                trouble.service = Some(answer(error));
                trouble
            }
            Error::Service(error) => Self {
                code: code_of(error),
                explanation: directory::explain(error.status, &error.code, &error.message, context),
                retry_after: seconds(error),
                service: Some(answer(error)),
                consent: None,
            },
            Error::OutcomeUnknown {
                client_request_id,
                cause,
                service,
            } => {
                let mut trouble = Self::new(TroubleCode::OutcomeUnknown, unknown(cause));
                trouble.service = Some(match service {
                    Some(service) => answer(service),
                    None => only_id(&client_request_id.to_string(), cause),
                });
                trouble
            }
            Error::Unreachable { host, cause } => {
                let mut trouble =
                    Self::new(TroubleCode::Offline, sign_in_free(LocalTrouble::Offline));
                trouble.service = Some(unreached(host, cause));
                trouble
            }
            Error::TimedOut { client_request_id } => {
                let mut trouble =
                    Self::new(TroubleCode::Offline, sign_in_free(LocalTrouble::TimedOut));
                trouble.service = Some(only_id(&client_request_id.to_string(), ""));
                trouble
            }
            Error::ConnectionLost {
                client_request_id,
                cause,
            } => {
                let mut trouble =
                    Self::new(TroubleCode::Offline, sign_in_free(LocalTrouble::Offline));
                trouble.service = Some(only_id(&client_request_id.to_string(), cause));
                trouble
            }
            Error::ForeignOrigin { expected, got } => Self::new(
                TroubleCode::ServiceFailed,
                explanation(
                    "foreignOrigin",
                    "The service pointed to another host.",
                    &format!(
                        "The answer named {got} to go on with, which is not {expected}. Usher did not follow it."
                    ),
                    "Try again. If it stays so, something between this computer and Microsoft changes the answers.",
                ),
            ),
            Error::UnexpectedAnswer {
                status,
                what,
                client_request_id,
            } => {
                let mut trouble = Self::new(
                    TroubleCode::ServiceFailed,
                    explanation(
                        "unexpectedAnswer",
                        "The service answered something that cannot be read.",
                        &format!("Status {status}: {what}"),
                        "Try again in a moment.",
                    ),
                );
                trouble.service = Some(ServiceAnswer {
                    status: Some(*status),
                    ..only_id(&client_request_id.to_string(), what)
                });
                trouble
            }
            Error::Cancelled => Self::cancelled(),
            Error::Setup(what) => Self::internal(what),
            other => Self::internal(&other.to_string()),
        }
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::of_call(&error, &READING)
    }
}

/// Whoever refuses to be read and says nothing in the form of Graph, nor under which id, is not it.
fn is_foreign(error: &ServiceError, context: &Context<'_>) -> bool {
    context.action == Action::Read
        && error.code.is_empty()
        && error.request_id.is_none()
        && (400..=499).contains(&error.status)
        && error.status != 429
}

fn code_of(error: &ServiceError) -> TroubleCode {
    match error.status {
        429 => TroubleCode::Throttled,
        404 => TroubleCode::NotFound,
        400..=499 => TroubleCode::Refused,
        _ => TroubleCode::ServiceFailed,
    }
}

fn seconds(error: &ServiceError) -> Option<u32> {
    error
        .retry_after
        .map(|wait| u32::try_from(wait.as_secs()).unwrap_or(u32::MAX))
}

pub(crate) fn answer(error: &ServiceError) -> ServiceAnswer {
    ServiceAnswer {
        status: Some(error.status),
        code: error.code.clone(),
        message: error.message.clone(),
        request_id: error.request_id.clone(),
        client_request_id: error.client_request_id.clone(),
        correlation_id: None,
        trace_id: None,
        time: error.date.clone(),
    }
}

/// The host that was tried, for whoever looks for what is in the way.
pub(super) fn unreached(host: &str, cause: &str) -> ServiceAnswer {
    ServiceAnswer {
        client_request_id: None,
        ..only_id("", &format!("{host} could not be reached: {cause}"))
    }
}

fn only_id(client_request_id: &str, message: &str) -> ServiceAnswer {
    ServiceAnswer {
        status: None,
        code: String::new(),
        message: message.to_owned(),
        request_id: None,
        client_request_id: Some(client_request_id.to_owned()),
        correlation_id: None,
        trace_id: None,
        time: None,
    }
}

/// Words for a lost connection; they are the same whatever service it was lost to.
fn sign_in_free(trouble: LocalTrouble) -> Explanation {
    match trouble {
        LocalTrouble::Offline => explanation(
            "offline",
            "Microsoft Graph cannot be reached.",
            "There is no connection from this computer to the service.",
            "Check the network, then try again.",
        ),
        LocalTrouble::TimedOut => explanation(
            "timedOut",
            "Microsoft Graph did not answer in time.",
            "The connection is slow, or the service is.",
            "Try again in a moment.",
        ),
        other => sign_in::local(other),
    }
}

fn not_graph(status: u16) -> Explanation {
    explanation(
        "notGraph",
        "Something else answered in place of Microsoft Graph.",
        &format!(
            "The answer ({status}) was not in its form. A proxy or a filter may be in between, or another host was asked."
        ),
        "Check the network and the host that is asked, then try again.",
    )
}

fn unknown(cause: &str) -> Explanation {
    explanation(
        "outcomeUnknown",
        "It is not known whether this took effect.",
        &format!("The request was sent, but its answer was lost: {cause}."),
        "Usher looks it up in the directory before anything is sent again.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, code: &str, request_id: Option<&str>) -> Error {
        Error::Service(Box::new(ServiceError {
            status,
            code: code.to_owned(),
            message: "gone".to_owned(),
            request_id: request_id.map(str::to_owned),
            client_request_id: None,
            date: None,
            retry_after: None,
        }))
    }

    #[test]
    fn a_web_server_is_not_taken_for_graph() {
        let code = |error: &Error| Trouble::from(error.clone()).explanation.code;
        assert_eq!(code(&refused(404, "", None)), "notGraph");
        assert_ne!(code(&refused(404, "", Some("of Graph"))), "notGraph");
        assert_ne!(
            code(&refused(404, "Request_ResourceNotFound", None)),
            "notGraph"
        );
        assert_ne!(code(&refused(502, "", None)), "notGraph");
        // What a change did is told by other means.
        let added = Context {
            action: Action::AddToGroup,
            ..READING
        };
        let trouble = Trouble::of_call(&refused(404, "", None), &added);
        assert_ne!(trouble.explanation.code, "notGraph");
    }

    #[test]
    fn the_host_that_cannot_be_reached_is_named() {
        let error = Error::Unreachable {
            host: "graph.example".to_owned(),
            cause: "dns error".to_owned(),
        };
        let service = Trouble::from(error).service.unwrap();
        assert_eq!(
            service.message,
            "graph.example could not be reached: dns error"
        );
    }
}
