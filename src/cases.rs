//! Cases as a resident meets them: reporting one, then following it.

pub mod draft;
pub mod receipt;
pub mod report;

pub mod act;
pub mod list;
pub mod look_up;
pub mod near;
pub mod public;
pub mod track;

pub mod freshness;
pub mod key_lines;
pub mod next_step;
pub mod photo_row;
pub mod timeline;
pub mod volunteers;
pub mod whistles;
