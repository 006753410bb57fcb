use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{PanelSeated, emit},
    state::{Coop, Proposal},
};
use anchor_lang::prelude::*;

/// The sysvar with the hashes of the cluster's latest slots.
const SLOT_HASHES: Address = Address::from_str_const("SysvarS1otHashes111111111111111111111111111");

/// Seats the review panel that was called, by the hash of the first slot at or after the one that the call named.
/// Anyone can send it.
#[derive(Accounts)]
pub struct SeatPanel {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
    #[account(constraint = same(slot_hashes.address(), &SLOT_HASHES) @ CoopError::PanelSlotNotThere)]
    pub slot_hashes: UncheckedAccount,
}

impl SeatPanel {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, proposal) = (&mut self.coop, &mut self.proposal);
        let called = proposal.panel_slot.get();
        require!(called != 0 && proposal.panel_seated == 0, CoopError::PanelSlotNotThere);
        // SAFETY: a sysvar is not written to.
        let data = unsafe { self.slot_hashes.account().borrow_unchecked() };
        let seed = first_at_or_after(data, called).ok_or(CoopError::PanelSlotNotThere)?;

        proposal.panel_seed = seed;
        proposal.panel_seated = 1;

        emit(PanelSeated {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            proposal: *proposal.address(),
            seed,
        });
        Ok(())
    }
}

/// The hash of the first slot at or after `slot`, from the bytes of the sysvar: a count (u64), then slots (u64) with
/// their hashes, the latest first. Nothing if there is no such slot yet, or if an older one that is no longer listed
/// could be the first.
fn first_at_or_after(data: &[u8], slot: u64) -> Option<[u8; 32]> {
    const ENTRY: usize = 40;
    let (count, entries) = data.split_first_chunk()?;
    let (entries, _) = entries.as_chunks::<ENTRY>();
    let entries = entries.get(..u64::from_le_bytes(*count) as usize).unwrap_or(entries);
    let slot_of = |entry: &[u8; ENTRY]| u64::from_le_bytes(*entry.first_chunk().expect("40 bytes"));
    if slot_of(entries.last()?) > slot {
        return None;
    }
    let not_before = entries.partition_point(|entry| slot_of(entry) >= slot);
    entries.get(..not_before)?.last()?.last_chunk().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sysvar(slots: &[u64]) -> Vec<u8> {
        let mut data = (slots.len() as u64).to_le_bytes().to_vec();
        for slot in slots {
            data.extend(slot.to_le_bytes());
            data.extend([*slot as u8; 32]);
        }
        data
    }

    #[test]
    fn the_first_slot_at_or_after_is_found_and_nothing_where_it_could_be_forgotten() {
        for count in 1..40u64 {
            // every third slot was skipped
            let slots: Vec<u64> = (0..count).map(|i| 100 + i + i / 2).rev().collect();
            let data = sysvar(&slots);
            for wanted in 90..200 {
                let found = first_at_or_after(&data, wanted).map(|hash| hash[0] as u64);
                let expected = slots.iter().copied().filter(|slot| *slot >= wanted).min();
                assert_eq!(found, expected.filter(|_| wanted >= 100), "{count} {wanted}");
            }
        }
        assert_eq!(first_at_or_after(&[], 1), None);
        assert_eq!(first_at_or_after(&sysvar(&[]), 1), None);
    }
}
