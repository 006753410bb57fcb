//! Members' business with the co-op and their earnings from it: services and sales, the close of a period, dividends,
//! and capital that leaves.

use crate::{
    account::{Record, same},
    error::CoopError,
    state::{Member, Standing},
};
use anchor_lang::prelude::*;

pub mod ask_back;
pub mod book_income;
pub mod claim_dividends;
pub mod close_period;
pub mod pay_coop;
pub mod pay_service;
pub mod reclaim_period;
pub mod register_service;
pub mod reprice_service;
pub mod retire_service;
pub mod settle_patronage;
pub mod settle_use;
pub mod sweep;
pub mod sweep_lamports;
pub mod sync_vault;
pub mod update_payout;
pub mod withdraw_shares;

/// The membership that a service, a resolution or a mandate names as its provider or worker, loaded to be written to.
/// The account must be given, so that no sender can leave it out. Nothing if the account is closed, is no longer a
/// member's, or belongs to another membership by now: the act then counts as an outsider's.
#[inline(never)]
pub fn patron(
    given: Option<&AccountView>,
    named: &Address,
    number: PodU32,
) -> Result<Option<Record<Member>>> {
    let Some(view) = given else {
        require!(*named == Address::default(), CoopError::PatronMissing);
        return Ok(None);
    };
    require!(same(view.address(), named), CoopError::PatronMismatch);
    require!(view.is_writable(), ErrorCode::ConstraintMut);
    // SAFETY: the caller makes sure that the account is not loaded under another name.
    let Ok(member) = (unsafe { Record::<Member>::load_mut(*view) }) else { return Ok(None) };
    Ok((member.is(Standing::Member) && member.number == number).then_some(member))
}

/// Refuses a caller that does not act for a service. The wallet of the membership that the service belongs to acts
/// for it, whichever wallet that is now; if there is no such membership any more, its owner does. Returns the
/// membership, if one acts, for which this is an act of its own.
pub fn require_acts_for(
    service: &crate::state::Service,
    caller: &Address,
    membership: &Option<UncheckedAccount>,
    now: i64,
) -> Result<Option<Record<Member>>> {
    let mut acting = None;
    if service.provider != Address::default() {
        let given = membership.as_ref().ok_or(CoopError::PatronMissing)?;
        require!(same(given.address(), &service.provider), CoopError::PatronMismatch);
        require!(given.account().is_writable(), ErrorCode::ConstraintMut);
        // SAFETY: none of the callers loads the account under another name.
        acting = unsafe { Record::<Member>::load_mut(*given.account()) }
            .ok()
            // whoever was never admitted has no number, not number 0
            .filter(|member| member.numbered == 1 && member.number == service.provider_number);
    }
    let wallet = acting.as_ref().map_or(&service.owner, |member| &member.wallet);
    require!(same(caller, wallet), CoopError::NotTheServiceOwner);
    if let Some(member) = &mut acting {
        member.last_active_at = now.into();
    }
    Ok(acting)
}
