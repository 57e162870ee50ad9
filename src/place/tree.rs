//! The district's units as a tree that can be climbed and searched by name.

use std::collections::HashMap;

use pingan_api::{
    district::{District, Unit, UnitKind},
    id::UnitId,
};

/// Results of a search at most: more than that, and typing on is quicker than reading.
const MAX_HITS: usize = 24;

/// Every unit, with the way up and down.
pub struct Tree {
    units: Vec<Unit>,
    by_id: HashMap<UnitId, usize>,
    children: HashMap<Option<UnitId>, Vec<usize>>,
}

impl Tree {
    pub fn new(district: District) -> Self {
        let units = district.units;
        let mut by_id = HashMap::with_capacity(units.len());
        let mut children: HashMap<_, Vec<usize>> = HashMap::new();
        for (index, unit) in units.iter().enumerate() {
            by_id.insert(unit.id.clone(), index);
            children.entry(unit.parent.clone()).or_default().push(index);
        }
        Self { units, by_id, children }
    }

    pub fn unit(&self, id: &UnitId) -> Option<&Unit> {
        self.by_id.get(id).map(|index| &self.units[*index])
    }

    /// The district itself.
    pub fn root(&self) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.kind == UnitKind::District)
    }

    /// The units right below one, in the district's order.
    pub fn below(&self, id: &UnitId) -> impl Iterator<Item = &Unit> {
        self.children.get(&Some(id.clone())).into_iter().flatten().map(|index| &self.units[*index])
    }

    /// From the unit's parent up to the street; the district goes without saying.
    pub fn above<'a>(&'a self, unit: &'a Unit) -> impl Iterator<Item = &'a Unit> {
        let up = |unit: &Unit| unit.parent.as_ref().and_then(|id| self.unit(id));
        std::iter::successors(up(unit), move |unit| up(unit)).filter(|unit| unit.kind != UnitKind::District)
    }

    /// Units whose name holds what was typed, in either language, best first. Several words, or a word and a number,
    /// may be spread over a unit and those above it: "铜花 3" is the third grid of Tonghua.
    pub fn search(&self, typed: &str, kinds: &[UnitKind]) -> Vec<&Unit> {
        let parts = parts(typed);
        if parts.is_empty() {
            return Vec::new();
        }
        let mut hits: Vec<_> = self
            .units
            .iter()
            .filter(|unit| kinds.contains(&unit.kind))
            .filter_map(|unit| Some((self.rank(unit, &parts)?, unit)))
            .collect();
        // Stable: units of the same rank keep the district's order.
        hits.sort_by_key(|(rank, unit)| (*rank, size(unit.kind)));
        hits.into_iter().take(MAX_HITS).map(|(_, unit)| unit).collect()
    }

    /// 0: the unit's own name begins with it; 1: has it; 2: only together with the names above; 3: it is short for the
    /// name, as 城管 is for 城市管理局.
    fn rank(&self, unit: &Unit, parts: &[String]) -> Option<u8> {
        let own = names(unit);
        let begins = own.iter().any(|name| parts.len() == 1 && name.starts_with(parts[0].as_str()));
        let has = |names: &[String], part: &String| names.iter().any(|name| holds(name, part));
        if begins {
            return Some(0);
        }
        if parts.iter().all(|part| has(&own, part)) {
            return Some(1);
        }
        let above: Vec<_> = self.above(unit).flat_map(names).collect();
        // At least one word must be the unit's own, else a community's name would answer with all its grids.
        let own_word = parts.iter().any(|part| has(&own, part));
        if own_word && parts.iter().all(|part| has(&own, part) || has(&above, part)) {
            return Some(2);
        }
        parts.iter().all(|part| is_short_for(part, &own[0])).then_some(3)
    }
}

/// Larger units come before those inside them.
fn size(kind: UnitKind) -> u8 {
    match kind {
        UnitKind::District => 0,
        UnitKind::Street => 1,
        UnitKind::Community => 2,
        UnitKind::Department => 3,
        UnitKind::Grid => 4,
    }
}

fn names(unit: &Unit) -> [String; 2] {
    [fold(&unit.name.zh), fold(&unit.name.en)]
}

/// Small letters, half-width.
fn fold(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            '\u{3000}' => ' ',
            c => c,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// What was typed, cut at spaces and between numbers and other characters.
fn parts(typed: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut last: Option<bool> = None;
    for c in fold(typed).chars() {
        if c.is_whitespace() || matches!(c, ',' | '，' | '、' | '-') {
            last = None;
            continue;
        }
        let digit = c.is_ascii_digit();
        match parts.last_mut().filter(|_| last == Some(digit)) {
            Some(part) => part.push(c),
            None => parts.push(c.into()),
        }
        last = Some(digit);
    }
    parts
}

/// Whether a name has a word in it; a number only as a whole, so that 3 is not 13, though 03 is 3.
fn holds(name: &str, part: &str) -> bool {
    if !part.bytes().all(|b| b.is_ascii_digit()) {
        return name.contains(part);
    }
    let wanted = part.trim_start_matches('0');
    name.split(|c: char| !c.is_ascii_digit()).any(|run| !run.is_empty() && run.trim_start_matches('0') == wanted)
}

/// Whether at least two Chinese characters stand in a name in this order, others between them or not.
fn is_short_for(part: &str, name: &str) -> bool {
    let mut rest = name.chars();
    part.chars().count() > 1 && part.chars().all(|wanted| !wanted.is_ascii() && rest.any(|c| c == wanted))
}

#[cfg(test)]
mod tests {
    use pingan_api::district::{District, Name, Unit, UnitKind};

    use super::Tree;

    const PLACES: [UnitKind; 3] = [UnitKind::Street, UnitKind::Community, UnitKind::Grid];

    fn tree() -> Tree {
        let unit = |id: &str, parent: Option<&str>, kind, zh: &str, en: &str| Unit {
            id: id.into(),
            parent: parent.map(Into::into),
            kind,
            name: Name { zh: zh.to_owned(), en: en.to_owned() },
        };
        let mut units = vec![
            unit("d", None, UnitKind::District, "下陆区", "Xialu District"),
            unit("s", Some("d"), UnitKind::Street, "新下陆街道", "Xinxialu Street"),
            unit("c1", Some("s"), UnitKind::Community, "铜花社区", "Tonghua Community"),
            unit("c2", Some("s"), UnitKind::Community, "石榴园社区", "Shiliuyuan (Pomegranate Garden) Community"),
            unit("p", Some("d"), UnitKind::Department, "公安分局", "Police"),
        ];
        for n in 1..=13 {
            let (zh, en) = (format!("铜花第{n}网格"), format!("Tonghua Grid {n}"));
            units.push(unit(&format!("g{n}"), Some("c1"), UnitKind::Grid, &zh, &en));
        }
        Tree::new(District { demo: true, units })
    }

    fn found(typed: &str) -> Vec<String> {
        tree().search(typed, &PLACES).into_iter().map(|unit| unit.id.0.clone()).collect()
    }

    #[test]
    fn a_community_is_found_in_both_languages_before_its_grids() {
        assert_eq!(found("铜花")[0], "c1");
        assert_eq!(found("tonghua")[0], "c1");
        assert_eq!(found("ＴＯＮＧＨＵＡ")[0], "c1");
        assert_eq!(found("石榴"), ["c2"]);
        assert_eq!(found("pomegranate"), ["c2"]);
    }

    #[test]
    fn a_number_is_a_whole_number() {
        assert_eq!(found("铜花3"), ["g3"]);
        assert_eq!(found("铜花 03"), ["g3"]);
        assert_eq!(found("tonghua 13"), ["g13"]);
    }

    #[test]
    fn names_above_help_but_do_not_answer_alone() {
        assert_eq!(found("新下陆 铜花 5"), ["g5"]);
        assert_eq!(found("新下陆"), ["s"]);
    }

    #[test]
    fn short_names_are_understood() {
        assert!(super::is_short_for("城管", "城市管理局"));
        assert!(super::is_short_for("住建", "住房和城乡建设局"));
        assert!(!super::is_short_for("管城", "城市管理局"));
        assert!(!super::is_short_for("城", "城市管理局"));
    }

    #[test]
    fn nothing_typed_nothing_found() {
        for typed in ["", "  ", "、", "没有这个地方"] {
            assert!(found(typed).is_empty(), "{typed}");
        }
        assert!(found("公安").is_empty(), "a department is no place");
        assert_eq!(tree().search("police", &[UnitKind::Department]).len(), 1);
    }

    #[test]
    fn the_way_up_ends_at_the_street() {
        let tree = tree();
        let grid = tree.unit(&"g3".into()).unwrap();
        assert_eq!(tree.above(grid).map(|unit| unit.id.0.as_str()).collect::<Vec<_>>(), ["c1", "s"]);
        assert_eq!(tree.below(&"c1".into()).count(), 13);
        assert_eq!(tree.root().unwrap().id.0, "d");
    }
}
