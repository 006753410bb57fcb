//! Calls, and the co-ops and pools that they name. How each instruction is called is in its own file.

use crate::address;
use anchor_lang::{
    InstructionData, ToAccountMetas,
    prelude::{Address, System},
};
use coop::{
    accounts,
    state::{Action, CharterTerms, InvokeMeta, Member},
};
use solana_keypair::Keypair;
use solana_message::{AccountMeta, Instruction};

/// An instruction and who signs it.
pub struct Call {
    pub instruction: Instruction,
    pub signers: Vec<Keypair>,
}

impl Call {
    pub fn new(instruction: Instruction, signers: &[&Keypair]) -> Self {
        Self { instruction, signers: signers.iter().map(|key| key.insecure_clone()).collect() }
    }
}

/// A co-op and what every instruction on it names.
#[derive(Clone, Copy, Debug)]
pub struct CoopSite {
    pub coop: Address,
    pub vault: Address,
    pub mint: Address,
    pub token_program: Address,
    pub founder: Address,
}

/// A pool of a co-op.
#[derive(Clone, Copy, Debug)]
pub struct PoolSite {
    pub coop: CoopSite,
    pub pool: Address,
    pub escrow: Address,
}

/// Which proposal of a co-op: the member number of who proposes, and how many it had proposed before. A number alone: the
/// founder's, which has the number 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nth {
    pub proposer: u32,
    pub count: u32,
}

impl From<u32> for Nth {
    fn from(count: u32) -> Self {
        Self { proposer: 0, count }
    }
}

impl From<(u32, u32)> for Nth {
    fn from((proposer, count): (u32, u32)) -> Self {
        Self { proposer, count }
    }
}

/// The one that a member would make next.
impl From<&Member> for Nth {
    fn from(member: &Member) -> Self {
        Self { proposer: member.number.get(), count: member.proposals.get() }
    }
}

/// The system program.
pub(crate) fn system() -> Address {
    <System as anchor_lang::Id>::id()
}

/// The call with these accounts and this data.
pub fn build(accounts: impl ToAccountMetas, data: impl InstructionData) -> Instruction {
    Instruction { program_id: coop::ID, accounts: accounts.to_account_metas(None), data: data.data() }
}

/// The hash of the statutes of the tests.
pub const STATUTES: [u8; 32] = [5; 32];

/// What a founding says besides the charter.
#[derive(Clone, Debug)]
pub struct Founding {
    pub id: u64,
    pub name: String,
    pub statutes_hash: [u8; 32],
    pub statutes_uri: String,
    pub charter: CharterTerms,
    pub heir: Option<Address>,
}

impl Default for Founding {
    fn default() -> Self {
        Self {
            id: 1,
            name: "Mill Street Bakery".into(),
            statutes_hash: STATUTES,
            statutes_uri: "https://example.org/statutes".into(),
            charter: crate::charter(),
            heir: None,
        }
    }
}

impl CoopSite {
    /// The addresses of the co-op that `founder` founds under `id`.
    pub fn new(founder: &Address, id: u64, mint: Address, token_program: Address) -> Self {
        let coop = address::coop(founder, id);
        Self { coop, vault: address::vault(&coop), mint, token_program, founder: *founder }
    }

    pub fn member(&self, wallet: &Address) -> Address {
        address::member(&self.coop, wallet)
    }

    pub fn pool(&self, index: u32) -> PoolSite {
        let pool = address::pool(&self.coop, index);
        PoolSite { coop: *self, pool, escrow: address::escrow(&pool) }
    }

    pub fn service(&self, index: u32) -> Address {
        address::service(&self.coop, index)
    }

    pub fn period(&self, number: u32) -> Address {
        address::period(&self.coop, number)
    }

    pub fn proposal(&self, nth: impl Into<Nth>) -> Address {
        let Nth { proposer, count } = nth.into();
        address::proposal(&self.coop, proposer, count)
    }

    pub fn mandate(&self, index: u32) -> Address {
        address::mandate(&self.coop, index)
    }

    /// The page of ballots on a proposal.
    pub fn ballots(&self, nth: impl Into<Nth>, page: u32) -> Address {
        address::ballots(&self.proposal(nth), page)
    }

    pub fn agent(&self) -> Address {
        address::agent(&self.coop)
    }

    pub(crate) fn payment(
        &self,
        nth: impl Into<Nth>,
        destination: &Address,
        worker: Option<Address>,
    ) -> accounts::ExecutePayment {
        accounts::ExecutePayment {
            coop: self.coop,
            proposal: self.proposal(nth),
            vault: self.vault,
            destination: *destination,
            mint: self.mint,
            token_program: self.token_program,
            worker,
        }
    }

    pub(crate) fn on_coop(&self, nth: impl Into<Nth>) -> accounts::ExecuteOnCoop {
        accounts::ExecuteOnCoop { coop: self.coop, proposal: self.proposal(nth) }
    }

    pub(crate) fn on_member(&self, nth: impl Into<Nth>, member: &Address) -> accounts::ExecuteOnMember {
        accounts::ExecuteOnMember {
            coop: self.coop,
            proposal: self.proposal(nth),
            member: *member,
            pool: None,
            pledge: None,
        }
    }

    pub(crate) fn call(
        &self,
        nth: impl Into<Nth>,
        program: &Address,
        program_data: Option<Address>,
    ) -> accounts::ExecuteCall {
        accounts::ExecuteCall {
            coop: self.coop,
            proposal: self.proposal(nth),
            agent: self.agent(),
            program: *program,
            program_data,
        }
    }
}

/// Where the cluster keeps the hashes of its latest slots.
pub const SLOT_HASHES: Address = Address::from_str_const("SysvarS1otHashes111111111111111111111111111");

/// The loader that keeps programs which can be deployed anew.
pub const UPGRADEABLE_LOADER: Address =
    Address::from_str_const("BPFLoaderUpgradeab1e11111111111111111111111");

/// The action that makes a call.
pub fn call_of(program: Address, accounts: &[AccountMeta], data: Vec<u8>, pinned: bool) -> Action {
    Action::Invoke { program, accounts: metas(accounts), data, pinned }
}

/// The action by which a co-op's agent, a member of the co-op `coop`, does what this instruction does.
pub fn act_of(coop: Address, act: &Instruction) -> Action {
    Action::Represent { coop, accounts: metas(&act.accounts), data: act.data.clone() }
}

fn metas(accounts: &[AccountMeta]) -> Vec<InvokeMeta> {
    let meta = |meta: &AccountMeta| InvokeMeta {
        address: meta.pubkey,
        is_signer: meta.is_signer,
        is_writable: meta.is_writable,
    };
    accounts.iter().map(meta).collect()
}

/// The accounts of a call as the transaction names them: an agent never signs one.
pub fn unsigned(accounts: &[AccountMeta]) -> Vec<AccountMeta> {
    accounts.iter().map(|meta| AccountMeta { is_signer: false, ..meta.clone() }).collect()
}

impl PoolSite {
    pub fn pledge(&self, wallet: &Address) -> Address {
        address::pledge(&self.pool, &self.coop.member(wallet))
    }
}
