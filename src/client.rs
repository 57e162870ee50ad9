//! Sends the contract's requests and says in words what went wrong with them.

use std::{cell::Cell, time::Duration};

use gloo_net::http::RequestBuilder;
use leptos::prelude::*;
use pingan_api::{Endpoint, Method, Problem, ProblemCode, endpoint::IDEMPOTENCY_KEY};
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::{
    i18n::{Label, Words, t},
    json,
    network::Exchange,
    session::last_seen,
    ui::async_view::Failure,
};

/// After this an answer is no longer waited for.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Why a request has no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum ClientError {
    /// The server was not reached, or did not answer in time.
    Offline,
    /// The server says what is wrong.
    Problem(Box<Problem>),
    /// There is an answer that this app does not understand.
    Unreadable,
}

impl ClientError {
    /// What to do about it, for a person; reactive.
    pub fn words(&self) -> &'static str {
        match self {
            ClientError::Offline => t::load_offline_text(),
            ClientError::Problem(problem) => problem.code.label(),
            ClientError::Unreadable => t::load_unreadable(),
        }
    }

    pub fn problem(&self) -> Option<&Problem> {
        match self {
            ClientError::Problem(problem) => Some(problem),
            ClientError::Offline | ClientError::Unreadable => None,
        }
    }
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Failure {
        let offline = error == ClientError::Offline;
        let request = error.problem().map(|problem| problem.request_id.clone()).filter(|id| !id.is_empty());
        let missing = error.problem().is_some_and(|problem| problem.code == ProblemCode::NotFound);
        // The number of a request helps whoever looks for a fault; here there is none.
        Failure { offline, missing, text: (move || error.words()).into(), request: request.filter(|_| !missing) }
    }
}

/// Sends a request and reads its answer.
pub async fn send<E: Endpoint>(request: &E) -> Result<E::Answer, ClientError> {
    read(&send_unread(request).await?)
}

/// The same without reading the answer, for whoever keeps it as it came.
pub async fn send_unread<E: Endpoint>(request: &E) -> Result<String, ClientError> {
    let body = request.body().map(|body| json::write(body).expect("the contract's bodies are JSON"));
    let key = request.idempotency_key().map(|key| key.to_string());
    match exchange(E::METHOD, &request.path(), body, key).await {
        Some((true, text)) => Ok(text),
        Some((false, text)) => Err(refusal(&text)),
        None => Err(ClientError::Offline),
    }
}

/// An answer, or the one before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen<T> {
    pub value: T,
    /// There is no network: this is how things were when last seen.
    pub old: bool,
}

/// Asks for something; where there is no network, gives what was last seen on the page of that `name`. A refusal is not
/// read here: its words, in two languages, would weigh more than the first screen's own, and who only reads can do
/// nothing but try again.
pub async fn glance<E: Endpoint>(name: &str, request: &E) -> Result<Seen<E::Answer>, Failure> {
    let path = request.path();
    let early = match early_answer(&path) {
        Some(early) => early.await,
        None => None,
    };
    let answer = match early {
        Some(text) => Some((true, text)),
        None => exchange(E::METHOD, &path, None, None).await,
    };
    let failure = |offline, text: Words| Failure { offline, missing: false, text: text.into(), request: None };
    match answer {
        Some((true, text)) => {
            let value = json::read(&text).map_err(|json::Unreadable| failure(false, t::load_unreadable))?;
            last_seen::keep(name, &path, &text);
            Ok(Seen { value, old: false })
        }
        Some((false, _)) => Err(failure(false, t::load_unreadable)),
        None => {
            let seen = last(name, request).ok_or_else(|| failure(true, t::load_offline_text))?;
            Ok(Seen { old: true, ..seen })
        }
    }
}

/// The same for who wants to know what the server said.
pub async fn send_or_last<E: Endpoint>(name: &str, request: &E) -> Result<Seen<E::Answer>, ClientError> {
    let path = request.path();
    match exchange(E::METHOD, &path, None, None).await {
        Some((true, text)) => {
            let value = read(&text)?;
            last_seen::keep(name, &path, &text);
            Ok(Seen { value, old: false })
        }
        Some((false, text)) => Err(refusal(&text)),
        None => {
            let seen = last(name, request).ok_or(ClientError::Offline)?;
            Ok(Seen { old: true, ..seen })
        }
    }
}

/// What was last seen on the page of that `name`, to be shown until there is an answer.
pub fn last<E: Endpoint>(name: &str, request: &E) -> Option<Seen<E::Answer>> {
    let value = json::read(&last_seen::read(name, &request.path())?).ok()?;
    Some(Seen { value, old: false })
}

fn read<A: DeserializeOwned>(text: &str) -> Result<A, ClientError> {
    json::read(text).map_err(|json::Unreadable| ClientError::Unreadable)
}

/// The part that is the same for every request: whether the server agreed, and its text. None is no answer at all.
async fn exchange(method: Method, path: &str, body: Option<String>, key: Option<String>) -> Option<(bool, String)> {
    // Without AbortController only the timeout is lost.
    let abort = web_sys::AbortController::new().ok();
    let mut builder = RequestBuilder::new(path)
        .method(match method {
            Method::Get => gloo_net::http::Method::GET,
            Method::Post => gloo_net::http::Method::POST,
        })
        .header("accept", "application/json")
        .abort_signal(abort.as_ref().map(|abort| abort.signal()).as_ref());
    if let Some(key) = &key {
        builder = builder.header(IDEMPOTENCY_KEY, key);
    }
    let request = match body {
        Some(body) => builder.header("content-type", "application/json").body(body),
        None => builder.build(),
    };
    let request = request.ok()?;
    let timer = set_timeout_with_handle(move || abort.into_iter().for_each(|abort| abort.abort()), TIMEOUT);
    let exchange = Exchange::begin();
    let answer = async {
        let response = request.send().await?;
        Ok::<_, gloo_net::Error>((response.ok(), response.text().await?))
    }
    .await;
    if let Ok(timer) = timer {
        timer.clear();
    }
    exchange.end(answer.is_ok());
    answer.ok()
}

/// What a failed request's body says; also for requests that do not go through [`send`], such as uploads.
pub fn refusal(body: &str) -> ClientError {
    match read(body) {
        Ok(problem) => ClientError::Problem(Box::new(problem)),
        Err(_) => ClientError::Unreadable,
    }
}

thread_local! {
    static EARLY_TAKEN: Cell<bool> = const { Cell::new(false) };
}

/// The home request that index.html starts before the app is there; good once, and only for the same path. An
/// answer of none means that it failed and is worth asking again.
fn early_answer(path: &str) -> Option<impl Future<Output = Option<String>> + use<>> {
    if EARLY_TAKEN.get() {
        return None;
    }
    let early = js_sys::Reflect::get(&window(), &JsValue::from_str("__home")).ok().filter(JsValue::is_object)?;
    let field = |name: &str| js_sys::Reflect::get(&early, &JsValue::from_str(name)).ok();
    if field("path")?.as_string()? != path {
        return None;
    }
    let answer: js_sys::Promise = field("answer")?.dyn_into().ok()?;
    EARLY_TAKEN.set(true);
    Some(async move { JsFuture::from(answer).await.ok()?.as_string() })
}
