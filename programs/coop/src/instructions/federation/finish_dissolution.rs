use super::remit_solidarity::told;
use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{HeirPassedOver, MoneyPassed, emit},
    state::{After, Coop, CoopStatus, Passing, Tombstone},
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Passes the remaining money of a dissolving co-op to the reserve of its successor. Anyone can send it, as often as
/// there is money to pass.
///
/// - after 180 days: the reserve, solidarity, and operating money above all claims;
/// - after three years: everything; claims lapse, and so do pledges that nobody has claimed;
/// - an heir that is itself dissolving or closed is passed over, at any time: the next call pays whoever inherits
///   from it, whether its account still exists or only its tombstone. After that line come the federations of the
///   heirs that were passed over, in the order in which those heirs would have used them, then the co-op's own
///   federation, each with its own line of heirs. After 8 heirs in all, only the federations are left, and nobody
///   after them;
/// - if nobody is left to inherit, the money is burned. Wrapped SOL cannot be burned and stays;
/// - once everything has passed on, another call succeeds and changes nothing.
#[derive(Accounts)]
pub struct FinishDissolution {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(vault.address(), &coop.vault) @ CoopError::VaultMismatch)]
    pub vault: UncheckedAccount,
    #[account(mut, constraint = same(mint.address(), &coop.mint) @ CoopError::MintMismatch)]
    pub mint: UncheckedAccount,
    /// The successor (`Coop.successor`), active or not; none if nobody is left.
    #[account(mut)]
    pub successor: Option<UncheckedAccount>,
    /// The successor's vault; none if the successor is not active.
    #[account(mut)]
    pub successor_vault: Option<UncheckedAccount>,
    pub token_program: Interface<'static, TokenInterface>,
}

impl FinishDissolution {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let next = named(&self.successor, &self.coop.successor)?;
        let coop = &mut self.coop;
        coop.require_dissolving()?;
        if let Some(heir) = next
            && let ended = Record::<Coop>::load(heir).ok()
            && let Some(after) = who_inherits_after(heir, &ended, &coop.mint)
        {
            let own = *coop.address();
            coop.pass_over(&own, after);
            emit(HeirPassedOver {
                coop: own,
                seq: coop.next_seq(),
                at: now.into(),
                heir: *heir.address(),
                successor: coop.successor,
            });
            return Ok(());
        }
        let last = match coop.passing(now) {
            Passing::Nothing => return Err(CoopError::TooEarlyToFinish.into()),
            passing => passing == Passing::Everything,
        };
        let swept = coop.swept_at != 0;
        let amount = if last { coop.lapse_claims(now) } else { coop.release_unclaimed() };
        if amount == 0 && swept {
            return Ok(());
        }
        require!(amount > 0 || last, CoopError::NothingToPass);

        let Some(next) = next else {
            let (id, bump) = (coop.id.get().to_le_bytes(), [coop.bump]);
            if amount > 0 && !vault::is_native(&self.vault) {
                vault::burn(
                    self.token_program.address(),
                    [*self.vault.account(), *self.mint.account(), *coop.account()],
                    amount,
                    &coop.signer_seeds(&id, &bump).map(vault::Seed::from),
                );
            }
            emit(MoneyPassed {
                coop: *coop.address(),
                seq: coop.next_seq(),
                at: now.into(),
                to: Address::default(),
                amount: amount.into(),
                last: last as u8,
            });
            return Ok(());
        };
        // SAFETY: no other reference to it is alive: it is not the co-op, and the derive refuses the same
        // writable account twice.
        let mut successor: Record<Coop> = unsafe { Record::load_mut(next)? };
        let to = self.successor_vault.as_ref().ok_or(CoopError::NotTheSuccessor)?;
        require!(same(to.address(), &successor.vault), CoopError::VaultMismatch);
        successor.books.reserve += amount;
        if amount > 0 {
            vault::pay_out(
                self.token_program.address(),
                coop,
                [*self.vault.account(), *self.mint.account(), *to.account()],
                amount,
            );
        }
        told(coop, &mut successor, amount, last, now);
        Ok(())
    }
}

/// Nothing if this co-op can inherit: it is active and has the same mint. Otherwise, who inherits after it.
fn who_inherits_after<'a>(
    heir: AccountView,
    coop: &'a Option<Record<Coop>>,
    mint: &Address,
) -> Option<After<'a>> {
    if let Some(coop) = coop {
        let can = coop.status() == CoopStatus::Active && same(&coop.mint, mint);
        let left = (coop.federations_left as usize).min(coop.federations.len());
        return if can {
            None
        } else {
            Some(After { heir: coop.successor, federations: &coop.federations[..left] })
        };
    }
    let heir = Record::<Tombstone>::load(heir).map_or(Address::default(), |tombstone| tombstone.heir);
    Some(After { heir, federations: &[] })
}

/// Checks that the account given is the one that is named, or that neither is.
fn named(given: &Option<UncheckedAccount>, name: &Address) -> Result<Option<AccountView>> {
    let given = given.as_ref().map(|account| *account.account());
    let matches = given.map_or(*name == Address::default(), |account| same(account.address(), name));
    require!(matches, CoopError::NotTheSuccessor);
    Ok(given)
}
