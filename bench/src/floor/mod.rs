//! What any program must spend on the same instruction: the floor that a row of the table is compared with.
//!
//! A floor is the sum of two parts, and neither looks at what our program spends:
//!
//! - **charged**: what the runtime takes for the calls, system variables, log entries and address searches that the
//!   instruction cannot do without, at the runtime's own prices, and what the called programs spend themselves;
//! - **counted**: sBPF instructions, counted by hand. What follows from the accounts, the log and the calls of a run
//!   ([`Seen`]) is multiplied by the counts below; the rules of each instruction are counted in [`hand`].
//!
//! Counts are of the shortest code that we know of for the machine that runs it, with everything that fits kept in registers.
//! So a floor is a lower bound, and no aim that a compiler reaches.

mod bootstrap;
mod charter;
mod federation;
mod governance;
mod hand;
mod membership;
mod patronage;
mod seen;

pub use hand::Hand;
use seen::Seen;

use crate::rows::Row;
use solana_program_runtime::execution_budget::SVMTransactionExecutionCost;

/// How far above its floor an instruction may be, in percent of the floor.
pub const AT_MOST: u64 = 125;

/// Entry: the length of the data is enough (2), the discriminator is read (1), one of 81 instructions is chosen by halving, a
/// constant and a jump each time (7 × 2), the number of accounts is enough (2), the first of them (1), result and end (2).
const ENTRY: u64 = 2 + 1 + 14 + 2 + 1 + 2;
/// To find the account after one: it is no duplicate (load, jump), its length (load), rounded up to 8 (2), added to where it
/// stands with the fixed part (2).
const ACCOUNT: u64 = 7;
/// Only four registers keep what they hold over a call of the runtime: where any further account stands is stored and loaded.
const REGISTERS: u64 = 4;
const STORED: u64 = 2;
/// Who must sign did: load, jump.
const SIGNER: u64 = 2;
/// 32 bytes are what they should be: two loads and a jump for each 8.
const ADDRESS: u64 = 12;
/// A record of ours: its owner is the program (four times a load, a constant and a jump), its discriminator (3), and it is
/// long enough (load, jump).
const RECORD: u64 = 12 + 3 + 2;
/// It may be written to: load, jump.
const WRITABLE: u64 = 2;
/// Eight bytes of arguments are read.
const ARGUMENT: u64 = 1;
/// Eight bytes of a record become others: made or loaded, and stored.
const WORD: u64 = 2;
/// The time: four arguments of the call (5), the call, whether it succeeded, and it is loaded.
const CLOCK: u64 = 5 + 1 + 1 + 1;
/// An event: its number is the last plus one, which is checked (2), its address and length are stored where the call looks
/// (4), two arguments (3), the call.
const EVENT: u64 = 2 + 4 + 3 + 1;
/// A call of another program: its instruction of five words (10), five arguments (8), the call, whether it succeeded.
const CALL: u64 = 10 + 8 + 1 + 1;
/// An account of a call: where its address stands is computed and stored (3), its rights (1).
const META: u64 = 4;
/// What the runtime needs of an account that is passed on, seven words: the address (1); lamports, data and
/// owner (3 each); the length of the data (2); the rent epoch (1); the rights (2).
const INFO: u64 = 1 + 9 + 2 + 1 + 2;
/// Seeds that sign, three at least: address and length of each (4), and of them all.
const SEEDS: u64 = 3 * 4 + 4;
/// A search for an address: five parts to hash with address and length (4 each), and the result is compared.
const SEARCH: u64 = 5 * 4 + ADDRESS;
/// A try of an address: the bump is stored, a hash (5 for its arguments, the call), whether that is on the curve (4, the call,
/// a jump), and the next bump.
const TRY: u64 = 1 + 6 + 6 + 1;
/// A record that is closed: its lamports are added to those of another account, which is checked (5), they and its length are
/// set to 0 (2), and its owner (4).
const CLOSED: u64 = 11;
/// A new account: nothing is there (2), the price of its rent (6), and of a record the discriminator (2).
const NEW: u64 = 2 + 6 + 2;

/// The least that an instruction costs, and the part of it that the runtime charges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Floor {
    /// Taken by the runtime, and spent by programs that are called.
    pub charged: u64,
    /// Instructions of the program itself, counted by hand.
    pub counted: u64,
}

impl Floor {
    pub fn units(&self) -> u64 {
        self.charged + self.counted
    }

    /// A cost in percent of the floor, rounded up: so nothing is under the limit by rounding.
    pub fn percent(&self, units: u64) -> u64 {
        (units * 100).div_ceil(self.units())
    }
}

/// The floor of a row. An error for instructions that are missing from the table by hand.
pub fn of(row: &Row) -> Result<Floor, String> {
    let hand = hand::of(&row.name).ok_or_else(|| {
        format!("{}: nobody counted its rules: add it to bench/src/floor, in the file of its part", row.name)
    })?;
    let seen = seen::run(row);
    let searches = seen.created + hand.searches;
    Ok(Floor { charged: charged(&seen, hand, searches), counted: counted(&seen, hand, searches) })
}

/// The number of tries that this number of searches takes. It suffices for half of all keys, since half of all tries
/// succeed.
fn tries(searches: u64) -> u64 {
    (2 * searches).saturating_sub(1)
}

fn charged(seen: &Seen, hand: &Hand, searches: u64) -> u64 {
    // marker, program, bump and one address; half a unit for each byte
    const SEED_BYTES: u64 = 21 + 32 + 1 + 32;
    let cost = SVMTransactionExecutionCost::default();
    let events: u64 = seen.events.iter().map(|bytes| 2 * cost.syscall_base_cost + bytes).sum();
    let calls: u64 = seen.calls.iter().map(|call| cost.invoke_units + call.units).sum();
    let search = cost.sha256_base_cost
        + cost.sha256_byte_cost * SEED_BYTES / 2
        + cost.curve25519_edwards_validate_point_cost;
    // a field of a system variable: of the clock always, of the rent where an account is made
    let variable = cost.sysvar_base_cost + cost.mem_op_base_cost;
    let rent = if seen.created > 0 { variable } else { 0 };
    variable + rent + events + calls + tries(searches) * search + hand.charged
}

fn counted(seen: &Seen, hand: &Hand, searches: u64) -> u64 {
    let events: u64 = seen.events.iter().map(|bytes| EVENT + bytes.div_ceil(8) * WORD).sum();
    let calls: u64 = seen
        .calls
        .iter()
        .map(|call| {
            let seeds = if call.program_signs { SEEDS } else { 0 };
            CALL + call.accounts * META + call.distinct * INFO + call.data.div_ceil(8) * WORD + seeds
        })
        .sum();
    ENTRY
        + seen.accounts * ACCOUNT
        + seen.accounts.saturating_sub(REGISTERS) * STORED
        + seen.signers * SIGNER
        + seen.records * RECORD
        + seen.writable_records * WRITABLE
        + seen.arguments.div_ceil(8) * ARGUMENT
        + seen.words * WORD
        + seen.closed * CLOSED
        + seen.created * NEW
        + searches * SEARCH
        + tries(searches) * TRY
        + CLOCK
        + events
        + calls
        + hand.addresses * ADDRESS
        + hand.rules
}
