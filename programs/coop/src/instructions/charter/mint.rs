//! Which mints a co-op can hold.

use crate::error::CoopError;
use anchor_lang::prelude::*;
use spl_token_2022_interface::{
    extension::{BaseStateWithExtensions, ExtensionType, PodStateWithExtensions},
    pod::PodMint,
};

/// The decimals of an account that the token program has accepted as a mint.
pub fn decimals(mint: &AccountView) -> Result<u8> {
    // SAFETY: nothing in this instruction writes to the mint.
    let data = unsafe { mint.borrow_unchecked() };
    data.get(44).copied().ok_or(ProgramError::InvalidAccountData)
}

/// Refuses, by name, every mint extension through which someone else could take, tax, block or hide
/// members' money. A freeze authority is allowed: regulated money has one, and a frozen account makes only
/// its own payout wait. A mint of the SPL Token program has no extensions.
pub fn require_accepted(mint: &AccountView) -> Result<()> {
    if mint.data_len() == core::mem::size_of::<PodMint>() {
        return Ok(());
    }
    // SAFETY: nothing in this instruction writes to the mint.
    let data = unsafe { mint.borrow_unchecked() };
    let state = PodStateWithExtensions::<PodMint>::unpack(data)?;
    for extension in state.get_extension_types().map_err(|_| CoopError::MintExtensionUnknown)? {
        let refused = match extension {
            ExtensionType::MetadataPointer
            | ExtensionType::TokenMetadata
            | ExtensionType::GroupPointer
            | ExtensionType::GroupMemberPointer
            | ExtensionType::InterestBearingConfig
            | ExtensionType::ScaledUiAmount => continue,
            ExtensionType::TransferFeeConfig => CoopError::MintTakesTransferFee,
            ExtensionType::TransferHook => CoopError::MintHasTransferHook,
            ExtensionType::PermanentDelegate => CoopError::MintHasPermanentDelegate,
            ExtensionType::DefaultAccountState => CoopError::MintSetsDefaultState,
            ExtensionType::NonTransferable => CoopError::MintNonTransferable,
            ExtensionType::ConfidentialTransferMint
            | ExtensionType::ConfidentialTransferFeeConfig
            | ExtensionType::ConfidentialMintBurn => CoopError::MintConfidential,
            ExtensionType::Pausable => CoopError::MintPausable,
            ExtensionType::MintCloseAuthority => CoopError::MintCloseable,
            _ => CoopError::MintExtensionUnknown,
        };
        return Err(refused.into());
    }
    Ok(())
}
