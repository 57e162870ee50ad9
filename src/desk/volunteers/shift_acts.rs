//! What is done with a shift besides changing it: publishing it, writing to those who are in it, calling it off.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    validate::Validate,
    volunteer::{
        MAX_LINE, Shift, ShiftState,
        shift::{CancelShift, Publish, PublishShift, ShiftWords, TellShift},
    },
};

use super::{change::Opened, fields::FormFaults};
use crate::{
    desk::gate::ask,
    i18n::{Words, moment, t},
    tried::Tried,
    ui::{
        button::Button,
        choices::{Choice, Segments},
        dialog::Overlay,
        field::TextField,
        live::live,
        sheet::{Action, Sheet},
        toast,
    },
};

const THIS: &str = "this";
const LATER: &str = "later";

/// What is done with words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Tell,
    Cancel,
}

/// The sheet of one act; the words outlive it, so that a tap beside it loses nothing.
#[derive(Clone, Copy)]
struct Saying {
    opened: Opened,
    act: Act,
    open: RwSignal<bool>,
    words: RwSignal<String>,
    /// The later ones of the series as well.
    series: RwSignal<bool>,
    faults: FormFaults,
    tried: Tried<ShiftWords>,
}

impl Saying {
    fn new(opened: Opened, act: Act) -> Self {
        Self {
            opened,
            act,
            open: RwSignal::new(false),
            words: RwSignal::new(String::new()),
            series: RwSignal::new(false),
            faults: FormFaults::none(),
            tried: Tried::nothing(),
        }
    }

    fn title(self) -> Words {
        match self.act {
            Act::Tell => t::desk_volunteer_tell,
            Act::Cancel => t::desk_volunteer_cancel,
        }
    }

    fn sheet(self) -> AnyView {
        view! { <Overlay open=self.open class="desk-sheet" label=self.title() content=move || self.content() /> }
            .into_any()
    }

    fn content(self) -> AnyView {
        let (id, label, hint, button): (_, Words, Words, Words) = match self.act {
            Act::Tell => {
                ("shift-message", t::desk_volunteer_message, t::desk_volunteer_tell_hint, t::desk_volunteer_send)
            }
            Act::Cancel => {
                ("shift-reason", t::desk_words_reason, t::desk_volunteer_cancel_hint, t::desk_volunteer_cancel)
            }
        };
        let class = if self.act == Act::Cancel { "button button--danger" } else { "button" };
        let shift = self.opened.shift;
        let in_series = shift.with_untracked(|shift| shift.as_ref().is_some_and(|shift| shift.series.is_some()));
        let which = in_series.then(|| {
            let choices =
                vec![Choice::new(THIS, t::desk_volunteer_this_one), Choice::new(LATER, t::desk_volunteer_and_later)];
            let chosen = Signal::derive(move || if self.series.get() { LATER } else { THIS });
            let choose = move |word: &'static str| self.series.set(word == LATER);
            view! {
                <div class="field">
                    <p class="field__label">{t::desk_volunteer_which_of}</p>
                    <Segments name="shift-which" label=t::desk_volunteer_which_of choices chosen on_choose=choose />
                </div>
            }
        });
        view! {
            <h2 class="desk-sheet__title">{self.title()}</h2>
            {TextField::new(id, label, self.words)
                .long()
                .limit(MAX_LINE)
                .hint(hint)
                .error(self.faults.of("words"))
                .view()}
            {which}
            <div class="button-row button-row--two desk-sheet__foot">
                <button type="button" class="button button--plain" on:click=move |_| self.open.set(false)>
                    {t::action_back}
                </button>
                <Button class=class text=button busy=self.opened.busy on_press=move |()| self.send() />
            </div>
        }
        .into_any()
    }

    fn send(self) {
        let Opened { id, busy, .. } = self.opened;
        let words = self.words.with_untracked(|words| words.trim().to_owned());
        let body = ShiftWords { words, series: self.series.get_untracked() };
        if let Err(wrong) = body.validate() {
            self.faults.show(wrong);
            return;
        }
        self.faults.clear();
        busy.set(true);
        let key = self.tried.key(&body);
        spawn_local(async move {
            let answer = match self.act {
                Act::Tell => ask(&TellShift { shift: id, key, body }).await.map(|()| None),
                Act::Cancel => ask(&CancelShift { shift: id, body }).await.map(Some),
            };
            // The page may have been left meanwhile.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(fresh) => {
                    toast::done(if fresh.is_some() { t::desk_volunteer_cancelled } else { t::desk_volunteer_told });
                    self.tried.arrived();
                    self.words.set(String::new());
                    self.open.set(false);
                    fresh.into_iter().for_each(|fresh| self.opened.acted(fresh));
                }
                Err(error) => self.faults.refused(error),
            }
        });
    }
}

pub(super) fn acts(opened: Opened) -> AnyView {
    let (tell, cancel) = (Saying::new(opened, Act::Tell), Saying::new(opened, Act::Cancel));
    let publishing = RwSignal::new(false);
    // What can be done hangs on these alone.
    let now = Memo::new(move |_| {
        let now = moment::now();
        let facts = |shift: &Shift| {
            let Shift { card, series, .. } = shift;
            (card.state, series.is_some(), card.starts_at <= now, card.ends_at <= now)
        };
        opened.shift.with(|shift| shift.as_ref().map(facts))
    });
    let buttons = live(move || {
        let (state, in_series, begun, over) = now.get()?;
        let publish = (state == ShiftState::Draft && !begun).then(|| {
            let press = move |()| if in_series { publishing.set(true) } else { publish(opened, false) };
            view! { <Button text=t::desk_volunteer_publish busy=opened.busy on_press=press /> }
        });
        let say = |saying: Saying, class: &'static str| {
            view! {
                <button type="button" class=class aria-haspopup="dialog" on:click=move |_| saying.open.set(true)>
                    {saying.title()}
                </button>
            }
        };
        let tell = (state == ShiftState::Published && !over).then(|| say(tell, "button button--soft"));
        let cancel = (state != ShiftState::Cancelled && !begun).then(|| say(cancel, "button button--danger"));
        Some(view! { <div class="button-row button-row--two">{publish} {tell} {cancel}</div> }.into_any())
    });
    let ways = vec![
        Action::new(t::desk_volunteer_publish_one, move || publish(opened, false)),
        Action::new(t::desk_volunteer_publish_all, move || publish(opened, true)),
    ];
    view! {
        {buttons}
        <Sheet open=publishing title=t::desk_volunteer_publish actions=ways />
        {tell.sheet()}
        {cancel.sheet()}
    }
    .into_any()
}

fn publish(opened: Opened, series: bool) {
    let Opened { id, busy, .. } = opened;
    if busy.get_untracked() {
        return;
    }
    busy.set(true);
    spawn_local(async move {
        let answer = ask(&PublishShift { shift: id, body: Publish { series } }).await;
        // The page may have been left meanwhile.
        if busy.try_set(false).is_some() {
            return;
        }
        match answer {
            Ok(fresh) => {
                toast::done(t::desk_volunteer_published);
                opened.acted(fresh);
            }
            Err(error) => toast::warn(move || error.words()),
        }
    });
}
