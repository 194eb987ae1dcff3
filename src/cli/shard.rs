//! Which part of a build this process has, as the engines that run array jobs say it.

use std::env;

use super::Failure;
use super::args::Shard;

/// An engine's variables: the number of the part and how many there are.
struct Engine {
    name: &'static str,
    number: &'static str,
    /// The number of the first part.
    first: First,
    count: Option<&'static str>,
}

enum First {
    Always(usize),
    /// A variable with the number of the first part, and one with the step from each to the next.
    Told(&'static str, &'static str),
}

/// The engines, the more particular ones first: a job of one may run on a machine of another.
const ENGINES: [Engine; 5] = [
    Engine {
        name: "GitLab",
        number: "CI_NODE_INDEX",
        first: First::Always(1),
        count: Some("CI_NODE_TOTAL"),
    },
    Engine {
        name: "Buildkite",
        number: "BUILDKITE_PARALLEL_JOB",
        first: First::Always(0),
        count: Some("BUILDKITE_PARALLEL_JOB_COUNT"),
    },
    Engine {
        name: "Slurm",
        number: "SLURM_ARRAY_TASK_ID",
        first: First::Told("SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_STEP"),
        count: Some("SLURM_ARRAY_TASK_COUNT"),
    },
    Engine {
        name: "AWS Batch",
        number: "AWS_BATCH_JOB_ARRAY_INDEX",
        first: First::Always(0),
        count: Some("AWS_BATCH_JOB_ARRAY_SIZE"),
    },
    Engine {
        name: "Kubernetes",
        number: "JOB_COMPLETION_INDEX",
        first: First::Always(0),
        count: None,
    },
];

/// The number of the part, from 1, and how many there are.
pub fn part(asked: Shard) -> Result<(usize, usize), Failure> {
    match asked {
        Shard::Given(number, count) => Ok((number, count)),
        Shard::Auto(count) => from(count, &|name| env::var(name).ok()),
    }
}

fn from(
    given: Option<usize>,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<(usize, usize), Failure> {
    let Some(engine) = ENGINES.iter().find(|engine| variable(engine.number).is_some()) else {
        let names: Vec<&str> = ENGINES.iter().map(|engine| engine.number).collect();
        return Err(Failure::with_help(
            "`--shard auto` finds no array job around it",
            format!("it reads {}; elsewhere say which part it is: --shard 2/4", names.join(", ")),
        ));
    };
    let number = |name: &str| -> Result<usize, Failure> {
        let text = variable(name).unwrap_or_default();
        text.trim().parse().map_err(|_| {
            Failure::usage(format!("{name} of {} is no number: “{text}”", engine.name))
        })
    };
    let own = number(engine.number)?;
    let (first, step) = match engine.first {
        First::Always(first) => (first, 1),
        // A list of numbers without a common step cannot be counted through.
        First::Told(first, step) => (number(first)?, number(step).unwrap_or(1).max(1)),
    };
    let told = match engine.count.filter(|name| variable(name).is_some()) {
        Some(name) => Some(number(name)?),
        None => None,
    };
    let count = match (given, told) {
        (Some(given), Some(told)) if given != told => {
            return Err(Failure::usage(format!(
                "`--shard auto/{given}` does not fit {}, which runs {told} parts",
                engine.name
            )));
        }
        (Some(count), _) | (None, Some(count)) => count,
        (None, None) => {
            return Err(Failure::with_help(
                format!("{} does not say how many parts there are", engine.name),
                "say it: --shard auto/4",
            ));
        }
    };
    let steps = own.checked_sub(first).filter(|distance| distance % step == 0);
    match steps.map(|distance| distance / step + 1) {
        Some(part) if part <= count => Ok((part, count)),
        _ => Err(Failure::usage(format!(
            "{} is {own}, which is no part of {count} (the first is {first})",
            engine.number
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(given: Option<usize>, variables: &[(&str, &str)]) -> Result<(usize, usize), String> {
        let variable = |name: &str| {
            variables.iter().find(|(other, _)| *other == name).map(|(_, value)| value.to_string())
        };
        from(given, &variable).map_err(|failure| format!("{failure:?}"))
    }

    #[test]
    fn every_engine_is_understood() {
        assert_eq!(of(None, &[("CI_NODE_INDEX", "1"), ("CI_NODE_TOTAL", "4")]), Ok((1, 4)));
        let buildkite = [("BUILDKITE_PARALLEL_JOB", "3"), ("BUILDKITE_PARALLEL_JOB_COUNT", "4")];
        assert_eq!(of(None, &buildkite), Ok((4, 4)));
        let slurm = [
            ("SLURM_ARRAY_TASK_ID", "15"),
            ("SLURM_ARRAY_TASK_MIN", "5"),
            ("SLURM_ARRAY_TASK_STEP", "5"),
            ("SLURM_ARRAY_TASK_COUNT", "4"),
        ];
        assert_eq!(of(None, &slurm), Ok((3, 4)));
        assert_eq!(of(Some(4), &[("AWS_BATCH_JOB_ARRAY_INDEX", "0")]), Ok((1, 4)));
        assert_eq!(of(Some(4), &[("JOB_COMPLETION_INDEX", "3")]), Ok((4, 4)));
    }

    #[test]
    fn what_does_not_fit_is_said() {
        assert!(of(None, &[]).unwrap_err().contains("no array job"));
        assert!(of(None, &[("JOB_COMPLETION_INDEX", "0")]).unwrap_err().contains("how many"));
        let gitlab = [("CI_NODE_INDEX", "5"), ("CI_NODE_TOTAL", "4")];
        assert!(of(None, &gitlab).unwrap_err().contains("no part of 4"));
        assert!(of(Some(3), &gitlab).unwrap_err().contains("does not fit"));
        assert!(of(Some(3), &[("JOB_COMPLETION_INDEX", "x")]).unwrap_err().contains("no number"));
    }
}
