//! `pingan-server measure-volunteers`: how long volunteers' pages take on this database, and how many people sign up in
//! a second, through the whole server but the network. Only a demonstration is measured.

mod fill;

use std::{
    error::Error,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use pingan_api::{
    Endpoint,
    endpoint::IDEMPOTENCY_KEY,
    id::{AccountId, IdempotencyKey, PostId, ShiftId},
    page::Page,
    volunteer::{
        FindShifts, Order, ShiftCard, ShiftQuery,
        shift::GetShift,
        sign_up::{MyShiftQuery, MyShifts, NewSignUp, SignUp},
    },
};
use sea_orm::{EntityTrait, PaginatorTrait, QueryOrder, QuerySelect};
use tower::ServiceExt;
use uuid::Uuid;

use super::measure::measure;
use crate::{
    account::{
        device::Device,
        session::{self, NewSession},
    },
    error::AppError,
    state::State,
    volunteer::entity::{shift, volunteer},
};

type Failure = Box<dyn Error + Send + Sync>;

/// People who sign up at the same time, and how many do so one after another in the place of each.
const AT_ONCE: usize = 64;
const EACH: usize = 32;

/// Prints a line a page, `name<TAB>median in ms<TAB>slowest in ms`, and at last
/// `name<TAB>sign-ups a second<TAB>slowest in ms`.
pub async fn run(state: &State, shifts: u32, sign_ups: u32) -> Result<(), Failure> {
    let district = state.district();
    let grid = district.grids().first().filter(|_| district.demo()).ok_or("only a demonstration is measured")?;
    if shift::Entity::find().count(state.db.reads()).await? == 0 {
        fill::week(state, shifts, sign_ups).await?;
    }
    let router = crate::app(state.clone());
    let cookies = cookies(state).await?;
    // Two decimals, as phones send them.
    let about = |degrees: f64| (degrees * 100.0).round() / 100.0;
    let near = ShiftQuery {
        lat: Some(about(grid.centre.lat)),
        lon: Some(about(grid.centre.lon)),
        order: Some(Order::Distance),
        ..ShiftQuery::default()
    };
    let nearest_of_all = ShiftQuery { all: Some(true), ..near.clone() };
    let mut first: Option<ShiftCard> = None;
    for (name, cookie, query) in [
        ("a week by time, nobody signed in", "", ShiftQuery::default()),
        ("a week by time", cookies[0].as_str(), ShiftQuery::default()),
        ("a week by distance", cookies[0].as_str(), near),
        ("a week by distance, all of it", cookies[0].as_str(), nearest_of_all),
    ] {
        let body = measure(&router, cookie, name, &FindShifts { query }.path()).await?;
        first = serde_json::from_slice::<Page<ShiftCard>>(&body)?.items.into_iter().next().or(first);
    }
    if let Some(card) = first {
        measure(&router, &cookies[0], "a shift", &GetShift { shift: card.id }.path()).await?;
    }
    let own = MyShifts { query: MyShiftQuery::default() };
    measure(&router, &cookies[0], "my shifts", &own.path()).await?;
    rush(state, router, cookies).await
}

/// Sessions of as many volunteers as are going to sign up.
async fn cookies(state: &State) -> Result<Vec<String>, Failure> {
    let people: Vec<Uuid> = volunteer::Entity::find()
        .select_only()
        .column(volunteer::Column::AccountId)
        .order_by_asc(volunteer::Column::AccountId)
        .limit((AT_ONCE * EACH) as u64)
        .into_tuple()
        .all(state.db.reads())
        .await?;
    if people.len() < AT_ONCE * EACH {
        return Err("the database has shifts, but too few volunteers to measure with: take an empty one".into());
    }
    let (secret, at) = (state.secret.clone(), state.now());
    let begun: Result<Vec<String>, AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let mut cookies = Vec::with_capacity(people.len());
                for id in people {
                    let account = AccountId(id);
                    let new = NewSession { account, device: Device::UNKNOWN, second_factor: false, at };
                    let (_, token) = session::begin(tx, &secret, new).await?;
                    cookies.push(format!("__Host-pingan={token}"));
                }
                Ok(cookies)
            })
        })
        .await;
    Ok(begun?)
}

/// All of them sign up once, for shifts that have places enough.
async fn rush(state: &State, router: Router, cookies: Vec<String>) -> Result<(), Failure> {
    let shifts = Arc::new(fill::roomy(state).await?);
    let began = Instant::now();
    let tasks: Vec<_> = cookies
        .chunks(EACH)
        .map(|cookies| tokio::spawn(sign_up(router.clone(), cookies.to_vec(), shifts.clone())))
        .collect();
    let mut slowest = Duration::ZERO;
    for task in tasks {
        slowest = slowest.max(task.await??);
    }
    let a_second = cookies.len() as f64 / began.elapsed().as_secs_f64();
    println!("sign-ups a second, {AT_ONCE} at once\t{a_second:.0}\t{:.1}", slowest.as_secs_f64() * 1000.0);
    Ok(())
}

/// Some people, one after another, over all shifts and their posts; answers how long the slowest took.
async fn sign_up(router: Router, cookies: Vec<String>, shifts: Arc<Vec<(Uuid, Uuid)>>) -> Result<Duration, Failure> {
    let mut slowest = Duration::ZERO;
    for (cookie, (shift, post)) in cookies.iter().zip(shifts.iter().cycle()) {
        let body = NewSignUp { post: PostId(*post), friend: None };
        let sign_up = SignUp { shift: ShiftId(*shift), key: IdempotencyKey(Uuid::new_v4()), body };
        let request = Request::post(sign_up.path())
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/json")
            .header(IDEMPOTENCY_KEY, sign_up.key.to_string())
            .body(Body::from(serde_json::to_vec(&sign_up.body)?))?;
        let began = Instant::now();
        let status = router.clone().oneshot(request).await?.status();
        slowest = slowest.max(began.elapsed());
        if status != StatusCode::CREATED {
            return Err(format!("{}: {status}", sign_up.path()).into());
        }
    }
    Ok(slowest)
}
