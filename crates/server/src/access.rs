//! The one place that decides who may do what: before a handler runs, by the route's [`Access`]; inside it, for what
//! hangs on the unit, by its [`Actor`].

mod asked;
mod away;
mod cookie;
mod cross_site;

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, Request},
    handler::Handler,
    http::{HeaderMap, HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};
use futures_util::future::BoxFuture;
use pingan_api::{
    ProblemCode,
    account::{Permission, Role},
    id::{AccountId, GrantId, SessionId, UnitId},
};

pub(crate) use self::{
    asked::origin as asked_origin,
    cookie::{Cookie, clear as clear_cookie, is_loopback, mark as mark_cookie, write as write_cookie},
    cross_site::refuse as refuse_cross_site,
};
use crate::{account::session, district::District, error::AppError, state::State};

/// Who may call a route. Every route says it: there is no way to mount one without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody, without a name.
    Public,
    /// Whoever sends a case's number and code, or a photo's key; the handler checks it.
    CodeHolder,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever has a role with this permission somewhere, and has shown a second factor. On which units it holds, the
    /// handler asks its [`Actor`].
    Staff(Permission),
}

/// Whoever is signed in. As an extractor it refuses everybody else; on a public route that serves people with an account
/// as well, take [`MaybeActor`].
#[derive(Clone, Debug)]
pub struct Actor {
    pub account: AccountId,
    pub session: SessionId,
    /// The second factor was shown by this session, lately enough. Without it no role counts.
    pub second_factor: bool,
    grants: Arc<[Held]>,
}

/// A role that an actor has on a unit and below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub id: GrantId,
    pub role: Role,
    pub unit: UnitId,
}

impl Actor {
    pub(crate) fn new(account: AccountId, session: SessionId, second_factor: bool, grants: Vec<Held>) -> Self {
        Self { account, session, second_factor, grants: grants.into() }
    }

    /// Whether a role with the permission holds on the unit: it was granted there or above.
    pub fn holds(&self, permission: Permission, unit: &UnitId, district: &District) -> bool {
        self.able(permission).any(|held| district.is_within(unit, &held.unit))
    }

    /// For acting on a unit, or on something of it that the actor can see: `not_allowed` if no role holds there.
    pub fn may(&self, permission: Permission, unit: &UnitId, district: &District) -> Result<(), AppError> {
        if self.holds(permission, unit, district) { Ok(()) } else { Err(ProblemCode::NotAllowed.into()) }
    }

    /// For reading something by its id: to whoever may not see it, it is not there, like an id that was made up.
    pub fn may_see(&self, permission: Permission, unit: &UnitId, district: &District) -> Result<(), AppError> {
        if self.holds(permission, unit, district) { Ok(()) } else { Err(ProblemCode::NotFound.into()) }
    }

    /// The units on which, with all below them, a permission holds: what a list is narrowed to. None, none.
    pub fn units(&self, permission: Permission) -> Vec<UnitId> {
        let mut units: Vec<UnitId> = self.able(permission).map(|held| held.unit.clone()).collect();
        units.sort();
        units.dedup();
        units
    }

    /// What was granted, whether or not the second factor was shown: for telling people what they have.
    pub fn grants(&self) -> &[Held] {
        &self.grants
    }

    fn able(&self, permission: Permission) -> impl Iterator<Item = &Held> {
        self.grants.iter().filter(move |held| self.second_factor && held.role.may(permission))
    }
}

/// Judges a request before anything else looks at it.
async fn decide(access: Access, headers: &HeaderMap, state: &State) -> Result<Option<session::Known>, AppError> {
    let needed = match access {
        Access::Public | Access::CodeHolder => return Ok(None),
        Access::SignedIn => None,
        Access::Staff(permission) => Some(permission),
    };
    let known = known(headers, state).await?.ok_or(ProblemCode::NotSignedIn)?;
    if let Some(permission) = needed {
        if !known.actor.grants.iter().any(|held| held.role.may(permission)) {
            return Err(ProblemCode::NotAllowed.into());
        }
        if !known.actor.second_factor {
            return Err(ProblemCode::SecondFactorNeeded.into());
        }
    }
    Ok(Some(known))
}

async fn known(headers: &HeaderMap, state: &State) -> Result<Option<session::Known>, AppError> {
    match cookie::token(headers) {
        Some(token) => session::find(state, token).await,
        None => Ok(None),
    }
}

/// A handler behind its route's [`Access`].
#[derive(Clone)]
pub(crate) struct Guarded<H> {
    pub(crate) access: Access,
    pub(crate) handler: H,
}

impl<T, H: Handler<T, State>> Handler<T, State> for Guarded<H> {
    type Future = BoxFuture<'static, Response>;

    fn call(self, mut request: Request, state: State) -> Self::Future {
        Box::pin(async move {
            let known = match decide(self.access, request.headers(), &state).await {
                Ok(known) => known,
                Err(error) => return away::answer(error, &request),
            };
            let renewed = match known {
                Some(known) => {
                    let token = cookie::token(request.headers()).filter(|_| known.grown_old).map(str::to_owned);
                    let renewed = token.map(|token| cookie::write(request.headers(), &token));
                    let session = known.actor.session;
                    request.extensions_mut().insert(known.actor);
                    if renewed.is_some()
                        && let Err(error) = session::renew(&state, session).await
                    {
                        return error.into_response();
                    }
                    renewed
                }
                None => None,
            };
            let mut response = self.handler.call(request, state).await;
            if let Some(cookie) = renewed {
                add_cookie(&mut response, cookie);
            }
            response
        })
    }
}

/// Unless the handler has set or cleared the cookie itself.
fn add_cookie(response: &mut Response, cookie: HeaderValue) {
    let name = |value: &HeaderValue| value.as_bytes().split(|byte| *byte == b'=').next().map(<[u8]>::to_vec);
    let is_set = response.headers().get_all(header::SET_COOKIE).iter().any(|set| name(set) == name(&cookie));
    if !is_set {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

impl FromRequestParts<State> for Actor {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, AppError> {
        let MaybeActor(actor) = MaybeActor::from_request_parts(parts, state).await?;
        actor.ok_or_else(|| ProblemCode::NotSignedIn.into())
    }
}

/// Whoever is signed in, if anybody is: for routes that are open to all.
pub struct MaybeActor(pub Option<Actor>);

impl FromRequestParts<State> for MaybeActor {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, AppError> {
        if let Some(actor) = parts.extensions.get::<Actor>() {
            return Ok(Self(Some(actor.clone())));
        }
        Ok(Self(known(&parts.headers, state).await?.map(|known| known.actor)))
    }
}
