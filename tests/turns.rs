//! Writes for one number wait for each other, and for nothing else.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::cell::RefCell;

use contact_card::turns::Turns;
use support::world::World;

/// Each writer comes at a time, with a key, and writes for so long. Gives when each began.
fn begun(writers: &[(f64, &str, f64)]) -> Vec<f64> {
    let (world, turns) = (World::default(), Turns::new());
    let begun = RefCell::new(vec![f64::NAN; writers.len()]);
    let write = async |index: usize| {
        let (comes_at, key, duration) = writers[index];
        world.until(comes_at).await;
        let turn = turns.take(key);
        turn.come().await;
        begun.borrow_mut()[index] = world.now();
        world.until(world.now() + duration).await;
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
fn who_leaves_the_queue_lets_the_next_one_through() {
    let (world, turns) = (World::default(), Turns::new());
    let first = turns.take("a");
    let second = turns.take("a");
    let third = turns.take("a");
    drop(second);
    let end_first = async {
        world.until(7.0).await;
        drop(first);
    };
    let wait = async {
        third.come().await;
        assert_eq!(world.now(), 7.0);
    };
    assert_eq!(world.run(vec![Box::pin(wait), Box::pin(end_first)]), 0);
}
