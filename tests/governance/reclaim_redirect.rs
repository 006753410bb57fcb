//! `reclaim_redirect`: Closes a redirect that is no longer needed.

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
        fixtures::{active, moved},
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Refused, Verdict, demand},
        },
        verb::{Scene, Spared, Spoiling, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "reclaim_redirect"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (g, member, wallet) = moved(world);
            let (site, founder, old) = (g.coop.site, &g.coop.founder, &g.coop.members[1]);
            world.accepts(site.undo_rehome(&old.wallet(), &member), &[old]);
            Call::new(site.reclaim_redirect(&wallet, &member, &founder.wallet()), &[])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::ByAddress, 2, "a member's account that is not the program's is closed")]
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
            let Aim { slot, coop, who, .. } = aim;
            let nth = g.rng.upto(coop.redirects.len().max(1));
            let some = coop.redirects.values().nth(nth);
            let (wallet, member, payer) =
                some.map_or((who, who, who), |r| (r.wallet, r.member, r.rent_payer));
            let (wallet, member) = (g.mostly(wallet), g.mostly(member));
            ReclaimRedirect { slot, wallet, member, to: g.mostly(payer) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (RedirectStillNeeded, |w| {
            let (g, member, wallet) = moved(w);
            let by = g.coop.founder.wallet();
            no(w, g.coop.site.reclaim_redirect(&wallet, &member, &by), &[])
        }),
        (RedirectOfAnotherCoop, |w| {
            let (g, member, wallet) = moved(w);
            let by = g.coop.founder.wallet();
            let mut call = g.coop.site.reclaim_redirect(&wallet, &member, &by);
            call.accounts[0].pubkey = active(w, 3, 200 * UNIT).coop.site.coop;
            no(w, call, &[])
        }),
    ];

    /// Closes what stands at the place of a wallet whose membership is elsewhere.
    #[derive(Clone, Debug)]
    pub struct ReclaimRedirect {
        pub slot: usize,
        pub wallet: Who,
        pub member: Who,
        pub to: Who,
    }

    impl Act for ReclaimRedirect {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { wallet, member, to, .. } = *self;
            Touched::people(&[wallet, member, to])
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, wallet, member, to } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let member = site.member(&w(member));
            (site.reclaim_redirect(&w(wallet), &member, &w(to)), vec![0, 1, 2, 3])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, wallet, member, to } = *self;
            let c = model.alive(slot)?;
            let r = c.redirects.get(&wallet).ok_or(Refused::Somehow)?;
            // one account in two places
            if wallet == member {
                return Err(Refused::Somehow);
            }
            demand(r.member == member, SubjectMismatch)?;
            demand(r.rent_payer == to, RentPayerMismatch)?;
            let needed = c.members.get(&member).is_some_and(|m| {
                m.wallet == wallet || (m.former_wallet == Some(wallet) && m.is_quiet(model.now))
            });
            demand(!needed, RedirectStillNeeded)?;
            model.lamports[to] += model.rents.redirect;
            let c = model.edit(slot);
            c.redirects.remove(&wallet);
            c.books.redirect_accounts -= 1;
            c.books.seq += 1;
            Ok(())
        }
    }
}
