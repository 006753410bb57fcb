//! Finds what can be changed in a file with rules.
//!
//! A change that is noticed whenever another one of the same place is, is left out: a condition of several parts is not
//! made always true, as leaving out each of its parts is; `==` is not turned round where it is made true and false.

mod walk;

use crate::sources::{MATH, Names, Source};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, ops::Range};
use syn::{BinOp, Expr, Lit, spanned::Spanned, visit::Visit};

/// What a change replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A value, by another.
    Value,
    /// A statement, by nothing.
    Statement,
}

/// One change to one rule.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// File, item, operator, and which of them in the item: the same as long as the item stays as it is.
    pub id: String,
    /// From the root of the workspace.
    pub file: String,
    /// Of the item, without comments and spaces.
    pub hash: String,
    pub form: Form,
    /// Bytes of the file.
    pub at: Range<usize>,
    pub from: String,
    pub to: String,
    /// The value is needed when the program is compiled, so no switch can change it later.
    pub alone: bool,
}

impl Mutant {
    pub fn is_of_math(&self) -> bool {
        self.file.starts_with(MATH)
    }

    /// Whether it is a rule about an account that a derive checks.
    pub fn is_of_accounts(&self) -> bool {
        !self.is_of_math()
            && self
                .id
                .split(' ')
                .nth(1)
                .is_some_and(|item| !item.contains("::") && item.starts_with(char::is_uppercase))
    }

    pub fn describe(&self) -> String {
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{}: `{}` → `{}`", self.id, flat(&self.from), flat(&self.to))
    }
}

/// A function, or the accounts of an instruction.
pub struct Item {
    pub name: String,
    pub hash: String,
    pub at: Range<usize>,
}

/// What is in a file.
pub struct Found {
    pub mutants: Vec<Mutant>,
    pub items: Vec<Item>,
    /// The words `const` of functions that a switch can change.
    pub consts: Vec<Range<usize>>,
}

/// Everything that is changed in a file.
pub fn find(source: &Source, names: &Names) -> Found {
    let mut finder = Finder {
        source,
        names,
        modules: Vec::new(),
        item: String::new(),
        hash: String::new(),
        alone: false,
        is_tail_deletable: false,
        covered: false,
        compared: false,
        counts: BTreeMap::new(),
        found: Found { mutants: Vec::new(), items: Vec::new(), consts: Vec::new() },
    };
    finder.visit_file(&source.tree);
    finder.found
}

struct Finder<'a> {
    source: &'a Source,
    names: &'a Names,
    /// Modules and types around the item.
    modules: Vec<String>,
    item: String,
    hash: String,
    alone: bool,
    /// The next function's block returns nothing, so that a call at its end can be left out.
    is_tail_deletable: bool,
    /// The next value is made true and false already.
    covered: bool,
    /// The next value stands beside a comparison whose boundary moves already.
    compared: bool,
    counts: BTreeMap<String, usize>,
    found: Found,
}

/// Functions that ask what holds in any case: no input breaks it, so nobody can notice that it is not asked.
const INVARIANTS: [&str; 2] = ["invariant", "holds_together"];

const OTHER_METHOD: [(&str, &str); 9] = [
    ("saturating_sub", "wrapping_sub"),
    ("saturating_mul", "wrapping_mul"),
    ("wrapping_add", "wrapping_sub"),
    ("wrapping_sub", "wrapping_add"),
    ("checked_add", "checked_sub"),
    ("checked_sub", "checked_add"),
    ("any", "all"),
    ("all", "any"),
    ("is_some", "is_none"),
];

/// An item but for its documentation: a rule whose words change does not have to be tried again.
fn without_docs(all: TokenStream) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    for tree in all {
        match tree {
            TokenTree::Group(group) if is_doc(&group) => drop(kept.pop()),
            TokenTree::Group(group) => {
                kept.push(Group::new(group.delimiter(), without_docs(group.stream())).into());
            }
            other => kept.push(other),
        }
    }
    kept.into_iter().collect()
}

/// Whether this is what follows `#` in an attribute `#[doc = "…"]`.
fn is_doc(group: &Group) -> bool {
    let first = group.stream().into_iter().next();
    group.delimiter() == Delimiter::Bracket && first.is_some_and(|tree| tree.to_string() == "doc")
}

impl Finder<'_> {
    fn text(&self, at: &Range<usize>) -> &str {
        &self.source.text[at.clone()]
    }

    fn of(&self, tokens: &impl Spanned) -> String {
        self.text(&tokens.span().byte_range()).to_owned()
    }

    fn add(&mut self, form: Form, at: Range<usize>, operator: &str, to: impl Into<String>) {
        let key = format!("{} {} {operator}", self.source.path, self.item);
        let count = self.counts.entry(key.clone()).or_default();
        *count += 1;
        self.found.mutants.push(Mutant {
            id: format!("{key} {count}"),
            file: self.source.path.clone(),
            hash: self.hash.clone(),
            form,
            from: self.source.text[at.clone()].to_owned(),
            at,
            to: to.into(),
            alone: self.alone,
        });
    }

    fn value(&mut self, of: &impl Spanned, operator: &str, to: impl Into<String>) {
        self.add(Form::Value, of.span().byte_range(), operator, to);
    }

    /// What follows is of this item.
    fn item(&mut self, name: &impl ToString, all: &impl ToTokens, walk: impl FnOnce(&mut Self)) {
        let name = self.modules.iter().cloned().chain([name.to_string()]).collect::<Vec<_>>().join("::");
        let hash = Sha256::digest(without_docs(all.to_token_stream()).to_string());
        let hash: String = hash[..6].iter().map(|byte| format!("{byte:02x}")).collect();
        self.found.items.push(Item {
            name: name.clone(),
            hash: String::clone(&hash),
            at: all.span().byte_range(),
        });
        let before = (std::mem::replace(&mut self.item, name), std::mem::replace(&mut self.hash, hash));
        walk(self);
        (self.item, self.hash) = before;
    }

    fn function(&mut self, signature: &syn::Signature, block: &syn::Block) {
        if INVARIANTS.iter().any(|name| signature.ident == name) {
            return;
        }
        let before = self.alone;
        if let Some(constness) = signature.constness {
            if self.names.constant.contains(&signature.ident.to_string()) {
                self.alone = true;
            } else {
                self.found.consts.push(constness.span().byte_range());
            }
        }
        self.is_tail_deletable = matches!(signature.output, syn::ReturnType::Default);
        self.visit_block(block);
        self.alone = before;
    }

    /// What decides whether something is done: `values` are those that it is replaced by.
    fn condition(&mut self, condition: &Expr, values: &[&str]) {
        if holds_let(condition) {
            return self.visit_expr(condition);
        }
        let skip = match bare(condition) {
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => "true",
            Expr::Binary(binary) if matches!(binary.op, BinOp::Or(_)) => "false",
            _ => "",
        };
        for value in values.iter().filter(|value| **value != skip) {
            self.value(condition, "condition", *value);
        }
        self.covered = true;
        self.visit_expr(condition);
        self.covered = false;
    }

    fn operands(&mut self, expr: &Expr, is_and: bool) {
        match expr {
            Expr::Binary(binary)
                if matches!(binary.op, BinOp::And(_)) == is_and
                    && matches!(binary.op, BinOp::And(_) | BinOp::Or(_)) =>
            {
                self.operands(&binary.left, is_and);
                self.operands(&binary.right, is_and);
            }
            Expr::Let(_) => self.visit_expr(expr),
            _ => {
                self.value(expr, "operand", if is_and { "true" } else { "false" });
                self.covered = true;
                self.visit_expr(expr);
                self.covered = false;
            }
        }
    }

    fn binary(&mut self, binary: &syn::ExprBinary, covered: bool, compared: bool) {
        let (left, right) = (self.of(&binary.left), self.of(&binary.right));
        let (operator, other) = match binary.op {
            BinOp::And(_) | BinOp::Or(_) => {
                return self.operands(&Expr::Binary(binary.clone()), matches!(binary.op, BinOp::And(_)));
            }
            BinOp::Eq(_) | BinOp::Ne(_) => {
                if !covered {
                    self.value(binary, "equality", "true");
                    self.value(binary, "equality", "false");
                }
                return self.both(binary, true);
            }
            BinOp::Lt(_) => ("boundary", "<="),
            BinOp::Le(_) => ("boundary", "<"),
            BinOp::Gt(_) => ("boundary", ">="),
            BinOp::Ge(_) => ("boundary", ">"),
            BinOp::Add(_) => ("sign", "-"),
            BinOp::Sub(_) => ("sign", "+"),
            BinOp::Div(_) => {
                self.value(binary, "rounding", format!("({left}).div_ceil({right})"));
                return self.both(binary, false);
            }
            _ if is_assignment(&binary.op) => return self.visit_expr(&binary.right),
            _ => return self.both(binary, compared),
        };
        // whatever it is of, no amount is below 0: where the condition is made true, that is the same
        if !(covered && right == "0" && other == ">=") {
            self.value(binary, operator, format!("{left} {other} {right}"));
        }
        if operator == "sign" {
            self.value(binary, "part", left);
        }
        // of the two constants this one is not noticed whenever the boundary is
        let other = match binary.op {
            BinOp::Lt(_) | BinOp::Gt(_) => "false",
            _ => "true",
        };
        if operator == "boundary" && !covered {
            self.value(binary, "comparison", other);
        }
        self.both(binary, operator == "boundary");
    }

    fn both(&mut self, binary: &syn::ExprBinary, compared: bool) {
        for side in [&binary.left, &binary.right] {
            self.compared = compared;
            self.visit_expr(side);
            self.compared = false;
        }
    }

    fn method(&mut self, call: &syn::ExprMethodCall) {
        let (receiver, name) = (self.of(&call.receiver), call.method.to_string());
        let arguments = self.of(&call.args);
        match &*name {
            "min" | "max" if call.args.len() == 1 => {
                self.value(call, "limit", receiver);
                self.value(call, "limit", arguments);
            }
            "saturating_add" => self.value(call, "saturating", receiver),
            "div_ceil" => self.value(call, "rounding", format!("({receiver}) / ({arguments})")),
            _ => {
                let other = OTHER_METHOD.iter().find(|(method, _)| *method == name).map(|(_, other)| *other);
                // a second long ago is no number that wraps
                if let Some(other) = other.filter(|_| receiver != "now") {
                    self.value(call, "method", format!("{receiver}.{other}({arguments})"));
                }
                match &*name {
                    "saturating_sub" => self.value(call, "saturating", receiver.clone()),
                    "wrapping_add" | "wrapping_sub" => self.value(call, "part", receiver.clone()),
                    _ => {}
                }
                if let Some(other) = self.rounded_otherwise(&name) {
                    self.value(call, "rounding", format!("{receiver}.{other}({arguments})"));
                }
            }
        }
    }

    /// The function that rounds the other way, if there is one.
    fn rounded_otherwise(&self, name: &str) -> Option<String> {
        let other = match name.strip_suffix("_floor") {
            Some(stem) => format!("{stem}_ceil"),
            None => format!("{}_floor", name.strip_suffix("_ceil")?),
        };
        self.names.functions.get(&other).map(|module| match module {
            Some(module) if self.source.path.starts_with(MATH) => format!("crate::{module}{other}"),
            Some(module) => format!("coop_math::{module}{other}"),
            None => other,
        })
    }

    fn path(&mut self, path: &syn::ExprPath, compared: bool) {
        let segments: Vec<String> = path.path.segments.iter().map(|part| part.ident.to_string()).collect();
        let Some(last) = segments.last() else { return };
        if compared {
            return;
        }
        if self.names.numbers.contains(last) {
            let text = self.of(path);
            self.value(path, "constant", format!("{text} + 1"));
        } else if let [.., list, variant] = &*segments
            && let Some(variants) = self.names.variants.get(list)
            && let Some(at) = variants.iter().position(|one| one == variant)
        {
            let other = &variants[(at + 1) % variants.len()];
            let stem = self.of(path).strip_suffix(&**variant).unwrap_or_default().to_owned();
            self.value(path, "variant", format!("{stem}{other}"));
        }
    }

    fn literal(&mut self, literal: &syn::ExprLit, compared: bool) {
        match &literal.lit {
            Lit::Bool(is) => self.value(literal, "literal", if is.value { "false" } else { "true" }),
            Lit::Int(number) if !compared => {
                if let Ok(value @ 2..) = number.base10_parse::<u128>() {
                    self.value(literal, "literal", format!("{}{}", value + 1, number.suffix()));
                }
            }
            _ => {}
        }
    }
}

fn bare(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(inner) => bare(&inner.expr),
        _ => expr,
    }
}

fn holds_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(binary) => holds_let(&binary.left) || holds_let(&binary.right),
        _ => false,
    }
}

fn is_assignment(operator: &BinOp) -> bool {
    operator.to_token_stream().to_string().ends_with('=')
        && !matches!(operator, BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Le(_) | BinOp::Ge(_))
}
