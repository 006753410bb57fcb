use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{PoolOpened, emit},
    seeds,
    state::{Coop, Member, Pool, PoolTerms, Standing, write_text},
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Opens the founding pool of a forming co-op, with an escrow of its own.
///
/// - only the founder can, while it is a member; one pool at a time; after a failed one it may open another;
/// - every term is within its bound ([`coop_math::bootstrap::Terms::validate`]), and none can be changed later;
/// - the charter's member share is the smallest pledge, and that much of every pledge is accepted in full.
#[derive(Accounts)]
pub struct OpenPool {
    /// Pays the rent. It may be the founder itself: a signer holds no data, so it may be named twice.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    #[account(unsafe(dup), constraint = same(founder.address(), &coop.founder) @ CoopError::NotTheFounder)]
    pub founder: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(
        constraint = same(&founder_member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop,
        constraint = same(&founder_member.wallet, &coop.founder) @ CoopError::WalletMismatch,
    )]
    pub founder_member: Record<Member>,
    #[account(
        init,
        payer = payer,
        seeds = [seeds::POOL, coop.address().as_ref(), &coop.pools.get().to_le_bytes()],
        bump
    )]
    pub pool: Record<Pool>,
    /// Made here, of the co-op's mint, with the pool as its authority.
    #[account(mut, seeds = [seeds::ESCROW, pool.address().as_ref()], bump)]
    pub escrow: UncheckedAccount,
    #[account(constraint = same(mint.address(), &coop.mint) @ CoopError::MintMismatch)]
    pub mint: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
    pub system_program: Program<System>,
}

impl OpenPool {
    pub fn handle(&mut self, bumps: &OpenPoolBumps, terms: &PoolTerms) -> Result<()> {
        let now = clock::now()?;
        let (coop, pool) = (&mut self.coop, &mut self.pool);
        coop.require_forming()?;
        require!(self.founder_member.is(Standing::Member), CoopError::NotAMember);
        require!(coop.founding_pool_live == 0, CoopError::FoundingPoolLive);
        let numbers = terms.numbers(coop.charter.member_share.get());
        numbers.validate(now).map_err(CoopError::from)?;

        pool.terms.set_numbers(&numbers);
        write_text(&terms.purpose, &mut pool.purpose)?;
        pool.founding = 1;
        pool.bump = bumps.pool;
        pool.escrow_bump = bumps.escrow;
        coop.founding_pool_live = 1;
        coop.founding_pool = coop.pools + 1;
        let accounts = [*self.payer.account(), *self.escrow.account(), *self.mint.account()];
        open(coop, pool, accounts, self.token_program.address(), now)
    }
}

/// The part that both ways to open a pool share. `pool` already has its terms, its purpose and its bumps. The
/// accounts are the payer of the rent, the escrow that is created here, and the mint.
#[inline(never)]
pub fn open(
    coop: &mut Record<Coop>,
    pool: &mut Record<Pool>,
    [payer, escrow, mint]: [AccountView; 3],
    token_program: &Address,
    now: i64,
) -> Result<()> {
    let seeds = [seeds::ESCROW, pool.address().as_ref(), &[pool.escrow_bump]];
    vault::open(token_program, payer, escrow, mint, pool.address(), &seeds)?;
    pool.coop = *coop.address();
    pool.escrow = *escrow.address();
    pool.rent_payer = *payer.address();
    pool.index = coop.pools;
    pool.take_rate_bps = coop.lasting_take_rate();
    coop.pools += 1;
    coop.pool_accounts += 1;

    coop.invariant()?;
    pool.invariant()?;
    emit(PoolOpened {
        coop: pool.coop,
        seq: coop.next_seq(),
        at: now.into(),
        pool: *pool.address(),
        index: pool.index,
        min_raise: pool.terms.min_raise,
        max_raise: pool.terms.max_raise,
        deadline: pool.terms.deadline,
    });
    Ok(())
}
