//! Validation that the app runs before it sends and the server runs again.

use crate::problem::{FieldError, Issue};

/// A body that can say what is wrong with it, field by field.
pub trait Validate {
    /// Every fault at once, so that a form can mark them all.
    fn validate(&self) -> Result<(), Vec<FieldError>>;
}

impl Validate for () {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        Ok(())
    }
}

/// Gathers faults; what the bodies' `validate` are written with.
#[derive(Default)]
pub struct Faults(Vec<FieldError>);

impl Faults {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn add(&mut self, field: impl Into<String>, issue: Issue) {
        self.0.push(FieldError::new(field, issue));
    }

    pub fn add_if(&mut self, wrong: bool, field: &str, issue: Issue) {
        if wrong {
            self.add(field, issue);
        }
    }

    /// Text of at most `max` characters (Unicode scalar values, as people count them in Chinese).
    pub fn text(&mut self, field: &str, text: &str, max: usize) {
        if text.chars().count() > max {
            self.0.push(FieldError::limited(field, Issue::TooLong, max as u32));
        }
    }

    pub fn items<T>(&mut self, field: &str, items: &[T], max: usize) {
        if items.len() > max {
            self.0.push(FieldError::limited(field, Issue::TooMany, max as u32));
        }
    }

    pub fn into_result(self) -> Result<(), Vec<FieldError>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}
