//! `found`: Founds a co-op with its charter, its vault, and the founder as member number 0.

use crate::{
    CoopSite,
    call::{Founding, build, system},
};
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn found(&self, founding: &Founding) -> Instruction {
        build(
            accounts::Found {
                payer: self.founder,
                founder: self.founder,
                mint: self.mint,
                coop: self.coop,
                vault: self.vault,
                founder_member: self.member(&self.founder),
                heir: founding.heir,
                token_program: self.token_program,
                system_program: system(),
            },
            instruction::Found {
                id: founding.id,
                name: founding.name.clone(),
                statutes_hash: founding.statutes_hash,
                statutes_uri: founding.statutes_uri.clone(),
                charter: founding.charter,
            },
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, CoopSite, DAY, Refusal, UNIT, World,
        call::{Founding, STATUTES},
        charter::bounds::{REFUSED_MINTS, SPOILT_CHARTERS},
        charter::terms::broken_term,
        fixtures::{active, found},
        mints,
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched},
            generate::{Aim, Generator, SHORT_LIVED},
            model::{Books, FOUNDERS, Life, Member, Model, Refused, Standing, Verdict, YEAR, demand, refuse},
        },
        verb::{Scene, Spared, Spoiling, Verb},
    };
    use anchor_lang::prelude::Address;
    use coop::{
        error::CoopError::{self, *},
        state::CharterTerms,
    };
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "found"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let founder = world.actor("founder", 0);
            let site = CoopSite::new(&founder.wallet(), 1, world.mint, world.token_program);
            Call::new(site.found(&Founding::default()), &[&founder.key])
        }

        fn spared(&self) -> &'static [Spared] {
            &[
                Spared(Spoiling::Anybodys, 0, "anyone may pay the rent"),
                Spared(Spoiling::FreeChoice, 2, "the founder chooses the mint"),
            ]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn bounds(&self) -> Vec<CoopError> {
            SPOILT_CHARTERS.iter().map(|row| row.0).chain(REFUSED_MINTS.iter().map(|row| row.1)).collect()
        }

        fn weight(&self) -> u64 {
            8
        }

        fn short_weight(&self) -> u64 {
            2
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, .. } = aim;
            let heir = g.rng.percent(25).then(|| g.rng.upto(SHORT_LIVED));
            let name = if g.rng.percent(95) { 8 } else { g.rng.pick(&[0, 1, 32, 33]) };
            Found { slot, name, charter: Box::new(g.charter()), heir }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (NameMissing, |w| founding(w, &Founding { name: String::new(), ..Default::default() })),
        (TextTooLong, |w| founding(w, &Founding { name: "x".repeat(33), ..Default::default() })),
        (TextNotShown, |w| founding(w, &Founding { name: "a\0b".into(), ..Default::default() })),
        (TextTooLong, |w| founding(w, &Founding { statutes_uri: "x".repeat(129), ..Default::default() })),
        (UriInvalid, |w| founding(w, &Founding { statutes_uri: "a b".into(), ..Default::default() })),
        (HeirNotActive, |w| {
            let forming = found(w, &Founding::default()).site.coop;
            founding(w, &Founding { heir: Some(forming), ..Default::default() })
        }),
        (HeirTooYoung, |w| {
            let heir = heir(w, false);
            founding(w, &Founding { heir: Some(heir), ..Default::default() })
        }),
        (HeirOfAnotherMint, |w| {
            let heir = heir(w, true);
            w.mint = w.new_mint(mints::plain(&Address::default()));
            founding(w, &Founding { heir: Some(heir), ..Default::default() })
        }),
    ];

    fn founding(world: &mut World, founding: &Founding) -> Refusal {
        let founder = world.actor("founder", 0);
        let site = CoopSite::new(&founder.wallet(), founding.id, world.mint, world.token_program);
        world.send(&[site.found(founding)], &[&founder.key]).expect_err("refused")
    }

    /// An heir, active and of the world's mint; `old` makes it a year old.
    pub fn heir(world: &mut World, old: bool) -> Address {
        let g = active(world, 3, 200 * UNIT);
        if old {
            world.pass(365 * DAY);
        }
        g.coop.site.coop
    }

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct Found {
        pub slot: usize,
        pub name: usize,
        pub charter: Box<CharterTerms>,
        pub heir: Option<usize>,
    }

    impl Act for Found {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            // the founders are few: looking at all of them is simpler than naming the one
            Touched::people(&[0, 1, 2])
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, name, ref charter, heir } = *self;
            let site = &chain.sites[slot];
            let founding = Founding {
                id: 1 + slot as u64,
                name: "n".repeat(name),
                charter: **charter,
                heir: heir.map(|heir| chain.sites[heir].coop),
                ..Founding::default()
            };
            (site.found(&founding), vec![3, 4, 5, 7, 8])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, name, ref charter, heir } = *self;

            if model.coops[slot].life != Life::Unfounded {
                return Err(Refused::Somehow);
            }
            let heir_coop = heir.map(|heir| model.alive(heir)).transpose()?;
            demand(name > 0, NameMissing)?;
            demand(name <= 32, TextTooLong)?;
            if let Some(error) = broken_term(charter) {
                return refuse(error);
            }
            if let Some(heir) = heir_coop {
                demand(heir.is_active(), HeirNotActive)?;
                demand(model.now - heir.books.founded_at >= YEAR, HeirTooYoung)?;
            }
            let founder = FOUNDERS[slot];
            let now = model.now;
            model.lamports[founder] -= model.rents.coop + model.rents.tokens + model.rents.member;
            let c = model.edit(slot);
            c.life = Life::Alive;
            c.charter = Some(**charter);
            c.books = Books {
                seq: 1,
                founded_at: now,
                charter_version: 1,
                take_rate: charter.take_rate_bps,
                heir,
                members: 1,
                next_member: 1,
                member_accounts: 1,
                statutes: STATUTES,
                statutes_version: 1,
                ..Books::default()
            };
            let member = Member {
                wallet: founder,
                rent_payer: founder,
                admitted_at: now,
                last_active_at: now,
                signed: 1,
                numbered: true,
                standing: Standing::Member,
                ..Member::default()
            };
            c.members.insert(founder, member);
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests;
