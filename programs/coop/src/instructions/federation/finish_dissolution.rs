use super::remit_solidarity::told;
use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{MoneyPassed, emit},
    seeds,
    state::{Coop, CoopStatus},
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;
use coop_math::{DAY, YEAR};

/// From the beginning of the end until what is owed to nobody passes on.
const WINDING_UP: i64 = 180 * DAY;
/// And until claims lapse.
const CLAIMS_STAND: i64 = 3 * YEAR;

/// Passes what is left of a dissolving co-op to the reserve of its heir. By anyone, as often as there is
/// something.
///
/// - after 180 days: reserve, solidarity, and what of operating no capital claims;
/// - after three years, once all shares are claimed: everything; claims lapse;
/// - if the heir is no longer an active co-op of the mint, its federation inherits; if that is gone too, it is
///   burned. Wrapped SOL cannot be burned and stays.
#[derive(Accounts)]
pub struct FinishDissolution {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(vault.address(), &coop.vault) @ CoopError::VaultMismatch)]
    pub vault: UncheckedAccount,
    #[account(mut, constraint = same(mint.address(), &coop.mint) @ CoopError::MintMismatch)]
    pub mint: UncheckedAccount,
    /// The heir that the charter names, gone or not; none if it names none.
    #[account(mut)]
    pub heir: Option<UncheckedAccount>,
    /// The federation it is in, gone or not; none if it is in none, or its heir is the federation.
    #[account(mut)]
    pub federation: Option<UncheckedAccount>,
    /// The vault of the one that inherits.
    #[account(mut)]
    pub successor_vault: Option<UncheckedAccount>,
    pub token_program: Interface<'static, TokenInterface>,
}

impl FinishDissolution {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let heir = named(&self.heir, &self.coop.heir)?;
        let federation = if self.coop.federation == self.coop.heir {
            None
        } else {
            named(&self.federation, &self.coop.federation)?
        };
        let next = [heir, federation].into_iter().flatten().find(|next| self.inherits(next));
        let coop = &mut self.coop;
        coop.require_dissolving()?;
        let since = now.saturating_sub(coop.dissolving_at.get());
        require!(since >= WINDING_UP, CoopError::TooEarlyToFinish);
        let last = since >= CLAIMS_STAND;
        let amount = if last {
            require!(coop.books.shares_in_transit == 0, CoopError::ClaimSharesFirst);
            coop.lapse_claims(now)
        } else {
            coop.release_unclaimed()
        };
        require!(amount > 0 || (last && coop.swept_at == now), CoopError::NothingToPass);

        let Some(next) = next else {
            let (id, bump) = (coop.id.get().to_le_bytes(), [coop.bump]);
            let founder = coop.founder;
            let seeds = [seeds::COOP, founder.as_ref(), &id, &bump].map(vault::Seed::from);
            if amount > 0 && !vault::is_native(&self.vault) {
                vault::burn(
                    self.token_program.address(),
                    [*self.vault.account(), *self.mint.account(), *coop.account()],
                    amount,
                    &seeds,
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

    /// Whether an account can inherit: an active co-op of the mint, not this one.
    fn inherits(&self, account: &AccountView) -> bool {
        Record::<Coop>::load(*account)
            .is_ok_and(|coop| coop.status() == CoopStatus::Active && same(&coop.mint, &self.coop.mint))
    }
}

/// The account that the co-op names; nothing if it names none.
fn named(given: &Option<UncheckedAccount>, name: &Address) -> Result<Option<AccountView>> {
    let given = given.as_ref().map(|account| *account.account());
    let matches = given.map_or(*name == Address::default(), |account| same(account.address(), name));
    require!(matches, CoopError::NotTheSuccessor);
    Ok(given)
}
