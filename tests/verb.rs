//! The trait that the tests of an instruction implement, and the list of all instructions.

use crate::{
    Call, Refusal, World, bootstrap, charter, federation, governance, membership, patronage,
    stateful::{
        deed::{Deed, Who},
        generate::{Aim, Generator},
        model::{Coop, Model},
        resolution::What,
    },
};
use coop::error::CoopError;

/// An instruction of the program in the tests. Each is implemented in the test file of that instruction.
pub trait Verb: Sync {
    /// Its name in the program.
    fn name(&self) -> &'static str;

    /// Brings a world to where it is about to succeed.
    fn fixture(&self, world: &mut World) -> Call;

    /// How many co-ops it changes.
    fn co_ops(&self) -> usize {
        1
    }

    /// Accounts of its fixture that may be changed without making the call invalid.
    fn spared(&self) -> &'static [Spared] {
        &[]
    }

    /// Of the stored addresses that not every instruction compares, those that it does.
    fn compares(&self) -> &'static [Link] {
        &[]
    }

    /// Its reasons to refuse.
    fn refusals(&self) -> &'static [Scene] {
        &[]
    }

    /// Why a co-op that dissolves refuses it; nothing where it pays out, clears away or closes what there is.
    fn at_the_end(&self) -> Option<CoopError> {
        self.name().starts_with("execute_").then_some(CoopError::CoopNotActive)
    }

    /// Reasons that tests in its own file reach, bound by bound.
    fn bounds(&self) -> Vec<CoopError> {
        Vec::new()
    }

    /// How often it is tried in random lives: what builds up outweighs what takes down, so that worlds grow old.
    fn weight(&self) -> u64;

    /// How often in co-ops that live short lives: founded, left, reclaimed.
    fn short_weight(&self) -> u64 {
        0
    }

    /// A run of n steps must contain at least n ÷ this many accepted calls of it, and as many refused ones. Resolutions
    /// take many steps each.
    fn one_in(&self) -> u64 {
        8_000
    }

    /// Whether it could make sense for someone.
    fn fits(&self, _coop: &Coop, _pool: usize, _who: Who) -> bool {
        true
    }

    /// Whether anyone may do it for anyone, and so for a co-op's agent.
    fn for_anyone(&self) -> bool {
        false
    }

    /// A random one.
    fn random(&self, generator: &mut Generator, aim: Aim) -> Deed;

    /// How often what it executes is proposed, if it executes a resolution.
    fn resolved(&self) -> u64 {
        0
    }

    /// A random resolution that it executes.
    fn resolution(&self, _generator: &mut Generator, _slot: usize, _model: &Model) -> What {
        unreachable!("executes no resolution")
    }

    /// Resolutions of its kind that the state of the co-op invites to.
    fn invited(&self, _generator: &mut Generator, _slot: usize, _model: &Model) -> Vec<What> {
        Vec::new()
    }
}

/// A reason to refuse, and a scene in which it is given.
pub type Scene = (CoopError, fn(&mut World) -> Refusal);

/// What is tried with an account, its place in the call, and why that is no attack.
pub struct Spared(pub Spoiling, pub usize, pub &'static str);

/// How a generic test spoils an account where that may be no attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spoiling {
    /// Anyone's, or of another co-op.
    Anybodys,
    /// Another program's, or cut short: only the address counts.
    ByAddress,
    /// One that names another account is as if it were not there.
    Gone,
    /// Of another mint.
    FreeChoice,
}

/// A stored address that not every instruction compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    Founder,
    PayerOfCoop,
    HeirOfCoop,
    CoopOfMember,
    WalletOfMember,
    PayerOfMember,
    CoopOfPledge,
    PayerOfPledge,
    CoopOfVouch,
    OwnerOfService,
    PayerOfService,
    PayerOfPool,
    CoopOfProposal,
    PayerOfProposal,
    CoopOfBallots,
    PayerOfBallots,
}

/// The instructions of the program, in its order.
pub const VERBS: &[&dyn Verb] = &[
    &charter::found::This,
    &charter::describe::This,
    &charter::reclaim_coop::This,
    &membership::apply::This,
    &membership::reapply::This,
    &membership::withdraw_application::This,
    &membership::vouch_for::This,
    &membership::withdraw_vouch::This,
    &membership::admit::This,
    &membership::set_name::This,
    &membership::subscribe::This,
    &membership::enrol::This,
    &membership::suspend::This,
    &membership::resign::This,
    &membership::reclaim_vouch::This,
    &membership::reclaim_member::This,
    &bootstrap::open_pool::This,
    &bootstrap::make_pledge::This,
    &bootstrap::withdraw_pledge::This,
    &bootstrap::cancel_pool::This,
    &bootstrap::settle_pool::This,
    &bootstrap::claim_shares::This,
    &bootstrap::refund_pledge::This,
    &bootstrap::release::This,
    &bootstrap::reclaim_pledge::This,
    &bootstrap::reclaim_pool::This,
    &patronage::register_service::This,
    &patronage::reprice_service::This,
    &patronage::update_payout::This,
    &patronage::retire_service::This,
    &patronage::pay_service::This,
    &patronage::pay_coop::This,
    &patronage::book_income::This,
    &patronage::close_period::This,
    &patronage::settle_patronage::This,
    &patronage::settle_use::This,
    &patronage::reclaim_period::This,
    &patronage::claim_dividends::This,
    &patronage::ask_back::This,
    &patronage::withdraw_shares::This,
    &patronage::sync_vault::This,
    &patronage::sweep::This,
    &patronage::sweep_lamports::This,
    &governance::propose::This,
    &governance::explain::This,
    &governance::cast_vote::This,
    &governance::count_protest::This,
    &governance::cancel_proposal::This,
    &governance::execute_describe::This,
    &governance::execute_sell::This,
    &governance::execute_spend::This,
    &governance::execute_grant::This,
    &governance::execute_mandate::This,
    &governance::execute_revoke_mandate::This,
    &governance::draw_mandate::This,
    &governance::execute_open_pool::This,
    &governance::execute_set_take_rate::This,
    &governance::execute_expel::This,
    &governance::execute_readmit::This,
    &governance::execute_rehome::This,
    &governance::undo_rehome::This,
    &governance::veto_rehome::This,
    &governance::execute_amend::This,
    &governance::execute_cover_loss::This,
    &governance::execute_invoke::This,
    &governance::execute_represent::This,
    &governance::execute_collect::This,
    &governance::call_panel::This,
    &governance::seat_panel::This,
    &governance::object::This,
    &governance::reclaim_proposal::This,
    &governance::reclaim_ballots::This,
    &governance::reclaim_mandate::This,
    &governance::reclaim_redirect::This,
    &federation::execute_join_federation::This,
    &federation::execute_accept_federation::This,
    &federation::execute_leave_federation::This,
    &federation::remit_solidarity::This,
    &federation::dissolve::This,
    &federation::draw_capital::This,
    &federation::finish_dissolution::This,
];

/// All of them, or those that `COOP_VERB` names, with commas between them.
pub fn wanted() -> impl Iterator<Item = &'static dyn Verb> {
    let names = std::env::var("COOP_VERB").ok();
    let is_named = move |verb: &dyn Verb| {
        names.as_ref().is_none_or(|names| names.split(',').any(|name| verb.name() == name))
    };
    VERBS.iter().copied().filter(move |verb| is_named(*verb))
}

/// Whether all of them are.
pub fn all_wanted() -> bool {
    wanted().count() == VERBS.len()
}
