//! States in which a rule of the client decides and that no life comes to: those of the tests of the instructions, in each
//! of which one is about to succeed or to be refused, and some more.

mod pools;

use crate::trials::Trials;
use anchor_lang::prelude::Address;
use coop::state::{Action, Choice, Coop, Kind, Mandate, Member, Proposal, Purpose, Standing};
use coop_tests::{
    DAY, UNIT, World, bootstrap, federation,
    fixtures::{
        active, candidacy, close, donate, long_without_electors, mandated, reviewable, reviewable_of,
        settle_everyone, take_in, traded, trading, vote,
    },
    governance, membership, patronage,
    verb::Verb,
};

/// The instructions that the rules speak of.
const VERBS: &[&dyn Verb] = &[
    &membership::withdraw_application::This,
    &membership::reclaim_member::This,
    &membership::resign::This,
    &bootstrap::withdraw_pledge::This,
    &bootstrap::cancel_pool::This,
    &bootstrap::settle_pool::This,
    &bootstrap::claim_shares::This,
    &bootstrap::refund_pledge::This,
    &bootstrap::release::This,
    &patronage::settle_patronage::This,
    &patronage::withdraw_shares::This,
    &governance::draw_mandate::This,
    &governance::execute_rehome::This,
    &governance::call_panel::This,
    &governance::object::This,
    &federation::draw_capital::This,
    &federation::finish_dissolution::This,
];

/// A state, and looks at it.
type State = fn(&mut World, &mut dyn FnMut(&mut World));

const STATES: &[State] = &[
    pools::pledges_that_come_back,
    pools::candidates_who_wait,
    pools::capital_of_three_pools,
    pools::pools_beside_others,
    pools::pledges_of_failed_pools,
    pools::claims_that_have_earned,
    business_of_many_kinds,
    shares_that_do_not_earn_yet,
    rings_that_are_full,
    mandates_of_longer_periods,
    panels,
    releases_by_the_second,
    ends_and_what_is_left,
];

/// Tries what can be tried in all of them.
pub fn all(trials: &mut Trials) {
    trials.whole = true;
    for verb in VERBS {
        let world = &mut World::new();
        let call = verb.fixture(world);
        trials.look(world, |_| true);
        let signers: Vec<_> = call.signers.iter().collect();
        world.send(&[call.instruction], &signers).expect("it is about to succeed");
        trials.look(world, |_| true);
        for (_, scene) in verb.refusals() {
            let world = &mut World::new();
            scene(world);
            trials.look(world, |_| true);
        }
    }
    for state in STATES {
        state(&mut World::new(), &mut |world| trials.look(world, |_| true));
    }
}

/// Use, work, capital that is asked back and shares that are new; of one who stays, and of one who left.
fn business_of_many_kinds(world: &mut World, look: &mut dyn FnMut(&mut World)) {
    let t = trading(world, 4, 200 * UNIT);
    let (site, everyone) = (t.site(), t.g.coop.everyone().collect::<Vec<_>>());
    for round in 1..3 {
        for (i, who) in everyone.iter().enumerate().take(3) {
            t.pay(world, who, 300 * UNIT * round + i as u64);
        }
        world.accepts(site.subscribe(everyone[1], 50 * UNIT), &[everyone[1]]);
        let worker = site.member(&everyone[2].wallet());
        world.edit::<Member>(&worker, |m| m.work += 7 * UNIT);
        world.edit::<Coop>(&site.coop, |coop| {
            coop.period.done.member_work += 7 * UNIT;
            coop.period.expenses += 7 * UNIT;
        });
        if round == 2 {
            world.accepts(site.withdraw_shares(&everyone[0].wallet(), UNIT, 1), &[everyone[0]]);
            world.accepts(site.resign_asking(&everyone[2].wallet()), &[everyone[2]]);
        }
        look(world);
        t.close(world);
        look(world);
        // as of a co-op that is a year old
        world.edit::<Coop>(&site.coop, |coop| coop.charter.pioneer_start = 0.into());
        // of one who was released, capital of the period can have been asked back
        world.edit::<Member>(&worker, |m| {
            (m.matured_new, m.fresh, m.asked_fresh) = (2.into(), 2.into(), 1.into());
        });
        look(world);
        settle_everyone(world, &t.g.coop);
    }
    look(world);
}

/// Shares that were claimed in the open period, whose stay is over already or never began, beside older ones that stay.
fn shares_that_do_not_earn_yet(world: &mut World, look: &mut dyn FnMut(&mut World)) {
    let g = active(world, 3, 200 * UNIT);
    let (site, now) = (g.coop.site, world.now());
    world.edit::<Coop>(&site.coop, |coop| coop.period.shares_earning = (600 * UNIT).into());
    for older in [50, 0] {
        world.edit::<Member>(&site.member(&g.coop.founder.wallet()), |m| {
            m.shares = (500 * UNIT).into();
            m.rests[0].until = now.into();
            m.rests[1].until = (now + DAY).into();
            m.rests[1].capital = (older * UNIT).into();
            if older == 0 {
                m.rests[0].capital = 0.into();
            }
        });
        look(world);
    }
}

/// A vintage takes the place of one that is eight periods older.
fn rings_that_are_full(world: &mut World, look: &mut dyn FnMut(&mut World)) {
    let t = traded(world);
    for _ in 0..9 {
        settle_everyone(world, &t.g.coop);
        t.pay(world, &t.g.coop.founder, 500 * UNIT);
        t.close(world);
    }
    look(world);
}

/// A mandate that was given when periods were longer is renewed once as much time has passed.
fn mandates_of_longer_periods(world: &mut World, look: &mut dyn FnMut(&mut World)) {
    let g = mandated(world);
    let (site, who) = (g.coop.site, &g.coop.members[1]);
    let mandate = site.mandate(0);
    look(world);
    world.accepts(site.draw_mandate(&who.wallet(), 0, &who.tokens, 6 * UNIT), &[who]);
    look(world);
    let length = world.mandate(&mandate).length.get();
    for longer in [length + 1, length] {
        world.edit::<Mandate>(&mandate, |m| m.length = longer.into());
        let saved = world.save();
        close(world, &g.coop);
        look(world);
        world.restore(&saved);
    }
}

/// One who left over a resolution: when it was admitted, when it left, and what bound it then.
fn releases_by_the_second(world: &mut World, look: &mut dyn FnMut(&mut World)) {
    bootstrap::release::This.fixture(world);
    let all = world.svm.get_program_accounts(&coop::ID);
    let of = |address: &Address| world.read::<Member>(address).is_some_and(|m| m.left_at != 0);
    let gone = all.iter().map(|(address, _)| *address).find(of).expect("one who left");
    let made = all.iter().find_map(|(address, _)| world.read::<Proposal>(address));
    let made = made.expect("a resolution").created_at.get();
    let edits: [&dyn Fn(&mut Member); 10] = [
        &|m| m.admitted_at = made.into(),
        &|m| (m.applied_at, m.admitted_at) = ((made + 1).into(), (made + 1).into()),
        &|m| m.admitted_at = 0.into(),
        &|m| m.left_at = made.into(),
        &|m| m.left_at = (made - 1).into(),
        &|m| m.pledged_at = made.into(),
        &|m| m.returns_from = 1.into(),
        &|m| m.free_capital(),
        &|m| m.end_promise(),
        &|m| m.unbind(),
    ];
    for edit in edits {
        let saved = world.save();
        world.edit::<Member>(&gone, edit);
        look(world);
        world.restore(&saved);
    }
}

/// Panels of some of the electors, over what is special and over spends around the limit; called often, and of more than
/// there are.
fn panels(world: &mut World, look: &mut dyn FnMut(&mut World)) {
    let g = reviewable_of(world, 14);
    let site = g.coop.site;
    look(world);
    for (calls, size) in [(2, 9), (3, 9), (0, 14), (0, 15)] {
        let saved = world.save();
        world.edit::<Proposal>(&site.proposal(0), |p| p.panel_calls = calls);
        world.edit::<Coop>(&site.coop, |coop| coop.charter.panel_size = size);
        look(world);
        world.restore(&saved);
    }
    world.accepts(site.call_panel(0), &[]);
    world.pass_slots(65);
    look(world);
    world.accepts(site.seat_panel(0), &[]);
    look(world);

    let world = &mut World::new();
    let g = reviewable(world);
    let (site, to) = (g.coop.site, g.coop.members[1].wallet());
    let proposer = &g.coop.members[0];
    let action = Action::Spend { to, amount: 9 * UNIT, purpose: Purpose::Expense };
    world.accepts(site.propose(&proposer.wallet(), (1, 0), action), &[proposer]);
    vote(world, &g.coop, (1, 0), Choice::Yes);
    world.set_time(world.proposal(&site.proposal((1, 0))).ends.get());
    // it is a hundredth of what there is: of the less of the two
    for (started, fund) in [(0, 0), (0, 100), (100, 0), (100, 100)] {
        let saved = world.save();
        world.edit::<Coop>(&site.coop, |coop| {
            coop.charter.review_bps = 100.into();
            coop.period.operating_at_start = (899 * UNIT + 999_900 + started).into();
            coop.books.fund = (899 * UNIT + 999_900 + fund).into();
        });
        look(world);
        world.edit::<Proposal>(&site.proposal((1, 0)), |p| p.kind = Kind::Mandate.into());
        look(world);
        world.restore(&saved);
    }
}

/// A candidate, one who left, one who was expelled and one who stays, with all that they can be owed, to the very end.
fn ends_and_what_is_left(world: &mut World, look: &mut dyn FnMut(&mut World)) {
    let mut t = traded(world);
    take_in(world, &mut t.g.coop, 1);
    let (site, candidate) = (t.site(), world.actor("candidate", 0));
    candidacy(world, &site, &candidate);
    let (founder, one, other) = (&t.g.coop.founder, &t.g.coop.members[0], &t.g.coop.members[2]);
    look(world);
    world.accepts(site.resign(&other.wallet()), &[other]);
    look(world);
    world.pass(300 * DAY);
    look(world);
    let returns = world.now() + 10 * DAY;
    world.edit::<Member>(&site.member(&other.wallet()), |m| m.returns_from = returns.into());
    look(world);
    close(world, &t.g.coop);
    look(world);
    let period = world.coop(&site.coop).period.number.get();
    let late = world.actor("late candidate", 0);
    candidacy(world, &site, &late);
    expelled_or_unsettled(world, &site.member(&other.wallet()), look);
    long_without_electors(world, &site);
    world.accepts(site.dissolve(&founder.wallet(), None::<u32>, None, period), &[founder]);
    look(world);
    expelled_or_unsettled(world, &site.member(&other.wallet()), look);
    world.pass(180 * DAY);
    look(world);
    // more than all claims, some of which are paid
    donate(world, &site.vault, 9 * UNIT);
    world.edit::<Coop>(&site.coop, |coop| {
        coop.books.fund += 9 * UNIT;
        coop.claims_paid += 2 * UNIT;
    });
    look(world);
    world.accepts(site.finish_dissolution(None, None), &[]);
    look(world);
    // what nobody claims comes in later too
    world.edit::<Coop>(&site.coop, |coop| coop.books.solidarity += UNIT);
    donate(world, &site.vault, UNIT);
    look(world);
    world.pass(3 * 365 * DAY);
    look(world);
    world.accepts(site.finish_dissolution(None, None), &[]);
    look(world);
    let unsettled = site.member(&one.wallet());
    world.edit::<Member>(&unsettled, |m| m.open_proposal = 1);
    look(world);
}

/// One who is owed nothing was expelled, or has business that is not settled.
fn expelled_or_unsettled(world: &mut World, gone: &Address, look: &mut dyn FnMut(&mut World)) {
    let saved = world.save();
    world.edit::<Member>(gone, |m| m.standing = Standing::Expelled.into());
    look(world);
    world.edit::<Member>(gone, |m| (m.standing, m.units) = (Standing::Left.into(), UNIT.into()));
    look(world);
    world.restore(&saved);
}
