//! One function an instruction: the accounts and data that a client would send.

use crate::{Actor, address};
use anchor_lang::{
    InstructionData, ToAccountMetas,
    prelude::{Address, System},
};
use coop::{
    accounts, instruction,
    state::{Action, CharterTerms, Choice, InvokeMeta, PoolTerms},
};
use solana_keypair::Keypair;
use solana_message::{AccountMeta, Instruction};

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
        self.resign_over(wallet, None)
    }

    /// Resigns over the resolution of this number, if over one.
    pub fn resign_over(&self, wallet: &Address, over: Option<u32>) -> Instruction {
        build(
            accounts::Resign {
                wallet: *wallet,
                coop: self.coop,
                member: self.member(wallet),
                over: over.map(|index| self.proposal(index)),
            },
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
        self.claim_dividends_by(wallet, wallet, destination)
    }

    /// `caller` has `wallet` paid.
    pub fn claim_dividends_by(
        &self,
        caller: &Address,
        wallet: &Address,
        destination: &Address,
    ) -> Instruction {
        build(
            accounts::ClaimDividends {
                caller: *caller,
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
        self.redeem_by(wallet, wallet, destination, amount, at_least)
    }

    /// `caller` redeems capital of `wallet`.
    pub fn redeem_by(
        &self,
        caller: &Address,
        wallet: &Address,
        destination: &Address,
        amount: u64,
        at_least: u64,
    ) -> Instruction {
        build(
            accounts::Redeem {
                caller: *caller,
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

    // ---- governance ----

    pub fn proposal(&self, index: u32) -> Address {
        address::proposal(&self.coop, index)
    }

    pub fn mandate(&self, index: u32) -> Address {
        address::mandate(&self.coop, index)
    }

    pub fn ballot(&self, index: u32, wallet: &Address) -> Address {
        address::ballot(&self.proposal(index), &self.member(wallet))
    }

    pub fn agent(&self) -> Address {
        address::agent(&self.coop)
    }

    /// Proposes as number `index`, which must be the co-op's next. The account that the action names is given.
    pub fn propose(&self, wallet: &Address, index: u32, action: Action) -> Instruction {
        self.propose_with(wallet, index, subject_of(&action), action)
    }

    /// The same with any account in the place of the one that the action names.
    pub fn propose_with(
        &self,
        wallet: &Address,
        index: u32,
        subject: Option<Address>,
        action: Action,
    ) -> Instruction {
        build(
            accounts::Propose {
                wallet: *wallet,
                coop: self.coop,
                member: self.member(wallet),
                proposal: self.proposal(index),
                subject,
                place: match &action {
                    Action::Rehome { wallet, .. } => Some(self.member(wallet)),
                    _ => None,
                },
                system_program: system(),
            },
            instruction::Propose { action, memo_hash: [3; 32] },
        )
    }

    pub fn cast_vote(&self, wallet: &Address, index: u32, choice: Choice) -> Instruction {
        build(
            accounts::CastVote {
                wallet: *wallet,
                coop: self.coop,
                member: self.member(wallet),
                proposal: self.proposal(index),
                ballot: self.ballot(index, wallet),
                system_program: system(),
            },
            instruction::CastVote { choice },
        )
    }

    pub fn cancel_proposal(&self, wallet: &Address, index: u32, rent_payer: &Address) -> Instruction {
        build(
            accounts::CancelProposal {
                wallet: *wallet,
                coop: self.coop,
                member: self.member(wallet),
                proposal: self.proposal(index),
                rent_payer: *rent_payer,
            },
            instruction::CancelProposal {},
        )
    }

    pub fn reclaim_proposal(
        &self,
        caller: &Address,
        proposer: &Address,
        index: u32,
        rent_payer: &Address,
    ) -> Instruction {
        build(
            accounts::ReclaimProposal {
                caller: *caller,
                coop: self.coop,
                proposer: self.member(proposer),
                proposal: self.proposal(index),
                rent_payer: *rent_payer,
            },
            instruction::ReclaimProposal {},
        )
    }

    pub fn reclaim_ballot(&self, wallet: &Address, index: u32) -> Instruction {
        build(
            accounts::ReclaimBallot {
                coop: self.coop,
                member: self.member(wallet),
                proposal: self.proposal(index),
                ballot: self.ballot(index, wallet),
                wallet: *wallet,
            },
            instruction::ReclaimBallot {},
        )
    }

    fn payment(&self, index: u32, destination: &Address) -> accounts::ExecutePayment {
        accounts::ExecutePayment {
            coop: self.coop,
            proposal: self.proposal(index),
            vault: self.vault,
            destination: *destination,
            mint: self.mint,
            token_program: self.token_program,
        }
    }

    pub fn execute_spend(&self, index: u32, destination: &Address) -> Instruction {
        build(self.payment(index, destination), instruction::ExecuteSpend {})
    }

    pub fn execute_grant(&self, index: u32, destination: &Address) -> Instruction {
        build(self.payment(index, destination), instruction::ExecuteGrant {})
    }

    /// Gives the mandate of number `mandate`, which must be the co-op's next.
    pub fn execute_mandate(&self, payer: &Address, index: u32, mandate: u32) -> Instruction {
        build(
            accounts::ExecuteMandate {
                payer: *payer,
                coop: self.coop,
                proposal: self.proposal(index),
                mandate: self.mandate(mandate),
                system_program: system(),
            },
            instruction::ExecuteMandate {},
        )
    }

    pub fn execute_revoke_mandate(&self, index: u32, mandate: u32, rent_payer: &Address) -> Instruction {
        build(
            accounts::ExecuteRevokeMandate {
                coop: self.coop,
                proposal: self.proposal(index),
                mandate: self.mandate(mandate),
                rent_payer: *rent_payer,
            },
            instruction::ExecuteRevokeMandate {},
        )
    }

    pub fn draw_mandate(
        &self,
        holder: &Address,
        mandate: u32,
        destination: &Address,
        amount: u64,
    ) -> Instruction {
        build(
            accounts::DrawMandate {
                holder: *holder,
                coop: self.coop,
                mandate: self.mandate(mandate),
                vault: self.vault,
                destination: *destination,
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::DrawMandate { amount },
        )
    }

    pub fn reclaim_mandate(&self, mandate: u32, rent_payer: &Address) -> Instruction {
        build(
            accounts::ReclaimMandate {
                coop: self.coop,
                mandate: self.mandate(mandate),
                rent_payer: *rent_payer,
            },
            instruction::ReclaimMandate {},
        )
    }

    /// Opens the pool of number `pool`, which must be the co-op's next.
    pub fn execute_open_pool(&self, payer: &Address, index: u32, pool: u32) -> Instruction {
        let site = self.pool(pool);
        build(
            accounts::ExecuteOpenPool {
                payer: *payer,
                coop: self.coop,
                proposal: self.proposal(index),
                pool: site.pool,
                escrow: site.escrow,
                mint: self.mint,
                token_program: self.token_program,
                system_program: system(),
            },
            instruction::ExecuteOpenPool {},
        )
    }

    fn on_coop(&self, index: u32) -> accounts::ExecuteOnCoop {
        accounts::ExecuteOnCoop { coop: self.coop, proposal: self.proposal(index) }
    }

    pub fn execute_set_take_rate(&self, index: u32) -> Instruction {
        build(self.on_coop(index), instruction::ExecuteSetTakeRate {})
    }

    pub fn execute_cover_loss(&self, index: u32) -> Instruction {
        build(self.on_coop(index), instruction::ExecuteCoverLoss {})
    }

    fn on_member(&self, index: u32, member: &Address) -> accounts::ExecuteOnMember {
        accounts::ExecuteOnMember { coop: self.coop, proposal: self.proposal(index), member: *member }
    }

    pub fn execute_expel(&self, index: u32, member: &Address) -> Instruction {
        build(self.on_member(index, member), instruction::ExecuteExpel {})
    }

    pub fn execute_readmit(&self, index: u32, member: &Address) -> Instruction {
        build(self.on_member(index, member), instruction::ExecuteReadmit {})
    }

    pub fn execute_rehome(
        &self,
        payer: &Address,
        index: u32,
        member: &Address,
        wallet: &Address,
    ) -> Instruction {
        build(
            accounts::ExecuteRehome {
                payer: *payer,
                coop: self.coop,
                proposal: self.proposal(index),
                member: *member,
                redirect: self.member(wallet),
                system_program: system(),
            },
            instruction::ExecuteRehome {},
        )
    }

    pub fn veto_rehome(&self, wallet: &Address, member: &Address, index: u32) -> Instruction {
        build(
            accounts::VetoRehome {
                wallet: *wallet,
                coop: self.coop,
                member: *member,
                proposal: self.proposal(index),
            },
            instruction::VetoRehome {},
        )
    }

    /// Closes the redirect at the place of a membership of `wallet`.
    pub fn reclaim_redirect(&self, wallet: &Address, member: &Address, rent_payer: &Address) -> Instruction {
        build(
            accounts::ReclaimRedirect {
                coop: self.coop,
                redirect: self.member(wallet),
                member: *member,
                rent_payer: *rent_payer,
            },
            instruction::ReclaimRedirect {},
        )
    }

    pub fn execute_amend(&self, index: u32, heir: Option<Address>) -> Instruction {
        build(
            accounts::ExecuteAmend { coop: self.coop, proposal: self.proposal(index), heir },
            instruction::ExecuteAmend {},
        )
    }

    fn call(&self, index: u32, program: &Address, program_data: Option<Address>) -> accounts::ExecuteCall {
        accounts::ExecuteCall {
            coop: self.coop,
            proposal: self.proposal(index),
            agent: self.agent(),
            program: *program,
            program_data,
        }
    }

    /// Makes the call that was resolved; `accounts` are the call's.
    pub fn execute_invoke(
        &self,
        index: u32,
        program: &Address,
        program_data: Option<Address>,
        accounts: &[AccountMeta],
    ) -> Instruction {
        let mut call = build(self.call(index, program, program_data), instruction::ExecuteInvoke {});
        call.accounts.extend_from_slice(accounts);
        call
    }

    /// Acts as a member as was resolved: `act` is the instruction that the agent signs there.
    pub fn execute_represent(&self, index: u32, act: &Instruction) -> Instruction {
        let mut call = build(self.call(index, &coop::ID, None), instruction::ExecuteRepresent {});
        call.accounts.extend(unsigned(&act.accounts));
        call
    }

    /// Brings the agent's money home, by a resolution or in a dissolving co-op without.
    pub fn execute_collect(&self, index: Option<u32>, source: &Address) -> Instruction {
        build(
            accounts::ExecuteCollect {
                coop: self.coop,
                proposal: index.map(|index| self.proposal(index)),
                agent: self.agent(),
                source: *source,
                vault: self.vault,
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::ExecuteCollect {},
        )
    }

    pub fn call_panel(&self, index: u32) -> Instruction {
        build(
            accounts::CallPanel { coop: self.coop, proposal: self.proposal(index) },
            instruction::CallPanel {},
        )
    }

    pub fn seat_panel(&self, index: u32) -> Instruction {
        build(
            accounts::SeatPanel { coop: self.coop, proposal: self.proposal(index), slot_hashes: SLOT_HASHES },
            instruction::SeatPanel {},
        )
    }

    pub fn object(&self, wallet: &Address, index: u32) -> Instruction {
        build(
            accounts::Object {
                wallet: *wallet,
                coop: self.coop,
                member: self.member(wallet),
                proposal: self.proposal(index),
                ballot: self.ballot(index, wallet),
                system_program: system(),
            },
            instruction::Object {},
        )
    }

    // ---- federation ----

    pub fn execute_join_federation(&self, index: u32) -> Instruction {
        build(self.on_coop(index), instruction::ExecuteJoinFederation {})
    }

    pub fn execute_leave_federation(&self, index: u32) -> Instruction {
        build(self.on_coop(index), instruction::ExecuteLeaveFederation {})
    }

    /// This federation accepts the co-op `joining`.
    pub fn execute_accept_federation(&self, index: u32, joining: &Address) -> Instruction {
        build(
            accounts::ExecuteAcceptFederation {
                coop: self.coop,
                proposal: self.proposal(index),
                joining: *joining,
            },
            instruction::ExecuteAcceptFederation {},
        )
    }

    pub fn remit_solidarity(&self, federation: &Address) -> Instruction {
        build(
            accounts::RemitSolidarity {
                coop: self.coop,
                federation: *federation,
                vault: self.vault,
                federation_vault: address::vault(federation),
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::RemitSolidarity {},
        )
    }

    /// Begins the end; `resolution` is the proposal's number, and the period is the open one.
    pub fn dissolve(
        &self,
        payer: &Address,
        resolution: Option<u32>,
        heir: Option<Address>,
        period: u32,
    ) -> Instruction {
        build(
            accounts::Dissolve {
                payer: *payer,
                coop: self.coop,
                proposal: resolution.map(|index| self.proposal(index)),
                heir,
                period: self.period(period),
                system_program: system(),
            },
            instruction::Dissolve {},
        )
    }

    /// Passes what is left to the successor; `heir` and `federation` are what the co-op names.
    pub fn finish_dissolution(
        &self,
        heir: Option<Address>,
        federation: Option<Address>,
        successor: Option<Address>,
    ) -> Instruction {
        build(
            accounts::FinishDissolution {
                coop: self.coop,
                vault: self.vault,
                mint: self.mint,
                heir,
                federation,
                successor_vault: successor.map(|coop| address::vault(&coop)),
                token_program: self.token_program,
            },
            instruction::FinishDissolution {},
        )
    }
}

/// Where the cluster keeps the hashes of its latest slots.
pub const SLOT_HASHES: Address = Address::from_str_const("SysvarS1otHashes111111111111111111111111111");

/// The loader that keeps programs which can be deployed anew.
pub const UPGRADEABLE_LOADER: Address =
    Address::from_str_const("BPFLoaderUpgradeab1e11111111111111111111111");

/// The action that makes a call.
pub fn call_of(program: Address, accounts: &[AccountMeta], data: Vec<u8>, pinned: bool) -> Action {
    Action::Invoke { program, accounts: metas(accounts), data, pinned }
}

/// The action by which a co-op's agent, a member of the co-op `coop`, does what this instruction does.
pub fn act_of(coop: Address, act: &Instruction) -> Action {
    Action::Represent { coop, accounts: metas(&act.accounts), data: act.data.clone() }
}

fn metas(accounts: &[AccountMeta]) -> Vec<InvokeMeta> {
    let meta = |meta: &AccountMeta| InvokeMeta {
        address: meta.pubkey,
        is_signer: meta.is_signer,
        is_writable: meta.is_writable,
    };
    accounts.iter().map(meta).collect()
}

/// The accounts of a call as the transaction names them: an agent never signs one.
pub fn unsigned(accounts: &[AccountMeta]) -> Vec<AccountMeta> {
    accounts.iter().map(|meta| AccountMeta { is_signer: false, ..meta.clone() }).collect()
}

/// The account that must be given with a proposal of this action.
fn subject_of(action: &Action) -> Option<Address> {
    match action {
        Action::Expel { member } | Action::Readmit { member } | Action::Rehome { member, .. } => {
            Some(*member)
        }
        Action::RevokeMandate { mandate } => Some(*mandate),
        Action::JoinFederation { federation } => Some(*federation),
        Action::AcceptFederation { joining } => Some(*joining),
        Action::Represent { coop, .. } => Some(*coop),
        Action::Amend { heir, .. } => (*heir != Address::default()).then_some(*heir),
        Action::Invoke { program, pinned: true, .. } => {
            Some(Address::find_program_address(&[program.as_ref()], &UPGRADEABLE_LOADER).0)
        }
        _ => None,
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
