//! Acts that must not cost uninvolved members anything: those who leave, those who join, and those whose key is lost.

use super::{nothing_wears, of_three};
use crate::{
    DAY, UNIT, World, address,
    fixtures::{candidacy, close, found, propose, spend, vote, vouch},
    patronage::settle_everyone,
    scenes::member_proposes,
};
use coop::{
    error::CoopError::*,
    state::{Action, Choice, Coop, Purpose},
};

/// A co-op with a loss. One of three leaves; in the last second of the period the other two send a quarter of the money to
/// their own agent, by an ordinary vote, and bring it home right after the close. What the leaver gives up more covers the
/// loss of those who stay, and not a unit of it is the reserve's.
#[test]
fn money_that_goes_to_the_agent_for_a_second_covers_nobodys_loss_with_a_leavers_capital() {
    let outcome = |plays: bool| {
        let mut world = World::new();
        let g = of_three(&mut world);
        let site = g.coop.site;
        nothing_wears(&mut world, &g);
        world.edit::<Coop>(&site.coop, |c| c.charter.budget_bps = 2_500.into());
        let number = close(&mut world, &g.coop);
        settle_everyone(&mut world, &g.coop, number);
        // 900 of capital, of which 180 are lost: a price of 80 %
        spend(&mut world, &site, 180 * UNIT, false);
        let leaver = &g.coop.members[1];
        world.accepts(site.resign_asking(&leaver.wallet()), &[leaver]);
        let ends = world.coop(&site.coop).period.ends();
        let source = world.token_account(&site.agent(), 0);
        if plays {
            world.set_time(ends - 12 * DAY);
            let amount = world.coop(&site.coop).budget().capacity;
            assert_eq!(amount, 180 * UNIT);
            let sends = Action::Spend { to: site.agent(), amount, purpose: Purpose::Expense };
            let sends = propose(&mut world, &g.coop, sends);
            vote(&mut world, &g.coop, sends, Choice::Yes);
            let collects = member_proposes(&mut world, &g.coop, Action::Collect { amount });
            assert!(!world.proposal(&site.proposal(sends)).is_special());
            world.set_time(ends - 1);
            world.accepts(site.execute_spend(sends, &source), &[]);
            let number = close(&mut world, &g.coop);
            world.accepts(site.execute_collect(Some(collects), &source), &[]);
            let result = world.period(&site.period(number)).result;
            (result.price_bps.get(), result.paid.get(), world.coop(&site.coop))
        } else {
            let number = close(&mut world, &g.coop);
            let result = world.period(&site.period(number)).result;
            (result.price_bps.get(), result.paid.get(), world.coop(&site.coop))
        }
    };
    let (price, paid, honest) = outcome(false);
    assert_eq!((price, paid, honest.books.fund.get()), (8_000, 240 * UNIT, 480 * UNIT));
    let (price, paid, played) = outcome(true);
    // the two who stay have 600 of capital, and 480 of money as if nobody had played: what the leaver lost more is the reserve's
    let own = played.books.numbers().reserves_own();
    assert_eq!((price, paid, own), (6_000, 180 * UNIT, 60 * UNIT));
    assert_eq!(played.books.fund.get() - own, honest.books.fund.get());
    assert_eq!((honest.books.loss.get(), played.books.loss.get()), (120 * UNIT, 120 * UNIT));
}

/// In the first period all capital is fresh: whatever is lost by then, the least solvency that a newcomer names is passed.
#[test]
fn a_newcomer_of_the_first_period_sees_what_was_lost_in_it() {
    let mut world = World::new();
    let mut g = crate::fixtures::active(&mut world, 3, 300 * UNIT);
    let i = crate::fixtures::newcomer(&mut world, &mut g.coop);
    let (site, who) = (g.coop.site, &g.coop.members[i]);
    world.edit::<Coop>(&site.coop, |c| c.charter.budget_bps = 2_500.into());
    let amount = world.coop(&site.coop).budget().capacity;
    let to = &g.coop.members[0];
    let spends = Action::Spend { to: to.wallet(), amount, purpose: Purpose::Expense };
    let index = crate::fixtures::pass(&mut world, &g.coop, spends);
    world.accepts(site.execute_spend(index, &to.tokens), &[]);
    let coop = world.coop(&site.coop);
    // 225 of 900 are gone
    assert_eq!(
        (coop.books.fund.get(), coop.books.loss.get(), coop.solvency_bps()),
        (675 * UNIT, 225 * UNIT, 7_500)
    );
    world.refuses(SolvencyTooLow, site.subscribe_at(who, 1_000 * UNIT, 7_501), &[who]);
    let saved = world.save();
    world.accepts(site.subscribe_at(who, 1_000 * UNIT, 7_500), &[who]);
    // nor does one's own money, or another newcomer's, make it look better
    assert_eq!(world.coop(&site.coop).solvency_bps(), 7_500);
    world.restore(&saved);
    assert_eq!(close(&mut world, &g.coop), 0);
    assert_eq!(world.coop(&site.coop).solvency_bps(), 7_500);
}

/// Three pools in a long period: the place of the first, whose stay is over while its shares are still new, is taken by the
/// second, and then capital of an older pool is free before its stay is over.
#[test]
fn capital_rests_for_its_stay_whatever_else_is_claimed() {
    use coop::state::{Member, Standing};
    let mut m: Member = bytemuck::Zeroable::zeroed();
    m.standing = Standing::Member.into();
    // 70 of an older pool rest until day 300
    m.shares = 70.into();
    m.rest(70, 300 * DAY, 0, DAY).expect("a place");
    // period 5 is open from day 100 on for 92 days; a pool is settled and claimed on day 101, and stays for 30 days
    m.unsettled_period = 5.into();
    m.rest(100, 131 * DAY, 6, 101 * DAY).expect("a place");
    (m.shares, m.shares_new, m.fresh, m.claimed_new) = (170.into(), 100.into(), 100.into(), 100.into());
    assert_eq!(m.capital(101 * DAY).withdrawable(0), 0);
    assert_eq!(m.capital(140 * DAY).withdrawable(0), 0, "not before the close");
    // another on day 140
    m.rest(50, 170 * DAY, 6, 140 * DAY).expect("a place");
    (m.shares, m.shares_new, m.fresh, m.claimed_new) = (220.into(), 150.into(), 150.into(), 150.into());
    assert_eq!(m.capital(140 * DAY).withdrawable(0), 0, "the 70 rest until day 300");
}

/// The founder's membership has number 0, and so has every candidate that was never admitted. The founder moves to another wallet,
/// leaves, and its account is closed; whoever holds the lost key applies, and acts for the service of the one who moved.
#[test]
fn a_candidate_acts_for_nobodys_service() {
    use coop::state::{Member, Service, Standing};
    let mut world = World::new();
    let g = crate::fixtures::active(&mut world, 3, 200 * UNIT);
    let (site, old) = (g.coop.site, &g.coop.founder);
    let new = world.actor("new", 0);
    let place = site.member(&old.wallet());
    let call = site.register_service_of(
        &old.wallet(),
        &old.wallet(),
        Some(place),
        0,
        &old.tokens,
        "Oven",
        (10_000, 0),
    );
    world.accepts(call, &[old]);
    // as after execute_rehome, 180 days, update_payout, resign, claim_dividends and 300 days
    world.edit::<Service>(&site.service(0), |s| (s.owner, s.payout) = (new.wallet(), new.tokens));
    world.edit::<Member>(&place, |m| {
        let kept = (m.coop, m.rent_payer, m.bump);
        *m = bytemuck::Zeroable::zeroed();
        ((m.coop, m.rent_payer, m.bump), m.numbered) = (kept, 1);
        (m.wallet, m.standing, m.left_at) = (new.wallet(), Standing::Left.into(), 1.into());
    });
    world.edit::<Coop>(&site.coop, |c| c.members -= 1);
    world.accepts(site.reclaim_member(&old.wallet(), &old.wallet()), &[]);
    world.accepts(site.apply(&old.wallet(), &old.wallet()), &[old]);
    let takes = site.update_payout_by(&old.wallet(), Some(place), 0, &old.tokens);
    world.refuses(NotTheServiceOwner, takes, &[old]);
    assert_eq!(world.service(&site.service(0)).payout, new.tokens);
}

/// Two of three, with nine tenths of the capital, resolve by an ordinary vote to pay a friend. Whether they stay and bear their
/// part, or leave at par before it is carried out, the third loses the same: what an ordinary vote can spend is a part of what
/// stands behind those who are still there, since it is measured by the smaller of then and now.
#[test]
fn a_member_who_resolves_a_spend_and_leaves_before_it_is_carried_out_takes_no_more_than_those_who_stay() {
    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Play {
        Stay,
        Leave,
        /// Spends before they leave, and once more after it.
        Both,
    }
    let third_has = |play: Play| {
        let mut world = World::new();
        let g = of_three(&mut world);
        let site = g.coop.site;
        nothing_wears(&mut world, &g);
        world.edit::<Coop>(&site.coop, |c| c.charter.budget_bps = 2_500.into());
        for who in g.coop.everyone().take(2) {
            world.accepts(site.subscribe(who, 1_050 * UNIT), &[who]);
        }
        let number = close(&mut world, &g.coop);
        settle_everyone(&mut world, &g.coop, number);
        close(&mut world, &g.coop);
        let friend = world.actor("friend", 0);
        let ends = world.coop(&site.coop).period.ends();
        world.set_time(ends - 11 * DAY);
        let pays = |amount| Action::Spend { to: friend.wallet(), amount, purpose: Purpose::Expense };
        let large = propose(&mut world, &g.coop, pays(750 * UNIT));
        vote(&mut world, &g.coop, large, Choice::Yes);
        let small = member_proposes(&mut world, &g.coop, pays(75 * UNIT));
        let third = &g.coop.members[1];
        world.accepts(site.cast_vote(&third.wallet(), large, Choice::No), &[third]);
        world.accepts(site.cast_vote(&third.wallet(), small, Choice::No), &[third]);
        world.set_time(ends - 1);
        if play != Play::Leave {
            world.accepts(site.execute_spend(large, &friend.tokens), &[]);
        }
        if play != Play::Stay {
            for who in g.coop.everyone().take(2) {
                world.accepts(site.resign_asking(&who.wallet()), &[who]);
            }
            close(&mut world, &g.coop);
            let carried_out = world.attempt(site.execute_spend(small, &friend.tokens), &[]).is_ok();
            assert_eq!(carried_out, play == Play::Leave, "the bucket is full after a first one");
        }
        let coop = world.coop(&site.coop);
        let operating = coop.operating() as u128;
        (operating * 300 * UNIT as u128 / coop.equity() as u128) as u64
    };
    for play in [Play::Stay, Play::Leave, Play::Both] {
        assert_eq!(third_has(play), 225 * UNIT, "{play:?}");
    }
}

/// The founder vouches for a candidate and gives up; anyone closes its account. Nobody can admit the candidate, nobody can
/// clear it away, nobody can withdraw the vouch: the rent of the co-op, its vault and both accounts never comes back.
#[test]
fn a_candidate_keeps_no_co_op_open_that_everyone_has_left() {
    let mut world = World::new();
    let coop = found(&mut world, &Default::default());
    let (site, founder) = (coop.site, &coop.founder);
    let (candidate, stranger) = (world.actor("candidate", 0), world.actor("stranger", 0));
    candidacy(&mut world, &site, &candidate);
    vouch(&mut world, &site, founder, &candidate);
    let (wallet, own) = (candidate.wallet(), founder.wallet());
    world.accepts(site.resign(&own), &[founder]);
    world.accepts(site.reclaim_member(&own, &own), &[]);
    world.pass(10 * 365 * DAY);
    world.refuses(CoopWithoutMembers, site.admit(&wallet), &[]);
    world.refuses(VouchCounts, site.reclaim_vouch(&own, &wallet, &own), &[]);
    assert!(
        world.attempt(site.withdraw_vouch(&own, &wallet, &own), &[founder]).is_err(),
        "its account is closed"
    );
    assert!(world.attempt(site.apply(&own, &own), &[founder]).is_err(), "and nobody can apply");
    world.refuses(CoopInUse, site.reclaim_coop(), &[]);
    let vouch = address::vouch(&site.member(&wallet), &site.member(&own));
    let stuck: u64 = [site.coop, site.vault, vouch].iter().map(|account| world.lamports(account)).sum();
    let clear = world.attempt(site.clear_application(&stranger.wallet(), &wallet), &[&stranger]);
    assert!(
        clear.is_ok(),
        "{stuck} lamports of the founder's are out of reach, whatever anyone but the candidate does"
    );
}
