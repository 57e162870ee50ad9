//! Sends one act and tells its three ends apart: done, somebody was quicker, or failed.

use pingan_api::{
    cases::CaseNumber,
    desk::{ActOnCase, Acted, NewAct},
    id::IdempotencyKey,
    problem::{Changed, ProblemCode},
};

use crate::client::{self, ClientError};

pub enum Outcome {
    Done(Acted),
    /// What happened since the case was read; nothing was done.
    Changed(Vec<Changed>),
    Failed(ClientError),
}

pub async fn send(number: CaseNumber, key: IdempotencyKey, act: NewAct) -> Outcome {
    match client::send(&ActOnCase { key, number, act }).await {
        Ok(acted) => Outcome::Done(acted),
        Err(ClientError::Problem(problem)) if problem.code == ProblemCode::ChangedMeanwhile => {
            Outcome::Changed(problem.changed)
        }
        Err(error) => Outcome::Failed(error),
    }
}
