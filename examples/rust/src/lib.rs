//! A page that loads a contact card, and saves the changes.

mod card;
pub mod issues;
pub mod with_key;

use card::{describe, save};
use contact_card::client::{Client, ContactCardUpdate, SetContactCard};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, FormData, HtmlButtonElement, HtmlElement, HtmlFormElement, HtmlInputElement};

const PHONE_NUMBER: &str = "+15551234567";

/// The parts of the page.
#[derive(Clone)]
struct Page {
    form: HtmlFormElement,
    button: HtmlButtonElement,
    status: HtmlElement,
}

impl Page {
    fn find() -> Option<Self> {
        let document = web_sys::window()?.document()?;
        let find = |css| document.query_selector(css).ok().flatten();
        Some(Self {
            form: find("form")?.dyn_into().ok()?,
            button: find("button")?.dyn_into().ok()?,
            status: find("[role=status]")?.dyn_into().ok()?,
        })
    }

    fn input(&self, name: &str) -> Option<HtmlInputElement> {
        let input = self.form.query_selector(&format!("[name={name}]"));
        input.ok().flatten()?.dyn_into().ok()
    }

    fn show(&self, card: &SetContactCard) {
        let last_name = card.last_name.as_deref().unwrap_or_default();
        for (name, value) in [
            ("first_name", card.first_name.as_str()),
            ("last_name", last_name),
        ] {
            if let Some(input) = self.input(name) {
                input.set_value(value);
            }
        }
    }

    fn edited(&self) -> Option<ContactCardUpdate> {
        let data = FormData::new_with_form(&self.form).ok()?;
        Some(ContactCardUpdate {
            phone_number: PHONE_NUMBER.into(),
            first_name: data.get("first_name").as_string(),
            last_name: data.get("last_name").as_string(),
            image_url: None,
        })
    }
}

/// Fills the form, and saves it when it is submitted.
#[wasm_bindgen(start)]
pub fn start() {
    let Some(page) = Page::find() else { return };
    // Without a key: requests go to the gateway at /api/linq, which holds it.
    let client = Client::default();
    spawn_local({
        let (client, page) = (client.clone(), page.clone());
        async move {
            match client.retrieve(Some(PHONE_NUMBER)).await {
                Ok(cards) => {
                    if let Some(card) = cards.first() {
                        page.show(card);
                    }
                    page.button.set_disabled(false);
                }
                Err(error) => page.status.set_inner_text(&error.to_string()),
            }
        }
    });
    let form = page.form.clone();
    let submit = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        event.prevent_default();
        let Some(edited) = page.edited() else { return };
        let (client, page) = (client.clone(), page.clone());
        page.button.set_disabled(true);
        spawn_local(async move {
            let saved = save(&client, &edited).await;
            page.status.set_inner_text(&describe(&saved));
            page.button.set_disabled(false);
        });
    });
    form.set_onsubmit(Some(submit.into_js_value().unchecked_ref()));
}
