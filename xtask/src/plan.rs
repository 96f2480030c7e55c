//! The jobs of a build. Those that are due run side by side, each as soon as the jobs that it needs
//! are done.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Instant;

use crate::Result;

/// The jobs of a build, in an order in which each comes after those that it needs.
#[derive(Default)]
pub struct Plan<'a> {
    jobs: Vec<Job<'a>>,
}

/// A job's index in its plan.
#[derive(Clone, Copy, Debug)]
pub struct JobId(usize);

struct Job<'a> {
    name: String,
    /// Why the job is needed: printed after the name.
    reason: String,
    is_tool: bool,
    is_fresh: bool,
    needs: Vec<JobId>,
    work: Box<dyn FnOnce() -> Result + Send + 'a>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Waiting,
    Done,
    Failed,
}

impl<'a> Plan<'a> {
    /// Adds a product, which is made when it is stale or when a product that it needs is made.
    pub fn product(
        &mut self,
        (name, reason): (&str, &str),
        is_fresh: bool,
        needs: &[JobId],
        work: impl FnOnce() -> Result + Send + 'a,
    ) -> JobId {
        self.add(Job {
            name: name.to_owned(),
            reason: reason.to_owned(),
            is_tool: false,
            is_fresh,
            needs: needs.to_vec(),
            work: Box::new(work),
        })
    }

    /// Adds a tool, which is installed when it is missing and a product that needs it is made.
    pub fn tool(
        &mut self,
        (name, reason): (&str, &str),
        is_there: bool,
        work: impl FnOnce() -> Result + Send + 'a,
    ) -> JobId {
        self.add(Job {
            name: name.to_owned(),
            reason: reason.to_owned(),
            is_tool: true,
            is_fresh: is_there,
            needs: Vec::new(),
            work: Box::new(work),
        })
    }

    fn add(&mut self, job: Job<'a>) -> JobId {
        self.jobs.push(job);
        JobId(self.jobs.len() - 1)
    }

    /// Whether each job has to be done.
    fn due(&self) -> Vec<bool> {
        let mut due = vec![false; self.jobs.len()];
        for (index, job) in self.jobs.iter().enumerate() {
            if !job.is_tool {
                due[index] = !job.is_fresh || job.needs.iter().any(|need| due[need.0]);
            }
        }
        for (index, job) in self.jobs.iter().enumerate() {
            for JobId(need) in &job.needs {
                if due[index] && self.jobs[*need].is_tool {
                    due[*need] = !self.jobs[*need].is_fresh;
                }
            }
        }
        due
    }

    /// Does the jobs that are due. After a failure no other job starts.
    pub fn run(self) -> Result {
        let due = self.due();
        let board = Board::new(&due);
        std::thread::scope(|scope| {
            let jobs = self.jobs.into_iter().enumerate();
            let threads: Vec<_> = jobs
                .filter(|(index, _)| due[*index])
                .map(|(index, job)| {
                    let board = &board;
                    scope.spawn(move || board.run(index, job))
                })
                .collect();
            threads
                .into_iter()
                .map(|thread| {
                    thread
                        .join()
                        .unwrap_or_else(|_| Err("a job panicked".to_owned()))
                })
                .fold(Ok(()), Result::and)
        })
    }
}

/// What the jobs' threads share.
struct Board {
    states: Mutex<Vec<State>>,
    changed: Condvar,
    total: usize,
    started: Mutex<usize>,
}

impl Board {
    fn new(due: &[bool]) -> Self {
        let state = |is_due: &bool| if *is_due { State::Waiting } else { State::Done };
        Self {
            states: Mutex::new(due.iter().map(state).collect()),
            changed: Condvar::new(),
            total: due.iter().filter(|is_due| **is_due).count(),
            started: Mutex::new(0),
        }
    }

    /// Does a job when those that it needs are done.
    fn run(&self, index: usize, job: Job<'_>) -> Result {
        if !self.wait(&job.needs) {
            return Ok(());
        }
        let number = self.next_number();
        eprintln!("[{number}/{}] {}{}", self.total, job.name, job.reason);
        let start = Instant::now();
        let result = (job.work)();
        let seconds = start.elapsed().as_secs_f64();
        let mark = if result.is_ok() { "✓" } else { "✗" };
        eprintln!(
            "[{number}/{}] {mark} {} ({seconds:.1} s)",
            self.total, job.name
        );
        let state = if result.is_ok() {
            State::Done
        } else {
            State::Failed
        };
        self.states.lock().unwrap_or_else(PoisonError::into_inner)[index] = state;
        self.changed.notify_all();
        result
    }

    /// Waits until these jobs are done. Returns whether none has failed.
    fn wait(&self, needs: &[JobId]) -> bool {
        let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if states.contains(&State::Failed) {
                return false;
            }
            if needs.iter().all(|need| states[need.0] == State::Done) {
                return true;
            }
            states = self
                .changed
                .wait(states)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn next_number(&self) -> usize {
        let mut started = self.started.lock().unwrap_or_else(PoisonError::into_inner);
        *started += 1;
        *started
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::{JobId, Plan};

    /// Two tools, a package that needs both, a page that needs the package, and an emulator, each
    /// fresh or not. Returns what was done.
    fn done(fresh: [bool; 5]) -> Vec<&'static str> {
        let [tool, modules, package, page, emulator] = fresh;
        let log = Mutex::new(Vec::new());
        let note = |name| {
            log.lock().unwrap().push(name);
            Ok(())
        };
        let mut plan = Plan::default();
        let tool = plan.tool(("tool", ""), tool, || note("tool"));
        let modules = plan.tool(("modules", ""), modules, || note("modules"));
        let package = plan.product(("package", ""), package, &[tool, modules], || {
            note("package")
        });
        plan.product(("page", ""), page, &[package], || note("page"));
        plan.product(("emulator", ""), emulator, &[], || note("emulator"));
        plan.run().unwrap();
        log.into_inner().unwrap()
    }

    #[test]
    fn does_nothing_when_all_is_fresh() {
        assert!(done([true; 5]).is_empty());
    }

    #[test]
    fn installs_a_tool_only_for_a_product_that_is_made() {
        assert!(done([false, true, true, true, true]).is_empty());
        assert_eq!(done([false, true, true, false, true]), ["page"]);
    }

    #[test]
    fn makes_what_depends_on_a_stale_product_after_it() {
        let log = done([false, true, false, true, true]);
        assert_eq!(log, ["tool", "package", "page"]);
    }

    #[test]
    fn stops_after_a_failure() {
        let mut plan = Plan::default();
        let failing = plan.product(("failing", ""), false, &[], || Err("broken".to_owned()));
        let needs: [JobId; 1] = [failing];
        plan.product(("next", ""), false, &needs, || panic!("it must not start"));
        assert_eq!(plan.run(), Err("broken".to_owned()));
    }
}
