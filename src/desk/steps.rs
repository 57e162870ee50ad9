//! What happened with a case, in a desk's words: residents are told the same in words of their own.

use pingan_api::cases::{Event, State};

use crate::{case_card::public_state, i18n::t};

/// What an event is called; none for the first step of a case. Reactive.
pub fn step(event: Option<Event>) -> &'static str {
    let Some(event) = event else { return t::desk_step_sent() };
    match event {
        Event::Accept => t::desk_step_accept(),
        Event::Reject => t::desk_step_reject(),
        Event::Merge => t::desk_step_merge(),
        Event::Unmerge => t::desk_step_unmerge(),
        Event::Withdraw => t::desk_step_withdraw(),
        Event::Assign => t::desk_step_assign(),
        Event::Whistle => t::desk_step_whistle(),
        Event::Ask => t::desk_step_ask(),
        Event::Answer => t::desk_step_answer(),
        Event::Expire => t::desk_step_expire(),
        Event::Start => t::desk_step_start(),
        Event::Return => t::desk_step_return(),
        Event::Transfer => t::desk_step_transfer(),
        Event::Resolve => t::desk_step_resolve(),
        Event::Confirm => t::desk_step_confirm(),
        Event::Dispute => t::desk_step_dispute(),
        Event::Lapse => t::desk_step_lapse(),
        Event::Reopen => t::desk_step_reopen(),
        Event::AppealRejection => t::desk_step_appeal_rejection(),
        Event::Overdue => t::desk_step_overdue(),
        Event::Split => t::desk_step_split(),
        Event::TakeIn => t::desk_step_take_in(),
        Event::LetGo => t::desk_step_let_go(),
    }
}

/// A state as a desk reads it; reactive.
pub fn state(state: State) -> &'static str {
    match state {
        State::Submitted => t::desk_state_submitted(),
        State::Rejected => t::desk_state_rejected(),
        _ => public_state(state),
    }
}
