//! The end of a co-op: who inherits, what members claim, and when claims lapse.

use super::*;

/// Who inherits after an heir that is at its end itself.
pub struct After<'a> {
    /// Its own heir; all zeros: nobody.
    pub heir: Address,
    /// The federations that it has not asked yet, the last first.
    pub federations: &'a [Address],
}

/// How often an heir that is at its end passes on to its own.
pub const MOST_HEIRS: u8 = 8;

impl Coop {
    /// Refuses, as the heir of the co-op at `address`, what is not an active co-op of the mint, a year old.
    #[inline(never)]
    pub fn require_heir(&self, address: &Address, heir: &Record<Coop>, now: i64) -> Result<()> {
        require!(
            heir.status() == CoopStatus::Active && !same(heir.address(), address),
            CoopError::HeirNotActive
        );
        require!(same(&heir.mint, &self.mint), CoopError::HeirOfAnotherMint);
        require!(now.saturating_sub(heir.founded_at.get()) >= YEAR, CoopError::HeirTooYoung);
        Ok(())
    }

    /// Remembers who inherits as a dissolution begins: the heir, then the federation.
    pub fn begin_succession(&mut self) {
        let federation = self.federation;
        self.ask_later(&[federation], &Address::default());
        self.succeed(self.heir);
    }

    /// Goes on from an heir that is at its end to whoever inherits after it, at most `MOST_HEIRS` times. The federations that it
    /// would have asked are asked in its place: so it does not matter which of the two was passed on first.
    pub fn pass_over(&mut self, own: &Address, after: After) {
        self.heirs_gone += 1;
        let ends = self.heirs_gone >= MOST_HEIRS;
        if !ends {
            self.ask_later(after.federations, own);
        }
        let ends = ends || same(&after.heir, own);
        self.succeed(if ends { Address::default() } else { after.heir });
    }

    /// The claims of a dissolving co-op's members.
    pub fn claims(&self) -> Claims {
        Claims { all: self.claims.get(), paid: self.claims_paid.get() }
    }

    /// Takes out of the books what no claim is to: reserve, solidarity, and operating money above all claims.
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

    /// Takes everything out of the books: whoever had a claim and did not make it has none any more.
    pub fn lapse_claims(&mut self, now: i64) -> u64 {
        let amount = self.cash();
        self.books = bytemuck::Zeroable::zeroed();
        for bucket in [
            &mut self.period.shares_earning,
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

    /// Remembers who inherits: `heir`; once that line has ended whichever federation is asked next; nobody once all are gone.
    fn succeed(&mut self, heir: Address) {
        self.successor = heir;
        while self.successor == Address::default() && self.federations_left != 0 {
            self.federations_left -= 1;
            self.successor = self.federations[self.federations_left as usize];
        }
    }

    /// These federations are asked before those that are to be asked already, the last first; never the co-op itself.
    fn ask_later(&mut self, federations: &[Address], own: &Address) {
        for federation in federations {
            let left = self.federations_left as usize;
            if *federation != Address::default() && !same(federation, own) && left < self.federations.len() {
                self.federations[left] = *federation;
                self.federations_left += 1;
            }
        }
    }
}
