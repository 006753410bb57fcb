//! Accounts as the model writes them down.

use super::{Chain, EVERYONE, PEOPLE};
use crate::stateful::{
    books::{Closed, Done, Money, Rates},
    deed::Who,
    model,
};
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
            amended_at: c.amended_at.get(),
            heir,
            successor: self.slot_of(&c.successor),
            heirs_gone: c.heirs_gone,
            federations: c.federations[..c.federations_left as usize]
                .iter()
                .filter_map(|f| self.slot_of(f))
                .collect(),
            shares_unclaimed: c.shares_unclaimed.get(),
            transits: c.transits.map(|t| (t.interest_per_share.get(), t.period.get(), t.pools.get())),
            money: Self::money(&c.books),
            interest_per_share: c.interest_per_share.get(),
            pioneer_per_unit: c.pioneer_per_unit.get(),
            pioneer_units: c.pioneer_units.get(),
            founding_shares: c.founding_shares.get(),
            lifetime_surplus: c.lifetime_surplus.get(),
            for_sale: c.for_sale.get(),
            budget_full: c.budget_full.get(),
            growth_full: c.growth_full.get(),
            sales_full: c.sales_full.get(),
            closed_until: c.closed_until.get(),
            fresh_asked: c.fresh_asked.get(),
            claims: c.claims.get(),
            claims_paid: c.claims_paid.get(),
            take_rate: c.charter.take_rate_bps.get(),
            revenue: c.period.revenue.get(),
            expenses: c.period.expenses.get(),
            done: done(&c.period.done),
            unsettled: c.period.unsettled.get(),
            service_accounts: c.service_accounts.get(),
            period_accounts: c.period_accounts.get(),
            shares_earning: c.period.shares_earning.get(),
            period: c.period.number.get(),
            period_started_at: c.period.started_at.get(),
            period_length: c.period.length.get(),
            rates: rates(&c.period.rates),
            operating_at_start: c.period.operating_at_start.get(),
            reserve_at_start: c.period.reserve_at_start.get(),
            covered: c.period.covered.get(),
            losses: [c.period.loss_low.get(), c.period.loss_low_before.get()],
            solvencies: [c.period.solvency_low.get(), c.period.solvency_low_before.get()],
            rates_high: [c.period.take_rate_high.get(), c.period.take_rate_high_before.get()],
            rates_low: [c.period.take_rate_low.get(), c.period.take_rate_low_before.get()],
            members: c.members.get(),
            electors: c.electors.get(),
            electors_before: c.electors_before.get(),
            electors_changed_at: c.electors_changed_at.get(),
            next_member: c.next_member.get(),
            member_accounts: c.member_accounts.get(),
            vouch_accounts: c.vouch_accounts.get(),
            pools: c.pools.get(),
            pool_accounts: c.pool_accounts.get(),
            founding_pool: c.founding_pool.get(),
            founding_pool_live: c.founding_pool_live,
            dissolving_at: c.dissolving_at.get(),
            swept_at: c.swept_at.get(),
            needs_since: c.needs_since.get(),
            loss_covered_at: c.loss_covered_at.get(),
            pool_succeeded_at: c.pool_succeeded_at.get(),
            federation: self.slot_of(&c.federation),
            federation_sought: self.slot_of(&c.federation_sought),
            federation_since: c.federation_since.get(),
            about: text(&c.about),
            ballot_pages: c.ballot_pages.get(),
            statutes: c.statutes_hash,
            statutes_version: c.statutes_version.get(),
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
            name: text(&m.name),
            named_at: m.named_at.get(),
            former_wallet: self.who.get(&m.former_wallet).copied(),
            rehomed_at: m.rehomed_at.get(),
            application: m.application.get(),
            signed: m.statutes_version.get(),
            applied_at: m.applied_at.get(),
            lacks_since: m.lacks_since.get(),
            admitted_at: m.admitted_at.get(),
            share_paid_at: m.share_paid_at.get(),
            elector_from: m.elector_from.get(),
            gap: [m.gap_from.get(), m.gap_to.get()],
            short_since: m.short_since.get(),
            in_protest: m.in_protest == 1,
            left_at: m.left_at.get(),
            last_active_at: m.last_active_at.get(),
            shares: m.shares.get(),
            shares_new: m.shares_new.get(),
            matured_new: m.matured_new.get(),
            fresh: m.fresh.get(),
            withdrawn: m.withdrawn.get(),
            asked: m.asked.get(),
            drawn: m.drawn.get(),
            matured: m.matured.get(),
            rests: m.rests.map(|rest| (rest.until.get(), rest.capital.get(), rest.new_in.get())),
            rests_until: m.rests_until.get(),
            claimed_new: m.claimed_new.get(),
            asked_fresh: m.asked_fresh.get(),
            bonded: m.bonded.get(),
            promised: m.promised.get(),
            turnover: m.turnover.get(),
            promise_ends: m.promise_ends.get(),
            promise_stands: m.promise_stands == 1,
            promise_rate: m.promise_rate_bps.get(),
            returns_from: m.returns_from.get(),
            pledged: m.pledged.get(),
            dividends: m.dividends.get(),
            numbered: m.numbered == 1,
            number: m.number.get(),
            place_drawn: m.place_drawn.get(),
            units: m.units.get(),
            work: m.work.get(),
            unsettled_period: m.unsettled_period.get(),
            pioneer_units: m.pioneer_units.get(),
            founding_shares: m.founding_shares.get(),
            interest_checkpoint: m.interest_checkpoint.get(),
            pioneer_checkpoint: m.pioneer_checkpoint.get(),
            vintages: m.vintages.map(|v| (v.period.get(), v.retained.get())),
            vouched_in: m.vouched_in.get(),
            pledged_in: m.pledged_in.get(),
            pledge_counts: m.pledge_counts == 1,
            pledged_at: m.pledged_at.get(),
            unbound: m.unbound == 1,
            proposals: m.proposals.get(),
            open_proposal: m.open_proposal == 1,
            keyless: m.keyless == 1,
            vouches_needed: m.vouches_needed,
            vouches_received: m.vouches_received,
            vouches_given: m.vouches_given,
            standing: [Candidate, Member, Left, Expelled][m.standing.0 as usize - 1],
        }
    }

    pub fn service(&self, slot: usize, s: &state::Service) -> model::Service {
        let purses = (0..PEOPLE).flat_map(|who| [(who, 0), (who, 1)]);
        model::Service {
            rent_payer: self.who[&s.rent_payer],
            owner: self.who[&s.owner],
            payout: purses.into_iter().find(|p| self.purse(*p) == s.payout).expect("someone's"),
            registered_at: s.registered_at.get(),
            promised_until: s.promised_until.get(),
            take_rate: s.take_rate_bps.get(),
            provider_bps: s.provider_bps.get(),
            next: (s.next_from.get(), s.next_take_rate_bps.get(), s.next_provider_bps.get()),
            provider: self.patron(slot, &s.provider, s.provider_number.get()),
        }
    }

    pub fn period(&self, p: &state::Period) -> model::Period {
        model::Period {
            rent_payer: self.who[&p.rent_payer],
            started_at: p.started_at.get(),
            closed_at: p.closed_at.get(),
            revenue: p.revenue.get(),
            expenses: p.expenses.get(),
            done: done(&p.done),
            result: closed(&p.result),
            interest_per_share: p.interest_per_share.get(),
            pioneer_per_unit: p.pioneer_per_unit.get(),
            unpaid: p.unpaid.get(),
            unretained: p.unretained.get(),
            retired: p.retired.get(),
            units_left: p.pioneer_units_left.get(),
            unsettled: p.unsettled.get(),
            number: p.number.get(),
        }
    }

    /// The membership that is named by its address and number.
    pub fn patron(&self, slot: usize, named: &Address, number: u32) -> Option<(Who, u32)> {
        let at = |who: &Who| self.sites[slot].member(&self.wallet(*who)) == *named;
        (*named != Address::default()).then(|| ((0..EVERYONE).find(at).expect("someone's"), number))
    }

    fn money(b: &state::Books) -> Money {
        Money {
            fund: b.fund.get(),
            earnings: b.earnings.get(),
            reserve: b.reserve.get(),
            solidarity: b.solidarity.get(),
            federation_due: b.federation_due.get(),
            dividends: b.dividends.get(),
            interest: b.interest.get(),
            pioneers: b.pioneers.get(),
            invested: b.invested.get(),
            at_agent: b.at_agent.get(),
            loss: b.loss.get(),
            reserve_due: b.reserve_due.get(),
            covered: b.covered.get(),
            shares_total: b.shares_total.get(),
            shares_in_transit: b.shares_in_transit.get(),
            retained_total: b.retained_total.get(),
            fresh: b.fresh.get(),
            moved_out: b.moved_out.get(),
            moved_back: b.moved_back.get(),
            bought: b.bought.get(),
            asked: b.asked.get(),
            forfeited: b.forfeited.get(),
            interest_owed: b.interest_owed.get(),
            pioneers_owed: b.pioneers_owed.get(),
            invested_seconds: b.invested_seconds.get(),
            agent_seconds: b.agent_seconds.get(),
            accrued_at: b.accrued_at.get(),
            invested_remainder: b.invested_remainder.get(),
            agent_remainder: b.agent_remainder.get(),
            interest_remainder: b.interest_remainder.get(),
        }
    }

    pub fn pledge(&self, p: &state::Pledge) -> model::Pledge {
        model::Pledge {
            rent_payer: self.who[&p.rent_payer],
            amount: p.amount.get(),
            use_amount: p.use_amount.get(),
            charter_version: p.charter_version.get(),
        }
    }
}

/// A text as stored, without the zeros behind it.
pub fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    assert!(bytes[end..].iter().all(|byte| *byte == 0), "padded with zeros");
    String::from_utf8(bytes[..end].to_vec()).expect("a text")
}

fn done(done: &state::Use) -> Done {
    Done {
        units: done.member_units.get(),
        outside_units: done.outside_units.get(),
        leaving_units: done.leaving_units.get(),
        work: done.member_work.get(),
        outside_work: done.outside_work.get(),
        leaving_work: done.leaving_work.get(),
    }
}

pub fn rates(rates: &state::PeriodRates) -> Rates {
    Rates {
        reserve: rates.reserve_bps.get(),
        solidarity: rates.solidarity_bps.get(),
        remit: rates.remit_bps.get(),
        interest_cap: rates.interest_cap_bps.get(),
        depreciation: rates.depreciation_bps.get(),
        work: rates.work_bps.get(),
        cash: rates.cash_bps.get(),
        pioneer: rates.pioneer_bps.get(),
    }
}

fn closed(r: &state::PeriodResult) -> Closed {
    Closed {
        wear: r.wear.get(),
        loss: r.loss.get(),
        asked: r.asked.get(),
        paid: r.paid.get(),
        retired: r.retired.get(),
        paid_to_members: r.paid_to_members.get(),
        retired_of_members: r.retired_of_members.get(),
        price_bps: r.price_bps.get(),
        surplus: r.surplus.get(),
        reserve: r.reserve.get(),
        solidarity: r.solidarity.get(),
        federation: r.federation.get(),
        interest: r.interest.get(),
        work: r.work.get(),
        outside: r.outside.get(),
        pioneers: r.pioneers.get(),
        members: r.members.get(),
        retained: r.retained.get(),
        member_rate: r.member_rate.get(),
        work_rate: r.work_rate.get(),
        interest_per_share: r.interest_per_share.get(),
        pioneer_per_unit: r.pioneer_per_unit.get(),
        units_made: r.pioneer_units_made.get(),
        units_of_members: r.pioneer_units.get(),
        cash_bps: r.cash_bps.get(),
    }
}

pub fn gathered(p: &Pool) -> model::Gathered {
    model::Gathered {
        raised: p.raised.get(),
        people_raised: p.people_raised.get(),
        use_pledged: p.use_pledged.get(),
        accepted: p.accepted.get(),
        shares_unclaimed: p.shares_unclaimed.get(),
        earning_unclaimed: p.earning_unclaimed.get(),
        refunds_unclaimed: p.refunds_unclaimed.get(),
        settled_at: p.settled_at.get(),
        pledgers: p.pledgers.get(),
        people: p.people.get(),
        pledge_accounts: p.pledge_accounts.get(),
        succeeded: p.succeeded,
        settled_in: p.settled_in.get(),
    }
}
