//! The REST backend of Ping An E Family, and the app's files: one program on SQLite or PostgreSQL.
//!
//! Reading order: [`app`] is what answers a request, [`routes`] the table of what it answers, then the features; the
//! rooms that all of them stand on come last.

pub mod account;
pub mod audit;
pub mod cases;
mod crashes;
pub mod demo;
pub mod desk;
pub mod district;
mod home;
pub mod inbox;
pub mod photos;
mod stats;
pub mod voices;
pub mod volunteer;
pub mod wechat;

pub mod access;
mod health;
mod openapi;
mod plain;
mod routes;
pub mod site;

mod cache;
pub mod cursor;
pub mod db;
pub mod device;
pub mod error;
pub mod extract;
pub mod live;
mod observe;
pub mod secret;
mod sheet;
pub mod state;
pub mod texts;
pub mod throttle;
mod words;

pub mod command;
pub mod config;
pub mod serve;

use axum::{Router, middleware};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, CompressionLevel, Predicate,
        predicate::{DefaultPredicate, NotForContentType, SizeAbove},
    },
};

pub use access::Access;
pub use routes::Line;

use routes::Routes;
use state::State;

/// Everything that the server answers.
pub fn app(state: State) -> Router {
    let Routes { router, document, .. } = features();
    router
        .merge(health::router())
        .merge(openapi::router(&document.finish()))
        .fallback(site::serve)
        .method_not_allowed_fallback(observe::method_not_allowed)
        .layer(middleware::from_fn_with_state(state.clone(), access::refuse_cross_site))
        .layer(CatchPanicLayer::custom(observe::panicked))
        .layer(middleware::from_fn(observe::observe))
        .layer(middleware::from_fn_with_state(state.clone(), site::secure))
        // What fits in one packet gains nothing, nor does an archive; the app's own files come compressed already.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(
            DefaultPredicate::new().and(SizeAbove::new(1024)).and(NotForContentType::const_new("application/zip")),
        ))
        .with_state(state)
}

/// The API's document, OpenAPI 3.1.
pub fn openapi() -> serde_json::Value {
    features().document.finish()
}

/// Every route of the API and who may call it.
pub fn table() -> Vec<Line> {
    features().table
}

/// Every page that the server draws itself, and who may see it.
pub fn pages() -> Vec<Line> {
    features().pages
}

fn features() -> Routes {
    [
        home::routes,
        account::routes,
        audit::routes,
        cases::routes,
        desk::routes,
        inbox::routes,
        district::routes,
        photos::routes,
        stats::routes,
        voices::routes,
        volunteer::routes,
        wechat::routes,
        crashes::routes,
        plain::routes,
    ]
    .into_iter()
    .fold(Routes::default(), |routes, add: fn(Routes) -> Routes| add(routes))
}
