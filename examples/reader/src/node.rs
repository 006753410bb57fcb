//! A node, asked by JSON-RPC over HTTP.

use crate::Idl;
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use std::time::Duration;

/// Why there is no answer, as a sentence.
pub type Answer<T> = Result<T, String>;

/// Transactions asked for at once.
const PAGE: usize = 100;

pub struct Node {
    url: String,
    agent: ureq::Agent,
}

impl Node {
    pub fn new(url: &str) -> Self {
        let limits = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(30))).build();
        Self { url: url.into(), agent: limits.into() }
    }

    fn ask(&self, method: &str, params: Value) -> Answer<Value> {
        let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params }).to_string();
        let post = self.agent.post(&self.url).header("content-type", "application/json");
        let mut response = post.send(request).map_err(|why| format!("{}: {why}", self.url))?;
        // a co-op of many members is a large answer
        let body = response.body_mut().with_config().limit(256 << 20).read_to_string();
        let body = body.map_err(|why| format!("{}: {why}", self.url))?;
        let answer: Value = serde_json::from_str(&body).map_err(|_| format!("{}: no JSON", self.url))?;
        match &answer["error"]["message"] {
            Value::String(why) => Err(format!("{method}: {why}")),
            _ => Ok(answer["result"].clone()),
        }
    }

    /// The bytes of an account of the program; nothing if there is none.
    pub fn account(&self, idl: &Idl, address: &str) -> Answer<Option<Vec<u8>>> {
        let options = json!({ "encoding": "base64", "commitment": "confirmed" });
        let found = &self.ask("getAccountInfo", json!([address, options]))?["value"];
        Ok(data(found).filter(|_| found["owner"] == idl.program()))
    }

    /// The accounts of one kind whose first field is this address.
    pub fn accounts(&self, idl: &Idl, kind: &str, of: &str) -> Answer<Vec<Vec<u8>>> {
        let kind = bs58::encode(idl.discriminator(kind)).into_string();
        let filters = [(0, kind.as_str()), (8, of)]
            .map(|(offset, bytes)| json!({ "memcmp": { "offset": offset, "bytes": bytes } }));
        let options = json!({ "encoding": "base64", "commitment": "confirmed", "filters": filters });
        let found = self.ask("getProgramAccounts", json!([idl.program(), options]))?;
        Ok(list(&found).iter().filter_map(|entry| data(&entry["account"])).collect())
    }

    /// The logs of the transactions that named an address and succeeded, the latest first; `None` for a transaction
    /// that the node lists but no longer has.
    pub fn logs(&self, address: &str) -> impl Iterator<Item = Answer<Option<Vec<String>>>> {
        let mut before = Some(Value::Null);
        let pages = std::iter::from_fn(move || {
            let options = json!({ "limit": PAGE, "commitment": "confirmed", "before": before.take()? });
            let page = self.ask("getSignaturesForAddress", json!([address, options]));
            let page = page.map(|page| list(&page).to_vec());
            before = page.as_ref().ok().and_then(|page| Some(page.last()?["signature"].clone()));
            Some(page)
        });
        let entries = pages.flat_map(|page| match page {
            Ok(entries) => entries.into_iter().filter(|entry| entry["err"].is_null()).map(Ok).collect(),
            Err(why) => vec![Err(why)],
        });
        entries.map(|entry| {
            let options = json!({ "commitment": "confirmed", "maxSupportedTransactionVersion": 0 });
            let found = self.ask("getTransaction", json!([entry?["signature"], options]))?;
            let lines = found["meta"]["logMessages"].as_array();
            Ok(lines.map(|lines| lines.iter().filter_map(|line| line.as_str().map(String::from)).collect()))
        })
    }
}

fn data(account: &Value) -> Option<Vec<u8>> {
    BASE64_STANDARD.decode(account["data"][0].as_str()?).ok()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
