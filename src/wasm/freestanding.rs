//! What the standard library would bring: an allocator and a panic handler.

use core::panic::PanicInfo;

use lol_alloc::{AssumeSingleThreaded, FreeListAllocator};

/// A tenth of the bytes of the standard one, and calls are few and short.
#[global_allocator]
static ALLOCATOR: AssumeSingleThreaded<FreeListAllocator> =
    // SAFETY: an instance without threads runs on one thread.
    unsafe { AssumeSingleThreaded::new(FreeListAllocator::new()) };

/// A trap, as with the standard library, whose message would go nowhere.
#[panic_handler]
fn trap(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
