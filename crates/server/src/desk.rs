//! The moderators' side of cases: the queue, one case whole, what is done with it, and what desks keep beside.

pub mod calendar;
pub mod entity;
pub mod parts;
pub mod sweep;

mod act;
mod answers;
pub(crate) mod blocks;
mod case;
mod contact;
mod facts;
pub(crate) mod filters;
mod queue;
pub(crate) mod scope;
mod store;
mod stream;
mod view;

use pingan_api::{
    Method,
    account::Permission,
    desk::{
        ActOnCase, CountQueue, CreateAnswer, GetCalendar, GetDeskCase, LiftBlock, ListAnswers, ListBlocks, ListFilters,
        ListQueue, ReadContact, RemoveAnswer, RemoveFilter, STREAM_PATH, SaveCalendar, SaveFilter, UpdateAnswer,
    },
};

pub use self::act::act_on;
use crate::routes::{Access, Routes};

pub(crate) fn routes(routes: Routes) -> Routes {
    let staff = Access::Staff;
    routes
        .endpoint::<ListQueue, _, _>(staff(Permission::ReadQueue), queue::list)
        .endpoint::<CountQueue, _, _>(staff(Permission::ReadQueue), queue::count)
        .raw(Method::Get, STREAM_PATH, staff(Permission::ReadQueue), stream::operation(), stream::stream)
        .endpoint::<GetDeskCase, _, _>(staff(Permission::ReadCase), case::read)
        .create::<ActOnCase, _, _>(staff(Permission::MoveCase), act::act)
        .endpoint::<ReadContact, _, _>(staff(Permission::ReadContact), contact::read)
        .endpoint::<ListAnswers, _, _>(Access::SignedIn, answers::list)
        .create::<CreateAnswer, _, _>(staff(Permission::EditStandardAnswers), answers::create)
        .endpoint::<UpdateAnswer, _, _>(staff(Permission::EditStandardAnswers), answers::update)
        .endpoint::<RemoveAnswer, _, _>(staff(Permission::EditStandardAnswers), answers::remove)
        .endpoint::<ListFilters, _, _>(staff(Permission::ReadQueue), filters::list)
        .create::<SaveFilter, _, _>(staff(Permission::ReadQueue), filters::save)
        .endpoint::<RemoveFilter, _, _>(staff(Permission::ReadQueue), filters::remove)
        .endpoint::<GetCalendar, _, _>(staff(Permission::ReadQueue), calendar::read)
        .endpoint::<SaveCalendar, _, _>(staff(Permission::EditCalendar), calendar::save)
        .endpoint::<ListBlocks, _, _>(staff(Permission::Block), blocks::list)
        .endpoint::<LiftBlock, _, _>(staff(Permission::Block), blocks::lift)
}
