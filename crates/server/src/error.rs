//! The server's one error type and how each error becomes a [`Problem`].

use std::sync::Arc;

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use pingan_api::{FieldError, Issue, Problem, ProblemCode};
use sea_orm::DbErr;

/// Why a request fails.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Something that the caller can know and act on.
    #[error("{}", .0.code)]
    Problem(Box<Problem>),
    #[error("the database failed: {0}")]
    Database(#[from] DbErr),
    #[error("the photo storage failed: {0}")]
    Storage(#[from] object_store::Error),
    /// Something of our own that should always hold does not.
    #[error("{0}")]
    Broken(String),
}

/// What a handler answers for an endpoint of the contract.
pub type Answer<E> = Result<axum::Json<<E as pingan_api::Endpoint>::Answer>, AppError>;

impl AppError {
    /// One field is wrong.
    pub fn field(field: impl Into<String>, issue: Issue) -> Self {
        Problem::invalid(vec![FieldError::new(field, issue)]).into()
    }

    /// For data of our own that cannot be read back.
    pub fn broken(what: impl std::fmt::Display) -> Self {
        Self::Broken(what.to_string())
    }

    /// What the caller is told. A fault of the server says nothing about its inside.
    pub fn to_problem(&self) -> Problem {
        match self {
            Self::Problem(problem) => (**problem).clone(),
            Self::Database(DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) => Problem::new(ProblemCode::Unavailable),
            Self::Database(_) | Self::Storage(_) | Self::Broken(_) => Problem::new(ProblemCode::Internal),
        }
    }
}

impl From<Problem> for AppError {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<ProblemCode> for AppError {
    fn from(code: ProblemCode) -> Self {
        Problem::new(code).into()
    }
}

impl From<Vec<FieldError>> for AppError {
    fn from(errors: Vec<FieldError>) -> Self {
        Problem::invalid(errors).into()
    }
}

/// Travels with a failed response to `observe`, which logs the cause and writes the body with the request's id.
#[derive(Clone)]
pub(crate) struct Failure {
    pub(crate) problem: Problem,
    /// For the log alone; none where the caller's fault is the whole story.
    pub(crate) cause: Option<Arc<AppError>>,
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let problem = self.to_problem();
        let cause = (!matches!(self, Self::Problem(_))).then(|| Arc::new(self));
        let mut response = Response::default();
        *response.status_mut() = status(&problem);
        response.extensions_mut().insert(Failure { problem, cause });
        response
    }
}

/// The finished answer of a problem.
pub(crate) fn render(problem: &Problem) -> Response {
    let body = serde_json::to_vec(problem).expect("a problem is plain data");
    let mut response = (
        status(problem),
        [(header::CONTENT_TYPE, "application/problem+json"), (header::CACHE_CONTROL, "no-store")],
        body,
    )
        .into_response();
    if let Some(seconds) = problem.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

fn status(problem: &Problem) -> StatusCode {
    StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
