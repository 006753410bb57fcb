//! What money, services and membership do at a bound, or for somebody else.

use crate::{
    DAY, UNIT, World,
    fixtures::{active, dissolving, donate, fill_books, to_move},
    patronage::provided,
};
use coop::{
    error::CoopError::*,
    events::Event,
    state::{Coop, Member},
};

#[test]
fn a_vault_that_holds_less_than_the_books_say_gives_the_reserve_nothing() {
    let mut world = World::new();
    let site = active(&mut world, 3, 200 * UNIT).coop.site;
    let held = world.balance(&site.vault);
    for (balance, more) in [(held - 1, false), (held, false), (held + 1, true)] {
        world.patch(&site.vault, 64, &balance.to_le_bytes());
        if more {
            world.accepts(site.sync_vault(), &[]);
        } else {
            world.refuses(NothingToSync, site.sync_vault(), &[]);
        }
    }
    assert_eq!(world.coop(&site.coop).books.reserve, 1);
}

#[test]
fn income_that_does_not_fit_into_the_books_is_refused() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.founder);
    fill_books(&mut world, &site, 10);
    world.refuses(BooksOverflow, site.book_income(who, 11), &[who]);
    world.accepts(site.book_income(who, 10), &[who]);
}

#[test]
fn what_others_do_for_a_member_is_no_act_of_its_own() {
    let mut world = World::new();
    let (small, _) = dissolving(&mut world);
    let (site, who, stranger) = (small.site, &small.members[0], world.actor("stranger", 0));
    let member = site.member(&who.wallet());
    world.edit::<Member>(&member, |m| m.dividends = (2 * UNIT).into());
    world.edit::<Coop>(&site.coop, |c| c.books.dividends += 2 * UNIT);
    donate(&mut world, &site.vault, 2 * UNIT);
    let before = world.member(&member).last_active_at;
    world.pass(1);
    let by = |caller: &crate::Actor| site.claim_dividends_by(&caller.wallet(), &who.wallet(), &who.tokens);
    world.accepts(by(&stranger), &[&stranger]);
    assert_eq!(world.member(&member).last_active_at, before);
    world.edit::<Member>(&member, |m| m.dividends = UNIT.into());
    world.edit::<Coop>(&site.coop, |c| c.books.dividends += UNIT);
    donate(&mut world, &site.vault, UNIT);
    world.accepts(by(who), &[who]);
    assert_eq!(world.member(&member).last_active_at, world.now());
}

#[test]
fn a_payment_is_told_with_its_buyer() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.founder);
    let member = site.member(&who.wallet());
    for (buyer, told) in [(Some(member), member), (None, Default::default())] {
        let events = world.accepts(site.pay_coop(who, buyer, UNIT), &[who]).events;
        assert!(matches!(&events[..], [Event::CoopPaid(paid)] if paid.buyer == told), "{events:?}");
    }
}

#[test]
fn a_service_keeps_the_link_it_was_registered_with() {
    let mut world = World::new();
    let (g, _) = provided(&mut world, 3, 0);
    let link = world.service(&g.coop.site.service(0)).uri;
    assert!(link.starts_with(b"https://example.org/service\0"));
}

/// At the address of an associated token account of the vault, which somebody else owns by now.
#[test]
fn a_token_account_that_is_not_the_co_ops_is_not_swept() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, thief) = (g.coop.site, world.actor("thief", 0));
    let stray = site.stray(true);
    let elsewhere = world.token_account(&site.vault, UNIT);
    let account = world.svm.get_account(&elsewhere).expect("an account");
    world.put(stray, account);
    world.patch(&stray, 32, thief.wallet().as_ref());
    world.refuses(NotAStrayAccount, site.sweep(&stray), &[]);
    world.patch(&stray, 32, site.vault.as_ref());
    world.accepts(site.sweep(&stray), &[]);
}

/// While a move of its membership can be undone, its new wallet neither has it paid elsewhere nor ends it.
#[test]
fn a_service_stays_as_it_is_while_a_move_of_its_provider_can_be_undone() {
    let mut world = World::new();
    let (g, payout) = provided(&mut world, 3, 0);
    let (site, founder) = (g.coop.site, &g.coop.founder);
    let member = site.member(&g.coop.members[1].wallet());
    let new = world.actor("new wallet", 0);
    let wallet = new.wallet();
    world.pass(180 * DAY);
    let index = to_move(&mut world, &g.coop, member, wallet);
    world.accepts(site.execute_rehome(&founder.wallet(), index, &member, &wallet), &[founder]);
    let to = world.token_account(&wallet, 0);
    let pays = site.update_payout_by(&wallet, Some(member), 0, &to);
    let rent_payer = world.service(&site.service(0)).rent_payer;
    let ends = site.retire_service_of(&wallet, Some(member), 0, &rent_payer);
    world.pass(180 * DAY - 1);
    for call in [&pays, &ends] {
        world.refuses(RehomedRecently, call.clone(), &[&new]);
    }
    assert_eq!(world.service(&site.service(0)).payout, payout);
    world.pass(1);
    world.accepts(pays, &[&new]);
    world.accepts(ends, &[&new]);
}

/// The account is another membership's by now: the service is its owner's, and that is no act of the member.
#[test]
fn a_service_of_an_earlier_membership_is_its_owners() {
    let mut world = World::new();
    let (g, _) = provided(&mut world, 3, 0);
    let (site, who) = (g.coop.site, &g.coop.members[1]);
    let member = site.member(&who.wallet());
    world.edit::<Member>(&member, |m| m.number += 1);
    let before = world.member(&member).last_active_at;
    world.pass(1);
    let to = world.token_account(&who.wallet(), 0);
    world.accepts(site.update_payout_by(&who.wallet(), Some(member), 0, &to), &[who]);
    assert_eq!(world.member(&member).last_active_at, before);
    world.edit::<Member>(&member, |m| m.number -= 1);
    world.accepts(site.update_payout_by(&who.wallet(), Some(member), 0, &who.tokens), &[who]);
    assert_eq!(world.member(&member).last_active_at, world.now());
}
