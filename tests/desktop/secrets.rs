//! No token and no redeem link lies about in the clear.

use std::path::Path;

use serde_json::json;

use crate::app::{App, Place};
use crate::tenant::Tenant;

/// Looks through the data folder, the log and all that crossed the bridge for every secret that the tenant issued.
pub async fn none_in_the_clear(tenant: &Tenant, place: &Place, app: &App) {
    let mut secrets: Vec<String> = tenant
        .all_mails()
        .await
        .iter()
        .filter_map(|mail| mail["redeemUrl"].as_str())
        .flat_map(|link| [link.to_owned(), ticket(link)])
        .collect();
    assert!(!secrets.is_empty(), "the story must have issued a link");
    // Every token of the tenant is a JWT or begins as its refresh tokens do.
    secrets.retain(|secret| secret.len() > 12);

    let mut places = vec![("the log".to_owned(), place.log().into_bytes())];
    collect(&place.data(), &mut places);
    let bridge = app.page.execute("return JSON.stringify(window.__usherBridge ?? [])", json!([])).await;
    places.push(("the bridge".to_owned(), bridge.as_str().unwrap_or_default().as_bytes().to_vec()));
    assert!(places.len() > 3, "there must be something to look through");

    for (name, bytes) in &places {
        let text = String::from_utf8_lossy(bytes);
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "{name} holds a redeem link in the clear");
        }
        assert!(!holds_jwt(&text), "{name} holds a token in the clear");
    }
}

/// The part of a redeem link that is the secret.
fn ticket(link: &str) -> String {
    let decoded = percent(link);
    decoded
        .split("ticket=")
        .nth(1)
        .and_then(|rest| rest.split('&').next())
        .map(str::to_owned)
        .unwrap_or_default()
}

fn percent(text: &str) -> String {
    url::form_urlencoded::parse(format!("x={}", text.replace('&', "%26")).as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

/// Three base64url parts that begin as a JWT does.
fn holds_jwt(text: &str) -> bool {
    text.match_indices("eyJ").any(|(at, _)| {
        let token: String = text[at..]
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
            .collect();
        token.len() > 100 && token.matches('.').count() == 2
    })
}

fn collect(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, found);
        } else if let Ok(bytes) = std::fs::read(&path) {
            found.push((path.display().to_string(), bytes));
        }
    }
}
