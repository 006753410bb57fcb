//! A co-op on which lives are played: founded, with all that its members resolved for good.
//!
//! Its stewards propose and vote. Before a life begins they have given mandates, to a stranger and for the work of each
//! player, and have resolved that any asset may be sold. So that these are of any amount, the founder lends the co-op
//! capital meanwhile. What a life itself needs to have resolved is proposed in time: see `walk`.

use anchor_lang::prelude::Address;
use coop::state::{Action, CharterTerms, Choice, PoolTerms};
use coop_tests::{
    Actor, CoopSite, DAY, World,
    call::Founding,
    charter,
    fixtures::{Founded, close, donate, found, pledge, settle_everyone, take_in},
    pool_terms,
    world::{SPL_TOKEN, Saved},
};
use self_trading::{
    life::{STEWARDS, Terms},
    script::Script,
};

/// What everyone has in its wallet.
const HAND: u64 = 1 << 57;
/// What the founder lends meanwhile: the most that is spent in a period by one mandate.
const LENT: u64 = 1 << 50;
/// Half of what a service is paid is the co-op's, so that a fee can be any amount.
pub const TAKE_RATE_BPS: u16 = 5_000;
/// From a special resolution's proposal to its execution.
pub const DECISION: i64 = 10 * DAY;
/// Periods from the activation to the beginning of a life.
const BEFORE: i64 = 3;

pub struct Ground {
    pub world: World,
    pub site: CoopSite,
    /// The players of the script, then the stewards.
    pub people: Vec<Actor>,
    /// What the players' services are paid to, and last the stranger's.
    pub tills: Vec<Address>,
    /// Supplies, buys, works and pays, and is no member.
    pub stranger: Actor,
    /// The account of the co-op's agent, with enough on it for what comes home.
    pub agents: Address,
    /// The second at which lives begin, and the period that is open before.
    pub begins: i64,
    pub open: u32,
    players: usize,
    saved: Saved,
}

/// The charter with these terms, under which a resolution takes no longer than it must and a spend is always special.
fn charter_of(terms: &Terms) -> CharterTerms {
    let rates = &terms.rates;
    CharterTerms {
        member_share: terms.member_share,
        max_shares: 1 << 60,
        vouches_required: 1,
        vouches_per_period: 32,
        growth_floor: 1_000,
        seasoning: 0,
        voting_period: 3 * DAY as u32,
        timelock: DAY as u32,
        execution_window: 30 * DAY as u32,
        budget_bps: 0,
        period_length: terms.length as u32,
        take_rate_bps: TAKE_RATE_BPS,
        take_rate_ceiling_bps: TAKE_RATE_BPS,
        provider_bps: terms.provider_bps,
        reserve_bps: rates.reserve_bps,
        solidarity_bps: rates.solidarity_bps,
        remit_bps: rates.remit_bps,
        interest_cap_bps: rates.interest_cap_bps,
        depreciation_bps: rates.depreciation_bps,
        work_bps: rates.work_bps,
        cash_bps: rates.cash_bps,
        pioneer_bps: rates.pioneer_bps,
        revolve_periods: terms.revolve_periods,
        redemption_bps: terms.redemption_bps,
        pioneer_threshold: terms.pioneer_threshold,
        pioneer_shares_bps: terms.pioneer_shares_bps,
        pioneer_start: (terms.pioneer_start + BEFORE * terms.length) as u32,
        pioneer_cap_bps: terms.pioneer_cap_bps,
        ..charter()
    }
}

/// An active co-op of these pledges; the founder's is the first of the stewards'.
fn founded(world: &mut World, script: &Script) -> Founded {
    let founding = Founding { charter: charter_of(&script.terms), ..Founding::default() };
    let mut coop = found(world, &founding);
    take_in(world, &mut coop, script.start.len() - 1);
    let pool = PoolTerms {
        min_raise: 1,
        max_raise: script.start.iter().sum(),
        min_members: script.start.len() as u32,
        min_use: 0,
        max_pledge: HAND,
        use_bond_bps: 0,
        ..pool_terms(world.now())
    };
    world.accepts(coop.site.open_pool(0, pool), &[&coop.founder]);
    let site = coop.site.pool(0);
    let players = script.start.len() - STEWARDS;
    let pledges = script.start[players..].iter().take(1).chain(&script.start[..players]);
    for (who, amount) in coop.everyone().zip(pledges.chain(&script.start[players + 1..])) {
        donate(world, &who.tokens, HAND);
        pledge(world, &site, who, *amount, 0);
    }
    world.pass(31 * DAY);
    world.accepts(site.settle_pool(), &[]);
    for who in coop.everyone() {
        world.accepts(site.claim_shares(&who.wallet()), &[]);
    }
    coop
}

impl Ground {
    /// A co-op of the terms and the members of a script.
    pub fn new(seed: u64, script: &Script) -> Self {
        let mut world = World::seeded(seed, SPL_TOKEN);
        let w = &mut world;
        let coop = founded(w, script);
        let players = script.start.len() - STEWARDS;
        let stranger = w.actor("stranger", HAND);
        let mut tills: Vec<Address> =
            coop.members[..players].iter().map(|who| w.token_account(&who.wallet(), 0)).collect();
        tills.push(w.token_account(&stranger.wallet(), 0));
        let agents = w.token_account(&coop.site.agent(), HAND);
        resolve_for_good(w, &coop, &stranger, players);
        offer_services(w, &coop, &stranger, &tills, script.terms.provider_bps);

        let Founded { site, founder, mut members } = coop;
        members.insert(players, founder);
        let open = w.coop(&site.coop).period;
        let (begins, open) = (open.ends(), open.number.get());
        let saved = w.save();
        Self { world, site, people: members, tills, stranger, agents, begins, open, players, saved }
    }

    /// Makes everything as it was before any life.
    pub fn restore(&mut self) {
        self.world.restore(&self.saved);
    }

    /// The place of the first steward among the people.
    pub fn first_steward(&self) -> usize {
        self.players
    }

    pub fn member(&self, who: usize) -> Address {
        self.site.member(&self.people[who].wallet())
    }

    /// The mandate for the work of a player, or of the stranger.
    pub fn work_mandate(&self, worker: Option<usize>) -> u32 {
        worker.unwrap_or(self.players) as u32
    }

    /// The stranger's mandate for what the co-op buys.
    pub fn expense_mandate(&self) -> u32 {
        self.players as u32 + 1
    }

    /// The service of a player, or of the stranger.
    pub fn service(&self, provider: Option<usize>) -> usize {
        provider.unwrap_or(self.players)
    }

    /// Tokens of the players that are of the coalition.
    pub fn purse(&self, ours: &[bool]) -> u64 {
        let of =
            |who: usize| self.world.balance(&self.people[who].tokens) + self.world.balance(&self.tills[who]);
        (0..self.players).filter(|who| ours[*who]).map(of).sum()
    }
}

/// Mandates for work of each player and of the stranger, one for expenses, and leave to sell. One of each member's
/// proposals, all in the first period; executed in the second, at whose end the founder has back what it lent.
fn resolve_for_good(w: &mut World, coop: &Founded, stranger: &Actor, players: usize) {
    let site = &coop.site;
    w.accepts(site.subscribe(&coop.founder, LENT), &[&coop.founder]);
    // as if it had been there for a period: what just came in allows no mandate
    w.edit::<coop::state::Coop>(&site.coop, |c| c.period.operating_at_start = c.operating().into());
    w.pass(1);
    let until = w.now() + 10 * 365 * DAY;
    let mandate = |to: Address, work: bool| Action::Mandate { to, per_period: LENT, until, work };
    let mut actions: Vec<Action> =
        coop.members[..players].iter().map(|who| mandate(who.wallet(), true)).collect();
    actions.push(mandate(stranger.wallet(), true));
    actions.push(mandate(stranger.wallet(), false));
    actions.push(Action::Sell { amount: 1 << 62 });
    // each is its proposer's first
    let first = |w: &World, who: &Actor| (w.member(&site.member(&who.wallet())).number.get(), 0);
    for (who, action) in coop.everyone().zip(&actions) {
        let nth = first(w, who);
        w.accepts(site.propose(&who.wallet(), nth, action.clone()), &[who]);
        for voter in coop.everyone().take(STEWARDS) {
            w.accepts(site.cast_vote(&voter.wallet(), nth, Choice::Yes), &[voter]);
        }
    }
    close(w, coop);
    settle_everyone(w, coop);
    for (index, (who, action)) in coop.everyone().zip(&actions).enumerate() {
        let nth = first(w, who);
        if matches!(action, Action::Mandate { .. }) {
            w.accepts(site.execute_mandate(&who.wallet(), nth, index as u32), &[who]);
        } else {
            w.accepts(site.execute_sell(nth), &[]);
        }
        w.accepts(site.reclaim_proposal(&who.wallet(), &who.wallet(), nth, &who.wallet()), &[who]);
    }
    let founder = &coop.founder;
    w.accepts(site.withdraw_shares(&founder.wallet(), LENT, 10_000), &[founder]);
    close(w, coop);
    settle_everyone(w, coop);
    w.accepts(site.claim_dividends(&founder.wallet(), &founder.tokens), &[founder]);
}

fn offer_services(w: &mut World, coop: &Founded, stranger: &Actor, tills: &[Address], provider_bps: u16) {
    for (index, till) in tills.iter().enumerate() {
        let owner = coop.members.get(index).filter(|_| index + 1 < tills.len());
        let provider = owner.map(|who| coop.site.member(&who.wallet()));
        let owner = owner.unwrap_or(stranger);
        let wallet = owner.wallet();
        let accepted = (TAKE_RATE_BPS, provider_bps);
        let call = coop.site.register_service_of(
            &wallet,
            &wallet,
            provider,
            index as u32,
            till,
            "Service",
            accepted,
        );
        w.accepts(call, &[owner]);
    }
}
