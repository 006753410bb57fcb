//! The events of the IDL.

use super::{
    describe::{Key, Row, record},
    table::stored,
};

stored! {
    ApplicationMade is coop::events::ApplicationMade {
        coop: Key, seq: u64, at: i64, member: Key, wallet: Key, vouches_needed: u8,
    }
    ApplicationRenewed is coop::events::ApplicationRenewed {
        coop: Key, seq: u64, at: i64, member: Key, wallet: Key, vouches_needed: u8,
    }
    ApplicationWithdrawn is coop::events::ApplicationWithdrawn {
        coop: Key, seq: u64, at: i64, member: Key, wallet: Key,
    }
    BallotCast is coop::events::BallotCast {
        coop: Key, seq: u64, at: i64, proposal: Key, member: Key, choice: u8, yes: u32, no: u32, abstain: u32,
    }
    BallotsReclaimed is coop::events::BallotsReclaimed {
        coop: Key, seq: u64, at: i64, proposal: Key, page: u32,
    }
    CapitalAsked is coop::events::CapitalAsked {
        coop: Key, seq: u64, at: i64, member: Key, amount: u64,
    }
    CapitalDrawn is coop::events::CapitalDrawn {
        coop: Key, seq: u64, at: i64, member: Key, claim: u64, amount: u64, claims: u64, claims_paid: u64,
        operating: u64,
    }
    CoopClosed is coop::events::CoopClosed {
        coop: Key, seq: u64, at: i64, burned: u64, stays: u64, dissolved: u8,
    }
    CoopDescribed is coop::events::CoopDescribed {
        coop: Key, seq: u64, at: i64,
    }
    CoopFounded is coop::events::CoopFounded {
        coop: Key, seq: u64, at: i64, founder: Key, mint: Key, founder_member: Key, name: [u8; 32],
    }
    CoopPaid is coop::events::CoopPaid {
        coop: Key, seq: u64, at: i64, payer: Key, buyer: Key, amount: u64, counted: u8, revenue: u64,
        earnings: u64,
    }
    DissolutionBegan is coop::events::DissolutionBegan {
        coop: Key, seq: u64, at: i64, heir: Key, period: Key, operating: u64, reserve: u64, claims: u64,
    }
    DividendsClaimed is coop::events::DividendsClaimed {
        coop: Key, seq: u64, at: i64, member: Key, amount: u64, dividends: u64,
    }
    ElectorEnrolled is coop::events::ElectorEnrolled {
        coop: Key, seq: u64, at: i64, member: Key, electors: u32,
    }
    ElectorSuspended is coop::events::ElectorSuspended {
        coop: Key, seq: u64, at: i64, member: Key, electors: u32,
    }
    FederationJoined is coop::events::FederationJoined {
        coop: Key, seq: u64, at: i64, federation: Key,
    }
    HeirPassedOver is coop::events::HeirPassedOver {
        coop: Key, seq: u64, at: i64, heir: Key, successor: Key,
    }
    IncomeBooked is coop::events::IncomeBooked {
        coop: Key, seq: u64, at: i64, payer: Key, kind: u8, amount: u64, earned: u64, fund: u64, earnings: u64,
        solidarity: u64, invested: u64,
    }
    MandateDrawn is coop::events::MandateDrawn {
        coop: Key, seq: u64, at: i64, mandate: Key, holder: Key, amount: u64, drawn: u64, operating: u64,
    }
    MandateReclaimed is coop::events::MandateReclaimed {
        coop: Key, seq: u64, at: i64, mandate: Key, index: u32,
    }
    MemberAdmitted is coop::events::MemberAdmitted {
        coop: Key, seq: u64, at: i64, member: Key, wallet: Key, number: u32, members: u32,
    }
    MemberReclaimed is coop::events::MemberReclaimed {
        coop: Key, seq: u64, at: i64, member: Key, wallet: Key,
    }
    MemberReleased is coop::events::MemberReleased {
        coop: Key, seq: u64, at: i64, member: Key, proposal: Key, returns_from: i64,
    }
    MemberResigned is coop::events::MemberResigned {
        coop: Key, seq: u64, at: i64, member: Key, wallet: Key, matured: u64, asked: u64, members: u32,
        electors: u32,
    }
    MoneyPassed is coop::events::MoneyPassed {
        coop: Key, seq: u64, at: i64, to: Key, amount: u64, last: u8,
    }
    MoneyReceived is coop::events::MoneyReceived {
        coop: Key, seq: u64, at: i64, from: Key, amount: u64, reserve: u64,
    }
    NameSet is coop::events::NameSet {
        coop: Key, seq: u64, at: i64, member: Key, number: u32, name: [u8; 32],
    }
    ObjectionMade is coop::events::ObjectionMade {
        coop: Key, seq: u64, at: i64, proposal: Key, member: Key, objections: u8, timelock: u32,
    }
    PanelCalled is coop::events::PanelCalled {
        coop: Key, seq: u64, at: i64, proposal: Key, slot: u64,
    }
    PanelSeated is coop::events::PanelSeated {
        coop: Key, seq: u64, at: i64, proposal: Key, seed: [u8; 32],
    }
    PatronageSettled is coop::events::PatronageSettled {
        coop: Key, seq: u64, at: i64, member: Key, number: u32, units: u64, work: u64, asked: u64, paid: u64,
        retired: u64, cash: u64, retained: u64, pioneer_units: u64, owed: u64, dividends: u64,
        retained_total: u64, unsettled: u32,
    }
    PayoutUpdated is coop::events::PayoutUpdated {
        coop: Key, seq: u64, at: i64, service: Key, owner: Key, payout: Key,
    }
    PeriodClosed is coop::events::PeriodClosed {
        coop: Key, seq: u64, at: i64, period: Key, number: u32, revenue: u64, expenses: u64, wear: u64,
        surplus: u64, to_reserve: u64, to_solidarity: u64, to_interest: u64, to_pioneers: u64, to_work: u64,
        to_members: u64, asked: u64, paid: u64, price_bps: u16, fund: u64, reserve: u64, loss: u64,
    }
    PeriodReclaimed is coop::events::PeriodReclaimed {
        coop: Key, seq: u64, at: i64, period: Key, number: u32,
    }
    PledgeMade is coop::events::PledgeMade {
        coop: Key, seq: u64, at: i64, pool: Key, member: Key, amount: u64, use_amount: u64, pledged: u64,
        raised: u64, pledgers: u32, people: u32, use_pledged: u64,
    }
    PledgeReclaimed is coop::events::PledgeReclaimed {
        coop: Key, seq: u64, at: i64, pool: Key, member: Key,
    }
    PledgeRefunded is coop::events::PledgeRefunded {
        coop: Key, seq: u64, at: i64, pool: Key, member: Key, amount: u64,
    }
    PledgeWithdrawn is coop::events::PledgeWithdrawn {
        coop: Key, seq: u64, at: i64, pool: Key, member: Key, amount: u64, pledged: u64, raised: u64,
        pledgers: u32, people: u32, use_pledged: u64,
    }
    PoolCancelled is coop::events::PoolCancelled {
        coop: Key, seq: u64, at: i64, pool: Key, index: u32,
    }
    PoolOpened is coop::events::PoolOpened {
        coop: Key, seq: u64, at: i64, pool: Key, index: u32, min_raise: u64, max_raise: u64, deadline: i64,
    }
    PoolReclaimed is coop::events::PoolReclaimed {
        coop: Key, seq: u64, at: i64, pool: Key, donated: u64, reserve: u64,
    }
    PoolSettled is coop::events::PoolSettled {
        coop: Key, seq: u64, at: i64, pool: Key, raised: u64, accepted: u64, pledgers: u32, people: u32,
        use_pledged: u64, succeeded: u8,
    }
    ProposalCancelled is coop::events::ProposalCancelled {
        coop: Key, seq: u64, at: i64, proposal: Key, index: u32,
    }
    ProposalExplained is coop::events::ProposalExplained {
        coop: Key, seq: u64, at: i64, proposal: Key, index: u32,
    }
    ProposalMade is coop::events::ProposalMade {
        coop: Key, seq: u64, at: i64, proposal: Key, index: u32, proposer: Key, kind: u8, special: u8,
        electors: u32, ends: i64,
    }
    ProposalReclaimed is coop::events::ProposalReclaimed {
        coop: Key, seq: u64, at: i64, proposal: Key, index: u32,
    }
    ProtestCounted is coop::events::ProtestCounted {
        coop: Key, seq: u64, at: i64, proposal: Key, member: Key, protests: u32, electors: u32,
    }
    RedirectReclaimed is coop::events::RedirectReclaimed {
        coop: Key, seq: u64, at: i64, wallet: Key, member: Key,
    }
    RehomeUndone is coop::events::RehomeUndone {
        coop: Key, seq: u64, at: i64, member: Key, wallet: Key,
    }
    RehomeVetoed is coop::events::RehomeVetoed {
        coop: Key, seq: u64, at: i64, proposal: Key, member: Key,
    }
    ResolutionExecuted is coop::events::ResolutionExecuted {
        coop: Key, seq: u64, at: i64, proposal: Key, index: u32, kind: u8, target: Key, amount: u64,
        operating: u64, reserve: u64, solidarity: u64, members: u32, electors: u32, charter_version: u32,
        take_rate_bps: u16,
    }
    ServicePaid is coop::events::ServicePaid {
        coop: Key, seq: u64, at: i64, service: Key, payer: Key, buyer: Key, amount: u64, fee: u64,
        buyer_units: u64, outside_units: u64, revenue: u64, earnings: u64,
    }
    ServiceRegistered is coop::events::ServiceRegistered {
        coop: Key, seq: u64, at: i64, service: Key, index: u32, owner: Key, payout: Key, provider: Key,
        take_rate_bps: u16, provider_bps: u16, promised_until: i64,
    }
    ServiceRepriced is coop::events::ServiceRepriced {
        coop: Key, seq: u64, at: i64, service: Key, before_bps: u16, take_rate_bps: u16, provider_bps: u16,
        from: i64,
    }
    ServiceRetired is coop::events::ServiceRetired {
        coop: Key, seq: u64, at: i64, service: Key,
    }
    SharesClaimed is coop::events::SharesClaimed {
        coop: Key, seq: u64, at: i64, pool: Key, member: Key, share: u64, refund: u64, stays_until: i64,
        shares_total: u64, in_transit: u64,
    }
    SharesSubscribed is coop::events::SharesSubscribed {
        coop: Key, seq: u64, at: i64, member: Key, amount: u64, shares: u64, shares_total: u64, fund: u64,
    }
    SharesWithdrawn is coop::events::SharesWithdrawn {
        coop: Key, seq: u64, at: i64, member: Key, amount: u64, shares: u64, asked: u64, shares_total: u64,
    }
    StrayLamportsSwept is coop::events::StrayLamportsSwept {
        coop: Key, seq: u64, at: i64, account: Key, to: Key, lamports: u64,
    }
    StrayTokensSwept is coop::events::StrayTokensSwept {
        coop: Key, seq: u64, at: i64, account: Key, donated: u64, reserve: u64,
    }
    UseSettled is coop::events::UseSettled {
        coop: Key, seq: u64, at: i64, member: Key, promised: u64, turnover: u64, bond: u64, forfeited: u64,
    }
    VaultSynced is coop::events::VaultSynced {
        coop: Key, seq: u64, at: i64, donated: u64, reserve: u64,
    }
    VouchGiven is coop::events::VouchGiven {
        coop: Key, seq: u64, at: i64, candidate: Key, voucher: Key, vouches_received: u8, vouches_needed: u8,
    }
    VouchReclaimed is coop::events::VouchReclaimed {
        coop: Key, seq: u64, at: i64, candidate: Key, voucher: Key,
    }
    VouchWithdrawn is coop::events::VouchWithdrawn {
        coop: Key, seq: u64, at: i64, candidate: Key, voucher: Key, vouches_received: u8,
    }
}

pub fn rows() -> Vec<Row> {
    vec![
        record::<ApplicationMade>("ApplicationMade"),
        record::<ApplicationRenewed>("ApplicationRenewed"),
        record::<ApplicationWithdrawn>("ApplicationWithdrawn"),
        record::<BallotCast>("BallotCast"),
        record::<BallotsReclaimed>("BallotsReclaimed"),
        record::<CapitalAsked>("CapitalAsked"),
        record::<CapitalDrawn>("CapitalDrawn"),
        record::<CoopClosed>("CoopClosed"),
        record::<CoopDescribed>("CoopDescribed"),
        record::<CoopFounded>("CoopFounded"),
        record::<CoopPaid>("CoopPaid"),
        record::<DissolutionBegan>("DissolutionBegan"),
        record::<DividendsClaimed>("DividendsClaimed"),
        record::<ElectorEnrolled>("ElectorEnrolled"),
        record::<ElectorSuspended>("ElectorSuspended"),
        record::<FederationJoined>("FederationJoined"),
        record::<HeirPassedOver>("HeirPassedOver"),
        record::<IncomeBooked>("IncomeBooked"),
        record::<MandateDrawn>("MandateDrawn"),
        record::<MandateReclaimed>("MandateReclaimed"),
        record::<MemberAdmitted>("MemberAdmitted"),
        record::<MemberReclaimed>("MemberReclaimed"),
        record::<MemberReleased>("MemberReleased"),
        record::<MemberResigned>("MemberResigned"),
        record::<MoneyPassed>("MoneyPassed"),
        record::<MoneyReceived>("MoneyReceived"),
        record::<NameSet>("NameSet"),
        record::<ObjectionMade>("ObjectionMade"),
        record::<PanelCalled>("PanelCalled"),
        record::<PanelSeated>("PanelSeated"),
        record::<PatronageSettled>("PatronageSettled"),
        record::<PayoutUpdated>("PayoutUpdated"),
        record::<PeriodClosed>("PeriodClosed"),
        record::<PeriodReclaimed>("PeriodReclaimed"),
        record::<PledgeMade>("PledgeMade"),
        record::<PledgeReclaimed>("PledgeReclaimed"),
        record::<PledgeRefunded>("PledgeRefunded"),
        record::<PledgeWithdrawn>("PledgeWithdrawn"),
        record::<PoolCancelled>("PoolCancelled"),
        record::<PoolOpened>("PoolOpened"),
        record::<PoolReclaimed>("PoolReclaimed"),
        record::<PoolSettled>("PoolSettled"),
        record::<ProposalCancelled>("ProposalCancelled"),
        record::<ProposalExplained>("ProposalExplained"),
        record::<ProposalMade>("ProposalMade"),
        record::<ProposalReclaimed>("ProposalReclaimed"),
        record::<ProtestCounted>("ProtestCounted"),
        record::<RedirectReclaimed>("RedirectReclaimed"),
        record::<RehomeUndone>("RehomeUndone"),
        record::<RehomeVetoed>("RehomeVetoed"),
        record::<ResolutionExecuted>("ResolutionExecuted"),
        record::<ServicePaid>("ServicePaid"),
        record::<ServiceRegistered>("ServiceRegistered"),
        record::<ServiceRepriced>("ServiceRepriced"),
        record::<ServiceRetired>("ServiceRetired"),
        record::<SharesClaimed>("SharesClaimed"),
        record::<SharesSubscribed>("SharesSubscribed"),
        record::<SharesWithdrawn>("SharesWithdrawn"),
        record::<StrayLamportsSwept>("StrayLamportsSwept"),
        record::<StrayTokensSwept>("StrayTokensSwept"),
        record::<UseSettled>("UseSettled"),
        record::<VaultSynced>("VaultSynced"),
        record::<VouchGiven>("VouchGiven"),
        record::<VouchReclaimed>("VouchReclaimed"),
        record::<VouchWithdrawn>("VouchWithdrawn"),
    ]
}
