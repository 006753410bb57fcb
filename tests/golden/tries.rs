//! What is tried, with which accounts: of each rule of the client what it speaks of.

mod proposals;

use crate::trials::{All, At, Trials, Try};
use anchor_lang::prelude::Address;
use coop::{
    accounts, instruction,
    state::{Coop, Mandate, Member, Period, Pledge, Pool},
};
use coop_math::{
    bootstrap::{AFTER_AMENDMENT, UNPAYABLE},
    membership::{APPLICATION_KEPT, LEFT_KEPT, QUIET},
};
use coop_tests::{DAY, World, call::build, mints};
use solana_account::Account;

pub use proposals::with_proposals;

/// Some of the accounts.
type Meant<'a> = &'a dyn Fn(&Address) -> bool;

/// Someone who has nothing to do with any co-op.
const STRANGER: Address = Address::new_from_array([77; 32]);

fn token_program(world: &World, coop: &Coop) -> Address {
    world.svm.get_account(&coop.vault).expect("a vault").owner
}

/// A token account of a wallet, for whatever it is paid.
fn purse(world: &mut World, coop: &Coop, wallet: &Address) -> Address {
    let mut bytes = wallet.to_bytes();
    bytes[31] ^= 0x55;
    let address = Address::new_from_array(bytes);
    if world.svm.get_account(&address).is_none() {
        let account = mints::token_account(&token_program(world, coop), &coop.mint, wallet, 0);
        world.put(address, account);
    }
    address
}

/// Endings of memberships, their business, and what they withdraw.
pub fn with_members(trials: &mut Trials, world: &mut World, all: &All, meant: Meant) {
    for member in all.each::<Member>() {
        let Some(coop) = all.get::<Coop>(&member.is.coop) else { continue };
        let pair = [("coop", coop.data.as_slice()), ("member", &member.data)];
        for period in all.each::<Period>().iter().filter(|period| period.is.coop == coop.address) {
            if meant(&member.address) || meant(&period.address) {
                settling(trials, world, &coop, &member, period);
            }
        }
        if !meant(&member.address) {
            continue;
        }
        let (coop_at, it) = (coop.address, &member.is);
        let reclaimed =
            accounts::ReclaimMember { coop: coop_at, member: member.address, rent_payer: it.rent_payer };
        let closable = Try {
            rule: "isClosable",
            of: &pair,
            given: &[],
            calls: &[build(reclaimed, instruction::ReclaimMember {})],
            shows: &[],
            times: &[it.left_at.get() + LEFT_KEPT, it.returns_from.get()],
        };
        trials.attempt(world, &closable);
        let cleared =
            accounts::WithdrawApplication { wallet: STRANGER, coop: coop_at, member: member.address };
        let stale = Try {
            rule: "isStale",
            calls: &[build(cleared, instruction::WithdrawApplication {})],
            times: &[it.applied_at, it.lacks_since, coop.is.needs_since, coop.is.amended_at]
                .map(|since| since.get() + APPLICATION_KEPT),
            ..closable
        };
        trials.attempt(world, &stale);
        let admitted = accounts::Admit { coop: coop_at, member: member.address };
        let admissible = Try {
            rule: "isAdmissible",
            calls: &[build(admitted, instruction::Admit {})],
            times: &[],
            ..closable
        };
        trials.attempt(world, &admissible);
        // at every time another amount is the most
        let now = world.now();
        let rests = it.rests.iter().map(|rest| rest.until.get()).filter(|until| *until > now);
        for at in rests.chain([now]) {
            let most = it.capital(at).withdrawable(coop.is.charter.member_share.get());
            for amount in [most, most + 1].into_iter().filter(|amount| *amount > 0) {
                let withdrawn =
                    accounts::WithdrawShares { wallet: it.wallet, coop: coop_at, member: member.address };
                let data = instruction::WithdrawShares { amount, min_price_bps: 0 };
                let withdrawable = Try {
                    rule: "withdrawable",
                    given: &[("amount", amount.to_string())],
                    calls: &[build(withdrawn, data)],
                    times: &[at],
                    ..closable
                };
                trials.attempt(world, &withdrawable);
            }
        }
    }
}

fn settling(
    trials: &mut Trials,
    world: &mut World,
    coop: &At<Coop>,
    member: &At<Member>,
    period: &At<Period>,
) {
    let settled =
        accounts::SettlePatronage { coop: coop.address, member: member.address, period: period.address };
    let it = Try {
        rule: "settled",
        of: &[("coop", &coop.data), ("member", &member.data), ("period", &period.data)],
        given: &[],
        calls: &[build(settled, instruction::SettlePatronage {})],
        shows: &[("member", member.address)],
        times: &[],
    };
    trials.attempt(world, &it);
}

/// The life of pools, and of what is pledged to them.
pub fn with_pools(trials: &mut Trials, world: &mut World, all: &All, meant: Meant) {
    for pool in all.each::<Pool>() {
        let Some(coop) = all.get::<Coop>(&pool.is.coop) else { continue };
        if meant(&pool.address) {
            ending(trials, world, &coop, &pool);
        }
        for pledge in all.each::<Pledge>().iter().filter(|pledge| pledge.is.pool == pool.address) {
            let Some(member) = all.get::<Member>(&pledge.is.member) else { continue };
            if pledge.is.amount != 0 && (meant(&pool.address) || meant(&pledge.address)) {
                pledged(trials, world, &coop, &pool, &member, pledge);
            }
        }
    }
}

/// A pool is given up, or settled: with its vault as it is, and frozen.
fn ending(trials: &mut Trials, world: &mut World, coop: &At<Coop>, pool: &At<Pool>) {
    let founder = coop.is.founder;
    let cancelled = accounts::CancelPool { founder, coop: coop.address, pool: pool.address };
    let cancellable = Try {
        rule: "isCancellable",
        of: &[("coop", &coop.data), ("pool", &pool.data)],
        given: &[],
        calls: &[build(cancelled, instruction::CancelPool {})],
        shows: &[],
        times: &[],
    };
    trials.attempt(world, &cancellable);
    let settled = accounts::SettlePool {
        ending: None,
        coop: coop.address,
        pool: pool.address,
        escrow: pool.is.escrow,
        vault: coop.is.vault,
        mint: coop.is.mint,
        token_program: token_program(world, &coop.is),
    };
    let vault = world.svm.get_account(&coop.is.vault).expect("a vault");
    let terms = &pool.is.terms;
    let (withdraw_until, deadline) = (terms.withdraw_until.get(), terms.deadline.get());
    let calls = [build(settled, instruction::SettlePool {})];
    for state in [vault.data[108], 2] {
        world.patch(&coop.is.vault, 108, &[state]);
        let settleable = Try {
            rule: "isSettleable",
            given: &[("frozen", (state == 2).to_string())],
            calls: &calls,
            times: &[
                withdraw_until,
                deadline,
                deadline + UNPAYABLE,
                coop.is.amended_at.get() + AFTER_AMENDMENT,
            ],
            shows: &[("pool", pool.address)],
            ..cancellable
        };
        trials.attempt(world, &settleable);
    }
    world.put(coop.is.vault, vault);
}

/// A pledge is taken back whole, or claimed.
fn pledged(
    trials: &mut Trials,
    world: &mut World,
    coop: &At<Coop>,
    pool: &At<Pool>,
    member: &At<Member>,
    pledge: &At<Pledge>,
) {
    let withdrawn = accounts::WithdrawPledge {
        wallet: member.is.wallet,
        coop: coop.address,
        pool: pool.address,
        member: member.address,
        pledge: pledge.address,
        escrow: pool.is.escrow,
        destination: purse(world, &coop.is, &member.is.wallet),
        mint: coop.is.mint,
        token_program: token_program(world, &coop.is),
    };
    let taken_back = Try {
        rule: "takenBack",
        of: &[("coop", &coop.data), ("pool", &pool.data), ("member", &member.data), ("pledge", &pledge.data)],
        given: &[],
        calls: &[build(withdrawn, instruction::WithdrawPledge { amount: pledge.is.amount.get() })],
        shows: &[],
        times: &[pool.is.terms.withdraw_until.get(), member.is.rehomed_at.get() + QUIET],
    };
    trials.attempt(world, &taken_back);
    let claimed = accounts::ClaimShares {
        coop: coop.address,
        pool: pool.address,
        member: member.address,
        pledge: pledge.address,
    };
    let earned = Try {
        rule: "earnedUnclaimed",
        calls: &[build(claimed, instruction::ClaimShares {})],
        shows: &[("member", member.address)],
        times: &[],
        ..taken_back
    };
    trials.attempt(world, &earned);
}

/// The end of a co-op, and what its mandates let be drawn.
pub fn with_coops(trials: &mut Trials, world: &mut World, all: &All, meant: Meant) {
    for coop in all.each::<Coop>().iter().filter(|coop| meant(&coop.address)) {
        let it = &coop.is;
        let heir = (it.successor != Address::default()).then_some(it.successor);
        let inherits = heir.and_then(|heir| all.get::<Coop>(&heir));
        let finished = accounts::FinishDissolution {
            coop: coop.address,
            vault: it.vault,
            mint: it.mint,
            successor: heir,
            successor_vault: inherits.map(|heir| heir.is.vault),
            token_program: token_program(world, it),
        };
        let vault: Account = world.svm.get_account(&it.vault).expect("a vault");
        let dissolving = it.dissolving_at.get();
        let passable = Try {
            rule: "passable",
            of: &[("coop", &coop.data), ("vault", &vault.data)],
            given: &[],
            calls: &[build(finished, instruction::FinishDissolution {})],
            shows: &[("coop", coop.address), ("vault", it.vault)],
            times: &[dissolving + 180 * DAY, dissolving + 3 * 365 * DAY],
        };
        trials.attempt(world, &passable);
    }
    for mandate in all.each::<Mandate>() {
        let Some(coop) = all.get::<Coop>(&mandate.is.coop) else { continue };
        if meant(&mandate.address) || meant(&coop.address) {
            drawing(trials, world, &coop, &mandate);
        }
    }
}

/// All that a mandate could let be drawn is, and a unit more.
fn drawing(trials: &mut Trials, world: &mut World, coop: &At<Coop>, mandate: &At<Mandate>) {
    let it = &mandate.is;
    let destination = purse(world, &coop.is, &it.holder);
    let drawn = |amount| {
        let accounts = accounts::DrawMandate {
            holder: it.holder,
            coop: coop.address,
            mandate: mandate.address,
            vault: coop.is.vault,
            destination,
            mint: coop.is.mint,
            token_program: token_program(world, &coop.is),
            worker: (it.work == 1).then_some(it.worker),
        };
        build(accounts, instruction::DrawMandate { amount })
    };
    let (all, left) = (it.per_period.get(), it.per_period.get() - it.drawn.get());
    let calls: Vec<_> = [left, left + 1, all, all + 1].into_iter().filter(|amount| *amount > 0).collect();
    for (amount, call) in calls.iter().map(|amount| (*amount, drawn(*amount))).collect::<Vec<_>>() {
        let room = Try {
            rule: "mandateRoom",
            of: &[("coop", &coop.data), ("mandate", &mandate.data)],
            given: &[("amount", amount.to_string())],
            calls: &[call],
            shows: &[],
            times: &[it.until.get()],
        };
        trials.attempt(world, &room);
    }
}
