//! The statements that find shifts.

use pingan_api::{geo::Position, volunteer::Qualification};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, Order, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, sea_query::Expr,
};
use uuid::Uuid;

use crate::volunteer::entity::{
    post,
    shift::{self, Column},
    team,
};

/// Published shifts that begin from `from` on and before `before`, in milliseconds. The literal is what the partial index
/// is made for.
pub(in crate::volunteer) fn published(from: i64, before: i64) -> Condition {
    Condition::all()
        .add(Expr::cust("state = 'published'"))
        .add(Column::StartsAt.gte(from))
        .add(Column::StartsAt.lt(before))
}

/// Shifts with a post that asks for nothing, or for something that somebody is qualified for.
pub(in crate::volunteer) fn with_post_for(qualifications: &[Qualification]) -> Expr {
    let theirs = qualifications.iter().map(|qualification| qualification.as_str());
    let asks_no_more =
        Condition::any().add(post::Column::Qualification.is_null()).add(post::Column::Qualification.is_in(theirs));
    let of_shift = Expr::col(post::Column::ShiftId.as_column_ref()).equals(Column::Id.as_column_ref());
    let posts = post::Entity::find().select_only().column(post::Column::Id).filter(of_shift).filter(asks_no_more);
    Expr::exists(posts.into_query())
}

/// Shifts of the teams that meet a condition.
pub(in crate::volunteer) fn of_teams(teams: Condition) -> Expr {
    let ids = team::Entity::find().select_only().column(team::Column::Id).filter(teams);
    Column::TeamId.in_subquery(ids.into_query())
}

/// What a list is sorted by, before the id.
#[derive(Clone, Copy)]
pub(in crate::volunteer) enum Sorted {
    Soonest,
    Newest,
    Nearest(Near),
}

impl Sorted {
    fn place(self) -> Expr {
        match self {
            Self::Soonest | Self::Newest => Expr::col(Column::StartsAt),
            Self::Nearest(near) => near.square(),
        }
    }

    /// The same of one row, for the cursor.
    pub(in crate::volunteer) fn place_of(self, row: &shift::Model) -> i64 {
        match self {
            Self::Soonest | Self::Newest => row.starts_at,
            Self::Nearest(near) => near.square_to(row.lat_e7, row.lon_e7),
        }
    }
}

/// Where somebody is, in whole numbers: both databases and the cursor then agree to the last digit.
#[derive(Clone, Copy)]
pub(in crate::volunteer) struct Near {
    lat_e7: i64,
    lon_e7: i64,
    /// How much shorter a degree of longitude is there, in 10⁻⁴.
    cosine_e4: i64,
}

/// 10⁻⁵ degrees of latitude, about a metre, in 10⁻⁷.
const STEP: i64 = 100;

impl Near {
    pub(in crate::volunteer) fn new(position: Position) -> Self {
        let whole = |number: f64| number.round() as i64;
        Self {
            lat_e7: whole(position.lat * 1e7),
            lon_e7: whole(position.lon * 1e7),
            cosine_e4: whole(position.lat.to_radians().cos() * 1e4),
        }
    }

    /// The square of the distance in steps, from 10⁻⁷ degrees without an overflow from anywhere on the globe.
    fn square(self) -> Expr {
        let north = || Expr::col(Column::LatE7).sub(self.lat_e7).div(STEP);
        let east = || Expr::col(Column::LonE7).sub(self.lon_e7).mul(self.cosine_e4).div(STEP * 10_000);
        north().mul(north()).add(east().mul(east()))
    }

    fn square_to(self, lat_e7: i32, lon_e7: i32) -> i64 {
        let north = (i64::from(lat_e7) - self.lat_e7) / STEP;
        let east = (i64::from(lon_e7) - self.lon_e7) * self.cosine_e4 / (STEP * 10_000);
        north * north + east * east
    }
}

/// Shifts that meet a condition, behind a mark if one is given.
pub(in crate::volunteer) async fn page(
    db: &impl ConnectionTrait,
    condition: Condition,
    sorted: Sorted,
    mark: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<shift::Model>, DbErr> {
    let mut shifts = shift::Entity::find().filter(condition);
    let backwards = matches!(sorted, Sorted::Newest);
    if let Some((place, id)) = mark {
        let here = Expr::tuple([sorted.place(), Expr::col(Column::Id)]);
        let mark = Expr::tuple([place.into(), id.into()]);
        shifts = shifts.filter(if backwards { here.lt(mark) } else { here.gt(mark) });
    }
    let direction = if backwards { Order::Desc } else { Order::Asc };
    shifts.order_by(sorted.place(), direction.clone()).order_by(Column::Id, direction).limit(limit).all(db).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_measured_from_anywhere() {
        let here = Near::new(Position::new(30.19, 114.96));
        assert_eq!(here.square_to(301_900_000, 1_149_600_000), 0);
        // A hundredth of a degree to the north, and to the east, which is shorter.
        assert_eq!(here.square_to(302_000_000, 1_149_600_000), 1_000_000);
        assert!((740_000..750_000).contains(&here.square_to(301_900_000, 1_149_700_000)));
        let far = Near::new(Position::new(90.0, 180.0));
        assert!(far.square_to(-900_000_000, -1_800_000_000) > far.square_to(301_900_000, 1_149_600_000));
    }
}
