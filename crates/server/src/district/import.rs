//! `pingan-server import-district`: a survey's GeoJSON file becomes the district, whole or not at all.

use std::{error::Error, fs, path::Path, sync::Arc};

use pingan_api::{district::UnitKind, id::UnitId};

use super::{Survey, geojson::read_survey, store};
use crate::{db::Db, error::AppError};

/// Faults that are told at once; a file with more has one cause for most of them.
const TOLD: usize = 20;

/// Reads, checks and stores a file, and says what came in. A server that is running shows it after a restart.
pub async fn run(db: &Db, file: &Path) -> Result<(), Box<dyn Error + Send + Sync>> {
    let json = fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let survey = read_survey(&json).map_err(|faults| refusal(file, &faults))?;
    let count = |kind| survey.units().iter().filter(|unit| unit.kind == kind).count();
    let summary = format!(
        "{} streets, {} communities, {} grids, {} departments",
        count(UnitKind::Street),
        count(UnitKind::Community),
        count(UnitKind::Grid),
        count(UnitKind::Department)
    );
    let missing = put(db, survey).await?;
    if !missing.is_empty() {
        let line = |id: &UnitId| format!("cases or volunteers name {id}, which the file lacks");
        let lines: Vec<String> = missing.iter().map(line).collect();
        return Err(refusal(file, &lines).into());
    }
    println!("imported: {summary}");
    Ok(())
}

/// Stores a survey; answers the units that cases or volunteers still name and it lacks, and then has changed nothing.
pub(crate) async fn put(db: &Db, survey: Survey) -> Result<Vec<UnitId>, AppError> {
    let survey = Arc::new(survey);
    db.write(move |transaction| Box::pin(async move { store::replace(transaction, &survey).await })).await
}

fn refusal(file: &Path, faults: &[String]) -> String {
    let mut text = format!("{} is not imported:", file.display());
    for fault in faults.iter().take(TOLD) {
        text.push_str("\n  ");
        text.push_str(fault);
    }
    if let Some(more) = faults.len().checked_sub(TOLD + 1) {
        text.push_str(&format!("\n  and {} more", more + 1));
    }
    text
}
