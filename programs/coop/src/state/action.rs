use super::{CharterTerms, PoolTerms};
use alloc::{string::String, vec::Vec};
use anchor_lang::prelude::*;

/// What a resolution would do.
#[derive(Clone, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub enum Action {
    /// Pays operating money to a token account of `to`. Ordinary up to the capacity of the budget, else special. To the
    /// co-op's own agent it is neither: it is to come home.
    Spend { to: Address, amount: u64, purpose: Purpose },
    /// Lets `to` draw up to `per_period` a period, until and including the second `until`; `work`: as pay for work.
    /// Ordinary up to the capacity of the budget, else special; at most operating money in any case.
    Mandate { to: Address, per_period: u64, until: i64, work: bool },
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
    /// Moves a membership to another wallet, if the old one is silent. Special, with a quorum of half the electors and a
    /// timelock of 30 days.
    Rehome { member: Address, wallet: Address },
    /// Replaces the charter and the heir; zeros: none; and the statutes, if they are given. Special.
    Amend { charter: CharterTerms, heir: Address, statutes: Option<Statutes> },
    /// Covers losses from the reserve, up to so much. Special.
    CoverLoss { up_to: u64 },
    /// Seeks to join a federation. Special.
    JoinFederation { federation: Address },
    /// Accepts a co-op into this federation. Ordinary.
    AcceptFederation { joining: Address },
    /// Leaves the federation, special; or takes back the request to join one, ordinary.
    LeaveFederation,
    /// Calls another program with the agent's signature; `pinned`: only if its code is what it was when this was
    /// proposed. Special.
    Invoke { program: Address, accounts: Vec<InvokeMeta>, data: Vec<u8>, pinned: bool },
    /// Ends the co-op. Special, with a quorum of half the electors.
    Dissolve,
    /// Acts as a member of another co-op, the agent being its wallet there: one instruction of this program that a
    /// member's wallet signs. Ordinary if it moves no money of the agent's, as applying, voting and vouching; else special.
    Represent { coop: Address, accounts: Vec<InvokeMeta>, data: Vec<u8> },
    /// Brings money of the agent's home. Ordinary.
    Collect { amount: u64 },
    /// Lets so much of what is invested be sold. Ordinary up to the capacity of the budget, else special.
    Sell { amount: u64 },
    /// Says anew what the co-op is about, in at most 280 bytes. Ordinary.
    Describe { about: String },
}

/// The statutes that members sign.
#[derive(Clone, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct Statutes {
    /// SHA-256 of the text.
    pub hash: [u8; 32],
    /// Where it is, visible ASCII, at most 128 bytes.
    pub uri: String,
}

/// A text that is too long for the chain.
#[derive(Clone, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct Document {
    /// Where it is, visible ASCII, at most 96 bytes.
    pub uri: String,
    /// SHA-256 of the text.
    pub hash: [u8; 32],
}

/// What a spend is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub enum Purpose {
    /// Gone at once.
    Expense,
    /// An asset, which wears over time.
    Investment,
    /// Pay for work: an expense that counts as the payee's patronage, if it is a member.
    Work,
}

/// What income is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub enum IncomeKind {
    /// Earned: it counts as use of others, whose part goes to the reserve.
    Income,
    /// The price of what was invested in, as far as a resolution lets it be sold.
    Sale,
    /// For solidarity.
    Gift,
}

/// An account of an instruction to be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct InvokeMeta {
    pub address: Address,
    /// Only the agent can sign.
    pub is_signer: bool,
    pub is_writable: bool,
}
