//! The residents' app. Read on from [`app`], which holds everything together; [`route`] lists the pages, [`client`]
//! talks to the server, [`outbox`] sends what a resident gives it, [`session`] is what the device remembers. Features
//! never import one another.

pub mod app;
pub mod chunks;
pub mod client;
pub mod database;
pub mod event_stream;
pub mod i18n;
pub mod json;
pub mod locate;
pub mod network;
pub mod news;
pub mod outbox;
pub mod photos;
pub mod random;
pub mod route;
pub mod session;
pub mod tried;
pub mod ui;
pub mod upload;
pub mod wechat;

pub mod case_card;
pub mod case_shifts;
pub mod shift_times;

pub mod place;

pub mod account;
pub mod attendance;
pub mod cases;
pub mod desk;
pub mod district;
pub mod home;
pub mod inbox;
pub mod stats;
pub mod volunteer;

pub use app::start;
