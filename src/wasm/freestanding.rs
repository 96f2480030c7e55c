//! What the standard library would bring: an allocator and a panic handler.

use core::panic::PanicInfo;

use lol_alloc::{AssumeSingleThreaded, LeakingAllocator};

/// The core doesn't allocate. wasm-bindgen does, for its table of JavaScript values, which grows a few times at most: so
/// nothing has to be given back.
#[global_allocator]
static ALLOCATOR: AssumeSingleThreaded<LeakingAllocator> =
    // SAFETY: an instance without threads runs on one thread.
    unsafe { AssumeSingleThreaded::new(LeakingAllocator::new()) };

/// A trap, as with the standard library, whose message would go nowhere.
#[panic_handler]
fn trap(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
