//! A bakery owned by those who work in it: customers are not members, wages are drawn on mandates, and the surplus goes
//! to members by their pay.

use crate::{
    life::{Life, Plan, all_yes},
    told::{Story, tokens},
};
use coop::state::{Action, CharterTerms, Choice, PoolTerms, Purpose};
use coop_tests::{Actor, DAY, UNIT, call::Nth, charter, pool_terms};

const NAMES: [&str; 4] = ["Ada", "Ben", "Cleo", "Dario"];
/// Who draws wages on a mandate; Dario helps now and then, and is paid by resolution.
const STAFF: usize = 3;
const WAGE: u64 = 600 * UNIT;

/// A co-op of co-ops, more than a year old when the bakery is founded: its heir and its federation.
pub fn federation(story: &mut Story) -> Life {
    story.chapter("2. Valley Federation: a co-op of co-ops");
    let life = story.gather(Plan {
        name: "Valley Federation",
        about: "Co-operatives of the valley buy and save together.",
        id: 2,
        people: &["Lin", "Mo", "Noor"],
        purse: 5_000 * UNIT,
        charter: charter(),
        heir: None,
        terms: pool_terms(story.world.now()),
    });
    for who in 0..3 {
        story.pledge(&life, who, 200, 20);
    }
    story.start(&life);
    story.later(340);
    life
}

/// Five periods: three with a surplus, two with a loss.
pub fn live(story: &mut Story, federation: &Life) -> Life {
    story.chapter("3. Mill Street Bakery: a co-op of those who work");
    story.say(
        "  Customers are no members. The pot goes to work first, at most as much as was paid for work.\n",
    );
    let terms = CharterTerms { work_bps: 10_000, budget_bps: 2_500, ..charter() };
    let life = story.gather(Plan {
        name: "Mill Street Bakery",
        about: "We bake, and what is left over belongs to those who baked.",
        id: 3,
        people: &NAMES,
        purse: 5_000 * UNIT,
        charter: terms,
        heir: Some(federation.site.coop),
        terms: PoolTerms {
            min_raise: 6_000 * UNIT,
            max_raise: 8_000 * UNIT,
            min_use: 1_500 * UNIT,
            max_pledge: 2_500 * UNIT,
            ..pool_terms(story.world.now())
        },
    });
    story.say("  Turnover is pay for work here: who promises it promises to work for that much.");
    for (who, used) in [(0, 600), (1, 600), (2, 600), (3, 100)] {
        story.pledge(&life, who, 2_000, used);
    }
    story.start(&life);
    let customer = story.world.actor("A row of customers", 100_000 * UNIT);

    story.section("Period 0: mandates for wages");
    mandates(story, &life);
    customers(story, &life, &customer, &[1_400, 1_800]);
    wages(story, &life, WAGE);
    story.close(&life);

    story.section("Period 1: a helper is paid, and the bakery joins the federation");
    let helper = help(story, &life);
    let join = Action::JoinFederation { federation: federation.site.coop };
    let joining = story.resolve(
        &life,
        0,
        ("to join Valley Federation", "Together we buy flour for less, and nobody is alone in a bad year."),
        join,
        &all_yes(4),
    );
    customers(story, &life, &customer, &[2_000, 2_200]);
    story.timelock(&life, joining);
    story.tell(
        &life.site,
        "Anyone carries it out: the bakery asks to be accepted.",
        &[life.site.execute_join_federation(joining)],
        &[],
    );
    story.clear(&life, 0, joining);
    pay_help(story, &life, helper);
    wages(story, &life, WAGE);
    accept(story, &life, federation);
    let since = story.world.coop(&life.site.coop).federation_since.get();
    story.world.set_time(since.max(story.world.now()));
    story.say("  The federation has a part of the periods that begin once the time to accept is over, none of this one.");
    story.close(&life);

    story.section("Period 2: the first one in the federation");
    customers(story, &life, &customer, &[2_300]);
    story.later(20);
    wages(story, &life, WAGE);
    story.close(&life);
    remit(story, &life, federation);
    story.pay_everyone(&life);

    story.section("Period 3: too few customers");
    customers(story, &life, &customer, &[700]);
    story.later(20);
    wages(story, &life, WAGE);
    story.close(&life);
    story.say("  The periods of the promise have closed: everyone's is compared with the work done.");
    story.compare_use(&life);
    life
}

/// Each baker proposes its own wage: an ordinary resolution, as the budget has room for it.
fn mandates(story: &mut Story, life: &Life) {
    let until = story.world.now() + 300 * DAY;
    let mut resolved = Vec::new();
    for who in 0..STAFF {
        let to = life.people[who].wallet();
        let wage = Action::Mandate { to, per_period: WAGE, until, work: true };
        let what = format!("wages of {} a period", tokens(WAGE));
        let why = "Who bakes every night is paid every month, without asking again.";
        resolved.push(story.resolve(life, who, (&what, why), wage, &all_yes(4)));
    }
    story.timelock(life, resolved[STAFF - 1]);
    for (who, index) in resolved.into_iter().enumerate() {
        let baker = &life.people[who];
        let call = life.site.execute_mandate(&baker.wallet(), index, who as u32);
        let what = format!("{} has a mandate for wages from now on.", baker.name);
        story.tell(&life.site, &what, &[call], &[&baker.key]);
        story.clear(life, who, index);
    }
}

/// Bread is sold.
pub fn customers(story: &mut Story, life: &Life, customer: &Actor, sales: &[u64]) {
    for sale in sales {
        story.buy(life, customer, None, *sale);
    }
}

/// Everyone with a mandate draws so much.
pub fn wages(story: &mut Story, life: &Life, wage: u64) {
    for (i, who) in life.people.iter().take(STAFF).enumerate() {
        let wallet = who.wallet();
        let worker = Some(life.member(i));
        let call = life.site.draw_mandate_for(&wallet, i as u32, &who.tokens, wage, worker);
        let what = format!("{} draws {} in wages.", who.name, tokens(wage));
        story.tell(&life.site, &what, &[call], &[&who.key]);
    }
}

/// Pay for work by resolution: of Dario, who is a member, and of Nils, who is none.
fn help(story: &mut Story, life: &Life) -> [(Nth, usize, Actor); 2] {
    let dario = &life.people[3];
    let again = Actor { name: dario.name.clone(), key: dario.key.insecure_clone(), tokens: dario.tokens };
    let nils = story.world.actor("Nils", 0);
    [(1, again), (2, nils)].map(|(proposer, worker)| {
        let pay = Action::Spend { to: worker.wallet(), amount: 70 * UNIT, purpose: Purpose::Work };
        let member = if proposer == 1 { "" } else { ", who is no member" };
        let what = format!("to pay 70.00 for the work of {}{member}", worker.name);
        let why = "Before the feast days we could not have done it alone.";
        let index = story.resolve(life, proposer, (&what, why), pay, &all_yes(4));
        (index, proposer, worker)
    })
}

fn pay_help(story: &mut Story, life: &Life, helpers: [(Nth, usize, Actor); 2]) {
    for (index, proposer, worker) in helpers {
        let member = (proposer == 1).then(|| life.member(3));
        let call = life.site.execute_spend_for(index, &worker.tokens, member);
        let what = format!("Anyone pays {} for work, as resolved.", worker.name);
        story.tell(&life.site, &what, &[call], &[]);
        story.clear(life, proposer, index);
    }
}

/// The federation accepts the bakery by a resolution of its own.
fn accept(story: &mut Story, life: &Life, federation: &Life) {
    let larger = &federation.site;
    let accept = Action::AcceptFederation { joining: life.site.coop };
    let says = [(0, Choice::Yes), (1, Choice::Yes), (2, Choice::No)];
    let index = story.resolve(
        federation,
        0,
        ("that the federation accepts the bakery", "It has worked for two months as we do."),
        accept,
        &says,
    );
    story.timelock(federation, index);
    let call = larger.execute_accept_federation(index, &life.site.coop);
    story.tell(larger, "Anyone carries it out: the bakery is in the federation.", &[call], &[]);
}

/// What is due to the federation comes to its reserve.
fn remit(story: &mut Story, life: &Life, federation: &Life) {
    let due = story.world.coop(&life.site.coop).books.federation_due.get();
    let before = story.world.coop(&federation.site.coop).books.reserve.get();
    assert!(due > 0, "a part of solidarity is due to the federation");
    let what = format!("Anyone remits {} to the federation, which is half of the solidarity.", tokens(due));
    story.tell(&life.site, &what, &[life.site.remit_solidarity(&federation.site.coop)], &[]);
    let after = story.world.coop(&federation.site.coop).books.reserve.get();
    assert_eq!(after - before, due, "the federation has its due");
    story.balance(&federation.site);
}
