//! The checks of a request's body.

use serde_json::json;

use super::{NUMBER, OTHER, create, exchange, exchange_with, update, with};

#[test]
fn serializes_the_body_again() {
    let input = with(update(), |input| {
        input.set_body(
            "\t{ \"last_name\" :\"\\u00e9\\ud83d\\ude00\\/\", \"first_name\":\"A\\u0000\" }\r\n",
        );
    });
    let body = exchange(&input).forward.unwrap().body.unwrap();
    assert_eq!(body, "{\"first_name\":\"A\\u0000\",\"last_name\":\"é😀/\"}");
}

#[test]
fn rejects_bodies_that_the_client_would_not_send() {
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    for (body, status, code) in [
        ("", 400, 1003),
        ("null", 400, 1003),
        ("[]", 400, 1003),
        ("\"{}\"", 400, 1003),
        ("{} {}", 400, 1003),
        ("{\"first_name\":\"Ada\",}", 400, 1003),
        ("{'first_name':'Ada'}", 400, 1003),
        ("\u{feff}{\"first_name\":\"Ada\"}", 400, 1003),
        (r#"{"first_name":"Ada","first_name":"Ada"}"#, 400, 1003),
        (r#"{"first_name":"Ada","first\u005fname":"Ada"}"#, 400, 1003),
        (r#"{"first_name":"Ada","x":{"a":1,"a":1}}"#, 400, 1003),
        (r#"{"first_name":"Ada","x":[{"a":1,"a":1}]}"#, 400, 1003),
        (r#"{"first_name":"\ud800"}"#, 400, 1003),
        (r#"{"first_name":1e999}"#, 400, 1003),
        (&deep(128), 400, 1003),
        (&deep(2_048), 400, 1003),
        (&format!("{{\"x\":{}}}", deep(120)), 400, 1005),
        ("{}", 400, 1005),
        (r#"{"first_name":null}"#, 400, 1005),
        (r#"{"first_name":""}"#, 400, 1005),
        (r#"{"first_name":7}"#, 400, 1005),
        (r#"{"first_name":["Ada"]}"#, 400, 1005),
        (r#"{"first_name":"Ada","is_active":true}"#, 400, 1005),
        (r#"{"first_name":"Ada","__proto__":{}}"#, 400, 1005),
        (
            r#"{"first_name":"Ada","phone_number":"+15551234567"}"#,
            400,
            1005,
        ),
        (r#"{"image_url":"http://a.example/b.png"}"#, 400, 1005),
    ] {
        let transcript = exchange(&with(update(), |input| input.set_body(body)));
        let error = transcript.error();
        assert_eq!((error.0, error.1), (status, code), "{body}: {}", error.2);
        assert!(transcript.slots.is_none(), "{body}");
    }
    for (body, code) in [
        (json!({ "first_name": "Ada" }), 1001),
        (json!({ "phone_number": NUMBER }), 1001),
        (
            json!({ "phone_number": "15551234567", "first_name": "Ada" }),
            1002,
        ),
        (
            json!({ "phone_number": [NUMBER], "first_name": "Ada" }),
            1002,
        ),
        (json!({ "phone_number": OTHER, "first_name": "Ada" }), 2006),
    ] {
        let transcript = exchange(&with(create(), |input| input.set_body(body.to_string())));
        assert_eq!(transcript.error().1, code, "{body}");
        assert!(transcript.slots.is_none(), "{body}");
    }
    let too_long = with(update(), |input| input.set_body([b' '; 4_097]));
    assert_eq!(exchange(&too_long).error().0, 413);
    let broken = with(update(), |input| input.body = ("broken", Vec::new()));
    assert_eq!(exchange(&broken).error().0, 400);
    let not_utf8 = with(update(), |input| {
        input.set_body(b"{\"first_name\":\"\xff\"}")
    });
    assert_eq!(exchange(&not_utf8).error().1, 1003);
}

#[test]
fn p6_refuses_a_blank_name() {
    for name in ["   ", "\u{a0}", "\u{200b}\u{3164}", "\n"] {
        let body = json!({ "phone_number": NUMBER, "first_name": name });
        let input = with(create(), |input| input.set_body(body.to_string()));
        let transcript = exchange_with(&json!({ "allowEmpty": true }), &input);
        let (status, code, message) = transcript.error();
        assert_eq!((status, code), (400, 1005));
        assert_eq!(message, "first_name must have a visible character");
        assert!(transcript.slots.is_none());
    }
    let body = json!({ "last_name": "\u{200b}" }).to_string();
    let transcript = exchange(&with(update(), |input| input.set_body(body)));
    assert_eq!(transcript.error().1, 1005);
}

#[test]
fn accepts_bodies_of_up_to_4096_bytes() {
    let body = |length: usize| {
        let around = r#"{"first_name":""}"#.len();
        json!({ "first_name": "x".repeat(length - around) }).to_string()
    };
    assert_eq!(
        exchange(&with(update(), |input| input.set_body(body(4_096))))
            .response
            .status,
        200
    );
    assert_eq!(
        exchange(&with(update(), |input| input.set_body(body(4_097))))
            .response
            .status,
        413
    );
}

#[test]
fn distinguishes_a_body_that_was_read_before_from_an_empty_one() {
    let read_before = |length: &'static str| {
        let input = with(update(), |input| {
            input.set_header("content-length", length);
            input.set_body("");
        });
        let (status, code, message) = exchange(&input).error();
        assert_eq!((status, code), (400, 1003));
        message.contains("read before")
    };
    assert!(read_before("18"));
    assert!(!read_before("0"));
}

#[test]
fn forwards_empty_fields_with_allow_empty() {
    let input = with(update(), |input| {
        input.set_body(r#"{"last_name":"","image_url":""}"#)
    });
    let transcript = exchange_with(&json!({ "allowEmpty": true }), &input);
    let body = transcript.forward.unwrap().body.unwrap();
    assert_eq!(body, r#"{"last_name":"","image_url":""}"#);
}

#[test]
fn accepts_only_images_with_a_public_host_name_and_a_port_of_https() {
    for (url, is_public) in [
        ("https://a.example/b.png", true),
        ("https://a.example:8443/b.png?c#d", true),
        ("https://a.example./b.png", true),
        ("https://bücher.example/b.png", true),
        ("https://a.example:443/b.png", true),
        ("https://internal.example/b.png", true),
        ("https://local.lan.example/b.png", true),
        ("https://a.example:0/", false),
        ("https://a.example:22/", false),
        ("https://a.example:80/", false),
        ("https://a.example:6379/", false),
        ("https://a.example:8080/", false),
        ("https://a.example:65535/", false),
        ("https://10.0.0.1/", false),
        ("https://169.254.169.254/latest/meta-data", false),
        ("https://192.168.0.1/", false),
        ("https://0.0.0.0/", false),
        ("https://0/", false),
        ("https://[::]/", false),
        ("https://[fe80::1]/", false),
        ("https://[fd00::1]/", false),
        ("https://[64:ff9b::7f00:1]/", false),
        ("https://[2001:db8::1]/", false),
        ("https://nas.lan/", false),
        ("https://nas.LAN/", false),
        ("https://nas.lan./", false),
        ("https://nas.home.arpa/", false),
        ("https://1.0.0.127.in-addr.arpa/", false),
        ("https://router.home/", false),
        ("https://mail.corp/", false),
        ("https://a.mail/", false),
        ("https://wiki.intranet/", false),
        ("https://a.private/", false),
        ("https://a.test/", false),
        ("https://a.invalid/", false),
        ("https://a.alt/", false),
        ("https://a.onion/", false),
        ("https://localhost.localdomain/", false),
        ("https://kubernetes.default.svc/", false),
        ("https://kubernetes.default.svc.cluster.local/", false),
        ("https://vault.service.consul/", false),
        ("https://host.docker.internal/", false),
        ("https://nas。local/", false),
        ("https://nas.loc%61l/", false),
        ("https://nas.lo\u{ad}cal/", false),
        ("https://a.example../", false),
        ("https://127.0.0.1/", false),
        ("https://127.1/", false),
        ("https://2130706433/", false),
        ("https://0x7f000001/", false),
        ("https://0177.0.0.1/", false),
        ("https://127.0.0.1./", false),
        ("https://１２７.0.0.1/", false),
        ("https://8.8.8.8/", false),
        ("https://[::1]/", false),
        ("https://[::ffff:127.0.0.1]/", false),
        ("https://localhost/", false),
        ("https://a.localhost/", false),
        ("https://LOCALHOST./", false),
        ("https://intranet/", false),
        ("https://printer.local/", false),
        ("https://metadata.google.internal/", false),
        ("https://a:b@a.example/", false),
        ("https://a@a.example/", false),
        ("https://a.example\\@127.0.0.1/", false),
        ("https://a.example#@10.0.0.1/", false),
        ("https://a.example?@10.0.0.1/", false),
        ("https://a.example:443#@10.0.0.1:443/", false),
        ("https://a.example#.@10.0.0.1", false),
        ("https://a.example\\.evil.example/", false),
        ("https:\\\\10.0.0.1/", false),
        ("https:///10.0.0.1/", false),
        ("https://@10.0.0.1/", false),
        ("https://a.example/@b.png", true),
        ("https://a.example/b.png#@c", true),
        ("https://a.example#b", true),
        ("https://a.example?b", true),
        ("https://[", false),
        ("https://[::1", false),
        ("https://a.example:port/", false),
        ("https://a.example:99999/", false),
        ("https://a b.example/", false),
        ("https://%/", false),
        ("https://xn--a/", false),
        ("https://", false),
        ("https://wpad.domain/", false),
        ("https://a.belkin/", false),
        ("https://desktop.mshome/", false),
        ("https://a.router/", false),
        ("https://a.wpad/", false),
        ("ftp://a.example/", false),
        ("//a.example/b.png", false),
        ("data:image/png;base64,AA", false),
    ] {
        let input = with(update(), |input| {
            input.set_body(json!({ "image_url": url }).to_string())
        });
        let transcript = exchange(&input);
        assert_eq!(
            transcript.forward.is_some(),
            is_public,
            "{url}: {}",
            transcript.response.body
        );
        if !is_public {
            let (status, code, message) = transcript.error();
            assert_eq!((status, code), (400, 1005), "{url}");
            assert!(message.starts_with("image_url must "), "{url}: {message}");
        }
    }
}
