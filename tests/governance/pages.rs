//! Ballots of many electors: pages of 128 by member number.

use crate::{
    UNIT, World,
    fixtures::{active, propose, spending},
};
use coop::{
    error::CoopError::*,
    state::{BallotPage, Choice, Coop, Member, PAGE_BALLOTS},
};
use coop_math::governance;

/// A thousand electors on eight pages: every ballot is a byte of its own, and a voter pays rent for the first of its page alone.
#[test]
fn a_thousand_electors_vote_on_eight_pages_and_eight_of_them_pay_one() {
    const ELECTORS: u32 = 1_000;
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let site = g.coop.site;
    // as many as that came through the program would take minutes (`cargo xtask load`): these are copies of one that did
    let like = world.svm.get_account(&site.member(&g.coop.members[1].wallet())).expect("a member");
    let others: Vec<_> = (3..ELECTORS)
        .map(|number| {
            let who = world.actor("elector", 0);
            let at = site.member(&who.wallet());
            world.put(at, like.clone());
            world.edit::<Member>(&at, |m| (m.wallet, m.number) = (who.wallet(), number.into()));
            who
        })
        .collect();
    world.edit::<Coop>(&site.coop, |c| {
        (c.members, c.electors, c.next_member) = (ELECTORS.into(), ELECTORS.into(), ELECTORS.into());
        c.member_accounts = ELECTORS.into();
    });
    let index = propose(&mut world, &g.coop, spending(&g.coop));
    assert_eq!(world.proposal(&site.proposal(index)).electors, ELECTORS);
    let mut paid = Vec::new();
    let choice = |number: u32| [Choice::Yes, Choice::No, Choice::Abstain][number as usize % 3];
    for (number, who) in (0..).zip(g.coop.everyone().chain(&others)) {
        let (wallet, page) = (who.wallet(), BallotPage::of(number));
        let before = world.lamports(&wallet);
        world.accepts(site.cast_vote_of(&wallet, &wallet, page, index, choice(number)), &[who]);
        let fee = 5_000;
        if before - world.lamports(&wallet) > fee {
            paid.push(number);
        }
    }
    assert_eq!(paid, (0..8).map(|page| page * PAGE_BALLOTS).collect::<Vec<_>>());
    let p = world.proposal(&site.proposal(index));
    assert_eq!((p.yes.get(), p.no.get(), p.abstain.get()), (334, 333, 333));
    assert_eq!(world.coop(&site.coop).ballot_pages, 8);
    for number in 0..ELECTORS {
        let page: BallotPage = world.read(&site.ballots(index, BallotPage::of(number))).expect("a page");
        assert_eq!(page.said(number), Some(governance::Choice::from(choice(number))), "{number}");
    }
    // a number beyond the last is on a page that nobody has, and nobody votes on one that is not its own
    let (who, wallet) = (&others[0], others[0].wallet());
    let elsewhere = site.cast_vote_of(&wallet, &wallet, 7, index, Choice::No);
    world.refuses(BallotMismatch, elsewhere, &[who]);
    assert!(world.attempt(site.cast_vote_of(&wallet, &wallet, 8, index, Choice::No), &[who]).is_err());
    assert!(world.is_closed(&site.ballots(index, 8)));
    // the rent of every page goes back to whoever paid it
    world.set_time(p.ends.get() + p.timelock.get() as i64 + p.execution_window.get() as i64);
    for (page, number) in (0..8).zip(paid) {
        let payer = g.coop.everyone().chain(&others).nth(number as usize).expect("an elector").wallet();
        let before = world.lamports(&payer);
        world.accepts(site.reclaim_ballots(&payer, index, page), &[]);
        assert!(world.lamports(&payer) > before);
    }
    assert_eq!(world.coop(&site.coop).ballot_pages, 0);
}

/// The last byte of a page, and the first of the next, for two neighbours.
#[test]
fn the_last_of_a_page_and_the_first_of_the_next_do_not_touch() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let site = g.coop.site;
    let [last, first] = [&g.coop.members[0], &g.coop.members[1]];
    for (who, number) in [(last, 127u32), (first, 128)] {
        world.edit::<Member>(&site.member(&who.wallet()), |m| m.number = number.into());
    }
    let index = propose(&mut world, &g.coop, spending(&g.coop));
    for (who, page, choice) in [(last, 0, Choice::No), (first, 1, Choice::Yes)] {
        world.accepts(site.cast_vote_of(&who.wallet(), &who.wallet(), page, index, choice), &[who]);
    }
    let said = |page: u32| world.read::<BallotPage>(&site.ballots(index, page)).expect("a page").ballots;
    let [one, two] = [said(0), said(1)];
    assert_eq!((one[127], two[0]), (2, 1));
    assert!(one[..127].iter().chain(&two[1..]).all(|ballot| *ballot == 0));
}
