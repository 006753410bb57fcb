//! Calls another program with the agent's signature.

use super::{
    Weight,
    call::{ExecuteCall, ExecuteCallBumps},
};
use crate::{
    account::same,
    error::CoopError,
    instructions::governance::propose::Propose,
    state::{InvokeMeta, Kind, Proposal},
};
use anchor_lang::{find_program_address, hash::sha256, prelude::*};

/// What keeps programs that can be deployed anew.
const UPGRADEABLE_LOADER: Address = Address::from_str_const("BPFLoaderUpgradeab1e11111111111111111111111");
/// What keeps programs that cannot.
const FINAL_LOADER: Address = Address::from_str_const("BPFLoader2111111111111111111111111111111111");

/// Bytes in front of the code in a program's data: what it is, the slot of the deployment, who may deploy.
const CODE: usize = 45;
/// Where a program's data says whether anyone may deploy it anew.
const MAY_DEPLOY: usize = 12;
/// Bytes of code that are hashed, at most: what a transaction has compute units for.
const MOST_HASHED: usize = 1 << 20;

/// How a program is pinned: by the hash of its code, or by nobody being able to change it.
const BY_HASH: u8 = 1;
const FINAL: u8 = 2;

/// Weighty. Of another program than this one; nobody but the agent signs, and what is checked when it is called is checked now
/// as far as it can be. A pinned program is what it is now when it is called: the subject is its data, or itself if it has none.
pub fn check(
    new: &Propose,
    p: &mut Proposal,
    program: &Address,
    accounts: &[InvokeMeta],
    pinned: bool,
) -> Result<Weight> {
    require!(!same(program, &crate::ID), CoopError::CallsThisProgram);
    new.require_callable(accounts)?;
    p.target = *program;
    if pinned {
        let subject = new.subject.as_ref().ok_or(CoopError::ProgramChanged)?;
        match pin(program, subject)? {
            Pin::Final => p.flag = FINAL,
            Pin::Hash { bytes, hash } => {
                (p.flag, p.amount, p.other) = (BY_HASH, (bytes as u64).into(), Address::new_from_array(hash));
            }
        }
    }
    Ok(Weight::Weighty)
}

impl ExecuteCall {
    /// Of another program. It writes to no account of this program and to no vault, escrow or token account of a co-op's.
    pub fn invoke(&mut self, bumps: &ExecuteCallBumps, given: &[AccountView]) -> Result<()> {
        self.resolve(Kind::Invoke, bumps, given, |this| {
            let proposal = &this.proposal;
            require!(same(this.program.address(), &proposal.target), CoopError::SubjectMismatch);
            if proposal.flag == 0 {
                return Ok(());
            }
            let subject = this.program_data.as_ref().unwrap_or(&this.program);
            let unchanged = match pin(this.program.address(), subject)? {
                Pin::Final => proposal.flag == FINAL,
                Pin::Hash { bytes, hash } => {
                    let same_size = bytes as u64 == proposal.amount.get();
                    proposal.flag == BY_HASH && same_size && hash == proposal.other.to_bytes()
                }
            };
            require!(unchanged, CoopError::ProgramChanged);
            Ok(())
        })
    }
}

/// What tells whether a program is still what it was.
enum Pin {
    /// Nobody can change it.
    Final,
    /// Its code, without trailing zeros: extending its account changes nothing.
    Hash { bytes: usize, hash: [u8; 32] },
}

/// What a program is pinned by. `subject` is its data, or the program itself where it has none.
#[inline(never)]
fn pin(program: &Address, subject: &UncheckedAccount) -> Result<Pin> {
    let view = subject.account();
    if same(subject.address(), program) {
        require!(view.owned_by(&FINAL_LOADER), CoopError::ProgramChanged);
        return Ok(Pin::Final);
    }
    let (data, _) = find_program_address(&[program.as_ref()], &UPGRADEABLE_LOADER);
    require!(same(subject.address(), &data) && view.owned_by(&UPGRADEABLE_LOADER), CoopError::ProgramChanged);
    // SAFETY: nothing writes to the account while its bytes are read.
    let bytes = unsafe { view.borrow_unchecked() };
    let (head, code) = bytes.split_at_checked(CODE).ok_or(CoopError::ProgramChanged)?;
    const PROGRAM_DATA: [u8; 4] = 3u32.to_le_bytes();
    require!(head.starts_with(&PROGRAM_DATA), CoopError::ProgramChanged);
    if head[MAY_DEPLOY] == 0 {
        return Ok(Pin::Final);
    }
    let code = without_trailing_zeros(code);
    require!(code.len() <= MOST_HASHED, CoopError::ProgramTooLarge);
    Ok(Pin::Hash { bytes: code.len(), hash: sha256(code) })
}

/// The bytes up to the last that is not zero. Zeros are passed a block at a time: anyone may add megabytes of them.
fn without_trailing_zeros(mut bytes: &[u8]) -> &[u8] {
    const BLOCK: usize = 1 << 13;
    while let Some((rest, block)) = bytes.split_last_chunk::<BLOCK>() {
        // all are what the byte before them is, and the first is zero
        if block[0] != 0 || block[1..] != block[..BLOCK - 1] {
            break;
        }
        bytes = rest;
    }
    let end = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    &bytes[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn zeros_behind_the_code_are_no_code() {
        for zeros in [0, 1, 8_191, 8_192, 8_193, 100_000] {
            for code in [0, 1, 2, 8_191, 8_192, 8_193, 20_000] {
                let mut bytes = vec![7; code];
                bytes.resize(code + zeros, 0);
                assert_eq!(without_trailing_zeros(&bytes).len(), code);
            }
        }
        // zeros in the middle are
        let mut bytes = vec![0; 30_000];
        bytes[10_000] = 1;
        assert_eq!(without_trailing_zeros(&bytes).len(), 10_001);
    }
}
