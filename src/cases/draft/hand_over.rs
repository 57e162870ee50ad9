//! From the form to the outbox and back: a draft and what waits to be sent change places in one write.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    FieldError, Issue,
    cases::{CaseNumber, NewCase, NewJoin},
    id::{IdempotencyKey, PhotoId},
};

use super::{Draft, Drafts, OpenDraft, VoiceNote};
use crate::{
    app::Navigate,
    database::{Shelf, Write},
    i18n::t,
    outbox::{Entry, Outbox, Parcel, Refusal, VoiceToSend},
    photos::kept_photos,
    random,
    route::Route,
    ui::toast,
};

impl OpenDraft {
    /// Gives the draft to the outbox and begins an empty one. `join`: the neighbour's case that it joins in place of
    /// making another. Gives the key of the page to follow it on.
    pub async fn hand_over(self, join: Option<CaseNumber>) -> IdempotencyKey {
        let photos = self.photos.to_send();
        let ids = photos.iter().filter_map(|photo| photo.sent).collect::<Vec<PhotoId>>();
        let draft = self.draft.get_untracked();
        let entry = match join {
            None => {
                let parcel = Parcel::Case { case: draft.new_case(self.kind, ids) };
                let tried = draft.tried.iter().map(|case| Parcel::Case { case: case.clone() }).collect();
                Entry { tried, ..Entry::with_key(draft.key, parcel) }
            }
            Some(number) => {
                let parcel = Parcel::Join { number, join: draft.new_join(ids) };
                match draft.join {
                    Some((same, key)) if same == number => {
                        let tried = draft.join_tried.iter().map(|join| Parcel::Join { number, join: join.clone() });
                        Entry { tried: tried.collect(), ..Entry::with_key(key, parcel) }
                    }
                    _ => Entry::with_key(random::key(), parcel),
                }
            }
        };
        let key = entry.key;
        let form = crate::json::write(&draft).ok();
        let said = self.said();
        let voice = draft.voice.filter(|_| said.is_some());
        let voice = voice.map(|note| VoiceToSend { key: note.key, sent: None });
        let entry = Entry { photos, voice, form, ..entry };
        let bytes = self.photos.all_bytes().into_iter().chain(said).collect();
        let empty = Draft::new(random::key());
        let emptied = vec![
            Write::put(Shelf::Drafts, self.kind.as_str(), &crate::json::write(&empty).unwrap_or_default()),
            Write::put(Shelf::Drafts, self.photos.name, "[]"),
        ];
        self.outbox.take_in(entry, bytes, emptied).await;
        self.photos.let_go();
        self.show(empty, false);
        // What was still being written meanwhile, a word or a photo that has just arrived, must not bring it back.
        self.write();
        self.put_away();
        key
    }

    /// Nothing in it that the person would miss.
    pub(super) fn is_free(self) -> bool {
        self.draft.with_untracked(Draft::is_empty) && self.photos.items.with_untracked(Vec::is_empty)
    }
}

/// Takes something back out of the outbox into its form, with what the server found wrong, and goes there.
pub fn take_back() -> Callback<IdempotencyKey> {
    let (outbox, drafts, navigate) = (Outbox::get(), Drafts::get(), Navigate::get());
    Callback::new(move |key| {
        let Some(form) = outbox.form_of(key) else { return };
        let open = drafts.open(form.kind());
        if !open.is_free() {
            return toast::warn(t::outbox_in_the_way);
        }
        let write = move |entry: &Entry| {
            let json = crate::json::write(&draft_of(entry)).unwrap_or_default();
            vec![
                Write::put(Shelf::Drafts, open.kind.as_str(), &json),
                Write::put(Shelf::Drafts, open.photos.name, &kept_photos(&entry.photos)),
            ]
        };
        spawn_local(async move {
            let Some((entry, bytes)) = outbox.take_back(key, write).await else { return };
            open.show(draft_of(&entry), true);
            open.say_again(&bytes);
            open.photos.take_back(&entry.photos, bytes);
            open.faults.set(faults_of(entry.refusal));
            navigate.replace(Route::Report(form));
        });
    })
}

/// The draft as it was, with what has been tried since.
fn draft_of(entry: &Entry) -> Draft {
    let kept = entry.form.as_deref().and_then(|form| crate::json::read(form).ok());
    let mut draft: Draft = kept.unwrap_or_else(|| Draft::new(entry.key));
    // The outbox may have given it another key meanwhile.
    draft.voice = draft.voice.zip(entry.voice).map(|(note, sent)| VoiceNote { key: sent.key, ..note });
    match &entry.parcel {
        Parcel::Case { .. } => {
            draft.key = entry.key;
            draft.tried = entry.tried.iter().filter_map(case_of).cloned().collect();
        }
        Parcel::Join { number, .. } => {
            draft.join = Some((*number, entry.key));
            draft.join_tried = entry.tried.iter().filter_map(join_of).cloned().collect();
        }
        // They came from no draft.
        Parcel::Act { .. } | Parcel::Mark { .. } => {}
    }
    draft
}

fn case_of(parcel: &Parcel) -> Option<&NewCase> {
    if let Parcel::Case { case } = parcel { Some(case) } else { None }
}

fn join_of(parcel: &Parcel) -> Option<&NewJoin> {
    if let Parcel::Join { join, .. } = parcel { Some(join) } else { None }
}

fn faults_of(refusal: Option<Refusal>) -> Vec<FieldError> {
    match refusal {
        Some(Refusal::Parcel(problem)) => problem.errors,
        // Photos show by themselves what is wrong with them.
        Some(Refusal::Photo(..) | Refusal::PhotoLost(_)) | None => Vec::new(),
        Some(Refusal::Voice(_) | Refusal::VoiceLost) => vec![FieldError::new("voice", Issue::UnknownVoice)],
    }
}

#[cfg(test)]
mod tests {
    use pingan_api::{
        Timestamp,
        cases::{CaseKind, CaseNumber},
    };
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_draft_comes_back_with_its_key_and_what_was_tried() {
        let key = IdempotencyKey(Uuid::from_u128(1));
        let draft = Draft { text: "路灯不亮".into(), ..Draft::new(key) };
        let case = draft.new_case(CaseKind::Appeal, vec![]);
        let at = Timestamp::from_millis(0);
        let mut entry = Entry::written(at, key, Parcel::Case { case: case.clone() });
        entry.form = crate::json::write(&draft).ok();
        entry.tried = vec![entry.parcel.clone()];
        assert_eq!(draft_of(&entry), Draft { tried: vec![case], ..draft.clone() });

        let (join_key, number) = (IdempotencyKey(Uuid::from_u128(2)), CaseNumber::from_index(5));
        let join = draft.new_join(vec![]);
        let mut entry = Entry::written(at, join_key, Parcel::Join { number, join: join.clone() });
        entry.form = crate::json::write(&draft).ok();
        entry.tried = vec![entry.parcel.clone()];
        let back = draft_of(&entry);
        assert_eq!((back.key, back.join), (key, Some((number, join_key))));
        assert_eq!(back.join_tried, [join]);
        assert!(back.tried.is_empty());
    }
}
