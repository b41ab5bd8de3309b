//! No token and no redeem link lies about in the clear.

use std::path::Path;

use crate::app::App;
use crate::place::Place;
use crate::tenant::Tenant;

/// Looks through the data folder, the log and all that crossed the bridge for every token and every
/// redeem link's ticket that the tenant issued.
pub async fn none_in_the_clear(tenant: &Tenant, place: &Place, app: &App) {
    let issued = tenant.issued().await;
    let texts = |name: &str| -> Vec<String> {
        let list = issued[name].as_array().unwrap().iter();
        list.map(|text| text.as_str().unwrap().to_owned()).collect()
    };
    let (tokens, tickets) = (texts("tokens"), texts("tickets"));
    assert!(
        !tokens.is_empty() && !tickets.is_empty(),
        "the story must have issued both"
    );

    let mut places = vec![("the log".to_owned(), place.log().into_bytes())];
    collect(&place.data(), &mut places);
    assert!(places.len() > 3, "there must be something to look through");
    let crossed = app.bridge().await;
    assert!(
        crossed.contains("guest_counts"),
        "the bridge must have been listened to"
    );
    places.push(("the bridge".to_owned(), crossed.into_bytes()));

    for (name, bytes) in &places {
        let text = String::from_utf8_lossy(bytes);
        let decoded = percent_decoded(&text);
        for secret in tokens.iter().chain(&tickets) {
            let held = text.contains(secret.as_str()) || decoded.contains(secret.as_str());
            assert!(!held, "{name} holds a token or a redeem link in the clear");
        }
    }
}

/// Links carry their ticket percent-encoded, at times twice.
fn percent_decoded(text: &str) -> String {
    let once = percent_encoding::percent_decode_str(text)
        .decode_utf8_lossy()
        .into_owned();
    percent_encoding::percent_decode_str(&once)
        .decode_utf8_lossy()
        .into_owned()
}

fn collect(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, found);
        } else if let Ok(bytes) = std::fs::read(&path) {
            found.push((path.display().to_string(), bytes));
        }
    }
}
