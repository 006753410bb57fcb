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
