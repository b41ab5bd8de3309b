//! `/groupSettings` and the settings of one group.

use serde_json::{Value as Json, json};

use super::Request;
use super::answer::Answer;
use super::groups::find;
use super::listing::{short, single};
use super::rights::Rights;
use crate::directory::GroupSetting;
use crate::odata::Error;

/// GET /groupSettings
pub(super) fn of_tenant(request: &Request<'_>) -> Result<Answer, Error> {
    let rows = request.tenant.read(|view| {
        if !Rights::of(request, view)?.reads_directory() {
            return Err(Error::denied());
        }
        Ok(view.policies().group_settings.iter().map(show).collect())
    })?;
    short(request, "groupSettings", "groupSetting", rows)
}

/// GET /groupSettings/{id}
pub(super) fn one(request: &Request<'_>) -> Result<Answer, Error> {
    let id = request.id(0)?;
    let found = request.tenant.read(|view| {
        if !Rights::of(request, view)?.reads_directory() {
            return Err(Error::denied());
        }
        let mut settings = view.policies().group_settings.iter();
        settings
            .find(|setting| setting.id == id)
            .map(show)
            .ok_or_else(|| Error::missing(request.param(0)))
    })?;
    single(request, "groupSettings", "groupSetting", found)
}

/// GET /groups/{id}/settings
pub(super) fn of_group(request: &Request<'_>) -> Result<Answer, Error> {
    let rows = request.tenant.read(|view| {
        if !Rights::of(request, view)?.reads_directory() {
            return Err(Error::denied());
        }
        Ok(find(request, view)?.settings.iter().map(show).collect())
    })?;
    short(request, "settings", "groupSetting", rows)
}

fn show(setting: &GroupSetting) -> Json {
    let values: Vec<Json> = setting
        .values
        .iter()
        .map(|value| json!({"name": value.name, "value": value.value}))
        .collect();
    json!({
        "id": setting.id,
        "displayName": setting.display_name,
        "templateId": setting.template_id,
        "values": values,
    })
}
