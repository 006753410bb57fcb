//! What the peers' instructions are written with: little-endian numbers, and lengths of four bytes or of one.

use anchor_lang::prelude::Address;
use coop_tests::Actor;
use solana_message::{AccountMeta, Instruction};

/// Bytes that are written one field after the other.
#[derive(Clone, Default)]
pub struct Bytes(pub Vec<u8>);

impl Bytes {
    pub fn of(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    pub fn raw(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }

    pub fn u8(self, number: u8) -> Self {
        self.raw(&[number])
    }

    pub fn u16(self, number: u16) -> Self {
        self.raw(&number.to_le_bytes())
    }

    pub fn u32(self, number: u32) -> Self {
        self.raw(&number.to_le_bytes())
    }

    pub fn u64(self, number: u64) -> Self {
        self.raw(&number.to_le_bytes())
    }

    /// With their length in four bytes in front.
    pub fn vec(self, bytes: &[u8]) -> Self {
        self.u32(bytes.len() as u32).raw(bytes)
    }
}

/// An account that is read.
pub fn read(address: Address) -> AccountMeta {
    AccountMeta::new_readonly(address, false)
}

/// An account that is written to.
pub fn write(address: Address) -> AccountMeta {
    AccountMeta::new(address, false)
}

/// Somebody who signs, and may pay.
pub fn sign(who: &Actor) -> AccountMeta {
    AccountMeta::new(who.wallet(), true)
}

/// The address that seeds give in a program.
pub fn address_of(program: &Address, seeds: &[&[u8]]) -> Address {
    Address::find_program_address(seeds, program).0
}

/// An instruction of a program.
pub fn call(program: Address, accounts: Vec<AccountMeta>, data: Bytes) -> Instruction {
    Instruction { program_id: program, accounts, data: data.0 }
}

/// A transfer in the terms of the SPL Token program: its instruction, the amount, the decimals.
pub fn transfer(amount: u64, decimals: u8) -> Vec<u8> {
    const TRANSFER_CHECKED: u8 = 12;
    Bytes::default().u8(TRANSFER_CHECKED).u64(amount).u8(decimals).0
}

/// The system program.
pub const SYSTEM: Address = Address::new_from_array([0; 32]);
/// Decimals of the mint of the test chain.
pub const DECIMALS: u8 = coop_tests::mints::DECIMALS;
