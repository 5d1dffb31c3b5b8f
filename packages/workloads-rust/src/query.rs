use std::borrow::Cow;
use std::fmt::Display;
use std::ops::RangeInclusive;

use percent_encoding::percent_decode_str;

use crate::refusal::{Outcome, Refusal, quote};

/// In code points.
const NAME_LIMIT: usize = 200;

/// The first value of a name in a query as it was sent. Refused where it is no UTF-8.
fn value_in<'a>(query: &'a str, name: &str) -> Outcome<Option<Cow<'a, str>>> {
    for part in query.split('&') {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        if decode(key)? == name {
            return decode(value).map(Some);
        }
    }
    Ok(None)
}

fn decode(given: &str) -> Outcome<Cow<'_, str>> {
    let refused = |_| Refusal::bad_input("expected a query of UTF-8 in percent-encoding");
    if given.contains('+') {
        let spaced = given.replace('+', " ");
        let text = percent_decode_str(&spaced).decode_utf8().map_err(refused)?;
        return Ok(Cow::Owned(text.into_owned()));
    }
    percent_decode_str(given).decode_utf8().map_err(refused)
}

/// A decimal integer of the query; `absent` where it is not given.
pub(crate) fn read_integer(
    query: &str,
    name: &str,
    range: RangeInclusive<i64>,
    absent: i64,
) -> Outcome<i64> {
    let Some(given) = value_in(query, name)? else {
        return Ok(absent);
    };
    // `parse` also takes a plus sign.
    match given.parse() {
        Ok(value) if range.contains(&value) && !given.starts_with('+') => Ok(value),
        _ => Err(not_in(name, &range, &given)),
    }
}

fn not_in(name: &str, range: &RangeInclusive<impl Display>, given: &str) -> Refusal {
    let (least, most) = (range.start(), range.end());
    let got = quote(given);
    Refusal::bad_input(format!(
        "{name}: expected an integer from {least} to {most}, got {got}"
    ))
}

/// The `name` of the query, which must be there.
pub(crate) fn read_name(query: &str) -> Outcome<String> {
    let given = value_in(query, "name")?;
    let name = given.ok_or_else(|| Refusal::bad_input("name: expected a string, got nothing"))?;
    check_name(name.into_owned())
}

pub(crate) fn check_name(name: String) -> Outcome<String> {
    // No text has more code points than bytes.
    if name.len() > NAME_LIMIT && name.chars().count() > NAME_LIMIT {
        let length = name.chars().count();
        let message = format!("name: expected at most {NAME_LIMIT} characters, got {length}");
        return Err(Refusal::bad_input(message));
    }
    // PostgreSQL's text holds no NUL.
    if name.contains('\0') {
        return Err(Refusal::bad_input("name: expected text without NUL"));
    }
    Ok(name)
}

/// An item's id; None where it is beyond PostgreSQL's bigint, so that no item can have it.
pub(crate) fn read_id(given: &str) -> Outcome<Option<i64>> {
    let is_number = !given.is_empty() && given.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || given.starts_with('0') {
        let message = format!("id: expected a positive integer, got {}", quote(given));
        return Err(Refusal::bad_input(message));
    }
    Ok(given.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_in_range_and_nothing_else() {
        for (query, expected) in [("", 7), ("n=3", 3), ("m=1&n=%33&n=4", 3), ("n=1", 1)] {
            assert_eq!(
                read_integer(query, "n", 1..=10, 7).unwrap(),
                expected,
                "{query}"
            );
        }
        for query in [
            "n=",
            "n",
            "n=0",
            "n=11",
            "n=%2B3",
            "n=+3",
            "n=1.0",
            "n=x",
            "n=99999999999999999999",
            "n=%ff",
        ] {
            let refused = read_integer(query, "n", 1..=10, 7).unwrap_err();
            assert_eq!(refused.status, 400, "{query}");
        }
    }

    #[test]
    fn names_are_decoded_and_checked() {
        assert_eq!(read_name("name=a+%3Cb%3E%26%C3%A4").unwrap(), "a <b>&ä");
        assert_eq!(
            read_name(&format!("name={}", "ä".repeat(200))).unwrap(),
            "ä".repeat(200)
        );
        for query in [
            "",
            "name=%00",
            "name=%ff",
            &format!("name={}", "x".repeat(201)),
        ] {
            assert_eq!(read_name(query).unwrap_err().status, 400, "{query}");
        }
    }

    #[test]
    fn ids_are_positive_and_may_be_beyond_what_there_can_be() {
        assert_eq!(read_id("12").unwrap(), Some(12));
        assert_eq!(read_id("9223372036854775807").unwrap(), Some(i64::MAX));
        assert_eq!(read_id("9223372036854775808").unwrap(), None);
        for given in ["", "0", "01", "-1", "+1", "1.5", "x"] {
            assert_eq!(read_id(given).unwrap_err().status, 400, "{given}");
        }
    }
}
