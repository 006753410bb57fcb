use coop::error::CoopError::*;
use coop_tests::{UNIT, World, fixtures::active};

/// Where a token account says whether it is frozen, and what it says if so.
const FROZEN: (usize, &[u8]) = (108, &[2]);

#[test]
fn all_that_is_owed_is_paid_once() {
    let mut world = World::new();
    let g = active(&mut world, 3, 500 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[0]);
    let owed = world.member(&site.member(&who.wallet())).dividends.get();
    let (coop, vault) = (world.coop(&site.coop), world.balance(&site.vault));
    let held = world.balance(&who.tokens);
    // 1 500 for 1 000: a third of each pledge goes back, to the unit
    assert_eq!(owed, 166_666_667);
    let claim = site.claim_dividends(&who.wallet(), &who.tokens);
    world.accepts(claim.clone(), &[who]);
    assert_eq!(world.balance(&who.tokens), held + owed);
    assert_eq!(world.balance(&site.vault), vault - owed);
    let after = world.coop(&site.coop);
    assert_eq!(after.dividends, coop.dividends.get() - owed);
    assert_eq!((after.operating, after.equity()), (coop.operating, coop.equity()));
    assert_eq!(world.member(&site.member(&who.wallet())).dividends, 0);
    world.refuses(NothingOwed, claim, &[who]);
}

#[test]
fn who_left_is_paid_too_and_only_to_its_own_account() {
    let mut world = World::new();
    let g = active(&mut world, 3, 500 * UNIT);
    let (site, who, thief) = (g.coop.site, &g.coop.members[0], &g.coop.members[1]);
    world.accepts(site.resign(&who.wallet()), &[who]);
    world.refuses(DestinationNotTheMembers, site.claim_dividends(&who.wallet(), &thief.tokens), &[who]);
    let stolen = site.claim_dividends_by(&thief.wallet(), &who.wallet(), &who.tokens);
    world.refuses(WalletMismatch, stolen, &[thief]);
    world.accepts(site.claim_dividends(&who.wallet(), &who.tokens), &[who]);
}

#[test]
fn a_frozen_account_makes_only_its_own_payout_wait() {
    let mut world = World::new();
    let g = active(&mut world, 3, 500 * UNIT);
    let (site, frozen, other) = (g.coop.site, &g.coop.members[0], &g.coop.members[1]);
    world.patch(&frozen.tokens, FROZEN.0, FROZEN.1);
    let claim = site.claim_dividends(&frozen.wallet(), &frozen.tokens);
    assert!(world.attempt(claim, &[frozen]).is_err());
    world.accepts(site.claim_dividends(&other.wallet(), &other.tokens), &[other]);
    let fresh = world.token_account(&frozen.wallet(), 0);
    world.accepts(site.claim_dividends(&frozen.wallet(), &fresh), &[frozen]);
    assert_eq!(world.balance(&fresh), 166_666_667);
}
