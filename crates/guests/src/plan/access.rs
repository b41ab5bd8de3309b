//! Groups and applications of a draft: which can be given at all, and what is left to do for each
//! person.

use super::PlanNote;
use super::step::Step;
use super::survey::{PersonFacts, Survey};
use super::verdict::Verdict;
use super::words;
use crate::application::Application;
use crate::draft::{self, ApplicationAccess, Draft, DraftKind};
use crate::explanation::Explanation;
use crate::id::{AppRoleId, GroupId, ServicePrincipalId};
use crate::policy::Known;
use crate::rights::{self, May};

/// What a draft asks to give, held against the directory once for all people.
pub(super) struct Access {
    targets: Vec<Target>,
    pub(super) notes: Vec<PlanNote>,
    for_all: bool,
}

struct Target {
    key: Key,
    /// Asked for everyone in the draft; else for those alone of whom a list says so.
    for_all: bool,
    name: String,
    /// The step, or in one line why there is none.
    step: Result<Step, String>,
}

enum Key {
    Group(GroupId),
    Application(ServicePrincipalId, AppRoleId),
}

impl Key {
    fn is_in(&self, access: &draft::Access) -> bool {
        match self {
            Self::Group(id) => access.groups.contains(id),
            Self::Application(id, role) => access
                .applications
                .iter()
                .any(|asked| asked.service_principal_id == *id && asked.app_role_id == *role),
        }
    }
}

/// What a person has already, such as "in Suppliers".
pub(super) fn has(held: &Step) -> String {
    match held {
        Step::AssignApplication {
            application_name, ..
        } => format!("assigned to {application_name}"),
        Step::AddToGroup { group_name, .. } => format!("in {group_name}"),
        Step::Invite { .. } | Step::Resend => "invited".to_owned(),
    }
}

impl Access {
    pub(super) fn survey(draft: &Draft, survey: &Survey) -> Self {
        let mut access = Self {
            targets: Vec::new(),
            notes: Vec::new(),
            for_all: true,
        };
        if draft.kind == DraftKind::Resend {
            return access;
        }
        // Those of the whole draft come first.
        let (all, everyones) = (draft.all_access(), &draft.access);
        for id in &all.groups {
            access.for_all = everyones.groups.contains(id);
            access.add_group(id, survey);
        }
        for asked in &all.applications {
            access.for_all = everyones.applications.contains(asked);
            access.add_application(asked, survey);
        }
        access
    }

    fn close(&mut self, key: Key, name: String, explanation: Explanation) {
        self.targets.push(Target {
            key,
            for_all: self.for_all,
            name,
            step: Err(explanation.summary.clone()),
        });
        self.note(true, explanation);
    }

    fn note(&mut self, blocking: bool, explanation: Explanation) {
        self.notes.push(PlanNote {
            blocking,
            explanation,
        });
    }

    fn add_group(&mut self, id: &GroupId, survey: &Survey) {
        let key = Key::Group(id.clone());
        let asked = survey.groups.iter().find(|(asked, _)| asked == id);
        let group = match asked.map(|(_, group)| group) {
            Some(Known::Known { value }) => value,
            unread => {
                let name = format!("group {id}");
                self.close(
                    key,
                    name.clone(),
                    words::target_not_checked(&name, why(unread)),
                );
                return;
            }
        };
        let name = group.display_name.clone();
        match rights::may_add_to_group(&survey.standing, group, &survey.policies.groups_take_guests)
        {
            May::No { explanation } => return self.close(key, name, explanation),
            May::Unknown { why } => {
                let what = format!("Whether you may add guests to {name} is not known.");
                self.note(false, words::will_be_tried("groupNotKnown", what, &why));
            }
            May::Yes => {}
        }
        self.targets.push(Target {
            key,
            for_all: self.for_all,
            step: Ok(Step::AddToGroup {
                group_id: id.clone(),
                group_name: name.clone(),
            }),
            name,
        });
    }

    fn add_application(&mut self, asked: &ApplicationAccess, survey: &Survey) {
        let id = &asked.service_principal_id;
        let key = Key::Application(id.clone(), asked.app_role_id.clone());
        let read = survey.applications.iter().find(|(read, _)| read == id);
        let application = match read.map(|(_, application)| application) {
            Some(Known::Known { value }) => value,
            unread => {
                let name = format!("application {id}");
                self.close(
                    key,
                    name.clone(),
                    words::target_not_checked(&name, why(unread)),
                );
                return;
            }
        };
        let name = application.display_name.clone();
        let role_name = match offered_role(application, &asked.app_role_id) {
            Ok(role_name) => role_name,
            Err(explanation) => return self.close(key, name, *explanation),
        };
        match rights::may_assign(&survey.standing, application) {
            May::No { explanation } => return self.close(key, name, explanation),
            May::Unknown { why } => {
                let what = format!("Whether you may assign guests to {name} is not known.");
                self.note(
                    false,
                    words::will_be_tried("applicationNotKnown", what, &why),
                );
            }
            May::Yes => {}
        }
        if !application.account_enabled {
            self.note(false, words::application_disabled(&name));
        }
        self.targets.push(Target {
            key,
            for_all: self.for_all,
            step: Ok(Step::AssignApplication {
                service_principal_id: id.clone(),
                application_name: name.clone(),
                app_role_id: asked.app_role_id.clone(),
                role_name,
            }),
            name,
        });
    }

    /// Adds the steps that are left for one person, and gives back what the person has already.
    pub(super) fn steps_for(
        &self,
        own: Option<&draft::Access>,
        verdict: Verdict,
        facts: &PersonFacts,
        steps: &mut Vec<Step>,
        remarks: &mut Vec<String>,
    ) -> Vec<Step> {
        let mut held = Vec::new();
        let is_new = verdict == Verdict::NewGuest;
        let wanted =
            |target: &&Target| target.for_all || own.is_some_and(|access| target.key.is_in(access));
        for target in self.targets.iter().filter(wanted) {
            let step = match &target.step {
                Ok(step) => step,
                Err(why) => {
                    remarks.push(format!("Left out: {}. {why}", target.name));
                    continue;
                }
            };
            let holds = match &target.key {
                _ if is_new => Some(false),
                Key::Group(id) => facts.member_of.value().map(|groups| groups.contains(id)),
                Key::Application(id, role) => facts.assigned.value().map(|assigned| {
                    assigned
                        .iter()
                        .any(|(to, as_role)| to == id && as_role == role)
                }),
            };
            match holds {
                Some(true) => {
                    remarks.push(format!("Already {}.", has(step)));
                    held.push(step.clone());
                }
                Some(false) => steps.push(step.clone()),
                None => {
                    remarks.push(format!(
                        "Not checked whether {} is given already.",
                        target.name
                    ));
                    steps.push(step.clone());
                }
            }
        }
        held
    }
}

fn why<T: ts_rs::TS>(unread: Option<&Known<T>>) -> &str {
    match unread {
        Some(Known::NotChecked { why }) => why,
        _ => "The directory was not asked.",
    }
}

/// The name of the role, where a person can be given it.
fn offered_role(application: &Application, id: &AppRoleId) -> Result<String, Box<Explanation>> {
    let name = &application.display_name;
    let offered = application.roles_for_people();
    if let Some(role) = offered.iter().find(|role| role.id == *id) {
        return Ok(role.display_name.clone());
    }
    let declared = application.app_roles.iter().find(|role| role.id == *id);
    Err(Box::new(match declared {
        Some(role) if !role.is_enabled => words::role_disabled(name, &role.display_name),
        Some(role) => words::role_for_applications(name, &role.display_name),
        None if *id == AppRoleId::default_access() => words::no_default_access(name),
        None => words::role_unknown(name),
    }))
}
