//! Futures that a JavaScript callback completes: timers and abort signals. Dropping one takes the callback back, so
//! that no listener and no timer outlives its call.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &JsValue, ms: f64) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);

    /// The part of `AbortSignal` that is used.
    #[derive(Clone)]
    pub type AbortSignalLike;
    #[wasm_bindgen(method, getter, catch)]
    fn aborted(this: &AbortSignalLike) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    pub fn reason(this: &AbortSignalLike) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = addEventListener)]
    fn add_event_listener(
        this: &AbortSignalLike,
        kind: &str,
        listener: &JsValue,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = removeEventListener)]
    fn remove_event_listener(
        this: &AbortSignalLike,
        kind: &str,
        listener: &JsValue,
    ) -> Result<(), JsValue>;
}

/// Something that happens at most once.
struct Event {
    state: Rc<State>,
    closure: Closure<dyn FnMut()>,
}

#[derive(Default)]
struct State {
    happened: Cell<bool>,
    waker: Cell<Option<Waker>>,
}

impl Event {
    fn new() -> Self {
        let state = Rc::new(State::default());
        let shared = Rc::clone(&state);
        let closure = Closure::new(move || {
            shared.happened.set(true);
            if let Some(waker) = shared.waker.take() {
                waker.wake();
            }
        });
        Self { state, closure }
    }

    fn poll(&self, context: &Context<'_>) -> Poll<()> {
        if self.state.happened.get() {
            return Poll::Ready(());
        }
        self.state.waker.set(Some(context.waker().clone()));
        Poll::Pending
    }
}

/// A timer.
pub struct Timer {
    event: Event,
    timer: JsValue,
}

impl Timer {
    /// Starts a timer of some milliseconds.
    pub fn start(ms: f64) -> Self {
        let event = Event::new();
        let timer = set_timeout(event.closure.as_ref(), ms);
        Self { event, timer }
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.event.poll(context)
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.timer);
    }
}

/// The caller's signal, listened to; without one, a future that never ends.
pub struct Aborted(Option<(Event, AbortSignalLike)>);

impl Aborted {
    /// Starts to listen.
    pub fn listen(signal: Option<&AbortSignalLike>) -> Self {
        Self(signal.cloned().map(|signal| {
            let event = Event::new();
            let is_aborted = signal.aborted().is_ok_and(|aborted| aborted.is_truthy());
            event.state.happened.set(is_aborted);
            // A signal that can't be listened to never aborts.
            let _ = signal.add_event_listener("abort", event.closure.as_ref());
            (event, signal)
        }))
    }
}

impl Future for Aborted {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        match &self.0 {
            Some((event, _)) => event.poll(context),
            None => Poll::Pending,
        }
    }
}

impl Drop for Aborted {
    fn drop(&mut self) {
        if let Some((event, signal)) = &self.0 {
            let _ = signal.remove_event_listener("abort", event.closure.as_ref());
        }
    }
}
