//! How members are paid, by every instruction that pays one.

use crate::{
    Call, Receipt, Refusal, World, mints,
    verb::{Verb, all_wanted, wanted},
};
use anchor_lang::prelude::Address;
use coop::{
    error::CoopError::*,
    state::{Coop, Member, Pool},
};
use coop_math::membership::QUIET;

/// An instruction that is about to pay a member out of a vault or an escrow.
struct Payout {
    world: World,
    call: Call,
    member: Address,
    /// The place of the member's token account in the call, and what it gets.
    to: usize,
    amount: u64,
}

impl Payout {
    /// Nothing where an instruction pays nobody whose membership it names.
    fn of(verb: &dyn Verb) -> Option<Self> {
        let mut world = World::new();
        let call = verb.fixture(&mut world);
        let named: Vec<Address> = call.instruction.accounts.iter().map(|meta| meta.pubkey).collect();
        let held = |world: &World| named.iter().map(|one| world.balance(one)).collect::<Vec<_>>();
        let saved = world.save();
        let mut payout = Self { world, call, member: Address::default(), to: 0, amount: 0 };
        let before = held(&payout.world);
        payout.send().expect("the fixture's call succeeds");
        let after = held(&payout.world);
        payout.world.restore(&saved);

        let world = &payout.world;
        let is_the_co_ops = |tokens: &Address| {
            owner(world, tokens).is_some_and(|owner| {
                world.read::<Coop>(&owner).is_some() || world.read::<Pool>(&owner).is_some()
            })
        };
        (0..named.len()).find(|i| after[*i] < before[*i] && is_the_co_ops(&named[*i]))?;
        payout.to = (0..named.len()).find(|i| after[*i] > before[*i])?;
        payout.amount = after[payout.to] - before[payout.to];
        let wallet = owner(world, &named[payout.to])?;
        let is_its = |one: &&Address| world.read::<Member>(one).is_some_and(|m| m.wallet == wallet);
        payout.member = *named.iter().find(is_its)?;
        Some(payout)
    }

    fn send(&mut self) -> Result<Receipt, Refusal> {
        let signers: Vec<_> = self.call.signers.iter().collect();
        self.world.send(std::slice::from_ref(&self.call.instruction), &signers)
    }

    fn wallet(&self) -> Address {
        self.world.member(&self.member).wallet
    }

    fn is_signed_by_its_wallet(&self) -> bool {
        let wallet = self.wallet();
        self.call.instruction.accounts.iter().any(|meta| meta.is_signer && meta.pubkey == wallet)
    }
}

/// The owner that a token account names.
fn owner(world: &World, tokens: &Address) -> Option<Address> {
    let account = world.svm.get_account(tokens).filter(|account| account.data.len() == 165)?;
    Some(Address::new_from_array(account.data[32..64].try_into().ok()?))
}

/// Whoever moved a membership fraudulently is paid nothing while its owner can still undo the move.
#[test]
fn a_membership_that_moved_is_paid_once_the_move_cannot_be_undone_any_more() {
    let mut seen = Vec::new();
    for verb in wanted() {
        let Some(mut payout) = Payout::of(verb) else { continue };
        let (member, now) = (payout.member, payout.world.now());
        for moved_at in [now, now - QUIET + 1] {
            payout.world.edit::<Member>(&member, |member| member.rehomed_at = moved_at.into());
            let refusal = payout.send().expect_err(verb.name());
            assert!(refusal.is(RehomedRecently), "{}: {refusal:#?}", verb.name());
        }
        payout.world.edit::<Member>(&member, |member| member.rehomed_at = (now - QUIET).into());
        payout.send().unwrap_or_else(|refusal| panic!("{}: {refusal:#?}", verb.name()));
        seen.push(verb.name());
    }
    let all = ["withdraw_pledge", "refund_pledge", "claim_dividends", "draw_capital"];
    assert!(seen == all || !all_wanted(), "{seen:?}");
}

/// Anyone can make token accounts of a co-op's agent, in which nobody would ever look for money.
#[test]
fn a_member_without_a_key_is_paid_by_others_only_at_its_canonical_account() {
    let mut seen = Vec::new();
    for verb in wanted() {
        let Some(mut payout) = Payout::of(verb).filter(|one| !one.is_signed_by_its_wallet()) else {
            continue;
        };
        let member = payout.member;
        payout.world.edit::<Member>(&member, |member| member.keyless = 1);
        let refusal = payout.send().expect_err(verb.name());
        assert!(refusal.is(NotTheCanonicalAccount), "{}: {refusal:#?}", verb.name());
        let (program, mint) = (payout.world.token_program, payout.world.mint);
        let looks = mints::associated(&program, &mint, &payout.wallet());
        payout.world.put(looks, mints::token_account(&program, &mint, &payout.wallet(), 0));
        payout.call.instruction.accounts[payout.to].pubkey = looks;
        payout.send().unwrap_or_else(|refusal| panic!("{}: {refusal:#?}", verb.name()));
        assert_eq!(payout.world.balance(&looks), payout.amount, "{}", verb.name());
        seen.push(verb.name());
    }
    assert!(seen == ["refund_pledge", "draw_capital"] || !all_wanted(), "{seen:?}");
}
