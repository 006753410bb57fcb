//! A drivers' co-op: passengers pay drivers through it, and drivers earn its surplus by the fees of their rides.

use crate::{
    attacks,
    life::{Life, Plan, all_yes},
    told::{Story, percent, tokens},
};
use anchor_lang::prelude::Address;
use coop::{
    error::CoopError,
    state::{Action, CharterTerms, PoolTerms, Purpose},
};
use coop_tests::{Actor, DAY, UNIT, call::Nth, charter, pool_terms};
use solana_message::Instruction;

const NAMES: [&str; 4] = ["Berta", "Carlos", "Dina", "Emil"];
const CARLOS: usize = 1;
/// The fare of the ride that Carlos sells to himself.
const OWN_RIDE: u64 = 1_000 * UNIT;

/// The drivers' life, and once more without the ride that Carlos sold to himself.
pub fn tell(story: &mut Story) {
    let with = live(story, true);
    let without = live(&mut Story::quiet(), false);
    story.section("What the ride with himself was worth");
    story.say("  The same months are lived again, step by step, without that ride.");
    story.remark(format!("Carlos owns {} in cash and capital after the life with it,", tokens(with)));
    story.remark(format!("and {} after the life without it.", tokens(without)));
    assert!(with < without, "trading with oneself never pays");
    let (lost, fee) = (without - with, OWN_RIDE * 15 / 100);
    story.remark(format!(
        "Of the fee of {}, {} never came back to him: the attack fails.",
        tokens(fee),
        tokens(lost)
    ));
    story.remark("The reserve takes its part of every surplus, and the others have their part of the rest.");
}

/// Three periods. What Carlos owns in the end.
fn live(story: &mut Story, own_ride: bool) -> u64 {
    story.chapter("1. Harbour Drivers: a co-op of those who provide");
    story.say("  The co-op takes 15 % of every fare. All units of a fee count for the driver.\n");
    let terms = CharterTerms {
        provider_bps: 10_000,
        take_rate_bps: 1_500,
        take_rate_ceiling_bps: 2_000,
        reserve_bps: 1_000,
        cash_bps: 8_000,
        work_bps: 0,
        ..charter()
    };
    let life = story.gather(Plan {
        name: "Harbour Drivers",
        about: "Those who drive own the dispatch.",
        id: 1,
        people: &NAMES,
        purse: 5_000 * UNIT,
        charter: terms,
        heir: None,
        terms: PoolTerms { min_raise: 600 * UNIT, max_use: 5_000 * UNIT, ..pool_terms(story.world.now()) },
    });
    for (who, amount, used) in [(0, 250, 1_000), (1, 250, 1_000), (2, 300, 1_000), (3, 200, 1_500)] {
        story.pledge(&life, who, amount, used);
    }
    story.later(21);
    attacks::fake_the_gates(story, &life, CARLOS);
    story.later(10);
    story.begin(&life);
    let passengers = story.world.actor("Passengers", 50_000 * UNIT);
    let otto = story.world.actor("Otto", 0);
    services(story, &life, &otto);
    let harbour = Harbour { life, passengers, otto };
    let life = &harbour.life;

    story.section("Period 0: rides, and a resolution");
    let line = story.world.actor("The dispatch line", 0);
    let index = dispatch(story, life, &line);
    rides(story, &harbour, [1_200, 800, 1_000, 400, 300]);
    story.timelock(life, index);
    let spend = life.site.execute_spend(index, &line.tokens);
    story.tell(&life.site, "Anyone pays for the dispatch line, as resolved.", &[spend], &[]);
    story.clear(life, 0, index);
    story.close(life);

    story.section("Period 1: rides, and an attack: a mandate without a limit");
    unlimited_mandate(story, life);
    rides(story, &harbour, [900, 1_100, 1_000, 300, 300]);
    story.close(life);
    story.pay_everyone(life);

    story.section("Period 2: rides, and an attack: a ride with oneself");
    rides(story, &harbour, [1_000, 1_000, 1_000, 500, 300]);
    let carlos = &life.people[CARLOS];
    let second = story.world.token_account(&carlos.wallet(), 2_000 * UNIT);
    if own_ride {
        let payer = Actor { name: carlos.name.clone(), key: carlos.key.insecure_clone(), tokens: second };
        let what = format!("Carlos pays himself {} for a ride in his own car.", tokens(OWN_RIDE));
        let call = harbour.fare(&payer, Some(life.member(CARLOS)), CARLOS, OWN_RIDE);
        story.tell(&life.site, &what, &[call], &[&payer.key]);
    }
    story.close(life);
    story.compare_use(life);
    story.pay_everyone(life);
    story.wealth(life, CARLOS, &[life.people[CARLOS].tokens, second])
}

/// The co-op, those who are driven, and a driver who is no member.
struct Harbour {
    life: Life,
    passengers: Actor,
    otto: Actor,
}

impl Harbour {
    /// The payment of a fare: the co-op takes its fee of it. The driver after the last member is Otto.
    fn fare(&self, payer: &Actor, buyer: Option<Address>, driver: usize, fare: u64) -> Instruction {
        let (payout, provider) = match self.life.people.get(driver) {
            Some(who) => (who.tokens, Some(self.life.member(driver))),
            None => (self.otto.tokens, None),
        };
        self.life.site.pay_service_for(payer, buyer, provider, driver as u32, &payout, fare, fare)
    }
}

/// Every driver registers its car; Otto, who is no member, registers his too.
fn services(story: &mut Story, life: &Life, otto: &Actor) {
    let people =
        life.people.iter().map(|who| (who, Some(life.site.member(&who.wallet())))).chain([(otto, None)]);
    for (index, (who, provider)) in (0..).zip(people) {
        let by = who.wallet();
        let name = format!("Rides with {}", who.name);
        let call =
            life.site.register_service_of(&by, &by, provider, index, &who.tokens, &name, (1_500, 10_000));
        let member = if provider.is_some() { "" } else { ", who is no member," };
        let what = format!("{}{member} registers a car; 15 % is promised for two years.", who.name);
        story.tell(&life.site, &what, &[call], &[&who.key]);
    }
}

/// A month of rides with each driver, Otto last. Passengers are no members.
fn rides(story: &mut Story, harbour: &Harbour, fares: [u64; 5]) {
    for (driver, fare) in fares.into_iter().enumerate() {
        let name = harbour.life.people.get(driver).map_or(&harbour.otto.name, |who| &who.name);
        let what = format!("Passengers pay {name} {}.", tokens(fare * UNIT));
        let call = harbour.fare(&harbour.passengers, None, driver, fare * UNIT);
        story.tell(&harbour.life.site, &what, &[call], &[&harbour.passengers.key]);
    }
}

/// An ordinary spend within the budget.
fn dispatch(story: &mut Story, life: &Life, line: &Actor) -> Nth {
    let spend = Action::Spend { to: line.wallet(), amount: 90 * UNIT, purpose: Purpose::Expense };
    let what = "to spend 90.00 on the dispatch line";
    story.resolve(life, 0, (what, "Passengers call, and nobody answers after ten."), spend, &all_yes(4))
}

/// Attack 17: whoever holds a mandate of 2⁶⁴ − 1 could take newcomers' money in the second it arrives.
fn unlimited_mandate(story: &mut Story, life: &Life) {
    let carlos = &life.people[CARLOS];
    let wallet = carlos.wallet();
    let coop = story.world.coop(&life.site.coop);
    let until = story.world.now() + 365 * DAY;
    let mandate = |per_period| Action::Mandate { to: wallet, per_period, until, work: false };
    let index = Nth::from(&story.world.member(&life.member(CARLOS)));
    let call = life.site.propose(&wallet, index, mandate(u64::MAX));
    let what = "Carlos proposes that he may draw 2^64 - 1 base units a period.";
    story.refused(what, CoopError::MoreThanOperating, &[call], &[&carlos.key]);
    let all = coop.operating().min(coop.period.operating_at_start.get());
    let call = life.site.propose(&wallet, index, mandate(all));
    let what =
        format!("Carlos proposes that he may draw {}, all that has been there for a period.", tokens(all));
    story.tell(&life.site, &what, &[call], &[&carlos.key]);
    let p = story.world.proposal(&life.site.proposal(index));
    assert_eq!((p.special, p.weighty), (1, 1));
    let budget = percent(coop.charter.budget_bps.get() as u64);
    story.remark(format!(
        "It is more than {budget} of operating money: a special resolution, which waits for the turn"
    ));
    story.remark("of a period, so that everyone who disagrees is paid first. Nobody votes for it.");
}
