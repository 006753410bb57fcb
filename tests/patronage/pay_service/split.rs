//! Whose units a fee is: the provider's and the buyer's, as the service was promised.

use crate::{
    Actor, Receipt, UNIT, World,
    fixtures::{Gathering, candidacy, close, trading, vouch},
    patronage::{held, provided},
};
use anchor_lang::prelude::Address;
use coop::{error::CoopError::*, events::Event, state::Coop};
use solana_message::Instruction;

/// The founder pays the service of the last member.
fn pays(g: &Gathering, payout: &Address, who: &Actor, buyer: Option<&Actor>, amount: u64) -> Instruction {
    let site = g.coop.site;
    let provider = Some(site.member(&g.coop.members.last().expect("a member").wallet()));
    let buyer = buyer.map(|buyer| site.member(&buyer.wallet()));
    site.pay_service_for(who, buyer, provider, 0, payout, amount, u64::MAX)
}

fn done(world: &World, g: &Gathering) -> (u64, u64) {
    let done = world.coop(&g.coop.site.coop).period.done;
    (done.member_units.get(), done.outside_units.get())
}

/// What the event of a payment tells: the buyer's units, and those that are nobody's.
fn told(receipt: &Receipt) -> (u64, u64) {
    let [Event::ServicePaid(event)] = receipt.events[..] else { panic!("{:?}", receipt.events) };
    (event.buyer_units.get(), event.outside_units.get())
}

#[test]
fn the_providers_part_is_rounded_down_and_the_buyer_has_the_rest() {
    for (part, provided_units) in [(0, 0), (1, 0), (3_333, 100), (5_000, 150), (9_999, 300), (10_000, 301)] {
        let mut world = World::new();
        let (g, payout) = provided(&mut world, 3, part);
        let (site, buyer, provider) = (g.coop.site, &g.coop.founder, &g.coop.members[1]);
        // 3 % of 10 001, rounded up
        let receipt = world.accepts(pays(&g, &payout, buyer, Some(buyer), 10_001), &[buyer]);
        assert_eq!(told(&receipt), (301 - provided_units, 0), "{part}");
        assert_eq!(held(&world, &site, provider).units, provided_units, "{part}");
        assert_eq!(held(&world, &site, buyer).units, 301 - provided_units, "{part}");
        assert_eq!(done(&world, &g), (301, 0));
        assert_eq!(world.balance(&payout), 9_700);
    }
}

#[test]
fn of_a_stranger_the_providers_part_counts_and_the_buyers_is_outside() {
    let mut world = World::new();
    let (g, payout) = provided(&mut world, 3, 4_000);
    let stranger = world.actor("stranger", UNIT);
    let receipt = world.accepts(pays(&g, &payout, &stranger, None, 10_000), &[&stranger]);
    assert_eq!((told(&receipt), done(&world, &g)), ((0, 180), (120, 180)));
    // dust: an amount of 1 is a fee of 1, and all of it the buyer's part
    world.accepts(pays(&g, &payout, &stranger, None, 1), &[&stranger]);
    assert_eq!((done(&world, &g), world.balance(&payout)), ((120, 181), 9_700));
}

#[test]
fn a_provider_that_buys_from_itself_has_all_units_once() {
    let mut world = World::new();
    let (g, payout) = provided(&mut world, 3, 4_000);
    let (site, own) = (g.coop.site, &g.coop.members[1]);
    world.accepts(pays(&g, &payout, own, Some(own), 10_000), &[own]);
    assert_eq!((held(&world, &site, own).units.get(), done(&world, &g)), (300, (300, 0)));
    // its account is given already
    let own_member = site.member(&own.wallet());
    let call = site.pay_service_for(own, Some(own_member), None, 0, &payout, 10_000, u64::MAX);
    world.accepts(call, &[own]);
    assert_eq!(held(&world, &site, own).units, 600);
    let wrong = Some(site.member(&g.coop.founder.wallet()));
    let call = site.pay_service_for(own, Some(own_member), wrong, 0, &payout, 10_000, u64::MAX);
    world.refuses(PatronMismatch, call, &[own]);
}

#[test]
fn nobody_can_leave_the_provider_out_or_name_another() {
    let mut world = World::new();
    let (g, payout) = provided(&mut world, 3, 4_000);
    let (site, who) = (g.coop.site, &g.coop.founder);
    let buyer = Some(site.member(&who.wallet()));
    let paid = |provider| site.pay_service_for(who, buyer, provider, 0, &payout, 10_000, u64::MAX);
    world.refuses(PatronMissing, paid(None), &[who]);
    world.refuses(PatronMismatch, paid(buyer), &[who]);
    world.refuses(PatronMismatch, paid(Some(site.member(&g.coop.members[0].wallet()))), &[who]);
    let mut call = paid(Some(site.member(&g.coop.members[1].wallet())));
    call.accounts[4].is_writable = false;
    assert!(world.attempt(call, &[who]).is_err(), "its units would not be written");
    assert_eq!(done(&world, &g), (0, 0));
}

#[test]
fn a_provider_who_left_provides_nothing_and_one_who_comes_back_does_again() {
    let mut world = World::new();
    let (g, payout) = provided(&mut world, 4, 4_000);
    let (site, buyer, provider) = (g.coop.site, &g.coop.founder, &g.coop.members[2]);
    world.accepts(site.resign(&provider.wallet()), &[provider]);
    world.accepts(pays(&g, &payout, buyer, Some(buyer), 10_000), &[buyer]);
    assert_eq!((done(&world, &g), held(&world, &site, provider).units.get()), ((180, 120), 0));
    close(&mut world, &g.coop);
    world.accepts(site.settle_patronage(&provider.wallet(), 0), &[]);
    world.accepts(site.settle_patronage(&buyer.wallet(), 0), &[]);
    // a membership keeps its number
    world.accepts(site.reapply(&provider.wallet()), &[provider]);
    for (i, voucher) in g.coop.everyone().take(3).enumerate() {
        if held(&world, &site, provider).vouches_received >= world.coop(&site.coop).vouches_needed() {
            break;
        }
        let old = crate::address::vouch(&site.member(&provider.wallet()), &site.member(&voucher.wallet()));
        if !world.is_closed(&old) {
            let call = site.reclaim_vouch(&voucher.wallet(), &provider.wallet(), &voucher.wallet());
            world.accepts(call, &[]);
        }
        assert!(i < 3);
        vouch(&mut world, &site, voucher, provider);
    }
    world.accepts(site.admit(&provider.wallet()), &[]);
    world.accepts(pays(&g, &payout, buyer, Some(buyer), 10_000), &[buyer]);
    assert_eq!((done(&world, &g), held(&world, &site, provider).units.get()), ((300, 0), 120));
}

#[test]
fn a_membership_that_was_closed_or_made_anew_at_its_address_is_not_the_provider() {
    let mut world = World::new();
    let (g, payout) = provided(&mut world, 3, 4_000);
    let (site, buyer, provider) = (g.coop.site, &g.coop.founder, &g.coop.members[1]);
    let address = site.member(&provider.wallet());
    let account = world.svm.get_account(&address).expect("a member");
    world.put(address, Default::default());
    world.accepts(pays(&g, &payout, buyer, Some(buyer), 10_000), &[buyer]);
    assert_eq!(done(&world, &g), (180, 120));
    // another membership stands there by now: it has another number
    world.put(address, account);
    world.edit::<coop::state::Member>(&address, |m| m.number = 77.into());
    world.accepts(pays(&g, &payout, buyer, Some(buyer), 10_000), &[buyer]);
    assert_eq!((done(&world, &g), held(&world, &site, provider).units.get()), ((360, 240), 0));
    // and if it buys, it buys like anyone
    world.accepts(pays(&g, &payout, provider, Some(provider), 10_000), &[provider]);
    assert_eq!((done(&world, &g), held(&world, &site, provider).units.get()), ((540, 360), 180));
}

#[test]
fn the_split_is_the_one_that_was_promised_whatever_the_charter_has_become() {
    let mut world = World::new();
    let (g, payout) = provided(&mut world, 3, 4_000);
    let (site, buyer) = (g.coop.site, &g.coop.founder);
    world.edit::<Coop>(&site.coop, |c| {
        (c.charter.provider_bps, c.charter.take_rate_bps) = (0.into(), 1_000.into());
    });
    world.accepts(pays(&g, &payout, buyer, Some(buyer), 10_000), &[buyer]);
    assert_eq!(held(&world, &site, &g.coop.members[1]).units, 120);
    assert_eq!(world.balance(&payout), 9_700);
}

#[test]
fn a_provider_with_business_of_an_older_period_is_settled_first() {
    let mut world = World::new();
    let (g, payout) = provided(&mut world, 3, 4_000);
    let (site, buyer, provider) = (g.coop.site, &g.coop.founder, &g.coop.members[1]);
    close(&mut world, &g.coop);
    world.accepts(site.settle_patronage(&buyer.wallet(), 0), &[]);
    let call = pays(&g, &payout, buyer, Some(buyer), 10_000);
    world.refuses(SettlePatronageFirst, call.clone(), &[buyer]);
    let settle = site.settle_patronage(&provider.wallet(), 0);
    world.send(&[settle, call], &[&buyer.key]).expect("anyone settles it");
}

#[test]
fn a_service_of_nobody_has_no_provider_to_give() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let (site, who, friend) = (t.site(), &t.g.coop.founder, &t.g.coop.members[0]);
    let given = Some(site.member(&friend.wallet()));
    let call = site.pay_service_for(
        who,
        Some(site.member(&who.wallet())),
        given,
        0,
        &t.owner.tokens,
        10_000,
        u64::MAX,
    );
    world.refuses(PatronMismatch, call, &[who]);
    // a candidate registers for itself without a membership: nothing is promised to it as a provider
    let candidate = world.actor("candidate", 0);
    candidacy(&mut world, &site, &candidate);
    let wallet = candidate.wallet();
    let call = site.register_service_of(
        &wallet,
        &wallet,
        Some(site.member(&wallet)),
        1,
        &candidate.tokens,
        "s",
        (300, 0),
    );
    world.refuses(NotAMember, call, &[&candidate]);
}

/// What the calls of the token program cost that a transaction made.
fn transfers(receipt: &Receipt) -> Vec<u64> {
    let cost = |line: &String| {
        line.strip_prefix("Program Token")?.split_once(" consumed ")?.1.split(' ').next()?.parse().ok()
    };
    receipt.logs.iter().filter_map(cost).collect()
}

/// The price and the fee move by one call where the token program has batches, and whichever of them is 0 by none.
#[test]
fn a_payment_of_two_parts_is_one_batch_of_the_token_program_and_two_calls_of_token_2022() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let (site, who) = (t.site(), &t.g.coop.founder);
    let one = transfers(&world.accepts(site.pay_coop(who, None, UNIT), &[who]));
    assert_eq!(one.len(), 1);
    let both = transfers(&world.accepts(t.payment(who, true, 10_001), &[who]));
    assert!(both.len() == 1 && both[0] > one[0], "{both:?}, and one costs {one:?}");
    // a fee of 1 is all of an amount of 1; and none is taken at a rate of 0
    let paid = world.balance(&t.owner.tokens);
    assert_eq!(transfers(&world.accepts(t.payment(who, true, 1), &[who])), one);
    assert_eq!(world.balance(&t.owner.tokens), paid);
    world.edit::<coop::state::Service>(&site.service(0), |s| s.take_rate_bps = 0.into());
    assert_eq!(transfers(&world.accepts(t.payment(who, true, 10_001), &[who])), one);

    let mut world = World::with_token_2022();
    let t = trading(&mut world, 3, 200 * UNIT);
    let who = &t.g.coop.founder;
    assert_eq!(transfers(&world.accepts(t.payment(who, true, 10_001), &[who])).len(), 2);
    assert_eq!(transfers(&world.accepts(t.payment(who, true, 1), &[who])).len(), 1);
}
