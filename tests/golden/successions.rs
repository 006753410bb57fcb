//! Who inherits once an heir is passed over, in a thousand cases.

use anchor_lang::prelude::Address;
use coop::state::{After, Coop};

/// Prints what becomes of a dissolving co-op's succession when an heir is passed over: addresses as their first byte.
pub fn print() {
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut below = |end: u64| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % end) as u8
    };
    // few of them, so that they meet: 0 is nobody, 1 the co-op itself
    let address = |byte: u8| Address::new_from_array([byte; 32]);
    for _ in 0..1_000 {
        let mut coop: Coop = bytemuck::Zeroable::zeroed();
        coop.successor = address(below(6));
        coop.heirs_gone = below(9);
        coop.federations_left = below(9);
        for place in 0..coop.federations_left as usize {
            coop.federations[place] = address(2 + below(4));
        }
        let asked: Vec<Address> = (0..below(9)).map(|_| address(below(6))).collect();
        let heir = address(below(6));
        let said = |coop: &Coop| {
            let left: Vec<String> = coop.federations[..coop.federations_left as usize]
                .iter()
                .map(|one| one.to_bytes()[0].to_string())
                .collect();
            let (successor, gone) = (coop.successor.to_bytes()[0], coop.heirs_gone);
            format!("{{\"successor\":{successor},\"gone\":{gone},\"later\":[{}]}}", left.join(","))
        };
        let before = said(&coop);
        coop.pass_over(&address(1), After { heir, federations: &asked });
        let asked: Vec<String> = asked.iter().map(|one| one.to_bytes()[0].to_string()).collect();
        println!(
            "{{\"kind\":\"Succession\",\"before\":{before},\"heir\":{},\"federations\":[{}],\"after\":{}}}",
            heir.to_bytes()[0],
            asked.join(","),
            said(&coop),
        );
    }
}
