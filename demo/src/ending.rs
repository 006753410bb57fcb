//! Two ends: a pool that fails and gives everything back, and a co-op that dissolves into its federation.

use crate::{
    bakery::wages,
    life::{Life, Plan, all_yes},
    told::{Story, tokens},
};
use coop::{error::CoopError, state::Action};
use coop_tests::{UNIT, charter, pool_terms};

/// The bakery resolves to end in a period without customers, with a loss on its books. Its members are paid in any order,
/// each the same part of its claim.
pub fn dissolve(story: &mut Story, life: &Life, heir: &Life) {
    story.chapter("4. The end of Mill Street Bakery");
    let (site, larger) = (&life.site, &heir.site);
    let index = story.resolve(
        life,
        0,
        (
            "to dissolve the bakery into its heir, Valley Federation",
            "The customers are gone, and every week that we wait costs what is still there.",
        ),
        Action::Dissolve,
        &all_yes(4),
    );
    wages(story, life, 100 * UNIT);
    story.timelock(life, index);
    story.close(life);
    story.pay_everyone(life);
    let before = held(story, life, heir);

    let crank = &life.people[0];
    let period = story.world.coop(&site.coop).period.number.get();
    let call = site.dissolve(&crank.wallet(), Some(index), Some(larger.coop), period);
    story.tell(site, "Anyone begins the end; the open period closes.", &[call], &[&crank.key]);
    let coop = story.world.coop(&site.coop);
    let (there, claims) = (tokens(coop.operating()), tokens(coop.claims.get()));
    story.remark(format!(
        "There are {there} for claims of {claims}. Whoever comes first gets the same part as the last."
    ));

    let mut parts = Vec::new();
    for who in [3, 1, 0, 2] {
        parts.push(draw(story, life, who));
    }
    assert!(parts.iter().max().unwrap() - parts.iter().min().unwrap() <= 1, "everyone gets the same part");
    let call = site.finish_dissolution(Some(larger.coop), Some(larger.coop));
    let what = "Someone passes the reserve on at once.";
    story.refused(what, CoopError::TooEarlyToFinish, std::slice::from_ref(&call), &[]);
    story.later(180);
    let reserve = story.world.coop(&site.coop).books.reserve.get();
    let what = format!("Anyone passes the reserve of {}, and solidarity, to the heir.", tokens(reserve));
    story.tell(site, &what, &[call], &[]);
    assert_eq!(story.world.coop(&site.coop).books.reserve.get(), 0, "the reserve has passed on");
    assert_eq!(held(story, life, heir), before, "every unit is accounted for");
    story
        .say(format!("  {} are in both vaults and with everyone, before and after the end.", tokens(before)));
    story.say(story.sheet(larger).print());
}

/// Pays one member its part. What it gets of a million of claim.
fn draw(story: &mut Story, life: &Life, who: usize) -> u64 {
    let member = story.world.member(&life.member(who));
    let claim = member.shares.get() + member.withdrawn.get() + member.matured.get() + member.vintages_total();
    let who = &life.people[who];
    let (held, before) = (story.world.balance(&who.tokens), story.units);
    let call = life.site.draw_capital(&who.wallet(), &who.tokens);
    story.act("Anyone pays a claim.", &[call], &[]);
    let paid = story.world.balance(&who.tokens) - held;
    let part = (paid as u128 * 1_000_000 / claim as u128) as u64;
    let percent = format!("{}.{:04} %", part / 10_000, part % 10_000);
    let what =
        format!("Anyone pays {} {} for a claim of {}: {percent}.", who.name, tokens(paid), tokens(claim));
    story.done(&life.site, &what, before);
    part
}

/// What the vaults and everyone's accounts hold together.
fn held(story: &Story, life: &Life, heir: &Life) -> u64 {
    let people = life.people.iter().chain(&heir.people).map(|who| who.tokens);
    let accounts = people.chain([life.site.vault, heir.site.vault]);
    accounts.map(|account| story.world.balance(&account)).sum()
}

/// A pool misses a gate; everyone gets every unit back, and the accounts close.
pub fn failed_pool(story: &mut Story) {
    story.chapter("6. Harbour Bikes: a co-op that never starts");
    let life = story.gather(Plan {
        name: "Harbour Bikes",
        about: "Bikes for everyone at the harbour.",
        id: 6,
        people: &["Ilse", "Jon", "Kaya"],
        purse: 5_000 * UNIT,
        charter: charter(),
        heir: None,
        terms: pool_terms(story.world.now()),
    });
    let site = &life.site;
    story.pledge(&life, 0, 200, 40);
    story.pledge(&life, 1, 150, 20);
    story.later(31);
    let what = "Anyone settles the pool: two people pledged and three are needed, so it fails.";
    story.tell(site, what, &[life.pool.settle_pool()], &[]);
    for who in &life.people[..2] {
        let wallet = who.wallet();
        let calls =
            [life.pool.refund_pledge(&wallet, &who.tokens), life.pool.reclaim_pledge(&wallet, &wallet)];
        story.tell(site, &format!("Anyone gives the pledge of {} back, to the unit.", who.name), &calls, &[]);
    }
    let founder = life.people[0].wallet();
    story.act("The pool's accounts close.", &[life.pool.reclaim_pool(&founder)], &[]);
    for (i, newcomer) in life.people.iter().enumerate().skip(1) {
        for voucher in life.people[..i].iter().rev().take(2) {
            let by = voucher.wallet();
            story.act("A vouch closes.", &[site.reclaim_vouch(&by, &newcomer.wallet(), &by)], &[]);
        }
    }
    for who in &life.people {
        let wallet = who.wallet();
        story.act("A member resigns.", &[site.resign(&wallet)], &[&who.key]);
    }
    for who in &life.people {
        let wallet = who.wallet();
        story.act(
            "Anyone closes its account: nobody is left who could take it in again.",
            &[site.reclaim_member(&wallet, &wallet)],
            &[],
        );
    }
    story.say("  Everyone resigns, and the accounts of the pool, of vouches and of memberships are closed.");
    story.tell(
        site,
        "Anyone closes the co-op; a small tombstone keeps its address.",
        &[site.reclaim_coop()],
        &[],
    );
    for who in &life.people {
        let has = story.world.balance(&who.tokens);
        assert_eq!(has, 5_000 * UNIT, "every unit came back");
        story.say(format!("  {} had {} and has {}.", who.name, tokens(5_000 * UNIT), tokens(has)));
    }
    assert!(story.world.is_closed(&site.vault), "nothing keeps anyone's rent");
}
