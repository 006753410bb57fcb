//! The arguments of the instructions of the IDL.

use super::{
    describe::Key,
    table::{arguments, enums, sent},
};

enums! {
    Action is coop::state::Action {
        Spend { to: Key, amount: u64, purpose: Purpose },
        Mandate { to: Key, per_period: u64, until: i64, work: bool },
        RevokeMandate { mandate: Key },
        Grant { to: Key, amount: u64 },
        OpenPool { terms: PoolTerms },
        SetTakeRate { bps: u16 },
        Expel { member: Key },
        Readmit { member: Key },
        Rehome { member: Key, wallet: Key },
        Amend { charter: CharterTerms, heir: Key, statutes: Option<Statutes> },
        CoverLoss { up_to: u64 },
        JoinFederation { federation: Key },
        AcceptFederation { joining: Key },
        LeaveFederation {},
        Invoke { program: Key, accounts: Vec<InvokeMeta>, data: Vec<u8>, pinned: bool },
        Dissolve {},
        Represent { coop: Key, accounts: Vec<InvokeMeta>, data: Vec<u8> },
        Collect { amount: u64 },
        Sell { amount: u64 },
        Describe { about: String },
    }
    Choice is coop::state::Choice {
        Yes {},
        No {},
        Abstain {},
    }
    IncomeKind is coop::state::IncomeKind {
        Income {},
        Sale {},
        Gift {},
    }
    Purpose is coop::state::Purpose {
        Expense {},
        Investment {},
        Work {},
    }
}

sent! {
    CharterTerms is coop::state::CharterTerms {
        member_share: u64, max_shares: u64, vouches_required: u8, vouches_per_period: u8, growth_bps: u16,
        growth_floor: u32, seasoning: u32, quorum_bps: u16, voting_period: u32, timelock: u32,
        execution_window: u32, exodus_bps: u16, period_length: u32, budget_bps: u16, take_rate_bps: u16,
        take_rate_ceiling_bps: u16, provider_bps: u16, commitment: u32, reserve_bps: u16, solidarity_bps: u16,
        remit_bps: u16, interest_cap_bps: u16, depreciation_bps: u16, work_bps: u16, cash_bps: u16,
        revolve_periods: u8, redemption_bps: u16, pioneer_bps: u16, pioneer_threshold: u64,
        pioneer_shares_bps: u16, pioneer_start: u32, pioneer_cap_bps: u16, panel_size: u8, review_bps: u16,
    }
    Document is coop::state::Document {
        uri: String, hash: [u8; 32],
    }
    InvokeMeta is coop::state::InvokeMeta {
        address: Key, is_signer: bool, is_writable: bool,
    }
    PoolTerms is coop::state::PoolTerms {
        min_raise: u64, max_raise: u64, min_members: u32, min_use: u64, max_pledge: u64, max_use: u64,
        opens: i64, withdraw_until: i64, deadline: i64, stay: u32, use_bond_bps: u16, min_solvency_bps: u16,
        purpose: String,
    }
    Statutes is coop::state::Statutes {
        hash: [u8; 32], uri: String,
    }
}

arguments! {
    admit: Admit {}
    apply: Apply { name: String, statutes_hash: [u8; 32], }
    ask_back: AskBack { amount: u64, min_price_bps: u16, }
    book_income: BookIncome { amount: u64, kind: IncomeKind, }
    call_panel: CallPanel {}
    cancel_pool: CancelPool {}
    cancel_proposal: CancelProposal {}
    cast_vote: CastVote { choice: Choice, }
    claim_dividends: ClaimDividends {}
    claim_shares: ClaimShares {}
    close_period: ClosePeriod { number: u32, }
    count_protest: CountProtest {}
    describe: Describe { about: String, }
    dissolve: Dissolve {}
    draw_capital: DrawCapital {}
    draw_mandate: DrawMandate { amount: u64, }
    enrol: Enrol {}
    execute_accept_federation: ExecuteAcceptFederation {}
    execute_amend: ExecuteAmend {}
    execute_collect: ExecuteCollect {}
    execute_cover_loss: ExecuteCoverLoss {}
    execute_describe: ExecuteDescribe {}
    execute_expel: ExecuteExpel {}
    execute_grant: ExecuteGrant {}
    execute_invoke: ExecuteInvoke {}
    execute_join_federation: ExecuteJoinFederation {}
    execute_leave_federation: ExecuteLeaveFederation {}
    execute_mandate: ExecuteMandate {}
    execute_open_pool: ExecuteOpenPool {}
    execute_readmit: ExecuteReadmit {}
    execute_rehome: ExecuteRehome {}
    execute_represent: ExecuteRepresent {}
    execute_revoke_mandate: ExecuteRevokeMandate {}
    execute_sell: ExecuteSell {}
    execute_set_take_rate: ExecuteSetTakeRate {}
    execute_spend: ExecuteSpend {}
    explain: Explain { why: String, document: Option<Document>, }
    finish_dissolution: FinishDissolution {}
    found: Found { id: u64, name: String, statutes_hash: [u8; 32], statutes_uri: String, charter: CharterTerms, }
    make_pledge: MakePledge { amount: u64, use_amount: u64, charter_version: u32, }
    object: Object {}
    open_pool: OpenPool { terms: PoolTerms, }
    pay_coop: PayCoop { amount: u64, }
    pay_service: PayService { amount: u64, max_fee: u64, }
    propose: Propose { action: Action, why: String, document: Option<Document>, }
    reapply: Reapply { name: String, statutes_hash: [u8; 32], }
    reclaim_ballots: ReclaimBallots {}
    reclaim_coop: ReclaimCoop {}
    reclaim_mandate: ReclaimMandate {}
    reclaim_member: ReclaimMember {}
    reclaim_period: ReclaimPeriod {}
    reclaim_pledge: ReclaimPledge {}
    reclaim_pool: ReclaimPool {}
    reclaim_proposal: ReclaimProposal {}
    reclaim_redirect: ReclaimRedirect {}
    reclaim_vouch: ReclaimVouch {}
    refund_pledge: RefundPledge {}
    register_service: RegisterService { name: String, uri: String, max_take_rate_bps: u16, min_provider_bps: u16, }
    release: Release {}
    remit_solidarity: RemitSolidarity {}
    reprice_service: RepriceService {}
    resign: Resign { ask: bool, protest: bool, }
    retire_service: RetireService {}
    seat_panel: SeatPanel {}
    set_name: SetName { name: String, }
    settle_patronage: SettlePatronage {}
    settle_pool: SettlePool {}
    settle_use: SettleUse {}
    subscribe: Subscribe { amount: u64, min_solvency_bps: u16, }
    suspend: Suspend {}
    sweep: Sweep {}
    sweep_lamports: SweepLamports {}
    sync_vault: SyncVault {}
    undo_rehome: UndoRehome {}
    update_payout: UpdatePayout {}
    veto_rehome: VetoRehome {}
    vouch_for: VouchFor {}
    withdraw_application: WithdrawApplication {}
    withdraw_pledge: WithdrawPledge { amount: u64, }
    withdraw_shares: WithdrawShares { amount: u64, min_price_bps: u16, }
    withdraw_vouch: WithdrawVouch {}
}
