use percent_encoding::percent_decode;

use crate::refusal::{Outcome, bad_input};

/// In characters.
const NAME_LIMIT: usize = 200;

/// A query's fields, decoded; the first of a name counts.
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Refuses what is no percent-encoding, or no Unicode.
    pub(crate) fn parse(given: &str) -> Outcome<Self> {
        let fields = given.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decode(name)?, decode(value)?))
        });
        Ok(Self(fields.collect::<Outcome<_>>()?))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// A decimal integer; `absent` where it is not given.
    pub(crate) fn integer(&self, name: &str, least: i64, most: i64, absent: i64) -> Outcome<i64> {
        let Some(given) = self.get(name) else { return Ok(absent) };
        match given.parse::<i64>() {
            // Parsing also takes a plus sign.
            Ok(value) if (least..=most).contains(&value) && !given.starts_with('+') => Ok(value),
            _ => bad_input(format!("{name}: expected an integer from {least} to {most}, got {}", quote(given))),
        }
    }

    /// The `name`, which must be there.
    pub(crate) fn name(&self) -> Outcome<&str> {
        match self.get("name") {
            Some(name) => check_name(name),
            None => bad_input("name: expected a string, got nothing"),
        }
    }
}

fn decode(given: &str) -> Outcome<String> {
    let bytes = given.as_bytes();
    let digits = |at: usize| bytes.get(at..at + 2).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
    let plain = bytes.iter().enumerate().all(|(at, byte)| *byte != b'%' || digits(at + 1));
    let spaced = given.replace('+', " ");
    match percent_decode(spaced.as_bytes()).decode_utf8() {
        Ok(text) if plain => Ok(text.into_owned()),
        _ => bad_input(format!("expected a query in percent-encoding, got {}", quote(given))),
    }
}

pub(crate) fn check_name(name: &str) -> Outcome<&str> {
    let length = name.chars().count();
    if length > NAME_LIMIT {
        return bad_input(format!("name: expected at most {NAME_LIMIT} characters, got {length}"));
    }
    // PostgreSQL's text does not hold it.
    if name.contains('\0') {
        return bad_input("name: expected Unicode text without NUL and lone surrogates");
    }
    Ok(name)
}

/// For messages: cut short, and without control characters.
pub(crate) fn quote(given: &str) -> String {
    let start: String = given.chars().take(60).collect();
    format!("{start:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(given: &str) -> bool {
        Query::parse(given).and_then(|query| query.integer("seed", 0, 9, 1)).is_err()
    }

    #[test]
    fn reads_what_a_query_may_hold() {
        let query = Query::parse("name=a%20b+%C3%A9&name=c&seed=7").unwrap();
        assert_eq!(query.name(), Ok("a b é"));
        assert_eq!(query.integer("seed", 0, 9, 1), Ok(7));
        assert_eq!(query.integer("limit", 1, 100, 20), Ok(20));
    }

    #[test]
    fn refuses_what_is_no_integer_in_range_and_no_encoding() {
        for given in ["seed=", "seed=+1", "seed=10", "seed=-1", "seed=1.0", "seed=1e0", "seed=%", "seed=%4", "a=%zz", "a=%ff"] {
            assert!(refused(given), "{given}");
        }
        assert!(!refused("other=1"));
    }

    #[test]
    fn counts_a_name_in_characters() {
        assert!(check_name(&"é".repeat(200)).is_ok());
        assert!(check_name(&"é".repeat(201)).is_err());
        assert!(check_name("a\0b").is_err());
    }
}
