//! The files in which rules stand, and what has to be known of all of them before one is read.

use quote::ToTokens;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};
use syn::visit::{self, Visit};

/// Folders and files with rules, from the root of the workspace.
const PLACES: [&str; 5] = [
    "programs/coop/math/src",
    "programs/coop/src/account.rs",
    "programs/coop/src/instructions",
    "programs/coop/src/state",
    "programs/coop/src/vault.rs",
];

/// The crate whose functions tests call without a chain.
pub const MATH: &str = "programs/coop/math/src/";

/// A file with rules.
pub struct Source {
    /// From the root of the workspace.
    pub path: String,
    pub text: String,
    pub tree: syn::File,
}

/// All files with rules, in the order of their paths.
pub fn sources(root: &Path) -> Result<Vec<Source>, String> {
    let mut paths = Vec::new();
    for place in PLACES {
        collect(&root.join(place), &mut paths);
    }
    paths.sort();
    let mut sources = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))?;
        let tree = syn::parse_file(&text).map_err(|why| format!("{}: {why}", path.display()))?;
        let path = path.strip_prefix(root).expect("found below it").to_string_lossy().into_owned();
        sources.push(Source { path, text, tree });
    }
    Ok(sources)
}

fn collect(place: &Path, paths: &mut Vec<PathBuf>) {
    let name = place.file_name().unwrap_or_default();
    if place.is_file() {
        if place.extension().is_some_and(|extension| extension == "rs") && name != "tests.rs" {
            paths.push(place.to_path_buf());
        }
    } else if name != "tests" {
        for entry in fs::read_dir(place).into_iter().flatten().flatten() {
            collect(&entry.path(), paths);
        }
    }
}

/// What the files declare, by name.
#[derive(Default)]
pub struct Names {
    /// Constants of a type of integers.
    pub numbers: BTreeSet<String>,
    /// The variants without fields of each enum that is no list of errors.
    pub variants: BTreeMap<String, Vec<String>>,
    /// Functions and methods; of a function of `coop-math` its module, as it stands before the name.
    pub functions: BTreeMap<String, Option<String>>,
    /// Functions that a constant needs, so that they have to be known when the program is compiled.
    pub constant: BTreeSet<String>,
    /// The module of `coop-math` that is being read.
    module: Option<String>,
    /// Which functions a `const fn` calls.
    calls: BTreeMap<String, BTreeSet<String>>,
    /// The `const fn` that is being read, or nothing in particular but a constant.
    within: Option<Option<String>>,
}

impl Names {
    pub fn of(sources: &[Source]) -> Self {
        let mut names = Self::default();
        for source in sources {
            let of_math = source.path.strip_prefix(MATH).and_then(|path| path.strip_suffix(".rs"));
            let path = of_math.map(|path| path.trim_end_matches("/mod").replace('/', "::"));
            names.module = path.map(|path| if path == "lib" { String::new() } else { path + "::" });
            names.visit_file(&source.tree);
        }
        let mut open: Vec<String> = names.constant.iter().cloned().collect();
        while let Some(name) = open.pop() {
            for called in names.calls.get(&name).into_iter().flatten() {
                if names.constant.insert(called.clone()) {
                    open.push(called.clone());
                }
            }
        }
        names
    }

    fn signature(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let name = signature.ident.to_string();
        self.functions.entry(name.clone()).or_default();
        let before = self.within.take();
        self.within = signature.constness.map(|_| Some(name));
        self.visit_block(block);
        self.within = before;
    }

    fn constant(&mut self, value: &syn::Expr) {
        let before = self.within.replace(None);
        self.visit_expr(value);
        self.within = before;
    }

    fn called(&mut self, name: String) {
        match &self.within {
            Some(Some(by)) => {
                self.calls.entry(by.clone()).or_default().insert(name);
            }
            Some(None) => {
                self.constant.insert(name);
            }
            None => {}
        }
    }

    fn number(&mut self, name: &syn::Ident, kind: &syn::Type) {
        let kind = kind.to_token_stream().to_string();
        if kind.starts_with(['u', 'i']) && kind[1..].parse::<u8>().is_ok() || kind == "usize" {
            self.numbers.insert(name.to_string());
        }
    }
}

/// Whether an item is compiled for tests alone.
pub fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg") && attribute.to_token_stream().to_string().contains("test")
    })
}

impl<'a> Visit<'a> for Names {
    fn visit_item_mod(&mut self, module: &'a syn::ItemMod) {
        if !is_for_tests(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'a syn::ItemFn) {
        if let Some(module) = &self.module {
            self.functions.insert(function.sig.ident.to_string(), Some(module.clone()));
        }
        self.signature(&function.sig, &function.block);
    }

    fn visit_impl_item_fn(&mut self, function: &'a syn::ImplItemFn) {
        self.signature(&function.sig, &function.block);
    }

    fn visit_item_const(&mut self, constant: &'a syn::ItemConst) {
        self.number(&constant.ident, &constant.ty);
        self.constant(&constant.expr);
    }

    fn visit_impl_item_const(&mut self, constant: &'a syn::ImplItemConst) {
        self.number(&constant.ident, &constant.ty);
        self.constant(&constant.expr);
    }

    fn visit_item_static(&mut self, constant: &'a syn::ItemStatic) {
        self.constant(&constant.expr);
    }

    fn visit_expr_const(&mut self, constant: &'a syn::ExprConst) {
        let before = self.within.replace(None);
        self.visit_block(&constant.block);
        self.within = before;
    }

    fn visit_expr_repeat(&mut self, repeat: &'a syn::ExprRepeat) {
        self.visit_expr(&repeat.expr);
        self.constant(&repeat.len);
    }

    fn visit_type_array(&mut self, array: &'a syn::TypeArray) {
        self.constant(&array.len);
    }

    fn visit_item_enum(&mut self, list: &'a syn::ItemEnum) {
        let name = list.ident.to_string();
        let is_of_errors = ["Rule", "Error", "Rejection"].iter().any(|end| name.ends_with(end));
        let variants: Vec<String> = list
            .variants
            .iter()
            .filter(|variant| variant.fields.is_empty())
            .map(|variant| variant.ident.to_string())
            .collect();
        if !is_of_errors && variants.len() > 1 {
            self.variants.insert(name, variants);
        }
    }

    fn visit_expr_call(&mut self, call: &'a syn::ExprCall) {
        if let syn::Expr::Path(path) = &*call.func
            && let Some(last) = path.path.segments.last()
        {
            self.called(last.ident.to_string());
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'a syn::ExprMethodCall) {
        self.called(call.method.to_string());
        visit::visit_expr_method_call(self, call);
    }
}
