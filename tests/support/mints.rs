//! Mints of both token programs, plain and with any extension, laid down as the token programs would.

use anchor_lang::prelude::Address;
use solana_account::Account;
use solana_program_pack::Pack;
use spl_token_2022_interface::{extension::ExtensionType, state::Mint};

pub const SPL_TOKEN: Address = spl_token_interface::ID;
pub const TOKEN_2022: Address = spl_token_2022_interface::ID;

/// Decimals of every mint here.
pub const DECIMALS: u8 = 6;

/// The bytes of a mint of the SPL Token program.
pub fn plain(authority: &Address) -> Vec<u8> {
    let mut data = vec![0; spl_token_interface::state::Mint::LEN];
    let mint = spl_token_interface::state::Mint {
        mint_authority: Some(*authority).into(),
        supply: u64::MAX,
        decimals: DECIMALS,
        is_initialized: true,
        freeze_authority: Some(*authority).into(),
    };
    spl_token_interface::state::Mint::pack(mint, &mut data).unwrap();
    data
}

/// The bytes of a Token-2022 mint with these extensions, each zeroed, in the program's own layout: the
/// mint, padding to the size of a token account, the account type, then type, length and value of each.
pub fn extended(authority: &Address, extensions: &[u16]) -> Vec<u8> {
    const ACCOUNT_TYPE_AT: usize = 165;
    const MINT: u8 = 1;
    let mut data = plain(authority);
    if extensions.is_empty() {
        return data;
    }
    data.resize(ACCOUNT_TYPE_AT, 0);
    data.push(MINT);
    for extension in extensions {
        let length = value_length(*extension);
        data.extend(extension.to_le_bytes());
        data.extend((length as u16).to_le_bytes());
        data.resize(data.len() + length, 0);
    }
    data
}

/// How long an extension's value is; a short one where the length varies or nobody knows the extension.
fn value_length(extension: u16) -> usize {
    let header = 4;
    ExtensionType::try_from(extension)
        .ok()
        .and_then(|known| ExtensionType::try_calculate_account_len::<Mint>(&[known]).ok())
        .map_or(16, |length| length - 166 - header)
}

/// A token account of either program, holding `amount`.
pub fn token_account(token_program: &Address, mint: &Address, owner: &Address, amount: u64) -> Account {
    let mut data = vec![0; spl_token_interface::state::Account::LEN];
    let account = spl_token_interface::state::Account {
        mint: *mint,
        owner: *owner,
        amount,
        delegate: None.into(),
        state: spl_token_interface::state::AccountState::Initialized,
        is_native: None.into(),
        delegated_amount: 0,
        close_authority: None.into(),
    };
    spl_token_interface::state::Account::pack(account, &mut data).unwrap();
    owned(token_program, data)
}

/// A rent-exempt account of `program` with these bytes.
pub fn owned(program: &Address, data: Vec<u8>) -> Account {
    Account { lamports: 10_000_000, data, owner: *program, executable: false, rent_epoch: u64::MAX }
}

/// Where the associated token account of an owner is.
pub fn associated(token_program: &Address, mint: &Address, owner: &Address) -> Address {
    let program = Address::from_str_const("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");
    Address::find_program_address(&[owner.as_ref(), token_program.as_ref(), mint.as_ref()], &program).0
}
