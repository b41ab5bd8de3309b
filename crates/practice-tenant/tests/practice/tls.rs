//! HTTPS by the tenant's own authority.

use reqwest::header::HOST;
use reqwest::{Certificate, Client};

use crate::program::{KEY, Program};

fn trusting(pem: &[u8], port: u16) -> Client {
    let here = std::net::SocketAddr::from(([127, 0, 0, 1], port));
    Client::builder()
        .tls_certs_only([Certificate::from_pem(pem).expect("a certificate")])
        .resolve("graph.microsoft.com", here)
        .resolve("login.microsoftonline.com", here)
        .build()
        .expect("a client")
}

fn port(program: &Program) -> u16 {
    program
        .told("login")
        .rsplit(':')
        .next()
        .and_then(|port| port.parse().ok())
        .expect("a port")
}

#[tokio::test]
async fn all_its_names_are_in_the_certificate() {
    let dir = tempfile::tempdir().expect("a folder");
    let program = Program::start(&["--tls-dir", dir.path().to_str().expect("text")]);
    let ca = std::fs::read(program.told("ca")).expect("the authority");
    assert!(std::path::Path::new(program.told("ca")).is_absolute());
    let port = port(&program);
    let client = trusting(&ca, port);
    for name in ["localhost", "127.0.0.1"] {
        let url = format!("https://{name}:{port}/control/mails");
        let answer = client
            .get(url)
            .header("x-practice-key", KEY)
            .send()
            .await
            .expect(name);
        assert_eq!(answer.status(), 200);
    }
    for name in ["graph.microsoft.com", "login.microsoftonline.com"] {
        for path in ["/control/mails", "/outbox"] {
            let url = format!("https://{name}:{port}{path}");
            let answer = client
                .get(url)
                .header("x-practice-key", KEY)
                .send()
                .await
                .expect(name);
            assert_eq!(answer.status(), 404, "{name}{path}");
        }
    }
    let foreign = client
        .get(format!("https://localhost:{port}/"))
        .header(HOST, "evil.example");
    assert_eq!(foreign.send().await.expect("an answer").status(), 421);
    let strangers = Client::new()
        .get(format!("https://localhost:{port}/"))
        .send()
        .await;
    assert!(
        strangers.is_err(),
        "a client that does not trust the authority was served"
    );
}

#[tokio::test]
async fn the_authority_is_reused_and_its_keys_are_private() {
    let dir = tempfile::tempdir().expect("a folder");
    let flags = ["--tls-dir", dir.path().to_str().expect("text")];
    let first = Program::start(&flags);
    let ca = std::fs::read(first.told("ca")).expect("the authority");
    first.kill();
    let second = Program::start(&flags);
    assert_eq!(std::fs::read(second.told("ca")).expect("the authority"), ca);
    let client = trusting(&ca, port(&second));
    let url = format!("{}/mails", second.told("control"));
    let answer = client
        .get(url)
        .header("x-practice-key", KEY)
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), 200);
    #[cfg(unix)]
    for name in ["ca-key.pem", "server-key.pem"] {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(dir.path().join(name))
            .expect(name)
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[tokio::test]
async fn graph_asked_by_its_own_name_gives_links_to_login_s() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut program = Program::start(&["--tls-dir", dir.path().to_str().expect("text")]);
    let ca = std::fs::read(program.told("ca")).expect("the authority");
    let port = port(&program);
    program.client = trusting(&ca, port);
    let bearer = program.bearer("userAdministrator").await;
    let answer = program.invite(&bearer, "near@wingtiptoys.com").await;
    let near: serde_json::Value = answer.expect("an answer").json().await.expect("JSON");
    let link = near["inviteRedeemUrl"].as_str().expect("a link");
    assert!(link.starts_with(&format!("{}/redeem", program.told("login"))));

    let answer = program.client.post(format!(
        "https://graph.microsoft.com:{port}/v1.0/invitations"
    ));
    let answer = answer
        .bearer_auth(&bearer)
        .json(&serde_json::json!({
            "invitedUserEmailAddress": "far@wingtiptoys.com",
            "inviteRedirectUrl": "https://myapps.microsoft.com/",
        }))
        .send()
        .await;
    let far: serde_json::Value = answer.expect("an answer").json().await.expect("JSON");
    let link = far["inviteRedeemUrl"].as_str().expect("a link");
    assert!(link.starts_with("https://login.microsoftonline.com/redeem"));
}
