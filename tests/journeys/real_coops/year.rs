//! A year of a co-op as its file tells it.

use super::{
    split,
    statutes::{self, File, money},
};
use crate::{
    DAY, World,
    call::Founding,
    journeys::five_coops::{Life, sheet::Num},
};
use coop::state::{CharterTerms, Purpose};
use serde_json::Value;

/// A co-op that lives, and what its file says.
pub struct Year {
    pub life: Life,
    file: File,
    charter: File,
    /// Services by number: the provider, and what the service was promised.
    services: Vec<(u32, usize, (u16, u16))>,
    /// Mandates by number in the file: on the chain, and the worker.
    wages: Vec<(u32, Option<usize>)>,
}

/// What a year must have seen.
#[derive(Debug, Default)]
pub struct Seen {
    pub asked: bool,
    pub voted: bool,
    pub joined: bool,
    pub left: bool,
}

impl Year {
    /// Founded from its files, with its pool settled and every share claimed.
    pub fn begin(world: &mut World, name: &str) -> Self {
        let file = File::read(name, "coop.json");
        let charter = File::read(name, "charter.json");
        let founding =
            Founding { name: name.into(), charter: statutes::charter(&charter), ..Founding::default() };
        let pool = statutes::pool(&File::read(name, "pool.json"), world.now());
        let pledges: Vec<u64> = list(&file.get("year")["pledges"]).iter().map(amount).collect();
        let mut life = Life::founded(world, &founding, pool, &pledges);
        life.witness = Some(split::is_as_chartered);
        Self { life, file, charter, services: Vec::new(), wages: Vec::new() }
    }

    /// Lives for a year, until everyone is paid.
    pub fn live(&mut self, world: &mut World) -> Seen {
        let year = self.file.get("year").clone();
        let mut seen = Seen::default();
        for act in list(&year["first"]) {
            self.play(world, act, &mut seen);
        }
        let until = self.life.sheet.activated + 365 * DAY;
        let then = year["then"].as_object().expect("what happens when");
        let (mut turns, mut played) = (0, 0);
        while world.now() < until {
            let open = self.life.sheet.open.number;
            for act in list(&year["every"]) {
                self.play(world, act, &mut seen);
            }
            if let Some(acts) = then.get(&turns.to_string()) {
                for act in list(acts) {
                    self.play(world, act, &mut seen);
                }
                played += 1;
            }
            // a weighty resolution waits for the turn of the period, and has closed it
            if self.life.sheet.open.number == open {
                self.life.close(world, 0);
            }
            self.life.settle_all(world);
            turns += 1;
        }
        assert_eq!(played, then.len(), "{}: all of it happened in {turns} periods", self.file.name);
        self.life.pay_all(world);
        seen
    }

    /// One act: its first key names it.
    fn play(&mut self, world: &mut World, act: &Value, seen: &mut Seen) {
        let life = &mut self.life;
        let staying = |life: &Life, i: usize| life.sheet.people[i].staying;
        let by = act.get("by").map(place).filter(|i| staying(life, *i));
        if let Some(paid) = act.get("buy") {
            life.buy(world, by, amount(paid));
        } else if let Some(paid) = act.get("pay") {
            let service = self.services[place(&act["service"])];
            life.ride(world, service, by, amount(paid));
        } else if let Some(who) = act.get("offer") {
            let (i, index) = (place(who), self.services.len() as u32);
            let terms = life.sheet.terms;
            life.offer(world, i, index);
            self.services.push((index, i, (terms.take_rate_bps, terms.provider_bps)));
        } else if let Some(who) = act.get("employ") {
            let who = who.as_u64().map(|i| i as usize);
            let mandate = life.employ(world, who, amount(&act["perPeriod"]));
            self.wages.push((mandate, who));
        } else if let Some(which) = act.get("wage") {
            let (mandate, who) = self.wages[place(which)];
            if who.is_none_or(|i| staying(life, i)) {
                life.wage(world, mandate, who, amount(&act["amount"]));
            }
        } else if let Some(spent) = act.get("expense") {
            life.spend(world, None, amount(spent), Purpose::Expense);
            seen.voted = true;
        } else if let Some(spent) = act.get("invest") {
            life.spend(world, None, amount(spent), Purpose::Investment);
            seen.voted = true;
        } else if let Some(paid) = act.get("join") {
            let i = life.join(world);
            life.subscribe(world, i, amount(paid));
            seen.joined = true;
        } else if let Some(taken) = act.get("withdraw") {
            life.withdraw(world, place(&act["by"]), amount(taken));
            seen.asked = true;
        } else if let Some(who) = act.get("askAll") {
            let most = life.sheet.askable(place(who));
            assert!(most > 0, "{}: {act} has nothing to ask for", self.file.name);
            life.ask(world, place(who), most as u64);
            seen.asked = true;
        } else if let Some(who) = act.get("leave") {
            life.resign(world, place(who), true);
            seen.left = true;
        } else if let Some(granted) = act.get("grant") {
            life.grant(world, amount(granted));
        } else if let Some(changed) = act.get("amend") {
            let terms = self.amended(changed);
            self.life.amend(world, |charter| *charter = terms);
            seen.voted = true;
        } else {
            panic!("{}: {act} is no act", self.file.name);
        }
    }

    /// The charter with the terms changed that an amendment names; the changes last.
    fn amended(&mut self, changed: &Value) -> CharterTerms {
        for (key, value) in changed.as_object().expect("terms") {
            self.charter.fields.insert(key.clone(), value.clone());
        }
        statutes::charter(&self.charter)
    }

    /// What someone is owed in cash.
    pub fn owed(&self, world: &World, i: usize) -> Num {
        world.member(&self.life.member(i)).dividends.get() as Num
    }

    /// Plays acts that are not in the file.
    pub fn acts(&mut self, world: &mut World, acts: &Value) {
        for act in list(acts) {
            self.play(world, act, &mut Seen::default());
        }
    }

    /// Plays what the file has first.
    pub fn first(&mut self, world: &mut World) {
        let first = self.file.get("year")["first"].clone();
        self.acts(world, &first);
    }
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("{value} is no list"))
}

fn amount(value: &Value) -> u64 {
    money(value).unwrap_or_else(|| panic!("{value} is no amount"))
}

fn place(value: &Value) -> usize {
    value.as_u64().unwrap_or_else(|| panic!("{value} is nobody's place")) as usize
}
