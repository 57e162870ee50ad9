//! The posts of a shift, each with how the reader stands with it and one button; and whom they bring along.

use leptos::prelude::*;
use pingan_api::{
    Validate,
    volunteer::{MAX_TITLE, Post, Shift, SignUpState, StandingWord, sign_up::NewSignUp},
};

use super::{Doing, Opened, POSTS};
use crate::{
    i18n::{Label, t},
    route::{Route, Volunteer},
    session::follow_signed_in,
    ui::{button::Button, field::TextField, focus::focus_id, icon::icon, live::live},
    volunteer::{card::places_beside, reader::registration_for, standing::chip},
};

const FRIEND: &str = "sign-up-friend";

/// What the posts are drawn from.
#[derive(Clone, PartialEq)]
struct Posts {
    posts: Vec<Post>,
    /// The reader has a place, or waits for one: how they stand with the others does not matter.
    taken_part: bool,
}

impl Posts {
    fn of(shift: &Shift) -> Self {
        let taken_part = shift.mine.as_ref().is_some_and(|mine| mine.state.is_live());
        Self { posts: shift.posts.clone(), taken_part }
    }

    /// Some post takes the reader in, one way or other.
    fn is_open(&self) -> bool {
        !self.taken_part && self.posts.iter().any(|post| post.standing.admits().is_some())
    }
}

pub(super) fn posts(opened: Opened) -> AnyView {
    let posts = Memo::new(move |_| opened.shown.with(|shift| shift.as_ref().map(Posts::of)));
    let open = Memo::new(move |_| posts.with(|posts| posts.as_ref().is_some_and(Posts::is_open)));
    let list = live(move || {
        let Posts { posts, taken_part } = posts.get()?;
        let alone = posts.len() == 1;
        let rows = posts.into_iter().map(|post| view! { <li>{row(opened, post, alone, taken_part)}</li> });
        Some(view! { <ul class="shift-list">{rows.collect_view()}</ul> }.into_any())
    });
    let heading = live(move || if open.get() { t::volunteer_sign_up() } else { t::volunteer_posts() });
    view! {
        <section class="section">
            <h2 class="section__title" id=POSTS tabindex="-1">
                {heading}
            </h2>
            {list}
            {live(move || (open.get() && follow_signed_in()).then(|| with_friend(opened)))}
        </section>
    }
    .into_any()
}

fn row(opened: Opened, post: Post, alone: bool, taken_part: bool) -> AnyView {
    let (word, needed, taken, waiting) = (post.standing.word, post.needed, post.taken, post.waiting);
    // What stands above as needed is not said twice.
    let says_more = !taken_part && word != StandingWord::Free;
    let says_needs = says_more && word == StandingWord::NotQualified;
    let needs = post.qualification.filter(|_| !says_needs).map(|needs| {
        view! { <p class="note">{live(move || t::volunteer_needs(needs.label()))}</p> }
    });
    let standing = says_more.then(|| view! { <p class="shift-post__standing">{chip(post.standing.clone())}</p> });
    let way = if taken_part { None } else { way(opened, &post, alone) };
    view! {
        <article class="card shift-post">
            <h3 class="shift-post__name">{post.name}</h3>
            <p class="shift-post__places">
                <span>{live(move || t::volunteer_wanted(needed))}</span>
                <b>{live(move || places_beside(word, needed, taken, waiting))}</b>
            </p>
            {needs}
            {standing}
            {way}
        </article>
    }
    .into_any()
}

/// The one button of a post, or where to go first; none where nothing helps.
fn way(opened: Opened, post: &Post, alone: bool) -> Option<AnyView> {
    let here = Volunteer::Shift(opened.id);
    if post.standing.word == StandingWord::NotRegistered {
        return Some(link(registration_for(here), t::volunteer_register_first()));
    }
    let admitted = post.standing.admits()?;
    if !follow_signed_in() {
        return Some(link(Route::Volunteer(here).after_sign_in(), t::volunteer_sign_in_to()));
    }
    let (id, left, name) = (post.id, post.standing.left, post.name.clone());
    // Two places are more than one.
    let comes_to = move || match admitted {
        SignUpState::Confirmed if left < 2 && brings(opened) => SignUpState::Waiting,
        admitted => admitted,
    };
    let text = move || {
        let words = match comes_to() {
            SignUpState::Waiting => t::volunteer_wait(),
            SignUpState::Pending => t::volunteer_ask(),
            _ => t::volunteer_sign_up(),
        };
        if alone { words.to_owned() } else { t::volunteer_for_post(&name, words) }
    };
    let press = move |()| {
        let friend = opened.friend.get_untracked().trim().to_owned();
        let body = NewSignUp { post: id, friend: (!friend.is_empty()).then_some(friend) };
        if body.validate().is_err() {
            focus_id(FRIEND);
            return;
        }
        opened.sign_up(body);
    };
    let button = view! {
        <div class="button-row">
            <Button
                class="button button--block"
                text=text
                busy=opened.is_doing(Doing::SignUp(id))
                disabled=opened.is_busy()
                on_press=press
            />
        </div>
    };
    Some(button.into_any())
}

fn link(href: String, words: &'static str) -> AnyView {
    view! {
        <div class="button-row">
            <a class="button button--block" href=href>
                {words}
            </a>
        </div>
    }
    .into_any()
}

/// Reactive.
fn brings(opened: Opened) -> bool {
    opened.friend.with(|friend| !friend.trim().is_empty())
}

/// Somebody without an account comes along; closed until it is wanted.
fn with_friend(opened: Opened) -> AnyView {
    let fault = Signal::derive(move || {
        let too_long = opened.friend.with(|friend| friend.trim().chars().count() > MAX_TITLE);
        too_long.then(|| t::report_too_long(MAX_TITLE))
    });
    let label = live(move || match opened.friend.with(|friend| friend.trim().to_owned()) {
        friend if friend.is_empty() => t::volunteer_bring_friend().to_owned(),
        friend => t::volunteer_with(friend),
    });
    view! {
        <details class="fold shift-friend">
            <summary class="fold__summary">
                {icon("people")} <span class="fold__label">{label}</span> {icon("chevron")}
            </summary>
            <div class="fold__body">
                {TextField::new(FRIEND, t::volunteer_friend_name, opened.friend)
                    .hint(t::volunteer_friend_hint)
                    .limit(MAX_TITLE)
                    .error(fault)
                    .optional()
                    .view()}
            </div>
        </details>
    }
    .into_any()
}
