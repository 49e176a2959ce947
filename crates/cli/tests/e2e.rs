//! The console in a real browser on a real demonstration nation: keeper, officer, approver, auditor and the three
//! administrators click through their acts, without a network too (`web/e2e/scenes.mjs`).

use std::path::Path;
use std::process::Command;

#[test]
fn every_role_does_its_work_in_the_browser() {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web");
    let built = web.join("dist/index.html").exists() && web.join("node_modules/playwright-core").exists();
    assert!(built, "build the console first: scripts/web.sh");
    let shots = std::env::temp_dir().join("inrs-e2e-shots");
    let output = Command::new("node")
        .args(["e2e/demo.mjs", env!("CARGO_BIN_EXE_inrs")])
        .arg(&shots)
        .current_dir(&web)
        .output()
        .expect("node");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.lines().filter(|line| line.starts_with("ok")).count() >= 17, "{said}");
}
