//! `pingan-server measure-desk`: how long the desk's pages take on this database, through the whole server but the
//! network. Only a demonstration is measured.

use std::{error::Error, time::Instant};

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use http_body_util::BodyExt;
use pingan_api::{
    Endpoint,
    account::{Phone, Role},
    cases::{CaseNumber, Category, State as CaseState},
    desk::{ClockFilter, CountQueue, DeskLine, DeskQuery, GetDeskCase, ListQueue, View},
    id::UnitId,
    page::Page,
};
use tower::ServiceExt;

use crate::{
    account::{self, NewAccount, device::Device, session},
    audit::By,
    state::State,
};

type Failure = Box<dyn Error + Send + Sync>;

/// Times that each page is asked for.
const RUNS: usize = 40;

/// Prints a line a page: `name<TAB>median in ms<TAB>slowest in ms`.
pub async fn run(state: &State) -> Result<(), Failure> {
    let district = state.district();
    let grid = district.grids().first().filter(|_| district.demo()).ok_or("only a demonstration is measured")?;
    let root = district.root().ok_or("a district without a root")?.id.clone();
    let router = crate::app(state.clone());
    for (role, unit, name) in [
        (Role::DistrictAdmin, &root, "district"),
        (Role::StreetDispatcher, &grid.street, "street"),
        (Role::CommunityDesk, &grid.community, "community"),
    ] {
        let cookie = sign_in(state, role, unit).await?;
        let all = DeskQuery { view: Some(View::All), ..DeskQuery::default() };
        let queries = [
            ("waiting", DeskQuery::default()),
            ("overdue", DeskQuery { view: Some(View::Overdue), ..DeskQuery::default() }),
            ("all", all.clone()),
            ("all, one category", DeskQuery { category: Some(Category::Trees), ..all.clone() }),
            ("all, a state that none has", DeskQuery { state: Some(CaseState::Withdrawn), ..all.clone() }),
            ("all, due soon", DeskQuery { clock: Some(ClockFilter::DueSoon), ..all.clone() }),
            ("all, a word of two characters", DeskQuery { q: Some("路灯".into()), ..all.clone() }),
        ];
        let mut first: Option<CaseNumber> = None;
        for (page, query) in queries {
            let body = measure(&router, &cookie, &format!("{name}: {page}"), &ListQueue(query).path()).await?;
            let page: Page<DeskLine> = serde_json::from_slice(&body)?;
            first = first.or(page.items.first().map(|line| line.number));
        }
        measure(&router, &cookie, &format!("{name}: counters"), &CountQueue.path()).await?;
        if let Some(number) = first {
            measure(&router, &cookie, &format!("{name}: one case"), &GetDeskCase(number).path()).await?;
        }
    }
    Ok(())
}

/// Asks for a page some times; answers it and prints how long it took.
pub(super) async fn measure(router: &Router, cookie: &str, name: &str, path: &str) -> Result<bytes::Bytes, Failure> {
    let mut times = Vec::with_capacity(RUNS);
    let mut last = bytes::Bytes::new();
    for _ in 0..RUNS {
        let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty())?;
        let began = Instant::now();
        let response = router.clone().oneshot(request).await?;
        let status = response.status();
        last = response.into_body().collect().await?.to_bytes();
        times.push(began.elapsed());
        if status != StatusCode::OK {
            return Err(format!("{path}: {status}").into());
        }
    }
    times.sort_unstable();
    let ms = |nth: usize| times[nth].as_secs_f64() * 1000.0;
    println!("{name}\t{:.1}\t{:.1}", ms(RUNS / 2), ms(RUNS - 1));
    Ok(last)
}

/// A session of an account that is made for this.
async fn sign_in(state: &State, role: Role, unit: &UnitId) -> Result<String, Failure> {
    let at = state.now();
    let nth = Role::ALL.iter().position(|other| *other == role).unwrap_or_default();
    let phone: Phone = format!("1990000{nth:04}").parse()?;
    let (secret, unit) = (state.secret.clone(), unit.clone());
    let begun: Result<String, crate::error::AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let new = NewAccount { phone, name: String::new(), consent: 1, at };
                let account = account::open(tx, &secret, new).await?;
                account::give(tx, By::SERVER, account, role, &unit, at).await?;
                let new = session::NewSession { account, device: Device::UNKNOWN, second_factor: true, at };
                Ok(session::begin(tx, &secret, new).await?.1)
            })
        })
        .await;
    Ok(format!("__Host-pingan={}", begun?))
}
