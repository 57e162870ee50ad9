//! Text messages: a port, with one adapter a way. Sign-in codes, news of a case and of a shift all leave through it.

mod webhook;

use std::fmt;

use futures_util::future::BoxFuture;
use uuid::Uuid;

pub use self::webhook::{Webhook, WebhookError};

/// One message to one number.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    /// The same at each try of one message: what was sent under it is not sent again.
    pub id: Uuid,
    /// Mainland number of 11 digits.
    pub phone: &'a str,
    pub kind: Kind,
    pub words: &'a str,
    /// The digits alone, for providers that keep the words themselves; empty if there are none.
    pub code: &'a str,
}

/// What a message is about: providers ask for a template of their own for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Code,
    News,
    Shift,
}

impl Kind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::News => "news",
            Self::Shift => "shift",
        }
    }
}

/// Why a message did not go out; the reason is for the log and names no person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotSent {
    /// It may go later.
    Now(String),
    /// It will not go, such as to a number that does not exist.
    Ever(String),
}

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Now(reason) | Self::Ever(reason)) = self;
        f.write_str(reason)
    }
}

/// What sends text messages.
pub trait Texter: Send + Sync {
    fn send<'a>(&'a self, text: Text<'a>) -> BoxFuture<'a, Result<(), NotSent>>;
}

/// Set once at start.
#[derive(Debug, Default)]
pub enum Texts {
    /// No provider: nobody can sign in by phone, and news are given up.
    #[default]
    Nobody,
    /// A demonstration: codes are shown on the page, marked as such, and the log says that news would have left.
    Shown,
    /// A provider, or what stands before one.
    Webhook(Webhook),
}

impl Texter for Texts {
    fn send<'a>(&'a self, text: Text<'a>) -> BoxFuture<'a, Result<(), NotSent>> {
        Box::pin(async move {
            match self {
                Self::Nobody => Err(NotSent::Ever("no provider of text messages is configured".to_owned())),
                Self::Shown => {
                    // Neither to whom nor what.
                    tracing::info!(message = %text.id, kind = text.kind.as_str(), "a text message would leave here");
                    Ok(())
                }
                Self::Webhook(webhook) => webhook.send(text).await,
            }
        })
    }
}
