//! Three co-operatives on a real SVM: one crosses its bootstrap hump, works for three periods, decides, and passes
//! into its federation; one is that federation; one fails and gives every unit back.

mod resolutions;

use anchor_lang::prelude::Address;
use coop::state::CharterTerms;
use coop_tests::{Actor, CoopSite, DAY, PoolSite, UNIT, World, address, call::Founding, charter, pool_terms};
use solana_keypair::Keypair;
use solana_message::Instruction;

fn main() {
    let mut story = Story { world: World::new(), units: 0 };
    let federation = resolutions::federation(&mut story);
    let bakery = bakery(&mut story);
    resolutions::decide(&mut story, &bakery, &federation);
    resolutions::end(&mut story, &bakery, &federation);
    bikes(&mut story);
    println!(
        "\nAll lives are told; the books match the token accounts. {} compute units in all.",
        story.units
    );
}

/// A world whose every step is told.
struct Story {
    world: World,
    units: u64,
}

/// A co-op on its way: its people, and its pool once it is open.
struct Cast {
    site: CoopSite,
    pool: PoolSite,
    people: Vec<Actor>,
}

impl Story {
    fn tell(&mut self, who: &str, what: &str, instructions: &[Instruction], signers: &[&Keypair]) {
        let receipt = self.world.send(instructions, signers).unwrap_or_else(|refusal| {
            panic!("{who} {what}: {:?}\n{}", refusal.error, refusal.logs.join("\n"))
        });
        self.units += receipt.compute_units;
        println!("  {who:<10} {what:<62} {:>7} CU", receipt.compute_units);
    }

    fn later(&mut self, days: i64) {
        self.world.pass(days * DAY);
        println!("  -- {days} days later --");
    }

    /// Founds a co-op, takes in `names`, and opens its pool.
    fn gather(&mut self, name: &str, id: u64, names: &[&str]) -> Cast {
        println!("\n{name}\n");
        let people: Vec<Actor> = names.iter().map(|who| self.world.actor(who, 5_000 * UNIT)).collect();
        let founder = people[0].wallet();
        let site = CoopSite::new(&founder, id, self.world.mint, self.world.token_program);
        // pioneers are paid from the first EUR 100 of fees on, so that the demo sees it
        let charter = CharterTerms { pioneer_threshold: 100 * UNIT, ..charter() };
        let founding = Founding { id, name: name.into(), charter, ..Founding::default() };
        self.tell(names[0], "founds the co-op", &[site.found(&founding)], &[&people[0].key]);
        for (i, newcomer) in people.iter().enumerate().skip(1) {
            let wallet = newcomer.wallet();
            self.tell(names[i], "applies", &[site.apply(&wallet, &wallet)], &[&newcomer.key]);
            let needed = self.world.member(&site.member(&wallet)).vouches_needed as usize;
            for voucher in people[..i].iter().rev().take(needed) {
                let by = voucher.wallet();
                let what = format!("vouches for {}", names[i]);
                self.tell(&voucher.name, &what, &[site.vouch_for(&by, &by, &wallet)], &[&voucher.key]);
            }
            self.tell("anyone", &format!("admits {}", names[i]), &[site.admit(&wallet)], &[]);
        }
        let terms = pool_terms(self.world.now());
        self.tell(
            names[0],
            "opens the pool: EUR 300 to 1 000, 3 people, use of EUR 50",
            &[site.open_pool(0, terms)],
            &[&people[0].key],
        );
        Cast { site, pool: site.pool(0), people }
    }

    fn pledge(&mut self, cast: &Cast, who: usize, amount: u64, used: u64) {
        let actor = &cast.people[who];
        let what = format!("pledges {} and use of {}", eur(amount), eur(used));
        let call = cast.pool.make_pledge(&actor.wallet(), actor, amount, used);
        self.tell(&actor.name, &what, &[call], &[&actor.key]);
    }

    /// Where the surplus of a closed period went, as its account says, with bars.
    fn waterfall(&self, site: &CoopSite, number: u32) {
        let p = self.world.period(&site.period(number));
        let surplus = p.surplus.get();
        println!("\n    {:<30}{:>16}", "revenue", eur(p.revenue.get()));
        println!("    {:<30}{:>16}", "surplus", eur(surplus));
        let mut all = 0;
        for (to, amount) in [
            ("reserve", p.to_reserve),
            ("solidarity", p.to_solidarity),
            ("interest on capital", p.to_interest),
            ("reserve, for use of others", p.to_reserve_for_outside),
            ("pioneers", p.to_pioneers),
            ("members, by use", p.to_members),
        ] {
            let amount = amount.get();
            all += amount;
            let width = (amount * 40).checked_div(surplus).unwrap_or(0) as usize;
            println!("    {to:<30}{:>16} {}", eur(amount), "█".repeat(width));
        }
        assert_eq!(all, surplus, "the parts come to the surplus");
        let (vault, books) = (self.world.balance(&site.vault), self.world.coop(&site.coop));
        assert_eq!(vault, books.buckets(), "the vault holds what the books say");
        println!();
    }

    /// The buckets against the vault, to the unit.
    fn books(&self, cast: &Cast) {
        let coop = self.world.coop(&cast.site.coop);
        println!("\n  The books of {}", String::from_utf8_lossy(&coop.name).trim_end_matches('\0'));
        for (bucket, amount) in [
            ("operating", coop.operating),
            ("reserve", coop.reserve),
            ("solidarity", coop.solidarity),
            ("dividends owed", coop.dividends),
            ("interest owed", coop.interest),
            ("owed to pioneers", coop.pioneers),
        ] {
            println!("    {bucket:<28}{:>16}", eur(amount.get()));
        }
        let vault = self.world.balance(&cast.site.vault);
        println!("    {:<28}{:>16}", "in the vault", eur(vault));
        println!(
            "    members {}, electors {}, shares {}",
            coop.members,
            coop.electors,
            eur(coop.shares_total.get())
        );
        assert_eq!(vault, coop.buckets(), "the vault holds what the books say");
        assert_eq!(self.world.balance(&cast.pool.escrow), 0, "nothing is left in escrow");
    }
}

/// Crosses its hump, oversubscribed; takes in one more; lets one go.
fn bakery(story: &mut Story) -> Cast {
    let names = ["Ada", "Ben", "Cleo", "Dario", "Edda", "Finn", "Gül"];
    let mut cast = story.gather("Mill Street Bakery", 1, &names);
    for (who, amount, used) in
        [(0, 250, 40), (1, 175, 10), (2, 333, 0), (3, 120, 25), (4, 101, 5), (5, 499, 60), (6, 150, 0)]
    {
        story.pledge(&cast, who, amount * UNIT, used * UNIT);
    }
    let ben = &cast.people[1];
    let back = cast.pool.withdraw_pledge(&ben.wallet(), &ben.tokens, 50 * UNIT);
    story.tell("Ben", "withdraws EUR 50.00 of it", &[back], &[&ben.key]);
    story.later(31);
    story.tell("a stranger", "settles the pool: every gate is passed", &[cast.pool.settle_pool()], &[]);
    for who in &cast.people {
        let wallet = who.wallet();
        let pledged = story.world.pledge(&cast.pool.pledge(&wallet)).amount.get();
        story.tell(
            "anyone",
            &format!("claims the shares of {}", who.name),
            &[cast.pool.claim_shares(&wallet)],
            &[],
        );
        let member = story.world.member(&cast.site.member(&wallet));
        let (shares, owed) = (member.shares.get(), member.dividends.get());
        println!("             {} pledged = {} in shares + {} back", eur(pledged), eur(shares), eur(owed));
        assert_eq!(shares + owed, pledged);
        let call = cast.site.claim_dividends(&wallet, &who.tokens);
        story.tell(&who.name, &format!("is paid {}", eur(owed)), &[call], &[&who.key]);
    }
    newcomer(story, &mut cast);
    trade(story, &cast);
    let finn = &cast.people[5];
    let wallet = finn.wallet();
    story.tell("Finn", "resigns; the capital matures", &[cast.site.resign(&wallet)], &[&finn.key]);
    let member = story.world.member(&cast.site.member(&wallet));
    let free = member.redeemable();
    let call = cast.site.redeem(&wallet, &finn.tokens, free, free);
    story.tell("Finn", &format!("redeems {} at par", eur(free)), &[call], &[&finn.key]);
    println!("             {} answers for the use Finn pledged", eur(member.bonded.get()));
    story.books(&cast);
    cast
}

/// A service earns with the co-op for three periods; members and a stranger buy; each closing is drawn.
fn trade(story: &mut Story, cast: &Cast) {
    let site = &cast.site;
    let (rosa, tourist) = (story.world.actor("Rosa", 0), story.world.actor("Tourist", 5_000 * UNIT));
    let by = rosa.wallet();
    let register = site.register_service(&by, &by, 0, &rosa.tokens, "Rosa's deliveries", 300);
    story.tell(
        "Rosa",
        "registers a service: 3 % for the co-op, promised for 2 years",
        &[register],
        &[&rosa.key],
    );
    for number in 0..3 {
        println!("\n  Period {number}\n");
        for (i, who) in cast.people.iter().enumerate().filter(|(i, _)| (i + number as usize) % 3 != 2) {
            let amount = (120 + 90 * i as u64) * UNIT;
            let pay = site.pay_service(who, true, 0, &rosa.tokens, amount, amount);
            let member = story.world.member(&site.member(&who.wallet()));
            let older = member.is_unsettled() && member.unsettled_period != number;
            let settle = older.then(|| site.settle_patronage(&who.wallet(), member.unsettled_period.get()));
            let calls: Vec<Instruction> = settle.into_iter().chain([pay]).collect();
            story.tell(&who.name, &format!("pays Rosa {}", eur(amount)), &calls, &[&who.key]);
        }
        let amount = 400 * UNIT;
        let pay = site.pay_service(&tourist, false, 0, &rosa.tokens, amount, amount);
        story.tell("a tourist", &format!("pays Rosa {}", eur(amount)), &[pay], &[&tourist.key]);
        story.later(charter().period_length as i64 / DAY);
        let close = site.close_period(&by, number);
        story.tell("anyone", &format!("closes period {number}"), &[close], &[&rosa.key]);
        story.waterfall(site, number);
    }
    for who in &cast.people {
        let wallet = who.wallet();
        let member = story.world.member(&site.member(&wallet));
        if member.is_unsettled() {
            let number = member.unsettled_period.get();
            let what = format!("settles {}'s part of period {number}", who.name);
            story.tell("anyone", &what, &[site.settle_patronage(&wallet, number)], &[]);
        }
        if story.world.member(&site.member(&wallet)).bonded.get() > 0 {
            let what = format!("compares {}'s use with what was promised", who.name);
            story.tell("anyone", &what, &[cast.pool.settle_use(&wallet)], &[]);
        }
        let before = story.world.balance(&who.tokens);
        let claim = site.claim_dividends(&wallet, &who.tokens);
        story.tell(&who.name, "claims dividends and interest", &[claim], &[&who.key]);
        let member = story.world.member(&site.member(&wallet));
        let paid = story.world.balance(&who.tokens) - before;
        println!("             {} in cash, {} retained as capital", eur(paid), eur(member.vintages_total()));
    }
}

/// Someone joins the active co-op, pays in, and gets a vote after the seasoning.
fn newcomer(story: &mut Story, cast: &mut Cast) {
    let hana = story.world.actor("Hana", 5_000 * UNIT);
    let wallet = hana.wallet();
    story.tell("Hana", "applies", &[cast.site.apply(&wallet, &wallet)], &[&hana.key]);
    for voucher in &cast.people[..2] {
        let by = voucher.wallet();
        let call = cast.site.vouch_for(&by, &by, &wallet);
        story.tell(&voucher.name, "vouches for Hana", &[call], &[&voucher.key]);
    }
    story.tell("anyone", "admits Hana", &[cast.site.admit(&wallet)], &[]);
    let call = cast.site.subscribe(&hana, 100 * UNIT);
    story.tell("Hana", "pays in EUR 100.00", &[call], &[&hana.key]);
    story.later(charter().seasoning as i64 / DAY);
    story.tell("Hana", "becomes an elector", &[cast.site.enrol(&wallet, &wallet)], &[&hana.key]);
    cast.people.push(hana);
}

/// Misses a gate; everyone gets every unit back, and the rent.
fn bikes(story: &mut Story) {
    let cast = story.gather("Harbour Bikes", 2, &["Ilse", "Jon", "Kaya"]);
    let before: Vec<u64> = cast.people.iter().map(|who| story.world.balance(&who.tokens)).collect();
    story.pledge(&cast, 0, 200 * UNIT, 40 * UNIT);
    story.pledge(&cast, 1, 150 * UNIT, 20 * UNIT);
    story.later(31);
    story.tell(
        "a stranger",
        "settles the pool: 2 pledgers, 3 are needed, so it fails",
        &[cast.pool.settle_pool()],
        &[],
    );
    for who in &cast.people[..2] {
        let wallet = who.wallet();
        let call = cast.pool.refund_pledge(&wallet, &who.tokens);
        story.tell("anyone", &format!("refunds {}", who.name), &[call], &[]);
        story.tell("anyone", "closes the pledge", &[cast.pool.reclaim_pledge(&wallet, &wallet)], &[]);
    }
    story.books(&cast);
    let founder = cast.people[0].wallet();
    story.tell("anyone", "closes the pool and its escrow", &[cast.pool.reclaim_pool(&founder)], &[]);
    for (i, newcomer) in cast.people.iter().enumerate().skip(1) {
        for voucher in cast.people[..i].iter().rev().take(2) {
            let by = voucher.wallet();
            let call = cast.site.reclaim_vouch(&by, &newcomer.wallet(), &by);
            story.tell("anyone", "closes a vouch", &[call], &[]);
        }
    }
    for who in &cast.people {
        let wallet = who.wallet();
        story.tell(&who.name, "resigns", &[cast.site.resign(&wallet)], &[&who.key]);
        story.tell("anyone", "closes the membership", &[cast.site.reclaim_member(&wallet, &wallet)], &[]);
    }
    story.tell("anyone", "closes the co-op, but for a tombstone", &[cast.site.reclaim_coop()], &[]);
    println!();
    for (who, before) in cast.people.iter().zip(before) {
        let after = story.world.balance(&who.tokens);
        println!("  {:<10} had {} and has {}", who.name, eur(before), eur(after));
        assert_eq!(before, after, "every unit went back");
    }
    let gone: Vec<Address> =
        vec![cast.site.vault, cast.pool.pool, cast.pool.escrow, address::member(&cast.site.coop, &founder)];
    assert!(gone.iter().all(|account| story.world.is_closed(account)), "nothing keeps anyone's rent");
}

/// An amount as a person reads it.
fn eur(amount: u64) -> String {
    let digits = (amount / UNIT).to_string();
    let grouped: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).expect("digits")).collect();
    let cents = amount % UNIT;
    let fraction =
        if cents.is_multiple_of(10_000) { format!("{:02}", cents / 10_000) } else { format!("{cents:06}") };
    format!("EUR {}.{fraction}", grouped.join(" "))
}
