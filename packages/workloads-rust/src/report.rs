use std::hint::black_box;

use serde::Serialize;

use crate::answer::Answer;
use crate::query::Query;
use crate::refusal::Outcome;

const PAGE_BYTES: usize = 4096;

#[derive(Serialize)]
struct Reported {
    mb: i64,
    checksum: u64,
}

/// The workload of that name: a lot of memory for a short time.
pub(crate) fn report(query: &Query) -> Outcome {
    let mb = query.integer("mb", 1, 1024, 64)?;
    // In range, as just read.
    let checksum = sum_pages(mb as usize * 1024 * 1024);
    Ok(Answer::json(200, &Reported { mb, checksum }))
}

/// Takes that many bytes, touches each page, sums what was written and lets the memory go: to the allocator, which gives
/// so much back at once.
fn sum_pages(size_bytes: usize) -> u64 {
    let mut memory = vec![0_u8; size_bytes];
    for (page, bytes) in memory.chunks_mut(PAGE_BYTES).enumerate() {
        bytes[0] = (page % 251) as u8;
    }
    // Else the compiler may see that nobody needs the memory.
    let memory = black_box(memory);
    memory.iter().step_by(PAGE_BYTES).map(|byte| u64::from(*byte)).sum()
}

#[cfg(test)]
mod tests {
    #[test]
    fn sums_what_was_written_to_each_page() {
        let wanted: u64 = (0..256_u64).map(|page| page % 251).sum();
        assert_eq!(super::sum_pages(1024 * 1024), wanted);
    }
}
