//! Who has a say in what: every order of up to nine events with three members, on the chain and in a second description
//! that keeps who was an elector when. Members are alike, so that of orders that differ by who is who only one is walked.

use crate::{Actor, CoopSite, DAY, UNIT, World, patronage::seasoned};
use anchor_lang::{Discriminator, prelude::Address};
use coop::state::{Coop, Kind, Member, Proposal, Standing};
use solana_account::Account;
use solana_message::Instruction;
use std::collections::HashSet;

const EVENTS: usize = 9;
/// Longer than it takes for a silent elector to be suspended.
const YEAR: i64 = 366 * DAY;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Is {
    Member,
    Left,
    Expelled,
}

/// A member in the second description.
#[derive(Clone, Copy, Debug)]
struct One {
    is: Is,
    votes: bool,
    suspended: bool,
    since: i64,
    acted: i64,
    moved: i64,
    /// Which of its two wallets acts.
    wallet: usize,
    /// Whether it was an elector at the end of the second before.
    voted_before: bool,
    /// Whether it came back in this second: what it voted for before is of a membership that is over.
    came: bool,
    /// Whether it has a say in the resolution that is open.
    has_a_say: bool,
}

#[derive(Clone, Debug)]
struct State {
    now: i64,
    members: [One; 3],
    /// Whether a resolution is open, and how many electors it counts.
    open: Option<u32>,
}

#[derive(Clone, Copy, Debug)]
enum Event {
    Enrol(usize),
    Suspend(usize),
    Leave(usize),
    Expel(usize),
    /// Comes back as a member with its share paid, and no vote yet.
    Return(usize),
    Rehome(usize),
    Propose,
    Second,
    Year,
}

impl State {
    fn electors(&self) -> u32 {
        self.members.iter().filter(|m| m.votes).count() as u32
    }

    /// What becomes of it, or nothing if it is refused.
    fn after(&self, event: Event) -> Option<Self> {
        let mut s = self.clone();
        let now = s.now;
        match event {
            Event::Enrol(i) => {
                let m = &mut s.members[i];
                if m.is != Is::Member || m.votes {
                    return None;
                }
                (m.votes, m.suspended, m.since, m.acted) = (true, false, now, now);
            }
            Event::Suspend(i) => {
                let m = &mut s.members[i];
                let may = m.votes && now - m.acted > 365 * DAY && now - m.since > 365 * DAY;
                if !may {
                    return None;
                }
                (m.votes, m.suspended) = (false, true);
            }
            Event::Leave(i) | Event::Expel(i) => {
                let m = &mut s.members[i];
                let expels = matches!(event, Event::Expel(_));
                if m.is == Is::Expelled || (!expels && m.is != Is::Member) {
                    return None;
                }
                m.is = if expels { Is::Expelled } else { Is::Left };
                m.votes = false;
            }
            Event::Return(i) => {
                let nobody_vouches = s.members.iter().all(|m| m.is != Is::Member);
                let m = &mut s.members[i];
                if m.is == Is::Member || nobody_vouches {
                    return None;
                }
                // another membership: it has no say in what was proposed before
                (m.is, m.suspended, m.acted, m.has_a_say, m.came) = (Is::Member, false, now, false, true);
            }
            Event::Rehome(i) => {
                let m = &mut s.members[i];
                let quiet = m.moved != 0 && now - m.moved < 180 * DAY;
                if m.is != Is::Member || quiet || now - m.acted < 180 * DAY {
                    return None;
                }
                (m.wallet, m.moved) = (1 - m.wallet, now);
            }
            Event::Propose => {
                let first = s.members.iter().position(|m| m.votes)?;
                s.members[first].acted = now;
                for m in &mut s.members {
                    m.has_a_say = m.voted_before && !m.came;
                }
                s.open = Some(s.members.iter().filter(|m| m.voted_before).count() as u32);
            }
            Event::Second | Event::Year => {
                s.now += if matches!(event, Event::Second) { 1 } else { YEAR };
                for m in &mut s.members {
                    (m.voted_before, m.came) = (m.votes, false);
                }
                // whatever was proposed is over by then
                if matches!(event, Event::Year) {
                    s.open = None;
                }
            }
        }
        Some(s)
    }

    /// What tells two states apart as far as anything can come of it.
    fn key(&self) -> impl std::hash::Hash + Eq + use<> {
        let long = |at: i64| self.now - at >= YEAR;
        let mut members = self.members.map(|m| {
            let say = self.open.is_some() && m.has_a_say;
            let moved = m.moved != 0 && !long(m.moved);
            (m.is, m.votes, m.suspended, long(m.since), long(m.acted), moved, m.voted_before, m.came, say)
        });
        members.sort();
        (members, self.open)
    }
}

/// The chain, with what it takes to bring it back to where it was.
struct Chain {
    world: World,
    site: CoopSite,
    /// Of each member: who it is now, and the wallet that it can be moved to and back.
    wallets: Vec<[Actor; 2]>,
    accounts: Vec<Address>,
    proposer: Option<usize>,
}

type Kept = (i64, Vec<Option<Account>>, Option<usize>);

impl Chain {
    fn keep(&self) -> Kept {
        let stored = self.accounts.iter().map(|at| self.world.svm.get_account(at)).collect();
        (self.world.now(), stored, self.proposer)
    }

    fn bring_back(&mut self, (now, stored, proposer): &Kept) {
        self.world.set_time(*now);
        for (at, account) in self.accounts.clone().into_iter().zip(stored) {
            self.world.put(at, account.clone().unwrap_or_default());
        }
        self.proposer = *proposer;
    }

    fn member(&self, i: usize) -> Address {
        self.site.member(&self.wallets[i][0].wallet())
    }

    /// The wallet that acts for a member.
    fn acting(&self, i: usize) -> usize {
        let wallet = self.world.member(&self.member(i)).wallet;
        (0..2).find(|w| self.wallets[i][*w].wallet() == wallet).expect("one of its own")
    }

    fn attempt(&mut self, mut call: Instruction, i: usize, place: usize) -> bool {
        call.accounts[place].pubkey = self.member(i);
        let by = self.acting(i);
        let key = self.wallets[i][by].key.insecure_clone();
        self.world.send(&[call], &[&key]).is_ok()
    }

    /// A resolution about a member that may be executed now.
    fn resolved(&mut self, i: usize, kind: Kind, other: Address) -> Address {
        let at = Address::new_from_array([200 + i as u8; 32]);
        let coop = self.world.coop(&self.site.coop);
        let mut p: Proposal = bytemuck::Zeroable::zeroed();
        (p.coop, p.target, p.other) = (self.site.coop, self.member(i), other);
        (p.kind, p.yes, p.electors) = (kind.into(), 3.into(), 3.into());
        (p.created_at, p.ends) = (self.world.now().into(), self.world.now().into());
        p.execution_window = 60.into();
        p.charter_version = coop.charter_version;
        let data = [Proposal::DISCRIMINATOR, bytemuck::bytes_of(&p)].concat();
        self.world.put(at, Account { lamports: 1 << 40, data, owner: coop::ID, ..Account::default() });
        at
    }

    /// Does it, and says whether it was accepted.
    fn does(&mut self, event: Event) -> bool {
        let site = self.site;
        match event {
            Event::Enrol(i) => {
                let wallet = self.wallets[i][self.acting(i)].wallet();
                let mut call = site.enrol(&wallet, &wallet);
                call.accounts[0].pubkey = wallet;
                self.attempt(call, i, 2)
            }
            Event::Suspend(i) => {
                let call = site.suspend(&self.wallets[i][0].wallet());
                self.attempt(call, i, 1)
            }
            Event::Leave(i) => {
                let call = site.resign(&self.wallets[i][self.acting(i)].wallet());
                self.attempt(call, i, 2)
            }
            Event::Expel(i) => {
                // as if the period had been closed that would be over: whoever sends this can close it in front
                let now = self.world.now();
                self.world.edit::<Coop>(&site.coop, |c| c.period.started_at = now.into());
                let proposal = self.resolved(i, Kind::Expel, Address::default());
                let mut call = site.execute_expel(0, &self.member(i));
                call.accounts[1].pubkey = proposal;
                self.attempt(call, i, 2)
            }
            Event::Return(i) => {
                let member = self.world.member(&self.member(i));
                if member.is(Standing::Expelled) {
                    let proposal = self.resolved(i, Kind::Readmit, Address::default());
                    let mut call = site.execute_readmit(0, &self.member(i));
                    call.accounts[1].pubkey = proposal;
                    assert!(self.attempt(call, i, 2));
                }
                // as if a period had been closed and settled since, and vouches given: none of this is what is looked at
                let now = self.world.now();
                self.world.edit::<Coop>(&site.coop, |c| c.period.started_at = (now + 1).into());
                self.world.edit::<Member>(&self.member(i), |m| m.matured_new = 0.into());
                let call = site.reapply(&self.wallets[i][self.acting(i)].wallet());
                if !self.attempt(call, i, 2) {
                    return false;
                }
                self.world.edit::<Member>(&self.member(i), |m| m.vouches_received = 16);
                let admit = site.admit(&self.wallets[i][0].wallet());
                assert!(self.attempt(admit, i, 1));
                let share = self.world.coop(&site.coop).charter.member_share;
                self.world
                    .edit::<Member>(&self.member(i), |m| (m.shares, m.share_paid_at) = (share, 1.into()));
                self.world.edit::<Coop>(&site.coop, |c| {
                    c.books.shares_total += share;
                    c.books.fund += share;
                    c.period.shares_earning += share;
                });
                true
            }
            Event::Rehome(i) => {
                let to = self.wallets[i][1 - self.acting(i)].wallet();
                let proposal = self.resolved(i, Kind::Rehome, to);
                let payer = self.wallets[i][self.acting(i)].wallet();
                let mut call = site.execute_rehome(&payer, 0, &self.member(i), &to);
                call.accounts[2].pubkey = proposal;
                self.attempt(call, i, 3)
            }
            Event::Propose => {
                let electors = (0..3).filter(|i| self.world.member(&self.member(*i)).is_elector());
                let Some(i) = electors.min() else { return false };
                let member = self.member(i);
                // one at a time: what came before is cleared away
                self.world.edit::<Member>(&member, |m| (m.open_proposal, m.proposals) = (0, 0.into()));
                let number = self.world.member(&member).number.get();
                self.world.put(site.proposal((number, 0)), Account::default());
                let action = coop::state::Action::SetTakeRate { bps: 1 };
                let wallet = self.wallets[i][self.acting(i)].wallet();
                let call = site.propose(&wallet, (number, 0), action);
                self.proposer = Some(i);
                self.attempt(call, i, 3)
            }
            Event::Second | Event::Year => {
                self.world.pass(if matches!(event, Event::Second) { 1 } else { YEAR });
                true
            }
        }
    }

    /// Whether the chain says of electors and of who has a say what the second description does.
    fn is_as(&self, state: &State) -> bool {
        let coop = self.world.coop(&self.site.coop);
        let members = [0, 1, 2].map(|i| self.world.member(&self.member(i)));
        let votes = members.iter().zip(&state.members).all(|(m, one)| m.is_elector() == one.votes);
        let proposal = state.open.map(|electors| {
            let i = self.proposer.expect("someone");
            let number = members[i].number.get();
            (self.world.proposal(&self.site.proposal((number, 0))), electors)
        });
        coop.electors == state.electors()
            && votes
            && proposal.is_none_or(|(p, electors)| {
                let say = |(m, one): (&Member, &One)| coop.is_of_the_snapshot(m, &p) == one.has_a_say;
                p.electors == electors && members.iter().zip(&state.members).all(say)
            })
    }
}

#[test]
fn whoever_was_an_elector_in_the_second_before_has_its_say_in_every_order_of_nine_events() {
    let mut world = World::new();
    let g = seasoned(&mut world, 3, 200 * UNIT);
    let site = g.coop.site;
    world.edit::<Coop>(&site.coop, |c| {
        c.charter.seasoning = 0.into();
        c.charter.growth_floor = 1_000_000.into();
    });
    let first = std::iter::once(g.coop.founder).chain(g.coop.members);
    let wallets: Vec<[Actor; 2]> = first.map(|who| [who, world.actor("second", 0)]).collect();
    let mut accounts = vec![site.coop];
    for (number, [first, second]) in (0..).zip(&wallets) {
        accounts.extend([
            site.member(&first.wallet()),
            site.member(&second.wallet()),
            site.proposal((number, 0)),
            first.wallet(),
            second.wallet(),
        ]);
    }
    world.pass(1);
    let now = world.now();
    let members = [0, 1, 2].map(|i| {
        let m = world.member(&site.member(&wallets[i][0].wallet()));
        One {
            is: Is::Member,
            votes: true,
            suspended: false,
            since: m.elector_since(),
            acted: m.last_active_at.get(),
            moved: 0,
            wallet: 0,
            voted_before: true,
            came: false,
            has_a_say: false,
        }
    });
    let mut chain = Chain { world, site, wallets, accounts, proposer: None };
    let mut known = HashSet::new();
    let start = State { now, members, open: None };
    assert!(chain.is_as(&start));
    let mut front = vec![(start.clone(), chain.keep(), Vec::new())];
    known.insert(start.key());
    let (mut tried, mut accepted) = (0u64, 0u64);
    for _ in 0..EVENTS {
        let mut next = Vec::new();
        for (state, kept, way) in &front {
            let each = |event: fn(usize) -> Event| (0..3).map(event);
            let events = each(Event::Enrol)
                .chain(each(Event::Suspend))
                .chain(each(Event::Leave))
                .chain(each(Event::Expel))
                .chain(each(Event::Return))
                .chain(each(Event::Rehome))
                .chain([Event::Propose, Event::Second, Event::Year]);
            for event in events {
                chain.bring_back(kept);
                tried += 1;
                let (expected, done) = (state.after(event), chain.does(event));
                let way = [way.clone(), vec![event]].concat();
                assert_eq!(expected.is_some(), done, "{way:?}\n{state:?}");
                let Some(after) = expected else { continue };
                accepted += 1;
                assert!(chain.is_as(&after), "{way:?}\n{after:?}");
                if known.insert(after.key()) {
                    next.push((after, chain.keep(), way));
                }
            }
        }
        front = next;
    }
    println!("{} states, {tried} events tried, {accepted} accepted", known.len());
    assert!(known.len() > 1_000 && accepted > 10_000);
}
