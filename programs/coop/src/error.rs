//! Why the program refuses. Every message names the broken rule and its bound.
//!
//! Codes are grouped by word and append-only: charter 6000, membership 6100, bootstrap 6200,
//! patronage 6300, governance 6400, federation 6500, and accounts that do not belong together 6900.

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
    #[msg("a name is needed, of 1 to 32 bytes")]
    NameMissing = 0,
    #[msg("a link must be visible ASCII, as URIs are; a document's must be given with its hash")]
    UriInvalid = 1,
    #[msg("member_share must be at least 1 base unit")]
    MemberShareOutOfBounds = 2,
    #[msg("max_shares must be at least member_share")]
    MaxSharesOutOfBounds = 3,
    #[msg("vouches_required must be 1 to 16")]
    VouchesRequiredOutOfBounds = 4,
    #[msg("vouches_per_period must be 1 to 32")]
    VouchesPerPeriodOutOfBounds = 5,
    #[msg("growth_bps must be 1 to 10000")]
    GrowthBpsOutOfBounds = 6,
    #[msg("growth_floor must be at least 1")]
    GrowthFloorOutOfBounds = 7,
    #[msg("seasoning must be at most 90 days")]
    SeasoningOutOfBounds = 8,
    #[msg("quorum_bps must be 100 to 5000")]
    QuorumOutOfBounds = 9,
    #[msg("voting_period must be 3 to 30 days")]
    VotingPeriodOutOfBounds = 10,
    #[msg("timelock must be 1 to 90 days")]
    TimelockOutOfBounds = 11,
    #[msg("execution_window must be 3 to 30 days")]
    ExecutionWindowOutOfBounds = 12,
    #[msg("exodus_bps must be 500 to 5000")]
    ExodusOutOfBounds = 13,
    #[msg("period_length must be 7 to 92 days")]
    PeriodLengthOutOfBounds = 14,
    #[msg("budget_bps must be at most 2500")]
    BudgetOutOfBounds = 15,
    #[msg("take_rate_ceiling_bps must be at most 5000")]
    TakeRateCeilingOutOfBounds = 16,
    #[msg("take_rate_bps must be at most take_rate_ceiling_bps")]
    TakeRateOutOfBounds = 17,
    #[msg("commitment must be at most 3650 days")]
    CommitmentOutOfBounds = 18,
    #[msg("reserve_bps must be 500 to 5000")]
    ReserveOutOfBounds = 19,
    #[msg("solidarity_bps must be at most 4000")]
    SolidarityOutOfBounds = 20,
    #[msg("interest_cap_bps must be at most 1500")]
    InterestCapOutOfBounds = 21,
    #[msg("depreciation_bps must be 500 to 10000")]
    DepreciationOutOfBounds = 22,
    #[msg("cash_bps must be 2000 to 10000")]
    CashOutOfBounds = 23,
    #[msg("revolve_periods must be 1 to 8")]
    RevolvePeriodsOutOfBounds = 24,
    #[msg("redemption_bps must be 500 to 10000")]
    RedemptionOutOfBounds = 25,
    #[msg("pioneer_bps must be at most 2000")]
    PioneerShareOutOfBounds = 26,
    #[msg("pioneer_threshold must be at most 2^62 base units")]
    PioneerThresholdOutOfBounds = 27,
    #[msg("pioneer_cap_bps must be at most reserve_bps")]
    PioneerCapOutOfBounds = 28,
    #[msg("panel_size must be 9 to 32")]
    PanelSizeOutOfBounds = 29,
    #[msg("review_bps must be at most 10000")]
    ReviewOutOfBounds = 30,
    #[msg("the heir must be an active co-op")]
    HeirNotActive = 31,
    #[msg("the heir must hold the same mint")]
    HeirOfAnotherMint = 32,
    #[msg("the heir must have been founded at least 365 days ago")]
    HeirTooYoung = 33,
    #[msg("a mint that takes a fee on transfers is refused")]
    MintTakesTransferFee = 34,
    #[msg("a mint with a transfer hook is refused")]
    MintHasTransferHook = 35,
    #[msg("a mint with a permanent delegate is refused")]
    MintHasPermanentDelegate = 36,
    #[msg("a mint that sets a default account state is refused")]
    MintSetsDefaultState = 37,
    #[msg("a mint whose tokens cannot be transferred is refused")]
    MintNonTransferable = 38,
    #[msg("a mint with confidential transfers is refused")]
    MintConfidential = 39,
    #[msg("a mint that can be paused is refused")]
    MintPausable = 40,
    #[msg("a mint that can be closed is refused")]
    MintCloseable = 41,
    #[msg(
        "only metadata, metadata pointer, group pointer, group member pointer, interest-bearing and scaled-UI mints are accepted"
    )]
    MintExtensionUnknown = 42,
    #[msg("only a forming co-op can do this")]
    CoopNotForming = 43,
    #[msg("only an active co-op can do this")]
    CoopNotActive = 44,
    #[msg("a dissolving co-op no longer does this")]
    CoopDissolving = 45,
    #[msg(
        "a co-op closes only when no other account of it is left, nor money in its books that passes to its heir"
    )]
    CoopInUse = 46,
    #[msg("provider_bps must be at most 10000")]
    ProviderOutOfBounds = 47,
    #[msg("remit_bps must be at most 10000")]
    RemitOutOfBounds = 48,
    #[msg("work_bps must be at most 10000")]
    WorkOutOfBounds = 49,
    #[msg(
        "a text is too long: names have at most 32 bytes, links 96, the statutes' 128, what a co-op is about and a pool is for 280, why something is proposed 400"
    )]
    TextTooLong = 52,
    #[msg(
        "a text has a character that nobody sees: control, bidirectional, zero-width, filler and tag characters are refused"
    )]
    TextNotShown = 53,
    #[msg("pioneer_shares_bps must be at most 10000")]
    PioneerSharesOutOfBounds = 50,
    #[msg("pioneer_start must be 180 days to 5 years after the activation")]
    PioneerStartOutOfBounds = 51,

    // membership
    #[msg("a co-op without members cannot take in anyone")]
    CoopWithoutMembers = 100,
    #[msg("only a candidate can do this")]
    NotACandidate = 101,
    #[msg("only an admitted member that has not left can do this")]
    NotAMember = 102,
    #[msg("only one who left can apply anew; an expelled member comes back only by resolution")]
    NotLeft = 103,
    #[msg("this member has given all the vouches of the period: vouches_per_period, while forming in all")]
    VouchesUsedUp = 104,
    #[msg("the candidate has all the vouches it needs")]
    VouchesComplete = 105,
    #[msg(
        "the candidate still lacks vouches: it needs vouches_required, or one of every member there is now, or was when it was vouched for"
    )]
    VouchesMissing = 106,
    #[msg("the vouch is for another application of this candidate")]
    VouchOutdated = 107,
    #[msg("the vouch still counts: withdraw it, or wait until the candidate is admitted or gone")]
    VouchCounts = 108,
    #[msg(
        "admissions are used up: the larger of growth_floor and growth_bps of the members in 30 days; wait until there is room"
    )]
    GrowthCapReached = 109,
    #[msg("an amount of 0 does nothing")]
    AmountZero = 110,
    #[msg("shares and pledges of one member must be at most max_shares")]
    SharesAboveMaximum = 111,
    #[msg(
        "the member has business of a closed period, which is settled first: send settle_patronage before, anyone may"
    )]
    SettlePatronageFirst = 112,
    #[msg("the member is an elector already")]
    AlreadyElector = 113,
    #[msg("an elector's shares must be at least member_share")]
    MemberShareNotPaid = 114,
    #[msg("the member share must have been paid for the seasoning time")]
    SeasoningNotOver = 115,
    #[msg("a suspended member enrols again only by its own signature")]
    SuspendedMemberMustSign = 116,
    #[msg("only an elector can be suspended")]
    NotAnElector = 117,
    #[msg(
        "an elector can be suspended after 365 days without an act of its own, or 90 days after its shares fell below member_share; not within 365 days of enrolling"
    )]
    ElectorNotSuspendable = 118,
    #[msg(
        "a member's account closes 300 days after it left, if nothing is owed, pledged or bonded; of an expelled one not before the co-op dissolves, or everyone left before it began"
    )]
    MemberStillNeeded = 119,
    #[msg("the settlement counted this pledger as an elector: claim_shares makes it one")]
    ClaimSharesFirst = 120,
    #[msg(
        "solvency is below min_solvency_bps: new capital would stand beside a loss; name less to accept it"
    )]
    SolvencyTooLow = 121,
    #[msg("who left can apply anew once the period in which it left is closed")]
    TooSoonToReturn = 122,
    #[msg("who resigned in protest can apply anew after 120 days")]
    ProtestKept = 123,
    #[msg("an application signs the statutes in force: read them and give their hash")]
    OtherStatutes = 124,
    #[msg("a member keeps its name for 30 days before it takes another")]
    NameKept = 125,
    #[msg(
        "an application is withdrawn by who made it; by anyone once nobody has admitted it for 90 days, or the co-op dissolves"
    )]
    ApplicationStands = 126,

    // bootstrap
    #[msg("one founding pool at a time: settle the live one first")]
    FoundingPoolLive = 200,
    #[msg("only the founder can open a founding pool")]
    NotTheFounder = 201,
    #[msg("max_raise must be at least 1")]
    MaxRaiseOutOfBounds = 202,
    #[msg("min_raise must be at most max_raise")]
    MinRaiseOutOfBounds = 203,
    #[msg("min_members must be at least 1")]
    MinMembersOutOfBounds = 204,
    #[msg("max_raise must be at least min_members times the member share")]
    NoRoomForMinMembers = 205,
    #[msg("max_pledge must be at least the member share and 1")]
    MaxPledgeOutOfBounds = 206,
    #[msg("max_use must be at most 2^53")]
    MaxUseOutOfBounds = 207,
    #[msg("use_bond_bps must be at most 5000, and at least 500 if min_use is above 0")]
    UseBondOutOfBounds = 208,
    #[msg("opens must not be in the past")]
    OpensInThePast = 209,
    #[msg("times must be in order: opens, withdraw_until, deadline")]
    TimesOutOfOrder = 210,
    #[msg("deadline must be at most 180 days from now")]
    DeadlineTooFar = 211,
    #[msg("the pool takes pledges from opens on")]
    PoolNotOpenYet = 212,
    #[msg("the pool took pledges until its deadline")]
    PoolClosed = 213,
    #[msg("the pool is settled")]
    PoolSettled = 214,
    #[msg("a pledge or withdrawal must be of some money or use")]
    NothingPledged = 215,
    #[msg("a pledge must be nothing or at least the member share")]
    PledgeBelowShare = 216,
    #[msg("a member's pledge must be at most max_pledge")]
    PledgeAboveMaximum = 217,
    #[msg("a member's pledged use must be at most max_use")]
    UseAboveMaximum = 218,
    #[msg("max_raise has no room for one more member share")]
    NoRoomForShare = 219,
    #[msg("a withdrawal must be at most what was pledged")]
    MoreThanPledged = 220,
    #[msg("the pool's totals must fit 64 bits")]
    PoolOverflow = 221,
    #[msg(
        "a pledge can be withdrawn until withdraw_until, or while unsettled if the charter changed since or its member was released"
    )]
    WithdrawalOver = 222,
    #[msg(
        "a pool settles after its deadline, or after withdraw_until once every gate is passed and max_raise is reached"
    )]
    TooEarlyToSettle = 223,
    #[msg("shares are claimed from a pool that succeeded")]
    PoolNotSucceeded = 224,
    #[msg("pledges are refunded by a pool that failed")]
    PoolNotFailed = 225,
    #[msg("nothing is left in this pledge")]
    PledgeEmpty = 226,
    #[msg("the pledge still holds money")]
    PledgeStillNeeded = 227,
    #[msg("a pool's account closes only when it is settled and every pledge account is closed")]
    PoolStillNeeded = 228,
    #[msg("stay must be 30 to 366 days")]
    StayOutOfBounds = 229,
    #[msg("min_solvency_bps must be at most 10000, and 0 in a founding pool")]
    MinSolvencyOutOfBounds = 230,
    #[msg("a pledge must be at least what answers for its promise of use: use times use_bond_bps")]
    PledgeBelowBond = 231,
    #[msg(
        "a member has a pledge in one pool at a time: claim its shares there or have it refunded first, anyone may"
    )]
    PledgedElsewhere = 232,
    #[msg("a member has one promise of use at a time: settle the open one first (settle_use), anyone may")]
    PromiseOpen = 233,
    #[msg("the charter changed since this was signed: read it again and pledge under it")]
    CharterChanged = 234,
    #[msg(
        "a pool is settled no sooner than 7 days after an amendment: whoever pledged before it can withdraw"
    )]
    CharterJustAmended = 235,
    #[msg("escrow or vault is frozen: it must be thawed, or the pool fails 30 days after its deadline")]
    VaultUnpayable = 236,
    #[msg("what the member has in a pool is ended as it leaves: give the pool and its pledge")]
    PledgeMissing = 237,
    #[msg("who voted yes is not released")]
    VotedYes = 238,
    #[msg("only one who was a member when the resolution was proposed and has left since is released")]
    NotLeftOverIt = 239,
    #[msg("who was released may apply anew when what bound it would have been over")]
    ReleasedRecently = 240,
    #[msg("who has pledged since the resolution was proposed is not released over it")]
    PledgedKnowingly = 243,
    #[msg("a promise of use is settled as soon as it is kept, or when the pool's stay is over")]
    UseNotDue = 242,
    #[msg("only a founding pool can be cancelled: a later one was resolved")]
    NotAFoundingPool = 244,
    #[msg("a pool that holds pledges cannot be cancelled: it is settled after its deadline")]
    PoolHasPledges = 245,
    #[msg(
        "shares of a pool that was settled 4, 8 or more such periods ago wait to be claimed: claim them before another is settled, anyone may"
    )]
    ClaimOlderPoolsFirst = 246,
    #[msg("capital of four pools rests in one account at most: pledge when that of one of them is free")]
    TooMuchRests = 247,

    // patronage
    #[msg("nothing is owed in cash")]
    NothingOwed = 300,
    #[msg(
        "more than can be asked back: of one who left all that does not rest; of a staying member what it withdrew from its shares and redemption_bps of its matured capital; never what answers for pledged use"
    )]
    MoreThanCanBeAsked = 301,
    #[msg(
        "more than can be withdrawn: the member share stays, what answers for pledged use, and shares of the open period"
    )]
    MoreThanWithdrawable = 302,
    #[msg("the price as it stands is 0 or below min_price_bps: ask later, or name less")]
    PriceTooLow = 303,
    #[msg("the vault holds nothing that the books do not know")]
    NothingToSync = 304,
    #[msg("nothing that strangers sent lies there")]
    NothingToSweep = 358,
    #[msg("swept are the associated token accounts of the co-op and of its vault, of the co-op's mint")]
    NotAStrayAccount = 359,
    #[msg(
        "a payout account must be a token account of the co-op's mint that the service's owner owns, neither closed nor frozen"
    )]
    PayoutUnpayable = 305,
    #[msg("the co-op's take rate is above the most the service accepts")]
    TakeRateAboveAccepted = 306,
    #[msg(
        "neither take rate nor provider part of a service gets worse before its promise ends; until then only who acts for it changes them"
    )]
    TakeRatePromised = 307,
    #[msg("the service has the co-op's take rate and provider part already, or will have them soon")]
    TakeRateUnchanged = 308,
    #[msg(
        "only the wallet of the membership a service belongs to, or its owner if it belongs to none, can do this; anyone once the co-op is dissolving"
    )]
    NotTheServiceOwner = 309,
    #[msg("the fee would be above the most the payer accepts")]
    FeeAboveMaximum = 310,
    #[msg("a period closes when the length it began with is over, in order of the numbers")]
    PeriodNotOver = 311,
    #[msg(
        "an overdue period is closed before anything leaves operating money or is asked back: send close_period before, anyone may"
    )]
    ClosePeriodFirst = 312,
    #[msg("a period's account closes a year after the period did, when every member is settled")]
    PeriodStillNeeded = 313,
    #[msg("more than resolutions let be sold of what is invested")]
    MoreThanForSale = 314,
    #[msg("the co-op's provider part is below the least the service accepts")]
    ProviderPartBelowAccepted = 315,
    #[msg("the account of the membership that provides the service, or whose work is paid, must be given")]
    PatronMissing = 316,
    #[msg(
        "the account must be the membership that provides the service, or whose work is paid, or its place if there is none"
    )]
    PatronMismatch = 317,
    #[msg("more than the fund holds beside capital that is asked back")]
    MoreThanFund = 318,
    #[msg(
        "the books, and what comes in or goes out in one period, must fit 64 bits: less, or after the close"
    )]
    BooksOverflow = 319,
    #[msg("the member has business of an earlier period: give the account of that one")]
    EarlierPeriodFirst = 320,

    // governance
    #[msg("only an elector can do this")]
    ElectorsOnly = 400,
    #[msg("one proposal at a time: when the earlier one is over, reclaim_proposal makes room for the next")]
    ProposalOpen = 401,
    #[msg("only who was an elector before the proposal was made has a vote in it")]
    NotInSnapshot = 402,
    #[msg("the vote is over: voting_period has passed")]
    VotingOver = 403,
    #[msg("ballots are still taken: a proposal is executed after voting_period and timelock")]
    VotingNotOver = 404,
    #[msg("rejected: fewer ballots than quorum_bps of the electors")]
    QuorumNotReached = 405,
    #[msg("rejected: an ordinary resolution needs more yes than no, a special one two thirds of yes and no")]
    MajorityNotReached = 406,
    #[msg("a proposal is executed after its timelock, of a special resolution at least 7 days")]
    TimelockNotOver = 407,
    #[msg("a proposal is executed within execution_window")]
    ExecutionWindowOver = 408,
    #[msg("a proposal is executed once")]
    ProposalExecuted = 409,
    #[msg("the charter has changed since the proposal was made")]
    ProposalStale = 410,
    #[msg("more than exodus_bps of the electors, and two or more, left in protest")]
    TooManyLeft = 411,
    #[msg("the member it would move objected with its old wallet")]
    OldWalletObjected = 412,
    #[msg("the proposal is for another action")]
    ActionMismatch = 413,
    #[msg("the account must be the one that the proposal names")]
    SubjectMismatch = 414,
    #[msg("the ballot says so already")]
    BallotUnchanged = 415,
    #[msg("only the proposer can do this")]
    NotTheProposer = 416,
    #[msg("a proposal is cancelled before its first ballot")]
    BallotsCast = 417,
    #[msg("a proposal's account closes when it is over: by its proposer at once, by anyone after 30 days")]
    ProposalStillNeeded = 418,
    #[msg("a page of ballots closes when its proposal is over")]
    BallotStillNeeded = 419,
    #[msg(
        "ordinary resolutions and mandates spend at most budget_bps of operating money in max(30 days, period_length); wait until there is room"
    )]
    BudgetExceeded = 420,
    #[msg("more than there is in operating")]
    MoreThanOperating = 421,
    #[msg("more than there is in solidarity")]
    MoreThanSolidarity = 422,
    #[msg("there is no loss to cover, or the reserve has less than 10 base units")]
    NothingToCover = 423,
    #[msg("losses are covered once in 365 days")]
    LossCoveredRecently = 424,
    #[msg("a mandate is drawn on until its last second")]
    MandateOver = 425,
    #[msg("a mandate's account closes after its last second, or by resolution")]
    MandateStillRuns = 426,
    #[msg("only the holder draws on a mandate")]
    NotTheMandateHolder = 427,
    #[msg("at most per_period of a mandate can be drawn in one period")]
    MoreThanTheMandate = 428,
    #[msg("a mandate must run until the proposal can no longer be executed, or longer")]
    MandateTooShort = 429,
    #[msg("a pool opens when the proposal can no longer be executed, or later")]
    OpensBeforeExecution = 430,
    #[msg("the member is expelled already")]
    AlreadyExpelled = 431,
    #[msg("only an expelled member can be readmitted")]
    NotExpelled = 432,
    #[msg("ratchet: member_share only falls")]
    MemberShareRaised = 433,
    #[msg("ratchet: timelock only rises")]
    TimelockShortened = 434,
    #[msg("ratchet: exodus_bps only falls")]
    ExodusRaised = 435,
    #[msg("ratchet: period_length only falls")]
    PeriodLengthened = 436,
    #[msg("ratchet: take_rate_ceiling_bps only falls")]
    TakeRateCeilingRaised = 437,
    #[msg("ratchet: commitment only rises")]
    CommitmentShortened = 438,
    #[msg("ratchet: reserve_bps only rises")]
    ReserveLowered = 439,
    #[msg("ratchet: interest_cap_bps only falls")]
    InterestCapRaised = 440,
    #[msg("ratchet: depreciation_bps only rises")]
    DepreciationLowered = 441,
    #[msg("ratchet: revolve_periods only falls")]
    RevolvingLengthened = 442,
    #[msg("ratchet: redemption_bps only rises")]
    RedemptionLowered = 443,
    #[msg(
        "ratchet: pioneer_bps, pioneer_threshold, pioneer_shares_bps, pioneer_start and pioneer_cap_bps are fixed"
    )]
    PioneerTermsChanged = 444,
    #[msg("the agent calls other programs only, not this one")]
    CallsThisProgram = 445,
    #[msg("nobody but the agent can sign a call")]
    SignerNotTheAgent = 446,
    #[msg(
        "a call must not name the co-op and its own proposal, nor write to what is the co-op's; of another program also to no account of this one, no vault, no escrow"
    )]
    WritesToOurs = 447,
    #[msg(
        "a call has at most 16 accounts, and with 33 bytes for each of them and its data at most 600 bytes"
    )]
    CallTooLarge = 448,
    #[msg("the accounts must be those of the call, in its order")]
    CallMismatch = 449,
    #[msg("a pinned program must be given with its data and have the code it had when the proposal was made")]
    ProgramChanged = 450,
    #[msg(
        "a review is of a passed special resolution, or spend above review_bps of operating, with panel_size electors or more, once"
    )]
    NotReviewable = 451,
    #[msg(
        "the panel's slot is still to come, or its hash still there: seat_panel; it is called three times at most"
    )]
    PanelCalled = 452,
    #[msg("the panel is seated by the hash of its slot, 64 after the call and not yet forgotten")]
    PanelSlotNotThere = 453,
    #[msg("only who is drawn for the seated panel objects, once")]
    NotOnThePanel = 454,
    #[msg("a redirect's account closes when its member's account is closed or has another wallet")]
    RedirectStillNeeded = 455,
    #[msg("a membership moves to another wallet than the one it has")]
    WalletUnchanged = 456,
    #[msg("a membership moves to a wallet that has none here; its place must be given with the proposal")]
    WalletIsAMember = 457,
    #[msg("the agent acts as a member by an instruction of this program that a member's wallet signs")]
    NotAMembersAct = 458,
    #[msg(
        "the agent acts as a member of another co-op: the one that the resolution names, in its place among the accounts"
    )]
    ActsElsewhere = 459,
    #[msg(
        "a weighty resolution waits until a period is closed whose regular end is at or after the end of its timelock"
    )]
    AwaitsPeriodTurn = 460,
    #[msg("a co-op pays others: not itself, and grants nothing to its own agent")]
    PaysItself = 461,
    #[msg("only weighty resolutions die of protests: those that wait for the turn of a period")]
    NotWeighty = 462,
    #[msg("a protest is of one who resigned in protest, or was expelled")]
    NotInProtest = 463,

    #[msg("a membership is moved only if its wallet has done nothing as a member for 180 days: it has")]
    WalletNotLost = 464,
    #[msg(
        "a membership was moved to this wallet less than 180 days ago: until then the old wallet can take it back, and nothing is paid out or asked back"
    )]
    RehomedRecently = 465,
    #[msg("the old wallet takes a membership back within 180 days of its move")]
    TooLateToUndo = 466,
    #[msg(
        "no membership is moved from or to a co-op's agent: nobody signs for one, so no key of it can be lost"
    )]
    AgentsAreNotMoved = 467,
    #[msg("a proposal says why, and names its document, once")]
    AlreadyExplained = 468,
    #[msg("say why, or name a document")]
    NothingExplained = 469,
    #[msg(
        "a program is pinned by the hash of at most 1 MiB of code; a larger one only if nobody can change it"
    )]
    ProgramTooLarge = 470,

    // federation
    #[msg("a federation, and a co-op that joins one, is another active co-op of the same mint")]
    NotFederable = 500,
    #[msg("a co-op is in one federation at a time")]
    InAFederation = 501,
    #[msg("the co-op is in no federation, and seeks none")]
    InNoFederation = 502,
    #[msg("the co-op must have resolved to join this federation, less than 90 days ago")]
    FederationNotSought = 503,
    #[msg("there is nothing to pass on")]
    NothingToPass = 504,
    #[msg("a co-op dissolves into its heir, which must be named in the charter and given")]
    HeirMissing = 505,
    #[msg("without a resolution a co-op dissolves when it has had no elector for 180 days")]
    ElectorsRemain = 506,
    #[msg("only a dissolving co-op can do this")]
    CoopNotDissolving = 507,
    #[msg("what is owed to nobody passes to the heir 180 days after the dissolution began")]
    TooEarlyToFinish = 508,
    #[msg(
        "give the account of who inherits, which the co-op names as its successor, and its vault; none if nobody is left"
    )]
    NotTheSuccessor = 509,
    #[msg("claims lapsed three years after the dissolution began")]
    ClaimsLapsed = 510,
    #[msg(
        "what is due to the federation is passed on before the co-op leaves it: send remit_solidarity before, anyone may"
    )]
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
    #[msg("the member must be of this co-op")]
    MemberOfAnotherCoop = 904,
    #[msg("the pool must be of this co-op")]
    PoolOfAnotherCoop = 905,
    #[msg("the pledge must be of this pool")]
    PledgeOfAnotherPool = 906,
    #[msg("the pledge must be of this member")]
    PledgeOfAnotherMember = 907,
    #[msg("the vouch must be by this member for this candidate")]
    VouchMismatch = 908,
    #[msg("rent returns to the account that paid it")]
    RentPayerMismatch = 909,
    #[msg("a member is paid to a token account that its own wallet owns")]
    DestinationNotTheMembers = 910,
    #[msg("the program's own state contradicts itself; nothing was changed")]
    InvariantBroken = 911,
    #[msg("the service must be of this co-op")]
    ServiceOfAnotherCoop = 912,
    #[msg("the payout account must be the service's payout account")]
    PayoutMismatch = 913,
    #[msg("the period must be of this co-op")]
    PeriodOfAnotherCoop = 914,
    #[msg("the proposal must be of this co-op")]
    ProposalOfAnotherCoop = 915,
    #[msg("the page of ballots must be of this proposal and keep the member's number")]
    BallotMismatch = 916,
    #[msg("the mandate must be of this co-op")]
    MandateOfAnotherCoop = 917,
    #[msg("a resolution and a mandate pay to a token account that its payee owns")]
    DestinationNotThePayees = 918,
    #[msg(
        "an address that nobody can sign for is paid, and pays, where it looks: its associated token account, or a co-op's vault"
    )]
    NotWhereItLooks = 921,
    #[msg("the redirect must be of this co-op")]
    RedirectOfAnotherCoop = 919,
    #[msg("the source must be a token account that the co-op's agent owns")]
    SourceNotTheAgents = 920,
}

impl From<Status> for CoopError {
    /// Why what happens in another status does not happen in this one.
    fn from(status: Status) -> Self {
        match status {
            Status::Voting => Self::VotingNotOver,
            Status::Waiting => Self::TimelockNotOver,
            Status::AwaitingTurn => Self::AwaitsPeriodTurn,
            // asked only by those who want to vote
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
