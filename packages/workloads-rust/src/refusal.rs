use std::fmt::Display;

use crate::answer::Answer;

/// Why an endpoint does not serve a request. The message goes to the client.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub status: u16,
    pub message: String,
}

/// What an endpoint comes to.
pub(crate) type Outcome<T = Answer> = Result<T, Refusal>;

impl Refusal {
    pub fn new(status: u16, message: impl Into<String>) -> Self {
        Refusal {
            status,
            message: message.into(),
        }
    }

    pub fn bad_input(message: impl Into<String>) -> Self {
        Self::new(400, message)
    }

    pub fn not_found() -> Self {
        Self::new(404, "not found")
    }

    /// What the client is not to be blamed for, nor told: it goes to stderr.
    pub fn failure(error: impl Display) -> Self {
        eprintln!("{error}");
        Self::new(500, "internal error")
    }
}

/// An answer in any case.
pub(crate) fn settle(outcome: Outcome) -> Answer {
    outcome.unwrap_or_else(|refusal| Answer::error(refusal.status, &refusal.message))
}

/// For messages: cut short.
pub(crate) fn quote(given: &str) -> String {
    let short: String = given.chars().take(57).collect();
    if short.len() < given.len() {
        format!("{short:?}...")
    } else {
        format!("{given:?}")
    }
}
