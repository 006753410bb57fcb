//! Tests of `found` alone.

use super::heir;
use crate::charter::bounds::{LEAST, MOST, REFUSED_MINTS, SPOILT_CHARTERS};
use crate::world::TOKEN_2022;
use crate::{
    CoopSite, Receipt, Refusal, UNIT, World, address,
    call::Founding,
    charter,
    fixtures::{active, found},
    mints,
};
use anchor_lang::prelude::Address;
use coop::{
    error::CoopError::*,
    state::{Charter, CoopStatus, Standing},
};
use coop_math::YEAR;
use solana_message::Message;
use solana_signer::Signer;
use solana_transaction::Transaction;

/// Metadata, group pointers, interest-bearing, scaled UI amount: how a mint is shown, not what it does.
const ACCEPTED_MINTS: &[u16] = &[10, 18, 19, 20, 22, 25];

/// Someone new founds a co-op.
fn attempt(world: &mut World, founding: &Founding) -> Result<Receipt, Refusal> {
    let founder = world.actor("founder", 0);
    let site = CoopSite::new(&founder.wallet(), founding.id, world.mint, world.token_program);
    world.attempt(site.found(founding), &[&founder])
}

/// A founding that is refused once `spoil` has changed it.
fn refused(spoil: impl FnOnce(&mut Founding)) -> Refusal {
    let mut founding = Founding::default();
    spoil(&mut founding);
    attempt(&mut World::new(), &founding).unwrap_err()
}

/// A founding on a mint of Token-2022 with this extension.
fn with_extension(extension: u16) -> Result<Receipt, Refusal> {
    let mut world = World::with_token_2022();
    world.mint = world.new_mint(mints::extended(&Address::default(), &[extension]));
    attempt(&mut world, &Founding::default())
}

#[test]
fn a_founding_stores_the_charter_and_makes_the_founder_member_zero() {
    let mut world = World::new();
    let founder = world.actor("founder", 0);
    let site = CoopSite::new(&founder.wallet(), 7, world.mint, world.token_program);
    let founding = Founding { id: 7, ..Founding::default() };
    let before = world.lamports(&founder.wallet());
    world.accepts(site.found(&founding), &[&founder]);

    let coop = world.coop(&site.coop);
    assert_eq!((coop.founder, coop.mint, coop.vault), (founder.wallet(), world.mint, site.vault));
    assert_eq!(&coop.name[..19], b"Mill Street Bakery\0");
    assert_eq!(coop.statutes_hash, [5; 32]);
    assert_eq!(coop.charter, Charter::from(coop_math::charter::Charter::from(charter())));
    assert_eq!((coop.id.get(), coop.charter_version.get(), coop.decimals), (7, 1, mints::DECIMALS));
    assert_eq!((coop.members.get(), coop.member_accounts.get(), coop.next_member.get()), (1, 1, 1));
    assert_eq!((coop.electors.get(), coop.cash(), coop.equity(), coop.seq.get()), (0, 0, 0, 1));
    assert_eq!((coop.heir, coop.status()), (Address::default(), CoopStatus::Forming));
    assert_eq!(coop.founded_at, world.now());
    let member = world.member(&site.member(&founder.wallet()));
    assert!(member.is(Standing::Member) && !member.is_elector());
    assert_eq!((member.number.get(), member.wallet, member.coop), (0, founder.wallet(), site.coop));
    let made = [site.coop, site.vault, site.member(&founder.wallet())];
    let rent: u64 = made.iter().map(|address| world.lamports(address)).sum();
    assert_eq!(before - world.lamports(&founder.wallet()), rent);
    assert_eq!(world.balance(&site.vault), 0);
}

#[test]
fn the_same_founder_founds_under_another_number_but_never_twice_under_one() {
    let mut world = World::new();
    let coop = found(&mut world, &Founding::default());
    assert!(world.attempt(coop.site.found(&Founding::default()), &[&coop.founder]).is_err());
    let second = Founding { id: u64::MAX, ..Founding::default() };
    let site = CoopSite::new(&coop.founder.wallet(), u64::MAX, world.mint, world.token_program);
    world.accepts(site.found(&second), &[&coop.founder]);
}

#[test]
fn every_term_beyond_its_bound_is_refused_by_name() {
    for (error, spoil) in SPOILT_CHARTERS {
        let refusal = refused(|founding| spoil(&mut founding.charter));
        assert!(refusal.is(*error), "{error:?}: {refusal:#?}");
    }
}

#[test]
fn every_term_at_its_bound_is_accepted() {
    for charter in [LEAST, MOST] {
        attempt(&mut World::new(), &Founding { charter, ..Founding::default() }).unwrap();
    }
}

#[test]
fn names_have_1_to_32_bytes_and_no_control_characters() {
    for name in ["a", "ü", "12345678901234567890123456789012", "Bäckerei Mühlenstraße"] {
        attempt(&mut World::new(), &Founding { name: name.into(), ..Founding::default() }).unwrap();
    }
    let named = |name: &str| refused(|founding| founding.name = name.into());
    assert!(named("").is(NameMissing));
    assert!(named("123456789012345678901234567890123").is(TextTooLong));
    for name in ["a\nb", "\0", "a\u{7f}", "\u{85}"] {
        assert!(named(name).is(TextNotShown), "{name:?}");
    }
}

#[test]
fn the_statutes_address_has_at_most_128_bytes_and_may_be_empty() {
    for length in [0, 1, 128] {
        let statutes_uri = "u".repeat(length);
        attempt(&mut World::new(), &Founding { statutes_uri, ..Founding::default() }).unwrap();
    }
    assert!(refused(|founding| founding.statutes_uri = "u".repeat(129)).is(TextTooLong));
    assert!(refused(|founding| founding.statutes_uri = "ü".repeat(65)).is(UriInvalid));
    assert!(refused(|founding| founding.statutes_uri = "a\tb".into()).is(UriInvalid));
}

#[test]
fn a_mint_that_others_can_turn_against_members_is_refused_by_name() {
    for (extension, error) in REFUSED_MINTS {
        let refusal = with_extension(*extension).unwrap_err();
        assert!(refusal.is(*error), "{extension}: not {error:?} but {refusal:#?}");
    }
}

#[test]
fn a_mint_whose_extensions_only_describe_it_is_accepted() {
    for extension in ACCEPTED_MINTS {
        let founded = with_extension(*extension);
        assert!(founded.is_ok(), "{extension}: {founded:#?}");
    }
}

#[test]
fn a_refused_extension_is_found_behind_accepted_ones() {
    let mut world = World::with_token_2022();
    world.mint = world.new_mint(mints::extended(&Address::default(), &[18, 20, 12]));
    assert!(attempt(&mut world, &Founding::default()).unwrap_err().is(MintHasPermanentDelegate));
}

#[test]
fn an_extension_that_nobody_knows_is_refused() {
    assert!(with_extension(999).is_err());
}

#[test]
fn an_heir_is_a_year_old_to_the_second() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let heir = Founding { heir: Some(g.coop.site.coop), ..Founding::default() };
    let birthday = world.coop(&g.coop.site.coop).founded_at.get() + YEAR;
    world.set_time(birthday - 1);
    assert!(attempt(&mut world, &heir).unwrap_err().is(HeirTooYoung));
    world.set_time(birthday);
    let founder = world.actor("founder", 0);
    let site = CoopSite::new(&founder.wallet(), 1, world.mint, world.token_program);
    world.accepts(site.found(&heir), &[&founder]);
    assert_eq!(world.coop(&site.coop).heir, g.coop.site.coop);
}

#[test]
fn an_heir_is_a_co_op_and_not_the_founded_one() {
    let mut world = World::new();
    let founder = world.actor("founder", 0);
    let site = CoopSite::new(&founder.wallet(), 1, world.mint, world.token_program);
    for heir in [address::coop(&founder.wallet(), 1), founder.wallet(), founder.tokens, world.mint] {
        let founding = Founding { heir: Some(heir), ..Founding::default() };
        assert!(world.attempt(site.found(&founding), &[&founder]).is_err());
    }
}

#[test]
fn a_mint_that_says_what_it_is_is_refused_for_what_else_it_does() {
    for (extension, error) in REFUSED_MINTS {
        let mut world = World::with_token_2022();
        world.mint = world.new_mint(mints::extended(&Address::default(), &[18, *extension]));
        let refusal = attempt(&mut world, &Founding::default()).unwrap_err();
        assert!(refusal.is(*error), "{error:?}: {refusal:#?}");
    }
    // one that not even the token program's interface knows does not load as a mint
    with_extension(999).unwrap_err();
    let mut world = World::with_token_2022();
    assert_eq!(world.token_program, TOKEN_2022);
    world.mint = world.new_mint(mints::extended(&Address::default(), ACCEPTED_MINTS));
    found(&mut world, &Founding::default());
}

#[test]
fn an_heir_a_year_old_and_of_the_same_mint_can_be_named() {
    let mut world = World::new();
    let heir = heir(&mut world, true);
    let coop = found(&mut world, &Founding { heir: Some(heir), ..Default::default() });
    assert_eq!(world.coop(&coop.site.coop).heir, heir);
}

/// A wallet has a key. A program's address has none: here it signs as by a call of its program.
#[test]
fn a_founding_records_whether_the_founder_can_sign_by_itself() {
    let mut world = World::new();
    let founded = found(&mut world, &Founding::default());
    assert_eq!(world.member(&founded.site.member(&founded.site.founder)).keyless, 0);
    let address = Address::find_program_address(&[b"a treasury"], &TOKEN_2022).0;
    world.fund(&address, 1_000_000_000);
    let site = CoopSite::new(&address, 1, world.mint, world.token_program);
    let message = Message::new(&[site.found(&Founding::default())], Some(&world.fee_payer.pubkey()));
    world.svm.send_transaction(Transaction::new_unsigned(message)).expect("founded");
    let member = world.member(&site.member(&address));
    assert_eq!((member.wallet, member.keyless), (address, 1));
}

/// What is written to has one name only.
#[test]
fn a_co_op_is_not_its_own_heir() {
    let mut world = World::new();
    let founder = world.actor("founder", 0);
    let site = CoopSite::new(&founder.wallet(), 1, world.mint, world.token_program);
    let founding = Founding { heir: Some(site.coop), ..Founding::default() };
    let refusal = world.attempt(site.found(&founding), &[&founder]).expect_err("its own heir");
    // Anchor's `ConstraintDuplicateMutableAccount`
    assert_eq!(refusal.code(), Some(2040));
}
