use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{PoolSettled, emit},
    state::{Coop, CoopStatus, Pool, Proposal},
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;
use coop_math::bootstrap::{UNPAYABLE, has_stood};

/// Settles a pool. Anyone can send it, because it leaves no choice. Settling twice changes nothing.
///
/// - after the deadline; or, once nobody can withdraw any more, as soon as every gate is passed and `max_raise` is
///   reached; never within 7 days of an amendment, so that those who pledged before it can withdraw;
/// - success: raised ≥ `min_raise`, people ≥ `min_members`, use ≥ `min_use`; people and use are those of pledgers who
///   have not left; of a later pool also if solvency is not below its minimum, and was not in this period or the one
///   before. All the money moves from the escrow to the vault in one transfer: up to `max_raise` to the fund, with shares
///   in transit, and the rest to dividends. The shares earn from the next period on, claimed or not. A founding pool also
///   activates the co-op, opens period 0, and makes its people electors from now on;
/// - failure without a look at the gates: every pool of a dissolving co-op, at once, and of one that has resolved to
///   dissolve, if the resolution is given; and, 30 days after the deadline, a pool whose money cannot be moved because
///   the escrow or the vault is frozen, or does not fit into the books any more;
/// - a success makes stale every resolution to dissolve the co-op that was proposed by then: the pool's people have come to stay;
/// - after a failure, all the money stays in the escrow for the pledgers; the founder may open another pool.
#[derive(Accounts)]
pub struct SettlePool {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&pool.coop, coop.address()) @ CoopError::PoolOfAnotherCoop)]
    pub pool: Record<Pool>,
    #[account(mut, constraint = same(escrow.address(), &pool.escrow) @ CoopError::EscrowMismatch)]
    pub escrow: UncheckedAccount,
    #[account(mut, constraint = same(vault.address(), &coop.vault) @ CoopError::VaultMismatch)]
    pub vault: UncheckedAccount,
    #[account(constraint = same(mint.address(), &coop.mint) @ CoopError::MintMismatch)]
    pub mint: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
    /// A passed resolution to dissolve the co-op, if there is one: then nobody waits for the date, and the pool fails.
    #[account(constraint = same(&ending.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub ending: Option<Record<Proposal>>,
}

impl SettlePool {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, pool) = (&mut self.coop, &mut self.pool);
        if pool.settled_at != 0 {
            return Ok(());
        }
        let (terms, totals) = (pool.numbers(), pool.totals());
        if let Some(ending) = &self.ending {
            require!(ending.is_to_end(coop, now), CoopError::NotResolvedToDissolve);
        }
        let ends = self.ending.is_some() || coop.status() == CoopStatus::Dissolving;
        let solvent = terms.min_solvency_bps == 0 || coop.lasting_solvency_bps() >= terms.min_solvency_bps;
        if !ends {
            require!(terms.may_settle(&totals, now), CoopError::TooEarlyToSettle);
            require!(has_stood(coop.amended_at.get(), now), CoopError::CharterJustAmended);
            if pool.founding == 0 {
                // the close decides which solvency has lasted, and from which period on the capital earns
                coop.require_not_overdue(now)?;
            }
            // solvency is a gate like the others: a full pool waits for it until its deadline
            require!(solvent || now > terms.deadline, CoopError::TooEarlyToSettle);
        }
        let mut succeeded = !ends && solvent && terms.closed_gate(&totals).is_none();
        let movable = |account| vault::can_be_paid(account, &coop.mint);
        let settlement = terms.settle(&totals);
        if succeeded {
            let fits = coop.books.ask(|books| books.require_room(settlement.accepted));
            let moves = movable(&self.vault) && movable(&self.escrow);
            let comes_in = if moves { fits.map_err(CoopError::from) } else { Err(CoopError::VaultUnpayable) };
            if let Err(why) = comes_in {
                // nobody's money waits for ever
                if now <= terms.deadline.saturating_add(UNPAYABLE) {
                    return Err(why.into());
                }
                succeeded = false;
            }
        }

        pool.settled_at = now.into();
        if pool.founding == 1 {
            coop.founding_pool_live = 0;
        }
        if succeeded {
            pool.succeeded = 1;
            coop.pool_succeeded_at = now.into();
            pool.accepted = settlement.accepted.into();
            pool.shares_unclaimed = settlement.shares.into();
            pool.refunds_unclaimed = settlement.refunds.into();
            coop.try_book(|books| books.pay_in_by_pool(settlement.shares))?;
            coop.books.dividends += settlement.refunds;
            pool.settled_in = coop.period.number;
            if pool.founding == 1 {
                coop.activated_at = now.into();
                coop.gain_electors(pool.people.get(), now);
                // the first period begins with this capital: it is in its prices and its budget
                coop.books.fresh = PodU64::ZERO;
                coop.start_period(0, 0, now);
            }
            coop.begin_transit(pool)?;
            if pool.founding == 1 {
                coop.founding_shares = pool.earning_unclaimed;
            }
            vault::pay_from_escrow(
                self.token_program.address(),
                pool,
                [*self.escrow.account(), *self.mint.account(), *self.vault.account()],
                totals.raised,
                coop.decimals,
            );
        }

        coop.invariant()?;
        pool.invariant()?;
        emit(PoolSettled {
            coop: pool.coop,
            seq: coop.next_seq(),
            at: now.into(),
            pool: *pool.address(),
            raised: pool.raised,
            accepted: pool.accepted,
            pledgers: pool.pledgers,
            people: pool.people,
            use_pledged: pool.use_pledged,
            succeeded: pool.succeeded,
        });
        Ok(())
    }
}
