// The derive of `Accounts` binds `id` once more than it uses it.
#![allow(unused_variables)]

use super::mint;
use crate::{
    clock,
    error::CoopError,
    events::{CoopFounded, emit},
    seeds,
    state::{CharterTerms, Coop, CoopStatus, Member, Standing},
};
use anchor_lang::prelude::*;
use anchor_spl::{
    token,
    token_interface::{Mint, TokenAccount, TokenInterface},
};
use coop_math::{YEAR, charter::Charter};

/// Founds a co-op: its charter, its vault, and the founder as member number 0. It is forming until a
/// founding pool succeeds.
///
/// - every term of the charter keeps its bound;
/// - the mint is one a co-op can hold ([`mint`]);
/// - the heir, if one is named, is an active co-op of the same mint, a year old.
#[derive(Accounts)]
#[instruction(id: u64)]
pub struct Found {
    /// Pays the rent and becomes member number 0.
    #[account(mut)]
    pub founder: Signer,
    pub mint: InterfaceAccount<Mint>,
    #[account(init, payer = founder, seeds = [seeds::COOP, founder.address().as_ref(), &id.to_le_bytes()], bump)]
    pub coop: Account<Coop>,
    #[account(
        init,
        payer = founder,
        token::mint = mint,
        token::authority = coop,
        token::token_program = token_program,
        seeds = [seeds::VAULT, coop.address().as_ref()],
        bump
    )]
    pub vault: InterfaceAccount<TokenAccount>,
    #[account(
        init,
        payer = founder,
        seeds = [seeds::MEMBER, coop.address().as_ref(), founder.address().as_ref()],
        bump
    )]
    pub founder_member: Account<Member>,
    /// Who inherits the reserve at the end; none may be named.
    pub heir: Option<Account<Coop>>,
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
        terms: CharterTerms,
    ) -> Result<()> {
        let now = clock::now()?;
        let name = padded::<32>(name).filter(|n| n[0] != 0).ok_or(CoopError::NameInvalid)?;
        let statutes_uri = padded::<128>(statutes_uri).ok_or(CoopError::StatutesUriInvalid)?;
        mint::require_accepted(self.mint.account())?;
        let charter = Charter::from(terms);
        charter.validate().map_err(CoopError::from)?;
        let heir = self.require_heir(now)?;

        let coop_address = *self.coop.address();
        let founder = *self.founder.address();
        let coop = &mut self.coop;
        coop.founder = founder;
        coop.mint = *self.mint.address();
        coop.vault = *self.vault.address();
        coop.heir = heir;
        coop.name = name;
        coop.statutes_hash = statutes_hash;
        coop.statutes_uri = statutes_uri;
        coop.id = id.into();
        coop.founded_at = now.into();
        coop.charter_version = 1.into();
        coop.charter = charter.into();
        coop.members = 1.into();
        coop.next_member = 1.into();
        coop.member_accounts = 1.into();
        coop.decimals = self.mint.decimals();
        coop.bump = bumps.coop;
        coop.vault_bump = bumps.vault;

        let member = &mut self.founder_member;
        member.coop = coop_address;
        member.wallet = founder;
        member.rent_payer = founder;
        member.admitted_at = now.into();
        member.last_active_at = now.into();
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
            name,
        });
        Ok(())
    }

    /// The address of a valid heir, or zeros.
    fn require_heir(&self, now: i64) -> Result<Address> {
        let Some(heir) = &self.heir else { return Ok(Address::default()) };
        require!(heir.status() == CoopStatus::Active, CoopError::HeirNotActive);
        require!(anchor_lang::address_eq(&heir.mint, self.mint.address()), CoopError::HeirOfAnotherMint);
        require!(now - heir.founded_at.get() >= YEAR, CoopError::HeirTooYoung);
        Ok(*heir.address())
    }
}

/// Text as fixed bytes padded with zeros; nothing if it is too long or has control characters.
fn padded<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() > N || text.chars().any(char::is_control) {
        return None;
    }
    let mut bytes = [0; N];
    bytes[..text.len()].copy_from_slice(text.as_bytes());
    Some(bytes)
}
