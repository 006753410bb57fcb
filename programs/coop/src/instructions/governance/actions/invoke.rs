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

/// The loader of programs that can be upgraded.
const UPGRADEABLE_LOADER: Address = Address::from_str_const("BPFLoaderUpgradeab1e11111111111111111111111");
/// A loader of programs that cannot be upgraded.
const FINAL_LOADER: Address = Address::from_str_const("BPFLoader2111111111111111111111111111111111");

/// Bytes in front of the code in a program's data account: the kind of account, the slot of the deployment, the
/// upgrade authority.
const CODE: usize = 45;
/// Offset of the byte in a program's data account that tells whether there is an upgrade authority.
const MAY_DEPLOY: usize = 12;
/// The most bytes of code that are hashed: a transaction has compute units for this many.
const MOST_HASHED: usize = 1 << 20;

/// How a program is pinned: by the hash of its code, or because nobody can change it.
const BY_HASH: u8 = 1;
const FINAL: u8 = 2;

/// Weighty. The called program is another one than this. Only the agent signs. Everything that is checked at the call
/// is checked now as far as possible. A pinned program must be the same at the call as now: `subject` is its data
/// account, or the program itself if it has none.
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
    /// Calls another program. The call writes to no account of this program, and to no vault, escrow or token account
    /// of a co-op.
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

/// The facts by which a program is recognised as unchanged.
enum Pin {
    /// Nobody can change it.
    Final,
    /// The hash of its code without trailing zeros: extending its account changes nothing.
    Hash { bytes: usize, hash: [u8; 32] },
}

/// The facts by which a program is pinned. `subject` is its data account, or the program itself if it has none.
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

/// The bytes up to the last one that is not zero. Zeros are skipped in blocks: anyone can add megabytes of them.
fn without_trailing_zeros(mut bytes: &[u8]) -> &[u8] {
    const BLOCK: usize = 1 << 13;
    while let Some((rest, block)) = bytes.split_last_chunk::<BLOCK>() {
        // each byte equals the one before it, and the first is zero
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
        // zeros in the middle are kept
        let mut bytes = vec![0; 30_000];
        bytes[10_000] = 1;
        assert_eq!(without_trailing_zeros(&bytes).len(), 10_001);
    }
}
