//! Common beginnings and ends of tests of refusals in several files.

use crate::{
    Actor, Refusal, UNIT, World,
    call::Nth,
    charter,
    fixtures::{Founded, active, next_of, vote},
};
use anchor_lang::prelude::Address;
use coop::state::{Action, CharterTerms, Choice};
use solana_message::Instruction;

/// A call that is refused, and why.
pub fn no(world: &mut World, call: Instruction, signers: &[&Actor]) -> Refusal {
    world.attempt(call, signers).expect_err("a refusal")
}

/// The founder proposes in a co-op of three, and is refused.
pub fn proposing(world: &mut World, action: impl FnOnce(&mut World, &Founded) -> Action) -> Refusal {
    let g = active(world, 3, 200 * UNIT);
    let action = action(world, &g.coop);
    refused(world, &g.coop, action)
}

/// The founder proposes, a second after whatever was before, and is refused.
pub fn refused(world: &mut World, coop: &Founded, action: Action) -> Refusal {
    world.pass(1);
    let index = next_of(world, coop, &coop.founder);
    no(world, coop.site.propose(&coop.founder.wallet(), index, action), &[&coop.founder])
}

/// The membership of the member at this place.
pub fn member(coop: &Founded, i: usize) -> Address {
    coop.site.member(&coop.members[i].wallet())
}

/// Another member proposes.
pub fn member_proposes(world: &mut World, coop: &Founded, action: Action) -> Nth {
    let who = &coop.members[0];
    let index = next_of(world, coop, who);
    world.accepts(coop.site.propose(&who.wallet(), index, action), &[who]);
    vote(world, coop, index, Choice::Yes);
    index
}

/// The charter of the tests with one change.
pub fn amendment(spoil: fn(&mut CharterTerms)) -> Action {
    let mut charter = charter();
    spoil(&mut charter);
    Action::Amend { charter, heir: Address::default(), statutes: None }
}
