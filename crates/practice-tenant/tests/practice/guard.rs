//! Who is turned away before any service sees them.

use reqwest::Method;
use reqwest::header::{HOST, ORIGIN};

use crate::program::{KEY, Program};

#[tokio::test]
async fn other_hosts_are_misdirected() {
    let program = Program::start(&[]);
    for host in [
        "evil.example",
        "graph.microsoft.com",
        "localhost.evil.example",
    ] {
        for path in ["/v1.0/me", "/control/mails", "/outbox", "/"] {
            let url = format!("{}{path}", program.told("graph"));
            let answer = program
                .client
                .get(url)
                .header(HOST, host)
                .send()
                .await
                .expect("an answer");
            assert_eq!(answer.status(), 421, "{host} {path}");
        }
    }
    for host in ["localhost", "127.0.0.1:80", "[::1]:5"] {
        let asked = program.control(Method::GET, "/mails").header(HOST, host);
        assert_eq!(
            asked.send().await.expect("an answer").status(),
            200,
            "{host}"
        );
    }
}

#[tokio::test]
async fn foreign_origins_are_refused_and_nothing_allows_them() {
    let program = Program::start(&[]);
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1"] {
        let asked = program
            .control(Method::GET, "/mails")
            .header(ORIGIN, origin);
        let answer = asked.send().await.expect("an answer");
        assert_eq!(answer.status(), 403, "{origin}");
        assert!(
            answer
                .headers()
                .keys()
                .all(|name| !name.as_str().starts_with("access-control"))
        );
    }
    let own = program.told("login").to_owned();
    let asked = program.control(Method::GET, "/mails").header(ORIGIN, own);
    let answer = asked.send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    assert!(
        answer
            .headers()
            .keys()
            .all(|name| !name.as_str().starts_with("access-control"))
    );
}

#[tokio::test]
async fn control_calls_need_the_key() {
    let program = Program::start(&[]);
    for path in ["/mails", "/ledger", "/requests", "/nothing"] {
        let url = format!("{}{path}", program.told("control"));
        let without = program.client.get(&url).send().await.expect("an answer");
        assert_eq!(without.status(), 401, "{path}");
        let wrong = program
            .client
            .get(&url)
            .header("x-practice-key", format!("{KEY}x"));
        assert_eq!(
            wrong.send().await.expect("an answer").status(),
            401,
            "{path}"
        );
    }
}
