//! One life on the chain: every deed an instruction, in the second in which the record has it.
//!
//! Investments, money to and from the agent, expulsions, readmissions and the covering of losses are resolved: proposed by
//! a steward ten days before the period in which they are done begins, voted on, and executed when the record has them.

use crate::{
    ground::{DECISION, Ground},
    record::Entry,
};
use coop::state::{Action, Choice, Coop, IncomeKind, Member, Purpose, Standing};
use coop_tests::{Actor, call::Nth, world::World};
use self_trading::deed::Deed;
use solana_message::{AccountMeta, Instruction};
use std::collections::VecDeque;

pub struct Walk<'a> {
    ground: &'a mut Ground,
    ours: &'a [bool],
    /// Of a period, seconds.
    length: i64,
    /// Periods of the life that have begun.
    begun: i64,
    /// Resolutions of the open period that wait: their numbers, and which steward proposed each.
    pending: VecDeque<(Nth, usize)>,
    /// Who can come back by resolution only.
    expelled: Vec<bool>,
    /// How often each was vouched for anew.
    vouched: Vec<usize>,
}

/// Lives a recorded life. What the coalition's wallets have more at its end, when all of it has left and been paid.
pub fn live(ground: &mut Ground, ours: &[bool], length: i64, record: &[Entry]) -> i64 {
    ground.restore();
    let before = ground.purse(ours);
    let people = ground.people.len();
    let (expelled, vouched) = (vec![false; people], vec![0; people]);
    let mut walk = Walk { ground, ours, length, begun: 0, pending: VecDeque::new(), expelled, vouched };
    walk.turn(record);
    for (i, entry) in record.iter().enumerate() {
        if entry.deed == Deed::Close {
            walk.turn(&record[i + 1..]);
            walk.compare(entry);
        } else {
            let at = walk.ground.begins + entry.at;
            walk.ground.world.set_time(at);
            walk.does(entry.deed);
        }
    }
    walk.claim();
    ground.purse(ours) as i64 - before as i64
}

impl Walk<'_> {
    /// Sends what a member signs.
    fn by(&mut self, who: usize, call: impl FnOnce(&Ground, &Actor) -> Instruction) {
        let call = call(self.ground, &self.ground.people[who]);
        self.ground.world.accepts(call, &[&self.ground.people[who]]);
    }

    /// Sends what the stranger signs.
    fn by_stranger(&mut self, call: impl FnOnce(&Ground, &Actor) -> Instruction) {
        let call = call(self.ground, &self.ground.stranger);
        self.ground.world.accepts(call, &[&self.ground.stranger]);
    }

    /// Sends what a member signs, or the stranger.
    fn by_either(&mut self, who: Option<usize>, call: impl FnOnce(&Ground, &Actor) -> Instruction) {
        match who {
            Some(who) => self.by(who, call),
            None => self.by_stranger(call),
        }
    }

    fn does(&mut self, deed: Deed) {
        match deed {
            Deed::Fee { fee, buyer, provider } => self.pay(fee, buyer, provider),
            Deed::Income { amount, ours } => self.book(amount, ours, IncomeKind::Income),
            Deed::Sell { amount, ours } => self.book(amount, ours, IncomeKind::Sale),
            Deed::Spend { amount } => self.by_stranger(|g, who| {
                g.site.draw_mandate(&who.wallet(), g.expense_mandate(), &who.tokens, amount)
            }),
            Deed::Work { amount, worker } => self.by_either(worker, |g, who| {
                let (mandate, member) = (g.work_mandate(worker), worker.map(|who| g.member(who)));
                g.site.draw_mandate_for(&who.wallet(), mandate, &who.tokens, amount, member)
            }),
            Deed::Invest { .. } => {
                let stranger = self.ground.stranger.tokens;
                self.execute(|g, index| g.site.execute_spend(index, &stranger));
            }
            Deed::ToAgent { .. } => self.execute(|g, index| g.site.execute_spend(index, &g.agents)),
            Deed::ComeHome { .. } => self.execute(|g, index| g.site.execute_collect(Some(index), &g.agents)),
            Deed::Cover { .. } => self.execute(|g, index| g.site.execute_cover_loss(index)),
            Deed::PayIn { who, amount } => self.by(who, |g, actor| g.site.subscribe(actor, amount)),
            Deed::Add { who, amount } => self.add(who, amount),
            Deed::Leave { who, asks } => {
                self.by(who, |g, actor| g.site.resign_with(&actor.wallet(), None, None, asks, false));
            }
            Deed::Expel { who } => {
                self.execute(|g, index| g.site.execute_expel(index, &g.member(who)));
                self.expelled[who] = true;
            }
            Deed::Ask { who, amount } => self.by(who, |g, actor| g.site.ask_back(&actor.wallet(), amount, 0)),
            Deed::Withdraw { who, amount } => {
                self.by(who, |g, actor| g.site.withdraw_shares(&actor.wallet(), amount, 0));
            }
            Deed::Rejoin { who } => self.rejoin(who),
            Deed::Wait { .. } => {}
            Deed::Forfeit { .. } | Deed::Close => {
                unreachable!("nobody's use is bonded; a period is closed by `turn`")
            }
        }
    }

    /// A fee of a service. What a member pays for its own is the same as a sale of the co-op's to it: every other is one.
    fn pay(&mut self, fee: u64, buyer: Option<usize>, provider: Option<usize>) {
        self.by_either(buyer, |g, payer| {
            let member = buyer.map(|who| g.member(who));
            if buyer.is_some() && buyer == provider && fee.is_multiple_of(2) {
                return g.site.pay_coop(payer, member, fee);
            }
            let (service, provider) = (g.service(provider), provider.map(|who| g.member(who)));
            g.site.pay_service_for(payer, member, provider, service as u32, &g.tills[service], 2 * fee, fee)
        });
    }

    fn book(&mut self, amount: u64, ours: bool, kind: IncomeKind) {
        let payer = self.ours.iter().position(|of_ours| ours && *of_ours);
        self.by_either(payer, |g, payer| g.site.book(payer, amount, kind));
    }

    /// Money is paid into the vault and booked as if the last close had retained it: no instruction does that, and no rule
    /// is at work; it makes lives alike that a wash made different.
    fn add(&mut self, who: usize, amount: u64) {
        let mut data = vec![3];
        data.extend(amount.to_le_bytes());
        self.by(who, |g, actor| Instruction {
            program_id: g.site.token_program,
            accounts: vec![
                AccountMeta::new(actor.tokens, false),
                AccountMeta::new(g.site.vault, false),
                AccountMeta::new_readonly(actor.wallet(), true),
            ],
            data,
        });
        let member = self.ground.member(who);
        let closed = self.ground.open + self.begun as u32 - 1;
        let world = &mut self.ground.world;
        world.edit::<Member>(&member, |member| {
            let staying = member.is(Standing::Member);
            let slot = &mut member.vintages[closed as usize % coop::state::VINTAGES];
            if staying && slot.period == closed {
                slot.retained += amount;
            } else if staying {
                member.retain(closed, amount);
            } else {
                member.matured += amount;
            }
        });
        world.edit::<Coop>(&self.ground.site.coop, |coop| {
            coop.books.fund += amount;
            coop.books.retained_total += amount;
        });
    }

    fn rejoin(&mut self, who: usize) {
        if std::mem::take(&mut self.expelled[who]) {
            self.execute(|g, index| g.site.execute_readmit(index, &g.member(who)));
        }
        // a steward's vouch of before is still there
        let voucher = self.ground.people.len() - 1 - self.vouched[who];
        self.vouched[who] += 1;
        self.by(who, |g, actor| g.site.reapply(&actor.wallet()));
        let candidate = self.ground.people[who].wallet();
        self.by(voucher, |g, steward| g.site.vouch_for(&steward.wallet(), &steward.wallet(), &candidate));
        self.by(voucher, |g, _| g.site.admit(&candidate));
    }

    /// Executes the next resolution, and makes room for its proposer's next one.
    fn execute(&mut self, call: impl FnOnce(&Ground, Nth) -> Instruction) {
        let (index, steward) = self.pending.pop_front().expect("what is done was resolved");
        self.by(steward, |g, _| call(g, index));
        self.by(steward, |g, actor| {
            let wallet = actor.wallet();
            g.site.reclaim_proposal(&wallet, &wallet, index, &wallet)
        });
    }

    /// What has to be resolved for a deed, if anything.
    fn needs(&self, deed: Deed) -> Option<Action> {
        let ground = &self.ground;
        let invest = |to, amount| Action::Spend { to, amount, purpose: Purpose::Investment };
        Some(match deed {
            Deed::Invest { amount, .. } => invest(ground.stranger.wallet(), amount),
            Deed::ToAgent { amount } => invest(ground.site.agent(), amount),
            Deed::ComeHome { amount } => Action::Collect { amount },
            Deed::Cover { up_to } => Action::CoverLoss { up_to },
            Deed::Expel { who } => Action::Expel { member: ground.member(who) },
            Deed::Rejoin { who } if self.expelled[who] => Action::Readmit { member: ground.member(who) },
            _ => return None,
        })
    }

    /// Resolves what the next period needs, closes the open one at its regular end, and settles everyone.
    fn turn(&mut self, next: &[Entry]) {
        let ends = self.ground.begins + self.begun * self.length;
        let deeds = next.iter().map(|entry| entry.deed).take_while(|deed| *deed != Deed::Close);
        let actions: Vec<Action> = deeds.filter_map(|deed| self.needs(deed)).collect();
        if !actions.is_empty() {
            assert!(self.ground.world.now() <= ends - DECISION, "there is time to resolve");
            self.ground.world.set_time(ends - DECISION);
            self.resolve(actions);
        }
        self.ground.world.set_time(ends);
        let number = self.ground.open + self.begun as u32;
        let steward = self.ground.people.len() - 1;
        self.by(steward, |g, actor| g.site.close_period(&actor.wallet(), number));
        self.begun += 1;
        for who in 0..self.ground.people.len() {
            if self.ground.world.member(&self.ground.member(who)).is_unsettled() {
                self.by(steward, |g, _| g.site.settle_patronage(&g.people[who].wallet(), number));
            }
        }
    }

    /// Proposes these, each by another steward, and passes them by the votes of two.
    fn resolve(&mut self, actions: Vec<Action>) {
        let stewards = self.ground.first_steward();
        for (i, action) in actions.into_iter().enumerate() {
            let proposer = stewards + i;
            let index = Nth::from(&self.ground.world.member(&self.ground.member(proposer)));
            self.by(proposer, |g, actor| g.site.propose(&actor.wallet(), index, action));
            for voter in [stewards, stewards + 1] {
                self.by(voter, |g, actor| g.site.cast_vote(&actor.wallet(), index, Choice::Yes));
            }
            self.pending.push_back((index, proposer));
        }
    }

    /// The books are what the functions make of them, to the unit, and the vault has what they say.
    fn compare(&self, entry: &Entry) {
        let (world, site): (&World, _) = (&self.ground.world, &self.ground.site);
        let coop = world.coop(&site.coop);
        let mut books = coop.books.numbers();
        books.accrued_at -= self.ground.begins;
        assert_eq!(books, entry.books, "after a close, {} periods into the life", self.begun - 1);
        assert_eq!(world.balance(&site.vault), coop.cash());
    }

    /// The coalition is paid all that it is owed.
    fn claim(&mut self) {
        for who in (0..self.ours.len()).filter(|who| self.ours[*who]) {
            if self.ground.world.member(&self.ground.member(who)).dividends != 0 {
                self.by(who, |g, actor| g.site.claim_dividends(&actor.wallet(), &actor.tokens));
            }
        }
    }
}
