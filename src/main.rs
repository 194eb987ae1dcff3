//! Parses the command line, runs, and exits.

fn main() -> std::process::ExitCode {
    briefpress::cli::main()
}
