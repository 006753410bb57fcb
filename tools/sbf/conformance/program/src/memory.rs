//! The five memory calls, each on an arena of its own: a byte written out of bounds shows as well.

/// Longest length that is tried.
pub const LONGEST: usize = 300;
pub const ARENA: usize = 640;

/// Bytes of a case: call, two offsets into the arena (of memset the second is the value), length, result, arena.
pub const CASE: usize = CALL + RESULT + ARENA;
pub const CALL: usize = 16;
pub const RESULT: usize = 8;

pub const CALLS: &[&str] = &["memcpy", "memmove", "memset", "memcmp", "bcmp"];
pub const MEMCPY: u16 = 0;
pub const MEMMOVE: u16 = 1;
pub const MEMSET: u16 = 2;
pub const MEMCMP: u16 = 3;
pub const BCMP: u16 = 4;

// By name, not through core: what the toolchain links is called, with every argument unknown to the optimiser.
unsafe extern "C" {
    fn memcpy(to: *mut u8, from: *const u8, length: usize) -> *mut u8;
    fn memmove(to: *mut u8, from: *const u8, length: usize) -> *mut u8;
    fn memset(to: *mut u8, value: i32, length: usize) -> *mut u8;
    fn memcmp(left: *const u8, right: *const u8, length: usize) -> i32;
    fn bcmp(left: *const u8, right: *const u8, length: usize) -> i32;
}

pub fn run(case: &mut [u8]) {
    let field = |at: usize| u16::from_le_bytes([case[at], case[at + 1]]);
    let (call, first, second, length) = (field(0), field(2), field(4), field(6));
    let (first, length) = (usize::from(first), usize::from(length));
    let (head, arena) = case.split_at_mut(CALL + RESULT);
    let to = arena[first..first + length].as_mut_ptr();
    let result = if call == MEMSET {
        let returned = unsafe { memset(to, second.into(), length) };
        returned as usize - to as usize
    } else {
        let from = arena[usize::from(second)..usize::from(second) + length].as_mut_ptr();
        match call {
            MEMCPY => unsafe { memcpy(to, from, length) as usize - to as usize },
            MEMMOVE => unsafe { memmove(to, from, length) as usize - to as usize },
            // Only the sign is promised, and of bcmp only whether it is zero.
            MEMCMP => unsafe { memcmp(to, from, length).signum() as usize },
            BCMP => unsafe { usize::from(bcmp(to, from, length) != 0) },
            other => panic!("no such call: {other}"),
        }
    };
    head[CALL..].copy_from_slice(&(result as u64).to_le_bytes());
}
