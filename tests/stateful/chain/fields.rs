//! Accounts as the model writes them down.

use super::{Chain, PEOPLE};
use crate::stateful::model;
use anchor_lang::prelude::Address;
use coop::state::{self, Coop, Pool};

impl Chain {
    /// The slot of a co-op that another names.
    pub fn slot_of(&self, coop: &Address) -> Option<usize> {
        (*coop != Address::default())
            .then(|| self.sites.iter().position(|site| site.coop == *coop).expect("a known co-op"))
    }

    pub fn books(&self, c: &Coop) -> model::Books {
        let heir = self.slot_of(&c.heir);
        model::Books {
            seq: c.seq.get(),
            founded_at: c.founded_at.get(),
            activated_at: c.activated_at.get(),
            electorless_since: c.electorless_since.get(),
            charter_version: c.charter_version.get(),
            heir,
            operating: c.operating.get(),
            reserve: c.reserve.get(),
            solidarity: c.solidarity.get(),
            dividends: c.dividends.get(),
            interest: c.interest.get(),
            pioneers: c.pioneers.get(),
            interest_owed: c.interest_owed.get(),
            pioneers_owed: c.pioneers_owed.get(),
            invested: c.invested.get(),
            interest_per_share: c.interest_per_share.get(),
            pioneer_per_unit: c.pioneer_per_unit.get(),
            pioneer_units: c.pioneer_units.get(),
            lifetime_revenue: c.lifetime_revenue.get(),
            take_rate: c.charter.take_rate_bps.get(),
            revenue: c.period.revenue.get(),
            expenses: c.period.expenses.get(),
            member_units: c.period.member_units.get(),
            outside_units: c.period.outside_units.get(),
            unsettled: c.period.unsettled.get(),
            service_accounts: c.service_accounts.get(),
            period_accounts: c.period_accounts.get(),
            shares_total: c.shares_total.get(),
            shares_in_transit: c.shares_in_transit.get(),
            retained_total: c.retained_total.get(),
            shares_earning: c.shares_earning.get(),
            loss_carried: c.loss_carried.get(),
            period: c.period.number.get(),
            period_started_at: c.period.started_at.get(),
            operating_at_start: c.period.operating_at_start.get(),
            redeemed: c.period.redeemed.get(),
            members_at_start: c.period.members_at_start.get(),
            admitted: c.period.admitted.get(),
            members: c.members.get(),
            electors: c.electors.get(),
            next_member: c.next_member.get(),
            member_accounts: c.member_accounts.get(),
            vouch_accounts: c.vouch_accounts.get(),
            pools: c.pools.get(),
            pool_accounts: c.pool_accounts.get(),
            founding_pool: c.founding_pool.get(),
            founding_pool_live: c.founding_pool_live,
            dissolving_at: c.dissolving_at.get(),
            swept_at: c.swept_at.get(),
            loss_covered_at: c.loss_covered_at.get(),
            federation: self.slot_of(&c.federation),
            federation_sought: self.slot_of(&c.federation_sought),
            budget_spent: c.period.budget_spent.get(),
            proposals: c.proposals.get(),
            proposal_accounts: c.proposal_accounts.get(),
            mandates: c.mandates.get(),
            mandate_accounts: c.mandate_accounts.get(),
            redirect_accounts: c.redirect_accounts.get(),
        }
    }

    pub fn member(&self, m: &state::Member) -> model::Member {
        use model::Standing::*;
        model::Member {
            wallet: self.who[&m.wallet],
            rent_payer: self.who[&m.rent_payer],
            application: m.application.get(),
            applied_at: m.applied_at.get(),
            admitted_at: m.admitted_at.get(),
            share_paid_at: m.share_paid_at.get(),
            elector_since: m.elector_since.get(),
            suspended_at: m.suspended_at.get(),
            left_at: m.left_at.get(),
            last_active_at: m.last_active_at.get(),
            shares: m.shares.get(),
            shares_new: m.shares_new.get(),
            matured: m.matured.get(),
            bonded: m.bonded.get(),
            pledged: m.pledged.get(),
            dividends: m.dividends.get(),
            number: m.number.get(),
            units: m.units.get(),
            unsettled_period: m.unsettled_period.get(),
            pioneer_units: m.pioneer_units.get(),
            interest_checkpoint: m.interest_checkpoint.get(),
            pioneer_checkpoint: m.pioneer_checkpoint.get(),
            vintages: m.vintages.map(|v| (v.period.get(), v.retained.get(), v.fees.get())),
            vouched_in: m.vouched_in.get(),
            open_pledges: m.open_pledges.get(),
            founding_pledge: m.founding_pledge.get(),
            ballots: m.ballots.get(),
            open_proposal: m.open_proposal.get(),
            vouches_needed: m.vouches_needed,
            vouches_received: m.vouches_received,
            vouches_given: m.vouches_given,
            standing: [Candidate, Member, Left, Expelled][m.standing.0 as usize - 1],
        }
    }

    pub fn service(&self, s: &state::Service) -> model::Service {
        let purses = (0..PEOPLE).flat_map(|who| [(who, 0), (who, 1)]);
        model::Service {
            rent_payer: self.who[&s.rent_payer],
            owner: self.who[&s.owner],
            payout: purses.into_iter().find(|p| self.purse(*p) == s.payout).expect("someone's"),
            registered_at: s.registered_at.get(),
            promised_until: s.promised_until.get(),
            take_rate: s.take_rate_bps.get(),
        }
    }

    pub fn period(&self, p: &state::Period) -> model::Period {
        model::Period {
            rent_payer: self.who[&p.rent_payer],
            started_at: p.started_at.get(),
            closed_at: p.closed_at.get(),
            revenue: p.revenue.get(),
            expenses: p.expenses.get(),
            depreciation: p.depreciation.get(),
            loss: p.loss.get(),
            loss_covered: p.loss_covered.get(),
            surplus: p.surplus.get(),
            to_reserve: p.to_reserve.get(),
            to_solidarity: p.to_solidarity.get(),
            to_interest: p.to_interest.get(),
            to_reserve_for_outside: p.to_reserve_for_outside.get(),
            to_pioneers: p.to_pioneers.get(),
            to_members: p.to_members.get(),
            member_units: p.member_units.get(),
            outside_units: p.outside_units.get(),
            member_rate: p.member_rate.get(),
            interest_per_share: p.interest_per_share.get(),
            pioneer_per_unit: p.pioneer_per_unit.get(),
            unpaid: p.unpaid.get(),
            unsettled: p.unsettled.get(),
            number: p.number.get(),
            cash_bps: p.cash_bps.get(),
        }
    }

    pub fn pledge(&self, p: &state::Pledge) -> model::Pledge {
        model::Pledge {
            rent_payer: self.who[&p.rent_payer],
            application: p.application.get(),
            amount: p.amount.get(),
            use_amount: p.use_amount.get(),
            bond: p.bond.get(),
            charter_version: p.charter_version.get(),
        }
    }
}

pub fn gathered(p: &Pool) -> model::Gathered {
    model::Gathered {
        raised: p.raised.get(),
        use_pledged: p.use_pledged.get(),
        accepted: p.accepted.get(),
        shares_unclaimed: p.shares_unclaimed.get(),
        refunds_unclaimed: p.refunds_unclaimed.get(),
        settled_at: p.settled_at.get(),
        pledgers: p.pledgers.get(),
        pledge_accounts: p.pledge_accounts.get(),
        succeeded: p.succeeded,
        use_from: p.use_from.get(),
    }
}
