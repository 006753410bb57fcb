//! Wherever anyone may act for anyone, every order ends alike: the same cranks in random orders, the same accounts.

use crate::{
    Actor, UNIT, World,
    fixtures::{active, close, inheriting, pass, pass_with, payroll, spend},
    stateful::generate::Rng,
};
use anchor_lang::prelude::Address;
use coop::state::Action;
use solana_account::Account;
use solana_keypair::Keypair;
use solana_message::Instruction;
use std::collections::BTreeMap;

type Accounts = BTreeMap<Address, Option<Account>>;

/// A crank, who signs it, and how often it may be sent: of some only the first changes anything.
struct Crank {
    call: Instruction,
    signer: Option<Keypair>,
    done: bool,
    /// What passes before it, in seconds.
    wait: i64,
}

fn by(who: &Actor, call: Instruction) -> Crank {
    Crank { call, signer: Some(who.key.insecure_clone()), done: false, wait: 0 }
}

fn anyone(call: Instruction) -> Crank {
    Crank { call, signer: None, done: false, wait: 0 }
}

/// Sends the cranks in a random order, each until it has gone through; what cannot yet comes later.
fn run(world: &mut World, cranks: &mut [Crank], chance: &mut Rng) {
    for crank in cranks.iter_mut() {
        crank.done = false;
    }
    for _ in 0..2_000 {
        let left: Vec<usize> = (0..cranks.len()).filter(|i| !cranks[*i].done).collect();
        let Some(&i) = left.get(chance.below(left.len().max(1) as u64) as usize) else { return };
        let signers: Vec<&Keypair> = cranks[i].signer.iter().collect();
        cranks[i].done = world.send(&[cranks[i].call.clone()], &signers).is_ok();
    }
    panic!("some crank never goes through");
}

fn restore(world: &mut World, accounts: &Accounts) {
    for (address, account) in accounts {
        world.put(*address, account.clone().unwrap_or_default());
    }
}

/// The first bytes that differ.
fn differing(a: &Option<Account>, b: &Option<Account>) -> Option<usize> {
    let (a, b) = (&a.as_ref()?.data, &b.as_ref()?.data);
    a.iter().zip(b).position(|(a, b)| a != b)
}

/// Runs the cranks in so many orders; all end alike.
fn alike(
    world: &mut World,
    addresses: &[Address],
    cranks: &mut [Crank],
    last: &[Crank],
    orders: u64,
    seed: u64,
) {
    let (before, now) = (world.snapshot(addresses.iter().copied()), world.now());
    let mut first: Option<Accounts> = None;
    for order in 0..orders {
        restore(world, &before);
        world.set_time(now);
        run(world, cranks, &mut Rng(seed << 32 | order));
        for crank in last {
            world.pass(crank.wait);
            let signers: Vec<&Keypair> = crank.signer.iter().collect();
            world.send(std::slice::from_ref(&crank.call), &signers).expect("goes through in the end");
        }
        let after = world.snapshot(addresses.iter().copied());
        match &first {
            None => first = Some(after),
            Some(first) => {
                for address in addresses {
                    let what = || differing(&after[address], &first[address]);
                    assert!(
                        after[address] == first[address],
                        "world {seed}, order {order}: {address}: {:?}",
                        what()
                    );
                }
            }
        }
    }
}

/// Two have business of period 0 that nobody has settled, two of period 1, which is over: it is closed, everyone is
/// settled, and a mandate is drawn on meanwhile.
#[test]
fn order_of_strangers_is_indifferent() {
    for seed in 0..10 {
        let mut chance = Rng(1_000 + seed);
        let mut world = World::new();
        let g = active(&mut world, 4, 200 * UNIT);
        let site = g.coop.site;
        let people: Vec<&Actor> = g.coop.everyone().collect();
        let pay = |world: &mut World, who: &Actor, amount| {
            world.accepts(site.pay_coop(who, Some(site.member(&who.wallet())), amount), &[who]);
        };
        for who in &people {
            pay(&mut world, who, 1 + chance.below(99 * UNIT));
        }
        let action = payroll(&g.coop, world.now());
        let index = pass(&mut world, &g.coop, action);
        world.accepts(site.execute_mandate(&people[0].wallet(), index, 0), &[people[0]]);
        close(&mut world, &g.coop);
        for who in &people[..2] {
            world.accepts(site.settle_patronage(&who.wallet(), 0), &[]);
            pay(&mut world, who, 1 + chance.below(99 * UNIT));
        }
        if chance.below(2) == 0 {
            spend(&mut world, &site, 1 + chance.below(99 * UNIT), true);
        }
        if chance.below(2) == 0 {
            world.accepts(site.withdraw_shares(&people[0].wallet(), 33_333_333, 0), &[people[0]]);
        }
        if chance.below(2) == 0 {
            world.accepts(site.resign(&people[1].wallet()), &[people[1]]);
        }
        world.set_time(world.coop(&site.coop).period.ends());
        let (payer, holder) = (people[0], people[2]);
        // settling twice and closing twice is nobody's harm
        let mut cranks = vec![
            by(payer, site.close_period(&payer.wallet(), 1)),
            by(payer, site.close_period(&payer.wallet(), 1)),
            by(payer, site.close_period(&payer.wallet(), 0)),
            by(holder, site.draw_mandate(&holder.wallet(), 0, &holder.tokens, 3 * UNIT)),
        ];
        for (i, who) in people.iter().enumerate() {
            let number = u32::from(i < 2);
            for _ in 0..2 {
                cranks.push(anyone(site.settle_patronage(&who.wallet(), number)));
            }
        }
        let mut last: Vec<Crank> =
            people.iter().map(|who| by(who, site.claim_dividends(&who.wallet(), &who.tokens))).collect();
        // capital below a base unit that a settlement leaves is the reserve's from the next close on, whichever that is
        let wait = world.coop(&site.coop).period.length.get() as i64;
        last.push(Crank { wait, ..by(payer, site.close_period(&payer.wallet(), 2)) });
        let mut addresses =
            vec![site.coop, site.vault, site.period(0), site.period(1), site.period(2), site.mandate(0)];
        for who in &people {
            addresses.extend([who.tokens, site.member(&who.wallet())]);
        }
        alike(&mut world, &addresses, &mut cranks, &last, 25, seed);
    }
}

/// While dissolving anyone draws for anyone: the order changes nobody's part.
#[test]
fn order_of_draws_is_indifferent() {
    let mut world = World::new();
    let (coop, heir) = inheriting(&mut world);
    let site = coop.site;
    let index = pass_with(&mut world, &coop, Action::Dissolve, Some(heir.site.coop));
    let (who, number) = (&coop.founder, world.coop(&site.coop).period.number.get());
    world.accepts(site.dissolve(&who.wallet(), Some(index), Some(heir.site.coop), number), &[who]);
    let people: Vec<&Actor> = coop.everyone().collect();
    // a third of it is gone
    world.edit::<coop::state::Coop>(&site.coop, |c| {
        let gone = 222_222_221u64;
        c.books.fund -= gone;
        c.books.loss += gone;
    });
    let held = world.balance(&site.vault) - 222_222_221;
    world.patch(&site.vault, 64, &held.to_le_bytes());
    let mut cranks: Vec<Crank> = Vec::new();
    for who in &people {
        cranks.push(anyone(site.draw_capital(&who.wallet(), &who.tokens)));
        let number = world.member(&site.member(&who.wallet())).unsettled_period.get();
        cranks.push(anyone(site.settle_patronage(&who.wallet(), number)));
    }
    let mut addresses = vec![site.coop, site.vault];
    addresses.extend((0..=number).map(|closed| site.period(closed)));
    for who in &people {
        addresses.extend([who.tokens, site.member(&who.wallet())]);
    }
    alike(&mut world, &addresses, &mut cranks, &[], 50, 77);
    let coop = world.coop(&site.coop);
    assert!(coop.claims_paid.get() > 0 && coop.books.fund.get() < 10);
}
