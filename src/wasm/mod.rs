//! The border to JavaScript.
use wasm_bindgen::prelude::*;

#[wasm_bindgen(js_name = isE164)]
pub fn is_e164(input: &JsValue) -> bool {
    input.as_string().is_some_and(|text| text.starts_with('+'))
}
#[global_allocator]
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator> =
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::FreeListAllocator::new()) };
