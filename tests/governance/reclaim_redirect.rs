//! `reclaim_redirect`: Closes a redirect that leads nowhere.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// Closes the redirect at the place of a membership of `wallet`.
    pub fn reclaim_redirect(&self, wallet: &Address, member: &Address, rent_payer: &Address) -> Instruction {
        build(
            accounts::ReclaimRedirect {
                coop: self.coop,
                redirect: self.member(wallet),
                member: *member,
                rent_payer: *rent_payer,
            },
            instruction::ReclaimRedirect {},
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World,
        fixtures::{active, clear, moving, pass},
        scenes::no,
        verb::{Scene, Spared, Spoiling, Verb},
    };
    use coop::{error::CoopError::*, state::Action};

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "reclaim_redirect"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (g, member, first) = moving(world);
            let (site, founder) = (g.coop.site, &g.coop.founder);
            let call = site.execute_rehome(&founder.wallet(), 0, &member, &first);
            world.accepts(call, &[founder]);
            clear(world, &g.coop, 0);
            let second = world.actor("second wallet", 0).wallet();
            let index = pass(world, &g.coop, Action::Rehome { member, wallet: second });
            let call = site.execute_rehome(&founder.wallet(), index, &member, &second);
            world.accepts(call, &[founder]);
            Call::new(site.reclaim_redirect(&first, &member, &founder.wallet()), &[])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::ByAddress, 2, "a member's account that is not the program's is closed")]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (RedirectStillNeeded, |w| {
            let (g, member, wallet) = moving(w);
            let founder = &g.coop.founder;
            let by = founder.wallet();
            w.accepts(g.coop.site.execute_rehome(&by, 0, &member, &wallet), &[founder]);
            no(w, g.coop.site.reclaim_redirect(&wallet, &member, &by), &[])
        }),
        (RedirectOfAnotherCoop, |w| {
            let (g, member, wallet) = moving(w);
            let founder = &g.coop.founder;
            let by = founder.wallet();
            w.accepts(g.coop.site.execute_rehome(&by, 0, &member, &wallet), &[founder]);
            let mut call = g.coop.site.reclaim_redirect(&wallet, &member, &by);
            call.accounts[0].pubkey = active(w, 3, 200 * UNIT).coop.site.coop;
            no(w, call, &[])
        }),
    ];
}
