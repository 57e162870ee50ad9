//! `/api/v1/inbox` and below, and what leaves by the outbox.

mod deliver;
mod list;
mod stream;
