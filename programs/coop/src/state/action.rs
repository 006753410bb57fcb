use super::{CharterTerms, PoolTerms};
use alloc::vec::Vec;
use anchor_lang::prelude::*;

/// What a resolution would do.
#[derive(Clone, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub enum Action {
    /// Pays operating money to a token account of `to`; an investment is written off over time, an expense at
    /// once. Ordinary within the period's budget, else special.
    Spend { to: Address, amount: u64, investment: bool },
    /// Lets `to` draw up to `per_period` a period, until and including the second `until`. Ordinary within the
    /// period's budget, else special.
    Mandate { to: Address, per_period: u64, until: i64 },
    /// Ends a mandate. Ordinary.
    RevokeMandate { mandate: Address },
    /// Pays solidarity money to a token account of `to`. Ordinary.
    Grant { to: Address, amount: u64 },
    /// Opens a pool. Ordinary.
    OpenPool { terms: PoolTerms },
    /// Sets the take rate, at most the ceiling. Ordinary.
    SetTakeRate { bps: u16 },
    /// Makes a member leave, also one who resigned first. Special.
    Expel { member: Address },
    /// Lets an expelled member apply anew. Ordinary.
    Readmit { member: Address },
    /// Moves a membership to another wallet, unless the old one objects. Special.
    Rehome { member: Address, wallet: Address },
    /// Replaces the charter and the heir; zeros: none. Special.
    Amend { charter: CharterTerms, heir: Address },
    /// Covers losses from the reserve. Special.
    CoverLoss { amount: u64 },
    /// Seeks to join a federation. Special.
    JoinFederation { federation: Address },
    /// Accepts a co-op into this federation. Ordinary.
    AcceptFederation { joining: Address },
    /// Leaves the federation. Special.
    LeaveFederation,
    /// Calls another program with the agent's signature; `pinned`: only as it was deployed when this was
    /// proposed. Special.
    Invoke { program: Address, accounts: Vec<InvokeMeta>, data: Vec<u8>, pinned: bool },
    /// Ends the co-op. Special, with a quorum of half the electors.
    Dissolve,
    /// Acts as a member of another co-op, the agent being its wallet there: one instruction of this program that a
    /// member's wallet signs. Ordinary if it moves no money of the agent's, as applying, voting and vouching; else special.
    Represent { coop: Address, accounts: Vec<InvokeMeta>, data: Vec<u8> },
    /// Brings money of the agent's home, booked as income. Ordinary.
    Collect { amount: u64 },
}

/// An account of an instruction to be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct InvokeMeta {
    pub address: Address,
    /// Only the agent can sign.
    pub is_signer: bool,
    pub is_writable: bool,
}
