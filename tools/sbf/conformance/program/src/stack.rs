//! Frames of nearly the size that the chain allows, as deep as it allows: they must not overlap.

/// Calls deep; the runtime stops at 64.
const DEPTH: u64 = 50;
/// Words in a frame of at most 4096 bytes.
const WORDS: usize = 480;

/// Bytes of a case: a number, and what the frames add up to.
pub const CASE: usize = 16;

pub fn run(case: &mut [u8]) {
    let (number, sum) = case.split_at_mut(8);
    let number = u64::from_le_bytes(*number.first_chunk().expect("eight bytes"));
    sum.copy_from_slice(&descend(number, DEPTH).to_le_bytes());
}

#[inline(never)]
fn descend(number: u64, depth: u64) -> u64 {
    let mut frame = [0; WORDS];
    for (index, word) in frame.iter_mut().enumerate() {
        *word = number.wrapping_mul(depth + index as u64);
    }
    // Opaque, so that the frame stays in memory across the call.
    std::hint::black_box(&mut frame);
    let below = if depth == 0 { 0 } else { descend(number, depth - 1) };
    frame.iter().fold(below.rotate_left(1), |sum, word| sum.rotate_left(3).wrapping_add(*word))
}
