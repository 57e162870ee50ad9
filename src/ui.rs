//! The pieces that pages are built of. Knows no contract type and no page.

pub mod async_view;
pub mod button;
pub mod call_button;
pub mod chart;
pub mod choices;
pub mod copy_button;
pub mod dialog;
pub mod fetched_tag;
pub mod field;
pub mod file_input;
pub mod focus;
pub mod icon;
pub mod keyboard;
pub mod live;
pub mod map;
pub mod page;
pub mod player;
pub mod read_aloud;
pub mod recorder;
pub mod select;
pub mod sheet;
pub mod tab_bar;
pub mod thumbnail;
pub mod toast;
