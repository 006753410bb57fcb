//! The way into a federation, and the end of a co-op: the claims of its members, and the lapse of those claims.

use super::*;
use coop_math::membership::SOUGHT;

impl Coop {
    /// Whether it asks to join this federation.
    pub fn seeks(&self, federation: &Address) -> bool {
        same(&self.federation_sought, federation)
    }

    /// The same, and resolved it less than 90 days ago.
    pub fn sought_lately(&self, federation: &Address, now: i64) -> bool {
        now.saturating_sub(self.federation_since.get()) < SOUGHT && self.seeks(federation)
    }

    /// The claims of a dissolving co-op's members.
    pub fn claims(&self) -> Claims {
        Claims { all: self.claims.get(), paid: self.claims_paid.get() }
    }

    /// Takes the money without claims out of the books: reserve, solidarity, and operating money above all claims.
    pub fn release_unclaimed(&mut self) -> u64 {
        let claims = self.claims();
        self.book(|books| {
            let above = claims.unclaimed(books);
            let amount = books.reserve + books.solidarity + above;
            let earned = above.min(books.earnings);
            books.earnings -= earned;
            books.fund -= above - earned;
            (books.reserve, books.solidarity) = (0, 0);
            amount
        })
    }

    /// Takes all money out of the books: claims that were not made have lapsed.
    pub fn lapse_claims(&mut self, now: i64) -> u64 {
        let amount = self.cash();
        self.books = bytemuck::Zeroable::zeroed();
        for bucket in [
            &mut self.period.shares_earning,
            &mut self.period.loss_low,
            &mut self.pioneer_units,
            &mut self.founding_shares,
            &mut self.shares_unclaimed,
            &mut self.claims,
        ] {
            *bucket = PodU64::ZERO;
        }
        self.claims_paid = PodU64::ZERO;
        self.transits = bytemuck::Zeroable::zeroed();
        self.members = PodU32::ZERO;
        self.electors = PodU32::ZERO;
        if self.swept_at == 0 {
            self.swept_at = now.into();
        }
        amount
    }
}
