//! What each feature needs, and whom to ask for it.

use entra::permissions::Scope;
use guests::explanation::Explanation;

use super::{ConsentNeed, Feature, ScopeNeed, Trouble, TroubleCode};

impl Feature {
    /// The scopes without which the feature does not work.
    pub fn scopes(self) -> &'static [Scope] {
        match self {
            Self::Guests => &[Scope::UserReadAll],
            Self::Invite => &[Scope::UserInviteAll, Scope::UserReadAll],
            Self::Groups => &[Scope::GroupMemberReadAll, Scope::UserReadAll],
            Self::AddToGroup => &[Scope::GroupMemberReadWriteAll, Scope::GroupMemberReadAll],
            Self::Applications => &[Scope::ApplicationReadAll, Scope::DirectoryReadAll],
            Self::AssignApplication => &[
                Scope::AppRoleAssignmentReadWriteAll,
                Scope::ApplicationReadAll,
            ],
            Self::Policies => &[
                Scope::PolicyReadAll,
                Scope::PolicyReadB2BManagementPolicy,
                Scope::CrossTenantInformationReadBasicAll,
            ],
            Self::Roles => &[Scope::RoleManagementReadDirectory],
            Self::AuditLog => &[Scope::AuditLogReadAll],
        }
    }

    /// What the person wants to do, behind "to".
    fn aim(self) -> &'static str {
        match self {
            Self::Guests => "show the guests",
            Self::Invite => "invite guests",
            Self::Groups => "show groups and their guests",
            Self::AddToGroup => "add guests to groups",
            Self::Applications => "show applications and their guests",
            Self::AssignApplication => "assign applications to guests",
            Self::Policies => "read the policies that decide about invitations",
            Self::Roles => "read your directory roles",
            Self::AuditLog => "find out whether a mail went out",
        }
    }
}

/// Where a consent trouble is told apart by who is asking.
pub(crate) struct Asker<'a> {
    pub(crate) name: &'a str,
    pub(crate) organization: Option<&'a str>,
    pub(crate) may_approve: bool,
    pub(crate) admin_consent_url: &'a (dyn Fn(&[Scope]) -> String + Send + Sync),
}

impl Trouble {
    /// Adds what is needed, why, and who can approve it, where consent is what is missing.
    pub(crate) fn with_consent(
        mut self,
        feature: Feature,
        missing: &[Scope],
        asker: &Asker<'_>,
    ) -> Self {
        if self.code != TroubleCode::ConsentRequired {
            return self;
        }
        let mut scopes = feature.scopes().to_vec();
        scopes.extend(
            missing
                .iter()
                .filter(|scope| !feature.scopes().contains(scope)),
        );
        let link = (asker.admin_consent_url)(&scopes);
        let request = request(feature, &scopes, &link, asker);
        self.explanation = Explanation {
            code: "consentRequired".to_owned(),
            summary: format!("Usher has not been allowed to {}.", feature.aim()),
            cause: "Your organization has not consented to the permissions that this needs."
                .to_owned(),
            remedy: if asker.may_approve {
                "Approve them with a new code, then check again."
            } else {
                "Ask an administrator to approve them, then check again."
            }
            .to_owned(),
            who: if asker.may_approve {
                vec!["You".to_owned()]
            } else {
                APPROVERS
                    .iter()
                    .map(|(_, name)| (*name).to_owned())
                    .collect()
            },
            setting: Some("Enterprise applications > Usher > Permissions".to_owned()),
            request: Some(request.clone()),
        };
        self.consent = Some(ConsentNeed {
            feature,
            scopes: scopes
                .iter()
                .map(|scope| ScopeNeed {
                    scope: scope.name().to_owned(),
                    why: scope.why().to_owned(),
                })
                .collect(),
            may_approve: asker.may_approve,
            admin_consent_url: link,
            request,
        });
        self
    }
}

/// Roles that may consent to delegated permissions of Graph for the whole organization, by
/// template id.
///
/// Source: Microsoft Entra, "Grant tenant-wide admin consent to an application".
const APPROVERS: &[(&str, &str)] = &[
    (
        "62e90394-69f5-4237-9190-012177145e10",
        "Global Administrator",
    ),
    (
        "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
        "Application Administrator",
    ),
    (
        "158c047a-c907-4556-b7ef-446551a6b5f7",
        "Cloud Application Administrator",
    ),
];

/// True where one of these roles may approve.
pub(crate) fn may_approve<'a>(mut template_ids: impl Iterator<Item = &'a str>) -> bool {
    template_ids.any(|id| {
        APPROVERS
            .iter()
            .any(|(approver, _)| approver.eq_ignore_ascii_case(id))
    })
}

fn request(feature: Feature, scopes: &[Scope], link: &str, asker: &Asker<'_>) -> String {
    let at = asker
        .organization
        .map(|name| format!(" at {name}"))
        .unwrap_or_default();
    let mut text = format!(
        "Hello,\n\nI use Usher{at} and would like to {}. For that, the app needs these delegated permissions of Microsoft Graph:\n\n",
        feature.aim()
    );
    for scope in scopes {
        text.push_str(&format!("- {}: {}\n", scope.name(), scope.why()));
    }
    text.push_str(&format!(
        "\nThe app acts only in my name and can do no more than I may. You can approve it here:\n{link}\n\nThank you\n{}\n",
        asker.name
    ));
    text
}
