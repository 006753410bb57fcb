//! What is measured: every instruction as its fixture calls it, and what costs more or less than that.

use coop::state::Choice;
use coop_tests::{
    Call, UNIT, World,
    fixtures::{active, gather, pledge, pledged, propose, settled, spending},
    scenes::amendment,
    verb::{VERBS, Verb},
    world::{SPL_TOKEN, TOKEN_2022},
};

/// One line of the table.
pub struct Row {
    pub name: String,
    /// Whether the world's mint is one of Token-2022.
    pub token_2022: bool,
    make: Make,
}

/// How a world is brought to where the call is about to succeed.
#[derive(Clone, Copy)]
enum Make {
    Fixture(&'static dyn Verb),
    Variant(fn(&mut World) -> Call),
}

impl Row {
    /// Brings a world to where the call is about to succeed.
    pub fn make(&self, world: &mut World) -> Call {
        match self.make {
            Make::Fixture(verb) => verb.fixture(world),
            Make::Variant(make) => make(world),
        }
    }

    /// A world of this row's own, so that its keys do not depend on the rows before it.
    pub fn world(&self, seed: u64) -> World {
        World::seeded(seed, if self.token_2022 { TOKEN_2022 } else { SPL_TOKEN })
    }
}

type Variant = (&'static str, &'static str, fn(&mut World) -> Call);

/// Of which instruction, in which case.
const VARIANTS: &[Variant] = &[
    ("apply", "at a prefunded address", |world| {
        let call = coop_tests::membership::apply::This.fixture(world);
        world.fund(&call.instruction.accounts[3].pubkey, 1);
        call
    }),
    ("pay_service", "of a member's service", |world| {
        let g = active(world, 3, 200 * UNIT);
        world.edit::<coop::state::Coop>(&g.coop.site.coop, |coop| coop.charter.provider_bps = 5_000.into());
        let (site, owner, who) = (g.coop.site, &g.coop.founder, &g.coop.members[0]);
        let (wallet, provider) = (owner.wallet(), site.member(&owner.wallet()));
        let payout = owner.tokens;
        let register =
            site.register_service_of(&wallet, &wallet, Some(provider), 0, &payout, "Deliveries", (300, 0));
        world.accepts(register, &[owner]);
        let buyer = Some(site.member(&who.wallet()));
        let pay = site.pay_service_for(who, buyer, Some(provider), 0, &payout, 1_000 * UNIT, u64::MAX);
        Call::new(pay, &[&who.key])
    }),
    ("make_pledge", "again", |world| {
        let g = gather(world, 2);
        let who = &g.coop.members[0];
        pledge(world, &g.site, who, 150 * UNIT, 20 * UNIT);
        Call::new(g.site.make_pledge(&who.wallet(), who, 50 * UNIT, 0), &[&who.key])
    }),
    ("settle_pool", "failing", |world| {
        let g = gather(world, 3);
        pledge(world, &g.site, &g.coop.founder, 150 * UNIT, 0);
        world.set_time(world.pool(&g.site.pool).terms.deadline.get() + 1);
        Call::new(g.site.settle_pool(), &[])
    }),
    ("settle_pool", "oversubscribed", |world| {
        let g = pledged(world, 3, 500 * UNIT);
        world.set_time(world.pool(&g.site.pool).terms.deadline.get() + 1);
        Call::new(g.site.settle_pool(), &[])
    }),
    ("cast_vote", "on a page", |world| {
        let g = active(world, 3, 200 * UNIT);
        propose(world, &g.coop, spending(&g.coop));
        let (site, first, who) = (g.coop.site, &g.coop.founder, &g.coop.members[0]);
        world.accepts(site.cast_vote(&first.wallet(), 0, Choice::No), &[first]);
        Call::new(site.cast_vote(&who.wallet(), 0, Choice::Yes), &[&who.key])
    }),
    ("cast_vote", "again", |world| {
        let g = active(world, 3, 200 * UNIT);
        propose(world, &g.coop, spending(&g.coop));
        let (site, who) = (g.coop.site, &g.coop.members[0]);
        world.accepts(site.cast_vote(&who.wallet(), 0, Choice::No), &[who]);
        Call::new(site.cast_vote(&who.wallet(), 0, Choice::Yes), &[&who.key])
    }),
    ("count_protest", "on a page", |world| {
        let g = active(world, 3, 200 * UNIT);
        propose(world, &g.coop, amendment(|c| c.cash_bps = 2_000));
        let (site, first, who) = (g.coop.site, &g.coop.founder, &g.coop.members[0]);
        world.accepts(site.cast_vote(&first.wallet(), 0, Choice::No), &[first]);
        world.accepts(site.resign_protesting(&who.wallet()), &[who]);
        Call::new(site.count_protest(&first.wallet(), &who.wallet(), 0), &[&first.key])
    }),
    ("claim_shares", "oversubscribed", |world| {
        let g = settled(world, 3, 500 * UNIT);
        Call::new(g.site.claim_shares(&g.coop.founder.wallet()), &[])
    }),
];

/// Every row, in the program's order: each instruction, its variants, and both again with Token-2022 where
/// a token program is called.
pub fn all() -> Vec<Row> {
    let mut rows = Vec::new();
    let mut trial = World::new();
    for verb in VERBS {
        let mut cases = vec![(verb.name().to_string(), Make::Fixture(*verb))];
        for (_, case, make) in VARIANTS.iter().filter(|(of, ..)| *of == verb.name()) {
            cases.push((format!("{} {case}", verb.name()), Make::Variant(*make)));
        }
        for (name, make) in cases {
            let row = Row { name: name.clone(), token_2022: false, make };
            let call = row.make(&mut trial);
            rows.push(row);
            if call.instruction.accounts.iter().any(|meta| meta.pubkey == SPL_TOKEN) {
                rows.push(Row { name: format!("{name} (Token-2022)"), token_2022: true, make });
            }
        }
    }
    rows
}
