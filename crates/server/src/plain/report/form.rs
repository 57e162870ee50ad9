//! The form of one report, empty or with what was typed and what is wrong with it.

use axum::{http::StatusCode, response::Response};
use maud::{Markup, html};
use pingan_api::{
    FieldError,
    cases::{
        CaseKind, Category,
        new_case::{MAX_LANDMARK, MAX_TEXT},
    },
    district::UnitKind,
    id::UnitId,
};

use super::{
    super::{REPORT, layout::Page},
    children,
    filled::{Filled, sealed},
};
use crate::{
    district::District,
    photos,
    state::State,
    words::{Label, Lang, Words, t},
};

pub(super) fn page(state: &State, lang: Lang, status: StatusCode, filled: &Filled, errors: &[FieldError]) -> Response {
    let district = state.district();
    let so_far = format!("{REPORT}?kind={}", filled.kind);
    let community = filled.community.as_ref().map(|community| format!("{so_far}&community={community}"));
    let here = community.as_deref().unwrap_or(&so_far);
    let faults = Faults { lang, errors };
    let kind = filled.kind.label(lang);
    let corrected = t::fault_title(lang, kind);
    let title = if errors.is_empty() { kind } else { &corrected };
    let content = html! {
        (faults.list(filled))
        form method="post" action=(lang.on(REPORT)) enctype="multipart/form-data" {
            // In front of all else: photos are read under this key.
            input type="hidden" name="key" value=(filled.key);
            input type="hidden" name="kind" value=(filled.kind);
            @if let Some(community) = &filled.community { input type="hidden" name="community" value=(community); }
            section {
                @match filled.kind {
                    CaseKind::Opinion => (about(lang, &district, filled, &faults)),
                    _ => (category(lang, filled, &faults)),
                }
                (photo_fields(state, lang, filled, &faults))
                (text_field(lang, filled, &faults))
                @if filled.kind != CaseKind::Opinion { (place(lang, &district, filled, &faults)) }
                (phone(lang, filled, &faults))
                button.button.button--seal { (t::send(lang)) }
                p.hint { (t::privacy(lang)) }
            }
        }
    };
    let up = if filled.kind == CaseKind::Opinion { REPORT } else { &so_far };
    Page { title, here, up: Some(up) }.answer(lang, status, &content)
}

/// What is wrong, by field.
struct Faults<'a> {
    lang: Lang,
    errors: &'a [FieldError],
}

impl Faults<'_> {
    /// What is wrong with a field or with anything in it.
    fn of(&self, field: &str) -> Option<&'static str> {
        let within = |error: &&FieldError| error.field == field || error.field.starts_with(&format!("{field}["));
        self.errors.iter().find(within).map(|error| error.code.label(self.lang))
    }

    /// Below the field's label.
    fn below(&self, field: &str, id: &str) -> Markup {
        html! { @if let Some(fault) = self.of(field) { p.fault id={ (id) "-fault" } { (fault) } } }
    }

    fn invalid(&self, field: &str) -> Option<&'static str> {
        self.of(field).map(|_| "true")
    }

    /// `aria-describedby`: the fault, if there is one, then the hint.
    fn described(&self, field: &str, id: &str) -> String {
        match self.of(field) {
            Some(_) => format!("{id}-fault {id}-hint"),
            None => format!("{id}-hint"),
        }
    }

    /// On top of the form, each leading to its field.
    fn list(&self, filled: &Filled) -> Markup {
        let fields: [(&str, &str, Words); 8] = [
            ("about", "about", t::about),
            ("category", "category", t::category),
            ("photos", "photo", t::photos),
            ("text", "text", t::text),
            ("place", "grid", t::grid),
            ("place.grid", "grid", t::grid),
            ("place.landmark", "landmark", t::landmark),
            ("contact.phone", "phone", t::phone),
        ];
        html! {
            @if !self.errors.is_empty() {
                div.faults role="alert" {
                    p { b { (t::faults(self.lang)) } }
                    ul {
                        @for (field, id, name) in fields {
                            @if let Some(fault) = self.of(field).filter(|_| field != "photos" || filled.refused.is_empty()) {
                                li { a href={ "#" (id) } { (name(self.lang)) "：" (fault) } }
                            }
                        }
                        @for refused in &filled.refused {
                            li { a href="#photo" { (t::fault_photo(self.lang, refused.label(self.lang))) } }
                        }
                    }
                }
            }
        }
    }
}

fn category(lang: Lang, filled: &Filled, faults: &Faults<'_>) -> Markup {
    html! {
        div.field {
            label for="category" { (t::category(lang)) }
            p.hint #category-hint { @if filled.kind == CaseKind::Appeal { (t::category_hint_appeal(lang)) } }
            (faults.below("category", "category"))
            select #category name="category" aria-invalid=[faults.invalid("category")]
                aria-describedby=(faults.described("category", "category")) {
                option value="" { (t::choose(lang)) }
                @for category in Category::of(filled.kind) {
                    option value=(category) selected[filled.category == Some(category)] { (category.label(lang)) }
                }
            }
        }
    }
}

fn about(lang: Lang, district: &District, filled: &Filled, faults: &Faults<'_>) -> Markup {
    html! {
        div.field {
            label for="about" { (t::about(lang)) }
            p.hint #about-hint {}
            (faults.below("about", "about"))
            select #about name="about" aria-invalid=[faults.invalid("about")]
                aria-describedby=(faults.described("about", "about")) {
                option value="" { (t::choose(lang)) }
                @for kind in [UnitKind::Department, UnitKind::Street, UnitKind::Community] {
                    optgroup label=(kind.label(lang)) { (options(lang, district, kind, None, filled.about.as_ref())) }
                }
            }
        }
    }
}

fn options(
    lang: Lang,
    district: &District,
    kind: UnitKind,
    parent: Option<&UnitId>,
    chosen: Option<&UnitId>,
) -> Markup {
    html! {
        @for unit in children(district, kind, parent) {
            option value=(unit.id) selected[chosen == Some(&unit.id)] { (lang.name(&unit.name)) }
        }
    }
}

fn photo_fields(state: &State, lang: Lang, filled: &Filled, faults: &Faults<'_>) -> Markup {
    html! {
        div.field {
            @if !filled.photos.is_empty() {
                p.label #kept { (t::photos_kept(lang)) }
                ul.photos aria-labelledby="kept" {
                    @for (i, photo) in filled.photos.iter().enumerate() {
                        li {
                            img src=(photos::keyed_thumb(&state.secret, *photo)) alt="";
                            label {
                                input type="checkbox" name="kept" value=(sealed(&state.secret, filled.key, *photo)) checked;
                                " " (t::photo_keep(lang, i + 1))
                            }
                        }
                    }
                }
            }
            label for="photo" { (t::photos(lang)) }
            p.hint #photo-hint { (t::photos_hint(lang)) }
            (faults.below("photos", "photo"))
            @for refused in &filled.refused { p.fault { (refused.label(lang)) } }
            input #photo type="file" name="photo" accept="image/*" multiple aria-invalid=[faults.invalid("photos")]
                aria-describedby=(faults.described("photos", "photo"));
        }
    }
}

fn text_field(lang: Lang, filled: &Filled, faults: &Faults<'_>) -> Markup {
    html! {
        div.field {
            label for="text" { (t::text(lang)) }
            p.hint #text-hint {
                @if filled.kind == CaseKind::Hazard { (t::text_hint_hazard(lang)) } @else { (t::text_hint(lang)) }
            }
            (faults.below("text", "text"))
            // An HTML parser drops the first line end of a text area.
            textarea #text name="text" rows="5" maxlength=(MAX_TEXT) aria-invalid=[faults.invalid("text")]
                aria-describedby=(faults.described("text", "text")) { "\n" (filled.text) }
        }
    }
}

fn place(lang: Lang, district: &District, filled: &Filled, faults: &Faults<'_>) -> Markup {
    let community = filled.community.as_ref().and_then(|community| district.unit(community));
    let field = if faults.of("place.grid").is_some() { "place.grid" } else { "place" };
    html! {
        div.field {
            label for="grid" {
                @if let Some(community) = community { (lang.name(&community.name)) " · " }
                (t::grid(lang))
            }
            p.hint #grid-hint { (t::grid_hint(lang)) }
            (faults.below(field, "grid"))
            select #grid name="grid" aria-invalid=[faults.invalid(field)] aria-describedby=(faults.described(field, "grid")) {
                option value="" { (t::choose(lang)) }
                (options(lang, district, UnitKind::Grid, filled.community.as_ref(), filled.grid.as_ref()))
            }
        }
        div.field {
            label for="landmark" { (t::landmark(lang)) }
            p.hint #landmark-hint { (t::landmark_hint(lang)) }
            (faults.below("place.landmark", "landmark"))
            input #landmark type="text" name="landmark" value=(filled.landmark) maxlength=(MAX_LANDMARK)
                autocomplete="off" aria-invalid=[faults.invalid("place.landmark")]
                aria-describedby=(faults.described("place.landmark", "landmark"));
        }
    }
}

fn phone(lang: Lang, filled: &Filled, faults: &Faults<'_>) -> Markup {
    html! {
        div.field {
            label for="phone" { (t::phone(lang)) }
            p.hint #phone-hint { (t::phone_hint(lang)) }
            (faults.below("contact.phone", "phone"))
            input #phone type="tel" name="phone" value=(filled.phone) maxlength="30" autocomplete="tel"
                aria-invalid=[faults.invalid("contact.phone")]
                aria-describedby=(faults.described("contact.phone", "phone"));
        }
    }
}
