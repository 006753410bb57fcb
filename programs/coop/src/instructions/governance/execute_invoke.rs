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

/// Calls another program as was resolved, signed by the co-op's agent. By anyone, with the accounts of the
/// call behind those named here, in its order.
///
/// - only the agent signs: what is in vault and escrows is out of reach;
/// - not this program, which would be called with books that are being written; nor is any account of it
///   written to, nor a token account of the co-op. What reaches an escrow is a donation;
/// - a pinned program is as it was deployed when this was proposed.
#[derive(Accounts)]
pub struct ExecuteInvoke {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
    /// Signs for the co-op in other programs, and owns what it has there.
    #[account(unsafe(dup), seeds = [seeds::AGENT, coop.address().as_ref()], bump)]
    pub agent: UncheckedAccount,
    #[account(constraint = same(program.address(), &proposal.target) @ CoopError::SubjectMismatch)]
    pub program: UncheckedAccount,
    /// The program's data, if it is pinned.
    pub program_data: Option<UncheckedAccount>,
}

impl ExecuteInvoke {
    pub fn handle(&mut self, bumps: &ExecuteInvokeBumps, given: &[AccountView]) -> Result<()> {
        let now = clock::now()?;
        let (coop, proposal) = (&mut self.coop, &mut self.proposal);
        proposal.execute(Kind::Invoke, coop, now)?;
        require!(!same(self.program.address(), &crate::ID), CoopError::CallsThisProgram);
        if proposal.flag == 1 {
            let data = self.program_data.as_ref().ok_or(CoopError::ProgramChanged)?;
            let is_its = same(data.address(), &program_data_of(&self.program)?);
            require!(is_its && deployed_in(data)? == proposal.amount.get(), CoopError::ProgramChanged);
        }
        executed(coop, proposal, now);

        // SAFETY: nothing writes to the bytes behind the fields, and the call writes to no account of ours.
        let stored = unsafe { proposal.account().borrow_unchecked() };
        let behind = &stored[8 + size_of::<Proposal>()..];
        let (count, behind) = (behind[0] as usize, &behind[1..]);
        let (metas, data) = behind.split_at(count * 33);
        require!(given.len() == count, CoopError::CallMismatch);
        let agent = *self.agent.address();
        let mut accounts = alloc::vec::Vec::with_capacity(count);
        for (view, meta) in given.iter().zip(metas.chunks_exact(33)) {
            require!(view.address().as_ref() == &meta[..32], CoopError::CallMismatch);
            let (signs, written) = (meta[32] & 1 == 1, meta[32] & 2 == 2);
            require!(!signs || same(view.address(), &agent), CoopError::SignerNotTheAgent);
            require!(!written || !is_ours(view, coop), CoopError::WritesToOurs);
            accounts.push(cpi_account(view, signs, written));
        }
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

/// Whether an account is this program's, or a token account that the co-op signs for.
fn is_ours(view: &AccountView, coop: &Record<Coop>) -> bool {
    view.owned_by(&crate::ID)
        || same(view.address(), &coop.vault)
        || vault::is_signed_for_by(view, coop.address())
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
    // SAFETY: so many were just written; none of those the call writes to is borrowed: the derive refuses
    // accounts that are written here, and accounts of ours were refused above.
    unsafe {
        let accounts = core::slice::from_raw_parts(accounts.as_ptr().cast::<cpi::CpiAccount>(), given.len());
        cpi::invoke_signed_unchecked(instruction, accounts, signers);
    }
}
