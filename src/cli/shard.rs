//! Which part of a build this process has, as the engines that run array jobs say it.

use std::env;
use std::str::FromStr;

/// What `--shard` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShardArg {
    /// This part.
    Given(ChosenShard),
    /// The number from the environment; how many there are too, where it is not given.
    Auto(Option<usize>),
}

/// One part of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChosenShard {
    /// Its number, from 1.
    pub number: usize,
    /// How many there are.
    pub count: usize,
}

impl FromStr for ShardArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |text: &str| text.parse::<usize>().ok().filter(|&number| number > 0);
        let wanted = "K/N is wanted, such as 2/4: part 2 of 4; or `auto`, or `auto/4`";
        match text.split_once('/') {
            None if text == "auto" => Ok(ShardArg::Auto(None)),
            None => Err(wanted.into()),
            Some(("auto", count)) => {
                number(count).map(|count| ShardArg::Auto(Some(count))).ok_or_else(|| wanted.into())
            }
            Some((own, count)) => match (number(own), number(count)) {
                (Some(number), Some(count)) if number <= count => {
                    Ok(ShardArg::Given(ChosenShard { number, count }))
                }
                (Some(own), Some(count)) => {
                    Err(format!("there is no part {own} of {count}; {wanted}"))
                }
                _ => Err(wanted.into()),
            },
        }
    }
}

/// Why `--shard auto` does not tell a part.
#[derive(Debug, thiserror::Error)]
pub enum ShardError {
    /// No engine's variables are set.
    #[error("`--shard auto` finds no array job around it")]
    NoArrayJob,
    /// A variable is no number.
    #[error("{variable} of {engine} is no number: “{value}”")]
    NoNumber {
        /// Its name.
        variable: &'static str,
        /// Whose it is.
        engine: &'static str,
        /// What it holds.
        value: String,
    },
    /// The command line and the engine do not agree.
    #[error("`--shard auto/{given}` does not fit {engine}, which runs {told} parts")]
    CountDiffers {
        /// How many parts the command line says there are.
        given: usize,
        /// The engine.
        engine: &'static str,
        /// How many it says there are.
        told: usize,
    },
    /// Neither the command line nor the engine says how many parts there are.
    #[error("{0} does not say how many parts there are")]
    UnknownCount(&'static str),
    /// The engine's number is that of no part.
    #[error("{variable} is {own}, which is no part of {count} (the first is {first})")]
    NoSuchPart {
        /// The variable with the number.
        variable: &'static str,
        /// The number.
        own: usize,
        /// How many parts there are.
        count: usize,
        /// The number of the first.
        first: usize,
    },
}

impl ShardError {
    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            ShardError::NoArrayJob => {
                let names = ENGINES.map(|engine| engine.number).join(", ");
                Some(format!("it reads {names}; elsewhere say which part it is: --shard 2/4"))
            }
            ShardError::UnknownCount(_) => Some("say it: --shard auto/4".into()),
            ShardError::NoNumber { .. }
            | ShardError::CountDiffers { .. }
            | ShardError::NoSuchPart { .. } => None,
        }
    }
}

/// An engine's variables: the number of the part and how many there are.
struct Engine {
    name: &'static str,
    number: &'static str,
    /// The number of the first part.
    first: FirstIndex,
    count: Option<&'static str>,
}

enum FirstIndex {
    Always(usize),
    /// A variable with the number of the first part, and one with the step from each to the next.
    Told(&'static str, &'static str),
}

/// The engines, the more particular ones first: a job of one may run on a machine of another.
const ENGINES: [Engine; 5] = [
    Engine {
        name: "GitLab",
        number: "CI_NODE_INDEX",
        first: FirstIndex::Always(1),
        count: Some("CI_NODE_TOTAL"),
    },
    Engine {
        name: "Buildkite",
        number: "BUILDKITE_PARALLEL_JOB",
        first: FirstIndex::Always(0),
        count: Some("BUILDKITE_PARALLEL_JOB_COUNT"),
    },
    Engine {
        name: "Slurm",
        number: "SLURM_ARRAY_TASK_ID",
        first: FirstIndex::Told("SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_STEP"),
        count: Some("SLURM_ARRAY_TASK_COUNT"),
    },
    Engine {
        name: "AWS Batch",
        number: "AWS_BATCH_JOB_ARRAY_INDEX",
        first: FirstIndex::Always(0),
        count: Some("AWS_BATCH_JOB_ARRAY_SIZE"),
    },
    Engine {
        name: "Kubernetes",
        number: "JOB_COMPLETION_INDEX",
        first: FirstIndex::Always(0),
        count: None,
    },
];

/// The part that was asked for.
///
/// # Errors
///
/// The environment does not tell it, or tells another than the command line.
pub fn part(asked: ShardArg) -> Result<ChosenShard, ShardError> {
    match asked {
        ShardArg::Given(part) => Ok(part),
        ShardArg::Auto(count) => from(count, &|name| env::var(name).ok()),
    }
}

fn from(
    given: Option<usize>,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<ChosenShard, ShardError> {
    let engine = ENGINES.iter().find(|engine| variable(engine.number).is_some());
    let engine = engine.ok_or(ShardError::NoArrayJob)?;
    let number = |name: &'static str| -> Result<usize, ShardError> {
        let value = variable(name).unwrap_or_default();
        let number = value.trim().parse::<usize>();
        number.map_err(|_| ShardError::NoNumber { variable: name, engine: engine.name, value })
    };
    let own = number(engine.number)?;
    let (first, step) = match engine.first {
        FirstIndex::Always(first) => (first, 1),
        // A list of numbers without a common step cannot be counted through.
        FirstIndex::Told(first, step) => (number(first)?, number(step).unwrap_or(1).max(1)),
    };
    let told = match engine.count.filter(|name| variable(name).is_some()) {
        Some(name) => Some(number(name)?),
        None => None,
    };
    let count = match (given, told) {
        (Some(given), Some(told)) if given != told => {
            return Err(ShardError::CountDiffers { given, engine: engine.name, told });
        }
        (Some(count), _) | (None, Some(count)) => count,
        (None, None) => return Err(ShardError::UnknownCount(engine.name)),
    };
    let steps = own.checked_sub(first).filter(|distance| distance % step == 0);
    match steps.map(|distance| distance / step + 1) {
        Some(number) if number <= count => Ok(ChosenShard { number, count }),
        _ => Err(ShardError::NoSuchPart { variable: engine.number, own, count, first }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(given: Option<usize>, variables: &[(&str, &str)]) -> Result<(usize, usize), String> {
        let variable = |name: &str| {
            variables.iter().find(|(other, _)| *other == name).map(|(_, value)| value.to_string())
        };
        from(given, &variable)
            .map(|part| (part.number, part.count))
            .map_err(|error| error.to_string())
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
