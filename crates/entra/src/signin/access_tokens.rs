//! The access tokens at hand.

use std::collections::BTreeSet;
use std::time::Duration;

use time::OffsetDateTime;

use super::challenge::Claims;
use super::grant::Tokens;
use crate::clock::Clock;
use crate::permissions::Scope;
use crate::secret::Secret;

/// A token with less life than this left is renewed, so that none expires on its way.
const EARLY: Duration = Duration::from_secs(5 * 60);

/// Access tokens by what they are good for.
#[derive(Debug, Default)]
pub(crate) struct AccessTokens(Vec<AccessToken>);

#[derive(Debug)]
struct AccessToken {
    token: Secret,
    granted: BTreeSet<String>,
    /// The claims that this token was asked to satisfy.
    claims: Option<Claims>,
    /// On both clocks: the monotonic one may stand still while the machine sleeps, the wall
    /// clock may be set back.
    expires: (Duration, OffsetDateTime),
}

impl AccessTokens {
    /// A token with these scopes, issued for these claims if there are any.
    pub(crate) fn find(
        &self,
        scopes: &[Scope],
        claims: Option<&Claims>,
        clock: &dyn Clock,
    ) -> Option<Secret> {
        let soon = (clock.monotonic() + EARLY, clock.now() + EARLY);
        self.0
            .iter()
            .rev()
            .find(|token| {
                token.expires.0 > soon.0
                    && token.expires.1 > soon.1
                    && (claims.is_none() || token.claims.as_ref() == claims)
                    && scopes
                        .iter()
                        .all(|scope| token.granted.contains(scope.name()))
            })
            .map(|token| token.token.clone())
    }

    /// Adds a token and drops those it makes needless: all that have expired, all that grant
    /// no more than it does, and, when it answers a claims challenge, every older one.
    pub(crate) fn add(&mut self, tokens: Tokens, claims: Option<Claims>, clock: &dyn Clock) {
        let now = clock.monotonic();
        self.0.retain(|old| {
            claims.is_none() && old.expires.0 > now && !old.granted.is_subset(&tokens.granted)
        });
        self.0.push(AccessToken {
            token: tokens.access,
            granted: tokens.granted,
            claims,
            expires: (now + tokens.expires_in, clock.now() + tokens.expires_in),
        });
    }

    /// Drops one token.
    pub(crate) fn remove(&mut self, token: &Secret) {
        self.0.retain(|held| held.token.expose() != token.expose());
    }

    /// Drops them all.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::tests::TestClock;

    fn tokens(name: &str, scopes: &[Scope], seconds: u64) -> Tokens {
        Tokens {
            access: Secret::new(name),
            refresh: None,
            granted: scopes.iter().map(|s| s.name().to_owned()).collect(),
            expires_in: Duration::from_secs(seconds),
        }
    }

    fn found(
        at_hand: &AccessTokens,
        scopes: &[Scope],
        claims: Option<&Claims>,
        clock: &TestClock,
    ) -> Option<String> {
        at_hand
            .find(scopes, claims, clock)
            .map(|token| token.expose().to_owned())
    }

    #[test]
    fn a_token_is_found_by_its_scopes_until_five_minutes_before_its_end() {
        let clock = TestClock::default();
        let mut at_hand = AccessTokens::default();
        at_hand.add(
            tokens("a", &[Scope::UserRead, Scope::UserReadAll], 3600),
            None,
            &clock,
        );
        assert_eq!(
            found(&at_hand, &[Scope::UserRead], None, &clock).as_deref(),
            Some("a")
        );
        assert_eq!(found(&at_hand, &[Scope::UserInviteAll], None, &clock), None);
        clock.advance(Duration::from_secs(3299));
        assert!(found(&at_hand, &[Scope::UserRead], None, &clock).is_some());
        clock.advance(Duration::from_secs(1));
        assert_eq!(found(&at_hand, &[Scope::UserRead], None, &clock), None);
    }

    #[test]
    fn either_clock_can_end_a_token() {
        let clock = TestClock::default();
        let mut at_hand = AccessTokens::default();
        at_hand.add(tokens("a", &[Scope::UserRead], 3600), None, &clock);
        clock.sleep_machine(Duration::from_secs(4000));
        assert_eq!(found(&at_hand, &[Scope::UserRead], None, &clock), None);
    }

    #[test]
    fn a_claims_challenge_ends_all_older_tokens() {
        let clock = TestClock::default();
        let claims = Claims::from_json(r#"{"access_token":{"nbf":{"value":"1"}}}"#).unwrap();
        let mut at_hand = AccessTokens::default();
        at_hand.add(tokens("old", &[Scope::UserReadAll], 3600), None, &clock);
        assert_eq!(
            found(&at_hand, &[Scope::UserReadAll], Some(&claims), &clock),
            None
        );
        at_hand.add(
            tokens("new", &[Scope::UserRead], 3600),
            Some(claims.clone()),
            &clock,
        );
        assert_eq!(found(&at_hand, &[Scope::UserReadAll], None, &clock), None);
        for asked in [None, Some(&claims)] {
            assert_eq!(
                found(&at_hand, &[Scope::UserRead], asked, &clock).as_deref(),
                Some("new")
            );
        }
    }

    #[test]
    fn a_refused_token_is_not_handed_out_again() {
        let clock = TestClock::default();
        let mut at_hand = AccessTokens::default();
        at_hand.add(tokens("a", &[Scope::UserRead], 3600), None, &clock);
        at_hand.remove(&Secret::new("b"));
        assert!(found(&at_hand, &[Scope::UserRead], None, &clock).is_some());
        at_hand.remove(&Secret::new("a"));
        assert_eq!(found(&at_hand, &[Scope::UserRead], None, &clock), None);
    }
}
