//! # coop
//!
//! One program through which a group founds a co-operative whose promises are kept by software.
//!
//! Six words, in the order of a co-op's life: **charter** (the terms that it promises), **membership** (members
//! vouched for by members), **bootstrap** (pledges that start it, or are refunded), **patronage** (rewards in
//! proportion to use, and capital that leaves), **governance** (one member, one vote), **federation** (co-ops of
//! co-ops, and the end). The folders of `instructions/` are named after them. Each instruction is one file, with its
//! rules, its accounts and its handler.
//!
//! A handler usually gathers facts, computes with [`coop_math`], writes, moves tokens through [`vault`], checks the
//! invariant, and emits one event. No rule depends on the vault's balance: the books are in [`state::Coop`].
#![cfg_attr(target_os = "solana", no_std)]

extern crate alloc;

use alloc::string::String;
use anchor_lang::prelude::*;

pub mod account;
pub mod clock;
pub mod creation;
pub mod error;
pub mod events;
pub mod instructions;
pub mod seeds;
pub mod state;
pub mod vault;

use instructions::{
    bootstrap::{
        cancel_pool::*, claim_shares::*, make_pledge::*, open_pool::*, reclaim_pledge::*, reclaim_pool::*,
        refund_pledge::*, release::*, settle_pool::*, withdraw_pledge::*,
    },
    charter::{describe::*, found::*, reclaim_coop::*},
    federation::{draw_capital::*, finish_dissolution::*, remit_solidarity::*},
    governance::{
        actions::{
            accept_federation::*, amend::*, call::*, collect::*, dissolve::*, mandate::*, on_coop::*,
            on_member::*, open_pool::*, payment::*, rehome::*, revoke_mandate::*,
        },
        call_panel::*,
        cancel_proposal::*,
        cast_vote::*,
        count_protest::*,
        draw_mandate::*,
        explain::*,
        object::*,
        propose::*,
        reclaim_ballots::*,
        reclaim_mandate::*,
        reclaim_proposal::*,
        reclaim_redirect::*,
        seat_panel::*,
        undo_rehome::*,
        veto_rehome::*,
    },
    membership::{
        admit::*, apply::*, enrol::*, reapply::*, reclaim_member::*, reclaim_vouch::*, resign::*,
        set_name::*, subscribe::*, suspend::*, vouch_for::*, withdraw_application::*, withdraw_vouch::*,
    },
    patronage::{
        ask_back::*, book_income::*, claim_dividends::*, close_period::*, pay_coop::*, pay_service::*,
        reclaim_period::*, register_service::*, reprice_service::*, retire_service::*, settle_patronage::*,
        settle_use::*, sweep::*, sweep_lamports::*, sync_vault::*, update_payout::*, withdraw_shares::*,
    },
};
use state::{Action, CharterTerms, Choice, Document, IncomeKind, PoolTerms};

declare_id!("CGM9p2wtbENkofZW9mveE9VeuYdMhRjWwm3S2KLoAiqE");

#[program]
pub mod coop {
    use super::*;

    // ---- charter: the terms a co-op promises ----

    /// Founds a co-op with its charter, its vault, and the founder as member number 0.
    pub fn found(
        ctx: &mut Context<Found>,
        id: u64,
        name: String,
        statutes_hash: [u8; 32],
        statutes_uri: String,
        charter: CharterTerms,
    ) -> Result<()> {
        ctx.accounts.handle(&ctx.bumps, id, &name, statutes_hash, &statutes_uri, &charter)
    }

    /// Sets the description of a forming co-op.
    pub fn describe(ctx: &mut Context<Describe>, about: String) -> Result<()> {
        ctx.accounts.handle(&about)
    }

    /// Closes a co-op that never started or is over, and leaves a tombstone at its address.
    pub fn reclaim_coop(ctx: &mut Context<ReclaimCoop>) -> Result<()> {
        ctx.accounts.handle()
    }

    // ---- membership: members vouched for by members ----

    /// Makes a wallet a candidate, which signs the statutes in force.
    pub fn apply(ctx: &mut Context<Apply>, name: String, statutes_hash: [u8; 32]) -> Result<()> {
        ctx.accounts.handle(&ctx.bumps, &name, statutes_hash)
    }

    /// Makes a former member a candidate again, or has a candidate sign restated statutes: it signs those in force.
    pub fn reapply(ctx: &mut Context<Reapply>, name: String, statutes_hash: [u8; 32]) -> Result<()> {
        ctx.accounts.handle(&name, statutes_hash)
    }

    /// Withdraws an application: by the candidate, or by anyone once it has waited too long or the co-op dissolves.
    pub fn withdraw_application(ctx: &mut Context<WithdrawApplication>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// A member vouches for a candidate.
    pub fn vouch_for(ctx: &mut Context<VouchFor>) -> Result<()> {
        ctx.accounts.handle(&ctx.bumps)
    }

    /// A member withdraws its vouch before the candidate is admitted; anyone can, if that member was expelled.
    pub fn withdraw_vouch(ctx: &mut Context<WithdrawVouch>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Makes a candidate that has its vouches a member.
    pub fn admit(ctx: &mut Context<Admit>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Sets the name of a member or candidate.
    pub fn set_name(ctx: &mut Context<SetName>, name: String) -> Result<()> {
        ctx.accounts.handle(&name)
    }

    /// A member of an active co-op pays in capital; refused if solvency is below `min_solvency_bps`.
    pub fn subscribe(ctx: &mut Context<Subscribe>, amount: u64, min_solvency_bps: u16) -> Result<()> {
        ctx.accounts.handle(amount, min_solvency_bps)
    }

    /// Makes a member whose share is paid and seasoned an elector.
    pub fn enrol(ctx: &mut Context<Enrol>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Suspends an elector that has not acted for more than 365 days, or has been below the member share for more
    /// than 90; never within 365 days after it became an elector.
    pub fn suspend(ctx: &mut Context<Suspend>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// A member leaves. `ask` asks its capital back at the next close; `protest` counts against weighty resolutions.
    pub fn resign(ctx: &mut Context<Resign>, ask: bool, protest: bool) -> Result<()> {
        ctx.accounts.handle(ask, protest)
    }

    /// Closes a vouch that no longer counts.
    pub fn reclaim_vouch(ctx: &mut Context<ReclaimVouch>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Closes the account of a former member or candidate that is owed nothing.
    pub fn reclaim_member(ctx: &mut Context<ReclaimMember>) -> Result<()> {
        ctx.accounts.handle()
    }

    // ---- bootstrap: pledges that start the co-op, or are refunded ----

    /// Opens the founding pool of a forming co-op.
    pub fn open_pool(ctx: &mut Context<OpenPool>, terms: PoolTerms) -> Result<()> {
        ctx.accounts.handle(&ctx.bumps, &terms)
    }

    /// A member pledges money, turnover, or more of either.
    pub fn make_pledge(
        ctx: &mut Context<MakePledge>,
        amount: u64,
        use_amount: u64,
        charter_version: u32,
    ) -> Result<()> {
        ctx.accounts.handle(amount, use_amount, charter_version)
    }

    /// A member withdraws money that it has pledged.
    pub fn withdraw_pledge(ctx: &mut Context<WithdrawPledge>, amount: u64) -> Result<()> {
        ctx.accounts.handle(amount)
    }

    /// The founder gives up a founding pool that holds nobody's money.
    pub fn cancel_pool(ctx: &mut Context<CancelPool>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Settles a pool that is due or full.
    pub fn settle_pool(ctx: &mut Context<SettlePool>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Turns a pledge to a successful pool into shares, and books what comes back as dividends.
    pub fn claim_shares(ctx: &mut Context<ClaimShares>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Pays back a pledge to a failed pool.
    pub fn refund_pledge(ctx: &mut Context<RefundPledge>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Releases a former member that left over a weighty resolution from its promise of use and its resting capital.
    pub fn release(ctx: &mut Context<Release>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Closes a pledge that is over.
    pub fn reclaim_pledge(ctx: &mut Context<ReclaimPledge>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Closes a pool that is over, and its escrow.
    pub fn reclaim_pool(ctx: &mut Context<ReclaimPool>) -> Result<()> {
        ctx.accounts.handle()
    }

    // ---- patronage: services, periods, what members are owed, and capital that leaves ----

    /// Registers a service at the present split, and at the highest take rate of the open period and of the one before.
    /// The split and the rate are promised for the charter's `commitment`.
    pub fn register_service(
        ctx: &mut Context<RegisterService>,
        name: String,
        uri: String,
        max_take_rate_bps: u16,
        min_provider_bps: u16,
    ) -> Result<()> {
        ctx.accounts.handle(&ctx.bumps, &name, &uri, max_take_rate_bps, min_provider_bps)
    }

    /// Gives a service the co-op's present split, and its take rate as far as that has stood for a period.
    pub fn reprice_service(ctx: &mut Context<RepriceService>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Changes the account to which a service is paid.
    pub fn update_payout(ctx: &mut Context<UpdatePayout>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Retires a service and closes its account.
    pub fn retire_service(ctx: &mut Context<RetireService>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Pays a service `amount`, of which ⌈amount × take rate⌉ goes to the co-op; refused if that fee is above `max_fee`.
    pub fn pay_service(ctx: &mut Context<PayService>, amount: u64, max_fee: u64) -> Result<()> {
        ctx.accounts.handle(amount, max_fee)
    }

    /// Pays the co-op for what it sells.
    pub fn pay_coop(ctx: &mut Context<PayCoop>, amount: u64) -> Result<()> {
        ctx.accounts.handle(amount)
    }

    /// Takes in money that is neither a fee nor a sale of goods.
    pub fn book_income(ctx: &mut Context<BookIncome>, amount: u64, kind: IncomeKind) -> Result<()> {
        ctx.accounts.handle(amount, kind)
    }

    /// Closes a period that is over: pays those who asked for capital, and allocates the surplus.
    pub fn close_period(ctx: &mut Context<ClosePeriod>, number: u32) -> Result<()> {
        ctx.accounts.handle(number)
    }

    /// Settles a member's part of a closed period.
    pub fn settle_patronage(ctx: &mut Context<SettlePatronage>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Compares a promise of use with the member's turnover, and frees or forfeits the bond.
    pub fn settle_use(ctx: &mut Context<SettleUse>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Closes the account of a period that is settled and a year old.
    pub fn reclaim_period(ctx: &mut Context<ReclaimPeriod>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Pays a member all the cash it is owed.
    pub fn claim_dividends(ctx: &mut Context<ClaimDividends>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Asks for withdrawn and matured capital to be paid at the next close; refused if the price is 0 or below
    /// `min_price_bps` (basis points of par).
    pub fn ask_back(ctx: &mut Context<AskBack>, amount: u64, min_price_bps: u16) -> Result<()> {
        ctx.accounts.handle(amount, min_price_bps)
    }

    /// Withdraws shares, to be paid at the next close; refused if the price is 0 or below `min_price_bps` (basis points
    /// of par).
    pub fn withdraw_shares(ctx: &mut Context<WithdrawShares>, amount: u64, min_price_bps: u16) -> Result<()> {
        ctx.accounts.handle(amount, min_price_bps)
    }

    /// Books money that was sent to the vault directly as a donation to the reserve.
    pub fn sync_vault(ctx: &mut Context<SyncVault>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Moves tokens from an associated token account of the co-op or of its vault to the reserve.
    pub fn sweep(ctx: &mut Context<Sweep>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Returns lamports above the rent of a co-op's or a pool's accounts to the payer of that rent.
    pub fn sweep_lamports(ctx: &mut Context<SweepLamports>) -> Result<()> {
        ctx.accounts.handle()
    }

    // ---- governance: one member, one vote, and terms that can only get better ----

    /// An elector proposes a resolution.
    pub fn propose(
        ctx: &mut Context<Propose>,
        action: Action,
        why: String,
        document: Option<Document>,
    ) -> Result<()> {
        ctx.accounts.handle(&action, &why, &document)
    }

    /// Adds the reasons and the document of a proposal, if they did not fit beside its action.
    pub fn explain(ctx: &mut Context<Explain>, why: String, document: Option<Document>) -> Result<()> {
        ctx.accounts.handle(&why, &document)
    }

    /// An elector votes, or changes its vote.
    pub fn cast_vote(ctx: &mut Context<CastVote>, choice: Choice) -> Result<()> {
        ctx.accounts.handle(choice)
    }

    /// Counts a protest against a weighty resolution: one of its electors resigned in protest or was expelled.
    pub fn count_protest(ctx: &mut Context<CountProtest>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// A proposer cancels its proposal before the first ballot.
    pub fn cancel_proposal(ctx: &mut Context<CancelProposal>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Changes the co-op's description as resolved.
    pub fn execute_describe(ctx: &mut Context<ExecuteOnCoop>) -> Result<()> {
        ctx.accounts.describe()
    }

    /// Permits the sale of invested assets, up to an amount, as resolved.
    pub fn execute_sell(ctx: &mut Context<ExecuteOnCoop>) -> Result<()> {
        ctx.accounts.sell()
    }

    /// Spends operating money as resolved.
    pub fn execute_spend(ctx: &mut Context<ExecutePayment>) -> Result<()> {
        ctx.accounts.spend()
    }

    /// Grants solidarity money as resolved.
    pub fn execute_grant(ctx: &mut Context<ExecutePayment>) -> Result<()> {
        ctx.accounts.grant()
    }

    /// Gives a mandate as resolved.
    pub fn execute_mandate(ctx: &mut Context<ExecuteMandate>) -> Result<()> {
        ctx.accounts.handle(&ctx.bumps)
    }

    /// Ends a mandate as resolved.
    pub fn execute_revoke_mandate(ctx: &mut Context<ExecuteRevokeMandate>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// The holder of a mandate draws on it.
    pub fn draw_mandate(ctx: &mut Context<DrawMandate>, amount: u64) -> Result<()> {
        ctx.accounts.handle(amount)
    }

    /// Opens a pool as resolved.
    pub fn execute_open_pool(ctx: &mut Context<ExecuteOpenPool>) -> Result<()> {
        ctx.accounts.handle(&ctx.bumps)
    }

    /// Sets the take rate as resolved.
    pub fn execute_set_take_rate(ctx: &mut Context<ExecuteOnCoop>) -> Result<()> {
        ctx.accounts.set_take_rate()
    }

    /// Expels a member as resolved.
    pub fn execute_expel(ctx: &mut Context<ExecuteOnMember>) -> Result<()> {
        ctx.accounts.expel()
    }

    /// Lets an expelled member apply again as resolved.
    pub fn execute_readmit(ctx: &mut Context<ExecuteOnMember>) -> Result<()> {
        ctx.accounts.readmit()
    }

    /// Moves a membership to another wallet as resolved.
    pub fn execute_rehome(ctx: &mut Context<ExecuteRehome>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// The wallet that a membership was moved from takes it back.
    pub fn undo_rehome(ctx: &mut Context<UndoRehome>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// A member objects with its present wallet to a proposal that would move its membership to another one.
    pub fn veto_rehome(ctx: &mut Context<VetoRehome>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Replaces the charter, the heir and the statutes as resolved.
    pub fn execute_amend(ctx: &mut Context<ExecuteAmend>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Covers losses from the reserve as resolved.
    pub fn execute_cover_loss(ctx: &mut Context<ExecuteOnCoop>) -> Result<()> {
        ctx.accounts.cover_loss()
    }

    /// Calls another program as resolved, signed by the co-op's agent.
    pub fn execute_invoke(ctx: &mut Context<ExecuteCall>) -> Result<()> {
        let given = ctx.remaining_accounts()?;
        ctx.accounts.invoke(&ctx.bumps, &given)
    }

    /// Acts as a member of another co-op as resolved; the co-op's agent is its wallet there.
    pub fn execute_represent(ctx: &mut Context<ExecuteCall>) -> Result<()> {
        let given = ctx.remaining_accounts()?;
        ctx.accounts.represent(&ctx.bumps, &given)
    }

    /// Moves money from the agent to the vault as resolved; once the co-op is dissolving, anyone can move all of it.
    pub fn execute_collect(ctx: &mut Context<ExecuteCollect>) -> Result<()> {
        ctx.accounts.handle(&ctx.bumps)
    }

    /// Calls a review panel on a resolution that is waiting for its timelock.
    pub fn call_panel(ctx: &mut Context<CallPanel>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Draws the review panel that was called.
    pub fn seat_panel(ctx: &mut Context<SeatPanel>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// A member of the review panel objects; the third objection doubles the timelock, once.
    pub fn object(ctx: &mut Context<Object>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Closes a proposal that is over.
    pub fn reclaim_proposal(ctx: &mut Context<ReclaimProposal>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Closes a page of ballots whose proposal is over.
    pub fn reclaim_ballots(ctx: &mut Context<ReclaimBallots>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Closes a mandate that is over.
    pub fn reclaim_mandate(ctx: &mut Context<ReclaimMandate>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Closes a redirect that is no longer needed.
    pub fn reclaim_redirect(ctx: &mut Context<ReclaimRedirect>) -> Result<()> {
        ctx.accounts.handle()
    }

    // ---- federation: co-ops of co-ops, and the end ----

    /// Seeks to join a federation as resolved.
    pub fn execute_join_federation(ctx: &mut Context<ExecuteOnCoop>) -> Result<()> {
        ctx.accounts.join_federation()
    }

    /// Accepts a co-op into this federation as resolved.
    pub fn execute_accept_federation(ctx: &mut Context<ExecuteAcceptFederation>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Leaves the federation as resolved.
    pub fn execute_leave_federation(ctx: &mut Context<ExecuteOnCoop>) -> Result<()> {
        ctx.accounts.leave_federation()
    }

    /// Pays the money that is due to the federation into the federation's reserve.
    pub fn remit_solidarity(ctx: &mut Context<RemitSolidarity>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Begins the dissolution of a co-op, as resolved or after 180 days without an elector.
    pub fn dissolve(ctx: &mut Context<Dissolve>) -> Result<()> {
        ctx.accounts.handle(&ctx.bumps)
    }

    /// Pays a member of a dissolving co-op its part of the money that is there.
    pub fn draw_capital(ctx: &mut Context<DrawCapital>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Passes the remaining money of a dissolving co-op to its heir.
    pub fn finish_dissolution(ctx: &mut Context<FinishDissolution>) -> Result<()> {
        ctx.accounts.handle()
    }
}
