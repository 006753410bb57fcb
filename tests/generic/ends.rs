//! What each instruction still does once its co-op dissolves, and once claims have lapsed.

use crate::{
    Call, Receipt, Refusal, World,
    verb::{Verb, wanted},
};
use coop::{error::CoopError::ClaimsLapsed, state::Coop};

/// What can only pay or end claims, which lapse three years later.
const OF_CLAIMS: &[&str] = &[
    "suspend",
    "resign",
    "settle_patronage",
    "settle_use",
    "claim_dividends",
    "remit_solidarity",
    "draw_capital",
];

/// Instructions whose fixture cannot be put into a dissolving co-op by one stroke of a pen.
const OTHERWISE: &[(&str, &str)] = &[
    ("found", "there is no co-op yet"),
    ("claim_shares", "its pledge is a claim that the beginning of the end counts"),
];

/// Calls each instruction after a change of the co-op that it is about; `check` gets what its vault held before and after.
fn each(
    change: impl Fn(&mut Coop, i64),
    mut check: impl FnMut(&dyn Verb, Result<Receipt, Refusal>, (u64, u64)),
) {
    for verb in wanted().filter(|verb| !OTHERWISE.iter().any(|one| one.0 == verb.name())) {
        let mut world = World::new();
        let Call { instruction, signers } = verb.fixture(&mut world);
        let is_coop = |one: &anchor_lang::prelude::Address| world.read::<Coop>(one).is_some();
        let coop = instruction.accounts.iter().map(|meta| meta.pubkey).find(is_coop).expect("its co-op");
        let now = world.now();
        world.edit::<Coop>(&coop, |coop| change(coop, now));
        let signers: Vec<_> = signers.iter().collect();
        let vault = world.coop(&coop).vault;
        let before = world.balance(&vault);
        let sent = world.send(&[instruction], &signers);
        // an account that is closed holds nothing
        let after = world.svm.get_account(&vault).map_or(0, |_| world.balance(&vault));
        check(verb, sent, (before, after));
    }
}

fn begin_the_end(coop: &mut Coop, now: i64) {
    if coop.dissolving_at == 0 {
        coop.dissolving_at = now.into();
    }
}

#[test]
fn a_dissolving_co_op_takes_nobody_and_nothing_in_and_still_pays_out_and_closes() {
    each(begin_the_end, |verb, sent, _| match (verb.at_the_end(), sent) {
        (None, Ok(_)) => {}
        (Some(error), Err(refusal)) => {
            assert!(refusal.is(error), "{}: not {error:?} but {refusal:#?}", verb.name());
        }
        (error, sent) => panic!("{}: not {error:?} but {sent:#?}", verb.name()),
    });
}

#[test]
fn nobody_is_paid_once_claims_have_lapsed() {
    let lapse = |coop: &mut Coop, now: i64| {
        begin_the_end(coop, now);
        coop.swept_at = now.into();
    };
    each(lapse, |verb, sent, vault| {
        let verb = verb.name();
        if OF_CLAIMS.contains(&verb) {
            let refusal = sent.as_ref().expect_err(verb);
            assert!(refusal.is(ClaimsLapsed), "{verb}: {refusal:#?}");
        }
        // whatever else is accepted pays nothing, but for what passes to the heir
        let paid = vault.0.saturating_sub(vault.1);
        assert!(paid == 0 || verb == "finish_dissolution", "{verb} paid {paid}");
    });
}
