pub async fn load(_: &crate::state::State) -> Result<(), crate::error::AppError> { Ok(()) }
pub mod seed { pub async fn run(_: &crate::state::State, _: u32) -> Result<(), Box<dyn std::error::Error + Send + Sync>> { Ok(()) } }
