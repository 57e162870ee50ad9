//! `/plain`: the pages without a script, as an old browser uses them.

mod browser;
mod look_up;
mod pages;
mod report;
