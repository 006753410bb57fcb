//! What happened, one event an instruction, in the past tense.
//!
//! Every event begins with the co-op, its running `seq` (the first is 1, without gaps) and the time; what
//! follows is the change and the totals after it. Amounts are base units, times unix seconds.

use anchor_lang::prelude::*;

/// Declares events of fixed size with the common header in front, and an enum of them all.
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

        /// Any event, for those who read the log.
        #[cfg(not(target_os = "solana"))]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Event {
            $($(#[$doc])* $name($name),)*
        }

        #[cfg(not(target_os = "solana"))]
        impl Event {
            /// Reads what the program logged: discriminator and body. Nothing if it is no event of ours.
            pub fn decode(bytes: &[u8]) -> Option<Self> {
                let (discriminator, body) = bytes.split_at_checked(8)?;
                $(if discriminator == $name::DISCRIMINATOR {
                    return bytemuck::try_pod_read_unaligned(body).ok().map(Self::$name);
                })*
                None
            }

            /// The co-op it happened in.
            pub fn coop(&self) -> Address {
                match self { $(Self::$name(event) => event.coop,)* }
            }

            /// Its number among the co-op's events, from 1.
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

#[inline(never)]
fn log(bytes: &[u8]) {
    sol_log_data(&[bytes]);
}

events! {
    // charter
    /// A co-op was founded and is forming.
    CoopFounded { founder: Address, mint: Address, founder_member: Address, name: [u8; 32], }
    /// A co-op that never started was closed; its seeds stay taken. Donations left in its vault were burned.
    CoopAbandoned { burned: PodU64, }

    /// A co-op said what it is about.
    CoopDescribed { }

    // membership
    /// A wallet became a candidate.
    ApplicationMade { member: Address, wallet: Address, vouches_needed: u8, }
    /// One who had left became a candidate again.
    ApplicationRenewed { member: Address, wallet: Address, vouches_needed: u8, }
    /// A candidate withdrew.
    ApplicationWithdrawn { member: Address, wallet: Address, }
    /// A member vouched for a candidate.
    VouchGiven { candidate: Address, voucher: Address, vouches_received: u8, vouches_needed: u8, }
    /// A vouch was taken back before the candidate was admitted.
    VouchWithdrawn { candidate: Address, voucher: Address, vouches_received: u8, }
    /// A vouch that no longer counts was closed.
    VouchReclaimed { candidate: Address, voucher: Address, }
    /// A candidate became a member.
    MemberAdmitted { member: Address, wallet: Address, number: PodU32, members: PodU32, }
    /// A member paid in capital.
    SharesSubscribed { member: Address, amount: PodU64, shares: PodU64, shares_total: PodU64, fund: PodU64, }
    /// A member became an elector.
    ElectorEnrolled { member: Address, electors: PodU32, }
    /// A member said what it wants to be called; all zeros: by its number only.
    NameSet { member: Address, number: PodU32, name: [u8; 32], }
    /// A silent elector's vote was suspended.
    ElectorSuspended { member: Address, electors: PodU32, }
    /// A member left; its shares and vintages became matured capital.
    MemberResigned { member: Address, wallet: Address, matured: PodU64,
        /// Of `matured`, asked back at the next close.
        asked: PodU64,
        members: PodU32, electors: PodU32, }
    /// The account of one who left was closed.
    MemberReclaimed { member: Address, wallet: Address, }

    // bootstrap
    /// A pool was opened.
    PoolOpened { pool: Address, index: PodU32, min_raise: PodU64, max_raise: PodU64, deadline: PodI64, }
    /// Money or use was pledged.
    PledgeMade {
        pool: Address, member: Address, amount: PodU64, use_amount: PodU64,
        /// The member's pledge after.
        pledged: PodU64,
        raised: PodU64, pledgers: PodU32, people: PodU32, use_pledged: PodU64,
    }
    /// Pledged money went back.
    PledgeWithdrawn {
        pool: Address, member: Address, amount: PodU64,
        /// The member's pledge after.
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
    /// A pledge became capital, and cash where the pool was oversubscribed.
    SharesClaimed {
        pool: Address, member: Address, share: PodU64, refund: PodU64,
        /// Until when the share rests; 0: it does not.
        stays_until: PodI64,
        shares_total: PodU64, in_transit: PodU64,
    }
    /// Who left over a weighty resolution was released from what bound it.
    MemberReleased {
        member: Address, proposal: Address,
        /// It may not apply anew before.
        returns_from: PodI64,
    }
    /// A failed pool gave a pledge back, to the unit.
    PledgeRefunded { pool: Address, member: Address, amount: PodU64, }
    /// The account of a pledge that is over was closed.
    PledgeReclaimed { pool: Address, member: Address, }
    /// The accounts of a pool that is over were closed; what had been donated to its escrow went to the reserve.
    PoolReclaimed { pool: Address, donated: PodU64, reserve: PodU64, }

    // patronage
    /// A service was registered at the take rate and split of the moment.
    ServiceRegistered {
        service: Address, index: PodU32, owner: Address, payout: Address,
        /// The membership it belongs to; zeros: none.
        provider: Address,
        take_rate_bps: PodU16, provider_bps: PodU16,
        /// Neither becomes worse for it before.
        promised_until: PodI64,
    }
    /// A service took over the co-op's take rate and split.
    ServiceRepriced {
        service: Address, before_bps: PodU16, take_rate_bps: PodU16, provider_bps: PodU16,
        /// From when on what is worse for the service holds.
        from: PodI64,
    }
    /// A service is paid to another account.
    PayoutUpdated { service: Address, owner: Address, payout: Address, }
    /// A service was retired and its account closed.
    ServiceRetired { service: Address, }
    /// A service was paid, and the co-op its fee.
    ServicePaid {
        service: Address, payer: Address,
        /// The member that was paid for; zeros: none.
        buyer: Address,
        amount: PodU64, fee: PodU64,
        /// Of the fee, units of the buyer.
        buyer_units: PodU64,
        /// Of the fee, units of nobody who is a member; the rest is the provider's.
        outside_units: PodU64,
        revenue: PodU64, earnings: PodU64,
    }
    /// The co-op was paid for what it sells.
    CoopPaid {
        payer: Address,
        /// The member that was paid for; zeros: none.
        buyer: Address,
        amount: PodU64,
        /// 1: it counts as the buyer's use; 0: as use of others.
        counted: u8,
        revenue: PodU64, earnings: PodU64,
    }
    /// Income came in that is no fee.
    IncomeBooked {
        payer: Address,
        /// 0: income, 1: a sale of what was invested in, 2: a gift.
        kind: u8,
        amount: PodU64,
        /// The part that was earned: it counts as use of others.
        earned: PodU64,
        fund: PodU64, earnings: PodU64, solidarity: PodU64, invested: PodU64,
    }
    /// A period closed. Its account holds the whole result.
    PeriodClosed {
        period: Address, number: PodU32, revenue: PodU64, expenses: PodU64, wear: PodU64, surplus: PodU64,
        to_reserve: PodU64, to_solidarity: PodU64, to_interest: PodU64, to_pioneers: PodU64, to_work: PodU64,
        to_members: PodU64,
        /// Capital that was asked back, and paid for it.
        asked: PodU64, paid: PodU64, price_bps: PodU16,
        fund: PodU64, reserve: PodU64, loss: PodU64,
    }
    /// A member's part of a closed period was settled.
    PatronageSettled {
        member: Address, number: PodU32, units: PodU64, work: PodU64, asked: PodU64,
        /// For capital that was asked back.
        paid: PodU64,
        /// Capital that this retired.
        retired: PodU64,
        cash: PodU64, retained: PodU64, pioneer_units: PodU64,
        /// Owed to the member in cash after.
        owed: PodU64,
        dividends: PodU64, retained_total: PodU64,
        /// Members of the period not settled yet.
        unsettled: PodU32,
    }
    /// The account of a closed period was closed.
    PeriodReclaimed { period: Address, number: PodU32, }
    /// A promise of use was compared with what the member did.
    UseSettled {
        member: Address, promised: PodU64, turnover: PodU64, bond: PodU64,
        /// Of the bond, asked back for the reserve; the rest is free.
        forfeited: PodU64,
    }
    /// A member was paid the cash it was owed.
    DividendsClaimed { member: Address, amount: PodU64, dividends: PodU64, }
    /// A member said what capital it wants paid at the next close.
    CapitalAsked {
        member: Address,
        amount: PodU64,
    }
    /// A staying member withdrew shares; they are asked back at the next close.
    SharesWithdrawn { member: Address, amount: PodU64, shares: PodU64, asked: PodU64, shares_total: PodU64, }
    /// Money that had been sent to the vault unasked was booked to the reserve.
    VaultSynced { donated: PodU64, reserve: PodU64, }
    /// Tokens that strangers had sent to an associated account of the co-op or of its vault went to the reserve.
    StrayTokensSwept { account: Address, donated: PodU64, reserve: PodU64, }
    /// Lamports above the rent of a co-op's or pool's account, and of the vault or escrow, went to whoever had paid the rent.
    StrayLamportsSwept { account: Address, to: Address, lamports: PodU64, }

    // governance
    /// A resolution was proposed; its account holds the action.
    ProposalMade {
        proposal: Address, index: PodU32, proposer: Address,
        /// [`Kind`](crate::state::Kind) of its action.
        kind: u8,
        special: u8, electors: PodU32, ends: PodI64,
    }
    /// A proposer said why, and which document says more: in the account.
    ProposalExplained { proposal: Address, index: PodU32, }
    /// An elector said what it thinks, or thought better of it.
    BallotCast {
        proposal: Address, member: Address,
        /// 1: yes, 2: no, 3: abstain.
        choice: u8,
        yes: PodU32, no: PodU32, abstain: PodU32,
    }
    /// A proposal was cancelled before any ballot, and its account closed.
    ProposalCancelled { proposal: Address, index: PodU32, }
    /// A resolution was executed. What only some actions change is as it was.
    ResolutionExecuted {
        proposal: Address, index: PodU32, kind: u8,
        target: Address, amount: PodU64, operating: PodU64, reserve: PodU64, solidarity: PodU64,
        members: PodU32, electors: PodU32, charter_version: PodU32, take_rate_bps: PodU16,
    }
    /// A mandate was drawn on.
    MandateDrawn {
        mandate: Address, holder: Address, amount: PodU64,
        /// In this period, this draw too.
        drawn: PodU64,
        operating: PodU64,
    }
    /// A member objected to being moved to another wallet.
    RehomeVetoed { proposal: Address, member: Address, }
    /// The wallet that a membership had been moved from took it back.
    RehomeUndone { member: Address, wallet: Address, }
    /// A review panel was called: it is drawn by the hash of a slot to come.
    PanelCalled { proposal: Address, slot: PodU64, }
    /// A review panel was drawn.
    PanelSeated { proposal: Address, seed: [u8; 32], }
    /// A member of the review panel objected; the third objection doubles the timelock.
    ObjectionMade { proposal: Address, member: Address, objections: u8, timelock: PodU32, }
    /// It counts against a weighty resolution that one of its electors left in protest, or was expelled.
    ProtestCounted { proposal: Address, member: Address, protests: PodU32, electors: PodU32, }
    /// The account of a proposal that is over was closed.
    ProposalReclaimed { proposal: Address, index: PodU32, }
    /// A page of ballots on a proposal that is over was closed.
    BallotsReclaimed { proposal: Address, page: PodU32, }
    /// The account of a mandate that is over was closed.
    MandateReclaimed { mandate: Address, index: PodU32, }
    /// The account that kept a wallet from a second membership was closed.
    RedirectReclaimed { wallet: Address, member: Address, }

    // federation
    /// A co-op was accepted into the federation by which it had resolved to be.
    FederationJoined { federation: Address, }
    /// An heir of a dissolving co-op is at its end itself: who inherits instead; zeros: nobody.
    HeirPassedOver { heir: Address, successor: Address, }
    /// What was due to the federation, or at the end what is owed to nobody, was passed to the reserve of another co-op; with no
    /// other left it was burned.
    MoneyPassed {
        /// The co-op that got it; zeros: burned; itself: its federation is at its end, and it is solidarity again.
        to: Address,
        amount: PodU64,
        /// 1: claims lapse with it.
        last: u8,
    }
    /// Another co-op's money came to the reserve.
    MoneyReceived { from: Address, amount: PodU64, reserve: PodU64, }
    /// The co-op began to dissolve; its period closed. What is not owed passes to the heir after 180 days.
    DissolutionBegan {
        heir: Address, period: Address, operating: PodU64, reserve: PodU64,
        /// All capital, which claims the operating money.
        claims: PodU64,
    }
    /// A claim on a dissolving co-op was paid as far as the money reaches.
    CapitalDrawn {
        member: Address, claim: PodU64, amount: PodU64, claims: PodU64, claims_paid: PodU64, operating: PodU64,
    }
}
