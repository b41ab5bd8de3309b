//! The shape of a row of the sign-in tables.

use crate::explanation::Explanation;

/// Who can put it right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// The person who signs in.
    You,
    /// Somebody who manages Conditional Access.
    Access,
    /// Somebody who manages applications.
    Applications,
    /// Somebody who manages accounts.
    Accounts,
    /// An administrator of the person's home organization.
    Home,
    /// The network's administrator.
    Network,
    /// The app registration in Usher's settings, or Usher itself.
    Registration,
    /// Nobody; it passes.
    Nobody,
}

impl Who {
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::You => &["You"],
            Self::Access => &["Conditional Access Administrator", "Global Administrator"],
            Self::Applications => &[
                "Cloud Application Administrator",
                "Application Administrator",
                "Global Administrator",
            ],
            Self::Accounts => &["User Administrator", "Global Administrator"],
            Self::Home => &["An administrator of your home organization"],
            Self::Network => &["Your network's administrator"],
            Self::Registration => &[
                "Whoever registered Usher in your organization",
                "Application Administrator",
            ],
            Self::Nobody => &[],
        }
    }

    fn is_asked(self) -> bool {
        !matches!(self, Self::You | Self::Nobody)
    }
}

/// What a refusal means to a person.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// Stable name of the cause.
    pub(super) code: &'static str,
    pub(super) summary: &'static str,
    pub(super) cause: &'static str,
    pub(super) remedy: &'static str,
    pub(super) who: Who,
    pub(super) setting: Option<&'static str>,
}

pub(super) const fn row(
    code: &'static str,
    summary: &'static str,
    cause: &'static str,
    remedy: &'static str,
    who: Who,
) -> Row {
    Row {
        code,
        summary,
        cause,
        remedy,
        who,
        setting: None,
    }
}

impl Row {
    pub(super) const fn at(self, setting: &'static str) -> Self {
        Self {
            setting: Some(setting),
            ..self
        }
    }

    /// The row as an explanation; `name` is what an administrator looks for, such as `AADSTS53003`.
    pub(super) fn explain(&self, name: &str) -> Explanation {
        let mut explanation = Explanation::new(self.code, self.summary, self.cause, self.remedy)
            .who(self.who.names().iter().copied());
        if let Some(setting) = self.setting {
            explanation = explanation.setting(setting);
        }
        if self.who.is_asked() {
            let place = self.setting.map_or_else(String::new, |setting| {
                format!(" It is decided under {setting}.")
            });
            explanation = explanation.request(format!(
                "I cannot sign in to Usher ({name}). {} {}{place} Please help.",
                self.summary, self.cause
            ));
        }
        explanation
    }
}
