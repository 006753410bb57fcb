//! A co-op that is a member of another: its agent is its wallet there.

use crate::{
    Actor, DAY, UNIT, World,
    call::{act_of, call_of, unsigned},
    charter,
    fixtures::{
        Founded, active, await_execution, clear, close, dissolving, expire, flags_in_call, found, pair, pass,
        pledge, propose, take_in, vote,
    },
    pool_terms,
    world::SPL_TOKEN,
};
use anchor_lang::{
    Discriminator,
    prelude::{Address, Id, System},
};
use coop::{
    error::CoopError::*,
    instruction,
    state::{Action, CharterTerms, Choice, Purpose},
};
use solana_message::{AccountMeta, Instruction};

/// A co-op that acts in another, and the agent's account of the mint.
struct Member {
    own: Founded,
    other: Founded,
    tokens: Address,
}

impl Member {
    /// A candidate of a co-op that votes for 30 days: long enough for a co-op to make up its mind.
    fn candidate(world: &mut World) -> Self {
        let (own, other) = pair(world);
        let slow = CharterTerms { voting_period: 30 * DAY as u32, seasoning: 0, ..charter() };
        let index =
            pass(world, &other, Action::Amend { charter: slow, heir: Address::default(), statutes: None });
        world.accepts(other.site.execute_amend(index, None), &[]);
        clear(world, &other, index);
        let agent = own.site.agent();
        world.fund(&agent, 1_000_000_000);
        let member = Self { tokens: world.token_account(&agent, 0), own, other };
        member.does(world, member.other.site.apply(&agent, &agent));
        member
    }

    /// The same, admitted, with shares paid in and a vote.
    fn elector(world: &mut World) -> Self {
        let member = Self::candidate(world);
        let (own, other, agent) = (&member.own.site, &member.other.site, member.agent());
        for voucher in [&member.other.founder, &member.other.members[0]] {
            let call = other.vouch_for(&voucher.wallet(), &voucher.wallet(), &agent);
            world.accepts(call, &[voucher]);
        }
        world.accepts(other.admit(&agent), &[]);
        let spend = Action::Spend { to: agent, amount: 100 * UNIT, purpose: Purpose::Investment };
        let index = pass(world, &member.own, spend);
        world.accepts(own.execute_spend(index, &member.tokens), &[]);
        clear(world, &member.own, index);
        let call = member.subscription(world, 100 * UNIT);
        member.does(world, call);
        let crank = &member.other.founder;
        world.accepts(other.enrol(&crank.wallet(), &agent), &[crank]);
        member
    }

    fn agent(&self) -> Address {
        self.own.site.agent()
    }

    /// The instruction with which the agent pays in shares.
    fn subscription(&self, world: &mut World, amount: u64) -> Instruction {
        let someone = Actor { name: "someone".into(), key: world.new_key(), tokens: self.tokens };
        let mut call = self.other.site.subscribe(&someone, amount);
        let places = [(someone.wallet(), self.agent())];
        let members = places.map(|(from, to)| (self.other.site.member(&from), self.other.site.member(&to)));
        for (from, to) in places.into_iter().chain(members) {
            call.accounts.iter_mut().filter(|meta| meta.pubkey == from).for_each(|meta| meta.pubkey = to);
        }
        call
    }

    /// Resolves to do something there, and does it. Whether that took a special resolution.
    fn does(&self, world: &mut World, act: Instruction) -> bool {
        let index = pass(world, &self.own, act_of(self.other.site.coop, &act));
        if world.coop(&self.other.site.coop).period.ends() <= world.now() {
            close(world, &self.other);
        }
        world.accepts(self.own.site.execute_represent(index, &act), &[]);
        let special = world.proposal(&self.own.site.proposal(index)).is_special();
        clear(world, &self.own, index);
        special
    }
}

#[test]
fn a_co_op_lives_as_a_member_of_another_with_one_vote_and_gets_back_what_is_its() {
    let mut world = World::new();
    let m = Member::elector(&mut world);
    let (own, other, agent) = (m.own.site, m.other.site, m.agent());
    let stored = world.member(&other.member(&agent));
    assert!(stored.is_elector() && stored.wallet == agent && stored.shares == 100 * UNIT);
    assert_eq!(world.balance(&m.tokens), 0);

    // it votes by an ordinary resolution, and its vote is one
    let question = propose(&mut world, &m.other, Action::SetTakeRate { bps: 200 });
    assert!(!m.does(&mut world, other.cast_vote(&agent, question, Choice::Yes)), "voting moves no money");
    let asked = world.proposal(&other.proposal(question));
    assert_eq!((asked.yes.get(), asked.no.get(), asked.electors.get()), (1, 0, 4));

    // interest on its shares comes home as income of its own co-op
    let number = close(&mut world, &m.other);
    world.accepts(other.settle_patronage(&agent, number), &[]);
    world.accepts(other.book_income(&m.other.founder, 1_000 * UNIT), &[&m.other.founder]);
    close(&mut world, &m.other);
    assert!(!m.does(&mut world, other.claim_dividends(&agent, &m.tokens)));
    let earned = world.balance(&m.tokens);
    assert!(earned > 0);
    let before = world.coop(&own.coop);
    let index = pass(&mut world, &m.own, Action::Collect { amount: earned });
    world.accepts(own.execute_collect(Some(index), &m.tokens), &[]);
    world.refuses(ProposalExecuted, own.execute_collect(Some(index), &m.tokens), &[]);
    clear(&mut world, &m.own, index);
    let after = world.coop(&own.coop);
    assert_eq!(after.operating() - before.operating(), earned);
    let repaid = before.books.at_agent.get() - after.books.at_agent.get();
    assert_eq!(repaid, earned, "it comes home: no income");
    assert_eq!(after.period.revenue, before.period.revenue);

    // leaving takes a special resolution, at the turn of a period, and pays its capital at the next close of the other
    let last = world.coop(&other.coop).period.number.get() - 1;
    world.accepts(other.settle_patronage(&agent, last), &[]).events.clear();
    assert!(m.does(&mut world, other.resign_asking(&agent)));
    let asked = world.member(&other.member(&agent)).asked.get();
    assert_eq!(asked, 100 * UNIT);
    let number = close(&mut world, &m.other);
    world.accepts(other.settle_patronage(&agent, number), &[]);
    assert!(!m.does(&mut world, other.claim_dividends(&agent, &m.tokens)));
    assert!(world.balance(&m.tokens) >= 100 * UNIT);
}

#[test]
fn what_an_agent_may_not_do_as_a_member_is_refused_when_it_is_proposed() {
    let mut world = World::new();
    let m = Member::candidate(&mut world);
    let (own, other, agent, founder) = (m.own.site, m.other.site, m.agent(), &m.own.founder);
    let withdraw = other.withdraw_application(&agent);
    let proposing = |world: &mut World, action: Action| {
        world.pass(1);
        let count = world.member(&own.member(&founder.wallet())).proposals.get();
        world.attempt(own.propose(&founder.wallet(), count, action), &[founder]).expect_err("a refusal")
    };
    let with = |change: &dyn Fn(&mut Instruction)| {
        let mut act = withdraw.clone();
        change(&mut act);
        act_of(other.coop, &act)
    };
    let acts = [
        // what founds, executes or draws is no act of a member
        with(&|act| act.data = instruction::Found::DISCRIMINATOR.to_vec()),
        with(&|act| act.data = instruction::ExecuteSpend::DISCRIMINATOR.to_vec()),
        with(&|act| act.data = instruction::ExecuteRepresent::DISCRIMINATOR.to_vec()),
        with(&|act| act.data = instruction::DrawMandate::DISCRIMINATOR.to_vec()),
        with(&|act| act.data = instruction::CastVote::DISCRIMINATOR[..7].to_vec()),
        with(&|act| act.data.clear()),
    ];
    for act in acts {
        let refusal = proposing(&mut world, act);
        assert!(refusal.is(NotAMembersAct), "{refusal:#?}");
    }
    // in its own co-op, or with the other one not among what is written to
    world.pass(1);
    let at_home = act_of(own.coop, &own.apply(&agent, &agent));
    world.refuses(ActsElsewhere, own.propose_with(&founder.wallet(), 1, None, at_home), &[founder]);
    let refusal = proposing(&mut world, with(&|act| act.accounts[1].is_writable = false));
    assert!(refusal.is(ActsElsewhere), "{refusal:#?}");
    // to the books and the money of its own, or with another's signature
    for ours in [own.coop, own.vault, own.member(&founder.wallet()), own.proposal(1)] {
        let refusal = proposing(&mut world, with(&|act| act.accounts.push(AccountMeta::new(ours, false))));
        assert!(refusal.is(WritesToOurs), "{refusal:#?}");
    }
    let refusal = proposing(
        &mut world,
        with(&|act| act.accounts.push(AccountMeta::new_readonly(founder.wallet(), true))),
    );
    assert!(refusal.is(SignerNotTheAgent), "{refusal:#?}");
    // what is no co-op
    let refusal = proposing(&mut world, act_of(other.vault, &other.withdraw_application(&agent)));
    assert!(!refusal.is(ActsElsewhere), "{refusal:#?}");
    // and the act that was meant is fine
    m.does(&mut world, withdraw);
}

#[test]
fn an_act_is_done_as_it_was_resolved_and_reaches_nothing_of_its_own_co_op() {
    let mut world = World::new();
    let m = Member::elector(&mut world);
    let (own, other, agent) = (m.own.site, m.other.site, m.agent());
    let thief = world.actor("thief", 0);
    // money of the agent's goes only to the agent
    let stolen = other.claim_dividends(&agent, &thief.tokens);
    let index = pass(&mut world, &m.own, act_of(other.coop, &stolen));
    world.refuses(DestinationNotTheMembers, own.execute_represent(index, &stolen), &[]);
    // another account in the place of the one that was resolved; another program; the resolution as a call
    let meant = other.claim_dividends(&agent, &m.tokens);
    world.refuses(CallMismatch, own.execute_represent(index, &meant), &[]);
    let mut another = own.execute_represent(index, &stolen);
    another.accounts[3].pubkey = System::id();
    world.refuses(SubjectMismatch, another, &[]);
    let as_a_call = own.execute_invoke(index, &coop::ID, None, &unsigned(&stolen.accounts));
    world.refuses(ActionMismatch, as_a_call, &[]);
    expire(&mut world, &own, index);
    clear(&mut world, &m.own, index);
    // a second account that the co-op's address signs for is known only when it is executed
    let second = world.token_account(&own.coop, UNIT);
    let mut act = other.claim_dividends(&agent, &m.tokens);
    act.accounts.push(AccountMeta::new(second, false));
    let index = pass(&mut world, &m.own, act_of(other.coop, &act));
    world.refuses(WritesToOurs, own.execute_represent(index, &act), &[]);
}

/// A co-op that has pledged elsewhere resolves to leave there, with the pool and the pledge that resigning asks for. Before it
/// is carried out, the pool is settled, anyone claims the shares, and anyone closes the account of the pledge.
#[test]
fn an_agent_resigns_as_was_resolved_whoever_claims_and_closes_its_pledge_before() {
    let mut world = World::new();
    let own = active(&mut world, 3, 200 * UNIT).coop;
    let mut other = found(&mut world, &crate::call::Founding { id: 7, ..Default::default() });
    take_in(&mut world, &mut other, 2);
    let agent = own.site.agent();
    world.fund(&agent, 1_000_000_000);
    let m = Member { tokens: world.token_account(&agent, 150 * UNIT), own, other };
    let (own, other) = (m.own.site, m.other.site);
    let now = world.now();
    let terms = coop::state::PoolTerms {
        withdraw_until: now + 55 * DAY,
        deadline: now + 60 * DAY,
        min_use: 0,
        ..pool_terms(now)
    };
    world.accepts(other.open_pool(0, terms), &[&m.other.founder]);
    let pool = other.pool(0);
    for who in m.other.everyone() {
        pledge(&mut world, &pool, who, 200 * UNIT, 0);
    }
    let acts = |world: &mut World, act: Instruction| {
        let index = pass(world, &m.own, act_of(other.coop, &act));
        world.accepts(own.execute_represent(index, &act), &[]);
        clear(world, &m.own, index);
    };
    acts(&mut world, other.apply(&agent, &agent));
    for voucher in [&m.other.founder, &m.other.members[0]] {
        world.accepts(other.vouch_for(&voucher.wallet(), &voucher.wallet(), &agent), &[voucher]);
    }
    world.accepts(other.admit(&agent), &[]);
    let someone = Actor { name: "someone".into(), key: world.new_key(), tokens: m.tokens };
    let wallet = someone.wallet();
    let mut call = pool.make_pledge_under(1, &wallet, &someone, 150 * UNIT, 0);
    let places = [
        (wallet, agent),
        (other.member(&wallet), other.member(&agent)),
        (pool.pledge(&wallet), pool.pledge(&agent)),
    ];
    for (from, to) in places {
        call.accounts.iter_mut().filter(|meta| meta.pubkey == from).for_each(|meta| meta.pubkey = to);
    }
    acts(&mut world, call);
    println!("pledged on day {}", (world.now() - now) / DAY);
    // it must name the pledge, since the pool is not settled
    let leaves = other.resign_with(&agent, None, Some(0), false, false);
    let index = pass(&mut world, &m.own, act_of(other.coop, &leaves));
    println!("executable on day {}", (world.now() - now) / DAY);
    world.set_time(world.now().max(now + 60 * DAY + 1));
    world.accepts(pool.settle_pool(), &[]);
    world.accepts(pool.claim_shares(&agent), &[]);
    world.accepts(pool.reclaim_pledge(&agent, &agent), &[]);
    let refusal = world.attempt(own.execute_represent(index, &leaves), &[]);
    assert!(refusal.is_ok(), "resign is never refused, but: {:?}", refusal.err());
}

#[test]
fn nobody_but_the_electors_decides_how_a_co_op_votes_elsewhere() {
    let mut world = World::new();
    let m = Member::elector(&mut world);
    let (own, other, agent) = (m.own.site, m.other.site, m.agent());
    let question = propose(&mut world, &m.other, Action::SetTakeRate { bps: 200 });
    // without the agent's signature nobody votes for it
    let mut forged = other.cast_vote(&agent, question, Choice::No);
    forged.accounts[0].is_signer = false;
    assert!(world.attempt(forged, &[]).is_err());
    let no = other.cast_vote(&agent, question, Choice::No);
    let index = propose(&mut world, &m.own, act_of(other.coop, &no));
    vote(&mut world, &m.own, index, Choice::No);
    await_execution(&mut world, &m.own, index);
    world.refuses(MajorityNotReached, own.execute_represent(index, &no), &[]);
    assert_eq!(world.proposal(&other.proposal(question)).no, 0);
}

#[test]
fn a_call_of_another_program_writes_to_no_vault_and_no_escrow() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let another = active(&mut world, 3, 200 * UNIT);
    let (site, agent) = (g.coop.site, g.coop.site.agent());
    let source = world.token_account(&agent, UNIT);
    for key in [another.coop.site.vault, another.site.escrow, g.site.escrow] {
        let accounts = [
            AccountMeta::new(source, false),
            AccountMeta::new(key, false),
            AccountMeta::new_readonly(agent, true),
        ];
        let data = [&[3], UNIT.to_le_bytes().as_slice()].concat();
        let index = pass(&mut world, &g.coop, call_of(SPL_TOKEN, &accounts, data, false));
        world.refuses(WritesToOurs, site.execute_invoke(index, &SPL_TOKEN, None, &unsigned(&accounts)), &[]);
        expire(&mut world, &site, index);
        clear(&mut world, &g.coop, index);
    }
    assert_eq!(world.balance(&source), UNIT);
}

#[test]
fn the_agents_money_comes_home_by_resolution_only_and_when_the_co_op_ends_by_anyone() {
    let mut world = World::new();
    let (small, _) = dissolving(&mut world);
    let g = active(&mut world, 3, 200 * UNIT);
    let site = g.coop.site;
    let source = world.token_account(&site.agent(), 3 * UNIT);
    world.refuses(CoopNotDissolving, site.execute_collect(None::<u32>, &source), &[]);
    let index = pass(&mut world, &g.coop, Action::Collect { amount: 2 * UNIT });
    let foreign = world.token_account(&small.site.agent(), 2 * UNIT);
    for not_its in [g.coop.founder.tokens, foreign] {
        world.refuses(SourceNotTheAgents, site.execute_collect(Some(index), &not_its), &[]);
    }
    let before = world.coop(&site.coop);
    world.accepts(site.execute_collect(Some(index), &source), &[]);
    assert_eq!(world.balance(&source), UNIT);
    let after = world.coop(&site.coop);
    assert_eq!(after.operating() - before.operating(), 2 * UNIT);
    assert_eq!(after.period.revenue.get() - before.period.revenue.get(), 2 * UNIT);
    assert_eq!(after.period.done.outside_units.get() - before.period.done.outside_units.get(), 2 * UNIT);

    // of a dissolving co-op all of it, once, and it is there for the members' claims
    let before = world.coop(&small.site.coop);
    world.accepts(small.site.execute_collect(None::<u32>, &foreign), &[]);
    let after = world.coop(&small.site.coop);
    assert_eq!(after.operating() - before.operating(), 2 * UNIT);
    assert_eq!((after.books.reserve, after.period.revenue), (before.books.reserve, before.period.revenue));
    world.refuses(AmountZero, small.site.execute_collect(None::<u32>, &foreign), &[]);
}

#[test]
fn a_membership_is_not_proposed_to_move_to_a_wallet_that_has_one() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, founder) = (g.coop.site, &g.coop.founder);
    let member = site.member(&g.coop.members[0].wallet());
    let newcomer = world.actor("candidate", 0);
    world.accepts(site.apply(&newcomer.wallet(), &newcomer.wallet()), &[&newcomer]);
    world.pass(1);
    for taken in [founder.wallet(), g.coop.members[1].wallet(), newcomer.wallet()] {
        let call = site.propose(&founder.wallet(), 0, Action::Rehome { member, wallet: taken });
        world.refuses(WalletIsAMember, call, &[founder]);
    }
    // the place must be the one of that wallet, and be given
    let wallet = world.actor("new wallet", 0).wallet();
    let mut call = site.propose(&founder.wallet(), 0, Action::Rehome { member, wallet });
    for place in [coop::ID, site.member(&world.actor("nobody", 0).wallet())] {
        call.accounts[6].pubkey = place;
        world.refuses(WalletIsAMember, call.clone(), &[founder]);
    }
}

/// Every act writes to the co-op in which the agent is a member. A call that was stored without that is refused.
#[test]
fn an_act_writes_to_the_co_op_that_was_resolved() {
    let mut world = World::new();
    let m = Member::candidate(&mut world);
    let act = m.other.site.withdraw_application(&m.agent());
    let index = pass(&mut world, &m.own, act_of(m.other.site.coop, &act));
    let proposal = m.own.site.proposal(index);
    let flags = flags_in_call(&world, &proposal, &m.other.site.coop);
    world.patch(&proposal, flags, &[0]);
    let call = m.own.site.execute_represent(index, &act);
    world.refuses(ActsElsewhere, call.clone(), &[]);
    world.patch(&proposal, flags, &[2]);
    world.accepts(call, &[]);
}
