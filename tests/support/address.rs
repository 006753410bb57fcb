//! The program's addresses, derived as a client would: from the seeds in the documentation, not from the
//! program's own code.

use anchor_lang::prelude::Address;
use std::{cell::RefCell, collections::HashMap};

/// Derivations are remembered: a search hashes many times, and long runs ask for the same addresses again.
/// No two of the program's seed lists are the same bytes when joined: each begins with its own word.
fn derive(seeds: &[&[u8]]) -> Address {
    thread_local!(static KNOWN: RefCell<HashMap<Vec<u8>, Address>> = RefCell::default());
    KNOWN.with_borrow_mut(|known| {
        *known.entry(seeds.concat()).or_insert_with(|| Address::find_program_address(seeds, &coop::ID).0)
    })
}

pub fn coop(founder: &Address, id: u64) -> Address {
    derive(&[b"coop", founder.as_ref(), &id.to_le_bytes()])
}

pub fn vault(coop: &Address) -> Address {
    derive(&[b"vault", coop.as_ref()])
}

pub fn member(coop: &Address, wallet: &Address) -> Address {
    derive(&[b"member", coop.as_ref(), wallet.as_ref()])
}

pub fn vouch(candidate: &Address, voucher: &Address) -> Address {
    derive(&[b"vouch", candidate.as_ref(), voucher.as_ref()])
}

pub fn pool(coop: &Address, index: u32) -> Address {
    derive(&[b"pool", coop.as_ref(), &index.to_le_bytes()])
}

pub fn escrow(pool: &Address) -> Address {
    derive(&[b"escrow", pool.as_ref()])
}

pub fn service(coop: &Address, index: u32) -> Address {
    derive(&[b"service", coop.as_ref(), &index.to_le_bytes()])
}

pub fn period(coop: &Address, number: u32) -> Address {
    derive(&[b"period", coop.as_ref(), &number.to_le_bytes()])
}

pub fn proposal(coop: &Address, proposer: u32, count: u32) -> Address {
    derive(&[b"proposal", coop.as_ref(), &proposer.to_le_bytes(), &count.to_le_bytes()])
}

pub fn ballots(proposal: &Address, page: u32) -> Address {
    derive(&[b"ballots", proposal.as_ref(), &page.to_le_bytes()])
}

pub fn mandate(coop: &Address, index: u32) -> Address {
    derive(&[b"mandate", coop.as_ref(), &index.to_le_bytes()])
}

pub fn agent(coop: &Address) -> Address {
    derive(&[b"agent", coop.as_ref()])
}

pub fn pledge(pool: &Address, member: &Address) -> Address {
    derive(&[b"pledge", pool.as_ref(), member.as_ref()])
}
