//! Certificates of hours: made once from what was attended, verified by whoever has the number.

mod pdf;

use axum::{
    Json,
    extract::State as Ext,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use pingan_api::{
    Issue, Method, ProblemCode, Timestamp,
    volunteer::hours::{
        CERTIFICATE_PDF_PATH, Certificate, CertificateNumber, CreateCertificate, NewCertificate, VerifyCertificate,
        verify_path,
    },
};
use serde_json::{Value, json};

use super::{
    entity::certificate,
    hours::{by_kind, minutes_of, worked},
    store,
};
use crate::{
    access::{Actor, asked_origin},
    cases::word,
    district::District,
    error::{Answer, AppError},
    extract::{Body, Client, Key, Param},
    openapi::path_parameters,
    routes::{Access, Routes},
    secret::random,
    state::State,
    throttle::{Subject, Throttle},
};

/// Numbers that are drawn before it is given up: that even one of them is taken happens to nobody.
const DRAWS: usize = 3;
/// Bytes of an address that is printed: no name of a host is longer (RFC 1035, 2.3.4).
const MAX_ORIGIN: usize = 280;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .create::<CreateCertificate, _, _>(Access::SignedIn, create)
        .endpoint::<VerifyCertificate, _, _>(Access::Public, verify)
        .raw(Method::Get, CERTIFICATE_PDF_PATH, Access::Public, operation(), file)
}

async fn create(
    Ext(state): Ext<State>,
    actor: Actor,
    Key(key): Key,
    Body(new): Body<NewCertificate>,
) -> Result<(StatusCode, Json<Certificate>), AppError> {
    let (account, now) = (actor.account.0, state.now());
    let json = serde_json::to_vec(&new).map_err(AppError::broken)?;
    let body_hash = state.secret.key("body", &[b"certificate", account.as_bytes(), &json]);
    let kept: Result<certificate::Model, AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                if let Some(row) = store::attendance::hours::certificate_by_key(tx, key.0).await? {
                    return same(row, &body_hash);
                }
                let worked = worked(tx, account, Some((new.from, new.to)), now).await?;
                let minutes = minutes_of(&worked);
                if minutes == 0 {
                    return Err(AppError::field("from", Issue::Invalid));
                }
                let volunteer = store::person::volunteer(tx, account).await?.ok_or(ProblemCode::NotRegistered)?;
                let row = certificate::Model {
                    number: String::new(),
                    idempotency_key: key.0,
                    body_hash,
                    account_id: account,
                    name: volunteer.name,
                    from_day: new.from.to_string(),
                    to_day: new.to.to_string(),
                    minutes: i32::try_from(minutes).unwrap_or(i32::MAX),
                    shifts: i32::try_from(worked.len()).unwrap_or(i32::MAX),
                    kinds: serde_json::to_string(&by_kind(&worked)).map_err(AppError::broken)?,
                    issued_at: now.as_millis(),
                };
                for _ in 0..DRAWS {
                    let row = certificate::Model { number: draw().to_string(), ..row.clone() };
                    if store::attendance::hours::insert_certificate(tx, row.clone()).await? {
                        return Ok(row);
                    }
                    // The same request, at the same moment.
                    if let Some(first) = store::attendance::hours::certificate_by_key(tx, key.0).await? {
                        return same(first, &row.body_hash);
                    }
                }
                Err(ProblemCode::Unavailable.into())
            })
        })
        .await;
    Ok((StatusCode::CREATED, Json(certificate(&state.district(), kept?)?)))
}

/// A repeat gets what the first request made.
fn same(row: certificate::Model, body_hash: &str) -> Result<certificate::Model, AppError> {
    if row.body_hash == body_hash { Ok(row) } else { Err(ProblemCode::IdempotencyKeyReused.into()) }
}

/// Uniform over all numbers: the bias of the remainder is below one in 10⁸.
fn draw() -> CertificateNumber {
    CertificateNumber::from_index(u64::from_be_bytes(random()) % CertificateNumber::COUNT)
}

pub(super) fn certificate(district: &District, row: certificate::Model) -> Result<Certificate, AppError> {
    let issuer = district.root().ok_or_else(|| AppError::broken("a certificate without a district"))?;
    let whole = |number: i32| u32::try_from(number).unwrap_or(0);
    Ok(Certificate {
        number: word(&row.number)?,
        from: word(&row.from_day)?,
        to: word(&row.to_day)?,
        minutes: whole(row.minutes),
        shifts: whole(row.shifts),
        kinds: serde_json::from_str(&row.kinds).map_err(AppError::broken)?,
        issued_at: Timestamp::from_millis(row.issued_at),
        issuer: issuer.name.clone(),
        demo: district.demo(),
        name: row.name,
    })
}

async fn verify(
    Ext(state): Ext<State>,
    Client(client): Client,
    Param(number): Param<CertificateNumber>,
) -> Answer<VerifyCertificate> {
    find(&state, &client, &number).await.map(Json)
}

/// Numbers cannot be guessed, and whoever tries is slowed down all the same.
async fn find(state: &State, client: &str, number: &CertificateNumber) -> Result<Certificate, AppError> {
    let throttle = Throttle::new(&state.secret, &format!("certificates {client}"), Subject::Any, state.now());
    let number = number.to_string();
    let found: Result<Option<certificate::Model>, AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                throttle.admit(tx).await?;
                let found = store::attendance::hours::certificate(tx, &number).await?;
                if found.is_none() {
                    throttle.failed(tx).await?;
                }
                Ok(found)
            })
        })
        .await;
    certificate(&state.district(), found?.ok_or(ProblemCode::NotFound)?)
}

async fn file(
    Ext(state): Ext<State>,
    Client(client): Client,
    Param(number): Param<CertificateNumber>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let certificate = find(&state, &client, &number).await?;
    let origin = match state.wechat() {
        Some(registration) => registration.origin(&headers, state.trust_proxy),
        None => asked_origin(&headers, state.trust_proxy),
    };
    let origin = origin.filter(|origin| origin.len() <= MAX_ORIGIN).unwrap_or_default();
    let page = format!("{origin}{}", verify_path(&number));
    let paper = pdf::paper(&certificate, &page)?;
    let shown = format!("inline; filename=\"certificate-{number}.pdf\"");
    let fixed = [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, shown)];
    Ok((fixed, paper).into_response())
}

fn operation() -> Value {
    json!({
        "summary": "A certificate of hours as a PDF, with a code that leads to its verification",
        "parameters": path_parameters(CERTIFICATE_PDF_PATH),
        "responses": {
            "200": { "description": "Done", "content": { "application/pdf": { "schema": { "type": "string", "format": "binary" } } } },
        },
    })
}
