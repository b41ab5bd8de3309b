//! From a keystroke to painted rows, and memory, in the real window.

use std::time::Duration;

use serde_json::{Value, json};

use crate::large::{FEW, MANY};
use crate::measured::{Measured, mb, ms, times};
use crate::outcome::Outcome;
use crate::practice::Practice;
use crate::stats::{Samples, megabytes};
use crate::window::Window;

/// What is typed, letter by letter.
const TEXTS: [&str; 8] = [
    "anna", "müller", "fabrikam", "novak pi", "zzqx", "o", "lee@", "example",
];
/// Columns in whose order it is typed; the first is the order that the list comes in.
const ORDERS: [Option<&str>; 3] = [None, Some("Display name"), Some("Company")];

/// Notes for each key when it went down, when the answer with its rows had come over the bridge,
/// and when the rows had been painted: the first frame after they were put into the page.
const LISTENER: &str = "
    window.__typed = [];
    let open = null;
    const field = document.querySelector('[role=search] input');
    field.addEventListener('keydown', event => { open = { at: event.timeStamp }; __typed.push(open); }, true);
    const send = window.fetch;
    window.fetch = async (...asked) => {
        const mine = open;
        const answer = await send(...asked);
        if (mine && !mine.answered && String(asked[0]).endsWith('/guests')) mine.answered = performance.now();
        return answer;
    };
    const painted = new MessageChannel();
    painted.port1.onmessage = () => { if (open && open.changed && !open.painted) open.painted = performance.now(); };
    new MutationObserver(() => {
        if (!open || !open.answered || open.changed) return;
        open.changed = performance.now();
        requestAnimationFrame(() => painted.port2.postMessage(null));
    }).observe(document.querySelector('main') ?? document.body, { subtree: true, childList: true, characterData: true });
    arguments[arguments.length - 1](true)";

pub(crate) async fn measure() -> Outcome<Measured> {
    let mut measured = Measured::new(
        "The app in a real window under Xvfb, signed in to a practice tenant. With all 250,000 guests
         there, texts are typed into the search field letter by letter through WebDriver, in the order of
         three columns. Each key is timed in the page from its event to the first frame after its rows were put
         into the page; keys that change no row are left out. Memory is that of all processes of the
         app, the web view's own among them, after the same typing over 250,000 and over 1,000 guests.",
    );
    let mut memory = Vec::new();
    for guests in [FEW, MANY] {
        let practice = Practice::start(&["--guests", &guests.to_string()])?;
        let window = Window::open(&practice, guests).await?;
        window.page.resize(1280, 800).await;
        window.until(LISTENER, json!([])).await?;
        let typed = type_all(&window).await?;
        if guests == MANY {
            tell_typed(&mut measured, &typed);
        }
        // What was allocated for a moment has been given back.
        tokio::time::sleep(Duration::from_secs(5)).await;
        memory.push(window.memory());
        window.close().await;
    }
    let [few, many] = [
        megabytes(memory[0].proportional),
        megabytes(memory[1].proportional),
    ];
    measured.at_most(
        "memory of the app with 250,000 guests, against 1,000",
        1.25,
        many / few,
        times,
    );
    measured.told(
        "memory of the app with 250,000 guests, web view included",
        mb(many),
    );
    measured.raw(format!(
        "memory with 1,000 guests: {few:.0} MB, with 250,000: {many:.0} MB"
    ));
    Ok(measured)
}

/// What the page noted of a key, in milliseconds after it went down.
struct Key {
    answered: f64,
    painted: f64,
}

async fn type_all(window: &Window) -> Outcome<Vec<Key>> {
    let mut keys = Vec::new();
    for order in ORDERS {
        if let Some(column) = order {
            window
                .until(
                    "const head = [...document.querySelectorAll('[role=columnheader]')].find(head => head.innerText.trim() === arguments[0]);
                     (head?.querySelector('button') ?? head)?.click();
                     arguments[arguments.length - 1](head !== undefined)",
                    json!([column]),
                )
                .await?;
        }
        for text in TEXTS {
            window.until("const field = document.querySelector('[role=search] input'); field.focus(); field.select(); arguments[arguments.length - 1](true)", json!([])).await?;
            window.page.press(&["Backspace"]).await;
            tokio::time::sleep(Duration::from_millis(500)).await;
            window
                .until(
                    "__typed.length = 0; arguments[arguments.length - 1](true)",
                    json!([]),
                )
                .await?;
            for letter in text.chars() {
                window.page.type_text(&letter.to_string()).await;
                tokio::time::sleep(Duration::from_millis(400)).await;
            }
            let noted = window
                .page
                .execute("return window.__typed", json!([]))
                .await;
            keys.extend(noted.as_array().into_iter().flatten().filter_map(key));
        }
    }
    if keys.len() < 40 {
        return Err(format!("only {} keys were seen to change rows", keys.len()).into());
    }
    Ok(keys)
}

fn key(noted: &Value) -> Option<Key> {
    let number = |name: &str| noted[name].as_f64();
    let at = number("at")?;
    Some(Key {
        answered: number("answered")? - at,
        painted: number("painted")? - at,
    })
}

fn tell_typed(measured: &mut Measured, keys: &[Key]) {
    let samples = |of: fn(&Key) -> f64| -> Samples {
        keys.iter()
            .map(|key| Duration::from_secs_f64(of(key).max(0.0) / 1e3))
            .collect()
    };
    let painted = samples(|key| key.painted);
    let answered = samples(|key| key.answered);
    measured.at_most(
        "keystroke to painted rows, 250,000 guests, 99 of 100",
        50.0,
        painted.quantile(0.99),
        ms,
    );
    measured.told("the same, every other one", ms(painted.median()));
    measured.raw(format!(
        "{} keys changed rows; answers were in the page after {} (half), {} (99 of 100)",
        keys.len(),
        ms(answered.median()),
        ms(answered.quantile(0.99)),
    ));
    measured.raw(format!("to painted rows: {}", painted.milliseconds()));
}
