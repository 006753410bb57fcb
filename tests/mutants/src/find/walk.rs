//! Walks through a file and asks of everything in it what it could be instead.

use super::{Finder, Form, holds_let, is_assignment};
use crate::sources::is_for_tests;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Expr, Stmt, Token,
    punctuated::Punctuated,
    spanned::Spanned,
    visit::{self, Visit},
};

impl<'a> Visit<'a> for Finder<'_> {
    fn visit_item_mod(&mut self, module: &'a syn::ItemMod) {
        if !is_for_tests(&module.attrs) {
            self.modules.push(module.ident.to_string());
            visit::visit_item_mod(self, module);
            self.modules.pop();
        }
    }

    fn visit_item_impl(&mut self, block: &'a syn::ItemImpl) {
        let kind = block.self_ty.to_token_stream().to_string().replace(' ', "");
        let of =
            block.trait_.as_ref().map(|(_, path, _)| path.to_token_stream().to_string().replace(' ', ""));
        self.modules.push(of.map_or(kind.clone(), |of| format!("{of}-for-{kind}")));
        visit::visit_item_impl(self, block);
        self.modules.pop();
    }

    fn visit_item_fn(&mut self, function: &'a syn::ItemFn) {
        if !is_for_tests(&function.attrs) {
            self.item(&function.sig.ident, function, |this| this.function(&function.sig, &function.block));
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'a syn::ImplItemFn) {
        if !is_for_tests(&function.attrs) {
            self.item(&function.sig.ident, function, |this| this.function(&function.sig, &function.block));
        }
    }

    fn visit_item_struct(&mut self, fields: &'a syn::ItemStruct) {
        self.item(&fields.ident, fields, |this| {
            for attribute in fields.fields.iter().flat_map(|field| &field.attrs) {
                if let syn::Meta::List(list) = &attribute.meta
                    && list.path.is_ident("account")
                {
                    this.constraints(list.tokens.clone());
                }
            }
        });
    }

    /// A table that a macro writes down: it is there when the program is compiled.
    fn visit_item_macro(&mut self, table: &'a syn::ItemMacro) {
        let Some(name) = table.mac.path.get_ident() else { return };
        if name != "macro_rules" {
            self.item(name, &table.mac, |this| {
                let before = std::mem::replace(&mut this.alone, true);
                this.table(table.mac.tokens.clone());
                this.alone = before;
            });
        }
    }

    // what is fixed when the program is compiled: it is changed where it is used
    fn visit_item_const(&mut self, _: &'a syn::ItemConst) {}
    fn visit_impl_item_const(&mut self, _: &'a syn::ImplItemConst) {}
    fn visit_item_static(&mut self, _: &'a syn::ItemStatic) {}
    fn visit_expr_const(&mut self, _: &'a syn::ExprConst) {}
    fn visit_type(&mut self, _: &'a syn::Type) {}
    fn visit_pat(&mut self, _: &'a syn::Pat) {}
    fn visit_attribute(&mut self, _: &'a syn::Attribute) {}
    fn visit_item_enum(&mut self, _: &'a syn::ItemEnum) {}

    fn visit_block(&mut self, block: &'a syn::Block) {
        let is_tail_deletable = std::mem::take(&mut self.is_tail_deletable);
        for statement in &block.stmts {
            if let Stmt::Expr(expr, None) = statement
                && is_tail_deletable
                && is_deletable(expr)
            {
                self.add(Form::Statement, statement.span().byte_range(), "deleted", "");
            }
            self.visit_stmt(statement);
        }
    }

    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if let Stmt::Expr(expr, Some(_)) = statement
            && is_deletable(expr)
        {
            self.add(Form::Statement, statement.span().byte_range(), "deleted", "");
        }
        visit::visit_stmt(self, statement);
    }

    fn visit_macro(&mut self, call: &'a syn::Macro) {
        if !call.path.is_ident("require") {
            return;
        }
        let parts = call.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated);
        if let Ok(parts) = parts
            && !parts.last().is_some_and(|error| self.of(error).ends_with("InvariantBroken"))
            && let Some(condition) = parts.first()
        {
            self.condition(condition, &["true"]);
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        let covered = std::mem::take(&mut self.covered);
        let compared = std::mem::take(&mut self.compared);
        match expr {
            _ if is_emit(expr) => {}
            Expr::If(branch) => {
                self.condition(&branch.cond, &["true", "false"]);
                // where the condition itself cannot be replaced
                if holds_let(&branch.cond)
                    && let Some(last @ Stmt::Expr(Expr::Return(_), _)) = branch.then_branch.stmts.last()
                {
                    self.add(Form::Statement, last.span().byte_range(), "returned", "");
                }
                self.visit_block(&branch.then_branch);
                if let Some((_, other)) = &branch.else_branch {
                    self.visit_expr(other);
                }
            }
            Expr::While(turn) => {
                self.condition(&turn.cond, &["false"]);
                self.visit_block(&turn.body);
            }
            Expr::Match(choice) => {
                self.visit_expr(&choice.expr);
                for arm in &choice.arms {
                    if let Some((_, guard)) = &arm.guard {
                        self.condition(guard, &["true", "false"]);
                    }
                    self.visit_expr(&arm.body);
                }
            }
            Expr::Binary(binary) => self.binary(binary, covered, compared),
            Expr::Assign(assignment) => self.visit_expr(&assignment.right),
            Expr::MethodCall(call) => {
                if !(covered && matches!(&*call.method.to_string(), "is_some")) {
                    self.method(call);
                }
                visit::visit_expr_method_call(self, call);
            }
            Expr::Call(call) => {
                if let Expr::Path(function) = &*call.func {
                    let name = self.of(function);
                    if let Some(other) = self.rounded_otherwise(&name) {
                        let arguments = self.of(&call.args);
                        self.value(call, "rounding", format!("{other}({arguments})"));
                    }
                    // what `saturating_sub` is, at a third of its cost
                    if name == "beyond" {
                        let least = self.of(&call.args[0]);
                        self.value(call, "saturating", least);
                    }
                }
                call.args.iter().for_each(|argument| self.visit_expr(argument));
            }
            Expr::Path(path) => self.path(path, compared),
            Expr::Lit(literal) => self.literal(literal, compared),
            Expr::Macro(call) => {
                if call.mac.path.is_ident("matches") && !covered {
                    self.value(call, "equality", "true");
                    self.value(call, "equality", "false");
                }
                self.visit_macro(&call.mac);
            }
            Expr::Index(index) => {
                self.visit_expr(&index.expr);
                if !matches!(&*index.index, Expr::Range(_) | Expr::Lit(_)) {
                    self.visit_expr(&index.index);
                }
            }
            Expr::Repeat(repeat) => self.visit_expr(&repeat.expr),
            Expr::Paren(inner) => {
                (self.covered, self.compared) = (covered, compared);
                self.visit_expr(&inner.expr);
            }
            Expr::Unary(unary) => {
                (self.covered, self.compared) = (covered, compared);
                self.visit_expr(&unary.expr);
            }
            Expr::Cast(cast) => {
                self.compared = compared;
                self.visit_expr(&cast.expr);
            }
            _ => visit::visit_expr(self, expr),
        }
        (self.covered, self.compared) = (false, false);
    }
}

fn is_emit(expr: &Expr) -> bool {
    matches!(expr, Expr::Call(call) if call.func.to_token_stream().to_string().ends_with("emit"))
}

/// Whether a statement does something that can be left out. What holds in any case is not asked: no input breaks it.
fn is_deletable(expr: &Expr) -> bool {
    match expr {
        Expr::Assign(_) | Expr::Call(_) => true,
        Expr::Binary(binary) => is_assignment(&binary.op),
        Expr::MethodCall(call) => call.method != "invariant",
        Expr::Try(inner) => is_deletable(&inner.expr),
        _ => false,
    }
}

impl Finder<'_> {
    /// Numbers, and words that are true or false, of a table.
    fn table(&mut self, tokens: TokenStream) {
        for token in tokens {
            let other = match &token {
                TokenTree::Group(group) => {
                    self.table(group.stream());
                    continue;
                }
                TokenTree::Ident(word) if word == "true" => "false".to_owned(),
                TokenTree::Ident(word) if word == "false" => "true".to_owned(),
                TokenTree::Literal(literal) => match syn::parse_str::<syn::LitInt>(&literal.to_string()) {
                    Ok(number) => match number.base10_parse::<u64>() {
                        Ok(value) => format!("{}{}", value + 1, number.suffix()),
                        Err(_) => continue,
                    },
                    Err(_) => continue,
                },
                _ => continue,
            };
            self.value(&token, "literal", other);
        }
    }

    /// The rules that a derive checks before the handler runs.
    fn constraints(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            let TokenTree::Ident(word) = token else { continue };
            if word != "constraint" {
                continue;
            }
            tokens.next();
            let ends = |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == '@');
            let condition: TokenStream =
                std::iter::from_fn(|| tokens.next_if(|token| !ends(token))).collect();
            if let Ok(condition) = syn::parse2::<Expr>(condition) {
                self.condition(&condition, &["true"]);
            }
        }
    }
}
