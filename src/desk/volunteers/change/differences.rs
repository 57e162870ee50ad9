//! What somebody else changed in a shift besides what is always shown of it, so that nothing is overwritten unseen.

use pingan_api::volunteer::{NewPost, Shift};

use crate::{
    desk::volunteers::shift_draft::as_written,
    i18n::{Label, Words, t},
    shift_times::hours,
};

/// A line for each; reactive.
pub(super) fn differences(opened: &Shift, newer: &Shift) -> Vec<String> {
    let (before, now) = (as_written(opened), as_written(newer));
    let mut lines = Vec::new();
    let mut line = |differs: bool, what: Words, now: String| {
        if differs && now.is_empty() {
            lines.push(t::desk_volunteer_changed_to_none(what()));
        } else if differs {
            lines.push(t::desk_volunteer_changed_to(now, what()));
        }
    };
    let years = now.min_age.map(|age| age.to_string()).unwrap_or_default();
    let late = newer.late_cancel_minutes;
    line(before.about != now.about, t::desk_volunteer_about, now.about);
    line(before.posts != now.posts, t::desk_volunteer_part_posts, posts(&now.posts));
    line(before.min_age != now.min_age, t::desk_volunteer_min_age, years);
    line(opened.late_cancel_minutes != late, t::desk_volunteer_late, hours(late.into()));
    line(before.bring != now.bring, t::desk_volunteer_bring, now.bring);
    if before.position != now.position {
        lines.push(t::desk_volunteer_changed(t::desk_volunteer_pin()));
    }
    if before.approval != now.approval {
        let what = if now.approval { t::desk_volunteer_approval } else { t::desk_volunteer_no_approval };
        lines.push(t::desk_volunteer_changed(what()));
    }
    lines
}

fn posts(posts: &[NewPost]) -> String {
    let post = |post: &NewPost| {
        let people = t::desk_volunteer_post_people(post.needed, &post.name);
        match post.qualification {
            Some(qualification) => format!("{people} · {}", qualification.label()),
            None => people,
        }
    };
    posts.iter().map(post).collect::<Vec<_>>().join(" / ")
}
