//! The part of its capital with which a member answers for a promise of use, as it is forfeited.

use crate::{DAY, UNIT, World, patronage::seasoned};
use coop::state::{Coop, Member};

/// The founder of a co-op with three times 200 units of shares, as each case has it, forfeits these units of a promise that is over.
/// Its membership and the co-op afterwards.
fn forfeits(units: u64, change: impl FnOnce(&mut Coop, &mut Member)) -> (World, Coop, Member) {
    let mut world = World::new();
    let g = seasoned(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.founder);
    let address = site.member(&who.wallet());
    let (mut coop, mut member) = (world.coop(&site.coop), world.member(&address));
    (member.promised, member.turnover, member.promise_stands) = (1.into(), 0.into(), 1);
    member.promise_ends = world.now().into();
    member.bonded = (units * UNIT).into();
    change(&mut coop, &mut member);
    world.edit::<Coop>(&site.coop, |c| *c = coop);
    world.edit::<Member>(&address, |m| *m = member);
    world.accepts(site.settle_use(&who.wallet()), &[]);
    let after = (world.coop(&site.coop), world.member(&address));
    assert_eq!(after.1.shares.get(), (200 - units) * UNIT);
    (world, after.0, after.1)
}

/// As if so many of its shares had come in during the open period, a part of them with a pool.
fn came(coop: &mut Coop, member: &mut Member, units: u64, with_a_pool: u64) {
    let new = units * UNIT;
    member.unsettled_period = coop.period.number;
    (member.shares_new, member.fresh) = (new.into(), new.into());
    member.claimed_new = (with_a_pool * UNIT).into();
    coop.books.fresh += new;
    coop.period.unsettled += 1;
    coop.period.shares_earning -= new;
}

/// 10 of 200 shares earn and go first; what is forfeited beyond them no longer counts as fresh, nor as having come with a pool.
#[test]
fn what_is_forfeited_of_new_shares_is_fresh_no_more() {
    for (with_a_pool, left) in [(0, 0), (5, 0), (150, 120), (190, 160)] {
        let (_, coop, member) = forfeits(40, |c, m| came(c, m, 190, with_a_pool));
        let stored = [member.shares_new, member.fresh, member.claimed_new].map(|n| n.get() / UNIT);
        assert_eq!(stored, [160, 160, left]);
        assert_eq!(coop.books.fresh, 160 * UNIT);
        assert_eq!((coop.period.unsettled.get(), member.is_unsettled()), (1, true));
    }
}

/// Otherwise its period would wait for a settlement that never comes.
#[test]
fn who_forfeits_all_that_came_in_has_no_business_of_the_period() {
    let (_, coop, member) = forfeits(200, |c, m| came(c, m, 200, 0));
    assert_eq!((coop.period.unsettled.get(), member.is_unsettled()), (0, false));
}

/// A shortfall that an amendment has ended does not count as one that has lasted; one that has lasted keeps its date.
#[test]
fn who_is_short_of_the_share_by_a_forfeit_is_so_from_then_on() {
    for (share, since, is_new) in
        [(200, 0, true), (200, 7, true), (201, 7, false), (201, 0, true), (160, 7, false)]
    {
        let (world, _, member) = forfeits(40, |c, m| {
            c.charter.member_share = (share * UNIT).into();
            m.short_since = since.into();
        });
        let expected = if is_new { world.now() } else { since };
        assert_eq!(member.short_since, expected, "share {share}, short since {since}");
    }
}

/// Its bond answers for nothing any more, since nobody can use what ends.
#[test]
fn in_the_end_a_promise_is_settled_before_its_time_and_costs_nothing() {
    let mut world = World::new();
    let (small, _) = crate::fixtures::dissolving(&mut world);
    let (site, who) = (small.site, &small.founder);
    let address = site.member(&who.wallet());
    let later = world.now() + DAY;
    world.edit::<Member>(&address, |m| {
        (m.promised, m.turnover, m.promise_stands) = (1.into(), 0.into(), 1);
        (m.promise_ends, m.bonded) = (later.into(), (40 * UNIT).into());
    });
    let before = world.member(&address).shares;
    world.accepts(site.settle_use(&who.wallet()), &[]);
    let member = world.member(&address);
    assert_eq!((member.shares, member.promised.get(), member.bonded.get()), (before, 0, 0));
}
