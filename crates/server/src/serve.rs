//! Starting the server, and ending it without cutting anybody off.

use std::{fs, future::Future, io::IsTerminal, net::SocketAddr, time::Duration};

use axum::serve::ListenerExt;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::{net::TcpListener, sync::watch};
use tracing_subscriber::EnvFilter;

use crate::{
    account, app, cases,
    config::{LogFormat, Serve, Storage, TextOptions, WechatOptions},
    db::Db,
    demo, desk,
    district::District,
    inbox, live, photos,
    secret::Secret,
    site::Site,
    state::{Clock, State},
    texts::{Texts, Webhook},
    throttle, voices, volunteer,
    wechat::{Hosts, Registration},
};

/// For the person at the terminal.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// How long requests may take to finish after the signal to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Opens the storage: database, secret, photos, district.
pub async fn open(storage: &Storage, trust_proxy: bool) -> Result<State, Failure> {
    fs::create_dir_all(&storage.data)
        .map_err(|error| format!("the data folder {} cannot be made: {error}", storage.data.display()))?;
    let secret = match &storage.secret {
        Some(text) => Secret::from_text(text),
        None => Secret::of_folder(&storage.data)?,
    };
    let db = Db::open(&storage.url()).await?;
    let photos = photos::Store::open(&storage.data)?;
    let voices = voices::Store::open(&storage.data)?;
    cases::reach::seal_old(&db, &secret).await?;
    let state = State::new(db, secret, photos, voices, Site::embedded(), Clock::System, trust_proxy);
    state.set_district(District::load(&state.db).await?);
    desk::calendar::load(&state).await?;
    Ok(state)
}

/// Serves until SIGINT or SIGTERM.
pub async fn run(serve: Serve) -> Result<(), Failure> {
    log(serve.log_format);
    allow_many_connections();
    let state = open(&serve.storage, serve.trust_proxy).await?;
    if serve.demo && state.district().is_empty() {
        demo::load(&state).await?;
    }
    state.set_texts(texts(&serve.texts, serve.demo)?);
    if let Some(registration) = registration(serve.wechat, serve.address.clone()) {
        state.set_wechat(registration);
    }
    if serve.demo && state.district().demo() {
        account::demo::load(&state).await?;
        demo::volunteers::load(&state).await?;
    }
    let listener = TcpListener::bind(serve.listen)
        .await
        .map_err(|error| format!("{} cannot be listened on: {error}", serve.listen))?;
    tracing::info!(address = %listener.local_addr()?, "listening");
    let sweepers = [
        tokio::spawn(photos::sweep::run(state.clone())),
        tokio::spawn(voices::sweep::run(state.clone())),
        tokio::spawn(forget(state.clone())),
        tokio::spawn(desk::sweep::run(state.clone())),
        tokio::spawn(volunteer::sweep::run(state.clone())),
        tokio::spawn(live::run(state.clone())),
        tokio::spawn(inbox::deliver::run(state.clone(), serve.address)),
    ];
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps Nagle's algorithm");
        }
    });

    let (stop, stopped) = watch::channel(false);
    let mut requests_may_finish = stopped.clone();
    let service = app(state.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(until(stopped));
    let signalled = {
        let state = state.clone();
        async move {
            signal().await;
            tracing::info!("stopping");
            state.stop();
            let _ = stop.send(true);
        }
    };
    tokio::spawn(signalled);
    let grace = async move {
        let _ = requests_may_finish.wait_for(|stop| *stop).await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        served = async { serving.await } => served?,
        () = grace => tracing::warn!("some requests did not finish in time"),
    }
    for sweeper in sweepers {
        sweeper.abort();
    }
    state.db.clone().close().await?;
    tracing::info!("stopped");
    Ok(())
}

/// A configured webhook sends in a demonstration too.
fn texts(options: &TextOptions, demo: bool) -> Result<Texts, Failure> {
    let TextOptions { text_webhook, text_secret, text_template, text_header } = options;
    let (Some(url), Some(secret)) = (text_webhook, text_secret) else {
        return Ok(if demo { Texts::Shown } else { Texts::Nobody });
    };
    let template = text_template.as_ref().map(|file| {
        fs::read_to_string(file).map_err(|error| format!("the template {} cannot be read: {error}", file.display()))
    });
    Ok(Texts::Webhook(Webhook::new(url, secret, template.transpose()?.as_deref(), text_header.as_deref())?))
}

fn registration(options: WechatOptions, address: Option<String>) -> Option<Registration> {
    let WechatOptions { wechat_app_id, wechat_secret } = options;
    Some(Registration::new(wechat_app_id?, wechat_secret?, address, Hosts::WECHAT))
}

/// Each live stream is an open file, and the usual limit is a thousand.
fn allow_many_connections() {
    let limit = getrlimit(Resource::Nofile);
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit }) {
        tracing::warn!(%error, current = ?limit.current, "the limit of open files stays as it is");
    }
}

/// Wrong tries that no longer matter are forgotten each hour.
async fn forget(state: State) {
    let mut hours = tokio::time::interval(Duration::from_secs(3600));
    loop {
        hours.tick().await;
        if let Err(error) = throttle::sweep(&state.db, state.now()).await {
            tracing::warn!(%error, "old tries were not forgotten");
        }
        if let Err(error) = account::sweep(&state.db, state.now()).await {
            tracing::warn!(%error, "old sessions and codes were not forgotten");
        }
        if let Err(error) = inbox::sweep(&state).await {
            tracing::warn!(%error, "old stream tickets were not forgotten");
        }
    }
}

async fn until(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stop| *stop).await;
}

/// Ctrl-C, or what a service manager sends.
fn signal() -> impl Future<Output = ()> {
    let interrupt = tokio::signal::ctrl_c();
    async move {
        let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        match terminate {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = interrupt => {}
                    _ = terminate.recv() => {}
                }
            }
            Err(_) => drop(interrupt.await),
        }
    }
}

/// `RUST_LOG` narrows or widens what is logged (`info` unless said).
fn log(format: LogFormat) {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,sea_orm_migration=warn"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => builder.with_ansi(std::io::stderr().is_terminal()).init(),
        LogFormat::Json => builder.json().flatten_event(true).with_current_span(false).with_span_list(false).init(),
    }
    // One line like all others, and without the message where it could quote data.
    std::panic::set_hook(Box::new(|panic| {
        let at = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(at, message = panic.payload_as_str().unwrap_or_default(), "panicked");
    }));
}
