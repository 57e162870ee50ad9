//! What cards and standings are made of, read for many shifts at once.

use std::{cmp::Reverse, collections::HashMap};

use pingan_api::{
    Date, Timestamp,
    geo::Position,
    id::{ShiftId, TeamId, UnitId},
    volunteer::{
        Clash, MySignUp, ShiftCard, Standing, StandingWord,
        person::age_on,
        rules::{Mine, PersonFacts, PostFacts, overlap},
    },
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{
    Reader, my_sign_up, offered_until, post, qualification, shift, shift_store, sign_up, small, store, volunteer,
};
use crate::{cases::word, district::District, error::AppError};

/// Shifts' teams, posts, and what the reader has to do with them.
pub(super) struct Facts<'a> {
    district: &'a District,
    reader: &'a Reader,
    now: Timestamp,
    team_names: HashMap<Uuid, String>,
    /// By shift, in their order.
    posts: HashMap<Uuid, Vec<post::Model>>,
    /// The reader's live sign-ups, by shift.
    mine: HashMap<Uuid, sign_up::Model>,
    /// Where the reader waits, by post.
    places: HashMap<Uuid, u16>,
    /// Places that the reader has in any shift meanwhile.
    held: Vec<((Timestamp, Timestamp), Clash)>,
}

impl<'a> Facts<'a> {
    pub(super) async fn load(
        db: &impl ConnectionTrait,
        district: &'a District,
        reader: &'a Reader,
        shifts: &[shift::Model],
        now: Timestamp,
    ) -> Result<Self, AppError> {
        let ids: Vec<Uuid> = shifts.iter().map(|shift| shift.id).collect();
        let teams: Vec<Uuid> = shifts.iter().map(|shift| shift.team_id).collect();
        let team_names = store::team_names(db, &teams).await?;
        let mut posts: HashMap<Uuid, Vec<post::Model>> = HashMap::new();
        for row in shift_store::posts(db, &ids).await? {
            posts.entry(row.shift_id).or_default().push(row);
        }
        let (mut mine, mut places, mut held) = (HashMap::new(), HashMap::new(), Vec::new());
        if let Some(account) = reader.account {
            let rows = store::own(db, account, &ids).await?;
            places = store::places(db, &rows).await?;
            mine = rows.into_iter().map(|row| (row.shift_id, row)).collect();
            if let Some(span) = span_of_open(shifts, &mine, now) {
                held = clashes(db, account, span).await?;
            }
        }
        Ok(Self { district, reader, now, team_names, posts, mine, places, held })
    }

    /// The reader's live sign-up in a shift.
    pub(super) fn mine(&self, shift_id: Uuid) -> Option<&sign_up::Model> {
        self.mine.get(&shift_id)
    }

    /// One of the reader's sign-ups in a shift, live or not.
    pub(super) fn my_sign_up(&self, shift: &shift::Model, row: &sign_up::Model) -> Result<MySignUp, AppError> {
        let post = self.posts(shift.id).iter().find(|post| post.id == row.post_id);
        let name = post.map(|post| post.name.as_str()).unwrap_or_default();
        my_sign_up(shift, name, row, self.place(row))
    }

    /// Each post of a shift with how the reader stands with it, in their order. Whoever is in one post of a shift is in
    /// all of it.
    pub(super) fn standings(&self, shift: &shift::Model) -> Result<Vec<(&post::Model, Standing)>, AppError> {
        let person = self.person(shift)?;
        let stand = |row| Ok((row, Standing::judge(&post_facts(shift, row)?, person.as_ref(), 1, self.now)));
        self.posts(shift.id).iter().map(stand).collect()
    }

    pub(super) fn card(&self, shift: &shift::Model, near: Option<Position>) -> Result<ShiftCard, AppError> {
        let best = self.standings(shift)?.into_iter().map(|(_, standing)| standing).min_by_key(rank);
        let unit = UnitId(shift.community.clone());
        let position = Position::new(f64::from(shift.lat_e7) / 1e7, f64::from(shift.lon_e7) / 1e7);
        Ok(ShiftCard {
            id: ShiftId(shift.id),
            title: shift.title.clone(),
            team: TeamId(shift.team_id),
            team_name: self.team_names.get(&shift.team_id).cloned().unwrap_or_default(),
            kind: word(&shift.kind)?,
            unit_name: self.district.name(&unit),
            unit,
            place: shift.place.clone(),
            position,
            starts_at: Timestamp::from_millis(shift.starts_at),
            ends_at: Timestamp::from_millis(shift.ends_at),
            state: word(&shift.state)?,
            min_age: min_age(shift)?,
            needed: small(shift.needed)?,
            taken: small(shift.taken)?,
            waiting: small(shift.waiting)?,
            standing: best.ok_or_else(|| AppError::broken("a shift has no posts"))?,
            metres: near.map(|near| near.metres_to(position).round() as u32),
        })
    }

    fn posts(&self, shift_id: Uuid) -> &[post::Model] {
        self.posts.get(&shift_id).map_or(&[], Vec::as_slice)
    }

    fn place(&self, row: &sign_up::Model) -> Option<u16> {
        let waits = self.mine(row.shift_id).is_some_and(|mine| mine.id == row.id);
        self.places.get(&row.post_id).copied().filter(|_| waits)
    }

    fn person(&self, shift: &shift::Model) -> Result<Option<PersonFacts<'a>>, AppError> {
        if self.reader.account.is_none() {
            return Ok(None);
        }
        let mine = |row: &sign_up::Model| {
            Ok::<_, AppError>(Mine { state: word(&row.state)?, place: self.place(row), until: offered_until(row) })
        };
        let span = span(shift);
        let clash = self.held.iter().find(|(other, clash)| clash.shift.0 != shift.id && overlap(*other, span));
        Ok(Some(PersonFacts {
            age: self.reader.volunteer.as_ref().map(|row| age_at(row, shift)).transpose()?,
            qualifications: &self.reader.qualifications,
            no_shows: self.reader.no_shows,
            clash: clash.map(|(_, clash)| clash.clone()),
            mine: self.mine(shift.id).map(mine).transpose()?,
        }))
    }
}

/// A post as the rules see it.
pub(in crate::volunteer) fn post_facts(shift: &shift::Model, post: &post::Model) -> Result<PostFacts, AppError> {
    Ok(PostFacts {
        state: word(&shift.state)?,
        starts_at: Timestamp::from_millis(shift.starts_at),
        needed: small(post.needed)?,
        taken: small(post.taken)?,
        waiting: small(post.waiting)?,
        qualification: qualification(post)?,
        min_age: min_age(shift)?,
        approval: shift.approval,
    })
}

/// How old somebody is when a shift begins.
pub(in crate::volunteer) fn age_at(volunteer: &volunteer::Model, shift: &shift::Model) -> Result<u8, AppError> {
    let day = Date::in_shanghai(Timestamp::from_millis(shift.starts_at));
    Ok(age_on(word(&volunteer.born)?, day))
}

fn min_age(shift: &shift::Model) -> Result<Option<u8>, AppError> {
    shift.min_age.map(u8::try_from).transpose().map_err(AppError::broken)
}

fn span(shift: &shift::Model) -> (Timestamp, Timestamp) {
    (Timestamp::from_millis(shift.starts_at), Timestamp::from_millis(shift.ends_at))
}

/// From the first beginning to the last end of those shifts with which something else could clash: the reader is not in
/// them, and they have not begun.
fn span_of_open(shifts: &[shift::Model], mine: &HashMap<Uuid, sign_up::Model>, now: Timestamp) -> Option<(i64, i64)> {
    let is_open = |shift: &&shift::Model| shift.starts_at > now.as_millis() && !mine.contains_key(&shift.id);
    let open = || shifts.iter().filter(is_open);
    open().map(|shift| shift.starts_at).min().zip(open().map(|shift| shift.ends_at).max())
}

async fn clashes(
    db: &impl ConnectionTrait,
    account: Uuid,
    span: (i64, i64),
) -> Result<Vec<((Timestamp, Timestamp), Clash)>, AppError> {
    let rows = store::holding(db, &[account], span).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = rows.iter().map(|row| row.shift_id).collect();
    let mut titles = store::titles(db, &ids).await?;
    let clash = |row: sign_up::Model| {
        let starts_at = Timestamp::from_millis(row.starts_at);
        let title = titles.remove(&row.shift_id).unwrap_or_default();
        ((starts_at, Timestamp::from_millis(row.ends_at)), Clash { shift: ShiftId(row.shift_id), title, starts_at })
    };
    Ok(rows.into_iter().map(clash).collect())
}

/// The better a standing, the lower: what the reader has, then what they could have, then why they could not.
fn rank(standing: &Standing) -> (u8, u16, Reverse<u16>) {
    use StandingWord::*;
    let degree = match standing.word {
        In | Offered | Waiting | Pending => 0,
        Free => 1,
        LastPlaces => 2,
        ApprovalNeeded => 3,
        Full => 4,
        Clash => 5,
        NotQualified => 6,
        TooYoung => 7,
        NotRegistered => 8,
        TooLate | Cancelled | Draft => 9,
    };
    (degree, standing.place.unwrap_or(0), Reverse(standing.left))
}
