use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Serialize;

use crate::answer::Answer;
use crate::query::Query;
use crate::refusal::Outcome;

static MEMBERS: LazyLock<HashSet<i64>> = LazyLock::new(|| (0..1000).map(|j| 7 * j).collect());

#[derive(Serialize)]
struct Looked {
    seed: i64,
    hits: usize,
}

/// The workload of that name: a loop over a set, the standard library's own.
pub(crate) fn lookup(query: &Query) -> Outcome {
    let seed = query.integer("seed", 0, 1_000_000, 1)?;
    Ok(Answer::json(200, &Looked { seed, hits: count_hits(seed) }))
}

/// How many of the contract's 50,000 lookups find a member.
fn count_hits(seed: i64) -> usize {
    (0..50_000).filter(|i| MEMBERS.contains(&((31 * i + seed) % 14_000))).count()
}

#[cfg(test)]
mod tests {
    #[test]
    fn comes_to_the_hits_of_the_contract() {
        assert_eq!(super::count_hits(1), 3583);
    }
}
