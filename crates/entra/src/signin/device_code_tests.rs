use super::*;

const FIVE: Duration = Duration::from_secs(5);

fn answer(status: u16, body: &str) -> Result<oauth2::HttpResponse, SignInError> {
    let mut answer = oauth2::HttpResponse::new(body.as_bytes().to_vec());
    *answer.status_mut() = status.try_into().unwrap();
    Ok(answer)
}

fn refused(error: &str, code: u32) -> Result<oauth2::HttpResponse, SignInError> {
    answer(
        400,
        &format!(
            r#"{{"error":"{error}","error_description":"AADSTS{code}: text\r\nTrace ID: t","error_codes":[{code}],"trace_id":"t"}}"#
        ),
    )
}

fn step(answer: Result<oauth2::HttpResponse, SignInError>, state: PollState) -> String {
    match next(answer, state) {
        Step::Done(_) => "done".to_owned(),
        Step::Wait(state) => format!(
            "wait {} then every {}",
            state.pause.as_secs(),
            state.interval.as_secs()
        ),
        Step::Failed(error) => match error {
            SignInError::Declined(_) => "declined".to_owned(),
            SignInError::CodeExpired(_) => "expired".to_owned(),
            SignInError::Refused(refusal) => format!("refused {:?}", refusal.codes),
            SignInError::UnexpectedAnswer { status, .. } => format!("unexpected {status}"),
            other => panic!("{other}"),
        },
    }
}

#[test]
fn each_answer_has_its_step() {
    let tokens = r#"{"token_type":"Bearer","scope":"User.Read","expires_in":3599,"access_token":"a","refresh_token":"r","id_token":"i"}"#;
    for (given, expected) in [
        (
            refused("authorization_pending", 70016),
            "wait 5 then every 5",
        ),
        (refused("slow_down", 0), "wait 10 then every 10"),
        (refused("authorization_declined", 0), "declined"),
        (refused("access_denied", 0), "declined"),
        (refused("expired_token", 70020), "expired"),
        (refused("code_expired", 70019), "expired"),
        (refused("bad_verification_code", 70018), "refused [70018]"),
        (refused("invalid_grant", 53003), "refused [53003]"),
        (refused("interaction_required", 53003), "refused [53003]"),
        (refused("invalid_client", 7000218), "refused [7000218]"),
        (answer(200, tokens), "done"),
        (
            answer(200, "<html>Welcome to the hotel</html>"),
            "unexpected 200",
        ),
        (answer(302, ""), "unexpected 302"),
        (answer(400, "<html>"), "unexpected 400"),
    ] {
        let shown = format!("{given:?}");
        assert_eq!(step(given, PollState::new(FIVE)), expected, "{shown}");
    }
}

#[test]
fn slowing_down_is_for_good_and_a_lost_connection_is_not() {
    let lost = || {
        Err(SignInError::Unreachable {
            host: "h".to_owned(),
            cause: "c".to_owned(),
        })
    };
    let mut state = PollState::new(FIVE);
    let mut pauses = Vec::new();
    for given in [
        refused("slow_down", 0),
        lost(),
        lost(),
        Err(SignInError::TimedOut),
        refused("authorization_pending", 70016),
        refused("slow_down", 0),
        Err(SignInError::Unavailable {
            status: 503,
            retry_after: Some(Duration::from_secs(60)),
        }),
        Err(SignInError::Unavailable {
            status: 503,
            retry_after: Some(Duration::from_secs(1)),
        }),
        refused("authorization_pending", 70016),
    ] {
        let Step::Wait(next) = next(given, state) else {
            panic!("the polling ended");
        };
        state = next;
        pauses.push(state.pause.as_secs());
    }
    assert_eq!(pauses, [10, 20, 20, 20, 10, 15, 60, 15, 15]);
}

#[test]
fn a_refusal_keeps_the_ids_that_support_asks_for() {
    let Step::Failed(error) = next(refused("invalid_grant", 53003), PollState::new(FIVE)) else {
        panic!("it was not refused");
    };
    let refusal = error.refusal().unwrap();
    assert_eq!(refusal.codes, [53003]);
    assert_eq!(refusal.trace_id.as_deref(), Some("t"));
    assert_eq!(refusal.text(), "AADSTS53003: text");
}
