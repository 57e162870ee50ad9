//! Where a unit is, in words.

use pingan_api::district::Unit;

use super::Tree;
use crate::i18n::name;

/// Everything above a unit, nearest first: "铜花社区 · 新下陆街道".
pub fn in_full(tree: &Tree, unit: &Unit) -> String {
    tree.above(unit).map(|above| name(&above.name)).collect::<Vec<_>>().join(" · ")
}
