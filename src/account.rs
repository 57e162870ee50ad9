//! What concerns the person and not the district: how the app looks on this device, and who sees what.

pub mod about;
pub mod settings;

pub use about::About;
pub use settings::{Settings, SettingsCells};
