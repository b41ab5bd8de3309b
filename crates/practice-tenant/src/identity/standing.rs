//! Access tokens that faults made void, or that claims are wanted for.

use std::collections::{HashMap, HashSet};

use time::OffsetDateTime;
use uuid::Uuid;

use super::bearer::{self, Caller, Unauthenticated};
use super::tokens::AccessClaims;

/// Lasts as long as the process, or to the next reset.
#[derive(Default)]
pub(crate) struct Standing {
    void: HashSet<String>,
    /// By person and client.
    challenges: HashMap<(Uuid, Uuid), Challenge>,
}

/// Claims that are wanted of one person in one client.
struct Challenge {
    /// The value of the wanted `nbf`.
    moment: String,
    /// Somebody asked for a token with these claims: every token from then on is good.
    met: bool,
    /// The tokens that are.
    good: HashSet<String>,
}

impl Standing {
    /// Whether the token is still good.
    ///
    /// # Errors
    ///
    /// What a 401 has to say where it is not.
    pub(super) fn check(&self, claims: &AccessClaims) -> Result<(), Unauthenticated> {
        if self.void.contains(&claims.uti) {
            return Err(revoked());
        }
        match self.challenges.get(&(claims.oid, claims.appid)) {
            Some(challenge) if !challenge.good.contains(&claims.uti) => {
                Err(bearer::challenge(&challenge.moment))
            }
            _ => Ok(()),
        }
    }

    /// The caller's token is void from now on.
    pub(super) fn void(&mut self, caller: &Caller) -> Unauthenticated {
        self.void.insert(caller.token_id.clone());
        revoked()
    }

    /// The tokens of this caller's person and client want claims from now on.
    pub(super) fn challenge(&mut self, caller: &Caller, now: OffsetDateTime) -> Unauthenticated {
        let moment = now.unix_timestamp().to_string();
        let refusal = bearer::challenge(&moment);
        let challenge = Challenge {
            moment,
            met: false,
            good: HashSet::new(),
        };
        self.challenges
            .insert((caller.user_id, caller.client_id), challenge);
        refusal
    }

    /// Notes that a token was issued; `asked` is the `nbf` that the client's claims named.
    pub(super) fn issued(&mut self, person: Uuid, client: Uuid, token: &str, asked: Option<&str>) {
        if let Some(challenge) = self.challenges.get_mut(&(person, client)) {
            challenge.met |= asked == Some(challenge.moment.as_str());
            if challenge.met {
                challenge.good.insert(token.to_owned());
            }
        }
    }
}

fn revoked() -> Unauthenticated {
    bearer::refuse("Access token validation failure. The token has been revoked.")
}
