//! The events, in the past tense. An instruction usually logs one. A few can log two, such as `remit_solidarity` and
//! `resign`, and a call that succeeds without changing anything logs none.
//!
//! Every event begins with the co-op, its running `seq` (the first is 1, without gaps) and the time; then come the
//! change and, in most events about money or people, the totals after it. Amounts are base units, times are unix
//! seconds.

use anchor_lang::prelude::*;

/// Declares events of fixed size that begin with the common header, and an enum of all of them.
macro_rules! events {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $ty:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[event(bytemuck)]
            #[cfg_attr(not(target_os = "solana"), derive(Debug, PartialEq, Eq))]
            pub struct $name {
                pub coop: Address,
                pub seq: PodU64,
                pub at: PodI64,
                $($(#[$field_doc])* pub $field: $ty,)*
            }
        )*

        /// Any event, for readers of the log.
        #[cfg(not(target_os = "solana"))]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Event {
            $($(#[$doc])* $name($name),)*
        }

        #[cfg(not(target_os = "solana"))]
        impl Event {
            /// Reads an event from a log of the program: discriminator and body. Nothing if it is not an event of
            /// this program.
            pub fn decode(bytes: &[u8]) -> Option<Self> {
                let (discriminator, body) = bytes.split_at_checked(8)?;
                $(if discriminator == $name::DISCRIMINATOR {
                    return bytemuck::try_pod_read_unaligned(body).ok().map(Self::$name);
                })*
                None
            }

            /// The co-op in which it happened.
            pub fn coop(&self) -> Address {
                match self { $(Self::$name(event) => event.coop,)* }
            }

            /// Its number among the co-op's events; the first is 1.
            pub fn seq(&self) -> u64 {
                match self { $(Self::$name(event) => event.seq.get(),)* }
            }

            /// Its name in the IDL.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$name(_) => stringify!($name),)* }
            }
        }
    };
}

/// An event as it is logged.
#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C, packed)]
struct Logged<E> {
    discriminator: [u8; 8],
    event: E,
}

/// Logs an event in the form of Anchor's `emit!`, built in place instead of on the heap.
#[inline(always)]
pub fn emit<E: Discriminator + bytemuck::Pod>(event: E) {
    let mut discriminator = [0; 8];
    discriminator.copy_from_slice(E::DISCRIMINATOR);
    log(bytemuck::bytes_of(&Logged { discriminator, event }));
}

#[inline(always)]
fn log(bytes: &[u8]) {
    sol_log_data(&[bytes]);
}

events! {
    // charter
    /// A co-op was founded and is forming.
    CoopFounded { founder: Address, mint: Address, founder_member: Address, name: [u8; 32], }
    /// A co-op was closed: it never started, or it was dissolved and all claims on it have lapsed. Its seeds stay taken.
    CoopClosed {
        /// What others had sent to its vault since.
        burned: PodU64,
        /// The same of wrapped SOL, which cannot be burned: lamports that stay in the tombstone.
        stays: PodU64,
        /// 1: it was dissolved; 0: it never started.
        dissolved: u8,
    }

    /// The description of a co-op was set.
    CoopDescribed { }

    // membership
    /// A wallet became a candidate.
    ApplicationMade { member: Address, wallet: Address, vouches_needed: u8, }
    /// A former member became a candidate again, or a candidate signed the restated statutes.
    ApplicationRenewed { member: Address, wallet: Address, vouches_needed: u8, }
    /// An application was withdrawn.
    ApplicationWithdrawn { member: Address, wallet: Address, }
    /// A member vouched for a candidate.
    VouchGiven { candidate: Address, voucher: Address, vouches_received: u8, vouches_needed: u8, }
    /// A vouch was withdrawn before the candidate was admitted.
    VouchWithdrawn { candidate: Address, voucher: Address, vouches_received: u8, }
    /// A vouch that no longer counts was closed.
    VouchReclaimed { candidate: Address, voucher: Address, }
    /// A candidate became a member.
    MemberAdmitted { member: Address, wallet: Address, number: PodU32, members: PodU32, }
    /// A member paid in capital.
    SharesSubscribed { member: Address, amount: PodU64, shares: PodU64, shares_total: PodU64, fund: PodU64, }
    /// A member became an elector.
    ElectorEnrolled { member: Address, electors: PodU32, }
    /// A member's or candidate's name was set; all zeros: it has only its number.
    NameSet { member: Address, number: PodU32, name: [u8; 32], }
    /// An elector was suspended.
    ElectorSuspended { member: Address, electors: PodU32, }
    /// A member left; its shares and vintages became matured capital.
    MemberResigned { member: Address, wallet: Address, matured: PodU64,
        /// The part of `matured` that is asked back at the next close.
        asked: PodU64,
        members: PodU32, electors: PodU32, }
    /// The account of a former member or candidate was closed.
    MemberReclaimed { member: Address, wallet: Address, }

    // bootstrap
    /// A pool was opened.
    PoolOpened { pool: Address, index: PodU32, min_raise: PodU64, max_raise: PodU64, deadline: PodI64, }
    /// Money or use was pledged.
    PledgeMade {
        pool: Address, member: Address, amount: PodU64, use_amount: PodU64,
        /// The member's pledge afterwards.
        pledged: PodU64,
        raised: PodU64, pledgers: PodU32, people: PodU32, use_pledged: PodU64,
    }
    /// Pledged money was withdrawn.
    PledgeWithdrawn {
        pool: Address, member: Address, amount: PodU64,
        /// The member's pledge afterwards.
        pledged: PodU64,
        raised: PodU64, pledgers: PodU32, people: PodU32, use_pledged: PodU64,
    }
    /// The founder gave up a founding pool that held nobody's money.
    PoolCancelled { pool: Address, index: PodU32, }
    /// A pool was settled.
    PoolSettled {
        pool: Address, raised: PodU64, accepted: PodU64, pledgers: PodU32, people: PodU32, use_pledged: PodU64,
        /// 1: every gate was passed.
        succeeded: u8,
    }
    /// A pledge became capital, and cash if the pool was oversubscribed.
    SharesClaimed {
        pool: Address, member: Address, share: PodU64, refund: PodU64,
        /// The time until which the share rests; 0: it does not rest.
        stays_until: PodI64,
        shares_total: PodU64, in_transit: PodU64,
    }
    /// A former member that left over a weighty resolution was released from its promise and its resting capital.
    MemberReleased {
        member: Address, proposal: Address,
        /// The time from which it may apply again.
        returns_from: PodI64,
    }
    /// A failed pool refunded a pledge, to the unit.
    PledgeRefunded { pool: Address, member: Address, amount: PodU64, }
    /// The account of a pledge that is over was closed.
    PledgeReclaimed { pool: Address, member: Address, }
    /// The accounts of a pool that is over were closed; what had been donated to its escrow went to the reserve.
    PoolReclaimed { pool: Address, donated: PodU64, reserve: PodU64, }

    // patronage
    /// A service was registered at the split in force, and at the highest take rate of the open period and the one before.
    ServiceRegistered {
        service: Address, index: PodU32, owner: Address, payout: Address,
        /// The membership to which it belongs; zeros: none.
        provider: Address,
        take_rate_bps: PodU16, provider_bps: PodU16,
        /// Until then neither becomes worse for the service.
        promised_until: PodI64,
    }
    /// A service was given the co-op's present take rate and split.
    ServiceRepriced {
        service: Address, before_bps: PodU16, take_rate_bps: PodU16, provider_bps: PodU16,
        /// The time from which the worse of the new terms hold; the time of the event if none is worse.
        from: PodI64,
    }
    /// The account to which a service is paid was changed.
    PayoutUpdated { service: Address, owner: Address, payout: Address, }
    /// A service was retired and its account closed.
    ServiceRetired { service: Address, }
    /// A service was paid, and the fee went to the co-op.
    ServicePaid {
        service: Address, payer: Address,
        /// The member for which the payment was made; zeros: none.
        buyer: Address,
        amount: PodU64, fee: PodU64,
        /// The units of the fee that are the buyer's.
        buyer_units: PodU64,
        /// The units of the fee that are outside use; the rest is the provider's.
        outside_units: PodU64,
        revenue: PodU64, earnings: PodU64,
    }
    /// The co-op was paid for goods that it sells.
    CoopPaid {
        payer: Address,
        /// The member for which the payment was made; zeros: none.
        buyer: Address,
        amount: PodU64,
        /// 1: it counts as the buyer's use; 0: as outside use.
        counted: u8,
        revenue: PodU64, earnings: PodU64,
    }
    /// Income that is neither a fee nor a sale of goods came in.
    IncomeBooked {
        payer: Address,
        /// 0: income, 1: a sale of invested assets, 2: a gift.
        kind: u8,
        amount: PodU64,
        /// The part that was earned: it counts as outside use.
        earned: PodU64,
        fund: PodU64, earnings: PodU64, solidarity: PodU64, invested: PodU64,
    }
    /// A period was closed. Its account holds the whole result.
    PeriodClosed {
        period: Address, number: PodU32, revenue: PodU64, expenses: PodU64, wear: PodU64, surplus: PodU64,
        to_reserve: PodU64, to_solidarity: PodU64, to_interest: PodU64, to_pioneers: PodU64, to_work: PodU64,
        to_members: PodU64,
        /// The capital that was asked back.
        asked: PodU64,
        /// The money paid for it.
        paid: PodU64, price_bps: PodU16,
        fund: PodU64, reserve: PodU64, loss: PodU64,
    }
    /// A member's part of a closed period was settled.
    PatronageSettled {
        member: Address, number: PodU32, units: PodU64, work: PodU64, asked: PodU64,
        /// The money for capital that was asked back.
        paid: PodU64,
        /// The capital that this payment retired.
        retired: PodU64,
        cash: PodU64, retained: PodU64, pioneer_units: PodU64,
        /// The cash owed to the member afterwards.
        owed: PodU64,
        dividends: PodU64, retained_total: PodU64,
        /// The number of members that are not settled for the period yet.
        unsettled: PodU32,
    }
    /// The account of a closed period was closed.
    PeriodReclaimed { period: Address, number: PodU32, }
    /// A promise of use was compared with the member's turnover.
    UseSettled {
        member: Address, promised: PodU64, turnover: PodU64, bond: PodU64,
        /// The part of the bond that is asked back for the reserve; the rest is free.
        forfeited: PodU64,
    }
    /// A member was paid the cash it was owed.
    DividendsClaimed { member: Address, amount: PodU64, dividends: PodU64, }
    /// A member asked for capital at the next close.
    CapitalAsked {
        member: Address,
        amount: PodU64,
    }
    /// A staying member withdrew shares; they are asked back at the next close.
    SharesWithdrawn { member: Address, amount: PodU64, shares: PodU64, asked: PodU64, shares_total: PodU64, }
    /// Money that had been sent to the vault directly was booked to the reserve.
    VaultSynced { donated: PodU64, reserve: PodU64, }
    /// Tokens in an associated token account of the co-op or of its vault went to the reserve.
    StrayTokensSwept { account: Address, donated: PodU64, reserve: PodU64, }
    /// Lamports above the rent, in the account of a co-op or pool and in its vault or escrow, went to the payer of
    /// that rent.
    StrayLamportsSwept { account: Address, to: Address, lamports: PodU64, }

    // governance
    /// A resolution was proposed; its account holds the action.
    ProposalMade {
        proposal: Address, index: PodU32, proposer: Address,
        /// The kind of its action, of the type `Kind`.
        kind: u8,
        special: u8, electors: PodU32, ends: PodI64,
    }
    /// A proposer added the reasons of its proposal and a document; both are in the account.
    ProposalExplained { proposal: Address, index: PodU32, }
    /// An elector cast or changed a ballot.
    BallotCast {
        proposal: Address, member: Address,
        /// 1: yes, 2: no, 3: abstain.
        choice: u8,
        yes: PodU32, no: PodU32, abstain: PodU32,
    }
    /// A proposal was cancelled before any ballot, and its account closed.
    ProposalCancelled { proposal: Address, index: PodU32, }
    /// A resolution was executed. Fields that its action does not concern are unchanged.
    ResolutionExecuted {
        proposal: Address, index: PodU32, kind: u8,
        target: Address, amount: PodU64, operating: PodU64, reserve: PodU64, solidarity: PodU64,
        members: PodU32, electors: PodU32, charter_version: PodU32, take_rate_bps: PodU16,
    }
    /// A mandate was drawn on.
    MandateDrawn {
        mandate: Address, holder: Address, amount: PodU64,
        /// Drawn in this period, including this draw.
        drawn: PodU64,
        operating: PodU64,
    }
    /// A member objected to the move of its membership to another wallet.
    RehomeVetoed { proposal: Address, member: Address, }
    /// The wallet from which a membership had been moved took it back.
    RehomeUndone { member: Address, wallet: Address, }
    /// A review panel was called: it will be drawn by the hash of a later slot.
    PanelCalled { proposal: Address, slot: PodU64, }
    /// A review panel was drawn.
    PanelSeated { proposal: Address, seed: [u8; 32], }
    /// A member of the review panel objected; the third objection doubles the timelock.
    ObjectionMade { proposal: Address, member: Address, objections: u8, timelock: PodU32, }
    /// A protest was counted against a weighty resolution: one of its electors resigned in protest or was expelled.
    ProtestCounted { proposal: Address, member: Address, protests: PodU32, electors: PodU32, }
    /// The account of a proposal that is over was closed.
    ProposalReclaimed { proposal: Address, index: PodU32, }
    /// A page of ballots on a proposal that is over was closed.
    BallotsReclaimed { proposal: Address, page: PodU32, }
    /// The account of a mandate that is over was closed.
    MandateReclaimed { mandate: Address, index: PodU32, }
    /// The redirect that kept a wallet from a second membership was closed.
    RedirectReclaimed { wallet: Address, member: Address, }

    // federation
    /// A co-op was accepted into the federation that it had resolved to join.
    FederationJoined { federation: Address, }
    /// An heir of a dissolving co-op was passed over, because it is not active. `successor` inherits instead; zeros:
    /// nobody.
    HeirPassedOver { heir: Address, successor: Address, }
    /// Money was passed to the reserve of another co-op: money due to the federation or, at the end, money that is
    /// owed to nobody. If nobody is left to inherit, it was burned; wrapped SOL cannot be burned, and stays in the vault.
    MoneyPassed {
        /// The co-op that received it. Zeros: nobody. The co-op itself: its federation could not be paid, and
        /// the money returned to solidarity.
        to: Address,
        amount: PodU64,
        /// 1: claims lapse with it.
        last: u8,
    }
    /// Money from another co-op came into the reserve.
    MoneyReceived { from: Address, amount: PodU64, reserve: PodU64, }
    /// The co-op began to dissolve, and its period was closed. Money that is owed to nobody passes to the heir after
    /// 180 days.
    DissolutionBegan {
        heir: Address, period: Address, operating: PodU64, reserve: PodU64,
        /// All capital, which has a claim on the operating money.
        claims: PodU64,
    }
    /// A claim on a dissolving co-op was paid, as far as the money reaches.
    CapitalDrawn {
        member: Address, claim: PodU64, amount: PodU64, claims: PodU64, claims_paid: PodU64, operating: PodU64,
    }
}
