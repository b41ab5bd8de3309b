//! How a command ends, and how a failure is told.

use std::process::ExitCode;

use desk::trouble::{ServiceAnswer, Trouble, TroubleCode};
use guests::activity::RunState;
use serde_json::json;

use desk::view::runs::RunSummary;

use crate::arguments::Global;
use crate::output::{self, tell};

/// How a command ends; the number is the process's exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All was done.
    Done = 0,
    /// It could not start: what was asked for is not valid or not allowed, or nothing can be
    /// reached.
    NotStarted = 1,
    /// Some of it failed, or was not done.
    SomeFailed = 2,
    /// The outcome of some of it is not known.
    SomeUnknown = 3,
    /// Somebody has to sign in.
    SignInNeeded = 4,
    /// Ended by Ctrl-C, as shells have it.
    Interrupted = 130,
    /// Ended by SIGTERM, as shells have it.
    Terminated = 143,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl Exit {
    /// How a run ends a command. An outcome that is not known outweighs one that is bad.
    pub(crate) fn of_run(run: &RunSummary) -> Self {
        let totals = &run.totals;
        if totals.unknown > 0 {
            Self::SomeUnknown
        } else if run.state == RunState::Finished && totals.failed + totals.skipped == 0 {
            Self::Done
        } else {
            Self::SomeFailed
        }
    }
}

/// Why a command was not carried out.
#[derive(Debug)]
pub(crate) struct Failure {
    trouble: Box<Trouble>,
    hint: Option<String>,
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Self {
            trouble: Box::new(trouble),
            hint: None,
        }
    }
}

impl Failure {
    /// What was asked for makes no sense; `text` says why.
    pub(crate) fn usage(text: impl AsRef<str>) -> Self {
        Trouble::invalid("usage", text.as_ref()).into()
    }

    /// Somebody has to sign in first: why, and how.
    pub(crate) fn sign_in(why: &str, how: String) -> Self {
        let mut trouble = Trouble::sign_in_required();
        "Sign in first.".clone_into(&mut trouble.explanation.summary);
        why.clone_into(&mut trouble.explanation.cause);
        Self::from(trouble).hint(how)
    }

    /// Adds what to do here, at the command line.
    pub(crate) fn hint(mut self, text: impl Into<String>) -> Self {
        self.hint = Some(text.into());
        self
    }

    /// Adds where it was asked, where the command line said so and something else may have
    /// answered, or nothing.
    pub(crate) fn at_hosts(mut self, global: &Global) -> Self {
        let code = self.trouble.explanation.code.as_str();
        let elsewhere = self.trouble.code == TroubleCode::Offline
            || ["notGraph", "unexpectedAnswer"].contains(&code);
        let given: Vec<String> = [("--graph", &global.graph), ("--login", &global.login)]
            .into_iter()
            .filter_map(|(name, url)| Some(format!("{name} {}", url.as_ref()?)))
            .collect();
        if elsewhere && !given.is_empty() && self.hint.is_none() {
            self.hint = Some(format!(
                "Check the hosts that were asked for, and the network: {}",
                given.join(" ")
            ));
        }
        self
    }

    /// Adds what to do where it is the token of the environment that is not good enough.
    pub(crate) fn by_token(self) -> Self {
        match self.trouble.code == TroubleCode::SignInRequired && self.hint.is_none() {
            true => self.hint("Set USHER_ACCESS_TOKEN anew."),
            false => self,
        }
    }

    /// True where somebody has to sign in, or to consent, before it can be tried again.
    pub(crate) fn needs_sign_in(&self) -> bool {
        matches!(
            self.trouble.code,
            TroubleCode::SignInRequired | TroubleCode::ConsentRequired
        )
    }

    /// Tells it in one line where work goes on without what failed.
    pub(crate) fn warn(&self, what: &str) {
        let why = output::plain(&self.trouble.explanation.summary);
        tell!("usher: {what}: {why}{}", self.ids());
    }

    /// The service's code and its ids, which support asks for, in one line.
    fn ids(&self) -> String {
        let Some(service) = &self.trouble.service else {
            return String::new();
        };
        let mut parts = vec![service.message.clone()];
        parts.extend(ids(service).map(|(name, id)| format!("{name} {id}")));
        parts.retain(|part| !part.is_empty());
        if parts.is_empty() {
            return String::new();
        }
        output::plain(&format!(" ({})", parts.join(", ")))
    }

    /// What it is.
    pub(crate) fn trouble(&self) -> &Trouble {
        &self.trouble
    }

    /// Tells it, and says how the command ends.
    pub(crate) fn tell(&self, json: bool) -> Exit {
        tell!("usher: {}", self.text());
        if json {
            let value = json!({ "error": &self.trouble, "hint": &self.hint });
            // The exit code tells it, too.
            let _ = output::write_json(&value);
        }
        if self.needs_sign_in() {
            Exit::SignInNeeded
        } else {
            Exit::NotStarted
        }
    }

    fn text(&self) -> String {
        let trouble = &self.trouble;
        let explanation = &trouble.explanation;
        let mut lines = vec![explanation.summary.clone()];
        let mut add = |text: String| {
            if !text.is_empty() && !lines.contains(&text) {
                lines.push(text);
            }
        };
        add(explanation.cause.clone());
        match &self.hint {
            Some(hint) => add(hint.clone()),
            None => add(explanation.remedy.clone()),
        }
        if let Some(seconds) = trouble.retry_after {
            add(format!("It may be tried again in {seconds} s."));
        }
        if !explanation.who.is_empty() {
            add(format!("Who can: {}", explanation.who.join(", ")));
        }
        if let Some(setting) = &explanation.setting {
            add(format!("Where: {setting}"));
        }
        if let Some(need) = &trouble.consent {
            add(need.request.clone());
            add(format!(
                "An administrator can approve it at {}",
                need.admin_consent_url
            ));
        }
        if let Some(service) = &trouble.service {
            match service.code.as_str() {
                "" => add(service.message.clone()),
                code => add(format!("Microsoft said: {code} {}", service.message)),
            }
            for (name, id) in ids(service) {
                add(format!("{name}: {id}"));
            }
        }
        let lines: Vec<String> = lines.iter().map(|line| output::plain_lines(line)).collect();
        lines.join("\n  ")
    }
}

fn ids(service: &ServiceAnswer) -> impl Iterator<Item = (&'static str, &String)> {
    let ids = [
        ("request-id", &service.request_id),
        ("correlation-id", &service.correlation_id),
        ("trace-id", &service.trace_id),
        ("time", &service.time),
    ];
    ids.into_iter()
        .filter_map(|(name, id)| Some((name, id.as_ref()?)))
}
