//! What every co-op goes through: founding, pledges, resolutions, closings.

use crate::told::{Story, list, percent, tokens};
use anchor_lang::prelude::Address;
use coop::{
    events::Event,
    state::{Action, CharterTerms, Choice, PoolTerms, Standing},
};
use coop_tests::{
    Actor, CoopSite, DAY, PoolSite, UNIT,
    call::{Founding, Nth, STATUTES},
};

/// How a co-op begins.
pub struct Plan<'a> {
    pub name: &'a str,
    pub about: &'a str,
    pub id: u64,
    /// The founder first.
    pub people: &'a [&'a str],
    /// What each of them owns, base units.
    pub purse: u64,
    pub charter: CharterTerms,
    pub heir: Option<Address>,
    pub terms: PoolTerms,
}

/// A co-op with its founding pool and its people.
pub struct Life {
    pub site: CoopSite,
    pub pool: PoolSite,
    pub people: Vec<Actor>,
}

impl Life {
    pub fn member(&self, who: usize) -> Address {
        self.site.member(&self.people[who].wallet())
    }
}

impl Story {
    /// Founds a co-op, takes in its people, and opens its pool.
    pub fn gather(&mut self, plan: Plan) -> Life {
        let people: Vec<Actor> = plan.people.iter().map(|who| self.world.actor(who, plan.purse)).collect();
        let founder = &people[0];
        let site = CoopSite::new(&founder.wallet(), plan.id, self.world.mint, self.world.token_program);
        let pool = site.pool(0);
        self.watch(site, pool);
        let founding = Founding {
            id: plan.id,
            name: plan.name.into(),
            charter: plan.charter,
            heir: plan.heir,
            ..Founding::default()
        };
        let what = format!("{} founds {}.", founder.name, plan.name);
        self.tell(&site, &what, &[site.found(&founding)], &[&founder.key]);
        let says =
            [site.describe(&founder.wallet(), plan.about), site.set_name(&founder.wallet(), &founder.name)];
        self.act("The founder says what it is about, and takes a name.", &says, &[&founder.key]);
        self.remark(format!("\u{201c}{}\u{201d}", plan.about));
        for (i, newcomer) in people.iter().enumerate().skip(1) {
            let wallet = newcomer.wallet();
            let before = self.units;
            let applies = site.apply_as(&wallet, &wallet, &newcomer.name, STATUTES);
            self.act("A candidate signs the statutes and applies.", &[applies], &[&newcomer.key]);
            let needed = self.world.coop(&site.coop).vouches_needed() as usize;
            let vouchers: Vec<&Actor> = people[..i].iter().rev().take(needed).collect();
            for voucher in &vouchers {
                let by = voucher.wallet();
                self.act("A member vouches.", &[site.vouch_for(&by, &by, &wallet)], &[&voucher.key]);
            }
            let names: Vec<&str> = vouchers.iter().map(|voucher| voucher.name.as_str()).collect();
            let verb = if names.len() == 1 { "vouches" } else { "vouch" };
            let what = format!(
                "{} signs the statutes and applies; {} {verb}, and {} is member no. {i}.",
                newcomer.name,
                list(&names),
                newcomer.name
            );
            self.act("Anyone admits the candidate.", &[site.admit(&wallet)], &[]);
            self.done(&site, &what, before);
        }
        let t = plan.terms;
        let what = format!(
            "{} opens the pool: {} to {}, {} people, use of {}.",
            founder.name,
            tokens(t.min_raise),
            tokens(t.max_raise),
            t.min_members,
            tokens(t.min_use)
        );
        self.tell(&site, &what, &[site.open_pool(0, t)], &[&founder.key]);
        Life { site, pool, people }
    }

    /// A member pledges money, and promises turnover: what it will pay, be paid, or be paid for work, through the co-op.
    pub fn pledge(&mut self, life: &Life, who: usize, amount: u64, used: u64) {
        let (amount, used) = (amount * UNIT, used * UNIT);
        let actor = &life.people[who];
        let what = format!(
            "{} pledges {}, and promises a turnover of {}.",
            actor.name,
            tokens(amount),
            tokens(used)
        );
        let call = life.pool.make_pledge(&actor.wallet(), actor, amount, used);
        self.tell(&life.site, &what, &[call], &[&actor.key]);
    }

    /// Settles a pool that passes every gate, and claims everyone's shares.
    pub fn start(&mut self, life: &Life) {
        self.later(31);
        self.begin(life);
    }

    /// The same once its deadline is over.
    pub fn begin(&mut self, life: &Life) {
        let what = "Anyone settles the pool: money, people and use are enough, and the co-op starts.";
        self.tell(&life.site, what, &[life.pool.settle_pool()], &[]);
        for who in &life.people {
            let wallet = who.wallet();
            let pledged = self.world.pledge(&life.pool.pledge(&wallet)).amount.get();
            let what = format!("Anyone claims the shares of {}.", who.name);
            self.tell(&life.site, &what, &[life.pool.claim_shares(&wallet)], &[]);
            let member = self.world.member(&life.site.member(&wallet));
            let (shares, back) = (member.shares.get(), member.dividends.get());
            assert_eq!(shares + back, pledged, "a pledge becomes shares, and the rest comes back");
            if back > 0 {
                let (pledged, shares, back) = (tokens(pledged), tokens(shares), tokens(back));
                self.remark(format!(
                    "More was pledged than needed: {pledged} become {shares} in shares; {back} come back."
                ));
            }
        }
    }

    /// A customer pays the co-op for what it sells; `buyer` is the member that is paid for.
    pub fn buy(&mut self, life: &Life, who: &Actor, buyer: Option<Address>, amount: u64) {
        let amount = amount * UNIT;
        let what = format!("{} buys for {}.", who.name, tokens(amount));
        self.tell(&life.site, &what, &[life.site.pay_coop(who, buyer, amount)], &[&who.key]);
    }

    /// What the members see of each other: the name that one took, beside the number, which no two have.
    pub fn person(&self, life: &Life, who: usize) -> String {
        let member = self.world.member(&life.member(who));
        let name: Vec<u8> = member.name.iter().copied().filter(|byte| *byte != 0).collect();
        format!("{} (no. {})", String::from_utf8(name).expect("a name is UTF-8"), member.number)
    }

    /// A member proposes something and says why, and the others say what stands behind their places. Which proposal it is.
    pub fn resolve(
        &mut self,
        life: &Life,
        proposer: usize,
        (what, why): (&str, &str),
        action: Action,
        says: &[(usize, Choice)],
    ) -> Nth {
        let site = &life.site;
        self.world.pass(1);
        let who = &life.people[proposer];
        let wallet = who.wallet();
        let index = Nth::from(&self.world.member(&life.member(proposer)));
        let proposes = match action {
            Action::Dissolve => {
                let heir = self.world.coop(&site.coop).heir;
                site.propose_with(&wallet, index, Some(heir), action)
            }
            _ => site.propose(&wallet, index, action),
        };
        let calls = [proposes, site.explain(&wallet, index, why, None)];
        let what = format!("{} proposes {what}.", self.person(life, proposer));
        self.tell(site, &what, &calls, &[&who.key]);
        self.remark(format!("Why: \u{201c}{why}\u{201d}"));
        let p = self.world.proposal(&site.proposal(index));
        let kind = match (p.special, p.weighty) {
            (0, _) => "It is an ordinary resolution: it needs more yes than no.",
            (_, 0) => "It is a special resolution: it needs two thirds of yes and no.",
            _ => "It is a special resolution, and takes effect only at the turn of a period.",
        };
        self.remark(kind);
        let before = self.units;
        let mut voices = Vec::new();
        for (choice, word) in [(Choice::Yes, "yes"), (Choice::No, "no"), (Choice::Abstain, "neither")] {
            let mut names = Vec::new();
            for (at, _) in says.iter().filter(|(_, said)| *said == choice) {
                let voter = &life.people[*at];
                self.act("A member votes.", &[site.cast_vote(&voter.wallet(), index, choice)], &[&voter.key]);
                names.push(self.person(life, *at));
            }
            if !names.is_empty() {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                voices.push(format!("{word}: {}", list(&names)));
            }
        }
        self.done(site, &format!("The members vote. {}.", voices.join("; ")), before);
        index
    }

    /// Waits until vote and timelock of a proposal are over.
    pub fn timelock(&mut self, life: &Life, index: Nth) {
        let p = self.world.proposal(&life.site.proposal(index));
        let opens = p.ends.get() + p.timelock.get() as i64;
        let days = (opens - self.world.now() + DAY - 1) / DAY;
        self.world.set_time(opens.max(self.world.now()));
        self.say(format!("  {} days pass: vote and timelock are over.", days.max(0)));
    }

    /// The proposer makes room for the next proposal.
    pub fn clear(&mut self, life: &Life, proposer: usize, index: Nth) {
        let who = &life.people[proposer];
        let wallet = who.wallet();
        let call = life.site.reclaim_proposal(&wallet, &wallet, index, &wallet);
        self.act("The proposer closes the proposal.", &[call], &[&who.key]);
    }

    /// Lets the open period end, closes it, prints where its surplus went and the balance sheet, and settles it to
    /// everyone. The number of the period.
    pub fn close(&mut self, life: &Life) -> u32 {
        let site = &life.site;
        let open = self.world.coop(&site.coop).period;
        let number = open.number.get();
        self.world.set_time(open.ends().max(self.world.now()));
        let crank = &life.people[0];
        let what = format!("Period {number} is over, and anyone closes it.");
        self.tell(site, &what, &[site.close_period(&crank.wallet(), number)], &[&crank.key]);
        self.waterfall(life, number);
        self.say(self.sheet(site).print());
        for who in &life.people {
            self.settle(life, who, number);
        }
        number
    }

    /// Settles one member's part of a closed period, if it has one.
    fn settle(&mut self, life: &Life, who: &Actor, number: u32) {
        let member = self.world.member(&life.site.member(&who.wallet()));
        if !member.is_unsettled() || member.unsettled_period.get() != number {
            return;
        }
        let before = self.units;
        let call = life.site.settle_patronage(&who.wallet(), number);
        let receipt = self.act("Anyone settles a member's part.", &[call], &[]);
        let settled = receipt.events.iter().find_map(|event| match event {
            Event::PatronageSettled(settled) => Some(*settled),
            _ => None,
        });
        let s = settled.expect("a settlement is logged");
        let (cash, kept) = (tokens(s.cash.get()), tokens(s.retained.get()));
        let what = match (s.units.get() + s.work.get(), s.retained.get()) {
            (0, _) => {
                format!("Anyone settles the period for {}, whose new shares earn from now on.", who.name)
            }
            (_, 0) => format!("Anyone settles the part of {}: {cash} in cash.", who.name),
            _ => format!("Anyone settles the part of {}: {cash} in cash, {kept} as capital.", who.name),
        };
        self.done(&life.site, &what, before);
        if s.asked.get() > 0 {
            let (paid, asked) = (tokens(s.paid.get()), tokens(s.asked.get()));
            self.remark(format!("Capital of {asked} was asked back, and {paid} are owed for it."));
        }
    }

    /// Everyone takes the cash that is owed to it.
    pub fn pay_everyone(&mut self, life: &Life) {
        for who in &life.people {
            let wallet = who.wallet();
            if self.world.member(&life.site.member(&wallet)).dividends.get() == 0 {
                continue;
            }
            let (held, before) = (self.world.balance(&who.tokens), self.units);
            let call = life.site.claim_dividends(&wallet, &who.tokens);
            self.act("A member claims what it is owed.", &[call], &[&who.key]);
            let paid = self.world.balance(&who.tokens) - held;
            self.done(
                &life.site,
                &format!("{} claims what is owed, and is paid {}.", who.name, tokens(paid)),
                before,
            );
        }
    }

    /// Compares what everyone promised with what it did.
    pub fn compare_use(&mut self, life: &Life) {
        for who in &life.people {
            if self.world.member(&life.site.member(&who.wallet())).bonded.get() == 0 {
                continue;
            }
            let before = self.units;
            let receipt = self.act("Anyone compares use.", &[life.site.settle_use(&who.wallet())], &[]);
            let settled = receipt.events.iter().find_map(|event| match event {
                Event::UseSettled(settled) => Some(*settled),
                _ => None,
            });
            let s = settled.expect("it is logged");
            let (promised, done, lost) =
                (tokens(s.promised.get()), tokens(s.turnover.get()), tokens(s.forfeited.get()));
            let what = format!(
                "{} promised a turnover of {promised}, and it was {done}; {lost} of the bond is forfeited.",
                who.name
            );
            self.done(&life.site, &what, before);
        }
    }

    /// Where the surplus of a closed period went, as its account has it.
    fn waterfall(&self, life: &Life, number: u32) {
        let p = self.world.period(&life.site.period(number));
        let r = &p.result;
        let surplus = r.surplus.get();
        let row = |what: &str, amount: u64| {
            let width = (amount as u128 * 30).checked_div(surplus as u128).unwrap_or(0) as usize;
            self.say(format!(
                "        {what:<36}{:>20} {}",
                crate::told::exact(amount),
                "█".repeat(width.min(30))
            ));
        };
        self.say(format!("\n    Result of period {number}"));
        for (what, amount) in
            [("income", p.revenue), ("expenses", p.expenses), ("wear of investments", r.wear)]
        {
            self.say(format!("        {what:<36}{:>20}", crate::told::exact(amount.get())));
        }
        row("surplus", surplus);
        let parts = [
            ("to the reserve", r.reserve),
            ("to solidarity", r.solidarity),
            ("to the federation", r.federation),
            ("interest on shares", r.interest),
            ("to members, for their work", r.work),
            ("to the reserve, for outsiders' part", r.outside),
            ("to pioneers", r.pioneers),
            ("to members, for their use", r.members),
        ];
        for (what, amount) in parts.iter().filter(|(_, amount)| amount.get() > 0) {
            row(what, amount.get());
        }
        let loss = self.world.coop(&life.site.coop).books.loss.get();
        if loss > 0 {
            let loss = tokens(loss);
            self.say(format!("    A loss of {loss} is carried forward; later income makes it good before there is a surplus."));
        }
        let all: u64 = parts.iter().map(|(_, amount)| amount.get()).sum();
        assert_eq!(all, surplus, "the parts come to the surplus");
        if r.asked.get() > 0 {
            let (asked, paid) = (tokens(r.asked.get()), tokens(r.paid.get()));
            let price = percent(r.price_bps.get() as u64);
            self.say(format!(
                "    Capital of {asked} was asked back and is paid {paid}: everyone at {price}."
            ));
        }
    }

    /// What someone owns of a co-op and in the given accounts: tokens, what it is owed, and capital.
    pub fn wealth(&self, life: &Life, who: usize, accounts: &[Address]) -> u64 {
        let m = self.world.member(&life.member(who));
        let standing = m.is(Standing::Member) || m.is(Standing::Left);
        assert!(standing, "someone who was a member");
        let capital = m.shares.get() + m.withdrawn.get() + m.matured.get() + m.vintages_total();
        let cash: u64 = accounts.iter().map(|account| self.world.balance(account)).sum();
        cash + m.dividends.get() + capital
    }
}

/// Everyone of so many says yes.
pub fn all_yes(people: usize) -> Vec<(usize, Choice)> {
    (0..people).map(|who| (who, Choice::Yes)).collect()
}
