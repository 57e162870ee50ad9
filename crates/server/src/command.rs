//! What the command line does besides serving.

use std::path::Path;

use pingan_api::{
    Problem,
    account::{Phone, Role},
    cases::{CaseNumber, Event},
    id::UnitId,
};

use crate::{
    account::{self, NewAccount},
    audit::By,
    cases::{Move, move_case, staff_for},
    config::Storage,
    demo, district,
    error::AppError,
    serve::{Failure, open},
    state::State,
};

/// Accepts each case; the first that cannot be accepted ends it.
pub async fn accept(storage: &Storage, numbers: &[CaseNumber]) -> Result<(), Failure> {
    let state = open(storage, false).await?;
    for number in numbers {
        act(&state, *number, Event::Accept, None, None).await?;
    }
    close(state).await
}

pub async fn move_along(
    storage: &Storage,
    number: CaseNumber,
    event: Event,
    words: Option<String>,
    to: Option<UnitId>,
) -> Result<(), Failure> {
    let state = open(storage, false).await?;
    act(&state, number, event, words, to).await?;
    close(state).await
}

async fn act(
    state: &State,
    number: CaseNumber,
    event: Event,
    words: Option<String>,
    to: Option<UnitId>,
) -> Result<(), Failure> {
    let moving = async {
        let who = staff_for(state, number, event).await?;
        move_case(state, Move { words, to, ..Move::new(number, event, who) }, state.now()).await
    };
    let moved = moving.await.map_err(|error| format!("{number}: {}", sentence(&error)))?;
    match moved.holder {
        Some(holder) => println!("{number}: {}, with {holder}", moved.state),
        None => println!("{number}: {}", moved.state),
    }
    Ok(())
}

/// What a person at the terminal can act on.
fn sentence(error: &AppError) -> String {
    let AppError::Problem(problem) = error else { return error.to_string() };
    let Problem { title, detail, errors, .. } = problem.as_ref();
    let fields = errors.iter().map(|error| format!(" {}: {}.", error.field, error.code));
    match detail {
        Some(detail) => detail.clone(),
        None => format!("{title}.{}", fields.collect::<String>()),
    }
}

pub async fn import_district(storage: &Storage, file: &Path) -> Result<(), Failure> {
    let state = open(storage, false).await?;
    district::import::run(&state.db, file).await?;
    close(state).await
}

pub async fn seed_cases(storage: &Storage, count: u32) -> Result<(), Failure> {
    let state = open(storage, false).await?;
    demo::seed::run(&state, count).await?;
    close(state).await
}

pub async fn measure_desk(storage: &Storage, cases: u32) -> Result<(), Failure> {
    let state = open(storage, false).await?;
    if state.district().is_empty() {
        demo::load(&state).await?;
        demo::seed::run(&state, cases).await?;
    }
    demo::measure::run(&state).await?;
    close(state).await
}

pub async fn measure_volunteers(storage: &Storage, shifts: u32, sign_ups: u32) -> Result<(), Failure> {
    let state = open(storage, false).await?;
    if state.district().is_empty() {
        demo::load_units(&state).await?;
    }
    demo::measure_volunteers::run(&state, shifts, sign_ups).await?;
    close(state).await
}

/// Makes the account if there is none; its person agrees at the first sign-in. Who is admin already is given nothing
/// again.
pub async fn make_admin(storage: &Storage, phone: Phone, name: String) -> Result<(), Failure> {
    let state = open(storage, false).await?;
    let root = state.district().root().ok_or("there is no district yet: import one first")?.id.clone();
    let (secret, at, masked) = (state.secret.clone(), state.now(), phone.masked());
    let made: Result<(), AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let account = account::open(tx, &secret, NewAccount { phone, name, consent: 0, at }).await?;
                let held = account::live_grants(tx, account.0).await?;
                if !held.iter().any(|held| held.role == Role::DistrictAdmin.as_str() && held.unit == root.0) {
                    account::give(tx, By::SERVER, account, Role::DistrictAdmin, &root, at).await?;
                }
                Ok(())
            })
        })
        .await;
    made?;
    println!("{masked} is district admin and sets up the second factor at the first sign-in");
    close(state).await
}

pub async fn demo_code(storage: &Storage) -> Result<(), Failure> {
    let state = open(storage, false).await?;
    if !state.district().demo() {
        return Err("only a demonstration has such accounts".into());
    }
    for (phone, name, code) in account::demo::codes(&state).await? {
        println!("{phone}  {code}  {name}");
    }
    close(state).await
}

pub fn print_openapi() -> Result<(), Failure> {
    println!("{}", serde_json::to_string_pretty(&crate::openapi())?);
    Ok(())
}

async fn close(state: State) -> Result<(), Failure> {
    Ok(state.db.clone().close().await?)
}
