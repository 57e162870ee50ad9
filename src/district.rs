//! My grid: who answers for these few blocks, the team behind them, and which grid is mine.

pub mod choose;
pub mod my_grid;
