//! Breaks the program's rules one at a time and sees whether a test notices.

use crate::{Outcome, builder, cargo, root, run, target};
use std::{fs, path::Path, process::Stdio, time::Instant};

/// Where rules stand.
const RULES: &str = "programs/coop/src";

/// Changes to what is booked: file, what stands there, what stands there instead.
const BOOKINGS: &[(&str, &str, &str)] = &[
    ("instructions/bootstrap/claim_shares.rs", "member.dividends += claim.refund;", ""),
    ("instructions/bootstrap/claim_shares.rs", "pledge.amount = PodU64::ZERO;", ""),
    ("instructions/bootstrap/claim_shares.rs", "member.bonded += bond;", ""),
    ("instructions/bootstrap/claim_shares.rs", "member.elector_from = pool.settled_at;", ""),
    ("instructions/bootstrap/make_pledge.rs", "pledge.application = member.application;", ""),
    ("instructions/bootstrap/make_pledge.rs", "pledge.charter_version = coop.charter_version;", ""),
    ("instructions/bootstrap/make_pledge.rs", "member.pledged += amount;", "member.pledged += amount / 2;"),
    ("instructions/bootstrap/refund_pledge.rs", "pledge.amount = PodU64::ZERO;", ""),
    ("instructions/bootstrap/settle_pool.rs", "coop.gain_electors(pool.pledgers.get(), now);", ""),
    ("instructions/bootstrap/withdraw_pledge.rs", "now <= pool", "now < pool"),
    ("instructions/bootstrap/withdraw_pledge.rs", "now <= pool", "now - 1 <= pool"),
    ("instructions/membership/withdraw_vouch.rs", "same_membership && ", ""),
    ("instructions/patronage/claim_dividends.rs", "member.dividends = PodU64::ZERO;", ""),
    (
        "state/coop/membership.rs",
        "member.shares.get() as u128 + member.pledged.get() as u128",
        "member.shares.get() as u128",
    ),
    ("state/member.rs", "if self.founding_pledge == pool + 1", "if false"),
    ("../math/src/raise.rs", "let shares = accepted.saturating_sub(dust);", "let shares = accepted;"),
    ("../math/src/raise.rs", "now > self.deadline", "now >= self.deadline"),
    ("../math/src/raise.rs", "now > self.withdraw_until", "now >= self.withdraw_until"),
    ("../math/src/raise.rs", "totals.raised < self.min_raise", "totals.raised <= self.min_raise"),
    ("../math/src/raise.rs", "totals.pledgers < self.min_members", "totals.pledgers + 1 < self.min_members"),
    ("../math/src/raise.rs", "after.amount > self.max_pledge", "after.amount > self.max_pledge + 1"),
    ("../math/src/raise.rs", "left < self.share_floor", "left + 1 < self.share_floor"),
    ("../math/src/membership.rs", ".max(", ".min("),
    ("instructions/patronage/settle_use.rs", "member.bonded -= bond;", ""),
    ("instructions/patronage/settle_use.rs", "pledge.bond = PodU64::ZERO;", ""),
    ("instructions/patronage/settle_use.rs", "_ => promised,", "_ => 0,"),
    ("state/coop/patronage.rs", "self.period.unsettled += 1;", ""),
    ("state/coop/membership.rs", "self.pioneer_units -= member.pioneer_units;", ""),
    ("state/member.rs", "self.matured += slot.retained;", ""),
    ("../math/src/capital.rs", "open as u64 > period", "open as u64 >= period"),
    ("../math/src/voting.rs", "if now < self.ends {", "if now <= self.ends {"),
    ("../math/src/voting.rs", "now < opens {", "now <= opens {"),
    ("../math/src/voting.rs", "3 * yes >= 2 * (yes + no)", "3 * yes > 2 * (yes + no)"),
    (
        "../math/src/voting.rs",
        "> electors as u64 * exodus_bps as u64",
        ">= electors as u64 * exodus_bps as u64",
    ),
    ("state/proposal.rs", "self.executed_at = now.into();", ""),
    ("state/proposal.rs", "coop.require_active()?;", ""),
    ("state/proposal.rs", "stale: self.charter_version != coop.charter_version,", "stale: false,"),
    (
        "state/coop/membership.rs",
        "let before = proposal.created_at.get() - 1;",
        "let before = proposal.created_at.get();",
    ),
    ("instructions/governance/cast_vote.rs", "page.say(number, choice);", ""),
    ("instructions/governance/cast_vote.rs", " && page.page == of", ""),
    ("instructions/governance/count_protest.rs", "return Ok(());", ""),
    ("../math/src/voting.rs", "protests >= LEAST_PROTESTS && ", ""),
    ("state/member.rs", "&& !left", ""),
    ("state/member.rs", "&& !suspended", ""),
    ("instructions/governance/draw_mandate.rs", "mandate.drawn = (drawn + amount).into();", ""),
    ("instructions/governance/draw_mandate.rs", "now <= mandate", "now < mandate"),
    ("instructions/governance/actions/amend.rs", "coop.charter_version += 1;", ""),
    ("instructions/governance/actions/amend.rs", "coop.statutes_hash = *hash;", ""),
    ("instructions/governance/actions/cover_loss.rs", "coop.loss_covered_at = now.into();", ""),
    ("state/mod.rs", "rest.fill(0);", ""),
    ("state/ballot.rs", "*ballot |= bit;", ""),
    (
        "instructions/governance/propose.rs",
        "p.quorum_bps = p.quorum_bps.get().max(SPECIAL_QUORUM).into();",
        "",
    ),
    (
        "instructions/governance/propose.rs",
        "p.timelock = p.timelock.get().max(coop_math::charter::SPECIAL_TIMELOCK).into();",
        "",
    ),
    ("instructions/governance/propose.rs", "p.execution_window += self.coop.period.length;", ""),
    ("instructions/governance/propose.rs", "self.member.open_proposal = 1;", ""),
    ("instructions/governance/propose.rs", "self.member.proposals += 1;", ""),
    ("instructions/governance/explain.rs", "proposal.why[0] == 0 && ", ""),
    (
        "instructions/governance/explain.rs",
        "require!(proposal.tally().ballots() == 0, CoopError::BallotsCast);",
        "",
    ),
    ("instructions/governance/actions/dissolve.rs", ".max(HALF)", ""),
    ("instructions/governance/actions/rehome.rs", ".max(HALF)", ""),
    ("instructions/governance/actions/rehome.rs", ".max(REHOME_TIMELOCK)", ""),
    (
        "instructions/governance/actions/rehome.rs",
        "require!(now_at.is_on_curve(), CoopError::AgentsAreNotMoved);",
        "",
    ),
    (
        "instructions/governance/actions/rehome.rs",
        "require!(now.saturating_sub(member.last_active_at.get()) >= LOST, CoopError::WalletNotLost);",
        "",
    ),
    ("instructions/governance/actions/rehome.rs", "member.require_at_home(now)?;", ""),
    ("instructions/governance/actions/rehome.rs", "require_redirect_of(&redirect, member)?;", ""),
    ("instructions/governance/veto_rehome.rs", "proposal.vetoed = 1;", ""),
    (
        "instructions/governance/undo_rehome.rs",
        "require!(member.is_quiet(now), CoopError::TooLateToUndo);",
        "",
    ),
    ("instructions/governance/reclaim_redirect.rs", "may_return || ", ""),
    ("state/member.rs", "< QUIET", "<= QUIET"),
    ("instructions/patronage/claim_dividends.rs", "member.require_at_home(now)?;", ""),
    ("instructions/patronage/ask_back.rs", "member.require_at_home(now)?;", ""),
    ("instructions/membership/resign.rs", "member.require_at_home(now)?;", ""),
    ("instructions/membership/set_name.rs", "require!(!kept, CoopError::NameKept);", ""),
    (
        "state/coop/membership.rs",
        "require!(*statutes_hash == self.statutes_hash, CoopError::OtherStatutes);",
        "",
    ),
    ("state/coop/membership.rs", "member.name = [0; 32];", ""),
    (
        "../math/src/words.rs",
        "let none_is_delete = word.wrapping_add(eight(1)) & HIGH == 0;",
        "let none_is_delete = true;",
    ),
    ("instructions/governance/actions/mod.rs", "is(coop.address()) || is(self", "is(self"),
    ("instructions/governance/actions/mod.rs", " || is(self.proposal.address())", ""),
    ("instructions/governance/actions/mod.rs", "is(&coop.vault) || ", ""),
    ("instructions/governance/actions/mod.rs", " || is(self.member.address())", ""),
    ("instructions/governance/actions/represent.rs", "acts_in.is_writable && same", "same"),
    ("instructions/governance/actions/represent.rs", "MakePledge: 2, true;", "MakePledge: 2, false;"),
    ("instructions/governance/actions/represent.rs", "Resign: 1, true;", "Resign: 1, false;"),
    ("instructions/governance/actions/represent.rs", "Apply: 2, false;", "Apply: 2, true;"),
    ("instructions/governance/actions/represent.rs", "CastVote: 2, false;", "CastVote: 1, false;"),
    ("instructions/governance/actions/collect.rs", "Ok(Weight::Ordinary)", "Ok(Weight::Weighty)"),
    ("instructions/governance/actions/invoke.rs", "Ok(Weight::Weighty)", "Ok(Weight::Ordinary)"),
    ("instructions/governance/actions/invoke.rs", "same(subject.address(), &data) && view", "view"),
    ("instructions/governance/actions/invoke.rs", " && hash == proposal.other.to_bytes()", ""),
    (
        "instructions/governance/actions/invoke.rs",
        "require!(code.len() <= MOST_HASHED, CoopError::ProgramTooLarge);",
        "",
    ),
    (
        "instructions/governance/actions/leave_federation.rs",
        "Ok(if only_sought { Weight::Ordinary } else { Weight::Special })",
        "Ok(Weight::Ordinary)",
    ),
    (
        "instructions/governance/actions/leave_federation.rs",
        "let from = if only_sought { &mut coop.federation_sought } else { &mut coop.federation };",
        "let from = &mut coop.federation;",
    ),
    ("instructions/governance/actions/accept_federation.rs", "stands && same", "same"),
    (
        "instructions/governance/actions/call.rs",
        "let mut where_resolved = elsewhere;",
        "let mut where_resolved = true;",
    ),
    ("instructions/governance/actions/call.rs", " || vault::is_signed_for_by(view, coop.address())", ""),
    ("instructions/governance/actions/call.rs", "view.owned_by(&crate::ID) || ", ""),
    ("instructions/governance/actions/call.rs", " || vault::is_vault_or_escrow(view)", ""),
    ("vault.rs", "is_at(seeds::VAULT) || ", ""),
    ("vault.rs", " || is_at(seeds::ESCROW)", ""),
    ("instructions/governance/actions/collect.rs", "coop.require_dissolving()?;", ""),
    ("instructions/governance/actions/rehome.rs", "coop.redirect_accounts += 1;", ""),
    ("instructions/governance/actions/rehome.rs", "member.wallet = wallet;", ""),
    ("instructions/governance/actions/rehome.rs", "redirect.rent_payer = *self.payer.address();", ""),
    ("instructions/governance/reclaim_redirect.rs", "coop.redirect_accounts -= 1;", ""),
    ("instructions/governance/veto_rehome.rs", "self.member.last_active_at = now.into();", ""),
    ("instructions/governance/call_panel.rs", "slot > called + REMEMBERED", "slot >= called + REMEMBERED"),
    ("instructions/governance/call_panel.rs", "proposal.is_special() || large", "proposal.is_special()"),
    ("instructions/governance/call_panel.rs", "proposal.is_special() || large", "large"),
    ("instructions/governance/call_panel.rs", "&& enough && proposal", "&& proposal"),
    ("instructions/governance/call_panel.rs", " && proposal.panel_seated == 0", ""),
    ("instructions/governance/seat_panel.rs", "called != 0 && ", ""),
    ("instructions/governance/seat_panel.rs", " && proposal.panel_seated == 0", ""),
    ("instructions/governance/seat_panel.rs", "slot_of(entries.last()?) > slot", "false"),
    ("instructions/governance/seat_panel.rs", "slot_of(entry) >= slot", "slot_of(entry) > slot"),
    ("instructions/governance/object.rs", "proposal.panel_seated == 1 && ", ""),
    ("instructions/governance/object.rs", "proposal.panel_seated == 1 && sits", "proposal.panel_seated == 1"),
    (
        "instructions/governance/object.rs",
        "proposal.objections == DELAYING",
        "proposal.objections >= DELAYING",
    ),
    ("instructions/governance/object.rs", "proposal.timelock.get() * 2", "proposal.timelock.get()"),
    (
        "../math/src/voting.rs",
        "draw as u128 * (electors as u128) <",
        "draw as u128 * (electors as u128 - 1) <",
    ),
    ("instructions/governance/count_protest.rs", "proposal.protests += 1;", ""),
    ("instructions/membership/resign.rs", "member.in_protest = protest as u8;", ""),
    ("instructions/membership/enrol.rs", "member.gap_to = now.into();", "member.elector_from = now.into();"),
    ("instructions/governance/actions/expel.rs", "if member.left_at == 0 {", "if true {"),
    ("state/coop/membership.rs", "if self.electors_changed_at == now {", "if false {"),
    ("state/coop/membership.rs", "member.elector_from = self.activated_at;", ""),
    ("state/coop/patronage.rs", "member.short_since = PodI64::ZERO;", ""),
    ("state/coop/patronage.rs", "member.short_since = now.into();", ""),
    ("../math/src/membership.rs", " && now.saturating_sub(elector_since) > SETTLED_IN", ""),
    ("instructions/governance/actions/dissolve.rs", "coop.charter_version += 1;", ""),
    ("instructions/bootstrap/claim_shares.rs", "coop.books.shares_in_transit -= claim.share;", ""),
    ("instructions/bootstrap/claim_shares.rs", "coop.books.fund += claim.moved;", ""),
    ("instructions/bootstrap/claim_shares.rs", "coop.claims += claim.moved;", ""),
    ("instructions/bootstrap/claim_shares.rs", "claim.share - claim.moved", "claim.share"),
    ("instructions/bootstrap/settle_pool.rs", "coop.books.dividends += settlement.refunds;", ""),
    ("instructions/bootstrap/settle_pool.rs", "pool.settled_in = coop.period.number;", ""),
    ("instructions/patronage/pay_service.rs", "coop.earn(fee)?;", ""),
    ("instructions/patronage/pay_service.rs", "coop.period.done.outside_units += outside;", ""),
    ("instructions/patronage/pay_service.rs", "outside -= provided;", ""),
    ("instructions/patronage/pay_coop.rs", "coop.period.done.outside_units += amount;", ""),
    ("instructions/patronage/book_income.rs", "coop.for_sale -= amount;", ""),
    ("instructions/patronage/book_income.rs", "coop.period.done.outside_units += earned;", ""),
    ("instructions/patronage/claim_dividends.rs", "coop.books.dividends -= amount;", ""),
    ("state/coop/patronage.rs", "member.units = PodU64::ZERO;", ""),
    ("state/coop/patronage.rs", "member.asked = PodU64::ZERO;", ""),
    ("state/coop/patronage.rs", "member.shares_new = PodU64::ZERO;", ""),
    ("state/coop/patronage.rs", "period.unsettled -= 1;", ""),
    ("state/coop/patronage.rs", "period.retired += settlement.retired;", ""),
    ("state/coop/patronage.rs", "self.pioneer_units -= units;", ""),
    ("state/coop/patronage.rs", "self.closed_until = open.ends().into();", ""),
    ("state/coop/membership.rs", "self.books.shares_total -= shares;", ""),
    ("state/coop/membership.rs", "self.period.done.leaving_units += member.units;", ""),
    ("state/coop/membership.rs", "self.period.done.leaving_work += member.work;", ""),
    ("state/coop/membership.rs", "self.founding_shares -= member.founding_shares;", ""),
    (
        "state/coop/spending.rs",
        "self.budget_full = full.ok_or(CoopError::BudgetExceeded)?.into();",
        "full.ok_or(CoopError::BudgetExceeded)?;",
    ),
    ("state/member.rs", "self.withdrawn -= withdrawn;", ""),
    ("../math/src/capital.rs", ".min(self.withdrawn + bps_floor(self.matured, redemption_bps))", ""),
    ("../math/src/bucket.rs", "drawn <= now", "drawn < now"),
    ("../math/src/books/price.rs", "beyond(backed.min(equity), self.fresh)", "backed.min(equity)"),
    ("../math/src/books/price.rs", "self.moved_out < self.moved_back", "false"),
    (
        "../math/src/books/price.rs",
        "let cash = self.fund.wrapping_sub(self.reserves_own());",
        "let cash = self.fund;",
    ),
    ("../math/src/books/mod.rs", "self.moved_out = add(self.moved_out, amount)?;", ""),
    ("../math/src/books/mod.rs", "self.moved_back = self.moved_back.saturating_add(amount);", ""),
    ("../math/src/books/mod.rs", "self.fund.saturating_sub(self.kept())", "self.fund"),
    ("../math/src/books/close.rs", "full.min(self.fund.saturating_sub(self.fresh))", "full.min(self.fund)"),
    ("state/coop/spending.rs", "Outlay::Expense if self.books.asked != 0", "Outlay::Expense if false"),
    ("state/coop/patronage.rs", "open.ends().min(now)", "open.ends()"),
    ("instructions/membership/reapply.rs", "require!(closed_since, CoopError::TooSoonToReturn);", ""),
    ("instructions/governance/actions/collect.rs", "books.pass_reserves_own();", ""),
    ("instructions/governance/draw_mandate.rs", "+ mandate.length.get() as i64", "+ 1"),
    ("../math/src/books/mod.rs", ".min(self.reserve / 10)", ""),
    ("../math/src/books/mod.rs", "self.accrue(now);", ""),
    ("../math/src/books/mod.rs", "self.covered += covered;", ""),
    ("../math/src/books/mod.rs", "self.reserve_due += capital;", ""),
    ("../math/src/books/close.rs", "bps_ceil(surplus", "bps_floor(surplus"),
    ("../math/src/books/close.rs", "self.reserve_due += haircut - off_loss;", ""),
    ("../math/src/books/close.rs", "self.asked = 0;", ""),
    ("../math/src/books/close.rs", ".min(all_work)", ""),
    ("../math/src/books/claims.rs", ".saturating_sub(drawn)", ""),
    ("instructions/governance/actions/represent.rs", "AskBack: 1, true;", "AskBack: 1, false;"),
    ("instructions/governance/propose.rs", "p.weighty = 1;", ""),
    ("instructions/charter/reclaim_coop.rs", "coop.cash() == 0", "true"),
    ("instructions/federation/remit_solidarity.rs", "coop.books.federation_due = PodU64::ZERO;", ""),
    ("instructions/federation/remit_solidarity.rs", "federation.books.reserve += amount;", ""),
    ("instructions/federation/finish_dissolution.rs", "successor.books.reserve += amount;", ""),
    ("instructions/federation/draw_capital.rs", "member.drawn = (drawn + amount).into();", ""),
    (
        "instructions/governance/actions/dissolve.rs",
        "coop.claims = coop.books.ask(Claims::of).all.into();",
        "",
    ),
    ("../math/src/books/claims.rs", "books.equity() - books.forfeited", "books.equity()"),
];

struct Mutant {
    file: String,
    from: String,
    to: String,
    /// Byte offset of `from`.
    at: usize,
}

/// Builds every mutant beside the working tree and runs the tests on it. Those that pass all tests are listed.
pub fn mutants(only: Option<&str>) -> Outcome {
    let place = target().join("mutants");
    let work = place.join("work");
    copy_tracked_files(&work)?;
    run(cargo("test").args(["--package", "coop-tests", "--no-run"]))?;
    let all = every_mutant(&work)?;
    let chosen: Vec<&Mutant> =
        all.iter().filter(|m| only.is_none_or(|word| m.describe().contains(word))).collect();
    let (mut survivors, began) = (Vec::new(), Instant::now());
    for (number, mutant) in chosen.iter().enumerate() {
        let path = work.join(RULES).join(&mutant.file);
        let whole = fs::read_to_string(&path).map_err(|why| why.to_string())?;
        let (before, after) = (&whole[..mutant.at], &whole[mutant.at + mutant.from.len()..]);
        fs::write(&path, format!("{before}{}{after}", mutant.to)).map_err(|why| why.to_string())?;
        let noticed = noticed(&work, &place);
        fs::write(&path, &whole).map_err(|why| why.to_string())?;
        let verdict = noticed?;
        println!("{}/{} {:8} {}", number + 1, chosen.len(), verdict, mutant.describe());
        if verdict == "SURVIVED" {
            survivors.push(mutant.describe());
        }
    }
    println!("{} mutants in {} s, {} survived", chosen.len(), began.elapsed().as_secs(), survivors.len());
    if survivors.is_empty() { Ok(()) } else { Err(format!("no test notices:\n  {}", survivors.join("\n  "))) }
}

/// Who noticed.
fn noticed(work: &Path, place: &Path) -> Result<&'static str, String> {
    let out = place.join("deploy");
    let mut build = builder(&work.join("programs/coop"), &out).0;
    build.env("CARGO_TARGET_DIR", place.join("target")).stdout(Stdio::null()).stderr(Stdio::null());
    if run(&mut build).is_err() {
        return Ok("compiler");
    }
    let fails = |test: &str, steps: &str| {
        let mut tests = cargo("test");
        tests.args(["--quiet", "--package", "coop-tests", "--test", test]);
        tests.env("COOP_SO", out.join("coop.so")).env("COOP_STEPS", steps);
        run(tests.stdout(Stdio::null()).stderr(Stdio::null())).is_err()
    };
    Ok(if fails("coop", "") {
        "coop"
    } else if fails("stateful", "200000") {
        "stateful"
    } else {
        "SURVIVED"
    })
}

/// Copies what git tracks, as it stands in the working tree, leaving alone what is there already.
pub fn copy_tracked_files(work: &Path) -> Outcome {
    let listing =
        std::process::Command::new("git").arg("ls-files").output().map_err(|why| why.to_string())?;
    for file in String::from_utf8_lossy(&listing.stdout).lines() {
        let (from, to) = (root().join(file), work.join(file));
        fs::create_dir_all(to.parent().expect("below the work folder")).map_err(|why| why.to_string())?;
        let same = fs::read(&from).ok().zip(fs::read(&to).ok()).is_some_and(|(a, b)| a == b);
        if from.is_file() && !same {
            fs::copy(&from, &to).map_err(|why| format!("{file}: {why}"))?;
        }
    }
    Ok(())
}

/// Each `require!` and each `constraint` with its condition made always true, and each change of [`BOOKINGS`].
fn every_mutant(work: &Path) -> Result<Vec<Mutant>, String> {
    let rules = work.join(RULES);
    let mut files = Vec::new();
    collect(&rules.join("instructions"), &mut files);
    collect(&rules.join("state"), &mut files);
    files.sort();
    let mut mutants = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).map_err(|why| why.to_string())?;
        let file = path.strip_prefix(&rules).expect("found there").to_string_lossy().into_owned();
        for (opening, closing) in [("require!(", ", CoopError::"), ("constraint = ", " @ CoopError::")] {
            for (at, _) in text.match_indices(opening) {
                let start = at + opening.len();
                let Some(length) = text[start..].find(closing) else { continue };
                let condition = &text[start..start + length];
                let error =
                    text[start + length + closing.len()..].split(|c: char| !c.is_alphanumeric()).next();
                if condition.contains("require!") || error == Some("InvariantBroken") {
                    continue;
                }
                let (from, to) = (condition.to_string(), format!("true || ({condition})"));
                mutants.push(Mutant { file: file.clone(), from, to, at: start });
            }
        }
    }
    for (file, from, to) in BOOKINGS {
        let text = fs::read_to_string(rules.join(file)).map_err(|why| format!("{file}: {why}"))?;
        let at = text
            .find(from)
            .ok_or(format!("{file}: nothing reads `{from}` there: xtask/src/mutants.rs is stale"))?;
        mutants.push(Mutant { file: (*file).into(), from: (*from).into(), to: (*to).into(), at });
    }
    Ok(mutants)
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

impl Mutant {
    fn describe(&self) -> String {
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let to = if self.to.starts_with("true || (") { "true".into() } else { flat(&self.to) };
        format!("{}: `{}` → `{to}`", self.file, flat(&self.from))
    }
}
