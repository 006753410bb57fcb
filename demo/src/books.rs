//! The balance sheet of a co-op, read from its account and its vault.

use crate::told::{exact, tokens};
use coop::state::{Coop, CoopStatus, Pool};
use coop_tests::{CoopSite, PoolSite, World};
use std::fmt::Write;

type Rows<const N: usize> = [(&'static str, u64); N];

/// What a co-op has, whose it is, and what its vault must hold. Base units.
pub struct Sheet {
    name: String,
    status: Option<CoopStatus>,
    /// What backs the capital.
    assets: Rows<4>,
    /// Whose it is.
    capital: Rows<4>,
    /// What the vault holds, by purpose.
    cash: Rows<8>,
    vault: u64,
    /// Of a co-op at its end: all claims, and what was paid of them.
    claims: (u64, u64),
    /// What the pool's escrow holds, and what it must hold.
    escrow: (u64, u64),
}

fn total(rows: &[(&str, u64)]) -> u64 {
    rows.iter().map(|(_, amount)| amount).sum()
}

impl Sheet {
    pub fn of(world: &World, site: &CoopSite, pool: &PoolSite) -> Self {
        let Some(coop) = world.read::<Coop>(&site.coop) else {
            return Self {
                name: "a closed co-op".into(),
                status: None,
                assets: Rows::default(),
                capital: Rows::default(),
                cash: Rows::default(),
                vault: world.balance(&site.vault),
                claims: (0, 0),
                escrow: (0, 0),
            };
        };
        let b = &coop.books;
        let held = world.balance(&pool.escrow);
        let pledged =
            world.read::<Pool>(&pool.pool).map_or(0, |pool| match (pool.settled_at.get(), pool.succeeded) {
                (0, _) => pool.raised.get(),
                (_, 1) => 0,
                // a pool that failed is refunded one pledge at a time
                _ => held,
            });
        Self {
            name: String::from_utf8_lossy(&coop.name).trim_end_matches('\0').into(),
            status: Some(coop.status()),
            assets: [
                ("cash in the fund", b.fund.get()),
                ("invested, not worn yet", b.invested.get()),
                ("at the co-op's agent", b.at_agent.get()),
                ("loss carried forward", b.loss.get()),
            ],
            capital: [
                ("members' shares", b.shares_total.get()),
                ("shares not claimed yet", b.shares_in_transit.get()),
                ("retained and matured capital", b.retained_total.get()),
                ("due to the reserve", b.reserve_due.get()),
            ],
            cash: [
                ("fund", b.fund.get()),
                ("earnings of the open period", b.earnings.get()),
                ("indivisible reserve", b.reserve.get()),
                ("solidarity", b.solidarity.get()),
                ("due to the federation", b.federation_due.get()),
                ("owed: dividends, capital, refunds", b.dividends.get()),
                ("owed: interest", b.interest.get()),
                ("owed: pioneers", b.pioneers.get()),
            ],
            vault: world.balance(&site.vault),
            claims: (coop.claims.get(), coop.claims_paid.get()),
            escrow: (held, pledged),
        }
    }

    /// Refuses books that do not balance to the unit.
    pub fn check(&self) -> Result<(), String> {
        let (assets, capital, cash) = (total(&self.assets), total(&self.capital), total(&self.cash));
        if self.vault != cash {
            return Err(format!(
                "{}: the vault holds {}, the books {}",
                self.name,
                exact(self.vault),
                exact(cash)
            ));
        }
        if self.escrow.0 != self.escrow.1 {
            let (held, pledged) = (exact(self.escrow.0), exact(self.escrow.1));
            return Err(format!("{}: the escrow holds {held}, the pledges come to {pledged}", self.name));
        }
        if self.status == Some(CoopStatus::Dissolving) {
            let (claims, paid) = self.claims;
            return if paid <= claims {
                Ok(())
            } else {
                Err(format!("{}: more is paid than claimed", self.name))
            };
        }
        if assets != capital {
            let (assets, capital) = (exact(assets), exact(capital));
            return Err(format!("{}: assets come to {assets}, capital to {capital}", self.name));
        }
        if self.cash[1].1 > 0 && self.assets[3].1 > 0 {
            return Err(format!("{}: there are earnings beside a loss", self.name));
        }
        Ok(())
    }

    /// The whole sheet in one line.
    pub fn line(&self) -> String {
        let vault = tokens(self.vault);
        match self.status {
            None => format!("books balance: the co-op is closed, and its vault holds {vault}"),
            Some(CoopStatus::Forming) => {
                format!(
                    "books balance: {} are pledged and in escrow; the vault holds {vault}",
                    tokens(self.escrow.0)
                )
            }
            Some(CoopStatus::Dissolving) => {
                let (claims, paid) = self.claims;
                let (claims, paid) = (tokens(claims), tokens(paid));
                format!("books balance: {paid} of claims of {claims} are paid; vault {vault} = all cash")
            }
            Some(CoopStatus::Active) => {
                let (assets, capital) = (tokens(total(&self.assets)), tokens(total(&self.capital)));
                let (fund, earnings) = (tokens(self.cash[0].1), tokens(self.cash[1].1));
                let other = tokens(total(&self.cash[2..]));
                let cash = format!("fund {fund} + earnings {earnings} + other cash {other} = vault {vault}");
                format!("books balance: assets {assets} = capital {capital}; {cash}")
            }
        }
    }

    /// The whole sheet.
    pub fn print(&self) -> String {
        let mut out = String::new();
        let mut block = |title: &str, rows: &[(&str, u64)], sum: &str| {
            writeln!(out, "      {title}").expect("a string takes it");
            for (row, amount) in rows.iter().filter(|(_, amount)| *amount > 0) {
                writeln!(out, "        {row:<36}{:>20}", exact(*amount)).expect("a string takes it");
            }
            writeln!(out, "        {sum:<36}{:>20}", exact(total(rows))).expect("a string takes it");
        };
        block("What backs the capital", &self.assets, "= assets");
        block("Whose it is", &self.capital, "= capital");
        block("Cash by purpose", &self.cash, "= in the books");
        writeln!(out, "        {:<36}{:>20}", "in the vault", exact(self.vault)).expect("a string takes it");
        format!("\n    Balance sheet of {}\n{out}", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        Sheet {
            name: "a co-op".into(),
            status: Some(CoopStatus::Active),
            assets: [("fund", 5), ("invested", 3), ("agent", 0), ("loss", 2)],
            capital: [("shares", 7), ("in transit", 0), ("retained", 2), ("due", 1)],
            cash: [5, 0, 4, 0, 0, 0, 0, 0].map(|amount| ("", amount)),
            vault: 9,
            claims: (0, 0),
            escrow: (6, 6),
        }
    }

    #[test]
    fn books_that_are_one_unit_off_anywhere_are_refused() {
        assert_eq!(sheet().check(), Ok(()));
        let spoils: [fn(&mut Sheet); 6] = [
            |s| s.vault += 1,
            |s| s.escrow.0 -= 1,
            |s| s.capital[2].1 += 1,
            |s| s.assets[1].1 += 1,
            |s| (s.cash[1].1, s.vault) = (1, 10),
            |s| (s.status, s.claims) = (Some(CoopStatus::Dissolving), (1, 2)),
        ];
        for spoil in spoils {
            let mut spoiled = sheet();
            spoil(&mut spoiled);
            assert!(spoiled.check().is_err());
        }
    }
}
