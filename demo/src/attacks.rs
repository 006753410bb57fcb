//! Attacks on earlier versions of the program that fail now. Two others stand where they belong in the drivers' life.

use crate::{
    life::{Life, all_yes},
    told::{Story, tokens},
};
use coop::{
    error::CoopError,
    state::{Action, Choice, Purpose},
};
use coop_tests::{
    Actor, UNIT,
    call::{Nth, STATUTES},
};

/// Attack 0: a pledger passes the gates of the founding pool with money of a moment, and with words. The pool takes pledges
/// still, but nobody can take one back any more.
pub fn fake_the_gates(story: &mut Story, life: &Life, who: usize) {
    let whale = &life.people[who];
    let (pool, wallet) = (life.pool, whale.wallet());
    let before = story.world.pool(&pool.pool).raised.get();
    let more = 150 * UNIT;
    story.section("Three weeks on: a whale at the gates");
    story.say("  Until now everyone could take a pledge back. From now on what is pledged stays until the settlement.");
    let pledge = pool.make_pledge(&wallet, whale, more, 0);
    let back = pool.withdraw_pledge(&wallet, &whale.tokens, more);
    let what =
        format!("{} pledges {} more and takes it back in the same transaction.", whale.name, tokens(more));
    story.refused(&what, CoopError::WithdrawalOver, &[pledge.clone(), back], &[&whale.key]);
    let leave = life.site.resign_with(&wallet, None, Some(0), true, false);
    let ask = life.site.ask_back(&wallet, more, 0);
    let what = format!("{} pledges it, leaves, and asks for it in the same transaction.", whale.name);
    story.refused(&what, CoopError::CoopNotActive, &[pledge, leave, ask], &[&whale.key]);
    let words = pool.make_pledge(&wallet, whale, 0, 2_000 * UNIT);
    let what = format!(
        "{} promises a turnover of {} more, with no money behind it.",
        whale.name,
        tokens(2_000 * UNIT)
    );
    story.refused(&what, CoopError::PledgeBelowBond, &[words], &[&whale.key]);
    assert_eq!(story.world.pool(&pool.pool).raised.get(), before);
    story.remark("A gate is passed by money that stays for the time the pool named, and by promises that capital answers for.");
    story.remark("Who leaves before the settlement is no longer one of the people of the pool, and its money stays committed.");
}

/// Money that comes in and goes out in one transaction.
const FLASH: u64 = 90_000 * UNIT;

/// Attack 1: one transaction brings borrowed money, spends by an ordinary resolution what the budget allows with it, and
/// takes the money out again. The budget is a part of what there was at the start of the period, or now if that is less.
pub fn lift_the_budget(story: &mut Story, life: &Life, who: usize, friend: &Actor) {
    let thief = &life.people[who];
    let (site, wallet) = (life.site, thief.wallet());
    let capacity = story.world.coop(&site.coop).budget().capacity;
    let amount = capacity / UNIT * UNIT;
    let party = Action::Spend { to: friend.wallet(), amount, purpose: Purpose::Expense };
    let what = format!("to spend {} on a party, just within the budget", tokens(amount));
    let index = story.resolve(life, who, (&what, "We have earned it."), party, &all_yes(5)[1..4]);
    story.timelock(life, index);
    let subscribe = site.subscribe(thief, FLASH);
    let spend = site.execute_spend(index, &friend.tokens);
    let flash = tokens(FLASH);
    story.say("  The goods of the quarter have used most of the budget.");
    let what = format!("{} pays in {flash} and executes the spend in the same transaction.", thief.name);
    story.refused(&what, CoopError::BudgetExceeded, &[subscribe.clone(), spend], &[&thief.key]);
    story.remark("What is paid in now does not widen the budget, which is a part of what there was when the period began.");
    let leave = site.withdraw_shares(&wallet, FLASH, 0);
    let what = format!("{} pays in {flash} and takes it out in the same transaction.", thief.name);
    story.refused(&what, CoopError::MoreThanWithdrawable, &[subscribe, leave], &[&thief.key]);
    story.remark("Capital leaves only at the close of a period; until then it bears whatever is spent.");
    assert_eq!(story.world.coop(&site.coop).budget().capacity, capacity, "the budget is as it was");
    story.balance(&site);
}

/// Attacks on votes and protests: what is counted is who was there, once each.
pub fn twist_the_vote(story: &mut Story, life: &Life, leaver: usize, index: Nth) {
    let site = &life.site;
    let (left, stays) = (&life.people[leaver], &life.people[1]);
    let (wallet, other) = (left.wallet(), stays.wallet());
    let twice = site.count_protest(&other, &wallet, index);
    story.tell(site, "Someone counts the same protest once more.", &[twice], &[&stays.key]);
    let p = story.world.proposal(&site.proposal(index));
    assert_eq!(p.protests.get(), 1, "a protest counts once");
    story.remark("Nothing changes: each protest is a mark of its own, and counts once.");
    let own = site.count_protest(&other, &other, index);
    let what = format!("{} counts as protesting who has not left.", stays.name);
    story.refused(&what, CoopError::NotInProtest, &[own], &[&stays.key]);
    let vote = site.cast_vote(&wallet, index, Choice::No);
    let what = format!("{} votes once more after leaving.", left.name);
    story.refused(&what, CoopError::NotAMember, &[vote], &[&left.key]);
}

/// Attacks by words: a name that looks like another's, and statutes that are not those in force.
pub fn twist_the_words(story: &mut Story, life: &Life, who: usize, stranger: &Actor) {
    let thief = &life.people[who];
    let name = format!("{}\u{200b}", life.people[0].name);
    let call = life.site.set_name(&thief.wallet(), &name);
    let what =
        format!("{} takes the name of {}, with a letter nobody sees.", thief.name, life.people[0].name);
    story.refused(&what, CoopError::TextNotShown, &[call], &[&thief.key]);
    let call = life.site.set_name(&thief.wallet(), &life.people[0].name);
    let what = format!("{} takes the very name of {}.", thief.name, life.people[0].name);
    story.tell(&life.site, &what, &[call], &[&thief.key]);
    let (real, false_) = (story.person(life, 0), story.person(life, who));
    story.remark(format!("Names are free, numbers are not: there are {real} and {false_}."));
    let wallet = stranger.wallet();
    let mut forged = STATUTES;
    forged[0] ^= 1;
    let call = life.site.apply_as(&wallet, &wallet, &stranger.name, forged);
    let what = format!("{} applies under statutes of its own.", stranger.name);
    story.refused(&what, CoopError::OtherStatutes, &[call], &[&stranger.key]);
}

/// Attack 14: a majority moves the membership of someone who is there to a wallet of its own.
pub fn seize_a_membership(story: &mut Story, life: &Life, victim: usize, wallet: &Actor) {
    let site = &life.site;
    let (member, to) = (life.member(victim), wallet.wallet());
    let what = format!("to move the membership of {} to another wallet", story.person(life, victim));
    let why = "They say that the key is lost.";
    let action = Action::Rehome { member, wallet: to };
    let index = story.resolve(life, 1, (&what, why), action, &all_yes(3));
    story.remark("Half of all electors must vote, and 30 days pass after the vote.");
    story.timelock(life, index);
    let call = site.execute_rehome(&to, index, &member, &to);
    let what = "Someone carries it out.";
    story.refused(what, CoopError::WalletNotLost, &[call], &[&wallet.key]);
    story
        .remark("The wallet did something as a member in the last 180 days: whatever it does ends the move.");
}
