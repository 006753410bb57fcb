use super::{CharterTerms, PoolTerms};
use alloc::{string::String, vec::Vec};
use anchor_lang::prelude::*;

/// The action of a resolution.
#[derive(Clone, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub enum Action {
    /// Pays operating money to a token account of `to`. Ordinary up to the capacity of the budget, above that
    /// weighty. Money for the co-op's own agent is not spent: it is expected to come home.
    Spend { to: Address, amount: u64, purpose: Purpose },
    /// Lets `to` draw up to `per_period` in each period, until the second `until`, included; `work`: as pay for work.
    /// Ordinary up to the capacity of the budget, above that weighty; in any case at most the operating money.
    Mandate { to: Address, per_period: u64, until: i64, work: bool },
    /// Ends a mandate. Ordinary.
    RevokeMandate { mandate: Address },
    /// Pays solidarity money to a token account of `to`. Ordinary.
    Grant { to: Address, amount: u64 },
    /// Opens a pool. Ordinary.
    OpenPool { terms: PoolTerms },
    /// Sets the take rate, at most the ceiling. Ordinary.
    SetTakeRate { bps: u16 },
    /// Expels a member, even if it has resigned already. Special.
    Expel { member: Address },
    /// Lets an expelled member apply again. Ordinary.
    Readmit { member: Address },
    /// Moves a membership to another wallet if its present one has not acted for long. Special, with a quorum of half
    /// the electors and a timelock of 30 days.
    Rehome { member: Address, wallet: Address },
    /// Replaces the charter and the heir (zeros: none), and the statutes if they are given. Weighty.
    Amend { charter: CharterTerms, heir: Address, statutes: Option<Statutes> },
    /// Covers losses from the reserve, up to an amount. Weighty.
    CoverLoss { up_to: u64 },
    /// Seeks to join a federation. Special.
    JoinFederation { federation: Address },
    /// Accepts a co-op into this federation. Ordinary.
    AcceptFederation { joining: Address },
    /// Leaves the federation (weighty), or takes back the request to join one (ordinary).
    LeaveFederation,
    /// Calls another program with the agent's signature; `pinned`: only if its code is the same as at the proposal.
    /// Weighty.
    Invoke { program: Address, accounts: Vec<InvokeMeta>, data: Vec<u8>, pinned: bool },
    /// Ends the co-op. Weighty, with a quorum of half the electors.
    Dissolve,
    /// Acts as a member of another co-op, with the agent as its wallet there, through one instruction of this program
    /// that a member's wallet signs. Ordinary if it moves no money of the agent, such as applying, voting and
    /// vouching; otherwise weighty.
    Represent { coop: Address, accounts: Vec<InvokeMeta>, data: Vec<u8> },
    /// Moves money from the agent to the vault. Ordinary.
    Collect { amount: u64 },
    /// Permits the sale of invested assets, up to an amount. Ordinary up to the capacity of the budget, above that
    /// weighty.
    Sell { amount: u64 },
    /// Changes the co-op's description, of at most 280 bytes. Ordinary.
    Describe { about: String },
}

/// The statutes that members sign.
#[derive(Clone, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct Statutes {
    /// SHA-256 of the text.
    pub hash: [u8; 32],
    /// A link to it: visible ASCII, at most 128 bytes.
    pub uri: String,
}

/// A text that is too long for the chain.
#[derive(Clone, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct Document {
    /// A link to it: visible ASCII, at most 96 bytes.
    pub uri: String,
    /// SHA-256 of the text.
    pub hash: [u8; 32],
}

/// The purpose of a spend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub enum Purpose {
    /// Money that is spent and brings no asset.
    Expense,
    /// The purchase of an asset, which wears over time.
    Investment,
    /// Pay for work: an expense that counts as the payee's patronage, if it is a member.
    Work,
}

/// The kind of income.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub enum IncomeKind {
    /// Earned: it counts as outside use, whose part of the surplus goes to the reserve.
    Income,
    /// The price of an invested asset, as far as a resolution permits its sale.
    Sale,
    /// A gift to solidarity.
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
