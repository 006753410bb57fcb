//! Trading with oneself never pays on the program as built for the chain: the lives that `self_trading` makes, each three
//! times on the same co-op, with every deed an instruction and every payment a transfer of tokens.
//!
//! What the coalition gains is counted in its wallets, after all of it has left and been paid. At every close the books
//! on the chain are those of the functions, to the unit, so that both find the same gain, and it is held to the same bound.
//!
//! `cargo xtask self-trading` lives 20 000.

mod ground;
mod record;
mod walk;

use coop_math::{DAY, patronage::books::Rates};
use ground::{DECISION, Ground};
use record::Record;
use self_trading::{
    chance::Chance,
    faults::Fault,
    life::{STEWARDS, Terms},
    script::{Gain, LIVES, PLAIN, STAYING, Script, WASHED},
    search::{self, Kind},
    step::Step,
};
use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

const KINDS: [Kind; 3] = [
    Kind { sales: false, cover: false },
    Kind { sales: true, cover: false },
    Kind { sales: true, cover: true },
];
/// Lives in every test run.
const NORMALLY: u64 = 5_000;
/// Lives on one co-op.
const ON_A_GROUND: u64 = 20;
const THREADS: usize = 2;
/// Steps of the shortest life.
const SHORTEST: usize = 3;
/// All but forfeiting, which takes a promise of use that is broken.
const KINDS_OF_DEEDS: usize = 18;

/// What is counted of all lives.
#[derive(Default)]
struct Count {
    lives: u64,
    steps: usize,
    instructions: u64,
    washed: u64,
    /// Lives with a gain beyond rounding, and the most that one gained beyond it.
    in_a_corner: u64,
    most: i64,
    /// How often each kind of deed was done, with washes and without.
    deeds: BTreeMap<String, u64>,
}

impl Count {
    fn add(&mut self, script: &Script, gain: &Gain, record: &Record) {
        self.lives += 1;
        self.steps += script.steps.len();
        self.washed += (gain.washed > gain.roundings) as u64;
        self.in_a_corner += (gain.money > gain.roundings) as u64;
        self.most = self.most.max(gain.money - gain.roundings);
        for entry in record.0.iter().flatten() {
            let deed = format!("{:?}", entry.deed);
            *self.deeds.entry(deed.split(' ').next().unwrap_or(&deed).into()).or_default() += 1;
        }
    }
}

#[test]
fn self_trading_never_pays() {
    let lives = std::env::var("COOP_LIVES").ok().and_then(|lives| lives.parse().ok()).unwrap_or(NORMALLY);
    let (began, next, count) = (Instant::now(), AtomicU64::new(0), Mutex::new(Count::default()));
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed * ON_A_GROUND >= lives {
                        return;
                    }
                    live_on_a_ground(seed, &count);
                }
            });
        }
    });
    let count = count.into_inner().expect("no thread panicked");
    let seconds = began.elapsed().as_secs_f64();
    let Count { lives, steps, instructions, washed, in_a_corner, most, deeds } = count;
    println!(
        "{lives} lives of {steps} steps, each three times: {instructions} instructions in {seconds:.0} s"
    );
    println!("{washed} washed; beyond rounding {in_a_corner}, at most {most}");
    println!("{deeds:?}");
    assert!(washed > lives / 2);
    assert_eq!(deeds.len(), KINDS_OF_DEEDS, "nothing that can happen is left out");
}

/// The corner of ECONOMICS in which a wash is worth more than it costs: the coalition buys what the co-op invested in, so
/// that one of it leaves at par before what stays is sunk in other assets.
#[test]
fn a_gain_in_a_corner_is_one_of_the_wallets_too() {
    let mut script = governed(search::random(&mut Chance(0), KINDS[1]));
    let rates = Rates { reserve_bps: 500, depreciation_bps: 10_000, cash_bps: 10_000, ..Rates::default() };
    script.terms = Terms { rates, ..script.terms };
    (script.start, script.ours) = (vec![609_600, 252_085_200, 5_269_400], vec![true, true, false]);
    script.start.extend([1; STEWARDS]);
    script.ours.extend([false; STEWARDS]);
    script.steps = vec![
        Step::Invest { part: 0.1 },
        Step::WashSale { part: 1.0 },
        Step::Close,
        Step::Withdraw { who: 1, part: 1.0 },
        Step::Close,
        Step::ToAgent { part: 1.0 },
        Step::Fee { part: 1.0, buyer: Some(0), provider: Some(2) },
    ];
    let (gain, _) = play(&mut Ground::new(0, &script), &script);
    println!("{gain:?}");
    assert!(gain.excess(0) > 0 && gain.excess(gain.corner()) <= 0);
}

/// Says in which life a test failed.
struct Named<'a> {
    ground: u64,
    life: u64,
    script: &'a Script,
}

impl Drop for Named<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("in life {} of co-op {}: {:?}", self.life, self.ground, self.script);
        }
    }
}

/// Lives so many lives on one co-op, of the same terms and members.
fn live_on_a_ground(seed: u64, count: &Mutex<Count>) {
    let mut chance = Chance(seed);
    let mut script = governed(search::random(&mut chance, KINDS[0]));
    let players = script.start.len();
    script.start.extend([1; STEWARDS]);
    script.ours.extend([false; STEWARDS]);
    let mut ground = Ground::new(seed, &script);
    for n in 0..ON_A_GROUND {
        let kind = KINDS[n as usize % KINDS.len()];
        let script = loop {
            let steps = search::steps(&mut chance, kind, &script.ours[..players]);
            let script = governed(Script { steps, ..script.clone() });
            if script.steps.len() >= SHORTEST {
                break script;
            }
        };
        let _named = Named { ground: seed, life: n, script: &script };
        let (gain, record) = play(&mut ground, &script);
        assert!(gain.excess(gain.corner()) <= 0, "{gain:?}");
        count.lock().expect("no thread panicked").add(&script, &gain, &record);
    }
    count.lock().expect("no thread panicked").instructions += ground.world.sent;
}

/// Plays a script on the functions and on the chain. The gain is the wallets'.
fn play(ground: &mut Ground, script: &Script) -> (Gain, Record) {
    let mut record = Record::default();
    let gain = script.play_before(&mut record, Fault::None);
    let mut money = [0; LIVES];
    for (money, record) in money.iter_mut().zip(&record.0) {
        *money = walk::live(ground, &script.ours, script.terms.length, record);
    }
    let money = money[WASHED] - money[PLAIN].max(money[STAYING]);
    assert_eq!(money, gain.money, "the wallets' gain and the functions'");
    (Gain { money, ..gain }, record)
}

/// The script as far as this chain can live it: no federation, no bonds to forfeit, a loss covered once in 365 days; in
/// each period no more resolutions than there are stewards to propose them, and of a member not both that it must leave and
/// that it may come back, as the second could not be proposed before the first is executed.
fn governed(mut script: Script) -> Script {
    script.ahead = true;
    script.terms.length = script.terms.length.max(DECISION + 4 * DAY);
    script.terms.rates.remit_bps = 0;
    let (mut resolutions, mut covers, mut rejoins, mut moved) = (0, 0, 0, Vec::new());
    script.steps.retain(|step| {
        match step {
            Step::Forfeit { .. } => return false,
            Step::Close => (resolutions, moved) = (0, Vec::new()),
            Step::Rejoin { who } | Step::Expel { who } => {
                if moved.contains(who) {
                    return false;
                }
                moved.push(*who);
                rejoins += matches!(step, Step::Rejoin { .. }) as usize;
                resolutions += 1;
            }
            Step::Cover { .. } => {
                covers += 1;
                resolutions += 1;
            }
            Step::Invest { .. } | Step::ToAgent { .. } | Step::ComeHome { .. } => resolutions += 1,
            _ => {}
        }
        resolutions <= STEWARDS && covers <= 1 && rejoins <= STEWARDS
    });
    script
}
