use bytes::Bytes;
use serde::Serialize;

use crate::refusal::{Outcome, Refusal};

// The same spelling in all stacks, so that they send the same bytes.
const JSON_TYPE: &str = "application/json; charset=utf-8";
const TEXT_TYPE: &str = "text/plain; charset=utf-8";
const HTML_TYPE: &str = "text/html; charset=utf-8";

/// What an endpoint gives back, before any framework has touched it.
#[derive(Debug, PartialEq)]
pub struct Answer {
    pub status: u16,
    /// None where there is no body (204).
    pub content_type: Option<&'static str>,
    /// None where it is not sent.
    pub location: Option<String>,
    pub body: Bytes,
}

impl Answer {
    fn of(status: u16, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Answer {
            status,
            content_type: Some(content_type),
            location: None,
            body: body.into(),
        }
    }

    pub(crate) fn text(text: &'static str) -> Self {
        Self::of(200, TEXT_TYPE, text)
    }

    pub(crate) fn html(text: String) -> Self {
        Self::of(200, HTML_TYPE, text)
    }

    /// Compact JSON in UTF-8, keys in the order of the struct's fields.
    pub(crate) fn json(value: &impl Serialize) -> Outcome {
        Self::json_of(200, value)
    }

    /// 201 with the place of what was made.
    pub(crate) fn created(location: String, value: &impl Serialize) -> Outcome {
        Ok(Answer {
            location: Some(location),
            ..Self::json_of(201, value)?
        })
    }

    pub(crate) fn empty() -> Self {
        Answer {
            status: 204,
            content_type: None,
            location: None,
            body: Bytes::new(),
        }
    }

    /// `{"error":"…"}`.
    pub(crate) fn error(status: u16, error: &str) -> Self {
        Self::of(
            status,
            JSON_TYPE,
            serde_json::json!({ "error": error }).to_string(),
        )
    }

    fn json_of(status: u16, value: &impl Serialize) -> Outcome {
        let body = serde_json::to_vec(value).map_err(Refusal::failure)?;
        Ok(Self::of(status, JSON_TYPE, body))
    }
}
