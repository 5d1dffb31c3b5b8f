use std::fmt::Display;

use crate::answer::Answer;

/// Why a request is not served. The message goes to the client, but for failures of the server, which are told on stderr.
#[derive(Debug, PartialEq)]
pub(crate) enum Refusal {
    /// 400.
    BadInput(String),
    /// 502.
    Upstream(String),
    /// 503.
    Unavailable(String),
    /// 500.
    Failure(String),
}

pub(crate) type Outcome<T = Answer> = Result<T, Refusal>;

pub(crate) fn bad_input<T>(message: impl Into<String>) -> Outcome<T> {
    Err(Refusal::BadInput(message.into()))
}

impl Refusal {
    pub(crate) fn failure(error: impl Display) -> Self {
        Self::Failure(error.to_string())
    }

    fn into_answer(self) -> Answer {
        match self {
            Self::BadInput(message) => Answer::error(400, &message),
            Self::Upstream(message) => Answer::error(502, &message),
            Self::Unavailable(message) => Answer::error(503, &message),
            Self::Failure(message) => {
                eprintln!("{message}");
                Answer::error(500, "internal error")
            }
        }
    }
}

/// A refusal is an answer, too.
pub(crate) fn answer_of(outcome: Outcome) -> Answer {
    outcome.unwrap_or_else(Refusal::into_answer)
}
