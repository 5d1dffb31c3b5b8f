use serde::Serialize;
use serde_json::Value;

use crate::query::{check_name, quote};
use crate::refusal::{Outcome, bad_input};

/// The contract's keys in the contract's order.
#[derive(Serialize)]
pub(crate) struct Item {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) quantity: i32,
}

#[derive(Debug, PartialEq)]
pub(crate) struct ItemInput {
    pub(crate) name: String,
    pub(crate) quantity: i32,
}

/// The item in a request's body. Unknown fields are ignored; of two of a name the last counts.
pub(crate) fn read_item(body: &[u8]) -> Outcome<ItemInput> {
    let value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) => return bad_input(format!("expected JSON in UTF-8, got: {error}")),
    };
    let Value::Object(fields) = value else {
        return bad_input("expected a JSON object {\"name\":\"…\",\"quantity\":n}");
    };
    let name = match fields.get("name") {
        Some(Value::String(name)) => check_name(name)?.to_owned(),
        other => return bad_input(format!("name: expected a string, got {}", show(other))),
    };
    // A number with a fraction or an exponent is none, whatever its value.
    let quantity = fields.get("quantity").and_then(Value::as_i64).and_then(|value| value.try_into().ok());
    match quantity {
        Some(quantity) => Ok(ItemInput { name, quantity }),
        None => bad_input(format!("quantity: expected a 32-bit integer, got {}", show(fields.get("quantity")))),
    }
}

fn show(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "nothing".to_owned(),
        Some(value) => quote(&value.to_string()),
    }
}

/// An item's id; None where it is beyond PostgreSQL's bigint, so that no item can have it.
pub(crate) fn read_id(given: &str) -> Outcome<Option<i64>> {
    if given.is_empty() || given.starts_with('0') || !given.bytes().all(|byte| byte.is_ascii_digit()) {
        return bad_input(format!("id: expected a positive integer, got {}", quote(given)));
    }
    Ok(given.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_an_item_whatever_else_is_there() {
        let given = br#"{"extra":[1],"name":"old","quantity":-2147483648,"name":"a\u00e9"}"#;
        let wanted = ItemInput { name: "aé".to_owned(), quantity: i32::MIN };
        assert_eq!(read_item(given), Ok(wanted));
    }

    #[test]
    fn refuses_what_is_no_item() {
        for given in [
            "", "null", "[]", "{", r#"{"name":"a"}"#, r#"{"quantity":1}"#, r#"{"NAME":"a","quantity":1}"#,
            r#"{"name":1,"quantity":1}"#, r#"{"name":"a","quantity":"1"}"#, r#"{"name":"a","quantity":1.0}"#,
            r#"{"name":"a","quantity":1e2}"#, r#"{"name":"a","quantity":2147483648}"#, r#"{"name":"\ud800","quantity":1}"#,
            r#"{"name":"\u0000","quantity":1}"#, r#"{"name":"a","quantity":1} x"#,
        ] {
            assert!(read_item(given.as_bytes()).is_err(), "{given}");
        }
        assert!(read_item(b"{\"name\":\"\xff\",\"quantity\":1}").is_err());
    }

    #[test]
    fn tells_ids_that_no_item_can_have_from_what_is_none() {
        assert_eq!(read_id("7"), Ok(Some(7)));
        assert_eq!(read_id("9223372036854775808"), Ok(None));
        for given in ["", "0", "07", "-1", "+1", "1.0", "x"] {
            assert!(read_id(given).is_err(), "{given}");
        }
    }
}
