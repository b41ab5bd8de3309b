//! Taking over what changed.

use std::time::Instant;

use desk::view::guests::GuestQuery;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use reqwest::Method;
use serde_json::json;

use crate::bare::Bare;
use crate::large::Loaded;
use crate::measured::{Measured, count, ms};
use crate::outcome::{Outcome, failed};
use crate::stats::Samples;

/// Guests that are changed before each refresh.
const CHANGED: u32 = 100;
const ROUNDS: u32 = 3;
/// Microsoft Graph Command Line Tools, which may write what Usher may not.
const COMMAND_LINE_TOOLS: &str = "14d82eec-204b-4c2f-b7e8-296a70dab67e";

pub(crate) async fn measure(large: &Loaded) -> Outcome<Measured> {
    let mut measured = Measured::new(
        "100 of 250,000 guests are changed by another client, then the desk asks for the changes.
         Calls are those that the practice tenant counted. Three rounds, each with other guests.",
    );
    let bare = Bare::sign_in_by(&large.practice, COMMAND_LINE_TOOLS).await?;
    let desk = large.admin.desk(large.folder(), |_| {}).await?;
    desk.refresh_guests().await.map_err(failed)?;
    let (mut most, mut took) = (0, Samples::default());
    for round in 1..=ROUNDS {
        let query = GuestQuery {
            offset: round * 1_000,
            count: CHANGED,
            ..GuestQuery::default()
        };
        let rows = desk.guests(query).await.map_err(failed)?.rows;
        // One word: several may each be found in another field.
        let company = format!("Changed{round}inRound");
        let body = json!({ "companyName": company });
        stream::iter(&rows)
            .map(|row| (row, &bare, &body))
            .map(async |(row, bare, body)| {
                let path = format!("/users/{}", row.id.as_str());
                bare.call(Method::PATCH, &path, Some(body)).await
            })
            .buffer_unordered(8)
            .try_collect::<Vec<_>>()
            .await?;
        let before = large.practice.graph_calls().await?.all;
        let begun = Instant::now();
        desk.refresh_guests().await.map_err(failed)?;
        took.push(begun.elapsed());
        most = most.max(large.practice.graph_calls().await?.all - before);
        let found = GuestQuery {
            text: company,
            count: 1,
            ..GuestQuery::default()
        };
        let found = desk.guests(found).await.map_err(failed)?.total;
        if found != CHANGED {
            return Err(format!("{found} of {CHANGED} changes were taken over").into());
        }
    }
    desk.close().await;
    measured.at_most(
        "refresh after 100 changes in 250,000 guests, requests",
        3.0,
        most as f64,
        count,
    );
    measured.told("the same, time without latency", ms(took.median()));
    measured.raw(format!("each round: {}", took.milliseconds()));
    measured.raw(format!(
        "first load of the 250,000, without latency: {:.1} s",
        large.loaded_in.as_secs_f64()
    ));
    Ok(measured)
}
