//! Tests of `execute_represent` alone.

use crate::{
    World,
    fixtures::pair,
    verb::{VERBS, Verb},
};
use coop::{
    error::CoopError::*,
    instructions::governance::actions::represent::ACTS,
    state::{Action, Coop, InvokeMeta},
};
use std::collections::BTreeMap;

/// What a member's wallet signs that moves money or capital or ends the membership.
const ORDINARY: &str = "apply reapply withdraw_application vouch_for withdraw_vouch enrol set_name propose explain \
    cast_vote cancel_proposal object veto_rehome claim_dividends reclaim_member reclaim_vouch reclaim_pledge \
    reclaim_proposal reclaim_ballots";
const WEIGHTY: &str =
    "make_pledge withdraw_pledge subscribe pay_service pay_coop ask_back withdraw_shares resign";

/// The place of the co-op among the accounts of a call that goes through.
fn place_of_the_coop(verb: &dyn Verb) -> usize {
    let mut world = World::new();
    let call = verb.fixture(&mut world).instruction;
    call.accounts.iter().position(|meta| world.read::<Coop>(&meta.pubkey).is_some()).expect("a co-op")
}

#[test]
fn what_a_members_wallet_signs_an_agent_may_and_nothing_else_and_what_moves_money_is_weighty() {
    let mut world = World::new();
    let (small, large) = pair(&mut world);
    let (site, founder) = (small.site, &small.founder);
    let of = |names: &'static str, weighty| names.split_whitespace().map(move |name| (name, weighty));
    let acts: BTreeMap<&str, bool> = of(ORDINARY, false).chain(of(WEIGHTY, true)).collect();
    assert_eq!(acts.len(), ACTS.len());
    world.pass(1);
    let other = |address, is_writable| InvokeMeta { address, is_signer: false, is_writable };
    let mut index = 0;
    for verb in VERBS {
        let name = verb.name();
        let data = anchor_lang::hash::sha256(format!("global:{name}").as_bytes())[..8].to_vec();
        let at = acts.get(name).map_or(0, |_| place_of_the_coop(*verb));
        // the co-op in its place, whatever stands in the others
        let mut accounts = vec![other(large.site.vault, true); at + 2];
        accounts[at] = other(large.site.coop, true);
        let action = |accounts: &[InvokeMeta]| Action::Represent {
            coop: large.site.coop,
            accounts: accounts.to_vec(),
            data: data.clone(),
        };
        let call = site.propose(&founder.wallet(), index, action(&accounts));
        let Some(weighty) = acts.get(name) else {
            world.refuses(NotAMembersAct, call, &[founder]);
            continue;
        };
        // named elsewhere among them it is not what the act is about
        let elsewhere: Vec<InvokeMeta> = accounts.iter().copied().rev().collect();
        if elsewhere[at].address != large.site.coop {
            let call = site.propose(&founder.wallet(), index, action(&elsewhere));
            world.refuses(ActsElsewhere, call, &[founder]);
        }
        world.refuses(
            ActsElsewhere,
            site.propose(&founder.wallet(), index, action(&accounts[..at])),
            &[founder],
        );
        world.accepts(call, &[founder]);
        let p = world.proposal(&site.proposal(index));
        assert_eq!((p.is_special(), p.weighty == 1), (*weighty, *weighty), "{name}");
        world.accepts(site.cancel_proposal(&founder.wallet(), index, &founder.wallet()), &[founder]);
        index += 1;
    }
    assert_eq!(index as usize, ACTS.len());
}
