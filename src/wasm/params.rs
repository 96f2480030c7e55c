//! Opaque JavaScript values to the core's plain data. The ABI takes any value, so it can't fail; what the values mean
//! is for the core to say.

use js_sys::{Array, JsString, Object};
use wasm_bindgen::prelude::*;

use crate::client::RetrieveInput;
use crate::contact_card::{Fields, UpdateInput};
use crate::options::OptionsInput;
use crate::value::Value;

#[wasm_bindgen]
extern "C" {
    /// A caller's object, copied.
    pub type Params;
    #[wasm_bindgen(method, getter)]
    fn phone_number(this: &Params) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn first_name(this: &Params) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn last_name(this: &Params) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn image_url(this: &Params) -> JsValue;
    #[wasm_bindgen(method, setter)]
    fn set_first_name(this: &Params, value: JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_last_name(this: &Params, value: JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_image_url(this: &Params, value: JsValue);

    /// A caller's options, copied.
    pub type Options;
    #[wasm_bindgen(method, getter, js_name = apiKey)]
    pub fn api_key(this: &Options) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = dangerouslyAllowBrowser)]
    fn dangerously_allow_browser(this: &Options) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = baseURL)]
    fn base_url(this: &Options) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn credentials(this: &Options) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn headers(this: &Options) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn timeout(this: &Options) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = sendEmpty)]
    pub fn send_empty(this: &Options) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub fn signal(this: &Options) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub fn fetch(this: &Options) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn keepalive(this: &Options) -> JsValue;

    /// Something whose members are read by name.
    type Members;
    #[wasm_bindgen(method, getter, catch)]
    fn href(this: &Members) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch, js_name = addEventListener)]
    fn add_event_listener(this: &Members) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = Object, catch)]
    fn assign(target: Object, source: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = Array, js_name = from, catch)]
    fn array_from(iterable: &JsValue) -> Result<Array, JsValue>;
}

/// A JavaScript value by its type.
pub fn value(value: &JsValue) -> Value {
    if value.is_undefined() {
        Value::Absent
    } else if let Some(text) = value.as_string() {
        // The copy into UTF-8 turns lone surrogates into U+FFFD, which is rare enough to look twice.
        if text.contains('\u{fffd}') && !value.unchecked_ref::<JsString>().is_well_formed() {
            Value::IllFormed
        } else {
            Value::Text(text)
        }
    } else if value.is_null() {
        Value::Null
    } else if let Some(flag) = value.as_bool() {
        Value::Bool(flag)
    } else if let Some(number) = value.as_f64() {
        Value::Number(number)
    } else if value.is_function() {
        Value::Function
    } else {
        Value::Other
    }
}

/// A copy of an object, so that getters run once and can't throw later; `None` for what is no object.
fn copy(value: &JsValue) -> Result<Option<JsValue>, JsValue> {
    if !value.is_object() || Array::is_array(value) {
        return Ok(None);
    }
    assign(Object::new(), value).map(Some)
}

fn keys(object: &JsValue) -> Vec<String> {
    let keys = Object::keys(object.unchecked_ref::<Object>());
    keys.iter()
        .filter_map(|key| key.as_string())
        .collect()
}

/// The fields of a card or of a form.
pub fn fields(params: &Params) -> Fields<Value> {
    Fields {
        first_name: value(&params.first_name()),
        last_name: value(&params.last_name()),
        image_url: value(&params.image_url()),
    }
}

/// The picked fields as they were given; `undefined` when none is.
pub fn pick(params: &Params, picked: &Fields<bool>) -> JsValue {
    if *picked == Fields::default() {
        return JsValue::UNDEFINED;
    }
    let copy: Params = Object::new().unchecked_into();
    if picked.first_name {
        copy.set_first_name(params.first_name());
    }
    if picked.last_name {
        copy.set_last_name(params.last_name());
    }
    if picked.image_url {
        copy.set_image_url(params.image_url());
    }
    copy.into()
}

/// A copy of a card or of a form; anything else counts as empty.
pub fn params(input: &JsValue) -> Result<Params, JsValue> {
    let copy = copy(input)?.unwrap_or_else(|| Object::new().into());
    Ok(copy.unchecked_into())
}

/// The input of an update; `None` for what is no object.
pub fn update_input(input: &JsValue) -> Result<Option<UpdateInput>, JsValue> {
    Ok(copy(input)?.map(|object| {
        let params: &Params = object.unchecked_ref();
        UpdateInput {
            phone_number: value(&params.phone_number()),
            fields: fields(params),
            keys: keys(&object),
        }
    }))
}

/// The input of a retrieval; `None` for what is no object.
pub fn retrieve_input(input: &JsValue) -> Result<Option<RetrieveInput>, JsValue> {
    if input.is_undefined() {
        return Ok(Some(RetrieveInput::default()));
    }
    Ok(copy(input)?.map(|object| RetrieveInput {
        phone_number: value(&object.unchecked_ref::<Params>().phone_number()),
        keys: keys(&object),
    }))
}

/// A copy of the options; `None` for what is no object.
pub fn options(input: &JsValue) -> Result<Option<Options>, JsValue> {
    if input.is_undefined() {
        return Ok(Some(Object::new().unchecked_into()));
    }
    Ok(copy(input)?.map(JsCast::unchecked_into))
}

/// The options as plain data.
pub fn options_input(options: &Options) -> OptionsInput {
    OptionsInput {
        api_key: value(&options.api_key()),
        dangerously_allow_browser: value(&options.dangerously_allow_browser()),
        base_url: text_or_href(&options.base_url()),
        credentials: value(&options.credentials()),
        headers: header_pairs(&options.headers()),
        timeout: value(&options.timeout()),
        send_empty: value(&options.send_empty()),
        signal: listener(&options.signal()),
        fetch: value(&options.fetch()),
        keepalive: value(&options.keepalive()),
        keys: keys(options),
    }
}

/// A URL given as text or as a `URL` object.
fn text_or_href(url: &JsValue) -> Value {
    if !url.is_object() {
        return value(url);
    }
    let href = url.unchecked_ref::<Members>().href();
    match href.as_ref().map(value) {
        Ok(Value::Text(text)) => Value::Text(text),
        _ => Value::Other,
    }
}

/// What makes an object usable as a signal. `null` is none, as in `fetch`.
fn listener(signal: &JsValue) -> Value {
    if signal.is_undefined() || signal.is_null() {
        return Value::Absent;
    }
    match signal.unchecked_ref::<Members>().add_event_listener() {
        Ok(listener) if listener.is_function() => Value::Function,
        _ => Value::Other,
    }
}

/// Headers as pairs, from a record, an array of pairs or a `Headers` object; `None` for anything else.
fn header_pairs(headers: &JsValue) -> Option<Vec<(Value, Value)>> {
    if headers.is_undefined() {
        return Some(Vec::new());
    }
    if !headers.is_object() {
        return None;
    }
    let mut pairs = array_from(headers).ok()?;
    // A record isn't iterable, so nothing came out of it.
    if pairs.length() == 0 {
        pairs = Object::entries(&assign(Object::new(), headers).ok()?.unchecked_into());
    }
    let pair = |pair: JsValue| {
        let pair: Array = pair.dyn_into().ok()?;
        (pair.length() == 2).then(|| (value(&pair.get(0)), value(&pair.get(1))))
    };
    pairs.iter().map(pair).collect()
}
