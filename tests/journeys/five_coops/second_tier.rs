//! A co-op of co-ops: its members are the agents of co-ops, which decide at home what they do in it, and it is their
//! federation, to whose reserve a part of their solidarity goes.

use super::*;

#[test]
fn a_co_op_of_co_ops_lives_two_years_by_its_sheet() {
    let mut world = World::new();
    let w = &mut world;
    let charter = CharterTerms {
        period_length: 92 * DAY as u32,
        voting_period: 20 * DAY as u32,
        work_bps: 0,
        cash_bps: 5_000,
        revolve_periods: 2,
        redemption_bps: 5_000,
        ..terms()
    };
    let mut top = Life::begin(w, charter, &[180 * UNIT, 160 * UNIT + 1]);
    let [mill, dairy, farm] = [700 * UNIT, 650 * UNIT + 1, 600 * UNIT + 3].map(|pledge| {
        let charter = CharterTerms { remit_bps: 6_000, solidarity_bps: 1_000, ..terms() };
        Life::begin(w, charter, &[pledge, pledge - 7, pledge / 2])
    });

    // two join at the beginning, and are in the federation from then on
    let mill = take_in_coop(w, &mut top, mill, 900 * UNIT);
    let dairy = take_in_coop(w, &mut top, dairy, 800 * UNIT + 1);
    top.subscribe(w, mill, 330 * UNIT + 1);
    top.subscribe(w, dairy, 290 * UNIT + 3);
    for i in [mill, dairy] {
        federate(w, &mut top, i);
    }
    top.buy(w, Some(mill), 120 * UNIT + 1);
    top.buy(w, None, 60 * UNIT);
    top.turn(w);

    // they vote in it, each by a vote at home
    for i in [mill, dairy] {
        let crank = &top.coop.founder;
        w.accepts(top.coop.site.enrol(&crank.wallet(), &top.wallet(i)), &[crank]);
    }
    set_take_rate(w, &mut top, &[mill, dairy], 250);
    top.buy(w, Some(dairy), 110 * UNIT + 1);
    // a third joins; then nobody closes for a week
    let farm = take_in_coop(w, &mut top, farm, 700 * UNIT);
    w.set_time(top.sheet.open.ends().max(w.now()));
    top.refuses_to_ask(w, 1, CoopError::ClosePeriodFirst, 0);
    top.buy(w, None, 90 * UNIT + 1);
    top.close(w, 7 * DAY);
    top.settle_all(w);
    // it pledges to a pool, and so does another
    raise(w, &mut top, &[(farm, 200 * UNIT + 1), (dairy, 60 * UNIT + 5)]);

    // at home trade goes well, and a part of solidarity is due to the federation
    for i in [mill, dairy] {
        trade_at_home(w, &mut top, i, 310 * UNIT + i as u64);
        remit(w, &mut top, i);
    }

    // a warehouse burns: a loss. One leaves and asks, one leaves and waits
    top.spend(w, None, 800 * UNIT, Purpose::Expense);
    assert!(top.sheet.of(Column::Loss) > 0);
    top.resign(w, mill, true);
    assert!(top.sheet.price_bps() < ALL && top.sheet.asked() > 0);
    top.resign(w, 1, false);
    let price = top.sheet.price_bps() as u16;
    top.refuses_to_ask(w, 1, CoopError::PriceTooLow, price + 1);
    let asked = top.sheet.asked();
    let low = top.turn(w);
    assert!(low.paid > 0 && low.paid < asked, "below par");
    // what it is paid comes home to the co-op that left
    top.claim(w, mill);
    collect(w, &mut top, mill);

    // the others trade, and the loss is made good
    top.buy(w, Some(dairy), 95 * UNIT + 1);
    let loss = top.sheet.of(Column::Loss) as u64;
    top.buy(w, None, loss + 1);
    top.buy(w, Some(farm), 140 * UNIT + 1);
    assert_eq!(top.sheet.of(Column::Loss), 0);
    assert!(top.turn(w).surplus > 0);
    // from the next period on
    top.amend(w, |terms| (terms.cash_bps, terms.solidarity_bps) = (7_000, 900));
    assert_eq!(top.sheet.open.terms.cash_bps, 5_000);
    let all = top.sheet.askable(1) as u64;
    top.ask(w, 1, all);
    top.withdraw(w, farm, 80 * UNIT);
    top.buy(w, Some(farm), 90 * UNIT + 1);
    top.turn(w);
    let most = top.sheet.askable(dairy) as u64;
    assert!(most > 0, "retained dividends have matured");
    top.ask(w, dairy, most);
    top.buy(w, None, 70 * UNIT + 1);
    top.turn(w);

    // one leaves its federation's trade but not the federation; what it earned comes home as it went: no income
    for i in [dairy, farm] {
        top.claim(w, i);
        trade_at_home(w, &mut top, i, 200 * UNIT + 1);
        collect(w, &mut top, i);
    }
    remit(w, &mut top, dairy);
    while w.now() < top.sheet.activated + 2 * 365 * DAY - 92 * DAY {
        top.turn(w);
    }
    top.buy(w, None, 30 * UNIT + 1);
    top.finish(w);
    for i in [mill, dairy, farm] {
        if top.sheet.people[i].hand > 0 {
            collect(w, &mut top, i);
        }
        let mut own = top.via.remove(&i).unwrap();
        own.finish(w);
        top.via.insert(i, own);
        top.check(w);
    }
}

/// A co-op sends money to its agent and applies; it is vouched for and admitted. Its place.
fn take_in_coop(w: &mut World, top: &mut Life, mut own: Life, amount: u64) -> usize {
    let agent = own.coop.site.agent();
    w.fund(&agent, 1_000_000_000);
    let tokens = w.token_account(&agent, 0);
    let index = own.resolve(w, Action::Spend { to: agent, amount, purpose: Purpose::Expense });
    w.accepts(own.coop.site.execute_spend(index, &tokens), &[]);
    own.sheet.invest(Column::Agent, amount as Num, false, w.now());
    own.check(w);
    own.clear(w, index);
    let apply = top.coop.site.apply(&agent, &agent);
    let index = own.resolve(w, act_of(top.coop.site.coop, &apply));
    w.accepts(own.coop.site.execute_represent(index, &apply), &[]);
    own.clear(w, index);
    let founder = &top.coop.founder;
    let vouching = top.coop.site.vouch_for(&founder.wallet(), &founder.wallet(), &agent);
    w.accepts(vouching, &[founder]);
    w.accepts(top.coop.site.admit(&agent), &[]);
    top.coop.members.push(Actor { name: "a co-op".into(), key: w.new_key(), tokens });
    let i = top.sheet.joins(amount as Num);
    top.via.insert(i, own);
    top.check(w);
    i
}

/// Members pledge to a pool that the co-op has resolved to open, and their shares are claimed.
fn raise(w: &mut World, top: &mut Life, pledges: &[(usize, u64)]) {
    let c = top.sheet.terms;
    let opens = w.now() + 1 + (c.voting_period + c.timelock + c.execution_window) as i64;
    let terms = PoolTerms {
        min_raise: 1,
        min_members: 1,
        min_use: 0,
        use_bond_bps: 0,
        withdraw_until: opens + 100 * DAY,
        deadline: opens + 110 * DAY,
        ..pool_terms(opens)
    };
    let index = top.resolve(w, Action::OpenPool { terms: terms.clone() });
    let founder = &top.coop.founder;
    w.accepts(top.coop.site.execute_open_pool(&founder.wallet(), index, 1), &[founder]);
    top.clear(w, index);
    w.set_time(opens);
    let pool = top.coop.site.pool(1);
    for (i, amount) in pledges {
        let (who, agent) = (top.who(*i), top.wallet(*i));
        let wallet = who.wallet();
        let mut act = pool.make_pledge(&wallet, who, *amount, 0);
        let site = &top.coop.site;
        let (member, pledge) = (site.member(&wallet), pool.pledge(&wallet));
        let here = [(wallet, agent), (member, site.member(&agent)), (pledge, pool.pledge(&agent))];
        for (from, to) in here {
            act.accounts.iter_mut().filter(|meta| meta.pubkey == from).for_each(|meta| meta.pubkey = to);
        }
        top.represented(w, *i, &act);
        top.sheet.pledge(*i, *amount as Num);
        top.check(w);
    }
    w.set_time((opens + 110 * DAY + 1).max(w.now()));
    if top.is_overdue(w) {
        top.close(w, 0);
    }
    w.accepts(pool.settle_pool(), &[]);
    top.sheet.pool();
    top.check(w);
    // in transit, it is in no price
    for (i, _) in pledges {
        top.settle(w, *i);
        w.accepts(pool.claim_shares(&top.wallet(*i)), &[]);
        top.sheet.claim_shares(*i);
        top.check(w);
    }
}

/// A member joins the federation, by resolution of both.
fn federate(w: &mut World, top: &mut Life, i: usize) {
    let mut own = top.via.remove(&i).unwrap();
    let index = own.resolve(w, Action::JoinFederation { federation: top.coop.site.coop });
    w.accepts(own.coop.site.execute_join_federation(index), &[]);
    own.clear(w, index);
    let joining = own.coop.site.coop;
    top.via.insert(i, own);
    let index = top.resolve(w, Action::AcceptFederation { joining });
    w.accepts(top.coop.site.execute_accept_federation(index, &joining), &[]);
    top.via.get_mut(&i).unwrap().sheet.federated = true;
    top.clear(w, index);
    top.check(w);
}

/// What is due to the federation goes to its reserve.
fn remit(w: &mut World, top: &mut Life, i: usize) {
    let own = top.via.get_mut(&i).unwrap();
    let due = own.sheet.of(Column::Federation);
    assert!(due > 0);
    w.accepts(own.coop.site.remit_solidarity(&top.coop.site.coop), &[]);
    own.sheet.post("remitted", &[(Column::Federation, -due)]);
    top.sheet.post("remitted", &[(Column::Reserve, due)]);
    top.check(w);
}

/// Members of a member trade with their own co-op until a period of it is over.
fn trade_at_home(w: &mut World, top: &mut Life, i: usize, about: u64) {
    let own = top.via.get_mut(&i).unwrap();
    for (k, part) in [(0, 2), (1, 3), (2, 5)] {
        own.buy(w, Some(k), about / part + part);
    }
    own.buy(w, None, about / 4);
    own.turn(w);
}

/// What the agent of a member has been paid comes home.
fn collect(w: &mut World, top: &mut Life, i: usize) {
    let tokens = top.who(i).tokens;
    let amount = w.balance(&tokens);
    assert!(amount > 0);
    let own = top.via.get_mut(&i).unwrap();
    let index = own.resolve(w, Action::Collect { amount });
    w.accepts(own.coop.site.execute_collect(Some(index), &tokens), &[]);
    own.sheet.back(Column::Agent, amount as Num, w.now());
    own.clear(w, index);
    top.sheet.people[i].hand -= amount as Num;
    top.check(w);
}

/// A resolution on which members of members say yes as one, and the founder abstains from voting at all.
fn set_take_rate(w: &mut World, top: &mut Life, voters: &[usize], bps: u16) {
    w.pass(1);
    let (site, founder) = (top.coop.site, &top.coop.founder);
    let index = w.coop(&site.coop).proposals.get();
    w.accepts(site.propose(&founder.wallet(), index, Action::SetTakeRate { bps }), &[founder]);
    for i in voters {
        let vote = site.cast_vote(&top.wallet(*i), index, Choice::Yes);
        top.represented(w, *i, &vote);
    }
    let proposal = w.proposal(&site.proposal(index));
    assert_eq!(proposal.yes.get() as usize, voters.len());
    w.set_time(proposal.ends.get() + proposal.timelock.get() as i64);
    w.accepts(site.execute_set_take_rate(index), &[]);
    top.sheet.terms.take_rate_bps = bps;
    top.check(w);
    top.clear(w, index);
}
