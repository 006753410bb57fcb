//! Who inherits from a co-op at its end, and when: heir after heir, then federation after federation.

use super::*;

/// The next in line after an heir that is not active.
pub struct After<'a> {
    /// That heir's own heir; all zeros: nobody.
    pub heir: Address,
    /// The federations in its line that are not passed over yet, the next one last.
    pub federations: &'a [Address],
}

/// The number of inactive heirs that are asked, one after the other. The last of them passes on to nobody.
pub const MOST_HEIRS: u8 = 8;

/// From the beginning of the dissolution until money that is owed to nobody passes on.
const WINDING_UP: i64 = 180 * DAY;
/// From the beginning of the dissolution until claims lapse.
const CLAIMS_STAND: i64 = 3 * YEAR;

/// The money of a dissolving co-op that can pass on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Passing {
    Nothing,
    /// What is owed to nobody: the reserve, solidarity, and operating money above all claims.
    Unclaimed,
    /// All there is: claims have lapsed.
    Everything,
}

impl Coop {
    /// Whether a federation still gets what is due to it: it is active, or it began to dissolve less than 180 days ago
    /// and somebody inherits from it. So it makes no difference whether the money or the dissolution is sent first.
    pub fn takes_what_is_due(&self, now: i64) -> bool {
        match self.status() {
            CoopStatus::Forming => false,
            CoopStatus::Active => true,
            CoopStatus::Dissolving => {
                let ended = self.dissolving_at.get().saturating_add(WINDING_UP);
                now < ended && self.successor != Address::default()
            }
        }
    }

    /// What can pass on by now.
    pub fn passing(&self, now: i64) -> Passing {
        match now.saturating_sub(self.dissolving_at.get()) {
            ..WINDING_UP => Passing::Nothing,
            WINDING_UP..CLAIMS_STAND => Passing::Unclaimed,
            CLAIMS_STAND.. => Passing::Everything,
        }
    }

    /// Refuses an heir that is not an active co-op of the same mint, at least a year old. It is another than this one: no
    /// instruction takes the co-op that it writes to under a second name.
    #[inline(never)]
    pub fn require_heir(&self, heir: &Record<Coop>, now: i64) -> Result<()> {
        require!(heir.status() == CoopStatus::Active, CoopError::HeirNotActive);
        require!(same(&heir.mint, &self.mint), CoopError::HeirOfAnotherMint);
        require!(now.saturating_sub(heir.founded_at.get()) >= YEAR, CoopError::HeirTooYoung);
        Ok(())
    }

    /// Refuses an heir that has begun to dissolve, unless somebody else comes after it, or this co-op at `address` has a
    /// federation. So whether a co-op or its heir is dissolved first makes no difference, and what is owed to nobody
    /// goes to somebody.
    pub fn require_successor(&self, address: &Address, heir: &Coop) -> Result<()> {
        let another = heir.successor != Address::default() && !same(&heir.successor, address);
        let goes_on = heir.status() == CoopStatus::Active || another || self.federation != Address::default();
        require!(goes_on, CoopError::HeirNotActive);
        Ok(())
    }

    /// Sets the line of succession when a dissolution begins: the heir, then the federation.
    pub fn begin_succession(&mut self) {
        let federation = self.federation;
        self.ask_later(&[federation], &Address::default());
        self.succeed(self.heir);
    }

    /// Moves on from an inactive heir to the next in line, at most `MOST_HEIRS` times. The federations of that heir
    /// join the line, so the order in which the two co-ops are wound up makes no difference.
    pub fn pass_over(&mut self, own: &Address, after: After) {
        self.heirs_gone += 1;
        let ends = self.heirs_gone >= MOST_HEIRS;
        if !ends {
            self.ask_later(after.federations, own);
        }
        let ends = ends || same(&after.heir, own);
        self.succeed(if ends { Address::default() } else { after.heir });
    }

    /// Sets the successor: `heir`, or, if there is none, the next federation; nobody once no federation is left.
    fn succeed(&mut self, heir: Address) {
        self.successor = heir;
        while self.successor == Address::default() && self.federations_left != 0 {
            self.federations_left -= 1;
            self.successor = self.federations[self.federations_left as usize];
        }
    }

    /// Puts these federations in front of those that are already in line, the next one last; never the co-op itself.
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
