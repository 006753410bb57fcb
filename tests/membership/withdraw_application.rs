use super::with_candidate;
use coop::{error::CoopError::*, state::Standing};

#[test]
fn a_candidate_withdraws_once_and_is_no_member_then() {
    let (mut world, coop, candidate) = with_candidate();
    let withdraw = coop.site.withdraw_application(&candidate.wallet());
    world.pass(1);
    world.accepts(withdraw.clone(), &[&candidate]);
    let member = world.member(&coop.site.member(&candidate.wallet()));
    assert!(member.is(Standing::Left));
    assert_eq!(member.left_at, world.now());
    assert_eq!(world.coop(&coop.site.coop).members, 1);
    world.refuses(NotACandidate, withdraw, &[&candidate]);
    world.refuses(NotACandidate, coop.site.admit(&candidate.wallet()), &[]);
    world.refuses(NotACandidate, coop.site.withdraw_application(&coop.founder.wallet()), &[&coop.founder]);
}
