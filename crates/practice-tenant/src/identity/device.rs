//! Device codes: from the request of a client to the answer of a person. No I/O, no clock.

use std::collections::HashMap;

use aws_lc_rs::rand;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::aadsts::SignInError;
use super::scope::ScopeRequest;
use crate::faults::Poll;

/// How long a code may be used.
pub(crate) const LIFETIME: Duration = Duration::minutes(15);

/// Seconds that a client waits between two questions.
pub(crate) const INTERVAL: u32 = 5;

/// Codes that ended stay known for this long, so that a late client is told what happened.
const MEMORY: Duration = Duration::hours(2);

const USER_CODE_LENGTH: usize = 9;
const USER_CODE_LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// What has become of one attempt to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Progress {
    /// Nobody has answered yet.
    Waiting,
    /// This person pressed Continue and consented where that was needed.
    Approved { user_id: Uuid },
    /// Somebody pressed Cancel.
    Declined,
    /// The client has its tokens.
    Redeemed,
}

/// One attempt to sign in.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    /// The client that asked.
    pub(crate) client_id: String,
    /// What it asked for.
    pub(crate) scope: ScopeRequest,
    user_code: String,
    expires: OffsetDateTime,
    progress: Progress,
    slow_downs: u32,
    blocked: Option<Block>,
}

/// What Conditional Access has against the account that was chosen last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    /// What the page says.
    pub(crate) refusal: SignInError,
    /// What the client hears.
    pub(crate) poll: Poll,
}

/// Both halves of a new code.
pub(crate) struct NewCode {
    /// The client's half, a secret.
    pub(crate) device_code: String,
    /// The person's half.
    pub(crate) user_code: String,
}

/// Why a person's answer was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeProblem {
    /// There is no such code.
    Unknown,
    /// Its time is up.
    Expired,
    /// It was approved or declined before.
    Answered,
}

/// Every attempt that is still remembered.
#[derive(Default)]
pub(crate) struct DeviceCodes {
    by_device_code: HashMap<String, Attempt>,
    by_user_code: HashMap<String, String>,
}

impl DeviceCodes {
    /// Begins an attempt; `None` only if the machine gives no random numbers.
    pub(crate) fn begin(
        &mut self,
        client_id: &str,
        scope: ScopeRequest,
        now: OffsetDateTime,
    ) -> Option<NewCode> {
        self.forget(now);
        let mut secret = [0; 48];
        rand::fill(&mut secret).ok()?;
        let device_code = URL_SAFE_NO_PAD.encode(secret);
        let user_code = self.fresh_user_code()?;
        self.by_user_code
            .insert(user_code.clone(), device_code.clone());
        self.by_device_code.insert(
            device_code.clone(),
            Attempt {
                client_id: client_id.to_owned(),
                scope,
                user_code: user_code.clone(),
                expires: now + LIFETIME,
                progress: Progress::Waiting,
                slow_downs: 0,
                blocked: None,
            },
        );
        Some(NewCode {
            device_code,
            user_code,
        })
    }

    /// The attempt that a person may still answer. Case and blanks do not matter.
    pub(crate) fn open(&self, code: &str, now: OffsetDateTime) -> Result<&Attempt, CodeProblem> {
        let key = self
            .by_user_code
            .get(&normal(code))
            .ok_or(CodeProblem::Unknown)?;
        let attempt = self.by_device_code.get(key).ok_or(CodeProblem::Unknown)?;
        if attempt.progress != Progress::Waiting {
            return Err(CodeProblem::Answered);
        }
        if now >= attempt.expires {
            return Err(CodeProblem::Expired);
        }
        Ok(attempt)
    }

    fn open_mut(&mut self, code: &str, now: OffsetDateTime) -> Result<&mut Attempt, CodeProblem> {
        self.open(code, now)?;
        let key = self
            .by_user_code
            .get(&normal(code))
            .ok_or(CodeProblem::Unknown)?;
        self.by_device_code.get_mut(key).ok_or(CodeProblem::Unknown)
    }

    /// Takes a person's yes.
    pub(crate) fn approve(
        &mut self,
        code: &str,
        user_id: Uuid,
        now: OffsetDateTime,
    ) -> Result<(), CodeProblem> {
        self.open_mut(code, now)?.progress = Progress::Approved { user_id };
        Ok(())
    }

    /// Takes a person's no.
    pub(crate) fn decline(&mut self, code: &str, now: OffsetDateTime) -> Result<(), CodeProblem> {
        self.open_mut(code, now)?.progress = Progress::Declined;
        Ok(())
    }

    /// Notes what Conditional Access says of the account that was chosen.
    pub(crate) fn block(
        &mut self,
        code: &str,
        block: Option<Block>,
        now: OffsetDateTime,
    ) -> Result<(), CodeProblem> {
        self.open_mut(code, now)?.blocked = block;
        Ok(())
    }

    /// Lets the client's next `times` questions be answered with `slow_down`.
    pub(crate) fn slow_down(
        &mut self,
        code: &str,
        times: u32,
        now: OffsetDateTime,
    ) -> Result<(), CodeProblem> {
        self.open_mut(code, now)?.slow_downs = times;
        Ok(())
    }

    /// One question of the client. A yes ends the attempt: the code works once.
    pub(crate) fn poll(
        &mut self,
        device_code: &str,
        client_id: &str,
        now: OffsetDateTime,
    ) -> Result<(Uuid, ScopeRequest), SignInError> {
        let attempt = self
            .by_device_code
            .get_mut(device_code)
            .filter(|attempt| attempt.client_id.eq_ignore_ascii_case(client_id))
            .ok_or_else(SignInError::bad_device_code)?;
        let refused = attempt
            .blocked
            .as_ref()
            .filter(|block| block.poll == Poll::Refused);
        match attempt.progress {
            Progress::Redeemed => Err(SignInError::redeemed_device_code()),
            Progress::Declined => Err(SignInError::authorization_declined()),
            _ if now >= attempt.expires => Err(SignInError::expired_token()),
            Progress::Waiting if attempt.slow_downs > 0 => {
                attempt.slow_downs -= 1;
                Err(SignInError::slow_down())
            }
            Progress::Waiting => Err(refused
                .map_or_else(SignInError::authorization_pending, |block| {
                    block.refusal.clone()
                })),
            Progress::Approved { user_id } => {
                attempt.progress = Progress::Redeemed;
                Ok((user_id, attempt.scope.clone()))
            }
        }
    }

    /// Ends every attempt: the clients hear that they do not know their codes.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    fn forget(&mut self, now: OffsetDateTime) {
        self.by_device_code
            .retain(|_, attempt| now < attempt.expires + MEMORY);
        let known = &self.by_device_code;
        self.by_user_code
            .retain(|_, device_code| known.contains_key(device_code));
    }

    fn fresh_user_code(&self) -> Option<String> {
        loop {
            let mut bytes = [0_u8; USER_CODE_LENGTH];
            rand::fill(&mut bytes).ok()?;
            let code: String = bytes
                .iter()
                .map(|byte| {
                    char::from(USER_CODE_LETTERS[usize::from(*byte) % USER_CODE_LETTERS.len()])
                })
                .collect();
            if !self.by_user_code.contains_key(&code) {
                return Some(code);
            }
        }
    }
}

impl Attempt {
    /// What Conditional Access has against the account that was chosen last.
    pub(crate) fn blocked(&self) -> Option<&SignInError> {
        self.blocked.as_ref().map(|block| &block.refusal)
    }

    /// The person's half of the code, as it was given out.
    pub(crate) fn user_code(&self) -> &str {
        &self.user_code
    }
}

fn normal(code: &str) -> String {
    code.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|character| character.to_ascii_uppercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: OffsetDateTime = time::macros::datetime!(2026-02-03 04:05:06 UTC);

    fn begun() -> (DeviceCodes, NewCode) {
        let mut codes = DeviceCodes::default();
        let scope =
            ScopeRequest::parse("User.Read offline_access", "http://localhost").expect("scope");
        let new = codes.begin("app", scope, NOW).expect("a code");
        (codes, new)
    }

    fn refusal(codes: &mut DeviceCodes, code: &str, now: OffsetDateTime) -> u32 {
        codes
            .poll(code, "app", now)
            .expect_err("a refusal")
            .number()
    }

    #[test]
    fn a_user_code_is_nine_capitals_and_digits() {
        let (_, new) = begun();
        assert_eq!(new.user_code.len(), 9);
        assert!(
            new.user_code
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        );
    }

    #[test]
    fn a_yes_is_good_for_one_answer() {
        let (mut codes, new) = begun();
        assert_eq!(refusal(&mut codes, &new.device_code, NOW), 70016);
        let typed = format!(
            " {} {}",
            &new.user_code[..4].to_lowercase(),
            &new.user_code[4..]
        );
        let person = Uuid::from_u128(7);
        codes.approve(&typed, person, NOW).expect("approved");
        assert_eq!(
            codes.approve(&typed, person, NOW),
            Err(CodeProblem::Answered)
        );
        assert_eq!(
            codes.poll(&new.device_code, "app", NOW).expect("granted").0,
            person
        );
        assert_eq!(refusal(&mut codes, &new.device_code, NOW), 54005);
    }

    #[test]
    fn a_no_stays_a_no() {
        let (mut codes, new) = begun();
        codes.decline(&new.user_code, NOW).expect("declined");
        let error = codes
            .poll(&new.device_code, "app", NOW)
            .expect_err("declined");
        assert_eq!(error, SignInError::authorization_declined());
        assert_eq!(
            codes.open(&new.user_code, NOW).err(),
            Some(CodeProblem::Answered)
        );
    }

    #[test]
    fn fifteen_minutes_are_the_end() {
        let (mut codes, new) = begun();
        let late = NOW + LIFETIME;
        assert_eq!(refusal(&mut codes, &new.device_code, late), 70020);
        assert_eq!(
            codes.open(&new.user_code, late).err(),
            Some(CodeProblem::Expired)
        );
        let just = late - Duration::seconds(1);
        assert_eq!(refusal(&mut codes, &new.device_code, just), 70016);
    }

    #[test]
    fn a_yes_that_is_not_fetched_in_time_is_void() {
        let (mut codes, new) = begun();
        codes
            .approve(&new.user_code, Uuid::nil(), NOW)
            .expect("approved");
        assert_eq!(refusal(&mut codes, &new.device_code, NOW + LIFETIME), 70020);
    }

    #[test]
    fn another_client_s_code_is_unknown() {
        let (mut codes, new) = begun();
        codes
            .approve(&new.user_code, Uuid::nil(), NOW)
            .expect("approved");
        let error = codes
            .poll(&new.device_code, "other", NOW)
            .expect_err("refused");
        assert_eq!(error.number(), 70018);
        assert_eq!(refusal(&mut codes, "made up", NOW), 70018);
    }

    #[test]
    fn slow_down_is_said_as_often_as_asked() {
        let (mut codes, new) = begun();
        codes.slow_down(&new.user_code, 1, NOW).expect("open");
        let first = codes.poll(&new.device_code, "app", NOW).expect_err("slow");
        assert_eq!(first, SignInError::slow_down());
        assert_eq!(refusal(&mut codes, &new.device_code, NOW), 70016);
    }

    #[test]
    fn old_codes_are_forgotten() {
        let (mut codes, old) = begun();
        let scope = ScopeRequest::parse("User.Read", "http://localhost").expect("scope");
        codes
            .begin("app", scope, NOW + LIFETIME + MEMORY)
            .expect("a code");
        assert_eq!(codes.by_device_code.len(), 1);
        assert_eq!(refusal(&mut codes, &old.device_code, NOW), 70018);
    }
}
