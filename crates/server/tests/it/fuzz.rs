//! A property-based fuzzer (Schemathesis) reads the served API description and asks every endpoint what it says it accepts, and
//! what it says it does not. No answer is a 5xx and none is undocumented.

use crate::world::World;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Longest time for one person's run.
const SECONDS: u64 = 50;

/// How the fuzzer writes a body of lines.
const LINES: &str = "import schemathesis\n\n\n\
    @schemathesis.serializer('application/x-ndjson')\n\
    def lines(context, value):\n    return value if isinstance(value, bytes) else str(value).encode('utf-8', 'replace')\n";

/// The fuzzer that `make prepare` installs.
fn fuzzer() -> PathBuf {
    let python = std::env::var_os("INRS_PYTHON").map(PathBuf::from);
    let found = python.map(|python| python.with_file_name("schemathesis")).filter(|path| path.exists());
    found.expect("schemathesis (run `make prepare`, which sets INRS_PYTHON)")
}

/// Runs the fuzzer as one person; what it printed and whether it was content.
async fn fuzz(world: &World, user: &str) -> (bool, String) {
    let address = format!("http://{}", world.running.address());
    let folder = base::store::testing::folder();
    let mut command = Command::new(fuzzer());
    command.current_dir(&folder).arg("run").arg(format!("{address}/api/v1/openapi.json"));
    // A body of lines is sent as the text it is; the fuzzer knows only how to send other kinds.
    std::fs::write(folder.join("lines.py"), LINES).unwrap();
    command.env("SCHEMATHESIS_HOOKS", "lines").env("PYTHONPATH", &folder);
    command.args([
        "--checks",
        "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
    ]);
    command.args([
        "--phases",
        "examples,coverage,fuzzing",
        "--max-examples",
        "20",
        "--seed",
        "1",
        "--no-shrink",
        "--workers",
        "1",
    ]);
    command.args([
        "--max-time",
        &SECONDS.to_string(),
        "--request-timeout",
        "20",
        "--suppress-health-check",
        "all",
    ]);
    command.args([
        "--warnings",
        "off",
        "--no-color",
        "--generation-database",
        "none",
        "--max-failures",
        "20",
    ]);
    // One never ends by itself, the other ends the fuzzer's own session.
    command.args(["--exclude-operation-id", "stream", "--exclude-operation-id", "logout"]);
    for (name, value) in world.client(user).await.every_header() {
        command.arg("-H").arg(format!("{name}: {value}"));
    }
    // It ends by itself: `--max-time` bounds its run and `--request-timeout` its last question.
    let run = move || command.stdin(Stdio::null()).output().expect("the fuzzer runs");
    let output = tokio::task::spawn_blocking(run).await.unwrap();
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    drop(std::fs::remove_dir_all(folder));
    (output.status.success(), text)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_api_answers_as_its_description_says() {
    let world = World::sqlite().await;
    for user in ["officer", "keeper", "secadmin"] {
        let (content, text) = fuzz(&world, user).await;
        assert!(content, "as {user}:\n{text}");
    }
    world.end().await;
}
