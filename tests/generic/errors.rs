//! Every reason to refuse, reached on purpose: one bound or rule broken at a time.

use super::errors_of_governance;
use anchor_lang::prelude::Address;
use coop::{
    error::CoopError::{self, *},
    state::{CharterTerms, PoolTerms},
};
use coop_tests::{
    CoopSite, DAY, Refusal, UNIT, World,
    call::Founding,
    charter,
    fixtures::{
        active, candidacy, failed, found, gather, newcomer, pledge, pledged, settled, take_in,
        take_rate_becomes, traded, trading, vouch,
    },
    mints, pool_terms,
    world::{TOKEN_2022, code},
};

type Break<T> = (CoopError, fn(&mut T));

/// Each term of the charter outside its bound, by one.
const CHARTERS: &[Break<CharterTerms>] = &[
    (MemberShareOutOfBounds, |c| c.member_share = 0),
    (MaxSharesOutOfBounds, |c| c.max_shares = c.member_share - 1),
    (VouchesRequiredOutOfBounds, |c| c.vouches_required = 0),
    (VouchesRequiredOutOfBounds, |c| c.vouches_required = 17),
    (VouchesPerPeriodOutOfBounds, |c| c.vouches_per_period = 33),
    (GrowthBpsOutOfBounds, |c| c.growth_bps = 10_001),
    (GrowthFloorOutOfBounds, |c| c.growth_floor = 0),
    (SeasoningOutOfBounds, |c| c.seasoning = 90 * DAY as u32 + 1),
    (QuorumOutOfBounds, |c| c.quorum_bps = 99),
    (QuorumOutOfBounds, |c| c.quorum_bps = 5_001),
    (VotingPeriodOutOfBounds, |c| c.voting_period = DAY as u32 - 1),
    (TimelockOutOfBounds, |c| c.timelock = 90 * DAY as u32 + 1),
    (ExecutionWindowOutOfBounds, |c| c.execution_window = 30 * DAY as u32 + 1),
    (ExodusOutOfBounds, |c| c.exodus_bps = 499),
    (PeriodLengthOutOfBounds, |c| c.period_length = 366 * DAY as u32 + 1),
    (BudgetOutOfBounds, |c| c.budget_bps = 2_501),
    (TakeRateCeilingOutOfBounds, |c| c.take_rate_ceiling_bps = 5_001),
    (TakeRateOutOfBounds, |c| c.take_rate_bps = c.take_rate_ceiling_bps + 1),
    (CommitmentOutOfBounds, |c| c.commitment = 3_650 * DAY as u32 + 1),
    (ReserveOutOfBounds, |c| c.reserve_bps = 499),
    (SolidarityOutOfBounds, |c| c.solidarity_bps = 4_001),
    (InterestCapOutOfBounds, |c| c.interest_cap_bps = 1_501),
    (DepreciationOutOfBounds, |c| c.depreciation_bps = 499),
    (CashOutOfBounds, |c| c.cash_bps = 1_999),
    (RevolvePeriodsOutOfBounds, |c| c.revolve_periods = 9),
    (RedemptionOutOfBounds, |c| c.redemption_bps = 499),
    (PioneerShareOutOfBounds, |c| c.pioneer_bps = 2_001),
    (PioneerThresholdOutOfBounds, |c| c.pioneer_threshold = (1 << 62) + 1),
    (PioneerCapOutOfBounds, |c| c.pioneer_cap_bps = c.reserve_bps + 1),
    (PanelSizeOutOfBounds, |c| c.panel_size = 8),
    (ReviewOutOfBounds, |c| c.review_bps = 10_001),
];

/// Each term of a pool outside its bound, by one.
const POOLS: &[Break<PoolTerms>] = &[
    (MaxRaiseOutOfBounds, |t| t.max_raise = 0),
    (MinRaiseOutOfBounds, |t| t.min_raise = t.max_raise + 1),
    (MinMembersOutOfBounds, |t| t.min_members = 0),
    (NoRoomForMinMembers, |t| t.min_members = 11),
    (MaxPledgeOutOfBounds, |t| t.max_pledge = 100 * UNIT - 1),
    (MaxUseOutOfBounds, |t| t.max_use = (1 << 32) + 1),
    (UseBondOutOfBounds, |t| t.use_bond_bps = 499),
    (UseBondOutOfBounds, |t| t.use_bond_bps = 10_001),
    (OpensInThePast, |t| t.opens -= 1),
    (TimesOutOfOrder, |t| t.withdraw_until = t.deadline + 1),
    (DeadlineTooFar, |t| t.deadline = t.opens + 180 * DAY + 1),
];

/// Token-2022's numbers of extensions that a co-op's mint must not have.
const MINTS: &[(CoopError, u16)] = &[
    (MintTakesTransferFee, 1),
    (MintCloseable, 3),
    (MintConfidential, 4),
    (MintSetsDefaultState, 6),
    (MintNonTransferable, 9),
    (MintHasPermanentDelegate, 12),
    (MintHasTransferHook, 14),
    (MintPausable, 26),
    (MintExtensionUnknown, 21),
];

/// Extensions that a co-op's mint may have: interest-bearing, metadata pointer, metadata, group pointer, group
/// member pointer, scaled UI.
const ACCEPTED_MINTS: &[u16] = &[10, 18, 19, 20, 22, 25];

fn founding(world: &mut World, founding: &Founding) -> Refusal {
    let founder = world.actor("founder", 0);
    let site = CoopSite::new(&founder.wallet(), founding.id, world.mint, world.token_program);
    world.send(&[site.found(founding)], &[&founder.key]).expect_err("refused")
}

fn opening(world: &mut World, spoil: fn(&mut PoolTerms)) -> Refusal {
    let coop = found(world, &Founding::default());
    let mut terms = pool_terms(world.now());
    spoil(&mut terms);
    world.send(&[coop.site.open_pool(0, terms)], &[&coop.founder.key]).expect_err("refused")
}

fn pledging(world: &mut World, amount: u64, used: u64) -> Refusal {
    let g = gather(world, 2);
    let who = &g.coop.founder;
    world.send(&[g.site.make_pledge(&who.wallet(), who, amount, used)], &[&who.key]).expect_err("refused")
}

/// An heir, active and of the world's mint; `old` makes it a year old.
fn heir(world: &mut World, old: bool) -> Address {
    let g = active(world, 3, 200 * UNIT);
    if old {
        world.pass(365 * DAY);
    }
    g.coop.site.coop
}

pub type Scene = (CoopError, fn(&mut World) -> Refusal);

/// The other reasons, each with the scene in which it is given.
const SCENES: &[Scene] = &[
    (NameInvalid, |w| founding(w, &Founding { name: String::new(), ..Default::default() })),
    (NameInvalid, |w| founding(w, &Founding { name: "x".repeat(33), ..Default::default() })),
    (NameInvalid, |w| founding(w, &Founding { name: "a\0b".into(), ..Default::default() })),
    (StatutesUriInvalid, |w| founding(w, &Founding { statutes_uri: "x".repeat(129), ..Default::default() })),
    (HeirNotActive, |w| {
        let forming = found(w, &Founding::default()).site.coop;
        founding(w, &Founding { heir: Some(forming), ..Default::default() })
    }),
    (HeirTooYoung, |w| {
        let heir = heir(w, false);
        founding(w, &Founding { heir: Some(heir), ..Default::default() })
    }),
    (HeirOfAnotherMint, |w| {
        let heir = heir(w, true);
        w.mint = w.new_mint(mints::plain(&Address::default()));
        founding(w, &Founding { heir: Some(heir), ..Default::default() })
    }),
    (CoopNotForming, |w| {
        let g = active(w, 3, 200 * UNIT);
        let terms = pool_terms(w.now());
        w.send(&[g.coop.site.open_pool(1, terms)], &[&g.coop.founder.key]).expect_err("refused")
    }),
    (CoopNotActive, |w| {
        let coop = found(w, &Founding::default());
        w.send(&[coop.site.subscribe(&coop.founder, 1)], &[&coop.founder.key]).expect_err("refused")
    }),
    (CoopInUse, |w| {
        let coop = found(w, &Founding::default());
        w.send(&[coop.site.reclaim_coop()], &[]).expect_err("refused")
    }),
    (CoopWithoutMembers, |w| {
        let coop = found(w, &Founding::default());
        w.send(&[coop.site.resign(&coop.founder.wallet())], &[&coop.founder.key]).unwrap();
        let late = w.actor("late", 0);
        let wallet = late.wallet();
        w.send(&[coop.site.apply(&wallet, &wallet)], &[&late.key]).expect_err("refused")
    }),
    (NotACandidate, |w| {
        let coop = found(w, &Founding::default());
        w.send(&[coop.site.admit(&coop.founder.wallet())], &[]).expect_err("refused")
    }),
    (NotAMember, |w| {
        let coop = found(w, &Founding::default());
        let who = w.actor("candidate", 0);
        candidacy(w, &coop.site, &who);
        w.send(&[coop.site.resign(&who.wallet())], &[&who.key]).expect_err("refused")
    }),
    (NotLeft, |w| {
        let coop = found(w, &Founding::default());
        w.send(&[coop.site.reapply(&coop.founder.wallet())], &[&coop.founder.key]).expect_err("refused")
    }),
    (VouchesUsedUp, |w| {
        let charter = CharterTerms { vouches_per_period: 1, vouches_required: 1, ..charter() };
        let mut coop = found(w, &Founding { charter, ..Default::default() });
        take_in(w, &mut coop, 1);
        let second = w.actor("second", 0);
        candidacy(w, &coop.site, &second);
        let founder = coop.founder.wallet();
        let call = coop.site.vouch_for(&founder, &founder, &second.wallet());
        w.send(&[call], &[&coop.founder.key]).expect_err("refused")
    }),
    (VouchesComplete, |w| {
        let mut coop = found(w, &Founding::default());
        take_in(w, &mut coop, 2);
        let who = w.actor("candidate", 0);
        candidacy(w, &coop.site, &who);
        vouch(w, &coop.site, &coop.founder, &who);
        vouch(w, &coop.site, &coop.members[0], &who);
        let third = coop.members[1].wallet();
        let call = coop.site.vouch_for(&third, &third, &who.wallet());
        w.send(&[call], &[&coop.members[1].key]).expect_err("refused")
    }),
    (VouchesMissing, |w| {
        let coop = found(w, &Founding::default());
        let who = w.actor("candidate", 0);
        candidacy(w, &coop.site, &who);
        w.send(&[coop.site.admit(&who.wallet())], &[]).expect_err("refused")
    }),
    (VouchOutdated, |w| {
        let coop = found(w, &Founding::default());
        let who = w.actor("candidate", 0);
        candidacy(w, &coop.site, &who);
        vouch(w, &coop.site, &coop.founder, &who);
        let (founder, wallet) = (coop.founder.wallet(), who.wallet());
        w.send(&[coop.site.withdraw_application(&wallet), coop.site.reapply(&wallet)], &[&who.key]).unwrap();
        let call = coop.site.withdraw_vouch(&founder, &wallet, &founder);
        w.send(&[call], &[&coop.founder.key]).expect_err("refused")
    }),
    (VouchCounts, |w| {
        let coop = found(w, &Founding::default());
        let who = w.actor("candidate", 0);
        candidacy(w, &coop.site, &who);
        vouch(w, &coop.site, &coop.founder, &who);
        let founder = coop.founder.wallet();
        w.send(&[coop.site.reclaim_vouch(&founder, &who.wallet(), &founder)], &[]).expect_err("refused")
    }),
    (GrowthCapReached, |w| {
        let mut g = active(w, 3, 200 * UNIT);
        take_in(w, &mut g.coop, 5);
        let who = w.actor("sixth", 0);
        candidacy(w, &g.coop.site, &who);
        vouch(w, &g.coop.site, &g.coop.founder, &who);
        vouch(w, &g.coop.site, &g.coop.members[0], &who);
        w.send(&[g.coop.site.admit(&who.wallet())], &[]).expect_err("refused")
    }),
    (AmountZero, |w| {
        let g = active(w, 3, 200 * UNIT);
        w.send(&[g.coop.site.subscribe(&g.coop.founder, 0)], &[&g.coop.founder.key]).expect_err("refused")
    }),
    (SharesAboveMaximum, |w| {
        let g = active(w, 3, 200 * UNIT);
        let call = g.coop.site.subscribe(&g.coop.founder, u64::MAX);
        w.send(&[call], &[&g.coop.founder.key]).expect_err("refused")
    }),
    (AlreadyElector, |w| {
        let g = active(w, 3, 200 * UNIT);
        let founder = g.coop.founder.wallet();
        w.send(&[g.coop.site.enrol(&founder, &founder)], &[&g.coop.founder.key]).expect_err("refused")
    }),
    (ClaimSharesFirst, |w| {
        let g = settled(w, 3, 200 * UNIT);
        let founder = g.coop.founder.wallet();
        w.send(&[g.coop.site.enrol(&founder, &founder)], &[&g.coop.founder.key]).expect_err("refused")
    }),
    (MemberShareNotPaid, |w| {
        let mut g = active(w, 3, 200 * UNIT);
        let i = newcomer(w, &mut g.coop);
        let who = &g.coop.members[i];
        w.send(&[g.coop.site.subscribe(who, 100 * UNIT - 1)], &[&who.key]).unwrap();
        w.pass(365 * DAY);
        w.send(&[g.coop.site.enrol(&who.wallet(), &who.wallet())], &[&who.key]).expect_err("refused")
    }),
    (SeasoningNotOver, |w| {
        let mut g = active(w, 3, 200 * UNIT);
        let i = newcomer(w, &mut g.coop);
        let who = &g.coop.members[i];
        w.send(&[g.coop.site.subscribe(who, 100 * UNIT)], &[&who.key]).unwrap();
        w.pass(charter().seasoning as i64 - 1);
        w.send(&[g.coop.site.enrol(&who.wallet(), &who.wallet())], &[&who.key]).expect_err("refused")
    }),
    (SuspendedMemberMustSign, |w| {
        let g = active(w, 3, 200 * UNIT);
        w.pass(366 * DAY);
        let founder = g.coop.founder.wallet();
        w.send(&[g.coop.site.suspend(&founder)], &[]).unwrap();
        let other = &g.coop.members[0];
        w.send(&[g.coop.site.enrol(&other.wallet(), &founder)], &[&other.key]).expect_err("refused")
    }),
    (NotAnElector, |w| {
        let coop = found(w, &Founding::default());
        w.send(&[coop.site.suspend(&coop.founder.wallet())], &[]).expect_err("refused")
    }),
    (ElectorNotSilent, |w| {
        let g = active(w, 3, 200 * UNIT);
        let founder = g.coop.founder.wallet();
        let acted = w.member(&g.coop.site.member(&founder)).last_active_at.get();
        w.set_time(acted + 365 * DAY);
        w.send(&[g.coop.site.suspend(&founder)], &[]).expect_err("refused")
    }),
    (MemberStillNeeded, |w| {
        let g = active(w, 3, 200 * UNIT);
        let founder = g.coop.founder.wallet();
        w.send(&[g.coop.site.resign(&founder)], &[&g.coop.founder.key]).unwrap();
        w.send(&[g.coop.site.reclaim_member(&founder, &founder)], &[]).expect_err("refused")
    }),
    (FoundingPoolLive, |w| {
        let g = gather(w, 2);
        let terms = pool_terms(w.now());
        w.send(&[g.coop.site.open_pool(1, terms)], &[&g.coop.founder.key]).expect_err("refused")
    }),
    (NotTheFounder, |w| {
        let mut coop = found(w, &Founding::default());
        take_in(w, &mut coop, 1);
        let terms = pool_terms(w.now());
        let pretender = CoopSite { founder: coop.members[0].wallet(), ..coop.site };
        w.send(&[pretender.open_pool(0, terms)], &[&coop.members[0].key]).expect_err("refused")
    }),
    (PoolNotOpenYet, |w| {
        let coop = found(w, &Founding::default());
        let mut terms = pool_terms(w.now());
        terms.opens += 1;
        w.send(&[coop.site.open_pool(0, terms)], &[&coop.founder.key]).unwrap();
        let call = coop.site.pool(0).make_pledge(&coop.founder.wallet(), &coop.founder, 100 * UNIT, 0);
        w.send(&[call], &[&coop.founder.key]).expect_err("refused")
    }),
    (PoolClosed, |w| {
        let g = gather(w, 2);
        w.pass(30 * DAY + 1);
        let call = g.site.make_pledge(&g.coop.founder.wallet(), &g.coop.founder, 100 * UNIT, 0);
        w.send(&[call], &[&g.coop.founder.key]).expect_err("refused")
    }),
    (PoolSettled, |w| {
        let g = settled(w, 3, 200 * UNIT);
        w.send(&[g.site.settle_pool()], &[]).expect_err("refused")
    }),
    (NothingPledged, |w| pledging(w, 0, 0)),
    (PledgeBelowShare, |w| pledging(w, 100 * UNIT - 1, 0)),
    (PledgeBelowShare, |w| pledging(w, 0, 1)),
    (PledgeAboveMaximum, |w| pledging(w, 500 * UNIT + 1, 0)),
    (PledgeAboveMaximum, |w| pledging(w, u64::MAX, 0)),
    (UseAboveMaximum, |w| pledging(w, 100 * UNIT, 1_000 * UNIT + 1)),
    (NoRoomForShare, |w| {
        let g = gather(w, 11);
        for who in g.coop.everyone().take(10) {
            pledge(w, &g.site, who, 100 * UNIT, 0);
        }
        let who = &g.coop.members[9];
        let call = g.site.make_pledge(&who.wallet(), who, 100 * UNIT, 0);
        w.send(&[call], &[&who.key]).expect_err("refused")
    }),
    (MoreThanPledged, |w| {
        let g = pledged(w, 3, 200 * UNIT);
        let who = &g.coop.founder;
        let call = g.site.withdraw_pledge(&who.wallet(), &who.tokens, 200 * UNIT + 1);
        w.send(&[call], &[&who.key]).expect_err("refused")
    }),
    (WithdrawalOver, |w| {
        let g = pledged(w, 3, 200 * UNIT);
        w.pass(20 * DAY + 1);
        let who = &g.coop.founder;
        w.send(&[g.site.withdraw_pledge(&who.wallet(), &who.tokens, UNIT)], &[&who.key]).expect_err("refused")
    }),
    (TooEarlyToSettle, |w| {
        let g = pledged(w, 3, 200 * UNIT);
        w.send(&[g.site.settle_pool()], &[]).expect_err("refused")
    }),
    (PoolNotSucceeded, |w| {
        let g = pledged(w, 3, 200 * UNIT);
        w.send(&[g.site.claim_shares(&g.coop.founder.wallet())], &[]).expect_err("refused")
    }),
    (PoolNotFailed, |w| {
        let g = settled(w, 3, 200 * UNIT);
        let who = &g.coop.founder;
        w.send(&[g.site.refund_pledge(&who.wallet(), &who.tokens)], &[]).expect_err("refused")
    }),
    (PledgeEmpty, |w| {
        let g = active(w, 3, 200 * UNIT);
        w.send(&[g.site.claim_shares(&g.coop.founder.wallet())], &[]).expect_err("refused")
    }),
    (PledgeStillNeeded, |w| {
        let g = active(w, 3, 200 * UNIT);
        let founder = g.coop.founder.wallet();
        w.send(&[g.site.reclaim_pledge(&founder, &founder)], &[]).expect_err("refused")
    }),
    (PoolStillNeeded, |w| {
        let g = failed(w);
        w.send(&[g.site.reclaim_pool(&g.coop.founder.wallet())], &[]).expect_err("refused")
    }),
    (NothingOwed, |w| {
        let g = active(w, 3, 200 * UNIT);
        let who = &g.coop.founder;
        w.send(&[g.coop.site.claim_dividends(&who.wallet(), &who.tokens)], &[&who.key]).expect_err("refused")
    }),
    (MoreThanMatured, |w| {
        let g = active(w, 3, 200 * UNIT);
        let who = &g.coop.founder;
        w.send(&[g.coop.site.redeem(&who.wallet(), &who.tokens, 1, 0)], &[&who.key]).expect_err("refused")
    }),
    (PaidTooLittle, |w| {
        let g = active(w, 3, 200 * UNIT);
        let who = &g.coop.founder;
        w.send(&[g.coop.site.resign(&who.wallet())], &[&who.key]).unwrap();
        let call = g.coop.site.redeem(&who.wallet(), &who.tokens, UNIT, UNIT + 1);
        w.send(&[call], &[&who.key]).expect_err("refused")
    }),
    (RedemptionCapReached, |w| {
        let g = active(w, 4, 200 * UNIT);
        let who = &g.coop.founder;
        let wallet = who.wallet();
        w.send(&[g.coop.site.resign(&wallet), g.coop.site.reapply(&wallet)], &[&who.key]).unwrap();
        vouch(w, &g.coop.site, &g.coop.members[0], who);
        vouch(w, &g.coop.site, &g.coop.members[1], who);
        w.send(&[g.coop.site.admit(&wallet)], &[]).unwrap();
        // a fifth of the 800 units that the period began with
        let most = g.coop.site.redeem(&wallet, &who.tokens, 160 * UNIT, 1);
        w.send(&[most], &[&who.key]).unwrap();
        w.send(&[g.coop.site.redeem(&wallet, &who.tokens, 1, 1)], &[&who.key]).expect_err("refused")
    }),
    (NothingToSync, |w| {
        let coop = found(w, &Founding::default());
        w.send(&[coop.site.sync_vault()], &[]).expect_err("refused")
    }),
    (SettlePatronageFirst, |w| {
        let t = traded(w);
        let who = &t.g.coop.founder;
        w.send(&[t.payment(who, true, UNIT)], &[&who.key]).expect_err("refused")
    }),
    (PayoutUnpayable, |w| {
        let t = trading(w, 3, 200 * UNIT);
        let call = t.site().update_payout(&t.owner.wallet(), 0, &t.site().vault);
        w.send(&[call], &[&t.owner.key]).expect_err("refused")
    }),
    (TakeRateAboveAccepted, |w| {
        let g = active(w, 3, 200 * UNIT);
        let who = &g.coop.founder;
        let call = g.coop.site.register_service(&who.wallet(), &who.wallet(), 0, &who.tokens, "s", 299);
        w.send(&[call], &[&who.key]).expect_err("refused")
    }),
    (TakeRatePromised, |w| {
        let t = trading(w, 3, 200 * UNIT);
        take_rate_becomes(w, &t.site().coop, 301);
        w.send(&[t.site().reprice_service(0)], &[]).expect_err("refused")
    }),
    (TakeRateUnchanged, |w| {
        let t = trading(w, 3, 200 * UNIT);
        w.send(&[t.site().reprice_service(0)], &[]).expect_err("refused")
    }),
    (NotTheServiceOwner, |w| {
        let t = trading(w, 3, 200 * UNIT);
        let thief = w.actor("thief", 0);
        let call = t.site().retire_service(&thief.wallet(), 0, &t.owner.wallet());
        w.send(&[call], &[&thief.key]).expect_err("refused")
    }),
    (FeeAboveMaximum, |w| {
        let t = trading(w, 3, 200 * UNIT);
        let who = &t.g.coop.founder;
        let call = t.site().pay_service(who, true, 0, &t.owner.tokens, 1_000, 29);
        w.send(&[call], &[&who.key]).expect_err("refused")
    }),
    (PeriodNotOver, |w| {
        let t = trading(w, 3, 200 * UNIT);
        w.pass(charter().period_length as i64 - 1);
        w.send(&[t.site().close_period(&t.owner.wallet(), 0)], &[&t.owner.key]).expect_err("refused")
    }),
    (NothingToSettle, |w| {
        let t = traded(w);
        t.close(w);
        w.send(&[t.site().settle_patronage(&t.g.coop.founder.wallet(), 1)], &[]).expect_err("refused")
    }),
    (UseNotDue, |w| {
        let t = traded(w);
        w.send(&[t.g.site.settle_use(&t.g.coop.founder.wallet())], &[]).expect_err("refused")
    }),
    (NoBond, |w| {
        let g = settled(w, 3, 200 * UNIT);
        w.send(&[g.site.settle_use(&g.coop.founder.wallet())], &[]).expect_err("refused")
    }),
    (PeriodStillNeeded, |w| {
        let t = traded(w);
        w.pass(365 * DAY);
        w.send(&[t.site().reclaim_period(0, &t.g.coop.founder.wallet())], &[]).expect_err("refused")
    }),
    (ServiceOfAnotherCoop, |w| {
        let (one, other) = (trading(w, 3, 200 * UNIT), trading(w, 3, 200 * UNIT));
        let who = &one.g.coop.founder;
        let mut call = one.payment(who, true, UNIT);
        call.accounts[2].pubkey = other.site().service(0);
        w.send(&[call], &[&who.key]).expect_err("refused")
    }),
    (PayoutMismatch, |w| {
        let t = trading(w, 3, 200 * UNIT);
        let (who, thief) = (&t.g.coop.founder, w.actor("thief", 0));
        let call = t.site().pay_service(who, true, 0, &thief.tokens, UNIT, UNIT);
        w.send(&[call], &[&who.key]).expect_err("refused")
    }),
    (PeriodOfAnotherCoop, |w| {
        let (one, other) = (traded(w), traded(w));
        let mut call = one.site().settle_patronage(&one.g.coop.founder.wallet(), 0);
        call.accounts[2].pubkey = other.site().period(0);
        w.send(&[call], &[]).expect_err("refused")
    }),
    (MintMismatch, |w| {
        let g = active(w, 3, 200 * UNIT);
        let mint = w.new_mint(mints::plain(&Address::default()));
        let site = CoopSite { mint, ..g.coop.site };
        w.send(&[site.subscribe(&g.coop.founder, UNIT)], &[&g.coop.founder.key]).expect_err("refused")
    }),
    (VaultMismatch, |w| {
        let g = active(w, 3, 200 * UNIT);
        let site = CoopSite { vault: g.coop.members[0].tokens, ..g.coop.site };
        w.send(&[site.subscribe(&g.coop.founder, UNIT)], &[&g.coop.founder.key]).expect_err("refused")
    }),
    (EscrowMismatch, |w| {
        let g = gather(w, 2);
        let who = &g.coop.founder;
        let mut site = g.site;
        site.escrow = g.coop.members[0].tokens;
        w.send(&[site.make_pledge(&who.wallet(), who, 100 * UNIT, 0)], &[&who.key]).expect_err("refused")
    }),
    (WalletMismatch, |w| {
        let g = active(w, 3, 200 * UNIT);
        let thief = w.actor("thief", 0);
        let mut call = g.coop.site.resign(&g.coop.founder.wallet());
        call.accounts[0].pubkey = thief.wallet();
        w.send(&[call], &[&thief.key]).expect_err("refused")
    }),
    (MemberOfAnotherCoop, |w| {
        let (one, other) = (found(w, &Founding::default()), found(w, &Founding::default()));
        let mut call = one.site.resign(&one.founder.wallet());
        call.accounts[1].pubkey = other.site.coop;
        w.send(&[call], &[&one.founder.key]).expect_err("refused")
    }),
    (PoolOfAnotherCoop, |w| {
        let (one, other) = (settled(w, 3, 200 * UNIT), settled(w, 3, 200 * UNIT));
        let mut call = one.site.claim_shares(&one.coop.founder.wallet());
        call.accounts[0].pubkey = other.coop.site.coop;
        w.send(&[call], &[]).expect_err("refused")
    }),
    (PledgeOfAnotherPool, |w| {
        let (one, other) = (settled(w, 3, 200 * UNIT), settled(w, 3, 200 * UNIT));
        let mut call = one.site.claim_shares(&one.coop.founder.wallet());
        call.accounts[3].pubkey = other.site.pledge(&other.coop.founder.wallet());
        w.send(&[call], &[]).expect_err("refused")
    }),
    (PledgeOfAnotherMember, |w| {
        let g = settled(w, 3, 200 * UNIT);
        let mut call = g.site.claim_shares(&g.coop.founder.wallet());
        call.accounts[3].pubkey = g.site.pledge(&g.coop.members[0].wallet());
        w.send(&[call], &[]).expect_err("refused")
    }),
    (VouchMismatch, |w| {
        let coop = found(w, &Founding::default());
        let (one, other) = (w.actor("one", 0), w.actor("other", 0));
        for who in [&one, &other] {
            candidacy(w, &coop.site, who);
            vouch(w, &coop.site, &coop.founder, who);
        }
        let founder = coop.founder.wallet();
        let mut call = coop.site.withdraw_vouch(&founder, &one.wallet(), &founder);
        call.accounts[4] = coop.site.withdraw_vouch(&founder, &other.wallet(), &founder).accounts[4].clone();
        w.send(&[call], &[&coop.founder.key]).expect_err("refused")
    }),
    (RentPayerMismatch, |w| {
        let g = gather(w, 2);
        w.pass(31 * DAY);
        w.send(&[g.site.settle_pool()], &[]).unwrap();
        w.send(&[g.site.reclaim_pool(&g.coop.members[0].wallet())], &[]).expect_err("refused")
    }),
    (DestinationNotTheMembers, |w| {
        let g = failed(w);
        let thief = w.actor("thief", 0);
        w.send(&[g.site.refund_pledge(&g.coop.founder.wallet(), &thief.tokens)], &[]).expect_err("refused")
    }),
];

/// Reasons that nothing can give yet.
const NOT_REACHED: &[(CoopError, &str)] = &[
    (CoopDissolving, "comes with dissolution"),
    (PoolOverflow, "no mint has that many tokens; coop-math reaches it"),
    (InvariantBroken, "the program would have to contradict itself"),
];

fn expect(refusal: &Refusal, error: CoopError, what: &str) {
    assert!(refusal.is(error), "{what}: {error:?} is {}, got {:?}", code(error), refusal.error);
}

#[test]
fn a_charter_outside_a_bound_is_refused_by_the_name_of_the_term() {
    for (error, spoil) in CHARTERS {
        let mut terms = charter();
        spoil(&mut terms);
        let refusal = founding(&mut World::new(), &Founding { charter: terms, ..Default::default() });
        expect(&refusal, *error, "charter");
    }
}

#[test]
fn a_pool_outside_a_bound_is_refused_by_the_name_of_the_term() {
    for (error, spoil) in POOLS {
        expect(&opening(&mut World::new(), *spoil), *error, "pool");
    }
}

#[test]
fn a_mint_through_which_others_could_take_members_money_is_refused_by_name() {
    for (error, extension) in MINTS {
        let mut world = World::with_token_2022();
        world.mint = world.new_mint(mints::extended(&Address::default(), &[18, *extension]));
        expect(&founding(&mut world, &Founding::default()), *error, "mint");
    }
    // one that not even the token program's interface knows does not load as a mint
    let mut world = World::with_token_2022();
    world.mint = world.new_mint(mints::extended(&Address::default(), &[999]));
    founding(&mut world, &Founding::default());
    let mut world = World::with_token_2022();
    assert_eq!(world.token_program, TOKEN_2022);
    world.mint = world.new_mint(mints::extended(&Address::default(), ACCEPTED_MINTS));
    found(&mut world, &Founding::default());
}

#[test]
fn an_heir_a_year_old_and_of_the_same_mint_can_be_named() {
    let mut world = World::new();
    let heir = heir(&mut world, true);
    let coop = found(&mut world, &Founding { heir: Some(heir), ..Default::default() });
    assert_eq!(world.coop(&coop.site.coop).heir, heir);
}

#[test]
fn every_other_rule_is_refused_by_name() {
    for (error, scene) in SCENES {
        expect(&scene(&mut World::new()), *error, "scene");
    }
}

#[test]
fn every_error_code_is_reached() {
    let declared: Vec<u32> = include_str!("../../programs/coop/src/error.rs")
        .lines()
        .filter_map(|line| line.trim().strip_suffix(',')?.split_once(" = ")?.1.parse().ok())
        .collect();
    let reached = (CHARTERS.iter().map(|row| row.0))
        .chain(POOLS.iter().map(|row| row.0))
        .chain(MINTS.iter().map(|row| row.0))
        .chain(SCENES.iter().map(|row| row.0))
        .chain(errors_of_governance::SCENES.iter().map(|row| row.0))
        .chain(errors_of_governance::LOOSENINGS.iter().map(|row| row.0))
        .chain(NOT_REACHED.iter().map(|row| row.0))
        .map(|error| error as u32)
        .collect::<Vec<_>>();
    let missing: Vec<&u32> = declared.iter().filter(|code| !reached.contains(code)).collect();
    assert!(declared.len() > 100 && missing.is_empty(), "nothing reaches {missing:?}");
}
