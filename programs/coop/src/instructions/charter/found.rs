// The derive of `Accounts` binds `id` once more than it uses it.
#![allow(unused_variables)]

use super::mint;
use crate::{
    account::Record,
    clock,
    error::CoopError,
    events::{CoopFounded, emit},
    seeds,
    state::{CharterTerms, Coop, Member, Standing, label, write_uri},
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Founds a co-op: its charter, its vault, and the founder as member number 0. The co-op is forming until a founding
/// pool succeeds.
///
/// - every term of the charter is within its bound;
/// - the description comes in a second instruction, [`describe`](super::describe), because it does not fit beside a
///   charter;
/// - the mint is one that a co-op can hold ([`mint`]);
/// - the heir, if there is one, is an active co-op of the same mint, and at least a year old.
#[derive(Accounts)]
#[instruction(id: u64)]
pub struct Found {
    /// Pays the rent. It may be the founder itself: a signer holds no data, so it may be named twice.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    /// Becomes member number 0.
    #[account(unsafe(dup))]
    pub founder: Signer,
    /// The token program checks that this is one of its mints.
    pub mint: UncheckedAccount,
    #[account(init, payer = payer, seeds = [seeds::COOP, founder.address().as_ref(), &id.to_le_bytes()], bump)]
    pub coop: Record<Coop>,
    /// Created here, for the mint, with the co-op as its authority.
    #[account(mut, seeds = [seeds::VAULT, coop.address().as_ref()], bump)]
    pub vault: UncheckedAccount,
    #[account(
        init,
        payer = payer,
        seeds = [seeds::MEMBER, coop.address().as_ref(), founder.address().as_ref()],
        bump
    )]
    pub founder_member: Record<Member>,
    /// The co-op that inherits the reserve at the end; optional.
    pub heir: Option<Record<Coop>>,
    pub token_program: Interface<'static, TokenInterface>,
    pub system_program: Program<System>,
}

impl Found {
    pub fn handle(
        &mut self,
        bumps: &FoundBumps,
        id: u64,
        name: &str,
        statutes_hash: [u8; 32],
        statutes_uri: &str,
        terms: &CharterTerms,
    ) -> Result<()> {
        let now = clock::now()?;
        let name = label(name)?;
        mint::require_accepted(self.mint.account())?;
        let charter = terms.numbers();
        charter.validate().map_err(CoopError::from)?;

        vault::open(
            self.token_program.address(),
            *self.payer.account(),
            *self.vault.account(),
            *self.mint.account(),
            self.coop.address(),
            &[seeds::VAULT, self.coop.address().as_ref(), &[bumps.vault]],
        )?;
        let coop_address = *self.coop.address();
        let (payer, founder) = (*self.payer.address(), *self.founder.address());
        let coop = &mut self.coop;
        coop.founder = founder;
        coop.rent_payer = payer;
        coop.mint = *self.mint.address();
        coop.vault = *self.vault.address();
        if let Some(heir) = &self.heir {
            coop.require_heir(heir, now)?;
            coop.heir = *heir.address();
        }
        coop.name = name;
        coop.statutes_hash = statutes_hash;
        coop.statutes_version = 1.into();
        write_uri(statutes_uri, &mut coop.statutes_uri)?;
        coop.id = id.into();
        coop.founded_at = now.into();
        coop.charter_version = 1.into();
        coop.charter.set_numbers(charter);
        coop.members = 1.into();
        coop.next_member = 1.into();
        coop.member_accounts = 1.into();
        coop.decimals = mint::decimals(self.mint.account())?;
        coop.bump = bumps.coop;
        coop.vault_bump = bumps.vault;

        let member = &mut self.founder_member;
        member.coop = coop_address;
        member.wallet = founder;
        member.rent_payer = payer;
        member.admitted_at = now.into();
        member.last_active_at = now.into();
        member.statutes_version = coop.statutes_version;
        member.numbered = 1;
        member.keyless = !founder.is_on_curve() as u8;
        member.standing = Standing::Member.into();
        member.bump = bumps.founder_member;

        coop.invariant()?;
        member.invariant()?;
        emit(CoopFounded {
            coop: coop_address,
            seq: coop.next_seq(),
            at: now.into(),
            founder,
            mint: coop.mint,
            founder_member: *member.address(),
            name: coop.name,
        });
        Ok(())
    }
}
