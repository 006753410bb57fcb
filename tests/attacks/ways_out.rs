//! Ways out that were shut for members who needed one, or open for members who should have stayed.

use super::{give_reserve, nothing_wears, of_three};
use crate::{
    DAY, UNIT, World,
    bootstrap::release::pass_without_one,
    call::Nth,
    fixtures::{
        active, candidacy, close, close_overdue, expel, later_terms, pass, pledge, pledged, propose,
        settle_everyone, spend, vouch,
    },
    patronage::seasoned,
    scenes::amendment,
};
use coop::{
    error::CoopError::*,
    state::{Action, Choice, Coop, Member, Pool, PoolTerms, Standing},
};

/// All that the older members paid in is lost; one of them pays in 900, and leaves over a resolution. Before: older capital has a price
/// of 0, so nobody could ask at all, and the resolution could spend the 900 at its turn.
#[test]
fn new_capital_can_leave_where_older_capital_is_worth_nothing() {
    let mut world = World::new();
    let g = of_three(&mut world);
    nothing_wears(&mut world, &g);
    let (site, who) = (g.coop.site, &g.coop.members[1]);
    let wallet = who.wallet();
    let nth = pass_without_one(&mut world, &g.coop);
    world.set_time(world.now().max(world.coop(&site.coop).period.ends() - 1));
    world.accepts(site.subscribe(who, 900 * UNIT), &[who]);
    spend(&mut world, &site, 900 * UNIT, false);
    world.accepts(site.resign(&wallet), &[who]);
    world.accepts(site.release(&wallet, nth, None), &[]);
    // what it has that is older has no price, and is asked for with the rest only
    world.refuses(PriceTooLow, site.ask_back(&wallet, 300 * UNIT, 0), &[who]);
    world.refuses(PriceTooLow, site.ask_back(&wallet, 1_200 * UNIT, 5_001), &[who]);
    world.accepts(site.ask_back(&wallet, 1_200 * UNIT, 5_000), &[who]);
    close(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop);
    assert_eq!(world.member(&site.member(&wallet)).dividends, 600 * UNIT);
}

/// A full pool needs a solvency of 98 %; an expense takes it below that for a moment. Before: whoever sent the settlement in that moment
/// let the pool fail for good, two months before its deadline.
#[test]
fn a_full_pool_waits_for_its_solvency_as_for_every_other_gate() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    nothing_wears(&mut world, &g);
    let (site, who) = (g.coop.site, &g.coop.founder);
    let mut terms = PoolTerms { min_solvency_bps: 9_800, min_members: 1, ..later_terms(&world) };
    terms.deadline = terms.withdraw_until + 100 * DAY;
    let index = pass(&mut world, &g.coop, Action::OpenPool { terms: terms.clone() });
    world.accepts(site.execute_open_pool(&who.wallet(), index, 1), &[who]);
    world.set_time(terms.opens);
    let pool = site.pool(1);
    pledge(&mut world, &pool, who, 100 * UNIT, 0);
    world.edit::<Pool>(&pool.pool, |p| (p.terms.min_raise, p.terms.max_raise) = (p.raised, p.raised));
    world.set_time(terms.withdraw_until + 1);
    close_overdue(&mut world, &g.coop);
    let saved = world.save();
    spend(&mut world, &site, 15 * UNIT, false);
    world.refuses(TooEarlyToSettle, pool.settle_pool(), &[]);
    // it comes back, stays for a period, and the pool succeeds
    world.accepts(site.pay_coop(who, Some(site.member(&who.wallet())), 15 * UNIT), &[who]);
    for _ in 0..2 {
        world.refuses(TooEarlyToSettle, pool.settle_pool(), &[]);
        world.set_time(world.coop(&site.coop).period.ends());
        close_overdue(&mut world, &g.coop);
    }
    world.accepts(pool.settle_pool(), &[]);
    assert_eq!(world.pool(&pool.pool).succeeded, 1);
    // or it does not, and the pool fails after its deadline
    world.restore(&saved);
    spend(&mut world, &site, 15 * UNIT, false);
    world.set_time(terms.deadline + 1);
    close_overdue(&mut world, &g.coop);
    world.accepts(pool.settle_pool(), &[]);
    assert_eq!(world.pool(&pool.pool).succeeded, 0);
}

/// Of a loss of 100, 10 have lasted. Before: whoever carried out the resolution to cover 100 at its first turn let it cover 10, and closed
/// the way to the rest for a year.
#[test]
fn a_resolution_to_cover_a_loss_is_not_used_up_on_a_part_of_it() {
    let mut world = World::new();
    let g = of_three(&mut world);
    nothing_wears(&mut world, &g);
    let site = g.coop.site;
    world.edit::<Coop>(&site.coop, |c| c.charter.execution_window = (60 * DAY as u32).into());
    give_reserve(&mut world, &g, 2_000 * UNIT);
    spend(&mut world, &site, 10 * UNIT, false);
    close(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop);
    spend(&mut world, &site, 90 * UNIT, false);
    let index = pass(&mut world, &g.coop, Action::CoverLoss { up_to: 100 * UNIT });
    settle_everyone(&mut world, &g.coop);
    let loss = world.coop(&site.coop).books.loss.get();
    assert_eq!((loss, world.coop(&site.coop).period.lasting_loss(loss)), (100 * UNIT, 10 * UNIT));
    world.refuses(NothingToCover, site.execute_cover_loss(index), &[]);
    close(&mut world, &g.coop);
    let (who, saved) = (&g.coop.founder, world.save());
    let pays = |amount| site.pay_coop(who, Some(site.member(&who.wallet())), amount);
    // nor in a second in which most of it is paid for, by a bill that is due anyway
    world.accepts(pays(51 * UNIT), &[who]);
    world.refuses(NothingToCover, site.execute_cover_loss(index), &[]);
    // but nobody stops it with a little
    world.restore(&saved);
    world.accepts(pays(UNIT), &[who]);
    spend(&mut world, &site, UNIT, false);
    world.accepts(site.execute_cover_loss(index), &[]);
    assert_eq!(world.coop(&site.coop).books.loss, UNIT);
}

/// A member fills a pool, proposes something that nobody minds, and resigns. Before: it was released over its own proposal, and had all of
/// its money back at the next close, while those who had voted yes were bound.
#[test]
fn nobody_is_released_over_what_it_has_proposed_itself() {
    let mut world = World::new();
    let g = active(&mut world, 4, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.founder);
    let nth: Nth = propose(&mut world, &g.coop, amendment(|c| c.cash_bps = 2_000)).into();
    let other = &g.coop.members[1];
    for one in [who, other] {
        world.accepts(site.resign(&one.wallet()), &[one]);
    }
    for voter in [&g.coop.members[0], &g.coop.members[2]] {
        world.accepts(site.cast_vote(&voter.wallet(), nth, Choice::Yes), &[voter]);
    }
    world.set_time(world.proposal(&site.proposal(nth)).ends.get());
    world.refuses(NotLeftOverIt, site.release(&who.wallet(), nth, None), &[]);
    world.accepts(site.release(&other.wallet(), nth, None), &[]);
}

/// A member promises use after somebody has proposed to expel it, and is expelled. Before: it could not keep the promise any more, as only
/// members' turnover counts, and lost the capital that answered for it.
#[test]
fn a_member_who_is_expelled_loses_nothing_for_a_promise_that_it_can_no_longer_keep() {
    let mut world = World::new();
    let g = active(&mut world, 4, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[2]);
    let wallet = who.wallet();
    let member = site.member(&wallet);
    assert!(world.member(&member).promised > 0);
    let index = pass(&mut world, &g.coop, Action::Expel { member });
    close_overdue(&mut world, &g.coop);
    // as if a pledge of one unit had come after the proposal
    let knew = world.proposal(&site.proposal(index)).created_at.get() + 1;
    world.edit::<Member>(&member, |m| m.pledged_at = knew.into());
    let rests = world.member(&member).resting_at(world.now());
    world.accepts(site.execute_expel(index, &member), &[]);
    let left = world.member(&member);
    assert!(left.promised == 0 && left.bonded == 0);
    assert_eq!((left.resting_at(world.now()), rests > 0), (rests, true));
}

/// A member breaks its promise, and is expelled for it. Before: whoever sent the expulsion before the settlement, it or a friend, saved the
/// bond, which the others lost.
#[test]
fn an_expulsion_saves_no_bond_of_a_promise_that_was_broken_before() {
    let mut world = World::new();
    let g = active(&mut world, 4, 200 * UNIT);
    let (site, wallet) = (g.coop.site, g.coop.members[2].wallet());
    let member = site.member(&wallet);
    let index = pass(&mut world, &g.coop, Action::Expel { member });
    close_overdue(&mut world, &g.coop);
    let ends = world.now();
    world.edit::<Member>(&member, |m| m.promise_ends = ends.into());
    let forfeits = world.member(&member).forfeits_floor();
    assert!(forfeits > 0);
    let (settles, expels) = (site.settle_use(&wallet), site.execute_expel(index, &member));
    for calls in [[&settles, &expels], [&expels, &settles]] {
        let saved = world.save();
        for call in calls {
            world.accepts(call.clone(), &[]);
        }
        assert_eq!((world.member(&member).bonded, world.member(&member).promised), (0.into(), 0.into()));
        assert_eq!(world.coop(&site.coop).books.forfeited, forfeits);
        world.restore(&saved);
    }
}

/// A period is over when a member is expelled. Before: the expulsion could be sent before the close, and the member had no interest
/// of the whole period, which the others had instead.
#[test]
fn an_expulsion_takes_no_interest_of_a_period_that_is_over() {
    let mut world = World::new();
    let g = seasoned(&mut world, 4, 200 * UNIT);
    let (site, wallet) = (g.coop.site, g.coop.members[2].wallet());
    let member = site.member(&wallet);
    let payer = &g.coop.founder;
    world.accepts(site.book_income(payer, 50 * UNIT), &[payer]);
    let ends = world.coop(&site.coop).period.ends();
    world.set_time(ends - 10 * DAY);
    let index = pass(&mut world, &g.coop, Action::Expel { member });
    assert!(world.now() >= ends);
    let expels = site.execute_expel(index, &member);
    world.refuses(ClosePeriodFirst, expels.clone(), &[]);
    let before = world.member(&member).dividends.get();
    close_overdue(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop);
    world.accepts(expels, &[]);
    assert!(world.member(&member).dividends.get() > before, "the interest of the period");
}

/// Somebody promised use to a pool, left, and did nothing of it; nobody has claimed its shares when it is expelled. Before: the expulsion
/// ended the promise as one that had never begun, and saved its bond; the claim before it did not.
#[test]
fn an_expulsion_saves_no_bond_of_a_promise_that_nobody_has_claimed() {
    let mut world = World::new();
    let g = pledged(&mut world, 4, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[2]);
    let (wallet, member) = (who.wallet(), site.member(&who.wallet()));
    world.accepts(site.resign_with(&wallet, None, Some(0), false, false), &[who]);
    world.set_time(world.pool(&g.site.pool).terms.deadline.get() + 1);
    world.accepts(g.site.settle_pool(), &[]);
    for stays in [&g.coop.founder, &g.coop.members[0], &g.coop.members[1]] {
        world.accepts(g.site.claim_shares(&stays.wallet()), &[]);
    }
    world.set_time(world.pool(&g.site.pool).stays_until());
    close_overdue(&mut world, &g.coop);
    let index = pass(&mut world, &g.coop, Action::Expel { member });
    close_overdue(&mut world, &g.coop);
    let expels = site.execute_expel_of(index, &member, Some(0), &wallet);
    let claims = g.site.claim_shares(&wallet);
    let saved = world.save();
    let mut outcomes = Vec::new();
    for calls in [vec![claims, site.execute_expel(index, &member)], vec![expels]] {
        for call in calls {
            world.accepts(call, &[]);
        }
        let m = world.member(&member);
        outcomes.push((m.promised.get(), m.bonded.get(), m.promise_stands, m.matured.get()));
        world.restore(&saved);
    }
    assert_eq!(outcomes[0], outcomes[1]);
    assert!(outcomes[0].1 > 0 && outcomes[0].2 == 1, "the promise is there to be settled: {outcomes:?}");
}

/// Somebody who left with bound capital has applied again when a resolution is proposed that it could be released over; others admit it
/// at once. Before: it counted as one who had come knowing of it, though it did nothing, and could not leave with its capital.
#[test]
fn nobody_is_bound_to_a_resolution_by_being_admitted_after_it_was_proposed() {
    let mut world = World::new();
    let g = active(&mut world, 4, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[1]);
    let (wallet, member) = (who.wallet(), site.member(&who.wallet()));
    world.accepts(site.resign(&wallet), &[who]);
    close(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop);
    world.accepts(site.reapply(&wallet), &[who]);
    // its pool has a longer stay
    let until = (world.now() + 400 * DAY).into();
    world.edit::<Member>(&member, |m| (m.rests[0].until, m.rests_until) = (until, until));
    assert!(world.member(&member).resting_at(world.now()) > 0);
    world.pass(1);
    let nth: Nth = propose(&mut world, &g.coop, amendment(|c| c.cash_bps = 2_000)).into();
    world.pass(1);
    let old = site.reclaim_vouch(&g.coop.founder.wallet(), &wallet, &g.coop.founder.wallet());
    world.accepts(old, &[]);
    for voucher in [&g.coop.founder, &g.coop.members[2]] {
        vouch(&mut world, &site, voucher, who);
    }
    world.accepts(site.admit(&wallet), &[]);
    for voter in [&g.coop.founder, &g.coop.members[0], &g.coop.members[2]] {
        world.accepts(site.cast_vote(&voter.wallet(), nth, Choice::Yes), &[voter]);
    }
    world.set_time(world.proposal(&site.proposal(nth)).ends.get());
    world.accepts(site.resign(&wallet), &[who]);
    world.accepts(site.release(&wallet, nth, None), &[]);
    assert_eq!(world.member(&member).resting_at(world.now()), 0);
}

/// Two members propose to let somebody back in. One resolution is carried out, it comes back, and is expelled again. Before: anyone could
/// carry out the other one, and it was back without a vote.
#[test]
fn a_second_expulsion_is_not_undone_by_an_earlier_resolution() {
    let mut world = World::new();
    let g = active(&mut world, 4, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[2]);
    let member = site.member(&who.wallet());
    expel(&mut world, &g.coop, &member);
    let twin = pass(&mut world, &g.coop, Action::Readmit { member });
    close_overdue(&mut world, &g.coop);
    // it was let in by the other resolution, came back as a member, and has been expelled a second time
    let now = world.now();
    world.edit::<Member>(&member, |m| m.left_at = now.into());
    world.refuses(SubjectMismatch, site.execute_readmit(twin, &member), &[]);
    world.edit::<Member>(&member, |m| m.left_at = (now - 60 * DAY).into());
    world.accepts(site.execute_readmit(twin, &member), &[]);
    assert!(world.member(&member).is(Standing::Left));
}

/// A stranger opens a pool that was resolved, and makes its own address a program. Before: a token program cannot credit a program, so the
/// pool could never be closed, nor the co-op.
#[test]
fn a_pool_whose_payer_has_become_a_program_can_be_closed() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let site = g.coop.site;
    let stranger = world.actor("stranger", 0);
    let terms = later_terms(&world);
    let index = pass(&mut world, &g.coop, Action::OpenPool { terms: terms.clone() });
    world.accepts(site.execute_open_pool(&stranger.wallet(), index, 1), &[&stranger]);
    world.set_time(terms.deadline + 1);
    close_overdue(&mut world, &g.coop);
    let pool = site.pool(1);
    world.accepts(pool.settle_pool(), &[]);
    let rent = [pool.pool, pool.escrow].map(|one| world.svm.get_account(&one).expect("an account").lamports);
    let program = world.svm.get_account(&coop::ID).expect("the program");
    let had = program.lamports;
    world.put(stranger.wallet(), program);
    world.pass(365 * DAY);
    world.accepts(pool.reclaim_pool(&stranger.wallet()), &[]);
    let has = world.svm.get_account(&stranger.wallet()).expect("an account").lamports;
    assert_eq!(has, had + rent.iter().sum::<u64>());
}

/// Friends vouch for wallets of their own, as many as a period permits, and are expelled. Before: their vouches stood, and anyone could
/// admit one more of those wallets whenever a place became free.
#[test]
fn the_vouches_of_an_expelled_member_can_be_withdrawn_by_anyone() {
    let mut world = World::new();
    let g = active(&mut world, 4, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[2]);
    let (voucher, stranger) = (who.wallet(), world.actor("stranger", 0));
    let candidate = world.actor("candidate", 0);
    candidacy(&mut world, &site, &candidate);
    vouch(&mut world, &site, who, &candidate);
    let member = site.member(&voucher);
    let takes = site.withdraw_vouch_of(&stranger.wallet(), &voucher, &candidate.wallet(), &voucher);
    world.refuses(WalletMismatch, takes.clone(), &[&stranger]);
    expel(&mut world, &g.coop, &member);
    let acted = world.member(&member).last_active_at;
    world.accepts(takes, &[&stranger]);
    assert_eq!(world.member(&site.member(&candidate.wallet())).vouches_received, 0);
    assert_eq!(world.member(&member).last_active_at, acted);
}
