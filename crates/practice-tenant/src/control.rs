//! The control calls: what tests and tools do without a browser.

use std::sync::Arc;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Query, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::faults::Fault;
use crate::identity::{self, DeviceRefusal};
use crate::outbox::{self, RedeemRefusal};
use crate::state::StateError;
use crate::tenant::Tenant;

/// Where the control calls lie.
pub(crate) const PATH: &str = "/control";
const KEY_HEADER: &str = "x-practice-key";

/// All control calls; each needs the key.
pub(crate) fn router(tenant: &Arc<Tenant>) -> Router<Arc<Tenant>> {
    let calls = Router::new()
        .route("/device/approve", post(approve_device))
        .route("/device/deny", post(deny_device))
        .route("/device/slow", post(slow_device_down))
        .route("/issued", get(issued))
        .route("/redeem", post(redeem))
        .route("/mails", get(mails))
        .route("/ledger", get(ledger))
        .route("/requests", get(requests))
        .route("/clock", post(advance_clock))
        .route("/faults", post(add_fault).delete(clear_faults))
        .route("/throttle", get(throttle).post(drain))
        .route("/reset", post(reset))
        .fallback(|| async { Refusal::unknown("call") })
        .layer(middleware::from_fn_with_state(
            Arc::clone(tenant),
            check_key,
        ));
    Router::new().nest(PATH, calls)
}

type Answer = Result<Json<Value>, Refusal>;

/// A control call that came to nothing.
#[derive(Debug)]
struct Refusal {
    status: StatusCode,
    body: Value,
}

impl Refusal {
    fn unknown(what: &str) -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            body: json!({"error": "unknown", "what": what}),
        }
    }

    fn impossible(why: &str) -> Self {
        Self {
            status: StatusCode::CONFLICT,
            body: json!({"error": "impossible", "reason": why}),
        }
    }

    fn malformed(why: impl ToString) -> Self {
        let body = json!({"error": "malformed", "reason": why.to_string()});
        Self {
            status: StatusCode::BAD_REQUEST,
            body,
        }
    }

    fn not_kept() -> Self {
        Self {
            status: StatusCode::SERVICE_UNAVAILABLE,
            body: json!({"error": "not_kept"}),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, Json(self.body)).into_response()
    }
}

impl From<JsonRejection> for Refusal {
    fn from(rejection: JsonRejection) -> Self {
        Self::malformed(rejection.body_text())
    }
}

impl From<StateError> for Refusal {
    fn from(error: StateError) -> Self {
        tracing::error!(%error, "the state file could not be written");
        Self::not_kept()
    }
}

impl From<DeviceRefusal> for Refusal {
    fn from(refusal: DeviceRefusal) -> Self {
        match refusal {
            DeviceRefusal::UnknownCode => Self::unknown("userCode"),
            DeviceRefusal::UnknownAccount => Self::unknown("account"),
            DeviceRefusal::Impossible => {
                Self::impossible("the code is used or expired, or the account may not sign in")
            }
            DeviceRefusal::ConsentRequired => Self {
                status: StatusCode::CONFLICT,
                body: json!({"error": "consent_required"}),
            },
            DeviceRefusal::Blocked(code) => Self {
                status: StatusCode::CONFLICT,
                body: json!({"error": "blocked", "code": code}),
            },
            DeviceRefusal::NotKept => Self::not_kept(),
        }
    }
}

async fn check_key(State(tenant): State<Arc<Tenant>>, request: Request, next: Next) -> Response {
    let given = request
        .headers()
        .get(KEY_HEADER)
        .map_or(&[][..], |key| key.as_bytes());
    if verify_slices_are_equal(given, tenant.control_key().as_bytes()).is_err() {
        let body = json!({"error": "wrong_key"});
        return (StatusCode::UNAUTHORIZED, Json(body)).into_response();
    }
    next.run(request).await
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Approval {
    user_code: String,
    account: String,
}

async fn approve_device(
    State(tenant): State<Arc<Tenant>>,
    approval: Result<Json<Approval>, JsonRejection>,
) -> Answer {
    let Json(approval) = approval?;
    identity::approve_device(&tenant, &approval.user_code, &approval.account)?;
    Ok(Json(json!({})))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Denial {
    user_code: String,
}

async fn deny_device(
    State(tenant): State<Arc<Tenant>>,
    denial: Result<Json<Denial>, JsonRejection>,
) -> Answer {
    let Json(denial) = denial?;
    identity::deny_device(&tenant, &denial.user_code)?;
    Ok(Json(json!({})))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Slowness {
    user_code: String,
    times: u32,
}

/// The client's next questions are answered with `slow_down`.
async fn slow_device_down(
    State(tenant): State<Arc<Tenant>>,
    slowness: Result<Json<Slowness>, JsonRejection>,
) -> Answer {
    let Json(slowness) = slowness?;
    identity::slow_device_down(&tenant, &slowness.user_code, slowness.times)?;
    Ok(Json(json!({})))
}

/// Every secret that this process gave out, for tests that search logs and files for them.
async fn issued(State(tenant): State<Arc<Tenant>>) -> Json<Value> {
    let tickets: Vec<String> = tenant.read(|view| {
        view.invitations()
            .map(|issued| issued.ticket.clone())
            .collect()
    });
    Json(json!({"tokens": tenant.identity.issued(), "tickets": tickets}))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Redemption {
    address: String,
}

async fn redeem(
    State(tenant): State<Arc<Tenant>>,
    redemption: Result<Json<Redemption>, JsonRejection>,
) -> Answer {
    let Json(redemption) = redemption?;
    match outbox::redeem(&tenant, &redemption.address) {
        Ok(redeemed) => Ok(Json(json!(redeemed))),
        Err(RedeemRefusal::Unknown) => Err(Refusal::unknown("address")),
        Err(RedeemRefusal::Impossible(why)) => Err(Refusal::impossible(&why)),
        Err(RedeemRefusal::NotKept) => Err(Refusal::not_kept()),
    }
}

#[derive(Debug, Deserialize)]
struct MailQuery {
    to: Option<String>,
}

async fn mails(State(tenant): State<Arc<Tenant>>, Query(query): Query<MailQuery>) -> Json<Value> {
    Json(json!({"value": tenant.mails(query.to.as_deref())}))
}

async fn ledger(State(tenant): State<Arc<Tenant>>) -> Response {
    let mut lines = String::new();
    for entry in tenant.ledger() {
        lines.push_str(&json!(entry).to_string());
        lines.push('\n');
    }
    ([(header::CONTENT_TYPE, "application/x-ndjson")], lines).into_response()
}

async fn requests(State(tenant): State<Arc<Tenant>>) -> Json<Value> {
    Json(json!({"value": tenant.requests.all()}))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Advance {
    advance_seconds: u32,
}

async fn advance_clock(
    State(tenant): State<Arc<Tenant>>,
    advance: Result<Json<Advance>, JsonRejection>,
) -> Answer {
    let Json(advance) = advance?;
    tenant.advance_clock(i64::from(advance.advance_seconds))?;
    Ok(Json(
        json!({"advancedSeconds": tenant.clock.advanced_seconds()}),
    ))
}

async fn add_fault(
    State(tenant): State<Arc<Tenant>>,
    fault: Result<Json<Fault>, JsonRejection>,
) -> Answer {
    let Json(fault) = fault?;
    tenant.faults.add(fault).map_err(Refusal::malformed)?;
    Ok(Json(json!({})))
}

async fn clear_faults(State(tenant): State<Arc<Tenant>>) -> Json<Value> {
    tenant.faults.clear();
    Json(json!({}))
}

/// How full the buckets of the quotas are.
async fn throttle(State(tenant): State<Arc<Tenant>>) -> Json<Value> {
    Json(json!(tenant.quotas.throttle(tenant.clock.elapsed())))
}

/// What is to be used up of a bucket.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Drain {
    bucket: String,
    app_id: Option<Uuid>,
    used: f64,
}

/// The deepest debt of a bucket: the service never tells more.
const MOST_USED: f64 = 1.8;

async fn drain(
    State(tenant): State<Arc<Tenant>>,
    drain: Result<Json<Drain>, JsonRejection>,
) -> Answer {
    let Json(drain) = drain?;
    if !(0.0..=MOST_USED).contains(&drain.used) {
        return Err(Refusal::malformed(format!("used is 0 to {MOST_USED}")));
    }
    let now = tenant.clock.elapsed();
    if !tenant
        .quotas
        .drain(now, &drain.bucket, drain.app_id, drain.used)
    {
        return Err(Refusal::unknown("bucket"));
    }
    Ok(Json(json!({})))
}

async fn reset(State(tenant): State<Arc<Tenant>>) -> Answer {
    tenant.reset()?;
    Ok(Json(json!({})))
}
