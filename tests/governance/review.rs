//! What a panel drawn by lot may look at, and when.

use crate::{
    DAY, UNIT, World,
    fixtures::{reviewable, reviewable_of},
    scenes::member_proposes,
};
use coop::{
    error::CoopError::*,
    state::{Action, Coop, Member, Proposal, Purpose, Standing},
};

/// An ordinary spend is looked at if it is above a part of what the co-op can spend, and could when the period began.
#[test]
fn an_ordinary_spend_is_reviewed_above_a_part_of_the_smaller_of_then_and_now() {
    let mut world = World::new();
    let g = reviewable(&mut world);
    let site = g.coop.site;
    let to = g.coop.members[1].wallet();
    let bare = world.save();
    // a hundredth of 900 and 5 units, rounded down
    let limit = 9 * UNIT;
    let cases = [
        (900 * UNIT + 5, 900 * UNIT + 5, limit, false),
        (900 * UNIT + 5, 900 * UNIT + 5, limit + 1, true),
        (899 * UNIT, 900 * UNIT + 5, limit, true),
        (900 * UNIT + 5, 899 * UNIT, limit, true),
        (900 * UNIT + 5, 901 * UNIT, limit, false),
    ];
    for (now, then, amount, is_large) in cases {
        world.restore(&bare);
        world.edit::<Coop>(&site.coop, |c| c.charter.review_bps = 100.into());
        let spends = Action::Spend { to, amount, purpose: Purpose::Expense };
        let nth = member_proposes(&mut world, &g.coop, spends);
        assert_eq!(world.proposal(&site.proposal(nth)).special, 0);
        world.refuses(VotingNotOver, site.call_panel(nth), &[]);
        world.set_time(world.proposal(&site.proposal(nth)).ends.get());
        world.edit::<Coop>(&site.coop, |c| {
            c.books.fund = now.into();
            c.period.operating_at_start = then.into();
        });
        let calls = site.call_panel(nth);
        if is_large {
            world.accepts(calls.clone(), &[]);
            world.restore(&bare);
        } else {
            world.refuses(NotReviewable, calls, &[]);
        }
    }
}

/// What is ordinary and no spend is not looked at, whatever its number; nor is anything where a panel cannot be filled.
#[test]
fn nothing_else_that_is_ordinary_is_reviewed_nor_anything_among_too_few() {
    let mut world = World::new();
    let g = reviewable(&mut world);
    let site = g.coop.site;
    world.edit::<Coop>(&site.coop, |c| c.charter.review_bps = 0.into());
    let nth = member_proposes(&mut world, &g.coop, Action::Sell { amount: 10 * UNIT });
    let sells = world.proposal(&site.proposal(nth));
    assert_eq!((sells.special, sells.amount.get()), (0, 10 * UNIT));
    world.set_time(world.proposal(&site.proposal(nth)).ends.get());
    world.refuses(NotReviewable, site.call_panel(nth), &[]);

    let mut world = World::new();
    let g = reviewable_of(&mut world, 8);
    world.refuses(NotReviewable, g.coop.site.call_panel(0), &[]);
}

/// A slot that nobody looked at in time can be fixed anew, twice; and only while the resolution waits.
#[test]
fn a_panel_is_called_again_once_its_slot_is_forgotten_and_at_most_three_times() {
    let mut world = World::new();
    let g = reviewable(&mut world);
    let (site, call) = (g.coop.site, g.coop.site.call_panel(0));
    let bare = world.save();
    for _ in 0..3 {
        world.accepts(call.clone(), &[]);
        world.pass_slots(64 + 512);
        world.refuses(PanelCalled, call.clone(), &[]);
        world.pass_slots(1);
    }
    world.refuses(PanelCalled, call.clone(), &[]);
    world.restore(&bare);
    let p = world.proposal(&site.proposal(0));
    world.set_time(p.ends.get() + p.timelock.get() as i64);
    assert!(world.attempt(call, &[]).is_err());
}

/// The third objection moves the times that a resolution names by as much as its delay, and once; a time that it does not
/// name stays none. Who is no member, or came after the resolution, does not object.
#[test]
fn what_was_to_begin_or_to_end_at_a_time_does_so_as_much_later() {
    let mut world = World::new();
    let g = reviewable(&mut world);
    let (site, nth) = (g.coop.site, 0);
    world.accepts(site.call_panel(nth), &[]);
    world.pass_slots(65);
    world.accepts(site.seat_panel(nth), &[]);
    let (begins, ends) = (world.now() + 100 * DAY, world.now() + 200 * DAY);
    let bare = world.save();
    for (opens, until) in [(begins, ends), (0, ends), (begins, 0)] {
        world.restore(&bare);
        world.edit::<Proposal>(&site.proposal(nth), |p| {
            p.terms.opens = opens.into();
            p.terms.deadline = ends.into();
            p.until = until.into();
        });
        let lock = i64::from(world.proposal(&site.proposal(nth)).timelock.get());
        let later = |time: i64| if time == 0 { 0 } else { time + lock };
        for (i, who) in g.coop.everyone().enumerate().take(5) {
            let times = |world: &World| {
                let p = world.proposal(&site.proposal(nth));
                [p.terms.opens, p.terms.withdraw_until, p.terms.deadline, p.until].map(|time| time.get())
            };
            let expected =
                if i < 2 { [opens, 0, ends, until] } else { [later(opens), 0, later(ends), later(until)] };
            if i == 2 {
                // who came back after it was proposed, or is a member no more, sits on no panel
                let (member, here) = (site.member(&who.wallet()), world.save());
                let proposed = world.proposal(&site.proposal(nth)).created_at;
                world.edit::<Member>(&member, |m| m.elector_from = proposed);
                world.refuses(NotInSnapshot, site.object(&who.wallet(), nth), &[who]);
                world.restore(&here);
                world.edit::<Member>(&member, |m| m.standing = Standing::Left.into());
                world.refuses(NotAMember, site.object(&who.wallet(), nth), &[who]);
                world.restore(&here);
            }
            world.accepts(site.object(&who.wallet(), nth), &[who]);
            assert_eq!(times(&world), expected, "objection {i}");
        }
    }
}

/// Somebody who has not claimed its shares of the founding pool has been an elector since the second in which the co-op began.
#[test]
fn who_is_an_elector_by_its_pledge_objects_to_what_was_proposed_after_the_beginning() {
    let mut world = World::new();
    let g = reviewable(&mut world);
    let (site, who) = (g.coop.site, &g.coop.members[4]);
    world.accepts(site.call_panel(0), &[]);
    world.pass_slots(65);
    world.accepts(site.seat_panel(0), &[]);
    let coop = world.coop(&site.coop);
    world.edit::<Member>(&site.member(&who.wallet()), |m| {
        (m.pledge_counts, m.pledged_in, m.elector_from) = (1, coop.founding_pool, 0.into());
    });
    let objects = site.object(&who.wallet(), 0);
    let proposed = |world: &mut World, at: i64| {
        world.edit::<Proposal>(&site.proposal(0), |p| p.created_at = at.into());
    };
    proposed(&mut world, coop.activated_at.get());
    world.refuses(NotInSnapshot, objects.clone(), &[who]);
    proposed(&mut world, coop.activated_at.get() + 1);
    world.accepts(objects, &[who]);
}

/// The hash of the slot that was fixed is known in the 512 slots after it. Then the panel can be called again.
#[test]
fn a_panel_is_drawn_while_the_cluster_remembers_its_slot() {
    let mut world = World::new();
    let site = reviewable(&mut world).coop.site;
    world.accepts(site.call_panel(0), &[]);
    let saved = world.save();
    for (after, known, again) in [(0, false, false), (1, true, false), (512, true, false), (513, false, true)]
    {
        world.restore(&saved);
        world.pass_slots(64 + after);
        if again {
            world.refuses(PanelSlotNotThere, site.seat_panel(0), &[]);
            world.accepts(site.call_panel(0), &[]);
            continue;
        }
        world.refuses(PanelCalled, site.call_panel(0), &[]);
        if known {
            world.accepts(site.seat_panel(0), &[]);
        } else {
            world.refuses(PanelSlotNotThere, site.seat_panel(0), &[]);
        }
    }
}
