//! The drafts' copies on the server, for whoever is signed in: what a webview keeps can vanish. The phone's own draft is
//! the one that counts; a copy comes back only where there is none.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    ProblemCode,
    account::drafts::{KeepDraft, KeptDraft, ListDrafts, NewDraft},
};
use serde::{Deserialize, Serialize};

use super::{Draft, OpenDraft};
use crate::{
    client, json,
    outbox::PhotoToSend,
    session::{may_be_signed_in, note_signed_in},
};

/// The phone has every word at once; the server hears of it when the person pauses.
const PAUSE: Duration = Duration::from_secs(3);

#[derive(Serialize, Deserialize)]
struct Copied {
    draft: Draft,
    /// Those that the server has. The others, and what was said, are the phone's alone.
    photos: Vec<PhotoToSend>,
}

impl OpenDraft {
    /// Lets the copy follow from here on.
    pub(super) fn follow_away(self) {
        self.away(|away| away.content = self.content());
        Effect::new(move |before: Option<()>| {
            self.draft.track();
            self.photos.items.track();
            if before.is_some() && may_be_signed_in() {
                let later = set_timeout_with_handle(move || self.put_away(), PAUSE).ok();
                self.away(|away| {
                    if let Some(earlier) = std::mem::replace(&mut away.pause, later) {
                        earlier.clear();
                    }
                });
            }
        });
    }

    /// Brings the copy up to date, if it is not.
    pub(super) fn put_away(self) {
        let content = self.content();
        let mut is_known = !may_be_signed_in();
        self.away(|away| is_known |= away.content == content);
        if is_known {
            return;
        }
        self.away(|away| away.content.clone_from(&content));
        spawn_local(async move {
            if let Err(error) = client::send(&KeepDraft(NewDraft { kind: self.kind, content })).await {
                // It goes with the next change.
                self.away(|away| away.content.clear());
                if error.problem().is_some_and(|problem| problem.code == ProblemCode::NotSignedIn) {
                    note_signed_in(false);
                }
            }
        });
    }

    /// Empty if there is nothing that the person would miss.
    fn content(self) -> String {
        let draft = Draft { voice: None, ..self.draft.get_untracked() };
        let photos: Vec<_> = self.photos.to_send().into_iter().filter(|photo| photo.sent.is_some()).collect();
        if draft.is_empty() && photos.is_empty() {
            return String::new();
        }
        json::write(&Copied { draft, photos }).unwrap_or_default()
    }
}

/// Fills empty drafts with their copies.
pub(super) async fn bring_back(drafts: [OpenDraft; 3]) {
    if !may_be_signed_in() || !drafts.into_iter().any(OpenDraft::is_free) {
        return;
    }
    let Ok(copies) = client::send(&ListDrafts).await else { return };
    for KeptDraft { kind, content, .. } in copies {
        // Somebody may have begun meanwhile.
        let open = drafts.into_iter().find(|open| open.kind == kind && open.is_free());
        if let (Some(open), Ok(Copied { draft, photos })) = (open, json::read::<Copied>(&content)) {
            open.away(|away| away.content = content);
            open.show(draft, true);
            open.photos.take_back(&photos, Vec::new());
            open.write();
        }
    }
}
