use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Serialize;

use crate::answer::Answer;
use crate::query::read_integer;
use crate::refusal::Outcome;

static MEMBERS: LazyLock<HashSet<i64>> = LazyLock::new(|| (0..1000).map(|j| 7 * j).collect());

#[derive(Serialize)]
struct Found {
    seed: i64,
    hits: usize,
}

/// The workload of that name: a loop over the language's own set.
pub(crate) fn lookup(query: &str) -> Outcome {
    let seed = read_integer(query, "seed", 0..=1_000_000, 1)?;
    Answer::json(&Found {
        seed,
        hits: count_hits(seed),
    })
}

/// How many of the contract's 50,000 lookups find a member.
fn count_hits(seed: i64) -> usize {
    let members = &*MEMBERS;
    (0..50_000)
        .filter(|i| members.contains(&((31 * i + seed) % 14_000)))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_a_plain_search_finds() {
        assert_eq!(lookup("").unwrap().body, r#"{"seed":1,"hits":3583}"#);
        for seed in [0, 13_999, 1_000_000] {
            let numbers = (0..50_000).map(|i| (31 * i + seed) % 14_000);
            let found = numbers
                .filter(|number| number % 7 == 0 && *number < 7000)
                .count();
            assert_eq!(count_hits(seed), found, "{seed}");
        }
    }
}
