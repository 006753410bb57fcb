//! Tests of `pay_service` alone.

use crate::{
    UNIT, World,
    fixtures::{candidacy, found, take_rate_becomes, traded, trading},
    patronage::held,
};
use coop::error::CoopError::*;

#[test]
fn the_fee_is_the_rate_rounded_up_and_the_rest_is_the_services() {
    for rate in [0u16, 1, 300, 1_000, 5_000] {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let (site, who) = (t.site(), &t.g.coop.members[0]);
        take_rate_becomes(&mut world, &site.coop, rate);
        world.edit::<coop::state::Service>(&site.service(0), |s| s.take_rate_bps = rate.into());
        let mut all = 0;
        for amount in [1, 2, 33, 34, 9_999, 10_000, 10_001, 7 * UNIT + 1] {
            let (tokens, paid) = (world.balance(&who.tokens), world.balance(&t.owner.tokens));
            let before = world.coop(&site.coop);
            t.pay(&mut world, who, amount);
            let fee = (amount * rate as u64).div_ceil(10_000);
            all += fee;
            let after = world.coop(&site.coop);
            assert_eq!(tokens - world.balance(&who.tokens), amount, "{rate} of {amount}");
            assert_eq!(world.balance(&t.owner.tokens) - paid, amount - fee, "{rate} of {amount}");
            assert_eq!(after.operating() - before.operating(), fee);
            assert_eq!(world.balance(&site.vault), after.cash());
        }
        let (coop, member) = (world.coop(&site.coop), held(&world, &site, who));
        assert_eq!((coop.period.revenue.get(), coop.period.done.member_units.get()), (all, all));
        assert_eq!((member.units.get(), coop.period.done.outside_units.get()), (all, 0));
        assert_eq!(member.last_active_at, world.now());
    }
}

#[test]
fn a_payer_names_the_most_it_pays_in_fees_and_nothing_is_paid_for_nothing() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let (site, who) = (t.site(), &t.g.coop.members[0]);
    let pay = |amount, most| site.pay_service(who, true, 0, &t.owner.tokens, amount, most);
    world.refuses(AmountZero, pay(0, u64::MAX), &[who]);
    world.refuses(FeeAboveMaximum, pay(1, 0), &[who]);
    world.refuses(FeeAboveMaximum, pay(10_001, 300), &[who]);
    world.accepts(pay(10_000, 300), &[who]);
    assert!(world.attempt(pay(u64::MAX, u64::MAX), &[who]).is_err(), "more than the payer has");
    assert_eq!(world.balance(&t.owner.tokens), 9_700);
}

#[test]
fn all_the_tokens_there_can_be_are_paid_at_once() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let (site, who) = (t.site(), &t.g.coop.founder);
    let rich = world.token_account(&who.wallet(), u64::MAX);
    let mut call = t.payment(who, true, u64::MAX);
    call.accounts[5].pubkey = rich;
    world.accepts(call, &[who]);
    let fee = (u64::MAX as u128 * 300).div_ceil(10_000) as u64;
    assert_eq!((world.balance(&t.owner.tokens), world.balance(&rich)), (u64::MAX - fee, 0));
    assert_eq!(held(&world, &site, who).units, fee);
    assert_eq!(world.balance(&site.vault), world.coop(&site.coop).cash());
}

#[test]
fn anyone_pays_for_any_member_and_use_of_others_is_nobodys() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let (site, member) = (t.site(), &t.g.coop.members[0]);
    let (stranger, candidate) = (world.actor("stranger", UNIT), world.actor("candidate", UNIT));
    candidacy(&mut world, &site, &candidate);
    world.accepts(t.payment(&stranger, false, 10_000), &[&stranger]);
    world.accepts(t.payment(&candidate, true, 10_000), &[&candidate]);
    world.accepts(t.payment(member, false, 10_000), &[member]);
    let coop = world.coop(&site.coop);
    assert_eq!((coop.period.done.member_units.get(), coop.period.done.outside_units.get()), (0, 900));
    assert_eq!(held(&world, &site, &candidate).units, 0);
    let gift = site.pay_service_for(
        &stranger,
        Some(site.member(&member.wallet())),
        None,
        0,
        &t.owner.tokens,
        10_000,
        300,
    );
    let active = held(&world, &site, member).last_active_at;
    world.pass(1);
    world.accepts(gift, &[&stranger]);
    let member = held(&world, &site, member);
    assert_eq!((member.units.get(), member.last_active_at), (300, active));
    let other = found(&mut world, &Default::default());
    let theirs = Some(other.site.member(&other.founder.wallet()));
    let call = site.pay_service_for(&stranger, theirs, None, 0, &t.owner.tokens, 10_000, 300);
    world.refuses(MemberOfAnotherCoop, call, &[&stranger]);
}

#[test]
fn another_mint_is_refused_by_name_before_the_token_program_sees_it() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let who = &t.g.coop.members[0];
    let mut call = t.payment(who, true, 10_000);
    call.accounts[8].pubkey = world.new_mint(crate::mints::plain(&who.wallet()));
    world.refuses(MintMismatch, call, &[who]);
}

#[test]
fn what_waits_of_an_older_period_goes_first() {
    let mut world = World::new();
    let t = traded(&mut world);
    let (site, who) = (t.site(), &t.g.coop.members[0]);
    let payment = t.payment(who, true, 10_000);
    world.refuses(SettlePatronageFirst, payment.clone(), &[who]);
    world.refuses(SettlePatronageFirst, site.subscribe(who, UNIT), &[who]);
    // as a client sends it: both in one transaction
    world.send(&[site.settle_patronage(&who.wallet(), 0), payment], &[&who.key]).unwrap();
    assert_eq!(held(&world, &site, who).unsettled_period, 1);
}

#[test]
fn a_payout_account_that_was_given_away_frozen_closed_or_is_foreign_is_not_paid() {
    type Spoil = fn(&mut World, &crate::fixtures::Trading);
    let spoils: [Spoil; 5] = [
        |w, t| {
            let thief = w.actor("thief", 0).wallet();
            w.patch(&t.owner.tokens, 32, thief.as_ref());
        },
        |w, t| w.patch(&t.owner.tokens, 108, &[2]),
        |w, t| w.put(t.owner.tokens, Default::default()),
        |w, t| {
            let mint = w.new_mint(crate::mints::plain(&t.owner.wallet()));
            w.patch(&t.owner.tokens, 0, mint.as_ref());
        },
        // emptied, as after its close
        |w, t| w.patch(&t.owner.tokens, 0, &[0; 165]),
    ];
    for (i, spoil) in spoils.iter().enumerate() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let who = &t.g.coop.members[0];
        spoil(&mut world, &t);
        let refusal = world.attempt(t.payment(who, true, 10_000), &[who]).expect_err("refused");
        assert!(refusal.is(PayoutUnpayable), "{i}: {refusal:#?}");
        assert_eq!(world.balance(&who.tokens), 1_000_000 * UNIT - 200 * UNIT);
        // its owner names another
        let another = world.token_account(&t.owner.wallet(), 0);
        world.accepts(t.site().update_payout(&t.owner.wallet(), 0, &another), &[&t.owner]);
        let call = t.site().pay_service(who, true, 0, &another, 10_000, 300);
        world.accepts(call, &[who]);
        assert_eq!(world.balance(&another), 9_700);
    }
}

#[test]
fn a_service_that_pays_itself_gains_nothing() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let (site, who) = (t.site(), &t.g.coop.members[0]);
    let own = t.owner.wallet();
    // payer and payee are one: it is registered by a stranger who pays for the member
    let tokens = world.token_account(&own, 10_000 * UNIT);
    let before = world.balance(&tokens) + world.balance(&t.owner.tokens);
    let payer = crate::Actor { name: "own".into(), key: t.owner.key.insecure_clone(), tokens };
    for _ in 0..10 {
        let member = Some(site.member(&who.wallet()));
        let call = site.pay_service_for(&payer, member, None, 0, &t.owner.tokens, 1_000 * UNIT, u64::MAX);
        world.accepts(call, &[&payer]);
    }
    t.close(&mut world);
    world.accepts(site.settle_patronage(&who.wallet(), 0), &[]);
    let member = held(&world, &site, who);
    let lost = before - world.balance(&tokens) - world.balance(&t.owner.tokens);
    assert_eq!(lost, 300 * UNIT);
    let back = member.dividends.get() + member.vintages_total();
    assert_eq!(back, 225 * UNIT, "at most 1 − r of it, and solidarity's part less");
}
