//! How the reader stands with a shift or a post, in words and with a picture: colour never speaks alone.

use leptos::prelude::*;
use pingan_api::{
    Timestamp,
    volunteer::{Attendance, MySignUp, SignUpState, Standing, StandingWord},
};

use crate::{
    i18n::{Label, moment, t},
    shift_times::duration,
    ui::{
        icon::icon_small,
        live::{Live, live},
    },
};

const PLAIN: &str = "state-chip";
const OPEN: &str = "state-chip state-chip--accepted";
const WAITS: &str = "state-chip state-chip--awaiting_resident";
const MINE: &str = "state-chip state-chip--closed";

pub(super) fn chip(standing: Standing) -> AnyView {
    let (picture, class) = look(standing.word);
    face(picture, class, live(move || words(&standing)))
}

/// The same of a sign-up of one's own, to a shift that ends then.
pub(super) fn own_chip(mine: MySignUp, ends_at: Timestamp) -> AnyView {
    let (picture, class) = match (mine.attendance, mine.state) {
        (Attendance::NoShow, _) => ("warning", WAITS),
        (Attendance::Present, _) | (_, SignUpState::Confirmed) => ("check", MINE),
        (_, SignUpState::Offered) => ("awaiting_resident", WAITS),
        (_, SignUpState::Waiting | SignUpState::Pending) => ("clock", WAITS),
        (_, SignUpState::Left | SignUpState::Lapsed) => ("withdrawn", PLAIN),
        (_, SignUpState::Refused) => ("rejected", PLAIN),
    };
    face(picture, class, live(move || own_words(&mine, ends_at <= moment::now())))
}

fn face(picture: &'static str, class: &'static str, words: Live<String>) -> AnyView {
    view! { <span class=class>{icon_small(picture)} <span>{words}</span></span> }.into_any()
}

const fn look(word: StandingWord) -> (&'static str, &'static str) {
    match word {
        StandingWord::Free => ("people", OPEN),
        StandingWord::LastPlaces => ("people", WAITS),
        StandingWord::Full => ("clock", PLAIN),
        StandingWord::ApprovalNeeded => ("shield", OPEN),
        StandingWord::Clash | StandingWord::NotQualified | StandingWord::TooYoung => ("warning", PLAIN),
        StandingWord::NotRegistered => ("info", PLAIN),
        StandingWord::TooLate => ("clock", PLAIN),
        StandingWord::Cancelled => ("withdrawn", PLAIN),
        StandingWord::Draft => ("edit", PLAIN),
        StandingWord::In => ("check", MINE),
        StandingWord::Waiting | StandingWord::Pending => ("clock", WAITS),
        StandingWord::Offered => ("awaiting_resident", WAITS),
    }
}

/// Reactive.
fn words(standing: &Standing) -> String {
    let Standing { word, place, until, needs, age, clash, .. } = standing;
    let place = place.unwrap_or(1);
    match word {
        StandingWord::Free => t::volunteer_free().to_owned(),
        StandingWord::LastPlaces => t::volunteer_last_places().to_owned(),
        StandingWord::Full => t::volunteer_full(place),
        StandingWord::ApprovalNeeded => t::volunteer_approval().to_owned(),
        StandingWord::Clash => match clash {
            Some(clash) => t::volunteer_clash(moment::at(clash.starts_at), &clash.title),
            None => t::volunteer_clash_with_some().to_owned(),
        },
        StandingWord::NotQualified => t::volunteer_needs(needs.map(Label::label).unwrap_or_default()),
        StandingWord::TooYoung => t::volunteer_from_age(age.unwrap_or_default()),
        StandingWord::NotRegistered => t::volunteer_once_registered().to_owned(),
        StandingWord::TooLate => t::volunteer_begun().to_owned(),
        StandingWord::Cancelled => t::volunteer_cancelled().to_owned(),
        StandingWord::Draft => t::volunteer_draft().to_owned(),
        StandingWord::In => t::volunteer_in().to_owned(),
        StandingWord::Waiting => t::volunteer_waiting_at(place),
        StandingWord::Offered => match until {
            Some(until) => t::volunteer_offered_until(moment::at(*until)),
            None => t::volunteer_offered().to_owned(),
        },
        StandingWord::Pending => t::volunteer_pending().to_owned(),
    }
}

/// What became of a sign-up, or how it stands; reactive. Before the shift is over only whoever has left knows for how
/// long they came.
pub(super) fn own_words(mine: &MySignUp, over: bool) -> String {
    match (mine.attendance, mine.state) {
        (Attendance::Present, _) => match mine.minutes.filter(|_| over || mine.checked_out_at.is_some()) {
            Some(minutes) => t::volunteer_came_for(duration(minutes)),
            None => Attendance::Present.label().to_owned(),
        },
        (Attendance::NoShow, _) => Attendance::NoShow.label().to_owned(),
        (_, SignUpState::Confirmed) => t::volunteer_in().to_owned(),
        (_, SignUpState::Waiting) => t::volunteer_waiting_at(mine.place.unwrap_or(1)),
        (_, SignUpState::Pending) => t::volunteer_pending().to_owned(),
        (_, SignUpState::Offered) => t::volunteer_offered().to_owned(),
        (_, state) => state.label().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use pingan_api::{
        Timestamp,
        id::{PostId, SignUpId},
        volunteer::{Attendance, MySignUp, Qualification, SignUpState, Standing, StandingWord},
    };
    use uuid::Uuid;

    use super::{own_words, words};

    #[test]
    fn how_long_somebody_came_is_told_when_it_is_known() {
        let at = Timestamp::from_millis(0);
        let came = MySignUp {
            id: SignUpId(Uuid::nil()),
            post: PostId(Uuid::nil()),
            post_name: "清扫".into(),
            state: SignUpState::Confirmed,
            friend: None,
            place: None,
            until: None,
            leave_by: at,
            attendance: Attendance::Present,
            checked_in_at: Some(at),
            checked_out_at: None,
            minutes: Some(120),
        };
        assert_eq!(own_words(&came, false), "已到");
        assert_eq!(own_words(&came, true), "已到，记 2 小时");
        let gone = MySignUp { checked_out_at: Some(at), minutes: Some(45), ..came };
        assert_eq!(own_words(&gone, false), "已到，记 45 分钟");
    }

    #[test]
    fn what_is_missing_is_named() {
        let full = Standing { place: Some(3), ..Standing::of(StandingWord::Full) };
        assert_eq!(words(&full), "已满，可以候补，排第 3 位");
        let needs = Standing { needs: Some(Qualification::FirstAid), ..Standing::of(StandingWord::NotQualified) };
        assert_eq!(words(&needs), "需要：急救证");
        assert_eq!(words(&Standing { age: Some(16), ..Standing::of(StandingWord::TooYoung) }), "满 16 岁可以参加");
    }
}
