//! What members decide, what they cannot, and the end.

use crate::{Cast, Story, eur};
use anchor_lang::prelude::Address;
use coop::{
    error::CoopError,
    state::{Action, CharterTerms, Choice},
};
use coop_tests::{Actor, DAY, UNIT, charter, world::code};
use solana_keypair::Keypair;
use solana_message::Instruction;

/// A co-op of co-ops, a year old when the story goes on.
pub fn federation(story: &mut Story) -> Cast {
    let cast = story.gather("Valley Federation", 3, &["Lin", "Mo", "Noor"]);
    for who in 0..3 {
        story.pledge(&cast, who, 200 * UNIT, 20 * UNIT);
    }
    story.later(31);
    story.tell("anyone", "settles the pool: every gate is passed", &[cast.pool.settle_pool()], &[]);
    for who in &cast.people {
        let call = cast.pool.claim_shares(&who.wallet());
        story.tell("anyone", &format!("claims the shares of {}", who.name), &[call], &[]);
    }
    story.later(300);
    cast
}

impl Story {
    /// Sends what must be refused for this reason, which is told in the program's own words.
    fn refused(&mut self, who: &str, what: &str, why: CoopError, call: Instruction, signers: &[&Keypair]) {
        let refusal = self.world.send(&[call], signers).expect_err("a refusal");
        assert!(refusal.is(why), "{why:?} and not {:?}", refusal.error);
        println!("  {who:<10} {what:<62} refused");
        println!("             \u{201c}{}\u{201d}", message(why));
    }

    /// `proposer` proposes; the others say what is written behind their names. The number.
    fn put_to_vote(
        &mut self,
        cast: &Cast,
        proposer: usize,
        what: &str,
        action: Action,
        subject: Option<Address>,
        says: &[(usize, Choice)],
    ) -> u32 {
        self.world.pass(1);
        let index = self.world.coop(&cast.site.coop).proposals.get();
        let who = &cast.people[proposer];
        let call = match subject {
            Some(_) => cast.site.propose_with(&who.wallet(), index, subject, action),
            None => cast.site.propose(&who.wallet(), index, action),
        };
        self.tell(&who.name, &format!("proposes {what}"), &[call], &[&who.key]);
        for (voter, choice) in says {
            let voter = &cast.people[*voter];
            let call = cast.site.cast_vote(&voter.wallet(), index, *choice);
            self.tell(&voter.name, &format!("says {}", word(*choice)), &[call], &[&voter.key]);
        }
        index
    }

    /// Waits for the first second of execution.
    fn timelock(&mut self, cast: &Cast, index: u32) {
        let p = self.world.proposal(&cast.site.proposal(index));
        let opens = p.ends.get() + p.timelock.get() as i64;
        println!("  -- {} days later: vote and timelock are over --", (opens - self.world.now()) / DAY);
        self.world.set_time(opens);
    }

    /// The proposer makes room for the next proposal.
    fn clear(&mut self, cast: &Cast, proposer: usize, index: u32) {
        let who = &cast.people[proposer];
        let wallet = who.wallet();
        let call = cast.site.reclaim_proposal(&wallet, &wallet, index, &wallet);
        self.tell(&who.name, "closes the proposal, for the next one", &[call], &[&who.key]);
    }
}

const YES: [(usize, Choice); 4] =
    [(0, Choice::Yes), (1, Choice::Yes), (2, Choice::Yes), (3, Choice::Abstain)];

/// A spend, one that lacks a quorum, a charter that gets better, one that would not, and one who leaves.
pub fn decide(story: &mut Story, cast: &Cast, federation: &Cast) {
    println!("\n  Resolutions of Mill Street Bakery\n");
    let site = &cast.site;
    let mason = story.world.actor("a mason", 0);
    let oven = Action::Spend { to: mason.wallet(), amount: 60 * UNIT, investment: true };
    let index = story.put_to_vote(cast, 0, "EUR 60.00 for an oven, an investment", oven.clone(), None, &YES);
    let spend = site.execute_spend(index, &mason.tokens);
    story.refused("a mason", "wants it at once", CoopError::VotingNotOver, spend.clone(), &[]);
    story.timelock(cast, index);
    story.tell("anyone", "pays the mason", std::slice::from_ref(&spend), &[]);
    story.refused("a mason", "wants it again", CoopError::ProposalExecuted, spend, &[]);
    story.clear(cast, 0, index);

    let index = story.put_to_vote(cast, 0, "another", oven, None, &[(0, Choice::Yes)]);
    story.timelock(cast, index);
    let spend = site.execute_spend(index, &mason.tokens);
    story.refused(
        "anyone",
        "pays the mason: 1 ballot of 7 electors",
        CoopError::QuorumNotReached,
        spend,
        &[],
    );
    story.clear(cast, 0, index);

    let now = story.world.coop(&site.coop).charter;
    let terms = CharterTerms { pioneer_threshold: now.pioneer_threshold.get(), ..charter() };
    let heir = federation.site.coop;
    let better = CharterTerms { reserve_bps: 2_500, ..terms };
    let what = "a reserve of 25 % instead of 20 %, and an heir";
    let amend = |charter| Action::Amend { charter, heir };
    let index = story.put_to_vote(cast, 0, what, amend(better), None, &YES);
    story.timelock(cast, index);
    story.tell("anyone", "puts the charter in force", &[site.execute_amend(index, Some(heir))], &[]);
    story.clear(cast, 0, index);

    let ada = &cast.people[0];
    let loose = site.propose(&ada.wallet(), index + 1, amend(CharterTerms { reserve_bps: 2_400, ..better }));
    story.refused("Ada", "proposes a reserve of 24 %", CoopError::ReserveLowered, loose, &[&ada.key]);

    let retain = CharterTerms { cash_bps: 2_000, ..better };
    let what = "to retain 80 % of dividends instead of 50 %";
    let index = story.put_to_vote(cast, 0, what, amend(retain), None, &YES);
    leave_before(story, cast, index);
    story.timelock(cast, index);
    story.tell("anyone", "puts the charter in force", &[site.execute_amend(index, Some(heir))], &[]);
    story.clear(cast, 0, index);
}

/// Edda goes on the old terms while the resolution waits.
fn leave_before(story: &mut Story, cast: &Cast, index: u32) {
    let edda = &cast.people[4];
    let (site, wallet) = (&cast.site, edda.wallet());
    let call = site.resign_over(&wallet, Some(index));
    story.tell("Edda", "leaves over it", &[call], &[&edda.key]);
    let member = story.world.member(&site.member(&wallet));
    let free = member.redeemable();
    let before = story.world.balance(&edda.tokens);
    let call = site.redeem(&wallet, &edda.tokens, free, 1);
    story.tell("Edda", &format!("redeems {} on the old terms", eur(free)), &[call], &[&edda.key]);
    let paid = story.world.balance(&edda.tokens) - before;
    println!("             for {}: the oven is everyone's, until it has earned itself back", eur(paid));
    let p = story.world.proposal(&site.proposal(index));
    println!("             {} of {} left over it; more than 20 % would end it", p.exits, p.electors);
}

/// It joins the federation, remits its solidarity, and passes into it with every unit accounted for.
pub fn end(story: &mut Story, cast: &Cast, federation: &Cast) {
    println!("\n  Mill Street Bakery joins Valley Federation, and ends in it\n");
    let (site, larger) = (&cast.site, &federation.site);
    let join = Action::JoinFederation { federation: larger.coop };
    let index = story.put_to_vote(cast, 0, "to join the federation", join, None, &YES);
    story.timelock(cast, index);
    story.tell("anyone", "executes it", &[site.execute_join_federation(index)], &[]);
    story.clear(cast, 0, index);
    let accept = Action::AcceptFederation { joining: site.coop };
    let all = [(0, Choice::Yes), (1, Choice::Yes), (2, Choice::No)];
    let index = story.put_to_vote(federation, 0, "to accept the bakery", accept, None, &all);
    story.timelock(federation, index);
    story.tell("anyone", "executes it", &[larger.execute_accept_federation(index, &site.coop)], &[]);
    let solidarity = story.world.coop(&site.coop).solidarity.get();
    let what = format!("remits {} of solidarity to the federation", eur(solidarity));
    story.tell("anyone", &what, &[site.remit_solidarity(&larger.coop)], &[]);

    let before = held(story, cast, federation);
    let index =
        story.put_to_vote(cast, 0, "to dissolve the bakery", Action::Dissolve, Some(larger.coop), &YES);
    story.timelock(cast, index);
    let payer = &cast.people[0];
    let period = story.world.coop(&site.coop).period.number.get();
    let call = site.dissolve(&payer.wallet(), Some(index), Some(larger.coop), period);
    story.tell("anyone", "begins the end; the period closes", &[call], &[&payer.key]);
    for who in &cast.people {
        pay_out(story, cast, who);
    }
    let call = site.finish_dissolution(Some(larger.coop), None, Some(larger.coop));
    story.refused("anyone", "passes the reserve on at once", CoopError::TooEarlyToFinish, call.clone(), &[]);
    story.later(180);
    let books = story.world.coop(&site.coop);
    let what = format!("passes the reserve of {} on to the federation", eur(books.reserve.get()));
    story.tell("anyone", &what, &[call], &[]);
    let (books, heir) = (story.world.coop(&site.coop), story.world.coop(&larger.coop));
    let (vault, theirs) = (story.world.balance(&site.vault), story.world.balance(&larger.vault));
    assert_eq!((books.reserve.get(), vault), (0, books.buckets()), "only claims are left");
    assert_eq!(theirs, heir.buckets(), "the heir's vault holds what its books say");
    assert_eq!(held(story, cast, federation), before, "every unit is accounted for");
    println!("\n  {} in both vaults and with everyone, before and after.", eur(before));
    println!(
        "  The federation's reserve: {}; claims left in the bakery: {}.",
        eur(heir.reserve.get()),
        eur(vault)
    );
}

/// What the vaults and everyone's accounts hold together.
fn held(story: &Story, cast: &Cast, federation: &Cast) -> u64 {
    let people = cast.people.iter().chain(&federation.people).map(|who| who.tokens);
    let accounts = people.chain([cast.site.vault, federation.site.vault]);
    accounts.map(|account| story.world.balance(&account)).sum()
}

/// Anyone settles, frees, redeems and pays what a member of a dissolving co-op is owed.
fn pay_out(story: &mut Story, cast: &Cast, who: &Actor) {
    let (site, wallet) = (&cast.site, who.wallet());
    let crank = &cast.people[1];
    let read = |story: &Story| story.world.member(&site.member(&wallet));
    if read(story).is_unsettled() {
        let call = site.settle_patronage(&wallet, read(story).unsettled_period.get());
        story.tell("anyone", &format!("settles {}'s last period", who.name), &[call], &[]);
    }
    let m = read(story);
    let capital = m.shares.get() + m.vintages_total() + m.matured.get();
    if capital > 0 {
        let call = site.redeem_by(&crank.wallet(), &wallet, &who.tokens, capital, 0);
        story.tell("anyone", &format!("redeems {} of {}", eur(capital), who.name), &[call], &[&crank.key]);
    }
    let owed = read(story).dividends.get();
    if owed > 0 {
        let call = site.claim_dividends_by(&crank.wallet(), &wallet, &who.tokens);
        story.tell("anyone", &format!("pays {} what it is owed", who.name), &[call], &[&crank.key]);
    }
    println!("             {} now has {}", who.name, eur(story.world.balance(&who.tokens)));
}

fn word(choice: Choice) -> &'static str {
    match choice {
        Choice::Yes => "yes",
        Choice::No => "no",
        Choice::Abstain => "neither",
    }
}

/// What the IDL says of an error.
fn message(error: CoopError) -> &'static str {
    let idl = include_str!("../../idl/coop.json");
    let (_, entry) = idl.split_once(&format!("\"code\": {}", code(error))).expect("the IDL knows it");
    let (_, text) = entry.split_once("\"msg\": \"").expect("it has a text");
    text.split_once('"').expect("which ends").0
}
