//! The measuring: many random keys a row, because the search for a new account's address costs more for
//! some keys than for others.

use crate::{
    floor::{self, Floor},
    growth::{self, Growth},
    rows::{self, Row},
};
use coop_tests::{
    Call, UNIT, World,
    charter::reclaim_coop,
    fixtures,
    verb::Verb,
    world::{GENESIS, SPL_TOKEN, TOKEN_2022, program_path, wire_size},
};
use solana_message::Message;
use solana_signer::Signer;
use solana_transaction::Transaction;
use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

/// Keys that each row is measured with.
pub const SAMPLES: usize = 200;

/// Two measure at a time: one takes the large co-op, the other begins with the rows.
const THREADS: usize = 2;

/// Everything the table holds.
pub struct Measured {
    pub instructions: Vec<(String, Cost)>,
    pub growth: Vec<(&'static str, Growth)>,
    pub accounts: Vec<(&'static str, Stored)>,
    pub elf_bytes: u64,
}

/// What one instruction costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Compute units; no transaction here has a budget instruction, so all of it is the program.
    pub units: Spread,
    /// Accounts the instruction names, the same one twice if it is named twice.
    pub accounts: u64,
    /// Of the transaction on the wire, its first signer paying the fee.
    pub bytes: u64,
    /// What any program would spend at least.
    pub floor: Floor,
}

/// Of samples in order, the one that half are no more than, and the one that 99 of 100 are no more than.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    pub p50: u64,
    pub p99: u64,
}

impl Spread {
    pub fn of(mut samples: Vec<u64>) -> Self {
        samples.sort_unstable();
        let at = |percent: usize| samples[(samples.len() * percent).div_ceil(100) - 1];
        Self { p50: at(50), p99: at(99) }
    }
}

/// What one account takes on chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored {
    pub bytes: u64,
    pub lamports: u64,
}

pub fn everything() -> Measured {
    let rows = rows::all();
    let costs: Vec<Mutex<Option<Cost>>> = rows.iter().map(|_| Mutex::new(None)).collect();
    let growth = Mutex::new(Vec::new());
    // job 0 is the large co-op, which takes longest; job i is row i - 1
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    match next.fetch_add(1, Ordering::Relaxed) {
                        0 => *growth.lock().unwrap() = growth::measure(),
                        i if i <= rows.len() => {
                            *costs[i - 1].lock().unwrap() = Some(cost(&rows[i - 1], i as u64));
                        }
                        _ => break,
                    }
                }
            });
        }
    });
    let costs = costs.into_iter().map(|cost| cost.into_inner().unwrap().expect("every row was measured"));
    Measured {
        instructions: rows.into_iter().map(|row| row.name).zip(costs).collect(),
        growth: growth.into_inner().unwrap(),
        accounts: accounts(),
        elf_bytes: std::fs::metadata(program_path()).expect("the program is built").len(),
    }
}

fn cost(row: &Row, seed: u64) -> Cost {
    let mut world = row.world(seed);
    let mut samples = Vec::with_capacity(SAMPLES);
    let mut shape = None;
    for _ in 0..SAMPLES {
        world.set_time(GENESIS);
        let call = row.make(&mut world);
        samples.push(units(&mut world, &row.name, &call));
        let this = (call.instruction.accounts.len() as u64, bytes(&world, &call));
        assert_eq!(*shape.get_or_insert(this), this, "{}: every call is as large", row.name);
    }
    let (accounts, bytes) = shape.expect("there are samples");
    let floor = floor::of(row).unwrap_or_else(|why| panic!("{why}"));
    let units = Spread::of(samples);
    assert!(
        units.p50 >= floor.units(),
        "{}: {} compute units, and the floor is {}: bench/src/floor counts what need not be done",
        row.name,
        units.p50,
        floor.units()
    );
    Cost { units, accounts, bytes, floor }
}

fn units(world: &mut World, name: &str, call: &Call) -> u64 {
    let signers: Vec<_> = call.signers.iter().collect();
    let sent = world.send(std::slice::from_ref(&call.instruction), &signers);
    sent.unwrap_or_else(|refusal| panic!("{name}: {refusal:#?}")).compute_units
}

/// The size of the transaction as its user sends it: the first signer pays the fee, or else anyone.
fn bytes(world: &World, call: &Call) -> u64 {
    let payer = call.signers.first().unwrap_or(&world.fee_payer).pubkey();
    let message = Message::new(std::slice::from_ref(&call.instruction), Some(&payer));
    wire_size(&Transaction::new_unsigned(message)) as u64
}

/// Each kind of account as it lies on chain.
fn accounts() -> Vec<(&'static str, Stored)> {
    let mut world = World::seeded(0, SPL_TOKEN);
    let g = fixtures::pledged(&mut world, 3, 200 * UNIT);
    let site = &g.coop.site;
    let (one, other) = (g.coop.members[0].wallet(), g.coop.members[1].wallet());
    let vouch = coop_tests::address::vouch(&site.member(&other), &site.member(&one));
    let mut kinds = vec![
        ("Coop", stored(&world, &site.coop)),
        ("Member", stored(&world, &site.member(&one))),
        ("Vouch", stored(&world, &vouch)),
        ("Pool", stored(&world, &g.site.pool)),
        ("Pledge", stored(&world, &g.site.pledge(&one))),
    ];
    let t = fixtures::traded(&mut world);
    kinds.push(("Service", stored(&world, &t.site().service(0))));
    kinds.push(("Period", stored(&world, &t.site().period(0))));
    let g = fixtures::mandated(&mut world);
    kinds.push(("Proposal", stored(&world, &g.coop.site.proposal(0))));
    kinds.push(("BallotPage", stored(&world, &g.coop.site.ballots(0, 0))));
    kinds.push(("Mandate", stored(&world, &g.coop.site.mandate(0))));
    let call = reclaim_coop::This.fixture(&mut world);
    units(&mut world, reclaim_coop::This.name(), &call);
    kinds.push(("Tombstone", stored(&world, &call.instruction.accounts[0].pubkey)));
    for (name, token_program) in
        [("vault or escrow", SPL_TOKEN), ("vault or escrow (Token-2022)", TOKEN_2022)]
    {
        let mut world = World::seeded(0, token_program);
        let coop = fixtures::found(&mut world, &Default::default());
        kinds.push((name, stored(&world, &coop.site.vault)));
    }
    kinds
}

fn stored(world: &World, address: &anchor_lang::prelude::Address) -> Stored {
    let account = world.svm.get_account(address).expect("an account");
    Stored { bytes: account.data.len() as u64, lamports: account.lamports }
}
