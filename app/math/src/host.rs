//! What the tables say, on the host: the TypeScript of it, and cases to compare the WebAssembly with.

use crate::{
    constants, functions,
    wire::{CAPACITY, Words},
};
use std::{
    fmt::{self, Display, Write},
    panic,
};

/// A type as TypeScript has it.
pub enum Shape {
    /// The name here, and there.
    Plain(&'static str, &'static str),
    Option(Box<Shape>),
    Result(Box<Shape>, Box<Shape>),
    Array(Box<Shape>, usize),
    Record(&'static str, Vec<(&'static str, Shape)>),
    Choice(&'static str, Vec<&'static str>),
}

pub struct Function {
    pub name: &'static str,
    pub doc: &'static str,
    pub arguments: Vec<(&'static str, Shape)>,
    pub returns: Shape,
    pub returned_words: usize,
    pub call: fn(&mut Words),
    pub sample: fn(&mut Random, &mut Words),
}

impl Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Shape::Plain(_, there) => f.write_str(there),
            Shape::Option(some) => write!(f, "{some} | undefined"),
            Shape::Result(value, broken) => write!(f, "wire.Result<{value}, {broken}>"),
            Shape::Array(each, _) => write!(f, "readonly ({each})[]"),
            Shape::Record(name, _) | Shape::Choice(name, _) => f.write_str(name),
        }
    }
}

impl Shape {
    /// What reads and writes it in TypeScript.
    fn codec(&self) -> String {
        match self {
            Shape::Plain(here, _) => format!("wire.{here}"),
            Shape::Option(some) => format!("wire.option({})", some.codec()),
            Shape::Result(value, broken) => format!("wire.result({}, {})", value.codec(), broken.codec()),
            Shape::Array(each, length) => format!("wire.array({}, {length})", each.codec()),
            Shape::Record(name, _) | Shape::Choice(name, _) => codec(name),
        }
    }

    /// Appends the declarations of the named types in it that are not there yet.
    fn declare(&self, declared: &mut Vec<&'static str>, text: &mut String) {
        match self {
            Shape::Plain(..) => {}
            Shape::Option(inner) | Shape::Array(inner, _) => inner.declare(declared, text),
            Shape::Result(value, broken) => {
                value.declare(declared, text);
                broken.declare(declared, text);
            }
            Shape::Record(name, _) | Shape::Choice(name, _) if declared.contains(name) => {}
            Shape::Record(name, fields) => {
                declared.push(name);
                for (_, shape) in fields {
                    shape.declare(declared, text);
                }
                let lines = |line: &dyn Fn(&str, &Shape) -> String| {
                    fields
                        .iter()
                        .map(|(field, shape)| format!("  {}\n", line(&camel(field), shape)))
                        .collect::<String>()
                };
                let types = lines(&|field, shape| format!("{field}: {shape};"));
                let codecs = lines(&|field, shape| format!("{field}: {},", shape.codec()));
                _ = write!(text, "\nexport interface {name} {{\n{types}}}\n");
                _ = write!(text, "const {} = wire.record<{name}>({{\n{codecs}}});\n", codec(name));
            }
            Shape::Choice(name, variants) => {
                declared.push(name);
                let lines: String = variants.iter().map(|variant| format!("  '{variant}',\n")).collect();
                let codec = codec(name);
                _ = write!(
                    text,
                    "\nconst {codec} = wire.choice([\n{lines}]);\nexport type {name} = wire.Of<typeof {codec}>;\n"
                );
            }
        }
    }
}

/// `app/src/generated/math/index.ts`.
pub fn bindings() -> String {
    let mut text = String::from(
        "// Written by `cargo xtask client` from the tables in app/math/src/lib.rs.\nimport * as wire from '../../client/wire';\n\n",
    );
    for (name, shape, value) in constants() {
        let suffix = if matches!(shape, Shape::Plain(_, "bigint")) { "n" } else { "" };
        _ = writeln!(text, "export const {name} = {value}{suffix};");
    }
    let mut declared = vec![];
    for function in functions() {
        let shapes = function.arguments.iter().map(|(_, shape)| shape);
        shapes.chain([&function.returns]).for_each(|shape| shape.declare(&mut declared, &mut text));
    }
    for Function { name, doc, arguments, returns, .. } in functions() {
        let typed: Vec<String> =
            arguments.iter().map(|(name, shape)| format!("{}: {shape}", camel(name))).collect();
        let codecs: Vec<String> = arguments.iter().map(|(_, shape)| shape.codec()).collect();
        let (typed, codecs, returned) = (typed.join(", "), codecs.join(", "), returns.codec());
        if !doc.is_empty() {
            _ = write!(text, "\n/** {doc} */");
        }
        _ = write!(
            text,
            "\nexport const {} = wire.call<[{typed}], {returns}>('{name}', [{codecs}], {returned});\n",
            camel(name)
        );
    }
    text
}

/// `count` cases of every function, a JSON line each: the words that go in, and those that come out, none where the
/// function panics.
pub fn cases(count: usize, mut line: impl FnMut(String)) {
    panic::set_hook(Box::new(|_| {}));
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for function in functions() {
        for _ in 0..count {
            let mut words = [0; CAPACITY];
            let mut cursor = Words::new(&mut words);
            (function.sample)(&mut random, &mut cursor);
            let length = cursor.at();
            let given = quoted(&words[..length]);
            let called = panic::catch_unwind(move || {
                (function.call)(&mut Words::new(&mut words));
                words
            });
            let got = called.map_or("null".into(), |words| quoted(&words[..function.returned_words]));
            line(format!("{{\"call\":\"{}\",\"given\":{given},\"got\":{got}}}", function.name));
        }
    }
}

/// A generator of its own, so that the cases are the same everywhere.
pub struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// Of so many bits at most: an edge, or any number of any length.
    pub fn word(&mut self, bits: u32) -> u64 {
        let top = u64::MAX >> (64 - bits);
        match self.below(8) {
            0 => self.below(3),
            1 => top - self.below(3),
            2 => 10_000.min(top),
            _ => self.next() & (top >> self.below(bits as u64)),
        }
    }
}

fn quoted(words: &[u64]) -> String {
    format!("[{}]", words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(","))
}

/// `snake_case` and `PascalCase` to `camelCase`.
/// What the codec of a named type is called: no reserved word, as `class` would be.
fn codec(name: &str) -> String {
    format!("{}Codec", camel(name))
}

fn camel(name: &str) -> String {
    let mut up = false;
    let mut camel = String::new();
    for (at, letter) in name.char_indices() {
        match letter {
            '_' => up = true,
            _ if at == 0 => camel.extend(letter.to_lowercase()),
            _ if up => {
                camel.extend(letter.to_uppercase());
                up = false;
            }
            _ => camel.push(letter),
        }
    }
    camel
}
