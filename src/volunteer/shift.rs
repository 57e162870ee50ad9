//! A shift's page: when and where, how the reader stands with its posts, and signing up in one tap.

mod facts;
mod meeting_place;
mod my_place;
mod sign_up;

use std::{pin::Pin, time::Duration};

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    Timestamp,
    id::{IdempotencyKey, PostId, ShiftId, SignUpId},
    volunteer::{
        Shift, SignUpState,
        shift::GetShift,
        sign_up::{Accept, Leave, NewSignUp, SignUp},
    },
};

use super::reader::{note_if_nobody, trouble};
use crate::{
    client::{self, ClientError},
    i18n::{Words, moment, t},
    news::News,
    random,
    route::{Route, Volunteer},
    ui::{
        async_view::{Failure, Fetched, Load, banner, failed, skeleton},
        focus::focus_id,
        live::live,
        page::Page,
        toast,
    },
};

/// How often what hangs on the clock is looked at again.
const TICK: Duration = Duration::from_secs(20);

/// Where the focus goes after an act: to one's own place, or else to the posts.
const MY_PLACE: &str = "my-place";
const POSTS: &str = "posts";

/// What is under way.
#[derive(Clone, Copy, PartialEq)]
enum Doing {
    SignUp(PostId),
    Leave,
    Accept,
    CheckOut,
}

type Answer = Pin<Box<dyn Future<Output = Result<Shift, ClientError>>>>;

/// A shift that is looked at; copied into every part of the page.
#[derive(Clone, Copy)]
struct Opened {
    id: ShiftId,
    fetched: Fetched<Shift>,
    /// As the server said last, whatever it was asked.
    shown: RwSignal<Option<Shift>>,
    doing: RwSignal<Option<Doing>>,
    trouble: RwSignal<Option<ClientError>>,
    now: RwSignal<Timestamp>,
    /// Who comes along.
    friend: RwSignal<String>,
    /// What was tried and not answered.
    tried: StoredValue<Option<(NewSignUp, IdempotencyKey)>>,
}

pub(super) fn page(id: ShiftId) -> AnyView {
    let opened = Opened::new(id);
    let any = Memo::new(move |_| opened.shown.with(Option::is_some));
    let old = live(move || match (opened.fetched.load(), any.get()) {
        (Load::Failed(Failure { offline: true, .. }), true) => Some(banner(t::mine_old)),
        (Load::Failed(_), true) => Some(banner(t::mine_old_failed)),
        _ => None,
    });
    let first = live(move || match opened.fetched.load() {
        _ if any.get() => ().into_any(),
        Load::Failed(failure) => failed(failure, Callback::new(move |()| opened.fetched.refresh())),
        Load::Loading | Load::Ready(_) => skeleton(3),
    });
    let there = live(move || any.get().then(|| whole(opened)));
    view! {
        <Page title=t::volunteer_shift up=Route::Volunteer(Volunteer::Find).href()>
            {old}
            {first}
            {there}
        </Page>
    }
    .into_any()
}

/// Each part is drawn anew only when what it shows is another: the map and what is typed stay.
fn whole(opened: Opened) -> AnyView {
    let known = Memo::new(move |_| opened.shown.with(|shift| shift.clone().map(facts::of)));
    let again = live(move || {
        let unanswered = opened.trouble.with(|trouble| *trouble == Some(ClientError::Offline));
        unanswered.then(|| view! { <p class="note">{t::volunteer_tap_again}</p> }.into_any())
    });
    view! {
        {live(move || known.get().map(facts::head))}
        {my_place::my_place(opened)}
        {trouble(opened.trouble, Volunteer::Shift(opened.id))}
        {again}
        {sign_up::posts(opened)}
        {live(move || known.get().map(facts::facts))}
    }
    .into_any()
}

impl Opened {
    fn new(id: ShiftId) -> Self {
        let fetched = Fetched::new(move || async move { client::send(&GetShift { shift: id }).await });
        News::get().on_news(move || fetched.renew());
        let opened = Self {
            id,
            fetched,
            shown: RwSignal::new(None),
            doing: RwSignal::new(None),
            trouble: RwSignal::new(None),
            now: RwSignal::new(moment::now()),
            friend: RwSignal::new(String::new()),
            tried: StoredValue::new(None),
        };
        Effect::new(move || {
            if let Some(shift) = fetched.ready() {
                opened.show(shift);
            }
        });
        if let Ok(ticking) = set_interval_with_handle(move || opened.now.set(moment::now()), TICK) {
            on_cleanup(move || ticking.clear());
        }
        opened
    }

    /// What says nothing new is not drawn anew, or it would take the focus away.
    fn show(self, shift: Shift) {
        if self.shown.with_untracked(|shown| shown.as_ref() != Some(&shift)) {
            self.shown.set(Some(shift));
        }
    }

    /// Reactive.
    fn is_doing(self, what: Doing) -> Signal<bool> {
        Signal::derive(move || self.doing.get() == Some(what))
    }

    /// Something is under way; reactive.
    fn is_busy(self) -> Signal<bool> {
        Signal::derive(move || self.doing.with(Option::is_some))
    }

    fn sign_up(self, body: NewSignUp) {
        let (shift, key) = (self.id, self.key_of(&body));
        let post = body.post;
        let answer = async move { client::send(&SignUp { shift, key, body }).await };
        self.act(Doing::SignUp(post), Box::pin(answer));
    }

    fn leave(self, sign_up: SignUpId) {
        self.act(Doing::Leave, Box::pin(async move { client::send(&Leave { sign_up, body: () }).await }));
    }

    fn accept(self, sign_up: SignUpId) {
        self.act(Doing::Accept, Box::pin(async move { client::send(&Accept { sign_up, body: () }).await }));
    }

    /// A tap that was not answered is repeated under its own key, and so counts once.
    fn key_of(self, body: &NewSignUp) -> IdempotencyKey {
        let tried = self.tried.get_value().filter(|(tried, _)| tried == body).map(|(_, key)| key);
        let key = tried.unwrap_or_else(random::key);
        self.tried.set_value(Some((body.clone(), key)));
        key
    }

    fn act(self, doing: Doing, answer: Answer) {
        if self.doing.get_untracked().is_some() {
            return;
        }
        self.doing.set(Some(doing));
        self.trouble.set(None);
        spawn_local(async move {
            let answer = answer.await;
            // The page may be gone by now.
            if self.doing.try_set(None).is_some() {
                return;
            }
            if !matches!(answer, Err(ClientError::Offline)) {
                self.tried.set_value(None);
                // An answer that is on its way tells how it was before.
                self.fetched.refresh();
            }
            match answer {
                Ok(shift) => {
                    if matches!(doing, Doing::SignUp(_)) {
                        // Named once, for this sign-up.
                        self.friend.set(String::new());
                    }
                    toast::done(done_words(doing, &shift));
                    self.show(shift);
                    set_timeout(
                        || {
                            focus_id(POSTS);
                            focus_id(MY_PLACE);
                        },
                        Duration::ZERO,
                    );
                }
                Err(error) => {
                    note_if_nobody(&error);
                    self.trouble.set(Some(error));
                }
            }
        });
    }
}

/// What an act came to.
fn done_words(doing: Doing, shift: &Shift) -> Words {
    match (doing, shift.mine.as_ref().map(|mine| mine.state)) {
        (Doing::CheckOut, _) => t::volunteer_checked_out,
        (_, Some(SignUpState::Confirmed)) => t::volunteer_signed_up,
        (_, Some(SignUpState::Offered)) => t::volunteer_offered,
        (_, Some(SignUpState::Waiting)) => t::volunteer_in_line,
        (_, Some(SignUpState::Pending)) => t::volunteer_asked,
        _ => t::volunteer_left,
    }
}
