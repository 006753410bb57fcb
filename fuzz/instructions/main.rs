//! libFuzzer on instructions. Its coverage is not that of this program but of the one on the chain: every conditional
//! branch that the program executes counts, by whether it was taken, in counters that libFuzzer reads with its own.

#![no_main]

mod labels;

use fuzzed::program::{Stage, check_on};
use litesvm::{InvocationInspectCallback, LiteSVM};
use solana_program_runtime::invoke_context::InvokeContext;
use solana_transaction::sanitized::SanitizedTransaction;
use std::{
    cell::OnceCell,
    collections::BTreeMap,
    env,
    sync::{
        OnceLock,
        atomic::{AtomicU8, AtomicU64, Ordering::Relaxed},
    },
};

/// Counters: two for every instruction that the program can have.
const COUNTERS: usize = 1 << 18;

/// libFuzzer takes what stands in this section for coverage, and clears it before every input.
#[unsafe(link_section = "__libfuzzer_extra_counters")]
static TAKEN: [AtomicU8; COUNTERS] = [const { AtomicU8::new(0) }; COUNTERS];

/// All that were ever taken, for the report.
static EVER: [AtomicU8; COUNTERS] = [const { AtomicU8::new(0) }; COUNTERS];

/// Inputs, transactions that were accepted, refused, and not sent.
static DONE: [AtomicU64; 4] = [const { AtomicU64::new(0) }; 4];

/// How many ways branches of the program can go.
static WAYS: OnceLock<usize> = OnceLock::new();

/// Counts the branches that the program takes.
struct Branches {
    /// Whether it does not matter how often: so with `COOP_ONCE`, where few inputs are to be kept.
    once: bool,
}

/// Whether an instruction of sBPF v3 is a jump that may not be taken: one of its two classes of jumps, and neither an
/// unconditional one nor a call nor an exit.
fn branches(instruction: &[u8]) -> bool {
    let (class, kind) = (instruction[0] & 0x07, instruction[0] >> 4);
    matches!(class, 0x05 | 0x06) && matches!(kind, 0x1..=0x7 | 0xa..=0xd)
}

impl InvocationInspectCallback for Branches {
    fn before_invocation(
        &self,
        _: &LiteSVM,
        _: &SanitizedTransaction,
        _: &[u16],
        _: &mut InvokeContext,
        _: bool,
    ) {
    }

    fn after_invocation(
        &self,
        _: &LiteSVM,
        _: &SanitizedTransaction,
        _: &[u16],
        context: &InvokeContext,
        _: bool,
    ) {
        context.iterate_vm_traces(&|instruction, executable, trace| {
            if instruction.get_program_key().is_ok_and(|key| *key == coop::ID) {
                let (_, text) = executable.get_text_bytes();
                WAYS.get_or_init(|| {
                    2 * text.chunks_exact(8).filter(|instruction| branches(instruction)).count()
                });
                for pair in trace.windows(2) {
                    let (from, to) = (pair[0][11] as usize, pair[1][11] as usize);
                    if text.get(8 * from..8 * from + 8).is_some_and(branches) {
                        let way = 2 * from + (to != from + 1) as usize;
                        EVER[way].store(1, Relaxed);
                        let most = if self.once { 1 } else { u8::MAX };
                        if coop_fuzz::blind().is_none() && TAKEN[way].load(Relaxed) < most {
                            TAKEN[way].fetch_add(1, Relaxed);
                        }
                    }
                }
            }
        });
    }
}

fn chain() -> LiteSVM {
    let mut chain = LiteSVM::new_debuggable(true);
    chain.set_invocation_inspect_callback(Branches { once: env::var_os("COOP_ONCE").is_some() });
    chain
}

/// What was run and reached, as lines of a name and a number.
extern "C" fn report() {
    labels::remove();
    let ever = EVER.iter().filter(|way| way.load(Relaxed) != 0).count();
    let names = ["inputs", "accepted", "refused", "unsent"];
    let counts: BTreeMap<&str, u64> =
        names.into_iter().zip(DONE.iter().map(|count| count.load(Relaxed))).collect();
    eprintln!("branches {ever} of {}; {counts:?}", WAYS.get().copied().unwrap_or(0));
}

unsafe extern "C" {
    fn atexit(callback: extern "C" fn()) -> i32;
}

libfuzzer_sys::fuzz_target!(init: {
    // SAFETY: the C library calls it once, when the process ends
    unsafe { atexit(report) };
    labels::add();
}, |data: &[u8]| {
    thread_local!(static STAGE: OnceCell<Stage> = const { OnceCell::new() });
    STAGE.with(|stage| {
        let outcome = check_on(stage.get_or_init(|| Stage::on(chain)), data);
        let counts = [1, outcome.accepted, outcome.refused, outcome.unsent];
        for (count, more) in DONE.iter().zip(counts) {
            count.fetch_add(more as u64, Relaxed);
        }
    });
    coop_fuzz::forget();
});
