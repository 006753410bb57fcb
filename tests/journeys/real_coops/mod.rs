//! Ten co-ops from the files of examples/coops, most of them after published statutes: each is founded from its own files,
//! lives for a year beside its spreadsheet, and splits every surplus as its charter says.

mod split;
mod statutes;
mod year;

use super::five_coops::sheet::{Column, Num};
use crate::{World, call::Founding, fixtures::found};
use coop::error::CoopError;
use serde_json::{Value, json};
use statutes::{File, all, root};
use year::Year;

/// Lives the year of a co-op: someone asked for capital, all voted, and the reserve is what its part of every surplus made it.
fn lives(name: &str) {
    let mut world = World::new();
    let w = &mut world;
    let mut year = Year::begin(w, name);
    let seen = year.live(w);
    assert!(seen.asked && seen.voted && seen.joined && seen.left, "{name}: {seen:?}");
    let sheet = &year.life.sheet;
    assert!(sheet.closed.len() >= 4 && sheet.lifetime > 0, "{name} earned something");
    let reserves: Vec<Num> = sheet.rows.iter().map(|row| row.after[Column::Reserve as usize]).collect();
    assert!(reserves.is_sorted(), "{name}: the reserve only grows");
    let least = sheet.lifetime / 20;
    assert!(sheet.of(Column::Reserve) >= least, "{name}: at least a twentieth is the reserve's");
    let gone = sheet.people.iter().filter(|who| !who.staying);
    assert_eq!(
        gone.map(super::five_coops::sheet::Person::capital).sum::<Num>(),
        0,
        "{name}: who left is paid out"
    );
}

macro_rules! lived {
    ($($test:ident: $name:literal),* $(,)?) => {
        $(#[test] fn $test() { lives($name); })*

        #[test]
        fn every_folder_has_its_year() {
            let mut lived = vec![$($name),*];
            lived.sort();
            assert_eq!(all(), lived);
            assert_eq!(lived.len(), 10);
        }
    };
}

lived! {
    a_retail_food_co_op: "food-shop",
    a_drivers_co_op: "drivers",
    a_worker_bakery: "bakery",
    an_artists_platform: "artists",
    a_producers_dairy: "dairy",
    a_housing_service_co_op: "housing-service",
    a_second_tier_purchasing_co_op: "purchasing",
    a_community_shares_pub: "pub",
    a_german_registered_co_op: "registered-eg",
    a_makers_cloud: "makers-cloud",
}

#[test]
fn artists_fans_and_staff_share_45_to_35_to_20() {
    let mut world = World::new();
    let w = &mut world;
    let mut year = Year::begin(w, "artists");
    year.first(w);
    // the artist is 1, the fan 3, and staff 0; all that is paid is paid by members
    year.acts(w, &json!([{"pay": 1000, "service": 0, "by": 3}, {"wage": 0, "amount": 30}]));
    let before: Vec<Num> = [1, 3, 0].map(|i| year.owed(w, i)).into();
    // the fee is 300, and 270 are left: of them 5 % are the reserve's, and staff gets no more than its pay
    let closed = year.life.turn(w);
    assert_eq!(closed.surplus, 270_000_000);
    let pot = closed.surplus - (closed.surplus * 500 + 9_999) / 10_000;
    let gained: Vec<Num> = [1, 3, 0].iter().zip(before).map(|(i, b)| year.owed(w, *i) - b).collect();
    assert_near(gained[2], 30_000_000);
    let rest = pot - 30_000_000;
    assert_near(gained[0], rest * 45 / 80);
    assert_near(gained[1], rest * 35 / 80);

    // where a fifth is less than the pay, the parts are the intended ones of the whole pot
    year.acts(w, &json!([{"pay": 400, "service": 0, "by": 3}, {"wage": 0, "amount": 30}]));
    let before: Vec<Num> = [1, 3, 0].map(|i| year.owed(w, i)).into();
    let closed = year.life.turn(w);
    let pot = closed.surplus - (closed.surplus * 500 + 9_999) / 10_000;
    for ((i, before), hundredths) in [1, 3, 0].into_iter().zip(before).zip([45, 35, 20]) {
        assert_near(year.owed(w, i) - before, pot * hundredths / 100);
    }
}

/// The same but for rounding.
#[track_caller]
fn assert_near(found: Num, intended: Num) {
    assert!((found - intended).abs() <= 2, "{found}, and not {intended}");
}

#[test]
fn a_term_out_of_bounds_is_refused_by_its_name() {
    let mut charter = File::read("food-shop", "charter.json");
    let spoilt = [
        ("reserveBps", json!(499), CoopError::ReserveOutOfBounds),
        ("periodLength", json!("93d"), CoopError::PeriodLengthOutOfBounds),
        ("cashBps", json!(1_999), CoopError::CashOutOfBounds),
    ];
    for (key, value, error) in spoilt {
        let good = charter.fields.insert(key.into(), value).expect("a term");
        let founding = Founding { charter: statutes::charter(&charter), ..Founding::default() };
        let mut world = World::new();
        let founder = world.actor("founder", 0);
        let site = crate::CoopSite::new(&founder.wallet(), founding.id, world.mint, world.token_program);
        world.refuses(error, site.found(&founding), &[&founder]);
        charter.fields.insert(key.into(), good);
    }
    let founding = Founding { charter: statutes::charter(&charter), ..Founding::default() };
    found(&mut World::new(), &founding);
}

#[test]
#[should_panic(expected = "there is no term interest")]
fn a_term_that_there_is_not_is_refused() {
    let mut charter = File::read("food-shop", "charter.json");
    charter.fields.insert("interest".into(), json!(3));
    statutes::charter(&charter);
}

#[test]
fn every_source_was_read_or_the_type_is_invented() {
    let text = |value: &Value| value.as_str().unwrap_or_default().trim().to_string();
    for name in all() {
        let file = File::read(&name, "coop.json");
        let sources = file.get("sources").as_array().expect("sources");
        let invented = file.get("invented").as_bool().expect("invented");
        assert_eq!(invented, sources.is_empty(), "{name}: sources, or invented");
        for source in sources {
            for key in ["title", "kind", "section", "address", "read"] {
                assert!(!text(&source[key]).is_empty(), "{name}: a source without {key}");
            }
            assert!(text(&source["address"]).starts_with("http"), "{name}: an address");
            let read = text(&source["read"]);
            let digits = read.split('-').map(str::len).collect::<Vec<_>>();
            assert_eq!(digits, [4, 2, 2], "{name}: a date, not {read}");
            assert!(!source["says"].as_array().expect("facts").is_empty(), "{name}: what it says");
        }
        for key in ["chosen", "cannot"] {
            assert!(!file.get(key).as_array().expect("a list").is_empty(), "{name}: {key}");
        }
        let all_of_it = file.get("chosen").to_string();
        assert_eq!(invented, all_of_it.contains("All terms are invented"), "{name} says so");
    }
}

#[test]
fn the_index_and_the_page_list_all_ten_and_their_paths_exist() {
    for page in ["examples/coops/README.md", "docs/COOPS.md"] {
        let text = std::fs::read_to_string(root().join(page)).expect(page);
        let folder = root().join(page).parent().expect("a folder").to_path_buf();
        let links: Vec<&str> = text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
        for name in all() {
            let is_it = |link: &&str| link.trim_end_matches("/coop.json").ends_with(&name);
            assert!(links.iter().any(is_it), "{page} does not list {name}");
        }
        for link in links.iter().filter(|link| !link.starts_with("http")) {
            let path = link.split('#').next().unwrap_or_default();
            assert!(folder.join(path).exists(), "{page}: {link} leads nowhere");
        }
    }
}
