//! `/api/v1/account` and `/api/v1/grants`.
