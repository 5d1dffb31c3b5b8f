use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::answer::Answer;
use crate::query::read_integer;
use crate::refusal::Outcome;

const NUMBERS_PER_LOOP: i64 = 10_000;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Sorted {
    loop_count: i64,
    seed: i64,
    checksum: String,
}

/// The workload of that name: hashing, sorting and allocating.
pub(crate) fn hash_sort(query: &str) -> Outcome {
    let loop_count = read_integer(query, "loopCount", 1..=1000, 10)?;
    let seed = read_integer(query, "seed", 0..=1_000_000, 1)?;
    Answer::json(&Sorted {
        loop_count,
        seed,
        checksum: checksum(loop_count, seed),
    })
}

/// 64 hex digits; the contract gives the algorithm. All of the work is done in every call.
fn checksum(loop_count: i64, seed: i64) -> String {
    let mut all = Sha256::new();
    for l in 0..loop_count {
        let first = NUMBERS_PER_LOOP * l + seed;
        let mut digests: Vec<String> = (0..NUMBERS_PER_LOOP)
            .map(|i| 10_000 + (first + i) * 7919 % 9_990_000)
            .map(|number| hex::encode(Sha256::digest(number.to_string())))
            .collect();
        digests.sort_unstable();
        for digest in digests.iter().step_by(1000) {
            all.update(digest);
        }
        all.update(&digests[digests.len() - 1]);
    }
    hex::encode(all.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_contract() {
        for (loop_count, start) in [(1, "d7e2cba749472cbd"), (10, "c2e2f97838f71337")] {
            let checksum = checksum(loop_count, 1);
            assert!(
                checksum.starts_with(start) && checksum.len() == 64,
                "{checksum}"
            );
        }
        assert_ne!(checksum(1, 1), checksum(1, 2));
    }

    #[test]
    fn answers_compact_json_in_the_contracts_order() {
        let expected = format!(
            r#"{{"loopCount":1,"seed":2,"checksum":"{}"}}"#,
            checksum(1, 2)
        );
        assert_eq!(hash_sort("loopCount=1&seed=2").unwrap().body, expected);
        assert_eq!(
            hash_sort("").unwrap(),
            hash_sort("loopCount=10&seed=1").unwrap()
        );
        for query in ["loopCount=0", "loopCount=1001", "seed=-1", "seed=1000001"] {
            assert_eq!(hash_sort(query).unwrap_err().status, 400, "{query}");
        }
    }
}
