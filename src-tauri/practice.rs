//! The practice tenant: started inside Usher, or a running server given by `USHER_PRACTICE`.

use std::path::PathBuf;

use desk::accounts::PracticeSite;
use desk::trouble::Trouble;
use tokio::sync::Mutex;

/// The practice tenant, started when first asked for.
pub struct Practice {
    given: Option<String>,
    state: PathBuf,
    record: Option<PathBuf>,
    running: Mutex<Option<Running>>,
}

struct Running {
    site: PracticeSite,
    /// Held so that the server inside Usher lives on; none for a server given from outside.
    server: Option<practice_tenant::Running>,
    /// What has to be told of its start.
    note: Option<String>,
}

impl Practice {
    /// `given` is what `USHER_PRACTICE` holds; `state` is where the tenant inside Usher keeps itself,
    /// `record` where it writes down what its Graph was asked.
    pub fn new(given: Option<String>, state: PathBuf, record: Option<PathBuf>) -> Self {
        Self {
            given,
            state,
            record,
            running: Mutex::new(None),
        }
    }

    /// True where the tenant runs inside Usher and can be started afresh.
    pub fn is_inside(&self) -> bool {
        self.given.is_none()
    }

    /// Refuses what can be done to the tenant inside Usher only.
    ///
    /// # Errors
    /// It was given from outside.
    pub fn must_be_inside(&self) -> Result<(), Trouble> {
        if self.is_inside() {
            Ok(())
        } else {
            Err(Trouble::internal(
                "this practice tenant was started elsewhere",
            ))
        }
    }

    /// The site, started if need be.
    ///
    /// # Errors
    /// It cannot be started, or what `USHER_PRACTICE` holds is not a practice tenant on this computer.
    pub async fn site(&self) -> Result<PracticeSite, Trouble> {
        let mut running = self.running.lock().await;
        if let Some(running) = running.as_ref() {
            return Ok(running.site.clone());
        }
        let (site, server) = match &self.given {
            Some(given) => (PracticeSite::read(given)?, None),
            None => {
                let (site, server) = start_inside(self.state.clone(), self.record.clone()).await?;
                (site, Some(server))
            }
        };
        let note = server.as_ref().and_then(note);
        *running = Some(Running {
            site: site.clone(),
            server,
            note,
        });
        Ok(site)
    }

    /// The site, where one is in use already.
    pub async fn started(&self) -> Option<PracticeSite> {
        self.running
            .lock()
            .await
            .as_ref()
            .map(|running| running.site.clone())
    }

    /// What the person has to be told of the tenant's start: one that an older Usher kept was put
    /// aside.
    pub async fn note(&self) -> Option<String> {
        self.running.lock().await.as_ref()?.note.clone()
    }

    /// Stops the tenant inside Usher and removes what it kept, so that it starts afresh.
    ///
    /// # Errors
    /// It is not inside, or its file cannot be removed.
    pub async fn start_afresh(&self) -> Result<(), Trouble> {
        self.must_be_inside()?;
        let mut running = self.running.lock().await;
        if let Some(server) = running.take().and_then(|running| running.server) {
            server.shutdown().await;
        }
        let Some(folder) = self.state.parent() else {
            return Ok(());
        };
        match std::fs::remove_dir_all(folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Trouble::storage(&error))
            }
            _ => Ok(()),
        }
    }
}

async fn start_inside(
    state: PathBuf,
    record: Option<PathBuf>,
) -> Result<(PracticeSite, practice_tenant::Running), Trouble> {
    if let Some(folder) = state.parent() {
        std::fs::create_dir_all(folder).map_err(|error| Trouble::storage(&error))?;
    }
    let config = practice_tenant::Config {
        state: Some(state),
        record,
        // What an older Usher kept does not fit what this one plants.
        replace_other_version: true,
        ..practice_tenant::Config::default()
    };
    let server = practice_tenant::Server::start(config)
        .await
        .map_err(|error| {
            Trouble::internal(&format!("the practice tenant did not start: {error}"))
        })?;
    let line = serde_json::to_string(server.ready())
        .map_err(|error| Trouble::internal(&error.to_string()))?;
    Ok((PracticeSite::read(&line)?, server))
}

fn note(server: &practice_tenant::Running) -> Option<String> {
    let aside = server.tenant().put_aside()?;
    Some(format!(
        "The practice tenant began afresh: what another version of Usher kept of it does not fit this one. It was put aside as {}.",
        aside.display()
    ))
}

#[cfg(test)]
mod tests {
    use std::io::{Seek as _, SeekFrom, Write as _};

    use super::*;

    const LINE: &str = r#"{"login":"http://127.0.0.1:4100","graph":"http://127.0.0.1:4100",
        "control":"http://127.0.0.1:4100/control","outbox":"http://127.0.0.1:4100/outbox","ca":null,
        "controlKey":"k","tenantId":"11111111-1111-4111-8111-111111111111","clientId":"22222222-2222-4222-8222-222222222222"}"#;

    #[tokio::test]
    async fn a_given_server_is_used_as_it_is() {
        let practice = Practice::new(Some(LINE.to_owned()), PathBuf::from("unused"), None);
        let site = practice.site().await.unwrap();
        assert_eq!(site.outbox.as_str(), "http://127.0.0.1:4100/outbox");
        assert!(site.destination().practice);
        assert!(!practice.is_inside());
    }

    #[tokio::test]
    async fn what_another_version_kept_is_put_aside_and_told() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("practice").join("tenant.sqlite");
        let start = async || {
            let practice = Practice::new(None, state.clone(), None);
            practice.site().await.unwrap();
            practice
        };
        let practice = start().await;
        assert_eq!(practice.note().await, None);
        let server = practice.running.lock().await.take();
        server.unwrap().server.unwrap().shutdown().await;
        let mut file = std::fs::File::options().write(true).open(&state).unwrap();
        // Where SQLite keeps `user_version`.
        file.seek(SeekFrom::Start(60)).unwrap();
        file.write_all(&1_u32.to_be_bytes()).unwrap();
        drop(file);
        let note = start().await.note().await.unwrap();
        assert!(note.contains("tenant.sqlite.version-1"), "{note}");
    }
}
