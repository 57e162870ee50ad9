//! Hours of those who came: by year and kind for oneself, and the wall of thanks.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashSet},
};

use axum::{Json, extract::State as Ext};
use pingan_api::{
    Date, Issue, Timestamp, Validate,
    district::UnitKind,
    volunteer::{
        TeamKind,
        hours::{GetHours, GetThanks, Hours, KindHours, Thanks, ThanksQuery, YearHours},
    },
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{certificate, store, view};
use crate::{
    access::Actor,
    cases::word,
    error::{Answer, AppError},
    extract::Query,
    routes::{Access, Routes},
    state::State,
};

/// How long ago a shift may lie for which people are thanked.
const THANKED_MS: i64 = 365 * 24 * 3_600_000;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.endpoint::<GetHours, _, _>(Access::SignedIn, read).endpoint::<GetThanks, _, _>(Access::Public, thanks)
}

/// One shift that somebody came to, as it counts.
#[derive(Clone, Copy)]
pub(super) struct Worked {
    day: Date,
    kind: TeamKind,
    pub(super) minutes: u32,
}

/// Shifts of an account that are over, the oldest first; of those days alone, if any are named.
pub(super) async fn worked(
    db: &impl ConnectionTrait,
    account: Uuid,
    days: Option<(Date, Date)>,
    now: Timestamp,
) -> Result<Vec<Worked>, AppError> {
    let during = days.map(|(from, to)| (from.begins().as_millis(), to.plus_days(1).begins().as_millis()));
    let rows = store::attendance::hours::attended(db, account, during, now.as_millis()).await?;
    let worked = rows.into_iter().map(|(row, kind)| {
        let day = Date::in_shanghai(Timestamp::from_millis(row.starts_at));
        Ok(Worked { day, kind: word(&kind)?, minutes: view::minutes(&row).unwrap_or(0) })
    });
    worked.collect()
}

/// The most first.
pub(super) fn by_kind(worked: &[Worked]) -> Vec<KindHours> {
    let mut kinds: BTreeMap<TeamKind, (u32, u32)> = BTreeMap::new();
    for one in worked {
        let (minutes, shifts) = kinds.entry(one.kind).or_default();
        *minutes += one.minutes;
        *shifts += 1;
    }
    let kinds = kinds.into_iter().map(|(kind, (minutes, shifts))| KindHours { kind, minutes, shifts });
    let mut kinds: Vec<KindHours> = kinds.collect();
    kinds.sort_by_key(|kind| Reverse(kind.minutes));
    kinds
}

pub(super) fn minutes_of(worked: &[Worked]) -> u32 {
    worked.iter().map(|one| one.minutes).sum()
}

async fn read(Ext(state): Ext<State>, actor: Actor) -> Answer<GetHours> {
    let (db, district, account) = (state.db.reads(), state.district(), actor.account.0);
    let worked = worked(db, account, None, state.now()).await?;
    let rows = store::attendance::hours::certificates(db, account).await?;
    let certificates = rows.into_iter().map(|row| certificate::certificate(&district, row));
    Ok(Json(Hours {
        minutes: minutes_of(&worked),
        shifts: count(worked.len()),
        years: by_year(worked),
        certificates: certificates.collect::<Result<_, _>>()?,
    }))
}

/// The newest first.
fn by_year(worked: Vec<Worked>) -> Vec<YearHours> {
    let mut years: BTreeMap<i64, Vec<Worked>> = BTreeMap::new();
    for one in worked {
        years.entry(one.day.parts().0).or_default().push(one);
    }
    let year = |(year, worked): (i64, Vec<Worked>)| YearHours {
        year: u16::try_from(year).unwrap_or(u16::MAX),
        minutes: minutes_of(&worked),
        shifts: count(worked.len()),
        kinds: by_kind(&worked),
    };
    years.into_iter().rev().map(year).collect()
}

async fn thanks(Ext(state): Ext<State>, Query(query): Query<ThanksQuery>) -> Answer<GetThanks> {
    query.validate()?;
    let (district, now) = (state.district(), state.now().as_millis());
    let community = district.unit(&query.unit).filter(|unit| unit.kind == UnitKind::Community);
    let community = community.ok_or_else(|| AppError::field("unit", Issue::UnknownUnit))?;
    let since = now - THANKED_MS;
    let helped = store::attendance::hours::helpers(state.db.reads(), &community.id.0, since, now).await?;
    let people = || helped.iter().map(|(_, person)| person);
    let named = people().filter(|person| person.thanks && person.ended_at.is_none());
    // Two people of one name are two.
    let names: BTreeSet<(&str, Uuid)> = named.map(|person| (person.name.as_str(), person.account_id)).collect();
    let people: HashSet<Uuid> = people().map(|person| person.account_id).collect();
    Ok(Json(Thanks {
        unit: community.id.clone(),
        unit_name: community.name.clone(),
        names: names.into_iter().map(|(name, _)| name.to_owned()).collect(),
        people: count(people.len()),
        minutes: helped.iter().filter_map(|(row, _)| view::minutes(row)).sum(),
    }))
}

pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
