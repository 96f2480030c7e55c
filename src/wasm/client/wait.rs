//! Waiting: a [`Timer`], an [`AbortListener`] and the queue wake the task of a call by its
//! [`TaskWaker`].

use alloc::rc::Rc;
use core::cell::{Cell, RefCell};
use core::task::{Context, Waker};

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortSignal;

use crate::time::Millis;
use crate::wasm::bindings::{clear_timeout, set_timeout};

/// The waker of the task of one call.
#[derive(Default)]
pub(super) struct TaskWaker(RefCell<Option<Waker>>);

impl TaskWaker {
    /// Stores the task to wake.
    pub(super) fn register(&self, context: &Context<'_>) {
        self.0.replace(Some(context.waker().clone()));
    }

    /// Wakes the task, which then checks what has changed.
    pub(super) fn wake(&self) {
        if let Some(waker) = self.0.take() {
            waker.wake();
        }
    }
}

/// A timer of the host, which is cleared when this value is dropped.
pub(super) struct Timer {
    id: JsValue,
    is_over: Rc<Cell<bool>>,
    _callback: Closure<dyn FnMut()>,
}

impl Timer {
    /// Starts a timer that wakes the task.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a timer has less than 2³¹ milliseconds"
    )]
    pub(super) fn start(time: Millis, waker: &Rc<TaskWaker>) -> Self {
        let is_over = Rc::new(Cell::new(false));
        let callback = Closure::<dyn FnMut()>::new({
            let (is_over, waker) = (Rc::clone(&is_over), Rc::clone(waker));
            move || {
                is_over.set(true);
                waker.wake();
            }
        });
        Self {
            id: set_timeout(&callback, time.0 as f64),
            is_over,
            _callback: callback,
        }
    }

    /// Whether the time is over.
    pub(super) fn is_over(&self) -> bool {
        self.is_over.get()
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.id);
    }
}

/// A listener on the caller's signal, which is removed when this value is dropped.
pub(super) struct AbortListener {
    signal: AbortSignal,
    callback: Closure<dyn FnMut()>,
}

impl AbortListener {
    /// Adds a listener that wakes the task.
    pub(super) fn add(signal: &AbortSignal, waker: &Rc<TaskWaker>) -> Self {
        let waker = Rc::clone(waker);
        let callback = Closure::<dyn FnMut()>::new(move || waker.wake());
        let signal = signal.clone();
        let listener = callback.as_ref().unchecked_ref();
        // Where this fails, the driver still checks the signal before and after each action.
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
