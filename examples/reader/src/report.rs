//! A co-op in lines.

use crate::{
    Idl, logged,
    node::{Answer, Node},
};
use serde_json::Value;

/// Name, members, books and the last events of a co-op, one line each.
pub fn report(idl: &Idl, node: &Node, address: &str, events: usize) -> Answer<Vec<String>> {
    let data = node.account(idl, address)?.ok_or_else(|| format!("{address} is no account of a co-op"))?;
    let Some(("Coop", coop)) = idl.account(&data) else {
        return Err(format!("{address} is an account of the program, but no co-op"));
    };
    let mut members: Vec<Value> = Vec::new();
    for data in node.accounts(idl, "Member", address)? {
        members.extend(idl.account(&data).map(|(_, member)| member).filter(|it| it["standing"] == "Member"));
    }
    members.sort_by_key(|member| member["number"].as_u64());
    let mut lines = vec![name(&coop), membership(&coop, &members), books(&coop)];
    lines.extend(history(idl, node, address, events)?);
    Ok(lines)
}

fn name(coop: &Value) -> String {
    format!("{}: {}", word(&coop["name"]), word(&coop["about"]))
}

fn membership(coop: &Value, members: &[Value]) -> String {
    let who = |member: &Value| match word(&member["name"]) {
        unnamed if unnamed.is_empty() => format!("#{}", member["number"]),
        name => format!("#{} {name}", member["number"]),
    };
    let who: Vec<String> = members.iter().map(who).collect();
    format!("members: {}, electors: {}: {}", coop["members"], coop["electors"], who.join(", "))
}

/// What is not 0 of the money in the books, in tokens.
fn books(coop: &Value) -> String {
    let decimals = coop["decimals"].as_u64().unwrap_or_default() as u32;
    let money =
        ["fund", "earnings", "reserve", "solidarity", "federation_due", "dividends", "interest", "pioneers"];
    let capital = ["invested", "at_agent", "loss", "shares_total", "shares_in_transit", "retained_total"];
    let held = money.into_iter().chain(capital).filter_map(|bucket| {
        let amount = coop["books"][bucket].as_u64().filter(|amount| *amount > 0)?;
        Some(format!("{} {}", bucket.replace('_', " "), tokens(amount, decimals)))
    });
    format!("books: {}", held.collect::<Vec<_>>().join(", "))
}

/// The last events, the oldest of them first.
fn history(idl: &Idl, node: &Node, address: &str, count: usize) -> Answer<Vec<String>> {
    let mut latest = Vec::new();
    for lines in node.logs(address) {
        if latest.len() >= count {
            break;
        }
        let Some(lines) = lines? else {
            latest.push("(the node no longer has the transaction that was here)".into());
            continue;
        };
        let (data, whole) = logged(idl.program(), &lines);
        if !whole {
            latest.push("(the node cut a log here)".into());
        }
        let events = data.iter().rev().filter_map(|data| idl.event(data));
        latest.extend(
            events.filter(|(_, event)| event["coop"] == address).map(|(name, event)| line(idl, name, &event)),
        );
    }
    latest.truncate(count);
    latest.reverse();
    Ok(latest)
}

/// One event: number, time, name, and what it says.
fn line(idl: &Idl, name: &str, event: &Value) -> String {
    let fields = idl.fields(name).filter(|field| !["coop", "seq", "at"].contains(field));
    let said: Vec<String> = fields.map(|field| format!("{field}={}", word(&event[field]))).collect();
    format!("{} {} {name} {}", event["seq"], event["at"], said.join(" ")).trim_end().into()
}

/// A value as it is said, without quotes.
fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), String::from)
}

/// Base units as tokens, without zeros at the end.
fn tokens(amount: u64, decimals: u32) -> String {
    let Some(unit) = 10u64.checked_pow(decimals).filter(|unit| *unit > 1) else {
        return amount.to_string();
    };
    let text = format!("{}.{:0width$}", amount / unit, amount % unit, width = decimals as usize);
    text.trim_end_matches('0').trim_end_matches('.').into()
}

#[cfg(test)]
mod tests {
    use super::tokens;

    #[test]
    fn amounts_are_said_in_tokens() {
        let cases = [(0, 6, "0"), (1, 6, "0.000001"), (12_500_000, 6, "12.5"), (7, 0, "7"), (100, 2, "1")];
        for (amount, decimals, said) in cases {
            assert_eq!(tokens(amount, decimals), said);
        }
    }
}
