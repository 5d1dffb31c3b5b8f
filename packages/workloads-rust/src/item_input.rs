use serde::Deserialize;

use crate::query::check_name;
use crate::refusal::{Outcome, Refusal};

/// The biggest request body that is read; beyond it 413.
pub const BODY_LIMIT_BYTES: usize = 64 * 1024;

/// Unknown fields are ignored. serde_json takes no text that is no Unicode, and for `i32` no fraction and no exponent.
#[derive(Debug, Deserialize)]
pub(crate) struct ItemInput {
    pub name: String,
    pub quantity: i32,
}

/// The item in a request's body.
pub(crate) fn read_item(body: &[u8]) -> Outcome<ItemInput> {
    // serde would take a list of the two values as well.
    if !body.trim_ascii_start().starts_with(b"{") {
        return Err(Refusal::bad_input(
            r#"expected a JSON object {"name":"…","quantity":n}"#,
        ));
    }
    let read: Result<ItemInput, _> = serde_json::from_slice(body);
    let refused =
        |why| Refusal::bad_input(format!("expected {{\"name\":\"…\",\"quantity\":n}}: {why}"));
    let ItemInput { name, quantity } = read.map_err(refused)?;
    Ok(ItemInput {
        name: check_name(name)?,
        quantity,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_read() {
        let item = read_item(r#" {"quantity":-3,"more":[],"name":"\ud83d\ude80 \"ä"}"#.as_bytes())
            .unwrap();
        assert_eq!((item.name.as_str(), item.quantity), ("🚀 \"ä", -3));
    }

    #[test]
    fn what_is_no_item_is_refused() {
        let long = format!(r#"{{"name":"{}","quantity":1}}"#, "x".repeat(201));
        for body in [
            "",
            "null",
            "[]",
            r#"["a",1]"#,
            "{",
            r#"{"name":"a"}"#,
            r#"{"quantity":1}"#,
            r#"{"name":1,"quantity":1}"#,
            r#"{"name":null,"quantity":1}"#,
            r#"{"name":"a","quantity":"1"}"#,
            r#"{"name":"a","quantity":1.0}"#,
            r#"{"name":"a","quantity":1e2}"#,
            r#"{"name":"a","quantity":2147483648}"#,
            r#"{"NAME":"a","quantity":1}"#,
            r#"{"name":"\ud800","quantity":1}"#,
            r#"{"name":"\u0000","quantity":1}"#,
            r#"{"name":"a","quantity":1}x"#,
            &long,
        ] {
            assert_eq!(
                read_item(body.as_bytes()).unwrap_err().status,
                400,
                "{body}"
            );
        }
        assert_eq!(
            read_item(b"{\"name\":\"\xff\",\"quantity\":1}")
                .unwrap_err()
                .status,
            400
        );
    }
}
