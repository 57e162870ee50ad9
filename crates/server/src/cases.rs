//! Cases: raised, joined, listed, tracked, acted on by those who raised them, and moved along by whoever may.

mod act;
mod create;
mod duplicates;
pub mod effects;
pub mod entity;
mod join;
mod keys;
mod list;
mod mine;
mod move_case;
mod offshoot;
mod own;
mod place;
pub mod reach;
mod read;
mod store;
mod track;
mod view;
pub mod whistle;

use pingan_api::cases::{ActOnOwnCase, CreateCase, FindDuplicates, GetCase, JoinCase, ListCases, MyCases, TrackCase};

pub use self::{
    create::create_case,
    join::join_case,
    move_case::{By, Move, Moved, Rules, move_case, staff_for},
};
pub(crate) use self::{
    create::{create_for, receipt_of},
    keys::number_column,
    list::newest,
    move_case::{ground_of, history, may_be_public, move_within},
    offshoot::{Offshoot, split_off},
    own::{forget, own_cases, own_photos, own_voices, share_of_key, shares_opened_by, told},
    place::{coarse_e4, exact_position},
    store::{photos as photos_of, steps as steps_of, steps_after, with_parts, word},
    track::track_case,
    view::{number, photo as photo_view},
};

use crate::routes::{Access, Routes};

/// For the inbox, which tells of cases.
pub(crate) use self::{
    effects::Happened,
    keys::{code_of, is_gone},
    store::merged_into,
    view::told_words,
};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .create::<CreateCase, _, _>(Access::Public, create::create)
        .endpoint::<ListCases, _, _>(Access::Public, list::list)
        .endpoint::<FindDuplicates, _, _>(Access::Public, duplicates::find)
        .endpoint::<GetCase, _, _>(Access::Public, read::read)
        .create::<JoinCase, _, _>(Access::Public, join::join)
        .endpoint::<TrackCase, _, _>(Access::CodeHolder, track::track)
        .create::<ActOnOwnCase, _, _>(Access::CodeHolder, act::act)
        .endpoint::<MyCases, _, _>(Access::CodeHolder, mine::mine)
}
