//! What every account of the program has in common: how it is refused, and how it ends.

use crate::{
    Call, World,
    verb::{Verb, all_wanted, wanted},
};
use anchor_lang::prelude::{Address, ErrorCode, Id, ProgramError, System};
use solana_account::Account;
use solana_instruction_error::InstructionError::{self, *};
use solana_message::{AccountMeta, Instruction};
use solana_signer::Signer;
use solana_transaction_error::TransactionError;

/// Why a call is refused.
fn reason(world: &mut World, call: &Call) -> InstructionError {
    let keys: Vec<_> = call.signers.iter().collect();
    match world.send(std::slice::from_ref(&call.instruction), &keys) {
        Err(refusal) => match refusal.error {
            TransactionError::InstructionError(_, why) => why,
            other => panic!("{other:?}"),
        },
        Ok(_) => panic!("accepted"),
    }
}

/// The reason for which a call is refused while `account` stands in the place of the one at `index`.
fn refused_with(world: &mut World, call: &Call, index: usize, account: Account) -> InstructionError {
    let key = call.instruction.accounts[index].pubkey;
    let kept = world.svm.get_account(&key).expect("it is there");
    world.put(key, account);
    let why = reason(world, call);
    world.put(key, kept);
    why
}

/// Lamports enough to keep an account of any size.
fn revival(world: &World, to: &Address) -> Instruction {
    let accounts = vec![AccountMeta::new(world.fee_payer.pubkey(), true), AccountMeta::new(*to, false)];
    let data = [&2_u32.to_le_bytes()[..], &1_000_000_000_u64.to_le_bytes()].concat();
    Instruction { program_id: System::id(), accounts, data }
}

/// An account that is not what it should be is refused with the reason: whoever reads it sees whether it is missing, another
/// program's, too short, or of another kind.
#[test]
fn an_account_is_refused_with_the_reason() {
    let mut world = World::new();
    let stranger = Address::new_from_array([9; 32]);
    // the member of a promise is written to; of a protest it is only read
    let written = (crate::patronage::settle_use::This.fixture(&mut world), 1);
    let read = (crate::governance::count_protest::This.fixture(&mut world), 2);
    let unused = Account::default();
    let funded = Account { lamports: 1_000_000_000, ..Account::default() };
    for ((call, index), of_nothing, of_lamports) in
        [(written, AccountDataTooSmall, AccountDataTooSmall), (read, UninitializedAccount, IllegalOwner)]
    {
        let its = world.svm.get_account(&call.instruction.accounts[index].pubkey).expect("a member");
        let size = size_of::<coop::state::Member>() + 8;
        assert_eq!(its.data.len(), size);
        let mut refused = |account| refused_with(&mut world, &call, index, account);
        assert_eq!(refused(unused.clone()), of_nothing);
        assert_eq!(refused(funded.clone()), of_lamports);
        for owner in [stranger, System::id()] {
            assert_eq!(refused(Account { owner, ..its.clone() }), IllegalOwner);
        }
        let cut = Account { data: its.data[..size - 1].to_vec(), ..its.clone() };
        assert_eq!(refused(cut), AccountDataTooSmall);
        for length in [size, size + 1] {
            let mut data = vec![0; length];
            data[..8].copy_from_slice(&[7; 8]);
            assert_eq!(refused(Account { data, ..its.clone() }), InvalidAccountData, "of another kind");
        }
    }
    let mut read_only = crate::patronage::settle_use::This.fixture(&mut world);
    read_only.instruction.accounts[1].is_writable = false;
    let ProgramError::Custom(mutable) = ErrorCode::ConstraintMut.into() else { panic!("Anchor's own code") };
    assert_eq!(reason(&mut world, &read_only), Custom(mutable));
}

/// Whoever sends lamports to an account right after it was closed, in the same transaction, does not keep it alive: it is an
/// empty account of nobody.
#[test]
fn what_is_closed_is_nobodys_at_once() {
    let mut closed = 0;
    for verb in wanted() {
        let mut world = World::new();
        let call = verb.fixture(&mut world);
        let ours = |world: &World, key: &Address| {
            world.svm.get_account(key).is_some_and(|account| account.owner == coop::ID)
        };
        let keys = call.instruction.accounts.iter().map(|meta| meta.pubkey);
        let before: Vec<Address> = keys.filter(|key| ours(&world, key)).collect();
        let mut bundle = vec![call.instruction.clone()];
        bundle.extend(before.iter().map(|key| revival(&world, key)));
        let signers: Vec<_> = call.signers.iter().collect();
        world.send(&bundle, &signers).unwrap_or_else(|why| panic!("{}: {why:?}", verb.name()));
        for key in before.iter().filter(|key| !ours(&world, key)) {
            let account = world.svm.get_account(key).expect("lamports keep it");
            assert_eq!((account.owner, account.data.len()), (System::id(), 0), "{}", verb.name());
            closed += 1;
        }
    }
    assert!(closed >= 10 || !all_wanted(), "only {closed} accounts were closed");
}
