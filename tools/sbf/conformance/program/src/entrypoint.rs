//! The way in and the way out. No crate of the chain's is used, so that a fault is the toolchain's.

/// Bytes before the data of the first account: the number of accounts, its flags, key, owner, lamports and length.
const DATA_LENGTH: usize = 8 + 8 + 32 + 32 + 8;
const DATA: usize = DATA_LENGTH + 8;

/// # Safety
/// The runtime passes the one account of the instruction, as it serializes accounts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entrypoint(input: *mut u8) -> u64 {
    unsafe {
        let length = input.add(DATA_LENGTH).cast::<u64>().read();
        crate::run(core::slice::from_raw_parts_mut(input.add(DATA), length as usize));
    }
    0
}

/// The std of the official tools calls this before it aborts; the std of `tools/sbf` ends in the same syscall itself.
#[unsafe(no_mangle)]
extern "Rust" fn custom_panic(info: &core::panic::PanicInfo<'_>) {
    unsafe extern "C" {
        fn sol_panic_(file: *const u8, length: u64, line: u64, column: u64) -> !;
    }
    if let Some(at) = info.location() {
        let file = at.file();
        unsafe { sol_panic_(file.as_ptr(), file.len() as u64, at.line().into(), at.column().into()) }
    }
}
