//! Writes for one number wait for each other, and for nothing else.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::cell::RefCell;

use contact_card::turns::Turns;
use support::world::World;

/// Each writer comes at a time, with a key, and writes for so long. Gives when each began.
fn begun(writers: &[(f64, &str, f64)]) -> Vec<f64> {
    let (world, turns) = (World::default(), RefCell::new(Turns::new()));
    let begun = RefCell::new(vec![f64::NAN; writers.len()]);
    let write = async |index: usize| {
        let (comes_at, key, duration) = writers[index];
        world.until(comes_at).await;
        let (ticket, must_wait) = turns.borrow_mut().take(key);
        if must_wait {
            world.until_called(ticket).await;
        }
        begun.borrow_mut()[index] = world.now();
        world.until(world.now() + duration).await;
        let next = turns.borrow_mut().leave(ticket);
        next.into_iter().for_each(|next| world.call(next));
    };
    let write = &write;
    let tasks = (0..writers.len()).map(|index| Box::pin(write(index)) as _);
    assert_eq!(world.run(tasks.collect()), 0);
    begun.into_inner()
}

#[test]
fn the_same_key_waits_in_order() {
    let writers = [
        (0.0, "a", 100.0),
        (10.0, "a", 50.0),
        (20.0, "a", 5.0),
        (200.0, "a", 5.0),
    ];
    assert_eq!(begun(&writers), [0.0, 100.0, 150.0, 200.0]);
}

#[test]
fn other_keys_do_not_wait() {
    assert_eq!(begun(&[(0.0, "a", 100.0), (0.0, "b", 100.0)]), [0.0, 0.0]);
}

#[test]
fn who_leaves_the_queue_calls_the_next_one() {
    let mut turns = Turns::new();
    let [(first, _), (second, _), (third, _)] = [turns.take("a"), turns.take("a"), turns.take("a")];
    let (other, must_wait) = turns.take("b");
    assert!(!must_wait);
    assert_eq!(turns.leave(second), None, "the first one writes still");
    assert_eq!(turns.leave(first), Some(third));
    assert_eq!(turns.leave(third), None);
    assert_eq!(turns.leave(other), None);
    assert!(!turns.take("a").1);
}
