//! The posts of a shift that is written: what one does, for how many, and what they have to be able to.

use leptos::{prelude::*, text_prop::TextProp};
use pingan_api::{
    id::PostId,
    problem::{FieldError, Issue},
    volunteer::{MAX_TITLE, NewPost, Post, Qualification, shift::MAX_POSTS},
};

use super::fields::{FormFaults, fault_line, pick};
use crate::{
    i18n::{Label, t},
    ui::{
        field::TextField,
        focus::focus_id,
        icon::{icon, icon_small},
        live::live,
    },
};

/// The ids of the fields of each.
const NAMES: [&str; MAX_POSTS] = [
    "post-name-1",
    "post-name-2",
    "post-name-3",
    "post-name-4",
    "post-name-5",
    "post-name-6",
    "post-name-7",
    "post-name-8",
    "post-name-9",
    "post-name-10",
    "post-name-11",
    "post-name-12",
];
const ADD: &str = "post-add";

/// One post as it is typed.
#[derive(Clone, Copy)]
struct Row {
    /// Which of [`NAMES`] it has, as long as it is there.
    slot: usize,
    /// None for a new one.
    id: Option<PostId>,
    name: RwSignal<String>,
    /// As typed.
    needed: RwSignal<String>,
    qualification: RwSignal<Option<Qualification>>,
    /// Places that somebody has.
    taken: u16,
}

impl Row {
    fn new(slot: usize, name: String, needed: u16) -> Self {
        Self {
            slot,
            id: None,
            name: RwSignal::new(name),
            needed: RwSignal::new(needed.to_string()),
            qualification: RwSignal::new(None),
            taken: 0,
        }
    }
}

#[derive(Clone, Copy)]
pub(super) struct Posts {
    rows: RwSignal<Vec<Row>>,
    /// What is added later lives as long as the rest.
    owner: StoredValue<Owner>,
}

impl Posts {
    /// One, to begin with.
    pub(super) fn one(name: String, needed: u16) -> Self {
        Self::all(vec![Row::new(0, name, needed)])
    }

    pub(super) fn of(posts: &[Post]) -> Self {
        let row = |(slot, post): (usize, &Post)| Row {
            id: Some(post.id),
            qualification: RwSignal::new(post.qualification),
            taken: post.taken,
            ..Row::new(slot, post.name.clone(), post.needed)
        };
        Self::all(posts.iter().take(MAX_POSTS).enumerate().map(row).collect())
    }

    fn all(rows: Vec<Row>) -> Self {
        let owner = Owner::current().expect("a form is made by a page");
        Self { rows: RwSignal::new(rows), owner: StoredValue::new(owner) }
    }

    /// Reactive.
    pub(super) fn written(self) -> Vec<NewPost> {
        let post = |row: Row| NewPost {
            id: row.id,
            name: row.name.get().trim().to_owned(),
            needed: row.needed.with(|typed| count(typed)),
            qualification: row.qualification.get(),
        };
        self.rows.get().into_iter().map(post).collect()
    }

    pub(super) fn view(self, faults: FormFaults) -> AnyView {
        let add = move |_| {
            let free = |rows: &Vec<Row>| (0..MAX_POSTS).find(|slot| rows.iter().all(|row| row.slot != *slot));
            let Some(slot) = self.rows.with_untracked(free) else { return };
            let row = self.owner.with_value(|owner| owner.with(|| Row::new(slot, String::new(), 1)));
            self.rows.update(|rows| rows.push(row));
            request_animation_frame(move || focus_id(NAMES[slot]));
        };
        let room = move || self.rows.with(Vec::len) < MAX_POSTS;
        let adder = live(move || {
            room().then(|| {
                view! {
                    <button type="button" class="button button--soft button--small" id=ADD on:click=add>
                        {icon_small("plus")}
                        {t::desk_volunteer_post_add}
                    </button>
                }
                .into_any()
            })
        });
        view! {
            <div class="desk-posts">
                <For each=move || self.rows.get() key=|row| row.slot children=move |row| self.row(row, faults) />
            </div>
            {fault_line("posts-error".to_owned(), faults.of("posts"))}
            {adder}
        }
        .into_any()
    }

    fn row(self, row: Row, faults: FormFaults) -> AnyView {
        let at = Memo::new(move |_| {
            self.rows.with(|rows| rows.iter().position(|other| other.slot == row.slot)).unwrap_or_default()
        });
        let said = |error: FieldError| error.code.label().to_owned();
        let field = move |name: &'static str| faults.at(move || format!("posts[{}].{name}", at.get()), said);
        let needed =
            faults.at(move || format!("posts[{}].needed", at.get()), move |error| needed_words(row.taken, error));
        let remove = move |_| {
            faults.clear();
            self.rows.update(|rows| rows.retain(|other| other.slot != row.slot));
            request_animation_frame(|| focus_id(ADD));
        };
        let foot = live(move || {
            if row.taken > 0 {
                return view! { <p class="note">{t::desk_volunteer_post_taken(row.taken)}</p> }.into_any();
            }
            // A shift without any post is none.
            if self.rows.with(Vec::len) == 1 {
                return ().into_any();
            }
            let label = live(move || t::desk_volunteer_post_remove_n(at.get() + 1));
            view! {
                <button type="button" class="link-button" aria-label=label on:click=remove>
                    {t::desk_remove}
                </button>
            }
            .into_any()
        });
        view! {
            <fieldset class="desk-post">
                <legend class="field__label">{live(move || t::desk_volunteer_post_n(at.get() + 1))}</legend>
                {TextField::new(NAMES[row.slot], t::desk_volunteer_post_name, row.name)
                    .placeholder(t::desk_volunteer_post_name_hint)
                    .limit(MAX_TITLE)
                    .error(field("name"))
                    .view()}
                <div class="desk-fields">{stepper(row.slot, row.needed, needed)} {qualification(row.slot, row)}</div>
                {fault_line(format!("post-{}-error", row.slot), field("id"))}
                {foot}
            </fieldset>
        }
        .into_any()
    }
}

/// What is no number counts as none, which is too few.
fn count(typed: &str) -> u16 {
    typed.trim().parse::<i64>().map_or(0, |number| u16::try_from(number.max(0)).unwrap_or(u16::MAX))
}

/// What is wrong with how many are needed. The server knows better how many have a place than the form does.
fn needed_words(taken: u16, error: FieldError) -> String {
    let taken = error.limit.unwrap_or(u32::from(taken));
    if error.code == Issue::TooFew && taken > 0 {
        t::desk_volunteer_needed_taken(taken)
    } else {
        error.code.label().to_owned()
    }
}

/// How many are needed: typed, or with a button to each side.
fn stepper(at: usize, needed: RwSignal<String>, fault: Signal<Option<String>>) -> AnyView {
    let (id, error_id) = (format!("post-needed-{at}"), format!("post-needed-{at}-error"));
    let step = move |by: i16| {
        let next = needed.with_untracked(|typed| count(typed)).saturating_add_signed(by).max(1);
        needed.set(next.to_string());
    };
    let invalid = live(move || fault.with(Option::is_some).then_some("true"));
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>
                {t::desk_volunteer_needed}
            </label>
            <div class="desk-stepper">
                <button type="button" class="icon-button" aria-label=t::desk_volunteer_fewer on:click=move |_| step(-1)>
                    {icon("minus")}
                </button>
                <input
                    class="field__input"
                    id=id
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    prop:value=needed
                    aria-invalid=invalid
                    aria-describedby=error_id.clone()
                    on:input=move |event| needed.set(event_target_value(&event))
                />
                <button type="button" class="icon-button" aria-label=t::desk_volunteer_more_people on:click=move |_| step(1)>
                    {icon("plus")}
                </button>
            </div>
            {fault_line(error_id, fault)}
        </div>
    }
    .into_any()
}

fn qualification(at: usize, row: Row) -> AnyView {
    let none = (String::new(), TextProp::from(t::desk_volunteer_post_anyone));
    let some = Qualification::ALL.iter().map(|known| {
        let known = *known;
        (known.as_str().to_owned(), TextProp::from(move || known.label()))
    });
    let chosen = Signal::derive(move || row.qualification.get().map_or("", Qualification::as_str).to_owned());
    pick(
        format!("post-needs-{at}"),
        t::desk_volunteer_post_needs,
        std::iter::once(none).chain(some).collect(),
        chosen,
        Callback::new(move |word: String| row.qualification.set(word.parse().ok())),
        Signal::stored(None),
    )
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn what_is_no_number_of_people_is_none() {
        for (typed, people) in [("3", 3), (" 12 ", 12), ("", 0), ("-3", 0), ("两个", 0), ("70000", u16::MAX)] {
            assert_eq!(count(typed), people, "{typed}");
        }
    }
}
