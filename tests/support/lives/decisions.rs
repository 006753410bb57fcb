//! What the members of a co-op that lives decide, and what comes of it.

use super::{Chain, Life};
use crate::{
    Actor, CoopSite, DAY, PoolSite, UNIT,
    call::{Founding, act_of, call_of, unsigned},
    charter, mints,
};
use anchor_lang::prelude::Address;
use coop::state::{self, Action, Choice, Purpose};
use solana_account::Account;
use solana_message::AccountMeta;
use solana_signer::Signer;

impl<C: Chain> Life<'_, C> {
    /// Proposes, has everyone vote, and waits for the first second of execution. The number is `index`.
    fn resolves(&mut self, site: &CoopSite, people: &[Actor], index: u32, action: Action) {
        self.later(self.now + 1);
        let ada = people[0].wallet();
        self.step("propose", site.propose(&ada, index, action), &[&people[0]]);
        for who in people {
            let member: state::Member = self.read(&site.member(&who.wallet()));
            if member.is_elector() {
                self.step("cast_vote", site.cast_vote(&who.wallet(), index, Choice::No), &[who]);
                self.step("cast_vote again", site.cast_vote(&who.wallet(), index, Choice::Yes), &[who]);
            }
        }
        let p: state::Proposal = self.read(&site.proposal(index));
        let opens = p.ends.get() + p.timelock.get() as i64;
        self.later(opens);
        while p.weighty == 1 && self.read::<state::Coop>(&site.coop).closed_until.get() < opens {
            self.turn(site, &people[0]);
        }
    }

    /// Decides on money, people and terms, and on a call of the token program by the agent.
    pub(super) fn decides(&mut self, pool: &PoolSite, people: &[Actor]) {
        let site = pool.coop;
        let (ada, ben, cleo) = (&people[0], &people[1], &people[2]);
        let clear = |index| site.reclaim_proposal(&ada.wallet(), &ada.wallet(), index, &ada.wallet());
        let spend = Action::Spend { to: ben.wallet(), amount: 20 * UNIT, purpose: Purpose::Investment };
        self.resolves(&site, people, 0, spend);
        let thief = site.execute_spend(0, &cleo.tokens);
        self.refusal("execute_spend to another's account", thief, &[]);
        self.step("execute_spend", site.execute_spend(0, &ben.tokens), &[]);
        self.later(self.now + 1);
        self.refusal("execute_spend again", site.execute_spend(0, &ben.tokens), &[]);
        self.books_match(pool, people);
        self.step("reclaim_ballots", site.reclaim_ballots(&ada.wallet(), 0, 0), &[]);
        self.step("reclaim_proposal", clear(0), &[ada]);

        let mandate = Action::Mandate {
            to: ben.wallet(),
            per_period: 5 * UNIT,
            until: self.now + 365 * DAY,
            work: false,
        };
        self.resolves(&site, people, 1, mandate);
        self.step("execute_mandate", site.execute_mandate(&ada.wallet(), 1, 0), &[ada]);
        let draw = |amount| site.draw_mandate(&ben.wallet(), 0, &ben.tokens, amount);
        self.step("draw_mandate", draw(4 * UNIT), &[ben]);
        self.refusal("draw_mandate beyond it", draw(2 * UNIT), &[ben]);
        self.books_match(pool, people);
        self.step("reclaim_proposal", clear(1), &[ada]);

        let tokens = self.key().pubkey();
        let held = mints::token_account(&self.token_program, &site.mint, &site.agent(), UNIT);
        self.chain.put(tokens, held);
        let accounts = [
            AccountMeta::new(tokens, false),
            AccountMeta::new(cleo.tokens, false),
            AccountMeta::new_readonly(site.agent(), true),
        ];
        let data = [&[3], UNIT.to_le_bytes().as_slice()].concat();
        self.resolves(&site, people, 2, call_of(self.token_program, &accounts, data, false));
        let call = site.execute_invoke(2, &self.token_program, None, &unsigned(&accounts));
        self.step("execute_invoke", call, &[]);
        assert_eq!(self.balance(&tokens), 0, "{}: the agent paid", self.token_name);
        self.step("reclaim_proposal", clear(2), &[ada]);

        let dario = site.member(&people[3].wallet());
        self.resolves(&site, people, 3, Action::Expel { member: dario });
        self.step("execute_expel", site.execute_expel(3, &dario), &[]);
        self.step("reclaim_proposal", clear(3), &[ada]);

        let amend = |reserve_bps| Action::Amend {
            charter: state::CharterTerms { reserve_bps, ..charter() },
            heir: Address::default(),
            statutes: None,
        };
        self.resolves(&site, people, 4, amend(2_500));
        self.step("execute_amend", site.execute_amend(4, None), &[]);
        self.step("reclaim_proposal", clear(4), &[ada]);
        let loose = site.propose(&ada.wallet(), 5, amend(2_400));
        self.refusal("propose what loosens a ratchet", loose, &[ada]);
        self.books_match(pool, people);
        self.represents(pool, people);
    }

    /// Becomes a candidate of another co-op by its agent, in a call of the program by itself; brings money of the
    /// agent's home.
    fn represents(&mut self, pool: &PoolSite, people: &[Actor]) {
        let (site, ada) = (pool.coop, &people[0]);
        let clear = |index| site.reclaim_proposal(&ada.wallet(), &ada.wallet(), index, &ada.wallet());
        let lena = self.actor("Lena", &site.mint);
        let other = CoopSite::new(&lena.wallet(), 3, site.mint, self.token_program);
        self.step("found another", other.found(&Founding { id: 3, ..Founding::default() }), &[&lena]);
        let agent = site.agent();
        self.chain.put(agent, Account { lamports: 1_000_000_000, ..Account::default() });
        let act = other.apply(&agent, &agent);
        self.resolves(&site, people, 5, act_of(other.coop, &act));
        self.step("execute_represent", site.execute_represent(5, &act), &[]);
        let member: state::Member = self.read(&other.member(&agent));
        assert_eq!(member.wallet, agent, "{}: the agent applied", self.token_name);
        self.step("reclaim_proposal", clear(5), &[ada]);

        let tokens = mints::associated(&self.token_program, &site.mint, &agent);
        self.chain.put(tokens, mints::token_account(&self.token_program, &site.mint, &agent, 2 * UNIT));
        self.resolves(&site, people, 6, Action::Collect { amount: 2 * UNIT });
        self.step("execute_collect", site.execute_collect(Some(6), &tokens), &[]);
        self.books_match(pool, people);
        self.step("reclaim_proposal", clear(6), &[ada]);
    }
}
