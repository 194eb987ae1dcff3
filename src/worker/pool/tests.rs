//! Workers that are shell scripts: what they answer stands in a file, and every start is counted.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::AtomicUsize;

use super::super::message::{encode, send};
use super::*;
use crate::document::Metadata;
use crate::export::Stamp;

struct Scripted {
    folder: tempfile::TempDir,
    setup: Setup,
}

impl Scripted {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let answer = Answer {
            made: Vec::new(),
            thumbnail: None,
            sheets: Vec::new(),
            previews: Vec::new(),
            faults: Vec::new(),
            memory: 0,
        };
        let mut bytes = Vec::new();
        send(&answer, &mut bytes).unwrap();
        fs::write(folder.path().join("answer"), bytes).unwrap();
        Self { folder, setup: Setup::default() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What becomes of three requests, in their order, and how many workers were started.
    fn run(&self, script: &str, limit: Duration) -> (Vec<Result<(), Ended>>, usize) {
        self.run_with(script, limit, &|_| request())
    }

    fn run_with(
        &self,
        script: &str,
        time_limit: Duration,
        request: &(dyn Fn(usize) -> Request + Sync),
    ) -> (Vec<Result<(), Ended>>, usize) {
        let script = format!("cd '{}'; echo >> starts; {script}", self.folder.path().display());
        let (interrupted, numbers) = (AtomicBool::new(false), AtomicUsize::new(0));
        let arguments = ["-c", script.as_str()];
        let pool = Pool::new((Path::new("/bin/sh"), &arguments), 1, time_limit, &interrupted);
        let next = |_| Some(numbers.fetch_add(1, Ordering::Relaxed)).filter(|number| *number < 3);
        let work = Work { setup: &self.setup, next: &next, workers: 3, request };
        let mut all = Vec::new();
        pool.run(&work, &mut |(number, fate)| match fate {
            Fate::Answered(_) => all.push((number, Ok(()))),
            Fate::Lost(ended) => all.push((number, Err(ended))),
            Fate::Postponed(_) => {}
        });
        all.sort_by_key(|(number, _)| *number);
        let starts = fs::read_to_string(self.path("starts")).unwrap_or_default().lines().count();
        (all.into_iter().map(|(_, answer)| answer).collect(), starts)
    }
}

fn request() -> Request {
    Request {
        template: "brief".into(),
        language: "en".into(),
        called: None,
        metadata: Metadata {
            title: "A title".into(),
            authors: vec!["An author".into()],
            identifiers: Vec::new(),
            description: None,
            keywords: Vec::new(),
            expansions: Vec::new(),
        },
        stamp: Stamp::epoch(0),
        wanted: Vec::new(),
        press: None,
        screen_data: Vec::new(),
        print_data: Vec::new(),
        pictures: BTreeMap::new(),
        preparations: BTreeMap::new(),
        has_thumbnail: false,
        sheet: None,
        proof: None,
        preview: None,
    }
}

const LONG: Duration = Duration::from_secs(20);

/// A script that takes one request. One that is gone before it is spoken to has answered nothing.
fn listens() -> String {
    let heard = 16 + encode(&Setup::default()).len() + encode(&request()).len();
    format!("head -c {heard} >/dev/null")
}

#[test]
fn a_worker_that_ended_after_an_answer_costs_no_document() {
    // At once, so that the pool may learn of it before or after it asks again.
    let script = format!("{}; cat answer", listens());
    let (answers, starts) = Scripted::new().run(&script, LONG);
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!((answers.len(), starts), (3, 3));
    // Only when it is asked again.
    let script = format!("{script}; head -c 1 >/dev/null; echo 'something else is wrong' >&2");
    let (answers, starts) = Scripted::new().run(&script, LONG);
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!((answers.len(), starts), (3, 3));
}

#[test]
fn a_document_that_ends_a_new_worker_is_asked_for_once() {
    let (answers, starts) = Scripted::new().run("echo these are last words >&2; exit 7", LONG);
    let words = |answer: &Result<(), Ended>| match answer {
        Err(Ended::Crashed(last)) => last.to_string(),
        other => panic!("{other:?}"),
    };
    assert!(answers.iter().all(|answer| words(answer).contains("these are last words")));
    assert_eq!(answers.len(), starts);
}

#[test]
fn a_worker_that_is_about_to_end_is_heard_out() {
    let script = "exec >&-; sleep 0.1; echo these are last words >&2; exit 7";
    let (answers, _) = Scripted::new().run(script, LONG);
    assert_eq!(answers.len(), 3);
    for answer in answers {
        let Err(Ended::Crashed(last)) = answer else { panic!("{answer:?}") };
        assert_eq!(last.status.and_then(|status| status.code()), Some(7));
        assert_eq!(last.words, "these are last words\n");
    }
}

#[test]
fn why_a_worker_ended_is_read_at_the_end_of_what_it_said() {
    let script = "cat > /dev/null & i=0; while [ $i -lt 4000 ]; do echo noise, and more of it >&2; \
                  i=$((i+1)); done; echo memory allocation of 5 bytes failed >&2; exit 134";
    let (answers, _) = Scripted::new().run(script, LONG);
    assert!(matches!(answers[..], [Err(Ended::TooMuchMemory), ..]), "{answers:?}");
}

#[test]
fn a_worker_that_does_not_listen_is_ended_like_one_that_does_not_answer() {
    let mut stage = Scripted::new();
    stage.setup.assets.insert("/a".into(), serde_bytes::ByteBuf::from(vec![0; 1 << 20]));
    let (answers, starts) = stage.run("exec sleep 600", Duration::from_millis(500));
    assert!(answers.iter().all(|answer| matches!(answer, Err(Ended::TooLong))), "{answers:?}");
    assert_eq!((answers.len(), starts), (3, 3));
}

#[test]
fn a_request_that_cannot_be_put_together_stops_no_other() {
    let request = |number| match number {
        1 => panic!("it has no title"),
        _ => request(),
    };
    let script = format!("{}; cat answer", listens());
    let (answers, starts) = Scripted::new().run_with(&script, LONG, &request);
    assert!(matches!(&answers[..], [Ok(()), Err(Ended::Unasked(words)), Ok(())]
        if words == "it has no title"));
    assert!(starts >= 1);
}

#[test]
fn a_worker_that_is_killed_costs_no_document_where_it_is_killed_once() {
    // The first that is started, and the third.
    let once =
        format!("case $(wc -l < starts) in 1|3) kill -9 $$;; esac; {}; cat answer", listens());
    let (answers, starts) = Scripted::new().run(&once, LONG);
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!((answers.len(), starts), (3, 5));
    let (answers, starts) = Scripted::new().run("kill -9 $$", LONG);
    let killed = |answer: &Result<(), Ended>| match answer {
        Err(Ended::Killed(how)) => how.to_string().contains("SIGKILL"),
        _ => false,
    };
    assert!(answers.iter().all(killed), "{answers:?}");
    assert_eq!((answers.len(), starts), (3, 6), "each is tried twice");
}

#[test]
fn a_worker_that_cannot_be_started_is_told_once() {
    let stage = Scripted::new();
    let (interrupted, numbers) = (AtomicBool::new(false), AtomicUsize::new(0));
    let program = stage.path("nothing");
    let pool = Pool::new((&program, &[]), 2, LONG, &interrupted);
    let next = |_| Some(numbers.fetch_add(1, Ordering::Relaxed)).filter(|number| *number < 9);
    let work = Work { setup: &stage.setup, next: &next, workers: 9, request: &|_| request() };
    let (mut lost, mut postponed) = (Vec::new(), 0);
    pool.run(&work, &mut |(_, fate)| match fate {
        Fate::Lost(ended) => lost.push(ended),
        Fate::Postponed(_) => postponed += 1,
        Fate::Answered(_) => panic!("there is no worker"),
    });
    let [Ended::Failed(cause)] = &lost[..] else { panic!("{lost:?}") };
    assert_eq!((cause.kind(), postponed), (std::io::ErrorKind::NotFound, 2));
}

#[test]
fn a_worker_that_refuses_and_one_that_gives_up_are_told_apart() {
    let script = "echo 'error: the system lets the program start no thread: none' >&2; exit 3";
    let (answers, _) = Scripted::new().run(script, LONG);
    let [Err(Ended::Failed(cause))] = &answers[..] else { panic!("{answers:?}") };
    assert_eq!(cause.to_string(), "the system lets the program start no thread: none");
    let script = "echo 'index out of bounds (layout/src/x.rs:1)' >&2; exit 101";
    let (answers, _) = Scripted::new().run(script, LONG);
    let Err(Ended::Crashed(last)) = &answers[0] else { panic!("{answers:?}") };
    assert_eq!(last.to_string(), "what sets it gave up: index out of bounds (layout/src/x.rs:1)");
}

#[test]
fn several_large_workers_share_the_memory() {
    let stage = Scripted::new();
    // The two that are at work beside each other hold much, and would hold it for long.
    let script = format!(
        "cd '{}'; echo >> starts; {}; [ $(wc -l < starts) -le 2 ] || exec cat answer; \
         exec tail -n 1 /dev/zero",
        stage.folder.path().display(),
        listens()
    );
    let (interrupted, numbers) = (AtomicBool::new(false), AtomicUsize::new(0));
    let arguments = ["-c", script.as_str()];
    let pool = Pool::new((Path::new("/bin/sh"), &arguments), 2, 3 * LONG, &interrupted);
    let next = |_| Some(numbers.fetch_add(1, Ordering::Relaxed)).filter(|number| *number < 2);
    let work = Work { setup: &stage.setup, next: &next, workers: 9, request: &|_| request() };
    let (mut answered, mut postponed) = (0, 0);
    pool.run(&work, &mut |(_, fate)| match fate {
        Fate::Answered(_) => answered += 1,
        Fate::Postponed(ended) => {
            assert!(matches!(ended, Ended::TooLarge), "{ended:?}");
            postponed += 1;
        }
        Fate::Lost(ended) => panic!("{ended:?}"),
    });
    assert_eq!((answered, postponed), (2, 2));
}
