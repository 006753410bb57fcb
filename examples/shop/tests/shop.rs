//! The shop and the co-op as built for the chain, in one SVM. `COOP_SHOP` says where the shop's ELF is; `cargo xtask test`
//! builds it.

use anchor_lang::{InstructionData, ToAccountMetas, prelude::Address};
use coop::error::CoopError;
use coop_tests::{
    Actor, DAY, Refusal, UNIT, World,
    fixtures::{Trading, take_rate_becomes, trading},
};
use shop::{SHOP, Shop, ShopError, accounts, instruction};
use solana_message::Instruction;

/// What one piece costs.
const PRICE: u64 = 20 * UNIT + 1;
/// The rate of the co-op in these tests.
const RATE: u16 = 300;

/// A working co-op with a service, and both programs.
fn market() -> (World, Trading) {
    let mut world = World::new();
    let path = std::env::var("COOP_SHOP").expect("COOP_SHOP names shop.so: run cargo xtask test");
    let elf = std::fs::read(&path).unwrap_or_else(|why| panic!("{path}: {why}"));
    world.svm.add_program(shop::ID, &elf).expect("shop.so is a program");
    let t = trading(&mut world, 3, 200 * UNIT);
    (world, t)
}

/// The same, and the shop is open.
fn open_market() -> (World, Trading) {
    let (mut world, t) = market();
    world.accepts(open(&t, &t.owner, PRICE, RATE), &[&t.owner]);
    (world, t)
}

fn shop_of(t: &Trading) -> Address {
    Address::find_program_address(&[SHOP, t.site().service(0).as_ref()], &shop::ID).0
}

fn call(accounts: impl ToAccountMetas, data: impl InstructionData) -> Instruction {
    Instruction { program_id: shop::ID, accounts: accounts.to_account_metas(None), data: data.data() }
}

fn open(t: &Trading, owner: &Actor, price: u64, max_take_rate_bps: u16) -> Instruction {
    let accounts = accounts::Open {
        owner: owner.wallet(),
        service: t.site().service(0),
        shop: shop_of(t),
        system_program: Address::default(),
    };
    call(accounts, instruction::Open { price, max_take_rate_bps })
}

fn buying(t: &Trading, buyer: &Actor, as_member: bool) -> accounts::Buy {
    let site = t.site();
    accounts::Buy {
        buyer: buyer.wallet(),
        shop: shop_of(t),
        service: site.service(0),
        coop: site.coop,
        member: as_member.then(|| site.member(&buyer.wallet())),
        provider: None,
        source: buyer.tokens,
        payout: t.owner.tokens,
        vault: site.vault,
        mint: site.mint,
        token_program: site.token_program,
        coop_program: coop::ID,
    }
}

fn buy(t: &Trading, buyer: &Actor, as_member: bool, count: u64) -> Instruction {
    call(buying(t, buyer, as_member), instruction::Buy { count })
}

fn sold(world: &World, t: &Trading) -> u64 {
    let account = world.svm.get_account(&shop_of(t)).expect("a shop");
    assert_eq!(account.owner, shop::ID);
    bytemuck::pod_read_unaligned::<Shop>(&account.data[8..]).sold.get()
}

/// Sends a call that must be refused and change nothing: neither shop, books nor money.
#[track_caller]
fn refused(world: &mut World, t: &Trading, call: Instruction, who: &Actor) -> Refusal {
    let watched = [shop_of(t), t.site().coop, t.site().vault, t.owner.tokens, who.tokens];
    let before = world.snapshot(watched);
    let refusal = world.attempt(call, &[who]).expect_err("a refusal");
    assert_eq!(world.snapshot(watched), before);
    refusal
}

#[track_caller]
fn the_shop_refuses(world: &mut World, t: &Trading, error: ShopError, call: Instruction, who: &Actor) {
    assert_eq!(refused(world, t, call, who).code(), Some(7_000 + error as u32));
}

#[track_caller]
fn the_coop_refuses(world: &mut World, t: &Trading, error: CoopError, call: Instruction, who: &Actor) {
    let refusal = refused(world, t, call, who);
    assert!(refusal.is(error), "not {error:?} but {refusal:#?}");
}

#[test]
fn a_member_buys_and_it_counts_as_its_use_of_the_coop() {
    let (mut world, t) = open_market();
    let (site, who) = (t.site(), &t.g.coop.members[0]);
    let (held, before) = (world.balance(&who.tokens), world.coop(&site.coop));
    let receipt = world.accepts(buy(&t, who, true, 3), &[who]);
    let (price, fee) = (3 * PRICE, (3 * PRICE * RATE as u64).div_ceil(10_000));
    assert_eq!(held - world.balance(&who.tokens), price);
    assert_eq!(world.balance(&t.owner.tokens), price - fee);
    let after = world.coop(&site.coop);
    assert_eq!(after.operating() - before.operating(), fee);
    assert_eq!(world.balance(&site.vault), after.cash());
    assert_eq!((world.member(&site.member(&who.wallet())).units.get(), sold(&world, &t)), (fee, 3));
    // the co-op's event is there for whoever reads its log, though another program called
    assert_eq!(receipt.events.iter().map(coop::events::Event::name).collect::<Vec<_>>(), ["ServicePaid"]);
    println!("buy: {} compute units", receipt.compute_units);
}

#[test]
fn who_is_no_member_buys_too_and_earns_nothing() {
    let (mut world, t) = open_market();
    let stranger = world.actor("stranger", 100 * UNIT);
    world.accepts(buy(&t, &stranger, false, 1), &[&stranger]);
    let period = world.coop(&t.site().coop).period;
    let fee = (PRICE * RATE as u64).div_ceil(10_000);
    assert_eq!(
        (period.done.outside_units.get(), period.done.member_units.get(), sold(&world, &t)),
        (fee, 0, 1)
    );
}

#[test]
fn a_shop_is_opened_by_the_owner_of_the_service_for_a_rate_that_holds() {
    let (mut world, t) = market();
    let member = &t.g.coop.members[0];
    the_shop_refuses(&mut world, &t, ShopError::NotTheOwner, open(&t, member, PRICE, RATE), member);
    the_shop_refuses(&mut world, &t, ShopError::PriceZero, open(&t, &t.owner, 0, RATE), &t.owner);
    the_shop_refuses(
        &mut world,
        &t,
        ShopError::RateAbovePromise,
        open(&t, &t.owner, PRICE, RATE - 1),
        &t.owner,
    );
    world.accepts(open(&t, &t.owner, PRICE, RATE), &[&t.owner]);
    // what the shop was built for is not changed by opening it again
    assert!(world.attempt(open(&t, &t.owner, PRICE, 10_000), &[&t.owner]).is_err());
}

#[test]
fn nothing_is_sold_at_a_rate_above_what_the_shop_was_built_for() {
    let (mut world, t) = open_market();
    let (site, who) = (t.site(), &t.g.coop.members[0]);
    // the co-op raises its rate; its promise to the service holds, and so does the shop's price
    take_rate_becomes(&mut world, &site.coop, RATE + 200);
    world.refuses(CoopError::TakeRatePromised, site.reprice_service(0), &[]);
    world.accepts(buy(&t, who, true, 1), &[who]);
    // once the promise is over and the service is repriced, the shop stops by itself
    let until = world.service(&site.service(0)).promised_until.get();
    world.set_time(until);
    t.close(&mut world);
    world.accepts(site.settle_patronage(&who.wallet(), 0), &[]);
    world.accepts(site.reprice_service(0), &[]);
    // what is worse for a service holds a period later; until then there is no promise
    the_shop_refuses(&mut world, &t, ShopError::PromiseLapsed, buy(&t, who, true, 1), who);
    world.set_time(world.service(&site.service(0)).next_from.get());
    the_shop_refuses(&mut world, &t, ShopError::RateAbovePromise, buy(&t, who, true, 1), who);
}

#[test]
fn nothing_is_sold_from_the_second_on_in_which_the_promise_lapses() {
    let (mut world, t) = open_market();
    let stranger = world.actor("stranger", 100 * UNIT);
    let until = world.service(&t.site().service(0)).promised_until.get();
    world.set_time(until - 1);
    world.accepts(buy(&t, &stranger, false, 1), &[&stranger]);
    for late in [until, until + DAY] {
        world.set_time(late);
        the_shop_refuses(&mut world, &t, ShopError::PromiseLapsed, buy(&t, &stranger, false, 1), &stranger);
    }
}

#[test]
fn another_service_or_a_forged_one_is_refused() {
    let (mut world, t) = open_market();
    let (site, who) = (t.site(), &t.g.coop.members[0]);
    // a second service of the same co-op, which pays the attacker
    let attacker = world.actor("attacker", 0);
    let wallet = attacker.wallet();
    world.accepts(
        site.register_service(&wallet, &wallet, 1, &attacker.tokens, "Attacker's", RATE),
        &[&attacker],
    );
    let through = |service, payout| {
        let accounts = accounts::Buy { service, payout, ..buying(&t, who, true) };
        call(accounts, instruction::Buy { count: 1 })
    };
    let wrong = through(site.service(1), attacker.tokens);
    the_shop_refuses(&mut world, &t, ShopError::ServiceOfAnotherShop, wrong, who);
    // the right service and the attacker's account: the co-op knows whom the service is paid to
    let wrong = through(site.service(0), attacker.tokens);
    the_coop_refuses(&mut world, &t, CoopError::PayoutMismatch, wrong, who);
    // the bytes of a service in an account of another program
    let forged = world.actor("forged", 0).wallet();
    let mut account = world.svm.get_account(&site.service(0)).expect("a service");
    account.owner = shop::ID;
    world.put(forged, account);
    refused(&mut world, &t, through(forged, t.owner.tokens), who);
}

#[test]
fn a_friend_can_be_bought_for_but_not_with_its_money() {
    let (mut world, t) = open_market();
    let (who, other) = (&t.g.coop.members[0], &t.g.coop.members[1]);
    let member = Some(t.site().member(&other.wallet()));
    let gift = call(accounts::Buy { member, ..buying(&t, who, true) }, instruction::Buy { count: 1 });
    world.accepts(gift, &[who]);
    let units = |who: &Actor| world.member(&t.site().member(&who.wallet())).units.get();
    assert!(units(other) > 0 && units(who) == 0, "the use is the friend's");
    // someone else's money cannot be spent: its owner has to sign
    let source = other.tokens;
    let stolen = call(accounts::Buy { source, ..buying(&t, who, true) }, instruction::Buy { count: 1 });
    refused(&mut world, &t, stolen, who);
}

#[test]
fn only_the_coop_is_called_and_only_for_something() {
    let (mut world, t) = open_market();
    let who = &t.g.coop.members[0];
    let coop_program = shop::ID;
    let wrong = call(accounts::Buy { coop_program, ..buying(&t, who, true) }, instruction::Buy { count: 1 });
    the_shop_refuses(&mut world, &t, ShopError::AnotherProgram, wrong, who);
    the_shop_refuses(&mut world, &t, ShopError::TooMany, buy(&t, who, true, u64::MAX), who);
    the_coop_refuses(&mut world, &t, CoopError::AmountZero, buy(&t, who, true, 0), who);
}
