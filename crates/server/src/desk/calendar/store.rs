//! The statements about the calendar.

use pingan_api::cases::{CalendarDay, WorkCalendar, WorkingHours};
use sea_orm::{ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryOrder};

use crate::{
    desk::entity::{calendar_day, working_hours},
    error::AppError,
};

pub(super) async fn read(db: &impl ConnectionTrait) -> Result<WorkCalendar, AppError> {
    let week = working_hours::Entity::find()
        .order_by_asc(working_hours::Column::Weekday)
        .order_by_asc(working_hours::Column::FromMinute);
    let days = calendar_day::Entity::find().order_by_asc(calendar_day::Column::Day);
    let hours = |row: working_hours::Model| {
        let small = |n: i32| u16::try_from(n).map_err(AppError::broken);
        let weekday = u8::try_from(row.weekday).map_err(AppError::broken)?;
        Ok(WorkingHours { weekday, from: small(row.from_minute)?, to: small(row.to_minute)? })
    };
    let day = |row: calendar_day::Model| {
        let date = row.day.parse().map_err(AppError::broken)?;
        Ok(CalendarDay { date, works: row.works, name: row.name })
    };
    Ok(WorkCalendar {
        week: week.all(db).await?.into_iter().map(hours).collect::<Result<_, AppError>>()?,
        days: days.all(db).await?.into_iter().map(day).collect::<Result<_, AppError>>()?,
    })
}

pub(super) async fn replace(tx: &DatabaseTransaction, calendar: WorkCalendar) -> Result<(), AppError> {
    working_hours::Entity::delete_many().exec(tx).await?;
    calendar_day::Entity::delete_many().exec(tx).await?;
    let week = calendar.week.into_iter().map(|hours| working_hours::Model {
        weekday: hours.weekday.into(),
        from_minute: hours.from.into(),
        to_minute: hours.to.into(),
    });
    let days = calendar.days.into_iter().map(|day| calendar_day::Model {
        day: day.date.to_string(),
        works: day.works,
        name: day.name.trim().to_owned(),
    });
    working_hours::Entity::insert_many(week.map(IntoActiveModel::into_active_model)).exec_without_returning(tx).await?;
    calendar_day::Entity::insert_many(days.map(IntoActiveModel::into_active_model)).exec_without_returning(tx).await?;
    Ok(())
}
