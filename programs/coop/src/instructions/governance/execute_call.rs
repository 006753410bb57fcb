use super::{
    executed,
    propose::{CALL_ACCOUNTS, deployed_in, program_data_of},
};
use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    seeds,
    state::{Coop, Kind, Proposal},
    vault,
};
use anchor_lang::{pinocchio::cpi, prelude::*};

/// Makes the call that was resolved, signed by the co-op's agent. By anyone, with the accounts of the call behind
/// those named here, in its order. Only the agent signs: what is in vault and escrows is out of reach.
///
/// - `execute_invoke`: of another program. It writes to no account of this program and to no vault, escrow or
///   token account of a co-op's; a pinned program is as it was deployed when this was proposed;
/// - `execute_represent`: of this program, as a member of another co-op. It writes to nothing of this co-op's,
///   whose books are being written.
#[derive(Accounts)]
pub struct ExecuteCall {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
    /// Signs for the co-op elsewhere, and owns what it has there.
    #[account(unsafe(dup), seeds = [seeds::AGENT, coop.address().as_ref()], bump)]
    pub agent: UncheckedAccount,
    /// Is called.
    pub program: UncheckedAccount,
    /// The program's data, if it is pinned.
    pub program_data: Option<UncheckedAccount>,
}

impl ExecuteCall {
    pub fn invoke(&mut self, bumps: &ExecuteCallBumps, given: &[AccountView]) -> Result<()> {
        self.make(Kind::Invoke, bumps, given)
    }

    pub fn represent(&mut self, bumps: &ExecuteCallBumps, given: &[AccountView]) -> Result<()> {
        self.make(Kind::Represent, bumps, given)
    }

    #[inline(never)]
    fn make(&mut self, kind: Kind, bumps: &ExecuteCallBumps, given: &[AccountView]) -> Result<()> {
        let now = clock::now()?;
        let (coop, proposal) = (&mut self.coop, &mut self.proposal);
        proposal.execute(kind, coop, now)?;
        let elsewhere = kind == Kind::Invoke;
        let callee = if elsewhere { &proposal.target } else { &crate::ID };
        require!(same(self.program.address(), callee), CoopError::SubjectMismatch);
        if elsewhere && proposal.flag == 1 {
            let data = self.program_data.as_ref().ok_or(CoopError::ProgramChanged)?;
            let is_its = same(data.address(), &program_data_of(&self.program)?);
            require!(is_its && deployed_in(data)? == proposal.amount.get(), CoopError::ProgramChanged);
        }
        executed(coop, proposal, now);

        // SAFETY: nothing writes to the bytes behind the fields, and the call writes to no account of ours.
        let stored = unsafe { proposal.account().borrow_unchecked() };
        let behind = stored.get(8 + size_of::<Proposal>()..).and_then(|behind| behind.split_first());
        let (&count, behind) = behind.ok_or(CoopError::CallMismatch)?;
        let count = count as usize;
        let (metas, data) = behind.split_at_checked(count * 33).ok_or(CoopError::CallMismatch)?;
        require!(given.len() == count, CoopError::CallMismatch);
        let agent = *self.agent.address();
        let mut accounts = alloc::vec::Vec::with_capacity(count);
        let mut where_resolved = elsewhere;
        for (view, meta) in given.iter().zip(metas.chunks_exact(33)) {
            require!(view.address().as_ref() == &meta[..32], CoopError::CallMismatch);
            let (signs, written) = (meta[32] & 1 == 1, meta[32] & 2 == 2);
            require!(!signs || same(view.address(), &agent), CoopError::SignerNotTheAgent);
            require!(!written || may_write(view, coop, elsewhere), CoopError::WritesToOurs);
            where_resolved |= written && same(view.address(), &proposal.target);
            accounts.push(cpi_account(view, signs, written));
        }
        require!(where_resolved, CoopError::ActsElsewhere);
        let instruction = anchor_lang::pinocchio::instruction::InstructionView {
            program_id: self.program.address(),
            accounts: &accounts,
            data,
        };
        let (coop_address, bump) = (*coop.address(), [bumps.agent]);
        let seeds =
            [cpi::Seed::from(seeds::AGENT), cpi::Seed::from(coop_address.as_ref()), cpi::Seed::from(&bump)];
        call(&instruction, given, &[cpi::Signer::from(&seeds)]);
        Ok(())
    }
}

fn cpi_account(
    view: &AccountView,
    signs: bool,
    written: bool,
) -> anchor_lang::pinocchio::instruction::InstructionAccount<'_> {
    anchor_lang::pinocchio::instruction::InstructionAccount::new(view.address(), written, signs)
}

/// Whether a call may write to an account. Of this program, in a call of another one, to none; as a member of
/// another co-op, to what is not this co-op's: it and its vault, and what its address signs for.
fn may_write(view: &AccountView, coop: &Record<Coop>, elsewhere: bool) -> bool {
    let ours = same(view.address(), coop.address()) || vault::is_signed_for_by(view, coop.address());
    let of_the_program = elsewhere && (view.owned_by(&crate::ID) || vault::is_vault_or_escrow(view));
    !ours && !of_the_program
}

/// Calls. Reads of our accounts may be part of it.
fn call(
    instruction: &anchor_lang::pinocchio::instruction::InstructionView,
    given: &[AccountView],
    signers: &[cpi::Signer],
) {
    let mut accounts = [const { core::mem::MaybeUninit::<cpi::CpiAccount>::uninit() }; CALL_ACCOUNTS];
    for (view, slot) in given.iter().zip(&mut accounts) {
        cpi::CpiAccount::init_from_account_view(view, slot);
    }
    // SAFETY: so many were just written; none of those the call writes to is borrowed: those written here are
    // refused among the remaining accounts, whatever they are named for.
    unsafe {
        let accounts = core::slice::from_raw_parts(accounts.as_ptr().cast::<cpi::CpiAccount>(), given.len());
        cpi::invoke_signed_unchecked(instruction, accounts, signers);
    }
}
