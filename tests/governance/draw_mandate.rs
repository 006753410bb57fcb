//! `draw_mandate`: The holder of a mandate draws on it.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn draw_mandate(
        &self,
        holder: &Address,
        mandate: u32,
        destination: &Address,
        amount: u64,
    ) -> Instruction {
        self.draw_mandate_for(holder, mandate, destination, amount, None)
    }

    /// The same, for the work of a membership.
    pub fn draw_mandate_for(
        &self,
        holder: &Address,
        mandate: u32,
        destination: &Address,
        amount: u64,
        worker: Option<Address>,
    ) -> Instruction {
        build(
            accounts::DrawMandate {
                holder: *holder,
                coop: self.coop,
                mandate: self.mandate(mandate),
                vault: self.vault,
                destination: *destination,
                mint: self.mint,
                token_program: self.token_program,
                worker,
            },
            instruction::DrawMandate { amount },
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
        fixtures::mandated,
        scenes::no,
        verb::{Scene, Verb},
    };
    use coop::error::CoopError::*;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "draw_mandate"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = mandated(world);
            let who = &g.coop.members[1];
            Call::new(g.coop.site.draw_mandate(&who.wallet(), 0, &who.tokens, 5 * UNIT), &[&who.key])
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (MandateOver, |w| {
            let g = mandated(w);
            w.set_time(w.mandate(&g.coop.site.mandate(0)).until.get() + 1);
            let who = &g.coop.members[1];
            no(w, g.coop.site.draw_mandate(&who.wallet(), 0, &who.tokens, 1), &[who])
        }),
        (NotTheMandateHolder, |w| {
            let g = mandated(w);
            let who = &g.coop.members[0];
            no(w, g.coop.site.draw_mandate(&who.wallet(), 0, &who.tokens, 1), &[who])
        }),
        (MoreThanTheMandate, |w| {
            let g = mandated(w);
            let who = &g.coop.members[1];
            no(w, g.coop.site.draw_mandate(&who.wallet(), 0, &who.tokens, 10 * UNIT + 1), &[who])
        }),
        (MandateOfAnotherCoop, |w| {
            let (one, other) = (mandated(w), mandated(w));
            let who = &one.coop.members[1];
            let mut call = other.coop.site.draw_mandate(&who.wallet(), 0, &who.tokens, 1);
            call.accounts[2].pubkey = one.coop.site.mandate(0);
            no(w, call, &[who])
        }),
    ];
}
