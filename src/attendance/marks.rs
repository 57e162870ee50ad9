//! A roster with ticks that the server does not know of yet.

use pingan_api::{
    id::SignUpId,
    volunteer::{Attendance, Mark, MarkKind, RosterLine, SignUpState},
};

/// The lines as they will be once the server has taken the marks. How many minutes somebody is credited with only the
/// server says.
pub(super) fn with_marks<'a>(lines: &[RosterLine], marks: impl Iterator<Item = &'a Mark>) -> Vec<RosterLine> {
    let mut lines = lines.to_vec();
    for mark in marks {
        match mark.kind {
            // What the server has taken already is among its lines, though the answer to the phone was lost.
            MarkKind::WalkIn if lines.iter().any(|line| line.id.0 == mark.key.0) => {}
            MarkKind::WalkIn => lines.extend(walk_in(mark)),
            _ => {
                if let Some(line) = lines.iter_mut().find(|line| Some(line.id) == mark.sign_up) {
                    apply(line, mark);
                }
            }
        }
    }
    lines
}

fn apply(line: &mut RosterLine, mark: &Mark) {
    let is_present = line.attendance == Attendance::Present;
    match mark.kind {
        MarkKind::Present => let_in(line),
        // Whoever came without a place missed nothing.
        MarkKind::NoShow if is_expected(line) && !line.walk_in => {
            clear(line);
            line.attendance = Attendance::NoShow;
        }
        MarkKind::Clear => {
            clear(line);
            // Whoever was only written down by hand is gone then.
            if line.walk_in && line.account.is_none() {
                line.state = SignUpState::Left;
            }
        }
        MarkKind::CheckOut if is_present => {
            line.checked_out_at = Some(mark.at);
            line.minutes = None;
        }
        MarkKind::Correct => {
            let_in(line);
            line.minutes = mark.minutes;
            line.corrected_because = mark.reason.clone();
        }
        MarkKind::NoShow | MarkKind::CheckOut | MarkKind::WalkIn => {}
    }
}

/// Whoever comes is in, from the line too.
fn let_in(line: &mut RosterLine) {
    line.walk_in |= !line.state.holds_place();
    (line.state, line.place) = (SignUpState::Confirmed, None);
    line.attendance = Attendance::Present;
}

fn clear(line: &mut RosterLine) {
    line.attendance = Attendance::Unknown;
    (line.checked_in_at, line.checked_out_at) = (None, None);
    (line.minutes, line.corrected_because) = (None, None);
}

/// Named by its mark, as on the server.
fn walk_in(mark: &Mark) -> Option<RosterLine> {
    Some(RosterLine {
        id: SignUpId(mark.key.0),
        post: mark.post?,
        account: None,
        name: mark.name.clone()?,
        friend: None,
        state: SignUpState::Confirmed,
        place: None,
        walk_in: true,
        under_age: false,
        attendance: Attendance::Present,
        checked_in_at: Some(mark.at),
        checked_out_at: None,
        minutes: None,
        corrected_because: None,
    })
}

/// Who has a place, or came without one.
pub(super) fn is_expected(line: &RosterLine) -> bool {
    line.state == SignUpState::Confirmed
}

/// How many came of how many who are expected, friends counted.
pub(super) fn count(lines: &[RosterLine]) -> (usize, usize) {
    let people = |line: &RosterLine| 1 + usize::from(line.friend.is_some());
    let expected = lines.iter().filter(|line| is_expected(line));
    let came = expected.clone().filter(|line| line.attendance == Attendance::Present);
    (came.map(people).sum(), expected.map(people).sum())
}

#[cfg(test)]
mod tests {
    use pingan_api::{
        Timestamp,
        id::{AccountId, IdempotencyKey, PostId},
    };
    use uuid::Uuid;

    use super::*;

    fn line(n: u128) -> RosterLine {
        let walk_in = mark(n, MarkKind::WalkIn);
        RosterLine {
            account: Some(AccountId(Uuid::from_u128(n))),
            walk_in: false,
            attendance: Attendance::Unknown,
            checked_in_at: None,
            ..super::walk_in(&walk_in).unwrap()
        }
    }

    fn mark(n: u128, kind: MarkKind) -> Mark {
        Mark {
            key: IdempotencyKey(Uuid::from_u128(n)),
            kind,
            at: Timestamp::from_millis(60_000),
            sign_up: Some(SignUpId(Uuid::from_u128(n))),
            name: Some("王芳".into()),
            post: Some(PostId(Uuid::from_u128(1))),
            minutes: Some(45),
            reason: Some("早走".into()),
        }
    }

    fn after(kinds: &[MarkKind]) -> RosterLine {
        let marks: Vec<Mark> = kinds.iter().map(|kind| mark(7, *kind)).collect();
        with_marks(&[line(6), line(7)], marks.iter()).remove(1)
    }

    #[test]
    fn marks_count_in_their_order() {
        assert_eq!(after(&[MarkKind::Present]).attendance, Attendance::Present);
        assert_eq!(after(&[MarkKind::NoShow, MarkKind::Present]).attendance, Attendance::Present);
        assert_eq!(after(&[MarkKind::Present, MarkKind::NoShow]).attendance, Attendance::NoShow);
        assert_eq!(after(&[MarkKind::Present, MarkKind::CheckOut, MarkKind::Clear]), line(7));
        let corrected = after(&[MarkKind::Present, MarkKind::Correct]);
        assert_eq!((corrected.minutes, corrected.corrected_because.as_deref()), (Some(45), Some("早走")));
        let gone = after(&[MarkKind::Present, MarkKind::CheckOut]);
        assert_eq!(gone.checked_out_at, Some(Timestamp::from_millis(60_000)));
        assert_eq!(after(&[MarkKind::CheckOut]), line(7), "who is not there does not leave");
    }

    #[test]
    fn whoever_waited_and_comes_is_in() {
        let waiting = RosterLine { state: SignUpState::Waiting, place: Some(2), ..line(7) };
        let came = with_marks(std::slice::from_ref(&waiting), [mark(7, MarkKind::Present)].iter()).remove(0);
        assert!(is_expected(&came) && came.walk_in && came.place.is_none());
        let missed = with_marks(std::slice::from_ref(&waiting), [mark(7, MarkKind::NoShow)].iter()).remove(0);
        assert_eq!(missed, waiting);
    }

    #[test]
    fn whoever_comes_besides_stands_at_the_end_and_can_be_marked() {
        let mut marks = vec![mark(9, MarkKind::WalkIn), mark(9, MarkKind::CheckOut), mark(5, MarkKind::Present)];
        let lines = with_marks(&[line(6)], marks.iter());
        assert_eq!(lines.len(), 2, "a mark of a line that is not there any more is left out");
        assert!(lines[1].walk_in && lines[1].checked_out_at.is_some());
        marks.push(mark(9, MarkKind::Clear));
        assert!(!is_expected(&with_marks(&[line(6)], marks.iter())[1]));
        let taken = with_marks(&[line(6), line(9)], marks.iter());
        assert_eq!(taken.len(), 2, "whom the server knows of stands there once");
    }

    #[test]
    fn friends_are_counted_and_those_who_wait_are_not() {
        let friend = RosterLine { friend: Some("李强".into()), attendance: Attendance::Present, ..line(1) };
        let waiting = RosterLine { state: SignUpState::Waiting, ..line(2) };
        let missing = RosterLine { attendance: Attendance::NoShow, ..line(3) };
        assert_eq!(count(&[friend, waiting, missing]), (2, 3));
    }
}
