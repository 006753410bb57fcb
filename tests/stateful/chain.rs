//! The same actions on the chain, and what is stored there afterwards.

use crate::{
    action::{Action, Purse, Resolution, Spoil, Step, Target, Touched, Who, agent},
    generate::SHORT_LIVED,
    model::{self, FOUNDERS, Life, Model, Rents},
    resolutions,
};
use anchor_lang::prelude::Address;
use coop::state::{self, Coop, Kind, Pool};
use coop_tests::{
    Actor, CoopSite, Refusal, World, address,
    call::{Founding, act_of, call_of, unsigned},
    world::{Receipt, SPL_TOKEN, TOKEN_2022},
};
use solana_keypair::Keypair;
use solana_message::{AccountMeta, Instruction};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How many people there are. The last is poor.
pub const PEOPLE: usize = 12;
/// With the agents of the co-ops that live long.
pub const EVERYONE: usize = PEOPLE + SHORT_LIVED;
/// What everyone but the poor one has, in base units.
const WEALTH: u64 = 1 << 58;
/// Lamports of everyone at the beginning.
pub const BEGUN: u64 = 1_000_000_000;
/// The token programs' number of a transfer.
const TRANSFER: u8 = 3;

/// A pool as stored, and what its escrow holds.
#[derive(Clone)]
pub struct StoredPool {
    pub account: Pool,
    pub escrow: u64,
    pub pledges: BTreeMap<Who, state::Pledge>,
}

/// A co-op as stored, with all that belongs to it.
#[derive(Clone, Default)]
pub struct Stored {
    pub coop: Option<Coop>,
    pub vault: u64,
    pub members: BTreeMap<Who, state::Member>,
    pub vouches: BTreeMap<(Who, Who), state::Vouch>,
    pub pools: BTreeMap<usize, StoredPool>,
    pub services: BTreeMap<usize, state::Service>,
    pub periods: BTreeMap<usize, state::Period>,
    pub proposals: BTreeMap<usize, state::Proposal>,
    pub ballots: BTreeMap<(usize, Who), state::Ballot>,
    pub mandates: BTreeMap<usize, state::Mandate>,
    pub redirects: BTreeMap<Who, state::Redirect>,
}

pub struct Chain {
    pub world: World,
    people: Vec<Actor>,
    /// Two token accounts of each, agents too.
    purses: Vec<[Address; 2]>,
    sites: Vec<CoopSite>,
    /// Wallets by address.
    who: HashMap<Address, Who>,
    /// What stands in for others in spoiled calls.
    strangers: Vec<Address>,
    /// What was last read, by slot.
    pub stored: Vec<Stored>,
}

fn id(slot: usize) -> u64 {
    1 + slot as u64
}

impl Chain {
    /// A world whose keys follow from `seed`, with the model of it.
    pub fn new(seed: u64) -> (Self, Model) {
        let token_program = if seed.is_multiple_of(3) { TOKEN_2022 } else { SPL_TOKEN };
        let mut world = World::seeded(seed, token_program);
        // so that what nobody inherits can be burned
        let mint = world.mint;
        world.patch(&mint, 36, &u64::MAX.to_le_bytes());
        let wealth = |who| if who + 1 < PEOPLE { WEALTH } else { 1_000 };
        let people: Vec<Actor> = (0..PEOPLE).map(|who| world.actor("someone", wealth(who))).collect();
        let mut purses: Vec<[Address; 2]> =
            people.iter().map(|p| [p.tokens, world.token_account(&p.wallet(), 0)]).collect();
        let sites: Vec<CoopSite> = (0..FOUNDERS.len())
            .map(|slot| CoopSite::new(&people[FOUNDERS[slot]].wallet(), id(slot), world.mint, token_program))
            .collect();
        let agents: Vec<Address> = sites[..SHORT_LIVED].iter().map(CoopSite::agent).collect();
        for agent in &agents {
            world.fund(agent, BEGUN);
            purses.push([world.token_account(agent, 0), world.token_account(agent, 0)]);
        }
        let mut strangers: Vec<Address> = vec![world.mint, SPL_TOKEN, TOKEN_2022];
        for site in &sites {
            strangers.extend([site.proposal(0), site.proposal(1), site.mandate(0)]);
            strangers.extend(people[..3].iter().map(|p| site.ballot(0, &p.wallet())));
            strangers.extend([site.coop, site.vault, site.service(0), site.period(0), site.period(1)]);
            strangers.extend(people[..5].iter().map(|p| site.member(&p.wallet())));
            for pool in [site.pool(0), site.pool(1)] {
                strangers.extend([pool.pool, pool.escrow]);
                strangers.extend(people[..3].iter().map(|p| pool.pledge(&p.wallet())));
            }
        }
        strangers.extend(people.iter().flat_map(|p| [p.wallet(), p.tokens]));
        strangers.extend(agents.iter().copied().chain(purses[PEOPLE..].iter().map(|purses| purses[0])));
        let wallets: Vec<Address> = people.iter().map(Actor::wallet).chain(agents).collect();
        let who = wallets.iter().enumerate().map(|(who, wallet)| (*wallet, who)).collect();

        world.pass_slots(1);
        let clock: solana_clock::Clock = world.svm.get_sysvar();
        let rent = |size: usize| world.svm.minimum_balance_for_rent_exemption(size);
        let model = Model {
            now: world.now(),
            slot: clock.slot,
            places: sites.iter().map(|site| site.coop).collect::<Vec<_>>().into(),
            wallets: wallets.into(),
            rents: Rents {
                coop: rent(8 + size_of::<Coop>()),
                tokens: rent(165),
                member: rent(8 + size_of::<state::Member>()),
                vouch: rent(8 + size_of::<state::Vouch>()),
                pool: rent(8 + size_of::<Pool>()),
                pledge: rent(8 + size_of::<state::Pledge>()),
                tombstone: rent(8),
                service: rent(8 + size_of::<state::Service>()),
                period: rent(8 + size_of::<state::Period>()),
                proposal: rent(8 + size_of::<state::Proposal>()),
                ballot: rent(8 + size_of::<state::Ballot>()),
                mandate: rent(8 + size_of::<state::Mandate>()),
                redirect: rent(8 + size_of::<state::Redirect>()),
                byte: rent(1) - rent(0),
            },
            coops: vec![Default::default(); sites.len()],
            tokens: purses.iter().map(|purses| purses.map(|purse| world.balance(&purse))).collect(),
            lamports: vec![BEGUN; EVERYONE],
            passed: vec![0; EVERYONE],
        };
        let stored = vec![Stored::default(); sites.len()];
        (Self { world, people, purses, sites, who, strangers, stored }, model)
    }

    fn wallet(&self, who: Who) -> Address {
        match who.checked_sub(PEOPLE) {
            Some(slot) => self.sites[slot].agent(),
            None => self.people[who].wallet(),
        }
    }

    fn purse(&self, (who, which): Purse) -> Address {
        self.purses[who][which]
    }

    /// Someone with a key: in the place of an agent, which has none, anyone.
    fn actor(&self, who: Who) -> &Actor {
        self.people.get(who).unwrap_or(&self.people[0])
    }

    /// A call that [`Self::actor`] stands in, made the agent's if it is an agent.
    fn of(&self, slot: usize, who: Who, mut call: Instruction) -> Instruction {
        let (site, someone) = (&self.sites[slot], self.actor(who));
        let wallet = self.wallet(who);
        let places = [
            (someone.wallet(), wallet),
            (someone.tokens, self.purse((who, 0))),
            (site.member(&someone.wallet()), site.member(&wallet)),
        ];
        for meta in &mut call.accounts {
            let place = places.iter().find(|(from, _)| *from == meta.pubkey);
            meta.pubkey = place.map_or(meta.pubkey, |(_, to)| *to);
        }
        call
    }

    /// The accounts of a call that moves tokens.
    fn transfer(&self, from: Purse, to: Target, signer: Who) -> Vec<AccountMeta> {
        let to = match to {
            Target::Purse(purse) => self.purse(purse),
            Target::Vault(slot) => self.sites[slot].vault,
            Target::Escrow(slot, pool) => self.sites[slot].pool(pool as u32).escrow,
            Target::Member(slot, who) => self.sites[slot].member(&self.wallet(who)),
        };
        vec![
            AccountMeta::new(self.purse(from), false),
            AccountMeta::new(to, false),
            AccountMeta::new_readonly(self.wallet(signer), true),
        ]
    }

    /// The call that an action is, and which of its accounts the rules leave no choice about, given the
    /// others. Accounts whose change makes another valid call are not among them.
    fn call(&self, action: &Action, model: &Model) -> (Instruction, Vec<usize>) {
        use Action::*;
        let slot = action.slot().expect("an instruction is about a co-op");
        let site = &self.sites[slot];
        let w = |who: Who| self.wallet(who);
        let at = |pool: usize| site.pool(pool as u32);
        match *action {
            Found { name, ref charter, heir, .. } => {
                let founding = Founding {
                    id: id(slot),
                    name: "n".repeat(name),
                    charter: **charter,
                    heir: heir.map(|heir| self.sites[heir].coop),
                    ..Founding::default()
                };
                (site.found(&founding), vec![2, 3, 4, 6, 7])
            }
            ReclaimCoop { to, .. } => {
                let mut call = site.reclaim_coop();
                call.accounts[3].pubkey = w(to);
                (call, vec![0, 1, 2, 3, 4])
            }
            Apply { who, payer, .. } => (site.apply(&w(payer), &w(who)), vec![2, 3, 4]),
            Reapply { who, .. } => (site.reapply(&w(who)), vec![0, 1, 2]),
            WithdrawApplication { who, .. } => (site.withdraw_application(&w(who)), vec![0, 1, 2]),
            VouchFor { voucher, candidate, payer, .. } => {
                (site.vouch_for(&w(payer), &w(voucher), &w(candidate)), vec![1, 2, 3, 4, 5, 6])
            }
            WithdrawVouch { voucher, candidate, to, .. } => {
                (site.withdraw_vouch(&w(voucher), &w(candidate), &w(to)), vec![0, 1, 2, 3, 4, 5])
            }
            ReclaimVouch { voucher, candidate, to, .. } => {
                (site.reclaim_vouch(&w(voucher), &w(candidate), &w(to)), vec![0, 1, 3])
            }
            Admit { who, .. } => (site.admit(&w(who)), vec![0]),
            Subscribe { who, amount, .. } => {
                let call = self.of(slot, who, site.subscribe(self.actor(who), amount));
                (call, vec![0, 1, 2, 3, 4, 5, 6])
            }
            Enrol { who, caller, .. } => (site.enrol(&w(caller), &w(who)), vec![1]),
            Suspend { who, .. } => (site.suspend(&w(who)), vec![0]),
            Resign { who, over, .. } => {
                (site.resign_over(&w(who), over.map(|over| over as u32)), vec![0, 1, 2])
            }
            ReclaimMember { who, to, .. } => (site.reclaim_member(&w(who), &w(to)), vec![0, 2]),
            OpenPool { ref terms, .. } => {
                let index = model.coops[slot].pools.len() as u32;
                (site.open_pool(index, **terms), vec![0, 1, 2, 3, 4, 5, 6, 7])
            }
            MakePledge { pool, who, payer, amount, use_amount, .. } => {
                let call = at(pool).make_pledge(&w(payer), self.actor(who), amount, use_amount);
                let mut call = self.of(slot, who, call);
                call.accounts[5].pubkey = at(pool).pledge(&w(who));
                // without money nothing is transferred, and nobody looks at the source
                let paid: &[usize] = if amount > 0 { &[6, 9] } else { &[] };
                (call, [&[1, 2, 3, 4, 5, 7, 8, 10], paid].concat())
            }
            WithdrawPledge { pool, who, to, amount, .. } => {
                let call = at(pool).withdraw_pledge(&w(who), &self.purse(to), amount);
                (call, vec![0, 1, 2, 3, 4, 5, 6, 7, 8])
            }
            SettlePool { pool, .. } => (at(pool).settle_pool(), vec![0, 1, 2, 3, 4]),
            ClaimShares { pool, who, .. } => (at(pool).claim_shares(&w(who)), vec![0, 1, 2, 3]),
            RefundPledge { pool, who, to, .. } => {
                (at(pool).refund_pledge(&w(who), &self.purse(to)), vec![0, 1, 2, 3, 4, 5, 6, 7])
            }
            ReclaimPledge { pool, who, to, .. } => (at(pool).reclaim_pledge(&w(who), &w(to)), vec![0, 1, 3]),
            ReclaimPool { pool, to, .. } => (at(pool).reclaim_pool(&w(to)), vec![0, 1, 2, 3, 4, 5, 6]),
            // in the place of the caller another could stand once the co-op is dissolving
            ClaimDividends { caller, who, to, .. } => {
                let call = site.claim_dividends_by(&w(caller), &w(who), &self.purse(to));
                (call, vec![1, 2, 3, 4, 5, 6])
            }
            Redeem { caller, who, to, amount, at_least, .. } => {
                let call = site.redeem_by(&w(caller), &w(who), &self.purse(to), amount, at_least);
                (call, vec![1, 2, 3, 4, 5, 6])
            }
            Propose { who, ref what, .. } => {
                let index = model.coops[slot].proposals.len() as u32;
                let action = self.action(slot, what, model);
                let call = match **what {
                    Resolution::Dissolve { heir } => {
                        let heir = heir.map(|heir| self.sites[heir].coop);
                        site.propose_with(&w(who), index, heir, action)
                    }
                    _ => site.propose(&w(who), index, action),
                };
                let named: &[usize] = if matches!(**what, Resolution::Rehome { .. }) { &[4, 5] } else { &[] };
                (call, [&[0, 1, 2, 3, 6], named].concat())
            }
            CastVote { proposal, who, choice, .. } => {
                (site.cast_vote(&w(who), proposal as u32, choice), vec![0, 1, 2, 3, 4, 5])
            }
            CancelProposal { proposal, who, to, .. } => {
                (site.cancel_proposal(&w(who), proposal as u32, &w(to)), vec![0, 1, 2, 3, 4])
            }
            Execute { proposal, kind, payer, to, who, mandate, other, .. } => {
                let index = proposal as u32;
                let payer = w(payer);
                let member = site.member(&w(who));
                let other = other.map(|other| self.sites[other].coop);
                let coop = &model.coops[slot];
                match kind {
                    Kind::Spend => (site.execute_spend(index, &self.purse(to)), vec![0, 1, 2, 3, 4, 5]),
                    Kind::Grant => (site.execute_grant(index, &self.purse(to)), vec![0, 1, 2, 3, 4, 5]),
                    Kind::Mandate => {
                        let next = coop.mandates.len() as u32;
                        (site.execute_mandate(&payer, index, next), vec![1, 2, 3, 4])
                    }
                    Kind::RevokeMandate => {
                        let call = site.execute_revoke_mandate(index, mandate as u32, &w(who));
                        (call, vec![0, 1, 2, 3])
                    }
                    Kind::OpenPool => {
                        let next = coop.pools.len() as u32;
                        (site.execute_open_pool(&payer, index, next), vec![1, 2, 3, 4, 5, 6, 7])
                    }
                    Kind::SetTakeRate => (site.execute_set_take_rate(index), vec![0, 1]),
                    Kind::Expel => (site.execute_expel(index, &member), vec![0, 1, 2]),
                    Kind::Readmit => (site.execute_readmit(index, &member), vec![0, 1, 2]),
                    Kind::Amend => (site.execute_amend(index, other), vec![0, 1]),
                    Kind::CoverLoss => (site.execute_cover_loss(index), vec![0, 1]),
                    Kind::JoinFederation => (site.execute_join_federation(index), vec![0, 1]),
                    Kind::LeaveFederation => (site.execute_leave_federation(index), vec![0, 1]),
                    Kind::AcceptFederation => {
                        let joining = other.unwrap_or(site.coop);
                        (site.execute_accept_federation(index, &joining), vec![0, 1, 2])
                    }
                    Kind::Invoke => {
                        let given = match coop.proposal(proposal).map(|p| &p.what) {
                            Ok(Resolution::Invoke { from, to, signer, .. }) => {
                                unsigned(&self.transfer(*from, *to, *signer))
                            }
                            _ => Vec::new(),
                        };
                        let program = self.world.token_program;
                        let fixed = (0..4).chain(5..5 + given.len()).collect();
                        (site.execute_invoke(index, &program, None, &given), fixed)
                    }
                    Kind::Rehome => {
                        let call = site.execute_rehome(&payer, index, &member, &w(to.0));
                        (call, vec![1, 2, 3, 4, 5])
                    }
                    Kind::Represent => {
                        let act = match coop.proposal(proposal).map(|p| &p.what) {
                            Ok(Resolution::Represent { act }) => self.call(act, model).0,
                            _ => Instruction::new_with_bytes(coop::ID, &[], Vec::new()),
                        };
                        let fixed = (0..4).chain(5..5 + act.accounts.len()).collect();
                        (site.execute_represent(index, &act), fixed)
                    }
                    Kind::Dissolve | Kind::Collect => unreachable!("not executed like this"),
                }
            }
            DrawMandate { mandate, who, to, amount, .. } => {
                let call = site.draw_mandate(&w(who), mandate as u32, &self.purse(to), amount);
                (call, vec![0, 1, 3, 4, 5, 6])
            }
            ReclaimProposal { proposal, caller, to, .. } => {
                let proposer = model.coops[slot].proposal(proposal).map_or(0, |p| p.proposer);
                let call = site.reclaim_proposal(&w(caller), &w(proposer), proposal as u32, &w(to));
                (call, vec![1, 2, 4])
            }
            ReclaimBallot { proposal, who, .. } => {
                (site.reclaim_ballot(&w(who), proposal as u32), vec![0, 1, 2, 3, 4])
            }
            ReclaimMandate { mandate, to, .. } => (site.reclaim_mandate(mandate as u32, &w(to)), vec![0, 2]),
            RemitSolidarity { federation, .. } => {
                (site.remit_solidarity(&self.sites[federation].coop), vec![0, 1, 2, 3, 4, 5])
            }
            Dissolve { proposal, heir, payer, .. } => {
                let period = model.coops[slot].books.period;
                let heir = heir.map(|heir| self.sites[heir].coop);
                let call = site.dissolve(&w(payer), proposal.map(|p| p as u32), heir, period);
                (call, vec![1, 4, 5])
            }
            FinishDissolution { heir, federation, successor, .. } => {
                let at = |slot: Option<usize>| slot.map(|slot| self.sites[slot].coop);
                let call = site.finish_dissolution(at(heir), at(federation), at(successor));
                (call, vec![0, 1, 2, 6])
            }
            Collect { proposal, from, .. } => {
                let call = site.execute_collect(proposal.map(|p| p as u32), &self.purse(from));
                (call, vec![0, 2, 3, 4, 5, 6])
            }
            CallPanel { proposal, .. } => (site.call_panel(proposal as u32), vec![0, 1]),
            SeatPanel { proposal, .. } => (site.seat_panel(proposal as u32), vec![0, 1, 2]),
            VetoRehome { proposal, who, .. } => {
                let member = site.member(&w(who));
                (site.veto_rehome(&w(who), &member, proposal as u32), vec![0, 1, 2, 3])
            }
            ReclaimRedirect { wallet, member, to, .. } => {
                let member = site.member(&w(member));
                (site.reclaim_redirect(&w(wallet), &member, &w(to)), vec![0, 1, 2, 3])
            }
            Object { proposal, who, .. } => (site.object(&w(who), proposal as u32), vec![0, 1, 2, 3, 4, 5]),
            SyncVault { .. } => (site.sync_vault(), vec![0, 1]),
            RegisterService { owner, payer, payout, name, most, .. } => {
                let index = model.coops[slot].services.len() as u32;
                let payout = self.purse(payout);
                let name = "n".repeat(name);
                let call = site.register_service(&w(payer), &w(owner), index, &payout, &name, most);
                (call, vec![2, 3, 5])
            }
            RepriceService { service, .. } => (site.reprice_service(service as u32), vec![0]),
            UpdatePayout { service, owner, payout, .. } => {
                let call = site.update_payout(&w(owner), service as u32, &self.purse(payout));
                (call, vec![0, 1])
            }
            RetireService { service, caller, to, .. } => {
                (site.retire_service(&w(caller), service as u32, &w(to)), vec![0, 1, 3])
            }
            PayService { service, who, as_member, payout, amount, max_fee, .. } => {
                let (payer, payout) = (&self.people[who], self.purse(payout));
                let call = site.pay_service(payer, as_member, service as u32, &payout, amount, max_fee);
                // another service of the same payee would do, and so would naming a membership
                let named: &[usize] = if as_member { &[3] } else { &[] };
                (call, [&[0, 1, 4, 5, 6, 7, 8], named].concat())
            }
            BookIncome { who, amount, .. } => {
                (site.book_income(&self.people[who], amount), vec![0, 1, 2, 3, 4, 5])
            }
            ClosePeriod { payer, .. } => {
                let number = model.coops[slot].books.period;
                (site.close_period(&w(payer), number), vec![1, 2, 3])
            }
            SettlePatronage { who, period, .. } => {
                (site.settle_patronage(&w(who), period as u32), vec![0, 2])
            }
            SettleUse { pool, who, .. } => (at(pool).settle_use(&w(who)), vec![0, 1, 2, 3]),
            ReclaimPeriod { period, to, .. } => (site.reclaim_period(period as u32, &w(to)), vec![0, 2]),
            _ => unreachable!("no instruction"),
        }
    }

    /// A resolution as the program is told.
    fn action(&self, slot: usize, what: &Resolution, model: &Model) -> state::Action {
        use state::Action as A;
        let (w, site) = (|who: Who| self.wallet(who), &self.sites[slot]);
        match *what {
            Resolution::Spend { to, amount, investment } => A::Spend { to: w(to), amount, investment },
            Resolution::Mandate { to, per_period, until } => A::Mandate { to: w(to), per_period, until },
            Resolution::RevokeMandate { mandate } => {
                A::RevokeMandate { mandate: site.mandate(mandate as u32) }
            }
            Resolution::Grant { to, amount } => A::Grant { to: w(to), amount },
            Resolution::OpenPool { terms } => A::OpenPool { terms },
            Resolution::SetTakeRate { bps } => A::SetTakeRate { bps },
            Resolution::Expel { member } => A::Expel { member: site.member(&w(member)) },
            Resolution::Readmit { member } => A::Readmit { member: site.member(&w(member)) },
            Resolution::Amend { charter, heir } => {
                A::Amend { charter, heir: heir.map_or(Address::default(), |heir| self.sites[heir].coop) }
            }
            Resolution::CoverLoss { amount } => A::CoverLoss { amount },
            Resolution::JoinFederation { federation } => {
                A::JoinFederation { federation: self.sites[federation].coop }
            }
            Resolution::AcceptFederation { joining } => {
                A::AcceptFederation { joining: self.sites[joining].coop }
            }
            Resolution::LeaveFederation => A::LeaveFederation,
            Resolution::Dissolve { .. } => A::Dissolve,
            Resolution::Invoke { from, to, signer, amount } => {
                let data = [&[TRANSFER], amount.to_le_bytes().as_slice()].concat();
                call_of(self.world.token_program, &self.transfer(from, to, signer), data, false)
            }
            Resolution::Collect { amount } => A::Collect { amount },
            Resolution::Represent { ref act } => {
                let other = act.slot().expect("an instruction is about a co-op");
                act_of(self.sites[other].coop, &self.call(act, model).0)
            }
            Resolution::Rehome { member, wallet } => {
                A::Rehome { member: site.member(&w(member)), wallet: w(wallet) }
            }
        }
    }

    /// Lets the wallet of now sign and pay for a membership that has moved.
    fn act_for(&self, call: &mut Instruction, action: &Action, model: &Model) {
        use Action::*;
        // where wallet and source stand, and whose the membership is
        let (wallet, source, who) = match *action {
            Reapply { who, .. }
            | WithdrawApplication { who, .. }
            | WithdrawVouch { voucher: who, .. }
            | Resign { who, .. }
            | WithdrawPledge { who, .. }
            | Propose { who, .. }
            | CastVote { who, .. }
            | CancelProposal { who, .. }
            | Object { who, .. }
            | VetoRehome { who, .. } => (0, None, who),
            VouchFor { voucher, .. } => (1, None, voucher),
            ReclaimBallot { who, .. } => (4, None, who),
            Subscribe { who, .. } => (0, Some(3), who),
            MakePledge { who, .. } => (1, Some(6), who),
            PayService { who, as_member: true, .. } => (0, Some(4), who),
            _ => return,
        };
        let coop = &model.coops[action.slot().expect("an instruction is about a co-op")];
        let holder = coop.wallet(who);
        if holder == who {
            return;
        }
        call.accounts[wallet].pubkey = self.wallet(holder);
        if let Some(source) = source {
            call.accounts[source].pubkey = self.purse((holder, 0));
        }
    }

    /// Spoils a call; says whether it is another call now.
    fn spoil(&self, call: &mut Instruction, fixed: &[usize], spoil: Spoil) -> bool {
        match spoil {
            Spoil::No => false,
            Spoil::Unsigned => {
                let Some(signer) = call.accounts.iter().find(|a| a.is_signer).map(|a| a.pubkey) else {
                    return false;
                };
                for account in call.accounts.iter_mut().filter(|a| a.pubkey == signer) {
                    account.is_signer = false;
                }
                true
            }
            Spoil::Swap { place, with } => {
                let place = fixed[place % fixed.len()];
                let (old, new) = (call.accounts[place].pubkey, self.strangers[with % self.strangers.len()]);
                // either of one's own token accounts is as good as the other
                let owner = |tokens| self.purses.iter().position(|purses| purses.contains(&tokens));
                if old == new || (owner(old).is_some() && owner(old) == owner(new)) {
                    return false;
                }
                call.accounts[place].pubkey = new;
                true
            }
        }
    }

    /// Sends the call that a step is, signed by everyone it names; `model` is of before. Says whether it was spoiled, and what came of it.
    pub fn send(&mut self, step: &Step, model: &Model) -> (bool, Result<Receipt, Refusal>) {
        let (mut call, fixed) = self.call(&step.action, model);
        self.act_for(&mut call, &step.action, model);
        // nobody signs for an agent
        let agents = &model.wallets[PEOPLE..];
        let forged = call.accounts.iter().any(|meta| meta.is_signer && agents.contains(&meta.pubkey));
        let spoiled = self.spoil(&mut call, &fixed, step.spoil) || forged;
        let keys: Vec<&Keypair> = self.people.iter().map(|person| &person.key).collect();
        (spoiled, self.world.send(&[call], &keys))
    }

    /// Does what no instruction does; the model has allowed it.
    pub fn arrange(&mut self, action: &Action) {
        match *action {
            Action::Warp { to } => self.world.set_time(to.max(self.world.now())),
            Action::Slots { count } => self.world.pass_slots(count),
            Action::Donate { slot, pool, who, amount } => {
                let to = match pool {
                    Some(pool) => self.sites[slot].pool(pool as u32).escrow,
                    None => self.sites[slot].vault,
                };
                self.edit_tokens(self.people[who].tokens, |held| held - amount);
                self.edit_tokens(to, |held| held + amount);
            }
            Action::Endow { slot, purse, who, amount } => {
                self.edit_tokens(self.people[who].tokens, |held| held - amount);
                self.edit_tokens(self.purse((agent(slot), purse)), |held| held + amount);
            }
            _ => unreachable!("an instruction"),
        }
    }

    fn edit_tokens(&mut self, address: Address, change: impl FnOnce(u64) -> u64) {
        let held = self.world.balance(&address);
        let mut account = self.world.svm.get_account(&address).expect("the model says it exists");
        account.data[64..72].copy_from_slice(&change(held).to_le_bytes());
        self.world.put(address, account);
    }

    /// Reads again what a step could have changed.
    pub fn read(&mut self, slot: usize, touched: &Touched) {
        let site = self.sites[slot];
        let wallets: HashMap<Who, Address> = touched
            .people
            .iter()
            .chain(touched.vouch.iter().flat_map(|(candidate, voucher)| [candidate, voucher]))
            .map(|who| (*who, self.wallet(*who)))
            .collect();
        let wallet = |who: Who| wallets[&who];
        let stored = &mut self.stored[slot];
        stored.coop = self.world.read(&site.coop);
        stored.vault = self.world.balance(&site.vault);
        // what was named, and what was made last
        let (services, periods) = stored
            .coop
            .as_ref()
            .map_or((0, 0), |coop| (coop.services.get() as usize, coop.period.number.get() as usize));
        for index in touched.service.into_iter().chain(services.checked_sub(1)) {
            set(&mut stored.services, index, self.world.read(&site.service(index as u32)));
        }
        for index in touched.period.into_iter().chain(periods.checked_sub(1)) {
            set(&mut stored.periods, index, self.world.read(&site.period(index as u32)));
        }
        let counts = stored.coop.as_ref().map(|coop| (coop.proposals.get(), coop.mandates.get()));
        let (proposals, mandates) = counts.map_or((0, 0), |(p, m)| (p as usize, m as usize));
        for index in touched.proposal.into_iter().chain(proposals.checked_sub(1)) {
            set(&mut stored.proposals, index, self.world.read(&site.proposal(index as u32)));
            for &who in &touched.people {
                let ballot = site.ballot(index as u32, &wallet(who));
                set(&mut stored.ballots, (index, who), self.world.read(&ballot));
            }
        }
        for index in touched.mandate.into_iter().chain(mandates.checked_sub(1)) {
            set(&mut stored.mandates, index, self.world.read(&site.mandate(index as u32)));
        }
        for &who in &touched.people {
            let place = site.member(&wallet(who));
            set(&mut stored.members, who, self.world.read(&place));
            set(&mut stored.redirects, who, self.world.read(&place));
        }
        if let Some((candidate, voucher)) = touched.vouch {
            let member = |who: Who| site.member(&wallet(who));
            let vouch = address::vouch(&member(candidate), &member(voucher));
            set(&mut stored.vouches, (candidate, voucher), self.world.read(&vouch));
        }
        let last = stored.coop.as_ref().map_or(0, |coop| coop.pools.get() as usize).checked_sub(1);
        let new = last.filter(|last| touched.pool.is_none() && !stored.pools.contains_key(last));
        if let Some(index) = touched.pool.or(new) {
            let at = site.pool(index as u32);
            let account = self.world.read::<Pool>(&at.pool);
            let escrow = self.world.balance(&at.escrow);
            let old = stored.pools.remove(&index);
            if let Some(account) = account {
                let mut pledges = old.map(|old| old.pledges).unwrap_or_default();
                for &who in &touched.people {
                    let pledge = at.pledge(&wallet(who));
                    set(&mut pledges, who, self.world.read(&pledge));
                }
                stored.pools.insert(index, StoredPool { account, escrow, pledges });
            }
        }
    }

    /// Reads everything again.
    pub fn read_all(&mut self, model: &Model) {
        for (slot, coop) in model.coops.iter().enumerate().filter(|(_, c)| c.life != Life::Unfounded) {
            let everyone: Vec<Who> = (0..EVERYONE).collect();
            self.read(slot, &Touched { people: everyone.clone(), ..Touched::default() });
            for pool in 0..coop.pools.len() {
                let touched = Touched { people: everyone.clone(), pool: Some(pool), ..Touched::default() };
                self.read(slot, &touched);
            }
            for service in 0..coop.services.len() {
                self.read(slot, &Touched { service: Some(service), ..Touched::default() });
            }
            for period in 0..coop.periods.len() {
                self.read(slot, &Touched { period: Some(period), ..Touched::default() });
            }
            for proposal in 0..coop.proposals.len() {
                let touched =
                    Touched { proposal: Some(proposal), people: everyone.clone(), ..Touched::default() };
                self.read(slot, &touched);
            }
            for mandate in 0..coop.mandates.len() {
                self.read(slot, &Touched { mandate: Some(mandate), ..Touched::default() });
            }
            let stored = self.stored[slot].vouches.keys();
            let pairs: BTreeSet<(Who, Who)> = coop.vouches.keys().chain(stored).copied().collect();
            for pair in pairs {
                self.read(slot, &Touched { vouch: Some(pair), ..Touched::default() });
            }
        }
    }

    /// The first difference between what was read last and the model, for what was touched.
    pub fn differs(&self, slot: usize, touched: &Touched, model: &Model) -> Option<String> {
        let (stored, coop) = (&self.stored[slot], &model.coops[slot]);
        if stored.coop.is_some() != (coop.life == Life::Alive) {
            return Some(format!("the co-op is {:?}", coop.life));
        }
        let mut found = Vec::new();
        if let Some(account) = &stored.coop {
            compare(&mut found, "books", &self.books(account), &coop.books);
            compare(&mut found, "vault", &stored.vault, &coop.vault);
            let mut terms = *coop.terms();
            terms.take_rate_bps = coop.books.take_rate;
            let charter = coop_math::charter::Charter::from(&account.charter);
            compare(&mut found, "charter", &state::CharterTerms::from(charter), &terms);
        }
        for who in &touched.people {
            // an account can outlive its co-op only if the program loses one
            let member = stored.members.get(who).map(|m| self.member(m));
            compare(&mut found, "member", &member.as_ref(), &coop.members.get(who).as_ref().copied());
            let redirect = stored.redirects.get(who).map(|r| {
                let at = |other: &Who| self.sites[slot].member(&self.wallet(*other)) == r.member;
                model::Redirect {
                    wallet: self.who[&r.wallet],
                    member: (0..EVERYONE).find(at).expect("someone's"),
                    rent_payer: self.who[&r.rent_payer],
                }
            });
            compare(&mut found, "redirect", &redirect.as_ref(), &coop.redirects.get(who));
            for who in [*who, coop.wallet(*who)] {
                for which in [0, 1] {
                    let held = self.world.balance(&self.purse((who, which)));
                    compare(&mut found, "tokens", &held, &model.tokens[who][which]);
                }
                let lamports = self.world.lamports(&self.wallet(who));
                compare(&mut found, "lamports", &lamports, &model.lamports[who]);
            }
        }
        if let Some(pair) = touched.vouch {
            let vouch = stored.vouches.get(&pair).map(|v| model::Vouch {
                rent_payer: self.who[&v.rent_payer],
                application: v.application.get(),
                voucher_application: v.voucher_application.get(),
                given_in: v.given_in.get(),
            });
            compare(&mut found, "vouch", &vouch.as_ref(), &coop.vouches.get(&pair));
        }
        if let Some(index) = touched.pool {
            let (there, expected) = (stored.pools.get(&index), coop.pools.get(index).filter(|p| p.exists));
            compare(&mut found, "pool exists", &there.is_some(), &expected.is_some());
            if let (Some(there), Some(expected)) = (there, expected) {
                compare(&mut found, "pool", &gathered(&there.account), &expected.gathered);
                compare(&mut found, "escrow", &there.escrow, &expected.escrow);
                for who in &touched.people {
                    let pledge = there.pledges.get(who).map(|p| self.pledge(p));
                    compare(&mut found, "pledge", &pledge.as_ref(), &expected.pledges.get(who));
                }
            }
        }
        for index in touched.service.into_iter().chain(coop.services.len().checked_sub(1)) {
            let there = stored.services.get(&index).map(|s| self.service(s));
            let expected = coop.services.get(index).and_then(|s| s.as_ref());
            compare(&mut found, "service", &there.as_ref(), &expected);
        }
        for index in touched.period.into_iter().chain(coop.periods.len().checked_sub(1)) {
            let there = stored.periods.get(&index).map(|p| self.period(p));
            let expected = coop.periods.get(index).and_then(|p| p.as_ref());
            compare(&mut found, "period", &there.as_ref(), &expected);
        }
        for index in touched.proposal.into_iter().chain(coop.proposals.len().checked_sub(1)) {
            let there = stored.proposals.get(&index);
            let expected = coop.proposals.get(index).and_then(|p| p.as_ref());
            compare(&mut found, "proposal exists", &there.is_some(), &expected.is_some());
            if let (Some(there), Some(expected)) = (there, expected) {
                self.compare_proposals(&mut found, slot, there, expected, model);
            }
            for who in &touched.people {
                let ballot = stored.ballots.get(&(index, *who)).map(|b| resolutions::Ballot {
                    said: resolutions::choice(b.choice),
                    objects: b.objects == 1,
                });
                compare(&mut found, "ballot", &ballot, &coop.ballots.get(&(index, *who)).copied());
            }
        }
        for index in touched.mandate.into_iter().chain(coop.mandates.len().checked_sub(1)) {
            let there = stored.mandates.get(&index).map(|m| resolutions::Mandate {
                holder: self.who[&m.holder],
                rent_payer: self.who[&m.rent_payer],
                per_period: m.per_period.get(),
                drawn: m.drawn.get(),
                until: m.until.get(),
                drawn_in: m.drawn_in.get(),
                special: m.special == 1,
            });
            let expected = coop.mandates.get(index).and_then(|m| m.as_ref());
            compare(&mut found, "mandate", &there.as_ref(), &expected);
        }
        (!found.is_empty()).then(|| found.join("\n"))
    }

    fn compare_proposals(
        &self,
        found: &mut Vec<String>,
        slot: usize,
        there: &state::Proposal,
        expected: &resolutions::Proposal,
        model: &Model,
    ) {
        let facts = |p: &resolutions::Proposal| {
            let times = [p.created_at, p.ends, p.executed_at];
            let member = self.sites[slot].member(&self.wallet(p.proposer));
            let counts = [p.timelock, p.window, p.electors, p.version, p.exits];
            let panel = (p.panel_slot, p.panel_seed, p.objections, p.vetoed);
            (member, p.rent_payer, times, counts, p.tally, p.quorum, p.special, panel)
        };
        let p = there;
        let times = [p.created_at.get(), p.ends.get(), p.executed_at.get()];
        let counts = [
            p.timelock.get(),
            p.execution_window.get(),
            p.electors.get(),
            p.charter_version.get(),
            p.exits.get(),
        ];
        let tally = [p.yes.get(), p.no.get(), p.abstain.get()];
        let payer = self.who[&p.rent_payer];
        let seed = (p.panel_seated == 1).then_some(p.panel_seed);
        let panel = (p.panel_slot.get(), seed, p.objections, p.vetoed == 1);
        let quorum = p.quorum_bps.get();
        let stored = (p.proposer, payer, times, counts, tally, quorum, p.special == 1, panel);
        compare(found, "proposal", &stored, &facts(expected));

        let named = expected.named.map_or(Address::default(), |slot| self.sites[slot].coop);
        let none = Address::default();
        let (target, other, amount, until, rate, flag) = match self.action(slot, &expected.what, model) {
            state::Action::Spend { to, amount, investment } => (to, none, amount, 0, 0, investment as u8),
            state::Action::Mandate { to, per_period, until } => (to, none, per_period, until, 0, 0),
            state::Action::RevokeMandate { mandate } => (mandate, none, 0, 0, 0, 0),
            state::Action::Grant { to, amount } => (to, none, amount, 0, 0, 0),
            state::Action::OpenPool { terms } => (none, Address::new_from_array(terms.purpose), 0, 0, 0, 0),
            state::Action::SetTakeRate { bps } => (none, none, 0, 0, bps, 0),
            state::Action::Expel { member } | state::Action::Readmit { member } => (member, none, 0, 0, 0, 0),
            state::Action::Amend { heir, .. } => (none, heir, 0, 0, 0, 0),
            state::Action::CoverLoss { amount } => (none, none, amount, 0, 0, 0),
            state::Action::JoinFederation { federation } => (federation, none, 0, 0, 0, 0),
            state::Action::AcceptFederation { joining } => (joining, none, 0, 0, 0, 0),
            state::Action::Invoke { program, .. } => (program, none, 0, 0, 0, 0),
            state::Action::Collect { amount } => (none, none, amount, 0, 0, 0),
            state::Action::Rehome { member, wallet } => (member, wallet, 0, 0, 0, 0),
            _ => (named, none, 0, 0, 0, 0),
        };
        let kind = expected.what.kind() as u8;
        let action = (p.target, p.other, p.amount.get(), p.until.get(), p.rate_bps.get(), p.flag, p.kind.0);
        compare(found, "action", &action, &(target, other, amount, until, rate, flag, kind));
        if let Resolution::Amend { charter, .. } = expected.what {
            let stored = state::CharterTerms::from(coop_math::charter::Charter::from(&p.charter));
            compare(found, "amendment", &stored, &charter);
        }
    }

    /// The first difference anywhere.
    pub fn differs_anywhere(&self, model: &Model) -> Option<String> {
        let people: Vec<Who> = (0..EVERYONE).collect();
        (0..model.coops.len()).find_map(|slot| {
            let coop = &model.coops[slot];
            let pools = (0..coop.pools.len()).map(Some).chain([None]);
            let vouches = coop.vouches.keys().copied().map(Some);
            let pools = pools.map(|pool| Touched { people: people.clone(), pool, ..Touched::default() });
            let services = (0..coop.services.len())
                .map(|service| Touched { service: Some(service), ..Touched::default() });
            let periods =
                (0..coop.periods.len()).map(|period| Touched { period: Some(period), ..Touched::default() });
            let proposals = (0..coop.proposals.len()).map(|proposal| Touched {
                people: people.clone(),
                proposal: Some(proposal),
                ..Touched::default()
            });
            let mandates = (0..coop.mandates.len())
                .map(|mandate| Touched { mandate: Some(mandate), ..Touched::default() });
            let vouches = vouches.map(|vouch| Touched { vouch, ..Touched::default() });
            let strays = self.stored[slot].vouches.keys().any(|pair| !coop.vouches.contains_key(pair));
            pools
                .chain(vouches)
                .chain(services)
                .chain(periods)
                .chain(proposals)
                .chain(mandates)
                .find_map(|touched| self.differs(slot, &touched, model))
                .or(strays.then(|| "a vouch that should be closed".into()))
        })
    }

    /// The slot of a co-op that another names.
    fn slot_of(&self, coop: &Address) -> Option<usize> {
        (*coop != Address::default())
            .then(|| self.sites.iter().position(|site| site.coop == *coop).expect("a known co-op"))
    }

    fn books(&self, c: &Coop) -> model::Books {
        let heir = self.slot_of(&c.heir);
        model::Books {
            seq: c.seq.get(),
            founded_at: c.founded_at.get(),
            activated_at: c.activated_at.get(),
            electorless_since: c.electorless_since.get(),
            charter_version: c.charter_version.get(),
            heir,
            operating: c.operating.get(),
            reserve: c.reserve.get(),
            solidarity: c.solidarity.get(),
            dividends: c.dividends.get(),
            interest: c.interest.get(),
            pioneers: c.pioneers.get(),
            interest_owed: c.interest_owed.get(),
            pioneers_owed: c.pioneers_owed.get(),
            invested: c.invested.get(),
            interest_per_share: c.interest_per_share.get(),
            pioneer_per_unit: c.pioneer_per_unit.get(),
            pioneer_units: c.pioneer_units.get(),
            lifetime_revenue: c.lifetime_revenue.get(),
            take_rate: c.charter.take_rate_bps.get(),
            revenue: c.period.revenue.get(),
            expenses: c.period.expenses.get(),
            member_units: c.period.member_units.get(),
            outside_units: c.period.outside_units.get(),
            unsettled: c.period.unsettled.get(),
            service_accounts: c.service_accounts.get(),
            period_accounts: c.period_accounts.get(),
            shares_total: c.shares_total.get(),
            shares_in_transit: c.shares_in_transit.get(),
            retained_total: c.retained_total.get(),
            shares_earning: c.shares_earning.get(),
            loss_carried: c.loss_carried.get(),
            period: c.period.number.get(),
            period_started_at: c.period.started_at.get(),
            operating_at_start: c.period.operating_at_start.get(),
            redeemed: c.period.redeemed.get(),
            members_at_start: c.period.members_at_start.get(),
            admitted: c.period.admitted.get(),
            members: c.members.get(),
            electors: c.electors.get(),
            next_member: c.next_member.get(),
            member_accounts: c.member_accounts.get(),
            vouch_accounts: c.vouch_accounts.get(),
            pools: c.pools.get(),
            pool_accounts: c.pool_accounts.get(),
            founding_pool: c.founding_pool.get(),
            founding_pool_live: c.founding_pool_live,
            dissolving_at: c.dissolving_at.get(),
            swept_at: c.swept_at.get(),
            loss_covered_at: c.loss_covered_at.get(),
            federation: self.slot_of(&c.federation),
            federation_sought: self.slot_of(&c.federation_sought),
            budget_spent: c.period.budget_spent.get(),
            proposals: c.proposals.get(),
            proposal_accounts: c.proposal_accounts.get(),
            mandates: c.mandates.get(),
            mandate_accounts: c.mandate_accounts.get(),
            redirect_accounts: c.redirect_accounts.get(),
        }
    }

    fn member(&self, m: &state::Member) -> model::Member {
        use model::Standing::*;
        model::Member {
            wallet: self.who[&m.wallet],
            rent_payer: self.who[&m.rent_payer],
            application: m.application.get(),
            applied_at: m.applied_at.get(),
            admitted_at: m.admitted_at.get(),
            share_paid_at: m.share_paid_at.get(),
            elector_since: m.elector_since.get(),
            suspended_at: m.suspended_at.get(),
            left_at: m.left_at.get(),
            last_active_at: m.last_active_at.get(),
            shares: m.shares.get(),
            shares_new: m.shares_new.get(),
            matured: m.matured.get(),
            bonded: m.bonded.get(),
            pledged: m.pledged.get(),
            dividends: m.dividends.get(),
            number: m.number.get(),
            units: m.units.get(),
            unsettled_period: m.unsettled_period.get(),
            pioneer_units: m.pioneer_units.get(),
            interest_checkpoint: m.interest_checkpoint.get(),
            pioneer_checkpoint: m.pioneer_checkpoint.get(),
            vintages: m.vintages.map(|v| (v.period.get(), v.retained.get(), v.fees.get())),
            vouched_in: m.vouched_in.get(),
            open_pledges: m.open_pledges.get(),
            founding_pledge: m.founding_pledge.get(),
            ballots: m.ballots.get(),
            open_proposal: m.open_proposal.get(),
            vouches_needed: m.vouches_needed,
            vouches_received: m.vouches_received,
            vouches_given: m.vouches_given,
            standing: [Candidate, Member, Left, Expelled][m.standing.0 as usize - 1],
        }
    }

    fn service(&self, s: &state::Service) -> model::Service {
        let purses = (0..PEOPLE).flat_map(|who| [(who, 0), (who, 1)]);
        model::Service {
            rent_payer: self.who[&s.rent_payer],
            owner: self.who[&s.owner],
            payout: purses.into_iter().find(|p| self.purse(*p) == s.payout).expect("someone's"),
            registered_at: s.registered_at.get(),
            promised_until: s.promised_until.get(),
            take_rate: s.take_rate_bps.get(),
        }
    }

    fn period(&self, p: &state::Period) -> model::Period {
        model::Period {
            rent_payer: self.who[&p.rent_payer],
            started_at: p.started_at.get(),
            closed_at: p.closed_at.get(),
            revenue: p.revenue.get(),
            expenses: p.expenses.get(),
            depreciation: p.depreciation.get(),
            loss: p.loss.get(),
            loss_covered: p.loss_covered.get(),
            surplus: p.surplus.get(),
            to_reserve: p.to_reserve.get(),
            to_solidarity: p.to_solidarity.get(),
            to_interest: p.to_interest.get(),
            to_reserve_for_outside: p.to_reserve_for_outside.get(),
            to_pioneers: p.to_pioneers.get(),
            to_members: p.to_members.get(),
            member_units: p.member_units.get(),
            outside_units: p.outside_units.get(),
            member_rate: p.member_rate.get(),
            interest_per_share: p.interest_per_share.get(),
            pioneer_per_unit: p.pioneer_per_unit.get(),
            unpaid: p.unpaid.get(),
            unsettled: p.unsettled.get(),
            number: p.number.get(),
            cash_bps: p.cash_bps.get(),
        }
    }

    fn pledge(&self, p: &state::Pledge) -> model::Pledge {
        model::Pledge {
            rent_payer: self.who[&p.rent_payer],
            application: p.application.get(),
            amount: p.amount.get(),
            use_amount: p.use_amount.get(),
            bond: p.bond.get(),
            charter_version: p.charter_version.get(),
        }
    }
}

fn gathered(p: &Pool) -> model::Gathered {
    model::Gathered {
        raised: p.raised.get(),
        use_pledged: p.use_pledged.get(),
        accepted: p.accepted.get(),
        shares_unclaimed: p.shares_unclaimed.get(),
        refunds_unclaimed: p.refunds_unclaimed.get(),
        settled_at: p.settled_at.get(),
        pledgers: p.pledgers.get(),
        pledge_accounts: p.pledge_accounts.get(),
        succeeded: p.succeeded,
        use_from: p.use_from.get(),
    }
}

fn set<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, value: Option<V>) {
    match value {
        Some(value) => map.insert(key, value),
        None => map.remove(&key),
    };
}

fn compare<T: PartialEq + std::fmt::Debug>(found: &mut Vec<String>, what: &str, chain: &T, model: &T) {
    if chain != model {
        found.push(format!("{what}\n  chain {chain:?}\n  model {model:?}"));
    }
}
