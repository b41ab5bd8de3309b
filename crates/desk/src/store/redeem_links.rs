//! Table `redeem_links`: links that open an invitation, sealed.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use entra::secret::Secret;
use entra::signin::token_store::DataKey;
use rand::Rng as _;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::StoreError;

pub(super) const CREATE: &str = "
    CREATE TABLE redeem_links (
        run TEXT NOT NULL,
        row INTEGER NOT NULL,
        sealed BLOB NOT NULL,
        PRIMARY KEY (run, row)
    ) STRICT, WITHOUT ROWID;";

/// Bytes of the nonce that stands before what is sealed.
const NONCE: usize = 24;

/// Seals a link for its place: it cannot be moved to another row unnoticed.
pub(crate) fn seal(key: &DataKey, run: &str, row: u32, link: &Secret) -> Option<Vec<u8>> {
    let mut nonce = [0_u8; NONCE];
    rand::rng().fill_bytes(&mut nonce);
    let cipher = XChaCha20Poly1305::new(key.expose().into());
    let place = place(run, row);
    let payload = Payload {
        msg: link.expose().as_bytes(),
        aad: place.as_bytes(),
    };
    let sealed = cipher.encrypt(&XNonce::from(nonce), payload).ok()?;
    Some([nonce.as_slice(), &sealed].concat())
}

/// Opens what was sealed; none where the key is another one.
pub(crate) fn open(key: &DataKey, run: &str, row: u32, sealed: &[u8]) -> Option<Secret> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
    let cipher = XChaCha20Poly1305::new(key.expose().into());
    let place = place(run, row);
    let payload = Payload {
        msg: sealed,
        aad: place.as_bytes(),
    };
    let link = cipher.decrypt(&XNonce::from(*nonce), payload).ok()?;
    String::from_utf8(link).ok().map(Secret::new)
}

fn place(run: &str, row: u32) -> String {
    format!("redeem link of {run} row {row}")
}

pub(crate) fn put(
    connection: &Connection,
    run: &str,
    row: u32,
    sealed: &[u8],
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO redeem_links VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET sealed = excluded.sealed",
        params![run, row, sealed],
    )?;
    Ok(())
}

pub(crate) fn find(
    connection: &Connection,
    run: &str,
    row: u32,
) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(connection
        .query_row(
            "SELECT sealed FROM redeem_links WHERE run = ?1 AND row = ?2",
            params![run, row],
            |row| row.get(0),
        )
        .optional()?)
}

/// All sealed links of a run, by row.
pub(crate) fn of_run(
    connection: &Connection,
    run: &str,
) -> Result<Vec<(u32, Vec<u8>)>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT row, sealed FROM redeem_links WHERE run = ?1")?;
    let links = statement
        .query_map([run], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    Ok(links)
}

/// Rows of a run of which a link is kept, in order.
pub(crate) fn rows(connection: &Connection, run: &str) -> Result<Vec<u32>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT row FROM redeem_links WHERE run = ?1 ORDER BY row")?;
    let rows = statement
        .query_map([run], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}
