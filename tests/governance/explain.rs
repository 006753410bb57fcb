//! `explain`: Adds the reasons and the document of a proposal, if they did not fit beside its action.

use crate::{
    CoopSite,
    call::{Nth, build},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction, state::Document};
use solana_message::Instruction;

impl CoopSite {
    pub fn explain(
        &self,
        wallet: &Address,
        nth: impl Into<Nth>,
        why: &str,
        document: Option<Document>,
    ) -> Instruction {
        build(
            accounts::Explain {
                wallet: *wallet,
                coop: self.coop,
                member: self.member(wallet),
                proposal: self.proposal(nth),
            },
            instruction::Explain { why: why.into(), document },
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
        fixtures::{active, propose, spending, vote},
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Acting, AsMember, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Verdict, demand, refuse},
            proposal::{Proposal, Status},
            words::{TEXTS, demand_text},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::{error::CoopError::*, state::Choice};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "explain"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            propose(world, &g.coop, spending(&g.coop));
            let who = &g.coop.founder;
            Call::new(g.coop.site.explain(&who.wallet(), 0, &"w".repeat(400), None), &[&who.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::WalletOfMember, Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            4
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, .. } = aim;
            let silent = |p: &Proposal| p.why.is_empty() && p.tally == [0; 3];
            let proposal = g.proposal(coop, silent);
            let proposer = coop.proposal(proposal).map_or(who, |p| p.proposer);
            Explain { slot, proposal, who: g.mostly(proposer), why: g.rng.pick(&TEXTS) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (AlreadyExplained, |w| {
            let g = active(w, 3, 200 * UNIT);
            propose(w, &g.coop, spending(&g.coop));
            let who = &g.coop.founder;
            w.accepts(g.coop.site.explain(&who.wallet(), 0, "Flour.", None), &[who]);
            no(w, g.coop.site.explain(&who.wallet(), 0, "Sugar.", None), &[who])
        }),
        (NothingExplained, |w| {
            let g = active(w, 3, 200 * UNIT);
            propose(w, &g.coop, spending(&g.coop));
            let who = &g.coop.founder;
            no(w, g.coop.site.explain(&who.wallet(), 0, "", None), &[who])
        }),
        (BallotsCast, |w| {
            let g = active(w, 3, 200 * UNIT);
            propose(w, &g.coop, spending(&g.coop));
            vote(w, &g.coop, 0, Choice::Yes);
            let who = &g.coop.founder;
            no(w, g.coop.site.explain(&who.wallet(), 0, "Flour.", None), &[who])
        }),
        (NotTheProposer, |w| {
            let g = active(w, 3, 200 * UNIT);
            propose(w, &g.coop, spending(&g.coop));
            let other = &g.coop.members[0];
            no(w, g.coop.site.explain(&other.wallet(), 0, "Flour.", None), &[other])
        }),
        (TextTooLong, |w| {
            let g = active(w, 3, 200 * UNIT);
            propose(w, &g.coop, spending(&g.coop));
            let who = &g.coop.founder;
            no(w, g.coop.site.explain(&who.wallet(), 0, &"w".repeat(401), None), &[who])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct Explain {
        pub slot: usize,
        pub proposal: usize,
        pub who: Who,
        pub why: &'static str,
    }

    impl Act for Explain {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            Touched::resolved(self.proposal, &[self.who])
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, proposal, who, why } = *self;
            let nth = model.nth(slot, proposal);
            (chain.sites[slot].explain(&chain.wallet(who), nth, why, None), vec![0, 1, 2, 3])
        }

        fn acting(&self) -> Option<Acting> {
            Some(Acting { wallet: 0, source: None, who: self.who })
        }

        fn names_proposal(&self) -> Option<usize> {
            Some(self.proposal)
        }

        fn as_member(&self) -> Option<AsMember> {
            Some(AsMember { accounts: 4, data: 5 + self.why.len() as u64, moves_money: false })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, proposal, who, why } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            c.member(who)?;
            let p = c.proposal(proposal)?;
            demand(p.proposer == who, NotTheProposer)?;
            demand(p.tally == [0; 3], BallotsCast)?;
            demand(p.why.is_empty(), AlreadyExplained)?;
            if let Status::Over(over) = p.status(c, now) {
                return refuse(over);
            }
            demand(!why.is_empty(), NothingExplained)?;
            demand_text(why, 400)?;
            let c = model.edit(slot);
            c.edit_proposal(proposal).why = why;
            c.edit_member(who).last_active_at = now;
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        fixtures::{active, propose, spending},
        stateful::chain::text,
    };
    use coop::{error::CoopError::*, state::Document};

    #[test]
    fn a_document_is_named_with_its_hash_beside_a_reason_or_alone() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.founder);
        let document = |uri: &str| Some(Document { uri: uri.into(), hash: [9; 32] });
        propose(&mut world, &g.coop, spending(&g.coop));
        let explain = |why: &str, document| site.explain(&who.wallet(), 0, why, document);
        world.refuses(UriInvalid, explain("", document("")), &[who]);
        world.refuses(UriInvalid, explain("", document("https://example.org/ü")), &[who]);
        world.refuses(TextTooLong, explain("", document(&"x".repeat(97))), &[who]);
        let uri = "x".repeat(96);
        world.accepts(explain("", document(&uri)), &[who]);
        let p = world.proposal(&site.proposal(0));
        assert_eq!((text(&p.why), text(&p.document_uri), p.document_hash), (String::new(), uri, [9; 32]));
        // what was named is read: nothing takes its place
        world.refuses(AlreadyExplained, explain("Flour.", None), &[who]);
    }
}
