//! An allocator and a panic handler, in place of those of the standard library.

use core::panic::PanicInfo;

use lol_alloc::{AssumeSingleThreaded, LeakingAllocator};

/// The core doesn't allocate. wasm-bindgen does, for its table of JavaScript values, which grows a
/// few times at most, so that memory needn't be freed.
#[global_allocator]
static ALLOCATOR: AssumeSingleThreaded<LeakingAllocator> =
    // SAFETY: an instance without threads runs on one thread.
    unsafe { AssumeSingleThreaded::new(LeakingAllocator::new()) };

/// Traps. A page couldn't show the message.
#[panic_handler]
fn trap(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
