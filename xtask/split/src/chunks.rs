//! The chunks after the cut: the cutter makes a file for each set of chunks that share something, which with a dozen
//! chunks are dozens of small files. They are packed into few, and the loader is written that fetches them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// One more file to fetch is worth so many bytes (before compression) that a chunk does not need.
const REQUEST: usize = 6_000;

/// What a byte or a file of a chunk counts: the report is what most people come for, many of them over the worst of
/// networks; desks have better ones.
fn weight(chunk: &str) -> usize {
    match chunk {
        "report" => 20,
        _ if chunk.starts_with("desk") => 1,
        _ => 2,
    }
}

/// A file is not grown beyond this (before compression), which keeps it within its budget.
const LARGEST: usize = 110_000;

/// Files that are fetched together, and the chunks that want at least one of them.
struct Pack {
    files: Vec<String>,
    users: BTreeSet<String>,
    size: usize,
}

/// For each chunk the packs that it needs.
pub(crate) type Parts = BTreeMap<String, BTreeSet<String>>;

/// Packs what the cutter made; `wanted` tells what each chunk needs of it.
pub(crate) fn pack(work: &Path, wanted: &HashMap<String, Vec<String>>) -> Result<Parts> {
    let mut users: BTreeMap<&String, BTreeSet<String>> = BTreeMap::new();
    for (chunk, files) in wanted {
        for file in files {
            users.entry(file).or_default().insert(chunk.clone());
        }
    }
    let mut packs = Vec::new();
    for (file, users) in users {
        let size = fs::metadata(work.join(format!("{file}.wasm")))?.len().try_into()?;
        packs.push(Pack { files: vec![file.clone()], users, size });
    }
    while let Some((one, other)) = best_join(&packs) {
        let taken = packs.remove(other);
        let pack = &mut packs[one];
        pack.files.extend(taken.files);
        pack.users.extend(taken.users);
        pack.size += taken.size;
    }
    let mut parts: Parts = wanted.keys().map(|chunk| (chunk.clone(), BTreeSet::new())).collect();
    let mut shared = 0;
    for pack in packs {
        let mut users = pack.users.iter();
        let name = match (users.next(), users.next()) {
            (Some(only), None) => format!("{only}.pack"),
            _ => {
                shared += 1;
                format!("shared{shared}.pack")
            }
        };
        write(work, &pack, &name)?;
        for chunk in pack.users {
            parts.entry(chunk).or_default().insert(name.clone());
        }
    }
    Ok(parts)
}

/// The two packs that are best made one; the second comes after the first.
fn best_join(packs: &[Pack]) -> Option<(usize, usize)> {
    let mut best = None;
    for (i, one) in packs.iter().enumerate() {
        for (j, other) in packs.iter().enumerate().skip(i + 1) {
            let weigh = |users: &mut dyn Iterator<Item = &String>| users.map(|user| weight(user)).sum::<usize>();
            let saved = weigh(&mut one.users.intersection(&other.users)) * REQUEST;
            let wasted = one.size * weigh(&mut other.users.difference(&one.users))
                + other.size * weigh(&mut one.users.difference(&other.users));
            if one.size + other.size <= LARGEST && saved > wasted && best.is_none_or(|(gain, _)| saved - wasted > gain)
            {
                best = Some((saved - wasted, (i, j)));
            }
        }
    }
    best.map(|(_, pair)| pair)
}

/// One file after the other, each after its length in four bytes, the lowest first.
fn write(work: &Path, pack: &Pack, name: &str) -> Result<()> {
    let mut bytes = Vec::new();
    for file in &pack.files {
        let path = work.join(format!("{file}.wasm"));
        let content = fs::read(&path)?;
        bytes.extend_from_slice(&u32::try_from(content.len())?.to_le_bytes());
        bytes.extend_from_slice(&content);
        fs::remove_file(path)?;
    }
    fs::write(work.join(name), bytes).with_context(|| format!("writing {name}"))
}

/// Writes the loader in the place of the cutter's, from which it takes what the parts of the program share.
pub(crate) fn write_loader(loader: &Path, parts: &Parts, sheets: &[String]) -> Result<()> {
    let cut = fs::read_to_string(loader)?;
    let between = |from: &str, to: &str| {
        let (_, rest) = cut.split_once(from)?;
        rest.split_once(to).map(|(found, _)| found.trim())
    };
    let checks = between("__wasm_split: {", "} };").context("the cutter's loader has no imports")?;
    let shares = between("const {", "} = initSync").context("the cutter's loader shares nothing")?;
    let shares = format!("(({{ {shares} }}) => ({{ {checks} {shares} }}))");
    let mut script = include_str!("link.js").replacen("SHARED(wasm", &format!("{shares}(wasm"), 1);
    script.push_str("export default {\n");
    for (chunk, files) in parts {
        // Two dozen chunks have some twenty shared packs each: their names are written as bits.
        let (shared, own): (Vec<&String>, Vec<&String>) = files.iter().partition(|file| number_of(file).is_some());
        let bits = shared.into_iter().filter_map(|file| number_of(file)).fold(0u128, |bits, nth| bits | 1 << nth);
        let mut names: Vec<String> = own.into_iter().cloned().collect();
        names.extend(sheets_of(chunk, sheets));
        script.push_str(&format!("{chunk}: load({names:?}, {bits}n),\n"));
    }
    script.push_str("};\n");
    fs::write(loader, script).context("writing the chunks' loader")
}

/// Of a pack that several chunks share.
fn number_of(pack: &str) -> Option<u32> {
    pack.strip_prefix("shared")?.strip_suffix(".pack")?.parse().ok().filter(|nth| *nth < u128::BITS)
}

/// The sheet that all share, and after it the one that is called as the chunk's name begins.
fn sheets_of(chunk: &str, sheets: &[String]) -> Vec<String> {
    let own = format!("{}.css", chunk.split('_').next().unwrap_or(chunk));
    [SHARED_SHEET.to_owned()].into_iter().chain(sheets.contains(&own).then_some(own)).collect()
}

const SHARED_SHEET: &str = "pages.css";

#[cfg(test)]
mod tests {
    use super::{LARGEST, Pack, best_join};

    fn pack(users: &[&str], size: usize) -> Pack {
        Pack { files: Vec::new(), users: users.iter().map(|user| (*user).to_owned()).collect(), size }
    }

    #[test]
    fn what_the_same_chunks_want_is_joined_and_what_others_do_not_want_is_not() {
        assert_eq!(best_join(&[pack(&["a", "b"], 9_000), pack(&["c"], 10), pack(&["a", "b"], 50_000)]), Some((0, 2)));
        // What b does not need may cost it no more than it saves a a request.
        assert_eq!(best_join(&[pack(&["a"], 500), pack(&["a", "b"], 50_000)]), Some((0, 1)));
        assert_eq!(best_join(&[pack(&["a"], 7_000), pack(&["a", "b"], 50_000)]), None);
        assert_eq!(best_join(&[pack(&["a", "b"], 500), pack(&["b", "c"], 50_000)]), None);
        assert_eq!(best_join(&[pack(&["a", "b"], LARGEST), pack(&["a", "b"], 1)]), None);
    }

    #[test]
    fn the_report_is_spared_what_it_does_not_need_at_the_cost_of_desks() {
        assert_eq!(best_join(&[pack(&["a", "report"], 9_000), pack(&["a"], 1_000)]), None);
        assert_eq!(best_join(&[pack(&["desk_case", "report"], 9_000), pack(&["report"], 9_000)]), Some((0, 1)));
    }
}
