//! What a toolchain for the chain can get wrong, as one function from bytes to bytes: [`run`]. The same source is
//! built for the chain and for the host, and both must turn the same bytes into the same bytes. It uses std on
//! purpose, because a patched std is part of what is tested, and nothing else.

pub mod arithmetic;
pub mod memory;
pub mod stack;

#[cfg(target_os = "solana")]
mod entrypoint;

/// What the bytes after the first [`HEADER`] ask for; the first byte says it.
pub const ARITHMETIC: u8 = 0;
pub const MEMORY: u8 = 1;
pub const STACK: u8 = 2;
pub const PANIC: u8 = 3;

/// Bytes before the cases: they begin aligned.
pub const HEADER: usize = 16;

/// Replaces the results in `data` by what this build computes.
pub fn run(data: &mut [u8]) {
    let (header, cases) = data.split_at_mut(HEADER);
    match header[0] {
        ARITHMETIC => cases.chunks_exact_mut(arithmetic::CASE).for_each(arithmetic::run),
        MEMORY => cases.chunks_exact_mut(memory::CASE).for_each(memory::run),
        STACK => cases.chunks_exact_mut(stack::CASE).for_each(stack::run),
        PANIC => fail(cases.len()),
        job => panic!("no such job: {job}"),
    }
}

/// Where [`run`] panics on purpose, as the runtime must say it: file, line and column.
pub const PANICS_AT: (&str, u32, u32) = (file!(), line!() + 4, 5);

#[inline(never)]
fn fail(bytes: usize) {
    assert!(bytes == usize::MAX, "panics on purpose after {bytes} bytes");
}
