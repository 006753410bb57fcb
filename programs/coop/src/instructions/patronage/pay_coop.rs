use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{CoopPaid, emit},
    state::{Coop, Member, Standing},
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Pays the co-op itself for goods that it sells, for any member or for none. Anyone can send it. The whole amount is
/// income, and it counts as units of the member for which it is paid; otherwise it is outside use, whose part of the
/// surplus goes to the reserve.
#[derive(Accounts)]
pub struct PayCoop {
    pub payer: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    /// The member for which the payment is made, if any.
    #[account(mut)]
    pub buyer: Option<Record<Member>>,
    /// The token account that pays. The token program checks its mint, and that the payer may draw on it.
    #[account(mut)]
    pub source: UncheckedAccount,
    #[account(mut, constraint = same(vault.address(), &coop.vault) @ CoopError::VaultMismatch)]
    pub vault: UncheckedAccount,
    #[account(constraint = same(mint.address(), &coop.mint) @ CoopError::MintMismatch)]
    pub mint: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
}

impl PayCoop {
    pub fn handle(&mut self, amount: u64) -> Result<()> {
        let now = clock::now()?;
        let coop = &mut self.coop;
        coop.require_active()?;
        require!(amount > 0, CoopError::AmountZero);
        // first: it refuses an amount that would overflow the sums below
        coop.earn(amount)?;

        let mut buyer_address = Address::default();
        let mut counted = false;
        if let Some(buyer) = &mut self.buyer {
            require!(same(&buyer.coop, coop.address()), CoopError::MemberOfAnotherCoop);
            buyer_address = *buyer.address();
            if buyer.is(Standing::Member) {
                coop.count_units(buyer, amount)?;
                buyer.turn_over(amount, now);
                counted = true;
                if same(&buyer.wallet, self.payer.address()) {
                    buyer.last_active_at = now.into();
                }
            }
        }
        if !counted {
            coop.period.done.outside_units += amount;
        }

        vault::transfer(
            self.token_program.address(),
            [*self.source.account(), *self.mint.account(), *self.vault.account(), *self.payer.account()],
            amount,
            coop.decimals,
            &[],
        );
        coop.invariant()?;
        emit(CoopPaid {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            payer: *self.payer.address(),
            buyer: buyer_address,
            amount: amount.into(),
            counted: counted as u8,
            revenue: coop.period.revenue,
            earnings: coop.books.earnings,
        });
        Ok(())
    }
}
