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
/// - from `opens` to `deadline`, both included, while the pool is unsettled;
/// - what results is at least the member share in a founding pool, at most `max_pledge` and `max_use`, answers for the
///   promise of use, and with the member's shares is at most `max_shares`;
/// - a new pledger needs room for one more member share under `max_raise`;
/// - a member has a pledge in one pool at a time, one open promise of use, and resting capital of four pools at most;
/// - it is made under the charter that it names: one that was amended meanwhile is refused.
#[derive(Accounts)]
pub struct MakePledge {
    /// Pays the rent of a new pledge; may be the wallet itself: signers hold no data that two names could
    /// disturb.
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
    /// Made with the first pledge. Clients find it by its seeds; here they are looked for only then.
    #[cfg_attr(
        feature = "idl-build",
        account(mut, seeds = [seeds::PLEDGE, pool.address().as_ref(), member.address().as_ref()], bump)
    )]
    #[cfg_attr(not(feature = "idl-build"), account(mut))]
    pub pledge: UncheckedAccount,
    /// What is paid from; the token program checks that it is of the mint and that the wallet may draw on it.
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
            // what counts against a promise, counts from when it was made
            require!(!member.has_promised() || pledge.use_amount != 0, CoopError::PromiseOpen);
            // what went through the co-op before keeps no more than was promised then
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
