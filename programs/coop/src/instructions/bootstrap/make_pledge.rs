use crate::{
    account::{self, Record, same},
    clock,
    error::CoopError,
    events::{PledgeMade, emit},
    seeds,
    state::{Coop, Member, Pledge, Pool, PoolStatus, Standing},
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;
use coop_math::bootstrap::UNPAYABLE;

/// A member pledges money, use, or more of either. The money goes to the pool's escrow.
///
/// - this is possible from `opens` to `deadline`, both included, while the pool is unsettled;
/// - the resulting pledge is at least the member share in a founding pool and at most `max_pledge`; its use is at
///   most `max_use`; it covers the bond for that use; and together with the member's shares it is at most
///   `max_shares`;
/// - a new pledger needs room for one more member share under `max_raise`;
/// - a member has a pledge in one pool at a time, one open promise of use, and resting capital from at most four
///   pools;
/// - the pledge names the version of the charter under which it is made; if that was amended in the meantime, it is
///   refused.
#[derive(Accounts)]
pub struct MakePledge {
    /// Pays the rent of a new pledge. It may be the wallet itself: a signer holds no data, so it may be named twice.
    #[account(unsafe(dup))]
    pub payer: Signer,
    #[account(constraint = same(wallet.address(), &member.wallet) @ CoopError::WalletMismatch)]
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&pool.coop, coop.address()) @ CoopError::PoolOfAnotherCoop)]
    pub pool: Record<Pool>,
    #[account(mut, constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
    /// Created with the first pledge. Clients derive its address from its seeds; the program does so only at its
    /// creation.
    #[cfg_attr(
        feature = "idl-build",
        account(mut, seeds = [seeds::PLEDGE, pool.address().as_ref(), member.address().as_ref()], bump)
    )]
    #[cfg_attr(not(feature = "idl-build"), account(mut))]
    pub pledge: UncheckedAccount,
    /// The token account that pays. The token program checks its mint, and that the wallet may draw on it.
    #[account(mut)]
    pub source: UncheckedAccount,
    #[account(mut, constraint = same(escrow.address(), &pool.escrow) @ CoopError::EscrowMismatch)]
    pub escrow: UncheckedAccount,
    #[account(constraint = same(mint.address(), &coop.mint) @ CoopError::MintMismatch)]
    pub mint: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
    pub system_program: Program<System>,
}

impl MakePledge {
    pub fn handle(&mut self, amount: u64, use_amount: u64, charter_version: u32) -> Result<()> {
        let now = clock::now()?;
        let (coop, pool) = (&mut self.coop, &mut self.pool);
        let member = &mut self.member;
        coop.require_not_dissolving()?;
        require!(coop.charter_version == charter_version, CoopError::CharterChanged);
        match pool.status(now) {
            PoolStatus::Open | PoolStatus::Committed => {}
            PoolStatus::Announced => return Err(CoopError::PoolNotOpenYet.into()),
            PoolStatus::Due => return Err(CoopError::PoolClosed.into()),
            PoolStatus::Succeeded | PoolStatus::Failed => return Err(CoopError::PoolSettled.into()),
        }
        require!(member.is(Standing::Member), CoopError::NotAMember);
        let here = pool.index.get() + 1;
        require!(member.pledged_in == 0 || member.pledged_in == here, CoopError::PledgedElsewhere);
        let seeds = [seeds::PLEDGE, pool.address().as_ref(), member.address().as_ref()];
        let (mut pledge, made) = account::find_or_make::<Pledge>(&self.pledge, &self.payer, &seeds)?;
        if let Some(bump) = made {
            pledge.coop = *coop.address();
            pledge.pool = *pool.address();
            pledge.member = *member.address();
            pledge.rent_payer = *self.payer.address();
            pledge.bump = bump;
            pool.pledge_accounts += 1;
        }
        if member.pledged_in == 0 {
            member.require_room_to_rest(now)?;
        }
        require!(same(&pledge.pool, pool.address()), CoopError::PledgeOfAnotherPool);
        require!(same(&pledge.member, member.address()), CoopError::PledgeOfAnotherMember);
        pledge.forget_ended_promise(member);
        let (totals, after) = pool
            .numbers()
            .pledge(&pool.totals(), &pledge.numbers(member.pledge_counts == 1), amount, use_amount)
            .map_err(CoopError::from)?;
        coop.require_room_for_shares(member, amount)?;
        if use_amount != 0 {
            // turnover counts against a promise from the moment of that promise
            require!(!member.has_promised() || pledge.use_amount != 0, CoopError::PromiseOpen);
            // earlier turnover keeps no more than was promised at the time
            member.turnover = member.turnover.min(member.promised);
            member.promised = after.use_amount.into();
            member.promise_ends = pool.stays_until().saturating_add(UNPAYABLE).into();
            member.promise_rate_bps = pool.take_rate_bps;
        }

        member.pledged_in = here.into();
        member.pledge_counts = 1;
        member.unbound = 0;
        member.pledged_at = now.into();
        pledge.set_numbers(&after);
        pledge.charter_version = coop.charter_version;
        member.pledged += amount;
        member.last_active_at = now.into();
        pool.set_totals(&totals);

        if amount > 0 {
            vault::transfer(
                self.token_program.address(),
                [
                    *self.source.account(),
                    *self.mint.account(),
                    *self.escrow.account(),
                    *self.wallet.account(),
                ],
                amount,
                coop.decimals,
                &[],
            );
        }
        pool.invariant()?;
        member.invariant()?;
        emit(PledgeMade {
            coop: pledge.coop,
            seq: coop.next_seq(),
            at: now.into(),
            pool: pledge.pool,
            member: pledge.member,
            amount: amount.into(),
            use_amount: use_amount.into(),
            pledged: pledge.amount,
            raised: pool.raised,
            pledgers: pool.pledgers,
            people: pool.people,
            use_pledged: pool.use_pledged,
        });
        Ok(())
    }
}
