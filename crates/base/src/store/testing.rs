//! Stores for tests: a fresh SQLite folder and a fresh PostgreSQL database per call. PostgreSQL is real: the one named by
//! `INRS_TEST_PG`, or a cluster started once in the temporary folder from Debian's postgresql-15.

use super::{Location, Store};
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// A store that lives as long as this value.
pub struct TestStore {
    /// The store.
    pub store: Arc<Store>,
    /// `sqlite` or `postgres`.
    pub engine: &'static str,
    folder: Option<PathBuf>,
}

impl std::ops::Deref for TestStore {
    type Target = Store;
    fn deref(&self) -> &Store {
        &self.store
    }
}

impl Drop for TestStore {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            drop(std::fs::remove_dir_all(folder));
        }
    }
}

static COUNT: AtomicU64 = AtomicU64::new(0);

/// A name that no other test has, nor had a killed run whose process number came round again.
fn unique() -> String {
    static RUN: LazyLock<u64> = LazyLock::new(|| RandomState::new().build_hasher().finish());
    format!("inrs_{:016x}_{}", *RUN, COUNT.fetch_add(1, Ordering::Relaxed))
}

/// A fresh folder under the temporary folder.
pub fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(unique());
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    folder
}

/// A fresh SQLite store.
pub fn sqlite() -> TestStore {
    let folder = folder();
    let store = Store::open(&Location::Folder(folder.clone())).expect("a fresh SQLite store");
    TestStore { store: Arc::new(store), engine: "sqlite", folder: Some(folder) }
}

/// A fresh PostgreSQL database.
pub fn postgres() -> TestStore {
    let store = Store::open(&Location::Postgres(postgres_url())).expect("a fresh PostgreSQL store");
    TestStore { store: Arc::new(store), engine: "postgres", folder: None }
}

/// One fresh store of each engine: run every store test on both.
pub fn both() -> [TestStore; 2] {
    [sqlite(), postgres()]
}

/// The URL of a fresh, empty PostgreSQL database.
pub fn postgres_url() -> String {
    let server = std::env::var("INRS_TEST_PG").unwrap_or_else(|_| started_cluster());
    let name = unique();
    let mut engine = super::postgres::Postgres::open(&server).expect("the test PostgreSQL server");
    super::Engine::script(
        &mut engine,
        &format!("CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'"),
    )
    .expect("a fresh database");
    let base = server.rsplit_once('/').map_or(server.as_str(), |(base, _)| base);
    format!("{base}/{name}")
}

/// A cluster under the temporary folder, started by the first test that asks and shared by all.
fn started_cluster() -> String {
    let root = std::env::temp_dir().join("inrs-test-pg");
    std::fs::create_dir_all(&root).expect("a folder for the test cluster");
    let lock = std::fs::File::create(root.join("lock")).expect("a lock file");
    lock.lock().expect("the lock");
    let address = root.join("url");
    if let Ok(url) = std::fs::read_to_string(&address)
        && super::postgres::Postgres::open(&url).is_ok()
    {
        return url;
    }
    let port = free_port();
    let data = root.join(format!("data-{port}"));
    let programs = programs();
    as_postgres(
        &format!(
            "mkdir -p '{0}' && '{1}/initdb' -D '{0}' -A trust -U postgres -E UTF8 --no-locale >/dev/null",
            data.display(),
            programs.display()
        ),
        &root,
    );
    as_postgres(
        &format!(
            "'{1}/pg_ctl' -D '{0}' -w -l '{0}/log' -o '-p {port} -k {0} -c listen_addresses=127.0.0.1 -c max_connections=300' start >/dev/null",
            data.display(),
            programs.display()
        ),
        &root,
    );
    let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
    std::fs::write(&address, &url).expect("the address file");
    url
}

fn programs() -> PathBuf {
    let folders = ["/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/17/bin"];
    folders
        .iter()
        .map(PathBuf::from)
        .find(|f| f.join("initdb").exists())
        .expect("postgresql-15 (run `make prepare`)")
}

/// PostgreSQL refuses to run as root, so its programs run as user `postgres` when we are root.
fn as_postgres(script: &str, root: &Path) {
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.starts_with(b"0"));
    let mut command = if is_root {
        Command::new("chmod").arg("0777").arg(root).status().expect("chmod");
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", "sh", "-c", script]);
        command
    } else {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    };
    assert!(command.status().expect("a shell").success(), "failed: {script}");
}

/// Changes a SQLite file behind the program's back, as a forger with file access would.
pub fn tamper(folder: &Path, sql: &str, args: &[super::Value]) {
    let mut engine = super::sqlite::Sqlite::open(&super::open::file_in(folder), true).expect("the file");
    let changed = super::Engine::exec(&mut engine, sql, args).expect("a change");
    assert!(changed > 0, "nothing was changed by {sql}");
}

/// A TCP port that was free a moment ago.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}
