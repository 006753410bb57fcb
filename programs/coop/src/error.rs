//! Why the program refuses. Every message states the broken rule, its limit, and, where something can be done, what.
//!
//! A message that is about a term of the charter or of a pool begins with the name of that term, or names it: the page
//! replaces the name with the label of the field and shows the message there. Codes are grouped by word and append-only:
//! charter 6000, membership 6100, bootstrap 6200, patronage 6300, governance 6400, federation 6500, and accounts that do
//! not belong together 6900.

use anchor_lang::prelude::*;
use coop_math::{
    bootstrap::{PledgeRule, TermsRule},
    charter::{CharterRule, Ratchet},
    governance::{Rejection, Status},
    patronage::books::BooksRule,
};

#[error_code]
#[derive(Debug, PartialEq, Eq)]
pub enum CoopError {
    // charter
    #[msg("a name is required: give 1 to 32 bytes of text")]
    NameMissing = 0,
    #[msg(
        "a link may contain only visible ASCII characters, and a link to a document must be given together with the document's hash"
    )]
    UriInvalid = 1,
    #[msg("member_share must be at least 1 base unit")]
    MemberShareOutOfBounds = 2,
    #[msg("max_shares must be at least member_share")]
    MaxSharesOutOfBounds = 3,
    #[msg("vouches_required must be between 1 and 16")]
    VouchesRequiredOutOfBounds = 4,
    #[msg("vouches_per_period must be between 1 and 32")]
    VouchesPerPeriodOutOfBounds = 5,
    #[msg("growth_bps must be between 1 and 10000")]
    GrowthBpsOutOfBounds = 6,
    #[msg("growth_floor must be at least 1")]
    GrowthFloorOutOfBounds = 7,
    #[msg("seasoning must be at most 90 days")]
    SeasoningOutOfBounds = 8,
    #[msg("quorum_bps must be between 100 and 5000")]
    QuorumOutOfBounds = 9,
    #[msg("voting_period must be between 3 and 30 days")]
    VotingPeriodOutOfBounds = 10,
    #[msg("timelock must be between 1 and 90 days")]
    TimelockOutOfBounds = 11,
    #[msg("execution_window must be between 3 and 30 days")]
    ExecutionWindowOutOfBounds = 12,
    #[msg("exodus_bps must be between 500 and 5000")]
    ExodusOutOfBounds = 13,
    #[msg("period_length must be between 7 and 92 days")]
    PeriodLengthOutOfBounds = 14,
    #[msg("budget_bps must be at most 2500")]
    BudgetOutOfBounds = 15,
    #[msg("take_rate_ceiling_bps must be at most 5000")]
    TakeRateCeilingOutOfBounds = 16,
    #[msg("take_rate_bps must be at most take_rate_ceiling_bps")]
    TakeRateOutOfBounds = 17,
    #[msg("commitment must be at most 3650 days")]
    CommitmentOutOfBounds = 18,
    #[msg("reserve_bps must be between 500 and 5000")]
    ReserveOutOfBounds = 19,
    #[msg("solidarity_bps must be at most 4000")]
    SolidarityOutOfBounds = 20,
    #[msg("interest_cap_bps must be at most 1500")]
    InterestCapOutOfBounds = 21,
    #[msg("depreciation_bps must be between 500 and 10000")]
    DepreciationOutOfBounds = 22,
    #[msg("cash_bps must be between 2000 and 10000")]
    CashOutOfBounds = 23,
    #[msg("revolve_periods must be between 1 and 8")]
    RevolvePeriodsOutOfBounds = 24,
    #[msg("redemption_bps must be between 500 and 10000")]
    RedemptionOutOfBounds = 25,
    #[msg("pioneer_bps must be at most 2000")]
    PioneerShareOutOfBounds = 26,
    #[msg("pioneer_threshold must be at most 2^62 base units")]
    PioneerThresholdOutOfBounds = 27,
    #[msg("pioneer_cap_bps must be at most reserve_bps")]
    PioneerCapOutOfBounds = 28,
    #[msg("panel_size must be between 9 and 32")]
    PanelSizeOutOfBounds = 29,
    #[msg("review_bps must be at most 10000")]
    ReviewOutOfBounds = 30,
    #[msg("the heir must be another co-op, and an active one")]
    HeirNotActive = 31,
    #[msg("the heir must use the same mint as this co-op")]
    HeirOfAnotherMint = 32,
    #[msg("the heir must have been founded at least 365 days ago")]
    HeirTooYoung = 33,
    #[msg("the mint charges a fee on transfers: choose a mint without transfer fees")]
    MintTakesTransferFee = 34,
    #[msg("the mint has a transfer hook: choose a mint without one")]
    MintHasTransferHook = 35,
    #[msg("the mint has a permanent delegate: choose a mint without one")]
    MintHasPermanentDelegate = 36,
    #[msg("the mint sets a default state for new accounts: choose a mint that does not")]
    MintSetsDefaultState = 37,
    #[msg("the tokens of this mint cannot be transferred: choose another mint")]
    MintNonTransferable = 38,
    #[msg("the mint allows confidential transfers: choose a mint that does not")]
    MintConfidential = 39,
    #[msg("the mint can be paused: choose a mint that cannot")]
    MintPausable = 40,
    #[msg("the mint can be closed: choose a mint that cannot")]
    MintCloseable = 41,
    #[msg(
        "the mint has an extension that is not accepted: only metadata, metadata pointer, group pointer, group member pointer, interest-bearing and scaled UI amount are"
    )]
    MintExtensionUnknown = 42,
    #[msg("this is possible only while the co-op is forming, before its founding pool succeeds")]
    CoopNotForming = 43,
    #[msg(
        "this is possible only while the co-op is active: after its founding pool has succeeded, and before it dissolves"
    )]
    CoopNotActive = 44,
    #[msg("the co-op is dissolving, and this is no longer possible")]
    CoopDissolving = 45,
    #[msg(
        "the co-op still has other accounts, or money in its books that passes to its heir: close those accounts, and send finish_dissolution, first"
    )]
    CoopInUse = 46,
    #[msg("provider_bps must be at most 10000")]
    ProviderOutOfBounds = 47,
    #[msg("remit_bps must be at most 10000")]
    RemitOutOfBounds = 48,
    #[msg("work_bps must be at most 10000")]
    WorkOutOfBounds = 49,
    #[msg("pioneer_shares_bps must be at most 10000")]
    PioneerSharesOutOfBounds = 50,
    #[msg("pioneer_start must be between 180 days and 5 years after the activation")]
    PioneerStartOutOfBounds = 51,
    #[msg(
        "a text is too long: the limits in bytes are 32 for a name, 96 for a link, 128 for the statutes' link, 280 for a co-op's description or a pool's purpose, and 400 for the reasons of a proposal"
    )]
    TextTooLong = 52,
    #[msg(
        "a text contains a character that nobody can see: remove control, bidirectional, zero-width, filler and tag characters, and variation selectors, which some emoji contain"
    )]
    TextNotShown = 53,

    // membership
    #[msg("every member has left this co-op, so it can admit nobody")]
    CoopWithoutMembers = 100,
    #[msg("the account must be a candidate's: it has applied and has not been admitted yet")]
    NotACandidate = 101,
    #[msg("only a member that has been admitted and has not left can do this")]
    NotAMember = 102,
    #[msg(
        "only a member that has left can apply again, and a candidate can sign again only after the statutes were restated; an expelled member must first be readmitted by a resolution"
    )]
    NotLeft = 103,
    #[msg(
        "the member has no vouches left: it can give vouches_per_period in one period, or in total while the co-op is forming"
    )]
    VouchesUsedUp = 104,
    #[msg("the candidate already has all the vouches that it needs, and is waiting for its admission")]
    VouchesComplete = 105,
    #[msg(
        "the candidate needs more vouches: vouches_required, or one from each member if there are fewer members. The number does not fall when members leave"
    )]
    VouchesMissing = 106,
    #[msg(
        "the vouch is for an earlier application of this candidate and no longer counts: close it with reclaim_vouch"
    )]
    VouchOutdated = 107,
    #[msg(
        "the vouch still counts: withdraw it, or wait until the candidate has been admitted or its application has ended"
    )]
    VouchCounts = 108,
    #[msg(
        "the limit of admissions in 30 days is reached: growth_floor, or growth_bps of the members if that is more. Wait until there is room"
    )]
    GrowthCapReached = 109,
    #[msg("the amount must be greater than 0")]
    AmountZero = 110,
    #[msg("a member's shares and open pledges together must be at most max_shares: give a smaller amount")]
    SharesAboveMaximum = 111,
    #[msg(
        "the member has not been settled for a closed period: send settle_patronage first, which anyone may do"
    )]
    SettlePatronageFirst = 112,
    #[msg("the member is already an elector")]
    AlreadyElector = 113,
    #[msg(
        "the member's shares must be at least member_share before it can become an elector: subscribe for more"
    )]
    MemberShareNotPaid = 114,
    #[msg(
        "the member share was paid too recently: the charter's seasoning must pass before the member can become an elector"
    )]
    SeasoningNotOver = 115,
    #[msg("the member was suspended: only its own wallet can enrol it again")]
    SuspendedMemberMustSign = 116,
    #[msg("only an elector can be suspended")]
    NotAnElector = 117,
    #[msg(
        "an elector can be suspended after more than 365 days without an act of its own, or more than 90 days after its shares fell below member_share, but not within 365 days of enrolling"
    )]
    ElectorNotSuspendable = 118,
    #[msg(
        "a member's account can be closed 300 days after it left, once nothing is owed, pledged or bonded; an expelled member's only once the co-op dissolves, or if all left before it became active"
    )]
    MemberStillNeeded = 119,
    #[msg(
        "the member's pledge to a settled pool must be claimed first: send claim_shares, which anyone may do"
    )]
    ClaimSharesFirst = 120,
    #[msg(
        "solvency is below min_solvency_bps, or was in this period or the one before, so the new capital would share in a loss: give a lower minimum to accept that"
    )]
    SolvencyTooLow = 121,
    #[msg("a member that left can apply again once the period in which it left has been closed")]
    TooSoonToReturn = 122,
    #[msg("a member that left in protest can apply again 120 days after it left")]
    ProtestKept = 123,
    #[msg("the hash is not that of the statutes in force: read the present statutes and give their SHA-256")]
    OtherStatutes = 124,
    #[msg("a name can be changed only once in 30 days: try again later")]
    NameKept = 125,
    #[msg(
        "only the candidate can withdraw this application now. Anyone can once it has lacked vouches for 90 days (since it was made, since one was withdrawn, and since more are needed), or after 90 days if the co-op has no members, 90 days after an amendment if the statutes in force are not signed, or once the co-op dissolves"
    )]
    ApplicationStands = 126,
    #[msg(
        "the statutes were restated after this candidate signed them: the candidate must sign the present ones with reapply, and keeps its vouches"
    )]
    StatutesRestated = 127,

    // bootstrap
    #[msg("a founding pool is already open, and only one can be: settle it first")]
    FoundingPoolLive = 200,
    #[msg("only the founder of the co-op can do this")]
    NotTheFounder = 201,
    #[msg("max_raise must be at least 1 base unit")]
    MaxRaiseOutOfBounds = 202,
    #[msg("min_raise must be at most max_raise")]
    MinRaiseOutOfBounds = 203,
    #[msg("min_members must be at least 1")]
    MinMembersOutOfBounds = 204,
    #[msg("max_raise must be at least min_members times the member share")]
    NoRoomForMinMembers = 205,
    #[msg("max_pledge must be at least the member share, and at least 1 base unit")]
    MaxPledgeOutOfBounds = 206,
    #[msg("max_use must be at most 2^53 base units")]
    MaxUseOutOfBounds = 207,
    #[msg("use_bond_bps must be at most 5000, and at least 500 if min_use is above 0")]
    UseBondOutOfBounds = 208,
    #[msg("opens must not be in the past: give the present time or a later one")]
    OpensInThePast = 209,
    #[msg("withdraw_until must not be before opens, nor after deadline")]
    TimesOutOfOrder = 210,
    #[msg("deadline must be at most 180 days from now")]
    DeadlineTooFar = 211,
    #[msg("the pool is not open yet: it takes pledges from its opening time on")]
    PoolNotOpenYet = 212,
    #[msg("the deadline of the pool has passed, and it takes no more pledges")]
    PoolClosed = 213,
    #[msg("the pool has already been settled")]
    PoolSettled = 214,
    #[msg("a pledge or a withdrawal must be more than nothing: give an amount of money or of use")]
    NothingPledged = 215,
    #[msg("a pledge must be 0 or at least the member share")]
    PledgeBelowShare = 216,
    #[msg("a member's pledge must be at most max_pledge")]
    PledgeAboveMaximum = 217,
    #[msg("a member's promise of use must be at most max_use")]
    UseAboveMaximum = 218,
    #[msg(
        "the pool has no room for another pledge: max_raise must cover one member share for each member that pledges"
    )]
    NoRoomForShare = 219,
    #[msg("a withdrawal must be at most the amount that is pledged")]
    MoreThanPledged = 220,
    #[msg("the totals of the pool must fit into 64 bits: give a smaller amount")]
    PoolOverflow = 221,
    #[msg(
        "the time to withdraw the pledge, withdraw_until, has passed: it can now be withdrawn only if the charter was amended after the pledge, or its member was released"
    )]
    WithdrawalOver = 222,
    #[msg(
        "the pool can be settled after its deadline, or after withdraw_until once every gate, also that of solvency, is passed and max_raise is reached"
    )]
    TooEarlyToSettle = 223,
    #[msg("shares can be claimed only from a pool that succeeded; a pool that failed refunds its pledges")]
    PoolNotSucceeded = 224,
    #[msg("pledges are refunded only by a pool that failed; from a pool that succeeded, shares are claimed")]
    PoolNotFailed = 225,
    #[msg("nothing is left in this pledge: it was claimed, refunded or withdrawn")]
    PledgeEmpty = 226,
    #[msg(
        "the pledge still holds money: claim its shares, or have it refunded, before you close its account"
    )]
    PledgeStillNeeded = 227,
    #[msg(
        "a pool's account can be closed only after the pool is settled and all of its pledge accounts are closed"
    )]
    PoolStillNeeded = 228,
    #[msg("stay must be between 30 and 366 days")]
    StayOutOfBounds = 229,
    #[msg("min_solvency_bps must be at most 10000, and 0 in a founding pool")]
    MinSolvencyOutOfBounds = 230,
    #[msg(
        "the pledge is smaller than the bond for its promise of use: pledge at least the use times use_bond_bps, or promise less use"
    )]
    PledgeBelowBond = 231,
    #[msg(
        "the member already has a pledge in another pool: claim its shares, or have it refunded, first; anyone may do either"
    )]
    PledgedElsewhere = 232,
    #[msg(
        "the member already has an open promise of use: settle it first (settle_use), which anyone may do once it is kept or its time is over"
    )]
    PromiseOpen = 233,
    #[msg(
        "the charter has been amended since the version that was given: read it again, and give the present version"
    )]
    CharterChanged = 234,
    #[msg(
        "a pool cannot be settled within 7 days after an amendment, so that members that pledged before it can withdraw: try again later"
    )]
    CharterJustAmended = 235,
    #[msg(
        "the escrow or the vault is frozen: it must be thawed before the pool can be settled, or the pool fails 30 days after its deadline"
    )]
    VaultUnpayable = 236,
    #[msg(
        "the member has a pledge, which must be dealt with here: give the accounts of its pool and of the pledge"
    )]
    PledgeMissing = 237,
    #[msg("a member that voted yes on a resolution cannot be released over it")]
    VotedYes = 238,
    #[msg(
        "a member can be released over a resolution only if it has left, did not propose it, and had applied or was admitted no later than in the second in which it was proposed"
    )]
    NotLeftOverIt = 239,
    #[msg("a released member can apply again once the time for which it was bound would have ended")]
    ReleasedRecently = 240,
    #[msg(
        "this account must be a resolution to dissolve the co-op that has passed and can still be executed: leave it out to settle the pool by its gates"
    )]
    NotResolvedToDissolve = 241,
    #[msg(
        "a promise of use can be settled as soon as it is kept, when the stay of its pool is over, or while the co-op dissolves"
    )]
    UseNotDue = 242,
    #[msg("a member that pledged after the resolution was proposed cannot be released over it")]
    PledgedKnowingly = 243,
    #[msg("only a founding pool can be cancelled: a later pool was opened by a resolution")]
    NotAFoundingPool = 244,
    #[msg("a pool that holds pledges cannot be cancelled: it can be settled after its deadline")]
    PoolHasPledges = 245,
    #[msg(
        "a pool that was settled four periods ago, or a multiple of four, still has unclaimed shares: claim them first (claim_shares), which anyone may do"
    )]
    ClaimOlderPoolsFirst = 246,
    #[msg(
        "the member has resting capital from four pools, which is the limit: pledge again when the stay of one of them is over"
    )]
    TooMuchRests = 247,

    // patronage
    #[msg("the member is owed no cash at present")]
    NothingOwed = 300,
    #[msg(
        "the amount is above what can be asked back: a staying member can ask for withdrawn shares and redemption_bps of matured capital, a former member for all capital that does not rest; capital that answers for a promise of use must stay. Give a smaller amount"
    )]
    MoreThanCanBeAsked = 301,
    #[msg(
        "the amount is above what can be withdrawn: the member share must stay, and so must shares that rest, that answer for a promise of use, or that were paid in during the open period. Give a smaller amount"
    )]
    MoreThanWithdrawable = 302,
    #[msg(
        "the price of capital is 0 at present, or below the minimum that was given: ask later, or give a lower minimum"
    )]
    PriceTooLow = 303,
    #[msg("the vault holds no more money than the books show, so there is nothing to book")]
    NothingToSync = 304,
    #[msg(
        "the payout account must be a token account of the co-op's mint that belongs to the service's owner and is neither closed nor frozen"
    )]
    PayoutUnpayable = 305,
    #[msg(
        "the co-op's take rate is above the maximum that was given for the service: give a higher maximum to accept it"
    )]
    TakeRateAboveAccepted = 306,
    #[msg(
        "until the promise of a service ends, only those who act for the service can change its take rate and its provider's part, and neither can become worse for it"
    )]
    TakeRatePromised = 307,
    #[msg("the service already has the co-op's take rate and provider's part, or will have them soon")]
    TakeRateUnchanged = 308,
    #[msg(
        "only the wallet of the membership that the service belongs to can do this, or its owner if there is no such membership; anyone can once the co-op is dissolving"
    )]
    NotTheServiceOwner = 309,
    #[msg(
        "the fee would be above the most that the payer accepts: pay a smaller amount, or accept a higher fee"
    )]
    FeeAboveMaximum = 310,
    #[msg(
        "the period cannot be closed yet: periods close in the order of their numbers, each after the length with which it began"
    )]
    PeriodNotOver = 311,
    #[msg("the open period is overdue: send close_period first, which anyone may do")]
    ClosePeriodFirst = 312,
    #[msg(
        "a period's account can be closed one year after the period was closed, once every member is settled"
    )]
    PeriodStillNeeded = 313,
    #[msg(
        "the amount is above what the members have resolved to sell of the invested assets: give a smaller amount, or propose to sell more"
    )]
    MoreThanForSale = 314,
    #[msg(
        "the co-op's provider_bps is below the minimum that was given for the service: give a lower minimum to accept it"
    )]
    ProviderPartBelowAccepted = 315,
    #[msg("the account of the membership that provides the service, or whose work is paid, must be given")]
    PatronMissing = 316,
    #[msg(
        "the account must be that of the membership that provides the service or whose work is paid: give its address even if that account was closed"
    )]
    PatronMismatch = 317,
    #[msg(
        "investments and money for the agent are paid from the fund, which has too little for this amount besides the capital that is asked back: give a smaller amount. If only the asks prevent it, carry out a special resolution on the first day of the next period"
    )]
    MoreThanFund = 318,
    #[msg(
        "the books, and the money that comes in or goes out in one period, must fit into 64 bits: give a smaller amount, or wait for the next close"
    )]
    BooksOverflow = 319,
    #[msg("the member has not been settled for an earlier period: give the account of that period")]
    EarlierPeriodFirst = 320,
    #[msg("the account holds nothing that could be swept")]
    NothingToSweep = 358,
    #[msg(
        "only the associated token accounts of the co-op and of its vault, for the co-op's mint, can be swept"
    )]
    NotAStrayAccount = 359,

    // governance
    #[msg("only an elector can do this: pay the member share and enrol first")]
    ElectorsOnly = 400,
    #[msg(
        "a member can have one proposal at a time: when the earlier one is over, close its account with reclaim_proposal"
    )]
    ProposalOpen = 401,
    #[msg(
        "the member was not an elector before this proposal was made, so it has no vote, protest or objection in it"
    )]
    NotInSnapshot = 402,
    #[msg("the voting period of this proposal is over")]
    VotingOver = 403,
    #[msg("the vote is still open: a proposal can be executed after its voting period and its timelock")]
    VotingNotOver = 404,
    #[msg("the proposal was rejected: fewer electors cast a ballot than the quorum requires")]
    QuorumNotReached = 405,
    #[msg(
        "the proposal was rejected: an ordinary resolution needs more yes than no, and a special one two thirds of all yes and no"
    )]
    MajorityNotReached = 406,
    #[msg(
        "the timelock is not over: a resolution can be executed only after it, and a special one at least 7 days after the vote"
    )]
    TimelockNotOver = 407,
    #[msg("the execution window is over, so the resolution has lapsed: propose it again")]
    ExecutionWindowOver = 408,
    #[msg("the resolution has already been executed")]
    ProposalExecuted = 409,
    #[msg(
        "the charter has been amended since the proposal was made, or a pool has succeeded since the end of the co-op was proposed: propose it again as things are now"
    )]
    ProposalStale = 410,
    #[msg(
        "the resolution has failed: two or more of its electors, and more than exodus_bps of them, left in protest"
    )]
    TooManyLeft = 411,
    #[msg("the member objected with its old wallet, so its membership is not moved")]
    OldWalletObjected = 412,
    #[msg("the proposal is for another action: send the `execute_…` instruction that matches its action")]
    ActionMismatch = 413,
    #[msg("the account must be the one that the proposal names")]
    SubjectMismatch = 414,
    #[msg("the member has already cast this vote on this proposal; choose another one to change it")]
    BallotUnchanged = 415,
    #[msg("only the proposer can do this")]
    NotTheProposer = 416,
    #[msg("this is possible only before the first ballot is cast")]
    BallotsCast = 417,
    #[msg(
        "a proposal's account can be closed when the proposal is over: by its proposer at once, and by anyone 30 days after the end of the time to execute it"
    )]
    ProposalStillNeeded = 418,
    #[msg("a page of ballots can be closed when its proposal is over")]
    BallotStillNeeded = 419,
    #[msg(
        "the budget has no room for this amount: ordinary resolutions and mandates spend at most budget_bps of operating money in 30 days, or in a longer period; sales have as much; while capital is asked back, special expenses beyond earnings need room too, except on the first day of a period. Wait until there is room"
    )]
    BudgetExceeded = 420,
    #[msg(
        "the co-op has less operating money than that, or had when the period began: give a smaller amount"
    )]
    MoreThanOperating = 421,
    #[msg("the co-op has less money in solidarity than that: give a smaller amount")]
    MoreThanSolidarity = 422,
    #[msg(
        "nothing can be covered now: the loss that has lasted since the start of the previous period must be at least half of the amount resolved, or of a tenth of the reserve at the start of the period if that is less. Wait, or resolve a smaller amount"
    )]
    NothingToCover = 423,
    #[msg("losses can be covered from the reserve only once in 365 days")]
    LossCoveredRecently = 424,
    #[msg("the mandate has ended: its last second has passed")]
    MandateOver = 425,
    #[msg(
        "the mandate still runs: its account can be closed after its last second, or by a resolution that revokes it"
    )]
    MandateStillRuns = 426,
    #[msg("only the holder of the mandate can draw on it")]
    NotTheMandateHolder = 427,
    #[msg(
        "the amount is above what can still be drawn on the mandate in this period: it allows at most per_period"
    )]
    MoreThanTheMandate = 428,
    #[msg("the mandate must not end before the execution window of its proposal does: give a later end")]
    MandateTooShort = 429,
    #[msg(
        "the pool must not open before the execution window of its proposal ends: give a later opening time"
    )]
    OpensBeforeExecution = 430,
    #[msg("the member has already been expelled")]
    AlreadyExpelled = 431,
    #[msg("only an expelled member can be readmitted")]
    NotExpelled = 432,
    #[msg("member_share can only be lowered by an amendment: give at most the present value")]
    MemberShareRaised = 433,
    #[msg("timelock can only be raised by an amendment: give at least the present value")]
    TimelockShortened = 434,
    #[msg("exodus_bps can only be lowered by an amendment: give at most the present value")]
    ExodusRaised = 435,
    #[msg("period_length can only be lowered by an amendment: give at most the present value")]
    PeriodLengthened = 436,
    #[msg("take_rate_ceiling_bps can only be lowered by an amendment: give at most the present value")]
    TakeRateCeilingRaised = 437,
    #[msg("commitment can only be raised by an amendment: give at least the present value")]
    CommitmentShortened = 438,
    #[msg("reserve_bps can only be raised by an amendment: give at least the present value")]
    ReserveLowered = 439,
    #[msg("interest_cap_bps can only be lowered by an amendment: give at most the present value")]
    InterestCapRaised = 440,
    #[msg("depreciation_bps can only be raised by an amendment: give at least the present value")]
    DepreciationLowered = 441,
    #[msg("revolve_periods can only be lowered by an amendment: give at most the present value")]
    RevolvingLengthened = 442,
    #[msg("redemption_bps can only be raised by an amendment: give at least the present value")]
    RedemptionLowered = 443,
    #[msg(
        "pioneer_bps, pioneer_threshold, pioneer_shares_bps, pioneer_start and pioneer_cap_bps cannot be changed by an amendment: give the present values"
    )]
    PioneerTermsChanged = 444,
    #[msg(
        "the agent can call only other programs here: to act as a member of another co-op, propose represent"
    )]
    CallsThisProgram = 445,
    #[msg("only the agent can sign a call")]
    SignerNotTheAgent = 446,
    #[msg(
        "a call must not name the co-op or its own proposal, nor write to accounts of the co-op; a call of another program must not write to any account of this one, nor to any vault or escrow"
    )]
    WritesToOurs = 447,
    #[msg(
        "a call can have at most 16 accounts, and at most 600 bytes in all: its data, and 33 bytes for each account"
    )]
    CallTooLarge = 448,
    #[msg("the accounts must be those of the call that was resolved, in the same order")]
    CallMismatch = 449,
    #[msg(
        "a pinned program must be given together with its data account, and must have the code that it had when the proposal was made"
    )]
    ProgramChanged = 450,
    #[msg(
        "a review is possible once, of a passed special resolution or of a spend above review_bps of operating money, if there are at least panel_size electors"
    )]
    NotReviewable = 451,
    #[msg(
        "a panel was called: wait for its slot and send seat_panel. It can be called again only once the hash of that slot is gone, and three times in all"
    )]
    PanelCalled = 452,
    #[msg(
        "a panel can be seated once, after the slot that its call named, while the cluster still has that slot's hash: wait, or call the panel again"
    )]
    PanelSlotNotThere = 453,
    #[msg("only a member that was drawn for the seated panel can object, and only once")]
    NotOnThePanel = 454,
    #[msg(
        "a redirect's account can be closed once the member's account is closed, or its wallet is another and the move cannot be undone"
    )]
    RedirectStillNeeded = 455,
    #[msg("the membership must be moved to another wallet than the one it has")]
    WalletUnchanged = 456,
    #[msg(
        "a membership can be moved only to a wallet that has none in this co-op, and the new wallet's member address must be given with the proposal"
    )]
    WalletIsAMember = 457,
    #[msg(
        "the agent can act as a member only through an instruction of this program that a member's wallet signs"
    )]
    NotAMembersAct = 458,
    #[msg(
        "the agent can act as a member only in the co-op that the resolution names: name a co-op other than this one, and give it at the position where the instruction expects its co-op"
    )]
    ActsElsewhere = 459,
    #[msg(
        "a weighty resolution must wait for the turn of a period: the close of a period whose regular end is at or after the end of its timelock"
    )]
    AwaitsPeriodTurn = 460,
    #[msg("a co-op cannot pay itself, and cannot make a grant to its own agent: name another payee")]
    PaysItself = 461,
    #[msg("this is possible only for a weighty resolution, which waits for the turn of a period")]
    NotWeighty = 462,
    #[msg("only a member that resigned in protest, or was expelled, counts as a protest")]
    NotInProtest = 463,
    #[msg(
        "a membership can be moved only if its wallet has not acted as a member for 180 days, and this one has"
    )]
    WalletNotLost = 464,
    #[msg(
        "nothing can be paid out or asked back for 180 days after a membership was moved to another wallet, because the old wallet can still take it back"
    )]
    RehomedRecently = 465,
    #[msg("the old wallet can take a membership back only within 180 days of the move")]
    TooLateToUndo = 466,
    #[msg(
        "a membership cannot be moved from or to an address without a key, such as a co-op's agent: it has no key that could be lost"
    )]
    AgentsAreNotMoved = 467,
    #[msg("the reasons for a proposal and its document can be given only once")]
    AlreadyExplained = 468,
    #[msg("give the reasons, or name a document")]
    NothingExplained = 469,
    #[msg("a program can be pinned only if its code has at most 1 MiB, or if nobody can change it")]
    ProgramTooLarge = 470,
    #[msg(
        "the co-op's take rate is higher than when the pool was proposed, and promises of use are measured by it: propose the pool again"
    )]
    TakeRateChanged = 471,

    // federation
    #[msg("a federation, and a co-op that joins it, must be two different active co-ops with the same mint")]
    NotFederable = 500,
    #[msg("the co-op is already in a federation, and can be in only one at a time: leave it first")]
    InAFederation = 501,
    #[msg("the co-op is neither a member of this federation nor asking to join it")]
    InNoFederation = 502,
    #[msg("the co-op's resolution to join this federation must be less than 90 days old: resolve it again")]
    FederationNotSought = 503,
    #[msg("there is no money to pass on")]
    NothingToPass = 504,
    #[msg(
        "the heir is missing: name an heir by an amendment before a resolution to dissolve, and give the account of the heir that is named"
    )]
    HeirMissing = 505,
    #[msg(
        "without a resolution, a co-op can be dissolved only after 180 days without an elector, and without a pool that succeeded in them"
    )]
    ElectorsRemain = 506,
    #[msg("this is possible only while the co-op is dissolving")]
    CoopNotDissolving = 507,
    #[msg("money that is owed to nobody passes to the heir 180 days after the dissolution began")]
    TooEarlyToFinish = 508,
    #[msg(
        "give the account that the co-op names as its successor, and that successor's vault; give neither if nobody is left to inherit"
    )]
    NotTheSuccessor = 509,
    #[msg("claims on this co-op lapsed three years after its dissolution began")]
    ClaimsLapsed = 510,
    #[msg(
        "a federation can be left, and a loss covered, only on the first day of a period: send this within a day after the next close"
    )]
    FirstDayOnly = 511,
    #[msg("money is still due to the federation: send remit_solidarity first, which anyone may do")]
    RemitFirst = 512,

    // accounts that do not belong together
    #[msg("the mint must be the co-op's mint")]
    MintMismatch = 900,
    #[msg("the vault must be the co-op's vault")]
    VaultMismatch = 901,
    #[msg("the escrow must be the pool's escrow")]
    EscrowMismatch = 902,
    #[msg("the signer must be the member's wallet")]
    WalletMismatch = 903,
    #[msg("the member, or the vouch, must belong to this co-op")]
    MemberOfAnotherCoop = 904,
    #[msg("the pool must belong to this co-op")]
    PoolOfAnotherCoop = 905,
    #[msg("the pledge must belong to this pool")]
    PledgeOfAnotherPool = 906,
    #[msg("the pledge must belong to this member")]
    PledgeOfAnotherMember = 907,
    #[msg("the vouch must be the one that this member gave to this candidate")]
    VouchMismatch = 908,
    #[msg("the rent must return to the account that paid it")]
    RentPayerMismatch = 909,
    #[msg("a member can be paid only to a token account that its own wallet owns")]
    DestinationNotTheMembers = 910,
    #[msg(
        "the state of the program would contradict itself, so nothing was changed: this is a fault of the program, please report it"
    )]
    InvariantBroken = 911,
    #[msg("the service must belong to this co-op")]
    ServiceOfAnotherCoop = 912,
    #[msg("the payout account must be the one that the service names")]
    PayoutMismatch = 913,
    #[msg("the period must belong to this co-op")]
    PeriodOfAnotherCoop = 914,
    #[msg("the proposal must belong to this co-op")]
    ProposalOfAnotherCoop = 915,
    #[msg("the page of ballots must belong to this proposal and cover the member's number")]
    BallotMismatch = 916,
    #[msg("the mandate must belong to this co-op")]
    MandateOfAnotherCoop = 917,
    #[msg("resolutions and mandates can pay only to a token account that the payee owns")]
    DestinationNotThePayees = 918,
    #[msg("the redirect must belong to this co-op")]
    RedirectOfAnotherCoop = 919,
    #[msg("the source must be a token account that the co-op's agent owns")]
    SourceNotTheAgents = 920,
    #[msg(
        "an address without a key can pay and be paid only through its associated token account or, if it is a co-op, its vault: give that account"
    )]
    NotTheCanonicalAccount = 921,
}

impl From<Status> for CoopError {
    /// The reason for which an action that needs another status is refused in this one.
    fn from(status: Status) -> Self {
        match status {
            Status::Voting => Self::VotingNotOver,
            Status::Waiting => Self::TimelockNotOver,
            Status::AwaitingTurn => Self::AwaitsPeriodTurn,
            // refused in this status: a ballot, or a review that comes too late
            Status::Executable => Self::VotingOver,
            Status::Executed => Self::ProposalExecuted,
            Status::Rejected(Rejection::Quorum) => Self::QuorumNotReached,
            Status::Rejected(Rejection::Majority) => Self::MajorityNotReached,
            Status::Expired => Self::ExecutionWindowOver,
            Status::Stale => Self::ProposalStale,
            Status::Vetoed => Self::OldWalletObjected,
            Status::Abandoned => Self::TooManyLeft,
        }
    }
}

impl From<BooksRule> for CoopError {
    fn from(rule: BooksRule) -> Self {
        match rule {
            BooksRule::MoreThanOperating => Self::MoreThanOperating,
            BooksRule::MoreThanFund => Self::MoreThanFund,
            BooksRule::MoreThanSolidarity => Self::MoreThanSolidarity,
            BooksRule::Overflow => Self::BooksOverflow,
        }
    }
}

impl From<Ratchet> for CoopError {
    fn from(ratchet: Ratchet) -> Self {
        match ratchet {
            Ratchet::MemberShareRaised => Self::MemberShareRaised,
            Ratchet::TimelockShortened => Self::TimelockShortened,
            Ratchet::ExodusRaised => Self::ExodusRaised,
            Ratchet::PeriodLengthened => Self::PeriodLengthened,
            Ratchet::TakeRateCeilingRaised => Self::TakeRateCeilingRaised,
            Ratchet::CommitmentShortened => Self::CommitmentShortened,
            Ratchet::ReserveLowered => Self::ReserveLowered,
            Ratchet::InterestCapRaised => Self::InterestCapRaised,
            Ratchet::DepreciationLowered => Self::DepreciationLowered,
            Ratchet::RevolvingLengthened => Self::RevolvingLengthened,
            Ratchet::RedemptionLowered => Self::RedemptionLowered,
            Ratchet::PioneerTermsChanged => Self::PioneerTermsChanged,
        }
    }
}

impl From<CharterRule> for CoopError {
    fn from(rule: CharterRule) -> Self {
        match rule {
            CharterRule::MemberShare => Self::MemberShareOutOfBounds,
            CharterRule::MaxShares => Self::MaxSharesOutOfBounds,
            CharterRule::VouchesRequired => Self::VouchesRequiredOutOfBounds,
            CharterRule::VouchesPerPeriod => Self::VouchesPerPeriodOutOfBounds,
            CharterRule::GrowthBps => Self::GrowthBpsOutOfBounds,
            CharterRule::GrowthFloor => Self::GrowthFloorOutOfBounds,
            CharterRule::Seasoning => Self::SeasoningOutOfBounds,
            CharterRule::Quorum => Self::QuorumOutOfBounds,
            CharterRule::VotingPeriod => Self::VotingPeriodOutOfBounds,
            CharterRule::Timelock => Self::TimelockOutOfBounds,
            CharterRule::ExecutionWindow => Self::ExecutionWindowOutOfBounds,
            CharterRule::Exodus => Self::ExodusOutOfBounds,
            CharterRule::PeriodLength => Self::PeriodLengthOutOfBounds,
            CharterRule::Budget => Self::BudgetOutOfBounds,
            CharterRule::TakeRateCeiling => Self::TakeRateCeilingOutOfBounds,
            CharterRule::TakeRate => Self::TakeRateOutOfBounds,
            CharterRule::Provider => Self::ProviderOutOfBounds,
            CharterRule::Commitment => Self::CommitmentOutOfBounds,
            CharterRule::Reserve => Self::ReserveOutOfBounds,
            CharterRule::Solidarity => Self::SolidarityOutOfBounds,
            CharterRule::Remit => Self::RemitOutOfBounds,
            CharterRule::InterestCap => Self::InterestCapOutOfBounds,
            CharterRule::Depreciation => Self::DepreciationOutOfBounds,
            CharterRule::Work => Self::WorkOutOfBounds,
            CharterRule::Cash => Self::CashOutOfBounds,
            CharterRule::RevolvePeriods => Self::RevolvePeriodsOutOfBounds,
            CharterRule::Redemption => Self::RedemptionOutOfBounds,
            CharterRule::PioneerShare => Self::PioneerShareOutOfBounds,
            CharterRule::PioneerThreshold => Self::PioneerThresholdOutOfBounds,
            CharterRule::PioneerShares => Self::PioneerSharesOutOfBounds,
            CharterRule::PioneerStart => Self::PioneerStartOutOfBounds,
            CharterRule::PioneerCap => Self::PioneerCapOutOfBounds,
            CharterRule::PanelSize => Self::PanelSizeOutOfBounds,
            CharterRule::Review => Self::ReviewOutOfBounds,
        }
    }
}

impl From<TermsRule> for CoopError {
    fn from(rule: TermsRule) -> Self {
        match rule {
            TermsRule::MaxRaise => Self::MaxRaiseOutOfBounds,
            TermsRule::RaiseBounds => Self::MinRaiseOutOfBounds,
            TermsRule::MinMembers => Self::MinMembersOutOfBounds,
            TermsRule::RoomForMembers => Self::NoRoomForMinMembers,
            TermsRule::MaxPledge => Self::MaxPledgeOutOfBounds,
            TermsRule::MaxUse => Self::MaxUseOutOfBounds,
            TermsRule::UseBond => Self::UseBondOutOfBounds,
            TermsRule::Stay => Self::StayOutOfBounds,
            TermsRule::Solvency => Self::MinSolvencyOutOfBounds,
            TermsRule::OpensInThePast => Self::OpensInThePast,
            TermsRule::Times => Self::TimesOutOfOrder,
            TermsRule::Deadline => Self::DeadlineTooFar,
        }
    }
}

impl From<PledgeRule> for CoopError {
    fn from(rule: PledgeRule) -> Self {
        match rule {
            PledgeRule::Nothing => Self::NothingPledged,
            PledgeRule::BelowShare => Self::PledgeBelowShare,
            PledgeRule::AboveMaxPledge => Self::PledgeAboveMaximum,
            PledgeRule::AboveMaxUse => Self::UseAboveMaximum,
            PledgeRule::BelowBond => Self::PledgeBelowBond,
            PledgeRule::NoRoomForShare => Self::NoRoomForShare,
            PledgeRule::MoreThanPledged => Self::MoreThanPledged,
            PledgeRule::Overflow => Self::PoolOverflow,
        }
    }
}
