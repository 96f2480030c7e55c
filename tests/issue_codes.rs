//! The issue codes of the package's typings and of the client for front ends in Rust are those of
//! the core. For a code that the client doesn't know, it would report another error than the
//! `ValidationError`.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;

use contact_card::validation::Problem;

const TYPINGS: &str = include_str!("../pkg-template/types/index.d.ts");
const CLIENT: &str = include_str!("../src/wasm/client/error.rs");

/// The codes of the core.
fn codes() -> BTreeSet<String> {
    let code = |problem: &Problem| String::from_utf8(problem.code().to_vec()).unwrap();
    Problem::ALL.iter().map(code).collect()
}

/// The part of a source text between the line of a declaration and the next line that ends it.
fn body<'a>(source: &'a str, declaration: &str, end: &str) -> &'a str {
    let (_, after) = source.split_once(&format!("{declaration}\n")).unwrap();
    after.split_once(end).unwrap().0
}

/// A code as the name of a Rust variant: `not_a_string` is `NotAString`.
fn pascal_case(code: &str) -> String {
    let capitalized = |part: &str| part[..1].to_uppercase() + &part[1..];
    code.split('_').map(capitalized).collect()
}

#[test]
fn the_typings_have_every_code_and_no_other() {
    let union = body(TYPINGS, "export type IssueCode =", ";");
    let typed = union.split('\'').skip(1).step_by(2).map(str::to_owned);
    assert_eq!(typed.collect::<BTreeSet<_>>(), codes());
}

#[test]
fn the_rust_client_has_every_code_and_no_other() {
    let variants = body(CLIENT, "pub enum IssueCode {", "\n}")
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .filter_map(|line| line.trim().strip_suffix(','))
        .map(str::to_owned);
    let expected = codes().iter().map(|code| pascal_case(code)).collect();
    assert_eq!(variants.collect::<BTreeSet<_>>(), expected);
}
