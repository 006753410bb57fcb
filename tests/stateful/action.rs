//! What can be done in a stateful run: data, so that a sequence can be recorded, cut and replayed.

use crate::chain::PEOPLE;
use coop::state::{CharterTerms, Choice, Kind, PoolTerms};

/// An index into the people of a run; behind them come the agents of co-ops. A membership is named by whose
/// wallet it began with, whatever wallet it has now.
pub type Who = usize;
/// The agent of a co-op, which acts like someone.
pub const fn agent(slot: usize) -> Who {
    PEOPLE + slot
}

/// A token account: whose, and which of its two.
pub type Purse = (Who, usize);

/// One thing that someone does. Everything is named by index, so that an action means something in any
/// state; addresses follow from the state at the time.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    Found {
        slot: usize,
        name: usize,
        charter: Box<CharterTerms>,
        heir: Option<usize>,
    },
    ReclaimCoop {
        slot: usize,
        to: Who,
    },
    Apply {
        slot: usize,
        who: Who,
        payer: Who,
    },
    Reapply {
        slot: usize,
        who: Who,
    },
    WithdrawApplication {
        slot: usize,
        who: Who,
    },
    VouchFor {
        slot: usize,
        voucher: Who,
        candidate: Who,
        payer: Who,
    },
    WithdrawVouch {
        slot: usize,
        voucher: Who,
        candidate: Who,
        to: Who,
    },
    ReclaimVouch {
        slot: usize,
        voucher: Who,
        candidate: Who,
        to: Who,
    },
    Admit {
        slot: usize,
        who: Who,
    },
    Subscribe {
        slot: usize,
        who: Who,
        amount: u64,
    },
    Enrol {
        slot: usize,
        who: Who,
        caller: Who,
    },
    Suspend {
        slot: usize,
        who: Who,
    },
    Resign {
        slot: usize,
        who: Who,
        /// The resolution it leaves over.
        over: Option<usize>,
    },
    ReclaimMember {
        slot: usize,
        who: Who,
        to: Who,
    },
    OpenPool {
        slot: usize,
        terms: Box<PoolTerms>,
    },
    MakePledge {
        slot: usize,
        pool: usize,
        who: Who,
        payer: Who,
        amount: u64,
        use_amount: u64,
    },
    WithdrawPledge {
        slot: usize,
        pool: usize,
        who: Who,
        to: Purse,
        amount: u64,
    },
    SettlePool {
        slot: usize,
        pool: usize,
    },
    ClaimShares {
        slot: usize,
        pool: usize,
        who: Who,
    },
    RefundPledge {
        slot: usize,
        pool: usize,
        who: Who,
        to: Purse,
    },
    ReclaimPledge {
        slot: usize,
        pool: usize,
        who: Who,
        to: Who,
    },
    ReclaimPool {
        slot: usize,
        pool: usize,
        to: Who,
    },
    ClaimDividends {
        slot: usize,
        caller: Who,
        who: Who,
        to: Purse,
    },
    Redeem {
        slot: usize,
        caller: Who,
        who: Who,
        to: Purse,
        amount: u64,
        at_least: u64,
    },
    SyncVault {
        slot: usize,
    },
    RegisterService {
        slot: usize,
        owner: Who,
        payer: Who,
        payout: Purse,
        name: usize,
        most: u16,
    },
    RepriceService {
        slot: usize,
        service: usize,
    },
    UpdatePayout {
        slot: usize,
        service: usize,
        owner: Who,
        payout: Purse,
    },
    RetireService {
        slot: usize,
        service: usize,
        caller: Who,
        to: Who,
    },
    PayService {
        slot: usize,
        service: usize,
        who: Who,
        as_member: bool,
        payout: Purse,
        amount: u64,
        max_fee: u64,
    },
    BookIncome {
        slot: usize,
        who: Who,
        amount: u64,
    },
    ClosePeriod {
        slot: usize,
        payer: Who,
    },
    SettlePatronage {
        slot: usize,
        who: Who,
        period: usize,
    },
    SettleUse {
        slot: usize,
        pool: usize,
        who: Who,
    },
    ReclaimPeriod {
        slot: usize,
        period: usize,
        to: Who,
    },

    Propose {
        slot: usize,
        who: Who,
        what: Box<Resolution>,
    },
    CastVote {
        slot: usize,
        proposal: usize,
        who: Who,
        choice: Choice,
    },
    CancelProposal {
        slot: usize,
        proposal: usize,
        who: Who,
        to: Who,
    },
    /// Executes a resolution as one of this kind.
    Execute {
        slot: usize,
        proposal: usize,
        kind: Kind,
        /// Pays rent, where some is to be paid.
        payer: Who,
        /// Where a payment goes.
        to: Purse,
        /// Who is expelled or readmitted; whom the rent of a mandate goes to.
        who: Who,
        /// The mandate that ends.
        mandate: usize,
        /// The heir that is given, the co-op that joins, or the one acted in.
        other: Option<usize>,
    },
    DrawMandate {
        slot: usize,
        mandate: usize,
        who: Who,
        to: Purse,
        amount: u64,
    },
    ReclaimProposal {
        slot: usize,
        proposal: usize,
        caller: Who,
        to: Who,
    },
    ReclaimBallot {
        slot: usize,
        proposal: usize,
        who: Who,
    },
    ReclaimMandate {
        slot: usize,
        mandate: usize,
        to: Who,
    },
    RemitSolidarity {
        slot: usize,
        federation: usize,
    },
    /// Ends a co-op, by resolution or without.
    Dissolve {
        slot: usize,
        proposal: Option<usize>,
        heir: Option<usize>,
        payer: Who,
    },
    FinishDissolution {
        slot: usize,
        heir: Option<usize>,
        federation: Option<usize>,
        successor: Option<usize>,
    },
    /// Brings the agent's money home, by resolution or without.
    Collect {
        slot: usize,
        proposal: Option<usize>,
        from: Purse,
    },

    /// Calls a review panel.
    CallPanel {
        slot: usize,
        proposal: usize,
    },
    SeatPanel {
        slot: usize,
        proposal: usize,
    },
    Object {
        slot: usize,
        proposal: usize,
        who: Who,
    },
    VetoRehome {
        slot: usize,
        proposal: usize,
        who: Who,
    },
    /// Closes what stands at the place of a wallet whose membership is elsewhere.
    ReclaimRedirect {
        slot: usize,
        wallet: Who,
        member: Who,
        to: Who,
    },

    /// Time passes until `to`; never back.
    Warp {
        to: i64,
    },
    /// So many slots pass, in no time.
    Slots {
        count: u64,
    },
    /// Someone sends tokens to the vault, or to the escrow of a pool, unasked.
    Donate {
        slot: usize,
        pool: Option<usize>,
        who: Who,
        amount: u64,
    },
    /// Someone gives tokens to a co-op's agent.
    Endow {
        slot: usize,
        purse: usize,
        who: Who,
        amount: u64,
    },
}

/// What a call may be told to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Purse(Purse),
    Vault(usize),
    /// Of a co-op, of its pool.
    Escrow(usize, usize),
    /// Of a co-op, whose.
    Member(usize, Who),
}

/// What is proposed, by index.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolution {
    Spend {
        to: Who,
        amount: u64,
        investment: bool,
    },
    Mandate {
        to: Who,
        per_period: u64,
        until: i64,
    },
    RevokeMandate {
        mandate: usize,
    },
    Grant {
        to: Who,
        amount: u64,
    },
    OpenPool {
        terms: PoolTerms,
    },
    SetTakeRate {
        bps: u16,
    },
    Expel {
        member: Who,
    },
    Readmit {
        member: Who,
    },
    Amend {
        charter: CharterTerms,
        heir: Option<usize>,
    },
    CoverLoss {
        amount: u64,
    },
    JoinFederation {
        federation: usize,
    },
    AcceptFederation {
        joining: usize,
    },
    LeaveFederation,
    /// Names what the co-op names as its heir, if it does.
    Dissolve {
        heir: Option<usize>,
    },
    /// The token program is called to move tokens, with the signature of one: the agent, mostly.
    Invoke {
        from: Purse,
        to: Target,
        signer: Who,
        amount: u64,
    },
    Collect {
        amount: u64,
    },
    Rehome {
        member: Who,
        wallet: Who,
    },
    /// The agent does this in another co-op.
    Represent {
        act: Box<Action>,
    },
}

impl Resolution {
    pub fn kind(&self) -> Kind {
        match self {
            Self::Spend { .. } => Kind::Spend,
            Self::Mandate { .. } => Kind::Mandate,
            Self::RevokeMandate { .. } => Kind::RevokeMandate,
            Self::Grant { .. } => Kind::Grant,
            Self::OpenPool { .. } => Kind::OpenPool,
            Self::SetTakeRate { .. } => Kind::SetTakeRate,
            Self::Expel { .. } => Kind::Expel,
            Self::Readmit { .. } => Kind::Readmit,
            Self::Amend { .. } => Kind::Amend,
            Self::CoverLoss { .. } => Kind::CoverLoss,
            Self::JoinFederation { .. } => Kind::JoinFederation,
            Self::AcceptFederation { .. } => Kind::AcceptFederation,
            Self::LeaveFederation => Kind::LeaveFederation,
            Self::Dissolve { .. } => Kind::Dissolve,
            Self::Invoke { .. } => Kind::Invoke,
            Self::Collect { .. } => Kind::Collect,
            Self::Rehome { .. } => Kind::Rehome,
            Self::Represent { .. } => Kind::Represent,
        }
    }
}

/// How a call is spoiled before it is sent.
#[derive(Clone, Copy, Debug)]
pub enum Spoil {
    No,
    /// The first signer does not sign.
    Unsigned,
    /// Another address stands in the place of one that the rules fix: the nth of those, the nth address.
    Swap {
        place: usize,
        with: usize,
    },
}

#[derive(Clone, Debug)]
pub struct Step {
    pub action: Action,
    pub spoil: Spoil,
}

/// What a step could have changed.
#[derive(Default, Debug)]
pub struct Touched {
    pub people: Vec<Who>,
    pub pool: Option<usize>,
    /// Candidate and voucher.
    pub vouch: Option<(Who, Who)>,
    pub service: Option<usize>,
    pub period: Option<usize>,
    /// With the ballots of the people.
    pub proposal: Option<usize>,
    pub mandate: Option<usize>,
}

/// The program's instructions.
pub const INSTRUCTIONS: [&str; 67] = [
    "found",
    "reclaim_coop",
    "apply",
    "reapply",
    "withdraw_application",
    "vouch_for",
    "withdraw_vouch",
    "admit",
    "subscribe",
    "enrol",
    "suspend",
    "resign",
    "reclaim_vouch",
    "reclaim_member",
    "open_pool",
    "make_pledge",
    "withdraw_pledge",
    "settle_pool",
    "claim_shares",
    "refund_pledge",
    "reclaim_pledge",
    "reclaim_pool",
    "claim_dividends",
    "redeem",
    "sync_vault",
    "register_service",
    "reprice_service",
    "update_payout",
    "retire_service",
    "pay_service",
    "book_income",
    "close_period",
    "settle_patronage",
    "settle_use",
    "reclaim_period",
    "propose",
    "cast_vote",
    "cancel_proposal",
    "execute_spend",
    "execute_grant",
    "execute_mandate",
    "execute_revoke_mandate",
    "draw_mandate",
    "execute_open_pool",
    "execute_set_take_rate",
    "execute_expel",
    "execute_readmit",
    "execute_amend",
    "execute_cover_loss",
    "reclaim_proposal",
    "reclaim_ballot",
    "reclaim_mandate",
    "execute_join_federation",
    "execute_accept_federation",
    "execute_leave_federation",
    "remit_solidarity",
    "dissolve",
    "finish_dissolution",
    "execute_invoke",
    "execute_collect",
    "call_panel",
    "seat_panel",
    "object",
    "execute_rehome",
    "veto_rehome",
    "reclaim_redirect",
    "execute_represent",
];

/// So many of them are no part of governance or the end.
pub const OLD: usize = 35;

impl Action {
    /// The instruction's name; in brackets what is none.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Found { .. } => "found",
            Self::ReclaimCoop { .. } => "reclaim_coop",
            Self::Apply { .. } => "apply",
            Self::Reapply { .. } => "reapply",
            Self::WithdrawApplication { .. } => "withdraw_application",
            Self::VouchFor { .. } => "vouch_for",
            Self::WithdrawVouch { .. } => "withdraw_vouch",
            Self::ReclaimVouch { .. } => "reclaim_vouch",
            Self::Admit { .. } => "admit",
            Self::Subscribe { .. } => "subscribe",
            Self::Enrol { .. } => "enrol",
            Self::Suspend { .. } => "suspend",
            Self::Resign { .. } => "resign",
            Self::ReclaimMember { .. } => "reclaim_member",
            Self::OpenPool { .. } => "open_pool",
            Self::MakePledge { .. } => "make_pledge",
            Self::WithdrawPledge { .. } => "withdraw_pledge",
            Self::SettlePool { .. } => "settle_pool",
            Self::ClaimShares { .. } => "claim_shares",
            Self::RefundPledge { .. } => "refund_pledge",
            Self::ReclaimPledge { .. } => "reclaim_pledge",
            Self::ReclaimPool { .. } => "reclaim_pool",
            Self::ClaimDividends { .. } => "claim_dividends",
            Self::Redeem { .. } => "redeem",
            Self::SyncVault { .. } => "sync_vault",
            Self::RegisterService { .. } => "register_service",
            Self::RepriceService { .. } => "reprice_service",
            Self::UpdatePayout { .. } => "update_payout",
            Self::RetireService { .. } => "retire_service",
            Self::PayService { .. } => "pay_service",
            Self::BookIncome { .. } => "book_income",
            Self::ClosePeriod { .. } => "close_period",
            Self::SettlePatronage { .. } => "settle_patronage",
            Self::SettleUse { .. } => "settle_use",
            Self::ReclaimPeriod { .. } => "reclaim_period",
            Self::Warp { .. } => "(time)",
            Self::Donate { .. } => "(donation)",
            Self::Propose { .. } => "propose",
            Self::CastVote { .. } => "cast_vote",
            Self::CancelProposal { .. } => "cancel_proposal",
            Self::Execute { kind, .. } => match kind {
                Kind::Spend => "execute_spend",
                Kind::Grant => "execute_grant",
                Kind::Mandate => "execute_mandate",
                Kind::RevokeMandate => "execute_revoke_mandate",
                Kind::OpenPool => "execute_open_pool",
                Kind::SetTakeRate => "execute_set_take_rate",
                Kind::Expel => "execute_expel",
                Kind::Readmit => "execute_readmit",
                Kind::Amend => "execute_amend",
                Kind::CoverLoss => "execute_cover_loss",
                Kind::JoinFederation => "execute_join_federation",
                Kind::AcceptFederation => "execute_accept_federation",
                Kind::LeaveFederation => "execute_leave_federation",
                Kind::Invoke => "execute_invoke",
                Kind::Rehome => "execute_rehome",
                Kind::Represent => "execute_represent",
                Kind::Dissolve | Kind::Collect => unreachable!("not executed like this"),
            },
            Self::DrawMandate { .. } => "draw_mandate",
            Self::ReclaimProposal { .. } => "reclaim_proposal",
            Self::ReclaimBallot { .. } => "reclaim_ballot",
            Self::ReclaimMandate { .. } => "reclaim_mandate",
            Self::RemitSolidarity { .. } => "remit_solidarity",
            Self::Dissolve { .. } => "dissolve",
            Self::FinishDissolution { .. } => "finish_dissolution",
            Self::Collect { .. } => "execute_collect",
            Self::CallPanel { .. } => "call_panel",
            Self::SeatPanel { .. } => "seat_panel",
            Self::Object { .. } => "object",
            Self::VetoRehome { .. } => "veto_rehome",
            Self::ReclaimRedirect { .. } => "reclaim_redirect",
            Self::Slots { .. } => "(slots)",
            Self::Endow { .. } => "(endowment)",
        }
    }

    /// Whether this is an instruction of the program.
    pub fn is_instruction(&self) -> bool {
        !self.name().starts_with('(')
    }

    /// The co-op it is about.
    pub fn slot(&self) -> Option<usize> {
        use Action::*;
        match *self {
            Warp { .. } | Slots { .. } => None,
            Found { slot, .. }
            | ReclaimCoop { slot, .. }
            | Apply { slot, .. }
            | Reapply { slot, .. }
            | WithdrawApplication { slot, .. }
            | VouchFor { slot, .. }
            | WithdrawVouch { slot, .. }
            | ReclaimVouch { slot, .. }
            | Admit { slot, .. }
            | Subscribe { slot, .. }
            | Enrol { slot, .. }
            | Suspend { slot, .. }
            | Resign { slot, .. }
            | ReclaimMember { slot, .. }
            | OpenPool { slot, .. }
            | MakePledge { slot, .. }
            | WithdrawPledge { slot, .. }
            | SettlePool { slot, .. }
            | ClaimShares { slot, .. }
            | RefundPledge { slot, .. }
            | ReclaimPledge { slot, .. }
            | ReclaimPool { slot, .. }
            | ClaimDividends { slot, .. }
            | Redeem { slot, .. }
            | SyncVault { slot }
            | Donate { slot, .. }
            | RegisterService { slot, .. }
            | RepriceService { slot, .. }
            | UpdatePayout { slot, .. }
            | RetireService { slot, .. }
            | PayService { slot, .. }
            | BookIncome { slot, .. }
            | ClosePeriod { slot, .. }
            | SettlePatronage { slot, .. }
            | SettleUse { slot, .. }
            | ReclaimPeriod { slot, .. }
            | Propose { slot, .. }
            | CastVote { slot, .. }
            | CancelProposal { slot, .. }
            | Execute { slot, .. }
            | DrawMandate { slot, .. }
            | ReclaimProposal { slot, .. }
            | ReclaimBallot { slot, .. }
            | ReclaimMandate { slot, .. }
            | RemitSolidarity { slot, .. }
            | Dissolve { slot, .. }
            | FinishDissolution { slot, .. }
            | Collect { slot, .. }
            | CallPanel { slot, .. }
            | SeatPanel { slot, .. }
            | Object { slot, .. }
            | VetoRehome { slot, .. }
            | ReclaimRedirect { slot, .. }
            | Endow { slot, .. } => Some(slot),
        }
    }

    /// The other co-op that it changes as well.
    pub fn other_slot(&self) -> Option<usize> {
        match *self {
            Self::Execute { kind: Kind::AcceptFederation | Kind::Represent, other, .. } => other,
            Self::RemitSolidarity { federation, .. } => Some(federation),
            Self::FinishDissolution { successor, .. } => successor,
            _ => None,
        }
        .filter(|other| Some(*other) != self.slot())
    }

    pub fn touched(&self) -> Touched {
        use Action::*;
        let people = |people: &[Who]| Touched { people: people.to_vec(), ..Touched::default() };
        let pooled = |pool: usize, people: &[Who]| Touched {
            people: people.to_vec(),
            pool: Some(pool),
            ..Touched::default()
        };
        let vouched = |candidate: Who, voucher: Who, other: Who| Touched {
            people: vec![candidate, voucher, other],
            vouch: Some((candidate, voucher)),
            ..Touched::default()
        };
        let resolved = |proposal: usize, who: &[Who]| Touched { proposal: Some(proposal), ..people(who) };
        match *self {
            Warp { .. }
            | Slots { .. }
            | SyncVault { .. }
            | RemitSolidarity { .. }
            | FinishDissolution { .. } => Touched::default(),
            CallPanel { proposal, .. } | SeatPanel { proposal, .. } => resolved(proposal, &[]),
            Object { proposal, who, .. } | VetoRehome { proposal, who, .. } => resolved(proposal, &[who]),
            ReclaimRedirect { wallet, member, to, .. } => people(&[wallet, member, to]),
            // what is made is the last of its kind, which the comparison looks at anyway
            RegisterService { owner, payer, .. } => people(&[owner, payer]),
            ClosePeriod { payer, .. } => people(&[payer]),
            RepriceService { service, .. } => Touched { service: Some(service), ..Touched::default() },
            UpdatePayout { service, owner, .. } => Touched { service: Some(service), ..people(&[owner]) },
            RetireService { service, caller, to, .. } => {
                Touched { service: Some(service), ..people(&[caller, to]) }
            }
            PayService { service, who, payout, .. } => {
                Touched { service: Some(service), ..people(&[who, payout.0]) }
            }
            BookIncome { who, .. } => people(&[who]),
            SettlePatronage { who, period, .. } => Touched { period: Some(period), ..people(&[who]) },
            SettleUse { pool, who, .. } => pooled(pool, &[who]),
            ReclaimPeriod { period, to, .. } => Touched { period: Some(period), ..people(&[to]) },
            // the founders are few: looking at all of them is simpler than naming the one
            Found { .. } => people(&[0, 1, 2]),
            ReclaimCoop { to, .. } => people(&[to]),
            // the pool that opens is the last of the model, which the comparison looks at anyway
            OpenPool { .. } => people(&[0, 1, 2]),
            Apply { who, payer, .. } => people(&[who, payer]),
            Enrol { who, caller, .. } => people(&[who, caller]),
            Reapply { who, .. }
            | WithdrawApplication { who, .. }
            | Admit { who, .. }
            | Subscribe { who, .. }
            | Suspend { who, .. } => people(&[who]),
            Resign { who, over, .. } => Touched { proposal: over, ..people(&[who]) },
            VouchFor { voucher, candidate, payer, .. } => vouched(candidate, voucher, payer),
            WithdrawVouch { voucher, candidate, to, .. } | ReclaimVouch { voucher, candidate, to, .. } => {
                vouched(candidate, voucher, to)
            }
            ReclaimMember { who, to, .. } => people(&[who, to]),
            MakePledge { pool, who, payer, .. } => pooled(pool, &[who, payer]),
            WithdrawPledge { pool, who, to, .. } | RefundPledge { pool, who, to, .. } => {
                pooled(pool, &[who, to.0])
            }
            SettlePool { pool, .. } => pooled(pool, &[]),
            ClaimShares { pool, who, .. } => pooled(pool, &[who]),
            ReclaimPledge { pool, who, to, .. } => pooled(pool, &[who, to]),
            ReclaimPool { pool, to, .. } => pooled(pool, &[to]),
            ClaimDividends { caller, who, to, .. } | Redeem { caller, who, to, .. } => {
                people(&[caller, who, to.0])
            }
            // what is made is the last of its kind
            Propose { who, .. } => people(&[who]),
            CastVote { proposal, who, .. } => resolved(proposal, &[who]),
            CancelProposal { proposal, who, to, .. } => resolved(proposal, &[who, to]),
            Execute { slot, proposal, payer, to, who, mandate, .. } => {
                Touched { mandate: Some(mandate), ..resolved(proposal, &[payer, to.0, who, agent(slot)]) }
            }
            DrawMandate { mandate, who, to, .. } => {
                Touched { mandate: Some(mandate), ..people(&[who, to.0]) }
            }
            ReclaimProposal { proposal, caller, to, .. } => resolved(proposal, &[caller, to]),
            ReclaimBallot { proposal, who, .. } => resolved(proposal, &[who]),
            ReclaimMandate { mandate, to, .. } => Touched { mandate: Some(mandate), ..people(&[to]) },
            Dissolve { proposal, payer, .. } => Touched { proposal, ..people(&[payer]) },
            Collect { proposal, from, .. } => Touched { proposal, ..people(&[from.0]) },
            Endow { slot, who, .. } => people(&[who, agent(slot)]),
            Donate { pool: Some(pool), who, .. } => pooled(pool, &[who]),
            Donate { who, .. } => people(&[who]),
        }
    }
}
