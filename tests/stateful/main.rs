//! Random lives of co-ops beside a model of them: see `mod.rs`.

#[test]
fn any_life_of_a_coop_is_as_the_model_says() {
    coop_tests::stateful::run();
}
