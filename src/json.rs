//! What goes out across the border: JSON, which the host parses.

use alloc::string::String;

use crate::number::push_whole;
use crate::value::until;

/// JSON text in the making: UTF-8, without spaces. Without `Debug`, as it may hold a key.
pub struct Json(String);

impl Json {
    /// An object, to which `write` adds the members.
    #[must_use]
    pub fn object(write: impl FnOnce(&mut Self)) -> String {
        let mut json = Self(String::new());
        json.enclose('{', '}', write);
        json.0
    }

    /// A list, to which `write` adds the items.
    #[must_use]
    pub fn list(write: impl FnOnce(&mut Self)) -> String {
        let mut json = Self(String::new());
        json.enclose('[', ']', write);
        json.0
    }

    /// Adds a text to an object.
    pub fn text(&mut self, name: &str, text: &str) {
        self.name(name);
        self.quote(text);
    }

    /// Adds a text to an object, where there is one.
    pub fn optional_text(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    /// Adds a number to an object.
    pub fn number(&mut self, name: &str, number: u32) {
        self.name(name);
        push_whole(&mut self.0, number.into());
    }

    /// Adds a number to an object, where there is one.
    pub fn optional_number(&mut self, name: &str, number: Option<u32>) {
        if let Some(number) = number {
            self.number(name, number);
        }
    }

    /// Adds `true` or `false` to an object.
    pub fn flag(&mut self, name: &str, flag: bool) {
        self.name(name);
        self.0.push_str(if flag { "true" } else { "false" });
    }

    /// Adds an object to an object.
    pub fn member(&mut self, name: &str, write: impl FnOnce(&mut Self)) {
        self.name(name);
        self.enclose('{', '}', write);
    }

    /// Adds a list to an object.
    pub fn list_member(&mut self, name: &str, write: impl FnOnce(&mut Self)) {
        self.name(name);
        self.enclose('[', ']', write);
    }

    /// Adds an object to a list.
    pub fn item(&mut self, write: impl FnOnce(&mut Self)) {
        self.separate();
        self.enclose('{', '}', write);
    }

    /// Adds a text to a list.
    pub fn text_item(&mut self, text: &str) {
        self.separate();
        self.quote(text);
    }

    fn name(&mut self, name: &str) {
        self.separate();
        self.quote(name);
        self.0.push(':');
    }

    fn enclose(&mut self, open: char, close: char, write: impl FnOnce(&mut Self)) {
        self.0.push(open);
        write(self);
        self.0.push(close);
    }

    fn separate(&mut self) {
        if !matches!(self.0.as_bytes().last(), Some(b'{' | b'[')) {
            self.0.push(',');
        }
    }

    /// What JSON must escape is escaped, everything else stays.
    fn quote(&mut self, text: &str) {
        let json = &mut self.0;
        json.push('"');
        let mut rest = text;
        loop {
            let plain = until(rest, |byte| byte < b' ' || byte == b'"' || byte == b'\\');
            json.push_str(plain);
            let mut after = rest.get(plain.len()..).unwrap_or_default().chars();
            let Some(c) = after.next() else { break };
            rest = after.as_str();
            if c < ' ' {
                json.push_str(if c < '\u{10}' { "\\u000" } else { "\\u001" });
                json.extend(char::from_digit(u32::from(c) & 0xf, 16));
            } else {
                json.push('\\');
                json.push(c);
            }
        }
        json.push('"');
    }
}
