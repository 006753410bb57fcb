//! Trading with oneself never pays.
mod chance;
mod faults;
mod life;
mod script;
mod search;

use chance::Chance;
use faults::Fault;
use search::Kind;

#[test]
fn explore() {
    let n: usize = std::env::var("LIVES").ok().and_then(|x| x.parse().ok()).unwrap_or(100_000);
    for kind in [
        Kind { sales: false, cover: false },
        Kind { sales: true, cover: false },
        Kind { sales: true, cover: true },
    ] {
        let t = std::time::Instant::now();
        let mut chance = Chance(1);
        let (mut bad, mut worst) = (0, (0.0, None));
        let mut any = 0; let (mut most, mut steps, mut moved) = (i64::MIN, 0, 0);
        let mut table = std::collections::BTreeMap::new();
        for _ in 0..n {
            let s = search::random(&mut chance, kind);
            let g = s.play(Fault::None);
            steps += s.steps.len();
            let e = table.entry((g.unreached, g.haircut)).or_insert((0u64, 0u64, 0u64));
            e.0 += 1;
            e.1 += (g.money > g.roundings) as u64;
            e.2 += (g.money > g.roundings + g.given_up.max(0)) as u64;
            if g.money > g.roundings && !g.unreached { bad += 1; if bad < 2 { shrink(s.clone()); } }
            let _ = (&mut most, &mut moved, &mut worst, &any); if false { worst = (0.0, Some((g, s))); }
        }
        println!("any {kind:?} (unreached, haircut) -> lives, gains, gains beyond given_up {table:?} {:?}", t.elapsed());
    }
}

fn over(g: &script::Gain) -> bool { g.money > g.roundings && !g.unreached }
fn shrink(mut s: script::Script) {
    loop {
        let mut done = true;
        for i in (0..s.steps.len()).rev() {
            let mut t = s.clone();
            t.steps.remove(i);
            if over(&t.play(Fault::None)) { s = t; done = false; }
        }
        for i in 0..s.steps.len() {
            let mut t = s.clone();
            if let Some(p) = t.steps[i].part_mut() { if *p == 1.0 || *p == 0.5 { continue; } *p = if *p > 0.7 { 1.0 } else { 0.5 }; }
            else { continue; }
            if over(&t.play(Fault::None)) { s = t; done = false; }
        }
        if done { break; }
    }
    println!("SHRUNK {:?} {:?}\n {:?} {:?}", s.play(Fault::None), s.terms, s.start, s.ours);
    s.trace();
}

#[test]
fn climbs() {
    let n: usize = std::env::var("CLIMBS").ok().and_then(|x| x.parse().ok()).unwrap_or(20);
    let ch: usize = std::env::var("CHANGES").ok().and_then(|x| x.parse().ok()).unwrap_or(2000);
    use Fault::*;
    for fault in [
        None,
        FreshInThePrice,
        MovedNotAddedBack,
        HaircutNotDue,
        PioneersAtOnce,
        PioneerCapDoubled,
        WorkUncapped,
        LeaversBeforeWear,
        OutsideUseToMembers,
        UnitsOfBothSides,
        LossNotMadeGood,
        NoReserve,
    ] {
        for kind in [
            Kind { sales: false, cover: false },
            Kind { sales: true, cover: false },
            Kind { sales: true, cover: true },
        ] {
            let t = std::time::Instant::now();
            let mut chance = Chance(7);
            let (mut found, mut worst) = (0, (0.0, Option::None));
            for _ in 0..n {
                let (g, s) = search::climb(&mut chance, kind, fault, ch);
                if g.money > g.roundings {
                    found += 1;
                    let rel = g.money as f64 / s.start.iter().sum::<u64>() as f64;
                    if rel > worst.0 {
                        worst = (rel, Some((g, s)))
                    }
                }
            }
            println!("{fault:?} {kind:?} {found} of {n} worst {:.4} {:?}", worst.0, t.elapsed());
            if fault == None {
                println!("{:?}", worst.1);
            }
        }
    }
}
