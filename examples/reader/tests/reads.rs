//! What the reader makes of accounts and logs that the program wrote in an SVM, beside what the program's own types say.

use coop_tests::{UNIT, World, fixtures::trading, verb::VERBS};
use reader::{Idl, logged};
use solana_message::Address;

#[test]
fn a_coop_a_member_and_a_service_are_read_field_by_field() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let (site, who) = (t.site(), &t.g.coop.members[0]);
    t.pay(&mut world, who, 50 * UNIT);
    let idl = Idl::default();
    let read = |address: Address| {
        let data = world.svm.get_account(&address).expect("an account").data;
        let (kind, fields) = idl.account(&data).expect("an account of the IDL");
        (kind.to_string(), fields)
    };

    let (kind, coop) = read(site.coop);
    let own = world.coop(&site.coop);
    assert_eq!((kind.as_str(), coop["name"].as_str()), ("Coop", Some("Mill Street Bakery")));
    assert_eq!(coop["founder"], site.founder.to_string());
    assert_eq!(coop["books"]["fund"], own.books.fund.get());
    assert_eq!(coop["books"]["earnings"], own.books.earnings.get());
    assert_eq!(coop["charter"]["take_rate_bps"], own.charter.take_rate_bps.get());
    assert_eq!(coop["interest_per_share"], own.interest_per_share.get().to_string());
    assert_eq!(coop["period"]["done"]["member_units"], own.period.done.member_units.get());
    assert_eq!(coop["vault_bump"], own.vault_bump);

    let (kind, member) = read(site.member(&who.wallet()));
    let own = world.member(&site.member(&who.wallet()));
    assert_eq!((kind.as_str(), &member["standing"]), ("Member", &"Member".into()));
    assert_eq!(member["wallet"], who.wallet().to_string());
    assert_eq!((&member["units"], &member["bump"]), (&own.units.get().into(), &own.bump.into()));

    let (kind, service) = read(site.service(0));
    let own = world.service(&site.service(0));
    assert_eq!((kind.as_str(), service["name"].as_str()), ("Service", Some("Oven rental")));
    assert_eq!(service["promised_until"], own.promised_until.get());
}

#[test]
fn every_event_in_the_logs_of_all_instructions_is_read() {
    let idl = Idl::default();
    for verb in VERBS {
        let mut world = World::new();
        let call = verb.fixture(&mut world);
        let signers: Vec<_> = call.signers.iter().collect();
        let receipt = world.send(&[call.instruction], &signers).expect("it succeeds");
        let (data, whole) = logged(idl.program(), &receipt.logs);
        let read = data.iter().map(|data| idl.event(data).expect("an event of the IDL"));
        let read: Vec<_> =
            read.map(|(name, event)| (name, event["coop"].clone(), event["seq"].clone())).collect();
        let own = receipt.events.iter();
        let own: Vec<_> =
            own.map(|event| (event.name(), event.coop().to_string().into(), event.seq().into())).collect();
        assert!(whole && read == own, "{}: {read:?}, not {own:?}", verb.name());
    }
}

#[test]
fn what_is_not_the_programs_is_not_read() {
    let idl = Idl::default();
    for data in [&[][..], &[1; 7], &[0; 600], &idl.discriminator("Coop")] {
        assert!(idl.account(data).is_none() && idl.event(data).is_none());
    }
}
