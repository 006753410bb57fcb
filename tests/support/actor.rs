//! Who acts on a chain.

use anchor_lang::prelude::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

/// Someone with a wallet, SOL, and a token account that is not its associated one.
pub struct Actor {
    pub name: String,
    pub key: Keypair,
    pub tokens: Address,
}

impl Actor {
    pub fn wallet(&self) -> Address {
        self.key.pubkey()
    }
}

/// The nth key of the worlds with a seed.
pub fn key(seed: u64, name: u64) -> Keypair {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&name.to_le_bytes());
    bytes[8..16].copy_from_slice(&seed.to_le_bytes());
    bytes[16] = 0xac;
    Keypair::new_from_array(bytes)
}
