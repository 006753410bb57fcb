//! `undo_rehome`: The wallet that a membership was moved from takes it back.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn undo_rehome(&self, wallet: &Address, member: &Address) -> Instruction {
        build(
            accounts::UndoRehome { wallet: *wallet, coop: self.coop, member: *member },
            instruction::UndoRehome {},
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, DAY, World,
        fixtures::moved,
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Verdict, demand},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "undo_rehome"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (g, member, _) = moved(world);
            let old = &g.coop.members[1];
            Call::new(g.coop.site.undo_rehome(&old.wallet(), &member), &[&old.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            6
        }

        fn one_in(&self) -> u64 {
            300_000
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, now, who, .. } = aim;
            let quiet = coop.members.iter().find(|(_, m)| m.is_quiet(now));
            let (member, old) = quiet.map_or((who, who), |(who, m)| (*who, m.former_wallet.unwrap_or(*who)));
            UndoRehome { slot, member, who: g.mostly(old) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (TooLateToUndo, |w| {
            let (g, member, _) = moved(w);
            w.pass(180 * DAY);
            let old = &g.coop.members[1];
            no(w, g.coop.site.undo_rehome(&old.wallet(), &member), &[old])
        }),
        (WalletMismatch, |w| {
            let (g, member, _) = moved(w);
            let other = &g.coop.founder;
            no(w, g.coop.site.undo_rehome(&other.wallet(), &member), &[other])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct UndoRehome {
        pub slot: usize,
        pub member: Who,
        /// Whose wallet signs.
        pub who: Who,
    }

    impl Act for UndoRehome {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            Touched::people(&[self.member, self.who])
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, member, who } = *self;
            let site = &chain.sites[slot];
            let account = site.member(&chain.wallet(member));
            (site.undo_rehome(&chain.wallet(who), &account), vec![0, 1, 2])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, member, who } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let m = c.member(member)?;
            demand(m.former_wallet == Some(who), WalletMismatch)?;
            demand(m.is_quiet(now), TooLateToUndo)?;
            let c = model.edit(slot);
            let m = c.edit_member(member);
            (m.wallet, m.former_wallet, m.rehomed_at, m.last_active_at) = (who, None, 0, now);
            c.books.seq += 1;
            Ok(())
        }
    }
}
