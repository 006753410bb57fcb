//! # A shop on a co-op's promise
//!
//! An example of a program that builds on `coop`. A shop sells one thing at one price. Its customers pay a service of
//! a co-op, so the co-op takes its rate of every sale; the shop's prices were calculated for a certain rate. So `buy`
//! reads the service and refuses if the co-op takes more, or no longer promises its rate: nobody can change the rate
//! that the shop relies on. A customer that is a member of the co-op names its membership, and its purchase counts as
//! use, for which the co-op pays a dividend.
//!
//! Three things to see here: [`coop::state::Service`] read as an account of another program, `coop::cpi::pay_service`,
//! and error codes from 7000 on, which differ from those of the co-op (6000 to 6999), because a failed transaction
//! contains only a number.
#![cfg_attr(target_os = "solana", no_std)]

extern crate alloc;

use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;
use coop::{
    account::{Record, same},
    clock,
    state::Service,
};
use coop_math::patronage::fee_ceil;

declare_id!("Shop111111111111111111111111111111111111111");

/// `["shop", service]`: one shop a service.
pub const SHOP: &[u8] = b"shop";

#[program]
pub mod shop {
    use super::*;

    /// The owner of a service opens its shop.
    pub fn open(ctx: &mut Context<Open>, price: u64, max_take_rate_bps: u16) -> Result<()> {
        ctx.accounts.handle(&ctx.bumps, price, max_take_rate_bps)
    }

    /// Anyone buys: the price goes to the service through the co-op, which takes its promised rate.
    pub fn buy(ctx: &mut Context<Buy>, count: u64) -> Result<()> {
        ctx.accounts.handle(count)
    }
}

#[account]
pub struct Shop {
    /// The co-op's service that is paid.
    pub service: Address,
    /// Of one piece; base units of the co-op's mint.
    pub price: PodU64,
    /// Pieces sold so far.
    pub sold: PodU64,
    /// The price was made for a take rate of at most this; basis points.
    pub max_take_rate_bps: PodU16,
    pub bump: u8,
}

impl Shop {
    /// The shop sells only while the co-op takes no more than the shop was built for, and promises so.
    fn require_promise(max_take_rate_bps: u16, service: &Service, now: i64) -> Result<()> {
        require!(service.split(now).take_rate_bps <= max_take_rate_bps, ShopError::RateAbovePromise);
        require!(now < service.promised_until.get(), ShopError::PromiseLapsed);
        Ok(())
    }
}

#[derive(Accounts)]
pub struct Open {
    #[account(mut, constraint = same(owner.address(), &service.owner) @ ShopError::NotTheOwner)]
    pub owner: Signer,
    /// An account of the co-op's program: its owner and its kind are checked by its type.
    pub service: Record<Service>,
    #[account(init, payer = owner, seeds = [SHOP, service.address().as_ref()], bump)]
    pub shop: Account<Shop>,
    pub system_program: Program<System>,
}

impl Open {
    fn handle(&mut self, bumps: &OpenBumps, price: u64, max_take_rate_bps: u16) -> Result<()> {
        require!(price > 0, ShopError::PriceZero);
        Shop::require_promise(max_take_rate_bps, &self.service, clock::now()?)?;
        self.shop.service = *self.service.address();
        self.shop.price = price.into();
        self.shop.max_take_rate_bps = max_take_rate_bps.into();
        self.shop.bump = bumps.shop;
        Ok(())
    }
}

/// What the co-op's program checks is not checked twice: that payout, vault and mint are those of the co-op and the
/// service, and that the provider is the service's.
#[derive(Accounts)]
pub struct Buy {
    pub buyer: Signer,
    #[account(mut)]
    pub shop: Account<Shop>,
    #[account(constraint = same(service.address(), &shop.service) @ ShopError::ServiceOfAnotherShop)]
    pub service: Record<Service>,
    #[account(mut)]
    pub coop: UncheckedAccount,
    /// The membership of the co-op that is bought for, if any: the buyer's own, or a friend's.
    #[account(mut)]
    pub member: Option<UncheckedAccount>,
    /// The membership that the service belongs to, if it does to one other than the one bought for: its part of the fee
    /// is its patronage.
    #[account(mut)]
    pub provider: Option<UncheckedAccount>,
    #[account(mut)]
    pub source: UncheckedAccount,
    #[account(mut)]
    pub payout: UncheckedAccount,
    #[account(mut)]
    pub vault: UncheckedAccount,
    pub mint: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
    #[account(constraint = same(coop_program.address(), &coop::ID) @ ShopError::AnotherProgram)]
    pub coop_program: UncheckedAccount,
}

impl Buy {
    fn handle(&mut self, count: u64) -> Result<()> {
        Shop::require_promise(self.shop.max_take_rate_bps.get(), &self.service, clock::now()?)?;
        let price = self.shop.price.get().checked_mul(count).ok_or(ShopError::TooMany)?;
        let max_fee = fee_ceil(price, self.shop.max_take_rate_bps.get());
        self.shop.sold = self.shop.sold.get().checked_add(count).ok_or(ShopError::TooMany)?.into();

        let accounts = coop::cpi::accounts::PayService {
            payer: self.buyer.cpi_handle(),
            coop: self.coop.try_cpi_handle_mut()?,
            service: self.service.cpi_handle(),
            buyer: self.member.as_mut().map(anchor_lang::AnchorAccount::try_cpi_handle_mut).transpose()?,
            provider: self
                .provider
                .as_mut()
                .map(anchor_lang::AnchorAccount::try_cpi_handle_mut)
                .transpose()?,
            source: self.source.try_cpi_handle_mut()?,
            payout: self.payout.try_cpi_handle_mut()?,
            vault: self.vault.try_cpi_handle_mut()?,
            mint: self.mint.cpi_handle(),
            token_program: self.token_program.cpi_handle(),
        };
        coop::cpi::pay_service(CpiContext::new(self.coop_program.address(), accounts), price, max_fee)
    }
}

#[error_code(offset = 7000)]
#[derive(Debug, PartialEq, Eq)]
pub enum ShopError {
    #[msg("only the owner of the service opens its shop")]
    NotTheOwner,
    #[msg("a price must be at least 1 base unit")]
    PriceZero,
    #[msg("the co-op takes a rate above what the shop was built for")]
    RateAbovePromise,
    #[msg("the co-op no longer promises the rate of the service")]
    PromiseLapsed,
    #[msg("the service is not the one that the shop is paid through")]
    ServiceOfAnotherShop,
    #[msg("the program called must be coop")]
    AnotherProgram,
    #[msg("no price of so many pieces can be written")]
    TooMany,
}
