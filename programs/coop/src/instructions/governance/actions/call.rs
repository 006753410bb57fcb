//! The part that both kinds of call by the co-op's agent share.

use super::executed;
use crate::{
    account::{self, Record, same},
    clock,
    error::CoopError,
    seeds,
    state::{Coop, InvokeMeta, Kind, Proposal},
    vault,
};
use alloc::vec::Vec;
use anchor_lang::{
    pinocchio::{
        cpi,
        instruction::{InstructionAccount, InstructionView},
    },
    prelude::*,
};

/// Accounts that one call can have.
pub const CALL_ACCOUNTS: usize = 16;

/// Makes the call that was resolved, signed by the co-op's agent. Anyone can send it, with the accounts of the call,
/// in its order, after those named here. Only the agent signs, so the money in vaults and escrows is out of reach.
#[derive(Accounts)]
pub struct ExecuteCall {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
    /// Signs for the co-op in other programs and co-ops, and owns what it has there.
    #[account(unsafe(dup), seeds = [seeds::AGENT, coop.address().as_ref()], bump)]
    pub agent: UncheckedAccount,
    /// The program that is called.
    pub program: UncheckedAccount,
    /// The program's data account, if the program is pinned and has one.
    pub program_data: Option<UncheckedAccount>,
}

impl ExecuteCall {
    /// Marks the resolution as executed, checks the called program with `checked`, and makes the call.
    #[inline(always)]
    pub(super) fn resolve(
        &mut self,
        kind: Kind,
        bumps: &ExecuteCallBumps,
        given: &[AccountView],
        checked: fn(&Self) -> Result<()>,
    ) -> Result<()> {
        let now = clock::now()?;
        self.proposal.execute(kind, &self.coop, now)?;
        checked(self)?;
        executed(&mut self.coop, &self.proposal, now);
        self.make(kind == Kind::Invoke, bumps, given)
    }

    /// `elsewhere`: the called program is another one than this.
    #[inline(never)]
    fn make(&self, elsewhere: bool, bumps: &ExecuteCallBumps, given: &[AccountView]) -> Result<()> {
        let (coop, proposal) = (&self.coop, &self.proposal);
        let behind = account::behind(proposal).split_first();
        let (&count, behind) = behind.ok_or(CoopError::CallMismatch)?;
        let count = count as usize;
        let (metas, data) = behind.split_at_checked(count * 33).ok_or(CoopError::CallMismatch)?;
        require!(given.len() == count, CoopError::CallMismatch);
        let agent = *self.agent.address();
        let mut accounts = Vec::with_capacity(count);
        let mut where_resolved = elsewhere;
        for (view, meta) in given.iter().zip(metas.chunks_exact(33)) {
            require!(view.address().as_ref() == &meta[..32], CoopError::CallMismatch);
            let (signs, written) = (meta[32] & 1 == 1, meta[32] & 2 == 2);
            require!(!signs || same(view.address(), &agent), CoopError::SignerNotTheAgent);
            require!(!written || may_write(view, coop, &agent, elsewhere), CoopError::WritesToOurs);
            where_resolved |= written && same(view.address(), &proposal.target);
            accounts.push(InstructionAccount::new(view.address(), written, signs));
        }
        require!(where_resolved, CoopError::ActsElsewhere);
        let instruction = InstructionView { program_id: self.program.address(), accounts: &accounts, data };
        let (coop_address, bump) = (*coop.address(), [bumps.agent]);
        let seeds =
            [cpi::Seed::from(seeds::AGENT), cpi::Seed::from(coop_address.as_ref()), cpi::Seed::from(&bump)];
        call(&instruction, given, &[cpi::Signer::from(&seeds)]);
        Ok(())
    }
}

/// A call in the form in which it is stored after the fields of its proposal.
pub fn encoded(accounts: &[InvokeMeta], data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1 + accounts.len() * 33 + data.len());
    bytes.push(accounts.len() as u8);
    for meta in accounts {
        bytes.extend_from_slice(meta.address.as_ref());
        bytes.push(meta.is_signer as u8 | (meta.is_writable as u8) << 1);
    }
    bytes.extend_from_slice(data);
    bytes
}

/// Whether a call may write to an account. A call of another program may not write to any account of this one. A call
/// as a member of another co-op may not write to accounts of this co-op: its own account, its vault, and any account
/// for which its address signs.
fn may_write(view: &AccountView, coop: &Record<Coop>, agent: &Address, elsewhere: bool) -> bool {
    let ours = same(view.address(), coop.address()) || vault::is_signed_for_by(view, coop.address());
    let of_the_program = elsewhere && (view.owned_by(&crate::ID) || vault::is_vault_or_escrow(view, agent));
    !ours && !of_the_program
}

/// Makes the call, which may read accounts of this program.
fn call(instruction: &InstructionView, given: &[AccountView], signers: &[cpi::Signer]) {
    let mut accounts = [const { core::mem::MaybeUninit::<cpi::CpiAccount>::uninit() }; CALL_ACCOUNTS];
    for (view, slot) in given.iter().zip(&mut accounts) {
        cpi::CpiAccount::init_from_account_view(view, slot);
    }
    // SAFETY: the array has exactly this many elements. No account that the call writes to is borrowed: accounts that
    // this instruction writes to are refused among the remaining ones, whatever the call uses them for.
    unsafe {
        let accounts = core::slice::from_raw_parts(accounts.as_ptr().cast::<cpi::CpiAccount>(), given.len());
        cpi::invoke_signed_unchecked(instruction, accounts, signers);
    }
}
