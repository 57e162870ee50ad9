//! Where in a name the typed letters are.

/// A name before, in and after the first place that what was typed is found; all of it before if nowhere. Letters are
/// compared without regard to case.
pub fn highlight<'a>(name: &'a str, typed: &str) -> (&'a str, &'a str, &'a str) {
    let typed = typed.trim();
    let same = |a: char, b: char| a == b || a.to_lowercase().eq(b.to_lowercase());
    let length = typed.chars().count();
    let found = name.char_indices().map(|(start, _)| start).find(|start| {
        let here = &name[*start..];
        length > 0 && here.chars().count() >= length && here.chars().zip(typed.chars()).all(|(a, b)| same(a, b))
    });
    match found {
        Some(start) => {
            let end = name[start..].char_indices().nth(length).map_or(name.len(), |(offset, _)| start + offset);
            (&name[..start], &name[start..end], &name[end..])
        }
        None => (name, "", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::highlight;

    #[test]
    fn the_first_place_is_marked() {
        assert_eq!(highlight("铜花社区", "铜"), ("", "铜", "花社区"));
        assert_eq!(highlight("Tonghua Community", "hua c"), ("Tong", "hua C", "ommunity"));
        assert_eq!(highlight("铜花社区", "社区"), ("铜花", "社区", ""));
    }

    #[test]
    fn nothing_found_nothing_marked() {
        for typed in ["", " ", "石榴", "铜花社区很大"] {
            assert_eq!(highlight("铜花社区", typed), ("铜花社区", "", ""), "{typed}");
        }
    }
}
