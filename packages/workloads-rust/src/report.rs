use std::hint::black_box;

use serde::Serialize;

use crate::answer::Answer;
use crate::query::read_integer;
use crate::refusal::Outcome;

const PAGE_BYTES: usize = 4096;

#[derive(Serialize)]
struct Reported {
    mb: i64,
    checksum: u64,
}

/// The workload of that name: a lot of memory for a short time.
pub(crate) fn report(query: &str) -> Outcome {
    let mb = read_integer(query, "mb", 1..=1024, 64)?;
    Answer::json(&Reported {
        mb,
        checksum: sum_pages(mb as usize * 1024 * 1024),
    })
}

/// Takes that many bytes, touches each page, sums what was written and gives the memory back.
fn sum_pages(size_bytes: usize) -> u64 {
    let mut memory = vec![0_u8; size_bytes];
    for (page, bytes) in memory.chunks_mut(PAGE_BYTES).enumerate() {
        bytes[0] = (page % 251) as u8;
    }
    // Else the compiler may see that no one needs the memory, and take none.
    let memory = black_box(memory);
    memory
        .iter()
        .step_by(PAGE_BYTES)
        .map(|first| u64::from(*first))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_what_the_pages_hold() {
        assert_eq!(sum_pages(4096 * 3), 1 + 2);
        // 256 pages: 0 to 250, then 0 to 4.
        let expected = format!(r#"{{"mb":1,"checksum":{}}}"#, 250 * 251 / 2 + 1 + 2 + 3 + 4);
        assert_eq!(report("mb=1").unwrap().body, expected);
        assert_eq!(report("").unwrap().body, r#"{"mb":64,"checksum":2041721}"#);
        for query in ["mb=0", "mb=1025", "mb=1.5", "mb="] {
            assert_eq!(report(query).unwrap_err().status, 400, "{query}");
        }
    }
}
