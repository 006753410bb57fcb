use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{MoneyPassed, MoneyReceived, emit},
    state::Coop,
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Pays the money that is due to a co-op's federation into the federation's reserve, also while the co-op dissolves.
/// Anyone can send it. Both co-ops log an event. The rest of solidarity stays, for grants. The money returns to
/// solidarity if the federation is closed, if its vault is frozen, or if it is dissolving and either nobody inherits
/// from it or it began to dissolve at least 180 days ago.
#[derive(Accounts)]
pub struct RemitSolidarity {
    #[account(mut)]
    pub coop: Record<Coop>,
    /// The federation, active or not.
    #[account(mut, constraint = same(federation.address(), &coop.federation) @ CoopError::InNoFederation)]
    pub federation: UncheckedAccount,
    #[account(mut, constraint = same(vault.address(), &coop.vault) @ CoopError::VaultMismatch)]
    pub vault: UncheckedAccount,
    #[account(mut)]
    pub federation_vault: UncheckedAccount,
    #[account(constraint = same(mint.address(), &coop.mint) @ CoopError::MintMismatch)]
    pub mint: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
}

impl RemitSolidarity {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let coop = &mut self.coop;
        coop.require_claims()?;
        let amount = coop.books.federation_due.get();
        require!(amount > 0, CoopError::NothingToPass);

        coop.books.federation_due = PodU64::ZERO;
        // SAFETY: it is not the co-op, which is in no federation of its own, and the derive refuses the same writable
        // account twice.
        let federation = unsafe { Record::<Coop>::load_mut(*self.federation.account()) }.ok();
        let active = federation.filter(|federation| federation.takes_what_is_due(now));
        let to = &self.federation_vault;
        if let Some(federation) = &active {
            require!(same(to.address(), &federation.vault), CoopError::VaultMismatch);
        }
        let Some(mut federation) = active.filter(|_| vault::can_be_paid(to, &coop.mint)) else {
            coop.books.solidarity += amount;
            emit(MoneyPassed {
                coop: *coop.address(),
                seq: coop.next_seq(),
                at: now.into(),
                to: *coop.address(),
                amount: amount.into(),
                last: 0,
            });
            return Ok(());
        };
        federation.books.reserve += amount;

        vault::pay_out(
            self.token_program.address(),
            coop,
            [*self.vault.account(), *self.mint.account(), *self.federation_vault.account()],
            amount,
        );
        told(coop, &mut federation, amount, false, now);
        Ok(())
    }
}

/// Logs, for both co-ops, that money was passed from one to the other's reserve. It is booked already.
#[inline(never)]
pub fn told(from: &mut Record<Coop>, to: &mut Record<Coop>, amount: u64, last: bool, now: i64) {
    emit(MoneyPassed {
        coop: *from.address(),
        seq: from.next_seq(),
        at: now.into(),
        to: *to.address(),
        amount: amount.into(),
        last: last as u8,
    });
    emit(MoneyReceived {
        coop: *to.address(),
        seq: to.next_seq(),
        at: now.into(),
        from: *from.address(),
        amount: amount.into(),
        reserve: to.books.reserve,
    });
}
