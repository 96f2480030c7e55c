//! The cap on lists in flight. A list may have 4 MiB, which a host stores while it arrives and while
//! the page reads it; a limit per minute alone would let one user fill the memory within a second.

use super::refusal::Refusal;

/// After how many seconds a refused list may be requested again: about as long as a list takes.
const RETRY_AFTER: u32 = 1;

/// How many lists may be in flight at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConcurrentLists {
    /// Those of one user, 1 or more.
    pub per_user: u32,
    /// Those of all users, 1 or more.
    pub in_all: u32,
}

/// The lists that a host has in flight, with the one that is about to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListsInFlight {
    /// Those of the user who sent the request.
    pub of_user: u32,
    /// Those of all users.
    pub in_all: u32,
}

/// Checks whether another list may begin.
pub(super) fn check(lists: ListsInFlight, caps: ConcurrentLists) -> Result<(), Refusal> {
    let mut refusal = if lists.of_user > caps.per_user {
        Refusal::CONCURRENT_LISTS_OF_USER
    } else if lists.in_all > caps.in_all {
        Refusal::CONCURRENT_LISTS
    } else {
        return Ok(());
    };
    refusal.retry_after = Some(RETRY_AFTER);
    Err(refusal)
}
