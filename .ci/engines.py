"""Runs the steps of the files for CI engines: the words of each file, with what its engine sets around them."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import tomllib

import yaml

REPOSITORY = pathlib.Path.cwd()
ACTION = yaml.safe_load(pathlib.Path("action.yml").read_text())
WORKFLOW = yaml.safe_load(pathlib.Path(".github/workflows/briefs.yml").read_text())
GITLAB = yaml.safe_load(pathlib.Path(".gitlab-ci.yml").read_text())
KUBERNETES = list(yaml.safe_load_all(pathlib.Path("docs/kubernetes.yaml").read_text()))
HOOKS = yaml.safe_load(pathlib.Path(".pre-commit-hooks.yaml").read_text())


def check(holds, what):
    if not holds:
        sys.exit(what)


def shell(script, folder, env=None, wanted=0, options=("--noprofile", "--norc", "-eo", "pipefail")):
    """Runs a script as a step; what it writes to both streams."""
    ran = subprocess.run(
        ["bash", *options, "-c", script],
        cwd=folder,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    check(ran.returncode == wanted, f"exit code {ran.returncode}, not {wanted}:\n{script}\n{ran.stdout}")
    return ran.stdout


def scripts():
    """Every script of the GitHub and GitLab files, by where it stands."""
    for step in ACTION["runs"]["steps"]:
        if "run" in step:
            yield f"action.yml: {step['name']}", "bash", step["run"]
    for path in sorted(pathlib.Path(".github/workflows").glob("*.yml")):
        for job, content in yaml.safe_load(path.read_text())["jobs"].items():
            for step in content["steps"]:
                if "run" in step:
                    yield f"{path.name}: {job}: {step.get('name', step['run'])}", "bash", step["run"]
    for job, content in GITLAB.items():
        if isinstance(content, dict) and "script" in content:
            yield f".gitlab-ci.yml: {job}", "sh", "\n".join(content["script"])


def lint():
    for where, dialect, script in scripts():
        check("${{" not in script, f"{where}: an expression in a script; pass it through env")
        # GitLab's variable with several words is meant to be split.
        exclude = "SC2086,SC2153" if where.endswith(": install") else "SC2153"
        ran = subprocess.run(
            ["shellcheck", "--shell", dialect, "--exclude", exclude, "-"],
            input=f"set -e\n{script}", capture_output=True, text=True,
        )
        check(ran.returncode == 0, f"{where}\n{ran.stdout}{ran.stderr}")


def project(folder):
    """A project with two small briefs, one of which warns."""
    shell(f"briefpress -q init '{folder}'", ".")
    # Nothing final is published by an organisation without a name.
    settings = folder / "briefpress.toml"
    settings.write_text(settings.read_text().replace("Name of your organisation", "Registry of Appeals"))
    warned = folder / "briefs" / "warned"
    warned.mkdir()
    text = (REPOSITORY / "tests/fixtures/minimal.toml").read_text()
    (warned / "brief.toml").write_text(text.replace('to = "Ministry of Justice"', "", 1))
    return folder


def action(folder, temp, wanted=0, **inputs):
    """Runs the action's last step with its inputs and their defaults; what it says, and its outputs."""
    values = {name: str(value.get("default", "")) for name, value in ACTION["inputs"].items()}
    values |= {name.replace("_", "-"): value for name, value in inputs.items()}
    step = ACTION["runs"]["steps"][-1]
    output = temp / "output"
    output.write_text("")
    env = {"GITHUB_OUTPUT": str(output)}
    for name, expression in step["env"].items():
        env[name] = values[expression.removeprefix("${{ inputs.").removesuffix(" }}")]
    said = shell(step["run"], folder, env, wanted)
    return said, dict(line.split("=", 1) for line in output.read_text().splitlines())


def the_action(temp):
    folder = project(temp / "action")
    said, outputs = action(folder, temp, command="check")
    warning = "::warning file=briefs/warned/brief.toml,line="
    check(warning in said and outputs == {}, said)
    said, _ = action(folder, temp, 1, command="check", deny_warnings="true")
    check(warning.replace("warning", "error") in said, said)
    said, outputs = action(folder, temp, edition="screen, print", languages="en", out="a b/$(touch one)")
    check(outputs == {"dist": f"{folder}/a b/$(touch one)", "files": "8"}, f"{outputs}\n{said}")
    said, outputs = action(folder, temp, args="example\n--only=brief\n", project=str(folder))
    check(outputs["files"] == "1", f"{outputs}\n{said}")
    # Inputs are data.
    for name in ["command", "project", "edition", "languages", "deny-warnings", "args"]:
        action(folder, temp, 2, **{name: '"; touch two; $(touch two) `touch two`\n'})
    check(not list(temp.rglob("two")) and not (folder / "one").exists(), "an input was run")
    # The first step finds the sources, and gives another key when they change.
    sources = ACTION["runs"]["steps"][0]
    keys = []
    for change in ["", "// changed\n"]:
        copy = temp / f"sources{len(keys)}"
        copy.mkdir()
        for name in ["Cargo.toml", "Cargo.lock", "src", "templates", "fonts"]:
            (shutil.copytree if pathlib.Path(name).is_dir() else shutil.copy)(name, copy / name)
        with open(copy / "src/main.rs", "a") as file:
            file.write(change)
        output, path = temp / "output", temp / "path"
        output.write_text("")
        env = {"SOURCES": "", "GITHUB_ACTION_PATH": str(copy), "RUNNER_TEMP": str(temp)}
        shell(sources["run"], temp, {**env, "GITHUB_OUTPUT": str(output), "GITHUB_PATH": str(path)})
        outputs = dict(line.split("=", 1) for line in output.read_text().splitlines())
        check(outputs["path"] == str(copy) and len(outputs["hash"]) == 40, str(outputs))
        keys.append(outputs["hash"])
    check(keys[0] != keys[1], "the key does not change with the sources")


def the_hooks(temp):
    """The hooks as pre-commit runs them, with the program that is built already."""
    folder = project(temp / "hooks")
    hooks = [{**hook, "language": "system"} for hook in HOOKS]
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    (folder / "notes.txt").write_text("no brief\n")
    git = "git -c user.name=a -c user.email=a@example.org"
    env = {"PRE_COMMIT_HOME": str(temp / "pre-commit")}
    shell(f"git init -q && git add . && {git} commit -qm one && pre-commit install", folder, env)
    shell(f"echo more >> notes.txt && git add . && {git} commit -m two", folder, env)
    shell("pre-commit run --all-files", folder, env)
    wrong = folder / "briefs" / "example" / "brief.toml"
    wrong.write_text(wrong.read_text() + "\nnonsense = 1\n")
    said = shell(f"git add . && {git} commit -m three", folder, env, 1)
    check("briefs/example/brief.toml" in said and "schema::unknown-key" in said, said)
    shell("git checkout -q HEAD -- . && briefpress -q i18n sync example --lang fr", folder, env)
    said = shell(f"git add . && {git} commit -m four", folder, env, 1)
    check("briefpress check" in said and "briefpress i18n status" in said, said)


def built(folder):
    """The PDFs below a folder, by their paths in it."""
    return {str(pdf.relative_to(folder)): pdf.read_bytes() for pdf in folder.rglob("*.pdf")}


def step(job, start):
    """The step of a job of the workflow whose name or action starts with a word."""
    steps = WORKFLOW["jobs"][job]["steps"]
    return next(one for one in steps if one.get("name", one.get("uses", "")).startswith(start))


def github(temp):
    """The shards, what joins them, and the release of the workflow."""
    folder = project(temp / "github")
    job, inputs = WORKFLOW["jobs"]["build"], step("build", "./")["with"]
    for shard in job["strategy"]["matrix"]["shard"]:
        values = {name: value.replace("${{ matrix.shard }}", str(shard)) for name, value in inputs.items()}
        action(folder, temp, **values)
        shutil.move(folder / values["out"], folder / "parts" / f"part-{shard}")
    shell(step("merge", "Join")["run"], folder)
    shell(step("findings", "Report")["run"], folder)
    check((folder / "briefpress.sarif").stat().st_size > 1000, "no findings")
    tools = temp / "tools"
    tools.mkdir()
    gh = tools / "gh"
    gh.write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >> {temp}/gh\n[ "$2" != view ]\n')
    gh.chmod(0o755)
    env = {"TAG": "v1", "PATH": f"{tools}:{os.environ['PATH']}"}
    shell(step("release", "Attach")["run"], folder, env)
    view, create, upload = (temp / "gh").read_text().splitlines()
    check(view == "release view v1" and create.startswith("release create v1 "), f"{view}\n{create}")
    files = [f"dist/{pdf}" for pdf in built(folder / "dist")]
    for file in ["briefs.tar.gz", "dist/manifest.json", "dist/SHA256SUMS", *files]:
        check(file in upload.split() and (folder / file).is_file(), f"{file} is not in the release: {upload}")
    return folder / "dist"


def gitlab(temp):
    """The jobs of the pipeline, in their order."""
    folder = project(temp / "gitlab")
    run = {name: "\n".join(GITLAB[name]["script"]) for name in ["check", "build", "merge"]}
    shell(run["check"], folder)
    check((folder / GITLAB["check"]["artifacts"]["reports"]["junit"]).read_text().startswith("<?xml"), "no report")
    total = GITLAB["build"]["parallel"]
    for node in range(1, total + 1):
        shell(run["build"], folder, {"CI_NODE_INDEX": str(node), "CI_NODE_TOTAL": str(total)})
    shell(run["merge"], folder)
    return folder / "dist"


def kubernetes(temp):
    """The containers of both jobs, with the volume in a folder."""
    volume = temp / "kubernetes"
    volume.mkdir()
    project(volume / "project")
    for job in (one for one in KUBERNETES if one["kind"] == "Job"):
        args = job["spec"]["template"]["spec"]["containers"][0]["args"]
        for index in map(str, range(job["spec"].get("completions", 1))):
            words = [arg.replace("/briefs/", f"{volume}/").replace("$(JOB_COMPLETION_INDEX)", index) for arg in args]
            env = {**os.environ, "JOB_COMPLETION_INDEX": index}
            ran = subprocess.run(["briefpress", *words], cwd="/", env=env, capture_output=True, text=True)
            check(ran.returncode == 0, f"{words}\n{ran.stderr}")
    return volume / "dist"


def the_shards(temp):
    """Whichever engine builds them, the files are those of one job alone."""
    alone = project(temp / "alone")
    shell("briefpress -q build --edition screen --edition print", alone)
    wanted = built(alone / "dist")
    check(len(wanted) == 8, str(list(wanted)))
    for engine in [github, gitlab, kubernetes]:
        got = built(engine(temp))
        check(got == wanted, f"{engine.__name__}: {sorted(got)}, not {sorted(wanted)} or other bytes")


def the_oldest_rust():
    """CI tries the Rust that the package asks for."""
    oldest = tomllib.loads(pathlib.Path("Cargo.toml").read_text())["package"]["rust-version"]
    jobs = yaml.safe_load(pathlib.Path(".github/workflows/ci.yml").read_text())["jobs"]
    steps = [step.get("run", "") for step in jobs["oldest"]["steps"]]
    check(any(step.startswith(f"cargo +{oldest} ") for step in steps), f"no step with Rust {oldest}: {steps}")
    check(GITLAB["default"]["image"].startswith(f"rust:{oldest}"), "GitLab has another Rust")


def the_chapter():
    """What docs/ci.md has people write goes with the files here."""
    text = pathlib.Path("docs/ci.md").read_text()
    step, variables, hooks = [yaml.safe_load(block.split("```")[0]) for block in text.split("```yaml\n")[1:]]
    unknown = set(step[-1]["with"]) - set(ACTION["inputs"])
    check(not unknown, f"docs/ci.md: the action has no input {unknown}")
    for name in variables["variables"]:
        check(f"${name}" in str(GITLAB), f"docs/ci.md: .gitlab-ci.yml has no variable {name}")
    unknown = {hook["id"] for hook in hooks["repos"][0]["hooks"]} - {hook["id"] for hook in HOOKS}
    check(not unknown, f"docs/ci.md: there is no hook {unknown}")


def main():
    the_oldest_rust()
    the_chapter()
    with tempfile.TemporaryDirectory() as temp:
        temp = pathlib.Path(temp).resolve()
        lint()
        the_action(temp)
        the_hooks(temp)
        the_shards(temp)
    print("the files for CI engines are valid, and their steps do what they say")


main()
