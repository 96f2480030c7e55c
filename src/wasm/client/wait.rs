//! Waiting: a [`Bell`] wakes the call that waits, a [`Timer`] rings it, and so does an [`AbortListener`].

use alloc::rc::Rc;
use core::cell::{Cell, RefCell};
use core::task::{Context, Waker};

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortSignal;

use crate::time::Millis;
use crate::wasm::bindings::{clear_timeout, set_timeout};

/// Wakes the task of one call.
#[derive(Default)]
pub struct Bell(RefCell<Option<Waker>>);

impl Bell {
    /// Notes whom to wake.
    pub fn listen(&self, context: &Context<'_>) {
        self.0.replace(Some(context.waker().clone()));
    }

    /// Wakes the call, which then looks at what has changed.
    pub fn ring(&self) {
        if let Some(waker) = self.0.take() {
            waker.wake();
        }
    }
}

/// A timer of the host's, which is cleared when this is dropped.
pub struct Timer {
    id: JsValue,
    is_over: Rc<Cell<bool>>,
    _callback: Closure<dyn FnMut()>,
}

impl Timer {
    /// Starts a timer that rings the bell after some time.
    pub fn start(time: Millis, bell: &Rc<Bell>) -> Self {
        let is_over = Rc::new(Cell::new(false));
        let callback = Closure::<dyn FnMut()>::new({
            let (is_over, bell) = (Rc::clone(&is_over), Rc::clone(bell));
            move || {
                is_over.set(true);
                bell.ring();
            }
        });
        Self {
            id: set_timeout(&callback, time.0 as f64),
            is_over,
            _callback: callback,
        }
    }

    /// Whether the time is over.
    pub fn is_over(&self) -> bool {
        self.is_over.get()
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.id);
    }
}

/// A listener on the caller's signal, which is removed when this is dropped.
pub struct AbortListener {
    signal: AbortSignal,
    callback: Closure<dyn FnMut()>,
}

impl AbortListener {
    /// Adds a listener that rings the bell.
    pub fn add(signal: &AbortSignal, bell: &Rc<Bell>) -> Self {
        let bell = Rc::clone(bell);
        let callback = Closure::<dyn FnMut()>::new(move || bell.ring());
        let signal = signal.clone();
        let listener = callback.as_ref().unchecked_ref();
        // A signal that can't be listened to is still looked at before and after each step.
        let _ = signal.add_event_listener_with_callback("abort", listener);
        Self { signal, callback }
    }
}

impl Drop for AbortListener {
    fn drop(&mut self) {
        let listener = self.callback.as_ref().unchecked_ref();
        let _ = self
            .signal
            .remove_event_listener_with_callback("abort", listener);
    }
}
