//! `POST /api/v1/imports/{kind}`: takes a spreadsheet and imports it in the background, in the caller's own name. All of its rows
//! become facts or none; the same rows again do nothing.

use super::{ImportJob, kind};
use crate::app::App;
use crate::http::body::{self, Path, Query};
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, WriteProblems};
use crate::import::jobs::{Asked, Ended, Job, State as JobState};
use crate::import::{Source, cited};
use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use base::term::{OrgCode, Stop};
use hub::import::{Import, Kind, People, Report};
use paper::sheet::Limits;
use serde::Deserialize;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use utoipa::IntoParams;

/// How to import.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportQuery {
    /// Whose book; the caller's own organisation unless given. For organisations, the one above those that name no parent.
    org: Option<String>,
    /// Name of the file: facts cite it.
    name: Option<String>,
    /// Try everything and write nothing; true unless given.
    dry_run: Option<bool>,
}

/// The bytes of a spreadsheet, up to the limit of a sheet instead of that of a body.
pub struct File(axum::body::Bytes);

impl<S: Send + Sync> FromRequest<S> for File {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let most = usize::try_from(Limits::default().bytes).unwrap_or(usize::MAX);
        axum::body::to_bytes(request.into_body(), most).await.map(Self).map_err(|_| body::too_large())
    }
}

/// Import an .xlsx or .csv file of at most 32 MiB and 200,000 rows. The answer is a job to ask about; one runs at a time.
#[utoipa::path(post, path = "/api/v1/imports/{kind}", tag = "import", operation_id = "import_start",
    params(("kind" = String, Path, description = "`organisations`, `sites`, `warehouses`, `bays`, `positions`, `lots`, `tests`, `plans` or `assets`."), ImportQuery),
    request_body(content = [u8], content_type = "application/octet-stream", description = "The file's bytes."),
    responses((status = 200, description = "The import has begun.", body = ImportJob), WriteProblems))]
pub async fn start(
    State(app): State<App>,
    principal: Principal,
    Path(name): Path<String>,
    Query(query): Query<ImportQuery>,
    File(bytes): File,
) -> Result<Json<ImportJob>, Problem> {
    let kind = kind(&name)?;
    if kind == Kind::Yearly {
        return Err(Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "import.kind",
            "年度表要另两人下达和批准指令，不能由一人在此导入",
            "a yearly table needs two other people for its directive and is not imported here by one",
        )
        .mend("在节点上用 inrs import yearly", "Use `inrs import yearly` on the node"));
    }
    let org = match query.org.as_deref() {
        Some(org) => OrgCode::parse(org)?,
        None => principal.caller.org.clone(),
    };
    let goods = if kind == Kind::Assets { Goods::Ordinary } else { Goods::Held };
    principal.may_to(&app, kind.action(), &org, goods).await?;
    let asked = Asked {
        user: principal.caller.user.clone(),
        org,
        kind,
        name: query.name.unwrap_or_else(|| kind.code().to_owned()).chars().take(100).collect(),
        dry_run: query.dry_run.unwrap_or(true),
    };
    let busy = || {
        Problem::new(StatusCode::CONFLICT, "import.busy", "另一个导入正在进行", "another import is running")
            .mend("等它结束再试", "Try again when it has ended")
    };
    let job = app.imports.begin(asked).ok_or_else(busy)?;
    let told = ImportJob::of(&job);
    let app = app.clone();
    tokio::task::spawn_blocking(move || job.end(run(&app, &job, &bytes)));
    Ok(Json(told))
}

/// Reads and carries out; everything that can go wrong is how the job ended.
fn run(app: &App, job: &Job, bytes: &[u8]) -> JobState {
    let packs = &app.node.packs;
    let mut source = match Source::read(bytes, job.kind, packs) {
        Ok(source) => source,
        Err(refusal) => {
            let words = refusal.words();
            return JobState::Failed(
                format!("{}；{}", words.zh, words.mend_zh),
                format!("{}; {}", words.en, words.mend_en),
            );
        }
    };
    job.rows.store(source.rows_total() as u64, Ordering::Relaxed);
    let rows = source.rows(packs);
    let mut report = Report::default();
    if !rows.is_empty() {
        let done = job.done.clone();
        let import = Import {
            org: job.org.clone(),
            source: cited(&job.name, bytes),
            rows,
            people: People { keeper: Some(job.user.clone()), ..People::default() },
            // A file that is known to be wrong is only tried, to find all that is wrong.
            dry_run: job.dry_run || source.mistakes_total() > 0,
            clock: app.node.clock.clone(),
            chance: app.node.chance.clone(),
            progress: Box::new(move |n| done.store(n, Ordering::Relaxed)),
        };
        report = match hub::import::import(&app.node.store, packs, import) {
            Ok(report) => report,
            Err(Stop::Refused(refusal)) => return JobState::Failed(refusal.zh, refusal.en),
            Err(Stop::Fault(fault)) => {
                tracing::error!(%fault, job = job.id, "an import failed");
                return JobState::Failed(
                    "系统故障，没有导入".into(),
                    "server fault: nothing was imported".into(),
                );
            }
        };
    }
    source.add(&report.problems);
    if source.rows_total() == 0 && source.mistakes_total() == 0 {
        return JobState::Failed("表头下面没有数据行".into(), "there are no rows under the header".into());
    }
    JobState::Ended(Arc::new(Ended { source, report }))
}
