//! The district's rows, read at start and replaced by an import.

use std::collections::BTreeSet;

use pingan_api::{
    district::{Name, Unit},
    id::UnitId,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use serde::de::DeserializeOwned;

use super::{
    District, Survey, SurveyedGrid,
    entity::{grid, unit},
};
use crate::{
    cases::entity::{case, event},
    db::Db,
    error::AppError,
    volunteer::entity::{shift, team, volunteer},
};

/// Rows in one statement: far below what either database takes in parameters.
const ROWS: usize = 500;

impl District {
    /// The district as the database has it; an empty one before the first import.
    pub async fn load(db: &Db) -> Result<Self, AppError> {
        let units = unit::Entity::find().order_by_asc(unit::Column::Position).all(db.reads()).await?;
        let grids = grid::Entity::find().order_by_asc(grid::Column::UnitId).all(db.reads()).await?;
        let demo = units.iter().any(|unit| unit.demo);
        let units = units.into_iter().map(read_unit).collect::<Result<_, _>>()?;
        let grids = grids.into_iter().map(read_grid).collect::<Result<_, _>>()?;
        Ok(Self::new(Survey::in_order(demo, units, grids)))
    }
}

fn read_unit(row: unit::Model) -> Result<Unit, AppError> {
    Ok(Unit {
        kind: row.kind.parse().map_err(|error| AppError::broken(format!("unit {}: {error}", row.id)))?,
        id: UnitId(row.id),
        parent: row.parent.map(UnitId),
        name: Name { zh: row.name_zh, en: row.name_en },
    })
}

fn read_grid(row: grid::Model) -> Result<SurveyedGrid, AppError> {
    Ok(SurveyedGrid {
        ring: read_json(&row.ring)?,
        member: read_json(&row.member)?,
        team: read_json(&row.team)?,
        unit: UnitId(row.unit_id),
    })
}

fn read_json<T: DeserializeOwned>(text: &str) -> Result<T, AppError> {
    serde_json::from_str(text).map_err(|error| AppError::broken(format!("a grid's row: {error}")))
}

/// Puts a survey in the place of what was there. Answers the units that cases, teams, volunteers or shifts still name
/// and the survey lacks; if there are any, nothing is changed.
pub(super) async fn replace(transaction: &DatabaseTransaction, survey: &Survey) -> Result<Vec<UnitId>, AppError> {
    let known: BTreeSet<&str> = survey.units().iter().map(|unit| unit.id.0.as_str()).collect();
    let mut missing = named_by_cases(transaction).await?;
    missing.extend(named_by_volunteers(transaction).await?);
    missing.retain(|id| !known.contains(id.as_str()));
    if !missing.is_empty() {
        return Ok(missing.into_iter().map(UnitId).collect());
    }
    grid::Entity::delete_many().exec(transaction).await?;
    unit::Entity::delete_many().exec(transaction).await?;
    let units: Vec<unit::ActiveModel> =
        (0..).zip(survey.units()).map(|(i, unit)| write_unit(i, unit, survey.demo())).collect();
    let grids = survey.grids().iter().map(write_grid).collect::<Result<Vec<_>, _>>()?;
    insert::<unit::Entity, _>(transaction, &units).await?;
    insert::<grid::Entity, _>(transaction, &grids).await?;
    Ok(Vec::new())
}

async fn insert<E, A>(transaction: &DatabaseTransaction, rows: &[A]) -> Result<(), AppError>
where
    E: EntityTrait,
    A: ActiveModelTrait<Entity = E> + Clone + Send,
{
    for rows in rows.chunks(ROWS) {
        E::insert_many(rows.iter().cloned()).exec_without_returning(transaction).await?;
    }
    Ok(())
}

async fn named_by_cases(transaction: &DatabaseTransaction) -> Result<BTreeSet<String>, AppError> {
    use case::Column;
    let mut named = BTreeSet::new();
    for column in [Column::Grid, Column::Community, Column::Street, Column::Holder, Column::About] {
        named.extend(distinct::<case::Entity>(transaction, column).await?);
    }
    named.extend(distinct::<event::Entity>(transaction, event::Column::Holder).await?);
    Ok(named)
}

async fn named_by_volunteers(transaction: &DatabaseTransaction) -> Result<BTreeSet<String>, AppError> {
    let mut named = BTreeSet::from_iter(distinct::<team::Entity>(transaction, team::Column::Unit).await?);
    for column in [volunteer::Column::Grid, volunteer::Column::Community, volunteer::Column::Street] {
        named.extend(distinct::<volunteer::Entity>(transaction, column).await?);
    }
    for column in [shift::Column::Grid, shift::Column::Community, shift::Column::Street] {
        named.extend(distinct::<shift::Entity>(transaction, column).await?);
    }
    Ok(named)
}

async fn distinct<E: EntityTrait>(
    transaction: &DatabaseTransaction,
    column: E::Column,
) -> Result<Vec<String>, AppError> {
    let values = E::find().select_only().column(column).distinct().filter(column.is_not_null());
    Ok(values.into_tuple().all(transaction).await?)
}

fn write_unit(position: i32, unit: &Unit, demo: bool) -> unit::ActiveModel {
    unit::ActiveModel {
        id: Set(unit.id.0.clone()),
        parent: Set(unit.parent.as_ref().map(|parent| parent.0.clone())),
        kind: Set(unit.kind.as_str().to_owned()),
        name_zh: Set(unit.name.zh.clone()),
        name_en: Set(unit.name.en.clone()),
        position: Set(position),
        demo: Set(demo),
    }
}

fn write_grid(grid: &SurveyedGrid) -> Result<grid::ActiveModel, AppError> {
    let json = |written: Result<String, serde_json::Error>| written.map_err(AppError::broken);
    Ok(grid::ActiveModel {
        unit_id: Set(grid.unit.0.clone()),
        ring: Set(json(serde_json::to_string(&grid.ring))?),
        member: Set(json(serde_json::to_string(&grid.member))?),
        team: Set(json(serde_json::to_string(&grid.team))?),
    })
}
