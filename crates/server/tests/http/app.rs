//! A server for one test, and the people who send it requests.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU32, Ordering},
    },
};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header},
};
use bytes::Bytes;
use http_body_util::BodyExt;
use pingan_api::{
    Endpoint, Problem,
    account::{Phone, Role, sign_in::CONSENT_VERSION},
    endpoint::IDEMPOTENCY_KEY,
    id::{AccountId, IdempotencyKey, UnitId},
};
use pingan_server::{
    access,
    account::{
        self, NewAccount,
        device::Device,
        session::{self, NewSession},
    },
    audit::By,
    config::Storage,
    db::Db,
    demo, desk,
    district::District,
    error::AppError,
    photos,
    secret::Secret,
    site::Site,
    state::{Clock, State},
    texts::Texts,
    voices,
};
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};
use serde::{Serialize, de::DeserializeOwned};
use tower::ServiceExt;
use uuid::Uuid;

/// 2026-06-01T00:00:00Z, where every test's clock begins.
pub(crate) const BEGINNING: i64 = 1_780_272_000_000;

pub(crate) struct TestApp {
    state: State,
    router: Router,
    clock: Arc<AtomicI64>,
    /// How many accounts were made.
    people: AtomicU32,
    url: String,
    /// Holds the database file and the photos until the test ends.
    folder: tempfile::TempDir,
}

impl TestApp {
    /// With the demonstration district and no cases.
    pub(crate) async fn start() -> Self {
        Self::start_with(Site::new([])).await
    }

    /// With files of the app.
    pub(crate) async fn start_with(site: Site) -> Self {
        Self::start_as(site, Texts::Shown).await
    }

    /// With text messages that leave in a way of their own.
    pub(crate) async fn start_texting(texts: Texts) -> Self {
        Self::start_as(Site::new([]), texts).await
    }

    async fn start_as(site: Site, texts: Texts) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = match std::env::var("PINGAN_TEST_DATABASE_URL") {
            Ok(server) => fresh_database(&server).await,
            Err(_) => format!("sqlite:{}", folder.path().join("test.db").display()),
        };
        let db = Db::open(&url).await.expect("a database");
        let clock = Arc::new(AtomicI64::new(BEGINNING));
        let photos = photos::Store::open(folder.path()).expect("a photo store");
        let voices = voices::Store::open(folder.path()).expect("a voice store");
        let state =
            State::new(db, Secret::from_text("test"), photos, voices, site, Clock::Manual(clock.clone()), false);
        desk::calendar::load(&state).await.expect("the calendar");
        state.set_texts(texts);
        demo::load_units(&state).await.expect("the demonstration district");
        Self { router: pingan_server::app(state.clone()), state, clock, people: AtomicU32::new(1), url, folder }
    }

    /// Another server on the same database.
    pub(crate) async fn twin(&self) -> State {
        let db = Db::open(&self.url).await.expect("the same database");
        let photos = photos::Store::open(self.folder.path()).expect("the same photo store");
        let voices = voices::Store::open(self.folder.path()).expect("the same voice store");
        let clock = Clock::Manual(self.clock.clone());
        let state = State::new(db, Secret::from_text("test"), photos, voices, Site::new([]), clock, false);
        state.set_district(District::load(&state.db).await.expect("the same district"));
        desk::calendar::load(&state).await.expect("the same calendar");
        state
    }

    /// Where the command line finds what this server keeps.
    pub(crate) fn storage(&self) -> Storage {
        let data = self.folder.path().to_owned();
        Storage { data, database_url: Some(self.url.clone()), secret: Some("test".to_owned()) }
    }

    /// A response whose body is still coming.
    pub(crate) async fn response(&self, mut request: Request<Body>) -> Response<Body> {
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 40_000))));
        self.router.clone().oneshot(request).await.expect("the router always answers")
    }

    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, millis: i64) {
        self.clock.fetch_add(millis, Ordering::Relaxed);
    }

    /// Somebody without a name.
    pub(crate) fn anonymous(&self) -> Actor<'_> {
        self.at_address([10, 0, 0, 1])
    }

    /// Somebody at another network address.
    pub(crate) fn at_address(&self, address: [u8; 4]) -> Actor<'_> {
        Actor { app: self, address: IpAddr::V4(Ipv4Addr::from(address)), token: None, device: None }
    }

    /// Somebody with an account of their own and no role.
    pub(crate) async fn resident(&self) -> Actor<'_> {
        self.signed_in(&[], false).await
    }

    /// Somebody with a role on a unit, who has shown a second factor.
    pub(crate) async fn staff(&self, role: Role, unit: &UnitId) -> Actor<'_> {
        self.signed_in(&[(role, unit)], true).await
    }

    /// A session of a new account. Each has its own number.
    pub(crate) async fn signed_in(&self, roles: &[(Role, &UnitId)], second_factor: bool) -> Actor<'_> {
        let nth = self.people.fetch_add(1, Ordering::Relaxed);
        let phone: Phone = format!("139{nth:08}").parse().expect("a phone number");
        let (secret, at) = (self.state.secret.clone(), self.state.now());
        let roles: Vec<(Role, UnitId)> = roles.iter().map(|(role, unit)| (*role, (*unit).clone())).collect();
        let begun: Result<_, AppError> = self
            .state
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let new = NewAccount { phone, name: format!("居民 {nth}"), consent: CONSENT_VERSION, at };
                    let account = account::open(tx, &secret, new).await?;
                    for (role, unit) in roles {
                        account::give(tx, By::SERVER, account, role, &unit, at).await?;
                    }
                    let session = NewSession { account, device: Device::UNKNOWN, second_factor, at };
                    Ok((account, session::begin(tx, &secret, session).await?.1))
                })
            })
            .await;
        let (account, token) = begun.expect("an account with a session");
        // Tests are short: what they leak goes with them.
        let token: &'static str = Box::leak(token.into_boxed_str());
        Actor { token: Some((account, token)), ..self.anonymous() }
    }

    /// A device that has reported before.
    pub(crate) fn device(&self) -> Actor<'_> {
        let nth = self.people.fetch_add(1, Ordering::Relaxed);
        Actor { device: Some(Box::leak(format!("{nth:032}").into_boxed_str())), ..self.anonymous() }
    }

    /// The district's own unit.
    pub(crate) fn root(&self) -> UnitId {
        self.state.district().root().expect("the demonstration district").id.clone()
    }

    /// Rows of a table, for "no trace left".
    pub(crate) async fn count(&self, table: &str) -> i64 {
        let backend = self.state.db.reads().get_database_backend();
        let sql = Statement::from_string(backend, format!("SELECT COUNT(*) AS n FROM {table}"));
        let row = self.state.db.reads().query_one_raw(sql).await.expect("a count").expect("a row");
        row.try_get("", "n").expect("a number")
    }
}

/// A database of its own on a PostgreSQL server that is thrown away with all of them.
async fn fresh_database(server: &str) -> String {
    let name = format!("test_{}", Uuid::new_v4().simple());
    let connection = Database::connect(server).await.expect("the PostgreSQL server of the tests");
    let sql = Statement::from_string(DbBackend::Postgres, format!("CREATE DATABASE {name}"));
    connection.execute_raw(sql).await.expect("a new database");
    connection.close().await.expect("the connection ends");
    let (base, query) =
        server.split_once('?').map_or((server, String::new()), |(base, query)| (base, format!("?{query}")));
    let (base, _) = base.rsplit_once('/').expect("a URL that names a database");
    format!("{base}/{name}{query}")
}

/// Somebody who sends requests.
#[derive(Clone, Copy)]
pub(crate) struct Actor<'a> {
    app: &'a TestApp,
    address: IpAddr,
    /// Of a session, with whose it is.
    token: Option<(AccountId, &'static str)>,
    /// Of its cookie, once it has one.
    device: Option<&'static str>,
}

impl Actor<'_> {
    /// Whose session it is.
    pub(crate) fn account(&self) -> AccountId {
        self.token.expect("somebody who is signed in").0
    }

    /// The same client with a session that was begun by signing in.
    pub(crate) fn with_session(self, account: AccountId, token: String) -> Self {
        Self { token: Some((account, Box::leak(token.into_boxed_str()))), ..self }
    }

    /// What the server makes of the session.
    pub(crate) async fn actor(&self) -> access::Actor {
        let request = Request::get("/").header(header::COOKIE, format!("__Host-pingan={}", self.token()));
        let (mut parts, ()) = request.body(()).expect("a request").into_parts();
        access::Actor::from_request_parts(&mut parts, &self.app.state).await.expect("somebody who is signed in")
    }

    pub(crate) fn token(&self) -> &'static str {
        self.token.expect("somebody who is signed in").1
    }

    /// Sends an endpoint of the contract just as the app does.
    pub(crate) async fn send<E: Endpoint>(&self, endpoint: &E) -> Reply {
        match endpoint.body() {
            None => self.get(&endpoint.path()).await,
            Some(body) => self.post_keyed(&endpoint.path(), body, endpoint.idempotency_key()).await,
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.request(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    pub(crate) async fn post_keyed(&self, path: &str, body: &impl Serialize, key: Option<IdempotencyKey>) -> Reply {
        let json = serde_json::to_vec(body).expect("plain data");
        self.post_bytes(path, "application/json", json, key).await
    }

    pub(crate) async fn post_bytes(
        &self,
        path: &str,
        content_type: &str,
        body: impl Into<Bytes>,
        key: Option<IdempotencyKey>,
    ) -> Reply {
        let mut request = Request::post(path).header(header::CONTENT_TYPE, content_type);
        if let Some(key) = key {
            request = request.header(IDEMPOTENCY_KEY, key.to_string());
        }
        self.request(request.body(Body::from(body.into())).expect("a request")).await
    }

    pub(crate) async fn method(&self, method: Method, path: &str) -> Reply {
        self.request(Request::builder().method(method).uri(path).body(Body::empty()).expect("a request")).await
    }

    pub(crate) async fn request(&self, request: Request<Body>) -> Reply {
        let (parts, body) = self.response(request).await.into_parts();
        // A live stream has no end to wait for.
        let is_live = parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
        let body = if is_live { Bytes::new() } else { body.collect().await.expect("a whole body").to_bytes() };
        Reply { status: parts.status, headers: parts.headers, body }
    }

    /// A response whose body is still coming.
    pub(crate) async fn response(&self, mut request: Request<Body>) -> Response<Body> {
        if let Some((_, token)) = self.token {
            let cookie = HeaderValue::from_str(&format!("__Host-pingan={token}")).expect("a token is ASCII");
            request.headers_mut().append(header::COOKIE, cookie);
        }
        if let Some(word) = self.device {
            let cookie = HeaderValue::from_str(&format!("__Host-device={word}")).expect("a word is ASCII");
            request.headers_mut().append(header::COOKIE, cookie);
        }
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(self.address, 40_000)));
        self.app.router.clone().oneshot(request).await.expect("the router always answers")
    }
}

/// A key that was not used yet.
pub(crate) fn new_key() -> IdempotencyKey {
    IdempotencyKey(Uuid::new_v4())
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    #[track_caller]
    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        assert!(self.status.is_success(), "{}: {}", self.status, self.text());
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The body of an endpoint's answer.
    #[track_caller]
    pub(crate) fn answer<E: Endpoint>(&self, _: &E) -> E::Answer {
        self.json()
    }

    #[track_caller]
    pub(crate) fn problem(&self) -> Problem {
        assert!(!self.status.is_success(), "{}: {}", self.status, self.text());
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        let problem: Problem = serde_json::from_slice(&self.body).expect("a problem");
        assert_eq!(problem.status, self.status.as_u16());
        assert_eq!(problem.request_id, self.header("x-request-id"));
        problem
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub(crate) fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }
}
