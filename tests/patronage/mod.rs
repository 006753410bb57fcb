//! Services, periods, what members are owed, and capital that leaves.

pub mod ask_back;
pub mod book_income;
#[cfg(test)]
mod bounds;
pub mod claim_dividends;
pub mod close_period;
#[cfg(test)]
mod forfeited;
pub mod pay_coop;
pub mod pay_service;
pub mod reclaim_period;
pub mod register_service;
pub mod reprice_service;
#[cfg(test)]
mod resting;
pub mod retire_service;
pub mod settle_patronage;
pub mod settle_use;
pub mod sweep;
pub mod sweep_lamports;
pub mod sync_vault;
#[cfg(test)]
mod turning;
pub mod update_payout;
pub mod withdraw_shares;

#[cfg(test)]
use crate::{
    Actor, CoopSite, UNIT, World,
    fixtures::{Founded, Gathering, active, close, donate, spend},
};

/// Settles everyone's business of a period, and those who have none too: that changes nothing.
#[cfg(test)]
pub fn settle_everyone(world: &mut World, coop: &Founded, number: u32) {
    for who in coop.everyone() {
        world.accepts(coop.site.settle_patronage(&who.wallet(), number), &[]);
    }
}

/// An active co-op after its first period, with everyone settled: its capital is in the price and rests no more.
#[cfg(test)]
pub fn seasoned(world: &mut World, size: usize, amount: u64) -> Gathering {
    let g = active(world, size, amount);
    close(world, &g.coop);
    settle_everyone(world, &g.coop, 0);
    g
}

/// A co-op of three with a reserve of 100, and a loss of 50 at a close.
#[cfg(test)]
pub fn with_a_loss(world: &mut World) -> Gathering {
    let g = seasoned(world, 3, 200 * UNIT);
    let site = g.coop.site;
    donate(world, &site.vault, 100 * UNIT);
    world.accepts(site.sync_vault(), &[]);
    spend(world, &site, 50 * UNIT, false);
    close(world, &g.coop);
    g
}

/// The membership of `who`, as stored.
#[cfg(test)]
pub fn held(world: &World, site: &CoopSite, who: &Actor) -> coop::state::Member {
    world.member(&site.member(&who.wallet()))
}

/// An active co-op in which the last member provides service 0 for so much of the units: it, and where it is paid.
#[cfg(test)]
pub fn provided(
    world: &mut World,
    size: usize,
    provider_bps: u16,
) -> (Gathering, anchor_lang::prelude::Address) {
    let g = active(world, size, 200 * crate::UNIT);
    world.edit::<coop::state::Coop>(&g.coop.site.coop, |c| c.charter.provider_bps = provider_bps.into());
    let who = g.coop.members.last().expect("a member");
    let (wallet, payout) = (who.wallet(), world.token_account(&who.wallet(), 0));
    let member = Some(g.coop.site.member(&wallet));
    let call =
        g.coop.site.register_service_of(&wallet, &wallet, member, 0, &payout, "Bread", (300, provider_bps));
    world.accepts(call, &[who]);
    (g, payout)
}
