//! Attacks on the first version of the program that fail now. Two others stand where they belong in the drivers' life.

use crate::{
    life::{Life, all_yes},
    told::{Story, tokens},
};
use coop::{
    error::CoopError,
    state::{Action, Purpose},
};
use coop_tests::{Actor, UNIT};

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
    let index = story.resolve(life, who, &what, party, &all_yes(5)[1..4]);
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
