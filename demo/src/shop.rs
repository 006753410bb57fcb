//! A food shop owned by those who buy in it: quarterly periods, retained capital, an investment, and one who leaves over
//! an amendment and is paid before it takes effect.

use crate::{
    attacks,
    life::{Life, Plan, all_yes},
    told::{Story, percent, tokens},
};
use coop::{
    error::CoopError,
    state::{Action, CharterTerms, Choice, PoolTerms, Purpose},
};
use coop_tests::{Actor, DAY, UNIT, call::Nth, charter, pool_terms};

const NAMES: [&str; 5] = ["Ines", "Jan", "Kira", "Lou", "Edda"];
const EDDA: usize = 4;
const STORE: u64 = 1_500 * UNIT;
/// What the wholesaler may draw in a quarter, in tokens.
const GOODS: u64 = 900;

/// Five quarters.
pub fn live(story: &mut Story) {
    story.chapter("5. Corner Food Shop: a co-op of those who buy");
    story.say("  A quarter is a period of 91 days. Half of every dividend is kept as capital.\n");
    let terms = terms();
    let life = story.gather(Plan {
        name: "Corner Food Shop",
        about: "We buy good food together, at what it costs, and share what is left over by what we bought.",
        id: 4,
        people: &NAMES,
        purse: 200_000 * UNIT,
        charter: terms,
        heir: None,
        terms: PoolTerms {
            min_raise: 5_000 * UNIT,
            max_raise: 10_000 * UNIT,
            min_use: 800 * UNIT,
            max_pledge: 3_000 * UNIT,
            stay: 366 * DAY as u32,
            ..pool_terms(story.world.now())
        },
    });
    for (who, amount) in [(0, 3_000), (1, 2_500), (2, 2_500), (3, 2_000), (4, 2_000)] {
        story.pledge(&life, who, amount, 400);
    }
    let ines = &life.people[0];
    let back = life.pool.withdraw_pledge(&ines.wallet(), &ines.tokens, 500 * UNIT);
    story.tell(
        &life.site,
        "Ines withdraws 500.00 of her pledge; until a named date everyone may.",
        &[back],
        &[&ines.key],
    );
    story.start(&life);
    let passer = story.world.actor("A passer-by", 100_000 * UNIT);
    let wholesaler = story.world.actor("The wholesaler", 0);

    story.section("Quarter 0: goods are bought and sold");
    supply(story, &life, &wholesaler);
    trade(story, &life, &passer, &wholesaler, GOODS, [500, 350, 300, 150, 200]);
    story.close(&life);

    story.section("Quarter 1: an investment is resolved, and an attack on the budget fails");
    let index = invest(story, &life, &passer);
    trade(story, &life, &passer, &wholesaler, GOODS, [450, 400, 300, 200, 250]);
    attacks::lift_the_budget(story, &life, 3, &passer);
    story.close(&life);

    story.section("Quarter 2: the cold store is bought, and a resolution lacks a quorum");
    let spend = life.site.execute_spend(index, &passer.tokens);
    let what = format!("The period has turned: anyone pays {} for the cold store.", tokens(STORE));
    story.tell(&life.site, &what, &[spend], &[]);
    story.clear(&life, 0, index);
    trade(story, &life, &passer, &wholesaler, GOODS, [500, 400, 350, 250, 250]);
    no_quorum(story, &life, &passer);
    story.close(&life);
    story.compare_use(&life);

    story.section("Quarter 3: Edda leaves over an amendment");
    trade(story, &life, &passer, &wholesaler, GOODS, [500, 400, 350, 250, 150]);
    let index = amend(story, &life);
    matured(story, &life);
    story.close(&life);
    left_in_time(story, &life, index);

    story.section("Quarter 4: the new charter");
    story.say("  There is less operating money, so the budget is smaller, and the wholesaler draws less.");
    trade(story, &life, &passer, &wholesaler, 750, [500, 450, 350, 300, 0]);
    attacks::twist_the_words(story, &life, 2, &passer);
    let second = story.world.actor("A second wallet", 0);
    attacks::seize_a_membership(story, &life, 3, &second);
    story.close(&life);
    story.pay_everyone(&life);
}

fn terms() -> CharterTerms {
    CharterTerms {
        period_length: 91 * DAY as u32,
        quorum_bps: 3_000,
        work_bps: 0,
        revolve_periods: 1,
        ..charter()
    }
}

/// The wholesaler has a mandate for goods.
fn supply(story: &mut Story, life: &Life, wholesaler: &Actor) {
    let until = story.world.now() + 700 * DAY;
    let goods = Action::Mandate { to: wholesaler.wallet(), per_period: GOODS * UNIT, until, work: false };
    let what = format!("to buy goods for {} a quarter", tokens(GOODS * UNIT));
    let index =
        story.resolve(life, 0, (&what, "One mandate, instead of a vote for every sack."), goods, &all_yes(5));
    story.timelock(life, index);
    let ines = &life.people[0];
    let call = life.site.execute_mandate(&ines.wallet(), index, 0);
    story.tell(&life.site, "The wholesaler has a mandate from now on.", &[call], &[&ines.key]);
    story.clear(life, 0, index);
}

/// What everyone buys in a quarter; a passer-by buys for 300.
fn trade(story: &mut Story, life: &Life, passer: &Actor, wholesaler: &Actor, goods: u64, bought: [u64; 5]) {
    for (i, amount) in bought.into_iter().enumerate().filter(|(_, amount)| *amount > 0) {
        story.buy(life, &life.people[i], Some(life.member(i)), amount);
    }
    story.buy(life, passer, None, 300);
    let call = life.site.draw_mandate(&wholesaler.wallet(), 0, &wholesaler.tokens, goods * UNIT);
    let what = format!("The wholesaler draws {} for goods.", tokens(goods * UNIT));
    story.tell(&life.site, &what, &[call], &[&wholesaler.key]);
}

/// An investment above the budget: it waits for the turn of the period.
fn invest(story: &mut Story, life: &Life, builder: &Actor) -> Nth {
    let store = Action::Spend { to: builder.wallet(), amount: STORE, purpose: Purpose::Investment };
    let what = format!("to buy a cold store for {}", tokens(STORE));
    let index = story.resolve(life, 0, (&what, "Half of the milk is lost in summer."), store, &all_yes(5));
    let spend = [life.site.execute_spend(index, &builder.tokens)];
    story.refused("The builder asks for the money at once.", CoopError::VotingNotOver, &spend, &[]);
    story.timelock(life, index);
    story.refused("The builder asks again after the timelock.", CoopError::AwaitsPeriodTurn, &spend, &[]);
    index
}

/// One ballot of five is too few.
fn no_quorum(story: &mut Story, life: &Life, payee: &Actor) {
    let sign = Action::Spend { to: payee.wallet(), amount: 100 * UNIT, purpose: Purpose::Expense };
    let index =
        story.resolve(life, 2, ("to spend 100.00 on a sign", "Nobody finds us."), sign, &[(2, Choice::Yes)]);
    story.timelock(life, index);
    let call = life.site.execute_spend(index, &payee.tokens);
    story.refused(
        "Someone carries it out, after one ballot of five electors.",
        CoopError::QuorumNotReached,
        &[call],
        &[],
    );
    story.clear(life, 2, index);
}

/// More of every dividend is to be kept as capital. Edda disagrees, leaves, and asks for her capital.
fn amend(story: &mut Story, life: &Life) -> Nth {
    let loose = Action::Amend {
        charter: CharterTerms { reserve_bps: 1_900, ..terms() },
        heir: Default::default(),
        statutes: None,
    };
    let ines = &life.people[0];
    let index = Nth::from(&story.world.member(&life.member(0)));
    let call = life.site.propose(&ines.wallet(), index, loose);
    let what = "Ines proposes a reserve of 19 % instead of 20 %.";
    story.refused(what, CoopError::ReserveLowered, &[call], &[&ines.key]);

    let retain = Action::Amend {
        charter: CharterTerms { cash_bps: 2_000, ..terms() },
        heir: Default::default(),
        statutes: None,
    };
    let says: Vec<_> = (0..4).map(|who| (who, Choice::Yes)).chain([(EDDA, Choice::No)]).collect();
    let index = story.resolve(
        life,
        0,
        (
            "to keep 80 % of dividends as capital instead of half",
            "We would not have to borrow for a second shop.",
        ),
        retain,
        &says,
    );
    let edda = &life.people[EDDA];
    let wallet = edda.wallet();
    let calls = [
        life.site.resign_with(&wallet, None, None, true, true),
        life.site.count_protest(&wallet, &wallet, index),
    ];
    story.tell(
        &life.site,
        "Edda leaves in protest, and asks back all her capital that does not have to stay.",
        &calls,
        &[&edda.key],
    );
    let member = story.world.member(&life.member(EDDA));
    let asked = tokens(member.asked.get());
    story.remark(format!(
        "She is paid for {asked} at the close of this period, at the price of everyone who leaves."
    ));
    let p = story.world.proposal(&life.site.proposal(index));
    let limit = percent(story.world.coop(&life.site.coop).charter.exodus_bps.get() as u64);
    story.remark(format!(
        "{} of {} electors left in protest; two or more, above {limit}, would end it.",
        p.protests, p.electors
    ));
    attacks::twist_the_vote(story, life, EDDA, index);
    story.timelock(life, index);
    let all = story.world.member(&life.member(EDDA)).matured.get();
    let calls = [life.site.release(&wallet, index, None), life.site.ask_back(&wallet, all, 0)];
    let what = "The amendment has passed without her: anyone releases Edda from the year that the pool's capital has to stay, and she asks for all of it.";
    story.tell(&life.site, what, &calls, &[&edda.key]);
    let call = [life.site.execute_amend(index, None)];
    let what = "Someone puts the amendment in force before the period has turned.";
    story.refused(what, CoopError::AwaitsPeriodTurn, &call, &[]);
    index
}

/// A staying member asks back a fifth of what has matured.
fn matured(story: &mut Story, life: &Life) {
    let ines = &life.people[0];
    let coop = story.world.coop(&life.site.coop);
    let mut member = story.world.member(&life.member(0));
    member.mature(coop.period.number.get(), coop.charter.revolve_periods);
    let rate = coop.charter.redemption_bps.get();
    let (held, most) = (member.matured.get(), member.capital(story.world.now()).askable(rate));
    let what = format!("Ines asks back {} of the {} that has matured.", tokens(most), tokens(held));
    let call = life.site.ask_back(&ines.wallet(), most, 0);
    story.tell(&life.site, &what, &[call], &[&ines.key]);
    story.remark(format!(
        "A member who stays may ask for {} of its matured capital in a period.",
        percent(rate as u64)
    ));
    let call = life.site.ask_back(&ines.wallet(), most + 1, 0);
    story.refused("Ines asks for one base unit more.", CoopError::MoreThanCanBeAsked, &[call], &[&ines.key]);
}

/// Edda has her money; only then the amendment is in force.
fn left_in_time(story: &mut Story, life: &Life, index: Nth) {
    let edda = &life.people[EDDA];
    let before = story.world.balance(&edda.tokens);
    let call = life.site.claim_dividends(&edda.wallet(), &edda.tokens);
    story.tell(&life.site, "Edda claims what she is owed.", &[call], &[&edda.key]);
    let paid = story.world.balance(&edda.tokens) - before;
    let member = story.world.member(&life.member(EDDA));
    assert_eq!(member.matured.get(), 0, "nothing of hers is left in the co-op");
    story.remark(format!("{} in all: dividends, and her capital at the price of the close.", tokens(paid)));
    let price = story.world.period(&life.site.period(3)).result.price_bps.get();
    let price = percent(price as u64);
    story.remark(format!(
        "The price was {price}: the rest of the capital was in the cold store, and not in the fund."
    ));
    story.remark("What she gave up is due to the reserve: those who stay do not profit from it.");
    assert_eq!(
        story.world.coop(&life.site.coop).charter.cash_bps,
        5_000,
        "the old terms were in force until now"
    );
    let call = life.site.execute_amend(index, None);
    story.tell(&life.site, "The period has turned: anyone puts the amendment in force.", &[call], &[]);
    story.remark(
        "The period that is open keeps the terms of money that it began with; the next has the new ones.",
    );
    story.clear(life, 0, index);
}
