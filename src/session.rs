//! What this device remembers: how the app looks, which grid is mine, which cases I hold the code of.

use std::sync::LazyLock;

use leptos::prelude::*;
use pingan_api::{
    account::{OwnCase, sign_in::SIGNED_IN_MARK},
    cases::{CaseCode, CaseKey, CaseNumber, Receipt, State, TrackedCase},
    id::UnitId,
};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use web_sys::HtmlDocument;

use crate::{
    i18n::{self, Lang},
    json,
};

pub mod act_drafts;
pub mod last_seen;
pub mod storage;

/// Keys in `localStorage`; the script in index.html reads some of them before the app is there.
const THEME: &str = "pa.theme";
const CARE: &str = "pa.care";
const TEXT: &str = "pa.text";
const LANG: &str = "pa.lang";
const GRID: &str = "pa.grid";
/// The cases that the device holds the code of.
pub const CASES: &str = "pa.cases";

/// Whether it is worth asking the server for what only an account has. The mark is a cookie, as the session is one, which
/// no script reads: what becomes of the one becomes of the other, also where storage vanishes.
pub fn may_be_signed_in() -> bool {
    let cookies = document().unchecked_into::<HtmlDocument>().cookie().unwrap_or_default();
    cookies.split("; ").any(|cookie| cookie == SIGNED_IN_MARK)
}

static SIGNED_IN_HERE: LazyLock<ArcRwSignal<bool>> = LazyLock::new(|| ArcRwSignal::new(may_be_signed_in()));

/// The same, reactive: turns when somebody signs in or out on this page.
pub fn follow_signed_in() -> bool {
    SIGNED_IN_HERE.get()
}

pub fn note_signed_in(is: bool) {
    let seconds = if is { 90 * 24 * 3600 } else { 0 };
    let cookie = format!("{SIGNED_IN_MARK}; Path=/; SameSite=Lax; Max-Age={seconds}");
    // Where cookies are forbidden there is no session either.
    let _ = document().unchecked_into::<HtmlDocument>().set_cookie(&cookie);
    if !is {
        last_seen::forget(last_seen::ROSTERS);
    }
    if SIGNED_IN_HERE.get_untracked() != is {
        SIGNED_IN_HERE.set(is);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    Auto,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Theme; 3] = [Theme::Auto, Theme::Light, Theme::Dark];

    pub const fn as_str(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}

/// Body text in care mode, in pixels, as the style sheet knows them.
pub const TEXT_SIZES: [&str; 5] = ["20", "22", "24", "27", "30"];

/// A case that the device holds the code of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KnownCase {
    pub receipt: Receipt,
    /// As last seen, for when there is no network.
    pub state: State,
}

impl KnownCase {
    /// A case that was opened by its number and code.
    pub fn found(number: CaseNumber, code: CaseCode, case: &TrackedCase) -> Self {
        let receipt = Receipt {
            number,
            code,
            share: case.share,
            kind: case.summary.kind,
            category: case.summary.category,
            created_at: case.summary.created_at,
            next: case.next.clone(),
        };
        Self { receipt, state: case.summary.state }
    }

    pub fn key(&self) -> CaseKey {
        CaseKey::new(self.receipt.number, &self.receipt.code)
    }
}

/// What the device remembers, as signals; every change is written down at once. Where the browser keeps nothing
/// (private mode) it lasts as long as the page.
#[derive(Clone, Copy)]
pub struct Device {
    theme: RwSignal<Theme>,
    care: RwSignal<bool>,
    text_size: RwSignal<&'static str>,
    grid: RwSignal<Option<UnitId>>,
    /// Read when they are first asked for: the first screen does without them.
    cases: RwSignal<Option<Vec<KnownCase>>>,
}

impl Device {
    /// Reads what is kept, lets the page follow it, and gives it to everything below as context.
    pub fn provide() -> Device {
        let one_of = |key: &str, known: &[&'static str]| {
            let kept = storage::read(key)?;
            known.iter().copied().find(|word| *word == kept)
        };
        let theme = storage::read(THEME).and_then(|kept| Theme::ALL.into_iter().find(|theme| theme.as_str() == kept));
        let device = Device {
            theme: RwSignal::new(theme.unwrap_or(Theme::Auto)),
            care: RwSignal::new(one_of(CARE, &["on"]).is_some()),
            text_size: RwSignal::new(one_of(TEXT, &TEXT_SIZES).unwrap_or(TEXT_SIZES[0])),
            grid: RwSignal::new(storage::read(GRID).map(UnitId).filter(UnitId::is_well_formed)),
            cases: RwSignal::new(None),
        };
        if one_of(LANG, &["en"]).is_some() {
            i18n::set_lang(Lang::En);
        }
        Effect::new(move || {
            set_on_root("data-theme", device.theme().as_str());
            set_on_root("data-care", if device.care() { "on" } else { "off" });
            set_on_root("data-text", device.text_size());
            set_on_root("lang", i18n::lang().tag());
        });
        provide_context(device);
        device
    }

    /// The device of this app.
    pub fn get() -> Device {
        use_context().expect("the app provides a Device before any page")
    }

    pub fn theme(self) -> Theme {
        self.theme.get()
    }

    pub fn set_theme(self, theme: Theme) {
        self.theme.set(theme);
        storage::write(THEME, theme.as_str());
    }

    /// Large text and targets, one column.
    pub fn care(self) -> bool {
        self.care.get()
    }

    /// The same, for what does not follow a change.
    pub fn care_untracked(self) -> bool {
        self.care.get_untracked()
    }

    pub fn set_care(self, care: bool) {
        self.care.set(care);
        storage::write(CARE, if care { "on" } else { "off" });
    }

    /// One of [`TEXT_SIZES`].
    pub fn text_size(self) -> &'static str {
        self.text_size.get()
    }

    pub fn set_text_size(self, size: &'static str) {
        self.text_size.set(size);
        storage::write(TEXT, size);
    }

    pub fn set_lang(self, lang: Lang) {
        i18n::set_lang(lang);
        storage::write(LANG, lang.tag());
    }

    /// My grid, if one was chosen.
    pub fn grid(self) -> Option<UnitId> {
        self.grid.get()
    }

    pub fn set_grid(self, grid: Option<UnitId>) {
        match &grid {
            Some(grid) => storage::write(GRID, &grid.0),
            None => storage::remove(GRID),
        }
        self.grid.set(grid);
    }

    /// The cases that this device holds the code of, newest first.
    pub fn cases(self) -> Vec<KnownCase> {
        self.read_cases();
        self.cases.get().unwrap_or_default()
    }

    /// The same as it is now, for what is sent.
    pub fn cases_now(self) -> Vec<KnownCase> {
        untrack(|| self.cases())
    }

    /// One of them; reactive.
    pub fn case(self, number: CaseNumber) -> Option<KnownCase> {
        self.read_cases();
        self.cases.with(|cases| cases.iter().flatten().find(|case| case.receipt.number == number).cloned())
    }

    fn read_cases(self) {
        // Nobody reads the signal before this has run, so nobody has to be told.
        if self.cases.with_untracked(Option::is_none) {
            *self.cases.write_untracked() = Some(kept_cases());
        }
    }

    /// Keeps a case, or what is new about one that is kept already.
    pub fn remember(self, case: KnownCase) {
        self.change_cases(|cases| {
            cases.retain(|kept| kept.receipt.number != case.receipt.number);
            cases.push(case);
        });
    }

    /// Keeps those of an account's cases that the device does not hold yet.
    pub fn keep_own(self, own: Vec<OwnCase>) {
        let known = self.cases_now();
        if own.iter().all(|own| holds(&known, own.receipt.number)) {
            return;
        }
        self.change_cases(|cases| {
            for OwnCase { receipt, state } in own {
                if !holds(cases, receipt.number) {
                    cases.push(KnownCase { receipt, state });
                }
            }
        });
    }

    /// Takes over what another tab has kept since.
    pub fn read_cases_again(self) {
        self.change_cases(|_| {});
    }

    fn change_cases(self, change: impl FnOnce(&mut Vec<KnownCase>)) {
        // What another tab has stored since must not be lost; what could not be stored is only in memory.
        let mut cases = kept_cases();
        for known in self.cases.get_untracked().unwrap_or_default() {
            if !holds(&cases, known.receipt.number) {
                cases.push(known);
            }
        }
        change(&mut cases);
        cases.sort_by_key(|case| std::cmp::Reverse(case.receipt.created_at));
        let lines: Vec<String> = cases.iter().filter_map(|case| json::write(case).ok()).collect();
        storage::write(CASES, &lines.join("\n"));
        self.cases.set(Some(cases));
    }
}

fn holds(cases: &[KnownCase], number: CaseNumber) -> bool {
    cases.iter().any(|case| case.receipt.number == number)
}

/// One case a line, so that a line that can't be read costs no other.
fn kept_cases() -> Vec<KnownCase> {
    let kept = storage::read(CASES).unwrap_or_default();
    kept.lines().filter_map(|line| json::read(line).ok()).collect()
}

fn set_on_root(name: &str, value: &str) {
    if let Some(root) = document().document_element() {
        // Fails only for a malformed name.
        let _ = root.set_attribute(name, value);
    }
}
