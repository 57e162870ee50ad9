//! The closed list of what a resident sends. What is to be sent through the outbox gets its variant here, and every
//! `match` below asks what it needs to know.

use pingan_api::{
    cases::{Act, ActOnOwnCase, CaseNumber, CreateCase, JoinCase, NewCase, NewJoin, OwnAct, Receipt, State},
    id::{IdempotencyKey, PhotoId, ShiftId, VoiceId},
    volunteer::Mark,
};
use serde::{Deserialize, Serialize};

use super::ticks;
use crate::{
    case_card,
    client::{self, ClientError},
    i18n::t,
    route::{Form, Route, Volunteer},
    session::{Device, KnownCase},
};

/// A request of the contract with its body; the photos are filled in when they are sent. A mark, which is a tick on the
/// roster of the shift with that title, has the entry's key. Kept on phones: names of variants and fields stay, and what is
/// added has a default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parcel {
    Case { case: NewCase },
    Join { number: CaseNumber, join: NewJoin },
    Act { number: CaseNumber, act: OwnAct },
    Mark { shift: ShiftId, title: String, mark: Mark },
}

impl Parcel {
    /// Sends it, and remembers on the device what comes back before anything else happens. Gives the page where the
    /// person reads about it.
    pub(super) async fn send(&self, key: IdempotencyKey, device: Device) -> Result<Route, ClientError> {
        match self.clone() {
            Parcel::Case { case } => {
                let receipt = client::send(&CreateCase { key, case }).await?;
                Ok(remember(device, receipt, State::Submitted))
            }
            Parcel::Join { number, join } => {
                let receipt = client::send(&JoinCase { key, number, join }).await?;
                // Only a case that is with a desk can be joined; its own page tells the very state.
                Ok(remember(device, receipt, State::Accepted))
            }
            Parcel::Act { number, act } => {
                client::send(&ActOnOwnCase { key, act }).await?;
                // Its own page asks how it stands now.
                Ok(Route::Track(number))
            }
            Parcel::Mark { shift, mark, .. } => {
                ticks::send(shift, vec![mark]).await?;
                Ok(Route::Volunteer(Volunteer::Roster(shift)))
            }
        }
    }

    /// With what was sent before it.
    pub(super) fn naming(mut self, photos: Vec<PhotoId>, voice: Option<VoiceId>) -> Self {
        match &mut self {
            Parcel::Case { case } => (case.photos, case.voice) = (photos, voice),
            Parcel::Join { join, .. } => (join.photos, join.voice) = (photos, voice),
            Parcel::Act { act, .. } => act.act.set_photos(photos),
            Parcel::Mark { .. } => {}
        }
        self
    }

    pub(super) fn photos(&self) -> &[PhotoId] {
        match self {
            Parcel::Case { case } => &case.photos,
            Parcel::Join { join, .. } => &join.photos,
            Parcel::Act { act, .. } => act.act.photos(),
            Parcel::Mark { .. } => &[],
        }
    }

    /// The shift that it is a tick of.
    pub fn shift(&self) -> Option<ShiftId> {
        match self {
            Parcel::Mark { shift, .. } => Some(*shift),
            Parcel::Case { .. } | Parcel::Join { .. } | Parcel::Act { .. } => None,
        }
    }

    /// The form that it was filled in on.
    pub fn form(&self) -> Option<Form> {
        match self {
            Parcel::Case { case } => Form::ALL.into_iter().find(|form| form.kind() == case.kind),
            Parcel::Join { .. } => Some(Form::Hazard),
            Parcel::Act { .. } | Parcel::Mark { .. } => None,
        }
    }

    /// Where to look when it is not taken: at the case, or the roster, as it is now.
    pub fn about(&self) -> Option<Route> {
        match self {
            Parcel::Act { number, .. } => Some(Route::Track(*number)),
            Parcel::Mark { shift, .. } => Some(Route::Volunteer(Volunteer::Roster(*shift))),
            Parcel::Case { .. } | Parcel::Join { .. } => None,
        }
    }

    /// What it is called; reactive.
    pub fn title(&self) -> &'static str {
        match self {
            Parcel::Case { case } => case_card::title(case.kind, case.category),
            Parcel::Join { .. } => t::outbox_join(),
            Parcel::Act { act, .. } => match act.act {
                Act::Confirm { .. } => t::act_parcel_confirm(),
                Act::Dispute { .. } => t::act_parcel_dispute(),
                Act::AppealRejection { .. } => t::act_parcel_appeal(),
                Act::Withdraw { .. } => t::act_parcel_withdraw(),
                Act::Answer { .. } => t::act_parcel_answer(),
                Act::Reopen { .. } => t::act_parcel_reopen(),
            },
            Parcel::Mark { .. } => t::attendance_parcel(),
        }
    }

    /// The name of its pictogram.
    pub fn pictogram(&self) -> &'static str {
        match self {
            Parcel::Case { case } => case_card::pictogram(case.kind, case.category),
            Parcel::Join { .. } | Parcel::Mark { .. } => "other",
            Parcel::Act { .. } => "opinion",
        }
    }

    /// What the person wrote, or what it is about.
    pub fn text(&self) -> &str {
        match self {
            Parcel::Case { case } => &case.text,
            Parcel::Join { join, .. } => &join.text,
            Parcel::Act { act, .. } => act.act.words(),
            Parcel::Mark { title, .. } => title,
        }
    }
}

fn remember(device: Device, receipt: Receipt, state: State) -> Route {
    let number = receipt.number;
    device.remember(KnownCase { receipt, state });
    Route::Receipt(number)
}
