//! Cutting ground into parts of given shares, each of one piece, by repeated halving along short lines.

use super::{
    dice::Dice,
    lattice::{Cell, border, weight},
};

/// Directions that are tried for a cut.
const DIRECTIONS: usize = 24;
/// Blocks that a cut may be off its share to stay of one piece.
const SLACK: usize = 3;

/// Parts in the order of the shares; the ground is of one piece and has more blocks than there are shares.
pub(super) fn split(ground: Vec<Cell>, shares: &[f64], dice: &mut Dice) -> Vec<Vec<Cell>> {
    if shares.len() == 1 {
        return vec![ground];
    }
    let (first, second) = shares.split_at(shares.len() / 2);
    let part = first.iter().sum::<f64>() / shares.iter().sum::<f64>();
    let (left, right) = cut(&ground, part, (first.len(), second.len()), dice);
    let mut parts = split(left, first, dice);
    parts.extend(split(right, second, dice));
    parts
}

/// The cut with the shortest new border, of all directions; each side keeps at least as many blocks as it has shares.
fn cut(ground: &[Cell], part: f64, least: (usize, usize), dice: &mut Dice) -> (Vec<Cell>, Vec<Cell>) {
    let turn = dice.unit();
    let mut best: Option<(usize, Vec<Cell>, Vec<Cell>)> = None;
    for direction in 0..DIRECTIONS {
        let angle = (direction as f64 + turn) / DIRECTIONS as f64 * std::f64::consts::TAU;
        let mut sorted = ground.to_vec();
        let along = |(column, row): Cell| f64::from(column) * angle.cos() + f64::from(row) * angle.sin();
        sorted.sort_by(|a, b| along(*a).total_cmp(&along(*b)));
        let size = prefix_of_weight(&sorted, part);
        let sizes = (0..=SLACK).flat_map(|off| [size + off, size.saturating_sub(off)]);
        let whole = |size: usize| {
            let (left, right) = sorted.split_at_checked(size)?;
            let enough = left.len() >= least.0 && right.len() >= least.1;
            enough.then(|| Some((border(left)?.len() + border(right)?.len(), left, right))).flatten()
        };
        if let Some((length, left, right)) = sizes.into_iter().find_map(whole)
            && best.as_ref().is_none_or(|(shortest, ..)| length < *shortest)
        {
            best = Some((length, left.to_vec(), right.to_vec()));
        }
    }
    let (_, left, right) = best.expect("the ground of the demonstration can be cut; a test makes the whole of it");
    (left, right)
}

/// How many blocks from the front have the given part of the weight.
fn prefix_of_weight(cells: &[Cell], part: f64) -> usize {
    let goal = cells.iter().map(|cell| weight(*cell)).sum::<f64>() * part;
    let mut sum = 0.0;
    cells
        .iter()
        .take_while(|cell| {
            sum += weight(**cell);
            sum <= goal
        })
        .count()
}
