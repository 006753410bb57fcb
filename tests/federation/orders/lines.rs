//! Lines of heirs, in every order of whoever passes them over.

use super::*;

/// The first in line has been closed down to its tombstone, really, and the second is at its end: the third gets every unit
/// of all three, whoever is finished first.
#[test]
fn an_heirs_heirs_heir_gets_every_unit_over_a_tombstone_and_over_one_at_its_end() {
    let got = |last_first: bool| {
        let mut world = World::new();
        let (b, c) = dissolving(&mut world);
        let lapsed = 3 * 365 * DAY;
        world.pass(lapsed);
        let heir = Some(c.site.coop);
        world.accepts(b.site.finish_dissolution(heir, heir), &[]);
        bury(&mut world, &b, 1, 1..2);
        let tombstone: Tombstone = world.read(&b.site.coop).expect("a tombstone");
        assert_eq!(Some(tombstone.heir), heir);
        // its members' 600, its reserve of 3 and 2 of solidarity
        assert_eq!(world.coop(&c.site.coop).books.reserve, 605 * UNIT);
        let (a, d) = (rich(&mut world, 7 * UNIT), active(&mut world, 3, 200 * UNIT).coop);
        ends(&mut world, &a, Some(b.site.coop));
        ends(&mut world, &c, Some(d.site.coop));
        let to = Some(d.site.coop);
        step(&mut world, &a);
        step(&mut world, &a);
        assert_eq!(Some(world.coop(&a.site.coop).successor), to);
        world.pass(180 * DAY);
        let order = if last_first { [&c, &a] } else { [&a, &c] };
        for coop in order {
            world.accepts(coop.site.finish_dissolution(to, to), &[]);
            world.refuses(NothingToPass, coop.site.finish_dissolution(to, to), &[]);
        }
        assert_eq!(world.coop(&d.site.coop).books.reserve, 612 * UNIT);
        world.pass(lapsed);
        for coop in order {
            world.accepts(coop.site.finish_dissolution(to, to), &[]);
            assert_eq!((world.coop(&coop.site.coop).cash(), world.balance(&coop.site.vault)), (0, 0));
        }
        let (books, vault) = (world.coop(&d.site.coop).books, world.balance(&d.site.vault));
        assert_eq!(vault, 600 * UNIT + books.reserve.get());
        books.reserve.get()
    };
    // and what nobody drew of the capital of two
    assert_eq!([got(false), got(true)], [1_812 * UNIT; 2]);
}

/// Two that name each other, of which only one is in a federation: that inherits from both, whichever is cranked first.
#[test]
fn a_line_that_comes_back_to_its_beginning_ends_with_the_federation_of_either() {
    for first in 0..2 {
        let mut world = World::new();
        let (a, b) = (rich(&mut world, 7 * UNIT), rich(&mut world, 5 * UNIT));
        let federation = active(&mut world, 3, 200 * UNIT).coop.site.coop;
        world.edit::<Coop>(&a.site.coop, |c| c.federation = federation);
        ends(&mut world, &a, Some(b.site.coop));
        ends(&mut world, &b, Some(a.site.coop));
        let order = if first == 0 { [&a, &b] } else { [&b, &a] };
        for coop in order {
            step(&mut world, coop);
            assert_eq!(world.coop(&coop.site.coop).successor, federation);
        }
        world.pass(180 * DAY);
        let to = Some(federation);
        for coop in order {
            world.accepts(coop.site.finish_dissolution(to, to), &[]);
        }
        assert_eq!(world.coop(&federation).books.reserve, 12 * UNIT);
        // once all has passed on nobody is refused who tries again, and what strangers send is no obstacle
        world.pass(3 * 365 * DAY);
        world.accepts(a.site.finish_dissolution(to, to), &[]);
        world.pass(1);
        world.changes_nothing(a.site.finish_dissolution(to, to));
    }
}

/// Whoever is passed on first, the same inherits: who ends, in what, with which heir and which federation; who may be cranked
/// before; who gets it all.
#[test]
fn whoever_is_passed_on_first_the_same_inherits() {
    // numbers of co-ops: heir and federation of each; the first is asked about; those without either are active
    type Ends = Option<(Option<usize>, Option<usize>)>;
    const ACTIVE: Ends = None;
    let cases: [(&str, &[Ends], Option<usize>); 6] = [
        (
            "a federation whose heir is the same, in a federation",
            &[Some((Some(1), Some(2))), Some((None, None)), Some((Some(1), Some(3))), ACTIVE],
            Some(3),
        ),
        (
            "a federation that named its member",
            &[Some((None, Some(1))), Some((Some(0), Some(2))), ACTIVE],
            Some(2),
        ),
        (
            "two heirs in a row, the second's federation at its end",
            &[
                Some((Some(1), None)),
                Some((Some(2), Some(3))),
                Some((None, Some(4))),
                ACTIVE,
                Some((None, None)),
            ],
            Some(3),
        ),
        (
            "an heir's federation and then the own",
            &[Some((Some(1), Some(3))), Some((None, Some(2))), Some((None, None)), ACTIVE],
            Some(3),
        ),
        (
            "the heir's federation first",
            &[Some((Some(1), Some(3))), Some((None, Some(2))), ACTIVE, ACTIVE],
            Some(2),
        ),
        (
            "an heir that is a member of the co-op itself",
            &[Some((Some(1), None)), Some((Some(2), Some(0))), Some((None, None))],
            None,
        ),
    ];
    for (what, line, expected) in cases {
        let ending: Vec<usize> = (0..line.len()).filter(|i| line[*i].is_some()).collect();
        // every one of those that end is passed on as far as it goes before the first is
        for first in &ending {
            let mut world = World::new();
            let coops: Vec<Founded> = line.iter().map(|_| active(&mut world, 3, 200 * UNIT).coop).collect();
            for (coop, it) in coops.iter().zip(line) {
                let federation = it
                    .and_then(|(_, federation)| federation)
                    .map_or(Address::default(), |i| coops[i].site.coop);
                world.edit::<Coop>(&coop.site.coop, |c| c.federation = federation);
            }
            for i in &ending {
                ends(&mut world, &coops[*i], line[*i].and_then(|(heir, _)| heir).map(|i| coops[i].site.coop));
            }
            let lives = |world: &World, address: &Address| world.coop(address).dissolving_at == 0;
            for i in [*first, 0] {
                for _ in 0..9 {
                    let next = world.coop(&coops[i].site.coop).successor;
                    if next != Address::default() && !lives(&world, &next) {
                        step(&mut world, &coops[i]);
                    }
                }
            }
            let got = world.coop(&coops[0].site.coop).successor;
            assert_eq!(
                got,
                expected.map_or(Address::default(), |i| coops[i].site.coop),
                "{what}, {first} first"
            );
        }
    }
}

#[test]
fn after_eight_heirs_only_the_federation_is_asked_and_nobody_after_it() {
    let mut world = World::new();
    let a = rich(&mut world, 7 * UNIT);
    let line: Vec<Founded> = (0..9).map(|_| active(&mut world, 3, 200 * UNIT).coop).collect();
    let [federation, after] = [0; 2].map(|_| active(&mut world, 3, 200 * UNIT).coop);
    world.edit::<Coop>(&a.site.coop, |c| c.federation = federation.site.coop);
    let named = |nth: usize| Some(line[nth].site.coop);
    ends(&mut world, &a, named(0));
    for pair in line.windows(2) {
        ends(&mut world, &pair[0], Some(pair[1].site.coop));
    }
    for nth in 0..8 {
        assert_eq!(Some(world.coop(&a.site.coop).successor), named(nth));
        step(&mut world, &a);
    }
    // the ninth lives, and is not asked
    assert_eq!(world.coop(&a.site.coop).successor, federation.site.coop);
    world.pass(180 * DAY);
    let saved = world.save();
    let to = Some(federation.site.coop);
    world.accepts(a.site.finish_dissolution(to, to), &[]);
    assert_eq!(world.coop(&federation.site.coop).books.reserve, 7 * UNIT);
    world.restore(&saved);
    ends(&mut world, &federation, Some(after.site.coop));
    step(&mut world, &a);
    assert_eq!(world.coop(&a.site.coop).successor, Address::default());
    let supply = |world: &World| {
        let mint = world.svm.get_account(&a.site.mint).expect("a mint");
        u64::from_le_bytes(mint.data[36..44].try_into().unwrap())
    };
    let before = supply(&world);
    world.accepts(a.site.finish_dissolution(None, None), &[]);
    assert_eq!((before - supply(&world), world.coop(&a.site.coop).books.reserve.get()), (7 * UNIT, 0));
}
