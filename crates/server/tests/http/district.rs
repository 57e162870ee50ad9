//! `/api/v1/district`

mod areas;
mod grids;
mod import;
mod tree;
