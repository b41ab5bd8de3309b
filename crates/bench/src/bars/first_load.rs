//! The first load of 50,000 guests, against the same requests sent raw.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use desk::change::Change;
use desk::view::guests::GuestQuery;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use reqwest::Method;
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::Notify;

use crate::admin::Admin;
use crate::bare::Bare;
use crate::measured::{Measured, count, seconds, times};
use crate::outcome::{Outcome, failed};
use crate::practice::Practice;
use crate::stats::Samples;

const GUESTS: u32 = 50_000;
const LATENCY_MS: f64 = 150.0;
const ROUNDS: usize = 3;

const FLAGS: [&str; 8] = [
    "--guests",
    "50000",
    "--latency",
    "150",
    "--quotas",
    "on",
    "--lag",
    "0",
];

pub(crate) async fn measure() -> Outcome<Measured> {
    let mut measured = Measured::new(
        "A desk with an empty store loads 50,000 guests; the practice tenant holds every answer back
         for 150 ms and keeps up the published quotas. The floor: the same requests, as a load before
         was seen to make them, sent by a bare client that has as many under way at once, reads
         the answers to their end and takes nothing but the next link out of them. First rows are
         there when the desk gives a window that holds some. Three rounds, each side in turn.",
    );
    let requests = requests().await?;
    let practice = Practice::start(&FLAGS)?;
    let admin = Admin::sign_in(&practice).await?;
    let bare = Bare::sign_in(&practice).await?;
    let (mut ours, mut floor, mut first) =
        (Samples::default(), Samples::default(), Samples::default());
    let (mut parallel, mut calls) = (0, 0);
    for _ in 0..ROUNDS {
        let before = practice.graph_calls().await?.all;
        let held = practice.connections()?;
        let load = load(&admin, &practice).await?;
        ours.push(load.took);
        first.push(load.first_rows);
        parallel = parallel.max(load.connections.saturating_sub(held));
        calls = practice.graph_calls().await?.all - before;
        floor.push(raw(&bare, practice.text("graph"), &requests, parallel.max(1)).await?);
    }
    let trips = first.median() / LATENCY_MS;
    measured.at_most(
        "first load of 50,000 guests, against the same requests sent raw",
        1.2,
        ours.median() / floor.median(),
        times,
    );
    measured.at_most(
        "the same, round trips to the first rows",
        3.0,
        trips.floor(),
        count,
    );
    measured.told("the same, time", seconds(ours.median() / 1e3));
    measured.raw(format!("load: {}", ours.seconds()));
    measured.raw(format!("raw: {}", floor.seconds()));
    measured.raw(format!("first rows after {}", first.milliseconds()));
    measured.raw(format!("{calls} calls, at most {parallel} at once"));
    Ok(measured)
}

struct Load {
    took: Duration,
    first_rows: Duration,
    connections: usize,
}

async fn load(admin: &Admin, practice: &Practice) -> Outcome<Load> {
    let folder = tempfile::tempdir()?;
    let changed = Arc::new(Notify::new());
    let told = Arc::clone(&changed);
    let desk = admin
        .desk(folder.path(), move |change| {
            if change == Change::Guests {
                told.notify_one();
            }
        })
        .await?;
    let begun = Instant::now();
    let watcher = {
        let desk = desk.clone();
        tokio::spawn(async move {
            loop {
                changed.notified().await;
                let query = GuestQuery {
                    count: 100,
                    ..GuestQuery::default()
                };
                let window = desk.guests(query).await.map_err(failed)?;
                if !window.rows.is_empty() {
                    return Outcome::Ok(begun.elapsed());
                }
            }
        })
    };
    desk.refresh_guests().await.map_err(failed)?;
    let took = begun.elapsed();
    let connections = practice.connections()?;
    let first_rows = watcher.await??;
    let loaded = desk.guest_counts().await.map_err(failed)?.all;
    desk.close().await;
    if loaded < GUESTS {
        return Err(format!("{loaded} of {GUESTS} guests were loaded").into());
    }
    Ok(Load {
        took,
        first_rows,
        connections,
    })
}

/// What a load asks for, in three parts, each after the other.
struct Requests {
    /// The mark, from which changes are asked for in the end.
    mark: String,
    /// Everything else that no answer leads to, each with the number of its pages that were read.
    chains: Vec<(String, usize)>,
}

/// Watches a load.
async fn requests() -> Outcome<Requests> {
    let folder = tempfile::tempdir()?;
    let record = folder.path().to_string_lossy().into_owned();
    let practice = Practice::start(&["--guests", "50000", "--record", &record])?;
    let admin = Admin::sign_in(&practice).await?;
    load(&admin, &practice).await?;
    drop(practice);
    let exchanges = recorded(folder.path())?;
    let next: HashMap<String, &[String]> = exchanges
        .iter()
        .map(|exchange| (after_version(&exchange.asked), &*exchange.leads_to))
        .collect();
    let led_to: HashSet<&String> = next.values().copied().flatten().collect();
    let roots = exchanges
        .iter()
        .map(|exchange| &exchange.asked)
        .filter(|asked| !led_to.contains(&after_version(asked)));
    let (marks, chains): (Vec<&String>, Vec<&String>) =
        roots.partition(|asked| asked.contains("/users/delta"));
    let mark = marks.into_iter().next().ok_or("no mark was asked for")?;
    Ok(Requests {
        mark: mark.clone(),
        chains: chains
            .into_iter()
            .map(|root| (root.clone(), pages(root, &next)))
            .collect(),
    })
}

/// How many pages were asked for from here on.
fn pages(root: &str, next: &HashMap<String, &[String]>) -> usize {
    let (mut at, mut pages) = (after_version(root), 0);
    while let Some(leads_to) = next.get(&at) {
        pages += 1;
        match leads_to {
            [link, ..] => at.clone_from(link),
            [] => break,
        }
    }
    pages
}

struct Exchange {
    asked: String,
    leads_to: Vec<String>,
}

fn recorded(folder: &Path) -> Outcome<Vec<Exchange>> {
    let mut exchanges = Vec::new();
    for file in fs::read_dir(folder)?.flatten() {
        for line in fs::read_to_string(file.path())?.lines() {
            let line: Value = serde_json::from_str(line)?;
            let text = |name: &str| line[name].as_str().unwrap_or_default();
            if text("method") != "GET" {
                return Err(
                    format!("{} {} can not be sent raw", text("method"), text("path")).into(),
                );
            }
            let links = ["@odata.nextLink", "@odata.deltaLink"];
            exchanges.push(Exchange {
                asked: format!("{}?{}", text("path"), text("query")),
                leads_to: links
                    .iter()
                    .filter_map(|name| line["answer"][name].as_str())
                    .map(after_version)
                    .collect(),
            });
        }
    }
    Ok(exchanges)
}

/// A path with its query, whatever stands before it and however it is written.
fn after_version(link: &str) -> String {
    let (_, path) = link.split_once("/v1.0").unwrap_or(("", link));
    percent(path)
}

fn percent(text: &str) -> String {
    text.replace("%24", "$")
        .replace("%2C", ",")
        .replace("%20", "+")
        .replace("%27", "'")
}

/// Sends it all; each part once the one before has its answers.
async fn raw(bare: &Bare, graph: &str, requests: &Requests, parallel: usize) -> Outcome<Duration> {
    let begun = Instant::now();
    let mark = follow(bare, format!("{graph}{}", requests.mark), usize::MAX).await?;
    stream::iter(&requests.chains)
        .map(|(chain, pages)| follow(bare, format!("{graph}{chain}"), *pages))
        .buffer_unordered(parallel)
        .try_collect::<Vec<_>>()
        .await?;
    if let Some(mark) = mark {
        follow(bare, mark, usize::MAX).await?;
    }
    Ok(begun.elapsed())
}

#[derive(Deserialize)]
struct Links {
    #[serde(rename = "@odata.nextLink")]
    next: Option<String>,
    #[serde(rename = "@odata.deltaLink")]
    mark: Option<String>,
}

/// Reads so many pages at most; the mark of the last one.
async fn follow(bare: &Bare, first: String, pages: usize) -> Outcome<Option<String>> {
    let mut url = first;
    for _ in 0..pages {
        let page = bare.bytes(Method::GET, &url, None).await?;
        // A count is a number and leads nowhere.
        let Ok(links) = serde_json::from_slice::<Links>(&page) else {
            return Ok(None);
        };
        match links.next {
            Some(next) => url = next,
            None => return Ok(links.mark),
        }
    }
    Ok(None)
}
