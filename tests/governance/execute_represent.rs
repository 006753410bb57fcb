//! `execute_represent`: Acts as a member of another co-op as resolved, the co-op's agent being its wallet there.

use crate::{
    CoopSite,
    call::{build, unsigned},
};
use coop::instruction;
use solana_message::Instruction;

impl CoopSite {
    /// Acts as a member as was resolved: `act` is the instruction that the agent signs there.
    pub fn execute_represent(&self, index: u32, act: &Instruction) -> Instruction {
        let mut call = build(self.call(index, &coop::ID, None), instruction::ExecuteRepresent {});
        call.accounts.extend(unsigned(&act.accounts));
        call
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World,
        call::act_of,
        fixtures::{active, pair, pass},
        scenes::{no, refused},
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::*;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_represent"
        }

        fn co_ops(&self) -> usize {
            2
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (small, large) = pair(world);
            let agent = small.site.agent();
            world.fund(&agent, 1_000_000_000);
            let act = large.site.apply(&agent, &agent);
            pass(world, &small, act_of(large.site.coop, &act));
            Call::new(small.site.execute_represent(0, &act), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (NotAMembersAct, |w| {
            let (small, large) = pair(w);
            let mut act = large.site.apply(&small.site.agent(), &small.site.agent());
            act.data.clear();
            refused(w, &small, act_of(large.site.coop, &act))
        }),
        (ActsElsewhere, |w| {
            let coop = active(w, 3, 200 * UNIT).coop;
            let agent = coop.site.agent();
            let at_home = act_of(coop.site.coop, &coop.site.apply(&agent, &agent));
            w.pass(1);
            no(w, coop.site.propose_with(&coop.founder.wallet(), 0, None, at_home), &[&coop.founder])
        }),
    ];
}

#[cfg(test)]
mod tests {
    use crate::{World, fixtures::pair, verb::VERBS};
    use anchor_lang::Discriminator;
    use coop::{
        error::CoopError::*,
        instruction,
        state::{Action, InvokeMeta},
    };
    use std::collections::BTreeMap;

    /// What a member's wallet signs, and whether it moves money or capital or ends the membership.
    const ACTS: &[(&[u8], &str, bool)] = &[
        (instruction::Apply::DISCRIMINATOR, "apply", false),
        (instruction::Reapply::DISCRIMINATOR, "reapply", false),
        (instruction::WithdrawApplication::DISCRIMINATOR, "withdraw_application", false),
        (instruction::VouchFor::DISCRIMINATOR, "vouch_for", false),
        (instruction::WithdrawVouch::DISCRIMINATOR, "withdraw_vouch", false),
        (instruction::Enrol::DISCRIMINATOR, "enrol", false),
        (instruction::Propose::DISCRIMINATOR, "propose", false),
        (instruction::CastVote::DISCRIMINATOR, "cast_vote", false),
        (instruction::CancelProposal::DISCRIMINATOR, "cancel_proposal", false),
        (instruction::Object::DISCRIMINATOR, "object", false),
        (instruction::VetoRehome::DISCRIMINATOR, "veto_rehome", false),
        (instruction::ClaimDividends::DISCRIMINATOR, "claim_dividends", false),
        (instruction::MakePledge::DISCRIMINATOR, "make_pledge", true),
        (instruction::WithdrawPledge::DISCRIMINATOR, "withdraw_pledge", true),
        (instruction::Subscribe::DISCRIMINATOR, "subscribe", true),
        (instruction::PayService::DISCRIMINATOR, "pay_service", true),
        (instruction::PayCoop::DISCRIMINATOR, "pay_coop", true),
        (instruction::AskBack::DISCRIMINATOR, "ask_back", true),
        (instruction::WithdrawShares::DISCRIMINATOR, "withdraw_shares", true),
        (instruction::Resign::DISCRIMINATOR, "resign", true),
    ];

    #[test]
    fn what_a_members_wallet_signs_an_agent_may_and_nothing_else_and_what_moves_money_is_weighty() {
        let mut world = World::new();
        let (small, large) = pair(&mut world);
        let (site, founder) = (small.site, &small.founder);
        let written = InvokeMeta { address: large.site.coop, is_signer: false, is_writable: true };
        let acts: BTreeMap<&str, bool> = ACTS.iter().map(|(_, name, moves)| (*name, *moves)).collect();
        world.pass(1);
        let mut index = 0;
        for name in VERBS.iter().map(|verb| verb.name()) {
            let data = anchor_lang::hash::sha256(format!("global:{name}").as_bytes())[..8].to_vec();
            if let Some(act) = ACTS.iter().find(|act| act.1 == name) {
                assert_eq!(act.0, data, "{name}");
            }
            let action = Action::Represent { coop: large.site.coop, accounts: vec![written], data };
            let call = site.propose(&founder.wallet(), index, action);
            let Some(moves) = acts.get(name) else {
                world.refuses(NotAMembersAct, call, &[founder]);
                continue;
            };
            world.accepts(call, &[founder]);
            let p = world.proposal(&site.proposal(index));
            assert_eq!((p.is_special(), p.weighty == 1), (*moves, *moves), "{name}");
            world.accepts(site.cancel_proposal(&founder.wallet(), index, &founder.wallet()), &[founder]);
            index += 1;
        }
        assert_eq!(index as usize, ACTS.len());
    }
}
