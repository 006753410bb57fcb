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
