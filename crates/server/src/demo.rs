//! The demonstration: an invented district with some life in it. Everything in it is marked as demonstration.

pub mod measure;
pub mod measure_volunteers;
pub mod seed;
pub(crate) mod survey;
pub mod volunteers;

mod answers;
mod canvas;
mod cases;
mod desk;
mod dice;
mod lattice;
mod names;
mod scenes;
mod split;
mod stories;

use crate::{
    district::{District, import},
    error::AppError,
    state::State,
};

/// Puts the demonstration district, with its cases, into a database without units.
pub async fn load(state: &State) -> Result<(), AppError> {
    load_units(state).await?;
    cases::load(state).await?;
    desk::load_answers(state).await
}

/// Puts the demonstration district alone into a database without units.
pub async fn load_units(state: &State) -> Result<(), AppError> {
    let survey = tokio::task::spawn_blocking(survey::survey).await.map_err(AppError::broken)?;
    import::put(&state.db, survey.clone()).await?;
    state.set_district(District::load(&state.db).await?);
    Ok(())
}
