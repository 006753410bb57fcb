//! `reclaim_pledge`: Closes a pledge that is over.

use crate::{PoolSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl PoolSite {
    pub fn reclaim_pledge(&self, wallet: &Address, rent_payer: &Address) -> Instruction {
        build(
            accounts::ReclaimPledge {
                coop: self.coop.coop,
                pool: self.pool,
                pledge: self.pledge(wallet),
                rent_payer: *rent_payer,
            },
            instruction::ReclaimPledge {},
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
        fixtures::{active, pledged},
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::*;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "reclaim_pledge"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = pledged(world, 3, 200 * UNIT);
            let who = &g.coop.members[0];
            let wallet = who.wallet();
            world
                .send(&[g.site.withdraw_pledge(&wallet, &who.tokens, 200 * UNIT)], &[&who.key])
                .expect("withdrawn");
            Call::new(g.site.reclaim_pledge(&wallet, &wallet), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::PayerOfPledge]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(PledgeStillNeeded, |w| {
        let g = active(w, 3, 200 * UNIT);
        let founder = g.coop.founder.wallet();
        w.send(&[g.site.reclaim_pledge(&founder, &founder)], &[]).expect_err("refused")
    })];
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        fixtures::{gather, pledge},
    };
    use coop::error::CoopError::*;

    #[test]
    fn the_rent_goes_back_to_the_sponsor_who_paid_it() {
        let mut world = World::new();
        let g = gather(&mut world, 2);
        let (who, sponsor) = (&g.coop.members[0], world.actor("sponsor", 0));
        let (wallet, before) = (who.wallet(), world.lamports(&who.wallet()));
        world.accepts(g.site.make_pledge(&sponsor.wallet(), who, 100 * UNIT, 0), &[who, &sponsor]);
        world.refuses(PledgeStillNeeded, g.site.reclaim_pledge(&wallet, &sponsor.wallet()), &[]);
        world.accepts(g.site.withdraw_pledge(&wallet, &who.tokens, 100 * UNIT), &[who]);
        world.refuses(RentPayerMismatch, g.site.reclaim_pledge(&wallet, &wallet), &[who]);
        world.accepts(g.site.reclaim_pledge(&wallet, &sponsor.wallet()), &[]);
        assert!(world.is_closed(&g.site.pledge(&wallet)));
        assert_eq!(world.lamports(&sponsor.wallet()), 1_000_000_000);
        assert_eq!(world.lamports(&wallet), before);
        assert_eq!(world.pool(&g.site.pool).pledge_accounts, 0);
        // and the way in is open again
        pledge(&mut world, &g.site, who, 100 * UNIT, 0);
        assert_eq!(world.pledge(&g.site.pledge(&wallet)).rent_payer, wallet);
    }
}
