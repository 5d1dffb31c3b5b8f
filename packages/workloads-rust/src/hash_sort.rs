use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::answer::Answer;
use crate::query::Query;
use crate::refusal::Outcome;

const NUMBERS_PER_LOOP: i64 = 10_000;
const DIGITS: &[u8; 16] = b"0123456789abcdef";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Sorted {
    loop_count: i64,
    seed: i64,
    checksum: String,
}

/// The workload of that name: hashing, sorting and allocating.
pub(crate) fn hash_sort(query: &Query) -> Outcome {
    let loop_count = query.integer("loopCount", 1, 1000, 10)?;
    let seed = query.integer("seed", 0, 1_000_000, 1)?;
    Ok(Answer::json(200, &Sorted { loop_count, seed, checksum: checksum(loop_count, seed) }))
}

/// 64 hex digits; the contract gives the algorithm. All of the work is done in every call.
fn checksum(loop_count: i64, seed: i64) -> String {
    let mut all = Sha256::new();
    for one in 0..loop_count {
        let first = NUMBERS_PER_LOOP * one + seed;
        let mut digests: Vec<String> = (0..NUMBERS_PER_LOOP)
            .map(|i| {
                let number = 10_000 + (first + i) * 7919 % 9_990_000;
                hex(&Sha256::digest(number.to_string()))
            })
            .collect();
        digests.sort_unstable();
        for position in (0..digests.len()).step_by(1000) {
            all.update(&digests[position]);
        }
        all.update(&digests[digests.len() - 1]);
    }
    hex(&all.finalize())
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_to_the_checksums_of_the_contract() {
        assert!(checksum(1, 1).starts_with("d7e2cba749472cbd"));
        assert!(checksum(10, 1).starts_with("c2e2f97838f71337"));
    }
}
