//! One function an instruction: the accounts and data that a client would send.

use crate::{Actor, address};
use anchor_lang::{
    InstructionData, ToAccountMetas,
    prelude::{Address, System},
};
use coop::{
    accounts, instruction,
    state::{CharterTerms, PoolTerms},
};
use solana_keypair::Keypair;
use solana_message::Instruction;

/// An instruction and who signs it.
pub struct Call {
    pub instruction: Instruction,
    pub signers: Vec<Keypair>,
}

impl Call {
    pub fn new(instruction: Instruction, signers: &[&Keypair]) -> Self {
        Self { instruction, signers: signers.iter().map(|key| key.insecure_clone()).collect() }
    }
}

/// A co-op and what every instruction on it names.
#[derive(Clone, Copy, Debug)]
pub struct CoopSite {
    pub coop: Address,
    pub vault: Address,
    pub mint: Address,
    pub token_program: Address,
    pub founder: Address,
}

/// A pool of a co-op.
#[derive(Clone, Copy, Debug)]
pub struct PoolSite {
    pub coop: CoopSite,
    pub pool: Address,
    pub escrow: Address,
}

fn system() -> Address {
    <System as anchor_lang::Id>::id()
}

fn build(accounts: impl ToAccountMetas, data: impl InstructionData) -> Instruction {
    Instruction { program_id: coop::ID, accounts: accounts.to_account_metas(None), data: data.data() }
}

/// What a founding says besides the charter.
#[derive(Clone, Debug)]
pub struct Founding {
    pub id: u64,
    pub name: String,
    pub statutes_hash: [u8; 32],
    pub statutes_uri: String,
    pub charter: CharterTerms,
    pub heir: Option<Address>,
}

impl Default for Founding {
    fn default() -> Self {
        Self {
            id: 1,
            name: "Mill Street Bakery".into(),
            statutes_hash: [5; 32],
            statutes_uri: "https://example.org/statutes".into(),
            charter: crate::charter(),
            heir: None,
        }
    }
}

impl CoopSite {
    /// The addresses of the co-op that `founder` founds under `id`.
    pub fn new(founder: &Address, id: u64, mint: Address, token_program: Address) -> Self {
        let coop = address::coop(founder, id);
        Self { coop, vault: address::vault(&coop), mint, token_program, founder: *founder }
    }

    pub fn member(&self, wallet: &Address) -> Address {
        address::member(&self.coop, wallet)
    }

    pub fn pool(&self, index: u32) -> PoolSite {
        let pool = address::pool(&self.coop, index);
        PoolSite { coop: *self, pool, escrow: address::escrow(&pool) }
    }

    // ---- charter ----

    pub fn found(&self, founding: &Founding) -> Instruction {
        build(
            accounts::Found {
                founder: self.founder,
                mint: self.mint,
                coop: self.coop,
                vault: self.vault,
                founder_member: self.member(&self.founder),
                heir: founding.heir,
                token_program: self.token_program,
                system_program: system(),
            },
            instruction::Found {
                id: founding.id,
                name: founding.name.clone(),
                statutes_hash: founding.statutes_hash,
                statutes_uri: founding.statutes_uri.clone(),
                charter: founding.charter,
            },
        )
    }

    pub fn reclaim_coop(&self) -> Instruction {
        build(
            accounts::ReclaimCoop {
                coop: self.coop,
                vault: self.vault,
                mint: self.mint,
                founder: self.founder,
                token_program: self.token_program,
            },
            instruction::ReclaimCoop {},
        )
    }

    // ---- membership ----

    pub fn apply(&self, payer: &Address, wallet: &Address) -> Instruction {
        build(
            accounts::Apply {
                payer: *payer,
                wallet: *wallet,
                coop: self.coop,
                member: self.member(wallet),
                system_program: system(),
            },
            instruction::Apply {},
        )
    }

    pub fn reapply(&self, wallet: &Address) -> Instruction {
        build(
            accounts::Reapply { wallet: *wallet, coop: self.coop, member: self.member(wallet) },
            instruction::Reapply {},
        )
    }

    pub fn withdraw_application(&self, wallet: &Address) -> Instruction {
        build(
            accounts::WithdrawApplication { wallet: *wallet, coop: self.coop, member: self.member(wallet) },
            instruction::WithdrawApplication {},
        )
    }

    pub fn vouch_for(&self, payer: &Address, voucher: &Address, candidate: &Address) -> Instruction {
        let (voucher_member, candidate_member) = (self.member(voucher), self.member(candidate));
        build(
            accounts::VouchFor {
                payer: *payer,
                wallet: *voucher,
                coop: self.coop,
                voucher: voucher_member,
                candidate: candidate_member,
                vouch: address::vouch(&candidate_member, &voucher_member),
                system_program: system(),
            },
            instruction::VouchFor {},
        )
    }

    pub fn withdraw_vouch(
        &self,
        voucher: &Address,
        candidate: &Address,
        rent_payer: &Address,
    ) -> Instruction {
        let (voucher_member, candidate_member) = (self.member(voucher), self.member(candidate));
        build(
            accounts::WithdrawVouch {
                wallet: *voucher,
                coop: self.coop,
                voucher: voucher_member,
                candidate: candidate_member,
                vouch: address::vouch(&candidate_member, &voucher_member),
                rent_payer: *rent_payer,
            },
            instruction::WithdrawVouch {},
        )
    }

    pub fn reclaim_vouch(&self, voucher: &Address, candidate: &Address, rent_payer: &Address) -> Instruction {
        let (voucher_member, candidate_member) = (self.member(voucher), self.member(candidate));
        build(
            accounts::ReclaimVouch {
                coop: self.coop,
                candidate: candidate_member,
                vouch: address::vouch(&candidate_member, &voucher_member),
                rent_payer: *rent_payer,
            },
            instruction::ReclaimVouch {},
        )
    }

    pub fn admit(&self, wallet: &Address) -> Instruction {
        build(accounts::Admit { coop: self.coop, member: self.member(wallet) }, instruction::Admit {})
    }

    pub fn subscribe(&self, who: &Actor, amount: u64) -> Instruction {
        build(
            accounts::Subscribe {
                wallet: who.wallet(),
                coop: self.coop,
                member: self.member(&who.wallet()),
                source: who.tokens,
                vault: self.vault,
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::Subscribe { amount },
        )
    }

    pub fn enrol(&self, caller: &Address, wallet: &Address) -> Instruction {
        build(
            accounts::Enrol { caller: *caller, coop: self.coop, member: self.member(wallet) },
            instruction::Enrol {},
        )
    }

    pub fn suspend(&self, wallet: &Address) -> Instruction {
        build(accounts::Suspend { coop: self.coop, member: self.member(wallet) }, instruction::Suspend {})
    }

    pub fn resign(&self, wallet: &Address) -> Instruction {
        build(
            accounts::Resign { wallet: *wallet, coop: self.coop, member: self.member(wallet) },
            instruction::Resign {},
        )
    }

    pub fn reclaim_member(&self, wallet: &Address, rent_payer: &Address) -> Instruction {
        build(
            accounts::ReclaimMember { coop: self.coop, member: self.member(wallet), rent_payer: *rent_payer },
            instruction::ReclaimMember {},
        )
    }

    // ---- bootstrap ----

    /// Opens the pool of this index, which must be the co-op's next.
    pub fn open_pool(&self, index: u32, terms: PoolTerms) -> Instruction {
        let site = self.pool(index);
        build(
            accounts::OpenPool {
                founder: self.founder,
                coop: self.coop,
                founder_member: self.member(&self.founder),
                pool: site.pool,
                escrow: site.escrow,
                mint: self.mint,
                token_program: self.token_program,
                system_program: system(),
            },
            instruction::OpenPool { terms },
        )
    }

    // ---- patronage ----

    pub fn service(&self, index: u32) -> Address {
        address::service(&self.coop, index)
    }

    pub fn period(&self, number: u32) -> Address {
        address::period(&self.coop, number)
    }

    /// Registers the service of this index, which must be the co-op's next.
    pub fn register_service(
        &self,
        payer: &Address,
        owner: &Address,
        index: u32,
        payout: &Address,
        name: &str,
        max_take_rate_bps: u16,
    ) -> Instruction {
        build(
            accounts::RegisterService {
                payer: *payer,
                owner: *owner,
                coop: self.coop,
                service: self.service(index),
                payout: *payout,
                system_program: system(),
            },
            instruction::RegisterService { name: name.into(), max_take_rate_bps },
        )
    }

    pub fn reprice_service(&self, index: u32) -> Instruction {
        build(
            accounts::RepriceService { coop: self.coop, service: self.service(index) },
            instruction::RepriceService {},
        )
    }

    pub fn update_payout(&self, owner: &Address, index: u32, payout: &Address) -> Instruction {
        build(
            accounts::UpdatePayout {
                owner: *owner,
                coop: self.coop,
                service: self.service(index),
                payout: *payout,
            },
            instruction::UpdatePayout {},
        )
    }

    pub fn retire_service(&self, caller: &Address, index: u32, rent_payer: &Address) -> Instruction {
        build(
            accounts::RetireService {
                caller: *caller,
                coop: self.coop,
                service: self.service(index),
                rent_payer: *rent_payer,
            },
            instruction::RetireService {},
        )
    }

    /// `who` pays; `as_member` names its membership.
    pub fn pay_service(
        &self,
        who: &Actor,
        as_member: bool,
        index: u32,
        payout: &Address,
        amount: u64,
        max_fee: u64,
    ) -> Instruction {
        build(
            accounts::PayService {
                payer: who.wallet(),
                coop: self.coop,
                service: self.service(index),
                member: as_member.then(|| self.member(&who.wallet())),
                source: who.tokens,
                payout: *payout,
                vault: self.vault,
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::PayService { amount, max_fee },
        )
    }

    pub fn book_income(&self, who: &Actor, amount: u64) -> Instruction {
        build(
            accounts::BookIncome {
                payer: who.wallet(),
                coop: self.coop,
                source: who.tokens,
                vault: self.vault,
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::BookIncome { amount },
        )
    }

    /// Closes the period of this number, which must be the open one.
    pub fn close_period(&self, payer: &Address, number: u32) -> Instruction {
        build(
            accounts::ClosePeriod {
                payer: *payer,
                coop: self.coop,
                period: self.period(number),
                system_program: system(),
            },
            instruction::ClosePeriod {},
        )
    }

    pub fn settle_patronage(&self, wallet: &Address, number: u32) -> Instruction {
        build(
            accounts::SettlePatronage {
                coop: self.coop,
                member: self.member(wallet),
                period: self.period(number),
            },
            instruction::SettlePatronage {},
        )
    }

    pub fn reclaim_period(&self, number: u32, rent_payer: &Address) -> Instruction {
        build(
            accounts::ReclaimPeriod { coop: self.coop, period: self.period(number), rent_payer: *rent_payer },
            instruction::ReclaimPeriod {},
        )
    }

    pub fn claim_dividends(&self, wallet: &Address, destination: &Address) -> Instruction {
        build(
            accounts::ClaimDividends {
                wallet: *wallet,
                coop: self.coop,
                member: self.member(wallet),
                vault: self.vault,
                destination: *destination,
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::ClaimDividends {},
        )
    }

    pub fn redeem(&self, wallet: &Address, destination: &Address, amount: u64, at_least: u64) -> Instruction {
        build(
            accounts::Redeem {
                wallet: *wallet,
                coop: self.coop,
                member: self.member(wallet),
                vault: self.vault,
                destination: *destination,
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::Redeem { amount, at_least },
        )
    }

    pub fn sync_vault(&self) -> Instruction {
        build(accounts::SyncVault { coop: self.coop, vault: self.vault }, instruction::SyncVault {})
    }
}

impl PoolSite {
    pub fn pledge(&self, wallet: &Address) -> Address {
        address::pledge(&self.pool, &self.coop.member(wallet))
    }

    pub fn make_pledge(&self, payer: &Address, who: &Actor, amount: u64, use_amount: u64) -> Instruction {
        build(
            accounts::MakePledge {
                payer: *payer,
                wallet: who.wallet(),
                coop: self.coop.coop,
                pool: self.pool,
                member: self.coop.member(&who.wallet()),
                pledge: self.pledge(&who.wallet()),
                source: who.tokens,
                escrow: self.escrow,
                mint: self.coop.mint,
                token_program: self.coop.token_program,
                system_program: system(),
            },
            instruction::MakePledge { amount, use_amount },
        )
    }

    pub fn withdraw_pledge(&self, wallet: &Address, destination: &Address, amount: u64) -> Instruction {
        build(
            accounts::WithdrawPledge {
                wallet: *wallet,
                coop: self.coop.coop,
                pool: self.pool,
                member: self.coop.member(wallet),
                pledge: self.pledge(wallet),
                escrow: self.escrow,
                destination: *destination,
                mint: self.coop.mint,
                token_program: self.coop.token_program,
            },
            instruction::WithdrawPledge { amount },
        )
    }

    pub fn settle_pool(&self) -> Instruction {
        build(
            accounts::SettlePool {
                coop: self.coop.coop,
                pool: self.pool,
                escrow: self.escrow,
                vault: self.coop.vault,
                mint: self.coop.mint,
                token_program: self.coop.token_program,
            },
            instruction::SettlePool {},
        )
    }

    pub fn claim_shares(&self, wallet: &Address) -> Instruction {
        build(
            accounts::ClaimShares {
                coop: self.coop.coop,
                pool: self.pool,
                member: self.coop.member(wallet),
                pledge: self.pledge(wallet),
            },
            instruction::ClaimShares {},
        )
    }

    pub fn refund_pledge(&self, wallet: &Address, destination: &Address) -> Instruction {
        build(
            accounts::RefundPledge {
                coop: self.coop.coop,
                pool: self.pool,
                member: self.coop.member(wallet),
                pledge: self.pledge(wallet),
                escrow: self.escrow,
                destination: *destination,
                mint: self.coop.mint,
                token_program: self.coop.token_program,
            },
            instruction::RefundPledge {},
        )
    }

    pub fn settle_use(&self, wallet: &Address) -> Instruction {
        build(
            accounts::SettleUse {
                coop: self.coop.coop,
                pool: self.pool,
                member: self.coop.member(wallet),
                pledge: self.pledge(wallet),
            },
            instruction::SettleUse {},
        )
    }

    pub fn reclaim_pledge(&self, wallet: &Address, rent_payer: &Address) -> Instruction {
        build(
            accounts::ReclaimPledge {
                coop: self.coop.coop,
                pool: self.pool,
                pledge: self.pledge(wallet),
                rent_payer: *rent_payer,
            },
            instruction::ReclaimPledge {},
        )
    }

    pub fn reclaim_pool(&self, rent_payer: &Address) -> Instruction {
        build(
            accounts::ReclaimPool {
                coop: self.coop.coop,
                pool: self.pool,
                escrow: self.escrow,
                vault: self.coop.vault,
                mint: self.coop.mint,
                rent_payer: *rent_payer,
                token_program: self.coop.token_program,
            },
            instruction::ReclaimPool {},
        )
    }
}
