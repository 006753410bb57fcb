//! The IDL, and what it says that bytes are.

use borsh::BorshDeserialize;
use serde_json::{Map, Value};
use std::io::{Error, ErrorKind, Result};

/// Types, accounts and events of the program.
pub struct Idl(Value);

impl Default for Idl {
    /// The one that this was built with.
    fn default() -> Self {
        Self(serde_json::from_str(include_str!("../../../idl/coop.json")).expect("the IDL is JSON"))
    }
}

impl Idl {
    /// The address of the program.
    pub fn program(&self) -> &str {
        self.0["address"].as_str().expect("an address")
    }

    /// The first bytes of this kind of account.
    pub fn discriminator(&self, account: &str) -> Vec<u8> {
        let entry =
            self.entries("accounts").find(|entry| entry["name"] == account).expect("a kind of account");
        bytes(&entry["discriminator"])
    }

    /// The kind of account that these bytes are, and its fields. `None` if it is no account of the program.
    pub fn account(&self, data: &[u8]) -> Option<(&str, Value)> {
        self.record("accounts", data)
    }

    /// Which event these bytes are, and its fields.
    pub fn event(&self, data: &[u8]) -> Option<(&str, Value)> {
        self.record("events", data)
    }

    /// The fields of a struct, in their order.
    pub fn fields(&self, name: &str) -> impl Iterator<Item = &str> {
        let found = self.entries("types").find(|entry| entry["name"] == name);
        let fields = found.and_then(|entry| entry["type"]["fields"].as_array());
        fields.into_iter().flatten().filter_map(|field| field["name"].as_str())
    }

    fn entries(&self, list: &str) -> impl Iterator<Item = &Value> {
        self.0[list].as_array().into_iter().flatten()
    }

    fn record(&self, list: &str, data: &[u8]) -> Option<(&str, Value)> {
        let (discriminator, mut body) = data.split_at_checked(8)?;
        let entry = self.entries(list).find(|entry| bytes(&entry["discriminator"]) == discriminator)?;
        let name = entry["name"].as_str()?;
        Some((name, self.defined(name, &mut body).ok()?))
    }

    /// Reads a struct, or the number of an enum that is stored as one.
    fn defined(&self, name: &str, data: &mut &[u8]) -> Result<Value> {
        let found = self.entries("types").find(|entry| entry["name"] == name);
        let shape = found.map(|entry| &entry["type"]).ok_or_else(|| no(name))?;
        if let Some(variants) = shape["variants"].as_array() {
            let number = u8::deserialize(data)?;
            return variants.get(usize::from(number)).map(|it| it["name"].clone()).ok_or_else(|| no(name));
        }
        let mut fields = Map::new();
        for field in shape["fields"].as_array().ok_or_else(|| no(name))? {
            let value = self.read(&field["type"], data)?;
            fields.insert(field["name"].as_str().unwrap_or_default().into(), value);
        }
        Ok(Value::Object(fields))
    }

    fn read(&self, kind: &Value, data: &mut &[u8]) -> Result<Value> {
        if let Some(name) = kind["defined"]["name"].as_str() {
            return self.defined(name, data);
        }
        if let Some([of, length]) = kind["array"].as_array().map(Vec::as_slice) {
            let length = length.as_u64().unwrap_or_default();
            if of == "u8" {
                let bytes: Result<Vec<u8>> = (0..length).map(|_| u8::deserialize(data)).collect();
                return bytes.map(|bytes| text(&bytes).into());
            }
            return (0..length).map(|_| self.read(of, data)).collect();
        }
        Ok(match kind.as_str() {
            Some("bool") => bool::deserialize(data)?.into(),
            Some("u8") => u8::deserialize(data)?.into(),
            Some("u16") => u16::deserialize(data)?.into(),
            Some("u32") => u32::deserialize(data)?.into(),
            Some("u64") => u64::deserialize(data)?.into(),
            Some("i64") => i64::deserialize(data)?.into(),
            // more than a number of JSON holds
            Some("u128") => u128::deserialize(data)?.to_string().into(),
            Some("pubkey") => bs58::encode(<[u8; 32]>::deserialize(data)?).into_string().into(),
            _ => return Err(no(&kind.to_string())),
        })
    }
}

/// A text that is padded with zeros, or the bytes in hexadecimal if they are not a text.
fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    match std::str::from_utf8(&bytes[..end]) {
        Ok(text) if !text.chars().any(char::is_control) => text.into(),
        _ => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}

fn bytes(list: &Value) -> Vec<u8> {
    list.as_array().into_iter().flatten().map(|byte| byte.as_u64().unwrap_or_default() as u8).collect()
}

fn no(name: &str) -> Error {
    Error::new(ErrorKind::InvalidData, format!("the IDL has no {name} of fixed size"))
}
