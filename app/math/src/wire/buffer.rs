//! Where TypeScript and the functions give each other words.

use super::{CAPACITY, Words};
use core::cell::UnsafeCell;

struct Buffer(UnsafeCell<[u64; CAPACITY]>);

// SAFETY: WebAssembly without shared memory has one thread.
unsafe impl Sync for Buffer {}

static BUFFER: Buffer = Buffer(UnsafeCell::new([0; CAPACITY]));

/// Where TypeScript writes and reads.
#[unsafe(no_mangle)]
extern "C" fn words() -> *mut u64 {
    BUFFER.0.get().cast()
}

pub fn with_buffer(call: impl FnOnce(&mut Words)) {
    // SAFETY: nothing else refers to it during a call, which calls nothing outside.
    call(&mut Words::new(unsafe { &mut *BUFFER.0.get() }));
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
