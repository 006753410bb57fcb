//! The till as those see it who call it: its address, the bytes of its orders and its account, and its codes.
//! Nothing here is taken from the till's own source, so a change of what its callers depend on fails a test.

use borsh::{BorshDeserialize, BorshSerialize};
use coop_tests::CoopSite;
use solana_message::{AccountMeta, Address, Instruction};

/// Where the tests put it.
pub const TILL: Address = Address::from_str_const("Ti11111111111111111111111111111111111111111");
/// Bytes of a till.
pub const SIZE: usize = 99;

#[derive(BorshSerialize)]
pub enum Order {
    OpenForService { price: u64, max_take_rate_bps: u16, promised_until: i64 },
    OpenForCoop { price: u64 },
    SellThroughService { count: u64 },
    SellForCoop { count: u64 },
}

/// The account of a till; of a service's in this case.
#[derive(BorshDeserialize, Debug, PartialEq, Eq)]
pub struct ServiceTill {
    pub first: [u8; 8],
    pub kind: u8,
    pub service: [u8; 32],
    pub max_take_rate_bps: u16,
    pub promised_until: i64,
    pub coop: [u8; 32],
    pub price: u64,
    pub sold: u64,
}

/// The account of a co-op's till: the rest is zero.
#[derive(BorshDeserialize, Debug, PartialEq, Eq)]
pub struct CoopTill {
    pub first: [u8; 8],
    pub kind: u8,
    pub coop: [u8; 32],
    pub price: u64,
    pub sold: u64,
    pub rest: [u8; 42],
}

/// Why it refuses: the code on the wire.
pub mod code {
    pub const PRICE_ZERO: u32 = 8_000;
    pub const NOT_A_TILL: u32 = 8_001;
    pub const ALREADY_OPEN: u32 = 8_002;
    pub const NOT_OF_THE_COOP_PROGRAM: u32 = 8_003;
    pub const ANOTHER_KIND: u32 = 8_004;
    pub const ANOTHER_TILL: u32 = 8_005;
    pub const RATE_ABOVE_PROMISE: u32 = 8_006;
    pub const PROMISE_TOO_SHORT: u32 = 8_007;
    pub const ANOTHER_SERVICE: u32 = 8_008;
    pub const ANOTHER_COOP: u32 = 8_009;
    pub const ANOTHER_PROGRAM: u32 = 8_010;
    pub const ANOTHER_TOKEN_PROGRAM: u32 = 8_011;
    pub const TOO_MANY: u32 = 8_012;
    pub const TOO_LITTLE_MONEY: u32 = 8_013;
}

/// A sale: who pays, out of what, and which accounts of the co-op's.
#[derive(Clone, Debug)]
pub struct Sale {
    pub till: Address,
    pub program: Address,
    pub payer: Address,
    pub coop: Address,
    pub service: Address,
    pub member: Option<Address>,
    pub source: Address,
    pub payout: Address,
    pub vault: Address,
    pub mint: Address,
    pub token_program: Address,
}

impl Sale {
    /// Through a service that pays to `payout`.
    pub fn of(till: Address, site: &CoopSite, payer: Address, source: Address, payout: Address) -> Self {
        Self {
            till,
            program: coop::ID,
            payer,
            coop: site.coop,
            service: site.service(0),
            member: None,
            source,
            payout,
            vault: site.vault,
            mint: site.mint,
            token_program: site.token_program,
        }
    }

    fn member(&self) -> AccountMeta {
        match self.member {
            Some(member) => AccountMeta::new(member, false),
            None => AccountMeta::new_readonly(coop::ID, false),
        }
    }

    pub fn through_service(&self, count: u64) -> Instruction {
        let accounts = vec![
            AccountMeta::new(self.till, false),
            AccountMeta::new_readonly(self.program, false),
            AccountMeta::new_readonly(self.payer, true),
            AccountMeta::new(self.coop, false),
            AccountMeta::new_readonly(self.service, false),
            self.member(),
            AccountMeta::new_readonly(coop::ID, false),
            AccountMeta::new(self.source, false),
            AccountMeta::new(self.payout, false),
            AccountMeta::new(self.vault, false),
            AccountMeta::new_readonly(self.mint, false),
            AccountMeta::new_readonly(self.token_program, false),
        ];
        call(accounts, &Order::SellThroughService { count })
    }

    pub fn for_coop(&self, count: u64) -> Instruction {
        let accounts = vec![
            AccountMeta::new(self.till, false),
            AccountMeta::new_readonly(self.program, false),
            AccountMeta::new_readonly(self.payer, true),
            AccountMeta::new(self.coop, false),
            self.member(),
            AccountMeta::new(self.source, false),
            AccountMeta::new(self.vault, false),
            AccountMeta::new_readonly(self.mint, false),
            AccountMeta::new_readonly(self.token_program, false),
        ];
        call(accounts, &Order::SellForCoop { count })
    }
}

/// Opens a till in an account that signs.
pub fn open(till: Address, reads: Address, order: &Order) -> Instruction {
    call(vec![AccountMeta::new(till, true), AccountMeta::new_readonly(reads, false)], order)
}

fn call(accounts: Vec<AccountMeta>, order: &Order) -> Instruction {
    Instruction { program_id: TILL, accounts, data: borsh::to_vec(order).expect("an order") }
}

/// The instruction of the system program that makes the account of a till.
pub fn create(payer: Address, till: Address, lamports: u64) -> Instruction {
    let data = borsh::to_vec(&(0u32, lamports, SIZE as u64, TILL.to_bytes())).expect("numbers");
    let accounts = vec![AccountMeta::new(payer, true), AccountMeta::new(till, true)];
    Instruction { program_id: Address::default(), accounts, data }
}
