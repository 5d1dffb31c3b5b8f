use serde::Serialize;

/// The same spelling in all stacks, so that they send the same bytes.
const JSON: &str = "application/json; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";

/// What an endpoint gives back, before any framework has touched it.
#[derive(Debug, PartialEq)]
pub struct Answer {
    pub status: u16,
    /// None where there is no body (204).
    pub content_type: Option<&'static str>,
    pub location: Option<String>,
    pub body: Vec<u8>,
}

impl Answer {
    /// Compact JSON, keys in the order of the struct's fields.
    pub(crate) fn json(status: u16, value: &impl Serialize) -> Self {
        // It fails for maps whose keys are no texts, and for writers: here is neither.
        let body = serde_json::to_vec(value).expect("plain values have a JSON form");
        Self { status, content_type: Some(JSON), location: None, body }
    }

    pub(crate) fn text(text: &'static str) -> Self {
        Self { status: 200, content_type: Some(TEXT), location: None, body: text.into() }
    }

    pub(crate) fn html(text: String) -> Self {
        Self { status: 200, content_type: Some(HTML), location: None, body: text.into_bytes() }
    }

    /// 201 with the place of what was made.
    pub(crate) fn created(location: String, value: &impl Serialize) -> Self {
        Self { location: Some(location), ..Self::json(201, value) }
    }

    pub(crate) fn empty() -> Self {
        Self { status: 204, content_type: None, location: None, body: Vec::new() }
    }

    pub fn not_found() -> Self {
        Self::error(404, "not found")
    }

    /// `{"error":"…"}`.
    pub fn error(status: u16, message: &str) -> Self {
        #[derive(Serialize)]
        struct Told<'a> {
            error: &'a str,
        }
        Self::json(status, &Told { error: message })
    }
}
