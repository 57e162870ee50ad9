//! `GET /api/v1/cases/{number}`: one public case. One that is not public is not there.

use axum::{Json, extract::State as Ext};
use pingan_api::{
    ProblemCode,
    cases::{CaseNumber, CasePage, GetCase, State as CaseState},
};

use super::{
    keys, store,
    view::{self, Eye, Reader, SummaryRow},
    whistle,
};
use crate::{error::Answer, extract::Param, state::State, volunteer};

pub(super) async fn read(Ext(state): Ext<State>, Param(number): Param<CaseNumber>) -> Answer<GetCase> {
    let reads = state.db.reads();
    let case = store::public_case(reads, keys::number_column(number)).await?.ok_or(ProblemCode::NotFound)?;
    let district = state.district();
    let photos = store::photos(reads, case.id).await?;
    let reader =
        Reader { secret: &state.secret, district: &district, case_is_public: true, is_reporter: false, share: None };
    let sent = photos.iter().filter(|photo| photo.step.is_none() && reader.sees(photo));
    let steps = store::steps(reads, case.id).await?;
    Ok(Json(CasePage {
        summary: SummaryRow::from(&case).summary(&district, Eye::Public, None)?,
        photos: sent.map(|photo| reader.photo(photo)).collect(),
        steps: steps.into_iter().map(|step| view::step(&reader, step, &photos)).collect::<Result<_, _>>()?,
        next: view::next(&district, &case)?,
        whistles: whistle::of_case(reads, &district, case.id).await?,
        shifts: volunteer::of_case(reads, case.id).await?,
        joinable: store::word::<CaseState>(&case.state)?.is_open(),
    }))
}
