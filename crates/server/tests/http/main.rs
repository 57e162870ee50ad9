//! The server as its callers see it: requests in, answers out. Files mirror the URLs.
//!
//! Each test has a server of its own, on SQLite in a temporary folder or, where `PINGAN_TEST_DATABASE_URL` names a
//! PostgreSQL server, in a database of its own there.

mod app;
mod fixtures;

mod access;
mod account;
mod audit;
mod cases;
mod crashes;
mod demo;
mod desk;
mod district;
mod documents;
mod ear;
mod headers;
mod health;
mod home;
mod inbox;
mod photos;
mod plain;
mod site;
mod stats;
mod voices;
mod volunteer;
mod wechat;
mod writes;
