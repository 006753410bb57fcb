//! The till and the co-op as built for the chain, in one SVM. `COOP_TILL` says where the till's ELF is; `cargo xtask test`
//! builds it.

use coop::error::CoopError;
use coop_tests::{
    Actor, DAY, Refusal, UNIT, World,
    fixtures::{Trading, active, take_rate_becomes, trading},
};
use solana_account::Account;
use solana_message::{Address, Instruction};
use till_tests::{CoopTill, Order, SIZE, Sale, ServiceTill, TILL, code, create, open};

/// What one piece costs.
const PRICE: u64 = 20 * UNIT + 1;
/// The rate of the co-op in these tests.
const RATE: u16 = 300;

/// A working co-op with a service, and both programs.
struct Market {
    world: World,
    t: Trading,
}

/// A till that is open.
struct Stand {
    world: World,
    t: Trading,
    till: Address,
}

impl Market {
    fn new() -> Self {
        let mut world = World::new();
        let path = std::env::var("COOP_TILL").expect("COOP_TILL names till.so: run cargo xtask test");
        let elf = std::fs::read(&path).unwrap_or_else(|why| panic!("{path}: {why}"));
        world.svm.add_program(TILL, &elf).expect("till.so is a program");
        let t = trading(&mut world, 3, 200 * UNIT);
        Self { world, t }
    }

    /// The last second for which the service is promised its rate.
    fn until(&self) -> i64 {
        self.world.service(&self.t.site().service(0)).promised_until.get()
    }

    /// What the keeper of a till tells it in these tests.
    fn order(&self) -> Order {
        Order::OpenForService { price: PRICE, max_take_rate_bps: RATE, promised_until: self.until() }
    }

    /// Makes the account of a till and opens it, in one transaction, as a keeper does.
    fn opens(&mut self, reads: Address, order: &Order) -> Result<Address, Refusal> {
        let (keeper, till) = (self.world.actor("keeper", 0), self.world.actor("till", 0));
        self.world.put(till.wallet(), Account::default());
        let made = create(keeper.wallet(), till.wallet(), 2_000_000);
        let both = [made, open(till.wallet(), reads, order)];
        self.world.send(&both, &[&keeper.key, &till.key]).map(|_| till.wallet())
    }

    fn opened(mut self) -> Stand {
        let till = self.opens(self.t.site().service(0), &self.order()).expect("opened");
        Stand { world: self.world, t: self.t, till }
    }

    fn opened_for_the_coop(mut self) -> Stand {
        let till = self.opens(self.t.site().coop, &Order::OpenForCoop { price: PRICE }).expect("opened");
        Stand { world: self.world, t: self.t, till }
    }
}

impl Stand {
    /// The first member, who buys in most of these tests.
    fn who(&self) -> &Actor {
        &self.t.g.coop.members[0]
    }

    /// A purchase by `who`, for its membership.
    fn sale(&self, who: &Actor) -> Sale {
        let (site, wallet) = (self.t.site(), who.wallet());
        let sale = Sale::of(self.till, &site, wallet, who.tokens, self.t.owner.tokens);
        Sale { member: Some(site.member(&wallet)), ..sale }
    }

    fn stored(&self) -> Vec<u8> {
        self.world.svm.get_account(&self.till).expect("a till").data
    }

    /// Sends a purchase of the first member's that must be refused with this code and change nothing.
    #[track_caller]
    fn refuses(&mut self, code: u32, call: Instruction) {
        let who = &self.t.g.coop.members[0];
        let named: Vec<Address> = call.accounts.iter().map(|meta| meta.pubkey).collect();
        let before = self.world.snapshot(named.clone());
        let refusal = self.world.attempt(call, &[who]).expect_err("a refusal");
        assert_eq!(refusal.code(), Some(code), "{refusal:#?}");
        assert_eq!(self.world.snapshot(named), before);
    }

    #[track_caller]
    fn the_coop_refuses(&mut self, error: CoopError, call: Instruction) {
        self.refuses(coop_tests::world::code(error), call);
    }
}

#[test]
fn a_member_buys_through_a_service_and_it_counts_as_its_use_of_the_coop() {
    let mut s = Market::new().opened();
    let (site, sale) = (s.t.site(), s.sale(s.who()));
    let (held, before) = (s.world.balance(&sale.source), s.world.coop(&site.coop));
    let receipt = s.world.accepts(sale.through_service(3), &[&s.t.g.coop.members[0]]);
    let (price, fee) = (3 * PRICE, (3 * PRICE * u64::from(RATE)).div_ceil(10_000));
    assert_eq!(held - s.world.balance(&sale.source), price);
    assert_eq!(s.world.balance(&s.t.owner.tokens), price - fee);
    let after = s.world.coop(&site.coop);
    assert_eq!(after.operating() - before.operating(), fee);
    assert_eq!(s.world.balance(&site.vault), after.cash());
    assert_eq!(s.world.member(&sale.member.unwrap()).units.get(), fee);
    assert_eq!(receipt.events.iter().map(coop::events::Event::name).collect::<Vec<_>>(), ["ServicePaid"]);
    let till: ServiceTill = borsh::from_slice(&s.stored()).expect("a till");
    let told = ServiceTill {
        first: *b"the till",
        kind: 1,
        service: sale.service.to_bytes(),
        max_take_rate_bps: RATE,
        promised_until: s.world.service(&sale.service).promised_until.get(),
        coop: site.coop.to_bytes(),
        price: PRICE,
        sold: 3,
    };
    assert_eq!(till, told);
    println!("through a service: {} compute units", receipt.compute_units);
}

#[test]
fn a_member_buys_from_the_coop_itself_and_all_of_it_counts() {
    let mut s = Market::new().opened_for_the_coop();
    let (site, sale) = (s.t.site(), s.sale(s.who()));
    let before = s.world.coop(&site.coop);
    let receipt = s.world.accepts(sale.for_coop(2), &[&s.t.g.coop.members[0]]);
    let after = s.world.coop(&site.coop);
    assert_eq!(after.operating() - before.operating(), 2 * PRICE);
    assert_eq!(s.world.balance(&site.vault), after.cash());
    assert_eq!(s.world.member(&sale.member.unwrap()).units.get(), 2 * PRICE);
    assert_eq!(receipt.events.iter().map(coop::events::Event::name).collect::<Vec<_>>(), ["CoopPaid"]);
    let till: CoopTill = borsh::from_slice(&s.stored()).expect("a till");
    let told = CoopTill {
        first: *b"the till",
        kind: 0,
        coop: site.coop.to_bytes(),
        price: PRICE,
        sold: 2,
        rest: [0; 42],
    };
    assert_eq!(till, told);
    println!("from the co-op: {} compute units", receipt.compute_units);
}

#[test]
fn who_is_no_member_buys_too_and_it_counts_for_nobody() {
    for through_service in [true, false] {
        let market = Market::new();
        let mut s = if through_service { market.opened() } else { market.opened_for_the_coop() };
        let stranger = s.world.actor("stranger", 100 * UNIT);
        let sale = Sale { member: None, ..s.sale(&stranger) };
        let call = if through_service { sale.through_service(1) } else { sale.for_coop(1) };
        s.world.accepts(call, &[&stranger]);
        let done = s.world.coop(&s.t.site().coop).period.done;
        let fee = if through_service { (PRICE * u64::from(RATE)).div_ceil(10_000) } else { PRICE };
        assert_eq!((done.outside_units.get(), done.member_units.get()), (fee, 0));
    }
}

#[test]
fn a_till_is_opened_once_for_a_price_and_on_a_promise_that_suffices() {
    let mut market = Market::new();
    let service = market.t.site().service(0);
    let until = market.until();
    let order = |price, max_take_rate_bps, promised_until| Order::OpenForService {
        price,
        max_take_rate_bps,
        promised_until,
    };
    let refused = |refusal: Result<Address, Refusal>| refusal.expect_err("a refusal").code();
    assert_eq!(refused(market.opens(service, &order(0, RATE, until))), Some(code::PRICE_ZERO));
    assert_eq!(refused(market.opens(service, &order(1, RATE - 1, until))), Some(code::RATE_ABOVE_PROMISE));
    assert_eq!(refused(market.opens(service, &order(1, RATE, until + 1))), Some(code::PROMISE_TOO_SHORT));

    let mut s = market.opened();
    let again = open(s.till, service, &order(1, 10_000, 0));
    let mut unsigned = again.clone();
    unsigned.accounts[0].is_signer = false;
    assert!(s.world.send(&[unsigned], &[]).is_err(), "the till itself must sign");
    let key = s.world.actor("another", 0);
    let foreign = open(key.wallet(), service, &order(1, RATE, until));
    assert_eq!(s.world.attempt(foreign, &[&key]).expect_err("no till's").code(), Some(code::NOT_A_TILL));
    // a till that is open cannot be told otherwise: whose key would sign is the same
    let open_till = s.world.svm.get_account(&s.till).expect("a till");
    s.world.put(key.wallet(), open_till);
    let otherwise = open(key.wallet(), service, &order(1, RATE, until));
    assert_eq!(s.world.attempt(otherwise, &[&key]).expect_err("open").code(), Some(code::ALREADY_OPEN));
}

#[test]
fn nothing_is_sold_at_a_rate_above_what_the_till_was_told() {
    let mut s = Market::new().opened();
    let (site, sale) = (s.t.site(), s.sale(s.who()));
    // the co-op raises its rate; its promise to the service holds, and so does the till's price
    take_rate_becomes(&mut s.world, &site.coop, RATE + 200);
    s.world.accepts(sale.through_service(1), &[&s.t.g.coop.members[0]]);
    // a service that comes later pays the new rate: no till of the old price is opened for it
    let mut market = Market { world: s.world, t: s.t };
    let late = market.world.actor("late", 0);
    let call = site.register_service(&late.wallet(), &late.wallet(), 1, &late.tokens, "Bread", RATE + 200);
    market.world.accepts(call, &[&late]);
    let order = Order::OpenForService { price: PRICE, max_take_rate_bps: RATE, promised_until: 0 };
    let refusal = market.opens(site.service(1), &order).expect_err("a refusal");
    assert_eq!(refusal.code(), Some(code::RATE_ABOVE_PROMISE));
}

#[test]
fn a_rate_that_rises_once_the_promise_is_over_stops_the_till() {
    let mut s = Market::new().opened();
    let (site, sale) = (s.t.site(), s.sale(s.who()));
    take_rate_becomes(&mut s.world, &site.coop, RATE + 200);
    let until = s.world.service(&sale.service).promised_until.get();
    s.world.set_time(until);
    s.t.close(&mut s.world);
    s.world.accepts(site.reprice_service(0), &[]);
    s.refuses(code::PROMISE_TOO_SHORT, sale.through_service(1));
    s.world.set_time(s.world.service(&sale.service).next_from.get());
    s.refuses(code::RATE_ABOVE_PROMISE, sale.through_service(1));
}

#[test]
fn nothing_is_sold_on_a_promise_that_ends_before_the_time_the_till_was_told() {
    let mut s = Market::new().opened();
    let sale = s.sale(s.who());
    let until = s.world.service(&sale.service).promised_until.get();
    s.world
        .edit::<coop::state::Service>(&sale.service, |service| service.promised_until = (until - 1).into());
    s.refuses(code::PROMISE_TOO_SHORT, sale.through_service(1));
    s.world.edit::<coop::state::Service>(&sale.service, |service| service.promised_until = until.into());
    // its last second, and the first after it
    s.world.set_time(until - 1);
    s.world.accepts(sale.through_service(1), &[&s.t.g.coop.members[0]]);
    for late in [until, until + DAY] {
        s.world.set_time(late);
        s.refuses(code::PROMISE_TOO_SHORT, sale.through_service(1));
    }
}

#[test]
fn an_account_that_only_looks_like_a_service_or_a_coop_is_refused() {
    let mut market = Market::new();
    let (site, order) = (market.t.site(), market.order());
    for (real, order) in [(site.service(0), order), (site.coop, Order::OpenForCoop { price: PRICE })] {
        let forged = market.world.actor("forged", 0).wallet();
        let account = market.world.svm.get_account(&real).expect("an account of the co-op's program");
        market.world.put(forged, Account { owner: TILL, ..account });
        let refusal = market.opens(forged, &order).expect_err("a refusal");
        assert_eq!(refusal.code(), Some(code::NOT_OF_THE_COOP_PROGRAM));
        // of the right program, but of another kind
        let refusal = market.opens(site.member(&market.t.g.coop.members[0].wallet()), &order);
        assert_eq!(refusal.expect_err("a refusal").code(), Some(code::ANOTHER_KIND));
    }

    let mut s = market.opened();
    let sale = s.sale(s.who());
    let real = s.world.svm.get_account(&sale.service).expect("a service");
    let forgeries = [
        (code::NOT_OF_THE_COOP_PROGRAM, Account { owner: TILL, ..real.clone() }),
        (code::ANOTHER_KIND, Account { data: [&[0; 8], &real.data[8..]].concat(), ..real.clone() }),
        (code::ANOTHER_KIND, Account { data: real.data[..real.data.len() - 1].to_vec(), ..real.clone() }),
        (code::ANOTHER_KIND, Account { data: [&real.data[..], &[0]].concat(), ..real.clone() }),
    ];
    for (code, forged) in forgeries {
        s.world.put(sale.service, forged);
        s.refuses(code, sale.through_service(1));
    }
    s.world.put(sale.service, real);
    s.world.accepts(sale.through_service(1), &[&s.t.g.coop.members[0]]);
}

#[test]
fn another_coop_another_service_and_other_programs_are_refused() {
    let mut s = Market::new().opened();
    let sale = s.sale(s.who());
    let another = active(&mut s.world, 3, 200 * UNIT).coop.site;
    let (coop, vault) = (another.coop, another.vault);
    s.refuses(code::ANOTHER_COOP, Sale { coop, ..sale.clone() }.through_service(1));
    s.refuses(code::ANOTHER_COOP, Sale { coop, vault, ..sale.clone() }.through_service(1));
    // the co-op knows its own vault and its own services
    s.the_coop_refuses(CoopError::VaultMismatch, Sale { vault, ..sale.clone() }.through_service(1));
    let service = s.till;
    s.refuses(code::ANOTHER_SERVICE, Sale { service, ..sale.clone() }.through_service(1));
    s.refuses(code::ANOTHER_PROGRAM, Sale { program: TILL, ..sale.clone() }.through_service(1));
    let token_program = coop_tests::world::TOKEN_2022;
    s.refuses(code::ANOTHER_TOKEN_PROGRAM, Sale { token_program, ..sale.clone() }.through_service(1));

    let mut s = Market::new().opened_for_the_coop();
    let sale = s.sale(s.who());
    let another = active(&mut s.world, 3, 200 * UNIT).coop.site;
    let (coop, vault) = (another.coop, another.vault);
    s.refuses(code::ANOTHER_COOP, Sale { coop, vault, ..sale.clone() }.for_coop(1));
    s.the_coop_refuses(CoopError::VaultMismatch, Sale { vault, ..sale.clone() }.for_coop(1));
}

#[test]
fn each_till_sells_what_it_was_opened_for_and_only_a_till_sells() {
    let mut s = Market::new().opened();
    let sale = s.sale(s.who());
    s.refuses(code::ANOTHER_TILL, sale.for_coop(1));
    let till = s.world.actor("forged", 0).wallet();
    let account = s.world.svm.get_account(&s.till).expect("a till");
    s.world.put(till, Account { owner: coop::ID, ..account });
    s.refuses(code::NOT_A_TILL, Sale { till, ..sale.clone() }.through_service(1));
    s.world
        .put(till, Account { owner: TILL, lamports: 2_000_000, data: vec![0; SIZE], ..Account::default() });
    s.refuses(code::NOT_A_TILL, Sale { till, ..sale }.through_service(1));

    let mut s = Market::new().opened_for_the_coop();
    let sale = s.sale(s.who());
    s.refuses(code::ANOTHER_TILL, sale.through_service(1));
}

#[test]
fn what_cannot_be_paid_or_reaches_nobody_is_not_sold() {
    let mut s = Market::new().opened();
    let sale = s.sale(s.who());
    s.refuses(code::TOO_MANY, sale.through_service(u64::MAX));
    s.refuses(code::TOO_LITTLE_MONEY, sale.through_service(1_000_000));
    s.the_coop_refuses(CoopError::AmountZero, sale.through_service(0));
    // another's money, which its owner would have to sign for
    let source = s.t.g.coop.members[1].tokens;
    let stolen = Sale { source, ..sale }.through_service(1);
    assert!(s.world.attempt(stolen, &[&s.t.g.coop.members[0]]).is_err());
    // the provider buys from itself: the co-op does not take one account for two
    let (owner, source) = (&s.t.owner, s.t.owner.tokens);
    let held = s.world.svm.get_account(&source).expect("tokens");
    let mut data = held.data.clone();
    data[64..72].copy_from_slice(&(100 * UNIT).to_le_bytes());
    s.world.put(source, Account { data, ..held });
    let own = Sale { member: None, ..s.sale(owner) }.through_service(1);
    assert!(s.world.attempt(own, &[owner]).is_err());
}
