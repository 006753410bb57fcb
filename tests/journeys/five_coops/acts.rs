//! What members do, and strangers: on the chain, and on the sheet.

use super::*;

impl Life {
    /// A newcomer is vouched for and admitted.
    pub fn join(&mut self, world: &mut World) -> usize {
        let who = world.actor("newcomer", HAND);
        candidacy(world, &self.coop.site, &who);
        let needed = world.coop(&self.coop.site.coop).vouches_needed() as usize;
        for voucher in self.coop.everyone().take(needed) {
            vouch(world, &self.coop.site, voucher, &who);
        }
        world.accepts(self.coop.site.admit(&who.wallet()), &[]);
        self.coop.members.push(who);
        let i = self.sheet.joins(HAND as Num);
        self.check(world);
        i
    }

    pub fn subscribe(&mut self, world: &mut World, i: usize, amount: u64) {
        self.does(world, i, |life| life.coop.site.subscribe(life.who(i), amount));
        self.sheet.subscribe(i, amount as Num);
        self.check(world);
    }

    /// Someone buys from the co-op, or a stranger does.
    pub fn buy(&mut self, world: &mut World, buyer: Option<usize>, amount: u64) {
        if let Some(i) = buyer {
            self.does(world, i, |life| {
                let who = life.who(i);
                life.coop.site.pay_coop(who, Some(life.coop.site.member(&who.wallet())), amount)
            });
            self.sheet.people[i].hand -= amount as Num;
            self.sheet.sold(amount as Num, &[(i, amount as Num)]);
        } else {
            world.accepts(self.coop.site.pay_coop(&self.stranger, None, amount), &[&self.stranger]);
            self.sheet.sold(amount as Num, &[]);
        }
        self.check(world);
    }

    /// A member offers a service on the terms of the day. Its number.
    pub fn offer(&mut self, world: &mut World, i: usize, index: u32) -> u32 {
        let (who, terms) = (self.who(i), self.sheet.terms);
        let accepted = (terms.take_rate_bps, terms.provider_bps);
        let (wallet, provider) = (who.wallet(), Some(self.member(i)));
        let site = &self.coop.site;
        let call =
            site.register_service_of(&wallet, &wallet, provider, index, &who.tokens, "Service", accepted);
        world.accepts(call, &[who]);
        index
    }

    /// Someone pays a service of a member's, which was promised this rate and this part of the units.
    pub fn ride(
        &mut self,
        world: &mut World,
        (index, i, promised): (u32, usize, (u16, u16)),
        buyer: Option<usize>,
        amount: u64,
    ) {
        for who in buyer.into_iter().chain([i]) {
            self.keep_up(world, who);
        }
        // its own service is paid for by someone else: nobody pays from the account that is paid
        let paying = buyer.filter(|b| *b != i);
        let payer = paying.map_or(&self.stranger, |b| self.who(b));
        let provider = Some(self.member(i));
        let buying = buyer.map(|b| self.member(b));
        let payout = self.who(i).tokens;
        let site = &self.coop.site;
        let call = site.pay_service_for(payer, buying, provider, index, &payout, amount, u64::MAX);
        world.accepts(call, &[payer]);
        let fee = (amount as Num * promised.0 as Num + ALL - 1) / ALL;
        let provided = fee * promised.1 as Num / ALL;
        let mut units = Vec::new();
        if let Some(b) = paying {
            self.sheet.people[b].hand -= amount as Num;
        }
        units.extend(buyer.map(|b| (b, fee - provided)));
        if self.sheet.people[i].staying {
            units.push((i, provided));
        }
        units.retain(|(_, units)| *units > 0);
        self.sheet.people[i].hand += amount as Num - fee;
        self.sheet.sold(fee, &units);
        self.check(world);
    }

    /// Money that is no sale of goods.
    pub fn book(&mut self, world: &mut World, amount: u64, kind: IncomeKind) {
        world.accepts(self.coop.site.book(&self.stranger, amount, kind), &[&self.stranger]);
        let x = amount as Num;
        match kind {
            IncomeKind::Income => self.sheet.sold(x, &[]),
            IncomeKind::Sale => {
                self.sheet.for_sale -= x;
                self.sheet.back(Column::Invested, x, world.now());
            }
            IncomeKind::Gift => self.sheet.post("gift", &[(Column::Solidarity, x)]),
        }
        self.check(world);
    }

    /// Someone asks for capital: at the price as it stands, and not at a better one.
    pub fn ask(&mut self, world: &mut World, i: usize, amount: u64) {
        // a co-op makes up its mind long before
        let at_once = !self.via.contains_key(&i);
        self.does(world, i, |life| {
            let price = if at_once { life.sheet.price_bps() as u16 } else { 1 };
            life.coop.site.ask_back(&life.who(i).wallet(), amount, price)
        });
        self.sheet.ask(i, amount as Num);
        self.check(world);
    }

    pub fn withdraw(&mut self, world: &mut World, i: usize, amount: u64) {
        self.does(world, i, |life| life.coop.site.withdraw_shares(&life.who(i).wallet(), amount, 0));
        self.sheet.withdraw(i, amount as Num, world.now());
        self.check(world);
    }

    /// Someone leaves, and asks for all that does not rest, or does not. What waits of a closed period is settled on the way.
    pub fn resign(&mut self, world: &mut World, i: usize, ask: bool) {
        if self.via.contains_key(&i) {
            self.does(world, i, |life| {
                life.coop.site.resign_with(&life.who(i).wallet(), None, None, ask, false)
            });
        } else {
            let who = &self.sheet.people[i];
            let waits = who.has_business() && who.business_of != self.number();
            let period = waits.then_some(who.business_of);
            let who = self.who(i);
            world.accepts(self.coop.site.resign_with(&who.wallet(), period, None, ask, false), &[who]);
            if waits {
                self.sheet.settle(i);
            }
        }
        self.sheet.resign(i, ask);
        self.check(world);
    }

    /// Someone who left is vouched for anew and a member again, with what capital it still has.
    pub fn rejoin(&mut self, world: &mut World, i: usize, voucher: usize) {
        self.settle(world, i);
        let wallet = self.wallet(i);
        world.accepts(self.coop.site.reapply(&wallet), &[self.who(i)]);
        vouch(world, &self.coop.site, self.who(voucher), self.who(i));
        world.accepts(self.coop.site.admit(&wallet), &[]);
        self.sheet.people[i].staying = true;
        self.check(world);
    }

    /// Someone is paid all that it is owed, if anything.
    pub fn claim(&mut self, world: &mut World, i: usize) {
        self.settle(world, i);
        let who = &self.sheet.people[i];
        let returns = if who.staying { self.sheet.returns_of(i) } else { 0 };
        if who.owed + returns > 0 {
            self.does(world, i, |life| {
                let who = life.who(i);
                life.coop.site.claim_dividends(&who.wallet(), &who.tokens)
            });
            self.sheet.claim(i);
            self.check(world);
        }
    }
}
