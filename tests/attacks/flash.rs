//! What comes in and goes out in one transaction changes nothing: random bundles of two members who own a service, of up
//! to eight instructions, on random books, compared with the same books without them.

use crate::{
    Actor, CoopSite, UNIT, World,
    fixtures::{Gathering, close, spend},
    patronage::{seasoned, settle_everyone},
    stateful::generate::Rng,
};
use anchor_lang::prelude::Address;
use coop::state::{Coop, Member, Standing};
use coop_math::patronage::books::Price;
use solana_account::Account;
use solana_instruction_error::InstructionError;
use solana_keypair::Keypair;
use solana_message::Instruction;
use solana_transaction_error::TransactionError;
use std::collections::BTreeMap;

const WORLDS: u64 = 25;
const BUNDLES_EACH: u64 = 80;
/// Divisions round: a few of them a settlement, each by less than a base unit.
const DUST: u64 = 8;

/// From dust to a fortune.
fn amount_of(chance: &mut Rng) -> u64 {
    let magnitude = [1, 1_000, UNIT, 100 * UNIT, 10_000 * UNIT][chance.upto(5)];
    1 + chance.below(magnitude)
}

/// The books before a bundle, and who does it: the first two members; the others are the rest.
struct Stage {
    world: World,
    g: Gathering,
    payout: Address,
    before: BTreeMap<Address, Option<Account>>,
}

fn stage(chance: &mut Rng) -> Stage {
    let mut world = World::new();
    let g = seasoned(&mut world, 4, 200 * UNIT);
    let site = g.coop.site;
    let own = &g.coop.founder;
    let (wallet, payout) = (own.wallet(), world.token_account(&own.wallet(), 0));
    let provider_bps = chance.below(10_001) as u16;
    world.edit::<Coop>(&site.coop, |c| c.charter.provider_bps = provider_bps.into());
    let member = Some(site.member(&wallet));
    let call = site.register_service_of(&wallet, &wallet, member, 0, &payout, "own", (300, 0));
    world.accepts(call, &[own]);
    for who in g.coop.everyone() {
        world.edit::<Member>(&site.member(&who.wallet()), |m| m.bonded = 0.into());
    }
    // a period of business that may leave patronage, a loss, an investment
    let stranger = world.actor("stranger", 1_000_000 * UNIT);
    let people: Vec<&Actor> = g.coop.everyone().collect();
    for last in [false, true] {
        for who in &people {
            if chance.below(2) == 0 {
                let call = site.pay_coop(who, Some(site.member(&who.wallet())), chance.below(200 * UNIT) + 1);
                world.accepts(call, &[who]);
            }
        }
        if chance.below(3) == 0 {
            world.accepts(site.pay_coop(&stranger, None, chance.below(300 * UNIT) + 1), &[&stranger]);
        }
        let operating = world.coop(&site.coop).operating();
        if chance.below(2) == 0 {
            spend(&mut world, &site, chance.below(operating / 2) + 1, false);
        }
        world.pass(chance.below(20 * 86_400) as i64);
        let fund = world.coop(&site.coop).books.fund.get();
        if chance.below(2) == 0 && fund > 1 {
            spend(&mut world, &site, chance.below(fund / 2) + 1, true);
        }
        if !last {
            let number = close(&mut world, &g.coop);
            settle_everyone(&mut world, &g.coop, number);
        }
    }
    // somebody asks for capital back
    if chance.below(2) == 0 {
        let who = people[2 + chance.below(2) as usize];
        let _ = world.attempt(site.withdraw_shares(&who.wallet(), 50 * UNIT, 0), &[who]);
    }
    if chance.below(2) == 0 {
        let _ = world.attempt(site.withdraw_shares(&people[1].wallet(), 50 * UNIT, 0), &[people[1]]);
    }
    // often at the period's end: there the base of everything is renewed
    if chance.below(3) > 0 {
        let ends = world.coop(&site.coop).period.ends();
        world.set_time(ends + chance.below(2) as i64 * 86_400);
    }
    let number = world.coop(&site.coop).period.number.get();
    let mut addresses = vec![site.coop, site.vault, site.service(0), payout, site.period(number)];
    addresses.extend((0..number).map(|closed| site.period(closed)));
    for who in &people {
        addresses.extend([who.wallet(), who.tokens, site.member(&who.wallet())]);
    }
    let before = world.snapshot(addresses);
    Stage { world, g, payout, before }
}

/// What is looked at after a bundle, everyone being settled.
struct View {
    coop: Coop,
    members: Vec<Member>,
    tokens: u64,
    /// By the last close.
    retained: u64,
}

impl View {
    /// Owed to a member in cash, interest that it has not drawn included.
    fn cash(&self, i: usize) -> u64 {
        let m = &self.members[i];
        let per_share = self.coop.interest_per_share.get() - m.interest_checkpoint.get();
        let shares = if m.is(Standing::Member) { m.shares.get() - m.shares_new.get() } else { 0 };
        m.dividends.get() + coop_math::fixed::q64_floor(per_share, shares)
    }

    fn paid_in(&self, i: usize) -> u64 {
        let m = &self.members[i];
        m.shares.get() + m.withdrawn.get() + m.matured.get()
    }

    fn capital(&self, i: usize) -> u64 {
        self.paid_in(i) + self.members[i].vintages_total()
    }
}

/// A bundle, what it pays in as capital, and what in all.
struct Bundle {
    calls: Vec<Instruction>,
    capital: Vec<u64>,
    paid: Vec<u64>,
}

impl Stage {
    fn site(&self) -> CoopSite {
        self.g.coop.site
    }

    fn restore(&mut self) {
        for (address, account) in &self.before {
            self.world.put(*address, account.clone().unwrap_or_default());
        }
    }

    fn number(&self) -> u32 {
        self.world.coop(&self.site().coop).period.number.get()
    }

    fn bundle(&self, chance: &mut Rng) -> Bundle {
        let (site, people) = (self.site(), self.g.coop.everyone().collect::<Vec<_>>());
        let number = self.number();
        let mut bundle = Bundle { calls: Vec::new(), capital: Vec::new(), paid: Vec::new() };
        for _ in 0..=chance.below(8) {
            let who = people[chance.below(2) as usize];
            let (wallet, amount) = (who.wallet(), amount_of(chance));
            let member = site.member(&wallet);
            let own = Some(site.member(&people[0].wallet()));
            let (call, capital, paid) = match chance.below(12) {
                0 | 1 => (site.subscribe(who, amount), amount, amount),
                2 => (site.pay_coop(who, Some(member), amount), 0, amount),
                3 => {
                    let amount = amount.min(100_000 * UNIT);
                    let most = u64::MAX;
                    let buyer = Some(member);
                    let call = site.pay_service_for(who, buyer, own, 0, &self.payout, amount, most);
                    (call, 0, (amount * 300).div_ceil(10_000))
                }
                4 => (site.ask_back(&wallet, chance.below(2) * amount, 0), 0, 0),
                5 => (site.withdraw_shares(&wallet, amount, 0), 0, 0),
                6 => (site.resign_with(&wallet, None, None, chance.below(2) == 0, false), 0, 0),
                7 | 8 => (site.close_period(&wallet, number), 0, 0),
                9 => {
                    let of = people[chance.below(4) as usize];
                    (site.settle_patronage(&of.wallet(), number - chance.below(2) as u32), 0, 0)
                }
                10 => (site.claim_dividends(&wallet, &who.tokens), 0, 0),
                _ => (site.settle_patronage(&wallet, number), 0, 0),
            };
            bundle.calls.push(call);
            bundle.capital.push(capital);
            bundle.paid.push(paid);
        }
        bundle
    }

    /// Sends what goes through of a bundle, in one transaction.
    fn send(&mut self, bundle: &mut Bundle) {
        let keys: Vec<Keypair> = self.g.coop.everyone().take(2).map(|who| who.key.insecure_clone()).collect();
        let keys: Vec<&Keypair> = keys.iter().collect();
        while !bundle.calls.is_empty() {
            match self.world.send(&bundle.calls, &keys) {
                Ok(_) => return,
                Err(refusal) => {
                    let TransactionError::InstructionError(i, ref why) = refusal.error else {
                        panic!("{refusal:#?}")
                    };
                    assert!(!matches!(why, InstructionError::ProgramFailedToComplete), "{refusal:#?}");
                    bundle.calls.remove(i as usize);
                    bundle.capital.remove(i as usize);
                    bundle.paid.remove(i as usize);
                }
            }
        }
    }

    /// Settles everyone and looks.
    fn view(&mut self) -> View {
        let (site, wallets) = (self.site(), self.g.coop.everyone().map(Actor::wallet).collect::<Vec<_>>());
        for number in self.number().saturating_sub(1)..self.number() {
            for wallet in &wallets {
                self.world.accepts(site.settle_patronage(wallet, number), &[]);
            }
        }
        let coop = self.world.coop(&site.coop);
        assert_eq!(self.world.balance(&site.vault), coop.cash());
        assert!(coop.books.numbers().invariant());
        View {
            members: wallets.iter().map(|wallet| self.world.member(&site.member(wallet))).collect(),
            tokens: self.world.balance(&self.payout)
                + self.g.coop.everyone().take(2).map(|who| self.world.balance(&who.tokens)).sum::<u64>(),
            retained: self
                .number()
                .checked_sub(1)
                .map_or(0, |last| self.world.period(&site.period(last)).result.retained.get()),
            coop,
        }
    }
}

#[test]
fn flash_changes_nothing() {
    let (mut sent, mut closes, mut largest) = (0u64, 0u64, 0u64);
    for seed in 0..WORLDS {
        let mut chance = Rng(seed);
        let mut stage = stage(&mut chance);
        let number = stage.number();
        for nth in 0..BUNDLES_EACH {
            stage.restore();
            let mut bundle = stage.bundle(&mut chance);
            stage.send(&mut bundle);
            let closed = stage.number() > number;
            let with = stage.view();
            stage.restore();
            if closed {
                let who = &stage.g.coop.founder;
                let call = stage.g.coop.site.close_period(&who.wallet(), number);
                stage.world.accepts(call, &[who]);
            }
            let without = stage.view();
            let capital: u64 = bundle.capital.iter().sum();
            compare(
                &with,
                &without,
                capital,
                bundle.paid.iter().sum(),
                &format!("world {seed}, bundle {nth}"),
            );
            sent += !bundle.calls.is_empty() as u64;
            closes += closed as u64;
            largest = largest.max(bundle.calls.len() as u64);
        }
    }
    assert!(sent > 1_500 && closes > 200 && largest == 8, "{sent} {closes} {largest}");
}

fn compare(with: &View, without: &View, capital: u64, paid: u64, what: &str) {
    // the others have what they would have, or more
    for i in 2..4 {
        let (a, b) = (
            with.cash(i) + with.members[i].vintages_total(),
            without.cash(i) + without.members[i].vintages_total(),
        );
        assert!(a + DUST >= b, "{what}: others' claims {a} < {b}");
        assert!(with.paid_in(i) >= without.paid_in(i), "{what}: others' capital");
        assert_eq!(with.members[i].asked, without.members[i].asked, "{what}");
        assert_eq!(with.members[i].is_elector(), without.members[i].is_elector(), "{what}");
    }
    // the price for others and for newcomers is as it would be, or better
    let (a, b) = (with.coop.books.numbers().price(), without.coop.books.numbers().price());
    // who resigns is paid in cash what would have been retained, and backed in full: that is left out
    let retained = without.retained.saturating_sub(with.retained);
    let a = Price { numerator: a.numerator + retained, denominator: a.denominator + retained };
    let (new, old) =
        (a.numerator as u128 * b.denominator as u128, b.numerator as u128 * a.denominator as u128);
    let slack = DUST as u128 * a.denominator.max(b.denominator) as u128;
    assert!(new + slack >= old, "{what}: {a:?} below {b:?}");
    // the budget counts what was paid in and stays, and nothing else but what a close retains for members where the
    // interest of one who resigned has lapsed
    let more = with.retained.saturating_sub(without.retained);
    let bps = without.coop.charter.budget_bps.get() as u64;
    let (a, b) = (with.coop.budget().capacity, without.coop.budget().capacity);
    assert!(a <= b + (paid + more + DUST) * bps / 10_000 + 1, "{what}: budget {a} above {b}, {paid} paid");
    // what was paid in as capital is still there
    let held: u64 = (0..2).map(|i| with.capital(i)).sum();
    let least: u64 = (0..2).map(|i| without.paid_in(i)).sum::<u64>() + capital;
    assert!(held >= least, "{what}: capital {held} of {least}");
    // and nobody is richer by it
    let rich = |view: &View| view.tokens + (0..2).map(|i| view.cash(i) + view.capital(i)).sum::<u64>();
    assert!(rich(with) <= rich(without) + DUST, "{what}: {} above {}", rich(with), rich(without));
    // gates: nobody but who resigned is missing
    let gone = (0..2).filter(|i| !with.members[*i].is(Standing::Member)).count() as u32;
    assert_eq!(with.coop.members.get() + gone, without.coop.members.get(), "{what}");
    assert_eq!(with.coop.electors.get() + gone, without.coop.electors.get(), "{what}");
    assert_eq!(with.coop.budget_full, without.coop.budget_full, "{what}");
    assert_eq!(with.coop.closed_until, without.coop.closed_until, "{what}");
}
