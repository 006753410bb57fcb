//! What members do with the co-op and what it earns them: services and sales, closing a period, what members are owed,
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

/// The membership that a service, a resolution or a mandate names as a provider or worker, to be written to. It must be
/// given, so that nobody who pays or executes can leave it out. Nothing if its account is closed, if it is no member any
/// more, or if its address is another membership's by now: then what it does is done by an outsider.
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

/// Refuses a caller who does not act for a service: the wallet of the membership it belongs to, whatever that wallet is
/// by now, or, if it belongs to none or that is closed, its owner. The membership, if one acts: it is an act of its own.
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
            .filter(|member| member.number == service.provider_number);
    }
    let wallet = acting.as_ref().map_or(&service.owner, |member| &member.wallet);
    require!(same(caller, wallet), CoopError::NotTheServiceOwner);
    if let Some(member) = &mut acting {
        member.last_active_at = now.into();
    }
    Ok(acting)
}
