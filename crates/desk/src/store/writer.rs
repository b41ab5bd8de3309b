//! The one thread that writes.

use std::sync::mpsc::{self, Receiver, Sender};

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::{InUse, StoreError};

/// Changes that share a commit at most, so that nobody waits long for the first one.
const MOST_IN_A_COMMIT: usize = 64;

/// A change that waits for the thread.
trait Job: Send {
    /// Makes the change inside the open transaction. An error is the change's own, unless the
    /// transaction is gone afterwards.
    fn run(&mut self, connection: &Connection) -> Result<(), StoreError>;
    /// Answers, once the commit is on disk or has failed.
    fn answer(self: Box<Self>, committed: Result<(), StoreError>);
}

struct Change<T, F> {
    change: Option<F>,
    outcome: Result<T, StoreError>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, F> Job for Change<T, F>
where
    T: Send,
    F: FnOnce(&Connection) -> Result<T, StoreError> + Send,
{
    fn run(&mut self, connection: &Connection) -> Result<(), StoreError> {
        if let Some(change) = self.change.take() {
            self.outcome = apart(connection, change);
        }
        self.outcome.as_ref().map(|_| ()).map_err(StoreError::clone)
    }

    fn answer(self: Box<Self>, committed: Result<(), StoreError>) {
        // Nobody listens any more when the caller was dropped; the change stands all the same.
        let _ = self.reply.send(committed.and(self.outcome));
    }
}

/// A failed change takes back what it did itself, and nothing of the others.
fn apart<T>(
    connection: &Connection,
    change: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    connection.execute_batch("SAVEPOINT change")?;
    match change(connection) {
        Ok(value) => {
            connection.execute_batch("RELEASE change")?;
            Ok(value)
        }
        Err(error) => {
            // After SQLITE_FULL the whole transaction may be gone, and the savepoint with it.
            let _ = connection.execute_batch("ROLLBACK TO change; RELEASE change");
            Err(error)
        }
    }
}

/// What the thread is asked for.
enum Call {
    Change(Box<dyn Job>),
    /// Whether another process has written. Only the connection that makes our own changes can
    /// tell them from those of others.
    WrittenElsewhere(oneshot::Sender<Result<i64, StoreError>>),
}

/// Where changes are handed in.
pub(super) struct Writer {
    calls: Sender<Call>,
}

impl Writer {
    /// Starts the thread. It ends when the writer is dropped; then the file is closed, and after
    /// that no longer in use.
    pub(super) fn start(connection: Connection, in_use: InUse) -> Result<Self, StoreError> {
        let (calls, queue) = mpsc::channel();
        std::thread::Builder::new()
            .name("usher-store".to_owned())
            .spawn(move || {
                work(&connection, &queue);
                drop(connection);
                drop(in_use);
            })?;
        Ok(Self { calls })
    }

    pub(super) async fn written_elsewhere(&self) -> Result<i64, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.calls
            .send(Call::WrittenElsewhere(reply))
            .map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    pub(super) async fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        let job = Change {
            change: Some(change),
            outcome: Err(StoreError::Closed),
            reply,
        };
        self.calls
            .send(Call::Change(Box::new(job)))
            .map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }
}

fn work(connection: &Connection, queue: &Receiver<Call>) {
    while let Ok(first) = queue.recv() {
        let (mut jobs, mut asked): (Vec<Box<dyn Job>>, Vec<_>) = (Vec::new(), Vec::new());
        for call in std::iter::once(first).chain(queue.try_iter().take(MOST_IN_A_COMMIT - 1)) {
            match call {
                Call::Change(job) => jobs.push(job),
                Call::WrittenElsewhere(reply) => asked.push(reply),
            }
        }
        if !jobs.is_empty() {
            let committed = commit(connection, &mut jobs);
            for job in jobs {
                job.answer(committed.clone());
            }
        }
        for reply in asked {
            let version = connection.pragma_query_value(None, "data_version", |row| row.get(0));
            // Nobody listens any more when the caller was dropped.
            let _ = reply.send(version.map_err(StoreError::from));
        }
    }
}

fn commit(connection: &Connection, jobs: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    for job in jobs {
        let made = job.run(connection);
        // A full disk takes the whole transaction back. Nobody's change stands then, and a further
        // one would be committed on its own.
        if connection.is_autocommit() {
            return Err(made.err().unwrap_or(StoreError::Closed));
        }
    }
    connection.execute_batch("COMMIT").map_err(|error| {
        let _ = connection.execute_batch("ROLLBACK");
        error.into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_failed_change_does_not_touch_its_neighbours() {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch("CREATE TABLE t (x INTEGER UNIQUE)")
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (in_use, _) = InUse::enter(folder.path()).unwrap();
        let writer = Writer::start(connection, in_use).unwrap();
        let insert = |x: i64| {
            writer.write(move |connection| {
                connection.execute("INSERT INTO t VALUES (?1)", [x])?;
                if x < 0 {
                    Err(StoreError::Content("negative".to_owned()))
                } else {
                    Ok(x)
                }
            })
        };
        let (a, b, c, d) = tokio::join!(insert(1), insert(-1), insert(1), insert(2));
        assert_eq!((a.clone(), d), (Ok(1), Ok(2)));
        assert_eq!(b, Err(StoreError::Content("negative".to_owned())));
        assert!(matches!(c, Err(StoreError::Other(_))), "{c:?}");
        let rows = writer
            .write(|connection| {
                Ok(connection
                    .query_row("SELECT count(*) FROM t", [], |row| row.get::<_, i64>(0))?)
            })
            .await;
        assert_eq!(rows, Ok(2));
    }

    #[tokio::test]
    async fn what_another_process_writes_is_told_from_what_we_write() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tenant.sqlite");
        let connect = || {
            let connection = Connection::open(&file).unwrap();
            let set_up = "PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS t (x)";
            connection.execute_batch(set_up).unwrap();
            connection
        };
        let (in_use, _) = InUse::enter(folder.path()).unwrap();
        let writer = Writer::start(connect(), in_use).unwrap();
        let other = connect();
        let insert = "INSERT INTO t VALUES (1)";
        let before = writer.written_elsewhere().await.unwrap();
        let ours = writer.write(move |connection| Ok(connection.execute_batch(insert)?));
        ours.await.unwrap();
        assert_eq!(writer.written_elsewhere().await.unwrap(), before);
        other.execute_batch(insert).unwrap();
        assert_ne!(writer.written_elsewhere().await.unwrap(), before);
    }

    #[tokio::test]
    async fn on_a_full_disk_all_changes_of_a_commit_fail_and_none_stands() {
        let folder = tempfile::tempdir().unwrap();
        let connection = Connection::open(folder.path().join("full.sqlite")).unwrap();
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; CREATE TABLE t (x); PRAGMA max_page_count = 8;",
            )
            .unwrap();
        let mut jobs: Vec<Box<dyn Job>> = Vec::new();
        let mut answers = Vec::new();
        for size in [10, 400_000, 11] {
            let (reply, answer) = oneshot::channel();
            let change = move |connection: &Connection| {
                connection.execute("INSERT INTO t VALUES (zeroblob(?1))", [size])?;
                Ok(())
            };
            jobs.push(Box::new(Change {
                change: Some(change),
                outcome: Err(StoreError::Closed),
                reply,
            }));
            answers.push(answer);
        }
        let committed = commit(&connection, &mut jobs);
        assert_eq!(committed, Err(StoreError::Full));
        for job in jobs {
            job.answer(committed.clone());
        }
        for answer in answers {
            assert_eq!(answer.await.unwrap(), Err(StoreError::Full));
        }
        let count = "SELECT count(*) FROM t";
        let kept: i64 = connection.query_row(count, [], |row| row.get(0)).unwrap();
        assert_eq!(kept, 0);
    }
}
