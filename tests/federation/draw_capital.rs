//! `draw_capital`: Pays a member of a dissolving co-op its part of what there is.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// Pays `wallet` its part of a dissolving co-op.
    pub fn draw_capital(&self, wallet: &Address, destination: &Address) -> Instruction {
        build(
            accounts::DrawCapital {
                coop: self.coop,
                member: self.member(wallet),
                vault: self.vault,
                destination: *destination,
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::DrawCapital {},
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
        fixtures::{active, dissolving, settle_everyone},
        scenes::no,
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::*;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "draw_capital"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (small, _) = dissolving(world);
            settle_everyone(world, &small);
            let who = &small.members[0];
            Call::new(small.site.draw_capital(&who.wallet(), &who.tokens), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::WalletOfMember]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (CoopNotDissolving, |w| {
            let g = active(w, 3, 200 * UNIT);
            let who = &g.coop.founder;
            no(w, g.coop.site.draw_capital(&who.wallet(), &who.tokens), &[])
        }),
        (SettlePatronageFirst, |w| {
            let g = active(w, 3, 200 * UNIT);
            for who in g.coop.everyone() {
                w.accepts(g.coop.site.resign(&who.wallet()), &[who]);
            }
            w.pass(90 * crate::DAY);
            let who = &g.coop.founder;
            w.accepts(g.coop.site.dissolve(&who.wallet(), None, None, 0), &[who]);
            no(w, g.coop.site.draw_capital(&who.wallet(), &who.tokens), &[])
        }),
        (ClaimsLapsed, |w| {
            let (small, large) = dissolving(w);
            w.pass(3 * 365 * crate::DAY);
            let heir = Some(large.site.coop);
            w.accepts(small.site.finish_dissolution(heir, None, heir), &[]);
            let who = &small.founder;
            no(w, small.site.draw_capital(&who.wallet(), &who.tokens), &[])
        }),
        (NothingToDraw, |w| {
            let (small, _) = dissolving(w);
            settle_everyone(w, &small);
            let who = &small.members[0];
            let draw = small.site.draw_capital(&who.wallet(), &who.tokens);
            w.accepts(draw.clone(), &[]);
            no(w, draw, &[])
        }),
        (DestinationNotTheMembers, |w| {
            let (small, _) = dissolving(w);
            no(w, small.site.draw_capital(&small.members[0].wallet(), &small.founder.tokens), &[])
        }),
    ];
}
