//! 128-bit integers: the chain's machine has 64-bit registers, so each operation is a library call or several
//! instructions that a toolchain has to get right.

/// Bytes of a case: two operands, then one result an operation.
pub const CASE: usize = WORD * (2 + OPERATIONS.len());
pub const WORD: usize = 16;

macro_rules! operations {
    ($($name:literal: |$a:ident, $b:ident| $result:expr;)*) => {
        /// The operations' names, in the order of their results.
        pub const OPERATIONS: &[&str] = &[$($name),*];

        /// Writes the result of every operation behind the two operands.
        pub fn run(case: &mut [u8]) {
            let (operands, results) = case.split_at_mut(2 * WORD);
            let (left, right) = (word(operands), word(&operands[WORD..]));
            let mut results = results.chunks_exact_mut(WORD);
            $(
                let result: u128 = operation(left, right, |$a, $b| $result);
                results.next().expect("room for each operation").copy_from_slice(&result.to_le_bytes());
            )*
        }
    };
}

operations! {
    "u128 add": |a, b| a.wrapping_add(b);
    "u128 sub": |a, b| a.wrapping_sub(b);
    "u128 mul": |a, b| a.wrapping_mul(b);
    "u128 div": |a, b| a.checked_div(b).unwrap_or(7);
    "u128 rem": |a, b| a.checked_rem(b).unwrap_or(7);
    "u128 div by a word": |a, b| a.checked_div(b as u64 as u128).unwrap_or(7);
    "u128 rem by a word": |a, b| a.checked_rem(b as u64 as u128).unwrap_or(7);
    "u128 shl": |a, b| a << (b & 127);
    "u128 shr": |a, b| a >> (b & 127);
    "u128 compare": |a, b| orders(a < b, a <= b, a == b, a.cmp(&b) as i8);
    "u128 checked": |a, b| some(a.checked_add(b)) | some(a.checked_sub(b)) << 1 | some(a.checked_mul(b)) << 2;
    "u128 saturating": |a, b| a.saturating_mul(b) ^ a.saturating_add(b).rotate_left(64);
    "u128 bits": |a, b| (a.leading_zeros() + 1_000 * b.trailing_zeros() + 1_000_000 * a.count_ones()).into();
    "i128 add": |a, b| (a as i128).wrapping_add(b as i128) as u128;
    "i128 sub": |a, b| (a as i128).wrapping_sub(b as i128) as u128;
    "i128 mul": |a, b| (a as i128).wrapping_mul(b as i128) as u128;
    "i128 div": |a, b| (a as i128).checked_div(b as i128).unwrap_or(7) as u128;
    "i128 rem": |a, b| (a as i128).checked_rem(b as i128).unwrap_or(7) as u128;
    "i128 shl": |a, b| ((a as i128) << (b & 127)) as u128;
    "i128 shr": |a, b| ((a as i128) >> (b & 127)) as u128;
    "i128 compare": |a, b| {
        let (a, b) = (a as i128, b as i128);
        orders(a < b, a <= b, a == b, a.cmp(&b) as i8)
    };
    "i128 checked": |a, b| {
        let (a, b) = (a as i128, b as i128);
        some(a.checked_add(b)) | some(a.checked_sub(b)) << 1 | some(a.checked_mul(b)) << 2
    };
    "i128 from i64": |a, b| (a as i64 as i128).wrapping_sub(b as i64 as i128) as u128;
    "u64 times u64": |a, b| (a as u64 as u128) * (b as u64 as u128);
    "u64 div and rem": |a, b| {
        let (a, b) = (a as u64, b as u64);
        u128::from(a.checked_div(b).unwrap_or(7)) << 64 | u128::from(a.checked_rem(b).unwrap_or(7))
    };
    "u64 by a constant": |a, b| u128::from(a as u64 / 86_400) | u128::from(b as u64 % 1_000) << 64;
    "narrow casts": |a, b| {
        let signed = (a as i8 as i64) ^ (b as i16 as i64).rotate_left(20) ^ (a as i32 as i64).rotate_left(40);
        signed as i128 as u128
    };
    "nine arguments": |a, b| nine(a as u64, a, b as u8, b, 5, a as i16, b as u64, a as i8, b as u32);
}

/// One operation, kept apart from the others: the optimiser must not turn two of them into something else.
#[inline(never)]
fn operation(left: u128, right: u128, compute: impl Fn(u128, u128) -> u128) -> u128 {
    compute(left, right)
}

fn word(bytes: &[u8]) -> u128 {
    u128::from_le_bytes(*bytes.first_chunk().expect("sixteen bytes"))
}

fn orders(less: bool, at_most: bool, equal: bool, order: i8) -> u128 {
    u128::from(less) | u128::from(at_most) << 1 | u128::from(equal) << 2 | u128::from(order as u8) << 8
}

fn some<T>(checked: Option<T>) -> u128 {
    checked.is_some().into()
}

/// More arguments than the machine has argument registers, of all widths.
#[inline(never)]
#[expect(clippy::too_many_arguments)]
fn nine(a: u64, b: u128, c: u8, d: u128, e: u64, f: i16, g: u64, h: i8, i: u32) -> u128 {
    let words = a.wrapping_mul(3) ^ g.rotate_left(7) ^ e ^ u64::from(i).rotate_left(9);
    let narrow = i128::from(f).wrapping_mul(i128::from(h)).wrapping_sub(i128::from(c));
    b.rotate_left(3) ^ d ^ u128::from(words) ^ narrow as u128
}
